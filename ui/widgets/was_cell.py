"""How a cell is painted that said something else: the old words struck, the new ones beside them or under them."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui import style
from ui.tokens import Theme
from ui.widgets.cell_text import TWO_LINES, halves, ink, line
from ui.widgets.cells import Cell, Was

LEAD = 12  # letters that stayed, shown before what changed in a long text
BETWEEN = 8  # pixels between what a cell said and what it says


def paint_was(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    """What stayed in plain words; what changed struck, with the new words beside it, or under it where it is narrow."""
    tall = box.height() >= TWO_LINES
    upper, lower = halves(box) if tall else (box, box)
    if not isinstance(cell, Was):
        line(painter, upper if tall and cell.second else box, cell.text, "body", theme.text)
        if tall:
            line(painter, lower, cell.second, "caption", theme.text2)
    elif cell.was is None:
        line(painter, upper, cell.text, "body", theme.text)
        if tall and cell.second_was is not None:
            _beside(painter, lower, cell.second_was, cell.second, theme, "caption")
    elif tall and _wide(cell.was) + _wide(cell.text) + BETWEEN > box.width() and cell.was and cell.text:
        before, now = from_difference(cell.was, cell.text, box.width())
        _struck(painter, upper, before, theme, "body")
        line(painter, lower, now, "body-medium", theme.green.fg)
    else:
        second = cell.second and tall
        _beside(painter, upper if second else box, cell.was, cell.text, theme, "body")
        if second and cell.second_was is None:
            line(painter, lower, cell.second, "caption", theme.text2)
        elif second:
            _beside(painter, lower, cell.second_was or "", cell.second, theme, "caption")


def from_difference(before: str, now: str, room: float) -> tuple[str, str]:
    """Two long texts from a word or two before they part, where that lies beyond the middle of the room."""
    same = next((n for n, pair in enumerate(zip(before, now, strict=False)) if len(set(pair)) > 1), 0)
    start = before.rfind(" ", 0, max(same - LEAD, 0)) + 1
    if start == 0 or _wide(before[:same]) < room / 2:
        return before, now
    return f"…{before[start:]}", f"…{now[start:]}"


def _wide(text: str) -> int:
    return style.metrics("body").horizontalAdvance(text)


def _beside(painter: QPainter, box: QRectF, before: str, now: str, theme: Theme, font: str) -> None:
    """Half of the room for what was, where there is something now."""
    room = box.width() if not now else max(box.width() - BETWEEN - _wide(now), box.width() / 2 - BETWEEN)
    used = _struck(painter, QRectF(box.left(), box.top(), room, box.height()), before, theme, font)
    left = box.left() + (used + BETWEEN if used else 0)
    rest = QRectF(left, box.top(), max(box.right() - left, 0), box.height())
    line(painter, rest, now, "body-medium" if font == "body" else font, theme.green.fg)


def _struck(painter: QPainter, box: QRectF, text: str, theme: Theme, font: str) -> float:
    """Words with a line through them; how wide they came out."""
    if not text:
        return 0.0
    line(painter, box, text, font, theme.red.fg)
    width = min(float(style.metrics(font).horizontalAdvance(text)), box.width())
    middle = round(box.center().y()) + 1
    painter.fillRect(QRectF(box.left(), middle, width, 1), ink(theme.red.fg))
    return width

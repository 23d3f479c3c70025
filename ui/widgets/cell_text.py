"""Words in a painted cell: shaped once for many paintings, elided, in one line or in two halves of a tall cell."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTransform

from ui import style

TWO_LINES = 44  # height of a cell that has room for two


@lru_cache(maxsize=256)
def ink(colour: str) -> QColor:
    """The colour ``#RRGGBB``, made once."""
    return QColor(colour)


@lru_cache(maxsize=8192)
def laid_out(text: str, font: str, width: int) -> tuple[QStaticText, float, float]:
    """Text as it fits, shaped once for many paintings; its width and height."""
    made = QStaticText(style.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), font_of(font))
    size = made.size()
    return made, size.width(), size.height()


@lru_cache(maxsize=32)
def font_of(name: str) -> QFont:
    return style.font(name)


def _forget() -> None:
    """Fonts may be of another size now."""
    laid_out.cache_clear()
    font_of.cache_clear()


def line(painter: QPainter, box: QRectF, text: str, font: str, colour: str, at_right: bool = False) -> None:
    """One line of text in the middle of a box, elided where it is too long for it."""
    if not text:
        return
    made, width, height = laid_out(text, font, int(box.width()))
    x = box.right() - width if at_right else box.left()
    painter.setFont(font_of(font))
    painter.setPen(ink(colour))
    painter.drawStaticText(QPointF(x, round(box.top() + (box.height() - height) / 2)), made)


def halves(box: QRectF) -> tuple[QRectF, QRectF]:
    """The upper and the lower line of a tall cell."""
    middle = box.center().y()
    return QRectF(box.left(), middle - 18, box.width(), 19), QRectF(box.left(), middle + 1, box.width(), 17)


style.look.changed.connect(_forget)

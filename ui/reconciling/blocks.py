"""Words of a value as they are painted: wrapped, no more than some lines of them, what differs marked word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui import style
from ui.widgets.word_diff import SHORT, Piece, pieces, shortened

NEW_LINE = "\u2028"  # what a text layout takes for the end of a line
ALIKE = 0.4  # part of a text that has to have stayed for the rest to be marked in it
THIN = "\u2009"  # between what went and what came in its place


class Block:
    """Lines of text of one font on a width; ``height`` in pixels. What fits one line is laid out when it is painted."""

    def __init__(self, told: Sequence[Piece], face: str, width: float, most: int) -> None:
        self._told, self._face, self._width = told, face, width
        self._text = "".join(part for _kind, part in told) if len(told) != 1 else told[0][1]
        self._layout: QTextLayout | None = None
        self.lines = 1
        metrics = style.metrics(face)
        if NEW_LINE in self._text or metrics.horizontalAdvance(self._text) > width - 1:
            self._wrap(most)
        self.height = self.lines * metrics.lineSpacing()

    def paint(self, painter: QPainter, x: float, y: float, ink: str) -> None:
        if self._layout is None:
            self._wrap(1)
        assert self._layout is not None
        painter.setPen(QColor(ink))
        self._layout.draw(painter, QPointF(x, y))

    def _wrap(self, most: int) -> None:
        text, formats = self._text, _formats(self._told)
        self._layout, self.lines, end = _laid(text, formats, self._face, self._width, most)
        if end < len(text):  # the last line says that there is more
            room = text[end:].split(NEW_LINE, 1)[0]
            cut = style.metrics(self._face).elidedText(f"{room}…", Qt.TextElideMode.ElideRight, int(self._width) - 2)
            formats = [one for one in formats if one.start < end]  # type: ignore[attr-defined]
            self._layout, lines, _end = _laid(text[:end] + cut, formats, self._face, self._width, most + 1)
            self.lines = min(lines, most)


def plain(text: str) -> list[Piece]:
    """A text in which nothing is marked."""
    return [("=", _flat(text))]


def beside(before: str, after: str) -> list[Piece]:
    """What a long text became, word by word; a short one, or one that was not there, as it is."""
    if max(len(before), len(after)) <= SHORT or not before or not after or before == after:
        return plain(after)
    told = pieces(before, after)
    if sum(len(text) for kind, text in told if kind == "=") < len(after) * ALIKE:
        return plain(after)
    found: list[Piece] = []
    for kind, text in shortened(told):
        if kind == "+" and found and found[-1][0] == "-":
            found.append(("=", THIN))
        found.append((kind, _flat(text)))
    return found


def from_to(before: str, after: str, empty: str) -> list[Piece]:
    """«old → new», or where both are long the new text with what went and what came."""
    if max(len(before), len(after)) <= SHORT or not before or not after:
        old = ("-", _flat(before)) if before else ("=", empty)
        new = ("+", _flat(after)) if after else ("=", empty)
        return [old, ("=", "  →  "), new]
    return beside(before, after)


def _flat(text: str) -> str:
    return NEW_LINE.join(" ".join(line.split(" ")) for line in text.splitlines()) if "\n" in text else text


def _formats(told: Iterable[Piece]) -> list[QTextLayout.FormatRange]:
    found, at = [], 0
    for kind, text in told:
        if kind != "=" and text:
            one = QTextLayout.FormatRange()
            one.start, one.length = at, len(text)  # type: ignore[attr-defined]
            one.format = _marked(kind)  # type: ignore[attr-defined]
            found.append(one)
        at += len(text)
    return found


def _marked(kind: str) -> QTextCharFormat:
    tone = style.theme().tone("red" if kind == "-" else "green")
    made = QTextCharFormat()
    made.setForeground(QColor(tone.fg))
    made.setBackground(QColor(tone.bg))
    made.setFontStrikeOut(kind == "-")
    made.setFontUnderline(kind == "+")
    return made


def _laid(
    text: str, formats: list[QTextLayout.FormatRange], face: str, width: float, most: int
) -> tuple[QTextLayout, int, int]:
    """The layout, its lines, and where the last of ``most`` lines begins if there would be more (else the end)."""
    layout = QTextLayout(text, style.font(face))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if formats:
        layout.setFormats(formats)
    spacing = style.metrics(face).lineSpacing()
    layout.beginLayout()
    count, end = 0, len(text)
    while count < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 20))
        line.setPosition(QPointF(0, count * spacing))
        count += 1
        last = line
    if count == most and last.textStart() + last.textLength() < len(text):
        end = last.textStart()
    layout.endLayout()
    return layout, max(count, 1), end

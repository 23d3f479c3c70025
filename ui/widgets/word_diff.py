"""What was written before and after, word by word: what went is struck through, what came is underlined."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ecd_desktop.language import _
from ui import style

Piece = tuple[str, str]
"""«=» stayed, «-» went, «+» came; and the words."""

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 3_000  # words compared; a longer text is shown as replaced whole
AROUND = 5  # unchanged words shown on each side of a change
SHORT = 48  # letters up to which a value is shown whole, before → after


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order, those that stayed once."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) > MOST or len(new) > MOST:
        return [("-", before), ("+", after)]
    found: list[Piece] = []
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            found.append(("=", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("-", "".join(old[a:b])))
        if d > c:
            found.append(("+", "".join(new[c:d])))
    return found


def shortened(found: list[Piece]) -> Iterator[Piece]:
    """Long stretches that stayed, with only the words next to a change."""
    for place, (kind, text) in enumerate(found):
        split = text.split()
        first, last = place == 0, place == len(found) - 1
        if kind != "=" or len(split) <= 2 * AROUND + 2 or (first and last):
            yield kind, text
            continue
        head = "" if first else " " + " ".join(split[:AROUND]) + " "
        tail = "" if last else " " + " ".join(split[-AROUND:]) + " "
        yield "=", f"{head}…{tail}"


class WordDiff(QLabel):
    """One field's change; in words for ears."""

    def __init__(self, label: str, before: str, after: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._before, self._after = label, " ".join(before.split()), " ".join(after.split())
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setFont(style.font("body"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        empty = _("(empty)")
        self.setAccessibleName(
            _("{field}: {old} → {new}").format(field=label, old=self._before or empty, new=self._after or empty)
        )
        style.look.changed.connect(self._dress)
        self._dress()

    def whole(self) -> str:
        """The change in one sentence."""
        return self.accessibleName()

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, style.qcolour("text"))
        self.setPalette(palette)
        short = max(len(self._before), len(self._after)) <= SHORT or not self._before or not self._after
        told = self._side_by_side() if short else self._woven()
        self.setText(f"<span style='color:{style.colour('text2')}'>{html.escape(self._label)}:</span> {told}")

    def _woven(self) -> str:
        return "".join(_marked(one) for one in shortened(pieces(self._before, self._after)))

    def _side_by_side(self) -> str:
        words = html.escape(_("(empty)"))
        empty = f"<span style='color:{style.colour('text3')}'>{words}</span>"
        before = _marked(("-", self._before)) if self._before else empty
        after = _marked(("+", self._after)) if self._after else empty
        return f"{before} → {after}"


def _marked(piece: Piece) -> str:
    kind, text = piece
    safe = html.escape(text)
    if kind == "=":
        return safe
    tone = style.theme().tone("red" if kind == "-" else "green")
    line = "line-through" if kind == "-" else "underline"
    return f"<span style='color:{tone.fg}; background-color:{tone.bg}; text-decoration:{line}'>{safe}</span>"

"""What minutes look like while they are typed: tags, names, days and headings, and the waves of the spelling.

Qt asks for one paragraph at a time, the one that changed: typing in a long text costs no more than in a short one.
"""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from ecd_desktop.dates_in_text import days_said
from ecd_desktop.minutes_text import Tag, language_of, tag_of, topic_of
from ui import style
from ui.widgets.spelling import Marker

if TYPE_CHECKING:
    from ui.minutes.editor import MinutesEditor

TONES = {Tag.DECISION: "blue", Tag.COMMITMENT: "green", Tag.RISK: "amber", Tag.LESSON: "violet"}
ICONS = {Tag.DECISION: "bolt", Tag.COMMITMENT: "checkbox", Tag.RISK: "alert-triangle", Tag.LESSON: "bulb"}
_NAME = re.compile(r"(?<![^\s(])[@#][^\s,;:.!?()]+")
_CODE = re.compile(r"(?<![\w-])[A-Z]{2,8}-\d{4}-\d{1,9}(?![\w-])")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


class TagMarker(Marker):
    """Draws over the waves: nothing that is a tag, a name or a day is spelled wrong."""

    def __init__(self, field: MinutesEditor) -> None:
        self._minutes = field
        super().__init__(field)

    def highlightBlock(self, text: str) -> None:
        super().highlightBlock(text)
        if not text.strip():
            return
        place = _placed(text)
        if topic_of(text) is not None:
            self.setFormat(0, place(len(text)), _heading())
            return
        for found in _STRONG.finditer(text):
            self.setFormat(place(found.start()), place(found.end()) - place(found.start()), _strong())
        for found in (*_NAME.finditer(text), *_CODE.finditer(text)):
            self.setFormat(place(found.start()), place(found.end()) - place(found.start()), _named())
        tag = tag_of(text)
        if tag is None:
            return
        kind, body = tag
        start = len(text) - len(text.lstrip(" \t-*•–"))
        end = len(text[:body].rstrip(" \t*"))
        self.setFormat(place(start), place(end) - place(start), _tagged(kind))
        if kind is Tag.COMMITMENT and (
            days := days_said(text[body:], today=self._minutes.day, language=language_of(text))
        ):
            said = days[-1]
            self.setFormat(place(body + said.start), place(body + said.end) - place(body + said.start), _named())


def _placed(text: str):  # type: ignore[no-untyped-def]
    """From places in a text to places as Qt counts, to whom an emoji is two."""
    if max(text) <= "\uffff":
        return lambda at: at
    wide = [at for at, letter in enumerate(text) if letter > "\uffff"]
    return lambda at: at + bisect(wide, at - 1)


def _tagged(kind: Tag) -> QTextCharFormat:
    tone = style.theme().tone(TONES[kind])
    made = QTextCharFormat()
    made.setForeground(QColor(tone.fg))
    made.setBackground(QColor(tone.bg))
    made.setFontWeight(QFont.Weight.DemiBold)
    return made


def _named() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(style.theme().accent_text))
    made.setFontWeight(QFont.Weight.Medium)
    return made


def _strong() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.DemiBold)
    return made


def _heading() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.DemiBold)
    made.setFontPointSize(style.font("title").pointSizeF())
    return made

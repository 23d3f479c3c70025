"""Right of the text: what its lines say, as cards with what was understood and what is still missing, in words."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from ecd_desktop.language import _, current, ngettext, short_date
from ecd_desktop.minutes_answers import Because
from ecd_desktop.minutes_checks import missing
from ecd_desktop.minutes_text import Minutes, Spoken, Tag
from ui import style
from ui.minutes.earlier import MARKS, fate_words
from ui.minutes.editor import named
from ui.minutes.marker import ICONS, TONES
from ui.minutes.side import Part
from ui.widgets.controls import Label
from ui.widgets.lines import Line, LineDelegate, LinesView, step
from ui.widgets.list_view import ROW, Index
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecd_desktop.minutes_answers import Settled
    from ecd_desktop.services.taking_minutes import Recorded
    from ui.here import Here

GAP = 4
MOST_SIZES = 4_000
NOWHERE = uuid.UUID(int=0)


class CardLine(LineDelegate):
    """A line as a card: a thin edge round it, a gap to the next."""

    def __init__(self, view: LinesView) -> None:
        super().__init__(view)
        self._sizes: dict[tuple[int, int, int], tuple[Any, QSize]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(ROW)
        key = (id(line), self.view.room(), step())
        if key not in self._sizes:
            if len(self._sizes) > MOST_SIZES:
                self._sizes.clear()
            self._sizes[key] = line, super().sizeHint(option, index) + QSize(0, GAP)  # the line itself: ids come again
        return self._sizes[key][1]

    def paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index, *, lights: bool = True
    ) -> None:
        theme = style.theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        hovered = lights and index.row() == self.view.hover_row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.edge if hovered else theme.border), 1))
        painter.setBrush(QColor(theme.accent_soft if chosen else theme.surface))
        painter.drawRoundedRect(box.adjusted(10.5, 1.5, -6.5, -GAP - 0.5), 8, 8)
        painter.restore()

    def paint_ring(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        super().paint_ring(painter, box.adjusted(9, 0, -5, -GAP + 1), option)


class Cards(Part):
    """Enter or a click leads to the line."""

    wanted = Signal(int)  # a line of the text

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        view = LinesView(_("What will be recorded"))
        super().__init__(view, parent)
        view.setItemDelegate(CardLine(view))
        self.here = here
        self._made: dict[int, tuple[Spoken, Recorded | None, Line]] = {}
        self._speaks = ""
        self._told: tuple[Settled, ...] = ()
        self.head.setText(_("Will be recorded"))
        self.counts = Label("", "caption", "text2", wrap=True)
        self.counts.setContentsMargins(16, 4, 14, 4)
        self.rows.addWidget(self.counts)
        view.opened.connect(lambda line: self.wanted.emit(line.token))
        view.clicked.connect(lambda index: self.wanted.emit(view.lines.line(index.row()).token))  # type: ignore[union-attr]

    def show_minutes(self, minutes: Minutes, known: dict[int, Recorded], settled: Sequence[Settled] = ()) -> None:
        """Show what the lines say, in their order; those of ``known`` are records already.

        ``settled``: what becomes of the old commitments, of which those are shown that the text answers.
        """
        speaks = current()
        told = tuple(one for one in settled if one.because is Because.TEXT)
        if speaks != self._speaks:
            self._made = {}
        held: dict[int, tuple[Spoken, Recorded | None, Line]] = {}
        for one in minutes.spoken:
            before, record = self._made.get(one.line), known.get(one.line)
            same = before is not None and before[0] is one and before[1] == record
            held[one.line] = before if before is not None and same else (one, record, self._card(one, record))
        same = told == self._told and speaks == self._speaks
        if minutes.spoken and same and [*map(id, held.values())] == [*map(id, self._made.values())]:
            return  # what was typed says nothing new
        self._made, self._speaks, self._told = held, speaks, told
        placed = [(line.token, line) for _one, _record, line in held.values()]
        placed += [(one.line, answered(one)) for one in told]
        lines = [line for _token, line in sorted(placed, key=lambda pair: pair[0])]
        new = sum(one.line not in known and bool(one.text) for one in minutes.spoken)
        count = ngettext("{n} new", "{n} new", new).format(n=new) if new else ""
        self.show_lines(lines, count, _("Lines that begin with a tag stand here as cards: Ctrl+1 decision, "
                                        "Ctrl+2 commitment, Ctrl+3 risk, Ctrl+4 lesson."))  # fmt: skip
        self.counts.setText(counted(minutes))
        self.counts.setVisible(bool(lines))

    def _card(self, one: Spoken, record: Recorded | None) -> Line:
        names = [part.name if part.entity == "people" else part.short or part.name for part in one.who]
        due = short_date(one.due) if one.due is not None else ""
        about = [part.short or part.name for part in one.about]
        lacks = [] if record is not None and one.text else missing(one)
        said = []
        if record is not None:
            said = [_("Recorded: {code}").format(code=record.code) if record.code else _("Recorded")]
        small = " · ".join(part for part in (*said, *names, due, *about) if part)
        return Line(
            NOWHERE, one.text or one.said or named(one.kind), small if not lacks else "", token=one.line,
            urgent=lacks[0] if lacks else "", tone="amber" if lacks else "",  # one line; what else is missing wraps
            body="\n".join(part for part in (", ".join(lacks[1:]), small if lacks else "") if part),
            mark=Mark("grey" if record is not None else TONES[one.kind], icon=ICONS[one.kind]),
            mark_words=named(one.kind), strong=record is None, faint=record is not None,
        )  # fmt: skip


def answered(one: Settled) -> Line:
    """What the text says of an old commitment."""
    small = " · ".join(part for part in (one.code, fate_words(one.answer), one.answer.said) if part)
    return Line(
        one.key, one.row.description, "" if one.lacks else small, token=one.line, urgent=one.lacks,
        tone="amber" if one.lacks else "", body=small if one.lacks else "", mark=MARKS[one.answer.fate],
        mark_words=_(one.answer.fate.label), strong=True,
    )  # fmt: skip


def counted(minutes: Minutes) -> str:
    """«2 decisions · 3 commitments · 1 risk»."""
    numbers = {kind: len(minutes.of(kind)) for kind in Tag}
    words = {
        Tag.DECISION: ngettext("{n} decision", "{n} decisions", numbers[Tag.DECISION]),
        Tag.COMMITMENT: ngettext("{n} commitment", "{n} commitments", numbers[Tag.COMMITMENT]),
        Tag.RISK: ngettext("{n} risk", "{n} risks", numbers[Tag.RISK]),
        Tag.LESSON: ngettext("{n} lesson", "{n} lessons", numbers[Tag.LESSON]),
    }
    return " · ".join(words[kind].format(n=number) for kind, number in numbers.items() if number)

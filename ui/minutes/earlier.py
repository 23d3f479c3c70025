"""What was promised before and is still owed, answered with one key each: beside the text, and again before closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from db.records.meetings import Fate
from ecd_desktop.language import N_, _, short_date
from ecd_desktop.minutes_answers import Answer, Because, Settled, read_move
from ecd_desktop.services import meetings
from ui.due_words import due_cell, light_mark
from ui.minutes.in_row import InRow
from ui.minutes.side import Part, ShortLine
from ui.widgets.lines import Line, LinesView, step
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here

MARKS = {
    Fate.STAYS: Mark("blue", icon="arrow-right"), Fate.MOVED: Mark("amber", icon="calendar-due"),
    Fate.CLOSED: Mark("green", icon="check"),
}  # fmt: skip
KEYS = N_("S stays · A with an answer · R another date · C closed · Q take back")
FATES = {"S": Fate.STAYS, "C": Fate.CLOSED}
MOST = 200
"""Unanswered ones that are shown at once, the most urgent; nobody goes through more in one meeting."""


class Answering(Part):
    """A list of old commitments and its keys; who uses it says what an answer does."""

    wanted = Signal(object)  # Settled: to be shown in the text

    def __init__(self, here: Here, name: str) -> None:
        super().__init__(LinesView(name))
        self.here = here
        self.view.setItemDelegate(ShortLine(self.view))
        self.view.letters = "SARCQ"
        self.view.pressed_key.connect(self._pressed)
        self.view.opened.connect(lambda line: self._want(line.key))
        self.head.setText(name)
        self.settled: tuple[Settled, ...] = ()
        self.day: date = here.today  # from which «viernes» counts
        self.said = self.hint(_(KEYS))
        self.rows.addWidget(self.said)
        self.question = InRow(self.view)
        self.question.asked.connect(self.say)
        self.view.setMinimumHeight(ShortLine.HIGH)

    def give(self, keys: Sequence[Key], answer: Answer | None) -> None:
        """Answer these, or take their answers back."""
        raise NotImplementedError

    def show_settled(self, settled: Sequence[Settled], *, closing: bool) -> None:
        """Show them; ``closing``: what nobody mentioned stays, and says so."""
        unanswered = [one.key for one in settled if one.because is Because.SILENCE]
        beyond = set(unanswered[MOST:])
        self.settled = tuple(one for one in settled if one.key not in beyond)
        lines = [_line(one, self.here, closing=closing) for one in self.settled]
        answered = sum(one.because is not Because.SILENCE for one in settled)
        count = _("{done} of {all}").format(done=answered, all=len(settled)) if settled else ""
        self.show_lines(lines, count, _("Nothing is owed from before."))
        self.setVisible(bool(lines))

    def high(self) -> int:
        """The height of all lines."""
        return max(ShortLine.HIGH, step() + 10) * len(self.settled)

    def _want(self, key: Key) -> None:
        if (one := next((one for one in self.settled if one.key == key), None)) is not None:
            self.wanted.emit(one)

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        if not keys or letter == "del" or self.here.read_only:
            return
        if letter in FATES:
            self._given(keys, Answer(FATES[letter]))
        elif letter == "Q":
            self.give(keys, None)
        elif letter == "A":
            self.question.ask(keys[0], _("What was answered"), self._told(keys))
        else:
            self.question.ask(keys[0], _("New date and why: 30/11 the signature is missing"), self._moved(keys))

    def _told(self, keys: Sequence[Key]) -> Callable[[str, Any], str]:
        def take(text: str, _key: Any) -> str:
            if not text:
                return _("Write what was answered, or press Esc.")
            self._given(keys, Answer(Fate.STAYS, text[:4000]))
            return ""

        return take

    def _moved(self, keys: Sequence[Key]) -> Callable[[str, Any], str]:
        def take(text: str, _key: Any) -> str:
            due_on, reason = read_move(text, today=self.day, calendar=self.here.calendar)
            if due_on is None:
                return _("No date is understood in this; write it as 30/11, fri or +2 weeks.")
            if not reason:
                return _("{day}: and why does the date change?").format(day=short_date(due_on))
            self._given(keys, Answer(Fate.MOVED, reason[:400], due_on))
            return ""

        return take

    def _given(self, keys: Sequence[Key], answer: Answer) -> None:
        self.give(keys, answer)
        place = max((n for n, one in enumerate(self.settled) if one.key in keys), default=0) + 1
        if len(keys) == 1 and place < len(self.settled):  # on to the next one
            self.view.select([self.settled[place].key], self.settled[place].key)


class Earlier(Answering):
    """Beside the text: an answer is recorded as it is given, one change each."""

    def __init__(self, here: Here) -> None:
        super().__init__(here, _("From before"))
        self.meeting: Key | None = None

    def give(self, keys: Sequence[Key], answer: Answer | None) -> None:
        if self.meeting is None:
            return
        if answer is None:
            self.here.do(meetings.take_back, self.meeting, keys, say=False, owner=self)
        else:
            self.here.do(meetings.answer, self.meeting, keys, fate=answer.fate, answer=answer.said or None,
                         due_on=answer.due_on, say=False, owner=self)  # fmt: skip


class CarryOver(Answering):
    """Before closing: what becomes of each; a key chooses something else, and closing records it with the rest."""

    chosen = Signal()

    def __init__(self, here: Here) -> None:
        super().__init__(here, _("What becomes of the earlier ones"))
        self.setObjectName("")  # it stands in a card already
        self.answers: dict[Key, Answer] = {}

    def give(self, keys: Sequence[Key], answer: Answer | None) -> None:
        for key in keys:
            self.answers.pop(key, None)
            if answer is not None:
                self.answers[key] = answer
        self.chosen.emit()

    def to_record(self) -> Mapping[Key, Answer]:
        """The answers that are not recorded yet."""
        return {one.key: one.answer for one in self.settled if one.because in (Because.CHOSEN, Because.TEXT)}


def fate_words(answer: Answer) -> str:
    """«Stays», «→ 30 Nov», «Closed»."""
    if answer.fate is Fate.MOVED and answer.due_on is not None:
        return f"→ {short_date(answer.due_on)}"
    return _(answer.fate.label)


def _line(one: Settled, here: Here, *, closing: bool) -> Line:
    row, due = one.row, due_cell(one.row, here)
    silent = one.because is Because.SILENCE
    who = " – ".join(part for part in (row.unit, row.person) if part)
    when = due.second or due.text
    said = f"{fate_words(one.answer)}: {one.answer.said}" if one.answer.said else fate_words(one.answer)
    if one.because is Because.MENTIONED and not closing:
        word = _("mentioned")
    elif silent and not closing:
        word = short_date(row.due_on) if row.due_on is not None else due.text
    else:
        word = fate_words(one.answer)
    tone = due.tone if silent and not closing and due.tone in ("red", "amber") else "amber" if one.lacks else ""
    marked = light_mark(row) if silent else MARKS[one.answer.fate]
    return Line(
        row.key, row.description, urgent=word, tone=tone, mark=marked, mark_words=_(row.why.label),
        body=" · ".join(part for part in (row.code, row.description, who, when, "" if silent else said, one.lacks)
                        if part),
        faint=silent and closing,
    )  # fmt: skip

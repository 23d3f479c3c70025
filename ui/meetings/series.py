"""Meetings and their series: the next one of a series by its name, another day or hour, and the place of series."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, N_, Field
from ecd_desktop.language import _
from ecd_desktop.services import meeting_series
from ui.commands import Command, needs_selection
from ui.meeting_moves import ask_day
from ui.record_commands import CHANGE, MAKE, rows
from ui.widgets.link_editor import LinkEditor
from ui.widgets.question import Question

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

PLACE = "meetings"


def commands() -> Sequence[Command]:
    return (
        Command(f"{PLACE}.from_series", N_("New from a series…"), from_series, keys=("Ctrl+Shift+N",), section=MAKE,
                place=PLACE, icon="rotate-clockwise", in_bar=True,
                tip=N_("Type the name of a series: its next meeting is made, with all that belongs to it")),
        Command(f"{PLACE}.series", N_("Meeting series"), lambda here: here.go("meeting_series"), section=MAKE,
                place=PLACE, icon="rotate-clockwise",
                tip=N_("What repeats: its rule in words, its hour, who is always asked")),
        Command(f"{PLACE}.reschedule", N_("Another &day or hour…"), lambda here: ask_day(here, here.keys),
                keys=("Ctrl+Shift+T",), section=CHANGE, place=PLACE, icon="calendar-due", needs=needs_selection,
                tip=N_("The selected meetings are held on another day, typed in words, with the reason")),
    )  # fmt: skip


def from_series(here: Here) -> None:
    """Ask for a series; its next meeting is made and opened. That of the selected meeting stands there already."""
    chosen = next((row for row in rows(here)[:1] if row.series_key is not None), None)
    page = here.page
    made = FromSeries(here, chosen, page.window() if page is not None else None)
    made.open()


class FromSeries(Question):
    """Enter takes the series that the typed words mean, and makes its meeting."""

    def __init__(self, here: Here, chosen: Any, parent: Any) -> None:
        fields = {"series": Field(LINK, N_("Series"), required=True, target="meeting_series")}
        values = {"series": chosen.series_key} if chosen is not None else {}
        names = {chosen.series_key: chosen.series} if chosen is not None else {}
        super().__init__(
            here, _("New from a series"), _("Make the meeting"), fields, lambda answers: partial(_made, answers),
            lead=_("The next meeting that is not there yet, on its day by the rule."), values=values, names=names,
            parent=parent,
        )  # fmt: skip
        editor = self.answers.editors["series"]
        assert isinstance(editor, LinkEditor)
        self._series = editor
        editor.list.taken.connect(self._taken)
        editor.line.selectAll()

    def give(self) -> None:
        self._series.settle(self._give)

    def _give(self) -> None:
        values = self.answers.values()
        if values is None:
            return
        self.bar.say("")
        self.verb.setEnabled(False)
        self.here.do(meeting_series.next_meeting, values["series"], then=self._open, refused=self._refused, owner=self,
                     broke=lambda: self.verb.setEnabled(True))  # fmt: skip

    def _taken(self, key: Key | None, _name: str) -> None:
        if key is not None and self._series.line.hasFocus():  # Tab takes it too, and goes on to the button
            self._give()

    def _open(self, meeting: Key) -> None:
        here = self.here
        self.accept()
        here.open("meetings", meeting)


def _made(answers: dict[str, Any], store: Any) -> Any:
    return meeting_series.next_meeting(store, answers["series"])

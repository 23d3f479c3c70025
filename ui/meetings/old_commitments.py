"""What was promised before a meeting and is still owed, as a tab: each is answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import DAY, MEMO, N_, Field
from db.queries.carried import Carried, carried
from db.queries.reported import reported
from db.records.meetings import Fate
from ecd_desktop.between_meetings import report_words
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import meetings
from ui.commitments_tab import line_of
from ui.meetings.acta import waiting
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

MARKS = {
    Fate.STAYS: Mark("blue", icon="arrow-right"), Fate.MOVED: Mark("amber", icon="calendar-due"),
    Fate.CLOSED: Mark("green", icon="check"),
}  # fmt: skip


MOST = 200
"""Unanswered ones that are shown at once, the most urgent; nobody goes through more in one meeting."""


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    found = carried(session, key, clock(here.today, here.calendar))
    unanswered = [one for one in found if one.fate is None]
    beyond = {one.item.key for one in unanswered[MOST:]}
    lines = [_line(one, here) for one in found if one.item.key not in beyond]
    if beyond:
        said = ngettext("{n} more in the lists", "{n} more in the lists", len(beyond)).format(n=len(beyond))
        lines.append(Line(key, said, fixed=True, faint=True))
    return [*lines, *waiting(session, key, fixed=True)]


def _line(one: Carried, here: Here) -> Line:
    line = line_of(one.item, here)
    said = report_words(one.report) if one.report is not None and one.report.body != one.answer else ""
    if one.fate is None:
        return replace(line, body=said or line.body)
    body = "\n".join(filter(None, (said, one.answer)))
    return replace(line, pill=_(one.fate.label), pill_mark=MARKS[one.fate], body=body, who="")


def _say(fate: Fate, here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    here.do(meetings.answer, meeting, keys, fate=fate)


def _move(here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    fields = {"due_on": Field(DAY, N_("New due date"), required=True),
              "answer": Field(MEMO, N_("Why the due date changes"), required=True, max=400)}  # fmt: skip
    _ask(here, meeting, keys, Fate.MOVED, _("Another date"), fields)


def _tell(here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    """What was reported of one since the last meeting is offered as its answer."""
    fields = {"answer": Field(MEMO, N_("What was answered"), required=True, max=4000)}

    def read(session: Any) -> Any:
        from db.records import Meeting

        this = session.get(Meeting, meeting)
        return reported(session, this, keys) if this is not None and len(keys) == 1 else {}

    def answer(found: Any) -> None:
        said = next((one.body for one in found.values()), "")
        _ask(here, meeting, keys, Fate.STAYS, _("It stays"), fields, {"answer": said or None})

    here.read(read, answer, owner=here.page)


def _ask(
    here: Here, meeting: Key, keys: Sequence[Key], fate: Fate, title: str, fields: dict[str, Field],
    values: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    ask(here, title, _("Save"), fields,
        lambda answers: lambda store: meetings.answer(store, meeting, keys, fate=fate, **answers),
        values=values)  # fmt: skip


def _take_back(here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    here.do(meetings.take_back, meeting, keys)


LETTERS = (
    Letter("S", Fate.STAYS.label, run=partial(_say, Fate.STAYS)),
    Letter("A", N_("Stays, with an answer…"), run=_tell),
    Letter("R", N_("Another date…"), run=_move),
    Letter("C", N_("Closed: done, to be verified"), run=partial(_say, Fate.CLOSED)),
    Letter("Q", N_("Take the answer back"), run=_take_back),
)
OLD_COMMITMENTS = tab(
    N_("Earlier"),
    Part(
        "old_commitments", N_("Earlier commitments, overdue ones first"), _read,
        N_("Nothing is owed from before: no live commitment of these projects is older than this meeting."),
        frozenset({"action_items", "reviews", "meetings", "meeting_projects", "organisations", "people", "reschedules",
                   "holidays", "progress_entries", "minutes", "attendances"}),
        letters=LETTERS,
        note=N_("What was promised before and is still owed. On the selected lines: S stays, A stays with an answer, "
                "R another date, C closed, Q take back."),
    ),
)  # fmt: skip

"""The agenda of a meeting as a tab: its topics in their order, and those that wait for a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import agenda_items as queries
from db.queries import records as reads
from db.records import AgendaItem, fields_of
from db.records.agenda_items import TopicKind, TopicState
from db.records.meetings import AHEAD, MeetingState
from ecd_desktop.language import _
from ecd_desktop.services import agenda_items
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = fields_of(AgendaItem)
MARKS = {
    TopicState.OPEN: Mark("violet", icon="circle-dashed"), TopicState.TREATED: Mark("green", icon="check"),
    TopicState.PUT_OFF: Mark("amber", icon="hourglass"),
}  # fmt: skip
PARKED = Mark("grey", icon="archive")
GOING_ON = (*AHEAD, MeetingState.HELD, MeetingState.DRAFT)
"""As long as minutes may still change, topics that wait are offered."""


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    lines = [line_of(row) for row in queries.agenda(session, key)]
    meeting = reads.snapshot(session, "meetings", key)
    if meeting is not None and meeting.values["state"] in GOING_ON:
        projects = set(queries.projects_of(session, [key]))
        waiting = [row for row in queries.parked(session) if row.project_key is None or row.project_key in projects]
        lines += [line_of(row) for row in waiting]
    return lines


def line_of(row: queries.AgendaRow) -> Line:
    """A topic: its place and title, what it is for, how long it may take and who presents it, what was said."""
    waits = row.meeting_key is None
    long = _("{n} min").format(n=row.minutes) if row.minutes else ""
    hours = "–".join(hour for hour in (row.started_at, row.ended_at) if hour)
    about = _("about {record}").format(record=row.about_name) if row.about is not None else ""
    small = (about, _(row.kind.label), hours or long, row.presenter or "", row.project or "")
    mark, said = (PARKED, _("Parked")) if waits else (MARKS[row.state], _(row.state.label))
    return Line(
        row.key, row.title if waits else f"{row.position}. {row.title}", " · ".join(part for part in small if part),
        mark=mark, mark_words=said, body=row.conclusion or "", faint=waits or row.state is TopicState.PUT_OFF,
        pill=said if waits or row.state is not TopicState.OPEN else "", pill_mark=mark, strong=not waits,
    )  # fmt: skip


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return agenda_items.add(store, meeting=key, **answers)


def _take(here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    here.do(agenda_items.take_to_meeting, keys, meeting=meeting)


def _open(here: Here, _meeting: Key, keys: Sequence[Key]) -> None:
    """Show the record that the first of these topics is about."""

    def answer(about: Any) -> None:
        if about is not None:
            here.open(*about)

    here.read(lambda session: queries.about(session, keys[0]), answer, owner=here.page)


def _story(here: Here, _meeting: Key, keys: Sequence[Key]) -> None:
    here.open("agenda_items", keys[0])


LETTERS = (
    Letter("T", TopicState.TREATED.label, agenda_items.treat),
    Letter("P", TopicState.PUT_OFF.label, agenda_items.put_off),
    Letter("R", N_("Open again"), agenda_items.reopen),
    Letter("G", N_("Park for later"), agenda_items.park),
    Letter("L", N_("Take to this meeting"), run=_take),
    Letter("O", N_("Open what it is about"), run=_open),
    Letter("H", N_("Through all meetings"), run=_story),
)
NEW = ("title", "kind", "minutes", "presenter_id", "project_id")
CREATES = {"presenter_id": creates("people")}
AGENDA = tab(
    N_("Agenda"),
    Part(
        "agenda", N_("Topics in their order"), _read,
        N_("The agenda is empty. Add what is to be dealt with; Alt+↑ and Alt+↓ put it in order."),
        frozenset({"agenda_items", "decisions", "people", "projects", "meeting_projects", "meetings"}),
        adds=(
            Adding(
                N_("Topic"), N_("Add"), _add, {name: FIELDS[name] for name in NEW},
                rows=(("title",), ("kind", "minutes"), ("presenter_id",), ("project_id",)),
                values=lambda _here: {"kind": TopicKind.DISCUSSION}, creates=CREATES,
            ),
        ),
        remove=agenda_items.delete, remove_text=N_("Delete the topic"), letters=LETTERS,
        note=N_("Alt+↑ and Alt+↓ move a topic, Enter writes down what was said. On the selected lines: T treated, "
                "P put off, R open again, G park, L take here, O open what it is about, H through all meetings."),
        move=lambda store, key, by: agenda_items.move(store, key, by=by),
        edit=Editing(
            N_("Edit the topic"), "agenda_items",
            {name: FIELDS[name] for name in (*NEW, "started_at", "ended_at", "conclusion", "papers")},
            agenda_items.save,
            rows=(("title",), ("conclusion",), ("started_at", "ended_at"), ("kind", "minutes"), ("presenter_id",),
                  ("project_id",), ("papers",)),
            creates=CREATES,
        ),
    ),
)  # fmt: skip

"""Action items on a board and in a calendar: by state, light, unit, person, priority, project; on their due dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.queries.traffic_light import Light, Why
from db.records.action_items import LIVE, Priority, State
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import action_items as verbs
from ui.action_items.commands import OPEN
from ui.action_items.edits import ENDED, asks_due, due, may_become, state
from ui.due_words import due_cell, light_mark
from ui.moving import begin_on, by_field, by_verb
from ui.widgets.board import board_view
from ui.widgets.board_column import BoardColumn
from ui.widgets.board_parts import BoardBy, BoardSpec
from ui.widgets.calendar_parts import CalendarSpec
from ui.widgets.calendar_view import calendar_view
from ui.widgets.cards import Card
from ui.widgets.marks import LIGHTS, Mark

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here

STATES = {
    State.DRAFT: Mark("grey", icon="pencil"), State.PENDING: Mark("violet", icon="circle-dashed"),
    State.IN_PROGRESS: Mark("blue", icon="progress"), State.OBSERVED: Mark("amber", icon="message"),
    State.DONE: Mark("teal", icon="hourglass"), State.VERIFIED: Mark("green", icon="filled/circle-check"),
    State.CANCELLED: Mark("grey", icon="circle-x"), State.TRANSFERRED: Mark("grey", icon="transfer"),
}  # fmt: skip
MANY = 10  # open ones of one person or unit of which one still keeps an overview
PRIORITIES = {
    Priority.HIGH: Mark("red", icon="arrow-up"), Priority.MEDIUM: Mark("blue", icon="minus"),
    Priority.LOW: Mark("grey", icon="arrow-down"),
}  # fmt: skip


def card(row: Any, here: Here) -> Card:
    """The description, how urgent it is, who answers for it and how far it is."""
    mark = light_mark(row)
    who = row.person or row.unit or ""
    return Card(
        " ".join(row.description.split()), " · ".join(part for part in (row.code, row.project or "") if part), mark,
        _(row.why.label), who, due_cell(row, here), row.progress / 100, mark.tone, row.state not in LIVE,
    )  # fmt: skip


def may_be_in(_here: Here, rows: Sequence[Any], wanted: State) -> str | None:
    """Why these may not come into a state: what follows is decided by the life cycle (domain §4)."""
    for row in rows:
        if wanted not in may_become(row):
            return _("{code} is “{state}” and cannot become “{wanted}” from there.").format(
                code=row.code, state=_(row.state.label), wanted=_(wanted.label)
            )
    opening = [row for row in rows if row.state in ENDED] if wanted in (State.PENDING, State.IN_PROGRESS) else []
    if opening and len(opening) < len(rows):
        return _("Move those that have ended apart from the others: opening again needs a reason.")
    for row in opening:
        fresh = row.state in (State.CANCELLED, State.TRANSFERRED) and not row.progress
        if wanted is not (becomes := State.PENDING if fresh else State.IN_PROGRESS):
            return _("{code} is opened again as “{state}”.").format(code=row.code, state=_(becomes.label))
    return None


def may_be_due(_here: Here, rows: Sequence[Any], _day: date) -> str | None:
    """Why these may not get another due date."""
    found = next((row for row in rows if row.state not in OPEN), None)
    if found is None:
        return None
    return _("{code} is “{state}”: open it again first.").format(code=found.code, state=_(found.state.label))


def assigned(name: str) -> Any:
    """To a unit or to a person; away from one as a plain field."""

    def move(here: Here, keys: tuple[Key, ...], value: Key | None) -> None:
        if value is None:
            by_field("action_items", f"{name}_id")(here, keys, None)
        else:
            here.do(verbs.assign, keys, **{name: value})

    return move


BY_STATE = BoardBy(
    "state", N_("State"), "state",
    lambda _session, _here: [BoardColumn(one, _(one.label), STATES[one]) for one in State],
    move=by_verb(state), allowed=may_be_in,
)  # fmt: skip
BY_LIGHT = BoardBy(
    "light", N_("Traffic light"), "why",
    lambda _session, _here: [
        BoardColumn(one, _(one.label), LIGHTS[one.value])
        for one in (Light.RED, Light.AMBER, Light.GREEN, Light.GREY, Light.UNKNOWN, Light.CLOSED, Light.NONE)
    ],
    as_column=lambda why: why.light,
    fixed=N_("The light follows from state, dates and progress: change those, and the card moves by itself."),
)  # fmt: skip
COUNTS = ("state", lambda value: value in OPEN)
BY = (
    BY_STATE,
    BY_LIGHT,
    BoardBy("unit", N_("Responsible unit"), "unit_key", label="unit", without=N_("Without a unit"), most=MANY,
            counts=COUNTS, move=assigned("unit")),
    BoardBy("person", N_("Responsible person"), "person_key", label="person", without=N_("Without a person"),
            most=MANY, counts=COUNTS, move=assigned("person")),
    BoardBy("priority", N_("Priority"), "priority",
            lambda _session, _here: [BoardColumn(one, _(one.label), PRIORITIES[one]) for one in Priority],
            move=lambda here, keys, value: here.do(verbs.set_priority, keys, priority=value)),
    BoardBy("project", N_("Project"), "project_key", label="project", without=N_("Without a project"),
            move=by_field("action_items", "project_id")),
)  # fmt: skip

CALENDAR = CalendarSpec(
    "due_on", card, lambda row: str(row.description), move=by_verb(due, asks_due), allowed=may_be_due,
    begin=begin_on("due_on"), undated=(Where("state", "in", OPEN),),
    late=("why", lambda why: why is Why.OVERDUE,
          lambda n: ngettext("{n} overdue", "{n} overdue", n).format(n=n)),
)  # fmt: skip

VIEWS = (board_view(BoardSpec(BY, card)), calendar_view(CALENDAR))

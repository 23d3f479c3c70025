"""Projects on a board: by stage, state, how they go, lead, unit; and in a calendar on their planned ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_, TEXT, Field
from db.queries.listing import Where
from db.records.places import Zone
from db.records.projects import ProjectState
from ecd_desktop.language import _
from ecd_desktop.services import projects as verbs
from ecd_desktop.services import stages as stage_verbs
from ecd_desktop.services.projects import Health
from ui.health_marks import MARKS
from ui.moving import begin_on, by_field, by_verb
from ui.projects.edits import asks_stage, stage
from ui.projects.table import end_cell, health_of
from ui.widgets.board import board_view
from ui.widgets.board_column import BoardColumn
from ui.widgets.board_parts import BoardBy, BoardSpec
from ui.widgets.calendar_parts import CalendarSpec
from ui.widgets.calendar_view import calendar_view
from ui.widgets.cards import Card
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

STATES = {
    ProjectState.ACTIVE: Mark("blue", icon="progress"), ProjectState.PAUSED: Mark("grey", icon="player-pause"),
    ProjectState.CANCELLED: Mark("grey", icon="circle-x"), ProjectState.CLOSED: Mark("green", icon="flag"),
}  # fmt: skip
OVER = (ProjectState.CANCELLED, ProjectState.CLOSED)


def card(row: Any, here: Here) -> Card:
    """The name, how it goes, when it should end, who leads it and how far it is."""
    found, due = health_of(row, here.today), end_cell(row, here.today)
    return Card(
        row.name, " · ".join(part for part in (row.code, row.intervention_type or "") if part),
        MARKS[found], _(found.label), row.lead or row.unit or "", due if due.text else None,
        None if row.progress is None else row.progress / 100, MARKS[found].tone, row.state in OVER,
    )  # fmt: skip


def one_at_a_time(_here: Here, rows: Sequence[Any], wanted: Any) -> str | None:
    """Why these may not be moved: each project is moved with its own reason."""
    if wanted is None:
        return _("A project moves from stage to stage and does not leave them.")
    return _("Projects are moved one at a time: each one has its own reason.") if len(rows) > 1 else None


class Stages:
    """The stages as columns, and which of them a type of intervention goes through."""

    def __init__(self) -> None:
        self._set_of: dict[Key, Any] = {}
        self._kinds: dict[str, Any] = {}

    def columns(self, session: Any, _here: Here) -> list[BoardColumn]:
        """On the database thread."""
        stages = stage_verbs.stages_of(session)
        self._kinds = stage_verbs.stage_sets(session)
        self._set_of = {one.key: one.stage_set for one in stages}
        return [BoardColumn(one.key, one.name) for one in stages]

    def allowed(self, here: Here, rows: Sequence[Any], wanted: Key | None) -> str | None:
        """Why these may not come into a stage: several at once, or a stage of another set."""
        if (reason := one_at_a_time(here, rows, wanted)) is not None or wanted is None:
            return reason
        for row in rows:
            own = self._kinds.get(row.intervention_type or "")
            if own is not None and self._set_of.get(wanted) not in (None, own):
                return _("“{kind}” does not go through this stage: its set is “{stages}”.").format(
                    kind=row.intervention_type, stages=_(own.label)
                )
        return None


def put_into(here: Here, keys: tuple[Key, ...], value: ProjectState) -> Any:
    """The state of one project; pausing and cancelling ask for the reason."""
    (key,) = keys
    job = partial(verbs.set_state, key=key, state=value, on=here.today)
    if value not in (ProjectState.PAUSED, ProjectState.CANCELLED):
        return job
    fields = {"reason": Field(TEXT, N_("Reason"), required=True, max=400)}
    ask(here, _(value.label), _("Change the state"), fields, lambda answers: partial(job, **answers))
    return None


STAGES = Stages()
BY = (
    BoardBy("stage", N_("Stage"), "stage_id", STAGES.columns, without=N_("Without a stage"),
            move=by_verb(stage, asks_stage), allowed=STAGES.allowed),
    BoardBy("state", N_("State"), "state",
            lambda _session, _here: [BoardColumn(one, _(one.label), STATES[one]) for one in ProjectState],
            move=by_verb(put_into), allowed=one_at_a_time),
    BoardBy("health", N_("How it goes"), "health",
            lambda _session, _here: [BoardColumn(one.value, _(one.label), MARKS[one]) for one in Health],
            fixed=N_("How a project goes follows from its milestones and its commitments: the card moves by itself.")),
    BoardBy("lead", N_("Lead"), "lead_id", label="lead", without=N_("Without a lead"),
            move=by_field("projects", "lead_id")),
    BoardBy("unit", N_("Executing unit"), "unit_id", label="unit", without=N_("Without a unit"),
            move=by_field("projects", "unit_id")),
    BoardBy("district", N_("District"), "district_id", label="district", without=N_("Without a district"),
            fixed=N_("The district follows from the place of the project: change that, and the card moves by itself.")),
    BoardBy("zone", N_("Zone"), "zone",
            lambda _session, _here: [BoardColumn(one, _(one.label)) for one in Zone], without=N_("Without a zone"),
            fixed=N_("The zone follows from the place of the project: change that, and the card moves by itself.")),
)  # fmt: skip

CALENDAR = CalendarSpec(
    "ends_on", card, lambda row: str(row.name), move=by_field("projects", "ends_on"), begin=begin_on("ends_on"),
    undated=(Where("state", "not in", OVER),), undated_title=N_("Without a planned end"),
)  # fmt: skip

VIEWS = (board_view(BoardSpec(BY, card)), calendar_view(CALENDAR))

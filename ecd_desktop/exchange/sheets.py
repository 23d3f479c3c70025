"""Which fields stand on which sheet of a workbook that goes out: order, width, who may write there, what it says.

A noun's sheet is one ``Sheet`` of declared columns; another noun needs another declaration and nothing else.

The order, left to right, is made for answering.  What says which record it is (code, text, due date) stands first:
nobody can answer for a commitment that has scrolled out of sight, so the contract's "code, theirs, context" is kept
but for these, which stay in view, frozen, and come again on each printed page.  Then everything the receiver
may write, then the rest of the context.  The first two groups fill one screen of 1366 pixels and one landscape page
together; the context is the page beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.fields import Key
from db.queries.action_items import ActionItemRow
from db.queries.indicators import IndicatorRow
from db.queries.projects import ProjectRow
from db.queries.stakeholders import SharedStakeholder
from db.records.action_items import State
from db.records.lessons import LessonKind
from db.records.projects import ProjectState
from db.records.stakeholders import StakeRole
from ecd_desktop import attainment
from ecd_desktop.exchange.sheet_columns import Column, Lit, Owner, Scope, Shape, Sheet
from ecd_desktop.language import N_, _, format_date
from ecd_desktop.lateness import days_late

YES = N_("Yes")
SPARE = 20


# --- action items -------------------------------------------------------------------------------------------------


def _origin(row: ActionItemRow, scope: Scope) -> str:
    number = _("item {number}").format(number=row.item_number) if row.item_number else ""
    on = format_date(row.origin_on) if row.origin_on else ""
    return "\n".join(filter(None, (row.origin_name or _(row.origin.label), " · ".join(filter(None, (on, number))))))


def _light(row: ActionItemRow, scope: Scope) -> Lit:
    light = row.why.light
    return Lit(light, " · ".join(filter(None, (light.letter, _(row.why.label)))))


def _last(row: ActionItemRow, scope: Scope) -> str:
    on = format_date(row.last_progress_on) if row.last_progress_on else ""
    return " – ".join(filter(None, (on, row.last_progress)))


def _contact(place: int, of: str) -> Callable[[Any, Scope], str | None]:
    """Telephone (0) or e-mail (1) of the person whom the row's attribute ``of`` names."""

    def says(row: Any, scope: Scope) -> str | None:
        key: Key | None = getattr(row, of)
        return scope.contacts.get(key, (None, None))[place] if key else None

    return says


ACTION_ITEMS = Sheet(
    "action_items",
    N_("Commitments"),
    frozen=3,
    repeated=2,
    spare=SPARE,
    columns=(
        Column("code", N_("Code"), 13.5, lambda row, scope: row.code, field="code"),
        Column(
            "description", N_("Commitment"), 36, lambda row, scope: row.description, owner=Owner.NAMES,
            field="description", limit=2000,
        ),
        Column(
            "due_on", N_("Due date"), 10.5, lambda row, scope: row.due_on, Shape.DAY, Owner.NAMES, field="due_on"
        ),
        Column(
            "state", N_("State"), 13.5, lambda row, scope: _(row.state.label), owner=Owner.THEIRS, field="state",
            words=(State.PENDING, State.IN_PROGRESS, State.DONE),
            tip=N_("Where it stands today; choose from the list."),
        ),
        Column(
            "progress", N_("Progress (%)"), 8.5, lambda row, scope: row.progress / 100, Shape.PERCENT, Owner.THEIRS,
            field="progress", tip=N_("From 0% to 100%."),
        ),
        Column(
            "done", N_("What was done"), 28, owner=Owner.THEIRS, adds="progress_entries.body", limit=4000,
            tip=N_("What is new since the last progress, in your words. It is added; nothing written before is lost."),
        ),
        Column(
            "evidence", N_("Evidence"), 19, owner=Owner.THEIRS, adds="evidence.description", limit=400,
            tip=N_("What shows it: the number of the document, or where the photos are. Example: Oficio 233-2026."),
        ),
        Column(
            "new_due", N_("Proposed new date"), 10.5, shape=Shape.DAY, owner=Owner.THEIRS,
            adds="reschedules.due_after", beside=True,
            tip=N_("Only if the due date cannot be kept: day/month/year. It counts once the team has accepted it."),
        ),
        Column(
            "new_due_reason", N_("Reason for the new date"), 17, owner=Owner.THEIRS, adds="reschedules.reason",
            limit=400, tip=N_("Why the date has to move; without a reason it stays."),
        ),
        Column(
            "remarks", N_("Remarks"), 20, lambda row, scope: row.remarks, owner=Owner.THEIRS, field="remarks",
            limit=20_000, tip=N_("Remarks shared with the team; you may change what is written."),
        ),
        Column("project", N_("Project"), 15, lambda row, scope: row.project),
        Column("origin", N_("Origin"), 17, _origin),
        Column(
            "responsible", N_("Responsible (unit – person)"), 15,
            lambda row, scope: " – ".join(filter(None, (row.unit, row.person))),
        ),
        Column("person_phone", N_("Telephone"), 13, _contact(0, "person_key"), personal=True),
        Column("person_email", N_("E-mail"), 22, _contact(1, "person_key"), personal=True),
        Column(
            "due_original", N_("Original due date"), 10.5, lambda row, scope: row.due_original, Shape.DAY,
            field="due_original",
        ),
        Column("reschedules", N_("Times rescheduled"), 12, lambda row, scope: row.reschedules or None, Shape.NUMBER),
        Column("light", N_("Traffic light"), 12.5, _light, Shape.LIGHT),
        Column(
            "late", N_("Days late (working)"), 8, lambda row, scope: days_late(row, scope.today, scope.calendar),
            Shape.NUMBER,
        ),
        Column(
            "expected", N_("Means of verification"), 15, lambda row, scope: row.expected_evidence,
            field="expected_evidence",
        ),
        Column("last", N_("Last progress (date – text)"), 16, _last),
        Column(
            "withdraw", N_("Withdraw?"), 9.5, owner=Owner.THEIRS, words=(YES,), beside=True,
            tip=N_("Write Yes to ask that the commitment be taken off your list; the team decides."),
        ),
    ),
)  # fmt: skip


# --- projects -----------------------------------------------------------------------------------------------------


def _stage(row: ProjectRow, scope: Scope) -> str | None:
    return row.stage or row.stage_as_given


PROJECTS = Sheet(
    "projects",
    N_("Projects"),
    frozen=2,
    repeated=2,
    columns=(
        Column("code", N_("Code"), 13.5, lambda row, scope: row.code, field="code"),
        Column(
            "name", N_("Project name"), 34, lambda row, scope: row.name, owner=Owner.NAMES, field="name"
        ),
        Column(
            "state", N_("State"), 11, lambda row, scope: _(row.state.label), owner=Owner.THEIRS, field="state",
            words=(ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.CANCELLED, ProjectState.CLOSED),
            tip=N_("How the project stands today; choose from the list. Paused and cancelled need a reason."),
        ),
        Column(
            "state_reason", N_("Reason for the state"), 28, lambda row, scope: row.state_reason, owner=Owner.THEIRS,
            field="state_reason", limit=400, tip=N_("Why it is paused or cancelled."), beside=True,
        ),
        Column(
            "progress", N_("Physical progress (%)"), 9.5,
            lambda row, scope: None if row.progress is None else row.progress / 100, Shape.PERCENT, Owner.THEIRS,
            field="progress", tip=N_("From 0% to 100%."),
        ),
        Column(
            "ends_on", N_("Planned end"), 11, lambda row, scope: row.ends_on, Shape.DAY, Owner.THEIRS,
            field="ends_on", tip=N_("The day on which you expect to end: day/month/year."),
        ),
        Column(
            "closed_on", N_("Actual end"), 11, lambda row, scope: row.closed_on, Shape.DAY, Owner.THEIRS,
            field="closed_on", tip=N_("Only where it has ended: day/month/year."),
        ),
        Column(
            "remarks", N_("Remarks"), 56, lambda row, scope: row.remarks, owner=Owner.THEIRS, field="remarks",
            limit=20_000, tip=N_("Remarks shared with the team; you may change what is written."),
        ),
        Column("stage", N_("Stage"), 17, _stage),
        Column("intervention_type", N_("Type of intervention"), 17, lambda row, scope: row.intervention_type),
        Column("place", N_("Place"), 17, lambda row, scope: row.place),
        Column("lead", N_("Lead"), 19, lambda row, scope: row.lead),
        Column("lead_phone", N_("Telephone"), 13, _contact(0, "lead_key"), personal=True),
        Column("lead_email", N_("E-mail"), 22, _contact(1, "lead_key"), personal=True),
        Column("starts_on", N_("Start"), 11, lambda row, scope: row.starts_on, Shape.DAY, field="starts_on"),
        Column("live_items", N_("Live commitments"), 12.5, lambda row, scope: row.live_items or None, Shape.NUMBER),
        Column(
            "overdue_items", N_("Overdue commitments"), 12.5, lambda row, scope: row.overdue_items or None,
            Shape.NUMBER,
        ),
        Column("aim", N_("Aim"), 22, lambda row, scope: row.aim),
    ),
)  # fmt: skip

# --- indicators ---------------------------------------------------------------------------------------------------


def _with_day(name: str) -> Callable[[Any, Scope], str | None]:
    """A value with its unit, and the day it is of."""

    def says(row: IndicatorRow, scope: Scope) -> str | None:
        value, on = getattr(row, name), getattr(row, f"{name}_on")
        if value is None:
            return None
        return " · ".join(filter(None, (attainment.said(value, row.unit), format_date(on) if on else "")))

    return says


def _standing(row: IndicatorRow, scope: Scope) -> Lit:
    light = row.standing.light
    return Lit(light, " · ".join(filter(None, (light.letter, _(row.standing.label)))))


INDICATORS = Sheet(
    "indicators",
    N_("Indicators"),
    frozen=2,
    repeated=2,
    columns=(
        Column("code", N_("Code"), 13.5, lambda row, scope: row.code, field="code"),
        Column("name", N_("Indicator name"), 38, lambda row, scope: row.name, owner=Owner.NAMES, field="name"),
        Column(
            "value", N_("New value"), 11, shape=Shape.VALUE, owner=Owner.THEIRS, adds="measurements.value",
            beside=True, tip=N_("What you measured, in the unit of the row: 68 for 68 %, without the sign."),
        ),
        Column(
            "on", N_("Measured on"), 11, shape=Shape.DAY, owner=Owner.THEIRS, adds="measurements.on", beside=True,
            tip=N_("The day that the value is of: day/month/year. Without it the value is not taken."),
        ),
        Column(
            "n", N_("Cases (n)"), 9, shape=Shape.NUMBER, owner=Owner.THEIRS, adds="measurements.n",
            tip=N_("How many people, families or places stand behind the value."),
        ),
        Column(
            "source", N_("Source"), 26, owner=Owner.THEIRS, adds="measurements.source", limit=400,
            tip=N_("Where it comes from: the survey, the register, the number of the report."),
        ),
        Column(
            "said", N_("Remark"), 24, owner=Owner.THEIRS, adds="measurements.remarks", limit=2000,
            tip=N_("What whoever reads the value should know."),
        ),
        Column("unit", N_("Unit of measure"), 16, lambda row, scope: " · ".join(
            filter(None, (_(row.unit.label), row.unit_words)))),
        Column("latest", N_("Latest value"), 17, _with_day("latest")),
        Column("baseline", N_("Baseline"), 17, _with_day("baseline")),
        Column("target", N_("Target"), 17, _with_day("target")),
        Column(
            "attainment", N_("Attainment"), 10.5,
            lambda row, scope: None if row.attainment is None else attainment.percent(row.attainment),
        ),
        Column("standing", N_("Standing"), 18, _standing, Shape.LIGHT),
        Column("frequency", N_("Frequency"), 12, lambda row, scope: _(row.frequency.label)),
        Column("project", N_("Project"), 22, lambda row, scope: row.project),
        Column("person", N_("Responsible for the figure"), 18, lambda row, scope: row.person),
        Column("person_phone", N_("Telephone"), 13, _contact(0, "person_key"), personal=True),
        Column("person_email", N_("E-mail"), 22, _contact(1, "person_key"), personal=True),
        Column("verified", N_("Means of verification"), 22, lambda row, scope: row.source),
    ),
)  # fmt: skip


# --- lessons ------------------------------------------------------------------------------------------------------


def _told(name: str, heading: str, width: float, tip: str = "", limit: int = 20_000) -> Column:
    """A text of the sheet of a lesson, which whoever knows may complete."""
    return Column(
        name, heading, width, lambda row, scope: getattr(row, name), owner=Owner.THEIRS, field=name, limit=limit,
        tip=tip or N_("As on the sheet; you may complete or correct what is written."),
    )  # fmt: skip


LESSONS = Sheet(
    "lessons", N_("Lessons"), frozen=2, repeated=2,
    columns=(
        Column("code", N_("Code"), 13.5, lambda row, scope: row.code, field="code"),
        Column("text", N_("Lesson"), 38, lambda row, scope: row.text, owner=Owner.NAMES, field="text", limit=4000),
        _told("title", N_("Title"), 22, N_("A short name for lists."), 200),
        Column(
            "kind", N_("Kind"), 14, lambda row, scope: _(row.kind.label) if row.kind else None, owner=Owner.THEIRS,
            field="kind", words=tuple(LessonKind), tip=N_("What to do with it; choose from the list."),
        ),
        _told("theme", N_("Theme"), 18, N_("Under which it stands in the compendium."), 120),
        _told("context", N_("Context"), 28), _told("proposed", N_("What was proposed?"), 28),
        _told("done", N_("What was done, and how?"), 32), _told("balance", N_("Balance"), 32),
        _told("conditions", N_("Conditions for doing it again"), 32),
        Column("state", N_("State"), 12, lambda row, scope: _(row.state.label)),
        Column("project", N_("Learnt in"), 22, lambda row, scope: row.project or row.meeting),
        Column("applied", N_("Applied in projects"), 12, lambda row, scope: row.applied or None, Shape.NUMBER),
    ),
)  # fmt: skip


# --- stakeholders -------------------------------------------------------------------------------------------------


def _project_named(row: SharedStakeholder, scope: Scope) -> str | None:
    return " – ".join(filter(None, (row.project_code, row.project))) or None


STAKEHOLDERS = Sheet(
    "stakeholders", N_("Stakeholders"), frozen=2, repeated=2,
    columns=(
        Column("name", N_("Stakeholder"), 34, lambda row, scope: row.name, owner=Owner.NAMES),
        Column("project", N_("Project"), 34, _project_named, owner=Owner.NAMES),
        Column(
            "role", N_("Role"), 21, lambda row, scope: _(row.role.label) if row.role else None, owner=Owner.THEIRS,
            field="role", words=tuple(role for role in StakeRole if role is not StakeRole.OPPONENT),
            tip=N_("What they do in the project; choose from the list."),
        ),
        Column(
            "since", N_("Since"), 11, lambda row, scope: row.since, Shape.DAY, Owner.THEIRS, field="since",
            tip=N_("The day on which they began to take part: day/month/year."),
        ),
        Column(
            "until", N_("Until"), 11, lambda row, scope: row.until, Shape.DAY, Owner.THEIRS, field="until",
            tip=N_("Only where they have stopped taking part: day/month/year."),
        ),
        Column(
            "remarks", N_("Remarks"), 48, lambda row, scope: row.remarks, owner=Owner.THEIRS, field="remarks",
            limit=20_000, tip=N_("Remarks shared with the team; you may change what is written."),
        ),
        Column("person_phone", N_("Telephone"), 13, _contact(0, "person_key"), personal=True),
        Column("person_email", N_("E-mail"), 22, _contact(1, "person_key"), personal=True),
    ),
)  # fmt: skip
"""A stake has no code: its two names tell it. What the team judges of it, and who opposes, is not known here."""

SHEETS = {sheet.entity: sheet for sheet in (ACTION_ITEMS, PROJECTS, INDICATORS, LESSONS, STAKEHOLDERS)}
"""The sheet of each noun that goes out, by the entity that the hidden sheet of its workbook names."""

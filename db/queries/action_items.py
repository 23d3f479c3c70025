"""Lists of action items: with their light, as of a cut-off when asked, and without what never leaves."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, null, or_, select, type_coerce
from sqlalchemy.orm import aliased

from db.fields import DAY, MEMO, N_, NUMBER, Key, stored
from db.queries import last_contacts, out_with
from db.queries.heirs import present_units
from db.queries.in_order import by_code, by_number
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.queries.traffic_light import Clock, Light, Why, why_sql
from db.queries.wording import person_name
from db.records import ActionItem, Case, Meeting, Organisation, Person, ProgressEntry, Project, Reschedule
from db.records.action_items import Origin, Priority, Reach, State
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class ActionItemRow:
    """One action item as lists, sheets and reports see it; the internal note is not among them."""

    key: Key
    code: str
    description: str
    reach: Reach
    origin: Origin
    origin_name: str | None  # number of the minutes, or the case's code
    origin_on: date | None
    item_number: str | None
    meeting_key: Key | None
    case_key: Key | None
    project_key: Key | None
    project_code: str | None
    project: str | None
    unit_key: Key | None
    unit: str | None  # acronym, or the name where there is none
    unit_name: str | None
    person_key: Key | None
    person: str | None
    agreed_on: date | None
    due_original: date | None
    due_on: date | None
    reschedules: int
    priority: Priority
    physical_works: bool
    progress: int
    state: State
    state_reason: str | None
    reported_on: date | None
    blocked_since: date | None
    blocked_reason: str | None
    why: Why
    last_progress_on: date | None
    last_progress: str | None
    expected_evidence: str | None
    remarks: str | None
    last_contact_on: date | None = None  # with its person, or its unit
    out_with: str | None = None  # see ``out_with``
    out_until: date | None = None

    @property
    def light(self) -> Light:
        return self.why.light


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("description", N_("Commitment"), MEMO),
    column("project", N_("Project")),
    column("project_code", N_("Project code")),
    column("unit", N_("Unit")),
    column("unit_name", N_("Responsible unit")),
    column("person", N_("Responsible person")),
    column("due_on", N_("Due date"), DAY, due=True),
    column("why", N_("Traffic light"), choices=Why),
    column("progress", N_("Progress (%)"), NUMBER, total="mean"),
    column("state", N_("State"), choices=State),
    column("origin_name", N_("Minutes")),
    column("origin_on", N_("Date of the minutes"), DAY),
    column("item_number", N_("Item number")),
    column("priority", N_("Priority"), choices=Priority),
    column("agreed_on", N_("Agreed on"), DAY),
    column("due_original", N_("Original due date"), DAY),
    column("reschedules", N_("Times rescheduled"), NUMBER),
    column("reach", N_("Reach"), choices=Reach),
    column("origin", N_("Origin"), choices=Origin),
    column("state_reason", N_("Reason for the state")),
    column("reported_on", N_("Reported done on"), DAY),
    column("blocked_since", N_("Blocked since"), DAY),
    column("blocked_reason", N_("Why it is blocked")),
    column("last_progress_on", N_("Last progress on"), DAY),
    column("last_progress", N_("Last progress"), MEMO),
    column("last_contact_on", N_("Last contact"), DAY),
    column("expected_evidence", N_("Means of verification")),
    column("remarks", N_("Remarks"), MEMO),
    *out_with.COLUMNS,
)


IN_TIME = (
    "state", "state_reason", "due_on", "agreed_on", "progress", "blocked_since", "blocked_reason", "physical_works",
    "reported_on",
)  # fmt: skip
"""The columns that are read from the logs for a cut-off."""


JOINED = "last_contact_on"
"""Looked up for each row that is shown; joined where it is asked of all of them."""


def _frame(ask: Ask) -> Frame:
    item = table_of(ActionItem)
    # a renamed unit is listed under the name of the one that carries on, and found by its own
    unit, present = aliased(table_of(Organisation)), present_units()
    person, project = table_of(Person), table_of(Project)
    meeting, matter = table_of(Meeting), table_of(Case)
    source: FromClause = (
        item.outerjoin(present, present.c.unit_id == item.c.unit_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(person, person.c.id == item.c.person_id)
        .outerjoin(project, project.c.id == item.c.project_id)
        .outerjoin(meeting, meeting.c.id == item.c.meeting_id)
        .outerjoin(matter, matter.c.id == item.c.case_id)
    )
    if JOINED in ask.of_all:
        source, last_contact = last_contacts.joined(source, item, unit, ask.cutoff)
    else:
        last_contact = last_contacts.of_item(item, unit, ask.cutoff)
    facts = _facts(item, ask.cutoff)
    values = columns_of(item)
    values |= vars(facts)
    values |= {
        "origin_name": func.coalesce(meeting.c.number, meeting.c.code, matter.c.code),
        "origin_on": func.coalesce(meeting.c.held_on, matter.c.opened_on),
        "meeting_key": item.c.meeting_id,
        "case_key": item.c.case_id,
        "project_key": item.c.project_id,
        "project_code": project.c.code,
        "project": project.c.name,
        "unit_key": unit.c.id,
        "unit": func.coalesce(unit.c.acronym, unit.c.name),
        "unit_name": unit.c.name,
        "person_key": item.c.person_id,
        "person": person_name(person),
        "reschedules": _reschedules(item, ask.cutoff),
        "why": _why(facts, ask.clock),
        "last_progress_on": _last(item, table_of(ProgressEntry).c.on, ask.cutoff),
        "last_progress": _last(item, table_of(ProgressEntry).c.body, ask.cutoff),
        "last_contact_on": last_contact,
        **out_with.values("action_items", item.c.id),
    }
    sorts = {
        "description": item.c.sort_key,
        "project": project.c.sort_key,
        "unit": unit.c.sort_key,
        "unit_name": unit.c.sort_key,
        "person": person.c.sort_key,
        "origin_name": meeting.c.sort_key,
        "code": by_code(item.c.code),
        "project_code": by_code(project.c.code),
        "item_number": by_number(item.c.item_number),
    }
    always: list[ColumnElement[bool]] = []
    if ask.outside:
        always.append(item.c.reach == Reach.COMMITMENT)
    if ask.cutoff is not None:
        agreed = func.coalesce(item.c.agreed_on, meeting.c.held_on)
        always.append(or_(agreed.is_(None), agreed <= ask.cutoff))
    linked = (
        (item.c.unit_id, Organisation), (present.c.present_id, Organisation), (item.c.person_id, Person),
        (item.c.project_id, Project), (item.c.meeting_id, Meeting),
    )  # fmt: skip
    stopped = facts.state.not_in((State.PENDING, State.IN_PROGRESS, State.OBSERVED))  # the rest is never overdue
    return Frame(values, source, item.c.id, (item.c.folded,), sorts, always, linked, stopped)


def _facts(item: Any, cutoff: date | None) -> SimpleNamespace:
    """The columns that change with time, as they stood on the cut-off: from the logs dated by the fact.

    What blocked an item and was removed since stands in no log: such an item counts as not blocked then.
    """
    if cutoff is None:
        return SimpleNamespace(**{name: item.c[name] for name in IN_TIME})
    log, moved = table_of(ProgressEntry), table_of(Reschedule)
    mine = log.c.action_item_id == item.c.id
    until = and_(mine, log.c.on <= cutoff)
    any_entry = select(log.c.id).where(mine).exists()
    after = and_(moved.c.action_item_id == item.c.id, moved.c.on > cutoff)

    def at_cutoff(logged: Any, present: Any, before: Any) -> ColumnElement[Any]:
        known = select(logged).where(until).order_by(log.c.on.desc(), log.c.id.desc()).limit(1).scalar_subquery()
        return func.coalesce(known, case((any_entry, before), else_=present))

    def dated(day: Any, value: Any) -> ColumnElement[Any]:
        return case((day <= cutoff, value), else_=null())

    state = at_cutoff(log.c.state, item.c.state, literal(State.PENDING, item.c.state.type))
    moved_later = select(moved.c.id).where(after).exists()
    due_then = select(moved.c.due_before).where(after).order_by(moved.c.on, moved.c.id).limit(1).scalar_subquery()
    # reported once, objected to and reported again: the first report is what was known
    last_done = select(func.max(log.c.on)).where(until, log.c.state == State.DONE).scalar_subquery()
    reported = func.coalesce(dated(item.c.reported_on, item.c.reported_on), last_done)
    return SimpleNamespace(
        state=state,
        state_reason=case((state == item.c.state, item.c.state_reason), else_=null()),
        due_on=case((moved_later, due_then), else_=item.c.due_on),
        agreed_on=item.c.agreed_on,
        progress=at_cutoff(log.c.progress, item.c.progress, literal(0)),
        blocked_since=dated(item.c.blocked_since, item.c.blocked_since),
        blocked_reason=dated(item.c.blocked_since, item.c.blocked_reason),
        physical_works=item.c.physical_works,
        reported_on=case((state.in_((State.DONE, State.VERIFIED)), reported), else_=null()),
    )


def _reschedules(item: Any, cutoff: date | None) -> ColumnElement[Any]:
    moved = table_of(Reschedule)
    query = select(func.count(moved.c.id)).where(moved.c.action_item_id == item.c.id)
    return (query if cutoff is None else query.where(moved.c.on <= cutoff)).scalar_subquery()


def _last(item: Any, wanted: Any, cutoff: date | None) -> ColumnElement[Any]:
    log = table_of(ProgressEntry)
    query = select(wanted).where(log.c.action_item_id == item.c.id, log.c.body.is_not(None))
    query = query if cutoff is None else query.where(log.c.on <= cutoff)
    return query.order_by(log.c.on.desc(), log.c.id.desc()).limit(1).scalar_subquery()


def _why(facts: Any, clock: Clock | None) -> ColumnElement[Any]:
    if clock is None:
        raise ValueError("a list of action items needs a clock for its traffic light")
    return type_coerce(why_sql(facts, clock), stored(Why))


LISTING = Listing(
    "action_items", ActionItemRow, COLUMNS, _frame, (Order("due_on"), Order("code")), heeded=(JOINED,)
)  # fmt: skip

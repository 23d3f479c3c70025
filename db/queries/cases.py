"""Lists of cases (asuntos), with how many commitments are still alive in each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, func, literal, null, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, aliased

from db.fields import DAY, N_, NUMBER, Key
from db.queries.heirs import present_units
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.queries.wording import person_name
from db.records import ActionItem, Case, CaseParty, Organisation, Person, Place, Project
from db.records.action_items import LIVE, Reach
from db.records.base import table_of
from db.records.cases import CaseKind, CaseState, Outcome, PartyRole


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as lists and reports see it."""

    key: Key
    code: str
    title: str
    kind: CaseKind
    state: CaseState
    waiting_for: str | None
    project_key: Key | None
    project: str | None
    place: str | None
    person: str | None
    unit: str | None
    next_step: str | None
    next_on: date | None
    opened_on: date | None
    closed_on: date | None
    outcome: Outcome | None
    outcome_text: str | None
    live_items: int
    remarks: str | None


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("title", N_("Title")),
    column("kind", N_("Kind"), choices=CaseKind),
    column("state", N_("State"), choices=CaseState),
    column("waiting_for", N_("Waiting for")),
    column("next_step", N_("Next step")),
    column("next_on", N_("Next step on"), DAY),
    column("person", N_("Responsible person")),
    column("unit", N_("Responsible unit")),
    column("project", N_("Project")),
    column("place", N_("Place")),
    column("live_items", N_("Live commitments"), NUMBER),
    column("opened_on", N_("Opened on"), DAY),
    column("closed_on", N_("Closed on"), DAY),
    column("outcome", N_("Outcome"), choices=Outcome),
    column("outcome_text", N_("What came of it")),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    case = table_of(Case)
    unit, present = aliased(table_of(Organisation)), present_units()
    person, project, place, item = table_of(Person), table_of(Project), table_of(Place), table_of(ActionItem)
    source = (
        case.outerjoin(present, present.c.unit_id == case.c.unit_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(person, person.c.id == case.c.person_id)
        .outerjoin(project, project.c.id == case.c.project_id)
        .outerjoin(place, place.c.id == case.c.place_id)
    )
    live = select(func.count(item.c.id)).where(item.c.case_id == case.c.id, item.c.state.in_(LIVE))
    if ask.outside:
        live = live.where(item.c.reach == Reach.COMMITMENT)
    values = columns_of(case) | _on(case, ask.cutoff)
    values |= {
        "project_key": case.c.project_id,
        "project": project.c.name,
        "place": place.c.name,
        "person": person_name(person),
        "unit": func.coalesce(unit.c.acronym, unit.c.name),
        "live_items": live.scalar_subquery(),
    }
    sorts = {
        "code": by_code(case.c.code),
        "title": case.c.sort_key,
        "project": project.c.sort_key,
        "place": place.c.sort_key,
        "person": person.c.sort_key,
        "unit": unit.c.sort_key,
    }
    always = [case.c.opened_on.is_(None) | (case.c.opened_on <= ask.cutoff)] if ask.cutoff else []
    searched = (case.c.folded, unit.c.folded, person.c.folded, project.c.folded, place.c.folded)
    return Frame(values, source, case.c.id, searched, sorts, always)


def _on(case: Table, cutoff: date | None) -> dict[str, ColumnElement[Any]]:
    """The columns of a case that was closed after the cut-off, as they stood then: open, without an outcome."""
    if cutoff is None:
        return {}
    later = case.c.closed_on > cutoff
    told = {name: sql_case((later, null()), else_=case.c[name]) for name in ("outcome", "outcome_text", "closed_on")}
    return {**told, "state": sql_case((later, literal(CaseState.OPEN, case.c.state.type)), else_=case.c.state)}


LISTING = Listing("cases", CaseRow, COLUMNS, _frame, (Order("state"), Order("next_on"), Order("code")))


def parties(session: Session, key: Key) -> list[tuple[str, PartyRole]]:
    """Who takes part in a case and as what, by role."""
    party, unit, person = table_of(CaseParty), table_of(Organisation), table_of(Person)
    query = (
        select(func.coalesce(person_name(person), unit.c.name), party.c.role)
        .select_from(
            party.outerjoin(unit, unit.c.id == party.c.organisation_id).outerjoin(
                person, person.c.id == party.c.person_id
            )
        )
        .where(party.c.case_id == key)
    )
    order = list(PartyRole)
    return sorted(((row[0], row[1]) for row in session.execute(query)), key=lambda one: (order.index(one[1]), one[0]))

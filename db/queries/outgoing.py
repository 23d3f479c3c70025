"""What is out with whom: departments with what is open for each, the workbooks not back yet, those that are late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from db.exchange_log import WORKBOOK, Sent, sent
from db.fields import Key
from db.logs import export_rows
from db.ordering import sort_key
from db.queries.heirs import present_units
from db.queries.target_path import latest_on, unmeasured_sql
from db.queries.traffic_light import Clock
from db.records import ActionItem, Indicator, Organisation, Person, Post, Project
from db.records.action_items import LIVE, Reach, State
from db.records.base import table_of
from db.records.projects import ProjectState

MOST = 10_000
"""Workbooks that are looked through, newest first."""


@dataclass(frozen=True, slots=True)
class Department:
    """A unit that answers for something. ``name``: its acronym, or its name where it has none.

    ``open`` and ``overdue`` count what may leave, its predecessors' included. ``emails``: the fields as typed, the
    unit's own first. ``out``: its workbooks of this noun that are not back, newest first.
    """

    key: Key
    name: str
    full_name: str
    open: int
    overdue: int
    emails: tuple[str, ...] = ()
    out: tuple[Sent, ...] = ()


def departments(session: Session, entity: str, clock: Clock) -> list[Department]:
    """The units with something open of a noun, by name."""
    counted = _open(session, entity, clock)
    out = _out_by_recipient(session, entity)
    emails = addresses_of(session, entity, counted)
    unit = table_of(Organisation)
    named = select(unit.c.id, unit.c.acronym, unit.c.name).where(unit.c.id.in_(list(counted)))
    found = [
        Department(key, acronym or name, name, *counted[key], emails.get(key, ()), out.get(acronym or name, ()))
        for key, acronym, name in session.execute(named)
    ]
    return sorted(found, key=lambda one: sort_key(one.name))


def addresses_of(session: Session, entity: str, units: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
    """Unit → e-mail fields as typed: its own, then those of who answers there for what is open.

    Where none of these is known, those of everybody who holds a post in it at present.
    """
    wanted = list(units)
    present, unit, person, post = present_units(), table_of(Organisation), table_of(Person), table_of(Post)
    found: dict[Key, dict[str, None]] = {}
    own = select(unit.c.id, unit.c.email).where(unit.c.id.in_(wanted))
    owner, owed, who = _owed(entity)
    theirs = (
        select(present.c.present_id, person.c.email).join(owner, owner.c.unit_id == present.c.unit_id)
        .join(person, person.c.id == who).where(owed, present.c.present_id.in_(wanted))
        .distinct().order_by(person.c.email)
    )  # fmt: skip
    posted = (
        select(present.c.present_id, person.c.email).join(post, post.c.organisation_id == present.c.unit_id)
        .join(person, person.c.id == post.c.person_id)
        .where(post.c.ends_on.is_(None), present.c.present_id.in_(wanted)).distinct().order_by(person.c.email)
    )  # fmt: skip
    for query, otherwise in ((own, False), (theirs, False), (posted, True)):
        known = set(found) if otherwise else set()
        for key, email in session.execute(query):
            if email and key not in known:
                found.setdefault(key, {}).setdefault(email)
    return {key: tuple(emails) for key, emails in found.items()}


def _owed(entity: str) -> tuple[Any, ColumnElement[bool], ColumnElement[Any]]:
    """(the noun's table, what is open of it and may leave, who answers for it)."""
    if entity == "action_items":
        item = table_of(ActionItem)
        promised = tuple(state for state in LIVE if state is not State.DRAFT)
        return item, and_(item.c.reach == Reach.COMMITMENT, item.c.state.in_(promised)), item.c.person_id
    project = table_of(Project)
    if entity == "indicators":
        indicator, over = table_of(Indicator), (ProjectState.CLOSED, ProjectState.CANCELLED)
        ended = select(project.c.id).where(project.c.state.in_(over))
        measured = indicator.c.project_id.is_(None) | indicator.c.project_id.not_in(ended)
        return indicator, measured, indicator.c.person_id
    return project, project.c.state.in_((ProjectState.ACTIVE, ProjectState.PAUSED)), project.c.lead_id


def _open(session: Session, entity: str, clock: Clock) -> dict[Key, tuple[int, int]]:
    owner, owed, _who = _owed(entity)
    if entity == "action_items":
        late = and_(owner.c.state != State.DONE, owner.c.due_on <= clock.overdue_to)
    elif entity == "indicators":
        late = unmeasured_sql(owner.c.frequency, latest_on(owner.c), clock.today)
    else:
        late = and_(owner.c.state == ProjectState.ACTIVE, owner.c.ends_on < clock.today)
    present = present_units()
    query = (
        select(present.c.present_id, func.count(), func.sum(case((late, 1), else_=0)))
        .join(owner, owner.c.unit_id == present.c.unit_id).where(owed).group_by(present.c.present_id)
    )  # fmt: skip
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(query)}


# --- what is out --------------------------------------------------------------------------------------------------


def waiting(session: Session) -> list[Sent]:
    """The workbooks that are not back, newest first."""
    return [one for one in sent(session, limit=MOST) if one.kind == WORKBOOK and one.state == "out"]


def late(session: Session, today: date) -> list[Sent]:
    """Those that were wanted back before ``today``, the one that is waited for longest first."""
    found = [one for one in waiting(session) if one.reply_by is not None and one.reply_by < today]
    return sorted(found, key=lambda one: (one.reply_by or today, one.at))


def nouns_of(session: Session, exports: Iterable[Key]) -> dict[Key, str]:
    """Export → the noun whose records it holds; those without a record are left out."""
    rows = export_rows.c
    query = select(rows.export_id, func.min(rows.entity)).where(rows.export_id.in_(list(exports)))
    return {row[0]: row[1] for row in session.execute(query.group_by(rows.export_id))}


def records_in(session: Session, export: Key) -> tuple[str, list[Key]] | None:
    """The noun and the records of a workbook, or None where it held none."""
    rows = export_rows.c
    found = session.execute(select(rows.entity, rows.row_id).where(rows.export_id == export)).all()
    return (found[0][0], [row[1] for row in found]) if found else None


def _out_by_recipient(session: Session, entity: str) -> dict[str, tuple[Sent, ...]]:
    out = waiting(session)
    nouns = nouns_of(session, [one.id for one in out])
    found: dict[str, list[Sent]] = {}
    for one in out:
        if one.recipient and nouns.get(one.id, entity) == entity:
            found.setdefault(one.recipient, []).append(one)
    return {name: tuple(some) for name, some in found.items()}


def present_of(session: Session, units: Iterable[Key]) -> list[Key]:
    """The units that carry on for these, each once."""
    wanted, present = list(units), present_units()
    found = session.execute(select(present.c.unit_id, present.c.present_id).where(present.c.unit_id.in_(wanted)))
    heirs = {row[0]: row[1] for row in found}
    return list(dict.fromkeys(heirs[key] for key in wanted if key in heirs))


def unit_called(session: Session, recipient: str) -> Key | None:
    """The unit that a workbook's recipient names."""
    unit = table_of(Organisation)
    called = func.coalesce(unit.c.acronym, unit.c.name) == recipient
    return session.scalars(select(unit.c.id).where(called).order_by(unit.c.successor_id.is_not(None))).first()

"""Small reads that the verbs need inside a change: who points to what, who was what on a day, what is still owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session as Session

from db.fields import Key
from db.journal import journal_head, journal_tx, links_to
from db.queries.traffic_light import Clock, Light, Why, why_sql
from db.records import ActionItem, Organisation, Person, Post, ProgressEntry
from db.records.action_items import LIVE, Reach, State
from db.records.base import Record, table_of

R = TypeVar("R", bound=Record)
IMPORTING = 0x45434449  # the number of the server's lock that imports wait for
CHUNK = 500  # keys in one statement; SQLite and PostgreSQL both take them


def records(session: Session, record: type[R], keys: Iterable[Key]) -> dict[Key, R]:
    """The records of ``keys`` that are still there, read in one go."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, R] = {}
    for start in range(0, len(wanted), CHUNK):
        query = select(record).where(record.id.in_(wanted[start : start + CHUNK]))
        found |= {row.id: row for row in session.scalars(query)}
    return found


def pointing(session: Session, record: type[R], name: str, keys: Iterable[Key]) -> list[R]:
    """The records whose link ``name`` points to one of ``keys``, oldest first."""
    wanted = list(keys)
    found: list[R] = []
    for start in range(0, len(wanted), CHUNK):
        column = getattr(record, name)
        query = select(record).where(column.in_(wanted[start : start + CHUNK])).order_by(record.id)
        found += session.scalars(query)
    return found


def uses(session: Session, entity: str, keys: Iterable[Key]) -> dict[tuple[str, str], int]:
    """How many records point to one of ``keys``, by (their table, their link); self-links within ``keys`` aside."""
    wanted = list(keys)
    counted: dict[tuple[str, str], int] = {}
    for record, name in links_to(entity):
        column = table_of(record).c[name]
        query = select(func.count()).select_from(table_of(record)).where(column.in_(wanted))
        if record.__tablename__ == entity:
            query = query.where(record.id.not_in(wanted))
        if number := session.execute(query).scalar_one():
            counted[record.__tablename__, name] = number
    return counted


def code_taken(session: Session, record: type[Any], code: str, *, besides: Key) -> bool:
    """Whether another record of this noun has the code, capitals aside: people say it as they like."""
    query = select(exists().where(func.upper(record.code) == code.upper(), record.id != besides))
    return bool(session.execute(query).scalar())


# --- cases and action items -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owed:
    """An action item that still has something owed in it."""

    key: Key
    code: str
    description: str


def live_commitments(session: Session, case: Key) -> list[Owed]:
    """The commitments of a case that are not settled, by code; internal tasks do not keep a case open."""
    item = ActionItem
    query = (
        select(item.id, item.code, item.description)
        .where(item.case_id == case, item.reach == Reach.COMMITMENT, item.state.in_(LIVE))
        .order_by(item.code)
    )
    return [Owed(*row) for row in session.execute(query)]


def last_reported(session: Session, keys: Iterable[Key]) -> dict[Key, date]:
    """The day of the newest progress entry of each action item that has one."""
    wanted = list(keys)
    entry = ProgressEntry
    found: dict[Key, date] = {}
    for start in range(0, len(wanted), CHUNK):
        query = (
            select(entry.action_item_id, func.max(entry.on))
            .where(entry.action_item_id.in_(wanted[start : start + CHUNK]))
            .group_by(entry.action_item_id)
        )
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def reported_by(session: Session, item: Key, day: date) -> tuple[State, int]:
    """State and progress of an action item as its log tells them on a day: pending and 0 before the first entry."""
    entry = ProgressEntry
    query = (
        select(entry.state, entry.progress)
        .where(entry.action_item_id == item, entry.on <= day)
        .order_by(entry.on.desc(), entry.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else (State.PENDING, 0)


def red_by_project(session: Session, clock: Clock, projects: Iterable[Key]) -> dict[Key, int]:
    """How many live red commitments each project has; projects without one are left out."""
    item = table_of(ActionItem)
    red = [why.value for why in Why if why.light is Light.RED]
    query = (
        select(item.c.project_id, func.count())
        .where(item.c.project_id.in_(list(projects)), item.c.reach == Reach.COMMITMENT)
        .where(why_sql(item.c, clock).in_(red))
        .group_by(item.c.project_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


# --- units in time --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitInTime:
    """When an organisation was valid and which one carries on."""

    valid_from: date | None
    valid_to: date | None
    successor: Key | None


def units_in_time(session: Session) -> dict[Key, UnitInTime]:
    """Every organisation's validity; the table is small and read once."""
    unit = Organisation
    query = select(unit.id, unit.valid_from, unit.valid_to, unit.successor_id)
    return {row[0]: UnitInTime(row[1], row[2], row[3]) for row in session.execute(query)}


def valid_on(units: Mapping[Key, UnitInTime], key: Key, day: date | None) -> Key:
    """The unit of the same line of history that was valid on ``day`` (decision 13); without a day, the present one.

    A unit that ended resolves forwards to its successor, one that had not begun resolves backwards to its
    predecessor. Where two predecessors would do, or dates contradict each other, the unit stays as it is.
    """
    seen = {key}
    while (unit := units.get(key)) is not None:
        if _ended(unit, units, day):
            step = unit.successor
        elif day is not None and unit.valid_from is not None and day < unit.valid_from:
            before = [
                other
                for other, one in units.items()
                if one.successor == key and (one.valid_from is None or one.valid_from <= day)
            ]
            step = before[0] if len(before) == 1 else None
        else:
            step = None
        if step is None or step in seen or step not in units:
            return key
        seen.add(step)
        key = step
    return key


def _ended(unit: UnitInTime, units: Mapping[Key, UnitInTime], day: date | None) -> bool:
    if unit.successor is None or day is None:
        return unit.successor is not None
    if unit.valid_to is not None:
        return day > unit.valid_to
    begun = units[unit.successor].valid_from if unit.successor in units else None
    return begun is None or day >= begun  # the end was never written down: the successor's beginning is it


@dataclass(frozen=True, slots=True)
class PostThen:
    """The post somebody held on a day."""

    organisation: Key
    organisation_name: str
    role: str | None


def post_on(session: Session, person: Key, day: date) -> PostThen | None:
    """The post that ``person`` held on ``day``: the one begun last among those that fit."""
    query = (
        select(Post.organisation_id, Organisation.name, Post.role)
        .join(Organisation, Organisation.id == Post.organisation_id)
        .where(
            Post.person_id == person,
            or_(Post.starts_on.is_(None), Post.starts_on <= day),
            or_(Post.ends_on.is_(None), Post.ends_on >= day),
        )
        .order_by(Post.starts_on.desc().nulls_last(), Post.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return PostThen(*row) if row else None


def person_named(session: Session, key: Key) -> str:
    """How a person is written in running text; empty where there is none."""
    row = session.execute(select(Person.given_names, Person.family_names).where(Person.id == key)).first()
    return " ".join(filter(None, row)) if row else ""


# --- the database as a whole ----------------------------------------------------------------------------------------


def has_origin(session: Session, origin: str) -> bool:
    """Whether a transaction from this origin was ever written, undone or not."""
    return bool(session.execute(select(exists().where(journal_tx.c.origin == origin))).scalar())


def origin_of(session: Session, tx_id: Key) -> str | None:
    """Where the first of a chain of undos and redos came from."""
    following: Key | None = tx_id
    origin: str | None = None
    while following is not None:
        query = select(journal_tx.c.origin, journal_tx.c.undoes).where(journal_tx.c.tx_id == following)
        row = session.execute(query).first()
        origin, following = (row.origin, row.undoes) if row else (None, None)
    return origin


def wait_for_turn(session: Session) -> None:
    """Hold other writers back until this change ends, so that two laptops do not both load the same data."""
    session.execute(select(journal_head.c.seq).with_for_update()).all()


def wait_for_import(session: Session) -> None:
    """Hold other imports back until this change ends: two at once would both find that their rows are new.

    Everything else goes on meanwhile. A local file has one writer anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(IMPORTING)))


def everything(session: Session, record: type[R]) -> list[R]:
    """Every record of a small list, in order of its names."""
    return list(session.scalars(select(record).order_by(record.sort_key, record.id)))

"""What an import compares foreign rows with: whole tables as plain values, read once each, no record loaded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session as Session

from db.exchange_log import brought_by
from db.fields import Json, Key
from db.journal import journal_head
from db.queries.lookups import UnitInTime, units_in_time, valid_on
from db.records import ActionItem, CoResponsible, MeetingProject
from db.records.action_items import Reach
from db.records.base import Record, fields_of, table_of

Values: TypeAlias = Mapping[str, Any]
LAYOUT = "@layout"
"""The entity under which it is kept, beside what a sender brought, how its file was read; its records are these."""
COLUMNS, STRATEGIES, KEY = "columns", "strategies", "key"


class Layout(NamedTuple):
    """How a sender's file was read last time: heading → field, field → how it was taken, and the key that was chosen.

    ``key`` is "" where nobody chose one.
    """

    columns: Mapping[str, str]
    strategies: Mapping[str, str]
    key: str


def stored(session: Session, record: type[Record], names: Sequence[str] | None = None) -> dict[Key, dict[str, Any]]:
    """Every record's fields (``names``, else all) as Python values, oldest first."""
    table = table_of(record)
    wanted = tuple(names) if names is not None else tuple(fields_of(record))
    query = select(table.c.id, *(table.c[name] for name in wanted)).order_by(table.c.id)
    return {row[0]: dict(zip(wanted, row[1:], strict=True)) for row in session.execute(query)}


ITEM_FIELDS = (
    "code", "description", "meeting_id", "item_number", "project_id", "unit_id", "person_id", "agreed_on",
    "due_original", "due_on", "priority", "progress", "state", "state_reason", "reported_on", "verified_on",
    "verified_by", "transferred_to_id", "blocked_since", "blocked_reason", "unblocker_id", "expected_evidence",
    "remarks",
)  # fmt: skip


def commitments(session: Session) -> dict[Key, dict[str, Any]]:
    """Every commitment's fields that a foreign sheet can tell something about; internal tasks are none of theirs."""
    item = table_of(ActionItem)
    query = select(item.c.id, *(item.c[name] for name in ITEM_FIELDS)).where(item.c.reach == Reach.COMMITMENT)
    rows = session.execute(query.order_by(item.c.id))
    return {row[0]: dict(zip(ITEM_FIELDS, row[1:], strict=True)) for row in rows}


def meeting_pairs(session: Session) -> set[tuple[Key, Key]]:
    """Every (meeting, project) that is linked already."""
    pair = table_of(MeetingProject).c
    return {(row[0], row[1]) for row in session.execute(select(pair.meeting_id, pair.project_id))}


def co_responsibles(session: Session) -> dict[Key, set[Key]]:
    """Who answers for each action item with the responsible one: units and people by key."""
    shared = table_of(CoResponsible).c
    found: dict[Key, set[Key]] = {}
    for item, unit, person in session.execute(
        select(shared.action_item_id, shared.organisation_id, shared.person_id)
    ):
        found.setdefault(item, set()).update(key for key in (unit, person) if key is not None)
    return found


def position(session: Session) -> int:
    """The last committed transaction: where it is the same, so is everything read here."""
    return int(session.execute(select(journal_head.c.seq)).scalar_one())


def brought(session: Session, sender: str) -> dict[tuple[str, str, str], Json]:
    """(entity, key as text, field) → what this sender's last applied import brought (decision 26)."""
    return brought_by(session, sender)


def layout(session: Session, sender: str) -> Layout:
    """How this sender's file was read in its last import."""
    found: dict[str, dict[str, str]] = {COLUMNS: {}, STRATEGIES: {}, KEY: {}}
    for (entity, part, name), told in brought_by(session, sender).items():
        if entity == LAYOUT and part in found:
            found[part][name] = str(told)
    return Layout(found[COLUMNS], found[STRATEGIES], found[KEY].get(KEY, ""))


def codes(session: Session, record: type[Record], wanted: Iterable[str]) -> dict[str, Key]:
    """Which of these codes are taken, and by which record."""
    table = table_of(record)
    asked = list(dict.fromkeys(wanted))
    found: dict[str, Key] = {}
    for start in range(0, len(asked), 500):
        query = select(table.c.code, table.c.id).where(table.c.code.in_(asked[start : start + 500]))
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


__all__ = [
    "COLUMNS", "KEY", "LAYOUT", "STRATEGIES", "Layout", "Session", "UnitInTime", "brought", "co_responsibles", "codes",
    "commitments", "layout",
    "meeting_pairs", "position", "stored", "units_in_time", "valid_on",
]  # fmt: skip

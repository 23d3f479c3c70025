"""Lists of organisations and municipal units, with what each still owes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, Subquery, cast, func, select
from sqlalchemy.orm import Session, aliased

from db.fields import DAY, N_, NUMBER, Key
from db.ordering import fold
from db.queries import last_contacts
from db.queries.heirs import heirs
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.records import ActionItem, Organisation, Post
from db.records.action_items import LIVE
from db.records.base import table_of
from db.records.organisations import OrganisationKind, OrganisationLevel


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as lists see it."""

    key: Key
    name: str
    acronym: str | None
    kind: OrganisationKind
    level: OrganisationLevel | None
    parent: str | None
    phone: str | None
    email: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    people: int
    live_items: int
    remarks: str | None
    last_contact_on: date | None = None


COLUMNS: tuple[Column, ...] = (
    column("name", N_("Name")),
    column("acronym", N_("Acronym")),
    column("kind", N_("Kind"), choices=OrganisationKind),
    column("level", N_("Level"), choices=OrganisationLevel),
    column("people", N_("People"), NUMBER),
    column("live_items", N_("Live commitments"), NUMBER),
    column("parent", N_("Part of")),
    column("phone", N_("Telephone")),
    column("email", N_("E-mail")),
    column("valid_from", N_("Valid from"), DAY),
    column("valid_to", N_("Valid until"), DAY),
    column("successor", N_("Continued by")),
    column("last_contact_on", N_("Last contact"), DAY),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    unit = table_of(Organisation)
    parent, heir = aliased(unit), aliased(unit)
    post, renamed = table_of(Post), heirs()
    own, former = _live_items(renamed)
    told, told_before = last_contacts.of_units(renamed, ask.cutoff)
    source = unit.outerjoin(parent, parent.c.id == unit.c.parent_id).outerjoin(heir, heir.c.id == unit.c.successor_id)
    source = source.outerjoin(own, own.c.unit_id == unit.c.id).outerjoin(former, former.c.heir_id == unit.c.id)
    source = source.outerjoin(told, told.c.unit_id == unit.c.id)
    source = source.outerjoin(told_before, told_before.c.heir_id == unit.c.id)
    values = columns_of(unit)
    values |= {
        "parent": func.coalesce(parent.c.acronym, parent.c.name),
        "successor": func.coalesce(heir.c.acronym, heir.c.name),
        "people": select(func.count(post.c.id))
        .where(post.c.organisation_id == unit.c.id, post.c.ends_on.is_(None))
        .scalar_subquery(),
        "last_contact_on": last_contacts.later(told.c.on, told_before.c.on),
        "live_items": func.coalesce(own.c.n, 0) + func.coalesce(former.c.n, 0),
    }
    sorts = {"name": unit.c.sort_key, "parent": parent.c.sort_key, "successor": heir.c.sort_key}
    return Frame(values, source, unit.c.id, (unit.c.folded, parent.c.folded), sorts)


def _live_items(renamed: Subquery) -> tuple[Subquery, Subquery]:
    """What each unit owes by itself, and what those owe that it carries on: each counted once for the whole list."""
    item = table_of(ActionItem)
    of_unit = select(item.c.unit_id, func.count(item.c.id).label("n")).where(item.c.state.in_(LIVE))
    own = of_unit.group_by(item.c.unit_id).subquery()
    before = of_unit.group_by(item.c.unit_id).subquery()
    former = (
        select(renamed.c.heir_id, cast(func.sum(before.c.n), Integer).label("n"))
        .join(before, before.c.unit_id == renamed.c.unit_id)
        .group_by(renamed.c.heir_id)
    )
    return own, former.subquery()


LISTING = Listing("organisations", OrganisationRow, COLUMNS, _frame, (Order("name"),))


@dataclass(frozen=True, slots=True)
class Called:
    """An organisation found by what somebody typed; a renamed one as the one that carries on."""

    key: Key
    name: str
    acronym: str | None


def called(session: Session, typed: str) -> Called | None:
    """The organisation with that acronym or name, accents and case aside; None where there is none or several."""
    wanted = fold(typed)
    carried: dict[Key, Key] = {row[0]: row[1] for row in session.execute(select(heirs()))}
    found = {}
    for unit in session.scalars(select(Organisation)):
        if wanted in (fold(unit.acronym or ""), fold(unit.name)):
            present = session.get_one(Organisation, carried.get(unit.id, unit.id))
            found[present.id] = present
    if len(found) != 1:
        return None
    unit = next(iter(found.values()))
    return Called(unit.id, unit.name, unit.acronym)

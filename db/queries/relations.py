"""How organisations and people stand to one another, read from either side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.queries.stakeholders import actor_of
from db.queries.wording import person_name
from db.records import Organisation, Person, Relation
from db.records.base import table_of
from db.records.stakeholders import RelationKind


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation seen from one side; ``outgoing``: it was said of this side (funds the other), else of the other."""

    key: Key
    kind: RelationKind
    outgoing: bool
    other_entity: str
    other_key: Key
    other: str
    strength: int | None
    since: date | None
    until: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Bond:
    """One relation between two of several actors, each as (entity, key)."""

    key: Key
    kind: RelationKind
    one: tuple[str, Key]
    other: tuple[str, Key]
    strength: int | None


def relations(session: Session, key: Key) -> list[RelationRow]:
    """The relations of the actor behind a stake; those that stand first, then by kind and name."""
    actor = actor_of(session, key)
    return relations_of(session, *actor) if actor is not None else []


def relations_of(session: Session, entity: str, key: Key) -> list[RelationRow]:
    """The relations of a person or an organisation, from both sides."""
    tie = table_of(Relation)
    unit, person = (aliased(table_of(one)) for one in (Organisation, Person))
    unit_2, person_2 = (aliased(table_of(one)) for one in (Organisation, Person))
    mine, theirs = (
        (tie.c.person_id, tie.c.other_person_id) if entity == "people"
        else (tie.c.organisation_id, tie.c.other_organisation_id)
    )  # fmt: skip
    query = (
        select(
            tie, func.coalesce(person_name(person), unit.c.name).label("one"),
            func.coalesce(person_name(person_2), unit_2.c.name).label("two"), (mine == key).label("outgoing"),
        )
        .select_from(
            tie.outerjoin(unit, unit.c.id == tie.c.organisation_id)
            .outerjoin(person, person.c.id == tie.c.person_id)
            .outerjoin(unit_2, unit_2.c.id == tie.c.other_organisation_id)
            .outerjoin(person_2, person_2.c.id == tie.c.other_person_id)
        )
        .where(or_(mine == key, theirs == key))
    )  # fmt: skip
    found = []
    for row in session.execute(query):
        out = bool(row.outgoing)
        body, somebody = (
            (row.other_organisation_id, row.other_person_id) if out else (row.organisation_id, row.person_id)
        )
        found.append(
            RelationRow(
                row.id, row.kind, out, "people" if somebody is not None else "organisations", somebody or body,
                row.two if out else row.one, row.strength, row.since, row.until, row.note,
            )
        )  # fmt: skip
    order = list(RelationKind)
    return sorted(found, key=lambda one: (one.until is not None, order.index(one.kind), one.other, str(one.key)))


def bonds(session: Session, actors: Sequence[tuple[str, Key]], cutoff: date | None = None) -> list[Bond]:
    """The relations among these actors that stand on a day, oldest first."""
    tie, wanted = table_of(Relation), set(actors)
    query = select(tie).order_by(tie.c.id)
    if cutoff is not None:
        query = query.where(or_(tie.c.since.is_(None), tie.c.since <= cutoff),
                            or_(tie.c.until.is_(None), tie.c.until >= cutoff))  # fmt: skip
    else:
        query = query.where(tie.c.until.is_(None))
    found = []
    for row in session.execute(query):
        one = _actor(row.organisation_id, row.person_id)
        other = _actor(row.other_organisation_id, row.other_person_id)
        if one in wanted and other in wanted:
            found.append(Bond(row.id, row.kind, one, other, row.strength))
    return found


def _actor(organisation: Key | None, person: Key | None) -> tuple[str, Key]:
    if person is not None:
        return "people", person
    assert organisation is not None  # a rule of the record
    return "organisations", organisation

"""Tags: which words stand on a record, and on how many others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import fold
from db.records import Tag
from db.records.attachments import TAGGED
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag of a record. ``uses``: on how many records the word stands, this one among them."""

    key: Key
    name: str
    uses: int


def tags_of(session: Session, entity: str, key: Key) -> list[TagRow]:
    """The tags of a record in the order of the alphabet."""
    tag, same = table_of(Tag), table_of(Tag).alias()
    uses = select(func.count()).where(same.c.folded == tag.c.folded).correlate(tag).scalar_subquery()
    query = select(tag.c.id, tag.c.name, uses).where(tag.c[TAGGED[entity]] == key).order_by(tag.c.sort_key)
    return [TagRow(*row) for row in session.execute(query)]


def spelled(session: Session, name: str) -> str:
    """How a word is written where it stands already, else as it is given."""
    found = session.scalars(select(Tag.name).where(Tag.folded == fold(name)).limit(1)).first()
    return found or name


def tagged(session: Session, entity: str, name: str, keys: Sequence[Key]) -> set[Key]:
    """The records of ``keys`` that have the tag already, accents and case aside."""
    link = table_of(Tag).c[TAGGED[entity]]
    return set(session.scalars(select(link).where(Tag.folded == fold(name), link.in_(list(keys)))))

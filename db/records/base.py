"""What every record has: a key made by the laptop, a version, its search and sort columns, and its own rules."""

import os
import struct
import time
import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Connection, Integer, LargeBinary, MetaData, Table, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, declared_attr, mapped_column
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from db.errors import Invalid
from db.fields import Field, Identity, Json, Key, Problem, key_from
from db.kinds import Kind
from db.ordering import fold, sort_key

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def new_key() -> Key:
    """A UUIDv7 (RFC 9562): the time first, to 4096ths of a millisecond, so that keys sort by when they were made."""
    return new_keys(1)[0]


def new_keys(count: int) -> list[Key]:
    """Keys that sort in this order, one 4096th of a millisecond apart: making them takes longer than that."""
    moment = (time.time_ns() << 12) // 1_000_000
    chance = struct.unpack(f"={count}Q", os.urandom(8 * count))
    return [
        key_from((at >> 12) << 80 | 7 << 76 | (at & 0xFFF) << 64 | 2 << 62 | rest >> 2)
        for at, rest in enumerate(chance, moment)
    ]


def pair_key(*keys: Key) -> Key:
    """The key of a link between records, the same on every laptop (UUIDv8: a digest of the pair)."""
    digest = bytearray(uuid.uuid5(keys[0], ":".join(map(str, keys[1:]))).bytes)
    digest[6] = (digest[6] & 0x0F) | 0x80
    return uuid.UUID(bytes=bytes(digest))


class Base(DeclarativeBase):
    """The one metadata: records and the journal's own tables."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A noun. Its table's name is its name in the journal; its fields say what they mean (``fields_of``)."""

    __abstract__ = True
    noun: ClassVar[str]  # N_("Commitment"): one of them, in words

    id: Mapped[Key] = mapped_column(Identity(), primary_key=True, default=new_key, sort_order=-2)
    version: Mapped[int] = mapped_column(Integer(), nullable=False, sort_order=-1)
    folded: Mapped[str] = mapped_column(Text(), nullable=False, default="", deferred=True, sort_order=90)
    sort_key: Mapped[bytes] = mapped_column(LargeBinary(), nullable=False, default=b"", deferred=True, sort_order=91)

    def __init__(self, **values: Any) -> None:
        for name, value in defaults_of(type(self)).items():
            values.setdefault(name, value)
        values.setdefault("id", new_key())
        super().__init__(**values)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def named(self) -> str:
        """The words people know this record by; also what lists are sorted by."""
        raise NotImplementedError

    def searched(self) -> str:
        """Everything the search field looks into."""
        return self.named()

    def rules(self) -> Iterator[Problem]:
        """What breaks the rules that span fields; a record that has some says them here."""
        return iter(())

    def before_change(self, was: Mapping[str, Any]) -> None:
        """What else changes when fields of this record do; asked before each write of a change.

        ``was``: what the fields that changed so far held before the change. A record that counts does it here.
        """

    def follow(self, first: Mapping[str, Json]) -> None:
        """See to ``before_change``; ``first``: journal values that earlier writes of the same change found there."""
        if type(self).before_change is not Record.before_change and (was := changes_of(self)):
            self.before_change({**was, **loaded(type(self), first)})

    def problems(self) -> Iterator[Problem]:
        """What breaks the rules of this record and of its fields."""
        there = self.__dict__  # most values are: to ask the attribute would cost more than the check
        for name, field in checked_fields(type(self)):
            value = there[name] if name in there else getattr(self, name)
            if (value is not None or field.required) and (problem := field.check(name, value)):
                yield problem
        yield from self.rules()

    def __repr__(self) -> str:
        return f"<{self.__tablename__} {self.id}>"


@cache
def fields_of(record: type[Record]) -> Mapping[str, Field]:
    """The declared fields of a record by attribute name, in declaration order."""
    return {
        column.key: column.columns[0].info["field"]
        for column in record.__mapper__.column_attrs
        if "field" in column.columns[0].info
    }


@cache
def checked_fields(record: type[Record]) -> tuple[tuple[str, Field], ...]:
    """The fields of which a value can be wrong."""
    return tuple(
        (name, field)
        for name, field in fields_of(record).items()
        if field.required or type(field.kind).check is not Kind.check
    )


@cache
def defaults_of(record: type[Record]) -> Mapping[str, Any]:
    """What fields hold when nothing is said."""
    # filled when the record is made, not when it is written: its rules are checked before that
    defaults = {name: record.__mapper__.columns[name].default for name in fields_of(record)}
    return {name: default.arg for name, default in defaults.items() if isinstance(default, ScalarElementColumnDefault)}


def table_of(record: type[Record]) -> Table:
    """The record's table, for statements on columns."""
    table = record.__table__
    assert isinstance(table, Table)
    return table


@cache
def record_class(entity: str) -> type[Record]:
    """The record kept in table ``entity``. Raises KeyError."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record) and mapper.class_.__tablename__ == entity:
            return mapper.class_
    raise KeyError(entity)


def record_classes() -> list[type[Record]]:
    """Every record, by table name."""
    found = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Record)]
    return sorted(found, key=lambda cls: cls.__tablename__)


def dumped(record: Record) -> dict[str, Json]:
    """The record's fields in canonical journal form."""
    return {name: field.dump(getattr(record, name)) for name, field in fields_of(type(record)).items()}


def changes_of(record: Record) -> dict[str, Any]:
    """What the fields that are changed and not written yet held before."""
    fields, before = fields_of(type(record)), instance_state(record).committed_state
    return {
        name: value for name, value in before.items()
        if name in fields and value is not NO_VALUE and getattr(record, name) != value
    }  # fmt: skip


def loaded(record: type[Record], values: Mapping[str, Json]) -> dict[str, Any]:
    """Journal values as Python values; names the record no longer has are left out."""
    fields = fields_of(record)
    return {name: fields[name].load(value) for name, value in values.items() if name in fields}


def describe(record: Record) -> None:
    """Fill the search and sort columns from the record's own words."""
    record.folded = fold(record.searched())
    record.sort_key = sort_key(record.named())


def _before_update(mapper: Mapper[Any], connection: Connection, record: Record) -> None:
    state = instance_state(record)
    if any(name in fields_of(type(record)) and getattr(record, name) != old
           for name, old in state.committed_state.items()):  # else nothing is written, and the version stays
        _before_write(mapper, connection, record)


def _before_write(mapper: Mapper[Any], connection: Connection, record: Record) -> None:
    if problems := tuple(record.problems()):
        raise Invalid(problems)
    describe(record)


event.listen(Record, "before_insert", _before_write, propagate=True)
event.listen(Record, "before_update", _before_update, propagate=True)

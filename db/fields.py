"""What a field means, declared once: its kind, label and rules, and the column helpers that records are made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import SafeUUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Enum, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from db.kinds import (
    CHOICE,
    DAY,
    DECIMAL,
    FLAG,
    KINDS,
    LINK,
    MEMO,
    MOMENT,
    MONEY,
    N_,
    NUMBER,
    PLACES,
    REDACTED,
    RULE,
    TEXT,
    Choice,
    Json,
    Key,
    Kind,
    Speech,
    Unreadable,
    clean,
    plain,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (or, with ``field == ''``, with the whole record), as a catalogue entry."""

    field: str
    message: str
    places: Mapping[str, object] = dataclass_field(default_factory=dict)

    def text(self, speech: Speech) -> str:
        return speech.gettext(self.message).format(**self.places)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware UTC in Python, naive UTC in SQLite, timestamptz in PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """A measured value as whole ten-thousandths: exact and in order in both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value / PLACES)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (value * PLACES).quantize(PLACES)


def key_of(text: str) -> Key:
    """The key that 32 hexadecimal digits of our own stand for."""
    return key_from(int(text, 16))


def key_from(number: int) -> Key:
    """The key of 128 bits of our own, in a quarter of the time that ``UUID(int=…)`` takes."""
    key = _blank(Key)
    _put(key, "int", number)  # as its own constructor does it, after looking for dashes, braces and the like
    _put(key, "is_safe", _UNKNOWN)
    return key


_blank, _put, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown


class Identity(Uuid[Key]):
    """A record's key: the server's own type, 32 digits in SQLite. A list of 20,000 of them is read at once."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Key | None] | None:
        if dialect.supports_native_uuid:
            return None
        return lambda text: None if text is None else key_of(text)


@dataclass(frozen=True, slots=True)
class Field:
    """What one field means, declared once on its record and read by every surface."""

    kind: Kind
    label: str
    required: bool = False
    max: int | None = None  # characters of a text, highest number
    group: str | None = None  # fields that make sense only together are settled together
    choices: type[Choice] | None = None
    target: str | None = None  # the table a link points to
    personal: bool = False  # personal data: off by default in everything that leaves
    internal: bool = False  # never leaves at all

    def members(self) -> Iterable[Choice]:
        return () if self.choices is None else tuple(self.choices)

    def parse(self, raw: object, speech: Speech) -> Any:
        return self.kind.parse(raw, self, speech)

    def format(self, value: Any, speech: Speech) -> str:
        return self.kind.format(value, self, speech)

    def dump(self, value: Any) -> Json:
        return self.kind.dump(value)

    def load(self, json: Json) -> Any:
        """The value that ``dump`` made ``json`` of; text that was erased keeps its mark, other kinds are None."""
        if json == REDACTED:
            return REDACTED if self.kind in (TEXT, MEMO, RULE) else None
        return self.kind.load(json, self)

    def check(self, name: str, value: Any) -> Problem | None:
        """What is wrong with ``value`` here, or None."""
        if value is None or (isinstance(value, str) and not value[:1].isalnum() and not clean(value)):  # only blanks
            return Problem(name, N_("This field is needed.")) if self.required else None
        message = self.kind.check(value, self)
        return Problem(name, message, {"max": self.max}) if message else None


def _column(
    kind: Kind, type_: Any, label: str, *args: Any, default: Any = None, index: bool = False, **meaning: Any
) -> MappedColumn[Any]:
    field = Field(kind, label, **meaning)
    return mapped_column(
        type_,
        *args,
        nullable=not field.required,
        default=default,
        index=index,
        active_history=True,  # the journal needs the value before
        info={"field": field},
    )


def text(label: str, *, max: int = 200, **meaning: Any) -> MappedColumn[Any]:
    """One line of text."""
    return _column(TEXT, String(max), label, max=max, **meaning)


def rule(label: str, *, max: int = 200, **meaning: Any) -> MappedColumn[Any]:
    """By which rule something repeats: an RRULE value (RFC 5545), said in words."""
    return _column(RULE, String(max), label, max=max, **meaning)


def memo(label: str, *, max: int = 20_000, **meaning: Any) -> MappedColumn[Any]:
    """Text of several lines."""
    return _column(MEMO, Text(), label, max=max, **meaning)


def number(label: str, *, max: int = 2_147_483_647, **meaning: Any) -> MappedColumn[Any]:
    """A whole number from 0 to ``max``."""
    return _column(NUMBER, Integer(), label, max=max, **meaning)


def decimal(label: str, **meaning: Any) -> MappedColumn[Any]:
    """A measured value of up to four decimal places, negative too."""
    return _column(DECIMAL, Scaled(), label, **meaning)


def money(label: str, **meaning: Any) -> MappedColumn[Any]:
    """Soles, as whole céntimos."""
    return _column(MONEY, BigInteger(), label, **meaning)


def day(label: str, **meaning: Any) -> MappedColumn[Any]:
    """A calendar date."""
    return _column(DAY, Date(), label, **meaning)


def moment(label: str, **meaning: Any) -> MappedColumn[Any]:
    """A point in time, UTC."""
    return _column(MOMENT, Moment(), label, **meaning)


def flag(label: str, *, default: bool = False, **meaning: Any) -> MappedColumn[Any]:
    """Yes or no."""
    return _column(FLAG, Boolean(), label, default=default, required=True, **meaning)


def stored(choices: type[Choice]) -> Enum:
    """The column type that keeps a member of ``choices`` as its word."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [m.value for m in members],
    )


def choice(label: str, choices: type[Choice], **meaning: Any) -> MappedColumn[Any]:
    """One member of a closed list; stored as its word."""
    return _column(CHOICE, stored(choices), label, choices=choices, **meaning)


def link(label: str, target: str, **meaning: Any) -> MappedColumn[Any]:
    """The key of a record in table ``target``. Checked at commit, so the order of writes does not matter."""
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    return _column(LINK, Identity(), label, key, index=True, target=target, **meaning)


__all__ = [
    "CHOICE",
    "DAY",
    "DECIMAL",
    "FLAG",
    "KINDS",
    "LINK",
    "MEMO",
    "MOMENT",
    "MONEY",
    "NUMBER",
    "N_",
    "REDACTED",
    "RULE",
    "TEXT",
    "Choice",
    "Field",
    "Identity",
    "Json",
    "Key",
    "Kind",
    "Moment",
    "Problem",
    "Scaled",
    "Speech",
    "Unreadable",
    "choice",
    "clean",
    "day",
    "decimal",
    "flag",
    "link",
    "memo",
    "moment",
    "money",
    "number",
    "plain", "rule", "stored",
    "text",
]  # fmt: skip

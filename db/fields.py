"""What a field means: nine closed kinds, and the column helpers that records are declared with."""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeAlias

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Enum, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

Key = uuid.UUID
Json: TypeAlias = bool | int | str | None


def N_(text: str) -> str:
    """Mark ``text`` for the catalogue and return it untouched; this layer never translates."""
    return text


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says numbers and dates; built by ``ecd_desktop.language`` for ``format`` and ``parse``."""

    language: str
    gettext: Callable[[str], str]
    format_number: Callable[[Decimal | int, int], str]  # value, decimal places
    parse_number: Callable[[str], Decimal]  # raises ValueError
    format_money: Callable[[int], str]  # céntimos
    format_date: Callable[[date], str]
    parse_date: Callable[[str], date | None]  # None when not understood
    format_moment: Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (or, with ``field == ''``, with the whole record), as a catalogue entry."""

    field: str
    message: str
    places: Mapping[str, object] = dataclass_field(default_factory=dict)

    def text(self, speech: Speech) -> str:
        return speech.gettext(self.message).format(**self.places)


class Unreadable(ValueError):
    """Typed text or a cell that is no value of its kind; ``message`` is a catalogue entry."""

    def __init__(self, message: str, **places: object) -> None:
        super().__init__(message)
        self.message = message
        self.places = places

    def text(self, speech: Speech) -> str:
        return speech.gettext(self.message).format(**self.places)


class Choice(StrEnum):
    """A closed list that code depends on; each member carries its label: ``OPEN = "open", N_("Open")``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


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


class Kind:
    """How one kind of value is read from typed text or a cell, shown to a person, and kept in the journal."""

    name: ClassVar[str]
    right_aligned: ClassVar[bool] = False

    def parse(self, raw: object, field: "Field", speech: Speech) -> Any:
        """The value meant by ``raw``; blank is None. Raises Unreadable."""
        raise NotImplementedError(self.name)

    def format(self, value: Any, field: "Field", speech: Speech) -> str:
        return "" if value is None else str(value)

    def dump(self, value: Any) -> Json:
        """The canonical journal form; what merging and undo compare."""
        return None if value is None else str(value)

    def load(self, json: Json, field: "Field") -> Any:
        return json

    def check(self, value: Any, field: "Field") -> str | None:
        return None


INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def clean(raw: str) -> str:
    """NFC text without invisible characters, other spaces made plain, no space at the ends of lines."""
    text = unicodedata.normalize("NFC", raw.translate(INVISIBLE)).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[^\S\n]", " ", text.replace("\v", "\n").replace("\u2028", "\n"))
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


class MemoKind(Kind):
    name = "memo"

    def parse(self, raw: object, field: "Field", speech: Speech) -> str | None:
        if raw is None:
            return None
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        return clean(str(raw)) or None

    def check(self, value: str, field: "Field") -> str | None:
        if field.max and len(value) > field.max:
            return N_("This text is longer than {max} characters.")
        return None


class TextKind(MemoKind):
    name = "text"

    def parse(self, raw: object, field: "Field", speech: Speech) -> str | None:
        text = super().parse(raw, field, speech)
        return re.sub(r"\s+", " ", text) if text else None


class NumberKind(Kind):
    name = "number"
    right_aligned = True

    def parse(self, raw: object, field: "Field", speech: Speech) -> int | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            number = speech.parse_number(raw.strip().rstrip("%").strip()) if isinstance(raw, str) else Decimal(str(raw))
            whole = number.to_integral_value(ROUND_HALF_UP)
        except (ValueError, InvalidOperation):
            raise Unreadable(N_("“{raw}” is not a number."), raw=raw) from None
        if isinstance(raw, bool) or whole != number:
            raise Unreadable(N_("“{raw}” is not a whole number."), raw=raw)
        return int(whole)

    def format(self, value: int | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_number(value, 0)

    def dump(self, value: int | None) -> Json:
        return value

    def check(self, value: int, field: "Field") -> str | None:
        if field.max is not None and not 0 <= value <= field.max:
            return N_("This number must be between 0 and {max}.")
        return None


class MoneyKind(Kind):
    """An amount in soles, kept as whole céntimos."""

    name = "money"
    right_aligned = True

    def parse(self, raw: object, field: "Field", speech: Speech) -> int | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            if isinstance(raw, str):
                number = speech.parse_number(re.sub(r"(?i)s/\.?|soles|pen", "", raw).strip())
            else:
                number = Decimal(str(raw))
            return int((number * 100).to_integral_value(ROUND_HALF_UP))
        except (ValueError, InvalidOperation):
            raise Unreadable(N_("“{raw}” is not an amount of money."), raw=raw) from None

    def format(self, value: int | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_money(value)

    def dump(self, value: int | None) -> Json:
        return value


class DayKind(Kind):
    name = "day"

    def parse(self, raw: object, field: "Field", speech: Speech) -> date | None:
        if isinstance(raw, datetime):
            return raw.date()
        if raw is None or isinstance(raw, date):
            return raw
        text = str(raw).strip()
        if not text:
            return None
        day = speech.parse_date(text)
        if day is None:
            raise Unreadable(N_("“{raw}” is not a date."), raw=raw)
        return day

    def format(self, value: date | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_date(value)

    def dump(self, value: date | None) -> Json:
        return None if value is None else value.isoformat()

    def load(self, json: Json, field: "Field") -> date | None:
        return None if json is None else date.fromisoformat(str(json))

    def check(self, value: date, field: "Field") -> str | None:
        return None if 1900 <= value.year <= 2200 else N_("This date is not between 1900 and 2200.")


class MomentKind(Kind):
    name = "moment"

    def parse(self, raw: object, field: "Field", speech: Speech) -> datetime | None:
        if raw is None or isinstance(raw, datetime):
            return raw
        try:
            return datetime.fromisoformat(str(raw).strip())
        except ValueError:
            raise Unreadable(N_("“{raw}” is not a date and time."), raw=raw) from None

    def format(self, value: datetime | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_moment(value)

    def dump(self, value: datetime | None) -> Json:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def load(self, json: Json, field: "Field") -> datetime | None:
        return None if json is None else datetime.fromisoformat(str(json))


YES = frozenset({"sí", "si", "s", "yes", "y", "x", "true", "verdadero", "1"})
NO = frozenset({"no", "n", "false", "falso", "0"})


class FlagKind(Kind):
    name = "flag"

    def parse(self, raw: object, field: "Field", speech: Speech) -> bool:
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        word = str(raw).strip().casefold()
        if word in YES:
            return True
        if word in NO or not word:
            return False
        raise Unreadable(N_("“{raw}” is neither yes nor no."), raw=raw)

    def format(self, value: bool | None, field: "Field", speech: Speech) -> str:
        return speech.gettext(N_("Yes")) if value else speech.gettext(N_("No"))

    def dump(self, value: bool | None) -> Json:
        return value


class ChoiceKind(Kind):
    name = "choice"

    def parse(self, raw: object, field: "Field", speech: Speech) -> Choice | None:
        if raw is None or isinstance(raw, Choice):
            return raw
        word = plain(str(raw))
        if not word:
            return None
        for member in field.members():
            if word in (plain(member.value), plain(member.label), plain(speech.gettext(member.label))):
                return member
        raise Unreadable(N_("“{raw}” is not in the list."), raw=raw)

    def format(self, value: Choice | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.gettext(value.label)

    def load(self, json: Json, field: "Field") -> Choice | None:
        if json is None or field.choices is None:
            return None
        return field.choices(str(json))


class LinkKind(Kind):
    """Another record's key; its words come from a query, since one record does not know another's name."""

    name = "link"

    def parse(self, raw: object, field: "Field", speech: Speech) -> uuid.UUID | None:
        if raw is None or isinstance(raw, uuid.UUID):
            return raw
        try:
            return uuid.UUID(str(raw))
        except ValueError:
            raise Unreadable(N_("“{raw}” is not in the list."), raw=raw) from None

    def load(self, json: Json, field: "Field") -> uuid.UUID | None:
        return None if json is None else uuid.UUID(str(json))


TEXT, MEMO, NUMBER, MONEY, DAY, MOMENT, FLAG, CHOICE, LINK = (
    TextKind(),
    MemoKind(),
    NumberKind(),
    MoneyKind(),
    DayKind(),
    MomentKind(),
    FlagKind(),
    ChoiceKind(),
    LinkKind(),
)
KINDS: tuple[Kind, ...] = (TEXT, MEMO, NUMBER, MONEY, DAY, MOMENT, FLAG, CHOICE, LINK)


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
        return self.kind.load(json, self)

    def check(self, name: str, value: Any) -> Problem | None:
        """What is wrong with ``value`` here, or None."""
        if value is None or value == "":
            return Problem(name, N_("This field is needed.")) if self.required else None
        message = self.kind.check(value, self)
        return Problem(name, message, {"max": self.max}) if message else None


def plain(text: str) -> str:
    """Lower case without accents, one space between words: how list words are compared."""
    stripped = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in stripped if not unicodedata.combining(c)).split())


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


def memo(label: str, *, max: int = 20_000, **meaning: Any) -> MappedColumn[Any]:
    """Text of several lines."""
    return _column(MEMO, Text(), label, max=max, **meaning)


def number(label: str, *, max: int | None = None, **meaning: Any) -> MappedColumn[Any]:
    """A whole number from 0 to ``max``."""
    return _column(NUMBER, Integer(), label, max=max, **meaning)


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
    return _column(LINK, Uuid(), label, key, index=True, target=target, **meaning)


__all__ = [
    "CHOICE",
    "DAY",
    "FLAG",
    "KINDS",
    "LINK",
    "MEMO",
    "MOMENT",
    "MONEY",
    "NUMBER",
    "N_",
    "TEXT",
    "Choice",
    "Field",
    "Json",
    "Key",
    "Kind",
    "Moment",
    "Problem",
    "Speech",
    "Unreadable",
    "choice",
    "clean",
    "day",
    "flag",
    "link",
    "memo",
    "moment",
    "money",
    "number",
    "plain", "stored",
    "text",
]  # fmt: skip

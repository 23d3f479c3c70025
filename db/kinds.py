"""The ten kinds of value: how each is read from typed text or a cell, shown to a person and kept in the journal."""

import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeAlias

if TYPE_CHECKING:
    from db.fields import Field

Key = uuid.UUID
Json: TypeAlias = bool | int | str | None
REDACTED: Final = "\u2421"
"""What stands in the journal where personal data was erased; it is never applied nor compared."""


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
    format_rule: Callable[[str], str] = str  # an RRULE value of RFC 5545, in words
    parse_rule: Callable[[str], str | None] = str  # words as such a value; None when not understood


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


def plain(text: str) -> str:
    """Lower case without accents, one space between words: how list words are compared."""
    stripped = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in stripped if not unicodedata.combining(c)).split())


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
    if raw.isprintable():  # no line breaks, no blanks but plain ones, nothing invisible
        return unicodedata.normalize("NFC", raw).strip()
    text = raw.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[^\S\n]", " ", text.replace("\v", "\n").replace("\u2028", "\n"))
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", text)  # halves of characters cannot be stored
    text = unicodedata.normalize("NFC", text)  # last: what was taken out may have stood before an accent
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


class RuleKind(TextKind):
    """A text that holds by which rule something repeats, as an RRULE value of RFC 5545, and is said in words."""

    def parse(self, raw: object, field: "Field", speech: Speech) -> str | None:
        text = super().parse(raw, field, speech)
        if text is not None and (text := speech.parse_rule(text)) is None:
            raise Unreadable(NO_RULE)
        return text

    def format(self, value: Any, field: "Field", speech: Speech) -> str:
        return speech.format_rule(value) if value else ""


NO_RULE = N_(
    "This is not understood. Write it as “first Tuesday”, “every 2 weeks on Thursday” or “the 15th of every month”."
)


class NumberKind(Kind):
    name = "number"
    right_aligned = True

    def parse(self, raw: object, field: "Field", speech: Speech) -> int | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            number = speech.parse_number(raw.strip().rstrip("%").strip()) if isinstance(raw, str) else Decimal(str(raw))
            whole = int(number.to_integral_value(ROUND_HALF_UP))
        except (ValueError, InvalidOperation, OverflowError):
            raise Unreadable(N_("“{raw}” is not a number."), raw=raw) from None
        if whole != number:
            raise Unreadable(N_("“{raw}” is not a whole number."), raw=raw)
        return whole

    def format(self, value: int | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_number(value, 0)

    def dump(self, value: int | None) -> Json:
        return value

    def check(self, value: int, field: "Field") -> str | None:
        if field.max is not None and not 0 <= value <= field.max:
            return N_("This number must be between 0 and {max}.")
        return None


class DecimalKind(Kind):
    """A measured value, negative too, of up to four decimal places; a percentage is written as 41.5."""

    name = "decimal"
    right_aligned = True

    def parse(self, raw: object, field: "Field", speech: Speech) -> Decimal | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            number = speech.parse_number(raw.strip().rstrip("%").strip()) if isinstance(raw, str) else Decimal(str(raw))
            if not number.is_finite():
                raise ValueError("not a value")
            return number.quantize(PLACES, ROUND_HALF_UP)
        except (ValueError, InvalidOperation, OverflowError):
            raise Unreadable(N_("“{raw}” is not a number."), raw=raw) from None

    def format(self, value: Decimal | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_number(value, decimal_places(value))

    def dump(self, value: Decimal | None) -> Json:
        return None if value is None else f"{value:.{decimal_places(value)}f}"

    def load(self, json: Json, field: "Field") -> Decimal | None:
        return None if json is None else Decimal(str(json)).quantize(PLACES)

    def check(self, value: Decimal, field: "Field") -> str | None:
        return None if value.is_finite() and abs(value) < 10**12 else N_("This number is too large.")


PLACES = Decimal("0.0001")
"""How finely measured values are kept."""


def decimal_places(value: Decimal) -> int:
    """How many decimal places say the whole value, four at most."""
    return max(0, -int(value.quantize(PLACES).normalize().as_tuple().exponent))


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
        except (ValueError, InvalidOperation, OverflowError):
            raise Unreadable(N_("“{raw}” is not an amount of money."), raw=raw) from None

    def format(self, value: int | None, field: "Field", speech: Speech) -> str:
        return "" if value is None else speech.format_money(value)

    def dump(self, value: int | None) -> Json:
        return value

    def check(self, value: int, field: "Field") -> str | None:
        return None if abs(value) < 10**15 else N_("This amount is too large.")


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
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            value = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
            if value.tzinfo is None:
                raise ValueError("a moment needs its time zone")
            return value.astimezone(UTC)
        except (ValueError, OverflowError):
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
        if raw is None or (field.choices is not None and isinstance(raw, field.choices)):
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
        if isinstance(raw, str) and not raw.strip():
            return None
        try:
            return uuid.UUID(str(raw))
        except ValueError:
            raise Unreadable(N_("“{raw}” is not in the list."), raw=raw) from None

    def load(self, json: Json, field: "Field") -> uuid.UUID | None:
        return None if json is None else uuid.UUID(str(json))


TEXT, MEMO, NUMBER, DECIMAL, MONEY, DAY, MOMENT, FLAG, CHOICE, LINK = (
    TextKind(),
    MemoKind(),
    NumberKind(),
    DecimalKind(),
    MoneyKind(),
    DayKind(),
    MomentKind(),
    FlagKind(),
    ChoiceKind(),
    LinkKind(),
)
RULE = RuleKind()  # a text, to everybody but its reader
KINDS: tuple[Kind, ...] = (TEXT, MEMO, NUMBER, DECIMAL, MONEY, DAY, MOMENT, FLAG, CHOICE, LINK)

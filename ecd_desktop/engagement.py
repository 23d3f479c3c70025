"""One typed line as a contact: «llamada con Rosa Quispe 15 min: acepta revisar el convenio; enviar borrador vie».

Before the colon stands how, with whom, when and how long; after it what was said; after the first semicolon what came
of it, read as a commitment (``quick_add``).  What is not understood stays text.  Nothing here reads a database: whoever
asks hands in the records that the names may mean (``asked`` says which names).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.ordering import fold
from ecd_desktop import quick_add
from ecd_desktop.dates_in_text import days_said
from ecd_desktop.quick_add import WHO, Kind, Named
from ecd_desktop.typed_dates import CountsWorkingDays

CHANNELS: dict[str, str] = {
    "llamada": "call", "llame": "call", "telefono": "call", "call": "call", "called": "call", "phone": "call",
    "visita": "visit", "visite": "visit", "visit": "visit", "visited": "visit",
    "mensaje": "message", "whatsapp": "message", "wasap": "message", "wsp": "message", "message": "message",
    "correo": "mail", "mail": "mail", "email": "mail", "e-mail": "mail",
    "oficio": "letter", "carta": "letter", "letter": "letter",
    "reunion": "meeting", "conversacion": "meeting", "charla": "meeting", "meeting": "meeting", "talk": "meeting",
}  # fmt: skip
"""What a line may begin with, in both languages, and the channel that it means."""

_COLON = re.compile(r":(?=\s|$)")
_WITH = re.compile(r"\b(?:con|with|to)\s+", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:(?P<h>\d{1,2})\s*(?:h|hs|hora|horas|hour|hours)\b\s*(?:y\s+|and\s+)?(?:(?P<hm>\d{1,2})\s*(?:min|minutos?|minutes?)?\b)?"
    r"|(?P<m>\d{1,4})\s*(?:min|mins|minutos?|minutes?)\b|(?P<half>media\s+hora|half\s+an\s+hour))",
    re.IGNORECASE,
)
MOST_MINUTES = 1440
_HEAD_WORDS = 12  # a longer beginning is a sentence with a colon in it


@dataclass(frozen=True, slots=True)
class Engagement:
    """What a line says: ``channel`` a channel's value, ``who`` a record, ``among`` those that the name may mean."""

    text: str
    channel: str | None = None
    on: date | None = None
    minutes: int | None = None
    called: str = ""
    who: Named | None = None
    among: tuple[Named, ...] = ()
    said: str = ""
    promise: quick_add.Reading | None = None


def read(
    text: str,
    *,
    today: date,
    language: str,
    known: Mapping[str, Iterable[Named]] | None = None,
    picked: Mapping[str, Any] | None = None,
    plain: Collection[str] = (),
    calendar: CountsWorkingDays | None = None,
) -> Engagement:
    """What a line says; the arguments are those of ``quick_add.read``.

    A day before the colon is when it was, never later than today; one after the semicolon is when it is due.
    """
    head, said, promised = _parts(text)
    minutes, head = _minutes(head)
    on, head = _day(head, today, language, calendar)
    channel, called = _channel_and_name(head)
    who, among = _named(called, today, language, known or {}, picked or {})
    reading = (
        quick_add.read(promised, today=today, language=language, known=known, picked=picked, plain=plain,
                       calendar=calendar)
        if promised else None
    )  # fmt: skip
    return Engagement(text, channel, on, minutes, called, who, among, said,
                      reading if reading is not None and reading.description else None)  # fmt: skip


def asked(text: str) -> list[tuple[str, str]]:
    """The names that have to be looked up, as ``quick_add.asked`` says them."""
    head, _said, promised = _parts(text)
    called = _channel_and_name(_minutes(head)[1])[1]
    names = quick_add.asked(f"{WHO}{called.lstrip(WHO)}") if called else []
    return list(dict.fromkeys((*names, *quick_add.asked(promised))))


def _parts(text: str) -> tuple[str, str, str]:
    """How and with whom, what was said, what came of it."""
    flat = " ".join(text.split())
    before, _sign, promised = flat.partition(";")
    colon = _COLON.search(before)
    head, said = (before[: colon.start()], before[colon.end() :]) if colon else (before, "")
    words = head.split()
    begins = bool(words) and (_plain(words[0]) in CHANNELS or _WITH.match(head) is not None or words[0][0] == WHO)
    if not begins or len(words) > _HEAD_WORDS:
        head, said = "", before
    return head.strip(), said.strip(), promised.strip()


def _minutes(head: str) -> tuple[int | None, str]:
    found = _TIME.search(head)
    if found is None:
        return None, head
    if found["half"]:
        minutes = 30
    elif found["m"]:
        minutes = int(found["m"])
    else:
        minutes = 60 * int(found["h"]) + int(found["hm"] or 0)
    rest = f"{head[: found.start()]} {head[found.end() :]}"
    return (minutes if 0 < minutes <= MOST_MINUTES else None), " ".join(rest.split())


def _day(head: str, today: date, language: str, calendar: CountsWorkingDays | None) -> tuple[date | None, str]:
    """When it was: «vie» said of what was is the last Friday."""
    said = days_said(head, today=today, language=language, calendar=calendar)
    if not said:
        return None, head
    one = said[-1]
    day = one.day
    if day > today and (day - today).days <= 7:
        day = date.fromordinal(day.toordinal() - 7)
    if day > today:
        return None, head
    return day, " ".join(f"{head[: one.start]} {head[one.end :]}".split())


def _channel_and_name(head: str) -> tuple[str | None, str]:
    words = head.split()
    channel = CHANNELS.get(_plain(words[0])) if words else None
    rest = " ".join(words[1:]) if channel else head
    led = _WITH.match(rest)
    name = rest[led.end() :] if led else rest if rest.startswith(WHO) else ""
    return channel, name.strip(" ,.-–—")


def _named(
    called: str, today: date, language: str, known: Mapping[str, Iterable[Named]], picked: Mapping[str, Any]
) -> tuple[Named | None, tuple[Named, ...]]:
    if not called:
        return None, ()
    reading = quick_add.read(f"{WHO}{called.lstrip(WHO)}", today=today, language=language, known=known, picked=picked)
    one = next((mark.value for mark in reading.of(Kind.WHO)), None)
    return one, next((unclear.among for unclear in reading.unclear), ()) if one is None else ()


def _plain(word: str) -> str:
    return fold(word).strip(" ,.;:")

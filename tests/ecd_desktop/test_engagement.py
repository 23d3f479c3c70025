"""One typed line as a contact: how, with whom, when, how long, what was said, and what came of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from ecd_desktop.engagement import asked, read

TODAY = date(2026, 6, 10)  # a Wednesday


@dataclass(frozen=True)
class One:
    entity: str
    key: Any
    name: str
    short: str = ""


ROSA = One("people", 1, "Rosa Quispe")
KNOWN = {"@": (ROSA, One("people", 2, "Lucía Rojas"), One("organisations", 3, "EMAPE", "EMAPE"))}


def said(text: str, language: str = "es") -> Any:
    return read(text, today=TODAY, language=language, known=KNOWN)


def test_the_line_of_the_brief_is_a_contact_and_a_commitment() -> None:
    one = said("llamada con Rosa Quispe 15 min: acepta revisar convenio; enviar borrador vie")
    assert (one.channel, one.who, one.minutes, one.said) == ("call", ROSA, 15, "acepta revisar convenio")
    assert one.promise is not None
    assert (one.promise.description, one.promise.due) == ("enviar borrador", date(2026, 6, 12))
    assert ("@", "rosa quispe") in asked(one.text)


@pytest.mark.parametrize(
    ("text", "channel", "who", "minutes", "on", "words"),
    [
        ("visita a EMAPE", "visit", None, None, None, ""),
        ("visita con EMAPE 1 h 30 min ayer: mostró la obra", "visit", "EMAPE", 90, date(2026, 6, 9), "mostró la obra"),
        ("whatsapp con Rosa Quispe lun: confirma", "message", "Rosa Quispe", None, date(2026, 6, 8), "confirma"),
        ("con Lucía Rojas media hora: pide fecha", None, "Lucía Rojas", 30, None, "pide fecha"),
        ("llamada 10 min: no contestó", "call", None, 10, None, "no contestó"),
        ("pide dos cosas: agua y luz", None, None, None, None, "pide dos cosas: agua y luz"),
        ("reunión a las 10:30 con Rosa Quispe", "meeting", None, None, None, ""),
        ("", None, None, None, None, ""),
        (": ; :", None, None, None, None, ""),
    ],
)
def test_what_is_understood_before_enter(
    text: str, channel: str | None, who: str | None, minutes: int | None, on: date | None, words: str
) -> None:
    one = said(text)
    assert (one.channel, one.who.name if one.who else None, one.minutes, one.on) == (channel, who, minutes, on)
    if words:
        assert one.said == words


def test_english_lines_are_read_too() -> None:
    one = said("call with Rosa Quispe 15 min: agrees to review; send the draft Fri", "en")
    assert (one.channel, one.who, one.minutes, one.said) == ("call", ROSA, 15, "agrees to review")
    assert one.promise is not None
    assert one.promise.due == date(2026, 6, 12)


def test_a_name_that_two_people_have_is_asked_about() -> None:
    two = {"@": (ROSA, One("people", 9, "Rosa Ñahui"))}
    one = read("llamada con Rosa: acepta", today=TODAY, language="es", known=two)
    assert (one.who, len(one.among)) == (None, 2)

"""What is said before minutes are closed."""

import uuid
from datetime import date
from types import SimpleNamespace
from typing import Any

from db.queries.alike import Again
from db.records.meetings import Fate
from ecd_desktop import language
from ecd_desktop.calendar import Calendar
from ecd_desktop.minutes_answers import Answer, Because, Settled
from ecd_desktop.minutes_checks import Remark, Topic, Where, missing, remarks
from ecd_desktop.minutes_text import read_minutes

HELD = date(2026, 11, 23)  # a Monday
KEY = uuid.UUID(int=7)
HOLIDAY = date(2026, 12, 8)


def said(text: str, **more: Any) -> list[Remark]:
    language.use("en")
    given: dict[str, Any] = {"starts_at": "15:00", "ends_at": "17:00", "held_on": HELD, "came": 3, "agenda": [],
                             "calendar": Calendar(frozenset({HOLIDAY})), **more}  # fmt: skip
    minutes = read_minutes(text, today=HELD)
    return remarks(minutes, text=text, **given)


def test_minutes_that_say_everything_are_not_remarked_on() -> None:
    assert said("Se habla.\nACUERDO Se instala el toldo") == []


def test_the_hour_the_attendance_and_an_empty_text_are_remarked_on() -> None:
    assert [one.where for one in said("", ends_at="", came=0)] == [Where.HOUR, Where.ATTENDANCE, Where.TEXT]
    (early,) = said("x", ends_at="14:00")
    assert "14:00" in early.text
    assert early.where is Where.HOUR


def test_each_line_is_said_with_what_it_lacks_and_where_it_stands() -> None:
    found = said("x\nACUERDO\nCOMPROMISO Revisar el muro\nCOMPROMISO Pintar @nadie 8/12")
    assert [one.line for one in found] == [1, 2, 3, 3]
    assert "no responsible yet, no date yet" in found[1].text
    assert "@nadie" in found[2].text
    assert "no working day" in found[3].text


def test_a_day_before_the_meeting_and_words_twice_are_said_once() -> None:
    found = said("ACUERDO Se pinta\nACUERDO se  pinta\nCOMPROMISO Revisar 20/11/2026")
    assert [one.line for one in found] == [0, 2, 2]
    assert "more than once" in found[0].text
    assert "before the meeting" in found[2].text


def test_items_of_the_agenda_that_are_open_or_empty_are_remarked_on() -> None:
    agenda = [Topic(1, "Uno", True, False), Topic(2, "Dos", False, True), Topic(3, "Tres", True, False)]
    found = said("## 1. Uno\nse habla\n## 3. Tres\n\n", agenda=agenda)
    assert [(one.where, one.item) for one in found] == [(Where.AGENDA, 2), (Where.AGENDA, 3)]
    assert said("## 3. Tres\nx\n## 1. Uno\ny", agenda=[agenda[0], agenda[2]]) == []


def test_what_a_line_lacks_is_a_few_words() -> None:
    language.use("en")
    risk, item = read_minutes("RIESGO x\nCOMPROMISO y", today=HELD).spoken
    assert missing(risk) == []
    assert missing(item) == ["no responsible yet", "no date yet"]


def test_what_nobody_mentioned_and_what_is_owed_already_is_remarked_on() -> None:
    def owed(code: str, because: Because, lacks: str = "") -> Settled:
        row: Any = SimpleNamespace(key=code, code=code, description="Pintar", due_on=None)
        return Settled(row, Answer(Fate.STAYS), because, 4 if because is Because.TEXT else -1, lacks)

    silent = [owed(f"COM-2026-{n:03}", Because.SILENCE) for n in range(6)]
    (found,) = said("x", earlier=[*silent, owed("COM-2026-900", Because.MENTIONED)])
    assert found.where is Where.EARLIER
    assert "6 earlier commitments" in found.text
    assert found.text.endswith("COM-2026-003 …")
    (found,) = said("x", earlier=[owed("COM-2026-900", Because.TEXT, "no date yet")])
    assert (found.text, found.where, found.line) == ("COM-2026-900: no date yet.", Where.TEXT, 4)
    again = {"@x Pintar el muro norte": Again(KEY, "COM-2026-007", "Pintar el muro del norte")}
    found = said("COMPROMISO @x Pintar el muro norte 27/11", again=again)[-1]
    assert "COM-2026-007" in found.text

"""From a new series to the printed acta of its meeting, by keyboard alone: how many keys it takes beyond the words."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.queries.carried import carried
from db.records import Person
from db.records.agenda_items import TopicState
from db.records.meetings import Fate, Presence
from ecd_desktop import calendar
from ecd_desktop.services import records
from tests.ecd_desktop.reports.paper import squeezed, words
from tests.journeys.keys import CTRL, KEY, NONE, Keyboard, contents
from tests.ui.example import DAY, page_of, wait_until_idle
from tests.ui.program import Desk
from ui import application
from ui.main_window import MainWindow

PROJECT = "Parque ficticio"
MOST_KEYS, MOST_TO_PAPER = 120, 6
DECISIONS = ("Se aprueba el toldo del sector norte", "Se cambia el cerco de la loza",
             "Se reúne el comité cada martes", "Se publica el aviso en la parroquia")  # fmt: skip
PROMISES = {
    "@GDU entrega el plano del muro fin de mes": "entrega el plano del muro",
    "@EMAPE pide dos cotizaciones +5": "pide dos cotizaciones",
    "@EMAPE @GDU revisan juntos la rampa 15/12": "revisan juntos la rampa",
    "@SERPAR riega los árboles vie": "riega los árboles",
    "@GDU convoca a la asamblea +10": "convoca a la asamblea",
    "@EMAPE informa sobre el drenaje +15": "informa sobre el drenaje",
}
"""What is dictated, and what is recorded of it."""
GUESTS = ("Rosa Quispe Ficticia, dirigente, Comedor San Martín", "Zoila Ramos Ficticia, vecina",
          "Teodoro Choque Ficticio, vocal, Junta Vecinal Las Lomas")  # fmt: skip


class CountedKeyboard(Keyboard):
    """Counts the keys pressed; what is dictated is typed and not counted."""

    keys = 0

    def press(self, key: Any, modifiers: Any = NONE, times: int = 1) -> None:
        self.keys += times
        super().press(key, modifiers, times)

    def navigate(self, text: str) -> None:
        """Words that nobody dictates: where to go."""
        self.keys += len(text)
        self.type(text)

    def line(self, text: str) -> None:
        """A dictated line."""
        self.type(text)
        self.press(KEY.Key_Return)


def done(window: MainWindow, fn: Any) -> Any:
    """Do something in the store, as if from elsewhere."""
    found: list[Any] = []
    window.tasks.do(fn, then=found.append)
    wait_until_idle(window.tasks)
    return found[0]


def prepared(store: Any, owed: int) -> list[str]:
    """A project with so many old commitments; returns the names of nine people who are known."""

    def new(entity: str, **values: Any) -> Any:
        draft = records.new_draft(entity, **values)
        records.save(store, draft)
        return draft.key

    project = new("projects", name=PROJECT)
    for n in range(owed):
        new("action_items", code=f"COM-2025-{n + 501}", description=f"Promesa antigua {n + 1}", project_id=project,
            agreed_on=date(2026, 10, 1), due_on=DAY + timedelta(days=n + 1))  # fmt: skip
    with store.reading() as session:
        people = list(session.query(Person).order_by(Person.id).limit(9))
        return [f"{one.given_names} {one.family_names}" for one in people]


def series_and_meeting(office: MainWindow, keyboard: "CountedKeyboard", people: list[str], topics: int) -> Any:
    """A series is written down with its members, and its next meeting made; returns the meeting's key."""
    keyboard.press(KEY.Key_K, CTRL)
    keyboard.navigate("meeting s")
    keyboard.press(KEY.Key_Return)
    listed: Any = office.page()
    keyboard.command("meeting_series.new")
    editors = listed.form.editors
    for name, said in {
        "name": "Mesa técnica de prueba", "rule": "cada lunes", "starts_at": "09:00", "project_id": PROJECT,
        "agenda": [f"Punto {n + 1} | discusión | 20" for n in range(topics)],
    }.items():  # fmt: skip
        keyboard.tab_to(editors[name].isAncestorOf)
        for n, line in enumerate(said if isinstance(said, list) else [said]):
            if n:
                keyboard.press(KEY.Key_Return)
            keyboard.type(line)
        if name == "project_id":
            keyboard.press(KEY.Key_Return)
    keyboard.press(KEY.Key_S, CTRL)
    for name in people:
        keyboard.command("meeting_series.member")
        keyboard.type(name)
        keyboard.press(KEY.Key_Return, times=2)
    keyboard.press(KEY.Key_F6)  # from the form to the list
    keyboard.command("meeting_series.next")
    made: Any = office.page()
    assert made is page_of(office, "meetings")
    return made.table.current()


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, example_url: str) -> MainWindow:
    """The whole program, printing included."""
    application.application(mode="light")
    application.forget()
    calendar.set_today(DAY)
    window = Desk(qtbot, tmp_path, (1536, 864)).open(example_url.removeprefix("sqlite:///"), first="meetings").window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("seed", [11])
def test_an_acta_takes_few_keys_beyond_what_is_dictated(office: MainWindow, qtbot: QtBot, seed: int) -> None:
    dice = random.Random(seed)
    topics = dice.randint(3, 4)
    people = done(office, lambda store: prepared(store, 7))
    page_of(office, "meetings")
    keyboard = CountedKeyboard(office)
    keyboard.rest()
    meeting = series_and_meeting(office, keyboard, people, topics)
    keyboard.command("meetings.take_minutes")
    page: Any = office.page()
    assert keyboard.focus is page.editor

    # who came: nine are called, three are new
    keyboard.command("minutes.attendance")
    keyboard.press(KEY.Key_A, CTRL)
    keyboard.press(KEY.Key_P)
    keyboard.press(KEY.Key_Tab)
    for guest in GUESTS:
        keyboard.line(guest)
    keyboard.press(KEY.Key_Escape)
    assert keyboard.focus is page.editor
    assert [one.presence for one in page.sheet.seats] == [Presence.PRESENT] * 12

    # what was promised before: five are answered, two are not
    keyboard.command("minutes.earlier")
    answers = [dice.choice("SCR") for _n in range(4)] + ["R"]
    for letter in answers:
        keyboard.press(getattr(KEY, f"Key_{letter}"))
        if letter == "R":
            keyboard.line("15/12 falta la firma de Logística")
    keyboard.press(KEY.Key_Escape)
    assert [one.fate for one in page.sheet.old][5:] == [None, None]

    # what is said: under each item of the agenda, in any order
    spoken = [("1", text) for text in DECISIONS] + [("2", text) for text in PROMISES]
    dice.shuffle(spoken)
    for n in range(topics):
        keyboard.command("minutes.agenda")
        if n:
            keyboard.press(KEY.Key_Down)
        keyboard.press(KEY.Key_Return)
        for key, text in spoken[n::topics]:
            keyboard.press(getattr(KEY, f"Key_{key}"), CTRL)
            keyboard.line(text)
    page.read_text()
    keyboard.rest()
    assert [one.started_at != "" for one in page.sheet.agenda] == [True] * topics
    assert page.sheet.starts_at
    keyboard.press(KEY.Key_S, CTRL)
    before_closing, stood = keyboard.keys, contents(office)

    # close and print
    keyboard.command("minutes.close")
    assert page.desk.is_closing
    keyboard.command("minutes.close")
    closed = contents(office)
    keyboard.press(KEY.Key_P, CTRL)
    reports: Any = office.page()
    qtbot.waitUntil(lambda: reports.preview.has_file() and "Mesa" in paper(reports), timeout=20_000)
    assert keyboard.keys + 2 <= MOST_KEYS  # Ctrl+Shift+S and Enter keep it under its own name
    assert keyboard.keys - before_closing + 2 <= MOST_TO_PAPER

    text = paper(reports)
    said = [*(f"Promesa antigua {n}" for n in range(1, 8)), *DECISIONS, *PROMISES.values()]
    assert {one: text.count(squeezed(one)) for one in said} == dict.fromkeys(said, 1)
    places = [text.index(squeezed(one)) for one in ("Quispe", "Promesa antigua 1", DECISIONS[0], "pide dos")]
    assert places == sorted(places)
    sheet = done(office, lambda store: old_ones(store, meeting))
    wanted = {"S": Fate.STAYS, "C": Fate.CLOSED, "R": Fate.MOVED}
    assert [fate for fate, _answer in sheet] == [*(wanted[letter] for letter in answers), Fate.STAYS, Fate.STAYS]
    assert all(one.state is TopicState.TREATED for one in page.sheet.agenda)

    office.registry["shell.undo"].trigger()
    keyboard.rest()
    assert contents(office) == stood
    office.registry["shell.redo"].trigger()
    keyboard.rest()
    assert contents(office) == closed
    assert done(office, lambda store: store.verify()) == []


def paper(reports: Any) -> str:
    """The text of the document that is shown, without its spaces."""
    return words(reports.preview._path)


def old_ones(store: Any, meeting: Any) -> list[tuple[Any, Any]]:
    """What the meeting said of each old commitment, in the order of their codes."""
    with store.reading() as session:
        found = carried(session, meeting, calendar.clock(DAY, calendar.Calendar()))
        return [(one.fate, one.answer) for one in sorted(found, key=lambda one: one.item.code)]

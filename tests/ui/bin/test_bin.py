"""The bin in the window: who deleted what and when, filters, bringing back one or several, refusals in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.queries import action_items, cases
from db.queries.listing import Ask
from db.records import ActionItem, Meeting, Organisation, fields_of, new_key, record_class
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from ecd_desktop.services import records
from tests.ui.program import Desk
from ui.wiring import PLACES


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="bin")


def some(desk: Desk, listing: Any, n: int) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            return list(listing.keys(session, Ask(clock=clock(today(), Calendar()))))[:n]

    found: list[Any] = desk.ask(job)
    return found


def deleted(desk: Desk, n: int = 3) -> list[Any]:
    keys = some(desk, action_items.LISTING, n)
    for key in keys:
        desk.window.here.do(verbs.delete, [key])
    desk.rest()
    desk.qtbot.wait(200)
    desk.rest()
    return keys


def titles(page: Any) -> list[str]:
    return [page.view.lines.line(row).title for row in range(page.view.lines.rowCount())]


@pytest.mark.row(35)
def test_what_was_deleted_is_found_with_who_and_when_and_comes_back(desk: Desk) -> None:
    page: Any = desk.window.page()
    before = desk.count(action_items.LISTING)
    (key,) = deleted(desk, 1)
    assert page.view.lines.rowCount() == 1
    line = page.view.lines.line(0)
    assert "Prueba Ficticia" in line.small
    assert "COM-" in line.small
    assert page.pane.heading.whole() == line.title
    assert "Deleted by Prueba Ficticia on " in page.pane.small.whole()
    labels = [one.text() for one in page.pane.findChildren(type(page.pane.heading))]
    assert "Due date" in labels
    page.pane.button.click()
    desk.until(lambda: desk.count(action_items.LISTING) == before)
    assert key in some(desk, action_items.LISTING, 1_000)
    desk.qtbot.waitUntil(lambda: page.view.lines.rowCount() == 0)
    assert desk.window.notices.isVisible()


def test_several_come_back_by_keyboard_as_one_step_for_undo(desk: Desk) -> None:
    page: Any = desk.window.page()
    before = desk.count(action_items.LISTING)
    deleted(desk, 3)
    page.focus()
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    assert len(page.chosen_places) == 3
    assert "3 selected" in desk.window.status._count.whole()
    desk.window.registry["bin.bring_back"].trigger()
    desk.until(lambda: desk.count(action_items.LISTING) == before)
    desk.window.registry["shell.undo"].trigger()
    desk.until(lambda: desk.count(action_items.LISTING) == before - 3)
    desk.qtbot.waitUntil(lambda: page.view.lines.rowCount() == 3)


def test_kind_and_words_narrow_the_list(desk: Desk) -> None:
    page: Any = desk.window.page()
    deleted(desk, 2)

    def one_case(store: Any) -> None:
        with store.reading() as session:
            keys = cases.LISTING.keys(session, Ask(clock=clock(today(), Calendar())))
        for key in keys:
            try:
                records.delete(store, "cases", [key])
                return
            except Exception:
                pass

    desk.ask(one_case)
    desk.qtbot.waitUntil(lambda: page.view.lines.rowCount() >= 2)
    desk.rest()
    page.kind.setCurrentIndex(page.kind.findData("action_items"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert page.view.lines.rowCount() == 2
    wanted = titles(page)[1]
    page.field.setText(wanted.split()[-1].upper())
    page._show()
    assert wanted in titles(page)
    page.field.setText("no hay tal cosa")
    page._show()
    assert page._middle.currentIndex() == 3
    page._clear()
    assert page.view.lines.rowCount() >= 2


def test_what_a_needed_record_is_missing_is_said_and_nothing_comes_back(desk: Desk) -> None:
    from db.records import Organisation

    def gone(store: Any) -> None:
        with store.change("New organisation “{name}”", name="x") as work:
            unit = work.add(Organisation(name="Gerencia de Prueba Ficticia"))
            work.flush()
            child = work.add(Organisation(name="Subgerencia de Prueba Ficticia", parent_id=unit.id))
            work.flush()
            keys = unit.id, child.id
        records.delete(store, "organisations", [keys[1]])
        records.delete(store, "organisations", [keys[0]])

    page: Any = desk.window.page()
    desk.ask(gone)
    desk.qtbot.waitUntil(lambda: page.view.lines.rowCount() == 2)
    child = page.view.lines.line(1)
    page.view.select([child.token], child.token)
    desk.window.registry["bin.bring_back"].trigger()
    desk.until(lambda: "Gerencia de Prueba Ficticia" in desk.window.errors.text())
    assert "Nothing was changed." in desk.window.errors.text()
    assert page.view.lines.rowCount() == 2


def test_an_empty_bin_teaches_what_it_is_for(desk: Desk) -> None:
    page: Any = desk.window.page()
    assert page._middle.currentIndex() == 1
    desk.window.registry["bin.all"].trigger()
    desk.rest()
    assert page._middle.currentIndex() == 2
    assert not desk.window.registry["bin.bring_back"].isEnabled()


UNUSED = {
    "action_items": {"description": "Compromiso ficticio que nadie usa"}, "cases": {"title": "Asunto ficticio sin uso"},
    "projects": {"name": "Parque ficticio sin uso"}, "meetings": {"subject": "Mesa ficticia sin uso"},
    "organisations": {"name": "Unidad Ficticia Sin Uso"}, "people": {"given_names": "Nadie Ficticia"},
    "places": {"name": "Barrio Ficticio Sin Uso"}, "decisions": {"text": "Acuerdo ficticio sin uso"},
    "meeting_series": {"name": "Serie ficticia sin uso"},
    "documents": {"subject": "Carta ficticia sin uso", "dated_on": date(2026, 7, 1)},
    "lessons": {"text": "Lección ficticia sin uso"}, "indicators": {"name": "Indicador ficticio sin uso"},
    "stakeholders": {},
}  # fmt: skip
"""A record of each noun to which nothing points."""


@pytest.mark.row(26)
@pytest.mark.parametrize("place", [place.id for place in PLACES if place.entity])
def test_delete_asks_nothing_and_a_notice_undoes_it(desk: Desk, place: str) -> None:
    key = new_key()

    def add(store: Any) -> bool:
        with store.change("Add") as work:
            cls = record_class(place)
            code = {"code": "FICTICIO-1"} if "code" in fields_of(cls) else {}
            needed = {}
            if place == "decisions":
                needed["meeting_id"] = work.add(Meeting(code="FICTICIA-2")).id
            elif place == "stakeholders":
                needed["organisation_id"] = work.add(Organisation(name="Unidad Ficticia")).id
            work.add(cls(id=key, **code, **needed, **UNUSED[place]))
        return True

    desk.ask(add)
    page = desk.go(place)
    desk.until(lambda: key in page.model.keys)
    page.table.select([key], key)
    desk.rest()
    desk.window.registry[f"{place}.delete"].trigger()
    desk.rest()
    assert QApplication.activeModalWidget() is None
    assert key not in page.model.keys
    assert desk.window.notices.isVisible()
    desk.window.notices.press()
    desk.until(lambda: key in page.model.keys)


def test_what_others_need_is_not_deleted_and_it_is_said_why(desk: Desk) -> None:
    page = desk.go("organisations")
    used = desk.ask(used_unit)
    before = desk.ask(lambda store: store.seq)
    page.table.select([used], used)
    desk.rest()
    desk.window.registry["organisations.delete"].trigger()
    desk.rest()
    assert QApplication.activeModalWidget() is None
    assert desk.window.errors.text()
    assert used in page.model.keys
    assert desk.ask(lambda store: store.seq) == before


def used_unit(store: Any) -> Any:
    """The unit of some commitment."""
    with store.reading() as session:
        return session.scalars(select(ActionItem.unit_id).where(ActionItem.unit_id.is_not(None))).first()

"""Ctrl+K on the program's own places: actions on the selection, what was written a moment ago, and making one."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.records import Project
from ecd_desktop import calendar
from tests.ui.example import DAY
from tests.ui.program import Desk
from ui.quick_add.overlay import overlay_of
from ui.widgets.palette_list import Entry


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Any:
    calendar.set_today(DAY)
    made = Desk(qtbot, tmp_path)
    made.open(example_url.removeprefix("sqlite:///"), first="projects")
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    calendar.set_today(None)


def found(desk: Desk, text: str) -> dict[str, list[Entry]]:
    """The entries under each heading once ``text`` is answered."""
    desk.window.finder.palette.begin(text)
    desk.until(lambda: not desk.window.finder.palette._awaited)
    groups: dict[str, list[Entry]] = {}
    for row in desk.window.finder.palette.list.found.rows:
        if isinstance(row, str):
            groups[row] = []
        else:
            groups[list(groups)[-1]].append(row)
    return groups


def select(desk: Desk, *places: int) -> list[str]:
    page: Any = desk.window.page()
    keys = [page.model.keys[place] for place in places]
    page.table.select(keys, keys[0])
    desk.rest()
    return [page.row(key).code for key in keys]


def test_what_can_be_done_with_the_selection_stands_under_its_own_heading(desk: Desk) -> None:
    code = select(desk, 0)[0]
    groups = found(desk, "")
    assert f"With {code}" in groups
    inside = groups[f"With {code}"]
    assert inside[0].title == f"New commitment in {code}…"
    assert all(not entry.reason for entry in inside)
    assert {entry.id for entry in inside}.isdisjoint(entry.id for entry in groups["Commands"])
    select(desk, 0, 1)
    assert "With 2 selected" in found(desk, "")


def test_without_a_selection_there_is_no_such_heading(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.table.clearSelection()
    desk.go("settings")
    assert not [heading for heading in found(desk, "") if heading.startswith("With ")]


def test_a_commitment_in_the_selected_project_begins_with_its_code(desk: Desk) -> None:
    code = select(desk, 0)[0]
    groups = found(desk, "new commit")
    entry = next(one for one in groups[f"With {code}"] if one.id == f"add/{code}")
    desk.window.finder.palette._run(entry)
    desk.rest()
    line = overlay_of(desk.window).line
    QTest.keyClicks(line.line, "Medir")
    desk.rest()
    assert line.line.text() == f"Medir #{code}"
    assert line.readings[0].description == "Medir"
    assert [one.short for one in line.readings[0].named("projects")] == [code]


def test_the_last_entry_makes_a_commitment_of_what_was_typed(desk: Desk) -> None:
    groups = found(desk, "Llamar a Serenazgo")
    assert list(groups)[-1] == "Create"
    assert groups["Create"][0].title == "Create “Llamar a Serenazgo”"
    desk.window.finder.palette._run(groups["Create"][0])
    desk.rest()
    overlay = overlay_of(desk.window)
    assert overlay.isVisible()
    assert overlay.line.line.text() == "Llamar a Serenazgo"
    assert not desk.window.finder.palette.isVisible()


@pytest.mark.row(5)
def test_commands_only_offers_nothing_else(desk: Desk) -> None:
    select(desk, 0)
    assert list(found(desk, ">")) == ["Commands"]
    assert "Create" not in found(desk, ">new")


@pytest.mark.row(5)
def test_the_colours_are_found_by_other_words_before_records_that_hold_them(desk: Desk) -> None:
    for typed in ("theme", "appearance"):
        groups = found(desk, typed)
        assert next(iter(groups)) == "Commands"
        titles = [entry.title for entry in groups["Commands"]]
        assert {"Colours as the system", "Light colours", "Dark colours"} <= set(titles)
    assert [entry.title for entry in found(desk, "> night")["Commands"]] == ["Dark colours"]


def test_what_was_written_a_moment_ago_is_found_at_once(desk: Desk) -> None:
    assert "Records" not in found(desk, "zapatito")

    def add(store: Any) -> Any:
        with store.change("Add") as work:
            return work.add(Project(code="PRY-2026-900", name="Parque Zapatito ficticio")).id

    key = desk.ask(add)
    assert [one.id for one in found(desk, "zapatito")["Records"]] == [f"projects/{key}"]
    assert found(desk, "")["Recent"][0].id == f"projects/{key}"

    def rename(store: Any) -> Any:
        with store.change("Rename") as work:
            work.get(Project, key).name = "Parque Ruiseñor ficticio"
        return True

    desk.ask(rename)
    assert "Records" not in found(desk, "zapatito")
    assert [one.title for one in found(desk, "ruisenor")["Records"]] == ["Parque Ruiseñor ficticio"]


def test_a_record_opened_from_the_palette_comes_first_the_next_time(desk: Desk) -> None:
    entry = found(desk, "ruta")["Records"][0]
    desk.window.finder.palette._run(entry)
    desk.rest()
    assert found(desk, "")["Recent"][0].id == entry.id


@pytest.mark.row(5)
def test_esc_gives_the_focus_back_to_the_list(desk: Desk) -> None:
    page: Any = desk.window.page()
    desk.window.activateWindow()
    page.table.setFocus()
    desk.window.finder.toggle()
    desk.rest()
    QTest.keyClick(desk.window.finder.palette.field, Qt.Key.Key_Escape)
    assert page.table.hasFocus()

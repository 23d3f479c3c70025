"""A noun's page on a real database: filter, chips, order, news, the record beside it, its story."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.fields import Key
from db.records import Organisation
from ui.main_window import MainWindow
from ui.widgets.controls import Button, Label
from ui.widgets.history_pane import HistoryPane
from ui.widgets.word_diff import WordDiff

Change = Callable[[Callable[[Any], Any]], Any]
NAMES = ("Ñandú Ficticio", "Niño de Huánuco Ficticio", "Nube Ficticia", "Zorro Ficticio")


@pytest.fixture
def keys(change: Change) -> dict[str, Key]:
    def add(store: Any) -> dict[str, Key]:
        with store.change("Invented") as work:
            return {name: work.add(Organisation(name=name, acronym=name[:2] if name[0] == "N" else None)).id
                    for name in NAMES}  # fmt: skip

    return change(add)  # type: ignore[no-any-return]


@pytest.fixture
def page(window: MainWindow, keys: dict[str, Key], settled: Any) -> Any:
    settled(window.tasks)
    return window.page()


def shown(page: Any) -> list[str]:
    return [page.model.index(n, 1).data() for n in range(page.model.rowCount())]


def wait(window: MainWindow, settled: Any, qtbot: QtBot) -> None:
    for _n in range(3):
        qtbot.wait(60)
        settled(window.tasks)


@pytest.mark.row(46)
def test_names_are_in_spanish_order(page: Any) -> None:
    assert shown(page) == ["Niño de Huánuco Ficticio", "Nube Ficticia", "Ñandú Ficticio", "Zorro Ficticio"]


@pytest.mark.row(7, 45)
def test_the_filter_finds_without_accents_and_esc_brings_all_back(
    page: Any, window: MainWindow, settled: Any, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.field, "huan nino")
    qtbot.waitUntil(lambda: shown(page) == ["Niño de Huánuco Ficticio"])
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(page)) == 4)


@pytest.mark.row(44)
def test_a_letter_typed_in_the_list_begins_the_filter(page: Any, qtbot: QtBot) -> None:
    page.table.setFocus()
    qtbot.keyClicks(page.table, "z")
    assert page.field.text() == "z"
    qtbot.waitUntil(lambda: shown(page) == ["Zorro Ficticio"])


@pytest.mark.row(48)
def test_nothing_found_is_not_nothing_there(page: Any, qtbot: QtBot) -> None:
    page.field.setText("xyzzy")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.table.empty_text == "Nothing fits these filters."
    assert page._middle.currentIndex() == 0
    page._clear.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


@pytest.mark.row(47)
def test_a_chip_counts_and_filters(page: Any, window: MainWindow, settled: Any, qtbot: QtBot) -> None:
    chip = page.chips["short"]
    qtbot.waitUntil(lambda: chip.accessibleName() == "With an acronym 2")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    assert not page._clear.isHidden()


@pytest.mark.row(41)
def test_a_header_click_sorts_in_the_database(page: Any, window: MainWindow, settled: Any) -> None:
    page.table.head.press(1)
    page.table.head.press(1)
    settled(window.tasks)
    assert shown(page)[0] == "Zorro Ficticio"


@pytest.mark.row(49)
def test_the_selection_is_kept_by_key_when_others_change_things(
    page: Any, window: MainWindow, keys: dict[str, Key], change: Change, settled: Any
) -> None:
    page.table.select([keys["Nube Ficticia"]])

    def rename(store: Any) -> None:
        with store.change("Changed elsewhere") as work:
            work.get(Organisation, keys["Nube Ficticia"]).name = "Alba Ficticia"
            work.add(Organisation(name="Abeja Ficticia"))

    change(rename)
    settled(window.tasks)
    assert shown(page)[:2] == ["Abeja Ficticia", "Alba Ficticia"]
    assert page.selected() == (keys["Nube Ficticia"],)
    assert window.header.subtitle.whole() == "5 organisations"


def test_a_change_of_very_many_reads_again_what_was_read(
    page: Any, window: MainWindow, keys: dict[str, Key], change: Change, settled: Any, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.widgets.list_page.TOLD_APART", 1)
    page.table.select([keys["Nube Ficticia"]])

    def rename(store: Any) -> None:
        with store.change("Invented") as work:
            for name in NAMES[2:]:
                work.get(Organisation, keys[name]).name = f"Otra {name}"

    change(rename)
    wait(window, settled, qtbot)
    assert shown(page) == ["Niño de Huánuco Ficticio", "Ñandú Ficticio", "Otra Nube Ficticia", "Otra Zorro Ficticio"]
    assert page.selected() == (keys["Nube Ficticia"],)


def test_the_record_beside_the_list_has_its_head_and_its_story(
    page: Any, window: MainWindow, keys: dict[str, Key], change: Change, settled: Any
) -> None:
    def rename(store: Any) -> None:
        with store.change("Rename “{name}”", name="Nube") as work:
            work.get(Organisation, keys["Nube Ficticia"]).acronym = "NF"

    change(rename)
    page.open_record(keys["Nube Ficticia"])
    settled(window.tasks)
    assert page.detail.title.whole() == "Nube Ficticia"
    page.detail.show_tab(1)
    settled(window.tasks)
    pane = page.detail.tab(1)
    assert isinstance(pane, HistoryPane)
    words = [label.whole() for label in pane.widget().findChildren(Label)]
    assert "Rename “Nube”" in words
    assert [one.whole() for one in pane.widget().findChildren(WordDiff)] == ["Acronym: Nu → NF"]
    assert any("Prueba Ficticia" in one for one in words)


def test_a_field_is_restored_from_the_story(
    page: Any, window: MainWindow, keys: dict[str, Key], change: Change, settled: Any, qtbot: QtBot
) -> None:
    key = keys["Nube Ficticia"]

    def rename(store: Any) -> None:
        with store.change("Rename") as work:
            work.get(Organisation, key).acronym = "NF"

    change(rename)
    page.open_record(key)
    page.detail.show_tab(1)
    settled(window.tasks)
    (restore,) = [one for one in page.detail.tab(1).findChildren(Button) if one.text() == "Restore"]
    assert restore.toolTip() == "Set Acronym back to Nu"
    restore.click()
    settled(window.tasks)
    assert page.model.row(key).acronym == "Nu"


@pytest.mark.row(26)
def test_delete_shows_a_notice_whose_button_brings_it_back(
    page: Any, window: MainWindow, keys: dict[str, Key], settled: Any
) -> None:
    page.table.select([keys["Zorro Ficticio"], keys["Nube Ficticia"]])
    assert window.registry["organisations.delete"].isEnabled()
    window.registry["organisations.delete"].trigger()
    settled(window.tasks)
    settled(window.tasks)
    assert len(shown(page)) == 2
    assert window.notices.text() == "Done: Delete 2 organisations"
    window.notices.press()
    settled(window.tasks)
    settled(window.tasks)
    assert len(shown(page)) == 4


@pytest.mark.row(48)
def test_an_empty_list_teaches(window: MainWindow, change: Change, keys: dict[str, Key], settled: Any) -> None:
    from ecd_desktop.services import records

    change(lambda store: records.delete(store, "organisations", list(keys.values())))
    settled(window.tasks)
    page: Any = window.page()
    assert page._middle.currentIndex() == 1


def test_a_narrow_page_shows_list_or_detail(page: Any, window: MainWindow, keys: dict[str, Key]) -> None:
    window.resize(860, 600)
    page.open_record(keys["Zorro Ficticio"])
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    page.detail.close_button.click()
    assert page.table.isVisible()
    window.resize(1366, 768)


def test_a_place_is_opened_filtered(page: Any, qtbot: QtBot) -> None:
    page.filter_by("ficticia")
    qtbot.waitUntil(lambda: shown(page) == ["Nube Ficticia"])
    assert page.asked().text == "ficticia"


def test_a_record_begun_before_the_list_arrives_is_not_left_for_the_first_row(
    window: MainWindow, keys: dict[str, Key], settled: Any, qtbot: QtBot
) -> None:
    page: Any = window.page()
    page.table.clearSelection()
    page._asked_once = False  # as if the first answer were still to come
    page.new_record()
    qtbot.waitUntil(lambda: page.form.draft is not None and page.form.draft.new)
    page.load()
    wait(window, settled, qtbot)
    assert page.form.draft.new
    assert page.selected() == ()

"""The help: every place, command, field and setting is explained in both languages, and F1 finds the way there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db import records
from db.records import fields_of
from ecd_desktop import language
from ecd_desktop.settings import Settings, declared
from tests.ui.example import chosen, page_of, wait_until_idle
from ui import style
from ui.commands import Command
from ui.help import licences, pages
from ui.help.commands import Help, helper
from ui.main_window import MainWindow
from ui.shell_commands import shell_commands
from ui.tasks import Tasks
from ui.wiring import PLACES

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("es", "en")


def every_command() -> list[Command]:
    """All commands that the whole program has."""
    window: Any = None
    return [*shell_commands(window, PLACES), *(command for place in PLACES for command in place.commands())]


def fields_by_place() -> dict[str, list[str]]:
    """The fields of each noun that has a place."""
    by_table = {kind.__tablename__: kind for kind in vars(records).values() if hasattr(kind, "__tablename__")}
    return {place.id: list(fields_of(by_table[place.entity])) for place in PLACES if place.entity}


@pytest.fixture(params=LANGUAGES)
def read(request: pytest.FixtureRequest) -> tuple[pages.HelpPage, ...]:
    return pages.read(request.param)


# --- what is written ------------------------------------------------------------------------------------------------


def test_every_place_has_a_page(read: tuple[pages.HelpPage, ...]) -> None:
    assert [place.id for place in PLACES if pages.page(read, place.id) is None] == []


def test_every_command_is_named_or_has_a_heading(read: tuple[pages.HelpPage, ...]) -> None:
    known = {id for page in read for id in (*page.ids, *page.named)}
    commands = every_command()
    assert len(commands) > 80
    assert [command.id for command in commands if command.id not in known] == [], "no {#id} ends a heading"


def test_no_page_names_a_command_that_is_not_there(read: tuple[pages.HelpPage, ...]) -> None:
    there = {command.id for command in every_command()}
    named = {id for page in read for id in page.named}
    assert named - there == set()


def test_every_field_of_a_noun_is_explained_on_its_page(read: tuple[pages.HelpPage, ...]) -> None:
    missing = [
        f"{place}.{name}"
        for place, names in fields_by_place().items()
        for name in names
        if (page := pages.page(read, place)) is None or name not in page.ids
    ]
    assert len(fields_by_place()) >= 7
    assert missing == [], "its page has no heading that ends in {#name}"


def test_every_setting_is_explained(read: tuple[pages.HelpPage, ...]) -> None:
    page = pages.page(read, "settings")
    assert page is not None
    assert [one.name for one in declared() if one.shown and one.name not in page.ids] == []


def test_no_page_and_no_section_is_empty_and_no_id_stands_twice(read: tuple[pages.HelpPage, ...]) -> None:
    for page in read:
        assert page.sections[0].level == 1
        assert [section.title for section in page.sections if not section.body] == []
        ids = [id for section in page.sections for id in section.ids]
        assert len(ids) == len(set(ids)), page.id


def test_no_link_leads_nowhere(read: tuple[pages.HelpPage, ...]) -> None:
    links = [(page, link) for page in read for link in page.links]
    assert len(links) > 25
    for page, link in links:
        file, _dot, id = link.partition("#")
        target = pages.page(read, file.removesuffix(".md")) if file else page
        assert target is not None, f"{page.id}: {link}"
        assert not id or target.section(id) is not None, f"{page.id}: {link}"


def test_both_languages_say_the_same_in_the_same_order() -> None:
    spanish, english = pages.read("es"), pages.read("en")
    for here, there in zip(spanish, english, strict=True):
        assert [(one.level, one.ids) for one in here.sections] == [(one.level, one.ids) for one in there.sections]
        assert here.named == there.named
        assert here.links == there.links


def test_every_file_in_the_folders_is_a_page() -> None:
    for code in LANGUAGES:
        files = {path.stem for path in (ROOT / "resources" / "help" / code).glob("*.md")}
        assert files == set(pages.ORDER)


def test_words_are_found_without_accents_and_a_word_that_is_nowhere_finds_nothing() -> None:
    read = pages.read("es")
    assert "traffic_light" in pages.found(read, "semaforo habiles")
    assert pages.found(read, "zzzz") == {}


# --- the window -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qtbot: QtBot, tasks: Tasks, settings: Settings) -> MainWindow:
    """The window with every place and every command, before a database is open."""
    made = MainWindow(PLACES, settings, tasks)
    qtbot.addWidget(made, before_close_func=lambda _window: tasks.close())
    for place in PLACES:
        made.registry.add(place.commands())
    made.show()
    return made


@pytest.fixture
def help_(desk: MainWindow) -> Iterator[Help]:
    made = helper(desk)
    yield made
    made.window.close()


@pytest.fixture
def in_office(office: MainWindow) -> Iterator[Help]:
    made = helper(office)
    yield made
    made.window.close()


def test_there_is_one_help_for_a_window(desk: MainWindow, help_: Help) -> None:
    assert helper(desk) is help_


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_target_of_f1_scrolls_to_a_heading(desk: MainWindow, help_: Help, code: str) -> None:
    language.use(code)
    tried = 0
    everywhere = {command.id for command in desk.registry.commands(place="")}
    for turn, (place, names) in enumerate(fields_by_place().items()):
        commands = {command.id for command in desk.registry.commands(place=place)} - (everywhere if turn else set())
        for id in (*names, *sorted(commands)):
            help_.window.open_at(place, id)
            page, number = help_.window.spot
            shown = pages.page(help_.window.pages, page)
            assert shown is not None
            assert id in shown.sections[number].ids or f"[[{id}]]" in shown.sections[number].body
            tried += 1
        assert help_.window.spot[0]
    assert tried > 250


@pytest.mark.row(9)
def test_f1_in_a_field_explains_that_field(office: MainWindow, in_office: Help, qtbot: QtBot) -> None:
    page = chosen(office, "COM-2026-001")
    page.edit_selected()
    wait_until_idle(office.tasks)
    editor = page.form.editors["due_on"]
    qtbot.waitUntil(lambda: bool(editor.isVisible()))
    office.activateWindow()
    editor.inner.setFocus(Qt.FocusReason.TabFocusReason)
    office.registry["help.here"].trigger()
    page_id, number = in_office.window.spot
    section = pages.page(in_office.window.pages, page_id).sections[number]  # type: ignore[union-attr]
    assert page_id == "action_items"
    assert "due_on" in section.ids


def test_f1_in_a_list_explains_the_place_and_esc_leaves(office: MainWindow, in_office: Help, qtbot: QtBot) -> None:
    page = page_of(office, "cases")
    page.table.setFocus()
    office.registry["help.here"].trigger()
    assert in_office.window.spot == ("cases", 0)
    assert in_office.window.isVisible()
    qtbot.keyClick(in_office.window.text, Qt.Key.Key_Escape)
    assert not in_office.window.isVisible()


def test_f1_in_a_menu_explains_the_line_that_is_highlighted(desk: MainWindow, help_: Help, qtbot: QtBot) -> None:
    commands = desk.registry.commands(place="action_items")
    menu = desk.registry.menu([one for one in commands if one.place], desk)
    menu.popup(desk.mapToGlobal(QPoint(200, 200)))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu.setActiveAction(desk.registry["action_items.block"])
    qtbot.keyClick(menu, Qt.Key.Key_F1)
    assert not menu.isVisible()
    page, number = help_.window.spot
    assert "action_items.block" in pages.page(help_.window.pages, page).sections[number].ids  # type: ignore[union-attr]


def test_f1_in_a_dialog_explains_its_command(office: MainWindow, in_office: Help, qtbot: QtBot) -> None:
    from ui.widgets.question import Question

    chosen(office, "COM-2026-001")
    office.registry["action_items.assign"].trigger()
    qtbot.waitUntil(lambda: bool(office.findChildren(Question)))
    (asking,) = office.findChildren(Question)
    asking.activateWindow()
    asking.verb.setFocus()
    office.registry["help.here"].trigger()
    page, number = in_office.window.spot
    assert "action_items.assign" in pages.page(in_office.window.pages, page).sections[number].ids  # type: ignore[union-attr]
    asking.reject()


def test_the_pages_name_commands_as_the_menu_does(desk: MainWindow, help_: Help) -> None:
    language.use("es")
    help_.window.open_at("action_items", "action_items.block")
    text = help_.window.text.toPlainText()
    assert "Bloquear…" in text
    assert "Ctrl+B" in text
    assert "[[" not in text
    assert "{#" not in text


def test_searching_leaves_what_fits_and_leads_there(desk: MainWindow, help_: Help) -> None:
    language.use("en")
    help_.window.open_at("first_steps")
    help_.window.field.setText("working days")
    help_.window._search("working days")
    titles = [help_.window.contents.topLevelItem(n).text(0) for n in range(help_.window.contents.topLevelItemCount())]
    assert "The traffic light" in titles
    assert len(titles) < len(pages.ORDER)
    assert help_.window.text.extraSelections()
    help_.window._search("zzzz")
    assert help_.window.contents.topLevelItemCount() == 0


def test_links_are_followed_and_the_way_back_is_remembered(desk: MainWindow, help_: Help) -> None:
    help_.window.open_at("action_items")
    help_.window._follow(QUrl("places.md#places.holidays"))
    assert help_.window.spot[0] == "places"
    assert help_.window.spot[1] > 0
    help_.window.step(-1)
    assert help_.window.spot == ("action_items", 0)
    help_.window.step(1)
    assert help_.window.spot[0] == "places"


def test_the_page_wears_the_colours_of_the_theme(desk: MainWindow, help_: Help, qapp: QApplication) -> None:
    help_.window.open_at("traffic_light")
    colours = set()
    for mode in ("light", "dark"):
        style.apply(qapp, mode)
        block = help_.window.text.document().begin()
        colours.add(block.begin().fragment().charFormat().foreground().color().name().upper())
        assert style.theme().text in colours
    assert len(colours) == 2


# --- shortcuts and About --------------------------------------------------------------------------------------------


@pytest.mark.row(9)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sheet_holds_every_command_once(desk: MainWindow, help_: Help, code: str) -> None:
    language.use(code)
    help_.show_keys()
    sheet = help_.sheet
    assert sheet is not None
    ids = [line.id for group in sheet.groups for line in group.lines]
    assert sorted(ids) == sorted(command.id for command in desk.registry.commands())
    sheet.without.setChecked(True)
    assert len(sheet.shown()) == len(ids)
    keyed = [one for one in desk.registry.commands() if one.keys]
    sheet.without.setChecked(False)
    assert {line.id for line in sheet.shown()} == {one.id for one in keyed}
    sheet.close()


def test_a_key_or_a_word_finds_its_command_and_enter_explains_it(
    desk: MainWindow, help_: Help, qtbot: QtBot
) -> None:
    help_.show_keys()
    sheet = help_.sheet
    assert sheet is not None
    sheet.field.setText("ctrl+b")
    sheet._fill()
    assert "action_items.block" in [line.id for line in sheet.shown()]
    sheet.field.setText("unblock")
    sheet._fill()
    assert [line.id for line in sheet.shown()][:1] == ["action_items.unblock"]
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    page, number = help_.window.spot
    assert "action_items.unblock" in pages.page(help_.window.pages, page).sections[number].ids  # type: ignore[union-attr]


def test_about_says_version_database_and_licences_and_copies_them(desk: MainWindow, help_: Help) -> None:
    from ecd_desktop import __version__

    help_.show_about()
    about = help_.about
    assert about is not None
    about.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert "Database: none is open" in copied
    assert re.search(r"Qt 6\.\d+", copied)
    assert "Inter 4.1 - OFL-1.1" in copied
    assert "Tabler Icons 3 - MIT" in copied
    assert "SQLAlchemy" in copied
    about.close()


def test_every_package_that_is_shipped_says_its_licence() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {licences.NAME.match(one)[0] for one in wanted}  # type: ignore[index]
    assert names | {"psycopg-binary"} == set(licences.PACKAGES)
    parts = licences.shipped()
    found = {part.name.lower().replace("_", "-") for part in parts}
    assert {name.lower() for name in names} - found == set()
    assert {"typing-extensions", "mako"} & found  # what these need in turn
    assert "pytest" not in found
    assert [part.name for part in parts if part.licence in ("", "?", "UNKNOWN")] == []

"""What stands beside a list: one record, or several with what can be done, or nothing; forms begin at their top."""

from typing import Any

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecd_desktop import language
from tests.ui.asking import in_front
from tests.ui.example import page_of, wait_until_idle
from ui import application
from ui.main_window import MainWindow
from ui.widgets import marks
from ui.widgets.list_menu import list_menu


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    found = page_of(office, "action_items")
    found._show_detail(True)
    wait_until_idle(office.tasks)
    return found


def test_several_selected_are_counted_beside_the_list_with_what_can_be_done_with_all_of_them(page: Any) -> None:
    page.table.select(page.model.keys[:3])
    wait_until_idle(page.here.tasks)
    several = page.detail.several
    assert several.isVisible()
    assert several.title.whole() == "3 commitments"
    offered = [verb for verb in several.verbs if verb.isVisible()]
    assert "Change a field of 3 records…" in [verb.text() for verb in offered]
    assert all(page.here.actions[verb.property("command")].isEnabled() for verb in offered)
    assert not {"action_items.new", "action_items.edit"} & {verb.property("command") for verb in offered}


def test_one_record_is_shown_again_when_one_is_left(page: Any) -> None:
    page.table.select(page.model.keys[:3])
    wait_until_idle(page.here.tasks)
    page.table.select([page.model.keys[1]])
    wait_until_idle(page.here.tasks)
    assert not page.detail.several.isVisible()
    assert page.form.isVisible()
    assert page.detail.key == page.model.keys[1]


def test_a_verb_beside_the_list_is_done_with_all_of_them(page: Any) -> None:
    keys = page.model.keys[:2]
    page.table.select(keys)
    wait_until_idle(page.here.tasks)
    verb = next(one for one in page.detail.several.verbs if one.property("command") == "action_items.delete")
    verb.click()
    wait_until_idle(page.here.tasks)
    assert not set(keys) & set(page.model.keys)


def test_where_nothing_fits_the_way_back_stands_in_the_list_and_no_record_beside_it(page: Any) -> None:
    before = page.records
    page.filter_by(text="xyzxyz")
    page.focus()
    wait_until_idle(page.here.tasks)
    words = page._middle._no_match
    assert words.isVisible()
    assert page.detail.several.isVisible()
    page.clear_filters()
    wait_until_idle(page.here.tasks)
    assert page.records == before
    assert not words.isVisible()
    assert not page.detail.several.isVisible()


def test_another_record_is_shown_from_its_top(page: Any) -> None:
    page.table.select([page.model.keys[0]])
    wait_until_idle(page.here.tasks)
    bar = page.form.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.table.select([page.model.keys[1]])
    wait_until_idle(page.here.tasks)
    assert bar.value() == 0


def test_what_asks_stays_in_sight_wherever_the_form_is_scrolled_to(page: Any, qtbot: QtBot) -> None:
    page.table.select([page.model.keys[0]])
    wait_until_idle(page.here.tasks)
    form = page.form
    form.bar.say("Something to know")
    qtbot.waitUntil(lambda: form.bar.isVisible())
    bar = form.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert form.bar.isVisible()
    assert form.viewportMargins().top() >= form.bar.height()
    assert form.rect().contains(form.bar.mapTo(form, form.bar.rect().center()))
    form.bar.say("")
    qtbot.waitUntil(lambda: form.viewportMargins().top() == 0)


def test_of_a_record_that_is_only_begun_there_are_details_alone(page: Any) -> None:
    page.new_record()
    wait_until_idle(page.here.tasks)
    tabs = page.detail._bar
    assert page.detail.title.whole() == "New commitment"
    assert [tabs.isTabEnabled(n) for n in range(tabs.count())] == [True, *[False] * (tabs.count() - 1)]
    page.form.give_up()
    page.table.select([page.model.keys[0]])
    wait_until_idle(page.here.tasks)
    assert all(tabs.isTabEnabled(n) for n in range(tabs.count()))


def test_rows_that_were_headings_are_as_high_as_others_once_nothing_is_grouped(page: Any) -> None:
    rows = page.table.verticalHeader()
    usual = {rows.sectionSize(n) for n in range(rows.count())}
    page.table.group_by("unit")
    wait_until_idle(page.here.tasks)
    assert len({rows.sectionSize(n) for n in range(rows.count())}) == 2
    page.table.group_by(None)
    wait_until_idle(page.here.tasks)
    assert {rows.sectionSize(n) for n in range(rows.count())} == usual


def test_the_menu_of_a_row_holds_what_can_be_done_now(page: Any) -> None:
    page.table.select([page.model.keys[0]])
    wait_until_idle(page.here.tasks)
    menu = list_menu(page)
    assert menu is not None
    actions = [one for one in menu.actions() if not one.isSeparator()]
    assert page.here.actions["action_items.delete"] in actions
    assert all(one.isEnabled() for one in actions if one.objectName().startswith("action_items."))


def test_tabs_keep_their_whole_words_on_a_small_screen(office: MainWindow) -> None:
    office.resize(1024, 600)
    in_front(office)
    page = page_of(office, "cases")
    page._show_detail(True)
    wait_until_idle(office.tasks)
    bar = page.detail._bar
    bar.setTabText(1, "Bitácora y más")  # as long as Spanish has them
    page._fit_panes()
    wait_until_idle(office.tasks)
    assert page.detail.strip.more.isVisible() == bool(page.detail.strip.away())
    assert bar.width() >= bar.sizeHint().width()


def test_initials_are_those_of_words_that_say_something() -> None:
    assert marks.initials("Gerencia de Transporte Urbano") == "GT"
    assert marks.initials("Servicio de Agua Potable") == "SA"
    assert marks.initials("Mariela Cusi Ayala") == "MC"
    assert marks.initials("MTPI") == "MT"
    assert marks.initials("Logística") == "L"
    assert marks.initials("de la") == "DL"
    assert marks.initials("") == "·"


@pytest.mark.parametrize(("code", "said"), [("es", "Ctrl+Mayús+Enter"), ("en", "Ctrl+Shift+Enter")])
def test_menus_name_keys_as_they_stand_on_the_keyboards_here(qapp: QApplication, code: str, said: str) -> None:
    before = language.current()
    try:
        language.use(code)
        application.speak(qapp)
        written = QKeySequence("Ctrl+Shift+Return").toString(QKeySequence.SequenceFormat.NativeText)
        assert written == said
        assert qapp.translate("QPlatformTheme", "No such words") == "No such words"
    finally:
        language.use(before)
        application.speak(qapp)

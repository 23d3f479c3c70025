"""Saved views in the window: everything a list is comes back under a name, and a changed view says so."""

import json
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from ecd_desktop.services import saved_views
from tests.ui.asking import fill, in_front, question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.column_filters import ColumnFilter
from ui.widgets.saved_views import dumped, state_of


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return page_of(office, "action_items")


def narrowed(page: Any) -> None:
    """A list with something of everything."""
    page.asking.filter(ColumnFilter("unit", ("EMAPE", "GDU")))
    page.chips["overdue"].click()
    page.table.head.press(page.model.column_named("due_on"))
    page.table.want("code", True)
    page.table.group_by("unit")
    page.field.setText("a")
    page.asking.search("a")
    wait_until_idle(page.here.tasks)


def save_as(page: Any, office: MainWindow, name: str, *, shared: bool = False) -> None:
    office.registry["view.save_as"].trigger()
    dialog = question(office)
    fill(dialog, name=name)
    if shared:
        dialog.answers.editors["shared"].inner.click()
    dialog.give()
    wait_until_idle(office.tasks)


def menu_of(page: Any) -> dict[str, Any]:
    menu = QMenu()
    page.saved.fill(menu)
    return {action.text(): (action, menu) for action in menu.actions()}


@pytest.mark.row(47)
def test_everything_a_list_is_comes_back_under_its_name(page: Any, office: MainWindow) -> None:
    came = state_of(page)
    narrowed(page)
    kept, keys = state_of(page), list(page.model.keys)
    save_as(page, office, "Vencidas de EMAPE")
    assert page.saved.row.name == "Vencidas de EMAPE"
    assert page.saved.button.text() == "View: Vencidas de EMAPE"
    assert not page.saved.changed
    office.registry["view.reset"].trigger()
    wait_until_idle(office.tasks)
    assert page.saved.row is None
    assert state_of(page) == came
    action, _menu = menu_of(page)["Vencidas de EMAPE"]
    action.trigger()
    wait_until_idle(office.tasks)
    assert state_of(page) == kept
    assert page.model.keys == keys
    assert page.field.text() == "a"
    assert not page.saved.changed


def test_a_changed_view_says_so_and_is_saved_over(page: Any, office: MainWindow) -> None:
    save_as(page, office, "Mía")
    assert not office.registry["view.save"].isEnabled()
    page.chips["overdue"].click()
    wait_until_idle(office.tasks)
    page.saved.look_again()
    assert page.saved.changed
    assert page.saved.button.accessibleName() == "View: Mía, changed since it was saved"
    office.registry.refresh()
    office.registry["view.save"].trigger()
    wait_until_idle(office.tasks)
    assert not page.saved.changed
    assert json.loads(page.saved.row.content)["chips"] == ["overdue"]


def test_undo_of_a_saving_shows_that_the_list_is_otherwise_and_saves_again(page: Any, office: MainWindow) -> None:
    save_as(page, office, "Mía")
    page.chips["overdue"].click()
    wait_until_idle(office.tasks)
    office.registry["view.save"].trigger()
    wait_until_idle(office.tasks)
    assert not page.saved.changed
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert page.saved.changed
    office.registry["view.save"].trigger()
    wait_until_idle(office.tasks)
    assert not page.saved.changed


def test_what_somebody_else_saved_meanwhile_is_not_written_over(page: Any, office: MainWindow, answers: Any) -> None:
    save_as(page, office, "De todos", shared=True)
    key, seen = page.saved.key, page.saved.row.content

    def theirs(store: Any) -> None:
        store.who, mine = "Otra Persona Ficticia", store.who
        saved_views.save_over(store, key, content='{"text": "otra"}', seen=seen)
        store.who = mine

    answers(theirs)
    wait_until_idle(office.tasks)
    assert page.saved.changed
    page.chips["overdue"].click()
    wait_until_idle(office.tasks)
    office.registry["view.save"].trigger()
    wait_until_idle(office.tasks)
    assert "Somebody changed this view in the meantime" in office.errors.text()
    assert page.saved.row.content == '{"text": "otra"}'
    page.saved.open(key)
    wait_until_idle(office.tasks)
    assert page.field.text() == "otra"


def test_rename_share_delete_and_undo(page: Any, office: MainWindow) -> None:
    save_as(page, office, "Mía")
    office.registry["view.rename"].trigger()
    fill(question(office), name="De la semana")
    question(office).give()
    wait_until_idle(office.tasks)
    assert page.saved.row.name == "De la semana"
    office.registry["view.share"].trigger()
    wait_until_idle(office.tasks)
    assert page.saved.row.shared
    assert office.registry["view.share"].text() == "Keep the view for its owner"
    office.registry["view.delete"].trigger()
    wait_until_idle(office.tasks)
    assert page.saved.row is None
    assert office.notices.text() == "Done: Delete view “De la semana”"
    office.notices.press()
    wait_until_idle(office.tasks)
    assert [row.name for row in page.saved.rows] == ["De la semana"]


def test_a_name_that_is_taken_is_said_under_the_field(page: Any, office: MainWindow) -> None:
    save_as(page, office, "Mía")
    save_as(page, office, "mia")
    dialog = question(office)
    assert dialog.isVisible()
    assert dialog.answers.editors["name"].inner.accessibleDescription() == "There is a view of this name already."
    dialog.reject()


def test_a_view_of_another_version_opens_without_what_is_unknown(page: Any, office: MainWindow, answers: Any) -> None:
    content = json.dumps({
        "view": "hologram", "text": "parque", "chips": ["overdue", "of_tomorrow"], "order": [["colour", True]],
        "filters": [{"column": "colour", "text": "x"}, {"column": "unit", "values": ["EMAPE"]}, 7],
        "table": {"wanted": {"colour": True, "code": True}, "group": "colour", "frozen": 1}, "sound": "loud",
    })  # fmt: skip
    key = answers(lambda store: saved_views.save_new(store, place="action_items", name="Vieja", content=content))
    wait_until_idle(office.tasks)
    page.saved.open(key)
    wait_until_idle(office.tasks)
    now = state_of(page)
    assert (now["view"], now["text"], now["chips"], now["order"]) == ("table", "parque", ["overdue"], [])
    assert [one["column"] for one in now["filters"]] == ["unit"]
    assert not page.table.isColumnHidden(page.model.column_named("code"))
    assert not page.saved.changed


@pytest.mark.parametrize("content", ["", "[]", "nonsense", '{"table": 3, "filters": {}, "order": 4, "chips": "x"}'])
def test_a_view_written_by_hand_does_no_harm(page: Any, office: MainWindow, answers: Any, content: str) -> None:
    key = answers(
        lambda store: saved_views.save_new(store, place="action_items", name="A mano", content=content or " ")
    )
    wait_until_idle(office.tasks)
    page.saved.open(key)
    wait_until_idle(office.tasks)
    assert page.records > 20


def test_the_views_of_somebody_else_come_while_the_window_is_open(page: Any, office: MainWindow, answers: Any) -> None:
    assert page.saved.rows == () or list(page.saved.rows) == []
    content = dumped(page)
    answers(lambda store: saved_views.save_new(store, place="action_items", name="Nueva", content=content, shared=True))
    wait_until_idle(office.tasks)
    assert "Nueva" in menu_of(page)
    assert "For everybody" in menu_of(page)


def test_the_view_is_part_of_it(page: Any, office: MainWindow) -> None:
    page.show_view("board")
    wait_until_idle(office.tasks)
    first, other = (one.id for one in page.view.spec.by[:2])
    page.view.part_by(other)
    wait_until_idle(office.tasks)
    save_as(page, office, "Tablero")
    page.view.part_by(first)
    wait_until_idle(office.tasks)
    assert page.saved.changed
    page.show_view("table")
    wait_until_idle(office.tasks)
    page.saved.open(page.saved.key)
    wait_until_idle(office.tasks)
    assert (page._middle.id, page.view.by.id) == ("board", other)
    page.show_view("calendar")
    page.view.show_week(True)
    wait_until_idle(office.tasks)
    save_as(page, office, "La semana")
    page.view.show_week(False)
    page.saved.open(page.saved.key)
    wait_until_idle(office.tasks)
    assert (page._middle.id, page.view.week) == ("calendar", True)


def test_folded_groups_come_back_folded(page: Any, office: MainWindow) -> None:
    page.table.group_by("unit")
    wait_until_idle(office.tasks)
    first, second = page.model.headings()[:2]
    page.table.folding.fold(first, True)
    save_as(page, office, "Por unidad")
    page.table.folding.fold(second, True)
    page.saved.look_again()
    assert page.saved.changed
    office.registry["view.reset"].trigger()
    wait_until_idle(office.tasks)
    page.saved.open(next(row.key for row in page.saved.rows if row.name == "Por unidad"))
    wait_until_idle(office.tasks)
    assert [heading for heading in page.model.headings() if page.model.is_folded(heading)] == [first]
    assert not page.saved.changed


def test_every_list_has_its_own_views(page: Any, office: MainWindow) -> None:
    save_as(page, office, "De compromisos")
    people = page_of(office, "people")
    wait_until_idle(office.tasks)
    assert [row.name for row in people.saved.rows] == []
    assert not office.registry["view.rename"].isEnabled()

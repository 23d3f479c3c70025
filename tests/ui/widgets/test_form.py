"""The form: drafts, saving, problems in words, and what others change while it is open."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.fields import Key
from db.records import Organisation
from tests.ui.sample_noun import OrganisationForm
from ui.main_window import MainWindow

Change = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
def key(change: Change) -> Key:
    def add(store: Any) -> Key:
        with store.change("Invented") as work:
            work.add(Organisation(name="Otra Unidad Ficticia"))
            return work.add(Organisation(name="Vivero Ficticio", acronym="VF")).id  # type: ignore[no-any-return]

    return change(add)  # type: ignore[no-any-return]


@pytest.fixture
def form(window: MainWindow, key: Key, settled: Any) -> OrganisationForm:
    settled(window.tasks)
    page: Any = window.page()
    page.open_record(key)
    settled(window.tasks)
    settled(window.tasks)
    assert page.form.draft is not None
    assert page.form.draft.key == key
    return page.form  # type: ignore[no-any-return]


def values(change: Change, key: Key) -> Any:
    from db.queries import records

    def read(store: Any) -> Any:
        with store.reading() as session:
            return records.snapshot(session, "organisations", key)

    snapshot = change(read)
    return None if snapshot is None else snapshot.values


def write(form: OrganisationForm, name: str, text: str, qtbot: QtBot) -> None:
    line = form.editors[name].line  # type: ignore[attr-defined]
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(line, text)
    form.editors[name].left.emit()


def elsewhere(change: Change, key: Key, **wanted: Any) -> None:
    def do(store: Any) -> None:
        with store.change("Changed elsewhere") as work:
            record = work.get(Organisation, key)
            for name, value in wanted.items():
                setattr(record, name, value)

    change(do)


@pytest.mark.row(70)
def test_a_record_is_shown_with_labels_and_names(form: OrganisationForm) -> None:
    assert form.editors["name"].line.text() == "Vivero Ficticio"  # type: ignore[attr-defined]
    assert form.editors["acronym"].inner.accessibleName() == "Acronym"


def test_leaving_a_field_keeps_a_draft_and_saves_nothing_yet(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow
) -> None:
    write(form, "name", "Vivero Nuevo", qtbot)
    assert values(change, key)["name"] == "Vivero Ficticio"
    kept = window.here.drafts.kept("organisations", key)
    assert kept is not None
    assert "Vivero Nuevo" in kept


@pytest.mark.row(29)
def test_saving_writes_it_says_when_and_drops_the_draft(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "name", "Vivero Nuevo", qtbot)
    window.registry["shell.save"].trigger()
    settled(window.tasks)
    settled(window.tasks)
    assert values(change, key)["name"] == "Vivero Nuevo"
    assert window.here.drafts.kept("organisations", key) is None
    assert window.status._saved.whole().startswith("Saved ")
    assert window.tasks.bridge.undo_step is not None


@pytest.mark.row(10)
def test_saving_where_nothing_changed_says_that_all_is_saved(form: OrganisationForm, window: MainWindow) -> None:
    before = window.tasks.bridge.undo_step
    window.registry["shell.save"].trigger()
    assert window.status._busy.whole() == "Everything is saved."
    assert window.tasks.bridge.undo_step is before


@pytest.mark.row(29)
def test_leaving_the_record_saves_it(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "name", "Vivero Nuevo", qtbot)
    page: Any = window.page()
    other = next(one for one in page.model.keys if one != key)
    page.table.select([other])
    settled(window.tasks)
    settled(window.tasks)
    assert values(change, key)["name"] == "Vivero Nuevo"
    assert form.draft is not None
    assert form.draft.key == other


@pytest.mark.row(31)
def test_what_is_wrong_is_said_under_its_field_and_waits_in_the_draft(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "valid_from", "31/02/2026", qtbot)
    assert form.problem("valid_from") == "“31/02/2026” is not a date."
    assert form.editors["valid_from"].inner.property("wrong") == "true"
    write(form, "acronym", "VN", qtbot)
    form.save()
    settled(window.tasks)
    settled(window.tasks)
    assert values(change, key)["acronym"] == "VN"
    assert form.editors["valid_from"].line.text() == "31/02/2026"  # type: ignore[attr-defined]
    page: Any = window.page()
    page.table.select([next(one for one in page.model.keys if one != key)])
    settled(window.tasks)
    page.table.select([key])
    settled(window.tasks)
    settled(window.tasks)
    assert form.editors["valid_from"].line.text() == "31/02/2026"  # type: ignore[attr-defined]
    assert not form.bar.isHidden()


@pytest.mark.row(79)
def test_an_empty_needed_field_is_said_and_nothing_is_saved(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "name", "", qtbot)
    form.save()
    settled(window.tasks)
    assert form.problem("name") == "This field is needed."
    assert values(change, key)["name"] == "Vivero Ficticio"
    assert window.notices.text().startswith("Not saved yet")


def test_untouched_fields_follow_what_others_change(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    form.editors["name"].line.end(False)  # type: ignore[attr-defined]
    qtbot.keyClicks(form.editors["name"].line, " a medio escribir")  # type: ignore[attr-defined]
    elsewhere(change, key, acronym="OTRO")
    settled(window.tasks)
    settled(window.tasks)
    assert form.editors["acronym"].line.text() == "OTRO"  # type: ignore[attr-defined]
    assert form.editors["name"].line.text() == "Vivero Ficticio a medio escribir"  # type: ignore[attr-defined]


def test_a_field_that_both_touched_asks(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "acronym", "MIO", qtbot)
    elsewhere(change, key, acronym="OTRO")
    settled(window.tasks)
    settled(window.tasks)
    assert not form.clash_bar.isHidden()
    bar = form.clash_bar._rows.itemAt(0).widget()
    for words in ("Acronym", "VF", "OTRO", "MIO"):
        assert words in bar.accessibleName()
    bar._buttons[0].click()  # keep mine
    form.save()
    settled(window.tasks)
    settled(window.tasks)
    assert values(change, key)["acronym"] == "MIO"
    assert form.clash_bar.isHidden()


def test_theirs_can_be_taken(
    form: OrganisationForm, key: Key, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    write(form, "acronym", "MIO", qtbot)
    elsewhere(change, key, acronym="OTRO")
    settled(window.tasks)
    settled(window.tasks)
    form.clash_bar._rows.itemAt(0).widget()._buttons[1].click()
    assert form.editors["acronym"].line.text() == "OTRO"  # type: ignore[attr-defined]
    assert form.draft is not None
    assert form.draft.changed == frozenset()


def test_a_new_record_is_begun_with_its_name_and_saved_when_it_is_whole(
    form: OrganisationForm, qtbot: QtBot, change: Change, window: MainWindow, settled: Any
) -> None:
    page: Any = window.page()
    before = len(page.model.keys)
    window.new_record("organisations", "Taller Ficticio")
    settled(window.tasks)
    assert form.draft is not None
    assert form.draft.new
    began: list[Key] = []
    form.began.connect(began.append)
    form.save()
    settled(window.tasks)
    settled(window.tasks)
    assert len(began) == 1
    assert values(change, began[0])["name"] == "Taller Ficticio"
    settled(window.tasks)
    assert len(page.model.keys) == before + 1


@pytest.mark.row(69)
def test_tab_goes_through_the_fields_in_reading_order(form: OrganisationForm) -> None:
    fields = [editor.inner for editor in form.editors.values()]
    for before, after in itertools.pairwise(fields):
        step = before.nextInFocusChain()
        for _n in range(12):
            if step is after:
                break
            assert step not in fields
            step = step.nextInFocusChain()
        assert step is after


@pytest.mark.row(25)
def test_undo_in_a_field_is_the_fields(form: OrganisationForm, qtbot: QtBot, window: MainWindow) -> None:
    line = form.editors["name"].line  # type: ignore[attr-defined]
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.end(False)
    qtbot.keyClicks(line, "!")
    step = window.tasks.bridge.undo_step
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "Vivero Ficticio"
    assert window.tasks.bridge.undo_step is step


def test_a_record_that_was_begun_and_not_finished_is_offered_again(
    form: OrganisationForm, qtbot: QtBot, window: MainWindow, settled: Any
) -> None:
    window.new_record("organisations", "")
    settled(window.tasks)
    write(form, "acronym", "A MEDIAS", qtbot)
    settled(window.tasks)
    form.begin()
    settled(window.tasks)
    assert not form.bar.isHidden()
    assert form.editors["acronym"].line.text() == ""  # type: ignore[attr-defined]
    form.bar._buttons[0].click()
    assert form.editors["acronym"].line.text() == "A MEDIAS"  # type: ignore[attr-defined]
    form.begin()
    settled(window.tasks)
    form.bar._buttons[1].click()
    settled(window.tasks)
    assert window.here.drafts.unfinished("organisations") is None


def test_what_waits_in_a_draft_can_be_discarded(
    form: OrganisationForm, key: Key, qtbot: QtBot, window: MainWindow, settled: Any
) -> None:
    write(form, "valid_from", "pronto", qtbot)
    page: Any = window.page()
    page.table.select([next(one for one in page.model.keys if one != key)])
    settled(window.tasks)
    page.table.select([key])
    settled(window.tasks)
    settled(window.tasks)
    form.bar._buttons[0].click()
    settled(window.tasks)
    assert form.editors["valid_from"].line.text() == ""  # type: ignore[attr-defined]
    assert window.here.drafts.kept("organisations", key) is None

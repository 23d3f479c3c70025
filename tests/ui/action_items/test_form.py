"""The form of a commitment: what it shows when, why a date moves, what follows from a state."""

from typing import Any

import pytest

from db.queries.traffic_light import Why
from db.records.action_items import FOLLOWS, State
from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow


@pytest.fixture
def form(office: MainWindow) -> Any:
    """The form on a commitment that is due soon."""
    page: Any = office.page()
    row = next(row for key in page.model.keys if (row := page.model.row(key)).why is Why.SOON)
    page.table.select([row.key], row.key)
    wait_until_idle(office.tasks)
    return page.form


def write(form: Any, name: str, text: str) -> None:
    editor = form.editors[name]
    inner = editor.inner
    inner.setPlainText(text) if hasattr(inner, "setPlainText") else inner.setText(text)
    if not hasattr(inner, "setPlainText"):
        inner.setModified(True)
    editor.left.emit()


def choose(form: Any, name: str, member: Any) -> None:
    editor = form.editors[name]
    editor.box.setCurrentIndex(editor.box.findData(str(member)))
    editor.left.emit()


def test_a_moved_date_asks_why_and_is_not_saved_without_an_answer(form: Any, office: MainWindow) -> None:
    key, reason = form.draft.key, form._why_moved
    page: Any = office.page()
    before = page.model.row(key).due_on
    assert reason.isHidden()
    write(form, "due_on", "15/12/2026")
    assert not reason.isHidden()
    form.save()
    wait_until_idle(office.tasks)
    assert form.problem("due_on") == "Say why the due date changes."
    assert page.model.row(key).due_on == before
    reason.line.setText("El proveedor pidió una semana más")
    form.save()
    wait_until_idle(office.tasks)
    assert str(page.model.row(key).due_on) == "2026-12-15"
    assert page.model.row(key).reschedules >= 1
    assert reason.isHidden()


def test_only_the_states_that_may_follow_are_offered(form: Any) -> None:
    was = form.draft.value("state")
    box = form.editors["state"].box
    offered = {State(box.itemData(n)) for n in range(box.count())}
    assert offered == {was} | FOLLOWS[was]


def test_what_a_state_asks_for_is_shown_with_it(form: Any, office: MainWindow) -> None:
    assert form._reported.isHidden()
    choose(form, "state", State.DONE)
    assert not form._reported.isHidden()
    form.save()
    wait_until_idle(office.tasks)
    page: Any = office.page()
    row = page.model.row(form.draft.key)
    assert (row.state, row.progress, str(row.reported_on)) == (State.DONE, 100, "2026-11-23")
    assert form.editors["reported_on"].line.text() == "23/11/2026"


def test_cancelling_needs_its_reason_under_the_field(form: Any, office: MainWindow) -> None:
    choose(form, "state", State.CANCELLED)
    assert not form._reasons.isHidden()
    form.save()
    wait_until_idle(office.tasks)
    assert form.problem("state_reason") == "Say why, and who authorised it."


def test_the_internal_note_stands_apart_and_says_that_it_never_leaves(form: Any) -> None:
    from ui.widgets.controls import Label
    from ui.widgets.parted_form import Tinted

    (box,) = form.findChildren(Tinted)
    assert box.isAncestorOf(form.editors["internal_note"])
    assert not box.isAncestorOf(form.editors["remarks"])
    assert any("It never leaves" in label.whole() for label in box.findChildren(Label))


def test_saves_of_one_open_form_are_one_undo(form: Any, office: MainWindow) -> None:
    page: Any = office.page()
    key, before = form.draft.key, form.draft.value("remarks")
    for text in ("Primera", "Primera y segunda", "Primera, segunda y tercera"):
        write(form, "remarks", text)
        form.save()
        wait_until_idle(office.tasks)
    assert page.model.row(key).remarks == "Primera, segunda y tercera"
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert page.model.row(key).remarks == before
    assert form.editors["remarks"].text.toPlainText() == (before or "")


def test_a_text_that_is_no_date_stays_and_nothing_is_lost_on_leaving(form: Any, office: MainWindow) -> None:
    page: Any = office.page()
    key = form.draft.key
    write(form, "agreed_on", "31/02/2026")
    assert form.problem("agreed_on")
    other = next(one for one in page.model.keys if one != key)
    page.table.select([other], other)
    wait_until_idle(office.tasks)
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    assert form.editors["agreed_on"].line.text() == "31/02/2026"

"""Numbers and names in the forms of people and organisations: written in one way, doubted in words, never refused."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records import Organisation, Person
from ecd_desktop.exchange.contacts import wrong_document, wrong_ruc
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow

Answers = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
def form(office: MainWindow) -> Any:
    """A new person, typed in the real window."""
    page_of(office, "people")
    office.here.new("people")
    wait_until_idle(office.tasks)
    return office.page().form  # type: ignore[union-attr]


def write(form: Any, name: str, text: str) -> None:
    line = form.editors[name].line
    line.clear()
    line.setModified(True)
    QTest.keyClicks(line, text)
    form.editors[name].left.emit()


@pytest.mark.row(73)
@pytest.mark.parametrize("typed", ["987654321", "987 654 321", "+51987654321", "0051 987654321", "(+51) 987-654-321"])
def test_a_telephone_typed_anyhow_is_shown_in_one_way(form: Any, typed: str) -> None:
    write(form, "phone", typed)
    assert form.editors["phone"].line.text() == "+51 987 654 321"
    assert form.draft.value("phone") == "+51 987 654 321"
    assert form.problem("phone") == ""


def test_a_telephone_that_is_none_is_doubted_and_kept(form: Any, office: MainWindow, answers: Answers) -> None:
    write(form, "given_names", "Ficticia")
    write(form, "phone", "anexo 12")
    assert "anexo 12" in form.problem("phone")
    assert form.editors["phone"].inner.accessibleDescription() == form.problem("phone")
    assert not form.editors["phone"].inner.property("wrong")
    form.save()
    wait_until_idle(office.tasks)

    def read(store: Any) -> Any:
        with store.reading() as session:
            return session.get(Person, form.draft.key).phone

    assert answers(read) == "anexo 12"


@pytest.mark.row(74)
def test_a_document_is_checked_as_a_warning_and_saved(form: Any, office: MainWindow, answers: Answers) -> None:
    write(form, "given_names", "Ficticia")
    write(form, "document_number", "1234")
    assert form.problem("document_number") == "A DNI has eight digits. It is saved as it stands."
    form.save()
    wait_until_idle(office.tasks)
    assert not form.draft.new
    write(form, "document_number", "12345678")
    assert form.problem("document_number") == ""


@pytest.mark.parametrize(
    ("kind", "number", "fits"),
    [("dni", "12345678", True), ("", "12345678", True), ("dni", "1234567", False), ("dni", "", True),
     ("ce", "001234567", True), ("ce", "12", False), ("passport", "XY", True), ("none", "x", True)],
)  # fmt: skip
def test_documents_by_kind(kind: str, number: str, fits: bool) -> None:
    assert (wrong_document(kind, number) == "") == fits


@pytest.mark.parametrize(
    ("number", "fits"), [("20131380951", True), ("20131380950", False), ("2013", False), ("", True)]
)
def test_a_ruc_has_a_check_digit(number: str, fits: bool) -> None:
    assert (wrong_ruc(number) == "") == fits


@pytest.mark.row(76)
def test_a_like_name_is_said_while_it_is_typed_and_leads_there(
    form: Any, office: MainWindow, answers: Answers, qtbot: Any
) -> None:
    def add(store: Any) -> Any:
        with store.change("Add") as work:
            return work.add(Person(given_names="Zoila", family_names="Ficticia Rojas", phone="+51 987 111 222")).id

    key = answers(add)
    count = answers(lambda store: _count(store))
    QTest.keyClicks(form.editors["given_names"].line, "Zoila")
    QTest.keyClicks(form.editors["family_names"].line, "Ficticia Roja")
    qtbot.waitUntil(lambda: bool(form.alike.found))
    assert not form.alike.isHidden()
    assert "Zoila Ficticia Rojas" in form.alike._buttons[0].text()
    form.alike._buttons[0].click()
    wait_until_idle(office.tasks)
    page: Any = office.page()
    assert page.selected() == (key,)
    assert page.form.draft.key == key
    assert form.alike.isHidden()
    assert answers(lambda store: _count(store)) == count  # the duplicate was not saved on the way


def _count(store: Any) -> int:
    from sqlalchemy import func, select

    with store.reading() as session:
        return int(session.scalar(select(func.count()).select_from(Person)))


def test_an_organisation_already_there_is_said_by_its_acronym(office: MainWindow, answers: Answers, qtbot: Any) -> None:
    def add(store: Any) -> None:
        with store.change("Add") as work:
            work.add(Organisation(name="Unidad Ficticia de Prueba", acronym="UFP"))

    answers(lambda store: add(store) or True)
    page_of(office, "organisations")
    office.here.new("organisations")
    wait_until_idle(office.tasks)
    form: Any = office.page().form  # type: ignore[union-attr]
    QTest.keyClicks(form.editors["acronym"].line, "ufp")
    qtbot.waitUntil(lambda: bool(form.alike.found))
    assert form.alike._buttons[0].text().startswith("The same acronym")
    QTest.keyClick(form.editors["acronym"].line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not form.alike.found)
    assert form.alike.isHidden()

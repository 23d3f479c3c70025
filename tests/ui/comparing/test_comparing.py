"""A list compared with how it was: from the list with its columns and filters, by keyboard, and back to its records."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.queries.listing import Ask
from db.records.action_items import Reach
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from ecd_desktop.services import records
from tests.ecd_desktop.reports.paper import squeezed, words
from tests.ui.program import Desk
from ui.printed import Printed
from ui.widgets.cells import Was
from ui.widgets.delegates import CELL_ROLE
from ui.widgets.was_cell import from_difference


def live(desk: Desk) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            rows = action_items.LISTING.all(session, Ask(clock=clock(today(), Calendar())))
        return [row for row in rows if row.state.value == "pending" and row.due_on and row.reach is Reach.COMMITMENT]

    found: list[Any] = desk.ask(job)
    return found


def cell(page: Any, key: Any, name: str) -> Any:
    model = page.table.model()
    return model.index(model.row_of(key), model.column_named(name)).data(CELL_ROLE)


def test_a_list_is_compared_with_the_last_meeting(qtbot: QtBot, tmp_path: Path, example_url: str) -> None:
    desk = Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="action_items")
    moved, gone, hidden = live(desk)[:3]
    day = moved.due_on + timedelta(days=30)
    desk.ask(lambda store: verbs.reschedule(store, [moved.key], due_on=day, reason="Lluvia", on=today()))
    desk.ask(lambda store: records.delete(store, "action_items", [gone.key]))

    def rewrite(store: Any) -> None:
        from db.queries.records import snapshot

        with store.reading() as session:
            draft = records.draft_of(snapshot(session, "action_items", hidden.key))
        draft.set("expected_evidence", "Un acta")  # a column that the list does not show
        verbs.save(store, draft)

    desk.ask(rewrite)
    desk.window.registry["comparing.compare"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "comparing"
    assert "Changed: 1, New: 0, Gone: 1" in page.subtitle
    QAbstractItemModelTester(page.table.model())
    assert set(page.table.model().keys) == {moved.key, gone.key}
    due = cell(page, moved.key, "due_on")
    assert isinstance(due, Was)
    assert (due.was, due.text.split()[0]) == (f"{moved.due_on:%d/%m/%Y}", f"{day:%d/%m/%Y}")
    assert not isinstance(cell(page, moved.key, "description"), Was)
    assert cell(page, gone.key, "description").words.startswith(f"{gone.description} → (empty)")
    page.table.select([moved.key])
    page.table.copy(headings=True)
    assert f"{moved.due_on:%d/%m/%Y} → {day:%d/%m/%Y}" in QGuiApplication.clipboard().text()
    assert page.print_view()
    desk.rest()
    (paper,) = desk.window.findChildren(Printed)
    printed = words(paper.preview._path)
    assert squeezed(f"{moved.due_on:%d/%m/%Y} → {day:%d/%m/%Y}") in printed
    assert squeezed("Deleted: 1") in printed
    paper.close()
    page.chips["changed"].click()
    desk.rest()
    assert page.table.model().keys == [gone.key]
    page.chips["gone"].click()
    desk.rest()
    assert page._middle.currentIndex() == 3
    page.chips["same"].click()
    desk.rest()
    assert hidden.key in page.table.model().keys
    page.chips["gone"].click()
    desk.rest()
    page.table.select([gone.key])
    page._open(gone.key)
    desk.window.notices.press()
    desk.until(lambda: "Gone: 0" in page.subtitle)
    page.table.head.press(page.table.model().column_named("due_on"))
    desk.rest()
    days = [page.view.row(key).pair.now.due_on for key in page.table.model().keys if page.view.row(key)]
    known = [one for one in days if one]
    assert known == sorted(known)
    page.chips["changed"].click()
    desk.rest()
    listed: Any = desk.go("action_items")
    listed.filter_by("zzz")
    desk.rest()
    desk.window.registry["comparing.compare"].trigger()
    desk.rest()
    assert "with the list's filters" in page.subtitle
    assert page._middle.currentIndex() == 3
    listed = desk.go("action_items")
    listed.clear_filters()
    desk.rest()
    desk.window.registry["comparing.compare"].trigger()
    desk.until(lambda: "Changed: 1" in page.subtitle)
    page.table.select([moved.key], moved.key)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() == "action_items"
    assert desk.window.here.keys == (moved.key,)
    desk.window.registry["shell.back"].trigger()
    desk.rest()
    page.table.select([moved.key])
    desk.window.registry["comparing.bring_back"].trigger()
    desk.rest()
    assert next(row for row in live(desk) if row.key == moved.key).due_on == moved.due_on


def test_long_texts_are_shown_from_where_they_part() -> None:
    stem = "Compartir el formato único de acta de entrega con las municipalidades "
    assert from_difference(stem + "distritales", stem + "provinciales", 120) == (
        "…municipalidades distritales", "…municipalidades provinciales",
    )  # fmt: skip
    assert from_difference("Pendiente", "En proceso", 20) == ("Pendiente", "En proceso")

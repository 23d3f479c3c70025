"""What changed since the last meeting: told by noun and group, opened with Enter, copied for a mail."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.queries.listing import Ask
from db.records.action_items import Priority, Reach
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from tests.ecd_desktop.reports.paper import squeezed, words
from tests.ui.program import Desk
from ui.printed import Printed


def owed(desk: Desk) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            rows = action_items.LISTING.all(session, Ask(clock=clock(today(), Calendar())))
        return [row for row in rows if row.state.value == "pending" and row.due_on and row.blocked_since is None]

    found: list[Any] = desk.ask(job)
    return found


def titles(page: Any) -> list[str]:
    return [page.view.lines.line(row).title for row in range(page.view.lines.rowCount())]


def test_what_changed_since_the_last_meeting_by_keyboard(qtbot: QtBot, tmp_path: Path, example_url: str) -> None:
    desk = Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="history")
    rows = owed(desk)
    task, late, back = (
        next(row for row in rows if row.reach is Reach.INTERNAL_TASK),
        *[row for row in rows if row.reach is Reach.COMMITMENT][:2],
    )
    desk.window.registry["changes.since_meeting"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "changes"
    assert page.since.point.words.startswith("Last meeting: ")
    assert page._middle.currentIndex() == 1  # nothing since
    day = late.due_on + timedelta(days=30)
    desk.ask(lambda store: verbs.reschedule(store, [late.key], due_on=day, reason="Lluvia", on=today()))
    desk.ask(lambda store: verbs.report_progress(store, [task.key], on=today(), progress=30, body="Se llamó"))
    for priority in (Priority.HIGH, back.priority):
        desk.ask(lambda store, priority=priority: verbs.set_priority(store, [back.key], priority=priority))
    desk.until(lambda: len(titles(page)) == 5)
    assert titles(page) == ["Commitments", "Rescheduled: 1", late.description, "Moved on: 1", task.description]
    assert page.view.lines.line(0).small == "Rescheduled: 1 · Moved on: 1"
    assert f"→ {day:%d/%m/%Y}" in page.view.lines.line(2).small
    assert page.subtitle.endswith("2 records · 4 steps · Prueba Ficticia")
    desk.window.registry["changes.copy"].trigger()
    text = QGuiApplication.clipboard().text()
    assert late.description in text
    assert task.description not in text
    assert desk.window.notices.text().endswith("1 internal record was left out.")
    assert page.print_view()
    desk.rest()
    (paper,) = desk.window.findChildren(Printed)
    printed = words(paper.preview._path)
    assert squeezed(late.description) in printed
    assert squeezed(task.description) not in printed
    paper.close()
    page.since.day.setText("31/02/2026")
    qtbot.keyClick(page.since.day, Qt.Key.Key_Return)
    assert "is no day" in page.bar.accessibleName()
    page.since.day.setText((today() - timedelta(days=1)).strftime("%d/%m/%Y"))
    qtbot.keyClick(page.since.day, Qt.Key.Key_Return)
    desk.rest()
    assert page.since.point.id.startswith("day/")
    assert page.change.records > 20  # the example was loaded today
    desk.window.registry["changes.since_minutes"].trigger()
    desk.rest()
    assert page.since.point.id.startswith("minutes/")
    page.show_since("no such point")
    desk.rest()
    assert "Nothing of that kind" in page.bar.accessibleName()
    page.since.choose(next(one for one in page.since._points if one.id.startswith("meeting/")))
    desk.rest()
    page.view.select([late.key], late.key)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() == "action_items"
    assert desk.window.here.keys == (late.key,)


def test_from_a_step_of_the_history_to_what_changed_since(qtbot: QtBot, tmp_path: Path, example_url: str) -> None:
    desk = Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="history")
    page: Any = desk.window.page()
    row = owed(desk)[0]
    desk.ask(lambda store: verbs.set_priority(store, [row.key], priority=Priority.LOW))
    desk.ask(lambda store: verbs.report_progress(store, [row.key], on=today(), progress=30, body="Se llamó"))
    desk.until(lambda: len(page.steps) >= 3)
    step = page.steps[1]
    page.view.select([step.tx_id], step.tx_id)
    desk.rest()
    desk.window.registry["history.since_step"].trigger()
    desk.rest()
    changes: Any = desk.window.page()
    assert changes.since.point.seq == step.seq
    assert titles(changes) == ["Commitments", row.description]

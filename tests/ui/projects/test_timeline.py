"""The timeline of projects: keys choose a project and a milestone, Alt and arrows move it, and why is asked once."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from tests.ui.asking import fill, in_front, question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(office: MainWindow) -> Any:
    return page_of(office, "projects")


def stop_named(view: Any, name: str) -> Any:
    (found,) = [one for one in view.stops() if one.title == name]
    return found


def test_a_milestone_is_moved_by_keys_or_by_the_mouse_and_asks_once_why(page: Any, office: MainWindow) -> None:
    in_front(office)
    key = next(key for key in page.model.keys if "Ruta segura" in page.model.row(key).name)
    page.table.select([key], key)
    everything = list(page.model.keys)
    page.show_view("timeline")
    wait_until_idle(office.tasks)
    view, tracks = page.view, page.view.tracks
    assert list(tracks.cards.keys) == everything, "the same query in the same order"
    assert (view.selected(), view.current()) == ((key,), key), "the same selection"
    tracks.setFocus()
    index = tracks.cards.index(tracks.cards.row_of(key))
    said = QAccessible.queryAccessibleInterface(tracks).child(index.row()).text(QAccessible.Text.Name)
    assert "Entrega a la comunidad" in said
    QTest.keyClick(tracks, Qt.Key.Key_Right)
    assert view.stop().title == "Veredas y rampas terminadas", "the next that is still to come"
    QTest.keyClick(tracks, Qt.Key.Key_Right)
    stop = view.stop()
    assert stop.title == "Entrega a la comunidad"
    QTest.keyPress(tracks, Qt.Key.Key_Alt, ALT)
    for arrow in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyPress(tracks, arrow, ALT)
    assert tracks.pending == stop.on + timedelta(days=8)
    QTest.keyRelease(tracks, Qt.Key.Key_Alt)
    asked = question(office)
    fill(asked, reason="Se espera la donación")
    asked.give()
    wait_until_idle(office.tasks)
    moved = stop_named(view, stop.title)
    assert (moved.on, moved.planned, tracks.pending) == (stop.on + timedelta(days=8), stop.on, None)
    assert view.stop() == moved, "it stays held"
    QTest.keyPress(tracks, Qt.Key.Key_Left, ALT)
    assert tracks.pending == moved.on - timedelta(days=1)
    QTest.keyClick(tracks, Qt.Key.Key_Escape)
    assert tracks.pending is None
    QTest.keyClick(tracks, Qt.Key.Key_Home)
    view.select([key], key)
    for _turn in range(4):
        QTest.keyClick(tracks, Qt.Key.Key_Left)
    QTest.keyClick(tracks, Qt.Key.Key_Right, ALT)
    assert (tracks.pending, view.stop().fixed != "") == (None, True), "what was reached stays"
    row = tracks.visualRect(tracks.cards.index(tracks.cards.row_of(key)))
    view.go_to(moved.on)
    at = QPointF(tracks.names() + tracks.scale.x(moved.on), row.center().y())
    assert tracks.stop_at(at) == (key, moved)
    to = QPointF(tracks.names() + tracks.scale.x(moved.on + timedelta(days=14)), row.center().y())
    QTest.mousePress(tracks.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
    QTest.mouseMove(tracks.viewport(), to.toPoint())
    view.pull(tracks.scale.day(to.x() - tracks.names()))
    QTest.mouseRelease(tracks.viewport(), Qt.MouseButton.LeftButton, pos=to.toPoint())
    asked = question(office)
    asked.reject()
    wait_until_idle(office.tasks)
    assert (tracks.pending, stop_named(view, moved.title).on) == (None, moved.on), "not moved without a reason"
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert stop_named(view, stop.title).on == stop.on
    for zoom in ("year", "month", "quarter"):
        view.zoom_to(zoom)
        assert tracks.grab().width() > 0
    QTest.keyClick(tracks, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert page.selected() == (key,)

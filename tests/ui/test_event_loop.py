"""The window stays awake: it turns in the midst of the database thread's work, and reads and formats what is seen."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from db.records import Organisation
from tests.ui.awake import Heart
from ui.main_window import MainWindow
from ui.widgets.table_model import BLOCK, RowsModel


@pytest.mark.row(39)
def test_two_thousand_records_are_written_and_listed_without_holding_up_the_window(
    window: MainWindow, settled: Any, qtbot: QtBot
) -> None:
    heart = Heart()

    def load(store: Any) -> None:
        heart.beats()
        with store.change("Invented", kind="import") as work:
            work.add_many(Organisation, [{"name": f"Unidad Ficticia {n}"} for n in range(2_000)])
            heart.beats()
        heart.beats()

    window.here.do(load)
    settled(window.tasks)
    page: Any = window.page()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2_000)
    settled(window.tasks)
    heart.end()
    assert heart.waited == 3
    assert len(page.model.known()) <= BLOCK * 4  # of the others only the keys were read


def test_a_screenful_is_painted_again_without_reading_or_formatting(
    window: MainWindow, settled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(store: Any) -> None:
        with store.change("Invented") as work:
            work.add_many(Organisation, [{"name": f"Unidad Ficticia {n}"} for n in range(60)])

    made: list[int] = []
    making = RowsModel._made_cells
    monkeypatch.setattr(RowsModel, "_made_cells", lambda self, line, at: made.append(at) or making(self, line, at))
    window.here.do(load)
    settled(window.tasks)
    page: Any = window.page()
    page.table.viewport().repaint()
    settled(window.tasks)
    QCoreApplication.sendPostedEvents()
    shown = page.table.viewport().height() // page.table.verticalHeader().defaultSectionSize() + 2
    assert 0 < len(set(made)) <= max(shown, 3)  # the lines that can be seen, out of sixty
    made.clear()
    for _n in range(9):
        page.table.viewport().repaint()
        assert window.tasks.idle
    assert made == []

"""A progress report in the window: its chapters, its figures and gaps one step from their records, issued, compared."""

from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.program import Desk
from tests.ui.reports.test_reports import made, pick, text_of
from ui.reports.beside import FIGURES, ISSUED, MISSING


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="reports")


def line(view: Any, words: str) -> Any:
    found = [one for row in range(view.lines.rowCount()) if words in (one := view.lines.line(row)).words]
    assert found, words
    return found[0]


def headings(text: str) -> list[str]:
    found = (row.strip() for row in text.splitlines())
    return [row for row in found if row.split(". ")[0] in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")]


def test_chapters_are_ticked_and_moved_figures_and_gaps_lead_to_records_and_it_is_issued(
    desk: Desk, qtbot: QtBot
) -> None:
    page = made(desk, lambda page: pick(page.panel.document, "progress"))
    beside, chapters = page.beside, page.panel.progress.chapters
    desk.until(beside.isVisible)
    desk.until(lambda: headings(text_of(page))[:2] == ["I. Executive summary", "II. Portfolio"])
    first = headings(text_of(page))

    def reorder(_page: QWidget) -> None:
        chapters.setFocus()
        chapters.setCurrentRow(1)
        qtbot.keyClick(chapters, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        chapters.setCurrentRow(4)
        qtbot.keyClick(chapters, Qt.Key.Key_Space)

    page.panel.progress.head.begin(reference="Memorando 12")
    made(desk, reorder)
    desk.until(lambda: headings(text_of(page))[:2] == ["I. Portfolio", "II. Executive summary"])
    again = headings(text_of(page))
    assert "IV. Indicators" in first
    assert not any("Indicators" in heading for heading in again)

    desk.until(lambda: beside.lists[MISSING].lines.rowCount() > 0)
    overdue = line(beside.lists[FIGURES], "Overdue commitments")
    beside.lists[FIGURES].opened.emit(overdue)
    listed: Any = desk.window.page()
    (where,) = [where for where in listed.asking.asked().where if where.column == "code"]
    assert len(where.value) == int(overdue.pill) > 0
    desk.window.go("reports")
    gap = line(beside.lists[MISSING], "Due date")
    beside.lists[MISSING].opened.emit(gap)
    desk.until(lambda: desk.window.page().form.draft is not None and desk.window.page().form.draft.key == gap.key)
    field = desk.window.page().form.editors["due_on"]
    desk.until(lambda: desk.window.focusWidget() is field.focusProxy())

    desk.window.go("reports")
    beside.button.click()
    desk.until(lambda: "as it was issued" in page.bar.accessibleName())
    assert "Hash:" in text_of(page)
    desk.until(lambda: beside.lists[ISSUED].lines.rowCount() == 1)
    issued = line(beside.lists[ISSUED], "INF-")
    assert issued.title.split(" · ")[0] in text_of(page)
    page._compare(issued.title.split(" · ")[0])
    desk.until(lambda: "says the same" in page.bar.accessibleName())
    assert len(pypdf.PdfReader(page.preview._path).pages) >= 2

    told = page.panel.progress
    told.head.begin()  # what somebody typed would stay
    pick(told.about, "unit")
    pick(told.about, "portfolio")  # begun anew, as the last one about the same
    desk.until(lambda: issued.title.split(" · ")[0] in told.carried.text())
    assert told.anew.isVisible()
    assert told.head.peek()["reference"] == "Memorando 12"
    assert told.chapters.chosen()[:2] == ("background", "portfolio")
    told.anew.click()
    assert not told.carried.isVisible()
    assert (told.head.peek()["reference"], told.chapters.chosen()[1]) == (None, "summary")

    made(desk, lambda page: pick(page.panel.document, "lessons"))
    page.issue()
    desk.until(lambda: "INF-2026-002 as it was issued" in page.bar.accessibleName())
    assert "INF-2026-002" in text_of(page)

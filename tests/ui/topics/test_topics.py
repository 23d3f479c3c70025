"""The page of topics: reached from an agenda by one key, read meeting by meeting, copied, and taken on."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.asking import question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


@pytest.fixture
def story(office: MainWindow) -> Any:
    """The page, opened from the agenda of the coming meeting with one key."""
    page: Any = page_of(office, "meetings")
    key = next(key for key in page.model.keys if "escalera y entrega" in page.model.row(key).subject)
    page.table.select([key], key)
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == "Agenda"))
    wait_until_idle(office.tasks)
    view = page.detail.tab(page.detail._current).view
    line = view.lines.line(1)
    view.select([line.key], line.key)
    QTest.keyClick(view, Qt.Key.Key_H)
    wait_until_idle(office.tasks)
    return office.page()


def test_one_key_on_an_agenda_shows_the_topic_through_all_its_meetings(story: Any, office: MainWindow) -> None:
    assert story.chosen_matter.meetings == 3
    lines = [story.pane.view.lines.line(n) for n in range(story.pane.view.lines.rowCount())]
    heads = [line for line in lines if line.strong]
    assert [line.pill for line in heads] == ["Put off", "Treated", "Open"]
    decided = next(line for line in lines if line.title.startswith("El mantenimiento se incluye"))
    story.pane.view.select([decided.key], decided.key)
    QTest.keyClick(story.pane.view, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    there: Any = office.page()
    assert (there.spec.place, there.selected()) == ("decisions", (decided.key,))


def test_it_is_shown_as_a_document_to_be_printed(story: Any, office: MainWindow) -> None:
    from pypdf import PdfReader

    from ui.topics.printing import PrintedTopic

    assert story.print_view()
    wait_until_idle(office.tasks)
    (shown,) = office.findChildren(PrintedTopic)
    assert shown.preview.has_file()
    words = " ".join(page.extract_text() for page in PdfReader(shown.preview._path).pages)
    places = [words.index(part) for part in ("001-2026-FICTICIA", "005-2026-FICTICIA", "ACU-2026-009", "27/11/2026")]
    assert places == sorted(places)
    shown.close()


def test_it_is_filtered_copied_and_taken_to_another_meeting(story: Any, office: MainWindow) -> None:
    title = story.chosen_matter.title
    office.registry["topics.copy"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(title)
    assert "ACU-" in copied
    story.field.setText("mototaxis")
    story.load()
    wait_until_idle(office.tasks)
    assert len(story.matters) == 1
    assert "mototaxis" in story.chosen_matter.title
    before = story.chosen_matter.keys
    office.registry["topics.to_meeting"].trigger()
    wait_until_idle(office.tasks)
    question(office).give()
    wait_until_idle(office.tasks)
    QTest.qWait(200)
    wait_until_idle(office.tasks)
    assert story.matters[0].keys[: len(before)] == before
    assert len(story.matters[0].keys) == len(before) + 1
    story.field.setText("zzz")
    story.load()
    wait_until_idle(office.tasks)
    assert (story.has_pane(), office.registry["topics.copy"].isEnabled()) == (False, False)

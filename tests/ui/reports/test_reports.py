"""Reports: a document for every choice, previewed page by page, saved as it is shown."""

import re
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.ui.program import Desk
from ui.reports import making


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="reports")


def text_of(page: Any) -> str:
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(page.preview._path).pages)


def made(desk: Desk, change: Callable[[Any], None] | None = None) -> Any:
    """The page, once the document of a choice is shown."""
    page: Any = desk.window.page()
    if change is not None:
        before = page.preview._path
        change(page)
        desk.until(lambda: page.preview.has_file() and page.preview._path != before)
    else:
        desk.until(page.preview.has_file)
    return page


def pick(box: Any, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_the_matrix_is_shown_at_once_with_its_pages(desk: Desk, qtbot: QtBot) -> None:
    page = made(desk)
    assert len(page.preview.pages.sizes) >= 2
    qtbot.waitUntil(lambda: bool(page.preview.pages._images))  # a page was drawn
    assert "DATOS FICTICIOS" in text_of(page)


def test_every_document_is_made_and_in_another_language_than_the_screen(desk: Desk) -> None:
    page = made(desk)
    assert "COMMITMENT" in text_of(page).upper()
    page = made(desk, lambda page: pick(page.panel.language, "es"))
    assert "MATRIZ DE COMPROMISOS" in text_of(page)
    page = made(desk, lambda page: pick(page.panel.document, "progress"))
    assert page.preview._name.endswith(".pdf")


def test_a_case_is_asked_for_before_its_sheet_is_made(desk: Desk) -> None:
    page = made(desk)
    pick(page.panel.document, "case")
    desk.until(lambda: page._right.currentIndex() == 1)
    assert page.panel.waits.isVisible()

    def first(store: Any) -> Any:
        from db.queries import cases
        from db.queries.listing import Ask
        from ecd_desktop.calendar import Calendar, clock, today

        with store.reading() as session:
            return cases.LISTING.all(session, Ask(clock=clock(today(), Calendar())))[0]

    case = desk.ask(first)
    made(desk, lambda page: page.show_record("cases", case.key))
    assert case.code in text_of(page)
    assert case.code in page.subtitle


def test_the_papers_of_a_meeting_are_asked_for_from_it_and_chosen_in_the_panel(desk: Desk) -> None:
    made(desk)
    listed = desk.go("meetings")
    key = listed.model.keys[-1]
    code = listed.model.row(key).code
    reports: Any = desk.window._pages["reports"]
    for command, said in (("print_minutes", "MINUTES OF THE MEETING"), ("print_attendance", "ATTENDANCE LIST"),
                          ("print_agenda", "AGENDA OF THE MEETING")):  # fmt: skip
        desk.go("meetings")
        listed.table.select([key])
        desk.rest()
        before = reports.preview._path
        desk.window.registry[f"meetings.{command}"].trigger()
        desk.until(lambda before=before: reports.preview._path != before)
        assert said in text_of(reports)
        assert code in text_of(reports)
        assert code in reports.subtitle
    assert not reports.panel.days.isVisible()  # the papers of a meeting tell of its day
    made(desk, lambda page: pick(page.panel.document, "attendance"))
    page = made(desk, lambda page: pick(page.panel.rows_of_list, "blank"))
    assert page.panel.choices().blank
    page = made(desk, lambda page: pick(page.panel.form, "neighbours"))
    assert "Thumb-print" in text_of(page)
    assert page.panel.form.isVisible()
    page = made(desk, lambda page: pick(page.panel.document, "progress"))
    assert not page.panel.form.isVisible()


def test_the_other_papers_of_a_meeting_and_a_briefing_of_a_project_too(desk: Desk) -> None:
    page = made(desk)
    listed = desk.go("meetings")
    key = next(key for key in listed.model.keys if "Ruta segura" in listed.model.row(key).subject)
    for what, said in (("public", "PUBLIC VERSION"), ("signatures", "ADDITIONAL SIGNATURE SHEET"),
                       ("extract", "EXTRACT OF THE MINUTES"), ("briefing", "BRIEFING NOTE")):  # fmt: skip
        desk.go("meetings")
        listed.table.select([key])
        desk.rest()
        before = page.preview._path
        desk.window.registry[f"meetings.print_{what}"].trigger()
        desk.until(lambda before=before: page.preview._path != before)
        assert said in text_of(page)
    page.panel.addressed.begin(to="Gerencia Municipal", message="Que GTU fije la fecha.")
    made(desk, lambda page: page.panel._chosen())
    assert "Gerencia Municipal" in text_of(page)
    assert "Que GTU fije la fecha." in text_of(page)
    page = made(desk, lambda page: pick(page.panel.document, "extract"))
    assert page.panel.whose.count() >= 2
    second = page.panel.whose.itemData(1)
    page = made(desk, lambda page: pick(page.panel.whose, second))
    assert second in text_of(page)
    listed = desk.go("projects")
    listed.table.select([listed.model.keys[0]])
    desk.rest()
    before = page.preview._path
    desk.window.registry["projects.briefing"].trigger()
    desk.until(lambda: page.preview._path != before)
    assert listed.model.row(listed.model.keys[0]).name in text_of(page)


@pytest.mark.row(17)
def test_ctrl_p_on_a_list_prints_what_it_shows(desk: Desk) -> None:
    made(desk)
    listed = desk.go("action_items")
    listed.chips["overdue"].click()
    desk.rest()
    rows = [listed.model.row(key) for key in listed.model.keys]
    leaving = {row.code for row in rows if row.reach.value == "commitment"}  # internal tasks never do
    assert 0 < len(leaving) <= len(rows) < 20
    page: Any = desk.window._pages["reports"]
    before = page.preview._path
    desk.window.registry["shell.print"].trigger()
    desk.until(lambda: page.preview._path != before)
    text = text_of(page)
    assert set(re.findall(r"COM-\d{4}-\d{3}", text)) == leaving


def test_a_past_cut_off_and_a_past_knowledge_are_said_on_the_page(desk: Desk) -> None:
    made(desk)

    def early(page: Any) -> None:
        page.panel.days.begin(cutoff=date(2026, 9, 1))
        page.panel._chosen()

    page = made(desk, early)
    assert "2026" in text_of(page)
    assert page.panel.today.isVisible()
    assert page.panel.choices().cutoff == date(2026, 9, 1)


def test_the_document_is_saved_whole_and_printed(desk: Desk, tmp_path: Path) -> None:
    page = made(desk)
    target = tmp_path / "matriz"
    page.preview.save_to(target)
    desk.until((tmp_path / "matriz.pdf").exists)
    assert len(pypdf.PdfReader(tmp_path / "matriz.pdf").pages) == len(page.preview.pages.sizes)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.preview.print_to(printer)
    desk.rest()
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == len(page.preview.pages.sizes)


def test_the_document_follows_what_changes_while_it_is_looked_at(desk: Desk) -> None:
    page = made(desk)
    before = page.preview._path

    def rename(store: Any) -> None:
        from db.queries import action_items
        from db.queries.listing import Ask
        from ecd_desktop.calendar import Calendar, clock, today
        from ecd_desktop.services import action_items as verbs

        with store.reading() as session:
            key = action_items.LISTING.keys(session, Ask(clock=clock(today(), Calendar())))[0]
        verbs.delete(store, [key])

    desk.ask(rename)
    desk.until(lambda: page.preview._path != before)


def until_unwanted(work: Any) -> None:
    """In the pool: hold a document until nobody waits for it; a test that fails does not hold the program's end."""
    ends = time.monotonic() + 60
    while work.wanted and time.monotonic() < ends:
        time.sleep(0.005)


def test_a_long_document_is_looked_at_before_it_is_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = made(desk)
    monkeypatch.setattr(making, "LONG", 5)
    monkeypatch.setattr(making, "FIRST", 1)
    looked_at: list[Any] = []
    go_on = threading.Event()

    def wait(work: Any, pages: int) -> None:
        if pages == 2:
            assert go_on.wait(60)
        work.pages = pages

    monkeypatch.setattr(making._Work, "heed", wait)
    before = page.preview._path
    page.preview.shown.connect(lambda: looked_at.append((page.preview.has_file(), len(page.preview.pages.sizes))))
    pick(page.panel.group, "meeting")
    desk.qtbot.waitUntil(lambda: page.preview._path != before, timeout=20_000)
    assert not page.preview.has_file()
    assert "Page 1 of …" in text_of(page)
    page.preview.save_to(Path("nothing.pdf"))
    assert not Path("nothing.pdf").exists()
    go_on.set()
    desk.until(page.preview.has_file)
    assert [whole for whole, _pages in looked_at] == [False, True]
    assert looked_at[0][1] == 1 < looked_at[1][1]
    assert f"of {looked_at[1][1]}" in text_of(page)
    assert not list(page.maker._folder.glob("*.first.pdf"))


def test_a_document_that_is_not_waited_for_stops_and_what_was_shown_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = made(desk)
    shown = page.preview._path
    begun = threading.Event()

    def wait(work: Any, _pages: int) -> None:
        begun.set()
        until_unwanted(work)
        raise making._GivenUp

    with monkeypatch.context() as slow:
        slow.setattr(making._Work, "heed", wait)
        pick(page.panel.group, "meeting")
        desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
        desk.qtbot.waitUntil(page.waiting.isVisible, timeout=20_000)
        page.waiting.button.click()
        desk.rest()
    assert not page.waiting.isVisible()
    assert page.bar.isVisible()
    assert page.preview._path == shown
    assert page.preview.has_file()
    assert list(page.maker._folder.iterdir()) == [shown]
    page.bar._buttons[0].click()
    desk.until(lambda: page.preview._path != shown)
    assert page.preview.has_file()
    assert not page.bar.isVisible()


def test_a_newer_choice_ends_the_work_on_the_older_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = made(desk)
    before = page.preview._path
    begun, ended = threading.Event(), threading.Event()

    def wait(work: Any, _pages: int) -> None:
        if not begun.is_set():
            begun.set()
            until_unwanted(work)
            ended.set()
            raise making._GivenUp

    monkeypatch.setattr(making._Work, "heed", wait)
    pick(page.panel.group, "meeting")
    desk.qtbot.waitUntil(begun.is_set, timeout=20_000)
    pick(page.panel.group, "project")
    desk.until(lambda: page.preview._path != before)
    assert ended.is_set()
    assert page.preview.has_file()


def test_documents_that_a_killed_program_left_days_ago_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young = tmp_path / f"{making.PREFIX}old", tmp_path / f"{making.PREFIX}young"
    for left in (old, young):
        left.mkdir()
        (left / "1.pdf").write_bytes(b"%PDF")
    os.utime(old, (1, 1))
    mine = making.folder()
    assert sorted(tmp_path.iterdir()) == sorted([young, mine])

"""The preview of a PDF: pages drawn off the GUI thread, zoomed, saved whole, printed."""

import itertools
import threading
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from ecd_desktop.errors import Expected
from ui.main_window import MainWindow
from ui.widgets.pdf_pages import Document, opened, page_image, print_pages
from ui.widgets.pdf_preview import PdfPreview


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Three pages, the second one landscape."""
    document = pypdfium2.PdfDocument.new()
    for width, height in ((595, 842), (842, 595), (595, 842)):
        document.new_page(width, height)
    path = tmp_path / "matriz ficticia.pdf"
    document.save(path)
    document.close()
    return path


@pytest.fixture
def preview(window: MainWindow, pdf: Path, qtbot: QtBot, settled: Any) -> PdfPreview:
    made = PdfPreview(window.here)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_file(pdf)
    settled(window.tasks)
    return made


def test_pages_have_their_sizes(pdf: Path) -> None:
    assert [(round(w), round(h)) for w, h in opened(pdf).sizes] == [(595, 842), (842, 595), (595, 842)]


def test_a_page_becomes_a_picture_of_its_density(pdf: Path) -> None:
    image = page_image(opened(pdf), 1, 144)
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (1684, 1190)
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_what_is_no_pdf_is_refused_in_words(tmp_path: Path) -> None:
    wrong = tmp_path / "no.pdf"
    wrong.write_text("no PDF", encoding="utf-8")
    with pytest.raises(Expected, match=r"no\.pdf is no PDF"):
        opened(wrong)
    with pytest.raises(Expected, match="was not found"):
        opened(tmp_path / "missing.pdf")


def test_only_what_is_seen_is_drawn_and_never_on_the_gui_thread(
    preview: PdfPreview, window: MainWindow, settled: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ui.widgets.pdf_preview as module

    threads: list[int] = []
    real = module.page_image

    def watched(document: Document, number: int, dpi: float) -> QImage:
        threads.append(threading.get_ident())
        return real(document, number, dpi)

    monkeypatch.setattr(module, "page_image", watched)
    preview.pages.set_zoom(1.25)
    preview.grab()
    settled(window.tasks)
    preview.grab()
    assert threads
    assert threading.get_ident() not in threads
    assert 0 < len(preview.pages._images) < 3
    assert preview._count.whole() == "3 pages"


def test_zoom_goes_in_steps_and_pages_do_not_overlap(preview: PdfPreview) -> None:
    before = preview.pages.zoom
    preview._zoom(1)
    assert preview.pages.zoom > before
    preview._zoom(-1)
    preview._zoom(-1)
    assert preview.pages.zoom < before
    boxes = preview.pages.boxes()
    assert all(not a.intersects(b) for a, b in itertools.pairwise(boxes))


def test_it_is_saved_whole_under_the_name_that_was_chosen(
    preview: PdfPreview, pdf: Path, window: MainWindow, settled: Any, tmp_path: Path
) -> None:
    preview.save_to(tmp_path / "copia")
    settled(window.tasks)
    assert (tmp_path / "copia.pdf").read_bytes() == pdf.read_bytes()
    assert window.notices.text() == "Saved as copia.pdf."
    preview.save_to(tmp_path / "missing" / "copia.pdf")
    settled(window.tasks)
    assert "missing" in window.errors.text() or "was not found" in window.errors.text()


def test_it_is_printed_page_by_page(
    preview: PdfPreview, window: MainWindow, settled: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_to(printer)
    qtbot.waitUntil(lambda: window.notices.text() == "The document was sent to the printer.")
    printed = opened(tmp_path / "printed.pdf").sizes
    assert [width > height for width, height in printed] == [False, True, False]


def test_only_the_pages_that_were_asked_for_are_printed(pdf: Path, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 2)
    print_pages(opened(pdf), printer)
    assert [width > height for width, height in opened(tmp_path / "printed.pdf").sizes] == [True]


def test_a_printer_that_takes_nothing_is_said(
    preview: PdfPreview, window: MainWindow, settled: Any, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "printed.pdf"))
    preview.print_to(printer)
    settled(window.tasks)
    assert "did not take the document" in window.errors.text()


def test_the_document_that_is_shown_outlives_its_file(
    preview: PdfPreview, pdf: Path, window: MainWindow, settled: Any, tmp_path: Path
) -> None:
    content = pdf.read_bytes()
    pdf.unlink()  # a report that is made again takes the place of the older one
    preview.save_to(tmp_path / "copia.pdf")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_to(printer)
    settled(window.tasks)
    assert (tmp_path / "copia.pdf").read_bytes() == content
    assert len(opened(tmp_path / "printed.pdf").sizes) == 3

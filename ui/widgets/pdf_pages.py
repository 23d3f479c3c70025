"""The pages of a PDF as pictures and on a printer, in any thread but one at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.language import _

POINTS_PER_INCH = 72
PRINT_DPI = 300

_pdfium = threading.Lock()  # PDFium is not made for several threads


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A PDF as it was read: what is shown is what is saved and printed, whatever becomes of the file meanwhile.

    ``sizes``: width and height of each page, in points.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]


def opened(path: Path) -> Document:
    """Read a PDF.  Raises Expected where there is none that can be read."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise from_os_error(exc, path) from exc
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as exc:
            raise Expected(
                _("{name} is no PDF that can be read.").format(name=path.name), _("Make the report again.")
            ) from exc
        try:
            return Document(content, tuple(document.get_page_size(number) for number in range(len(document))))
        finally:
            document.close()


def page_image(document: Document, number: int, dpi: float) -> QImage:
    """One page as a picture."""
    with _pdfium:
        source = pypdfium2.PdfDocument(document.content)
        try:
            page = source[number]
            bitmap = page.render(scale=dpi / POINTS_PER_INCH)
            image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, _format(bitmap.mode)).copy()
            bitmap.close()
            page.close()
        finally:
            source.close()
    return image


def print_pages(document: Document, printer: QPrinter) -> None:
    """Draw the pages that ``printer`` was asked for, each as large as its paper lets it be and turned as it is.

    Takes 0.3 s a page and more.  Raises Expected where the printer does not take them.
    """
    first = max(printer.fromPage() - 1, 0)
    last = min(printer.toPage() or len(document.sizes), len(document.sizes))
    refusal = Expected(
        _("The printer did not take the document; nothing was printed."), _("Check that it is on and try again.")
    )
    painter = QPainter()
    for number in range(first, last):
        width, height = document.sizes[number]
        wide = width > height
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
            printer.abort()
            raise refusal
        image = page_image(document, number, PRINT_DPI)
        room = QRectF(painter.viewport())
        size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF((room.width() - size.width()) / 2, 0, size.width(), size.height()), image)
    if not painter.end():
        raise refusal


def _format(mode: str) -> QImage.Format:
    return {"BGR": QImage.Format.Format_BGR888, "L": QImage.Format.Format_Grayscale8}.get(
        mode, QImage.Format.Format_RGB32
    )

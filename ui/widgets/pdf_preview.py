"""A PDF as it will be printed: its pages one under the other, drawn off the GUI thread; print, save, open elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from ecd_desktop.files import written
from ecd_desktop.language import _, ngettext
from ui import opening_files, style
from ui.opening_recent import remember_file
from ui.widgets.controls import Button, Label, ToolButton
from ui.widgets.pdf_pages import POINTS_PER_INCH, Document, opened, page_image, print_pages
from ui.widgets.surfaces import Toolbar

if TYPE_CHECKING:
    from ui.here import Here

SCREEN_DPI = 96
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
GAP = 16
KEPT = 12  # pages kept as pictures


class Pages(QWidget):
    """The pages under each other; a page that is not drawn yet is white paper."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._document: Document | None = None
        self._images: dict[tuple[int, float], QImage] = {}
        self._former: dict[tuple[int, float], QImage] = {}  # shown until the new document's are drawn
        self._asked: set[tuple[int, float]] = set()
        self.zoom = 1.0
        self.setAccessibleName(_("Pages"))

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page, in points."""
        return self._document.sizes if self._document is not None else ()

    def show_document(self, document: Document, *, goes_on: bool = False) -> None:
        """``goes_on``: its first pages are those that are shown, and stay until they are drawn anew."""
        self._document = document
        self._former = self._images if goes_on else {}
        self._images = {}
        self._asked.clear()
        self.set_zoom(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        boxes = self.boxes()
        width = max((box.width() for box in boxes), default=200) + 2 * GAP
        height = boxes[-1].bottom() + GAP if boxes else 200
        self.setMinimumSize(int(width), int(height))
        self.resize(max(int(width), self.width()), int(height))
        self.update()

    def boxes(self) -> list[QRect]:
        """Where each page lies."""
        found, top = [], GAP
        for width, height in self.sizes:
            size = QSizeF(width, height) * (self.zoom * SCREEN_DPI / POINTS_PER_INCH)
            left = max((self.width() - int(size.width())) // 2, GAP)
            found.append(QRect(left, top, int(size.width()), int(size.height())))
            top += int(size.height()) + GAP
        return found

    def fit_width(self, width: int) -> float:
        """The zoom at which the widest page fills ``width`` pixels."""
        widest = max((size[0] for size in self.sizes), default=595.0)
        return max((width - 2 * GAP) / (widest * SCREEN_DPI / POINTS_PER_INCH), 0.2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        dpi = self.zoom * SCREEN_DPI * self.devicePixelRatioF()
        for number, box in enumerate(self.boxes()):
            if not box.intersects(event.rect()):
                continue
            painter.fillRect(box.adjusted(-1, -1, 1, 1), QColor(style.theme().border))
            painter.fillRect(box, QColor("#FFFFFF"))  # paper, in both themes
            image = self._images.get((number, dpi))
            if image is None:
                self._ask(number, dpi)
                image = self._former.get((number, dpi))
            if image is not None:
                painter.drawImage(QRectF(box), image)
        painter.end()

    def _ask(self, number: int, dpi: float) -> None:
        if (number, dpi) in self._asked or self._document is None:
            return
        self._asked.add((number, dpi))
        document = self._document

        def answer(image: QImage) -> None:
            if document is self._document:
                self._images[number, dpi] = image
                while len(self._images) > KEPT:
                    oldest = next(iter(self._images))
                    del self._images[oldest]
                    self._asked.discard(oldest)
                self.update()

        self._here.tasks.work(page_image, document, number, dpi, then=answer, owner=self)


class PdfPreview(QWidget):
    """Pages with their tool bar.  ``show_file`` shows a PDF; whoever made it keeps it."""

    shown = Signal()  # a document, or its first pages, took the place of what was shown

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._document: Document | None = None
        self._path: Path | None = None
        self._name = ""
        self._whole = True
        self.pages = Pages(here)
        self._count = Label("", "caption", "text2")
        self._count.setSizePolicy(self._count.sizePolicy().Policy.Maximum, self._count.sizePolicy().Policy.Preferred)
        self._fits = True
        self._lay_out()

    def show_file(self, path: Path, name: str = "", *, whole: bool = True) -> None:
        """Show a PDF; ``name`` is what saving it offers.

        ``whole``: else these are the first pages, which are neither printed nor saved; the whole takes their place.
        """

        def answer(document: Document) -> None:
            goes_on = whole and not self._whole
            self._document, self._path, self._name, self._whole = document, path, name or path.name, whole
            self.pages.show_document(document, goes_on=goes_on)
            pages = len(document.sizes)
            counted = ngettext("{n} page", "{n} pages", pages).format(n=pages)
            self._count.setText(counted if whole else _("The first pages"))
            for button in self._buttons:
                button.setEnabled(whole or button in self._zooms)
            self._fit()
            self.shown.emit()

        self._here.tasks.work(opened, path, then=answer, owner=self, refused=self._here.failed, slot="preview")

    def has_file(self) -> bool:
        """Whether a whole document is shown: it can be printed and saved."""
        return self._document is not None and self._whole

    def print_(self) -> None:
        """The system's print dialog, then the pages at 300 dots per inch."""
        if not self.has_file():
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Send the pages to a printer; the window goes on meanwhile."""
        if self._document is not None and self._whole:
            self._here.tasks.work(
                print_pages, self._document, printer, owner=self, refused=self._here.failed,
                then=lambda _none: self._here.notice(_("The document was sent to the printer.")),
            )  # fmt: skip

    def save_as(self) -> None:
        """Ask for a name and copy the PDF there."""
        if not self.has_file():
            return
        from ecd_desktop import paths

        offered = str(paths.documents() / paths.safe_file_name(self._name))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save PDF"), offered, _("PDF (*.pdf)"))
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the PDF, whole or not at all."""
        document = self._document
        if document is None or not self._whole:
            return
        target = target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")

        def write() -> Path:
            with written(target) as part:
                part.write_bytes(document.content)
            return target

        def done(path: Path) -> None:
            remember_file(self._here.settings, path)
            opening = (_("Open it"), lambda: opening_files.open_elsewhere(path))
            self._here.notice(_("Saved as {name}.").format(name=path.name), button=opening)

        self._here.tasks.work(write, then=done, owner=self, refused=self._here.failed)

    def open_elsewhere(self) -> None:
        """Hand the PDF to the system's viewer."""
        if self._path is not None and self._whole:
            opening_files.open_elsewhere(self._path)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        zoom_out = ToolButton("zoom-out", _("Smaller"), lambda: self._zoom(-1))
        zoom_in = ToolButton("zoom-in", _("Larger"), lambda: self._zoom(1))
        elsewhere = ToolButton("external-link", _("Open in the system's viewer"), self.open_elsewhere)
        printing = Button(_("Print…"), self.print_, icon="printer")
        saving = Button(_("Save as…"), self.save_as, icon="download")
        self._zooms = (zoom_out, zoom_in)
        self._buttons: list[Any] = [zoom_out, zoom_in, elsewhere, printing, saving]
        bar = Toolbar(self._count, spacing=6)
        bar.row.addStretch(1)
        for button in self._buttons:
            button.setEnabled(False)
            bar.row.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its width counts when fitting
        self._area.setWidget(self.pages)
        self._area.setAccessibleName(_("Preview"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(bar)
        rows.addWidget(self._area, 1)
        self._settle = QTimer(self, singleShot=True, interval=120)
        self._settle.timeout.connect(self._fit)

    def _zoom(self, by: int) -> None:
        self._fits = False
        now = self.pages.zoom
        wider = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if by > 0 else zoom < now - 0.01)]
        if wider:
            self.pages.set_zoom(wider[0] if by > 0 else wider[-1])

    def _fit(self) -> None:
        if self._fits and self._path is not None:
            room = self._area.viewport().width()
            self.pages.set_zoom(min(self.pages.fit_width(room), 1.5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

"""Pictures and PDFs that are pasted, let go over a record or chosen, and files of records that are opened and saved.

Files are read, and pictures encoded, in the pool; the database thread keeps them.  Their noun says what is asked.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ecd_desktop import evidence_files, paths
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.evidence_files import Shown
from ecd_desktop.files import written
from ecd_desktop.language import _, format_date, format_time
from ui.opening_files import open_elsewhere

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

Ask = Callable[["Here", "Key", Sequence[Shown]], None]
"""What is asked about files that were read, for a record: it keeps them when it is answered."""

PREFIX = "ecd-desktop-evidence-"
DAYS_KEPT = 2
AT_ONCE = 20  # files: they are all in memory until they are kept
READY = ("image/jpeg", "image/png")  # a clipboard's own bytes, with all that is in them


# --- taking ---------------------------------------------------------------------------------------------------------


def holds_files(data: QMimeData | None) -> bool:
    """Whether pictures or PDFs are in what is pasted or dragged; a picture of cells beside the cells is none.

    A browser puts a page with the picture beside it, a spreadsheet a table.
    """
    if data is None:
        return False
    cells = "\t" in data.text() or "<table" in data.html().lower()
    return bool(files_in(data)) or (data.hasImage() and not cells)


def files_in(data: QMimeData) -> list[Path]:
    """The files that are called pictures or PDFs; whether they are is seen when they are read."""
    found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return found if found and all(path.suffix.lower() in evidence_files.NAMED for path in found) else []


def take(here: Here, key: Key, data: QMimeData, ask: Ask) -> None:
    """Read what is pasted or dropped, then ask about it."""
    if files := files_in(data):
        take_files(here, key, files, ask)
        return
    now = now_utc().astimezone(LIMA)
    name = _("Picture {date} {time}").format(date=now.date().isoformat(), time=format_time(now).replace(":", "."))
    ready = next((media for media in READY if data.hasFormat(media)), None)
    image = QImage(data.imageData()) if ready is None else QImage()
    raw = bytes(data.data(ready).data()) if ready is not None else b""
    here.tasks.work(lambda: [evidence_files.taken(raw or _encoded(image), name)],
                    then=lambda files: ask(here, key, files), refused=here.failed, owner=here)  # fmt: skip


def take_files(here: Here, key: Key, files: Sequence[Path], ask: Ask) -> None:
    """Read these files, then ask about them."""
    if len(files) > AT_ONCE:
        here.notice(_("{n} files are too many at once: take {most} or fewer.").format(n=len(files), most=AT_ONCE))
        return
    here.tasks.work(lambda: [evidence_files.read(path) for path in files],
                    then=lambda found: ask(here, key, found), refused=here.failed, owner=here)  # fmt: skip


def paste(here: Here, ask: Ask) -> None:
    """The picture or the files of the clipboard, for the selected record."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not (files_in(data) or data.hasImage()):
        here.notice(_("There is no picture and no PDF to paste: copy one first."))
        return
    take(here, here.keys[0], data, ask)


def choose(here: Here, key: Key, title: str, ask: Ask) -> None:
    """Files from a folder, for a record; ``title`` is that of the dialog."""
    endings = " ".join(f"*{ending}" for ending in sorted(evidence_files.NAMED))
    named, _kind = QFileDialog.getOpenFileNames(
        here.page, title, str(paths.documents()), _("Pictures and PDF ({endings})").format(endings=endings)
    )
    if named:
        take_files(here, key, [Path(name) for name in named], ask)


def description_of(here: Here, files: Sequence[Shown]) -> str:
    """What a single file may be called: its name, unless that says nothing."""
    if len(files) != 1:
        return ""
    said = Path(files[0].name).stem
    if said.lower() in ("image", "img", "imagen", "foto"):
        return _("Picture of {date}").format(date=format_date(here.today))
    return said


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # it takes a device
    return bytes(buffer.data().data())


class RecordFiles(QObject):
    """Takes pictures and PDFs let go over a list of records: over a row for it, elsewhere for the selected one."""

    def __init__(self, here: Here, page: QWidget, ask: Ask) -> None:
        super().__init__(page)
        self._here = here
        self._page: Any = page
        self._ask = ask
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            key = self._key_at(event.position().toPoint())
            if key is None or self._here.read_only or not holds_files(event.mimeData()):
                event.ignore()
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                take(self._here, key, event.mimeData(), self._ask)
            return True
        return False

    def _key_at(self, at: QPoint) -> Key | None:
        table = self._page.table
        if table.isVisible():
            inside = table.viewport().mapFrom(self._page, at)
            if table.viewport().rect().contains(inside):
                found: Key | None = self._page.model.key_at(table.indexAt(inside).row())
                if found is not None:
                    return found
        keys = self._page.selected()
        return keys[0] if len(keys) == 1 else None


# --- looking at it --------------------------------------------------------------------------------------------------


def show(here: Here, file_of: Callable[[Any, Key], Shown], key: Key) -> None:
    """Show the file that ``file_of(store, key)`` answers in the system's program for it."""
    here.ask(file_of, key, then=lambda file: here.tasks.work(
        _laid_out, file, then=lambda path: _opened(here, path), refused=here.failed, owner=here),
        refused=here.failed, owner=here)  # fmt: skip


def save_as(here: Here, file_of: Callable[[Any, Key], Shown], key: Key) -> None:
    """Save the file that ``file_of(store, key)`` answers under a name."""

    def answer(file: Shown) -> None:
        named, _kind = QFileDialog.getSaveFileName(here.page, _("Save the file"), str(paths.documents() / file.name))
        if named:
            here.tasks.work(_saved, file, Path(named), refused=here.failed, owner=here,
                            then=lambda path: here.notice(_("Saved as {name}.").format(name=path.name)))  # fmt: skip

    here.ask(file_of, key, then=answer, refused=here.failed, owner=here)


def _opened(here: Here, path: Path) -> None:
    try:
        open_elsewhere(path)
    except Expected as exc:
        here.failed(exc)


def _saved(file: Shown, path: Path) -> Path:
    with written(path) as part:
        part.write_bytes(file.data)
    return path


def _laid_out(file: Shown) -> Path:
    """The file in a folder of its own; those of earlier days go."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > DAYS_KEPT * 86_400:
                shutil.rmtree(left, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=PREFIX)) / file.name
    path.write_bytes(file.data)
    return path

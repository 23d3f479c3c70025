"""Pictures and PDFs as evidence of a commitment: pasted, let go over it or chosen; opened and saved again.

Files are read, and pictures encoded, in the pool; the database thread keeps them.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from db.records import Evidence, fields_of
from db.records.action_items import Channel
from ecd_desktop import evidence_files, paths
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.evidence_files import Shown
from ecd_desktop.files import written
from ecd_desktop.language import _, format_date, format_time, ngettext
from ecd_desktop.services import evidence
from ui.opening_files import open_elsewhere
from ui.record_commands import rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = fields_of(Evidence)
PREFIX = "ecd-desktop-evidence-"
DAYS_KEPT = 2
AT_ONCE = 20  # files: they are all in memory until they are kept
READY = ("image/jpeg", "image/png")  # a clipboard's own bytes, with all that is in them


# --- taking ---------------------------------------------------------------------------------------------------------


def holds_evidence(data: QMimeData | None) -> bool:
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


def take(here: Here, key: Key, data: QMimeData) -> None:
    """Read what is pasted or dropped, then ask by which channel it came."""
    if files := files_in(data):
        take_files(here, key, files)
        return
    now = now_utc().astimezone(LIMA)
    name = _("Picture {date} {time}").format(date=now.date().isoformat(), time=format_time(now).replace(":", "."))
    ready = next((media for media in READY if data.hasFormat(media)), None)
    image = QImage(data.imageData()) if ready is None else QImage()
    raw = bytes(data.data(ready).data()) if ready is not None else b""
    here.tasks.work(lambda: [evidence_files.taken(raw or _encoded(image), name)],
                    then=lambda files: _ask(here, key, files), refused=here.failed, owner=here)  # fmt: skip


def take_files(here: Here, key: Key, files: Sequence[Path]) -> None:
    """Read these files, then ask by which channel they came."""
    if len(files) > AT_ONCE:
        here.notice(_("{n} files are too many at once: take {most} or fewer.").format(n=len(files), most=AT_ONCE))
        return
    here.tasks.work(lambda: [evidence_files.read(path) for path in files],
                    then=lambda found: _ask(here, key, found), refused=here.failed, owner=here)  # fmt: skip


def paste(here: Here) -> None:
    """The picture or the files of the clipboard, for the selected commitment."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not (files_in(data) or data.hasImage()):
        here.notice(_("There is no picture and no PDF to paste: copy one first."))
        return
    take(here, here.keys[0], data)


def choose(here: Here) -> None:
    """Files from a folder, for the selected commitment."""
    (key,) = here.keys
    endings = " ".join(f"*{ending}" for ending in sorted(evidence_files.NAMED))
    named, _kind = QFileDialog.getOpenFileNames(
        here.page, _("Attach as evidence"), str(paths.documents()), _("Pictures and PDF ({endings})").format(
            endings=endings)
    )  # fmt: skip
    if named:
        take_files(here, key, [Path(name) for name in named])


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # it takes a device
    return bytes(buffer.data().data())


def _ask(here: Here, key: Key, files: Sequence[Shown]) -> None:
    one = files[0] if len(files) == 1 else None
    fields = {"channel": replace(FIELDS["channel"], required=True), "on": FIELDS["on"]}
    if one is not None:
        fields["description"] = FIELDS["description"]
    row = next(iter(rows(here, [key])), None)
    what = row.description if row is not None else ""
    what = what if len(what) <= 120 else f"{what[:120]}…"
    title = ngettext("{n} file as evidence", "{n} files as evidence", len(files)).format(n=len(files))
    said = "" if one is None else Path(one.name).stem
    if one is not None and said.lower() in ("image", "img", "imagen", "foto"):
        said = _("Picture of {date}").format(date=format_date(here.today))

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        return lambda store: evidence.add_files(store, key, files, **answers)

    ask(here, _("Evidence") if one is not None else title, _("Add evidence"), fields, job,
        rows=((("description",),) if one is not None else ()) + (("channel", "on"),),
        lead=" · ".join(part for part in (", ".join(file.name for file in files[:4]), what) if part),
        values={"channel": Channel.MESSAGE, "on": here.today, "description": said})  # fmt: skip


class EvidenceDrops(QObject):
    """Takes pictures and PDFs let go over a list of commitments: over a row for it, elsewhere for the selected one."""

    def __init__(self, here: Here, page: QWidget) -> None:
        super().__init__(page)
        self._here = here
        self._page: Any = page
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            key = self._key_at(event.position().toPoint())
            if key is None or self._here.read_only or not holds_evidence(event.mimeData()):
                event.ignore()
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                take(self._here, key, event.mimeData())
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


def open_file(here: Here, key: Key) -> None:
    """Show the file of an evidence in the system's program for it."""
    here.ask(evidence.file_of, key, then=lambda file: here.tasks.work(
        _laid_out, file, then=lambda path: _opened(here, path), refused=here.failed, owner=here),
        refused=here.failed, owner=here)  # fmt: skip


def save_file(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    """Save the file of the selected evidence under a name."""

    def answer(file: Shown) -> None:
        named, _kind = QFileDialog.getSaveFileName(here.page, _("Save the file"), str(paths.documents() / file.name))
        if named:
            here.tasks.work(_saved, file, Path(named), refused=here.failed, owner=here,
                            then=lambda path: here.notice(_("Saved as {name}.").format(name=path.name)))  # fmt: skip

    here.ask(evidence.file_of, keys[0], then=answer, refused=here.failed, owner=here)


def _opened(here: Here, path: Path) -> None:
    from ecd_desktop.errors import Expected

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

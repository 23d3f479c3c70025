"""The signed paper of issued minutes: its file is chosen, read off the window's thread, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from db.queries import issued
from ecd_desktop import files, paths
from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.services import signing
from ui.opening_files import open_elsewhere

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def attach_scan(here: Here, version: Key) -> None:
    """Choose the scan of the signed paper, and keep it."""
    kinds = _("Scans (*.pdf *.jpg *.jpeg *.png);;All files (*)")
    _choose(here, _("Attach the scan"), kinds, partial(signing.attach, minutes=version))


def attach_signed(here: Here, version: Key) -> None:
    """Choose the file that was signed digitally, and keep it."""
    kinds = _("PDF (*.pdf)")
    _choose(here, _("Attach the digitally signed file"), kinds, partial(signing.attach_signed, minutes=version))


def save_signed(here: Here, version: Key) -> None:
    """Save what was attached under a name of one's choice."""

    def found(both: tuple[str, bytes] | None) -> None:
        if both is None:
            here.failed(Expected(_("No signed paper is attached to this version."), _("Attach its scan first.")))
            return
        offered = str(paths.documents() / paths.safe_file_name(both[0]))
        chosen, _kind = QFileDialog.getSaveFileName(here.page, _("Save the signed paper"), offered)
        if chosen:
            write(here, Path(chosen), both[1])

    here.read(lambda session: issued.attached(session, version), found, owner=here.page)


def write(here: Here, path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, and offer to open it."""

    def written() -> None:
        with files.written(path) as part:
            part.write_bytes(data)

    def said(_none: None) -> None:
        opening = (_("Open it"), lambda: open_elsewhere(path))
        here.notice(_("Saved as {name}.").format(name=path.name), button=opening)

    here.tasks.work(written, owner=here.page, refused=here.failed, then=said)


def _choose(here: Here, title: str, kinds: str, service: Callable[..., Any]) -> None:
    chosen, _kind = QFileDialog.getOpenFileName(here.page, title, str(paths.documents()), kinds)
    if chosen:
        take(here, Path(chosen), service)


def take(here: Here, path: Path, service: Callable[..., Any]) -> None:
    """Read a file that is not too large, and hand it to the service."""

    def read() -> bytes:
        signing.refuse_larger(path.stat().st_size, path.name)
        return path.read_bytes()

    here.tasks.work(
        read, owner=here.page, refused=here.failed,
        then=lambda data: here.do(service, data=data, name=path.name),
    )  # fmt: skip

"""The receipt for a sender, from the window: where it goes, written off the GUI thread, and opened from the notice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ecd_desktop import paths
from ecd_desktop.language import N_, _
from ui.opening_files import open_elsewhere

if TYPE_CHECKING:
    from ecd_desktop.review import File
    from ui.here import Here

PDF, WORKBOOK, MAIL = ".pdf", ".xlsx", ".eml"
KINDS = {
    PDF: N_("PDF document (*.pdf)"), WORKBOOK: N_("Excel (*.xlsx)"), MAIL: N_("E-mail draft (*.eml)"),
}  # fmt: skip


def ask(here: Here, file: File, ending: str) -> None:
    """Read what the sender is told, ask where it goes, write it, and offer to open it."""
    from ecd_desktop import receipt_files, receipt_mail

    collect: Callable[..., Any] = receipt_mail.collect if ending == MAIL else receipt_files.collect
    here.ask(
        collect, file.id, here.settings, then=lambda told: _choose(here, told, ending), refused=here.failed,
        owner=here.page,
    )  # fmt: skip


def _choose(here: Here, told: Any, ending: str) -> None:
    from ecd_desktop import receipt_files

    receipt = told.told if ending == MAIL else told
    offered = paths.documents() / receipt_files.suggested_name(receipt, ending)
    chosen, _kind = QFileDialog.getSaveFileName(here.page, _("Receipt for the sender"), str(offered), _(KINDS[ending]))
    if chosen:
        write(here, told, Path(chosen), ending)


def write(here: Here, told: Any, target: Path, ending: str) -> None:
    """Write it there, in the pool."""
    path = target if target.suffix.lower() == ending else target.with_name(f"{target.name}{ending}")
    database = here.tasks.database
    who = database.who if database is not None else ""

    def job() -> Path:
        from ecd_desktop import receipt_files, receipt_mail

        if ending == MAIL:
            return receipt_mail.write(path, told, here.settings)
        return receipt_files.write(path, told, here.settings, issued_by=who)

    here.tasks.work(job, then=lambda made: _written(here, made), refused=here.failed, owner=here.page)


def _written(here: Here, path: Path) -> None:
    def open_() -> None:
        from ecd_desktop.errors import Expected

        try:
            open_elsewhere(path)
        except Expected as exc:
            here.failed(exc)

    here.notice(_("The receipt is in {name}.").format(name=path.name), button=(_("Open"), open_))

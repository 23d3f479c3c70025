"""Gestures of printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence

from ecd_desktop.language import N_, _
from ecd_desktop.services import issued_sheets
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _print_view(here: Here) -> None:
    """What is shown as a document: the list with its filters, the case, the meeting or the project that is selected."""
    page: Any = here.page
    if page is not None and page.print_view():
        return
    if here.place == "reports":
        page.preview.print_()
        return
    entity, keys, place = here.entity, here.keys, here.place
    asked = page.asked() if entity == "action_items" and hasattr(page, "asked") else None
    here.go("reports")
    reports: Any = here.page
    if place == "minutes" and len(keys) == 1:
        reports.show_record("meetings", keys[0], "minutes")
    elif asked is not None:
        reports.show_view(asked)
    elif entity in ("cases", "meetings", "projects", "organisations") and len(keys) == 1:
        reports.show_record(entity, keys[0])


def _page(here: Here) -> Any:
    return here.page


def _shown(here: Here) -> str | None:
    preview = getattr(_page(here), "preview", None)
    return None if preview is not None and preview.has_file() else _("The document is still being made.")


def _issued(here: Here) -> str | None:
    page = _page(here)
    choices = page.panel.choices() if hasattr(page, "panel") else None
    if choices is None or not (choices.asked or choices.what in issued_sheets.READERS):
        return _("Progress reports, the week, project sheets, compendiums and lists of stakeholders are issued here.")
    return here.read_only or None


def commands() -> Sequence[Command]:
    return (
        Command("reports.issue", N_("Iss&ue the report"), lambda here: _page(here).issue(), menu=Menu.FILE, section=4,
                icon="file-text", place="reports", needs=_issued, keys=("Ctrl+Shift+E",),
                tip=N_("It gets its code and stays as it is")),
        Command("shell.print", N_("&Print…"), _print_view, keys=(QKeySequence.StandardKey.Print,), menu=Menu.FILE,
                section=4, icon="printer", tip=N_("See what is shown as a document, then print it")),
        Command("reports.save", N_("Save the document &as…"), lambda here: _page(here).preview.save_as(),
                menu=Menu.FILE, section=4, icon="download", place="reports", needs=_shown, keys=("Ctrl+Shift+S",),
                tip=N_("Keep the document as a PDF")),
        Command("reports.elsewhere", N_("Open &the document elsewhere"),
                lambda here: _page(here).preview.open_elsewhere(),
                menu=Menu.FILE, section=4, icon="external-link", place="reports", needs=_shown,
                tip=N_("In the system's own viewer")),
    )  # fmt: skip

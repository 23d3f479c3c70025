"""What is pasted into a list: rows with headings go to the import, cells into the list, files to their record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from ecd_desktop.language import _, format_time

if TYPE_CHECKING:
    from ui.here import Here

KINDS = {"action_items": "action-items", "people": "people", "organisations": "people", "projects": "projects"}
"""What pasted rows become, by place; a directory brings organisations with their people."""


def paste(here: Here, place: str) -> None:
    """Take what was copied: a file stays with its record, rows with headings are imported, cells are cells."""
    if len(here.keys) == 1 and (ask := _asking(place)) is not None:
        from ui import file_gestures

        copied = QGuiApplication.clipboard().mimeData()
        if copied is not None and file_gestures.holds_files(copied):
            file_gestures.take(here, here.keys[0], copied, ask)
            return
    data = QGuiApplication.clipboard().mimeData()
    text, html = (data.text(), data.html()) if data is not None else ("", "")
    if not text.strip() and not html.strip():
        here.notice(_("There is nothing to paste: copy cells or rows first."))
        return
    from ui import cell_gestures
    from ui.widgets import clipboard

    if not cell_gestures.can_take(here):
        take_rows(here, place)
        return
    own = clipboard.own_cells(data) if data is not None else None

    def read() -> tuple[list[list[str]], bool]:
        from ecd_desktop.exchange import pasted
        from ecd_desktop.exchange.importing import Kind

        grid = own or pasted.rows_of(text, html)
        kinds = [Kind(KINDS[place])] if place in KINDS else list(Kind)
        return grid, own is None and any(pasted.is_table(grid, kind) for kind in kinds)

    def came(told: tuple[list[list[str]], bool]) -> None:
        grid, rows = told
        if rows or not grid or here.place != place:
            take_rows(here, place)
            return
        wide = place in KINDS and max(map(len, grid)) > 1
        words = _("Import them as rows instead…")
        cell_gestures.paste(here, grid, otherwise=(words, lambda: take_rows(here, place)) if wide else None)

    here.tasks.work(read, then=came, refused=here.failed, owner=here)


def _asking(place: str) -> Any:
    """What is asked about files of a record of this place; None where its records hold none."""
    from db.records.attachments import ATTACHED_TO

    if place == "action_items":
        from ui.evidence import ask_evidence

        return ask_evidence
    if place not in ATTACHED_TO:
        return None
    from ui.attachments_tab import asking

    return asking(place)


def take_rows(here: Here, place: str) -> None:
    """Take the clipboard's rows to the import, as this place's kind of list."""
    if place not in KINDS:
        here.notice(_("Rows cannot be pasted here: commitments, directories and projects can. Write these one by one, "
                      "or duplicate one."))  # fmt: skip
        return
    data = QGuiApplication.clipboard().mimeData()
    text, html = (data.text(), data.html()) if data is not None else ("", "")
    from ecd_desktop.calendar import LIMA, now_utc
    from ecd_desktop.exchange import pasted
    from ecd_desktop.exchange.importing import Kind

    kind = Kind(KINDS[place])
    name = _("Rows pasted at {time}").format(time=format_time(now_utc().astimezone(LIMA)))

    def came(opened: Any) -> None:
        here.go("importing")
        page: Any = here.page
        if not page.take_rows(opened, kind.value):
            here.notice(_("An import is under way: finish or discard it first. Nothing was pasted."))

    here.tasks.work(lambda: pasted.opened(text, html, kind=kind, name=name), then=came, refused=here.failed,
                    owner=here)  # fmt: skip

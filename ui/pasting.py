"""What is pasted into a list: rows with headings go to the import, cells into the list, a picture is evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from ecd_desktop.language import _, format_time

if TYPE_CHECKING:
    from ui.here import Here

KINDS = {"action_items": "action-items", "people": "people", "organisations": "people", "projects": "projects"}
"""What pasted rows become, by place; a directory brings organisations with their people."""


def paste(here: Here, place: str) -> None:
    """Take what was copied: a picture of a commitment is evidence, rows with headings are imported, cells are cells."""
    if place == "action_items" and len(here.keys) == 1:
        from ui import evidence

        copied = QGuiApplication.clipboard().mimeData()
        if evidence.holds_evidence(copied):
            evidence.take(here, here.keys[0], copied)
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

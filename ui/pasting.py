"""What is pasted into a list: rows go to the import, a picture becomes evidence of the selected commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from ecd_desktop.language import _, format_time

if TYPE_CHECKING:
    from ui.here import Here

KINDS = {"action_items": "action-items", "people": "people", "organisations": "people", "projects": "projects"}
"""What pasted rows become, by place; a directory brings organisations with their people."""


def paste(here: Here, place: str) -> None:
    """Take the clipboard's rows to the import, as this place's kind of list; a picture of commitments is evidence."""
    if place == "action_items" and len(here.keys) == 1:
        from ui import evidence

        copied = QGuiApplication.clipboard().mimeData()
        if evidence.holds_evidence(copied):
            evidence.take(here, here.keys[0], copied)
            return
    if place not in KINDS:
        here.notice(_("Rows cannot be pasted here: commitments, directories and projects can. Write these one by one, "
                      "or duplicate one."))  # fmt: skip
        return
    data = QGuiApplication.clipboard().mimeData()
    text, html = (data.text(), data.html()) if data is not None else ("", "")
    if not text.strip() and not html.strip():
        here.notice(_("There is nothing to paste: copy rows first, with their headings."))
        return
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

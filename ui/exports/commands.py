"""Gestures of what goes out: sending, and what is done with what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

UNITS_OF = ("organisations", "action_items", "projects", "indicators")


def _page(here: Here) -> Any:
    return here.page


def _send(here: Here) -> None:
    """With the departments of what is selected in the list, where something is."""
    entity, keys = here.entity, here.keys
    here.go("exports")
    if here.place != "exports":
        return
    _page(here).begin_sending()
    if entity in UNITS_OF and keys:
        _page(here).choose_for(entity, keys)


def _needs_awaited(here: Here) -> str | None:
    page = _page(here)
    if page is not None and page.awaited():
        return None
    return _("Choose a workbook that is not back yet.")


def _needs_withdrawn(here: Here) -> str | None:
    page = _page(here)
    return None if page is not None and page.withdrawn() else _("Choose a workbook that was withdrawn.")


def _needs_one_workbook(here: Here) -> str | None:
    page = _page(here)
    return None if page is not None and page.one_workbook() is not None else _("Choose one workbook first.")


def commands() -> Sequence[Command]:
    place = "exports"
    return (
        Command("shell.export", N_("&Workbooks for the departments…"), _send, keys=("Ctrl+E",), menu=Menu.FILE,
                section=4, icon="table-export",
                tip=N_("Write the workbooks in which departments answer, each with an e-mail draft"),
                also=N_("send, matrix, department, draft")),
        Command("exports.send", N_("Write the &ticked ones"), lambda here: _page(here).send.send(),
                keys=("Ctrl+Return",), menu=Menu.FILE, section=4, icon="send", place=place,
                tip=N_("A workbook and an e-mail draft for each department that is ticked")),
        Command("exports.save", N_("Sa&ve one workbook…"), lambda here: _page(here).form.ask_where(), menu=Menu.FILE,
                section=4, icon="download", place=place, tip=N_("Choose a name and write it")),
        Command("exports.remind", N_("Copy a reminder te&xt…"), lambda here: _page(here).remind(), place=place,
                keys=("Ctrl+Shift+R",), icon="message", needs=_needs_awaited,
                tip=N_("A text that asks for the workbook, to be sent by message; it is kept among the contacts")),
        Command("exports.remind_mail", N_("Remind by e-&mail…"), lambda here: _page(here).remind_by_mail(), place=place,
                icon="mail", needs=_needs_awaited,
                tip=N_("An e-mail draft for each of the selected workbooks; it is kept among the contacts")),
        Command("exports.records", N_("Show its re&cords"), lambda here: _page(here).show_records(), place=place,
                icon="list-details", needs=_needs_one_workbook,
                tip=N_("The records that the workbook holds, as a list")),
        Command("exports.withdraw", N_("With&draw"), lambda here: _page(here).withdraw(), place=place, icon="ban",
                needs=_needs_awaited, danger=True,
                tip=N_("It is not awaited any more; what still comes back of it is read all the same")),
        Command("exports.await", N_("Await it a&gain"), lambda here: _page(here).withdraw(back=True), place=place,
                icon="hourglass", needs=_needs_withdrawn, tip=N_("A workbook that was withdrawn is waited for again")),
        Command("exports.holds", N_("What the workbooks &hold…"), lambda here: _page(here).show_holds(), place=place,
                icon="table", tip=N_("Each column: whose it is, what is written there, whether it is personal data")),
    )  # fmt: skip

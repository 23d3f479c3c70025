"""The gestures of how a list is shown: table, board or calendar, filters of columns, saved views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

SHOWN, SAVED = 4, 5
"""Sections of the View menu."""

VIEWS = (
    ("table", N_("As a table"), N_("The records in rows"), "table"),
    ("board", N_("As a board"), N_("The same records as cards, in a column for each value"), "layout-kanban"),
    ("calendar", N_("As a calendar"), N_("The same records on their days"), "calendar"),
    ("grid", N_("As a power–interest grid"), N_("Stakeholders by power and interest, with where they moved"),
     "chart-dots"),
    ("timeline", N_("As a timeline"), N_("The same records as lines of time, with what is expected when"), "timeline"),
)


def view_commands() -> list[Command]:
    """They act on the list of the page that is shown."""
    shown = [
        Command(f"view.{id}", words, partial(_show, id), keys=(f"Ctrl+Alt+{n}",), menu=Menu.VIEW, section=SHOWN,
                icon=icon, tip=tip, needs=partial(_needs_view, id), checked=partial(_is_shown, id))
        for n, (id, words, tip, icon) in enumerate(VIEWS, start=1)
    ]  # fmt: skip

    def one(id: str, words: str, run: Callable[[Any], object], tip: str, **more: Any) -> Command:
        more.setdefault("needs", _needs_open)
        return Command(f"view.{id}", words, _on_saved(run), menu=Menu.VIEW, section=SAVED, tip=tip, **more)

    return [
        *shown,
        Command("view.filter", N_("Filter by this column…"), _filter, keys=("Alt+Down",), menu=Menu.VIEW,
                section=SHOWN, icon="filter", needs=_needs_list, in_list=True,
                tip=N_("Tick the values that are to be seen; also the arrow in the column's heading")),
        Command("view.clear", N_("Clear filters"), _clear, keys=("Ctrl+Shift+L",), menu=Menu.VIEW, section=SHOWN,
                needs=_needs_filter, tip=N_("Show every record of the list again")),
        one("open", N_("Saved views…"), lambda saved: saved.show_menu(), N_("Open a view that was saved"),
            icon="bookmark", needs=_needs_list),
        one("save", N_("Save this view"), lambda saved: saved.save(), N_("Keep the changes in the view that is open"),
            icon="device-floppy", needs=_needs_change),
        one("save_as", N_("Save this view as…"), lambda saved: saved.save_as(),
            N_("Keep filters, order, columns and groups under a name"), needs=_needs_list),
        one("rename", N_("Rename the view…"), lambda saved: saved.rename(), N_("Call the view that is open otherwise")),
        one("share", N_("Share the view with everybody"), lambda saved: saved.share(),
            N_("Everybody on this database can open it, or only its owner again"), says=_share_says),
        one("delete", N_("Delete the view"), lambda saved: saved.delete(), N_("The records stay; Undo brings it back"),
            icon="trash", danger=True),
        one("reset", N_("The list as it came"), lambda saved: saved.reset(),
            N_("No filter, the usual order and columns"), needs=_needs_list),
    ]  # fmt: skip


def _list(here: Here) -> Any | None:
    """The list page that is shown; None where the page is none."""
    return here.page if hasattr(here.page, "asking") else None


def _show(id: str, here: Here) -> None:
    if (page := _list(here)) is not None:
        page.show_view(id)


def _is_shown(id: str, here: Here) -> bool:
    page = _list(here)
    return page is not None and page._middle.id == id


def _needs_list(here: Here) -> str | None:
    return None if _list(here) is not None else _("Go to a list first.")


def _needs_view(id: str, here: Here) -> str | None:
    page = _list(here)
    return None if page is not None and page._middle.has(id) else _("This place is not shown in that way.")


def _filter(here: Here) -> None:
    if (page := _list(here)) is not None:
        page.filter_column()


def _clear(here: Here) -> None:
    if (page := _list(here)) is not None:
        page.clear_filters()


def _needs_filter(here: Here) -> str | None:
    page = _list(here)
    return None if page is not None and page.asking.is_on() else _("Nothing is filtered here.")


def _on_saved(act: Callable[[Any], object]) -> Callable[[Here], None]:
    def run(here: Here) -> None:
        if (page := _list(here)) is not None:
            act(page.saved)

    return run


def _needs_open(here: Here) -> str | None:
    page = _list(here)
    return None if page is not None and page.saved.row is not None else _("Open a saved view first.")


def _needs_change(here: Here) -> str | None:
    reason = _needs_open(here)
    page = _list(here)
    if reason is not None or page is None:
        return reason
    return None if page.saved.changed else _("The view is as it was saved.")


def _share_says(here: Here) -> str:
    page = _list(here)
    row = page.saved.row if page is not None else None
    return _("Keep the view for its owner") if row is not None and row.shared else ""

"""Gestures of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _everywhere(here: Here) -> None:
    here.go("search")
    if here.place == "search" and here.page is not None:
        here.page.search()


def _page(here: Here) -> Any:
    return here.page


def _found(here: Here) -> str | None:
    return None if getattr(_page(here), "hit", None) is not None else _("Look for something first.")


def commands() -> Sequence[Command]:
    return (
        Command("search.everywhere", N_("Search e&verywhere…"), _everywhere, keys=("Ctrl+Shift+F",),
                menu=Menu.EDIT, section=1, icon="search",
                tip=N_("Look through every text: commitments, cases, notes, progress reports, meetings and the rest")),
        Command("search.open", N_("&Open what was found"), lambda here: _page(here).open_hit(), icon="external-link",
                place="search", needs=_found, tip=N_("Show the record; Alt+← comes back to the results")),
        Command("search.clear", N_("Clear fil&ters"), lambda here: _page(here).clear_filters(), menu=Menu.VIEW,
                icon="filter", place="search", tip=N_("Search in everything and at any time again")),
    )  # fmt: skip

"""The gesture that compares a list with how it was: from any list, with its filters and the columns that are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu
from ui.kinds import title_of

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.cells import Shown

PLACE = "comparing"
SHOWN = 4
"""Section of the View menu."""


def _list(here: Here) -> Any | None:
    """The list page that is shown; None where the page is none."""
    return here.page if hasattr(here.page, "asking") else None


def _needs_list(here: Here) -> str | None:
    return None if _list(here) is not None else _("Go to a list first.")


def _compare(here: Here) -> None:
    from ui.comparing.rows import Compared

    page = _list(here)
    if page is None:
        return
    listing = page.spec.listing
    compared = Compared(
        page.spec.place, title_of(listing.entity), listing, page.asked(), _seen(page.table), page.asking.is_on()
    )
    here.go(PLACE)
    if here.place == PLACE:
        target: Any = here.page
        target.show_list(compared)


def _can_bring_back(here: Here) -> str | None:
    row = getattr(here.page, "chosen_row", None)
    if row is None:
        return _("Select one row of the comparison first.")
    return None if row.pair.then is not None and row.pair.then != row.pair.now else _("It is as it was then.")


def _bring_back(here: Here) -> None:
    target: Any = here.page
    target.bring_back()


def _seen(table: Any) -> tuple[Shown, ...]:
    """The columns the person sees, from left to right; also those that gave way to a narrow window."""
    columns, wanted = table.model().columns, table.columns.wanted
    places = [n for n, one in enumerate(columns) if wanted.get(one.name, not one.hidden)]
    return tuple(columns[n] for n in sorted(places, key=table.head.visualIndex))


def commands() -> Sequence[Command]:
    return (
        Command(f"{PLACE}.compare", N_("Compare with a date…"), _compare, keys=("Ctrl+Alt+H",), menu=Menu.VIEW,
                section=SHOWN, icon="history", needs=_needs_list,
                tip=N_("The list beside itself as it was: what is new, gone or changed"),
                also=N_("difference, past, as of, history")),
        Command(f"{PLACE}.bring_back", N_("Bring the record back as it was then"), _bring_back, place=PLACE,
                keys=("Ctrl+Shift+B",), icon="restore", needs=_can_bring_back, in_list=True,
                tip=N_("What is not as it was on that date becomes so again; Undo takes it back")),
    )  # fmt: skip

"""A list opened from a figure elsewhere: the figure's filter comes along as a chip that stands with the list's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _
from ui.widgets.controls import Chip

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.list_page import ListPage, Quick


def open_narrowed(here: Here, place: str, quicks: Sequence[Quick]) -> None:
    """Go to a list and show only what passes all of these filters; a chip the list has already is used as it is."""
    here.go(place)
    page: Any = here.page
    if here.place != place or not hasattr(page, "filter_by"):
        return
    for quick in quicks:
        _learn(page, quick)
    page.filter_by(chip=quicks[0].id if quicks else "")
    for quick in quicks[1:]:
        page.chips[quick.id].setChecked(True)
    page.focus()


def _learn(page: ListPage, quick: Quick) -> None:
    """Give the list a chip for this filter, in place of the one that was brought under the same id before."""
    old = page.chips.get(quick.id)
    if old is not None and not old.property("brought"):
        return
    page.spec = changed(page.spec, chips=(*(one for one in page.spec.chips if one.id != quick.id), quick))
    if old is not None:
        page._tools.removeWidget(old)
        del page.chips[quick.id]
        old.hide()
        old.deleteLater()
    chip = Chip(_(quick.text), mark=quick.mark, icon=quick.icon)
    chip.setProperty("brought", True)
    place = 1 + max((page._tools.indexOf(one) for one in page.chips.values()), default=page._tools.indexOf(page.field))
    page.chips[quick.id] = chip
    page._tools.insertWidget(place, chip)
    chip.installEventFilter(page)
    chip.toggled.connect(lambda _on: page._filtered())

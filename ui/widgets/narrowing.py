"""A list opened from a figure elsewhere: the figure's filter comes along as a chip that stands with the list's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.list_page import Quick


def open_narrowed(here: Here, place: str, quicks: Sequence[Quick]) -> None:
    """Go to a list and show only what passes all of these filters; a chip the list has already is used as it is."""
    here.go(place)
    page: Any = here.page
    if here.place != place or not hasattr(page, "asking"):
        return
    for quick in quicks:
        page.asking.learn(quick)
    page.filter_by(chips=tuple(quick.id for quick in quicks))
    page.focus()

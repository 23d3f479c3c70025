"""Moving records of a board or a calendar: by the verbs that their cells use, and by a command with a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ui.commands import Command, needs_selection
from ui.record_commands import CHANGE

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.cell_edits import Asks, Through

Move = Callable[["Here", "tuple[Key, ...]", Any], None]


def by_verb(through: Through, asks: Asks | None = None) -> Move:
    """A move that is the noun's own verb: what it asks it asks, what it refuses is said."""

    def move(here: Here, keys: tuple[Key, ...], value: Any) -> None:
        def refused(exc: Exception) -> None:
            if asks is None or not asks(here, keys, value, exc):
                here.failed(exc)

        try:
            job = through(here, keys, value)
        except Expected as exc:
            here.failed(exc)
            return
        if job is not None:
            here.do(job, refused=refused, owner=here.page)

    return move


def by_field(entity: str, name: str) -> Move:
    """A move that gives a plain field its value, in all records as one change."""

    def move(here: Here, keys: tuple[Key, ...], value: Any) -> None:
        from ecd_desktop.services.field_changes import change_fields

        here.do(change_fields, entity, keys, {name: value})

    return move


def begin_on(name: str) -> Callable[[Here, Any], None]:
    """Begins a record with a day already in this field."""

    def begin(here: Here, day: Any) -> None:
        page: Any = here.page
        page.begin_with({name: day}, {})

    return begin


def move_command(place: str) -> Command:
    """«Move to…»: what dragging does, from the keyboard and from the menu."""
    return Command(f"{place}.move", N_("Move to…"), _move, keys=("Ctrl+Shift+M",), section=CHANGE, icon="transfer",
                   place=place, needs=_can_move,
                   tip=N_("Another column of the board, another day of the calendar or of the timeline"))  # fmt: skip


def _view(here: Here) -> Any:
    return getattr(here.page, "view", None)


def _can_move(here: Here) -> str | None:
    if (none := needs_selection(here)) is not None:
        return none
    return None if hasattr(_view(here), "move_menu") else _("Show the board, the calendar or the timeline first.")


def _move(here: Here) -> None:
    view = _view(here)
    menu = view.move_menu()
    focus = view.window().focusWidget()
    over = focus if focus is not None and view.isAncestorOf(focus) else view
    rect = over.visualRect(over.currentIndex()) if hasattr(over, "visualRect") else over.rect()
    surface = over.viewport() if hasattr(over, "viewport") else over
    menu.aboutToHide.connect(menu.deleteLater)
    menu.setActiveAction(next((one for one in menu.actions() if one.isEnabled()), None))
    menu.popup(surface.mapToGlobal(rect.center() if rect.isValid() else surface.rect().center()))

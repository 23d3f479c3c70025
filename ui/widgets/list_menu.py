"""The menu of a list's rows: what can be done with the selection now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.views import TABLE, widget_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from ui.widgets.list_page import ListPage

COPIES = ("table.copy", "table.copy_headings", "table.copy_cell")


def list_menu(page: ListPage) -> QMenu | None:
    """The noun's verbs that can be given now: with all the others it would not fit a small screen."""
    actions, place = page.here.actions, page.spec.place
    commands = actions.commands(place=place)
    now = [one for one in commands if one.place == place and actions[one.id].isEnabled()]
    if not now:
        return None
    menu = actions.menu(now, widget_of(page.view))
    if (usual := f"{place}.edit") in actions:
        menu.setDefaultAction(actions[usual])  # what Enter and a double click do
    if page._middle.id == TABLE:
        menu.addSeparator()
        menu.addActions([actions[id] for id in COPIES if id in actions])
    return menu

"""What stands over the rows of a table that filters have emptied: that nothing fits, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ecd_desktop.language import _
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from ui.widgets.table import Table


class NoMatch(EmptyState):
    """Fills the room under the headings, which stay within reach: the filter of a column is changed there."""

    def __init__(self, table: Table, clear: Callable[[], object]) -> None:
        viewport = table.viewport()
        words, button = _("Nothing fits these filters."), (_("Clear filters"), clear)
        super().__init__("filter", words, button=button, parent=viewport)
        room = QVBoxLayout(viewport)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self)
        self.hide()

"""A page of lines: what narrows it above, the lines, and beside them the one that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ecd_desktop.language import _
from ui import tokens
from ui.widgets.lines import LinesView
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField
from ui.widgets.surfaces import Surface, Toolbar

if TYPE_CHECKING:
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.controls import Button
    from ui.widgets.empty_state import EmptyState
    from ui.widgets.side_pane import SidePane

NARROW = 760  # width under which the pane stands alone


class LinesPage(Page):
    """Enter on a line looks at it; where there is no room for both, the pane stands in the place of the lines.

    A page makes its controls, gives them to ``lay_out`` and reads; ``older`` is the link that reads further back.
    """

    pane_width = (42, 360, 620)  # hundredths of the page's width, not under, not over

    def __init__(self, here: Here, name: str, pane: SidePane, older: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.field = SearchField(_("Filter the list"), "Ctrl+F")
        self.view = LinesView(name)
        self.pane = pane
        self._more = older
        self._middle = QStackedWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._looking = False
        older.clicked.connect(lambda _on=False: self._read_older())
        self.field.searched.connect(lambda _text: self._show())
        self.field.left.connect(self.focus)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(lambda _line: self._look(True))
        pane.closed.connect(lambda: self._look(False))
        here.bridge.committed.connect(self._news)

    def lay_out(self, controls: Sequence[QWidget], empty: Sequence[EmptyState]) -> None:
        """Put the controls beside the field; ``empty`` are what the middle shows from 1 on, 0 being the lines."""
        bar = Toolbar(*controls)
        bar.lead(self.field, 150, 260)
        held = Surface()
        held.rows.addWidget(self.view, 1)
        held.rows.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        for one in (held, *empty):
            self._middle.addWidget(one)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._middle)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(tokens.PANE_LEAST)
        self.rows.addWidget(bar)
        self.rows.addWidget(self.split, 1)

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        self.field.begin()

    def refresh(self) -> None:
        self.load()

    # --- what a page says of its own ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read again what is shown."""

    def has_pane(self) -> bool:
        """Whether the pane stands beside what the middle shows."""
        return True

    def _read_older(self) -> None:
        """Read on from the last line."""

    def _show(self) -> None:
        """Show those that fit the controls."""

    def _chosen(self) -> None:
        """Others are selected: the pane shows what it has to say of them."""

    def _news(self, _news: News) -> None:
        self.load()

    # --- lines and pane -----------------------------------------------------------------------------------------------

    def _look(self, on: bool) -> None:
        self._looking = on
        self._fit()
        (self.pane if on else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        narrow, has_pane = self.width() < NARROW, self.has_pane()
        self.pane.setVisible((not narrow or self._looking) and has_pane)
        self._middle.setVisible(not narrow or not self._looking or not has_pane)
        self.pane.can_close(narrow)
        if not narrow:
            share, least, most = self.pane_width
            wide = min(max(self.width() * share // 100, least), most)
            self.split.setSizes([self.width() - wide, wide])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

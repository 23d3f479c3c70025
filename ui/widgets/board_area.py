"""The room in which a board's columns stand side by side: it scrolls sideways, and builds what comes into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from ui import tokens
from ui.widgets.board_column import Column, share

BETWEEN = 10
EDGE, STEP = 48, 18  # how near to an edge a drag scrolls, and how far each time


class ColumnsArea(QScrollArea):
    """Columns from left to right, as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: Sequence[Column] = ()
        inside = self._inside = QWidget()
        inside.setObjectName("inside")
        self._side_by_side = QHBoxLayout(inside)
        self._side_by_side.setContentsMargins(tokens.GUTTER, 10, 16, 10)
        self._side_by_side.setSpacing(BETWEEN)
        self._side_by_side.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setWidget(inside)
        self._drags = QTimer(self, interval=30)
        self._drags.timeout.connect(self._scroll_at_edge)
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self._build_in_sight())

    def add(self, column: Column) -> None:
        """One more at the right, shown once it is among those of ``fit``."""
        self._side_by_side.addWidget(column)

    def fit(self, columns: Sequence[Column]) -> None:
        """Share the room among these, and build those that are in sight."""
        self._shown = columns
        margins = self._side_by_side.contentsMargins()
        around = margins.left() + margins.right()
        self._inside.setMinimumWidth(share(columns, self.viewport().width() - around, BETWEEN) + around)
        self._build_in_sight()

    def follow_drag(self, on: bool) -> None:
        """While something is dragged near an edge, the columns beyond it come into sight."""
        self._drags.start() if on else self._drags.stop()

    def _build_in_sight(self) -> None:
        left = self._side_by_side.contentsMargins().left() - self.horizontalScrollBar().value()
        for column in self._shown:
            right = left + column.minimumWidth()
            if right > 0 and left < self.viewport().width() and not column.narrow:
                column.build()
            left = right + BETWEEN

    def _scroll_at_edge(self) -> None:
        at = self.mapFromGlobal(QCursor.pos()).x()
        bar = self.horizontalScrollBar()
        if 0 <= at < EDGE:
            bar.setValue(bar.value() - STEP)
        elif self.width() - EDGE < at <= self.width():
            bar.setValue(bar.value() + STEP)

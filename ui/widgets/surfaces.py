"""Plain grounds: the strip of tools over a page, a ground of the surface's colour, an area that scrolls upright."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import tokens


class Toolbar(QWidget):
    """The strip over a page: ``row`` holds its parts from left to right.  Measures in pixels."""

    def __init__(
        self, *parts: QWidget, left: int = tokens.GUTTER, spacing: int = 8, height: int = 52,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(left, 0, 16, 0)
        self.row.setSpacing(spacing)
        for part in parts:
            self.row.addWidget(part)

    def lead(self, field: QWidget, least: int, most: int, *, share: int = 2) -> None:
        """Put a field before the parts, ``least`` to ``most`` wide; ``share`` to 1: its part of the room left over."""
        field.setMinimumWidth(least)
        field.setMaximumWidth(most)
        self.row.insertWidget(0, field, share)
        self.row.addStretch(1)


class Surface(QWidget):
    """A ground with ``rows`` under each other on it."""

    def __init__(
        self, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*margins)
        self.rows.setSpacing(spacing)


class Scroll(QScrollArea):
    """Scrolls up and down only; ``read``: it holds text, so it takes the keys itself, not what stands in it."""

    def __init__(self, inside: QWidget | None = None, *, read: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not read:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes it, and is scrolled to
        if inside is not None:
            self.setWidget(inside)

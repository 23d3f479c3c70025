"""Where somebody has been: back and forward through places, and round the parts of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.page import Page


class Trail:
    """The places visited, and where in them we stand."""

    def __init__(self) -> None:
        self._visited: list[str] = []
        self._at = -1

    def visit(self, place: str) -> None:
        """Go on to a place; what lay ahead is forgotten."""
        self._visited = [*self._visited[: self._at + 1], place]
        self._at = len(self._visited) - 1

    def can(self, by: int) -> bool:
        return 0 <= self._at + by < len(self._visited)

    def step(self, by: int) -> str:
        """The place ``by`` steps along; ask ``can`` first."""
        self._at += by
        return self._visited[self._at]


def go_round(panes: Sequence[QWidget | None], by: int) -> None:
    """Give the focus to the next of the panes that are visible."""
    shown = [pane for pane in panes if pane is not None and pane.isVisible()]
    if not shown:
        return
    focus = QApplication.focusWidget()
    inside = [n for n, pane in enumerate(shown) if focus is not None and (pane is focus or pane.isAncestorOf(focus))]
    target = shown[((inside[-1] if inside else -1) + by) % len(shown)]
    if isinstance(target, Page):
        target.focus()
        return
    first = target
    if first.focusPolicy() == Qt.FocusPolicy.NoFocus:
        inner = (one for one in target.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        first = next((one for one in inner if one.isVisible() and one.isEnabled()), target)
    first.setFocus(Qt.FocusReason.ShortcutFocusReason)

"""Where somebody has been: back and forward through places with what was selected there; round the window's parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.widgets.page import Page

if TYPE_CHECKING:
    from ui.main_window import MainWindow

MOST = 100  # steps remembered


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page showed when it was left: selected, current, how far down (-1: so that the current one shows)."""

    keys: tuple[Any, ...] = ()
    current: Any = None
    scroll: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """One step of the trail."""

    place: str
    mark: Mark | None = None


class Trail:
    """The places visited, and where in them we stand."""

    def __init__(self) -> None:
        self._visited: list[Stand] = []
        self._at = -1

    def visit(self, place: str, left: Page | None = None) -> None:
        """Go on to a place from the page ``left``; what lay ahead is forgotten."""
        self._leave(left)
        self._visited = [*self._visited[: self._at + 1], Stand(place)][-MOST:]
        self._at = len(self._visited) - 1

    def can(self, by: int) -> bool:
        return 0 <= self._at + by < len(self._visited)

    def step(self, by: int, left: Page | None = None) -> Stand:
        """The stand ``by`` steps along, from the page ``left``; ask ``can`` first."""
        self._leave(left)
        self._at += by
        return self._visited[self._at]

    def _leave(self, page: Page | None) -> None:
        if page is not None and 0 <= self._at < len(self._visited):
            self._visited[self._at] = replace(self._visited[self._at], mark=mark_of(page))


def mark_of(page: Page) -> Mark:
    """What is selected on a page, and how far it is scrolled."""
    view = _view_of(page)
    current = view.current() if hasattr(view, "current") else None
    area = _scrolled(page, view)
    return Mark(page.selected(), current, area.verticalScrollBar().value() if area is not None else 0)


def put_back(page: Page | None, mark: Mark | None) -> None:
    """Show a page as it was left; records that are gone stay unselected."""
    if page is None or mark is None:
        return
    view = _view_of(page)
    if view is not None and mark.keys and page.selected() != mark.keys:
        view.select(mark.keys, mark.current if mark.current is not None else mark.keys[0])
    if mark.scroll >= 0 and (area := _scrolled(page, view)) is not None:
        area.verticalScrollBar().setValue(mark.scroll)


def _view_of(page: Page) -> Any:
    """The list of a page, whatever shows it now."""
    return next((one for name in ("view", "table") if hasattr(one := getattr(page, name, None), "select")), None)


def _scrolled(page: Page, view: Any) -> QAbstractScrollArea | None:
    for one in (view, getattr(page, "table", None)):
        if isinstance(one, QAbstractScrollArea):
            return one
    return None


class MouseSteps(QObject):
    """The two side buttons of a mouse go back and forward, wherever in the window it is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        self._watched: QObject | None = None

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and target is self._window:
            # what reaches the window's handle is each press once; on a widget it may be swallowed on the way
            handle = self._window.windowHandle()
            if handle is not None and handle is not self._watched:
                handle.installEventFilter(self)
                self._watched = handle
        elif target is self._watched and event.type() == QEvent.Type.MouseButtonPress:
            assert isinstance(event, QMouseEvent)
            by = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button())
            if by is not None and QApplication.activeModalWidget() is None:
                self._window.step(by)
                return True
        return False


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

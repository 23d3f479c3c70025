"""The pane beside a list: who is looked at, its status, and tabs that show one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop.language import N_, _
from ui.widgets.controls import Bar, Label, Pill, ToolButton, rule
from ui.widgets.marks import Mark
from ui.widgets.several_pane import SeveralPane
from ui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


class Tab(Protocol):
    """A widget that shows one record; None shows nothing."""

    def show_record(self, entity: str, key: Key | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Headline:
    """The head of the pane for one row: small line, title, pill, progress, and a remark with its ink."""

    caption: str = ""
    title: str = ""
    status: str = ""
    mark: Mark | None = None
    points: int | None = None
    tone: str = "blue"
    note: tuple[str, str] = ("", "text2")


TabSpec = tuple[str, Callable[["Here"], QWidget]]
"""Title (a catalogue entry) and what builds it; the widget is a ``Tab``."""


class DetailPane(QWidget):
    """Head, tabs, body.  Tabs are built when they are first shown."""

    closed = Signal()
    built = Signal(int)  # a tab was built; its widget is ``tab(number)``

    def __init__(
        self, here: Here, entity: str, tabs: Sequence[TabSpec], *, place: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._here = here
        self._entity = entity
        self.key: Key | None = None  # the record that is shown; None while a new one is begun
        self._tabs = tuple(tabs)
        self._built: dict[int, QWidget] = {}
        self.caption = Label("", "caption", "text2")
        self.title = Label("", "subtitle", wrap=True)
        self.pill = Pill()
        self.bar = Bar()
        self.note = Label("", "caption", "text2", wrap=True)
        self.close_button = ToolButton("x", _("Close"), self.closed.emit)
        self.several = SeveralPane(here, place or entity)
        self.several.closed.connect(self.closed)
        self.strip = TabStrip(_("Parts of the record"), [_(label) for label, _build in self._tabs])
        self._bar = self.strip.bar
        self._stack = QStackedWidget()
        for _tab in self._tabs:
            self._stack.addWidget(QWidget())
        self.strip.setVisible(len(self._tabs) > 1)
        self._bar.currentChanged.connect(self._show_tab)
        self._lay_out()

    @property
    def tabs(self) -> int:
        """How many there are."""
        return len(self._tabs)

    def show_record(self, key: Key | None, headline: Headline | None = None) -> None:
        """Show a record (its head comes with the row that is already there), or nothing."""
        self.key = key
        self._sides.setCurrentWidget(self._record)
        self._let_tabs(True)
        if headline is not None:
            self.show_headline(headline)
        if self.has(self._current):
            self._show_tab(self._current)
        else:  # in a turn of its own: what stands beside it is shown first
            self._here.tasks.later(lambda: self._show_tab(self._current), self)

    def has(self, number: int) -> bool:
        """Whether a tab was built."""
        return number in self._built

    @property
    def draft(self) -> Any | None:
        """What is in the form, the first tab."""
        return self.tab(0).draft if self.has(0) else None

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save what is typed in the form; ``then`` when that is done, or when there was nothing."""
        if self.has(0):
            self.tab(0).save(then)
        elif then is not None:
            then()

    def begin(self, headline: Headline) -> None:
        """Show the first tab for a record that is not there yet; the other tabs have nothing to show."""
        self.key = None
        self._sides.setCurrentWidget(self._record)
        self.show_headline(headline)
        self._let_tabs(False)
        with QSignalBlocker(self._bar):
            self.strip.choose(0)
        self._stack.setCurrentWidget(self.tab(0))

    def began(self, key: Key) -> None:
        """The record is there now."""
        self.key = key
        self._let_tabs(True)

    def show_several(self, counted: str) -> None:
        """In the place of a record: how many are selected, and what can be done with them."""
        self.several.say_several(counted)
        self._sides.setCurrentWidget(self.several)

    def show_nothing(self, on: bool) -> None:
        """Whether there is no record to show; else the one that was."""
        if on:
            self.several.say_nothing()
        self._sides.setCurrentWidget(self.several if on else self._record)

    @property
    def wish(self) -> int:
        """The width that its tabs ask for, each with its whole words."""
        return self.strip.wish + 20 + 4 if len(self._tabs) > 1 else 0

    def _let_tabs(self, on: bool) -> None:
        """Of a record that is only begun there is nothing but its details."""
        for number in range(1, len(self._tabs)):
            self._bar.setTabEnabled(number, on)

    def show_headline(self, headline: Headline) -> None:
        self.caption.setText(headline.caption)
        self.title.setText(headline.title)
        self.pill.setVisible(bool(headline.status))
        self.pill.show_mark(headline.status, headline.mark)
        fraction = None if headline.points is None else headline.points / 100
        self.bar.show_fraction(fraction, f"{headline.points}\u00a0%", headline.tone)
        words, ink = headline.note
        self.note.setText(words)
        self.note.set_ink(ink)
        self.note.setVisible(bool(words))

    def tab(self, number: int) -> Any:
        """The widget of a tab, built if it was not yet."""
        if number not in self._built:
            made = self._tabs[number][1](self._here)
            self._built[number] = made
            old = self._stack.widget(number)
            self._stack.insertWidget(number, made)
            self._stack.removeWidget(old)
            old.deleteLater()
            self.built.emit(number)
        return self._built[number]

    def show_tab(self, number: int) -> None:
        self.strip.choose(number)
        self._show_tab(number)

    def step_tab(self, by: int) -> None:
        """The next tab, or the one before; round and round."""
        self.strip.choose((self._bar.currentIndex() + by) % max(self._bar.count(), 1))
        made = self.tab(self._bar.currentIndex())
        inner = (one for one in (made, *made.findChildren(QWidget)) if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        target = next((one for one in inner if one.isVisible() and one.isEnabled()), self._bar)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _current(self) -> int:
        return self._bar.currentIndex() if len(self._tabs) > 1 else 0

    def _show_tab(self, number: int) -> None:
        made = self.tab(number)
        self._stack.setCurrentWidget(made)
        cast(Tab, made).show_record(self._entity, self.key)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.caption, 1)
        top.addWidget(self.close_button)
        status = QHBoxLayout()
        status.setSpacing(12)
        status.addWidget(self.pill)
        status.addWidget(self.bar, 1)
        status.addStretch(0)
        head = QVBoxLayout()
        head.setContentsMargins(20, 12, 12, 8)
        head.setSpacing(6)
        head.addLayout(top)
        head.addWidget(self.title)
        head.addLayout(status)
        head.addWidget(self.note)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(20, 0, 4, 0)
        tabs.addWidget(self.strip, 1)
        self._record = QWidget()
        rows = QVBoxLayout(self._record)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(tabs)
        rows.addWidget(rule())
        rows.addWidget(self._stack, 1)
        self._sides = QStackedLayout(self)
        self._sides.addWidget(self._record)
        self._sides.addWidget(self.several)


def holds_focus(widget: QWidget) -> bool:
    """Whether the keyboard is on a widget or on something in it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


DETAILS = N_("Details")
HISTORY = N_("History")

"""Lists beside and over a calendar: the records that have no day yet, and all of those of one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _, long_date
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.card_list import CardList
from ui.widgets.cards import CardsModel, Rows
from ui.widgets.controls import Label

if TYPE_CHECKING:
    from db.fields import Key
    from ui.widgets.days_view import DaysView

WIDE, MOST = 264, 340


class Undated(QFrame):
    """A heading over the cards of those that wait for a day; they are dragged from here onto one."""

    def __init__(self, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.list = CardList(CardsModel(rows, self), self)
        self.heading = Label("", "body-strong")
        self._hint = Label("", "caption", "text2", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 10, 12, 8)
        lines.setSpacing(6)
        lines.addWidget(self.heading)
        lines.addWidget(self._hint)
        lines.addWidget(self.list, 1)
        self.setFixedWidth(WIDE)

    def show_keys(self, keys: list[Key], title: str) -> None:
        said = _("{title}: {n}").format(title=title, n=len(keys))
        self.heading.setText(said)
        self._hint.setText(_("Drag one onto its day."))
        self.list.setAccessibleName(said)
        held = self.list.hold()
        if self.list.cards.show(keys):
            self.list.give_back(held)


class DayList(QFrame):
    """All records of a day, over the grid; Esc closes it."""

    closed = Signal()
    begun = Signal(object)  # date

    def __init__(self, rows: Rows, begin: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.day: date | None = None
        self.list = CardList(CardsModel(rows, self), self)
        self.heading = Label("", "body-strong")
        self._close = ToolButton("x", _("Close"), self.leave, size=16)
        self._new = Button("", self._begin, kind="link", icon="plus")
        self._new.setVisible(begin)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self._close)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 6, 8, 8)
        lines.setSpacing(4)
        lines.addLayout(head)
        lines.addWidget(self.list, 1)
        lines.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_day(self, day: date, keys: list[Key], count: Callable[[int], str]) -> None:
        self.day = day
        said = _("{day}: {what}").format(day=long_date(day, weekday=True), what=count(len(keys)))
        self.heading.setText(said)
        self.list.setAccessibleName(said)
        self._close.say(_("Close"))
        self._new.say(_("New on this day"))
        held = self.list.hold()
        if self.list.cards.show(list(keys)):
            self.list.give_back(held)

    def place_over(self, days: DaysView) -> None:
        """Stand over the cell of its day, inside the calendar."""
        around = self.parentWidget()
        if self.day is None or around is None:
            return
        corner = days.viewport().mapTo(around, days.box_of(self.day).toRect().topLeft())
        wide = min(MOST, around.width() - 32)
        cards = max(min(self.list.cards.rowCount(), 3), 1)
        tall = min(max(around.height() - 80, 180), 96 + self.list.painter.height() * cards)
        left = min(max(corner.x() - 8, 8), around.width() - wide - 8)
        top = min(max(corner.y() - 8, 8), max(around.height() - tall - 8, 8))
        self.setGeometry(left, top, wide, tall)

    def leave(self) -> None:
        if not self.isHidden():
            self.hide()
            self.day = None
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        if self.day is not None:
            self.begun.emit(self.day)

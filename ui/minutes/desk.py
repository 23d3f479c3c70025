"""The three columns in which minutes are taken; in a narrow window one of the outer two yields to the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ecd_desktop.minutes_text import Tag
from ui import tokens
from ui.minutes.cards import Cards
from ui.minutes.closing import Closing
from ui.minutes.earlier import Earlier
from ui.minutes.editor import MinutesEditor, named
from ui.minutes.heads import Heads
from ui.minutes.marker import ICONS
from ui.minutes.roll import Roll
from ui.minutes.side import Agenda
from ui.widgets.bars import Bar
from ui.widgets.controls import Label, ToolButton, rule
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from db.fields import Key
    from ecd_desktop.minutes_answers import Settled
    from ecd_desktop.services.taking_minutes import Item, Sheet
    from ui.here import Button, Here

THREE = 980  # width of the page from which three columns have room
LEFT, RIGHT = (228, 290), (236, 330)  # least and most width of the outer columns
PRINTS = "meetings.print_minutes"
"""What prints the minutes, where the program has it: a command of the meetings, for the meeting that is shown."""


class Desk(QStackedWidget):
    """Everything of the page; it decides nothing."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self._left_wanted = False  # in a narrow window
        self._agenda_shown: tuple[Any, Any, str] | None = None
        self._earlier_shown: tuple[Settled, ...] | None = None
        self.editor = MinutesEditor(here)
        self.agenda, self.earlier, self.roll, self.heads = Agenda(here), Earlier(here), Roll(here), Heads(here)
        self.roll.rows.addWidget(self.heads)
        self.cards, self.closing = Cards(here), Closing(here)
        self.bar = Bar("amber", "alert-triangle")
        self._kept = Label("", "caption", "text2")
        self._kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.left, self.right = self._left(), QStackedWidget()
        self.right.addWidget(self.cards)
        self.right.addWidget(self.closing)
        for column, (least, most) in ((self.left, LEFT), (self.right, RIGHT)):
            column.setMinimumWidth(least)
            column.setMaximumWidth(most)
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(tokens.GUTTER, 14, tokens.GUTTER, 14)
        row.setSpacing(14)
        row.addWidget(self.left, 4)
        row.addWidget(self._middle(), 10)
        row.addWidget(self.right, 5)
        self.empty = EmptyState(
            "users", _("Minutes are taken of one meeting. Choose it in the list and press “Take minutes”."),
            button=(_("To the meetings"), lambda: here.go("meetings")),
        )  # fmt: skip
        self.addWidget(columns)
        self.addWidget(self.empty)

    def _left(self) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(self.agenda, 2)
        rows.addWidget(self.earlier, 2)
        rows.addWidget(self.roll, 3)
        for part in (self.agenda, self.earlier, self.roll, self.heads, self.cards):
            part.left.connect(self.editor.setFocus)
        return made

    def _middle(self) -> QWidget:
        made = QFrame()
        made.setObjectName("card")
        tools = QHBoxLayout()
        tools.setContentsMargins(10, 6, 14, 6)
        tools.setSpacing(4)
        self.tools = {}
        for n, kind in enumerate(Tag, start=1):
            tip = _("{kind} (Ctrl+{n})").format(kind=named(kind), n=n)
            button = ToolButton(ICONS[kind], tip, lambda kind=kind: self.editor.put(kind))
            button.setProperty("command", f"minutes.{kind}")
            self.tools[kind] = button
            tools.addWidget(button)
        self.turn = ToolButton("layout-sidebar", "", self.turn_side)
        self.turn.setProperty("command", "minutes.sides")
        tools.addWidget(self.turn)
        tools.addWidget(self._kept, 1)
        rows = QVBoxLayout(made)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addLayout(tools)
        rows.addWidget(rule())
        around = QVBoxLayout()
        around.setContentsMargins(12, 8, 12, 0)
        around.addWidget(self.bar)
        rows.addLayout(around)
        rows.addWidget(self.editor, 1)
        made.setMinimumWidth(320)
        return made

    # --- for the page -------------------------------------------------------------------------------------------------

    def show_sheet(self, sheet: Sheet | None) -> None:
        self.setCurrentIndex(0 if sheet is not None else 1)
        self.roll.show_sheet(sheet)
        self.heads.show_sheet(sheet)
        self._agenda_shown = None
        for button in self.tools.values():
            button.setEnabled(not self.here.read_only)

    def show_agenda(self, items: tuple[Item, ...], current: Any, now: str) -> None:
        """Show the agenda with the item at the cursor marked; while that is the same, nothing is done."""
        if self._agenda_shown != (items, current, now):
            self._agenda_shown = (items, current, now)
            self.agenda.show_items(items, current, now)

    def show_earlier(self, settled: Sequence[Settled], meeting: Key | None, day: date) -> None:
        """Show the old commitments beside the text, as tall as they are."""
        self.earlier.meeting, self.earlier.day = meeting, day
        if tuple(settled) != self._earlier_shown:
            self._earlier_shown = tuple(settled)
            self.earlier.show_settled(settled, closing=False)
            self.earlier.setMaximumHeight(self.earlier.high() + 94)

    def go_to(self, part: str) -> None:
        """Put the keys into a part at the left: on its selected line, else its first; where it is empty, its field."""
        self.show_side(left=True)
        view = getattr(self, part).view
        if view.isVisible():
            view.select_first()
            view.setFocus()
        elif part == "roll":
            self.roll.line.setFocus()

    def say_kept(self, text: str) -> None:
        self._kept.setText(text)

    @property
    def is_closing(self) -> bool:
        return self.right.currentWidget() is self.closing

    def begin_closing(self, hour: str) -> None:
        """The checklist takes the place of the cards."""
        self.closing.hour.setText(hour)
        self.right.setCurrentWidget(self.closing)
        self.show_side(left=False)
        (self.closing.go if hour else self.closing.hour).setFocus()

    def end_closing(self) -> None:
        self.right.setCurrentWidget(self.cards)

    def turn_side(self) -> None:
        """The other of the two outer columns, where there is room for one."""
        self.show_side(left=not self._left_wanted)

    def show_side(self, *, left: bool) -> None:
        self._left_wanted = left
        self._arrange()

    def printing(self) -> Button | None:
        """The way to the printed minutes, where the program has one."""
        if PRINTS not in self.here.actions:
            return None
        return _("Print the minutes"), partial(self.here.actions.command(PRINTS).run, self.here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= THREE
        self.left.setVisible(wide or self._left_wanted)
        self.right.setVisible(wide or not self._left_wanted)
        self.turn.setVisible(not wide)
        self.turn.say(_("What will be recorded") if self._left_wanted else _("Agenda and attendance"))

"""A day that is over, typed as people say it («12/08», «vie», «-3») or picked from a calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from ecd_desktop import language
from ecd_desktop.calendar import parse_date
from ecd_desktop.language import _, format_date, long_date
from ui import tokens
from ui.widgets.controls import ToolButton
from ui.widgets.day_editor import month_view
from ui.widgets.editors import put_inside

if TYPE_CHECKING:
    from ui.here import Here


class PastDay(QLineEdit):
    """Enter takes the day that is typed; what is no day stays, and is said."""

    picked = Signal(object)  # date
    misread = Signal(str)  # a sentence

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setAccessibleName(_("Another day"))
        self.setPlaceholderText(_("or a day"))
        self.setToolTip(_("A day that is over: dd/mm/yyyy, “fri”, “-3”, “a month ago”; Enter takes it, Alt+↓ shows a "
                          "calendar"))  # fmt: skip
        self.setFixedHeight(tokens.CONTROL)
        self.setFixedWidth(136)
        self.button = ToolButton("calendar", _("Choose a date"), self.pick)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        put_inside(self, self.button)
        self.returnPressed.connect(self._take)

    def read(self) -> date | None:
        """The day that is typed: without a year the last such day, since it is over."""
        return parse_date(
            self.text().strip(), today=self.here.today, language=language.current(), past=True,
            calendar=self.here.calendar,
        )  # fmt: skip

    def pick(self) -> None:
        """Show the calendar under the field."""
        menu = QMenu(self)
        calendar = month_view(self.read() or self.here.today, self.here)
        last = self.here.today
        calendar.setMaximumDate(QDate(last.year, last.month, last.day).addDays(-1))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def chosen(day: QDate) -> None:
            menu.close()
            self.setText(format_date(date(day.year(), day.month(), day.day())))
            self._take()

        calendar.activated.connect(chosen)
        calendar.clicked.connect(chosen)
        calendar.setFocus()
        menu.exec(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if down or event.key() == Qt.Key.Key_F4:
            self.pick()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        text = self.text().strip()
        if not text:
            return
        day = self.read()
        if day is None:
            self.misread.emit(_("“{text}” is no day. Write it as 12/08/2026, or as “fri” or “-3”.").format(text=text))
            return
        self.setText(format_date(day))
        self.setToolTip(long_date(day, weekday=True))
        self.picked.emit(day)

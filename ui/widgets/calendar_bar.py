"""The line over a calendar: today, leafing, which days are shown, month or week, and the undated where they hide."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ecd_desktop.language import _, begun, long_date, month_and_year
from ui import tokens
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.calendar_parts import Span
from ui.widgets.controls import Chip, Label


class CalendarBar(QWidget):
    """Says what is wanted; ``waiting`` is the chip of the undated."""

    leafed = Signal(int)
    home = Signal()
    week_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ToolButton("chevron-left", _("Month before"), lambda: self.leafed.emit(-1))
        self._after = ToolButton("chevron-right", _("Month after"), lambda: self.leafed.emit(1))
        self._home = Button(_("Today"), self.home.emit)
        self.title = Label("", "subtitle")
        self.waiting = Chip("", icon="calendar-x")
        self.by_month, self.by_week = Chip(_("Month")), Chip(_("Week"))
        tools = QHBoxLayout(self)
        tools.setContentsMargins(tokens.GUTTER, 8, 16, 8)
        tools.setSpacing(8)
        for widget in (self._home, self._before, self._after):
            tools.addWidget(widget)
        tools.addWidget(self.title, 1)
        for chip in (self.waiting, self.by_month, self.by_week):
            tools.addWidget(chip)
        self.by_month.clicked.connect(lambda: self.week_wanted.emit(False))
        self.by_week.clicked.connect(lambda: self.week_wanted.emit(True))

    def say(self, *, week: bool, undated: str) -> None:
        """In the language now in force."""
        self._home.say(_("Today"))
        for chip, text, on in ((self.by_month, _("Month"), not week), (self.by_week, _("Week"), week)):
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.setChecked(on)
            chip.updateGeometry()
        self._before.say(_("Week before") if week else _("Month before"))
        self._after.say(_("Week after") if week else _("Month after"))
        self.waiting.setText(undated)

    def show_span(self, span: Span) -> str:
        """Say which days are in sight; the words."""
        if span.month is not None:
            said = begun(month_and_year(span.month))
        else:
            same = span.first.month == span.last.month
            first = str(span.first.day) if same else long_date(span.first)
            said = _("{first} to {last}").format(first=first, last=long_date(span.last))
        self.title.set_ink("text")
        self.title.setText(said)
        return said

    def show_drag(self, text: str, *, refused: bool) -> None:
        """Where what is dragged would go, or why it may not."""
        self.title.set_ink("red" if refused else "accent_text")
        self.title.setText(text)

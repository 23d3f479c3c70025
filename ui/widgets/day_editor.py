"""The editor of a date: typed as people say it («27/11», «vie», «+3»), turned by arrows, or picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from ecd_desktop import language
from ecd_desktop.language import _, long_date
from ecd_desktop.typed_dates import months_later
from ui import icons, style
from ui.widgets.controls import ToolButton
from ui.widgets.editors import Editor, put_inside

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Draft
    from ui.here import Here

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class DayEditor(Editor):
    """One line and a calendar; what was typed is written out as a date when the field is left."""

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.line = QLineEdit()
        self._show_hint(108)
        self.line.setMinimumWidth(108)
        self.line.setMaximumWidth(160)
        self._hold(self.line)
        self.button = ToolButton("calendar", _("Choose a date"), self.pick)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        put_inside(self.line, self.button)
        self.row.addStretch(0)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(self.left.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_hint(self.line.width())

    def _show_hint(self, width: int) -> None:
        """How a date may be typed, as far as there is room for saying so."""
        hints = (_("dd/mm/yyyy, “fri”, “+3”"), _("dd/mm/yyyy"), "")
        room = width - 56
        fitting = next(hint for hint in hints if self.line.fontMetrics().horizontalAdvance(hint) <= max(room, 0))
        self.line.setPlaceholderText(fitting)

    def say_name(self, label: str) -> None:
        super().say_name(label)
        self.button.setAccessibleName(_("Choose a date: {field}").format(field=label))

    def show_value(self, value: Any, words: str) -> None:
        if self.line.text() != words:
            self.line.setText(words)
            self.line.setCursorPosition(0)
        self.line.setModified(False)
        self.line.setToolTip(long_date(value, weekday=True) if isinstance(value, date) else "")

    def take(self, draft: Draft) -> None:
        if self.line.isModified():
            draft.read(self.name, self.line.text(), self.here.speech)

    def write_out(self, draft: Draft) -> None:
        if self.line.isModified() and self.name not in draft.typed:
            value = draft.value(self.name)
            self.show_value(value, "" if value is None else self.field.format(value, self.here.speech))

    def set_read_only(self, on: bool) -> None:
        self.line.setReadOnly(on)
        self.button.setEnabled(not on)

    def pick(self) -> None:
        """Show the calendar under the field."""
        menu = QMenu(self)
        calendar = month_view(self._read() or self.here.today, self.here)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def chosen(day: QDate) -> None:
            menu.close()
            self._put(date(day.year(), day.month(), day.day()))
            self.left.emit()
            self.line.setFocus()

        self._name_holidays(calendar)
        calendar.activated.connect(chosen)
        calendar.clicked.connect(chosen)
        calendar.setFocus()
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))

    def _name_holidays(self, calendar: QCalendarWidget) -> None:
        """The name of each non-working day as its tooltip, as soon as the database has said it."""

        def job(session: Any) -> dict[date, str]:
            from db.queries import quick_add

            return dict(quick_add.non_working_names(session))

        def answer(names: dict[date, str]) -> None:
            for day, name in names.items():
                there = QDate(day.year, day.month, day.day)
                look = calendar.dateTextFormat(there)
                look.setToolTip(name)
                calendar.setDateTextFormat(there, look)

        self.here.read(job, answer, refused=lambda _exc: None, owner=calendar)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_F4 or (
                key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            ):
                self.pick()
                return True
            if (key in STEPS or key in MONTHS) and not self.line.isReadOnly():
                day = self._read() or self.here.today
                try:
                    turned = day + timedelta(STEPS[key]) if key in STEPS else months_later(day, MONTHS[key])
                except (OverflowError, ValueError):
                    return True
                self._put(turned)
                self.typed.emit()
                return True
        return super().eventFilter(target, event)

    def _read(self) -> date | None:
        text = self.line.text().strip()
        return self.here.speech.parse_date(text) if text else None

    def _put(self, day: date) -> None:
        self.line.setText(language.format_date(day))
        self.line.setModified(True)
        self.line.setToolTip(long_date(day, weekday=True))

    def _typed(self) -> None:
        day = self._read()
        self.line.setToolTip(long_date(day, weekday=True) if day is not None else "")
        self.typed.emit()


def month_view(day: date, here: Here) -> QCalendarWidget:
    """A calendar on ``day``, non-working days in red; their names come later, as tooltips."""
    calendar = QCalendarWidget()
    spanish = language.current() == language.SPANISH
    calendar.setLocale(QLocale(QLocale.Language.Spanish, QLocale.Country.Peru) if spanish else QLocale("en_GB"))
    monday = here.settings.first_day_of_week != "sunday"
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday if monday else Qt.DayOfWeek.Sunday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFont(style.font("body"))
    calendar.setGridVisible(False)
    head = QTextCharFormat()
    head.setForeground(QColor(style.theme().text2))
    head.setFontWeight(QFont.Weight.DemiBold)
    calendar.setHeaderTextFormat(head)
    weekend = QTextCharFormat()
    weekend.setForeground(QColor(style.theme().text3))
    for name in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(name, weekend)
    holiday = QTextCharFormat()
    holiday.setForeground(QColor(style.theme().red.fg))
    for one in here.calendar.non_working:
        if abs((one - day).days) < 800:
            calendar.setDateTextFormat(QDate(one.year, one.month, one.day), holiday)
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    for button, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        found = calendar.findChild(QToolButton, button)
        if found is not None:
            icons.dress(found, icon, "text2", 16)
    calendar.setAccessibleName(_("Calendar"))
    return calendar

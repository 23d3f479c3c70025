"""The days of a month or of a week as a grid of cells that speak, with the records of each day as lines in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ecd_desktop import language
from ecd_desktop.language import MONTHS_SHORT, WEEKDAYS, WEEKDAYS_SHORT, ngettext
from ui import style
from ui.tokens import Theme
from ui.widgets import marks
from ui.widgets.calendar_parts import CalendarSpec, Sight, Span, day_in_words
from ui.widgets.card_list import cut_to, two_lines
from ui.widgets.cards import Rows

if TYPE_CHECKING:
    from db.fields import Key

Index = QModelIndex | QPersistentModelIndex
DAY_ROLE = int(Qt.ItemDataRole.UserRole) + 8
HEAD, GAP, SIDE = 27, 2, 5
IN_A_TIP = 12  # lines


@dataclass(frozen=True, slots=True)
class Day:
    """One cell."""

    day: date
    keys: Sequence[Key]
    inside: bool  # of the month that is meant
    today: bool
    working: bool
    holiday: str


class DaysModel(QAbstractTableModel):
    """Weeks under each other, seven days side by side."""

    def __init__(
        self, spec: CalendarSpec, rows: Rows, count: Callable[[int], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self.rows = rows
        self._count = count
        self.sight = Sight(Span(date(2026, 1, 5), 5))
        self._today = date(2026, 1, 1)
        self._is_working: Callable[[date], bool] = lambda day: day.weekday() < 5

    def show(self, sight: Sight, today: date, is_working: Callable[[date], bool]) -> None:
        """Show these days; cells stay where they are while the span is the same."""
        same = sight.span == self.sight.span
        if not same:
            self.beginResetModel()
        self.sight, self._today, self._is_working = sight, today, is_working
        if not same:
            self.endResetModel()
        else:
            self.repaint()

    def repaint(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 6))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 6)

    def day_at(self, index: Index) -> date:
        return self.sight.span.first + timedelta(days=index.row() * 7 + index.column())

    def index_of(self, day: date) -> QModelIndex:
        """Invalid where the day is not in sight."""
        if not self.sight.span.holds(day):
            return QModelIndex()
        week, column = divmod((day - self.sight.span.first).days, 7)
        return self.index(week, column)

    def day_of(self, key: Key) -> date | None:
        """The day in sight on which a record stands."""
        return self.sight.day_of.get(key)

    def cell(self, day: date) -> Day:
        sight = self.sight
        holiday = sight.holidays.get(day, "")
        inside = sight.span.month is None or day.month == sight.span.month.month
        working = not holiday and self._is_working(day)
        return Day(day, sight.days.get(day, ()), inside, day == self._today, working, holiday)

    def words(self, day: date) -> str:
        """The whole cell for ears."""
        late = self.sight.late.get(day, 0)
        return day_in_words(
            day, today=self._today, count=self._count(len(self.sight.days.get(day, ()))),
            late=self.spec.late[2](late) if self.spec.late and late else "", holiday=self.sight.holidays.get(day, ""),
        )  # fmt: skip

    def tip(self, day: date) -> str:
        """What the cell says in words, and under it the whole of its lines."""
        rows = [row for key in self.sight.days.get(day, ()) if (row := self.rows.row(key)) is not None]
        return "\n".join([self.words(day), *(f"• {' '.join(self.spec.text(row).split())}" for row in rows[:IN_A_TIP])])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.sight.span.weeks

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == DAY_ROLE:
            return self.cell(self.day_at(index))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(self.day_at(index))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(self.day_at(index))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < 7:
            return None
        code = language.current() if language.current() in WEEKDAYS else language.ENGLISH
        weekday = (self.sight.span.first + timedelta(days=section)).weekday()
        if role == Qt.ItemDataRole.DisplayRole:
            return WEEKDAYS_SHORT[code][weekday]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return WEEKDAYS[code][weekday]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


@dataclass(slots=True)
class Lit:
    """What stands out in the grid now."""

    selected: frozenset[Key] = frozenset()
    hovered: Key | None = None
    over: date | None = None  # a drag is over this day
    refused: bool = False


class DayDelegate(QStyledItemDelegate):
    """Paints a day: its number, its holiday, a line for each record as far as there is room, and how many more."""

    def __init__(self, model: DaysModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.lit = Lit()
        self.current: date | None = None  # where the keyboard is
        self.ring = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, 60)

    def lines(self, box: QRectF, day: Day) -> list[tuple[QRectF, Key | None]]:
        """The place of each record that has room; a last one without a key, beside the number, tells of the others."""
        tall = self.line_height()
        room = max(int((box.height() - HEAD - 3 + GAP) // (tall + GAP)), 0)
        boxes: list[tuple[QRectF, Key | None]] = []
        for n, key in enumerate(day.keys[:room]):
            top = box.top() + HEAD + n * (tall + GAP)
            boxes.append((QRectF(box.left() + SIDE, top, box.width() - 2 * SIDE, tall), key))
        if len(day.keys) > room:
            wide = style.metrics("caption-strong").horizontalAdvance(_more(len(day.keys) - room)) + 8
            boxes.append((QRectF(box.right() - SIDE - wide, box.top() + 4, wide, 20), None))
        return boxes

    def line_height(self) -> int:
        """One line in a month; in a week two of text over one of who answers for it."""
        small = style.metrics("caption").height()
        return small + 5 if self._model.sight.span.month is not None else 3 * small + 13

    def hit(self, box: QRectF, day: Day, at: QPoint) -> tuple[Key | None, bool]:
        """What is under the pointer: a record, or (None, True) for the words that tell of more."""
        for place, key in self.lines(box, day):
            if place.contains(at):
                return key, key is None
        return None, False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        day = index.data(DAY_ROLE)
        if not isinstance(day, Day):
            return
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.surface if day.working else theme.head
        over = self.lit.over == day.day
        painter.fillRect(box, QColor(theme.accent_soft if over and not self.lit.refused else ground))
        if day.holiday and not over:  # a tint that leaves amber lines readable as such
            painter.fillRect(box, style.qcolour(theme.amber.bg, 0.45))
        painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), QColor(theme.border))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.border))
        lines = self.lines(box, day)
        more = [place for place, key in lines if key is None]
        self._head(painter, box, day, theme, more[0].left() - 4 if more else box.right() - 4)
        for place in more:
            said = _more(len(day.keys) - len(lines) + 1)
            _say(painter, place.adjusted(4, 0, 0, 0), said, "caption-strong", theme.accent_text)
        for place, key in lines:
            if key is not None:
                self._line(painter, place, key, theme)
        if over:
            painter.setPen(QPen(QColor(theme.red.solid if self.lit.refused else theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 4, 4)
        elif self.current == day.day:
            painter.setPen(QPen(QColor(theme.accent), 2 if self.ring else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 4, 4)
        painter.restore()

    def _head(self, painter: QPainter, box: QRectF, day: Day, theme: Theme, right: float) -> None:
        number = QRectF(box.left() + 5, box.top() + 4, 21, 20)
        ink = theme.text if day.inside else theme.text3
        if not day.working and day.inside:
            ink = theme.amber.fg if day.holiday else theme.text2
        if day.today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(number, 10, 10)
            ink = theme.on_accent
        painter.setFont(style.font("body-strong" if day.inside or day.today else "body"))
        painter.setPen(QColor(ink))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(day.day.day))
        beside = day.holiday
        if not beside and day.day.day == 1:
            code = language.current() if language.current() in MONTHS_SHORT else language.ENGLISH
            beside = MONTHS_SHORT[code][day.day.month - 1]
        if beside:
            room = QRectF(number.right() + 4, box.top() + 4, right - number.right() - 4, 20)
            _say(painter, room, beside, "caption", theme.amber.fg if day.holiday else theme.text3)

    def _line(self, painter: QPainter, box: QRectF, key: Key, theme: Theme) -> None:
        card, row = self._model.rows.card(key), self._model.rows.row(key)
        tone = theme.tone(card.mark.tone if card is not None and card.mark is not None else "grey")
        chosen, hovered = key in self.lit.selected, key == self.lit.hovered
        painter.setPen(QPen(QColor(theme.accent), 1.5) if chosen or hovered else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_soft if chosen else tone.bg))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        text = " ".join(self._model.spec.text(row).split()) if row is not None else "…"
        ink = theme.text if chosen else theme.text2 if card is not None and card.faint else tone.fg
        week = self._model.sight.span.month is None
        small = style.metrics("caption").height()
        middle = box.center().y() if not week else box.bottom() - 5 - small / 2
        left = box.left() + (5 if not week else 7)
        if card is not None and card.mark is not None and (card.mark.icon or card.mark.shape):
            marks.paint_mark(painter, card.mark, left, middle - 6, 12, ground=tone.bg)
            left += 16
        if week:
            two_lines(
                painter, QRectF(box.left() + 7, box.top() + 4, box.width() - 14, 2 * small), text, "caption-strong", ink
            )
            text = card.who or card.mark_words if card is not None else ""
        _say(painter, QRectF(left, middle - small / 2 - 1, box.right() - left - 3, small + 2), text, "caption", ink)


def _more(number: int) -> str:
    return ngettext("+{n} more", "+{n} more", number).format(n=number)


def _say(painter: QPainter, box: QRectF, text: str, font: str, ink: str) -> None:
    face = style.font(font)
    painter.setFont(face)
    painter.setPen(QColor(ink))
    shown = cut_to(text, font, face.pointSizeF(), int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

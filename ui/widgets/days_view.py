"""The grid of days under a person's hands: keys, pointer, drags; what they mean it only announces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QToolTip, QWidget

from ui import style
from ui.widgets.buttons import BY_KEY
from ui.widgets.card_list import ARROWS, alt_arrow
from ui.widgets.month_grid import DAY_ROLE, Day, DayDelegate, DaysModel, Lit
from ui.widgets.record_drag import keys_in

if TYPE_CHECKING:
    from db.fields import Key

WhyNot = Callable[[tuple["Key", ...], date], "str | None"]
CTRL = Qt.KeyboardModifier.ControlModifier


class DaysView(QTableView):
    """Shows a ``DaysModel``; one day has the cursor."""

    went = Signal(object)  # date: the cursor should go there, in sight or not
    leafed = Signal(int)  # Page Up, Page Down: -1, 1
    home = Signal()  # the cursor should go to today
    walked = Signal(int)  # Ctrl+↑, Ctrl+↓: the record before or after in the day
    entered = Signal()  # Enter
    picked = Signal(object, bool)  # Key, whether it is added to what is selected
    opened = Signal(object)  # Key
    day_opened = Signal(object)  # date: all of its records are wanted
    begun = Signal(object)  # date: a new record is wanted there
    shifted = Signal(int, int)  # Alt+arrow
    typed = Signal(str)
    menu_wanted = Signal(QPoint)
    carried_off = Signal()
    dropped = Signal(object, object)  # keys, date
    drag_over = Signal(object, str)  # date or None, the reason why not

    def __init__(self, model: DaysModel, entity: str, why_not: WhyNot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = model
        self._entity = entity
        self._why_not = why_not
        self._pressed: tuple[QPoint, Key] | None = None
        self.can_begin = False
        self.setObjectName("days")
        self.setModel(model)
        self.painter = DayDelegate(model, self)
        self.setItemDelegate(self.painter)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(28)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(28)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        style.look.changed.connect(self.viewport().update)

    @property
    def lit(self) -> Lit:
        return self.painter.lit

    @property
    def day(self) -> date | None:
        """Where the cursor is."""
        return self.painter.current

    def go_to(self, day: date) -> None:
        """Put the cursor on a day that is in sight."""
        self.painter.current = day
        self.setCurrentIndex(self.days.index_of(day))
        self.viewport().update()

    def select(self, keys: frozenset[Key]) -> None:
        self.lit.selected = keys
        self.viewport().update()

    def box_of(self, day: date) -> QRectF:
        """The cell of a day, in the viewport."""
        return QRectF(self.visualRect(self.days.index_of(day)))

    def place_of(self, key: Key) -> QRectF | None:
        """Where the line of a record stands, if it has room."""
        if (day := self.days.day_of(key)) is None:
            return None
        boxes = self.painter.lines(self.box_of(day), self.days.cell(day))
        return next((box for box, one in boxes if one == key), None)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # here Alt+arrow moves records and Ctrl+N begins one on this day; elsewhere they are the window's
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        return alt_arrow(event) is not None or (self.can_begin and event.matches(QKeySequence.StandardKey.New))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, mods = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (arrow := alt_arrow(event)) is not None:
            self.shifted.emit(*arrow)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and mods == CTRL:
            self.walked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in ARROWS and not mods and self.day is not None:
            right, down = ARROWS[key]
            self.went.emit(self.day + timedelta(days=right + 7 * down))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not mods:
            self.leafed.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home and not mods:
            self.home.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not mods:
            self.entered.emit()
        elif self.can_begin and event.matches(QKeySequence.StandardKey.New) and self.day is not None:
            self.begun.emit(self.day)
        elif event.text().isalnum() and not mods & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.painter.ring = event.reason() in BY_KEY or event.reason() == Qt.FocusReason.OtherFocusReason
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.painter.ring = False
        self.viewport().update()

    # --- pointer ------------------------------------------------------------------------------------------------------

    def at(self, point: QPoint) -> tuple[Day | None, Key | None, bool]:
        """The day under the pointer, the record there, and whether it is the words that tell of more."""
        index = self.indexAt(point)
        day = index.data(DAY_ROLE) if index.isValid() else None
        if not isinstance(day, Day):
            return None, None, False
        return day, *self.painter.hit(QRectF(self.visualRect(index)), day, point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        day, key, more = self.at(point)
        self._pressed = None
        if day is None:
            return
        self.painter.ring = False
        if key is not None:
            adding = bool(event.modifiers() & CTRL)
            if adding or key not in self.lit.selected:
                self.picked.emit(key, adding)
            if event.button() == Qt.MouseButton.LeftButton and not adding:
                self._pressed = (point, key)
        elif more and event.button() == Qt.MouseButton.LeftButton:
            self.day_opened.emit(day.day)
        else:
            self.went.emit(day.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton and self._pressed is not None:
            if (point - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self.carried_off.emit()
            return
        _day, key, _more = self.at(point)
        self._hover(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and len(self.lit.selected) > 1:
            self.picked.emit(self._pressed[1], False)  # one of several was clicked and not dragged
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day, key, _more = self.at(event.position().toPoint())
        self._pressed = None
        if key is not None:
            self.opened.emit(key)
        elif day is not None and self.can_begin and event.button() == Qt.MouseButton.LeftButton:
            self.begun.emit(day.day)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.day is not None:
            at = self.viewport().mapToGlobal(self.box_of(self.day).center().toPoint())
        self.menu_wanted.emit(at)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day, key, _more = self.at(event.pos())
            card = self.days.rows.card(key) if key is not None else None
            QToolTip.showText(event.globalPos(), card.words if card else self.days.tip(day.day) if day else "", self)
            return True
        return super().viewportEvent(event)

    # --- drags --------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(bool(keys_in(event.mimeData(), self._entity)))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        keys = keys_in(event.mimeData(), self._entity)
        day, _key, _more = self.at(event.position().toPoint())
        reason = self._why_not(keys, day.day) if keys and day is not None else None
        self._light(day.day if keys and day is not None else None, reason)
        if keys and day is not None and reason is None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(None, None)

    def dropEvent(self, event: QDropEvent) -> None:
        keys = keys_in(event.mimeData(), self._entity)
        day, _key, _more = self.at(event.position().toPoint())
        self._light(None, None)
        if keys and day is not None:
            event.acceptProposedAction()
            self.dropped.emit(keys, day.day)
        else:
            event.ignore()

    def _light(self, day: date | None, reason: str | None) -> None:
        if (day, reason is not None) != (self.lit.over, self.lit.refused):
            before = self.lit.over
            self.lit.over, self.lit.refused = day, reason is not None
            self.drag_over.emit(day, reason or "")
            self._repaint(before, day)

    def _hover(self, key: Key | None) -> None:
        if key != self.lit.hovered:
            days = [self.days.day_of(one) for one in (self.lit.hovered, key) if one is not None]
            self.lit.hovered = key
            self._repaint(*days)

    def _repaint(self, *days: date | None) -> None:
        """Only these cells: a whole month takes longer than a pointer waits."""
        for day in days:
            if day is not None:
                self.viewport().update(self.visualRect(self.days.index_of(day)))

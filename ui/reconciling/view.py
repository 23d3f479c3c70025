"""The list of points: walked with ↑ and ↓, answered with 1, 2, 3 or ← → and Enter; it says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ecd_desktop.language import _
from ecd_desktop.review import OURS, THEIRS, Answer, Kind, Point
from ui.reconciling import words
from ui.reconciling.delegate import PointDelegate
from ui.reconciling.laying import TYPED
from ui.widgets.list_view import Index, ListModel, ListView

if TYPE_CHECKING:
    from collections.abc import Callable

ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PointsModel(ListModel):
    """Points, and headings between them."""

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if isinstance(row, Point) and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words.spoken(row)
        if isinstance(row, Point) and role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(words.spoken(row).split(" · "))
        return super().data(index, role)

    def same(self, rows: Sequence[Any]) -> bool:
        """Whether these are the points that are shown, whatever their answers are."""
        return len(rows) == len(self.rows) and all(
            old is new or _token(old) == _token(new) for old, new in zip(self.rows, rows, strict=True)
        )


class PointsView(ListView):
    """Shows points; what is done with an answer is its page's affair."""

    answered = Signal(object, object)  # Point, Answer
    other_wanted = Signal(object)  # Point: a value of one's own
    opened = Signal(object)  # Point: its record
    take_back = Signal()  # the last answer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What the files say"), parent)
        self.points = PointsModel(self)
        self.painter = PointDelegate(self)
        self.cursor = 0  # of the current card: which way to answer the arrows are on
        self.can_take_back: Callable[[], bool] = lambda: False
        self.setObjectName("cards")
        self.setModel(self.points)
        self.setItemDelegate(self.painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.viewport().setAutoFillBackground(False)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these; the card that was current stays so, else the first question, else the first point."""
        kept, at = self.point(), self.verticalScrollBar().value()
        if self.points.same(rows):
            self._answer(rows)
            return
        self.points.show(rows)
        place = next((n for n, row in enumerate(rows) if kept is not None and _token(row) == _token(kept)), -1)
        if place < 0:
            asked = (n for n, row in enumerate(rows) if isinstance(row, Point) and row.open)
            place = next(asked, next((n for n, row in enumerate(rows) if isinstance(row, Point)), -1))
            at = 0
        if place >= 0:
            self.go(place)
        if at:
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(at)

    def _answer(self, rows: Sequence[Any]) -> None:
        """Show other answers to the same points, and lay out again only where one takes another room."""
        before, self.points.rows = self.points.rows, list(rows)
        changed = [n for n, (old, new) in enumerate(zip(before, rows, strict=True)) if old is not new]
        moved = [n for n in changed if not self.painter.same_place(before[n], rows[n])]
        if moved:
            self.points.dataChanged.emit(self.points.index(moved[0]), self.points.index(moved[-1]))
        self.viewport().update()

    def point(self) -> Point | None:
        """The current one."""
        row = self.points.row(self.currentIndex().row())
        return row if isinstance(row, Point) else None

    def go(self, row: int) -> None:
        """Make a row the current one, in sight with its heading."""
        self.setCurrentIndex(self.points.index(row))
        if self.points.is_heading(row - 1):
            self.scrollTo(self.points.index(row - 1))
        self.scrollTo(self.points.index(row))

    def go_to_open(self) -> bool:
        """On to the next question, from the top again after the last; whether there is one."""
        here, count = self.currentIndex().row(), self.points.rowCount()
        for by in range(1, count + 1):
            row = self.points.row((here + by) % count)
            if isinstance(row, Point) and row.open:
                self.go((here + by) % count)
                return by < count or row.open
        return False

    def step(self, by: int) -> None:
        """Up or down, over headings."""
        row = self.currentIndex().row() + by
        while self.points.is_heading(row):
            row += by
        if self.points.row(row) is not None:
            self.go(row)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes_back(event):
            event.accept()  # before the window undoes a change
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        point = self.point()
        if self._takes_back(event):
            self.take_back.emit()
        elif not plain or point is None:
            super().keyPressEvent(event)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._pick(point, key - Qt.Key.Key_1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(point, -1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Space:
            self._other_way(point)
        else:
            super().keyPressEvent(event)
            if key in ENDS and self.point() is None:
                self.step(-1 if key in (Qt.Key.Key_End, Qt.Key.Key_PageDown) else 1)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def take(self, index: Index) -> None:
        """Enter: what the arrows are on."""
        if (point := self.point()) is not None:
            self._pick(point, self.cursor)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        point = self.points.row(current.row())
        self.cursor = _begin(point) if isinstance(point, Point) else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.painter.forget()
        super().resizeEvent(event)

    # --- pointer ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if (point := self.point()) is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.indexAt(at) != self.currentIndex():
            return
        top = self.visualRect(self.currentIndex()).top()
        if point.kind is Kind.CLEAN:
            if at.x() < self.painter.laid(point).title_left:
                self._other_way(point)
        elif self.painter.opens_at(point, at, top):
            self.opened.emit(point)
        elif (box := self.painter.box_at(point, at, top)) is not None:
            self.cursor = box.n
            self._pick(point, box.n)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().setCursor(self._pointer(event.position().toPoint()))

    def _pointer(self, at: QPoint) -> Qt.CursorShape:
        index = self.indexAt(at)
        point = self.points.row(index.row())
        if not isinstance(point, Point):
            return Qt.CursorShape.ArrowCursor
        top = self.visualRect(index).top()
        hit = self.painter.box_at(point, at, top) is not None or self.painter.opens_at(point, at, top)
        return Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor

    # --- inside -------------------------------------------------------------------------------------------------------

    def _takes_back(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) and self.can_take_back()

    def _pick(self, point: Point, n: int) -> None:
        if n == TYPED or (n == len(point.options) and point.editable):
            self.other_wanted.emit(point)
        elif n < len(point.options):
            self.cursor = n
            if not point.options[n].refused:
                self.answered.emit(point, Answer(point.options[n].value))
            else:
                self._announce(point.options[n].refused)
                self.viewport().update()

    def _move(self, point: Point, by: int) -> None:
        if point.kind is Kind.CLEAN:
            return
        ways = [*range(len(point.options)), *([TYPED] if point.editable else [])]
        if not ways:
            return
        at = ways.index(self.cursor) if self.cursor in ways else 0
        self.cursor = ways[min(max(at + by, 0), len(ways) - 1)]
        one = point.options[self.cursor] if self.cursor != TYPED else None
        said = (_(one.label), one.shown or _("(empty)")) if one is not None else (_("Another value"),)
        self._announce(": ".join(said))
        self.viewport().update()

    def _other_way(self, point: Point) -> None:
        """Take a change, or leave it out."""
        if point.kind is Kind.CLEAN:
            self.answered.emit(point, Answer(OURS if words.taken(point) else THEIRS))

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _begin(point: Point) -> int:
    """The way to answer that the arrows begin on: the one that is chosen, else what the file says."""
    wanted = point.answer or THEIRS
    return next((n for n, one in enumerate(point.options) if one.value == wanted), 0)


def _token(row: Any) -> Any:
    return (row.id, row.file, row.kind) if isinstance(row, Point) else row

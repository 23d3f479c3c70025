"""A list of values to tick, with how many records have each; values may stand under a heading (months under years)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from db.ordering import fold, words
from ecd_desktop.language import _, format_number
from ui import icons, style

ROW = 28
SIDE = 16  # of a box
MOST_LINES = 8  # in sight at once
VALUE, COUNT = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
ON, OFF, PART = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tick:
    """One value: its words, how many records have it, and the values that stand under it."""

    value: Any
    words: str
    count: int
    under: tuple[Tick, ...] = ()


class TickList(QTreeWidget):
    """The first line ticks or unticks all that is shown."""

    changed = Signal()  # another value is ticked, or not any more
    typed = Signal(str)  # a letter: the search field's
    above = Signal()  # ↑ on the first line
    given = Signal()  # Enter

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setIndentation(18)
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)  # the keyboard's line is painted here
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(TickRow(self))
        self.touched = False  # the person ticked or unticked something
        self._all = self._made(Tick(None, _("(Select all)"), 0))
        self._first: dict[int, Qt.CheckState] = {}
        self.itemClicked.connect(lambda item, _column: self.toggle(item))

    def show_values(self, ticks: Iterable[Tick], ticked: set[Any] | None) -> None:
        """These values; ``ticked`` None ticks all of them."""
        self.clear()
        self._all = self._made(Tick(None, _("(Select all)"), 0))
        self.addTopLevelItem(self._all)
        for tick in ticks:
            item = self._made(tick)
            self.addTopLevelItem(item)
            for under in tick.under:
                item.addChild(self._made(under))
        self.setRootIsDecorated(any(item.childCount() for item in self._tops()))
        for leaf in self._leaves():
            parent = leaf.parent()
            on = ticked is None or leaf.data(0, VALUE) in ticked
            on = on or (parent is not None and ticked is not None and parent.data(0, VALUE) in ticked)
            leaf.setCheckState(0, ON if on else OFF)
        self._settle()
        self.touched = False
        self._first = {id(leaf): leaf.checkState(0) for leaf in self._leaves()}
        self.setCurrentItem(self._all)
        nested = any(top.childCount() for top in self._tops())
        lines = MOST_LINES if nested else min(max(self.topLevelItemCount(), 2), MOST_LINES)
        self.setFixedHeight(lines * ROW + 4)

    def ticked(self) -> list[Any]:
        """What is ticked; a heading stands for everything under it."""
        found: list[Any] = []
        for top in self._tops():
            if top.checkState(0) == ON:
                found.append(top.data(0, VALUE))
            else:
                under = (top.child(n) for n in range(top.childCount()))
                found += [child.data(0, VALUE) for child in under if child.checkState(0) == ON]
        return found

    def everything(self) -> bool:
        """Whether nothing is left out."""
        return all(leaf.checkState(0) == ON for leaf in self._leaves())

    def narrow(self, text: str) -> None:
        """Show only the values that hold these words.  Until something is ticked by hand, what is found is ticked."""
        wanted = words(text)
        for leaf in self._leaves():
            parent = leaf.parent()
            held = fold(f"{leaf.text(0)} {parent.text(0) if parent is not None else ''}")
            leaf.setHidden(not all(word in held for word in wanted))
        for top in self._tops():
            if top.childCount():
                top.setHidden(all(top.child(n).isHidden() for n in range(top.childCount())))
                top.setExpanded(bool(wanted) and not top.isHidden())
        if not self.touched:
            for leaf in self._leaves():
                leaf.setCheckState(0, (OFF if leaf.isHidden() else ON) if wanted else self._first[id(leaf)])
        self._all.setText(0, _("(Select all that was found)") if wanted else _("(Select all)"))
        self._settle()
        self.changed.emit()

    def toggle(self, item: QTreeWidgetItem) -> None:
        """Tick or untick a value, with all that is shown under it."""
        self.touched = True
        state = OFF if item.checkState(0) == ON else ON
        if item is self._all:
            leaves = [leaf for leaf in self._leaves() if not leaf.isHidden()]
        else:
            leaves = [item.child(n) for n in range(item.childCount()) if not item.child(n).isHidden()] or [item]
        for leaf in leaves:
            leaf.setCheckState(0, state)
        self._settle()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.toggle(item)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
        elif event.key() == Qt.Key.Key_Up and item is self._all:
            self.above.emit()
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _made(self, tick: Tick) -> QTreeWidgetItem:
        item = QTreeWidgetItem([tick.words])
        item.setData(0, VALUE, tick.value)
        item.setData(0, COUNT, tick.count)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, ON)
        item.setToolTip(0, tick.words)
        if tick.count:
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{tick.words}, {format_number(tick.count)}")
        return item

    def _tops(self) -> Iterator[QTreeWidgetItem]:
        return (self.topLevelItem(n) for n in range(1, self.topLevelItemCount()))

    def _leaves(self) -> list[QTreeWidgetItem]:
        return [leaf for top in self._tops()
                for leaf in ([top.child(n) for n in range(top.childCount())] or [top])]  # fmt: skip

    def _settle(self) -> None:
        """Headings and the first line follow what is under them."""
        for top in self._tops():
            if top.childCount():
                top.setCheckState(0, _of([top.child(n) for n in range(top.childCount())]))
        self._all.setCheckState(0, _of([leaf for leaf in self._leaves() if not leaf.isHidden()]))


def _of(items: list[QTreeWidgetItem]) -> Qt.CheckState:
    on = sum(item.checkState(0) == ON for item in items)
    return OFF if not on else ON if on == len(items) else PART


class TickRow(QStyledItemDelegate):
    """Box, words, and the count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(box, QColor(theme.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(theme.hover))
        check = index.data(Qt.ItemDataRole.CheckStateRole)
        check = Qt.CheckState(check) if check is not None else OFF
        tick = QRectF(box.left() + 6, box.center().y() - SIDE / 2, SIDE, SIDE)
        painter.setPen(QPen(QColor(theme.edge if check == OFF else theme.accent), 1.2))
        painter.setBrush(QColor(theme.surface if check == OFF else theme.accent))
        painter.drawRoundedRect(tick.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
        if check != OFF:
            name = "check" if check == ON else "minus"
            icons.paint(painter, name, theme.on_accent, tick.left() + 1, tick.top() + 1, 14)
        painter.setFont(style.font("body"))
        right = box.right() - 8
        if count := index.data(COUNT):
            said = format_number(count)
            painter.setPen(QColor(theme.text2))
            painter.drawText(box.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                             said)  # fmt: skip
            right -= style.metrics("body").horizontalAdvance(said) + 8
        inside = QRectF(tick.right() + 8, box.top(), right - tick.right() - 8, box.height())
        words_ = style.metrics("body").elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight,
                                                  int(inside.width()))  # fmt: skip
        painter.setPen(QColor(theme.text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words_)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        return False  # a click anywhere on the line ticks it, once: the list hears of it

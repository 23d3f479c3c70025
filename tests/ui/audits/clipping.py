"""What cannot be read or reached on a screen: cut texts, siblings that overlap, children outside their parents.

Widgets are measured; what is painted by hand is caught while it is painted: every ``QPainter.drawText`` of ours is
compared with the room it was given.  A text that is cut is forgiven where a tooltip has the whole of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSizeGrip,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTreeView,
    QWidget,
)

from ui.commands import plain
from ui.messages import Notice
from ui.widgets.palette import Palette

OVERLAYS = (Notice, Palette, QSizeGrip, QSplitterHandle)
"""They stand over others on purpose."""

SLACK = 1  # pixels that rounding may cost


def faults(root: QWidget, painted: list[str] | None = None) -> list[str]:
    """A line for everything wrong under ``root``, which is visible; ``painted``: what ``painting`` caught."""
    found = list(painted or [])
    for widget in (root, *visible(root)):
        found += _cut(widget)
        found += _overlaps(widget)
        found += _outside(widget)
    return list(dict.fromkeys(found))


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen in ``root``, windows of their own aside."""
    for child in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isWindow() or not child.isVisible() or child.width() <= 0 or child.height() <= 0:
            continue
        yield child
        if not isinstance(child, QLineEdit | QComboBox | QScrollBar):
            yield from visible(child)


def name(widget: QWidget) -> str:
    """Where it is, as its classes from the inside out, and what it says."""
    parts: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(parts) < 5 and not isinstance(at, QMainWindow):
        parts.append(type(at).__name__ + (f"#{at.objectName()}" if at.objectName() else ""))
        at = at.parentWidget()
    said = getattr(widget, "text", None)
    words = said() if callable(said) else ""
    return " < ".join(parts) + (f" «{words[:50]}»" if isinstance(words, str) and words else "")


# --- widgets that Qt paints -------------------------------------------------------------------------------------------


def _cut(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QTabBar):
        return _cut_tabs(widget)
    if isinstance(widget, QComboBox):
        room, text = widget.width() - 40, widget.currentText()
        return _told(widget, widget.fontMetrics().horizontalAdvance(text), room, text, widget.toolTip())
    if isinstance(widget, QPushButton):
        return _cut_button(widget)
    if isinstance(widget, QCheckBox | QRadioButton):
        needs = widget.fontMetrics().horizontalAdvance(plain(widget.text())) + 28
        return _told(widget, needs, widget.width(), widget.text(), widget.toolTip())
    if isinstance(widget, QLineEdit):
        margins = widget.textMargins()
        room = widget.width() - margins.left() - margins.right() - 18
        text = widget.placeholderText() if not widget.text() else ""
        return _told(widget, widget.fontMetrics().horizontalAdvance(text), room, text, widget.toolTip())
    if isinstance(widget, QTreeView):
        return _cut_tree(widget)
    return []


def _told(widget: QWidget, needs: float, room: float, text: str, tip: str) -> list[str]:
    """A fault where ``text`` needs more than its room and the tip does not have it."""
    if not text or needs <= room + SLACK or tip:
        return []
    return [f"cut: {name(widget)} needs {needs:.0f}, has {room:.0f}: {text[:60]!r}"]


def _cut_label(label: QLabel) -> list[str]:
    text = label.text()
    if label.textFormat() == Qt.TextFormat.RichText:
        text = QTextDocumentFragment.fromHtml(text).toPlainText()
    if not text or not label.pixmap().isNull():
        return []
    room = label.contentsRect()
    metrics = label.fontMetrics()
    if label.wordWrap():
        needs = metrics.boundingRect(QRect(0, 0, max(room.width(), 1), 10_000), int(Qt.TextFlag.TextWordWrap), text)
        if needs.height() > room.height() + SLACK + 2:
            return [f"cut: {name(label)} needs {needs.height()} lines' height, has {room.height()}: {text[:60]!r}"]
        return _told(label, needs.width(), room.width(), text, label.toolTip())
    if label.height() < metrics.ascent():
        return [f"cut: {name(label)} is only {label.height()} high: {text[:60]!r}"]
    whole = getattr(label, "whole", label.text)()
    if label.toolTip() and plain(whole) not in label.toolTip() and whole.split()[0] not in label.toolTip():
        pass  # a tip of its own: it is taken as the explanation of what is cut
    return _told(label, metrics.horizontalAdvance(" ".join(whole.split())), room.width(), whole, label.toolTip())


def _cut_button(button: QPushButton) -> list[str]:
    text = button.text()
    if not text:
        return []
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    needs = button.fontMetrics().horizontalAdvance(plain(text))
    if not button.icon().isNull():
        needs += button.iconSize().width() + 4
    return _told(button, needs, room + 4, text, button.toolTip())


def _cut_tabs(bar: QTabBar) -> list[str]:
    found = []
    for n in range(bar.count()):
        if not bar.isTabVisible(n):
            continue
        box = bar.tabRect(n)
        needs = bar.fontMetrics().horizontalAdvance(plain(bar.tabText(n)))
        found += _told(bar, needs, box.width() - 8, bar.tabText(n), bar.tabToolTip(n))
        if box.right() > bar.width() + SLACK and not bar.usesScrollButtons():
            found.append(f"out of reach: tab {bar.tabText(n)!r} of {name(bar)}")
    return found


def _cut_tree(view: QTreeView) -> list[str]:
    model = view.model()
    found: list[str] = []
    if model is None or (view.isHeaderHidden() and not model.rowCount()):
        return found

    def look(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            for column in range(model.columnCount(parent)):
                index = model.index(row, column, parent)
                box = view.visualRect(index)
                text = str(index.data() or "")
                if text and box.isValid() and view.viewport().rect().intersects(box):
                    needs = view.fontMetrics().horizontalAdvance(text) + 8
                    tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
                    found.extend(_told(view, needs, box.width(), text, tip))
            look(model.index(row, 0, parent))

    look(QModelIndex())
    return found


# --- places -----------------------------------------------------------------------------------------------------------


def _overlaps(parent: QWidget) -> list[str]:
    if isinstance(parent, QAbstractScrollArea | QLineEdit | QComboBox | QStackedWidget | QSplitter | QTabBar):
        return []  # Qt's own parts; of a stack one alone is shown
    children = [
        child for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow() and not isinstance(child, OVERLAYS)
        and not child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        and child.width() > 0 and child.height() > 0
    ]  # fmt: skip
    found = []
    for n, one in enumerate(children):
        for other in children[n + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > SLACK and shared.height() > SLACK:
                found.append(f"overlap: {name(one)} and {name(other)} share {shared.width()}x{shared.height()}")
    return found


def _outside(widget: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(widget, OVERLAYS):
        return []
    area = parent.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
        if isinstance(area, QAbstractItemView):
            return []
        never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if widget.width() > parent.width() + SLACK and (never or area.horizontalScrollBar().maximum() == 0):
            return [f"outside: {name(widget)} is {widget.width()} wide in {parent.width()}"]
        return []
    if isinstance(parent, QAbstractScrollArea | QSplitter | QHeaderView):
        return []
    box, room = widget.geometry(), parent.rect()
    beyond = max(box.right() - room.right(), box.bottom() - room.bottom(), -box.left(), -box.top())
    return [f"outside: {name(widget)} by {beyond}"] if beyond > SLACK else []


# --- what is painted by hand ------------------------------------------------------------------------------------------


@contextmanager
def painting() -> Iterator[list[str]]:
    """Catch every text that our own code paints into less room than it needs, while the block is running."""
    found: list[str] = []
    original: Callable[..., Any] = QPainter.drawText

    def spy(painter: QPainter, *args: Any) -> Any:
        found.extend(_painted(painter, args, sys._getframe(1)))
        return original(painter, *args)

    QPainter.drawText = spy  # type: ignore[method-assign,assignment]
    try:
        yield found
    finally:
        QPainter.drawText = original  # type: ignore[method-assign]


def _painted(painter: QPainter, args: tuple[Any, ...], frame: Any) -> list[str]:
    if len(args) < 3 or not isinstance(args[0], QRectF | QRect) or not isinstance(args[2], str):
        return []
    room, flags, text = QRectF(args[0]), int(getattr(args[1], "value", args[1])), args[2]
    if not text:
        return []
    shown = plain(text) if flags & int(Qt.TextFlag.TextShowMnemonic.value) else text
    if flags & int(Qt.TextFlag.TextWordWrap.value):
        needs = painter.fontMetrics().boundingRect(
            QRect(0, 0, max(int(room.width()), 1), 10_000), int(Qt.TextFlag.TextWordWrap.value), shown
        )
        cut = needs.height() > room.height() + SLACK or needs.width() > room.width() + SLACK
    else:
        metrics = painter.fontMetrics()
        cut = metrics.horizontalAdvance(shown) > room.width() + 2 or room.height() < metrics.ascent() - 2
    elided = shown.endswith("…")
    if not cut and not elided:
        return []
    owner, tip = _owner(frame)
    if tip:
        return []
    what = "elided without a tip" if elided else "painted beyond its room"
    return [f"{what}: {owner}: {shown[:60]!r} in {room.width():.0f}x{room.height():.0f}"]


def _owner(frame: Any) -> tuple[str, str]:
    """Who paints, and the tip that it would show there."""
    widget: QWidget | None = None
    at = frame
    while at is not None:
        held = at.f_locals
        index = held.get("index")
        if isinstance(index, QModelIndex | QPersistentModelIndex) and index.isValid():
            return f"cell {index.row()},{index.column()} of {at.f_code.co_qualname}", str(
                index.data(Qt.ItemDataRole.ToolTipRole) or ""
            )
        me = held.get("self")
        view, row, column = getattr(me, "_view", None), held.get("row"), held.get("column")
        if isinstance(view, QAbstractItemView) and isinstance(row, int) and isinstance(column, int):
            cell = view.model().index(row, column)
            return f"cell {row},{column} of {name(view)}", str(cell.data(Qt.ItemDataRole.ToolTipRole) or "")
        if isinstance(me, QHeaderView) and isinstance(section := held.get("section"), int):
            tip = me.model().headerData(section, me.orientation(), Qt.ItemDataRole.ToolTipRole)
            return f"header section {section}", str(tip or "")
        if isinstance(me, QWidget):
            widget = me
            break
        at = at.f_back
    if widget is None:
        return frame.f_code.co_qualname, ""
    tip = widget.toolTip()
    if not tip and _answers_tips(widget):
        tip = "asked for when it is shown"
    return name(widget), tip


def _answers_tips(widget: QWidget) -> bool:
    """Whether its class answers the question for a tip itself: parts of a picture have one each."""
    made = type(widget).__dict__.get("event")
    names = getattr(getattr(made, "__code__", None), "co_names", ())
    return "ToolTip" in names or QEvent.Type.ToolTip.name in names

"""Dragging as a person does, without a pointer: the events that Qt sends while records are carried and let go."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.record_drag import carried

ACTION, BUTTON, PLAIN = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def hover(target: QWidget, data: QMimeData, at: QPoint) -> bool:
    """Carry ``data`` over a widget; whether it may be let go there."""
    QApplication.sendEvent(target, QDragEnterEvent(at, ACTION, data, BUTTON, PLAIN))
    move = QDragMoveEvent(at, ACTION, data, BUTTON, PLAIN)
    QApplication.sendEvent(target, move)
    return move.isAccepted()


def leave(target: QWidget) -> None:
    QApplication.sendEvent(target, QDragLeaveEvent())


def drop(target: QWidget, data: QMimeData, at: QPoint) -> None:
    """Let ``data`` go over a widget, as Qt does: over one that refused, it is only left."""
    if hover(target, data, at):
        QApplication.sendEvent(target, QDropEvent(QPointF(at), ACTION, data, BUTTON, PLAIN))
    else:
        leave(target)


def records(entity: str, keys: Sequence[Any]) -> QMimeData:
    return carried(entity, keys, ["…"] * len(keys))

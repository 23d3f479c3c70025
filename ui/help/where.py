"""What F1 is asked about: the highlighted line of a menu, the dialog's verb, the focused field or button, the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from ui.widgets.editors import Editor

if TYPE_CHECKING:
    from ui.here import Here


@dataclass(frozen=True, slots=True)
class Asked:
    """The place that is shown, and the ids to look for in its page, the nearest first."""

    place: str
    ids: tuple[str, ...] = ()


def asked(here: Here, window: QWidget) -> Asked:
    """What is under the person's hands now; ``window`` is asked where no window of ours is the active one."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        action = popup.activeAction()
        return Asked(here.place, (action.objectName(),) if action is not None and action.objectName() else ())
    ids: list[str] = []
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        return Asked(here.place, (here.actions.last,))
    widget: QWidget | None = QApplication.focusWidget() or window.focusWidget()
    while widget is not None:
        ids += _ids(widget)
        widget = widget.parentWidget()
    return Asked(here.place, tuple(ids))


def _ids(widget: QWidget) -> list[str]:
    if isinstance(widget, Editor):
        return [widget.name]
    if (setting := getattr(widget, "setting", None)) is not None:
        return [setting.name]
    command = widget.property("command")
    return [command] if isinstance(command, str) and command else []

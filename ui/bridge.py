"""News of committed changes, here or elsewhere, as one Qt signal; and what Undo and Redo would do now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecd_desktop.language import _, format_date, format_moment

if TYPE_CHECKING:
    from db.store import News, Step


class Bridge(QObject):
    """Lives on the GUI thread; ``ui.tasks`` tells it what the database thread heard."""

    committed = Signal(object)  # News: a transaction was committed, by this window or by another laptop
    out_changed = Signal()  # a workbook left, came back or was withdrawn: which records are out is another thing now
    steps_changed = Signal()  # undo_step or redo_step is another one now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_step: Step | None = None
        self.redo_step: Step | None = None

    def announce(self, news: News) -> None:
        self.committed.emit(news)
        if news.kind == "merge":
            self.out_changed.emit()

    def tell_steps(self, undo: Step | None, redo: Step | None) -> None:
        self.undo_step, self.redo_step = undo, redo
        self.steps_changed.emit()


def told(step: Step | News) -> str:
    """A transaction's label in the language in force: «Completar 3 compromisos»."""
    return filled(step.label, step.args)


def done(news: News) -> str:
    """What a change did, for a notice: labels are what Undo names, and alone «Delete 3 commitments» would ask."""
    return _("Done: {what}").format(what=told(news))


def filled(label: str, args: Mapping[str, Any]) -> str:
    """A catalogue entry with its places filled; places that are choices or dates speak too, {field} is an entry."""
    shown = {name: _(value) if name == "field" else _shown(value) for name, value in args.items()}
    try:
        return _(label).format_map(shown)
    except (KeyError, IndexError, ValueError):  # an old journal may hold a label with other places
        return _(label)


def _shown(value: Any) -> str:
    if hasattr(value, "hour"):
        return format_moment(value)
    return format_date(value) if hasattr(value, "isoformat") else str(value)

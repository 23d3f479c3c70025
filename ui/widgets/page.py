"""Page: what the shell asks of whatever stands in its middle; each question has an answer that fits a plain page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from db.fields import Key


class Page(QWidget):
    """A place's page.  Build it on the GUI thread, once the database is open; read through ``here``."""

    subtitled = Signal(str)  # the line under the title changed (counts)
    titled = Signal(str)  # the title is another one now
    counted = Signal(str)  # what the status bar says at the right changed (rows, selected, sums)
    chosen = Signal()  # the selection changed: commands look again at what they can do

    entity = ""  # the noun whose records are shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.subtitle = ""
        self.count_text = ""
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)

    def title(self) -> str:
        """The title over the place's own; "" keeps that."""
        return ""

    def selected(self) -> tuple[Key, ...]:
        """The selected records, in the order shown."""
        return ()

    def shown(self) -> None:
        """The page came to the front."""

    def focus(self) -> None:
        """Take the keyboard focus where work begins."""
        self.setFocus()

    def search(self) -> None:
        """Ctrl+F."""

    def refresh(self) -> None:
        """F5: read everything again, keeping selection, scroll and half-typed text."""

    def print_view(self) -> bool:
        """Ctrl+P: show what is seen as a document; whether this page does that itself."""
        return False

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Ctrl+S, and before leaving: save what is typed; ``then`` when it is done, or when there was nothing."""
        if then is not None:
            then()

    def unsaved(self) -> bool:
        """Whether something is typed that could not be saved."""
        return False

    def open_record(self, key: Key) -> None:
        """Show one record."""

    def new_record(self, name: str = "") -> None:
        """Begin a record, with the name that was typed elsewhere."""

    def look_changed(self) -> None:
        """Density or language changed."""

    def subtitle_is(self, text: str) -> None:
        self.subtitle = text
        self.subtitled.emit(text)

    def count_is(self, text: str) -> None:
        self.count_text = text
        self.counted.emit(text)

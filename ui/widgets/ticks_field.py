"""Values of a list of which a record may have several, in its form: a box to tick for each, saved at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.controls import CheckBox, Label

if TYPE_CHECKING:
    from db.fields import Choice, Key
    from ui.bridge import News
    from ui.here import Here

Read = Callable[[Any, "Key"], Collection["Choice"]]
"""``read(session, key)``: what is ticked; on the database thread."""
Write = Callable[[Any, "Key", Sequence["Choice"]], Any]
"""``write(store, key, members)``: these are ticked from now on."""


class TicksField(QWidget):
    """Boxes under headings; a record that was never saved has none.  ``groups``: heading, translated, and members."""

    def __init__(
        self, here: Here, entity: str, groups: Sequence[tuple[str, Sequence[Choice]]], read: Read, write: Write,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.here = here
        self._entity, self._read, self._write = entity, read, write
        self._key: Key | None = None
        self.boxes: dict[Choice, CheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for heading, members in groups:
            grid.addWidget(Label(heading, "caption", "text2"), grid.rowCount(), 0)
            for member in members:
                box = CheckBox(_(member.label))
                box.setAccessibleName(f"{heading}: {_(member.label)}")
                box.clicked.connect(self._give)
                self.boxes[member] = box
                grid.addWidget(box, grid.rowCount(), 0)
        here.bridge.committed.connect(self._news)

    def show_record(self, key: Key | None) -> None:
        """Show what is ticked of a record; None for one that is not there yet."""
        self._key = key
        self.setEnabled(key is not None and not self.here.read_only)
        self.setToolTip(self.here.read_only or ("" if key is not None else _("Save the record first.")))
        if key is None:
            self._show(())
            return

        def answer(ticked: Collection[Choice]) -> None:
            if self._key == key:
                self._show(ticked)

        self.here.read(lambda session: self._read(session, key), answer, owner=self, slot=f"ticks/{id(self)}")

    def ticked(self) -> list[Choice]:
        return [member for member, box in self.boxes.items() if box.isChecked()]

    def _show(self, ticked: Collection[Choice]) -> None:
        for member, box in self.boxes.items():
            box.setChecked(member in ticked)

    def _give(self) -> None:
        if self._key is not None:
            self.here.do(self._write, self._key, self.ticked(), owner=self, say=False)

    def _news(self, news: News) -> None:
        if self._key is not None and self._entity in news.nouns:
            self.show_record(self._key)

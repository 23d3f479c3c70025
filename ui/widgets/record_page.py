"""A noun's page with what its commands ask for: edit what is selected, show it beside, chips that exclude others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui import application
from ui.widgets.controls import Chip
from ui.widgets.list_page import ListPage, ListSpec
from ui.widgets.views import TABLE

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

WIDE_ENOUGH = 1_060  # width of a page on which the record is shown beside the list from the beginning


class RecordPage(ListPage):
    """``either``: ids of chips of which at most one is on, by set."""

    def __init__(
        self, here: Here, spec: ListSpec, *, either: tuple[tuple[str, ...], ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(here, spec, parent)
        self._asked_as = spec.ask(here)
        self._seen = False
        self._middle.loaded.connect(self._came)
        self.table.previewed.connect(self.toggle_detail)
        for ids in either:
            for id in ids:
                others = [self.chips[other] for other in ids if other != id]
                self.chips[id].clicked.connect(lambda on, others=others: on and self._clear_chips(others))

    def edit_selected(self) -> None:
        """Open the form of the one selected record, with the cursor in its first field."""
        keys = self.selected()
        if len(keys) == 1:
            self._opened(keys[0])

    def toggle_detail(self) -> None:
        """Show or hide the record beside the list; the list keeps the keyboard."""
        self._show_detail(self.detail.isHidden())
        self.focus()

    def begin_with(self, values: dict[str, Any], names: dict[Key, str]) -> None:
        """Begin a record with these values; ``names`` are those of the records they point to."""
        self.form.begin_with = (values, names)
        self.new_record()

    def refresh(self) -> None:
        """Ask again, by the day and the calendar of now."""
        self.view.look_changed()
        if self._middle.id == TABLE:
            self.model.refresh(ask=self.asked())
            self.asking.count_soon.start()
        else:
            self.load()

    def shown(self) -> None:
        """While it was not looked at, the day or the office's calendar may have become another one."""
        super().shown()
        if self.spec.ask(self.here) != self._asked_as:
            self._asked_as = self.spec.ask(self.here)
            self.refresh()

    def _came(self, count: int) -> None:
        """Rows were read: what can be done depends on them, and beside nothing at all there is nothing to show."""
        self.chosen.emit()
        beginning = self.detail.isVisible() and self.detail.draft is not None
        if count == 0 and not self._is_filtered() and not beginning:
            self.detail.hide()
        elif count and self.detail.isHidden() and self._wants_detail:
            self._show_detail(True)

    @property
    def _wants_detail(self) -> bool:
        wanted = str(application.recall(f"detail/{self.spec.place}")).lower() != "false"
        return self._seen and wanted and not self._put_away and self.width() >= WIDE_ENOUGH

    _put_away = False  # the person closed the pane, here and now

    def _show_detail(self, on: bool) -> None:
        self._put_away = not on
        super()._show_detail(on)

    def _clear_chips(self, chips: list[Chip]) -> None:
        for chip in chips:
            chip.setChecked(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            if self._wants_detail and self.records:
                self._show_detail(True)
                self.focus()

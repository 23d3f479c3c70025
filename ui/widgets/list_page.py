"""A noun's page: filter, chips and columns over a table, the record that is looked at beside it.

The noun says what is particular in a ``ListSpec``; this page asks the listing, follows the news, keeps the selection
by key, and opens, begins and leaves records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from db.queries.listing import Ask, Order
from ecd_desktop.language import _, ngettext
from ui import application, tokens
from ui.commands import Command, plain
from ui.widgets.controls import Button, Chip, ToolButton
from ui.widgets.detail_pane import DETAILS, HISTORY, DetailPane, Headline, TabSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_spec import ListSpec, Quick
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField
from ui.widgets.table import Table
from ui.widgets.table_model import ListingSource, RowsModel

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here

__all__ = ["ListPage", "ListSpec", "Quick"]


class ListPage(Page):
    """Table and detail of one noun."""

    def __init__(self, here: Here, spec: ListSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.spec = spec
        self.entity = spec.listing.entity
        self._text = ""
        self._order: tuple[Order, ...] = ()
        self._asked_once = False
        self.model = RowsModel(
            ListingSource(here, spec.listing, self), spec.columns, spec.listing.columns, here.speech, self
        )
        self.table = Table(self.model, spec.place)
        self.field = SearchField(_("Filter the list"), "Ctrl+F")
        self.chips = {quick.id: Chip(_(quick.text), mark=quick.mark, icon=quick.icon) for quick in spec.chips}
        self.detail = DetailPane(here, self.entity, self._tabs())
        self._columns = ToolButton("columns-3", _("Choose columns"), self._choose_columns)
        self._lay_out()
        self._connect()
        self.editing = self._cell_editing()
        self.look_changed()
        self._count_soon = QTimer(self, singleShot=True, interval=250)
        self._count_soon.timeout.connect(self._count_chips)
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def selected(self) -> tuple[Key, ...]:
        return self.table.selected()

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        self.field.begin()

    def refresh(self) -> None:
        self.model.refresh()
        self._count_soon.start()

    def save(self, then: Callable[[], None] | None = None) -> None:
        if self.editing is not None:
            self.editing.take_all()
        self.form.save(then)

    def unsaved(self) -> bool:
        return bool(self.form.unsaved)

    def open_record(self, key: Key) -> None:
        if self.model.row_of(key) < 0:  # filtered away: show the record all the same
            self._clear_filters()
            self._open_when_loaded = key
            return
        self._show_detail(True)
        self.table.select([key], key)

    def new_record(self, name: str = "") -> None:
        self._open_when_loaded = None
        self.table.clearSelection()
        self._show_detail(True)
        self.detail.begin(Headline(title=_("New")))
        self.form.begin(name)

    def look_changed(self) -> None:
        self.table.set_compact(self.here.settings.density == "compact")
        self.model.say_again(self.here.speech)

    # --- asking -------------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Any:
        """The form of the record that is looked at."""
        return self.detail.tab(0)

    def asked(self) -> Ask:
        """What the list shows now: for exports and prints of this view as well."""
        ask = self.spec.ask(self.here)
        where = tuple(one for quick in self.spec.chips if self.chips[quick.id].isChecked()
                      for one in quick.where(self.here))  # fmt: skip
        return changed(ask, text=self._text, where=ask.where + where, order=self._order or ask.order)

    def load(self) -> None:
        """Ask the list again from its start: another filter, another order."""
        self.model.load(self.asked())
        self._count_soon.start()

    def filter_by(self, text: str = "", chip: str = "") -> None:
        """Show only these: how another place opens this one filtered."""
        for id, widget in self.chips.items():
            widget.setChecked(id == chip)
        self.field.setText(text)
        self._search(text)

    # --- inside -------------------------------------------------------------------------------------------------------

    _open_when_loaded: Key | None = None
    _began: Key | None = None  # a new record that was saved: its row is selected when it comes

    def _cell_editing(self) -> Any:
        """What edits cells in place, where the noun says which."""
        if self.spec.edits is None:
            return None
        from ui.widgets.cell_editing import CellEditing

        return CellEditing(self.here, self.table, self.model, self.entity, self.spec.edits)

    def _tabs(self) -> list[TabSpec]:
        from ui.widgets.history_pane import HistoryPane

        return [(DETAILS, self.spec.form), *self.spec.tabs, (HISTORY, HistoryPane)]

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(52)
        tools = QHBoxLayout(bar)
        tools.setContentsMargins(tokens.GUTTER, 0, 16, 0)
        tools.setSpacing(8)
        self.field.setMinimumWidth(150)
        self.field.setMaximumWidth(240)
        tools.addWidget(self.field, 2)
        for chip in self.chips.values():
            tools.addWidget(chip)
        self._tools = tools
        self._clear = Button(_("Clear filters"), self._clear_filters, kind="link")
        self._clear.hide()
        tools.addWidget(self._clear)
        tools.addStretch(1)
        for command in self.here.actions.commands(place=self.spec.place):
            if command.in_bar:
                tools.addWidget(ToolButton.of(self.here.actions[command.id], command.icon))
        tools.addWidget(self._columns)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._empty_state())
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._middle)
        self.split.addWidget(self.detail)
        self.detail.setMinimumWidth(tokens.PANE_LEAST)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.rows.addWidget(bar)
        self.rows.addWidget(self.split, 1)
        # kept by the INI file as a word; side by side is the usual way where there is room
        self._beside = str(application.recall(f"detail/{self.spec.place}")) != "False"
        self.detail.setVisible(self._beside)

    def _empty_state(self) -> EmptyState:
        def button(id: str) -> tuple[str, Callable[[], None]] | None:
            if not id or id not in self.here.actions:
                return None
            action = self.here.actions[id]
            return plain(action.text()), action.trigger

        empty = self.spec.empty
        return EmptyState(empty.icon, _(empty.sentence), button=button(empty.command), link=button(empty.link))

    def _connect(self) -> None:
        self.field.searched.connect(self._search)
        self.field.left.connect(self.focus)
        self.table.typed.connect(self.field.begin)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.table.order_changed.connect(self._ordered)
        self.table.customContextMenuRequested.connect(self._menu)
        self.model.loaded.connect(self._loaded)
        self.form.began.connect(self._saved_new)
        self.form.gone.connect(self._after_gone)
        self.detail.closed.connect(lambda: self._show_detail(False))
        for chip in self.chips.values():
            chip.toggled.connect(lambda _on: self._filtered())
        self.here.bridge.committed.connect(self._news)
        self.here.actions.attach(self.table, self.spec.place)

    def _news(self, news: News) -> None:
        nouns = {entity for entity, _key in news.touched}
        if self.spec.watches & nouns:
            self.refresh()
        elif self.entity in nouns:
            self.model.refresh(key for entity, key in news.touched if entity == self.entity)
            self._count_soon.start()

    def _saved_new(self, key: Key) -> None:
        """A new record is there; its row comes with the news, unless another one is looked at by now."""
        if self.form.draft is not None and self.form.draft.key == key:
            self.detail.began(key)
            self._began = key

    def _after_gone(self) -> None:
        """The record beside the list is no more: look at the one that took its row."""
        key = self.detail.key
        if key is None or self.form.shows or self.model.row_of(key) >= 0:
            return
        if not self.selected() and (current := self.table.current()) is not None:
            self.table.select([current])
        if not self.form.shows:
            self.detail.show_record(None, Headline())

    def _search(self, text: str) -> None:
        if text.strip() != self._text:
            self._text = text.strip()
            self._filtered()

    def _filtered(self) -> None:
        self._clear.setVisible(self._is_filtered())
        self.load()

    def _is_filtered(self) -> bool:
        return bool(self._text) or any(chip.isChecked() for chip in self.chips.values())

    def _clear_filters(self) -> None:
        for chip in self.chips.values():
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
            chip.update()
        self.field.clear()
        self._text = ""
        self._filtered()

    def _ordered(self, order: list[tuple[str, bool]]) -> None:
        self._order = tuple(Order(name, descending) for name, descending in order)
        self.load()

    def _loaded(self, count: int) -> None:
        filtered = self._is_filtered()
        self.table.empty_text = _("Nothing fits these filters.") if filtered else ""
        self._middle.setCurrentIndex(1 if count == 0 and not filtered else 0)
        if not filtered:
            self.subtitle_is(self.spec.count(count))
        if self._open_when_loaded is not None:
            key, self._open_when_loaded = self._open_when_loaded, None
            if self.model.row_of(key) >= 0:
                self.open_record(key)
        elif not self._asked_once and count and self.form.draft is None:  # a record begun meanwhile is not left
            self.table.select([self.model.keys[0]])
        self._asked_once = True
        self._say_count()
        self._after_gone()
        if self._began is not None:
            key, self._began = self._began, None
            if self.detail.key == key and self.model.row_of(key) >= 0:
                self.table.select([key])
        if self.detail.key is not None and (row := self.model.row(self.detail.key)) is not None:
            self.detail.show_headline(self.spec.headline(row))

    def _say_count(self) -> None:
        said = self.spec.count(self.model.rowCount())
        chosen = len(self.selected())
        if chosen:
            said = f"{said} · " + ngettext("{n} selected", "{n} selected", chosen).format(n=chosen)
        self.count_is(said)

    def _chosen(self) -> None:
        self._say_count()
        keys = self.selected()
        if len(keys) == 1 and not self.detail.isHidden():
            row = self.model.row(keys[0])
            self.detail.show_record(keys[0], self.spec.headline(row) if row is not None else None)
        self.chosen.emit()

    def _opened(self, key: Key) -> None:
        self._show_detail(True)
        self._chosen()
        self.detail.show_tab(0)
        self.form.take_focus()

    def _show_detail(self, on: bool) -> None:
        self.detail.setVisible(on)
        self._fit_panes()
        if on:
            self._chosen()
        else:
            self.form.save(None)
            self.focus()
        application.remember(f"detail/{self.spec.place}", str(on))

    def _fit_panes(self) -> None:
        """Side by side where there is room; else the detail, once asked for, takes the place of the list."""
        narrow = self.width() < tokens.PANE_BELOW
        self._middle.setVisible(not (narrow and not self.detail.isHidden()))
        wide = min(max(self.width() * 32 // 100, tokens.PANE_LEAST), tokens.PANE_MOST)
        if not narrow and not self.detail.isHidden():
            self.split.setSizes([self.width() - wide, wide])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panes()

    def _choose_columns(self) -> None:
        self.table.columns_menu().exec(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def _menu(self, at: QPoint) -> None:
        commands: list[Command] = [
            one for one in self.here.actions.commands(place=self.spec.place) if one.place == self.spec.place
        ]
        if commands:
            self.here.actions.menu(commands, self.table).exec(self.table.viewport().mapToGlobal(at))

    def _count_chips(self) -> None:
        if not self.spec.chips:
            return
        base = changed(self.spec.ask(self.here), text=self._text)
        asks = [changed(base, where=base.where + quick.where(self.here)) for quick in self.spec.chips]
        listing = self.spec.listing

        def answer(counts: list[int]) -> None:
            for quick, count in zip(self.spec.chips, counts, strict=True):
                self.chips[quick.id].set_count(count)

        self.here.read(lambda session: [listing.count(session, ask) for ask in asks], answer, owner=self,
                       slot=f"chips/{self.spec.place}")  # fmt: skip

"""A noun's page: a query narrowed by filters, shown as a table or another view, with the record looked at beside it.

The noun says what is particular in a ``ListSpec``; this page asks the listing, follows the news, keeps the one
selection by key from view to view, and opens, begins and leaves records.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from db.queries.listing import Ask
from ecd_desktop.language import _
from ui import application, tokens
from ui.commands import plain
from ui.widgets.cell_block import chosen_words
from ui.widgets.controls import Button, ToolButton
from ui.widgets.detail_pane import DETAILS, HISTORY, DetailPane, Headline, TabSpec, holds_focus
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_asking import Asking
from ui.widgets.list_menu import list_menu
from ui.widgets.list_spec import ListSpec, Quick
from ui.widgets.list_tools import ListTools
from ui.widgets.list_views import Views
from ui.widgets.page import Page
from ui.widgets.saved_views import SavedViews
from ui.widgets.search_field import SearchField
from ui.widgets.table import Table
from ui.widgets.table_model import ListingSource, RowsModel
from ui.widgets.views import TABLE, RecordsView, TableView, shows, widget_of

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here

__all__ = ["ListPage", "ListSpec", "Quick"]

TOLD_APART = 2_000
"""Records that one change touched, beyond which every row that was read is read again: that is quicker."""


class ListPage(Page):
    """Views and detail of one noun."""

    def __init__(self, here: Here, spec: ListSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.spec = spec
        self.entity = spec.listing.entity
        self._asked_once = False
        self.records = 0  # how many the list shows
        self.model = RowsModel(
            ListingSource(here, spec.listing, self), spec.columns, spec.listing.columns, here.speech, self
        )
        self.table = Table(self.model, spec.place)
        self.model.count_words = spec.count
        self.table.groups = spec.groups
        self.table.columns.usual_frozen = spec.freeze or 1
        self._middle = Views(here, spec, TableView(self.table, self.model, self._table_look), self._empty_state(), self)
        self.field = SearchField(_("Filter the list"), "Ctrl+F")
        self._clear = Button(_("Clear filters"), self.clear_filters, kind="link")
        self.saved = SavedViews(here, self)
        self.tools = ListTools(self.field, self._clear, switch=self._middle.switch, saved=self.saved.button)
        self.asking = Asking(here, spec, self.tools, self)
        self.chips = self.asking.chips
        self.detail = DetailPane(here, self.entity, self._tabs(), place=spec.place)
        self._group = ToolButton("stack-2", _("Group by"), self._choose_group)
        self._columns = ToolButton("columns-3", _("Choose columns"), self._choose_columns)
        self._lay_out()
        self._connect()
        self.editing = self._cell_editing()
        self.look_changed()
        self.saved.begin()
        self._switched()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def selected(self) -> tuple[Key, ...]:
        return self.view.selected()

    def row(self, key: Key) -> Any | None:
        """The frozen row of a record, where it was read."""
        row = self.view.row(key)
        return row if row is not None else self.model.row(key)

    def known(self) -> dict[Key, Any]:
        """The frozen rows that were read, by key."""
        return {**self.model.known(), **self.view.known()}

    def focus(self) -> None:
        widget_of(self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_the_rows(self) -> None:
        """From the filter to what it found: the first row is taken, so that a command can follow at once."""
        self.focus()
        if not self.selected() and self._middle.id == TABLE and self.model.keys:
            current = self.table.current()
            self.table.select([self.model.keys[0] if current is None else current])

    def search(self) -> None:
        self.field.begin()

    def refresh(self) -> None:
        self.view.refresh()
        self.asking.count_soon.start()

    def save(self, then: Callable[[], None] | None = None) -> None:
        if self.editing is not None:
            self.editing.take_all()
        self.detail.save(then)

    def unsaved(self) -> bool:
        typed = self.detail.draft is not None and bool(self.form.unsaved)
        return typed or (self.editing is not None and self.editing.unsaved)

    def open_record(self, key: Key) -> None:
        if not shows(self.view, key):  # filtered away, or not read yet: show the record all the same
            self.clear_filters()
            self._open_when_loaded = key
            return
        self._show_detail(True)
        self.view.select([key], key)

    def new_record(self, name: str = "") -> None:
        self._open_when_loaded = None
        self.view.select(())
        self._show_detail(True)
        self.detail.begin(Headline(title=self._new_words()))
        self.form.begin(name)

    def look_changed(self) -> None:
        self._middle.look_changed()

    # --- asking -------------------------------------------------------------------------------------------------------

    @property
    def form(self) -> Any:
        """The form of the record that is looked at; built when it is first asked for."""
        return self.detail.tab(0)

    def asked(self) -> Ask:
        """What the list shows now: for exports and prints of this view as well."""
        return self.asking.asked()

    def load(self) -> None:
        """Ask the list again from its start: another filter, another order."""
        self.view.load(self.asked())
        self.asking.count_soon.start()

    def filter_by(self, text: str = "", chip: str = "", chips: tuple[str, ...] = ()) -> None:
        """Show only these: how another place opens this one filtered."""
        self.field.show_text(text)
        self.asking.set(text=text, chips=(chip, *chips))

    # --- views --------------------------------------------------------------------------------------------------------

    @property
    def view(self) -> RecordsView:
        """The view that is shown: the table, a board, a calendar."""
        return self._middle.view

    def show_view(self, id: str) -> None:
        """Show the same records another way; what was selected stays selected."""
        self._middle.show_view(id)

    def filter_column(self) -> None:
        """Alt+↓: what the column under the keyboard is filtered by."""
        column = self.table.currentIndex().column() if self._middle.id == TABLE else -1
        if column < 0 or not self.asking.filterable(self.spec.columns[column].name):
            self.tools.more.click()
            return
        self.filter_section(column)

    def filter_section(self, section: int) -> None:
        """What the column with this number is filtered by."""
        head = self.table.head
        left = min(max(head.sectionViewportPosition(section), 0), head.width() - 40)
        at = head.viewport().mapToGlobal(QPoint(left, head.height()))
        self.asking.open_filter(self.spec.columns[section].name, at)

    def _table_look(self) -> None:
        self.table.set_compact(self.here.settings.density == "compact")
        self.model.say_again(self.here.speech)

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
        for command in self.here.actions.commands(place=self.spec.place):
            if command.in_bar:
                self.tools.add_verb(command, self.here.actions[command.id])
        self.tools.add_stay(self._group)
        self.tools.add_stay(self._columns)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._middle)
        self.split.addWidget(self.detail)
        self.detail.setMinimumWidth(tokens.PANE_LEAST)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.rows.addWidget(self.tools)
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
        self.asking.changed.connect(self._filtered)
        self.field.searched.connect(self.asking.search)
        self.field.left.connect(self._to_the_rows)
        self._middle.chosen.connect(self._chosen)
        self._middle.opened.connect(self._opened)
        self._middle.typed.connect(self.field.begin)
        self._middle.menu_wanted.connect(self._menu)
        self._middle.loaded.connect(self._loaded)
        self._middle.switched.connect(self._switched)
        self.table.order_changed.connect(self.asking.sort)
        self.table.summed.connect(self._say_count)
        self.table.block.changed.connect(self.chosen)
        self.table.head.filter_wanted.connect(lambda _at, section: self.filter_section(section))
        self.table.head.filterable = {n for n, one in enumerate(self.spec.columns) if self.asking.filterable(one.name)}
        self.table.selectionModel().currentChanged.connect(lambda *_at: self.table.head.viewport().update())
        self.detail.built.connect(lambda number: number == 0 and self._follow_form())
        self.detail.closed.connect(lambda: self._show_detail(False))
        self.here.bridge.committed.connect(self._news)
        if "out_with" in self.spec.listing.columns:
            self.here.bridge.out_changed.connect(self.refresh)
        self.here.actions.attach(self.table, self.spec.place)

    def _switched(self) -> None:
        """Another view is shown: it is asked, and what only a table can do gives way."""
        for button in (self._group, self._columns):
            button.setVisible(self._middle.id == TABLE)
        self.tools.fit()
        self.load()
        self.chosen.emit()

    def _news(self, news: News) -> None:
        if self.spec.watches & news.nouns:
            self.refresh()
        elif self.entity in news.nouns:
            few = len(news.touched) <= TOLD_APART
            self.view.refresh((key for entity, key in news.touched if entity == self.entity) if few else None)
            self.asking.count_soon.start()

    def _follow_form(self) -> None:
        self.form.began.connect(self._saved_new)
        self.form.gone.connect(self._after_gone)

    def _saved_new(self, key: Key) -> None:
        """A new record is there; its row comes with the news, unless another one is looked at by now."""
        if self.form.draft is not None and self.form.draft.key == key:
            self.detail.began(key)
            self._began = key

    def _after_gone(self) -> None:
        """The record beside the list is no more: look at the one that took its row."""
        key = self.detail.key
        if key is None or self.form.shows or shows(self.view, key):
            return
        if not self.selected() and (current := self.view.current()) is not None:
            self.view.select([current])
        if not self.form.shows:
            self.detail.show_record(None, Headline())

    def _filtered(self) -> None:
        named = [one.name for one in self.spec.columns]
        self.table.head.set_filtered({named.index(name) for name in self.asking.filters if name in named})
        self.load()

    def _is_filtered(self) -> bool:
        return self.asking.is_on()

    def clear_filters(self) -> None:
        """Show every record of the list again."""
        self.field.show_text("")
        self.asking.set()

    def _loaded(self, count: int) -> None:
        filtered = self._is_filtered()
        self.records = count
        self.table.empty_text = _("Nothing fits these filters.") if filtered else ""
        self._middle.show_answer(nothing=count == 0 and not filtered, no_match=count == 0 and filtered)
        if not filtered:
            self.subtitle_is(self.spec.count(count))
        if self._open_when_loaded is not None:
            key, self._open_when_loaded = self._open_when_loaded, None
            if shows(self.view, key):
                self.open_record(key)
        elif not self._asked_once and count and self.detail.draft is None:  # a record begun meanwhile is not left
            self._select_first()
        self._asked_once = True
        self._say_count()
        self._after_gone()
        if self._began is not None:
            key, self._began = self._began, None
            if self.detail.key == key and shows(self.view, key):
                self.view.select([key])
        if not self.selected():  # what is being typed beside the list stays
            self.detail.show_nothing(count == 0 and not self.form.unsaved and not holds_focus(self.detail))
        if self.detail.key is not None and (row := self.row(self.detail.key)) is not None:
            self.detail.show_headline(self.spec.headline(row))

    def _new_words(self) -> str:
        id = f"{self.spec.place}.new"
        return plain(self.here.actions[id].text()) if id in self.here.actions else _("New")

    def _select_first(self) -> None:
        if self._middle.id == TABLE and self.model.keys:
            self.table.select([self.model.keys[0]])

    def _say_count(self) -> None:
        said = [self.spec.count(self.records)]
        if chosen := len(self.selected()):
            in_table = self._middle.id == TABLE
            said.append(self.table.block.words(chosen) if in_table else chosen_words(chosen))
        self.count_is(" · ".join([*said, *(self.table.sums() if self._middle.id == TABLE else ())]))

    def _chosen(self) -> None:
        self._say_count()
        keys = self.selected()
        if len(keys) == 1 and not self.detail.isHidden():
            row = self.row(keys[0])
            self.detail.show_record(keys[0], self.spec.headline(row) if row is not None else None)
        elif len(keys) > 1 and not self.detail.isHidden():
            self.form.save(None)
            self.detail.show_several(self.spec.count(len(keys)))
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
            self.detail.save()
            self.focus()
        application.remember(f"detail/{self.spec.place}", str(on))

    def _fit_panes(self) -> None:
        """Side by side where there is room; else the detail, once asked for, takes the place of the list."""
        narrow = self.width() < tokens.PANE_BELOW
        self._middle.setVisible(not (narrow and not self.detail.isHidden()))
        wide = min(max(self.width() * 32 // 100, tokens.PANE_USUAL), tokens.PANE_MOST)
        wide = max(wide, min(self.detail.wish, self.width() * 42 // 100))  # its tabs side by side, as far as may be
        if not narrow and not self.detail.isHidden():
            self.split.setSizes([self.width() - wide, wide])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panes()

    def _choose_group(self) -> None:
        self.table.columns.group_menu().exec(self.tools.under(self._group))

    def _choose_columns(self) -> None:
        self.table.columns_menu().exec(self.tools.under(self._columns))

    def _menu(self, at: QPoint) -> None:
        """The verbs of the noun, at a point of the screen."""
        if (menu := list_menu(self)) is not None:
            menu.exec(at)

"""The middle of a list page: its views, of which one is shown; they share one question and one selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ecd_desktop.language import _
from ui import application
from ui.widgets.no_match import NoMatch
from ui.widgets.view_switch import ViewSwitch
from ui.widgets.views import TABLE, TABLE_ICON, TABLE_TITLE, RecordsView, TableView, widget_of

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec

EMPTY = 1  # the place of what is shown where nothing is there at all


class Views(QStackedWidget):
    """Says what the view that is shown says.  ``switched``: another one is shown now, and must be asked."""

    chosen = Signal()
    opened = Signal(object)  # Key
    typed = Signal(str)
    menu_wanted = Signal(QPoint)  # global
    loaded = Signal(int)
    switched = Signal()

    def __init__(self, here: Here, spec: ListSpec, table: TableView, empty: QWidget, page: Any) -> None:
        super().__init__(page)
        self._here, self._spec, self._page = here, spec, page
        self._carried: tuple[tuple[Key, ...], Key | None] | None = None  # the selection of the view that was left
        self.views: dict[str, RecordsView] = {TABLE: table}
        self.id, self.view = TABLE, self.views[TABLE]
        self._no_match = NoMatch(table.widget, page.clear_filters)
        self.addWidget(table.widget)
        self.addWidget(empty)
        self._follow(TABLE)
        segments = [(TABLE, TABLE_ICON, _(TABLE_TITLE)), *((one.id, one.icon, _(one.title)) for one in spec.views)]
        self.switch = ViewSwitch(segments, _("How the list is shown")) if spec.views else None
        if self.switch is not None:
            self.switch.chosen.connect(self.show_view)
            known = str(application.recall(f"view/{spec.place}") or "")
            self._put(known if self.has(known) else TABLE)

    def has(self, id: str) -> bool:
        """Whether the noun has such a view."""
        return id == TABLE or any(one.id == id for one in self._spec.views)

    def show_view(self, id: str) -> None:
        """Show the same records another way; what was selected stays selected."""
        if id == self.id or not self.has(id):
            return
        focused = self.window().focusWidget()
        had_focus = focused is None or focused is self or self.isAncestorOf(focused)
        self._carried = self.view.selected(), self.view.current()
        self._put(id)
        application.remember(f"view/{self._spec.place}", id)
        if had_focus:
            widget_of(self.view).setFocus()
        self.switched.emit()

    def show_answer(self, *, nothing: bool, no_match: bool) -> None:
        """An answer came: the view, or where there is nothing at all what teaches how to begin.

        ``no_match``: there are records, but none that fits the filters.
        """
        self._no_match.setVisible(no_match)
        if nothing:
            self.setCurrentIndex(EMPTY)
        else:
            self.setCurrentWidget(widget_of(self.view))
        if self._carried is not None:
            (keys, current), self._carried = self._carried, None
            self.view.select(keys, current)

    def look_changed(self) -> None:
        for view in self.views.values():
            view.look_changed()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _put(self, id: str) -> None:
        if id not in self.views:
            spec = next(one for one in self._spec.views if one.id == id)
            view = spec.build(self._here, self._spec, self._page)
            self.views[id] = view
            self.addWidget(widget_of(view))
            self._follow(id)
            self._here.actions.attach(widget_of(view), self._spec.place)
            if "view.filter" in self._here.actions:  # Alt+↓ belongs to a column's heading; here it may move a record
                widget_of(view).removeAction(self._here.actions["view.filter"])
        self.id, self.view = id, self.views[id]
        self.setCurrentWidget(widget_of(self.view))
        if self.switch is not None:
            self.switch.show_chosen(id)

    def _follow(self, id: str) -> None:
        view = self.views[id]
        view.chosen.connect(lambda: self.id == id and self.chosen.emit())
        view.loaded.connect(lambda count: self.id == id and self.loaded.emit(count))
        view.opened.connect(self.opened)
        view.typed.connect(self.typed)
        view.menu_wanted.connect(self.menu_wanted)

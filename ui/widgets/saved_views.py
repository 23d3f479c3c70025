"""Saved views of a list: a button with the name of the one that is open, and what its menu does.

A view is everything that a list is: which view, words, chips, filters of columns, order, columns with their widths,
groups.  What a later or earlier version does not know of it is left out when it is opened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from db.fields import Field
from db.kinds import FLAG, TEXT
from ecd_desktop.language import N_, _
from ui.widgets import column_filters
from ui.widgets.view_button import ViewButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from db.fields import Key
    from db.queries.saved_views import SavedViewRow
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.list_page import ListPage

NAME = {"name": Field(TEXT, N_("Name"), required=True, max=80)}
NEW = {**NAME, "shared": Field(FLAG, N_("For everybody on this database"))}


class SavedViews(QObject):
    """The views of one place: which there are, which one is open, and whether it was changed since."""

    def __init__(self, here: Here, page: ListPage) -> None:
        super().__init__(page)
        self._here, self._page, self._place = here, page, page.spec.place
        self.rows: Sequence[SavedViewRow] = ()
        self.key: Key | None = None  # the one that is open
        self._opened = ""  # what the list was when it was opened, as JSON
        self._content = ""  # what was stored of it then
        self._own = False  # the last news of saved views was one's own doing
        self._came = ""  # what it was before anything was opened
        self._made: list[Key] = []  # saved just now: opened when it is read
        self.button = ViewButton(self.show_menu)
        self.button.setProperty("command", "view.open")
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.look_again)
        here.bridge.committed.connect(self._news)

    def begin(self) -> None:
        """The page is whole: follow what changes it."""
        page, head = self._page, self._page.table.head
        for signal in (page.asking.changed, page._middle.switched, page._middle.loaded, page.table.group_changed,
                       page.table.folded, head.sectionResized, head.sectionMoved):  # fmt: skip
            signal.connect(lambda *_said: self._soon.start())
        self._came = dumped(page)
        self._read()

    # --- what is open -------------------------------------------------------------------------------------------------

    @property
    def row(self) -> SavedViewRow | None:
        """The view that is open."""
        return next((row for row in self.rows if row.key == self.key), None)

    @property
    def changed(self) -> bool:
        """Whether the list is not as the open view was opened."""
        row = self.row
        return row is not None and (dumped(self._page) != self._opened or row.content != self._content)

    def look_again(self) -> None:
        """Show on the button which view is open, and whether it was changed."""
        row = self.row
        self.button.show_view(row.name if row is not None else "", changed=self.changed)

    def open(self, key: Key) -> None:
        """Make the list what the view says."""
        row = next((one for one in self.rows if one.key == key), None)
        if row is None:
            return
        self.key = key
        try:
            state = json.loads(row.content)
        except ValueError:  # written by hand
            state = {}
        restore(self._page, state if isinstance(state, dict) else {})
        self._opened, self._content = dumped(self._page), row.content
        self.look_again()
        self._here.actions.refresh()

    def reset(self) -> None:
        """The list as it came: no view, no filter, the usual columns."""
        self.key = None
        restore(self._page, {})
        self.look_again()
        self._here.actions.refresh()

    # --- what is done with them ---------------------------------------------------------------------------------------

    def save(self) -> None:
        from ecd_desktop.services import saved_views

        row = self.row
        if row is None:
            self.save_as()
            return
        content = dumped(self._page)

        def saved(_none: object) -> None:
            self._opened = self._content = content
            self.look_again()

        self._here.do(saved_views.save_over, row.key, content=content, seen=self._content, then=saved, owner=self)

    def save_as(self) -> None:
        from ecd_desktop.services import saved_views
        from ui.widgets.question import ask

        content, place = dumped(self._page), self._place

        def job(answers: dict[str, Any]) -> Any:
            def save(store: Any) -> None:
                self._made.append(saved_views.save_new(store, place=place, content=content, **answers))

            return save

        row = self.row
        lead = _("Filters, order, columns and groups are kept under this name, in the database.")
        if left := [chip.text() for id, chip in self._page.chips.items()
                    if chip.isChecked() and id in self._page.asking.brought]:  # fmt: skip
            lead += " " + _("The filter “{name}” came from another page with its day, and is left out.").format(
                name=left[0]
            )
        ask(self._here, _("Save this view"), _("Save"), NEW, job, lead=lead,
            values={"name": "", "shared": bool(row is not None and row.shared)})  # fmt: skip

    def rename(self) -> None:
        from ecd_desktop.services import saved_views
        from ui.widgets.question import ask

        if (row := self.row) is not None:
            ask(self._here, _("Rename the view"), _("Rename"), NAME,
                lambda answers: lambda store: saved_views.rename(store, row.key, **answers),
                values={"name": row.name})  # fmt: skip

    def share(self) -> None:
        from ecd_desktop.services import saved_views

        if (row := self.row) is not None:
            self._here.do(saved_views.share, row.key, shared=not row.shared, owner=self)

    def delete(self) -> None:
        from ecd_desktop.services import saved_views

        if (row := self.row) is not None:
            self._here.do(saved_views.delete, [row.key], owner=self)

    # --- menu ---------------------------------------------------------------------------------------------------------

    def show_menu(self) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self.button)
        self.fill(menu)
        menu.exec(self._page.tools.under(self.button))

    def fill(self, menu: QMenu) -> None:
        """One's own, those for everybody, then what can be done."""
        self._here.actions.refresh()
        menu.setToolTipsVisible(True)
        for shared, title in ((False, _("My views")), (True, _("For everybody"))):
            rows = [row for row in self.rows if row.shared is shared]
            if rows:
                menu.addAction(title).setEnabled(False)
            for row in rows:
                action = menu.addAction(row.name.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(row.key == self.key)
                action.setToolTip(_("Saved by {owner}").format(owner=row.owner))
                action.triggered.connect(lambda _on=False, key=row.key: self.open(key))
        menu.addSeparator()
        actions = self._here.actions
        menu.addActions([actions[f"view.{id}"] for id in ("save", "save_as", "rename", "share", "delete")])
        menu.addSeparator()
        menu.addAction(actions["view.reset"])

    # --- inside -------------------------------------------------------------------------------------------------------

    def _news(self, news: News) -> None:
        if "saved_views" in news.nouns:
            self._own = news.who == self._who
            self._read()

    @property
    def _who(self) -> str:
        database = self._here.tasks.database
        return database.who if database is not None else ""

    def _read(self) -> None:
        from db.queries import saved_views

        who, place = self._who, self._place
        self._here.read(lambda session: saved_views.of_place(session, place, who), self._answer, owner=self,
                        slot=f"views/{place}")  # fmt: skip

    def _answer(self, rows: Sequence[SavedViewRow]) -> None:
        self.rows = rows
        if self._made and any(row.key == self._made[-1] for row in rows):
            self.key = self._made[-1]
            self._made.clear()
            self._opened = self._content = next(row.content for row in rows if row.key == self.key)
        row = self.row
        if row is None:
            self.key = None
        elif row.content != self._content and self._own:  # one's own saving or undo, not somebody else's
            self._opened = self._content = row.content
        self.look_again()
        self._here.actions.refresh()


def state_of(page: ListPage) -> dict[str, Any]:
    """Everything a list is, as plain data."""
    asking = page.asking
    return {
        "view": page._middle.id,
        "way": _way(page.view),
        "text": asking.text,
        "chips": [id for id, chip in asking.chips.items() if chip.isChecked() and id not in asking.brought],
        "filters": [one.dumped(asking.listing.columns[one.column]) for one in asking.filters.values()],
        "order": [[order.column, order.descending] for order in asking.order],
        "table": page.table.state(),
    }


def dumped(page: ListPage) -> str:
    return json.dumps(state_of(page), ensure_ascii=False, sort_keys=True)


def restore(page: ListPage, state: Mapping[str, Any]) -> None:
    """Make a list what ``state`` says; what is unknown here is left out, what is missing is as it came."""
    asking, columns = page.asking, page.asking.listing.columns
    table = state.get("table")
    if isinstance(table, dict) and table:
        page.table.restore(table)
    else:
        page.table.group_by(None)
        page.table.columns.usual()
    order = [(str(name), bool(falling)) for name, falling in _pairs(state.get("order")) if name in columns]
    named = [one.name for one in page.spec.columns]
    page.table.head.set_order([(named.index(name), falling) for name, falling in order if name in named])
    filters = [column_filters.loaded(one, columns) for one in _list(state.get("filters")) if isinstance(one, dict)]
    text = str(state.get("text") or "")
    page.field.show_text(text)
    page.show_view(str(state.get("view") or "table"))
    _go_way(page.view, state.get("way"))
    asking.set(text=text, chips=map(str, _list(state.get("chips"))), filters=(one for one in filters if one),
               order=order)  # fmt: skip


def _way(view: Any) -> dict[str, Any]:
    """How a view goes about it: a board's columns, a calendar's week or month."""
    if hasattr(view, "part_by"):
        return {"by": view.by.id}
    return {"week": view.week} if hasattr(view, "show_week") else {}


def _go_way(view: Any, way: Any) -> None:
    if not isinstance(way, dict):
        return
    if hasattr(view, "part_by") and way.get("by") in [one.id for one in view.spec.by]:
        view.part_by(way["by"])
    elif hasattr(view, "show_week") and isinstance(way.get("week"), bool) and way["week"] != view.week:
        view.show_week(way["week"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _pairs(value: Any) -> list[list[Any]]:
    return [one for one in _list(value) if isinstance(one, list) and len(one) == 2]

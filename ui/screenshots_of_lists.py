"""Pictures of a day at work in lists and forms: narrowed, grouped, several taken, edited in place, asked, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from ui.pages import RECORDS
from ui.screenshots_of_cells import cells

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from ui.screenshots import Studio

Shown = tuple[str, Callable[["Studio"], "bool | None"]]
"""A picture's name, and how the window comes to show it."""

PARTED = tuple(place.id for place in RECORDS)
RICHEST = {"meetings": 5}  # the row whose every part says something


def lists() -> Iterator[Shown]:
    """The list of commitments in the states that a day at work brings."""
    yield "lists-grouped", _grouped
    yield "lists-filtered", _filtered
    yield "lists-nothing-fits", _nothing_fits
    yield "lists-several", _several
    yield "lists-editing", _editing
    yield "lists-editing-wrong", _editing_wrong
    yield "lists-heading-filter", _heading_filter
    yield "lists-columns", _columns
    yield "lists-heading-menu", _heading_menu
    yield "lists-views", _views
    yield "lists-menu", _menu
    yield "lists-compact", _compact
    yield "lists-notice", _notice
    yield "lists-alone", _alone
    yield from cells()
    yield "lists-form-new", _form_new
    yield "lists-form-problem", _form_problem
    yield "lists-form-moved", _form_moved
    yield "lists-form-asking", _form_asking


def tabs() -> Iterator[Shown]:
    """The parts of a record beside the list, of every noun."""
    for place in PARTED:
        for number in range(9):
            yield f"tab-{number + 1}-{place}", lambda studio, place=place, number=number: _tab(studio, place, number)


def _page(studio: Studio, place: str = "action_items", row: int = 0) -> Any:
    """The list as it came, with one of its records beside it."""
    page = studio.go(place)
    page.saved.reset()
    for cell in list(page.editing.cells.values()) if page.editing is not None else ():
        page.editing._give_up(cell)
    studio.rest()
    if page.model.keys:
        page.table.select([page.model.keys[row]])
    studio.rest()
    studio.window.setFocus()
    return page


def _tab(studio: Studio, place: str, number: int) -> bool:
    page = _page(studio, place, RICHEST.get(place, 0))
    if number >= len(page.detail._tabs):
        return False
    page._show_detail(True)
    page.detail.show_tab(number)
    studio.rest()
    return True


def _grouped(studio: Studio) -> None:
    _page(studio).table.group_by("unit")
    studio.rest()


def _filtered(studio: Studio) -> None:
    """A chip, a filter of a column and words typed."""
    from db.records.action_items import Priority
    from ui.widgets.column_filters import ColumnFilter

    page = _page(studio)
    page.asking.filter(ColumnFilter("priority", values=(Priority.HIGH,)))
    page.asking.chips["overdue"].click()
    studio.rest()
    if page.model.keys:
        page.table.select([page.model.keys[0]])
    studio.rest()


def _nothing_fits(studio: Studio) -> None:
    page = _page(studio)
    page.filter_by(text="xyz")
    studio.rest()


def _several(studio: Studio) -> None:
    page = _page(studio)
    page.table.select(page.model.keys[1:4])
    studio.rest()


def _editing(studio: Studio) -> None:
    """The due date in its cell."""
    page = _page(studio)
    _edit(studio, page, "due_on", 2)


def _editing_wrong(studio: Studio) -> None:
    page = _page(studio)
    cell = _edit(studio, page, "due_on", 2)
    _type(cell.editor, "31/02")
    page.editing.take_all()
    studio.rest()


def _edit(studio: Studio, page: Any, name: str, row: int) -> Any:
    """Begin to edit a cell; what edits it."""
    column = next(n for n, one in enumerate(page.spec.columns) if one.name == name)
    page.editing.begin(page.model.index(row, column))
    studio.rest()
    return next(iter(page.editing.cells.values()))


def _type(editor: Any, text: str) -> None:
    """As by hand: what a program puts into a line is not taken."""
    editor.inner.setText(text)
    editor.inner.setModified(True)


def _popped(studio: Studio, page: Any, menu: QMenu, at: QPoint) -> None:
    menu.setParent(page, menu.windowFlags())
    menu.popup(at)
    studio.above.append(menu)
    studio.rest()


def _heading_filter(studio: Studio) -> None:
    from PySide6.QtWidgets import QApplication

    page = _page(studio)
    page.filter_section(next(n for n, one in enumerate(page.spec.columns) if one.name == "unit"))
    studio.above.append(QApplication.activePopupWidget())
    studio.rest()


def _columns(studio: Studio) -> None:
    page = _page(studio)
    _popped(studio, page, page.table.columns_menu(), page.tools.under(page._columns))


def _heading_menu(studio: Studio) -> None:
    page = _page(studio)
    head = page.table.head
    at = head.viewport().mapToGlobal(QPoint(head.sectionViewportPosition(2) + 20, head.height() - 4))
    _popped(studio, page, page.table.columns.menu_of(2), at)


def _views(studio: Studio) -> None:
    from PySide6.QtWidgets import QMenu

    page = _page(studio)
    menu = QMenu(page)
    page.saved.fill(menu)
    _popped(studio, page, menu, page.tools.under(page.saved.button))


def _menu(studio: Studio) -> None:
    """The menu of a row."""
    from ui.widgets.list_menu import list_menu

    page = _page(studio)
    menu = list_menu(page)
    at = page.table.viewport().mapToGlobal(page.table.visualRect(page.model.index(1, 0)).center())
    _popped(studio, page, menu, at)


def _compact(studio: Studio) -> None:
    page = _page(studio)
    page.table.set_compact(True)
    studio.rest()


def _notice(studio: Studio) -> None:
    """Three were deleted: the notice with Undo."""
    from ecd_desktop.services import action_items

    page = _page(studio)
    page.table.set_compact(False)
    studio.window.here.do(action_items.delete, page.model.keys[-3:])
    studio.rest()
    studio.with_notice = True


def _alone(studio: Studio) -> None:
    """The list without the pane."""
    page = _page(studio)
    page._show_detail(False)
    studio.rest()


def _form_new(studio: Studio) -> None:
    page = _page(studio)
    page.new_record("")
    studio.rest()


def _form_problem(studio: Studio) -> None:
    """Wanted to be saved with what is missing and with a day that does not exist."""
    page = _page(studio)
    page.form.give_up()
    page.new_record("")
    studio.rest()
    _type(page.form.editors["due_on"], "31/02")
    page.form.save(lambda: None)
    studio.rest()


def _form_moved(studio: Studio) -> None:
    """The due date was moved: the reason is asked for."""
    studio.go("action_items").form.give_up()
    page = _page(studio, row=3)
    page._show_detail(True)
    editor = page.form.editors["due_on"]
    _type(editor, "+30")
    page.form.field_left(editor)
    studio.rest()
    page.form.ensureWidgetVisible(page.form._why_moved)
    studio.rest()


def _form_asking(studio: Studio) -> None:
    """Somebody else wrote into the field that is being written in."""
    from ecd_desktop.services import action_items, records

    former = studio.go("action_items").form
    former._discard(former.draft)
    page = _page(studio, row=4)
    page._show_detail(True)
    studio.rest()
    form = page.form
    form.editors["description"].inner.setPlainText(form.editors["description"].inner.toPlainText() + ", con foto")
    form.editors["description"].take(form.draft)
    key = page.selected()[0]

    def elsewhere(store: Any) -> None:
        from db.queries.records import snapshot

        with store.reading() as session:
            seen = snapshot(session, "action_items", key)
        draft = records.draft_of(seen)
        draft.set("description", "Pedir y " + seen.values["description"].lower())
        action_items.save(store, draft)

    studio.window.here.do(elsewhere, say=False)
    studio.rest()

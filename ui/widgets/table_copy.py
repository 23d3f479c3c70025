"""What is copied from a table: rows as they read, or a block of cells with dates and figures as a sheet knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.kinds import DAY, DECIMAL, MEMO, MONEY, NUMBER, TEXT
from ui.widgets import clipboard
from ui.widgets.cells import Look
from ui.widgets.clipboard import Figure

if TYPE_CHECKING:
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

MISSING = object()


def copy(table: Table, model: RowsModel, *, headings: bool = False) -> None:
    """The selected rows, or the cells that they are narrowed to, to the clipboard; unread ones are read first."""
    keys, block = table.selected(), table.block.columns()
    columns = block or table.shown_columns()
    labels = [[model.label(n) for n in columns]] if headings else []

    def put(rows: list[Any]) -> None:
        if rows and block:
            cells = [[value_of(model, n, row) for n in columns] for row in rows]
            clipboard.put([*labels, *cells])
        elif rows:
            clipboard.put([*labels, *([model.words_in(n, row) for n in columns] for row in rows)])

    model.rows_of(keys, put)


def copy_cell(table: Table, model: RowsModel) -> None:
    """What the current cell says, alone and as it is."""
    index = table.currentIndex()
    if model.key_at(index.row()) is not None:
        clipboard.put([[str(index.data() or "")]])


def value_of(model: RowsModel, section: int, row: Any) -> str | Figure:
    """What a cell holds, without the small print under it; a date or a figure as one."""
    column = model.columns[section]
    declared = model.declared.get(column.name)
    value = getattr(row, column.name, MISSING)
    words: str = model.text_in(section, row)
    if declared is None or value is MISSING or value is None:
        return words
    if declared.kind is DAY:
        return clipboard.day(value)
    if declared.kind is NUMBER:
        return clipboard.percent(value) if column.look is Look.BAR else clipboard.whole(value)
    if declared.kind is DECIMAL:
        return clipboard.decimal(value)
    if declared.kind is MONEY:
        return clipboard.money(value)
    return str(value) if declared.kind in (TEXT, MEMO) and column.look is not Look.WHO else words

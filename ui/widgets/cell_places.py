"""The cells that something is put into: where copied cells go, which field each of them is, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _
from ui.widgets.clipboard import Figure
from ui.widgets.table_copy import value_of

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.services.staging import Place
    from ui.widgets.cell_edits import Edit


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cells of a gesture stand: records from above (None: below the last), columns from the left (-1: beside
    the last)."""

    keys: tuple[Key | None, ...]
    columns: tuple[int, ...]


def spot_of(page: Any, height: int, width: int) -> Spot:
    """Where copied cells go: one fills all that is selected, others repeat in a block of their multiple, else they
    begin at the upper left."""
    table, model = page.table, page.model
    shown, block, keys = table.shown_columns(), table.block.columns(), table.selected()
    current = table.currentIndex()
    columns = block or [current.column()]
    fits = block and len(keys) % height == 0 and len(block) % width == 0
    if keys and (fits or height == width == 1):
        return Spot(tuple(keys), tuple(columns))
    first = model.row_of(keys[0]) if keys else current.row()
    below = [key for row in range(first, model.rowCount()) if (key := model.key_at(row)) is not None][:height]
    place = table.head.visualIndex  # a column may have given way under the cursor
    at = next((n for n, column in enumerate(shown) if place(column) >= place(columns[0])), len(shown) - 1)
    beside = shown[at : at + width]
    return Spot((*below, *[None] * (height - len(below))), (*beside, *[-1] * (width - len(beside))))


def place_of(page: Any, rows: dict[Key, Any], key: Key | None, column: int, **put: Any) -> Place:
    """One cell that something is put into; ``put``: a text, or a value and perhaps its field."""
    from ecd_desktop.services.staging import Place

    label = page.model.label(column) if column >= 0 else ""
    row = rows.get(key) if key is not None else None
    if column < 0:
        return Place(key, "", "", (), problem=_("There is no column for it: the list ends before."), **put)
    if row is None:
        return Place(None, "", label, (), **put)
    edit = page.editing.edits.of(page.model.columns[column].name)
    fields = put.pop("fields", None) or (_filled(edit, row) if edit is not None else ())
    said = value_of(page.model, column, row)
    now, own = (said.words, said.own) if isinstance(said, Figure) else (said, said)
    return named_place(page, row, label, fields, now=now, own=own, **put)


def named_place(page: Any, row: Any, label: str, fields: tuple[str, ...], **put: Any) -> Place:
    """A cell of one record, with what the record is called; ``label``: what its column is."""
    from ecd_desktop.services.staging import Place

    title = page.spec.headline(row).title
    return Place(row.key, title, label, fields, code=getattr(row, "code", None) or "", **put)


def _filled(edit: Edit, row: Any) -> tuple[str, ...]:
    """The fields that a text in this cell may fill: that of the row first."""
    first = edit.name(row)
    return (first, *(name for name in edit.fills if name != first))


def fields_of_page(page: Any) -> dict[str, Field]:
    """The fields of the noun that a page lists."""
    from db.records import fields_of, record_class

    return dict(fields_of(record_class(page.entity)))


def section_of(page: Any, column: str) -> int:
    """The number of a column by its name; -1 where the list has none."""
    try:
        return int(page.model.column_named(column))
    except KeyError:
        return -1

"""What is done to a block of cells: paste into it, fill it, clear it, find and replace; shown before it is written.

What is fine in every cell of a filling or clearing, and one cell that is pasted, is written at once: Undo is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _, ngettext
from ui.widgets.cell_places import Spot, fields_of_page, named_place, place_of, section_of, spot_of

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.services.staging import Place, Staged
    from ui.here import Here

MANY = 300
"""Cells beyond which it takes a moment to look at them, which is said."""
Grid = Sequence[Sequence[str]]


def can_take(here: Here) -> bool:
    """Whether cells can be put into the list that is shown: it stands as a table, on a record."""
    page: Any = here.page
    editing = getattr(page, "editing", None)
    return editing is not None and page.table.isVisible() and page.table.current() is not None


def paste(here: Here, grid: Grid, *, otherwise: tuple[str, Callable[[], None]] | None = None) -> None:
    """Put copied cells where the cursor stands, or over the block; ``otherwise``: what else could be done with them."""
    from ecd_desktop.services import staging

    page: Any = here.page
    spot = spot_of(page, len(grid), max(map(len, grid)))
    height, width = len(grid), max(map(len, grid))

    def places(rows: dict[Key, Any]) -> list[Place]:
        """A row that was copied shorter than the others has nothing to say beyond its end."""
        return [
            place_of(page, rows, key, column, text=line[m % width])
            for n, key in enumerate(spot.keys)
            for m, column in enumerate(spot.columns) if m % width < len(line := grid[n % height])
        ]  # fmt: skip

    count = len(spot.keys) * len(spot.columns)
    title = ngettext("Paste {n} cell", "Paste {n} cells", count).format(n=count)
    alone = height == width == 1 and count == 1
    _staged(here, page, spot, places, title, staging.PASTED, at_once=alone, otherwise=otherwise)


def fill(here: Here, *, right: bool = False) -> None:
    """The values of the block's first row for those below, or of its first column for those beside it."""
    from ecd_desktop.services import staging

    page: Any = here.page
    keys, columns = page.table.block.keys(), page.table.block.columns()
    if len(columns if right else keys) < 2:
        here.notice(_("Select two columns of cells or more: the first one is copied to the others.") if right else
                    _("Select two rows or more: the first one is copied to the others."))  # fmt: skip
        return
    spot = Spot(tuple(keys), tuple(columns))
    make = _beside if right else _below
    n = (len(columns) - 1) * len(keys) if right else (len(keys) - 1) * len(columns)
    title = ngettext("Fill {n} cell", "Fill {n} cells", n).format(n=n)
    _staged(here, page, spot, lambda rows: make(page, rows, spot), title, staging.FILLED, at_once=True)


def clear(here: Here) -> None:
    """Empty the cells of the block; the records stay."""
    from ecd_desktop.services import staging

    page: Any = here.page
    spot = Spot(tuple(page.table.block.keys()), tuple(page.table.block.columns()))
    n = len(spot.keys) * len(spot.columns)

    def places(rows: dict[Key, Any]) -> list[Place]:
        return [place_of(page, rows, key, column, text="") for key in spot.keys for column in spot.columns]

    title = ngettext("Clear {n} cell", "Clear {n} cells", n).format(n=n)
    _staged(here, page, spot, places, title, staging.CLEARED, at_once=True)


def replace_in(here: Here) -> None:
    """Find and replace in the block, or in all texts of the selected rows."""
    from ui.widgets.find_replace import FindReplace

    page: Any = here.page
    if page.editing is None:
        here.notice(_("The texts of this list cannot be changed in its cells."))
        return
    columns = page.table.block.columns()
    fields = fields_of_page(page)

    def came(rows: list[Any]) -> None:
        places = []
        for row in rows:
            for edit in page.editing.edits.cells:
                section = section_of(page, edit.column)
                field = fields[edit.name(row)]
                if field.kind.name in ("text", "memo") and (not columns or section in columns):
                    label = page.model.label(section) if section >= 0 else _(field.label)
                    places.append(named_place(page, row, label, (edit.name(row),)))
        if places:
            FindReplace(here, page, places).open()
        else:
            here.notice(_("There is no text that can be changed among these cells."))

    page.model.rows_of(page.table.selected(), came)


# --- what -----------------------------------------------------------------------------------------------------------


def _below(page: Any, rows: dict[Key, Any], spot: Spot) -> Callable[[Any], list[Place]]:
    """What the first record holds, for the others; read where it is written, since rows do not hold every field."""
    first, *others = spot.keys
    columns = [(n, page.editing.edits.of(page.model.columns[n].name)) for n in spot.columns]
    names = {
        n: (edit.fills or (edit.name(rows.get(first)),)) if edit is not None else ("",) for n, edit in columns
    }  # fmt: skip

    def made(store: Any) -> list[Place]:
        from db.queries import records as reads

        with store.reading() as session:
            held = reads.snapshot(session, page.entity, first)
        values = held.values if held is not None else {}
        return [
            place_of(page, rows, key, n, fields=(name,), value=values.get(name)) if name
            else place_of(page, rows, key, n, text=page.model.text_in(n, rows[first]))
            for key in others for n in spot.columns for name in names[n]
        ]  # fmt: skip

    return made


def _beside(page: Any, rows: dict[Key, Any], spot: Spot) -> list[Place]:
    """What the first column says, as if it had been copied and pasted into the others."""
    from ui.widgets import table_copy
    from ui.widgets.clipboard import Figure

    places = []
    for key in spot.keys:
        if key is None or key not in rows:
            continue
        said = table_copy.value_of(page.model, spot.columns[0], rows[key])
        text = said.own if isinstance(said, Figure) else said
        places += [place_of(page, rows, key, column, text=text) for column in spot.columns[1:]]
    return places


def _staged(
    here: Here, page: Any, spot: Spot, places: Callable[[dict[Key, Any]], Any], title: str, label: tuple[str, str], *,
    at_once: bool, otherwise: tuple[str, Callable[[], None]] | None = None,
) -> None:  # fmt: skip
    """Look at what would become of the cells, on the database thread; then write it at once, or show it."""
    from ecd_desktop.services import staging
    from ecd_desktop.services.staging import Answers, Verdict

    fields = fields_of_page(page)
    makes = frozenset(target for name in page.editing.edits.creates if (target := fields[name].target))
    entity = page.entity
    found: dict[Key, Any] = {}

    def job(store: Any, answers: Answers) -> Staged:
        made = places(found)
        made = made(store) if callable(made) else made
        return staging.stage(store, entity, made, answers, makes=makes)

    def show(staged: Staged) -> None:
        from ui.widgets.staged_preview import StagedPreview, write

        well = len(staged.fine) + staged.count(Verdict.SAME) == len(staged.lines)
        if not staged.fine and well:
            here.notice(_("These cells hold that already; nothing was changed."))
        elif at_once and well:
            write(here, page, staged, label, Answers(), owner=page)
        else:
            StagedPreview(here, page, title, label, job, staged, Answers(), otherwise=otherwise).open()

    def came(rows: list[Any]) -> None:
        found.update((row.key, row) for row in rows)
        if len(spot.keys) * len(spot.columns) > MANY:
            here.notice(_("Looking at what would become of these cells…"))
        here.ask(lambda store: job(store, Answers()), then=show, refused=here.failed, owner=page)

    page.model.rows_of([key for key in spot.keys if key is not None], came)

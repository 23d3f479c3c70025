"""How a noun's records are parted into the columns of a board: declared by the noun, read in one query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.ordering import fold
from ecd_desktop.language import N_, _, ngettext
from ui.widgets.board_column import BoardColumn
from ui.widgets.cards import Card

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here

AT_FIRST, COLUMNS_AT_FIRST = 8, 7  # rows that come with the columns: what is in sight; the others as they come there
Move = Callable[["Here", tuple["Key", ...], Any], None]


@dataclass(frozen=True, slots=True)
class BoardBy:
    """One way to part records into columns.

    ``column`` and ``label`` name values of the listing's frame: what is parted by, and how it is called where the
    columns are those that were found (``columns`` None).  ``columns(session, here)`` says them else, on the database
    thread.  ``allowed`` answers why these rows may not get a value, or None; ``move`` gives it to them by the noun's
    own verb; without it cards stay where they are, and ``fixed`` says why.
    """

    id: str
    title: str  # catalogue entry: «Columns by: State»
    column: str
    columns: Callable[[Any, Here], Sequence[BoardColumn]] | None = None
    label: str = ""
    as_column: Callable[[Any], Any] = lambda value: value  # what a value counts as
    without: str = N_("None")  # catalogue entry: the column of those without a value
    move: Move | None = None
    allowed: Callable[[Here, Sequence[Any], Any], str | None] | None = None
    fixed: str = N_("These columns follow from other data: change those, and the card moves by itself.")
    most: int = 0  # of how many in a column one keeps an overview, among those that count
    counts: tuple[str, Callable[[Any], bool]] | None = None  # a value of the frame, and whether it makes a card count
    over: Callable[[int], str] = lambda n: ngettext("{n} open", "{n} open", n).format(n=n)


@dataclass(frozen=True, slots=True)
class BoardSpec:
    """A noun's board."""

    by: tuple[BoardBy, ...]
    card: Callable[[Any, Here], Card]


@dataclass(frozen=True, slots=True)
class Parted:
    """What was read: the columns with their keys and how many of them count, and the first rows."""

    columns: list[tuple[BoardColumn, list[Key], int]]
    places: list[dict[Key, int]]  # of each column: where its cards stand
    column_of: dict[Key, int]
    rows: list[Any]


def hint(by: BoardBy, *, empty: bool = False) -> str:
    """What stands over the columns: that nothing fits, how cards are moved, or why they are not."""
    if empty:
        return _("Nothing fits these filters.")
    return _("Move cards by dragging or with Alt+← and Alt+→") if by.move is not None else _(by.fixed)


def parted(session: Any, here: Here, listing: Any, by: BoardBy, ask: Ask) -> list[tuple[BoardColumn, list[Key], int]]:
    """Every record asked for, in its column, in the order asked for."""
    names = [by.column, by.label or by.column, by.counts[0] if by.counts else by.column]
    keys: dict[Any, list[Key]] = {}
    titles: dict[Any, str] = {}
    counting: dict[Any, int] = {}
    counts = by.counts[1] if by.counts else lambda _value: False
    for key, found_value, label, counted in listing.keys_with(session, names, ask):
        value = by.as_column(found_value)
        keys.setdefault(value, []).append(key)
        titles.setdefault(value, str(label or ""))
        counting[value] = counting.get(value, 0) + counts(counted)
    if by.columns is not None:
        declared = list(by.columns(session, here))
    else:
        found = [BoardColumn(value, titles[value], most=by.most) for value in keys if value is not None]
        declared = sorted(found, key=lambda one: fold(one.title))
    if None in keys and all(one.value is not None for one in declared):
        declared.append(BoardColumn(None, _(by.without)))
    return [(one, keys.get(one.value, []), counting.get(one.value, 0)) for one in declared]


def read_parts(
    session: Any, here: Here, listing: Any, by: BoardBy, ask: Ask, seen: set[Key], known: set[Key],
    touched: set[Key] | None,
) -> Parted:  # fmt: skip
    """The columns; with the rows that stand first or are ``seen``, but for those that are ``known`` and untouched."""
    columns = parted(session, here, listing, by, ask)
    places = [{key: place for place, key in enumerate(keys)} for _column, keys, _n in columns]
    there = {key: n for n, (_column, keys, _counting) in enumerate(columns) for key in keys}
    first = [keys[:AT_FIRST] for _column, keys, _n in columns if keys][:COLUMNS_AT_FIRST]
    wanted = {key for keys in first for key in keys} | {key for key in seen if key in there}
    if touched is not None:
        wanted = (wanted - (known - touched)) | {key for key in touched & known if key in there}
    return Parted(columns, places, there, listing.rows(session, list(wanted), ask))

"""The rows of a comparison: which list it is of, what each cell said and says, and where the table gets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.ordering import fold
from ecd_desktop.language import N_, _
from ecd_desktop.services.comparing import Pair, Verdict
from ui.widgets import cells
from ui.widgets.cells import Cell, Look, Shown, Was
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key, Speech
    from db.queries.listing import Ask, Column, Listing

VERDICTS: dict[Verdict, tuple[str, Mark]] = {
    Verdict.NEW: (N_("New"), Mark("green", icon="plus")),
    Verdict.CAME: (N_("Came into the list"), Mark("green", icon="arrow-right")),
    Verdict.CHANGED: (N_("Changed"), Mark("blue", icon="pencil")),
    Verdict.SAME: (N_("Unchanged"), Mark("grey", icon="check")),
    Verdict.LEFT: (N_("Left the list"), Mark("grey", icon="arrow-left")),
    Verdict.GONE: (N_("Deleted"), Mark("red", icon="trash")),
}
"""What became of a row, and its mark."""

SORTS: dict[str, tuple[str, tuple[Verdict, ...]]] = {
    "changed": (N_("Changed"), (Verdict.CHANGED,)), "new": (N_("New"), (Verdict.NEW, Verdict.CAME)),
    "gone": (N_("Gone"), (Verdict.GONE, Verdict.LEFT)), "same": (N_("Unchanged"), (Verdict.SAME,)),
}  # fmt: skip
"""The chips: which rows are seen."""

VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Compared:
    """A list as it is shown elsewhere: its question, the columns seen, and whether it is narrowed."""

    place: str
    title: str
    listing: Listing[Any]
    ask: Ask
    columns: tuple[Shown, ...]
    narrowed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    key: Key
    pair: Pair

    @property
    def verdict(self) -> Verdict:
        return self.pair.verdict

    @property
    def seen(self) -> Any:
        """The list's row: as it is, or of what is gone, as it was."""
        return self.pair.now if self.pair.now is not None else self.pair.then


Say = Callable[[Any], Cell]


def says(columns: Sequence[Shown], declared: dict[str, Column], speech: Speech) -> dict[str, Say]:
    """By column: how the list says a row's value."""

    def said(column: Shown) -> Say:
        if column.cell is not None:
            return column.cell

        def plain(row: Any) -> Cell:
            value, known = getattr(row, column.name), declared.get(column.name)
            words = "" if value is None else known.field.format(value, speech) if known else str(value)
            return Cell(" ".join(words.split()))

        return plain

    return {column.name: said(column) for column in columns}


def judged(pairs: Sequence[Pair], said: dict[str, Say]) -> list[Row]:
    """The rows of the table: one that differs only in what the list does not show is the same here."""
    rows = []
    for pair in pairs:
        alike = _changed(pair) and all(say(pair.then).words == say(pair.now).words for say in said.values())
        rows.append(Row(pair.key, replace(pair, verdict=Verdict.SAME) if alike else pair))
    return rows


def _changed(pair: Pair) -> bool:
    return pair.verdict is Verdict.CHANGED


def table_columns(compared: Compared, said: dict[str, Say]) -> tuple[Shown, ...]:
    """What became of each row, then the list's own columns with what they said and say."""
    verdict = cells.pill(VERDICT, mark=lambda row: VERDICTS[row.verdict][1],
                         words=lambda row: _(VERDICTS[row.verdict][0]), width=150, label=N_("Since then"))  # fmt: skip
    shown = [
        Shown(column.name, max(column.width, 150), Look.WAS, _both(said[column.name]), column.label, column.stretch)
        for column in compared.columns
    ]
    return verdict, *shown


def _both(say: Say) -> Say:
    def cell(row: Row) -> Cell:
        then, now = row.pair.then, row.pair.now
        if now is None:
            was = say(then)
            return Was("", "", was=was.text, second_was=was.second)
        is_now = say(now)
        if then is None or row.verdict is Verdict.SAME:
            return Cell(is_now.text, is_now.second)
        was = say(then)
        if (was.text, was.second) == (is_now.text, is_now.second):
            return Cell(is_now.text, is_now.second)
        return Was(is_now.text, is_now.second, was=None if was.text == is_now.text else was.text,
                   second_was=None if was.second == is_now.second else was.second)  # fmt: skip

    return cell


def on_paper(compared: Compared, said: dict[str, Say], rows: Sequence[Row], since: str) -> Any:
    """These rows for a document (``reports.past.Compared``), under what became of them; internal tasks stay inside."""
    from db.records.action_items import Reach
    from ecd_desktop.reports import past

    columns = [column for column in table_columns(compared, said) if column.name != VERDICT]
    kept = [row for row in rows if getattr(row.seen, "reach", None) is not Reach.INTERNAL_TASK]
    groups = []
    for verdict, (words, _mark) in VERDICTS.items():
        some = [row for row in kept if row.verdict is verdict]
        told = _("{word}: {n}").format(word=_(words), n=len(some))
        groups.append((told, [[column.cell(row).words for column in columns if column.cell] for row in some]))
    known = compared.listing.columns
    headed = [
        (_(column.label or (known[column.name].label if column.name in known else "")), float(column.width))
        for column in columns
    ]  # fmt: skip
    return past.Compared(compared.title, since, headed, groups)


class ComparedSource:
    """The rows of a comparison, narrowed by what became of them; they are here already, so answers come at once."""

    def __init__(self) -> None:
        self._all: list[Row] = []
        self._by_key: dict[Key, Row] = {}
        self.wanted: frozenset[Verdict] = frozenset()

    def take(self, rows: list[Row]) -> None:
        self._all = rows
        self._by_key = {row.key: row for row in rows}

    def row(self, key: Key) -> Row:
        """Raises KeyError."""
        return self._by_key[key]

    def count(self, verdicts: Sequence[Verdict]) -> int:
        return sum(row.verdict in verdicts for row in self._all)

    def load(self, ask: Any, wanted: Callable[[list[Any]], Sequence[Any]],
             then: Callable[[tuple[list[Any], list[Any]]], None]) -> None:  # fmt: skip
        rows = [row for row in self._all if row.verdict in self.wanted]
        for order in reversed(ask.order):
            rows.sort(key=lambda row, name=order.column: _sort_key(row, name), reverse=order.descending)  # type: ignore[misc]
        keys = [row.key for row in rows]
        then((keys, [self._by_key[key] for key in wanted(keys)]))

    def rows(self, ask: Any, keys: Sequence[Any], then: Callable[[list[Any]], None]) -> None:
        then([self._by_key[key] for key in keys])


def _sort_key(row: Row, name: str) -> tuple[int, Any]:
    """Texts without accents and case, choices in the order of their list; what is empty comes last."""
    if name == VERDICT:
        return 0, list(Verdict).index(row.verdict)
    value = getattr(row.seen, name, None)
    if value is None or value == "":
        return 1, 0
    if hasattr(type(value), "__members__"):
        return 0, list(type(value)).index(value)
    return 0, fold(value) if isinstance(value, str) else value

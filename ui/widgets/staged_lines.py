"""The cells of a preview as a table: what becomes of each, which it is, what it says now and then, and why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.listing import Ask
from ecd_desktop.language import N_, _
from ecd_desktop.services.staging import Line, Staged, Verdict
from ui.widgets import cells
from ui.widgets.cells import Cell, Look, Shown
from ui.widgets.controls import Label
from ui.widgets.marks import Mark
from ui.widgets.table import Table
from ui.widgets.table_model import RowsModel

if TYPE_CHECKING:
    from ui.here import Here

VERDICTS: dict[Verdict, tuple[str, Mark]] = {
    Verdict.UNCLEAR: (N_("Date unclear"), Mark("amber", icon="calendar-x")),
    Verdict.UNKNOWN: (N_("Not known"), Mark("violet", icon="help")),
    Verdict.REASON: (N_("Needs a reason"), Mark("amber", icon="message")),
    Verdict.ASKS: (N_("Asks more"), Mark("amber", icon="help")),
    Verdict.REFUSED: (N_("Cannot be written"), Mark("red", icon="circle-x")),
    Verdict.FINE: (N_("Changes"), Mark("green", icon="pencil")),
    Verdict.SAME: (N_("Stays"), Mark("grey", icon="check")),
}
"""In the order in which they are listed: what wants a look first."""
BEFORE = 16  # characters of a text that are shown before what changes in it


@dataclass(frozen=True, slots=True)
class Row:
    """One line, by its number among all."""

    key: int
    line: Line

    @property
    def verdict(self) -> Verdict:
        return self.line.verdict


def _cell(row: Row) -> Cell:
    place = row.line.place
    return Cell(_flat(place.record) or "…", " · ".join(filter(None, (place.column, place.code))))


def _now(row: Row) -> Cell:
    return Cell(_around(_flat(row.line.old), _flat(row.line.new)))


def _then(row: Row) -> Cell:
    """The new value, and under it why it is not written."""
    line = row.line
    if line.verdict is Verdict.SAME:
        return Cell("=")
    new = _around(_flat(line.new), _flat(line.old))
    return Cell(new or _("(empty)"), "" if line.verdict is Verdict.FINE else _flat(line.why))


COLUMNS = (
    cells.pill("verdict", mark=lambda row: VERDICTS[row.verdict][1], words=lambda row: _(VERDICTS[row.verdict][0]),
               width=160, label=N_("Outcome")),
    Shown("record", 206, Look.TWO, _cell, label=N_("Cell")),
    Shown("old", 190, Look.TEXT, _now, label=N_("Now")),
    Shown("new", 240, Look.TWO, _then, label=N_("Then"), stretch=True),
)  # fmt: skip


class LinesSource:
    """The lines of what is staged, those that want a look first; they are here already, so answers come at once."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._by_key: dict[int, Row] = {}

    def take(self, staged: Staged) -> None:
        order = {verdict: n for n, verdict in enumerate(VERDICTS)}
        rows = [Row(n, line) for n, line in enumerate(staged.lines)]
        self._rows = sorted(rows, key=lambda row: order[row.verdict])
        self._by_key = {row.key: row for row in rows}

    def load(self, ask: Any, wanted: Callable[[list[Any]], Sequence[Any]],
             then: Callable[[tuple[list[Any], list[Any]]], None]) -> None:  # fmt: skip
        keys = [row.key for row in self._rows]
        then((keys, [self._by_key[key] for key in wanted(keys)]))

    def rows(self, ask: Any, keys: Sequence[Any], then: Callable[[list[Any]], None]) -> None:
        then([self._by_key[key] for key in keys])


class LinesView(QWidget):
    """The lines as a table, and under it what the current one has to say, in full."""

    def __init__(self, here: Here, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = LinesSource()
        self.model = RowsModel(self._source, COLUMNS, {}, here.speech, self)
        self.table = Table(self.model, "staged")
        self.table.setAccessibleName(name)
        self.table.setMinimumHeight(120)
        self.told = Label("", "body", "text2", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.told)
        self.table.chosen.connect(self._tell)

    def show_staged(self, staged: Staged) -> None:
        """Show these; the first is the current one."""
        self._source.take(staged)
        self.model.load(Ask())
        if self.model.keys:
            self.table.select([self.model.keys[0]])
        self._tell()

    def _tell(self) -> None:
        key: Any = self.table.current()
        row = self.model.row(key) if key is not None else None
        why = row.line.why if row is not None and row.verdict is not Verdict.FINE else ""
        self.told.setText(why)
        self.told.setVisible(bool(why))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _around(text: str, other: str) -> str:
    """A text from shortly before where it differs from the other one: a long one would not show it."""
    same = next((n for n, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), 0)
    if same <= BEFORE:
        return text
    begin = text.find(" ", same - BEFORE) + 1
    return f"…{text[begin if 0 < begin <= same else same - BEFORE :]}"

"""What the numbers of the selected rows come to, in words for the status bar: count, sum, mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecd_desktop.language import _
from ui.widgets.heading_words import number_text
from ui.widgets.table_source import GroupedSource

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.grouping import Total
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

SOON = 120  # milliseconds without another selection before anything is counted
BY_HAND = 200  # rows that are added up here where all of them were read; more are asked of the database


class Sums(QObject):
    """Follows the selection of a table.  ``words`` are those of the selection they were counted for, or none."""

    changed = Signal()

    def __init__(self, table: Table, model: RowsModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self.words: list[str] = []
        self._keys: tuple[Key, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._count)
        table.chosen.connect(self._chosen)
        model.dataChanged.connect(lambda *_a: self._soon.start())

    def again(self) -> None:
        """Other columns are seen now."""
        self._soon.start()

    def _chosen(self) -> None:
        if self.words:
            self.words = []  # never beside another selection
            self.changed.emit()
        self._soon.start()

    def _count(self) -> None:
        keys = self._table.selected()
        names = self._names()
        self._keys = keys
        ask = self._model.ask
        if len(keys) < 2 or not names or ask is None:
            self._say({})
            return
        rows = [self._model.row(key) for key in keys] if len(keys) <= BY_HAND else [None]
        if all(row is not None for row in rows):
            self._say(self._by_hand(names, rows))
        elif isinstance(self._model.source, GroupedSource):
            everything = len(keys) == len(self._model.keys)
            self._model.source.totals(
                ask, names, None if everything else keys, lambda found: self._say(found) if keys == self._keys else None
            )

    def _names(self) -> list[str]:
        """The number columns that are seen, or that the selected cells stand in."""
        columns = self._table.block.columns() or self._table.shown_columns()
        names = [self._model.columns[n].name for n in columns]
        return [name for name in names if (told := self._model.declared.get(name)) is not None and told.totalled]

    def _by_hand(self, names: list[str], rows: list[object]) -> dict[str, Total]:
        from db.queries.grouping import Total

        found = {}
        for name in names:
            numbers = [value for row in rows if (value := getattr(row, name, None)) is not None]
            found[name] = Total(len(numbers), sum(numbers))
        return found

    def _say(self, totals: dict[str, Total]) -> None:
        words = []
        for name, total in totals.items():
            if total.mean is None:
                continue
            n = self._model.column_named(name)
            declared, shown = self._model.declared[name], self._model.columns[n]
            mean = number_text(total.mean, declared, shown)
            if declared.totalled == "mean":
                words.append(_("{label}: average {mean}").format(label=self._model.label(n), mean=mean))
            else:
                said = number_text(total.sum, declared, shown)
                words.append(
                    _("{label}: Σ {sum}, average {mean}").format(label=self._model.label(n), sum=said, mean=mean)
                )
        if words != self.words:
            self.words = words
            self.changed.emit()

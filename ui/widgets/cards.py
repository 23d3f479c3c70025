"""Cards: what a board or a calendar shows of a record, and the lists of them that read rows as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from ui.widgets.cells import Cell
from ui.widgets.marks import Mark
from ui.widgets.table_model import KEY_ROLE

if TYPE_CHECKING:
    from db.fields import Key

CARD_ROLE = int(Qt.ItemDataRole.UserRole) + 7
BLOCK = 40  # rows that are read at once: more than two screens of a column

Index = QModelIndex | QPersistentModelIndex
Read = Callable[[Sequence["Key"], Callable[[list[Any]], None]], None]
"""Reads the rows of these keys, and gives them later on the GUI thread."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says.  ``due`` is a date with its tone; ``who`` a person's or a unit's name, for the initials."""

    title: str
    code: str = ""
    mark: Mark | None = None
    mark_words: str = ""  # what the mark says, for ears
    who: str = ""
    due: Cell | None = None
    fraction: float | None = None
    tone: str = "blue"  # of the progress bar
    faint: bool = False  # over and done with

    @property
    def words(self) -> str:
        """All of it, for ears and tooltips."""
        share = "" if self.fraction is None else f"{round(self.fraction * 100)}\u00a0%"
        parts = (self.title, self.code, self.mark_words, self.due.words if self.due else "", self.who, share)
        return " · ".join(part for part in parts if part)


WAITING = Card("…")


class Rows:
    """Frozen rows by key with their cards, shared by the lists of one view."""

    def __init__(self, read: Read, card: Callable[[Any], Card]) -> None:
        self._read = read
        self._make = card
        self._rows: dict[Key, Any] = {}
        self._cards: dict[Key, Card] = {}
        self._asked: set[Key] = set()

    def row(self, key: Key) -> Any | None:
        return self._rows.get(key)

    def all(self) -> Mapping[Key, Any]:
        """Every row that was read."""
        return self._rows

    def known(self) -> set[Key]:
        """Those that were read."""
        return set(self._rows)

    def card(self, key: Key) -> Card | None:
        """None where the row was not read yet."""
        if key not in self._cards and (row := self._rows.get(key)) is not None:
            self._cards[key] = self._make(row)
        return self._cards.get(key)

    def take(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self._rows[row.key] = row
            self._cards.pop(row.key, None)

    def forget(self, keys: Iterable[Key] | None = None) -> None:
        """None: all of them."""
        if keys is None:
            self._rows.clear()
            self._cards.clear()
            self._asked.clear()
            return
        for key in keys:
            self._rows.pop(key, None)
            self._cards.pop(key, None)
            self._asked.discard(key)

    def say_again(self) -> None:
        """Another language or another day: make every card again."""
        self._cards.clear()

    def fetch(self, keys: Iterable[Key], then: Callable[[], None]) -> None:
        """Read those of ``keys`` that are neither here nor on their way."""
        wanted = [key for key in keys if key not in self._rows and key not in self._asked]
        if not wanted:
            return
        self._asked.update(wanted)

        def answer(rows: list[Any]) -> None:
            self._asked.difference_update(wanted)
            self.take(rows)
            then()

        self._read(wanted, answer)


class CardsModel(QAbstractListModel):
    """Cards by key, in the order of their keys."""

    def __init__(self, rows: Rows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._keys: list[Key] = []
        self._place: dict[Key, int] = {}
        self._missing: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    @property
    def keys(self) -> list[Key]:
        return self._keys

    def show(self, keys: list[Key], places: dict[Key, int] | None = None) -> bool:
        """Show these; False where they are those shown already, so that nothing but their words changed.

        ``places``: where each of them stands, where that was counted already.
        """
        if keys == self._keys:
            self.repaint()
            return False
        self.beginResetModel()
        self._keys = keys
        self._place = places if places is not None else {key: place for place, key in enumerate(keys)}
        self._missing.clear()
        self.endResetModel()
        return True

    def repaint(self) -> None:
        if self._keys:
            self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1))

    def key_at(self, row: int) -> Key | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: Key) -> int:
        """Where a record stands; -1 where it is not in this list."""
        return self._place.get(key, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        key = self.key_at(index.row()) if index.isValid() else None
        if key is None:
            return None
        if role == KEY_ROLE:
            return key
        if role not in (CARD_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole,
                        Qt.ItemDataRole.ToolTipRole):  # fmt: skip
            return None
        card = self.rows.card(key)
        if card is None:
            self._missing.add(index.row() // BLOCK)
            if not self._soon.isActive():
                self._soon.start()
            card = WAITING
        return card if role == CARD_ROLE else card.words

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _fetch(self) -> None:
        blocks, self._missing = sorted(self._missing), set()
        for block in blocks:
            self.rows.fetch(self._keys[block * BLOCK : (block + 1) * BLOCK], self.repaint)

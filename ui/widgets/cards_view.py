"""What a board and a calendar do alike: they show the records of one ask as cards, which can be dragged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets import record_drag
from ui.widgets.cards import Card, Rows

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec


class CardsView(QWidget):
    """Most of a ``RecordsView``: its subclass reads (``refresh``), shows, and knows where each record stands."""

    chosen = Signal()
    opened = Signal(object)
    typed = Signal(str)
    menu_wanted = Signal(QPoint)
    loaded = Signal(int)

    def __init__(
        self, here: Here, page: ListSpec, card: Callable[[Any, Here], Card], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.here = here
        self._page = page
        self._ask: Ask | None = None
        self._current: Key | None = None
        self._follow = False  # the keyboard is on what is moved: it stays on it
        self.rows = Rows(self._read, lambda row: card(row, here))
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def row(self, key: Key) -> Any | None:
        return self.rows.row(key)

    def known(self) -> Mapping[Key, Any]:
        return self.rows.all()

    @property
    def _compact(self) -> bool:
        return self.here.settings.density == "compact"

    def _read(self, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        ask, listing = self._ask, self._page.listing
        if ask is not None:
            self.here.read(lambda session: listing.rows(session, list(keys), ask), then, owner=self)

    def _carry(self, keys: Sequence[Key]) -> None:
        """Drag these records until they are let go; the picture is the current one's."""
        cards = {key: card for key in keys if (card := self.rows.card(key)) is not None}
        if cards:
            shown = self._current if self._current in cards else next(iter(cards))
            data = record_drag.carried(self._page.listing.entity, keys, [card.title for card in cards.values()])
            record_drag.drag(self, data, cards[shown].title, record_drag.carried_more(len(keys)))

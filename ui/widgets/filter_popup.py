"""What opens under a column's ▾: its values to tick with their counts, or from and to, or words; Apply and Clear.

It works by keyboard alone: type to search, ↓ into the list, Space ticks, Enter applies, Esc leaves all as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.fields import Field
from ecd_desktop.language import N_, _
from ui import style
from ui.widgets import column_filters
from ui.widgets.answers import Answers
from ui.widgets.column_filters import ColumnFilter, How
from ui.widgets.controls import Button, CheckBox, Label
from ui.widgets.search_field import SearchField
from ui.widgets.tick_list import Tick, TickList

if TYPE_CHECKING:
    from db.queries.listing import Ask, Column, Listing
    from ui.here import Here

WIDTH, LIST_HEIGHT = 320, 232


class FilterPopup(QFrame):
    """Narrows one column.  ``ask``: what the list shows without this column's own filter, so that counts follow."""

    applied = Signal(object)  # ColumnFilter; an empty one takes the filter away

    def __init__(
        self, here: Here, listing: Listing[Any], column: Column, ask: Ask, now: ColumnFilter | None, *,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, Qt.WindowType.Popup)
        self.here, self.column = here, column
        self.now = now or ColumnFilter(column.name)
        self.how = column_filters.how(column)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Filter by {column}").format(column=_(column.label)))
        self.setProperty("command", "view.filter")  # what F1 explains
        self.ends: Answers | None = None
        if self.how in (How.DAYS, How.NUMBERS):
            ends = {"least": Field(column.kind, N_("From")), "most": Field(column.kind, N_("To"))}
            self.ends = Answers(here, ends, (("least", "most"),))
        self.search = SearchField(_("Search the values"))
        self.list = TickList(_("Values of {column}").format(column=_(column.label)))
        self.list.setFixedHeight(LIST_HEIGHT)  # until its values are known
        self.words = SearchField(_("Words that it holds"))
        self.empty = CheckBox(_("Only the empty ones"))
        self.apply_button = Button(_("Apply"), self.apply, kind="primary")
        self.clear_button = Button(_("Clear"), self.clear)
        self._lay_out()
        self._show_now()
        self._connect()
        if self.how in (How.VALUES, How.DAYS):
            limit = column_filters.MOST_VALUES + 1 if self.how is How.VALUES else None
            here.read(lambda session: listing.facets(session, column.name, ask, limit=limit), self._came, owner=self)

    def open_at(self, at: QPoint) -> None:
        """Show it under ``at`` (global), moved as far as the screen asks."""
        self.adjustSize()
        room = self.screen().availableGeometry() if self.screen() is not None else None
        if room is not None:
            at = QPoint(max(min(at.x(), room.right() - self.width()), room.left()),
                        max(min(at.y(), room.bottom() - self.height()), room.top()))  # fmt: skip
        self.move(at)
        self.show()
        self._first().setFocus(Qt.FocusReason.PopupFocusReason)

    def apply(self) -> None:
        """Give the list this filter, unless something typed says nothing."""
        made = self._made()
        if made is not None and self.apply_button.isEnabled():
            self.close()
            self.applied.emit(made)

    def clear(self) -> None:
        """Take the column's filter away."""
        self.close()
        self.applied.emit(ColumnFilter(self.column.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_F1 and "help.here" in self.here.actions:
            self.here.actions["help.here"].trigger()
        else:
            super().keyPressEvent(event)  # Esc closes

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        painter.setPen(QColor(theme.edge))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 14)
        rows.setSpacing(8)
        rows.addWidget(Label(_(self.column.label), "body-strong"))
        if self.ends is not None:
            rows.addWidget(self.ends)
        for widget in (self.search, self.list, self.words, self.empty):
            rows.addWidget(widget)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(self.clear_button)
        feet.addStretch(1)
        feet.addWidget(self.apply_button)
        rows.addSpacing(2)
        rows.addLayout(feet)
        self._say_how()

    def _say_how(self) -> None:
        ticking = self.how in (How.VALUES, How.DAYS)
        self.search.setVisible(ticking)
        self.list.setVisible(ticking)
        self.words.setVisible(self.how is How.WORDS)
        self.empty.setVisible(self.how in (How.WORDS, How.NUMBERS))

    def _first(self) -> QWidget:
        if self.how in (How.VALUES, How.DAYS):
            return self.search
        return self.words if self.how is How.WORDS or self.ends is None else self.ends

    def _show_now(self) -> None:
        if self.ends is not None:
            self.ends.begin(least=self.now.least, most=self.now.most)
        self.words.setText(self.now.text)
        self.empty.setChecked(self.now.values == (None,))
        self.clear_button.setEnabled(bool(self.now))
        self._settle()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.list.narrow)
        self.search.left.connect(self._left_search)
        self.words.left.connect(self._left_words)
        self.list.changed.connect(self._settle)
        self.list.given.connect(self.apply)
        self.list.typed.connect(self._type)
        self.list.above.connect(lambda: self.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.empty.toggled.connect(lambda _on: self._settle())
        if self.ends is not None:
            self.ends.typed.connect(self._settle)

    def _type(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(self.search.text() + letter)

    def _left_search(self) -> None:
        """↓ goes into the list, Enter applies what was found, Esc leaves."""
        self._leave(self.search)

    def _left_words(self) -> None:
        self._leave(self.words)

    def _leave(self, field: SearchField) -> None:
        if field.left_by == Qt.Key.Key_Escape:
            self.close()
        elif field.left_by == Qt.Key.Key_Down and self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif field.left_by != Qt.Key.Key_Down:
            self.apply()

    def _came(self, facets: Sequence[tuple[Any, int]]) -> None:
        """The values of the column are known; far too many are not shown, their words are asked for instead."""
        if self.how is How.VALUES and len(facets) > column_filters.MOST_VALUES:
            had_focus = self.search.hasFocus()
            self.how = How.WORDS
            self.words.setText(self.now.text or self.search.text())
            self._say_how()
            self.adjustSize()
            if had_focus:
                self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            self._settle()
            return
        found = list(facets)
        now = self.now.values if self.how is How.VALUES else ()
        found += [(value, 0) for value in now if value not in {one for one, _count in found}]
        ticks = self._months(facets) if self.how is How.DAYS else [
            Tick(value, column_filters.value_words(value, self.column, self.here.speech), count)
            for value, count in column_filters.in_order(found, self.column, self.here.speech)
        ]  # fmt: skip
        self.list.show_values(ticks, set(self.now.values) if self.now.values else None)
        if self.search.text():
            self.list.narrow(self.search.text())
        self.adjustSize()
        self._settle()

    def _months(self, facets: Sequence[tuple[Any, int]]) -> list[Tick]:
        """Years with their months, the newest first, the empty ones last."""
        counted = column_filters.by_month(facets)
        for kept in self.now.values:
            if kept is None or "-" in kept:
                counted.setdefault(kept, 0)
        empty = counted.pop(None, None)
        years: dict[str, list[Tick]] = {}
        for period, count in sorted(counted.items(), key=lambda pair: str(pair[0]), reverse=True):
            words = column_filters.period_words(str(period))
            years.setdefault(str(period)[:4], []).append(Tick(period, words, count))
        made = [Tick(year, year, sum(one.count for one in under), tuple(under)) for year, under in years.items()]
        nothing = column_filters.value_words(None, self.column, self.here.speech)
        return made if empty is None else [*made, Tick(None, nothing, empty)]

    def _ranged(self) -> bool:
        """Whether from or to holds something: then it counts, and not the ticks."""
        return self.ends is not None and any(editor.said().strip() for editor in self.ends.editors.values())

    def _settle(self) -> None:
        ranged = self._ranged()
        self.list.setEnabled(not ranged)
        self.search.setEnabled(not ranged)
        self.words.setEnabled(not self.empty.isChecked())
        ticking = self.list.isVisibleTo(self) and not ranged
        self.apply_button.setEnabled(not ticking or bool(self.list.ticked()))

    def _made(self) -> ColumnFilter | None:
        made = ColumnFilter(self.column.name)
        if self.empty.isVisibleTo(self) and self.empty.isChecked():
            return changed(made, values=(None,))
        if self.how is How.WORDS:
            return changed(made, text=self.words.text().strip())
        if self.ends is not None and (self._ranged() or self.how is How.NUMBERS):
            values = self.ends.values()
            if values is None:
                return None
            least, most = values["least"], values["most"]
            if least is not None and most is not None and least > most:
                least, most = most, least
            return changed(made, least=least, most=most)
        return made if self.list.everything() else changed(made, values=tuple(self.list.ticked()))

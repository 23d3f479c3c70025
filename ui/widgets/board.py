"""The board: the records of an ask as cards in columns, moved by dragging, by Alt+arrow or by a menu.

It knows no noun.  A noun says by what its records can be parted (``BoardBy``), which card a row becomes, and which of
its own verbs a move is; what may not be moved is said with the reason before it is let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ecd_desktop.language import N_, _
from ui import application, icons, tokens
from ui.widgets.board_area import BETWEEN, ColumnsArea
from ui.widgets.board_column import Column
from ui.widgets.board_parts import BoardSpec, Parted, hint, read_parts
from ui.widgets.card_list import CardList
from ui.widgets.cards_view import CardsView
from ui.widgets.controls import ComboBox, Label
from ui.widgets.views import BOARD, ViewSpec

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec


def board_view(spec: BoardSpec) -> ViewSpec:
    """The board as a view of a noun's list."""
    return ViewSpec(BOARD, N_("Board"), "layout-kanban", lambda here, page, parent: Board(here, page, spec, parent))


class Board(CardsView):
    """Shows columns side by side."""

    def __init__(self, here: Here, page: ListSpec, spec: BoardSpec, parent: QWidget | None = None) -> None:
        super().__init__(here, page, spec.card, parent)
        self.spec = spec
        self._selected: tuple[Key, ...] | None = None  # asked for again once something was chosen
        self._wanted: tuple[tuple[Key, ...], Key | None] | None = None  # to be selected once they are read
        self._column_of: dict[Key, int] = {}
        self.columns: list[Column] = []
        self._made: list[Column] = []
        kept = str(application.recall(f"board/{page.place}") or "")
        self.by = next((one for one in spec.by if one.id == kept), spec.by[0])
        self._lay_out()
        here.actions.attach(self.area, page.place)

    # --- what a page asks of a view -----------------------------------------------------------------------------------

    def load(self, ask: Ask) -> None:
        self._ask = ask
        self._reread()

    def refresh(self, touched: Iterable[Key] | None = None) -> None:
        if self._ask is not None:
            self._reread(None if touched is None else set(touched))

    def selected(self) -> tuple[Key, ...]:
        """Column by column, from the top."""
        if self._wanted is not None and not self.columns:
            return self._wanted[0]
        if self._selected is None:
            self._selected = tuple(key for cards in self._lists() for key in cards.selected())
        return self._selected

    def current(self) -> Key | None:
        return self._current if self._current in self._column_of else None

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        wanted = tuple(keys)
        if not self.columns:
            self._wanted = (wanted, current)
            return
        before = (self.selected(), self.current())
        there = [key for key in wanted if key in self._column_of]
        current = current if current in self._column_of else (there[0] if there else None)
        self._select(there, current)
        self._selected, self._current = None, current
        self._show_column_of(current)
        self._lead()
        if (self.selected(), self.current()) != before:
            self.chosen.emit()

    def shows(self, key: Key) -> bool:
        return key in self._column_of

    def look_changed(self) -> None:
        self.rows.say_again()
        self._say()
        for column in self._made:
            if column.made is not None:
                column.made.set_compact(self._compact)
        self.refresh(())  # the titles of the columns

    # --- moving -------------------------------------------------------------------------------------------------------

    def why_not(self, keys: Sequence[Key], value: Any) -> str | None:
        """Why these records may not come into the column of ``value``; None where they may, or are there."""
        if self.by.move is None:
            return _(self.by.fixed)
        coming = self._not_yet(keys, value)
        if not coming or self.by.allowed is None:
            return None
        rows = [row for key in coming if (row := self.rows.row(key)) is not None]
        return self.by.allowed(self.here, rows, value) if rows else None

    def move_to(self, keys: Sequence[Key], value: Any) -> None:
        """Give the records this column's value, by the noun's own verb; a refusal is said as a notice."""
        self.end_drag()
        if (reason := self.why_not(keys, value)) is not None:
            self.here.notice(reason)
            return
        coming = self._not_yet(keys, value)
        if not coming or self.by.move is None:
            return
        self.select(coming, self._current if self._current in coming else coming[0])
        focus = self.window().focusWidget()
        self._follow = focus is not None and self.isAncestorOf(focus)
        self.by.move(self.here, tuple(coming), value)

    def move_menu(self) -> QMenu:
        """The columns, for those who do not drag; one that is not possible says why."""
        menu = QMenu(_("Move to…"), self)
        menu.setToolTipsVisible(True)
        keys = self.selected()
        for column in self.columns:
            action = menu.addAction(column.column.title.replace("&", "&&"))
            mark = column.column.mark
            if mark is not None and mark.icon:
                icons.dress(action, mark.icon, mark.tone)
            reason = self.why_not(keys, column.column.value)
            action.setEnabled(reason is None and bool(self._not_yet(keys, column.column.value)))
            action.setToolTip(reason or column.column.title)
            action.triggered.connect(lambda _on=False, value=column.column.value: self.move_to(keys, value))
        return menu

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.chooser = ComboBox()
        self.chooser.setMinimumContentsLength(16)
        self._by_words = Label("", "body", "text2")
        self._by_words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._by_words.setBuddy(self.chooser)
        self._hint = Label("", "caption", "text3")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        tools = QHBoxLayout()
        tools.setContentsMargins(tokens.GUTTER, 8, 16, 0)
        tools.setSpacing(8)
        tools.addWidget(self._by_words)
        tools.addWidget(self.chooser)
        tools.addWidget(self._hint, 1)
        self.area = ColumnsArea()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(tools)
        lines.addWidget(self.area, 1)
        self._say()
        self.chooser.activated.connect(lambda place: self.part_by(self.spec.by[place].id))

    def _say(self) -> None:
        self._by_words.setText(_("Columns by:"))
        self.chooser.clear()
        self.chooser.addItems([_(one.title) for one in self.spec.by])
        self.chooser.setCurrentIndex(self.spec.by.index(self.by))
        self.chooser.setAccessibleName(_("Columns by:"))
        self._hint.setText(hint(self.by))
        self.area.setAccessibleName(_("Board"))

    def part_by(self, id: str) -> None:
        """Other columns; remembered for this place."""
        wanted = next(one for one in self.spec.by if one.id == id)
        if wanted is self.by:
            return
        self._wanted = (self.selected(), self.current())
        self.by = wanted
        application.remember(f"board/{self._page.place}", id)
        self._say()
        self._reread()

    def _reread(self, touched: set[Key] | None = None) -> None:
        """Ask again; rows of ``touched`` and of what is in sight come with the answer (None: of all that are kept)."""
        ask, listing, by, here = self._ask, self._page.listing, self.by, self.here
        assert ask is not None
        seen = {key for cards in self._lists() for key in cards.visible_keys()} | set(self.selected())
        known = {key for key in self.rows.known() if key in self._column_of}

        def job(session: Any) -> Parted:
            return read_parts(session, here, listing, by, ask, seen, known, touched)

        def answer(found: Parted) -> None:
            if by is self.by:
                self.rows.forget(touched)
                self.rows.take(found.rows)
                self._show(found)

        self.here.read(job, answer, owner=self, slot=f"board/{id(self)}")

    def _show(self, found: Parted) -> None:
        selected, current = self._wanted or (self.selected(), self._current)
        before = None if self._wanted else (selected, self.current())
        self._wanted = None
        self._make_columns(len(found.columns))
        self._column_of = found.column_of
        for column, (said, keys, counting), places in zip(self.columns, found.columns, found.places, strict=True):
            held = column.made.hold() if column.made is not None else None
            if column.show_column(said, keys, places, counting, self.by.over) and column.made is not None and held:
                column.made.give_back(held)
        current = current if current in self._column_of else next(
            (key for key in selected if key in self._column_of), None)  # fmt: skip
        self._select(selected, current, show=self._follow)
        self._selected, self._current = None, current
        self.area.fit(self.columns)
        if self._follow and current is not None:
            self._follow = False
            self._show_column_of(current)
        self._lead()
        self._hint.setText(hint(self.by, empty=not found.column_of))
        self.loaded.emit(len(found.column_of))
        if before != (self.selected(), self.current()):
            self.chosen.emit()

    def _make_columns(self, number: int) -> None:
        """So many; those that are too many wait until they are wanted again."""
        while len(self._made) < number:
            column = Column(self._page.listing.entity, self.rows)
            self._connect(column)
            self._made.append(column)
            self.area.add(column)
        self.columns = self._made[:number]
        for column in self._made[number:]:
            if column.made is not None:
                column.made.cards.show([])
        for place, column in enumerate(self._made):
            column.setVisible(place < number)

    def _connect(self, column: Column) -> None:
        column.built.connect(lambda: self._connect_list(column))
        column.entered.connect(self.begin_drag)
        column.dropped.connect(lambda keys: self.move_to(keys, column.column.value))
        column.pressed.connect(lambda: column.list.setFocus(Qt.FocusReason.MouseFocusReason))

    def _connect_list(self, column: Column) -> None:
        cards = column.list
        cards.set_compact(self._compact)
        cards.lead(False)
        cards.chosen.connect(lambda: self._card_chosen(cards))
        cards.alone.connect(lambda: self._only(cards))
        cards.opened.connect(self.opened)
        cards.typed.connect(self.typed)
        cards.menu_wanted.connect(self.menu_wanted)
        cards.aside.connect(lambda by: self._step(column, by))
        cards.shifted.connect(lambda right, _down: self._shift(column, right))
        cards.carried_off.connect(self._drag)

    def _lists(self) -> Iterator[CardList]:
        """The columns that were in sight."""
        return (column.made for column in self.columns if column.made is not None)

    def _select(self, keys: Iterable[Key], current: Key | None, *, show: bool = True) -> None:
        """In each column those that stand there."""
        parts: list[list[Key]] = [[] for _column in self.columns]
        for key in keys:
            if (place := self._column_of.get(key)) is not None:
                parts[place].append(key)
        for column, part in zip(self.columns, parts, strict=True):
            column.select(part, current, show=show)

    def _not_yet(self, keys: Iterable[Key], value: Any) -> list[Key]:
        """Those that stand in another column."""
        there = next((n for n, column in enumerate(self.columns) if column.column.value == value), -1)
        return [key for key in keys if self._column_of.get(key, there) != there]

    def _card_chosen(self, cards: CardList) -> None:
        self._selected, self._current = None, cards.current() or self._current
        self._lead()
        self.chosen.emit()

    def _only(self, cards: CardList) -> None:
        others = [one for one in self._lists() if one is not cards]
        if any(one.selectionModel().hasSelection() for one in others):
            for one in others:
                one.select(())
            self._selected = None
            self.chosen.emit()

    def _lead(self) -> None:
        """The list that has the keyboard when the board gets it; the keyboard follows the current card."""
        place = self._column_of.get(self._current) if self._current is not None else None
        wide = [one for one in self.columns if not one.narrow]
        cards = self.columns[place].list if place is not None else wide[0].list if wide else None
        if self.focusProxy() is not cards:
            focus = self.window().focusWidget()
            inside = focus is not None and self.area.isAncestorOf(focus)
            for one in self._lists():
                one.lead(one is cards)
            self.setFocusProxy(cards)  # type: ignore[arg-type]
            if inside and cards is not None and focus is not cards:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, column: Column, by: int) -> None:
        """← and →: the card at the same height in the next column that has any."""
        place = self.columns.index(column) + by
        while 0 <= place < len(self.columns) and self.columns[place].narrow:
            place += by
        if not 0 <= place < len(self.columns):
            return
        there, here_ = self.columns[place].list, column.list
        top = here_.visualRect(here_.currentIndex()).center().y()
        index = there.indexAt(QPoint(there.viewport().width() // 2, max(top, 4)))
        key = there.cards.key_at(index.row() if index.isValid() else there.cards.rowCount() - 1)
        if key is not None:
            there.setFocus(Qt.FocusReason.TabFocusReason)
            self.select([key], key)

    def _shift(self, column: Column, right: int) -> None:
        """Alt+← and Alt+→: into the next column that takes them."""
        keys = self.selected()
        if not right or not keys:
            return
        places = range(self.columns.index(column) + right, len(self.columns) if right > 0 else -1, right)
        reasons = [(place, self.why_not(keys, self.columns[place].column.value)) for place in places]
        if possible := [place for place, reason in reasons if reason is None]:
            self.move_to(keys, self.columns[possible[0]].column.value)
        elif reasons:
            self.here.notice(reasons[0][1] or "")

    def _show_column_of(self, key: Key | None) -> None:
        if key is not None and (place := self._column_of.get(key)) is not None:
            self.area.ensureWidgetVisible(self.columns[place], BETWEEN, 0)

    # --- dragging -----------------------------------------------------------------------------------------------------

    def _drag(self) -> None:
        keys = self.selected()
        self.begin_drag(keys)
        self.area.follow_drag(True)
        self._carry(keys)
        self.end_drag()

    def begin_drag(self, keys: Sequence[Key]) -> None:
        """Show where these may be let go."""
        for column in self.columns:
            column.show_drag(self.why_not(keys, column.column.value))

    def end_drag(self) -> None:
        self.area.follow_drag(False)
        for column in self.columns:
            column.end_drag()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.area.fit(self.columns)

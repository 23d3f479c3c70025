"""The calendar: the records of an ask on their days, moved by dragging, by Alt+arrow or by a menu.

It knows no noun.  A noun says which of its dates counts, what a line says and which of its own verbs a move is
(``CalendarSpec``).  Records without a date stand beside the days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ecd_desktop.language import N_, _, long_date
from ecd_desktop.typed_dates import months_later
from ui import application, tokens
from ui.widgets.calendar_bar import CalendarBar
from ui.widgets.calendar_parts import CalendarSpec, Sight, near_by, read_sight, span_of
from ui.widgets.cards_view import CardsView
from ui.widgets.day_list import DayList, Undated
from ui.widgets.days_view import DaysView
from ui.widgets.month_grid import DaysModel
from ui.widgets.views import CALENDAR, ViewSpec

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.card_list import CardList
    from ui.widgets.list_spec import ListSpec

ROOM_FOR_UNDATED = 960  # width of the view under which the undated stand aside only when they are asked for


def calendar_view(spec: CalendarSpec) -> ViewSpec:
    """The calendar as a view of a noun's list."""
    return ViewSpec(
        CALENDAR, N_("Calendar"), "calendar", lambda here, page, parent: CalendarView(here, page, spec, parent)
    )


class CalendarView(CardsView):
    """A month or a week, and the undated beside it."""

    def __init__(self, here: Here, page: ListSpec, spec: CalendarSpec, parent: QWidget | None = None) -> None:
        super().__init__(here, page, spec.card, parent)
        self.spec = spec
        self._selected: tuple[Key, ...] = ()
        self._day_of: dict[Key, date] = {}
        self._pick_first = False  # once it is read: the first record of the day that was gone to
        self.model = DaysModel(spec, self.rows, page.count, self)
        self.days = DaysView(self.model, page.listing.entity, self.why_not)
        self.days.can_begin = spec.begin is not None
        self.undated = Undated(self.rows)
        self.day_list = DayList(self.rows, spec.begin is not None, self)
        self._week = str(application.recall(f"calendar/{page.place}") or "") == "week"
        self._lay_out()
        self._connect()
        for watched in (self.days, self.undated.list, self.day_list.list):
            here.actions.attach(watched, page.place)
        self.setFocusProxy(self.days)
        self.days.painter.current = here.today
        self._say()

    # --- what a page asks of a view -----------------------------------------------------------------------------------

    def load(self, ask: Ask) -> None:
        self._ask = ask
        self._reread()

    def refresh(self, touched: Iterable[Key] | None = None) -> None:
        if self._ask is not None:
            self._reread()

    def selected(self) -> tuple[Key, ...]:
        return self._selected

    def current(self) -> Key | None:
        return self._current

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        wanted = tuple(dict.fromkeys(keys))
        current = current if current is not None else (wanted[0] if wanted else None)
        if (wanted, current) == (self._selected, self._current):
            return
        self._selected, self._current = wanted, current
        self._show_selected()
        self.chosen.emit()

    def shows(self, key: Key) -> bool:
        return key in self._day_of or self.undated.list.cards.row_of(key) >= 0

    def look_changed(self) -> None:
        self._say()
        for cards in (self.undated.list, self.day_list.list):
            cards.set_compact(self._compact)
        self.refresh()

    # --- going about --------------------------------------------------------------------------------------------------

    @property
    def week(self) -> bool:
        """Whether one week is shown."""
        return self._week

    def show_week(self, on: bool) -> None:
        """A week or the whole month; remembered for this place."""
        self._week = on
        application.remember(f"calendar/{self._page.place}", "week" if on else "month")
        self._say()
        self._reread()

    def go_to(self, day: date, *, pick: bool = True) -> None:
        """Put the cursor on a day, leafing where it is out of sight; its first record is selected."""
        span = self.model.sight.span
        outside = not span.holds(day) or (span.month is not None and (day.year, day.month) !=
                                          (span.month.year, span.month.month))  # fmt: skip
        self.days.painter.current = day
        if outside:
            self._pick_first = pick
            self._reread()
            return
        self.days.go_to(day)
        if pick:
            keys = self.model.sight.days.get(day, [])
            self.select(keys[:1])

    def leaf(self, by: int) -> None:
        """To the month (or the week) before or after."""
        day = self.days.day or self.here.today
        self.go_to(day + timedelta(days=7 * by) if self._week else months_later(day, by))

    def open_day(self, day: date) -> None:
        """All records of a day, in a list over the grid."""
        keys = self.model.sight.days.get(day, [])
        self.days.painter.current = day
        self.day_list.show_day(day, keys, self._page.count)
        self.day_list.place_over(self.days)
        self.day_list.show()
        self.day_list.raise_()
        first = self._current if self._current in keys else keys[0] if keys else None
        self.select([first] if first is not None else [])
        self.day_list.list.select(self._selected, self._current)
        self.day_list.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- moving -------------------------------------------------------------------------------------------------------

    def why_not(self, keys: Sequence[Key], day: date) -> str | None:
        """Why these records may not come onto a day; None where they may, or are there."""
        if self.spec.move is None:
            return _(self.spec.fixed)
        coming = [key for key in keys if self._day_of.get(key) != day]
        rows = [row for key in coming if (row := self.rows.row(key)) is not None]
        return self.spec.allowed(self.here, rows, day) if rows and self.spec.allowed is not None else None

    def move_to(self, keys: Sequence[Key], day: date) -> None:
        """Give the records this day, by the noun's own verb; a refusal is said as a notice."""
        self._drag_over(None, "")
        if (reason := self.why_not(keys, day)) is not None:
            self.here.notice(reason)
            return
        coming = tuple(key for key in keys if self._day_of.get(key) != day)
        if coming and self.spec.move is not None:
            self.select(coming, self._current if self._current in coming else coming[0])
            self._follow = True
            self.spec.move(self.here, coming, day)

    def move_menu(self) -> QMenu:
        """The days near by, for those who do not drag."""
        menu = QMenu(_("Move to…"), self)
        menu.setToolTipsVisible(True)
        keys = self._selected
        start = self._day_of.get(self._current) if self._current is not None else None
        for words, day in near_by(start or self.here.today, self.here.today):
            action = menu.addAction(words)
            reason = self.why_not(keys, day)
            action.setEnabled(reason is None)
            action.setToolTip(reason or long_date(day, weekday=True))
            action.triggered.connect(lambda _on=False, day=day: self.move_to(keys, day))
        return menu

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.bar = CalendarBar()
        middle = QHBoxLayout()
        middle.setContentsMargins(tokens.GUTTER, 0, 16, 12)
        middle.setSpacing(12)
        grid = QFrame()
        grid.setObjectName("daysframe")
        inside = QVBoxLayout(grid)
        inside.setContentsMargins(1, 1, 0, 0)
        inside.addWidget(self.days)
        middle.addWidget(grid, 1)
        middle.addWidget(self.undated)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.bar)
        lines.addLayout(middle, 1)
        self.undated.hide()

    def _connect(self) -> None:
        days = self.days
        days.went.connect(self.go_to)
        days.leafed.connect(self.leaf)
        days.home.connect(lambda: self.go_to(self.here.today))
        days.walked.connect(self._walk)
        days.entered.connect(self._enter)
        days.picked.connect(self._pick)
        days.day_opened.connect(self.open_day)
        days.begun.connect(self._begin)
        days.dropped.connect(self.move_to)
        days.drag_over.connect(self._drag_over)
        self.day_list.begun.connect(self._begin)
        self.day_list.closed.connect(lambda: days.setFocus(Qt.FocusReason.OtherFocusReason))
        for source in (days, self.undated.list, self.day_list.list):
            source.opened.connect(self.opened)
            source.typed.connect(self.typed)
            source.menu_wanted.connect(self.menu_wanted)
            source.shifted.connect(self._shift)
            source.carried_off.connect(self._drag)
        for cards in (self.undated.list, self.day_list.list):
            cards.chosen.connect(lambda cards=cards: self._card_chosen(cards))
        self.bar.leafed.connect(self.leaf)
        self.bar.home.connect(lambda: self.go_to(self.here.today))
        self.bar.week_wanted.connect(self.show_week)
        self.bar.waiting.toggled.connect(self.undated.setVisible)

    def _say(self) -> None:
        self.bar.say(week=self._week, undated=_(self.spec.undated_title))
        self.bar.waiting.set_count(len(self.undated.list.cards.keys))
        self._say_span()

    def _say_span(self) -> None:
        said = self.bar.show_span(self.model.sight.span)
        self.days.setAccessibleName(_("Calendar: {span}").format(span=said))

    def _reread(self) -> None:
        ask, listing, spec = self._ask, self._page.listing, self.spec
        if ask is None:
            return
        sunday = self.here.settings.first_day_of_week == "sunday"
        span = span_of(self.days.day or self.here.today, week=self._week, sunday=sunday)
        selected = self._selected
        kept = (*self.day_list.list.visible_keys(), *self.undated.list.visible_keys())

        def job(session: Any) -> Sight:
            return read_sight(session, listing, spec, ask, span, selected, kept)

        self.here.read(job, self._show, owner=self, slot=f"calendar/{id(self)}")

    def _show(self, sight: Sight) -> None:
        self.rows.forget()
        self.rows.take(sight.rows)
        self._day_of = sight.day_of
        self.model.show(sight, self.here.today, self.here.calendar.is_working)
        self.undated.show_keys(sight.undated, _(self.spec.undated_title))
        self.bar.waiting.set_count(len(sight.undated))
        self._fit()
        self._say_span()
        day = self.days.day or self.here.today
        if self._follow and self._current is not None and (moved := self._day_of.get(self._current)) is not None:
            day = moved
        self._follow = False
        if sight.span.holds(day):
            self.days.go_to(day)
        if self.day_list.day is not None:
            self.day_list.show_day(self.day_list.day, sight.days.get(self.day_list.day, []), self._page.count)
        selected = tuple(key for key in self._selected if key not in sight.gone)
        current = self._current if self._current in selected else (selected[0] if selected else None)
        if self._pick_first:
            selected = tuple(sight.days.get(day, [])[:1])
            current = selected[0] if selected else None
            self._pick_first = False
        changed = (selected, current) != (self._selected, self._current)
        self._selected, self._current = selected, current
        self._show_selected()
        self.loaded.emit(sight.total)
        if changed:
            self.chosen.emit()

    def _show_selected(self) -> None:
        self.days.select(frozenset(self._selected))
        for cards in (self.undated.list, self.day_list.list):
            cards.select(self._selected, self._current, show=False)

    def _pick(self, key: Key, adding: bool) -> None:
        if adding:
            keys = [one for one in self._selected if one != key]
            keys += [key] if len(keys) == len(self._selected) else []
        else:
            keys = [key]
        if (day := self._day_of.get(key)) is not None:
            self.days.go_to(day)
        self.select(keys, key if key in keys else None)

    def _card_chosen(self, cards: CardList) -> None:
        keys = cards.selected()
        if keys or self.window().focusWidget() is cards:
            self.select(keys, cards.current() if cards.current() in keys else None)

    def _walk(self, by: int) -> None:
        """The record before or after in the cursor's day; one that has no room in the grid is in the day's list."""
        keys = self.model.sight.days.get(self.days.day or self.here.today, [])
        if not keys:
            return
        place = keys.index(self._current) + by if self._current in keys else 0
        key = keys[min(max(place, 0), len(keys) - 1)]
        self.select([key], key)
        if self.days.place_of(key) is None and self.days.day is not None:
            self.open_day(self.days.day)

    def _enter(self) -> None:
        """Enter: the one record of the day, or the list of all of them."""
        day = self.days.day
        keys = self.model.sight.days.get(day, []) if day is not None else []
        if len(keys) == 1:
            self.opened.emit(keys[0])
        elif day is not None and keys:
            self.open_day(day)

    def _begin(self, day: date) -> None:
        if self.spec.begin is not None:
            self.day_list.hide()
            self.day_list.day = None
            self.spec.begin(self.here, day)

    def _shift(self, right: int, down: int) -> None:
        """Alt+arrow: a day or a week earlier or later, by the record that the cursor is on."""
        start = self._day_of.get(self._current) if self._current is not None else None
        if self._selected:
            day = start + timedelta(days=right + 7 * down) if start is not None else self.here.today
            self.move_to(self._selected, day)

    def _drag(self) -> None:
        self._carry(self._selected)
        self._drag_over(None, "")

    def _drag_over(self, day: date | None, reason: str) -> None:
        """Say where what is dragged would go, or why it may not."""
        if day is None:
            self._say_span()
        else:  # in place of the title: nothing moves under the pointer
            self.bar.show_drag(reason or long_date(day, weekday=True), refused=bool(reason))

    # --- room ---------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.day_list.place_over(self.days)

    def _fit(self) -> None:
        """The undated stand beside the days where there are any and there is room."""
        any_ = bool(self.undated.list.cards.keys)
        roomy = self.width() >= ROOM_FOR_UNDATED
        self.bar.waiting.setVisible(any_ and not roomy)
        self.undated.setVisible(any_ and (roomy or self.bar.waiting.isChecked()))

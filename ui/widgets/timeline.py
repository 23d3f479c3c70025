"""The timeline: the records of an ask as lines of time, with stops that are moved by keys, by dragging or by a menu.

It knows no noun.  A noun says what a line holds and what a move asks (``TimelineSpec``).  A move is only pending
while Alt, or the pointer, is held: what it needs is asked once, when it is let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QScrollBar, QVBoxLayout, QWidget

from ecd_desktop.language import N_, _, format_date, short_date
from ui import application
from ui.widgets.calendar_parts import near_by
from ui.widgets.cards import BLOCK, CardsModel
from ui.widgets.cards_view import CardsView
from ui.widgets.timeline_bar import Legend, TimelineBar
from ui.widgets.timeline_list import TrackList, zoom_of
from ui.widgets.timeline_parts import ZOOMS, Scale, Stop, TimelineSpec, Track
from ui.widgets.views import TIMELINE, ViewSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec

YEARS = 6  # that can be scrolled to on each side of today


def timeline_view(spec: TimelineSpec) -> ViewSpec:
    """The timeline as a view of a noun's list."""
    return ViewSpec(
        TIMELINE, N_("Timeline"), "timeline", lambda here, page, parent: TimelineView(here, page, spec, parent)
    )


class TimelineView(CardsView):
    """Lines of time under their months."""

    def __init__(self, here: Here, page: ListSpec, spec: TimelineSpec, parent: QWidget | None = None) -> None:
        super().__init__(here, page, lambda row, _here: cast(Any, self._track(row)), parent)
        self.spec = spec
        self._facts: dict[Key, Any] = {}
        self._selected: tuple[Key, ...] = ()
        self._zoom = zoom_of(str(application.recall(f"timeline/{page.place}") or ""))
        self.tracks = TrackList(CardsModel(self.rows, self), Scale(here.today, ZOOMS[self._zoom]), here.today, self)
        self.bar = TimelineBar()
        self.legend = Legend(spec.legend)
        self.sideways = QScrollBar(Qt.Orientation.Horizontal)
        self.sideways.setRange(-365 * YEARS, 365 * YEARS)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for widget, stretch in ((self.bar, 0), (self.tracks, 1), (self.sideways, 0), (self.legend, 0)):
            lines.addWidget(widget, stretch)
        self._shown = False
        self._asking = False  # what the pending move needs is being asked
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(lambda: self.go_to(here.today))
        self._connect()
        self.setFocusProxy(self.tracks)
        here.actions.attach(self.tracks, page.place)
        self.look_changed()
        self._scrolled()

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
        self._take(wanted, current)
        self.tracks.select(wanted, current)
        self.chosen.emit()

    def shows(self, key: Key) -> bool:
        return self.tracks.cards.row_of(key) >= 0

    def look_changed(self) -> None:
        self.rows.say_again()
        self.tracks.today = self.here.today
        self.tracks.set_compact(self._compact)
        self.bar.say(ZOOMS[self._zoom].id)
        self._say()
        self.tracks.redraw()

    # --- going about --------------------------------------------------------------------------------------------------

    def go_to(self, day: date) -> None:
        """Bring a day to the first third of the chart."""
        third = self.tracks.chart() / 3 / ZOOMS[self._zoom].pixels
        self.sideways.setValue((day - self.here.today).days - round(third))
        self._scrolled()

    def zoom_to(self, id: str) -> None:
        """Closer or wider; the day in the first third stays; remembered for this place."""
        day = self.tracks.scale.day(self.tracks.chart() / 3)
        self._zoom = zoom_of(id)
        application.remember(f"timeline/{self._page.place}", id)
        self.bar.say(id)
        self.go_to(day)

    def leaf(self, by: int) -> None:
        """Half of what is in sight earlier or later."""
        self.sideways.setValue(self.sideways.value() + by * self._days() // 2)

    # --- stops --------------------------------------------------------------------------------------------------------

    def stops(self) -> tuple[Stop, ...]:
        """Those of the current record, by their days."""
        track = self.rows.card(self._current) if self._current is not None else None
        return track.stops if isinstance(track, Track) else ()

    def stop(self) -> Stop | None:
        """The one that is held."""
        return next((one for one in self.stops() if one.key == self.tracks.held), None)

    def step(self, by: int) -> None:
        """The stop before or after; the first time the next one that is still to come, or the last that was."""
        stops, held = self.stops(), self.stop()
        if not stops:
            self.bar.tell(_(self.spec.no_stop), "text2")
            return
        if held is None:
            coming = [one for one in stops if not one.fixed]
            found = (coming or list(stops[-1:]))[0] if by > 0 else (coming or list(stops))[-1]
        else:
            found = stops[min(max(stops.index(held) + by, 0), len(stops) - 1)]
        self._hold(found.key)

    def shift(self, right: int, down: int) -> None:
        """A day to a side, a week down or up: pending until it is let go."""
        if self.stop() is None:
            self.step(1)
        stop = self.stop()
        if stop is not None:
            self.pull((self.tracks.pending or stop.on) + timedelta(days=right + 7 * down))

    def pull(self, day: date) -> None:
        """The held stop would come onto this day."""
        stop = self.stop()
        if stop is None:
            return
        if reason := stop.fixed or self.here.read_only:
            self.tracks.pending = None
            self.bar.tell(reason, "red")
            self._speak(reason)
        else:
            self.tracks.pending = day if day != stop.on else None
            days = f"{(day - stop.on).days:+}".replace("-", "\u2212")
            said = _("{title}: to {day} ({days} d)").format(title=stop.title, day=short_date(day), days=days)
            self.bar.tell(said, "accent_text")
            self._speak(said)
            self._show_day(day)
        self.tracks.redraw()

    def drop(self) -> None:
        """Nothing is pending any more."""
        self.tracks.pending, self._asking = None, False
        self._say()
        self.tracks.redraw()

    def give(self) -> None:
        """Ask once what the pending move needs, and do it; the ghost goes when that is settled."""
        stop, day = self.stop(), self.tracks.pending
        if stop is not None and day is not None and self._current is not None and not self._asking:
            self._asking = True
            self.spec.move(self.here, self._facts.get(self._current), stop.key, day, self.drop)

    def move_menu(self) -> QMenu:
        """The days near by, for those who do not drag."""
        menu = QMenu(_("Move to…"), self)
        if self.stop() is None:
            self.step(1)
        stop = self.stop()
        for words, day in near_by(stop.on if stop is not None else self.here.today, self.here.today):
            action = menu.addAction(f"{stop.title}: {words}" if stop is not None else words)
            action.setEnabled(stop is not None and not stop.fixed and not self.here.read_only)
            action.triggered.connect(lambda _on=False, day=day: (self.pull(day), self.give()))
        return menu

    # --- inside -------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        tracks, bar = self.tracks, self.bar
        tracks.chosen.connect(self._chose)
        tracks.opened.connect(self.opened)
        tracks.typed.connect(self.typed)
        tracks.menu_wanted.connect(self.menu_wanted)
        tracks.stepped.connect(self.step)
        tracks.shifted.connect(self.shift)
        tracks.asked.connect(self.give)
        tracks.dropped.connect(self.drop)
        tracks.picked.connect(self._pick)
        tracks.pulled.connect(self.pull)
        tracks.scrolled.connect(self._sideways)
        tracks.zoomed.connect(lambda by: self.zoom_to(ZOOMS[min(max(self._zoom - by, 0), len(ZOOMS) - 1)].id))
        bar.home.connect(lambda: self.go_to(self.here.today))
        bar.leafed.connect(self.leaf)
        bar.zoomed.connect(self.zoom_to)
        self.sideways.valueChanged.connect(self._scrolled)

    def _track(self, row: Any) -> Track:
        return self.spec.track(row, self._facts.get(row.key), self.here)

    def _read(self, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        ask, listing, spec = self._ask, self._page.listing, self.spec
        if ask is None:
            return

        def answer(found: tuple[list[Any], dict[Key, Any]]) -> None:
            self._facts |= found[1]
            then(found[0])

        self.here.read(
            lambda session: (listing.rows(session, list(keys), ask), dict(spec.read(session, keys))), answer, owner=self
        )

    def _reread(self) -> None:
        ask, listing, spec = self._ask, self._page.listing, self.spec
        assert ask is not None
        seen = (*self.tracks.visible_keys(), *self._selected)

        def job(session: Any) -> tuple[list[Key], list[Any], dict[Key, Any]]:
            keys = listing.keys(session, ask)
            there = set(keys)
            wanted = list(dict.fromkeys((*keys[:BLOCK], *(key for key in seen if key in there))))
            return keys, listing.rows(session, wanted, ask), dict(spec.read(session, wanted))

        self.here.read(job, self._show, owner=self, slot=f"timeline/{id(self)}")

    def _show(self, found: tuple[list[Key], list[Any], dict[Key, Any]]) -> None:
        keys, rows, facts = found
        self._facts = facts
        self.rows.forget()
        self.rows.take(rows)
        held = self.tracks.hold()
        if self.tracks.cards.show(keys):
            self.tracks.give_back(held)
        selected = tuple(key for key in self._selected if self.shows(key))
        current = self._current if self._current in selected else (selected[0] if selected else None)
        changed = (selected, current) != (self._selected, self._current)
        if changed:
            self._take(selected, current)
        self.tracks.select(selected, current, show=False)
        self._say()
        self.tracks.redraw()
        self.loaded.emit(len(keys))
        if changed:
            self.chosen.emit()

    def _take(self, keys: tuple[Key, ...], current: Key | None) -> None:
        if current != self._current:
            self.tracks.held = self.tracks.pending = None
        self._selected, self._current = keys, current
        self._say()

    def _chose(self) -> None:
        keys, current = tuple(self.tracks.selected()), self.tracks.current()
        if (keys, current) != (self._selected, self._current):
            self._take(keys, current if current in keys else (keys[0] if keys else None))
            self.chosen.emit()

    def _pick(self, record: Key, stop: Key) -> None:
        if record != self._current:
            self.select([record], record)
        self._hold(stop, show=False)

    def _hold(self, key: Key, *, show: bool = True) -> None:
        self.tracks.held, self.tracks.pending = key, None
        if (stop := self.stop()) is not None:
            if show:
                self._show_day(stop.on)
            self._speak(stop.words)
        self._say()
        self.tracks.redraw()

    def _show_day(self, day: date) -> None:
        """Scroll as far as a day needs to be in sight."""
        scale, wide = self.tracks.scale, self.tracks.chart()
        margin = round(40 / scale.zoom.pixels)
        if not 20 <= scale.x(day) <= wide - 20:
            first = day - timedelta(days=margin) if scale.x(day) < 20 else day - timedelta(days=self._days() - margin)
            self.sideways.setValue((first - self.here.today).days)

    def _days(self) -> int:
        """How many are in sight."""
        return max(round(self.tracks.chart() / ZOOMS[self._zoom].pixels), 7)

    def _sideways(self, pixels: int) -> None:
        self.sideways.setValue(self.sideways.value() + round(pixels / ZOOMS[self._zoom].pixels))

    def _scrolled(self) -> None:
        first = self.here.today + timedelta(days=self.sideways.value())
        self.tracks.scale = Scale(first, ZOOMS[self._zoom])
        self.sideways.setPageStep(self._days())
        self.sideways.setSingleStep(max(self._days() // 12, 1))
        self._say()
        self.tracks.redraw()

    def _say(self) -> None:
        first = self.tracks.scale.first
        span = _("{first} to {last}").format(
            first=format_date(first), last=format_date(self.tracks.scale.last(self.tracks.chart()))
        )
        self.tracks.setAccessibleName(_("Timeline: {span}").format(span=span))
        stop = self.stop()
        self.sideways.setAccessibleName(_("Days in sight"))
        self.bar.tell(stop.words if stop is not None else span)

    def _speak(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.tracks, words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scrolled()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            self._settle.start()  # once it is laid out: today in the first third

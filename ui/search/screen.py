"""Search everywhere: one field over all that was ever written down, the results by kind with the words marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.ordering import words
from db.queries import search_texts
from db.queries.search_texts import Group, Hit, Standing, Wanted
from ecd_desktop.language import N_, _, format_number, ngettext, short_date
from ui import tokens
from ui.kinds import icon_of, title_of
from ui.matched import every
from ui.search.excerpt import excerpt
from ui.search.results import Found, Head, More, ResultsView, Row
from ui.widgets.controls import Chip, ComboBox
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField
from ui.widgets.surfaces import Scroll, Toolbar

if TYPE_CHECKING:
    from ui.bridge import News
    from ui.here import Here

Period = Callable[[date], tuple[date | None, date | None]]
PERIODS: tuple[tuple[str, Period], ...] = (
    (N_("At any time"), lambda _day: (None, None)),
    (N_("Last 7 days"), lambda day: (day - timedelta(days=7), day)),
    (N_("Last 30 days"), lambda day: (day - timedelta(days=30), day)),
    (N_("This year"), lambda day: (date(day.year, 1, 1), date(day.year, 12, 31))),
    (N_("Last year"), lambda day: (date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))),
)
"""Dates are those of the facts: agreed, held, reported, written."""
STANDINGS = (
    (Standing.ALL, N_("Open and closed")), (Standing.OPEN, N_("Only open")), (Standing.CLOSED, N_("Only closed")),
)  # fmt: skip
KINDS_WIDE = 204
KINDS_FROM = 620  # width of the page from which the kinds stand beside the results
PATIENCE = 250  # milliseconds until it is said that the texts are being read


def build(here: Here) -> SearchPage:
    return SearchPage(here)


class SearchPage(Page):
    """Field, period and state above; the kinds at the left with their counts; the results."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.groups: list[Group] = []
        self.noun = ""  # the one kind that is shown
        self._asked: Wanted | None = None
        self._stale = False
        self.field = SearchField(_("Search in everything that was written down"), "Ctrl+Shift+F")
        self.period = ComboBox()
        self.standing = ComboBox()
        self.view = ResultsView(_("Results"))
        self.kinds: dict[str, Chip] = {}
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self._again)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(lambda: self.count_is(_("Reading all texts…")))
        self.field.searched.connect(lambda _text: self._look())
        self.field.left.connect(self._enter)
        self.period.activated.connect(lambda _at: self._look())
        self.standing.activated.connect(lambda _at: self._look())
        self.view.opened.connect(self._open)
        self.view.wanted.connect(self.show_only)
        self.view.chosen.connect(self.chosen)
        here.bridge.committed.connect(self._news)
        here.read(lambda session: search_texts.prepare(session) and None, lambda _none: None, owner=self, slot="texts")
        self._show_nothing()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def shown(self) -> None:
        if self._stale:
            self._again()

    def focus(self) -> None:
        """Coming back, the results take the keys; at first the field."""
        wanted: QWidget = self.view if self.groups else self.field
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        self.field.begin()

    def refresh(self) -> None:
        self._again()

    # --- what commands ask --------------------------------------------------------------------------------------------

    @property
    def hit(self) -> Hit | None:
        """What the cursor stands on."""
        row = self.view.row_at(self.view.currentIndex())
        return row.hit if isinstance(row, Found) else None

    def open_hit(self) -> None:
        if (hit := self.hit) is not None:
            self._open(hit)

    def show_only(self, noun: str) -> None:
        """All of one kind; "" some of every kind."""
        self.noun = noun
        self._look()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_for(self, text: str, noun: str = "") -> None:
        """Look for words that were typed nowhere, in all kinds or in one."""
        self.field.setText(text)
        self.show_only(noun)

    def clear_filters(self) -> None:
        self.noun = ""
        self.period.setCurrentIndex(0)
        self.standing.setCurrentIndex(0)
        self._look()

    # --- asking -------------------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """What the controls say now."""
        since, until = PERIODS[self.period.currentIndex()][1](self.here.today)
        return Wanted(self.field.text().strip(), self.noun, since, until, STANDINGS[self.standing.currentIndex()][0])

    def _look(self) -> None:
        wanted = self.wanted()
        if wanted != self._asked:
            self._ask(wanted, keep=False)

    def _again(self) -> None:
        """The same search on what is there now."""
        self._stale = False
        self._ask(self.wanted(), keep=True)

    def _ask(self, wanted: Wanted, *, keep: bool) -> None:
        self._asked = wanted
        if not words(wanted.text):
            self.groups = []
            self._show_nothing()
            return
        self._patience.start()
        self.here.read(lambda session: search_texts.look(session, wanted),
                       lambda groups: self._show(wanted, groups, keep=keep), owner=self, slot="search",
                       refused=self._refused, broke=self._waits_no_more)  # fmt: skip

    def _refused(self, exc: Exception) -> None:
        self._waits_no_more()
        self.here.failed(exc)

    def _waits_no_more(self) -> None:
        """No answer comes: nothing says any longer that the texts are being read."""
        self._patience.stop()
        self._asked = None  # the same words ask again
        self.count_is("")

    def _enter(self) -> None:
        """Enter, ↓: on to the results, as soon as they are there."""
        if self.field.text():
            self._look()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, hit: Hit) -> None:
        self.here.open(*hit.opens)

    def _news(self, _news: News) -> None:
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self, wanted: Wanted, groups: list[Group], *, keep: bool) -> None:
        self._patience.stop()
        self.groups = groups
        typed = words(wanted.text)
        rows: list[Row] = []
        for group in groups:
            if not wanted.noun or group.entity == wanted.noun:
                rows += self._rows(group, typed, whole=bool(wanted.noun))
        self._show_kinds()
        self.view.show_rows(rows, keep=keep)
        total = sum(group.count for group in groups)
        filtered = bool(wanted.since or wanted.until) or wanted.standing is not Standing.ALL
        self._middle.setCurrentIndex(0 if rows else 3 if filtered or (total and wanted.noun) else 2)
        said = ngettext("{n} result", "{n} results", total).format(n=format_number(total))
        self.subtitle_is(_("{results} for “{text}”").format(results=said, text=wanted.text))
        self.count_is(said)
        self.chosen.emit()

    def _rows(self, group: Group, typed: list[str], *, whole: bool) -> list[Row]:
        title = title_of(group.entity)
        rows: list[Row] = [Head(title, group.count)]
        rows += [_found(hit, typed) for hit in group.hits]
        if group.count > len(group.hits) and not whole:
            more = ngettext("Show the {n} result", "Show all {n} results", group.count)
            rows.append(More(group.entity, more.format(n=format_number(group.count))))
        return rows

    def _show_nothing(self) -> None:
        self._show_kinds()
        self.view.show_rows([], keep=False)
        self._middle.setCurrentIndex(1)
        self.subtitle_is(_("Titles, notes, progress reports, remarks: every word, whatever its accents"))
        self.count_is("")
        self.chosen.emit()

    def _show_kinds(self) -> None:
        counts = {group.entity: group.count for group in self.groups}
        for entity in [*counts, *([self.noun] if self.noun else [])]:
            if entity not in self.kinds:
                chip = Chip(title_of(entity), icon=icon_of(entity))
                chip.clicked.connect(lambda _on=False, entity=entity: self.show_only(entity))
                self.kinds[entity] = chip
        order = [entity for entity in search_texts.TITLES if entity in self.kinds]
        for place, entity in enumerate(order, start=1):
            chip = self.kinds[entity]
            self._column.removeWidget(chip)
            self._column.insertWidget(place, chip)
            chip.setVisible(entity in counts or entity == self.noun)
            chip.set_count(counts.get(entity, 0))
            chip.setChecked(entity == self.noun)
        self._fit()
        self._every.setVisible(bool(counts))
        self._every.set_count(sum(counts.values()))
        self._every.setChecked(not self.noun)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The kinds stand beside the results where there are any, and room."""
        self._side.setVisible(self.width() >= KINDS_FROM and bool(self.groups or self.noun))

    def _lay_out(self) -> None:
        self.period.setAccessibleName(_("Period"))
        self.standing.setAccessibleName(_("State"))
        for text, _period in PERIODS:
            self.period.addItem(_(text))
        for _standing, text in STANDINGS:
            self.standing.addItem(_(text))
        for box in (self.period, self.standing):
            box.fit_words()
        bar = Toolbar(self.period, self.standing, height=56)
        bar.lead(self.field, 200, 640, share=4)
        self._every = Chip(_("Everything"), icon="stack-2")
        self._every.clicked.connect(lambda _on=False: self.show_only(""))
        self._every.hide()
        inside = QWidget()
        inside.setObjectName("inside")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(tokens.GUTTER, 16, 8, 16)
        self._column.setSpacing(6)
        self._column.addWidget(self._every)
        self._column.addStretch(1)
        self._side = Scroll(inside, read=True)
        self._side.setFixedWidth(KINDS_WIDE)
        self._side.setAccessibleName(_("Kinds of results"))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.view)
        for icon, sentence, button in (
            ("search", _("Type a few words: they are looked for in commitments, cases, projects, meetings, notes, "
                         "progress reports, people and places. Every word must occur; accents, capitals and the order "
                         "do not matter."), None),
            ("search", _("Nothing holds all these words. Try fewer, or only the beginning of a word."), None),
            ("filter", _("Nothing holds all these words within these filters."),
             (_("Clear filters"), self.clear_filters)),
        ):  # fmt: skip
            self._middle.addWidget(EmptyState(icon, sentence, button=button))
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._side)
        below.addWidget(self._middle, 1)
        self.rows.addWidget(bar)
        self.rows.addLayout(below, 1)


def _found(hit: Hit, typed: list[str]) -> Found:
    """A hit as it is shown: what the words stand in is the excerpt, unless that is the title itself."""
    text, spans = excerpt(typed, hit.text)
    title = hit.title or hit.about or text
    day = short_date(hit.on) if hit.on is not None else ""
    label = _(hit.label) if hit.label else ""
    if " ".join(hit.text.split()) == title or not spans:
        text, spans, label = "", (), ""
    small = " · ".join(part for part in (_(hit.noun), hit.code, day, label) if part)
    return Found(hit, title, every(typed, title), small, text, spans, icon_of(hit.entity))

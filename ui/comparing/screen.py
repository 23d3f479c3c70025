"""A list beside itself as it was: new rows, gone rows, and in changed ones the old value struck beside the new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from db.queries.listing import Ask, Order
from ecd_desktop.language import _, format_number
from ecd_desktop.services import comparing, restoring
from ui.comparing.rows import SORTS, Compared, ComparedSource, Row, judged, on_paper, says, table_columns
from ui.kinds import OPENED
from ui.points import PointField
from ui.printed import Printed
from ui.widgets.bars import Bar
from ui.widgets.controls import Chip, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page
from ui.widgets.surfaces import Surface, Toolbar
from ui.widgets.table import Table
from ui.widgets.table_model import RowsModel
from ui.widgets.views import TableView

if TYPE_CHECKING:
    from pathlib import Path

    from db.fields import Key
    from ecd_desktop.services.comparing import Pair
    from ecd_desktop.services.points import Point
    from ui.bridge import News
    from ui.here import Here

ROWS, NO_LIST, WAIT, NOTHING = range(4)
PATIENCE = 200  # milliseconds before it is said that it is being read


def build(here: Here) -> ComparingPage:
    return ComparingPage(here)


class ComparingPage(Page):
    """The point above, chips that say which rows are seen, and the table of the list that was compared last."""

    view: TableView | None = None
    table: Table  # once there is a list to compare

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.compared: Compared | None = None
        self._stale = False
        self.source = ComparedSource()
        self.since = PointField(here)
        self.bar = Bar("amber", "info-circle")
        self.chips = {id: Chip(_(words)) for id, (words, _verdicts) in SORTS.items()}
        self._held = Surface()
        self._middle = QStackedWidget()
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(lambda: self._middle.setCurrentIndex(WAIT))
        self._soon = QTimer(self, singleShot=True, interval=500)
        self._soon.timeout.connect(self.load)
        self._lay_out()
        for id, chip in self.chips.items():
            chip.setChecked(id != "same")
            chip.toggled.connect(lambda _on: self._narrow())
        self.since.chosen.connect(self._since)
        self.since.refused.connect(self.bar.say)
        here.bridge.committed.connect(self._news)
        self._middle.setCurrentIndex(NO_LIST)

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        (self.view.widget if self.view is not None else self.since).setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> None:
        if self._stale and self.compared is not None:
            self.since.load()  # there may be other points as well; what was chosen stays so, and is read again

    def refresh(self) -> None:
        self.load()

    def selected(self) -> tuple[Key, ...]:
        return self.view.selected() if self.view is not None else ()

    def look_changed(self) -> None:
        if self.view is not None:
            self.table.set_compact(self.here.settings.density == "compact")

    def print_view(self) -> bool:
        """The rows that are seen as a document, but for what never leaves."""
        if self.compared is None or self.since.point is None or self.view is None:
            return False
        shown = [self.source.row(key) for key in self.table.model().keys]
        paper = on_paper(self.compared, self._said, shown, net_words(self.since.point))
        Printed(self.here, paper.title, paper.title, partial(_write, paper), self.window()).open()
        return True

    # --- the comparison -----------------------------------------------------------------------------------------------

    def show_list(self, compared: Compared, first: str = "") -> None:
        """Compare this list; with the point it was compared with before, or the first whose id begins so."""
        self.compared = compared
        said = says(compared.columns, compared.listing.columns, self.here.speech)
        self._said = said
        model = RowsModel(self.source, table_columns(compared, said), compared.listing.columns, self.here.speech, self)
        if self.view is not None:
            self.view.widget.hide()
            self.view.widget.deleteLater()
        self.table = table = Table(model, f"comparing/{compared.place}")
        self.view = TableView(table, model, self.look_changed)
        table.columns.usual_frozen = 2  # what became of it, and which record it is
        table.set_compact(self.here.settings.density == "compact")
        table.opened.connect(self._open)
        table.chosen.connect(self.chosen)
        table.order_changed.connect(self._sort)
        self.here.actions.attach(table, "comparing")
        self._held.rows.addWidget(table, 1)
        self._order: tuple[Order, ...] = ()
        self._middle.setCurrentIndex(ROWS)
        self.since.load(first)

    def load(self) -> None:
        """Compare again."""
        point, compared = self.since.point, self.compared
        if point is None or compared is None:
            return
        self._stale = False
        self._late.start()
        names = tuple(column.name for column in compared.columns)
        self.here.ask(
            comparing.compare, compared.listing, compared.ask, seq=point.seq, shown=names,
            then=partial(self._judge, compared), refused=self._refused, owner=self, slot="compare",
        )  # fmt: skip

    def bring_back(self) -> None:
        """Make the selected record again what it was then."""
        if (row := self.chosen_row) is not None and self.compared is not None and self.since.point is not None:
            self.here.do(restoring.restore_record, self.compared.listing.entity, row.key, seq=self.since.point.seq,
                         owner=self)  # fmt: skip

    @property
    def chosen_row(self) -> Row | None:
        """The one that is selected, where exactly one is."""
        keys = self.selected()
        found: Row | None = self.view.row(keys[0]) if self.view is not None and len(keys) == 1 else None
        return found

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        lead = Label(_("Compared with"), "body", "text2")
        lead.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        lead.setBuddy(self.since.list)
        tools = Toolbar(lead)
        tools.row.addWidget(self.since, 1)
        for chip in self.chips.values():
            tools.row.addWidget(chip)
        self.rows.addWidget(tools)
        head = Surface((24, 0, 16, 0))
        head.rows.addWidget(self.bar)
        self.rows.addWidget(head)
        self.bar.say("")
        for one in (
            self._held,
            EmptyState("history", _("Go to a list and choose “Compare with a date…” to see what became of its rows.")),
            EmptyState("hourglass", _("Comparing with how it was…")),
            EmptyState("circle-check", _("None of these rows: see the other ones above, or choose another date.")),
        ):  # fmt: skip
            self._middle.addWidget(one)
        self.rows.addWidget(self._middle, 1)

    def _since(self, _point: Point) -> None:
        self.bar.say("")
        self.load()

    def _judge(self, compared: Compared, pairs: list[Pair]) -> None:
        """What differs in the columns that are seen is told off the GUI thread: there may be thousands."""
        if compared is self.compared:
            self.here.tasks.work(judged, pairs, self._said, then=self._show, owner=self, slot="judge")

    def _show(self, rows: list[Row]) -> None:
        self._late.stop()
        self.source.take(rows)
        for id, chip in self.chips.items():
            chip.set_count(self.source.count(SORTS[id][1]))
        self._narrow()
        assert self.compared is not None
        narrowed = _("with the list's filters") if self.compared.narrowed else ""
        point = self.since.point.words if self.since.point is not None else ""
        told = ", ".join(
            _("{word}: {n}").format(word=_(words), n=format_number(self.source.count(verdicts)))
            for words, verdicts in SORTS.values()
        )
        self.subtitle_is(" · ".join(filter(None, (self.compared.title, point, told, narrowed))))

    def _narrow(self) -> None:
        if self.view is None:
            return
        self.source.wanted = frozenset(
            verdict for id, chip in self.chips.items() if chip.isChecked() for verdict in SORTS[id][1]
        )
        self.view.load(Ask(order=self._order))
        some = self.source.count(tuple(self.source.wanted))
        self._middle.setCurrentIndex(ROWS if some else NOTHING)
        self.count_is(_("{n} rows").format(n=format_number(some)))
        self.chosen.emit()

    def _sort(self, order: list[tuple[str, bool]]) -> None:
        self._order = tuple(Order(name, descending) for name, descending in order)
        self._narrow()

    def _refused(self, exc: Exception) -> None:
        self._late.stop()
        self._middle.setCurrentIndex(ROWS)
        self.here.failed(exc)

    def _open(self, key: Key) -> None:
        """Go to the record; one that is gone can be brought back."""
        assert self.compared is not None
        assert self.view is not None
        entity, row = self.compared.listing.entity, self.view.row(key)
        if row is not None and row.verdict is comparing.Verdict.GONE:
            self.here.notice(_("It was deleted since then."), button=(_("Bring it back"), self.bring_back))
        elif entity in OPENED:
            self.here.open(entity, key)

    def _news(self, _news: News) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()


def net_words(point: Point) -> str:
    """«What changed since the meeting …»."""
    return _("What changed {since}").format(since=point.since)


def _write(paper: Any, path: Path, head: Any) -> None:
    from ecd_desktop.reports import past

    past.write_comparison(path, paper, head=head)

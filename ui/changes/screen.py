"""What changed since a meeting, since minutes were issued, since a file left or since a day: the net of it, by noun."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QWidget

from ecd_desktop.language import _, ngettext
from ecd_desktop.services import net_change
from ui.changes.lines import heading_key, lines_of
from ui.points import PointField
from ui.printed import Printed
from ui.widgets import clipboard
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import LinesView
from ui.widgets.page import Page
from ui.widgets.surfaces import Surface, Toolbar

if TYPE_CHECKING:
    from pathlib import Path

    from db.fields import Key
    from ecd_desktop.services.net_change import NetChange
    from ecd_desktop.services.points import Point
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.lines import Line

LINES, NOTHING, WAIT = range(3)
LINE = 24  # pixels of a noun's line above
PATIENCE = 200  # milliseconds before it is said that it is being read


def build(here: Here) -> ChangesPage:
    return ChangesPage(here)


class ChangesPage(Page):
    """Since when, above; each noun in one line; under that every record, to be opened with Enter."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.change: NetChange | None = None
        self._stale = False
        self.since = PointField(here)
        self.bar = Bar("amber", "info-circle")
        self.view = LinesView(_("What changed"))
        self._summary = QGridLayout()
        self._middle = QStackedWidget()
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(lambda: self._middle.setCurrentIndex(WAIT))
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self.load)
        self._lay_out()
        self.since.chosen.connect(self._choose)
        self.since.refused.connect(self.bar.say)
        self.view.opened.connect(self._open)
        self.view.chosen.connect(self.chosen)
        here.bridge.committed.connect(self._news)
        self.since.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        (self.view if self.change is not None else self.since).setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> None:
        if self._stale:
            self.since.load()  # there may be other points as well; what was chosen stays so, and is read again

    def refresh(self) -> None:
        self.load()

    def selected(self) -> tuple[Key, ...]:
        return self.view.selected()

    # --- what changed -------------------------------------------------------------------------------------------------

    def show_since(self, first: str) -> None:
        """Since the first point whose id begins so: «meeting», «minutes»."""
        self.since.load(first)

    def show_point(self, point: Point) -> None:
        """Since this one."""
        self.since.choose(point)

    def load(self) -> None:
        """Read it again."""
        if self.since.point is None:
            return
        self._stale = False
        self._late.start()
        self.here.ask(net_change.since, self.since.point, then=self._show, refused=self._refused, owner=self,
                      slot="net")  # fmt: skip

    def copy(self) -> None:
        """All of it to the clipboard, as text and for Word or a mail, without what never leaves."""
        if self.change is None:
            return
        clipboard.put_document(net_change.as_html(self.change), net_change.as_text(self.change))
        left = self.change.records - net_change.leaving(self.change).records
        said = _("What changed is on the clipboard, to be pasted into a mail.")
        if left:
            said += " " + ngettext("{n} internal record was left out.", "{n} internal records were left out.",
                                   left).format(n=left)  # fmt: skip
        self.here.notice(said)

    def print_view(self) -> bool:
        """All of it as a document, without what never leaves."""
        if self.change is None:
            return False
        title = net_change.heading(self.change)
        write = partial(_write, title, net_change.leaving(self.change))
        Printed(self.here, title, title, write, self.window()).open()
        return True

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        lead = Label(_("Since"), "body", "text2")
        lead.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        lead.setBuddy(self.since.list)
        tools = Toolbar(lead)
        tools.row.addWidget(self.since, 1)
        head = Surface((24, 8, 16, 8), 6)
        head.rows.addWidget(self.bar)
        self._summary.setHorizontalSpacing(10)
        self._summary.setVerticalSpacing(2)
        self._summary.setColumnStretch(1, 1)
        head.rows.addLayout(self._summary)
        held = Surface()
        held.rows.addWidget(head)
        held.rows.addWidget(self.view, 1)
        for one in (
            held,
            EmptyState("circle-check", _("Nothing is otherwise than it was then. What was changed and changed back is "
                                         "not told.")),
            EmptyState("hourglass", _("Reading what changed…")),
        ):  # fmt: skip
            self._middle.addWidget(one)
        self.rows.addWidget(tools)
        self.rows.addWidget(self._middle, 1)
        self.bar.say("")

    def _choose(self, _point: Point) -> None:
        self.bar.say("")
        self.load()

    def _show(self, change: NetChange) -> None:
        self._late.stop()
        self.change = change
        self._middle.setCurrentIndex(LINES if change.sections else NOTHING)
        self._summarise(change)
        self.view.show_lines(list(lines_of(change, _("Internal"))))
        self.view.select_first()
        n = change.records
        said = ngettext("{n} record", "{n} records", n).format(n=n)
        steps = ngettext("{n} step", "{n} steps", change.steps).format(n=change.steps)
        people = ", ".join(change.people)
        self.subtitle_is(" · ".join(filter(None, (change.point.words, said, steps, people))))
        self.count_is(said)
        self.chosen.emit()

    def _refused(self, exc: Exception) -> None:
        self._late.stop()
        self._middle.setCurrentIndex(LINES)
        self.here.failed(exc)

    def _summarise(self, change: NetChange) -> None:
        """A line for each noun; its name goes to it."""
        while (item := self._summary.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row, section in enumerate(change.sections if len(change.sections) > 1 else ()):
            name = Button(section.title, partial(self._scroll, heading_key(section.entity)), kind="link")
            name.setFixedHeight(LINE)
            name.setAccessibleName(_("{noun}: {words}").format(noun=section.title, words=section.words))
            self._summary.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft)
            self._summary.addWidget(Label(section.words, "body"), row, 1)

    def _scroll(self, heading: Key) -> None:
        """Show a noun's records, and go to the first."""
        rows = range(self.view.lines.rowCount())
        at = next((row for row in rows if getattr(self.view.lines.line(row), "key", None) == heading), None)
        if at is None:
            return
        self.view.scrollTo(self.view.lines.index(at), self.view.ScrollHint.PositionAtTop)
        first = next((line for row in range(at, len(rows)) if (line := self.view.lines.line(row)) and line.opens), None)
        if first is not None:
            self.view.select([first.key], first.key)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, line: Line) -> None:
        if line.opens is not None:
            self.here.open(*line.opens)

    def _news(self, _news: News) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()


def _write(title: str, change: NetChange, path: Path, head: Any) -> None:
    from ecd_desktop.reports import past

    nouns = [
        past.Noun(section.title, section.words, [
            (group.title, list(net_change.sentences(group))) for group in section.groups
        ])
        for section in change.sections
    ]  # fmt: skip
    past.write_changes(path, title, nouns, head=head)

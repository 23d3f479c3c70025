"""The first screen's parts and where they stand: three columns, else two.  Its page fills them and hears of presses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui import tokens
from ui.quick_add.line import QuickLine
from ui.today.agenda import AgendaView
from ui.today.card import SIDE, Card, FigureCard
from ui.today.first_steps import FirstSteps
from ui.today.portfolio import Portfolio
from ui.today.pressing import Link, Switch
from ui.today.rhythm import Rhythm
from ui.today.words import FIGURES
from ui.widgets.controls import Label
from ui.widgets.lines import LinesView
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from ui.here import Here

THREE, FOUR = 1_080, 940  # width of the page from which cards stand in three columns, figures four in a row
TALL = 740  # height of the page from which there is room for the rhythm beside what has to be done
MINE, TEAM = 0, 1


class TodaySheet(QStackedWidget):
    """The cards or, over an empty database, the first steps."""

    figure_pressed = Signal(str, bool)  # its name; whether only those that are mine are wanted
    whose_pressed = Signal(int)  # MINE or TEAM
    line_opened = Signal(object)  # a Line of the attention, the agenda or the unanswered
    step_opened = Signal(object)  # a Line of the activity
    week_pressed = Signal(object, bool)  # Week, and whether what was done in it
    health_pressed = Signal(object)  # Health
    unanswered_pressed = Signal()  # all cases that wait for somebody are wanted
    silent_pressed = Signal()  # all stakeholders who have been silent for too long are wanted
    letters_pressed = Signal()  # all documents whose answer is overdue are wanted

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self._waits = False
        self._make()
        self._lay_out()

    # --- for the page -------------------------------------------------------------------------------------------------

    def show_first_steps(self, on: bool) -> None:
        self.setCurrentWidget(self.first if on else self._scroll)

    def focus(self) -> None:
        """Put the keyboard where work begins."""
        if self.currentWidget() is self.first:
            where: QWidget = self.first.buttons[0]
        elif self.attention.is_quiet:
            where = next(iter(self.figures.values()))
        else:
            where = self.matters
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_unanswered(self, on: bool) -> None:
        """Whether anybody is awaited: only then the card is there."""
        self._waits = on
        self._arrange()

    def _follow_line(self) -> None:
        """What stands under the line stays in sight in a low window, once it has its place."""
        if self.quick_line.line.hasFocus():
            self._scroll.ensureWidgetVisible(self.quick_line, 0, 16)

    def _turn(self) -> None:
        self.rhythm.turn()
        self._say_turn()

    def _say_turn(self) -> None:
        self.turn.say(_("As a picture") if self.rhythm.as_table else _("As a table"))

    # --- layout -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.figures = {name: FigureCard(_(text), icon, tone) for name, (text, icon, tone) in FIGURES.items()}
        for name, card in self.figures.items():
            card.clicked.connect(lambda _on=False, name=name: self.figure_pressed.emit(name, False))
            card.mine.clicked.connect(lambda _on=False, name=name: self.figure_pressed.emit(name, True))
        self.matters = LinesView(_("What needs attention"))
        self.matters.opened.connect(self.line_opened)
        self.attention = Card(_("Needs your attention"), self.matters)
        self.switch = Switch(_("Whose"), ((_("Mine"), "user-circle"), (_("Team"), "users")))
        self.switch.switched.connect(self.whose_pressed)
        self.attention.right.addWidget(self.switch)
        self.nobody = QWidget()
        self.nobody_words = Label("", "caption", "text2", wrap=True)
        self.nobody_words.setContentsMargins(4, 0, 0, 0)
        self.name_link = Link(_("Say who you are"), lambda: self.here.go("settings"))
        note = QVBoxLayout(self.nobody)
        note.setContentsMargins(SIDE - 4, 0, SIDE, 0)  # a link's words begin 4 pixels in
        note.setSpacing(0)
        note.addWidget(self.nobody_words)
        note.addWidget(self.name_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.name_link.setContentsMargins(0, 0, 0, 0)
        self.nobody.hide()
        self.attention.rows.insertWidget(1, self.nobody)
        self.beyond = Link("", lambda: self.here.go("action_items"))
        self.beyond.hide()
        self.attention.rows.addWidget(self.beyond, 0, Qt.AlignmentFlag.AlignHCenter)
        self.quick_line = QuickLine(self.here)
        below = QVBoxLayout()
        below.setContentsMargins(SIDE, 2, SIDE, 8)
        below.addWidget(self.quick_line)
        self.attention.rows.addLayout(below)
        self.hours = AgendaView(_("Agenda"))
        self.hours.opened.connect(self.line_opened)
        self.days = Card(_("Agenda"), self.hours)
        self.health = Portfolio()
        self.health.wanted.connect(self.health_pressed)
        self.portfolio = Card(_("State of the portfolio"), self.health)
        self.whole = Link("", lambda: self.here.go("projects"))
        self.portfolio.right.addWidget(self.whole)
        self.steps = LinesView(_("Activity"))
        self.steps.opened.connect(self.step_opened)
        self.activity = Card(_("Activity"), self.steps)
        self.earlier = Link(_("History"), lambda: self.here.go("history"))
        self.activity.right.addWidget(self.earlier)
        self.first = FirstSteps(self.here)
        self.waiting = LinesView(_("Unanswered"))
        self.waiting.opened.connect(self.line_opened)
        self.unanswered = Card(_("Unanswered"), self.waiting)
        self.letters = Link("", self.letters_pressed.emit)
        self.unanswered.right.addWidget(self.letters)
        self.silent = Link("", self.silent_pressed.emit)
        self.unanswered.right.addWidget(self.silent)
        self.waits = Link("", self.unanswered_pressed.emit)
        self.unanswered.right.addWidget(self.waits)
        self.unanswered.hide()
        self.rhythm = Rhythm()
        self.rhythm.wanted.connect(self.week_pressed)
        self.rhythm.table.opened.connect(self.line_opened)
        self.pace = Card(_("The team's rhythm"), self.rhythm)
        self.turn = Link("", self._turn)
        self.pace.right.addWidget(self.turn)
        self._say_turn()
        for lines in (self.matters, self.steps, self.waiting):
            lines.ends_ruled = False
        for view in (self.matters, self.hours, self.steps, self.waiting):  # its card says how high it is, not Qt's hint
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for view in (self.matters, self.hours, self.steps, self.waiting, self.rhythm.table):
            view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        self._figures, self._cards = QGridLayout(), QGridLayout()
        for grid in (self._figures, self._cards):
            grid.setSpacing(tokens.BETWEEN_CARDS)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(tokens.GUTTER, 18, tokens.GUTTER, 18)
        rows.setSpacing(tokens.BETWEEN_CARDS)
        rows.addLayout(self._figures)
        rows.addLayout(self._cards, 1)
        self._columns: tuple[Any, ...] = ()
        for card in self.figures.values():
            self._figures.addWidget(card, 0, 0)
        self._boxes = [QVBoxLayout() for _column in range(3)]
        for number, box in enumerate(self._boxes):
            box.setSpacing(tokens.BETWEEN_CARDS)
            self._cards.addLayout(box, 0, number)
        for part in (self.attention, self.days, self.unanswered, self.pace, self.portfolio, self.activity):
            self._boxes[0].addWidget(part)
        self._scroll = Scroll(inside)
        self.quick_line.changed.connect(lambda: QTimer.singleShot(40, self, self._follow_line))
        self.addWidget(self._scroll)
        self.addWidget(self.first)
        self._arrange()
        stops: list[QWidget] = [stop for card in self.figures.values() for stop in (card, card.mine)]
        stops += [*self.switch.segments, self.name_link, self.matters, self.attention.way_on, self.beyond]
        stops += [self.quick_line.line]
        stops += [self.hours, self.days.way_on, self.letters, self.silent, self.waits, self.waiting]
        stops += [self.turn, self.rhythm.table]
        stops += [self.whole, *self.health.lines.values(), self.portfolio.way_on]
        stops += [self.earlier, self.steps]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        """Cards beside each other as there is room: three columns, else two; figures four in a row, else two."""
        three, tall = self.width() >= THREE, self.height() >= TALL
        wanted = (3 if three else 2, 4 if self.width() >= FOUR else 2, self._waits, tall)
        if wanted == self._columns:
            return
        self._columns = wanted
        for number, card in enumerate(self.figures.values()):
            self._figures.addWidget(card, *divmod(number, wanted[1]))
        for column in range(4):
            self._figures.setColumnStretch(column, 1 if column < wanted[1] else 0)
        middle = [self.days, *([self.unanswered] if self._waits else []), *([self.pace] if tall or not three else [])]
        self.unanswered.setVisible(self._waits)
        self.pace.setVisible(tall or not three)
        if three:
            columns: tuple[list[tuple[QWidget, int]], ...] = (
                [(self.attention, 1)],
                [(part, 5 if part is self.days else 3) for part in middle],
                [(self.portfolio, 0), (self.activity, 1)],
            )
        else:
            rest = [self.unanswered] if self._waits else []
            columns = (
                [(self.attention, 3), (self.portfolio, 0), *((part, 1) for part in rest)],
                [(self.days, 3), (self.activity, 1), (self.pace, 1)],
                [],
            )
        for part in (self.attention, self.days, self.unanswered, self.pace, self.portfolio, self.activity):
            for box in self._boxes:
                box.removeWidget(part)
        for number, (box, parts) in enumerate(zip(self._boxes, columns, strict=True)):
            for part, stretch in parts:
                box.addWidget(part, stretch)
            self._cards.setColumnStretch(number, (5, 4, 3)[number] if three else (6, 5, 0)[number])
        self.attention.setMinimumHeight(360)
        self.days.setMinimumHeight(230 if three and len(middle) > 1 else 360)
        self.unanswered.setMinimumHeight(168)  # two lines
        self.pace.setMinimumHeight(180)
        self.activity.setMinimumHeight(170 if three else 230)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

"""Third step: which column fills which field, with what it holds beside it; the cut-off, dates, personal data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.fields import Field, Problem
from db.kinds import DAY
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.importing import How, Kind
from ecd_desktop.exchange.strategies import ALL, LABELS, Strategy, has_one
from ecd_desktop.language import N_, _, ngettext
from ui import tokens
from ui.importing.first_load import FirstLoad
from ui.importing.key_row import KeyRow
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.controls import CheckBox, Chip, ComboBox, Label, Pill, rule
from ui.widgets.marks import Mark
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Mapped, Plan
    from ui.importing.job import ImportJob

HOWS = {
    How.HEADING: (N_("by its heading"), Mark("green", icon="circle-check")),
    How.CONTENT: (N_("by what it holds"), Mark("amber", icon="help")),
    How.LAYOUT: (N_("as last time"), Mark("green", icon="history")),
    How.GIVEN: (N_("chosen by you"), Mark("blue", icon="user")),
}
WAY = 214  # pixels for how a column is taken: the longest words of either language
UNSURE = 0.75  # under which a match by its heading is shown as a guess
CUTOFF = Field(DAY, N_("Facts as of"), required=True)
FUTURE = N_("This day is still to come; a file tells what was so until a day that is over.")


class ColumnsStep(Scroll):
    """What concerns the whole file, then a line for each column."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.job = job
        self.combos: dict[int, ComboBox] = {}
        self.ways: dict[str, ComboBox] = {}  # field, or all → how its cells are taken
        self.missing = Bar("red", "alert-circle")
        self.question = Question(job)
        self.cutoff = Answers(job.here, {"cutoff": CUTOFF})
        self.cutoff.setMaximumWidth(220)
        self.cutoff_from = Label("", "caption", "text2", wrap=True)
        self.cutoff_from.setContentsMargins(0, 0, 0, 9)  # its last line beside the words in the field
        self.key = KeyRow(job)
        self.personal = PersonalData(job)
        self.first_load = FirstLoad(job)
        self._lines = QGridLayout()
        self._lay_out()
        self.cutoff.editors["cutoff"].left.connect(self._cutoff_left)

    def focus(self) -> None:
        first = self.question.chips[0] if self.question.isVisible() and self.question.chips else None
        widget = first or next(iter(self.combos.values()), None)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def complete(self) -> bool:
        """Whether all that was begun here is said; what is wrong stands under its field."""
        return self._cutoff() is not None and self.first_load.complete()

    def show_plan(self, plan: Plan) -> None:
        """Show how each column is read now."""
        at = self.verticalScrollBar().value()
        focused = next((index for index, combo in self.combos.items() if combo.hasFocus()), None)
        way = next((name for name, combo in self.ways.items() if combo.hasFocus()), None)
        self.missing.say(
            ngettext("No column gives “{names}” yet: choose the one that holds it.",
                     "No column gives these yet: {names}. Choose the ones that hold them.",
                     len(plan.missing)).format(names=", ".join(plan.missing)) if plan.missing else ""
        )  # fmt: skip
        self.question.show_plan(plan)
        self.cutoff.begin(cutoff=plan.cutoff.day)
        self.cutoff_from.setText(_cutoff_from(plan))
        self.key.show_plan(plan)
        self.personal.show_plan(plan)
        self.first_load.show_plan(plan)
        self._fill(plan)
        if focused in self.combos:
            self.combos[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        if way in self.ways:
            self.ways[way].setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(at)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.whole = QFrame()
        self.whole.setObjectName("card")
        whole = QVBoxLayout(self.whole)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(10)
        whole.addWidget(self.question)
        row = QHBoxLayout()
        row.setSpacing(24)
        cutoff = QVBoxLayout()
        cutoff.setSpacing(2)
        cutoff.addWidget(self.cutoff)
        row.addLayout(cutoff)
        row.addWidget(self.cutoff_from, 1, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(row)
        whole.addWidget(self.key)
        whole.addWidget(self.personal)
        whole.addWidget(self.first_load)
        card = QFrame()
        card.setObjectName("card")
        self._lines.setContentsMargins(20, 14, 20, 14)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(6)
        card.setLayout(self._lines)
        inside = QWidget()
        inside.setObjectName("inside")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(tokens.GUTTER, 14, tokens.GUTTER, 20)
        rows.setSpacing(tokens.BETWEEN_CARDS)
        rows.addWidget(self.missing)
        rows.addWidget(self.whole)
        rows.addWidget(card)
        rows.addStretch(1)
        self.setWidget(inside)

    def _fill(self, plan: Plan) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.combos, self.ways = {}, {}
        for column, words in enumerate(("", _("Column"), _("What it holds"), _("Field"))):
            self._lines.addWidget(Label(words, "caption-strong", "text2"), 0, column, Qt.AlignmentFlag.AlignBottom)
        self._lines.addWidget(self._way_of_all(plan), 0, 4)
        for line, column in enumerate(plan.columns):
            self._add(2 * line + 1, plan, column)
        for place, stretch in enumerate((0, 5, 7, 5, 0, 0)):
            self._lines.setColumnStretch(place, stretch)
        self._lines.setColumnMinimumWidth(0, 20)

    def _add(self, line: int, plan: Plan, column: Mapped) -> None:
        self._lines.addWidget(rule(), line, 0, 1, 6)
        heading = " ".join(column.heading.split()) or _("(no heading)")
        letter = Label(column.letter, "caption-strong", "text3")
        named = Label(heading, "body-medium", "text" if column.field else "text2")
        held = _("not read") if column.withheld else " · ".join(" ".join(one.split()) for one in column.samples)
        combo = self._combo(plan, column, heading)
        pill = Pill()
        if column.field is not None and column.how is not None:
            words, mark = HOWS[column.how]
            if column.how is How.HEADING and column.sure < UNSURE:
                words, mark = N_("a guess"), Mark("amber", icon="help")
            pill.show_mark(_(words), mark)
        else:
            pill.show_mark(_("left out"), Mark("grey", icon="minus"))
        way = self._way(plan, column, heading)
        for place, widget in enumerate((letter, named, Label(held, "body", "text2"), combo, way, pill)):
            self._lines.addWidget(widget, line + 1, place, Qt.AlignmentFlag.AlignVCenter)

    def _combo(self, plan: Plan, column: Mapped, heading: str) -> ComboBox:
        combo = ComboBox()
        combo.setMinimumContentsLength(12)
        combo.addItem(_("(leave out)"), None)
        for choice in importing.choices(plan.kind):
            words = _(choice.label)
            combo.addItem(_("{field} (needed)").format(field=words) if choice.needed else words, choice.name)
        combo.setCurrentIndex(max(combo.findData(column.field), 0))
        combo.setAccessibleName(_("Field of column {letter}, {heading}").format(letter=column.letter, heading=heading))
        combo.activated.connect(lambda _n: self.job.choose_field(column.index, combo.currentData()))
        combo.setEnabled(not column.withheld)
        self.combos[column.index] = combo
        return combo

    def _way(self, plan: Plan, column: Mapped, heading: str) -> QWidget:
        """How the cells of a column change what is known; nothing where there is nothing to choose."""
        if column.field is None or not has_one(plan.kind, column.field):
            return QWidget()
        name = column.field
        combo = self._ways(
            name, _("How column {letter}, {heading}, is taken").format(letter=column.letter, heading=heading)
        )
        for one, words in LABELS.items():
            combo.addItem(_(words), one.value)
        combo.setCurrentIndex(combo.findData(plan.strategies.get(name, Strategy.NONBLANK).value))
        combo.setEnabled(not column.withheld)
        return combo

    def _way_of_all(self, plan: Plan) -> QWidget:
        """The same for all columns at once."""
        combo = self._ways(ALL, _("How all columns are taken"))
        used = {
            plan.strategies.get(name, Strategy.NONBLANK) for name in plan.fields if has_one(plan.kind, name)
        }  # fmt: skip
        for one, words in LABELS.items():
            combo.addItem(_("All: {way}").format(way=_(words)), one.value)
        if len(used) > 1:
            combo.insertItem(0, _("Each in its way"), "")
        combo.setCurrentIndex(combo.findData(next(iter(used)).value) if len(used) == 1 else 0)
        combo.setToolTip(
            _("If not blank: an empty cell says nothing. Always: an empty cell clears. Only fill blanks: what is here "
              "stays. New records take every cell.")
        )  # fmt: skip
        held = QWidget()
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(Label(_("Known records take the cells"), "caption-strong", "text2"))
        rows.addWidget(combo)
        return held

    def _ways(self, name: str, words: str) -> ComboBox:
        combo = ComboBox()
        combo.setFixedWidth(WAY)
        combo.setAccessibleName(words)
        combo.activated.connect(lambda _n: combo.currentData() and self.job.choose_way(name, combo.currentData()))
        self.ways[name] = combo
        return combo

    def _cutoff_left(self) -> None:
        plan = self.job.plan
        if plan is None or not self.cutoff.touched:
            return
        day = self._cutoff()
        if day is not None and day != plan.cutoff.day:
            self.job.choose(cutoff=day)

    def _cutoff(self) -> date | None:
        """The day that is typed; None where it is none that facts can have, which is said under it."""
        values = self.cutoff.values()
        day = values.get("cutoff") if values else None
        if isinstance(day, date) and day > self.job.here.today:
            self.cutoff.say([Problem("cutoff", FUTURE)])
            return None
        return day if isinstance(day, date) else None


class Question(QWidget):
    """What only a person knows of the whole file: whether its dates begin with the day or the month."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.chips: list[Chip] = []
        self.words = Label("", "body-medium", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 4)
        rows.setSpacing(8)
        self._why = Label(_("All of them could be either, and a wrong guess would move every due date."), "caption",
                          "text2", wrap=True)  # fmt: skip
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        rows.addWidget(self.words)
        rows.addWidget(self._why)
        rows.addLayout(self._row)
        rows.addWidget(rule())

    def show_plan(self, plan: Plan) -> None:
        """Ask, or show the answer that was given; nothing where the dates speak for themselves."""
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self.chips = []
        asked = next((one for one in plan.questions if one.kind == "dates"), None)
        given = self.job.choices.dates
        self.setVisible(asked is not None or given is not None)
        self._why.setVisible(asked is not None)
        if asked is None and given is None:
            return
        offered = [(option.value, option.label) for option in asked.options] if asked is not None else [
            ("dmy", _("day/month/year")), ("mdy", _("month/day/year")),
        ]  # fmt: skip
        self.words.setText(asked.text if asked is not None else _("The dates are read as you said:"))
        for value, label in offered:
            chip = Chip(label, icon="calendar")
            chip.setChecked(value == given)
            chip.clicked.connect(lambda _on, value=value: self.job.choose(dates=value))
            self.chips.append(chip)
            self._row.addWidget(chip)
        self._row.addStretch(1)


class PersonalData(QWidget):
    """Identity numbers stay unread until somebody says what for, and that is kept."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.switch = CheckBox(_("Read identity numbers (DNI) too"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("What are they needed for? It is kept in the log."))
        self.purpose.setAccessibleName(_("Purpose"))
        self.purpose.setMaxLength(300)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.switch)
        row.addWidget(self.purpose, 1)
        self.switch.toggled.connect(self._toggled)
        self.purpose.editingFinished.connect(self._given)

    def show_plan(self, plan: Plan) -> None:
        concerned = plan.kind is Kind.PEOPLE or any(column.withheld for column in plan.columns)
        self.setVisible(concerned or plan.purpose is not None)
        if plan.purpose is not None:
            self.switch.blockSignals(True)
            self.switch.setChecked(True)
            self.switch.blockSignals(False)
            self.purpose.setText(plan.purpose)
        self.purpose.setVisible(self.switch.isChecked())

    def _toggled(self, on: bool) -> None:
        self.purpose.setVisible(on)
        if on:
            self.purpose.setFocus()
        else:
            self.purpose.clear()
            self.job.choose(purpose=None)

    def _given(self) -> None:
        words = self.purpose.text().strip()
        if self.switch.isChecked() and words:
            self.job.choose(purpose=words)


def _cutoff_from(plan: Plan) -> str:
    if plan.cutoff.given:
        return _("As you said. Progress and state count as reported on this day.")
    if plan.cutoff.cell:
        return _("Found in {cell}. Progress and state count as reported on this day.").format(cell=plan.cutoff.cell)
    return _("The file says none: this is the day it was last saved. Progress and state count as reported on it.")

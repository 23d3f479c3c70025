"""Fourth step: what would happen, row by row; the counts add up to the rows read, questions are answered beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from ecd_desktop.exchange.import_result import as_written
from ecd_desktop.exchange.importing import Outcome
from ecd_desktop.language import _, ngettext
from ui import tokens
from ui.importing.lines_table import COLUMNS, OUTCOMES, PreviewSource
from ui.widgets.controls import Chip, ComboBox, Label, Pill, rule
from ui.widgets.surfaces import Scroll, Surface
from ui.widgets.table import Table
from ui.widgets.table_model import RowsModel

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Line, Question, Remark, Result
    from ecd_desktop.exchange.tables import BodyRow
    from ui.importing.job import ImportJob

LONG = 32  # characters beyond which old and new stand under each other
MOST = 80  # questions or warnings built as widgets


class PreviewStep(QWidget):
    """Chips with counts, the rows, and beside them the row that is looked at, the questions, the warnings."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.source = PreviewSource()
        self.model = RowsModel(self.source, COLUMNS, {}, job.here.speech, self)
        self.table = Table(self.model, "importing")
        self.table.setAccessibleName(_("Rows of the sheet"))
        self.chips = {one: Chip(_(OUTCOMES[one][1]), mark=OUTCOMES[one][2]) for one in Outcome}
        self.sum = Label("", "body", "text2")
        self.tabs = QTabWidget()
        self.row = Sheet(_("Select a row to see what it changes."))
        self.questions = Sheet(_("There is nothing to decide."))
        self.warnings = Sheet(_("Nothing looked odd."))
        self.combos: dict[str, ComboBox] = {}
        self._lines: dict[int, Line] = {}
        self._body: dict[int, BodyRow] = {}
        self._stale: set[int] = set()  # tabs that do not show the result yet
        self._lay_out()
        self.table.chosen.connect(self._chosen)
        self.tabs.currentChanged.connect(self._catch_up)
        for chip in self.chips.values():
            chip.toggled.connect(lambda _on: self._filter())

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Another file: nothing of the last one is looked at any more."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self.table.clearSelection()
        self.tabs.setCurrentIndex(0)

    def show_result(self, result: Result) -> None:
        """Show a preview; what was looked at stays in view."""
        kept = self.table.selected()
        self._lines = {line.row: line for line in result.lines}
        plan = self.job.plan
        self._body = {row.number: row for row in plan.table.body} if plan is not None else {}
        self.source.take(result)
        for outcome, chip in self.chips.items():
            count = result.count(outcome)
            chip.set_count(count)
            chip.setEnabled(count > 0)
            if not count:
                chip.setChecked(False)
        read = ngettext("{n} row read", "{n} rows read", result.rows).format(n=result.rows)
        skipped = ngettext("{n} line is no row", "{n} lines are no rows", result.skipped).format(n=result.skipped)
        used = next((fare.choice for fare in plan.fares if fare.key is plan.key), None) if plan is not None else None
        key = _("key: {key}").format(key=_(used.label)) if used is not None else ""
        self.sum.setText(" · ".join(filter(None, (read, skipped if result.skipped else "", key))))
        self._filter()
        if kept:
            self.table.select(kept)
        elif result.lines:
            changed = next((line.row for line in result.lines if line.outcome is Outcome.CHANGED), None)
            refused = next((line.row for line in result.lines if line.outcome is Outcome.REFUSED), None)
            self.table.select([changed or refused or result.lines[0].row])
        self._stale = {1, 2}
        self._catch_up(self.tabs.currentIndex())
        self.tabs.setTabText(1, _("Questions ({n})").format(n=len(result.questions)))
        self.tabs.setTabText(2, _("Warnings ({n})").format(n=len(result.warnings)))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(tokens.GUTTER, 10, 16, 10)
        bar.setSpacing(8)
        for chip in self.chips.values():
            bar.addWidget(chip)
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self.sum, 1)
        held = QWidget()
        held.setObjectName("surface")
        held.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        held.setLayout(bar)
        for page, words in ((self.row, _("Row")), (self.questions, _("Questions")), (self.warnings, _("Warnings"))):
            self.tabs.addTab(page, words)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)  # else a line over the tabs
        side = Surface((16, 4, 0, 0))
        side.rows.addWidget(self.tabs)
        side.setMinimumWidth(tokens.PANE_LEAST)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(side)
        self.split.setStretchFactor(0, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(held)
        rows.addWidget(rule())
        rows.addWidget(self.split, 1)

    def _filter(self) -> None:
        self.source.wanted = frozenset(one for one, chip in self.chips.items() if chip.isChecked())
        nothing: Any = None
        self.model.load(nothing)

    def _catch_up(self, tab: int) -> None:
        """Many questions and warnings take a moment to lay out: when they are looked at, and not before."""
        result = self.job.preview
        if result is None or tab not in self._stale:
            return
        self._stale.discard(tab)
        if tab == 1:
            self._show_questions(result.questions)
        else:
            self._show_warnings(result.warnings)

    def _chosen(self) -> None:
        keys: Any = self.table.selected()
        line = self._lines.get(keys[0]) if len(keys) == 1 else None
        self.row.show_widgets([_row(line), *self._cells(line)] if line is not None else [])

    def _cells(self, line: Line) -> list[QWidget]:
        """What the sheet says in that row, field by field; of a changed row its changes say it."""
        plan, body = self.job.plan, self._body.get(line.row)
        if plan is None or body is None or line.outcome in (Outcome.CHANGED, Outcome.SAME):
            return []
        found: list[QWidget] = []
        for column in plan.columns:
            words = " ".join(as_written(body.at(column.index)).split())
            if column.field is not None and words and not column.withheld:
                found.append(_field(column.label, f"{column.letter}{line.row}", words))
        return found

    def _show_questions(self, questions: tuple[Question, ...]) -> None:
        self.combos = {}
        shown = [self._question(one) for one in questions[:MOST]]
        self.questions.show_widgets([*shown, *_left(len(questions))])

    def _question(self, question: Question) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(Label(question.text, "body", wrap=True))
        if question.cell:
            rows.addWidget(Label(question.cell, "caption", "text2"))
        combo = ComboBox()
        combo.setAccessibleName(question.text)
        for option in question.options:
            combo.addItem(option.label, option.value)
        combo.setCurrentIndex(max(combo.findData(question.answer or question.default), 0))
        combo.activated.connect(lambda _n: self.job.answer(question.id, combo.currentData()))
        self.combos[question.id] = combo
        rows.addWidget(combo)
        rows.addWidget(rule())
        return made

    def _show_warnings(self, warnings: tuple[Remark, ...]) -> None:
        self.warnings.show_widgets([*[_remark(one) for one in warnings[:MOST]], *_left(len(warnings))])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = min(max(self.width() * 34 // 100, tokens.PANE_LEAST), 460)
        self.split.setSizes([self.width() - wide, wide])


class Sheet(Scroll):
    """Widgets under each other; a sentence where there are none."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._empty = empty
        self.show_widgets([])

    def show_widgets(self, widgets: list[QWidget]) -> None:
        inside = Surface((0, 12, 16, 16), 10)
        for widget in widgets or [Label(self._empty, "body", "text2", wrap=True)]:
            inside.rows.addWidget(widget)
        inside.rows.addStretch(1)
        self.setWidget(inside)


def _row(line: Line) -> QWidget:
    """A row: its number and outcome, its words, why it was refused, every field from what to what and in which cell."""
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(8)
    word, _chip, mark = OUTCOMES[line.outcome]
    pill = Pill()
    pill.show_mark(_(word), mark)
    head = QHBoxLayout()
    head.setSpacing(8)
    parts = (_("Row {n}").format(n=line.row), line.code)
    head.addWidget(Label(" · ".join(part for part in parts if part), "caption", "text2"), 1)
    head.addWidget(pill)
    rows.addLayout(head)
    rows.addWidget(Label(line.words, "body-strong", wrap=True))
    if line.reason:
        rows.addWidget(Label(line.reason, "body", "red" if line.outcome is Outcome.REFUSED else "text2", wrap=True))
    if line.outcome is Outcome.SAME:
        rows.addWidget(Label(_("Everything in this row is already so."), "body", "text2", wrap=True))
    for change in line.changes:
        old, new = change.shown()
        rows.addWidget(rule())
        rows.addLayout(_titled(change.label(), change.cell))
        was, becomes = " ".join(old.split()), " ".join(new.split())
        if line.outcome is not Outcome.CHANGED:
            rows.addWidget(Label(becomes, "body-medium", wrap=True))
        elif max(len(was), len(becomes)) > LONG:
            rows.addWidget(Label(was or _("(empty)"), "body", "text2", wrap=True))
            rows.addWidget(Label(_("→ {new}").format(new=becomes or _("(empty)")), "body-medium", wrap=True))
        else:
            told = _("{old} → {new}").format(old=was or _("(empty)"), new=becomes or _("(empty)"))
            rows.addWidget(Label(told, "body-medium", wrap=True))
        if not change.applied:
            rows.addWidget(
                Label(_("Changed here too since the last file: it stays as it is here unless you decide otherwise "
                        "under Questions."), "caption", "amber", wrap=True)
            )  # fmt: skip
    return made


def _left(many: int) -> list[QWidget]:
    left = many - MOST
    return [Label(ngettext("{n} more", "{n} more", left).format(n=left), "body", "text2")] if left > 0 else []


def _titled(label: str, address: str) -> QHBoxLayout:
    """A field's name, and at the right the cell that speaks of it."""
    top = QHBoxLayout()
    top.addWidget(Label(label, "caption", "text2"), 1)
    cell = Label(address, "caption", "text3")
    cell.setSizePolicy(cell.sizePolicy().Policy.Maximum, cell.sizePolicy().Policy.Preferred)
    top.addWidget(cell)
    return top


def _field(label: str, address: str, words: str) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(2)
    rows.addLayout(_titled(label, address))
    rows.addWidget(Label(words, "body", wrap=True))
    return made


def _remark(remark: Remark) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(4)
    where = f"{remark.sheet.strip()}!{remark.cell}" if remark.cell else remark.sheet.strip()
    rows.addWidget(Label(" · ".join(filter(None, (where, " ".join(remark.value.split())))), "caption", "text2"))
    rows.addWidget(Label(remark.reason, "body", wrap=True))
    rows.addWidget(rule())
    return made

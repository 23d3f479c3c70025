"""Second step: what the file is, which sheet, which rows are its heading; shown as the sheet shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from ecd_desktop.exchange.import_result import as_written
from ecd_desktop.exchange.importing import Kind
from ecd_desktop.exchange.workbook import letters
from ecd_desktop.language import N_, _, ngettext
from ui import style, tokens
from ui.widgets.controls import ComboBox, Label

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Plan
    from ecd_desktop.exchange.workbook import Sheet
    from ui.importing.job import ImportJob

Index = QModelIndex | QPersistentModelIndex
KINDS = (
    (Kind.ACTION_ITEMS, N_("Commitments")), (Kind.PEOPLE, N_("Directory of contacts")),
    (Kind.PROJECTS, N_("Portfolio of projects")),
)  # fmt: skip
MOST_ROWS, MOST_COLUMNS = 80, 40


class SheetModel(QAbstractTableModel):
    """The first rows of a sheet; heading rows stand out, what is above them steps back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._head: tuple[int, ...] = ()
        self._size = (0, 0)

    def show(self, sheet: Sheet, head: tuple[int, ...]) -> None:
        self.beginResetModel()
        self._sheet, self._head = sheet, head
        last = max((row.number for row in sheet.rows[:MOST_ROWS]), default=0)
        wide = max((max(row.columns, default=0) for row in sheet.rows[:MOST_ROWS]), default=0)
        self._size = (min(last, max(MOST_ROWS, (head[-1] if head else 0) + 20)), min(wide, MOST_COLUMNS))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._size[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._sheet is None:
            return None
        row = index.row() + 1
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return " ".join(as_written(self._sheet.cell(row, index.column() + 1)).split())
        theme = style.theme()
        is_head = row in self._head
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(theme.accent_soft if is_head else theme.surface)
        if role == Qt.ItemDataRole.ForegroundRole:
            above = bool(self._head) and row < self._head[0]
            return QColor(theme.text3 if above else theme.text)
        if role == Qt.ItemDataRole.FontRole:
            return style.font("body-strong" if is_head else "body")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        return None


class SheetStep(QWidget):
    """Three choices over the sheet itself; a click on a row makes it the heading."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.kind, self.sheet, self.rows = ComboBox(), ComboBox(), QLineEdit()
        for kind, words in KINDS:
            self.kind.addItem(_(words), kind.value)
        self.rows.setMaximumWidth(120)
        self.rows.setPlaceholderText(_("6, or 6-7"))
        self.found = Label("", "body", "text2", wrap=True)
        self.model = SheetModel(self)
        self.table = QTableView()
        self._lay_out()
        self.kind.activated.connect(lambda _n: job.choose(kind=self.kind.currentData(), sheet=self._sheet_name(),
                                                          header_row=None, overrides={}))  # fmt: skip
        self.sheet.activated.connect(lambda _n: job.choose(sheet=self._sheet_name(), header_row=None, overrides={}))
        self.rows.editingFinished.connect(self._typed)
        self.table.clicked.connect(lambda index: self._point(index.row() + 1))
        self.table.activated.connect(lambda index: self._point(index.row() + 1))

    def focus(self) -> None:
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan(self, plan: Plan) -> None:
        """Show what was found, or chosen."""
        self.kind.setCurrentIndex(max(self.kind.findData(plan.kind.value), 0))
        self.sheet.clear()
        for sheet in plan.opened.workbook.sheets:
            name = sheet.name.strip() or sheet.name
            self.sheet.addItem(_("{name} (hidden)").format(name=name) if sheet.hidden else name, sheet.name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(plan.sheet), 0))
        head = plan.header_rows
        self.rows.setText("-".join(str(row) for row in dict.fromkeys((head[0], head[-1]))) if head else "")
        known = sum(column.field is not None for column in plan.columns)
        rows = len(plan.table.body)
        words = ngettext("{n} row under the heading", "{n} rows under the heading", rows).format(n=rows)
        columns = ngettext("{n} column recognised", "{n} columns recognised", known).format(n=known)
        self.found.setText(f"{words} · {columns}")
        self.model.show(plan.table.sheet, head)
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, self._width(column, head))
        if head:
            self.table.scrollTo(self.model.index(max(head[0] - 4, 0), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        named = ((_("What a row is"), self.kind), (_("Sheet"), self.sheet), (_("Heading in row"), self.rows))
        for column, (words, widget) in enumerate(named):
            label = Label(words, "caption", "text2")
            label.setBuddy(widget)
            widget.setAccessibleName(words)
            grid.addWidget(label, 0, column)
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, 0 if widget is self.rows else 1)
        grid.addWidget(self.found, 1, 3)
        grid.setColumnStretch(3, 2)
        self.table.setObjectName("sheet")
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("First rows of the sheet"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setMinimumWidth(44)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.horizontalHeader().setFixedHeight(30)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(tokens.GUTTER, 14, tokens.GUTTER, 14)
        rows.setSpacing(12)
        rows.addLayout(grid)
        rows.addWidget(self.table, 1)
        rows.addWidget(Label(_("Click the row that holds the headings where another one was found."), "caption",
                             "text2"))  # fmt: skip

    def _width(self, column: int, head: tuple[int, ...]) -> int:
        """A column of numbers is narrow, all others have room for a few words."""
        first = head[0] - 1 if head else 0
        rows = range(first, min(first + 12, self.model.rowCount()))
        longest = max((len(str(self.model.data(self.model.index(row, column)) or "")) for row in rows), default=0)
        return 56 if longest <= 4 else 150

    def _sheet_name(self) -> str:
        return str(self.sheet.currentData())

    def _point(self, row: int) -> None:
        if self.job.plan is not None and row not in self.job.plan.header_rows:
            self.job.choose(header_row=(row,), sheet=self._sheet_name(), kind=self.kind.currentData(), overrides={})

    def _typed(self) -> None:
        words = [part.strip() for part in self.rows.text().replace("–", "-").split("-")]
        if not 1 <= len(words) <= 2 or not all(word.isdecimal() and 0 < int(word) <= 1_048_576 for word in words):
            if self.job.plan is not None:
                self.show_plan(self.job.plan)
            return
        first, last = int(words[0]), int(words[-1])
        wanted = tuple(range(first, min(max(first, last), first + 9) + 1))
        if self.job.plan is not None and wanted != self.job.plan.header_rows:
            self.job.choose(header_row=wanted, sheet=self._sheet_name(), kind=self.kind.currentData(), overrides={})

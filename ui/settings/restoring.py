"""Putting a copy back, in three steps: choose one, see what would change, and have it back, with the way to undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ecd_desktop.errors import sentence
from ecd_desktop.language import _, format_date, format_number, ngettext
from ui import icons, style
from ui.copying import plan_of
from ui.kinds import title_of
from ui.opening_files import show_folder
from ui.settings.copies import MARKS, compare, reachable, read_copies
from ui.settings.copies_card import weight, when
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from ecd_desktop.services.safekeeping import Comparison, Listed
    from ui.here import Here

CHOOSE, COMPARE, DONE = range(3)


class RestoreDialog(QDialog):
    """Changes nothing before its second step is agreed to; goes out of the way while the database is opened again."""

    def __init__(self, here: Here, copy: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.copy = copy
        self.step = CHOOSE
        self._aside: Path | None = None
        self.setWindowTitle(_("Put a copy back"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 480)
        self.stepper = Stepper((_("Choose"), _("See what changes"), _("Put back")))
        self.stepper.wanted.connect(self._show)
        self.bar = Bar("red", "alert-circle")
        self.list = _CopyList()
        self.grid = QGridLayout()
        self.lead = Label("", "body", "text", wrap=True)
        self.kept = Label("", "body", "text2", wrap=True)
        self.done_words = Label("", "subtitle", wrap=True)
        self.done_where = Label("", "body", "text2", wrap=True)
        self.other = Button(_("Another file…"), self._choose_file, icon="folder-open")
        self.undo = Button(_("Undo"), self._undo, icon="arrow-back-up")
        self.folder = Button(_("Open folder"), self._show_folder, kind="link")
        self.back = Button(_("Back"), lambda: self._show(CHOOSE))
        self.cancel = Button(_("Cancel"), self.reject)
        self.next = Button(_("Continue"), self._go_on, kind="primary")
        self._lay_out()
        self.list.itemSelectionChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _item, _column: self._go_on())
        read_copies(here, self._fill, self)
        self._show(CHOOSE if copy is None else COMPARE)

    # --- the steps ----------------------------------------------------------------------------------------------------

    def _show(self, step: int) -> None:
        self.step = step
        self.stack.setCurrentIndex(step)
        self.stepper.show_step(step, over=step == DONE)
        self.bar.say("")
        self.other.setVisible(step == CHOOSE)
        self.back.setVisible(step == COMPARE)
        self.undo.setVisible(step == DONE and self._aside is not None)
        self.folder.setVisible(step == DONE and self._aside is not None)
        self.cancel.setVisible(step != DONE)
        self.next.say((_("Continue"), _("Put this copy back"), _("Close"))[step])
        self.next.setEnabled(step == DONE or (step == CHOOSE and self.copy is not None))
        self.next.setDefault(True)
        if step == CHOOSE:
            self.list.setFocus()
        elif step == COMPARE and self.copy is not None:
            self._clear()
            self.lead.setText(_("The copy {name} is being read and checked…").format(name=self.copy.name))
            compare(self.here, self.copy, self._compared, self._refused, self)
        else:
            self.next.setFocus()

    def _go_on(self) -> None:
        if not self.next.isEnabled():
            return
        if self.step == CHOOSE:
            self._show(COMPARE)
        elif self.step == COMPARE and self.copy is not None:
            self._put(self.copy)
        else:
            self.accept()

    def _put(self, copy: Path) -> None:
        if self.here.program is not None:
            self.hide()  # what is in the way of opening would stand behind it
            self.here.program.restore(copy, self._put_back)

    def _put_back(self, answer: Any) -> None:
        if isinstance(answer, Exception):
            self._show(COMPARE)
            self.open()
            self._refused(answer)
            return
        self._aside = answer
        name = self.copy.name if self.copy is not None else ""
        self.done_words.setText(_("The copy {name} is open now.").format(name=name))
        if self._aside is not None:
            self.done_where.setText(
                _("What was there before is kept as {name}; Undo puts that back.").format(name=self._aside.name)
            )
        self._show(DONE)
        self.open()

    def _undo(self) -> None:
        if self._aside is not None:
            self.copy = self._aside
            self._put(self._aside)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(_("Put a copy back"), "subtitle"))
        rows.addWidget(self.stepper)
        rows.addWidget(rule())
        rows.addWidget(self.bar)
        self.stack = QStackedWidget()
        for page in (self._choose_page(), self._compare_page(), self._done_page()):
            self.stack.addWidget(page)
        rows.addWidget(self.stack, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.other, self.undo, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.cancel, self.back, self.next):
            buttons.addWidget(button)
        for button in (self.other, self.undo, self.folder, self.cancel, self.back):
            button.setAutoDefault(False)
        rows.addLayout(buttons)

    def _choose_page(self) -> QWidget:
        page, rows = _page()
        rows.addWidget(Label(_("Nothing changes yet: the next step shows what this copy holds."), "body", "text2",
                             wrap=True))  # fmt: skip
        rows.addWidget(self.list, 1)
        return page

    def _compare_page(self) -> QWidget:
        page, rows = _page()
        self.grid.setHorizontalSpacing(28)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(4, 1)
        rows.addWidget(self.lead)
        rows.addLayout(self.grid)
        rows.addWidget(self.kept)
        rows.addStretch(1)
        return page

    def _done_page(self) -> QWidget:
        page, rows = _page()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("filled/circle-check", "green", 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.done_words, 1)
        rows.addSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.done_where)
        rows.addStretch(1)
        return page

    def _fill(self, found: tuple[Listed, ...]) -> None:
        self.list.show_copies(found, self.copy)
        if not found and self.step == CHOOSE:
            self.bar.set_tone("amber", "info-circle")
            self.bar.say(_("There is no copy of this database here. Choose a file, or connect the drive."))

    def _chosen(self) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            self.copy = chosen
        if self.step == CHOOSE:
            self.next.setEnabled(self.copy is not None)

    def _choose_file(self) -> None:
        self.here.tasks.work(reachable, plan_of(self.here.settings), then=self._choose_in, slot="reachable")

    def _choose_in(self, folder: Path) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore from a file"), str(folder), _("Databases (*.db);;All files (*)")
        )
        if chosen:
            self.copy = Path(chosen)
            self._show(COMPARE)

    def _compared(self, found: Comparison) -> None:
        if self.step != COMPARE or found.copy.path != self.copy:
            return
        self._clear()
        name, day = found.copy.path.name, format_date(found.copy.day)
        if found.copy.verification.value == "verified":
            self.lead.setText(_("{name} of {day} was read whole and is sound.").format(name=name, day=day))
        for column, words in enumerate(("", _("Now"), _("In the copy"), _("Difference"))):
            self._cell(0, column, words, "caption-strong", "text2")
        for line, (noun, now, then) in enumerate(found.rows, start=1):
            by = then - now
            self._cell(line, 0, title_of(noun), "body")
            self._cell(line, 1, format_number(now), "body")
            self._cell(line, 2, format_number(then), "body-strong" if by else "body")
            words = f"+{format_number(by)}" if by > 0 else f"−{format_number(-by)}" if by else "="
            self._cell(line, 3, words, "body-strong" if by else "body", "text" if by else "text2")
        told = _("Nothing was changed after this copy.")
        if found.changes:
            told = ngettext(
                "{n} change was made after this copy.", "{n} changes were made after this copy.", found.changes
            ).format(n=format_number(found.changes))
        self.kept.setText(f"{told} " + _("The present file is kept beside it, and can be put back with Undo."))
        self.next.setEnabled(True)
        self.next.setFocus()

    def _cell(self, line: int, column: int, words: str, font: str, ink: str = "text") -> None:
        label = Label(words, font, ink)
        label.setSizePolicy(label.sizePolicy().Policy.Maximum, label.sizePolicy().Policy.Preferred)
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        self.grid.addWidget(label, line, column, side)

    def _clear(self) -> None:
        self.kept.setText("")
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _refused(self, exc: Exception) -> None:
        self._clear()
        self.lead.setText("")
        self.next.setEnabled(False)
        self.bar.set_tone("red", "alert-circle")
        self.bar.say("\n".join(filter(None, sentence(exc))))

    def _show_folder(self) -> None:
        if self._aside is not None:
            show_folder(self._aside)


class _CopyList(QTreeWidget):
    """The copies, one a line: moment, what is known of it, weight, where it lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Copies"))
        self.setObjectName("copies")
        self.setHeaderLabels([_("Made"), _("State"), _("Size"), _("Where")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(14, 14))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)

    def show_copies(self, found: tuple[Listed, ...], chosen: Path | None) -> None:
        self.clear()
        for listed in found:
            state = listed.copy.verification
            words = [when(listed), _(state.label), weight(listed), _(listed.where.label)]
            item = QTreeWidgetItem(words)
            item.setSizeHint(3, QSize(80, 32))  # the last one, which takes what is left
            item.setData(0, Qt.ItemDataRole.UserRole, str(listed.copy.path))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
            item.setToolTip(3, str(listed.copy.path))
            mark = MARKS[state.value]
            item.setIcon(1, icons.icon(mark.icon, style.theme().tone(mark.tone).fg, 14))
            self.addTopLevelItem(item)
            if listed.copy.path == chosen or (chosen is None and self.topLevelItemCount() == 1):
                self.setCurrentItem(item)

    def chosen(self) -> Path | None:
        items = self.selectedItems()
        return Path(items[0].data(0, Qt.ItemDataRole.UserRole)) if items else None


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 4, 0, 4)
    rows.setSpacing(12)
    return page, rows

"""Over the list: chips of the kinds with their counts, how far the questions are; what may be answered all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ecd_desktop.language import _
from ecd_desktop.review import OURS, THEIRS, Kind
from ui import tokens
from ui.reconciling import words
from ui.widgets.controls import Bar as Progress
from ui.widgets.controls import Button, Chip, Label, ToolButton
from ui.widgets.surfaces import Toolbar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecd_desktop.review import Point
    from ui.reconciling.files import FilesChoice


SCROLL_BAR = 10  # room that the list under it keeps for its own


class KindChip(Chip):
    """A kind with its count; brief, it shows its mark alone, and says its words in a tip."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(_(kind.label), mark=words.MARKS[kind], parent=parent)
        self.kind = kind
        self.setAutoExclusive(True)

    def be_brief(self, on: bool) -> None:
        whole = _(self.kind.label)
        self.setText("" if on else whole)
        self.setToolTip(whole if on else "")
        self.setAccessibleName(f"{whole} {self._count or 0}")
        self.updateGeometry()


class KindBar(Toolbar):
    """Chips of those kinds of which there is something; at the right the progress."""

    chosen = Signal(object)  # Kind

    def __init__(self, choice: FilesChoice, discard: QAction, parent: QWidget | None = None) -> None:
        super().__init__(choice, parent=parent)
        self.setMinimumWidth(1)
        self.choice = choice
        self.chips = {kind: KindChip(kind) for kind in Kind}
        for chip in self.chips.values():
            self.row.addWidget(chip)
            chip.clicked.connect(lambda _on=False, chip=chip: self.chosen.emit(chip.kind))
        self.row.addStretch(1)
        self.said = Label("", "caption", "text2")
        self.said.setSizePolicy(self.said.sizePolicy().Policy.Maximum, self.said.sizePolicy().Policy.Preferred)
        self.bar = Progress()
        self.bar.setFixedWidth(110)
        self.row.addWidget(self.said)
        self.row.addWidget(self.bar)
        self.discard = ToolButton.of(discard, "trash")
        self.row.addWidget(self.discard)

    def show_points(self, points: Sequence[Point], kind: Kind | None) -> None:
        """Counts of all kinds, ``kind`` chosen; how many questions are decided."""
        counts = dict.fromkeys(Kind, 0)
        for point in points:
            counts[point.kind] += 1
        for one, chip in self.chips.items():
            chip.set_count(counts[one])
            chip.setVisible(counts[one] > 0)
            chip.setChecked(one is kind)
        asked = counts[Kind.DECIDE]
        done = asked - sum(point.open for point in points)
        self.said.setVisible(asked > 0)
        self.bar.setVisible(asked > 0)
        self.said.setText(_("{done} of {all} decided").format(done=done, all=asked))
        self.bar.show_fraction(done / asked if asked else None, "", "green" if done == asked else "blue")
        self.bar.setAccessibleName(self.said.whole())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words where there is room: first the progress yields its bar, then the chips that are not chosen."""
        shown = [chip for chip in self.chips.values() if not chip.isHidden()]
        for chip in shown:
            chip.be_brief(False)
        asked = not self.said.isHidden()
        left = self.width() - tokens.GUTTER - 16 - tokens.CONTROL - 8
        left -= self.choice.width() + 8 if not self.choice.isHidden() else 0
        need = sum(chip.sizeHint().width() + 8 for chip in shown)
        said = self.said.sizeHint().width() + 8 if asked else 0
        self.bar.setVisible(asked and need + said + 118 <= left)
        if need + said > left:
            for chip in shown:
                chip.be_brief(not chip.isChecked())


class AlikeBar(QWidget):
    """What the list is, and the two ways to answer all of it, or all of a column, alike."""

    all_wanted = Signal(str, str)  # THEIRS or OURS, field ("" for every one)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.GUTTER, 9, tokens.GUTTER + SCROLL_BAR, 9)
        row.setSpacing(8)
        self.setMinimumHeight(tokens.CONTROL + 18)
        self.hint = Label("", "body", "text2")
        self.theirs = Button(_("All from the file"), lambda: self._offer(THEIRS, self.theirs), icon="check")
        self.ours = Button(_("All ours"), lambda: self._offer(OURS, self.ours))
        row.addWidget(self.hint, 1)
        row.addWidget(self.ours)
        row.addWidget(self.theirs)
        self._points: Sequence[Point] = ()

    def show_points(self, points: Sequence[Point], kind: Kind | None) -> None:
        """For the points of one kind."""
        self._points = points
        self.hint.setText(_(words.HINTS[kind]) if kind is not None else "")
        for value, button in ((THEIRS, self.theirs), (OURS, self.ours)):
            fits = sum(words.option(one, value) is not None for one in points)
            button.setVisible(fits > 1)

    def columns(self) -> list[tuple[str, str, int]]:
        """(field, its words, how many points) of what is shown, in the order it comes."""
        found: dict[str, tuple[str, int]] = {}
        for point in self._points:
            if point.field and point.options:
                label, n = found.get(point.field, (_(point.label) if point.label else point.field, 0))
                found[point.field] = (label, n + 1)
        return [(name, label, n) for name, (label, n) in found.items()]

    def _offer(self, value: str, button: Button) -> None:
        """A menu where there are several columns; else at once."""
        columns = self.columns()
        if len(columns) < 2:
            self.all_wanted.emit(value, "")
            return
        menu = QMenu(button)
        whole = menu.addAction(_("Everything shown ({n})").format(n=len(self._points)))
        whole.triggered.connect(lambda: self.all_wanted.emit(value, ""))
        menu.addSeparator()
        for name, label, n in columns:
            action = menu.addAction(_("{column} ({n})").format(column=label, n=n))
            action.triggered.connect(lambda _on=False, name=name: self.all_wanted.emit(value, name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

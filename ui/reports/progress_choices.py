"""What a progress report is asked for besides its dates: about what, since when, which chapters, whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.fields import Field
from db.kinds import DAY, MEMO, TEXT
from ecd_desktop.language import N_, _
from ecd_desktop.progress_content import SECTIONS, Asked
from ui.widgets.answers import Answers
from ui.widgets.controls import ComboBox, Label

if TYPE_CHECKING:
    from ui.here import Here

ABOUT = (("portfolio", N_("The whole portfolio")), ("unit", N_("One unit")), ("project", N_("One project")))
SINCE = {"since": Field(DAY, N_("Period from"))}
MEMO_HEAD = {
    "to": Field(MEMO, N_("Addressed to (name, then post)"), max=300),
    "number": Field(TEXT, N_("Official number")), "reference": Field(TEXT, N_("Reference")),
    "background": Field(MEMO, N_("Background and norms"), max=4_000),
    "conclusions": Field(MEMO, N_("Conclusions and recommendations"), max=4_000),
}  # fmt: skip
ROW = 26
NAME = int(Qt.ItemDataRole.UserRole)


class Chapters(QListWidget):
    """The chapters: Space ticks one, Alt+↑ and Alt+↓ move it; the mouse drags."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Chapters"))
        self.setToolTip(_("Space: with or without it. Alt+↑ and Alt+↓: its place."))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for name, words in SECTIONS.items():
            item = QListWidgetItem(_(words), self)
            item.setData(NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(_(words))
            item.setSizeHint(QSize(0, ROW))
        self.setFixedHeight(ROW * len(SECTIONS) + 8)
        self.itemChanged.connect(lambda _item: self.changed.emit())
        self.model().rowsMoved.connect(lambda *_moved: self.changed.emit())

    def chosen(self) -> tuple[str, ...]:
        """The names of those that are ticked, in their order."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(item.data(NAME) for item in items if item.checkState() is Qt.CheckState.Checked)

    def move(self, by: int) -> None:  # type: ignore[override]
        """Move the chapter that the keyboard is on."""
        at = self.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < self.count():
            return
        item = self.takeItem(at)
        self.insertItem(to, item)
        self.setCurrentRow(to)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if held == Qt.KeyboardModifier.AltModifier and way is not None:
            self.move(way)
            return
        super().keyPressEvent(event)


class ProgressChoices(QWidget):
    """Announces every choice; the links to a unit or a project are the panel's own."""

    changed = Signal()

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = ComboBox()
        for value, words in ABOUT:
            self.about.addItem(_(words), value)
        self.about.setAccessibleName(_("About"))
        self.since, self.head = Answers(here, SINCE), Answers(here, MEMO_HEAD)
        self.head.spaced(12)
        self.chapters = Chapters()
        self.titled = QWidget()
        rows = QVBoxLayout(self.titled)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        label = Label(_("Chapters"), "caption")
        label.setBuddy(self.chapters)
        rows.addWidget(label)
        rows.addWidget(self.chapters)
        rows.addWidget(Label(_("Space ticks a chapter; Alt+↑ and Alt+↓ move it. One that has nothing to say is left "
                               "out."), "caption", "text2", wrap=True))  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.since, self.titled, self.head):
            column.addWidget(part)
        self.chapters.changed.connect(self.changed)
        for answers in (self.since, self.head):
            for editor in answers.editors.values():
                editor.left.connect(self.changed)

    def asked(self, what: str, **more: Any) -> Asked:
        """What was chosen, with what the panel knows."""
        if what == "week":
            return Asked(kind="week", **more)
        since = (self.since.values() or {}).get("since")
        said: dict[str, Any] = {name: value or "" for name, value in (self.head.values() or {}).items()}
        return Asked(since=since, sections=self.chapters.chosen(), **said, **more)

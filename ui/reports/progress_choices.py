"""What a progress report is asked for besides its dates: about what, since when, which chapters, whose words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.fields import Field
from db.kinds import DAY, MEMO, TEXT
from ecd_desktop.language import N_, _
from ecd_desktop.progress_content import SECTIONS, Asked
from ecd_desktop.services import issued_reports
from ui.widgets.answers import Answers
from ui.widgets.controls import Button, ComboBox, Label

if TYPE_CHECKING:
    from ecd_desktop.services.issued_reports import Carried
    from ui.here import Here

ABOUT = (("portfolio", N_("The whole portfolio")), ("unit", N_("One unit")), ("project", N_("One project")))
SINCE = {"since": Field(DAY, N_("Period from"))}
MEMO_HEAD = {
    "to": Field(MEMO, N_("Addressed to (name, then post)"), max=300),
    "number": Field(TEXT, N_("Official number")), "subject": Field(TEXT, N_("Subject")),
    "reference": Field(TEXT, N_("Reference")),
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

    def choose(self, names: Sequence[str]) -> None:
        """Tick these and no others, in this order before the rest."""
        kept = self.blockSignals(True)
        items = {item.data(NAME): item for item in (self.takeItem(0) for _n in range(self.count()))}
        for name in (*(name for name in names if name in items), *(name for name in SECTIONS if name not in names)):
            items[name].setCheckState(Qt.CheckState.Checked if name in names else Qt.CheckState.Unchecked)
            self.addItem(items[name])
        self.blockSignals(kept)

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
        self.carried = Label("", "caption", "text2", wrap=True)
        self.anew = Button(_("Begin without them"), self._begin_anew, kind="link")
        for part in (self.since, self.carried, self.anew, self.titled, self.head):
            column.addWidget(part)
        self._about: object = self  # whose last report was looked for
        self._taken: tuple[dict[str, str], tuple[str, ...]] = ({}, tuple(SECTIONS))
        self._show_carried("")
        self.chapters.changed.connect(self.changed)
        for answers in (self.since, self.head):
            for editor in answers.editors.values():
                editor.left.connect(self.changed)

    # --- what goes on from the last report ----------------------------------------------------------------------------

    def begins(self, about: object) -> bool:
        """Whether a report about something else is begun: another unit, another project, the portfolio."""
        new = about != self._about
        self._about = about
        return new

    def carry(self, about: object, found: Carried | None) -> None:
        """Show what the last report about the same said; what somebody typed or chose here stays."""
        if about != self._about:
            return
        if found is None and self._taken == ({}, tuple(SECTIONS)):
            return  # nothing to show, and nothing to take back
        texts, chapters = self._taken
        said = {name: value for name, value in (self.head.peek() or {}).items() if value}
        new = {name: getattr(found.asked, name) for name in found.names if name in MEMO_HEAD} if found else {}
        free = said == texts
        if free:
            self.head.begin(**new)
        sections = found.asked.sections if found else tuple(SECTIONS)
        if self.chapters.chosen() == chapters:
            self.chapters.choose(sections)
            chapters = sections
        self._taken = (new if free else texts, chapters)
        self._show_carried(issued_reports.said_of(found) if found and free else "")
        self.changed.emit()

    def _begin_anew(self) -> None:
        self._taken = ({}, tuple(SECTIONS))
        self.head.begin()
        self.chapters.choose(tuple(SECTIONS))
        self._show_carried("")
        self.changed.emit()

    def _show_carried(self, words: str) -> None:
        self.carried.setText(words)
        self.carried.setVisible(bool(words))
        self.anew.setVisible(bool(words))

    def asked(self, what: str, **more: Any) -> Asked:
        """What was chosen, with what the panel knows."""
        if what == "week":
            return Asked(kind="week", **more)
        since = (self.since.values() or {}).get("since")
        said: dict[str, Any] = {name: value or "" for name, value in (self.head.values() or {}).items()}
        return Asked(since=since, sections=self.chapters.chosen(), **said, **more)

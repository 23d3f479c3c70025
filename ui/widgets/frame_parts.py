"""The shell's header (title, counts, the way to the palette, undo, redo, the one filled button) and its status bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui import tokens
from ui.commands import plain
from ui.widgets.controls import Button, Icon, Label, ToolButton
from ui.widgets.palette_button import PaletteButton


class Header(QWidget):
    """Over every page."""

    def __init__(
        self, undo: QAction, redo: QAction, find: QAction, add: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(64)
        self.title = Label("", "title")
        self.subtitle = Label("", "caption", "text2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        self.find = PaletteButton(find)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self.undo = ToolButton.of(undo, "arrow-back-up")
        self.redo = ToolButton.of(redo, "arrow-forward-up")
        self.add = ToolButton.of(add, "bolt")
        self.tools.addWidget(self.add)
        self.tools.addWidget(self.undo)
        self.tools.addWidget(self.redo)
        self._primary: Button | None = None
        self._action: QAction | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.GUTTER, 0, 16, 0)
        self._row.setSpacing(12)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.find)
        self._row.addLayout(self.tools)

    def show_page(self, title: str, subtitle: str, primary: QAction | None, icon: str) -> None:
        """Title, counts, and the one filled button of the place."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        if primary is self._action and self._primary is not None and primary is not None:
            return
        if self._primary is not None and self._action is not None:
            self._action.changed.disconnect(self._follow)
            self._row.removeWidget(self._primary)
            self._primary.deleteLater()
        self._action, self._primary = primary, None
        if primary is not None:
            self._primary = Button("", primary.trigger, kind="primary", icon=icon)
            self._row.addWidget(self._primary)
            primary.changed.connect(self._follow)
            self._follow()

    def _follow(self) -> None:
        if self._primary is not None and self._action is not None:
            self._primary.say(plain(self._action.text()))
            self._primary.setEnabled(self._action.isEnabled())
            self._primary.setToolTip(self._action.toolTip())

    def set_subtitle(self, text: str) -> None:
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))


class Status(QWidget):
    """Under every page: which database in words, when it was saved; at the right what is shown and selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(24)
        self._icon = Icon("database", "text2", 14)
        self._database = Label("", "caption-strong", "text2")
        self._where = Label("", "caption", "text2")
        self._cloud = Icon("cloud-check", "green", 14)
        self._saved = Label("", "caption", "text2")
        self._count = Label("", "caption", "text2")
        self._busy = Label("", "caption", "text3")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        for widget in (self._icon, self._database, self._where):
            row.addWidget(widget)
        row.addSpacing(14)
        row.addWidget(self._cloud)
        row.addWidget(self._saved)
        row.addSpacing(14)
        row.addWidget(self._busy)
        row.addStretch(1)
        row.addWidget(self._count)
        for label in (self._database, self._where, self._saved, self._count, self._busy):
            label.setSizePolicy(label.sizePolicy().Policy.Maximum, label.sizePolicy().Policy.Preferred)
        self._cloud.hide()
        self._clock = ""

    def add(self, item: QWidget) -> None:
        """Put something more before what is shown and selected."""
        self._row.insertWidget(self._row.indexOf(self._count), item)

    def show_database(self, kind: str, where: str, tip: str = "", icon: str = "database") -> None:
        ink = "amber" if icon == "lock" else "text2"
        self._icon.show_icon(icon, ink)
        self._database.set_ink(ink)
        self._database.setText(kind)
        self._where.setText(where)
        self._where.setToolTip(tip)

    def show_saved(self, clock: str) -> None:
        self._clock = clock
        words = _("Saved {time}").format(time=clock)
        self._saved.setText(words)
        self._cloud.setVisible(True)
        self._cloud.show_icon("cloud-check", "green")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def retranslate(self) -> None:
        """Say it in the language now in force."""
        if self._clock:
            self.show_saved(self._clock)

    def show_count(self, text: str) -> None:
        self._count.setText(text)

    def show_busy(self, text: str) -> None:
        self._busy.setText(text)


def framed(rail: QWidget, header: QWidget, errors: QWidget, middle: QWidget, status: QWidget) -> QWidget:
    """The parts of the window in their places."""
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(header)
    right.addWidget(errors)
    right.addWidget(middle, 1)
    upper = QHBoxLayout()
    upper.setSpacing(0)
    upper.addWidget(rail)
    upper.addLayout(right, 1)
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addLayout(upper, 1)
    rows.addWidget(status)
    return whole

"""What stands in the pane beside a list while several records are selected: how many, and what can be done with all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui import icons, style, tokens
from ui.commands import native, plain
from ui.widgets.buttons import PaintedButton
from ui.widgets.controls import Label, ToolButton, rule
from ui.widgets.surfaces import Scroll, Surface

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ui.commands import Command
    from ui.here import Here

OF_ONE = ("new", "edit", "preview", "edit_cell", "paste", "holidays")
"""Verbs of a place that mean one record, or none, whatever is selected."""


class SeveralPane(QWidget):
    """Its verbs are the place's own actions: those that cannot be given now are not shown."""

    closed = Signal()

    def __init__(self, here: Here, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here, self._place = here, place
        self.caption = Label("", "caption", "text2")
        self.title = Label("", "subtitle", wrap=True)
        self.sentence = Label("", "body", "text2", wrap=True)
        self.verbs: list[Verb] = []
        self._lay_out()

    def say_several(self, counted: str) -> None:
        """``counted``: «3 commitments»."""
        self._say(_("Selection"), counted, _("What you choose here is done with all of them, as one step for Undo."))
        if not self.verbs:
            self._make_verbs()
        self._inside.show()

    def say_nothing(self) -> None:
        sentence = _("Choose a row to see it here; choose several to change them together.")
        self._say("", _("Nothing is selected"), sentence)
        self._inside.hide()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _say(self, caption: str, title: str, sentence: str) -> None:
        self.caption.setText(caption)
        self.title.setText(title)
        self.sentence.setText(sentence)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.caption, 1)
        top.addWidget(ToolButton("x", _("Close"), self.closed.emit))
        head = QVBoxLayout()
        head.setContentsMargins(20, 12, 12, 12)
        head.setSpacing(6)
        head.addLayout(top)
        head.addWidget(self.title)
        head.addWidget(self.sentence)
        self._inside = Surface((10, 8, 10, 12), 0)
        self._inside.rows.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(rule())
        area = Scroll(self._inside)
        area.setObjectName("surface")
        rows.addWidget(area, 1)

    def _make_verbs(self) -> None:
        """The place's verbs in the order of its menus."""
        ids = [f"{self._place}.{name}" for name in OF_ONE]
        found = [one for one in self._here.actions.commands(place=self._place)
                 if one.place == self._place and one.id not in ids]  # fmt: skip
        for command in sorted(found, key=lambda one: one.section):
            verb = Verb(command, self._here.actions[command.id], self._inside)
            self._inside.rows.insertWidget(self._inside.rows.count() - 1, verb)
            self.verbs.append(verb)


class Verb(PaintedButton):
    """A row with a command's icon, words and keys; seen while the command can be given."""

    def __init__(self, command: Command, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._danger, self._action = command.icon, command.danger, action
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("command", command.id)  # what F1 on it explains
        self.clicked.connect(lambda _on=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if shiboken6.isValid(self):
            self.setText(plain(self._action.text()))
            self.setAccessibleName(self.text())
            self.setToolTip(self._action.toolTip())
            self.setVisible(self._action.isEnabled() and self._action.isVisible())

    def sizeHint(self) -> QSize:
        return QSize(36 + style.metrics("body").horizontalAdvance(self.text()) + 16, tokens.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, tokens.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.accent), 2) if self.ring else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover) if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        ink = style.colour("red") if self._danger else theme.text
        if self._icon:
            icons.paint(painter, self._icon, ink if self._danger else theme.text2, 10, (self.height() - 16) / 2, 16)
        keys = native(self._action)
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.text3))
        room = style.metrics("caption").horizontalAdvance(keys)
        right = self.width() - 10
        if keys and 36 + style.metrics("body").horizontalAdvance(self.text()) + 12 + room <= right:
            painter.drawText(QRectF(right - room, 0, room + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, keys)
            right -= room + 12
        painter.setFont(style.font("body"))
        painter.setPen(QColor(ink))
        words = style.metrics("body").elidedText(self.text(), Qt.TextElideMode.ElideRight, right - 36)
        painter.drawText(QRectF(36, 0, right - 36, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

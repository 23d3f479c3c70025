"""Buttons with a keyboard ring: with words, which yield where there is no room, and with an icon alone."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QEnterEvent, QFocusEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ui import icons, style, tokens
from ui.commands import plain

LEAST_BUTTON = 88  # width under which a button's words are not squeezed
BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class PaintedButton(QAbstractButton):
    """A button that paints itself, also when the pointer comes or goes; ``ring``: a key brought it here."""

    ring = False

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ring = event.reason() in BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ring = False
        super().focusOutEvent(event)


class RingByKey:
    """For a button of Qt's own painting: the style sheet draws a ring while a key has brought the focus to it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        if event.reason() in BY_KEY:
            style.restyle(self, keyfocus="true")  # type: ignore[arg-type]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[misc]
        if self.property("keyfocus"):  # type: ignore[attr-defined]
            style.restyle(self, keyfocus="")  # type: ignore[arg-type]


class Button(RingByKey, QPushButton):
    """A push button; ``kind``: "" plain, primary (one per screen), danger, link."""

    def __init__(
        self, text: str, run: Callable[[], object] | None = None, *, kind: str = "", icon: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._own_tip = ""  # the whole of words that are cut, while nobody else gave it a tip
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setFont(style.font("body-medium"))
        if icon:
            inks = {"primary": "on_accent", "danger": "red", "link": "accent_text"}
            icons.dress(self, icon, inks.get(kind, "text2"), 16)
        self.say(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def say(self, text: str) -> None:
        """Its words, for eyes and ears."""
        self.setText(text if self.icon().isNull() else f"\u2009{text}")  # the gap beside an icon cannot be styled
        self.setAccessibleName(plain(text))

    def minimumSizeHint(self) -> QSize:
        """Where there is no room its words end in «…», with a tip, before anything else is pushed out."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), LEAST_BUTTON), hint.height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.ToolTipChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        shown = self._shown(option)
        option.text = shown  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _shown(self, option: QStyleOptionButton) -> str:
        """Its words as far as there is room for them."""
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width() + 4
        if not self.icon().isNull():
            room -= self.iconSize().width() + 4
        flags = int(Qt.TextFlag.TextShowMnemonic.value)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, max(room, 8), flags)

    def _fit(self) -> None:
        if not self.isVisible():  # while a page is built, each of its buttons would be asked several times
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        whole = plain(self.text()).strip()
        tip = whole if self._shown(option) != self.text() else ""
        if self.toolTip() in ("", self._own_tip):
            self._own_tip = tip
            if self.toolTip() != tip:
                self.setToolTip(tip)


class ToolButton(RingByKey, QToolButton):
    """An icon without words: its tip is also its name."""

    def __init__(
        self, icon: str, tip: str, run: Callable[[], object] | None = None, *, size: int = 18,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        icons.dress(self, icon, "text2", size)
        self.setFixedSize(tokens.CONTROL, tokens.CONTROL)
        self.say(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    @classmethod
    def of(cls, action: QAction, icon: str, parent: QWidget | None = None) -> ToolButton:
        """A button that does, is enabled and says what ``action`` does."""
        made = cls(icon, plain(action.text()), action.trigger, parent=parent)

        def follow() -> None:
            if not shiboken6.isValid(made):  # its page is gone, and the action is the window's
                action.changed.disconnect(follow)
                return
            made.setEnabled(action.isEnabled())
            made.setVisible(action.isVisible())
            made.say(action.toolTip())

        action.changed.connect(follow)
        made.setProperty("command", action.objectName())  # what F1 on it explains
        made._follow = follow  # type: ignore[attr-defined]
        follow()
        return made

    def say(self, tip: str) -> None:
        self.setToolTip(tip)
        self.setAccessibleName(tip.split("\n")[0])

"""Tabs of which no word is ever cut: what has no room waits behind «…», and the chosen one is always in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from ecd_desktop.language import _
from ui import style
from ui.widgets.controls import ToolButton

BOLDER = 16  # the chosen one's words are: the longest may be it


class TabStrip(QWidget):
    """``bar`` holds all tabs, by number; those that do not fit are not shown in it but offered by ``more``."""

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = _Bar()
        self.bar.setAccessibleName(name)
        for one in words:
            self.bar.addTab(one)
        self.bar.stepped.connect(self.step)
        self.bar.currentChanged.connect(lambda _number: self._fit())
        self.more = ToolButton("dots", _("Other parts of the record"), self._offer)
        self.more.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar)
        row.addWidget(self.more)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.bar)

    @property
    def wish(self) -> int:
        """The width of all tabs with their whole words."""
        return sum(self.bar.widths()) + BOLDER

    def choose(self, number: int) -> None:
        """Show a tab as the chosen one, and bring it in sight."""
        self.bar.setTabVisible(number, True)
        self.bar.setCurrentIndex(number)

    def step(self, by: int) -> None:
        """The next one that can be chosen, or the one before; not round."""
        at = self.bar.currentIndex() + by
        while 0 <= at < self.bar.count() and not self.bar.isTabEnabled(at):
            at += by
        if 0 <= at < self.bar.count():
            self.choose(at)

    def away(self) -> list[int]:
        """The tabs that have no room now."""
        return [number for number in range(self.bar.count()) if not self.bar.isTabVisible(number)]

    def menu(self) -> QMenu:
        """What ``more`` offers."""
        menu = QMenu(self)
        for number in self.away():
            action = menu.addAction(self.bar.tabText(number))
            action.setEnabled(self.bar.isTabEnabled(number))
            action.triggered.connect(lambda _on=False, number=number: self._taken(number))
        return menu

    def sizeHint(self) -> QSize:
        return QSize(self.wish, max(self.bar.sizeHint().height(), self.more.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words, or another size of text
            self._fit()
        return super().event(event)

    # --- inside -------------------------------------------------------------------------------------------------------

    _shown: Sequence[tuple[int, int]] = ()  # with their widths

    def _fit(self) -> None:
        """The first ones stay where they are; the chosen one, where it is further on, takes the last room."""
        widths, chosen = self.bar.widths(), self.bar.currentIndex()
        room = self.width()
        shown = list(range(len(widths)))
        if sum(widths) > room:
            room -= self.more.width()
            while len(shown) > 1 and sum(widths[one] for one in shown) > room:
                shown.remove(shown[-1] if shown[-1] != chosen else shown[-2])
        for number in range(len(widths)):
            if self.bar.isTabVisible(number) != (number in shown):
                self.bar.setTabVisible(number, number in shown)
        now = [(number, widths[number]) for number in shown]
        if now != self._shown:
            self._shown = now
            self.bar.updateGeometry()  # QTabBar leaves that out, also where the chosen one's words are bolder
        away = self.away()
        self.more.setVisible(bool(away))
        self.more.say(_("Other parts: {names}").format(names=", ".join(self.bar.tabText(one) for one in away)))

    def _offer(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(next((one for one in menu.actions() if one.isEnabled()), None))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _taken(self, number: int) -> None:
        self.choose(number)
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)


class _Bar(QTabBar):
    """The tabs that are shown; arrows go on to those that are not."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFont(style.font("body"))
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)  # where even one alone has no room

    def widths(self) -> list[int]:
        """What each tab asks for, shown or not."""
        return [self.tabSizeHint(number).width() for number in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in ways and not event.modifiers():
            self.stepped.emit(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

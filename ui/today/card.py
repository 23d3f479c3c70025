"""A card of the first screen: a heading with something at its right, what it holds, or a sentence where it is empty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui import style
from ui.today.pressing import Link, Pressable
from ui.widgets import marks
from ui.widgets.controls import Icon, Label

SIDE = 20  # where headings and the lines under them begin
HEAD = 32  # height of a heading, whether a switch stands beside it or not


class Card(QFrame):
    """``right`` holds what stands beside the heading; ``show`` puts a widget in, ``say`` a sentence instead of it."""

    def __init__(self, heading: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(heading)
        self.heading = Label(heading, "subtitle")
        self.heading.setMinimumHeight(HEAD)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 0, SIDE, 0)
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addLayout(self.right)
        self.inside = inside
        self._quiet = Quiet()
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(self._quiet)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(1, 10, 1, 8)
        self.rows.setSpacing(6)
        self.rows.addLayout(head)
        self.rows.addWidget(self._stack, 1)

    def show_inside(self) -> None:
        self._stack.setCurrentIndex(0)

    def say(self, icon: str, sentence: str, link: tuple[str, Callable[[], object]] | None = None) -> None:
        """Nothing to show: why, and one way on."""
        self._quiet.say(icon, sentence, link)
        self._stack.setCurrentIndex(1)

    @property
    def way_on(self) -> Link:
        """The link under the sentence."""
        return self._quiet.link

    @property
    def is_quiet(self) -> bool:
        return self._stack.currentIndex() == 1


class Quiet(QWidget):
    """An icon, a sentence, a link: where a card is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon("circle-check", "text3", 28)
        self.words = Label("", "body", "text2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._run: Callable[[], object] = lambda: None
        self.link = Link("", lambda: self._run())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SIDE, 0, SIDE, 8)
        rows.setSpacing(10)
        rows.addStretch(2)
        rows.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self.words)
        rows.addWidget(self.link, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)

    def say(self, icon: str, sentence: str, link: tuple[str, Callable[[], object]] | None) -> None:
        self._icon.show_icon(icon, "text3")
        self.words.setText(sentence)
        self.link.setVisible(link is not None)
        if link is not None:
            self.link.say(link[0])
            self._run = link[1]


class FigureCard(Pressable):
    """A number with its words: pressed, it opens the list that shows these; its link opens those that are mine."""

    HEIGHT = 96

    def __init__(self, text: str, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._glyph, self._tone = icon, tone
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self._icon = Icon(icon, tone, 18)
        self._label = Label(text, "body", "text2")
        self._number = Label("…", "display")
        self._number.setMinimumHeight(34)
        self.mine = Link("")
        self._small = Label("", "caption", "text2")
        self._fit()
        style.look.changed.connect(self._fit)
        upper, lower, rows = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        upper.setContentsMargins(4, 0, 0, 0)
        upper.setSpacing(4)
        upper.addWidget(self._label, 1)
        upper.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 0, 0)
        middle.addWidget(self._number)
        lower.setSpacing(0)
        lower.addWidget(self.mine)
        lower.addSpacing(4)
        lower.addWidget(self._small, 1)
        rows.setContentsMargins(SIDE - 3, 12, 12, 10)
        rows.setSpacing(0)
        rows.addLayout(upper)
        rows.addLayout(middle)
        rows.addStretch(1)
        rows.addLayout(lower)
        for label in (self._label, self._number, self._small):
            label.setForegroundRole(QPalette.ColorRole.WindowText)  # inside a button it would be another
        for one in (self._icon, self._label, self._number, self._small):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.mine.hide()

    def _fit(self) -> None:
        """As high as its words need at the person's text size."""
        words = sum(style.metrics(name).height() for name in ("body", "display", "caption-strong"))
        self.setFixedHeight(max(self.HEIGHT, words + 34))
        self._small.setMinimumHeight(self.mine.sizeHint().height())  # on one line with the links of its neighbours

    def show_figure(self, number: int, small: str, *, mine: str = "", mine_name: str = "", name: str = "") -> None:
        """``mine`` are the words of the link ("" = no link), ``small`` what stands there otherwise."""
        self._number.setText(f"{number}")
        self._number.set_ink(self._tone if number and self._tone == "red" else "text")
        self._icon.show_icon(self._glyph, self._tone if number else "text3")
        self.mine.say(mine, mine_name)
        self.mine.setVisible(bool(mine))
        self._small.setText(small)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hovered = self.underMouse() and not self.mine.underMouse()
        painter.setPen(QColor(theme.edge if hovered else theme.border))
        painter.setBrush(QColor(theme.accent_soft if self.isDown() else theme.hover if hovered else theme.surface))
        painter.drawRoundedRect(box, 10, 10)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

"""The first run: what the program is, and three ways to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ecd_desktop.language import LANGUAGES, N_, _, current
from ui.opening_recent import RecentFile
from ui.widgets import marks
from ui.widgets.controls import Button, ComboBox, Icon, Label
from ui.widgets.page import Page
from ui.widgets.surfaces import Scroll

WIDEST = 940  # of the three cards together
MOST_RECENT = 3  # databases offered
SIDE_BY_SIDE = 720  # under this width the cards stand under each other


@dataclass(frozen=True, slots=True)
class Way:
    """One way to begin.  Texts are catalogue entries."""

    id: str
    icon: str
    title: str
    text: str
    verb: str


WAYS = (
    Way("example", "eye", N_("Look around first"),
        N_("An invented portfolio of commitments, cases, meetings and projects, around today. Try everything: "
           "nothing in it is real."), N_("Open the example")),
    Way("bring", "table-import", N_("Bring your matrix in"),
        N_("Read the workbook a department sent you. You see every row before anything is written, and can take "
           "all of it back."), N_("Import a workbook")),
    Way("empty", "plus", N_("Start from nothing"),
        N_("An empty database with Lima's districts, holidays and municipal units already in it."),
        N_("Create a database")),
)  # fmt: skip


class WelcomePage(Page):
    """Sign, name, three cards; under them the ways for those who have a database already."""

    chosen = Signal(str)  # example, bring or empty
    open_wanted = Signal()
    connect_wanted = Signal()
    language_wanted = Signal(str)
    recent_wanted = Signal(object)  # RecentFile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, Button] = {}
        self._cards: list[QFrame] = []
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 20, 32, 28)
        column.setSpacing(0)
        column.addLayout(self._top())
        column.addStretch(2)
        column.addWidget(Sign(), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        for words, font, ink in (
            (_("ECD Desktop"), "display", "text"),
            (_("Commitments, cases, meetings and projects of the municipality, on one desk."), "body", "text2"),
        ):
            label = Label(words, font, ink, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
            column.addSpacing(4)
        column.addSpacing(22)
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        held = QWidget()
        held.setMaximumWidth(WIDEST)
        held.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._cards = [self._card(way) for way in WAYS]
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(held, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(18)
        self._busy = Label("", "body-medium", "text2")
        self._busy.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._busy.hide()
        column.addWidget(self._busy)
        column.addLayout(self._others())
        self._recent = QVBoxLayout()
        self._recent.setContentsMargins(0, 6, 0, 0)
        self._recent.setSpacing(0)
        self.recents: list[Button] = []
        column.addLayout(self._recent)
        column.addStretch(3)
        area = Scroll(inside)
        area.setAccessibleName(self.title())
        self.rows.addWidget(area)
        self._columns = 0
        self._arrange(3)

    def title(self) -> str:
        return _("Welcome")

    def focus(self) -> None:
        self.buttons["example"].setFocus(Qt.FocusReason.OtherFocusReason)

    def say_busy(self, words: str) -> None:
        """While a database is being made or opened no second one can be begun; "" = it is over."""
        self._busy.setText(words)
        self._busy.setVisible(bool(words))
        for button in (*self.buttons.values(), self.opening, self.connecting):
            button.setEnabled(not words)
        for button in self.recents:
            button.setEnabled(not words and not button.property("missing"))

    def show_recent(self, files: Sequence[RecentFile]) -> None:
        """Offer the databases that were open last; one that is gone is grey and says why."""
        for button in self.recents:
            button.hide()
            button.deleteLater()
        self.recents = []
        for one in [one for one in files if one.database][:MOST_RECENT]:
            run: Callable[[], None] = lambda one=one: self.recent_wanted.emit(one)  # type: ignore[misc]  # noqa: E731
            button = Button(one.said, run, kind="link", icon=one.icon)
            button.setToolTip(one.tip)
            button.setAccessibleDescription(one.tip)
            button.setProperty("missing", one.missing)
            button.setEnabled(not one.missing)
            self.recents.append(button)
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        box = ComboBox()
        box.setAccessibleName(_("Language"))
        for code, name in LANGUAGES.items():
            box.addItem(name, code)
        box.setCurrentIndex(max(box.findData(current()), 0))
        box.activated.connect(lambda _place: self.language_wanted.emit(box.currentData()))
        box.setFixedWidth(150)
        self.language = box
        row.addWidget(Icon("language", "text2", 18))
        row.addWidget(box)
        return row

    def _card(self, way: Way) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        card.setMinimumWidth(200)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(20, 20, 20, 18)
        rows.setSpacing(8)
        rows.addWidget(Icon(way.icon, "accent_text", 28))
        rows.addSpacing(2)
        rows.addWidget(Label(_(way.title), "subtitle", wrap=True))
        rows.addWidget(Label(_(way.text), "body", "text2", wrap=True))
        rows.addStretch(1)
        rows.addSpacing(6)
        run: Callable[[], None] = lambda: self.chosen.emit(way.id)  # noqa: E731
        button = Button(_(way.verb), run, kind="primary" if way.id == "example" else "")
        button.setAccessibleDescription(_(way.text))
        self.buttons[way.id] = button
        rows.addWidget(button)
        return card

    def _others(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        asked = Label(_("Is there a database already?"), "body", "text2")
        asked.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(asked)
        self.opening = Button(_("Open a file…"), self.open_wanted.emit, kind="link")
        self.connecting = Button(_("Connect to a server…"), self.connect_wanted.emit, kind="link")
        row.addWidget(self.opening)
        row.addWidget(self.connecting)
        row.addStretch(1)
        return row

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange(3 if self.width() >= SIDE_BY_SIDE else 1)


class Sign(QWidget):
    """The program's sign."""

    SIDE = 56

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(self.SIDE, self.SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        made = marks.brand(self.SIDE, self.devicePixelRatioF())
        painter.drawPixmap(QRectF(self.rect()), made, QRectF(made.rect()))
        painter.end()

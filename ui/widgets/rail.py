"""The rail: sign and name of the database, the places in their groups, the person; narrow windows show icons only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui import icons, style, tokens
from ui.widgets import marks
from ui.widgets.buttons import PaintedButton
from ui.widgets.controls import rule

if TYPE_CHECKING:
    from ui.shell_places import Place

PLATES = 140  # height of sign, person and margins
RAIL_ITEM_TIGHT = 28  # height of an item where the window is low
RAIL_ITEM_LEAST = 24  # what a finger or a pointer still hits (WCAG 2.5.8)
TIGHT_REST = 120  # height of plates, rule and margins there


class NavItem(PaintedButton):
    """One place: icon, name, badge; the chosen one stands on a card with a blue bar."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.slim = False
        self._badge = 0
        self._tone = "grey"
        self.setCheckable(True)
        self.setFixedHeight(tokens.RAIL_ITEM)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(self.place.title))
        self._name()

    def set_badge(self, number: int, tone: str) -> None:
        self._badge, self._tone = number, tone
        self._name()
        self.update()

    def set_slim(self, slim: bool) -> None:
        self.slim = slim
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} ({self._badge})" if self._badge else self.text())
        room = self._room()
        cut = style.metrics("body-strong").horizontalAdvance(self.text()) > room
        self.setToolTip(self.accessibleName() if self.slim or cut else "")

    def _room(self) -> int:
        """For its words, in the wide rail."""
        return self.width() - 42 - (40 if self._badge else 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name()

    def sizeHint(self) -> QSize:
        return QSize(tokens.RAIL_WIDE - 24, tokens.RAIL_ITEM)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(0, box.center().y() - 8, 3, 16), 1.5, 1.5)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.qcolour("surface", 0.55))
            painter.drawRoundedRect(box, 6, 6)
        ink = theme.accent_text if self.isChecked() else theme.text2
        left = (self.width() - 18) / 2 if self.slim else 12
        icons.paint(painter, self.place.icon, ink, left, (self.height() - 18) / 2, 18)
        if self.slim:
            self._dot(painter, left)
        else:
            painter.setFont(style.font("body-strong" if self.isChecked() else "body-medium"))
            painter.setPen(QColor(theme.text if self.isChecked() else theme.text2))
            words = QRectF(42, 0, self._room(), self.height())
            metrics = style.metrics("body-strong")
            shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
            self._pill(painter)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _pill(self, painter: QPainter) -> None:
        if not self._badge:
            return
        tone = style.theme().tone(self._tone)
        text = str(self._badge)
        width = max(style.metrics("caption-strong").horizontalAdvance(text) + 12, 22)
        box = QRectF(self.width() - width - 8, self.height() / 2 - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.bg))
        painter.drawRoundedRect(box, 9, 9)
        painter.setFont(style.font("caption-strong"))
        painter.setPen(QColor(tone.fg))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _dot(self, painter: QPainter, left: float) -> None:
        if self._badge:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.theme().tone(self._tone).solid))
            painter.drawEllipse(QRectF(left + 16, max(self.height() / 2 - 13, 1), 8, 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Plate(QWidget):
    """Sign (or initials), a strong line over a small one."""

    def __init__(self, *, person: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self._lines = ("", "")
        self.slim = False
        self.setFixedHeight(48)

    def show_lines(self, strong: str, small: str) -> None:
        self._lines = (strong, small)
        self.setAccessibleName(" · ".join(filter(None, self._lines)))
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        size = 34
        left = (self.width() - size) / 2 if self.slim else 4.0
        top = (self.height() - size) / 2
        if self._person:
            marks.paint_initials(painter, left, top, size, self._lines[0])
        else:
            painter.drawPixmap(int(left), int(top), marks.brand(size, self.devicePixelRatioF()))
        if not self.slim:
            for n, (text, font, ink) in enumerate(
                zip(self._lines, ("body-strong", "caption"), (theme.text, theme.text2), strict=True)
            ):
                painter.setFont(style.font(font))
                painter.setPen(QColor(ink))
                top = self.height() / 2 - (18 if self._lines[1] else 9) + n * 19
                words = QRectF(48, top, self.width() - 50, 18)
                shown = style.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class Rail(QWidget):
    """All places; emits the one that is wanted."""

    wanted = Signal(str)  # a place's id

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Places"))
        self._within = {place.id: place.within for place in places if place.within}
        places = [place for place in places if not place.within]
        self.items = {place.id: NavItem(place) for place in places}
        self.plate = Plate()
        self.person = Plate(person=True)
        self._headings: list[tuple[Heading, str]] = []
        self._group = QButtonGroup(self)
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 12, 8)
        rows.setSpacing(2)
        rows.addWidget(self.plate)
        rows.addSpacing(8)
        group = None
        for place in places:
            if place.group != group:
                group = place.group
                if not group.value.strip() and group.value:
                    rows.addStretch(1)
                elif group.value:
                    heading = Heading(_(group.value))
                    self._headings.append((heading, group.value))
                    rows.addWidget(heading)
            item = self.items[place.id]
            self._group.addButton(item)
            item.clicked.connect(lambda _on=False, id=place.id: self.wanted.emit(id))
            rows.addWidget(item)
        if group is None or group.value.strip() or not group.value:
            rows.addStretch(1)
        rows.addSpacing(6)
        rows.addWidget(rule())
        rows.addWidget(self.person)
        self.set_slim(False)

    def set_slim(self, slim: bool) -> None:
        self.setFixedWidth(tokens.RAIL_SLIM if slim else tokens.RAIL_WIDE)
        for item in self.items.values():
            item.set_slim(slim)
        for heading, _words in self._headings:
            heading.set_slim(slim)
        for plate in (self.plate, self.person):
            plate.slim = slim
            plate.update()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On a low window everything stands closer, so that nothing is cut."""
        slim = any(item.slim for item in self.items.values())
        gaps = (12 if slim else 28) * len(self._headings)
        tight = self.height() < PLATES + gaps + (tokens.RAIL_ITEM + 2) * len(self.items)
        self._rows.setSpacing(1 if tight else 2)
        for item in self.items.values():
            item.setFixedHeight(self._tight(5 if slim else 20) if tight else tokens.RAIL_ITEM)
        for heading, _words in self._headings:
            heading.setFixedHeight((5 if slim else 20) if tight else 12 if slim else 28)
        for plate in (self.plate, self.person):
            plate.setFixedHeight(42 if tight else 48)
            plate.setVisible(not tight or self._room(5 if slim else 20) >= RAIL_ITEM_LEAST)

    def _tight(self, heading: int) -> int:
        """How high an item is on a low window: as there is room for, but never too small to be hit."""
        room = self._room(heading)
        if room < RAIL_ITEM_LEAST:  # then the plates make room: what they say stands in the status bar and the settings
            room = self._room(heading, rest=TIGHT_REST - 2 * 42)
        return min(max(room, RAIL_ITEM_LEAST), RAIL_ITEM_TIGHT)

    def _room(self, heading: int, *, rest: int = TIGHT_REST) -> int:
        """For one item, on a low window; ``rest``: the height of what stands above and below them."""
        widgets = len(self.items) + len(self._headings) + 3  # both plates and the rule, a point between any two
        return (self.height() - rest - heading * len(self._headings) - widgets) // max(len(self.items), 1)

    def choose(self, id: str) -> None:
        """Show a place as chosen, without announcing it."""
        id = self._within.get(id, id)
        if id in self.items:
            self.items[id].setChecked(True)

    def retranslate(self) -> None:
        for item in self.items.values():
            item.retranslate()
        for heading, words in self._headings:
            heading.setText(_(words))


class Heading(QWidget):
    """A group's name in small capitals; a gap in the slim rail."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._slim = False
        self.setFixedHeight(28)

    def setText(self, text: str) -> None:
        self._text = text
        self.update()

    def set_slim(self, slim: bool) -> None:
        self._slim = slim
        self.setFixedHeight(12 if slim else 28)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._slim:
            return
        painter = QPainter(self)
        painter.setFont(style.font("caption-strong"))
        painter.setPen(QColor(style.theme().text3))
        painter.drawText(QRectF(12, 6, self.width() - 12, 22), Qt.AlignmentFlag.AlignVCenter, self._text.upper())
        painter.end()

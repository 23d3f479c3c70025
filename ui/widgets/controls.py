"""Small controls that Qt draws badly or not at all: buttons with a keyboard ring, check boxes, chips, pills, bars."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui import icons, style, tokens
from ui.commands import plain
from ui.widgets import marks
from ui.widgets.buttons import Button, PaintedButton, ToolButton
from ui.widgets.marks import Mark

__all__ = ("Bar", "Button", "CheckBox", "Chip", "ComboBox", "Icon", "Label", "Pill", "ToolButton", "rule")


class CheckBox(QCheckBox):
    """A check box in the program's colours."""

    SIDE = 18

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(tokens.CONTROL - 6)

    def sizeHint(self) -> QSize:
        return QSize(self.SIDE + 10 + self.fontMetrics().horizontalAdvance(plain(self.text())), tokens.CONTROL - 6)

    def hitButton(self, position: QPoint) -> bool:
        """All of it, not only where Qt's own box and words would be."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - self.SIDE) / 2, self.SIDE, self.SIDE)
        on = self.isChecked()
        painter.setPen(QPen(QColor(theme.accent if on else theme.edge), 1.2))
        painter.setBrush(QColor(theme.accent if on else theme.surface))
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
        if on:
            icons.paint(painter, "check", theme.on_accent, box.left() + 2, box.top() + 2, 14)
        if self.hasFocus():
            marks.paint_focus(painter, box.adjusted(-1, -1, 1, 1))
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.text3))
        painter.drawText(QRectF(box.right() + 9, 0, self.width() - box.right() - 9, self.height()),
                         Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())  # fmt: skip
        painter.end()


class ComboBox(QComboBox):
    """A drop-down list with its arrow painted; the wheel scrolls the page, not the choice."""

    AROUND = 56  # pixels of edge, padding and arrow beside the words, as the style sheet has them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentTextChanged.connect(lambda _text: self._fit())

    def fit_words(self, most: int = 240) -> None:
        """As wide as its longest choice, and no wider than ``most`` pixels."""
        longest = max((self.fontMetrics().horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0)
        self.setFixedWidth(min(longest + self.AROUND + 2, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setToolTip(self.currentText() if self._shown() != self.currentText() else "")

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, max(self.width() - self.AROUND, 8)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._shown()  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        if style.theme().name != "contrast":  # where the system's own arrow is seen
            icons.paint(painter, "chevron-down", style.theme().text2, self.width() - 24, (self.height() - 14) / 2, 14)
        painter.end()

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()


class Chip(PaintedButton):
    """A filter that is on or off, with a mark and a count; checked it is soft blue."""

    HEIGHT = 26

    def __init__(self, text: str, *, mark: Mark | None = None, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self._mark = mark
        self._icon = icon
        self._count: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleName(self._words())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return self.text() if self._count is None else f"{self.text()} {self._count}"

    def sizeHint(self) -> QSize:
        left = 30 if self._mark or self._icon else 12
        gap = 8 if self._count is not None else 0
        return QSize(left + gap + style.metrics("body").horizontalAdvance(self._words()) + 12, self.HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.accent if on else theme.border), 1))
        painter.setBrush(QColor(theme.accent_soft if on else theme.hover if self.underMouse() else theme.surface))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = QColor(theme.accent_text if on else theme.text2)
        left = 12.0
        if self._mark:
            marks.paint_mark(painter, self._mark, 10, (self.height() - 14) / 2, 14, ground=theme.surface)
            left = 30
        elif self._icon:
            icons.paint(painter, self._icon, ink.name(), 10, (self.height() - 14) / 2, 14)
            left = 30
        painter.setFont(style.font("body-medium" if on else "body"))
        painter.setPen(ink)
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count is not None:
            painter.setFont(style.font("body-medium"))
            painter.drawText(QRectF(0, 0, self.width() - 12, self.height()),
                             Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(self._count))  # fmt: skip
        if self.ring:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), box.height() / 2, box.height() / 2)
        painter.end()


class Label(QLabel):
    """A label in one of the program's fonts and inks; it elides with a tooltip and never widens its page."""

    def __init__(
        self, text: str = "", font: str = "body", ink: str = "text", *, wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ink = ink
        self._whole = ""
        self._type = font
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._dress()
        style.look.changed.connect(self._dress)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        if self.wordWrap():
            super().setText(text)
            self._fit_lines()
        else:
            self._elide()
            self.updateGeometry()

    def whole(self) -> str:
        return self._whole

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self._dress()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 40), hint.height())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.wordWrap():
            return hint
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.wordWrap():
            self._fit_lines()
        else:
            self._elide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.wordWrap():
            self._fit_lines()

    def _fit_lines(self) -> None:
        """As high as its lines: centred, or in a scrolled page, layouts give a wrapped label too few."""
        least = max(self.heightForWidth(self.width()), 0) if self._whole and self.isVisible() else 0
        if least != self.minimumHeight():
            self.setMinimumHeight(least)

    def _elide(self) -> None:
        flat = " ".join(self._whole.split())
        shown = self.fontMetrics().elidedText(flat, Qt.TextElideMode.ElideRight, max(self.width(), 8))
        super().setText(shown if self.width() > 0 else flat)
        self.setToolTip(self._whole if shown != flat else "")

    def _dress(self) -> None:
        self.setFont(style.font(self._type))
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor(style.colour(self._ink)))
        self.setPalette(palette)


class Pill(QWidget):
    """Mark and word; not to be clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._mark = "", Mark("grey")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(marks.PILL)

    def show_mark(self, text: str, mark: Mark | None) -> None:
        self._text, self._mark = text, mark or Mark("grey")
        self.setAccessibleName(text)
        self.setFixedWidth(marks.pill_width(text, self._mark) if text else 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._text:
            painter = QPainter(self)
            marks.paint_pill(painter, 0, self.height() / 2, self._text, self._mark, self.width())
            painter.end()


class Bar(QWidget):
    """Progress with its figure beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction, self._tone, self._text = 0.0, "blue", ""
        self.setFixedHeight(marks.PILL)
        self.setMinimumWidth(90)
        self.setMaximumWidth(200)

    def show_fraction(self, fraction: float | None, text: str, tone: str = "blue") -> None:
        self._fraction, self._tone, self._text = fraction or 0.0, tone, text
        self.setVisible(fraction is not None)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = style.metrics("body-medium").horizontalAdvance(self._text) + 8
        track = QRectF(0, self.height() / 2 - 3, max(self.width() - words, 20), 6)
        marks.paint_bar(painter, track, self._fraction, self._tone)
        painter.setFont(style.font("body-medium"))
        painter.setPen(QColor(style.theme().text))
        painter.drawText(QRectF(track.right() + 8, 0, words, self.height()), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


class Icon(QWidget):
    """An icon that is not a button."""

    def __init__(self, name: str, ink: str = "text3", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, ink: str) -> None:
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._name, style.colour(self._ink), 0, 0, self._size)
        painter.end()


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin horizontal line."""
    line = QFrame(parent)
    line.setObjectName("rule")
    return line

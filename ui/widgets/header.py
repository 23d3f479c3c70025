"""The header of a table: a click sorts (again: the other way, again: no more), Shift adds a level."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import icons, style, tokens
from ui.widgets.delegates import PAD, leftmost


class Header(QHeaderView):
    """Paints its sections, with the sort's direction and, where there are several levels, its number."""

    order_changed = Signal(list)  # [(section, descending), …]: the person chose another order
    menu_wanted = Signal(QPoint, int)  # global position, section under it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.order: list[tuple[int, bool]] = []
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setFixedHeight(tokens.HEADER_ROW)
        self.setAccessibleName("header")
        self.sectionClicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), tokens.HEADER_ROW)

    def set_order(self, order: list[tuple[int, bool]]) -> None:
        """Show an order without announcing it."""
        self.order = order
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = style.theme()
        box = QRectF(rect)
        painter.fillRect(rect, QColor(theme.head))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.border))
        model = self.model()
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        align = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        first = leftmost(self) == section
        inside = box.adjusted(tokens.GUTTER if first else PAD, 0, -PAD, 0)
        level = next((n for n, (one, _descending) in enumerate(self.order) if one == section), None)
        if level is not None:
            inside.setRight(inside.right() - (26 if len(self.order) > 1 else 18))
        painter.setFont(style.font("body-strong"))
        painter.setPen(QColor(theme.text2))
        shown = style.metrics("body-strong").elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag(int(align)) | Qt.TextFlag.TextSingleLine, shown)
        if level is not None:
            name = "chevron-down" if self.order[level][1] else "chevron-up"
            icons.paint(painter, name, theme.accent_text, inside.right() + 3, box.center().y() - 7, 14)
            if len(self.order) > 1:
                painter.setFont(style.font("caption-strong"))
                painter.setPen(QColor(theme.accent_text))
                painter.drawText(QRectF(inside.right() + 17, box.top(), 10, box.height()),
                                 Qt.AlignmentFlag.AlignVCenter, str(level + 1))  # fmt: skip

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos(), self.logicalIndexAt(event.pos()))

    def _clicked(self, section: int) -> None:
        adding = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.press(section, adding=adding)

    def press(self, section: int, *, adding: bool = False) -> None:
        """As a click does: up, down, none; ``adding`` keeps the other levels."""
        now = dict(self.order)
        others = [(one, descending) for one, descending in self.order if one != section] if adding else []
        if section not in now:
            order = [*others, (section, False)]
        elif not now[section]:
            turned = [(one, descending or one == section) for one, descending in self.order]
            order = turned if adding else [(section, True)]
        else:
            order = others
        self.set_order(order)
        self.order_changed.emit(order)

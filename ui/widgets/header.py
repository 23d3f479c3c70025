"""The header of a table: a click sorts (again: the other way, again: no more), Shift adds a level; a ▾ filters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ecd_desktop.language import _
from ui import icons, style, tokens
from ui.widgets.delegates import PAD, leftmost

MARK = 18  # the side of the ▾
GRIP = 5  # at the right edge a section is made wider or narrower


class Header(QHeaderView):
    """Paints its sections, with the sort's direction and, where there are several levels, its number."""

    order_changed = Signal(list)  # [(section, descending), …]: the person chose another order
    menu_wanted = Signal(QPoint, int)  # global position, section under it
    filter_wanted = Signal(QPoint, int)  # global position under the section, the section

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.order: list[tuple[int, bool]] = []
        self.filterable: set[int] = set()  # sections that have a ▾
        self._filtered: set[int] = set()
        self._under = -1  # the section under the pointer
        self._pressed = -1  # the section whose ▾ the pointer went down on
        self.viewport().setMouseTracking(True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setFixedHeight(tokens.HEADER_ROW)
        self.setAccessibleName(_("Column headings"))
        self.sectionClicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), tokens.HEADER_ROW)

    def set_order(self, order: list[tuple[int, bool]]) -> None:
        """Show an order without announcing it."""
        self.order = order
        self.viewport().update()

    def set_filtered(self, sections: set[int]) -> None:
        """Mark the sections that are narrowed."""
        self._filtered = sections
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
        mark = self._mark(section)
        if mark is not None:
            inside.setRight(mark.left() - 2)
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
        if mark is not None:
            self._paint_mark(painter, QRectF(mark), section)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        mark = self._mark(section)
        if event.button() == Qt.MouseButton.LeftButton and mark is not None and mark.contains(at):
            self._pressed = section
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed < 0:
            super().mouseReleaseEvent(event)
            return
        section, self._pressed = self._pressed, -1
        mark = self._mark(section)
        if mark is not None and mark.contains(event.position().toPoint()):
            corner = QPoint(self.sectionViewportPosition(section), self.height())
            self.filter_wanted.emit(self.viewport().mapToGlobal(corner), section)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

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

    # --- the mark that filters ----------------------------------------------------------------------------------------

    def _hover(self, section: int) -> None:
        if section != self._under:
            self._under = section
            self.viewport().update()

    def _mark(self, section: int) -> QRect | None:
        """Where a section's ▾ is now: under the pointer, in the column of the keyboard, or where it is narrowed."""
        if section not in self.filterable:
            return None
        table = self.parentWidget()
        current = table.currentIndex().column() if isinstance(table, QAbstractItemView) and table.hasFocus() else -1
        if section not in (self._under, current) and section not in self._filtered:
            return None
        right = self.sectionViewportPosition(section) + self.sectionSize(section) - GRIP
        return QRect(right - MARK, (self.height() - MARK) // 2, MARK, MARK)

    def _paint_mark(self, painter: QPainter, box: QRectF, section: int) -> None:
        theme = style.theme()
        narrowed = section in self._filtered
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if narrowed else theme.border), 1))
        painter.setBrush(QColor(theme.accent_soft if narrowed else theme.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        ink = theme.accent_text if narrowed else theme.text2
        name = "filter" if narrowed else "chevron-down"
        icons.paint(painter, name, ink, box.left() + 3, box.top() + 3, MARK - 6)
        painter.restore()

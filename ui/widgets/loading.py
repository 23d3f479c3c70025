"""A thin moving line at the top of a list that has been waited for for a fifth of a second; nothing flickers before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ecd_desktop.language import _
from ui import style
from ui.widgets.delegates import ink

if TYPE_CHECKING:
    from ui.widgets.table_model import RowsModel

AFTER = 200  # milliseconds
EVERY = 40  # milliseconds between two places of the line
STEPS = 50  # from one edge to the other


class Loading(QWidget):
    """Shown while an answer is late."""

    def __init__(self, view: QAbstractScrollArea, model: RowsModel) -> None:
        super().__init__(view)
        self._view = view
        self._step = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Loading…"))
        self.setToolTip(_("Loading…"))
        self.hide()
        self._late = QTimer(self, singleShot=True, interval=AFTER)
        self._late.timeout.connect(self._appear)
        self._tick = QTimer(self, interval=EVERY)
        self._tick.timeout.connect(self._move)
        model.asking.connect(self._late.start)
        model.loaded.connect(lambda _count: self.done())
        model.gave_up.connect(self.done)

    def done(self) -> None:
        """There is an answer, or there will be none."""
        self._late.stop()
        self._tick.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width() // 4
        x = (self.width() + width) * self._step // STEPS - width
        painter.fillRect(self.rect(), ink(style.theme().accent_soft))
        painter.fillRect(x, 0, width, self.height(), ink(style.theme().accent))
        painter.end()

    def _appear(self) -> None:
        view = self._view.viewport().geometry()
        self.setGeometry(view.left(), view.top(), view.width(), 3)
        self._step = 0
        self._tick.start()
        self.show()
        self.raise_()

    def _move(self) -> None:
        self._step = (self._step + 1) % (STEPS + 1)
        self.update()

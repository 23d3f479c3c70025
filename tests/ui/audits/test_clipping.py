"""The audit of cut texts finds each kind of fault that it is there for, and forgives what a tip explains."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.audits.clipping import faults, painting

LONG = "A sentence that is much too long for the room it has"


class Painted(QWidget):
    """Paints its words by hand."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, LONG)
        painter.end()


def label() -> QWidget:
    return QLabel(LONG)


def wrapped() -> QWidget:
    made = QLabel(LONG)
    made.setWordWrap(True)
    return made


def combo() -> QWidget:
    made = QComboBox()
    made.addItem(LONG)
    return made


def hint() -> QWidget:
    made = QLineEdit()
    made.setPlaceholderText(LONG)
    return made


def tabs() -> QWidget:
    made = QTabBar()
    made.setUsesScrollButtons(False)
    made.addTab(LONG)
    return made


@pytest.mark.row(68)
@pytest.mark.parametrize(
    "make", [label, wrapped, combo, hint, tabs, Painted, lambda: QPushButton(LONG), lambda: QCheckBox(LONG)]
)
def test_a_cut_text_is_found_and_forgiven_where_a_tip_has_it(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    held.resize(400, 100)
    inner = make()
    inner.setParent(held)
    inner.setGeometry(10, 10, 80, 30)
    held.show()
    assert any(one.startswith(("cut", "painted", "out of reach")) for one in looked_at(held))
    inner.setToolTip(LONG)
    if isinstance(inner, QTabBar):
        inner.setTabToolTip(0, LONG)
        inner.setUsesScrollButtons(True)
    if inner.__class__ is not QLabel or not inner.wordWrap():  # type: ignore[attr-defined]
        assert looked_at(held) == []
    inner.setGeometry(10, 10, 380, 60)
    inner.setToolTip("")
    assert looked_at(held) == []


def test_what_overlaps_and_what_stands_outside_is_found(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    held.resize(200, 100)
    for box in ((0, 0, 60, 40), (50, 10, 60, 40), (170, 50, 60, 40)):
        QWidget(held).setGeometry(*box)
    held.show()
    found = looked_at(held)
    assert sum(one.startswith("overlap") for one in found) == 1
    assert sum(one.startswith("outside") for one in found) == 1


def looked_at(widget: QWidget) -> list[str]:
    with painting() as painted:
        widget.grab()
    return faults(widget, painted)

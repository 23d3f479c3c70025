"""Tabs that fit: whole words only, the chosen one in sight, the others one menu away, every key goes to all of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.tab_strip import TabStrip

WORDS = (
    "Detalles", "Asistencia", "Agenda", "Anteriores", "Acuerdos", "Compromisos", "Riesgos y lecciones", "Historial",
)  # fmt: skip


@pytest.fixture
def strip(qtbot: QtBot) -> TabStrip:
    made = TabStrip("Partes", WORDS)
    qtbot.addWidget(made)
    made.resize(375, 40)
    made.show()
    return made


def whole(strip: TabStrip) -> bool:
    """Whether no word of the tabs in sight is cut, and «…» stands inside."""
    layout = strip.layout()
    assert layout is not None
    layout.activate()
    widths = strip.bar.widths()
    shown = [number for number in range(len(WORDS)) if number not in strip.away()]
    inside = strip.more.isHidden() or strip.more.geometry().right() < strip.width()
    return inside and all(strip.bar.tabRect(number).width() >= widths[number] for number in shown)


def test_no_word_is_cut_whatever_the_width_and_the_chosen_one_is_in_sight(strip: TabStrip) -> None:
    for width in (240, 300, 375, 460, 600, strip.wish, strip.wish + 200):
        strip.resize(width, 40)
        for number in range(len(WORDS)):
            strip.choose(number)
            assert whole(strip), (width, WORDS[number])
            assert number not in strip.away()
            assert (0 not in strip.away()) or width == 240, "the first ones stay where they are"
    assert strip.away() == []
    assert strip.more.isHidden()


def test_what_has_no_room_is_offered_by_name_and_reached_by_arrows(strip: TabStrip) -> None:
    away = strip.away()
    assert 2 < len(away) < 6
    assert [action.text() for action in strip.menu().actions()] == [WORDS[number] for number in away]
    assert "Compromisos" in strip.more.accessibleName()
    strip.menu().actions()[away.index(5)].trigger()
    assert strip.bar.currentIndex() == 5
    assert 5 not in strip.away()
    QTest.keyClick(strip.bar, Qt.Key.Key_Left)
    assert strip.bar.currentIndex() == 4
    for _press in range(9):
        QTest.keyClick(strip.bar, Qt.Key.Key_Right)
    assert strip.bar.currentIndex() == len(WORDS) - 1
    assert whole(strip)


def test_longer_words_are_made_room_for(strip: TabStrip, qtbot: QtBot) -> None:
    strip.resize(strip.wish, 40)
    strip.bar.setTabText(2, "Puntos de la agenda, con quien los presenta")
    qtbot.waitUntil(lambda: bool(strip.away()))
    assert whole(strip)

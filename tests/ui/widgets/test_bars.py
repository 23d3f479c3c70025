"""Bars: a sentence with its buttons, beside it where there is room."""

from pytestqt.qtbot import QtBot

from ui.widgets.bars import Bar


def test_two_buttons_stand_beside_the_sentence_in_a_page_and_under_it_in_a_pane(qtbot: QtBot) -> None:
    bar = Bar("red", "alert-circle")
    qtbot.addWidget(bar)
    bar.resize(Bar.ROOM + 200, 60)
    bar.say("Nothing was written.", ("Copy details", lambda: None), ("Close", lambda: None))
    bar.show()
    words, buttons = bar._words, bar._buttons
    assert all(button.x() >= words.x() + words.width() for button in buttons)
    bar.resize(Bar.ROOM - 240, 120)
    qtbot.waitUntil(lambda: all(button.y() >= words.y() + words.height() for button in buttons))
    assert buttons[0].x() < buttons[1].x()

"""Columns are ticked one after the other without opening their menu again."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.widgets.tick_menu import TickMenu


def test_a_tick_leaves_the_menu_open_and_a_verb_closes_it(qtbot: QtBot) -> None:
    menu, done = TickMenu(), []
    qtbot.addWidget(menu)
    ticks = [menu.addAction(words) for words in ("State", "Code")]
    for tick in ticks:
        tick.setCheckable(True)
    menu.addAction("Usual columns", lambda: done.append(True))
    menu.popup(menu.pos())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(ticks[0]).center())
    assert [tick.isChecked() for tick in ticks] == [True, False]
    assert menu.isVisible()
    menu.setActiveAction(ticks[1])
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert [tick.isChecked() for tick in ticks] == [True, True]
    assert menu.isVisible()
    menu.setActiveAction(menu.actions()[-1])
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert done == [True]
    assert not menu.isVisible()

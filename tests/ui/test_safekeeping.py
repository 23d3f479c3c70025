"""Safety in sight: today's copy is made in a pause, goes on to the second folder, and the status bar says when."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecd_desktop import calendar, paths
from ecd_desktop.errors import Expected
from ecd_desktop.services import backups
from tests.ui.program import Desk
from ui import safekeeping
from ui.safekeeping import PATIENCE, PAUSE, SHORT_PAUSE, Safekeeping


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    made = Desk(qtbot, tmp_path)
    made.keeper = Safekeeping(made.window)  # type: ignore[attr-defined]
    return made.open(sqlite_url.removeprefix("sqlite:///"), first="settings")


def keeper_of(desk: Desk) -> Safekeeping:
    kept: Safekeeping = desk.keeper  # type: ignore[attr-defined]
    return kept


def look(desk: Desk) -> Safekeeping:
    keeper = keeper_of(desk)
    keeper.look()
    desk.rest()
    return keeper


def paused(keeper: Safekeeping, seconds: float) -> None:
    """As if nobody had touched anything for so long."""
    keeper._stirred = safekeeping.monotonic() - seconds


def copies_in(folder: Path) -> list[str]:
    return [one.path.name for one in backups.listed(folder)]


def test_todays_copy_is_made_in_the_first_pause_and_only_then(desk: Desk) -> None:
    keeper = look(desk)
    assert keeper.item.text() == "Last copy: never"
    assert keeper.item.tone == "amber"
    keeper.stirred()
    keeper._step()
    desk.rest()
    assert copies_in(paths.backups()) == []
    paused(keeper, PAUSE + 1)
    keeper._step()
    desk.rest()
    assert len(copies_in(paths.backups())) == 1
    assert keeper.item.text().startswith("Last copy: today ")
    assert keeper.item.tone == ""
    paused(keeper, PAUSE + 1)
    keeper._step()
    look(desk)
    assert len(copies_in(paths.backups())) == 1


def test_keys_and_the_mouse_are_no_pause(desk: Desk) -> None:
    keeper = look(desk)
    paused(keeper, PAUSE + 1)
    assert keeper.pausing()
    handle = desk.window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier))
    assert not keeper.pausing()


def test_somebody_who_never_pauses_long_is_served_in_a_short_pause(desk: Desk) -> None:
    keeper = look(desk)
    paused(keeper, SHORT_PAUSE + 1)
    assert not keeper.pausing()
    keeper._waiting_since -= PATIENCE + 1
    assert keeper.pausing()


def test_the_copy_goes_on_to_the_second_folder_and_follows_when_that_is_back(desk: Desk, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    desk.settings.change(backup_folder=str(usb))
    keeper = look(desk)
    keeper.keep()
    desk.rest()
    assert len(copies_in(paths.backups())) == 1
    assert not usb.exists()
    assert "is not there now" in keeper.item.toolTip()
    assert not desk.window.errors.isVisible()
    usb.mkdir()
    look(desk)
    paused(keeper, PAUSE + 1)
    keeper._step()
    desk.rest()
    assert copies_in(usb) == copies_in(paths.backups())
    assert keeper.item.tone == ""
    assert str(usb) in keeper.item.toolTip()
    assert "MB" in keeper.item.toolTip()


def test_after_seven_days_it_is_red_with_a_mark_and_a_name(desk: Desk) -> None:
    keeper = look(desk)
    keeper.keep()
    desk.rest()
    calendar.set_today(calendar.today() + timedelta(days=8))
    look(desk)
    assert keeper.item.tone == "red"
    assert keeper.item._icon == "filled/alert-octagon"
    assert keeper.item.text() == "Last copy: 8 days ago"
    assert keeper.item.accessibleName() == "Last copy: 8 days ago. Opens the copies."


def test_what_the_disk_refuses_is_said_once_and_tried_again_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = look(desk)
    said: list[str] = []
    monkeypatch.setattr(desk.window.notices, "say", lambda text, *_buttons: said.append(text))

    def full(*_given: Any) -> None:
        raise Expected("There is no room left on the disk.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(backups, "make", full)
        for _hour in range(2):
            look(desk)
            keeper.keep()
            desk.rest()
    assert said == ["There is no room left on the disk. Free some space."]
    assert "no room left" in keeper.item.toolTip()
    assert not keeper.making
    look(desk)
    keeper.keep()
    desk.rest()
    assert len(copies_in(paths.backups())) == 1
    assert keeper.item.tone == ""


def test_the_item_leads_to_the_copies_by_mouse_and_keyboard(desk: Desk, qtbot: QtBot) -> None:
    keeper = look(desk)
    desk.go("action_items")
    assert keeper.item.focusPolicy() & Qt.FocusPolicy.TabFocus
    keeper.item.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(keeper.item, Qt.Key.Key_Space)
    desk.rest()
    assert desk.window.place() == "settings"
    page: Any = desk.window.page()
    shown = [section.value for section, card in page.cards.items() if card.isVisible()]
    assert shown == ["backups"]


def test_a_copy_made_by_hand_is_seen_at_once(desk: Desk) -> None:
    keeper = look(desk)
    page: Any = desk.window.page()
    page.copies.backup.click()
    desk.until(lambda: keeper.item.text().startswith("Last copy: today"))


def test_it_speaks_another_language_at_once(desk: Desk) -> None:
    keeper = look(desk)
    desk.program.change_language("es")
    desk.rest()
    assert keeper.item.text() == "Última copia: nunca"


def test_a_copy_left_on_a_stick_that_is_gone_is_remembered(desk: Desk, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    desk.settings.change(backup_folder=str(usb))
    keeper = look(desk)
    keeper.keep()
    desk.rest()
    shutil.rmtree(usb)
    look(desk)
    assert keeper.item.text().startswith("Last copy: today ")
    assert keeper.item.tone == ""

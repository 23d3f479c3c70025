"""The start: welcome where there is nothing yet, the last database where there is one, a way on where it is refused."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.store import Store
from ecd_desktop import language, paths
from tests.ui.program import Desk
from ui.welcome.screen import WelcomePage
from ui.welcome.trouble import TroublePage


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


def alone(desk: Desk) -> Any:
    return desk.program.alone


def opened(desk: Desk) -> None:
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.page() is not None)


def test_without_a_database_three_cards_welcome(desk: Desk) -> None:
    desk.program.begin()
    desk.rest()
    assert isinstance(alone(desk), WelcomePage)
    assert set(alone(desk).buttons) == {"example", "bring", "empty"}
    assert not desk.window.rail.isVisible()
    desk.window.go("action_items")  # a key pressed too soon goes nowhere
    assert desk.window.page() is None


def test_the_example_is_made_and_remembered(desk: Desk) -> None:
    desk.program.begin()
    alone(desk).buttons["example"].click()
    opened(desk)
    assert desk.count(action_items.LISTING) > 20
    assert desk.window.rail.isVisible()
    database = desk.window.tasks.database
    assert database is not None
    assert desk.settings.last_database == str(database.path)


def test_an_empty_database_holds_reference_data_and_no_commitment(desk: Desk) -> None:
    desk.program.begin()
    alone(desk).buttons["empty"].click()
    opened(desk)
    assert desk.count(action_items.LISTING) == 0
    assert paths.database().exists()
    from db.queries import places

    assert desk.count(places.LISTING) >= 43


def test_a_workbook_first_leads_to_the_import(desk: Desk) -> None:
    desk.program.begin()
    alone(desk).buttons["bring"].click()
    opened(desk)
    assert desk.window.place() == "importing"


def test_the_next_start_opens_the_same_database(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.program.begin()
    alone(desk).buttons["empty"].click()
    opened(desk)
    desk.window.tasks.close()
    again = Desk(qtbot, tmp_path)
    again.settings.change(last_database=desk.settings.last_database)
    again.program.begin()
    opened(again)


def test_another_language_can_be_chosen_at_the_first_run(desk: Desk) -> None:
    desk.program.begin()
    box = alone(desk).language
    box.setCurrentIndex(box.findData("es"))
    box.activated.emit(box.currentIndex())
    assert language.current() == "es"
    assert desk.settings.language == "es"
    assert isinstance(alone(desk), WelcomePage)


def test_a_busy_file_is_told_with_its_holder_and_can_be_tried_again(desk: Desk, sqlite_url: str) -> None:
    held = Store.open(sqlite_url, who="Otra Persona Ficticia", machine="LAPTOP-9")
    try:
        desk.program.begin(sqlite_url.removeprefix("sqlite:///"))
        desk.until(lambda: isinstance(alone(desk), TroublePage))
        assert "Otra Persona Ficticia" in alone(desk).message
        assert desk.broken == []
    finally:
        held.close()
    alone(desk).buttons[0].click()  # try again
    opened(desk)


def test_a_file_that_is_gone_is_told_and_another_can_be_begun(desk: Desk, tmp_path: Path) -> None:
    desk.settings.change(last_database=str(tmp_path / "gone.db"))
    desk.program.begin()
    desk.until(lambda: isinstance(alone(desk), TroublePage))
    assert "gone.db" in alone(desk).message
    assert not (tmp_path / "gone.db").exists()
    alone(desk).buttons[-1].click()
    assert isinstance(alone(desk), WelcomePage)


def test_a_file_of_another_program_is_told_and_left_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes" * 500)
    desk.program.begin(str(path))
    desk.until(lambda: isinstance(alone(desk), TroublePage))
    assert path.read_bytes() == b"these are notes" * 500


def test_a_synchronised_folder_offers_three_ways_out(desk: Desk, tmp_path: Path, sqlite_url: str) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    path = folder / "equipo.db"
    path.write_bytes(Path(sqlite_url.removeprefix("sqlite:///")).read_bytes())
    desk.program.begin(str(path))
    desk.until(lambda: isinstance(alone(desk), TroublePage))
    assert len(alone(desk).buttons) >= 3
    alone(desk).buttons[1].click()  # work here, only the backups there
    opened(desk)
    database = desk.window.tasks.database
    assert database is not None
    assert database.path == paths.data() / "equipo.db"
    assert desk.settings.backup_folder == str(folder)
    assert path.exists()


def test_a_refusal_leaves_the_open_database_open(desk: Desk, sqlite_url: str, tmp_path: Path) -> None:
    desk.open(sqlite_url.removeprefix("sqlite:///"))
    desk.program.open(str(tmp_path / "gone.db"))
    desk.until(lambda: "gone.db" in desk.window.errors.text())
    assert desk.window.tasks.database is not None
    assert desk.count(action_items.LISTING) == 0

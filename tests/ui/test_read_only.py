"""A database that is busy, or lies where none may be opened, can be looked at, and says so before anything is typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.errors import ReadOnly
from db.queries import action_items
from db.store import Store
from ecd_desktop import paths
from tests.ui.help.test_help import every_command
from tests.ui.program import Desk
from ui.read_only import only_looks
from ui.welcome.trouble import TroublePage

SINCE = "This is a copy of example.db as it was on "


@pytest.fixture
def held(example_url: str) -> Iterator[Store]:
    store = Store.open(example_url, who="Otra Persona Ficticia", machine="LAPTOP-9")
    yield store
    store.close()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, held: Store) -> Desk:
    """At the trouble page of a busy database."""
    made = Desk(qtbot, tmp_path)
    made.program.begin(str(held.path))
    made.until(lambda: isinstance(made.program.alone, TroublePage))
    return made


@pytest.fixture
def copy(desk: Desk) -> Desk:
    """With the read-only copy open, at the commitments."""
    button(desk, "Open a read-only copy").click()
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.page() is not None)
    desk.go("action_items")
    return desk


def button(desk: Desk, words: str) -> Any:
    alone: Any = desk.program.alone
    (found,) = [one for one in alone.buttons if one.accessibleName() == words]
    return found


@pytest.mark.row(116)
def test_a_busy_database_is_looked_at_and_the_status_bar_says_what_it_is(copy: Desk, held: Store) -> None:
    assert copy.count(action_items.LISTING) > 20
    assert copy.window.status._database.whole().startswith("Read-only copy, ")
    assert copy.window.status._where.whole() == "example.db"
    assert copy.window.notices.text().startswith(SINCE)
    assert copy.settings.last_database == str(held.path)


@pytest.mark.row(116)
def test_every_command_that_changes_something_is_grey_with_the_reason(copy: Desk) -> None:
    window = copy.window
    page: Any = window.page()
    page.table.select([page.model.keys[0]])
    copy.rest()
    refused = [one.id for one in window.registry.commands(place="action_items") if not only_looks(one.id)]
    assert len(refused) > 12
    for id in refused:
        assert not window.registry[id].isEnabled(), id
        assert SINCE in window.registry[id].toolTip(), id
    for id in ("shell.refresh", "go.cases", "database.open", "shell.palette", "action_items.preview", "help.here"):
        assert window.registry[id].isEnabled(), id


def test_a_command_nobody_thought_of_counts_as_one_that_changes() -> None:
    assert not only_looks("agreements.sign")
    looking = {one.id for one in every_command() if only_looks(one.id) and not one.id.startswith("go.")}
    words = ("new", "delete", "edit", "merge", "complete", "reschedule", "assign", "restore", "undo", "import")
    assert [id for id in looking if any(word in id.replace("database.new", "") for word in words)] == []


@pytest.mark.row(116)
def test_fields_are_locked_and_say_why_before_anything_is_typed(copy: Desk) -> None:
    page: Any = copy.window.page()
    page.table.select([page.model.keys[0]], page.model.keys[0])
    copy.rest()
    form = page.form
    assert form.bar.isVisible()
    assert form.bar.accessibleName().startswith(SINCE)
    editor = form.editors["description"].inner
    assert editor.isReadOnly() or not editor.isEnabled()
    assert editor.toolTip().startswith(SINCE)
    assert editor.toPlainText()


@pytest.mark.row(116)
def test_nothing_can_be_added_in_the_tabs_of_a_record(copy: Desk) -> None:
    from ui.widgets.lines_tab import LinesTab

    page: Any = copy.window.page()
    page.open_record(page.model.keys[0])
    copy.rest()
    tried = 0
    for number in range(len(page.detail._tabs)):
        page.detail.show_tab(number)
        copy.rest()
    for tab in page.findChildren(LinesTab):
        for button in tab.buttons:
            assert not button.isEnabled()
            assert button.toolTip().startswith(SINCE)
            tried += 1
    assert tried > 1


def test_what_a_screen_lets_through_is_refused_in_words_and_writes_nothing(copy: Desk, held: Store) -> None:
    before = held.path.read_bytes() if held.path else b""
    page: Any = copy.window.page()
    from ecd_desktop.services import action_items as verbs

    copy.window.here.do(verbs.delete, [page.model.keys[0]])
    copy.rest()
    assert "read-only copy of example.db" in copy.window.errors.text()
    refusals: list[Exception] = []
    copy.window.here.ask(lambda store: store.undo(store.activity()[0].tx_id), then=print, refused=refusals.append)
    copy.rest()
    assert isinstance(refusals[0], ReadOnly)
    assert held.path is not None
    assert held.path.read_bytes() == before


def test_the_copy_goes_and_the_database_itself_opens_when_it_is_free(copy: Desk, held: Store) -> None:
    folder = paths.data() / "snapshots"
    assert len(list(folder.glob("*.db"))) == 1
    copy.program.open_original()
    copy.until(lambda: "Otra Persona Ficticia" in copy.window.errors.text())
    held.close()
    assert copy.window.registry["database.original"].isEnabled()
    copy.window.registry["database.original"].trigger()
    copy.until(lambda: copy.window.tasks.database is not None and copy.window.tasks.database.snapshot is None)
    assert list(folder.glob("*.db")) == []
    assert copy.window.status._database.whole() == "Local database"
    assert not copy.window.registry["database.original"].isEnabled()


def test_no_copy_is_made_of_a_copy_and_none_is_put_in_its_place(copy: Desk, tmp_path: Path) -> None:
    assert not copy.window.registry["database.backup"].isEnabled()
    copy.program.restore(tmp_path / "x.db")
    copy.rest()
    assert SINCE in copy.window.errors.text()


def test_a_database_in_a_synchronised_folder_can_be_looked_at_where_it_is(
    qtbot: QtBot, tmp_path: Path, example_url: str
) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    path = folder / "equipo.db"
    path.write_bytes(Path(example_url.removeprefix("sqlite:///")).read_bytes())
    before = path.read_bytes()
    desk = Desk(qtbot, tmp_path)
    desk.program.begin(str(path))
    desk.until(lambda: isinstance(desk.program.alone, TroublePage))
    button(desk, "Open a read-only copy").click()
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.page() is not None)
    assert desk.count(action_items.LISTING) > 20
    assert path.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == ["equipo.db"]


def test_with_another_database_open_a_notice_offers_the_copy(qtbot: QtBot, tmp_path: Path, held: Store) -> None:
    desk = Desk(qtbot, tmp_path)
    desk.program.create(tmp_path / "mia.db")
    desk.until(lambda: desk.window.page() is not None)
    desk.program.open(str(held.path))
    desk.until(lambda: bool(desk.window.errors.text()))
    assert "example.db" in desk.window.notices.text()
    desk.window.notices.press()
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.tasks.database.snapshot is not None)

"""The settings page: made from the declarations, in force at once, kept in the file; databases and their copies."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ecd_desktop import language
from ecd_desktop.settings import declared
from tests.ui.program import Desk
from ui import style


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"), first="settings")


def page_of(desk: Desk) -> Any:
    return desk.window.page()


def choose(desk: Desk, name: str, value: str) -> None:
    box = page_of(desk).editors[name].inner
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    desk.rest()


def kept(desk: Desk) -> dict[str, Any]:
    return tomllib.loads(desk.settings.path.read_text(encoding="utf-8"))


def test_every_declared_setting_that_is_shown_has_its_control(desk: Desk) -> None:
    assert set(page_of(desk).editors) == {setting.name for setting in declared() if setting.shown}
    assert all(editor.inner.accessibleName() for editor in page_of(desk).editors.values())


def test_the_theme_changes_at_once_and_is_kept(desk: Desk) -> None:
    choose(desk, "theme", "dark")
    assert style.theme().name == "dark"
    assert kept(desk)["appearance"]["theme"] == "dark"


def test_the_language_changes_at_once_and_the_page_is_built_anew(desk: Desk) -> None:
    before = page_of(desk)
    choose(desk, "language", "es")
    assert language.current() == "es"
    assert page_of(desk) is not before
    assert desk.window.place() == "settings"
    assert kept(desk)["language"]["language"] == "es"
    assert desk.window.header.title.whole() == "Ajustes"


def test_a_wrong_value_is_said_under_its_field_and_the_old_one_stays(desk: Desk, qtbot: QtBot) -> None:
    editor = page_of(desk).editors["backups_kept"]
    for typed in ("9999", "muchos"):
        editor.inner.setText(typed)
        editor.inner.editingFinished.emit()
        assert editor._wrong.isVisible()
        assert typed in editor._wrong.whole()
        assert desk.settings.backups_kept == 30
    editor.inner.setText("45")
    editor.inner.editingFinished.emit()
    assert desk.settings.backups_kept == 45
    assert not editor._wrong.isVisible()


def test_lines_are_taken_one_by_one_when_the_field_is_left(desk: Desk) -> None:
    editor = page_of(desk).editors["year_names"]
    editor.inner.setPlainText("2026 Año ficticio\n\n  2027 Otro año ficticio  ")
    editor.inner.left.emit()
    assert desk.settings.year_names == ("2026 Año ficticio", "2027 Otro año ficticio")


def test_the_filter_finds_a_setting_by_its_words_without_accents(desk: Desk) -> None:
    page = page_of(desk)
    page.field.setText("letterhead unit")
    page._filter()
    shown = [name for name, line in page.lines.items() if not line.isHidden()]
    assert shown == ["letterhead_unit"]
    page.field.setText("nothing of the kind")
    page._filter()
    assert page._nothing.isVisible()


def test_a_section_alone_is_shown_by_its_chip(desk: Desk) -> None:
    page = page_of(desk)
    chips = list(page.chips.values())
    chips[1].click()
    assert [card.isVisible() for card in page.cards.values()].count(True) == 1
    chips[2].click()
    assert not chips[1].isChecked()


def test_a_copy_made_now_is_verified_and_can_be_put_back(desk: Desk) -> None:
    page = page_of(desk)
    database = page.database
    database.backup.click()
    desk.until(lambda: len(database.restores) == 1)
    path = desk.window.tasks.database.path  # type: ignore[union-attr]
    assert path is not None

    def change(store: Any) -> None:
        from db.records import Organisation
        from db.records.organisations import OrganisationKind

        with store.change("Add") as work:
            work.add(Organisation(name="Unidad ficticia", kind=next(iter(OrganisationKind))))

    desk.ask(change)
    database.restores[0].click()
    desk.until(lambda: desk.window.tasks.database is not None and any(path.parent.glob("*before-restore*")))
    desk.until(lambda: desk.window.page() is not None)

    def there(store: Any) -> bool:
        from db.queries import organisations

        with store.reading() as session:
            return organisations.called(session, "Unidad ficticia") is not None

    assert desk.ask(there) is False


def test_a_recent_database_that_is_gone_cannot_be_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.settings.change(recent_databases=(str(tmp_path / "gone.db"),))
    page_of(desk).database.refresh()
    desk.rest()
    box = page_of(desk).database.recent
    flags = box.model().index(1, 0).flags()
    assert not flags & Qt.ItemFlag.ItemIsEnabled
    assert "gone.db" in box.itemText(1)


def test_connecting_asks_for_what_is_missing_and_keeps_no_password_in_the_address(desk: Desk, qtbot: QtBot) -> None:
    from ui.connecting import ConnectDialog

    dialog = ConnectDialog(desk.window.here, desk.window)
    given: list[str] = []
    dialog.given.connect(given.append)
    dialog.open()
    dialog.give()
    assert dialog.bar.isVisible()
    dialog.lines["host"].setText("postgresql://ana:secreto%40@servidor.example:5433/base")
    dialog.lines["host"].textEdited.emit(dialog.lines["host"].text())
    assert {name: line.text() for name, line in dialog.lines.items()} == {
        "host": "servidor.example", "port": "5433", "name": "base", "user": "ana", "password": "secreto@",
    }  # fmt: skip
    assert dialog.address() == "postgresql://ana@servidor.example:5433/base"
    dialog.lines["port"].setText("70000")
    assert dialog.address() is None
    dialog.lines["port"].setText("")
    dialog.lines["password"].clear()
    dialog.give()
    assert given == ["postgresql://ana@servidor.example:5432/base"]

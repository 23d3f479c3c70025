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
    assert desk.window.status._database.whole() == "Base de datos local"


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


def changed(desk: Desk, name: str) -> None:
    def change(store: Any) -> None:
        from db.records import Organisation
        from db.records.organisations import OrganisationKind

        with store.change("Add") as work:
            work.add(Organisation(name=name, kind=next(iter(OrganisationKind))))

    desk.ask(change)


def is_there(desk: Desk, name: str) -> bool:
    def there(store: Any) -> bool:
        from db.queries import organisations

        with store.reading() as session:
            return organisations.called(session, name) is not None

    return bool(desk.ask(there))


def dialog_of(desk: Desk) -> Any:
    from ui.settings.restoring import RestoreDialog

    return desk.window.findChild(RestoreDialog)


def test_a_copy_is_put_back_in_three_steps_and_that_is_undone(desk: Desk) -> None:
    from ui.settings.restoring import CHOOSE, COMPARE, DONE

    page_of(desk).copies.backup.click()
    desk.until(lambda: len(page_of(desk).copies.restores) == 1)
    changed(desk, "Unidad ficticia")
    page_of(desk).copies.restore.click()
    desk.rest()
    dialog = dialog_of(desk)
    assert dialog.step == CHOOSE
    assert dialog.list.topLevelItem(0).text(1) == "Verified copy"
    dialog.next.click()
    desk.rest()
    assert dialog.step == COMPARE
    said = {dialog.grid.itemAtPosition(line, 0).widget().whole(): [
        dialog.grid.itemAtPosition(line, column).widget().whole() for column in (1, 2, 3)]
        for line in range(1, dialog.grid.rowCount()) if dialog.grid.itemAtPosition(line, 3) is not None}
    assert said["Organisations"][2] == "−1"
    assert said["Commitments"] == ["0", "0", "="]
    assert "1 change was made after this copy." in dialog.kept.whole()
    assert is_there(desk, "Unidad ficticia")
    dialog.next.click()
    desk.until(lambda: dialog.step == DONE)
    assert dialog.isVisible()
    assert "before-restore" in dialog.done_where.whole()
    assert not is_there(desk, "Unidad ficticia")
    dialog.undo.click()
    desk.until(lambda: dialog.isVisible())
    assert is_there(desk, "Unidad ficticia")
    dialog.next.click()
    desk.rest()
    assert dialog_of(desk) is None


def test_a_copy_chosen_in_the_list_begins_at_the_second_step(desk: Desk) -> None:
    from ui.settings.restoring import CHOOSE, COMPARE

    page_of(desk).copies.backup.click()
    desk.until(lambda: len(page_of(desk).copies.restores) == 1)
    page_of(desk).copies.restores[0].click()
    desk.rest()
    dialog = dialog_of(desk)
    assert dialog.step == COMPARE
    assert dialog.next.isEnabled()
    dialog.back.click()
    assert dialog.step == CHOOSE
    assert dialog.list.chosen() == dialog.copy
    dialog.cancel.click()


def test_a_damaged_copy_cannot_be_put_back(desk: Desk, tmp_path: Path) -> None:
    page_of(desk).copies.backup.click()
    desk.until(lambda: len(page_of(desk).copies.restores) == 1)
    (tmp_path / "roto-2026-06-01.db").write_bytes(b"no database at all")
    page_of(desk).copies.begin(tmp_path / "roto-2026-06-01.db")
    desk.rest()
    dialog = dialog_of(desk)
    assert dialog.bar.isVisible()
    assert not dialog.next.isEnabled()
    dialog.cancel.click()


def test_a_copy_put_back_from_elsewhere_is_said_with_undo(desk: Desk) -> None:
    page_of(desk).copies.backup.click()
    desk.until(lambda: len(page_of(desk).copies.restores) == 1)
    changed(desk, "Unidad ficticia")
    from ecd_desktop import paths
    from ecd_desktop.services import backups

    copy = backups.listed(paths.backups())[0].path
    desk.program.restore(copy)
    desk.until(lambda: "is open now" in desk.window.notices.text())
    assert not is_there(desk, "Unidad ficticia")
    desk.window.notices.press()
    desk.until(lambda: "before-restore" in desk.window.notices.text())
    assert is_there(desk, "Unidad ficticia")


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


def test_a_logo_is_chosen_shown_and_taken_away_and_a_lost_one_is_said_quietly(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    picture = tmp_path / "escudo.png"
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkBlue)
    assert image.save(str(picture))
    editor = page_of(desk).editors["logo_left"]
    editor.picked.emit("logo_left", str(picture))
    desk.until(lambda: bool(desk.settings.logo_left))
    desk.until(editor._shown.isVisible)
    picture.unlink()
    shown = editor._shown.pixmap()
    assert round(shown.width() / shown.height()) == 3  # its proportions
    assert not editor._note.isVisible()
    next(desk.settings.logos.iterdir()).unlink()
    page_of(desk).shown()
    desk.until(editor._note.isVisible)
    assert not editor._shown.isVisible()
    editor._remove.click()
    desk.until(lambda: desk.settings.logo_left == "")
    desk.until(lambda: not editor._note.isVisible())
    assert not editor._remove.isVisible()
    (tmp_path / "nota.png").write_text("no es una imagen")
    editor.picked.emit("logo_left", str(tmp_path / "nota.png"))
    desk.rest()
    assert desk.settings.logo_left == ""

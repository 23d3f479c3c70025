"""Minutes taken from the list of meetings to their records, and taken back: no mouse, no menu."""

from typing import Any

from tests.journeys.keys import CTRL, KEY, Keyboard, contents
from tests.ui.example import page_of
from ui.main_window import MainWindow


def test_take_the_roll_write_close_undo_and_redo(office: MainWindow) -> None:
    listed = page_of(office, "meetings")
    row = next(row for key in listed.model.keys if (row := listed.model.row(key)).expected and not row.came)
    listed.table.select([row.key], row.key)
    listed.table.setFocus()
    keyboard = Keyboard(office)
    keyboard.rest()
    keyboard.command("meetings.take_minutes")
    page: Any = office.page()
    assert keyboard.focus is page.editor
    keyboard.type("Se habla de la sombra.")
    keyboard.press(KEY.Key_Return)
    keyboard.press(KEY.Key_1, CTRL)
    keyboard.type("Se instala el toldo")
    keyboard.press(KEY.Key_Return)
    keyboard.type("/comp")
    keyboard.press(KEY.Key_Return)
    keyboard.type("@emape")
    keyboard.press(KEY.Key_Return)
    keyboard.type("pide dos cotizaciones +3")
    page.read_text()
    keyboard.rest()
    keyboard.press(KEY.Key_S, CTRL)
    stood = contents(office)
    keyboard.command("minutes.close")
    assert page.desk.is_closing
    page.desk.closing.hour.setFocus()
    page.desk.closing.hour.clear()
    keyboard.type("17:30")
    keyboard.press(KEY.Key_Return)
    decision, item = page.sheet.recorded
    assert decision.text == "Se instala el toldo"
    assert item.text == "pide dos cotizaciones"
    assert page.sheet.ends_at == "17:30"
    assert len(page.minutes.spoken[1].who) == 1
    assert page.minutes.spoken[1].due is not None
    closed = contents(office)
    keyboard.press(KEY.Key_Z, CTRL)  # the notice says so, and what was typed is not what it takes back
    assert contents(office) == stood
    office.registry["shell.redo"].trigger()
    keyboard.rest()
    assert contents(office) == closed

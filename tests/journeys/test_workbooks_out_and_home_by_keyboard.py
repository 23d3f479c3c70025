"""Workbooks to three departments, edited in LibreOffice, received, decided, applied, taken back: by keyboard alone."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ecd_desktop import calendar, language
from ecd_desktop.calendar import today
from ecd_desktop.services import action_items
from tests.ecd_desktop.exchange.libreoffice import CSV, ODS, SOFFICE, XLSX, run
from tests.ecd_desktop.reports.paper import squeezed, words
from tests.journeys.keys import CTRL, KEY, Keyboard, contents
from tests.ui.example import DAY, wait_until_idle
from tests.ui.program import Desk
from ui import application
from ui.main_window import MainWindow

UNITS = ("GFA", "GFB", "GFC")
EACH = 4
NEW = "Promesa ficticia que propone la gerencia"


def done(window: MainWindow, fn: Callable[[Any], Any]) -> Any:
    """Something in the store, as if a colleague did it."""
    found: list[Any] = []
    window.tasks.do(fn, then=found.append)
    wait_until_idle(window.tasks)
    return found[0]


def promised(store: Any) -> dict[str, Any]:
    """Three invented departments with four commitments each; code → key."""
    from db.records import ActionItem, Organisation

    keys: dict[str, Any] = {}
    with store.change("Invented commitments") as work:
        for n, acronym in enumerate(UNITS, start=1):
            unit = work.add(Organisation(name=f"Gerencia Ficticia de Prueba {n}", acronym=acronym))
            for m in range(1, EACH + 1):
                made = ActionItem(
                    code=f"COM-2026-{100 * n + m}", description=f"Promesa ficticia {m} de {acronym}", unit_id=unit.id,
                    due_on=today(), due_original=today(), progress=10, remarks=f"Nota {m}",
                )  # fmt: skip
                keys[made.code] = work.add(made).id
    return keys


def in_office(sent: Mapping[str, Path], folder: Path) -> list[Path]:
    """What the three departments do to their files, in a real LibreOffice: each saves it as it likes."""

    def typed(code: str, heading: str, text: str) -> str:
        return f'    Cell(page, "{code}", "{heading}").setFormula("{text}")\n'

    lines = {
        "GFA": typed("COM-2026-101", "Avance (%)", "60%") + typed("COM-2026-102", "Estado", "Cumplido")
        + typed("COM-2026-103", "Observaciones", "Falta pintura") + "    Sorted(page, 0, 20, 1, 4, 2, False)\n",
        "GFB": typed("COM-2026-201", "Avance (%)", "70%") + typed("COM-2026-202", "Avance (%)", "80%")
        + typed("COM-2026-203", "Estado", "casi listo") + f'    page.getCellByPosition(2, 5).String = "{NEW}"\n',
        "GFC": typed("COM-2026-301", "Observaciones", "Se espera el permiso")
        + typed("COM-2026-302", "Avance (%)", "35%") + '    page.Rows.removeByIndex(Line(page, "COM-2026-304"), 1)\n',
    }  # fmt: skip
    saved = {"GFA": ("a.xlsx", XLSX), "GFB": ("b.ods", ODS), "GFC": ("c.csv", CSV)}
    jobs = [(sent[unit], lines[unit], {saved[unit][0]: saved[unit][1]}) for unit in UNITS]
    return list(run(jobs, folder).values())


def meanwhile(keys: Mapping[str, Any]) -> Callable[[Any], None]:
    """The team writes into four of the cells that the departments write into."""

    def job(store: Any) -> None:
        for code in ("COM-2026-101", "COM-2026-201", "COM-2026-302"):
            action_items.report_progress(store, [keys[code]], on=today(), progress=20)
        with store.change("Write a note") as work:
            from db.records import ActionItem

            work.get(ActionItem, keys["COM-2026-301"]).remarks = "Nota de la oficina"

    return job


def fields_of(window: MainWindow, keys: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Code → a field's value here."""

    def job(store: Any) -> dict[str, Any]:
        from db.records import ActionItem

        with store.reading() as session:
            return {
                code: tuple(getattr(session.get(ActionItem, key), name) for name in names)
                for code, key in keys.items()
            }  # fmt: skip

    found: dict[str, Any] = done(window, job)
    return found


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, example_url: str) -> MainWindow:
    """The whole program in Spanish, at the commitments."""
    language.use("es")
    application.application(mode="light")
    application.forget()
    calendar.set_today(DAY)
    window = Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="action_items").window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice, in which the departments edit their files, is not installed")
@pytest.mark.timeout(180)
def test_three_workbooks_go_out_come_home_edited_and_are_settled_without_a_mouse(
    office: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = done(office, promised)
    keyboard = Keyboard(office)
    # the commitments of the three departments are looked for, selected, and sent
    keyboard.press(KEY.Key_F, CTRL)
    keyboard.type("Promesa ficticia")
    keyboard.press(KEY.Key_Return)
    keyboard.press(KEY.Key_A, CTRL)
    assert len(office.here.keys) == len(keys)
    keyboard.command("shell.export")
    page: Any = office.page()
    assert [one.name for one in page.send.list.chosen()] == list(UNITS)
    folder = tmp_path / "matrices"
    keyboard.tab_to(page.send.folder.isAncestorOf)
    keyboard.press(KEY.Key_A, CTRL)
    keyboard.type(str(folder))
    keyboard.command("exports.send")
    sent = {unit: next(folder.glob(f"*{unit}*.xlsx")) for unit in UNITS}
    assert len(list(folder.glob("*.eml"))) == len(UNITS)

    # they are edited elsewhere, and the team goes on working
    edited = tmp_path / "devueltas"
    edited.mkdir()
    files = in_office(sent, edited)
    done(office, meanwhile(keys))
    before = contents(office)

    # all three are received; the dialog is the system's
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(one) for one in files], ""))
    keyboard.command("shell.receive")
    page = office.page()
    assert office.place() == "reconciling"
    asked = [point for point in page.job.points if point.open]
    assert [point.code for point in asked] == ["COM-2026-101", "COM-2026-201", "COM-2026-301", "COM-2026-302"]
    assert all(point.words.startswith("Promesa ficticia") for point in asked)
    for key in (KEY.Key_3, KEY.Key_2, KEY.Key_3, KEY.Key_1):  # theirs, ours, theirs, as it left
        keyboard.press(key)
    assert page.job.open() == 0
    keyboard.command("reconciling.apply")
    here = fields_of(office, keys, "progress", "remarks")
    assert [here[f"COM-2026-{n}"][0] for n in (101, 201, 202, 302)] == [60, 20, 80, 10]
    assert here["COM-2026-301"][1] == "Se espera el permiso"
    assert here["COM-2026-103"][1] == "Falta pintura"
    states = fields_of(office, keys, "state")
    assert [states[f"COM-2026-{n}"][0].value for n in (102, 203)] == ["done", "pending"]  # «casi listo» is no state
    after = contents(office)
    assert after != before

    # the receipt for the second department says what was taken, what was not, and why
    paper = tmp_path / "constancia.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(paper), ""))
    keyboard.tab_to(lambda widget: "GFB" in widget.accessibleName() and "PDF" in widget.accessibleName())
    keyboard.press(KEY.Key_Space)
    told = words(paper)
    assert all(said in told for said in ("COM-2026-202", "80", "casilisto", squeezed(NEW)))
    assert "COM-2026-101" not in told  # another department's

    # one undo takes everything back, and redo brings it again
    keyboard.press(KEY.Key_Z, CTRL)
    assert contents(office) == before
    keyboard.press(KEY.Key_Y, CTRL)
    assert contents(office) == after
    assert done(office, lambda store: store.verify()) == []

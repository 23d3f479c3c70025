"""One window for one person: a second start raises the first and passes its file; a dead one is replaced."""

import os
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from ecd_desktop import cli, paths
from tests.ui.program import Desk
from ui.single_instance import Door, Wanted, knock, own_name

ROOT = Path(__file__).parents[2]
START = (
    "import sys; from pathlib import Path; from ecd_desktop.identity import Person; "
    "from ecd_desktop.settings import Settings; from ui import wiring\n"
    "database, file = sys.argv[1] or None, Path(sys.argv[2]) if sys.argv[2] else None\n"
    "sys.exit(wiring.run(Settings.load(), Person('Prueba Ficticia', 'LAPTOP-1'), database=database, file=file))"
)
KNOCK = (
    "import sys; from ui.single_instance import Wanted, knock\n"
    "print(knock(sys.argv[1], Wanted(file=sys.argv[2])))"
)
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def doors() -> Iterator[Callable[..., Door]]:
    """Makes doors that outlive the test's own words: Qt may still have something to tell their sockets."""
    made: list[Door] = []

    def one(name: str = "") -> Door:
        made.append(Door(name))
        return made[-1]

    yield one
    for door in made:
        door.close()
        door.deleteLater()


@pytest.fixture
def start(own_home: Path) -> Iterator[Start]:
    """Starts the program as a double click does; what still runs at the end is ended."""
    started: list[subprocess.Popen[str]] = []

    def one(database: str = "", file: str = "") -> "subprocess.Popen[str]":
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        started.append(
            subprocess.Popen([sys.executable, "-c", START, database, file], env=environment, cwd=own_home, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        )  # fmt: skip
        return started[-1]

    yield one
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def last_database() -> str:
    try:
        return str(tomllib.loads(paths.settings_file().read_text("utf-8"))["database"]["last_database"])
    except (OSError, KeyError):
        return ""


@pytest.mark.row(84)
def test_a_second_start_ends_at_once_and_its_database_opens_in_the_first_window(
    start: Start, qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    first = Path(sqlite_url.removeprefix("sqlite:///"))
    second = tmp_path / "otra base.db"
    shutil.copyfile(first, second)
    window = start(str(first))
    qtbot.waitUntil(lambda: last_database() == str(first))
    later = start(file=str(second))
    assert later.wait(timeout=100) == 0, later.communicate()[1]
    qtbot.waitUntil(lambda: last_database() == str(second))
    assert window.poll() is None


@pytest.mark.row(84)
def test_the_name_of_a_program_that_died_is_taken_over(
    start: Start, doors: Callable[..., Door], qtbot: QtBot, sqlite_url: str
) -> None:
    dead = start(sqlite_url.removeprefix("sqlite:///"))
    qtbot.waitUntil(lambda: last_database() != "")
    dead.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    dead.wait(timeout=60)
    door = doors()
    assert door.open(Wanted())
    told: list[Wanted] = []
    door.asked.connect(told.append)
    try:
        with subprocess.Popen([sys.executable, "-c", KNOCK, own_name(), "/x/libro.xlsx"], cwd=ROOT, text=True,
                              stdout=subprocess.PIPE) as later:  # fmt: skip
            qtbot.waitUntil(lambda: bool(told))
            assert later.communicate()[0].strip() == "True"
        assert told == [Wanted(file="/x/libro.xlsx")]
    finally:
        door.close()


@pytest.mark.row(85)
def test_a_file_that_the_system_hands_over_is_told_from_commands_and_options(tmp_path: Path) -> None:
    book = tmp_path / "mi matriz.xlsx"
    book.write_bytes(b"")
    assert cli.file_given([str(book)]) == ([], book)
    assert cli.file_given(["--as-person", "Ana", str(book)]) == (["--as-person", "Ana"], book)
    for plain in (["--database", str(book)], ["import", str(book)], ["import", "--apply", str(book)], ["example"], []):
        assert cli.file_given(plain) == (plain, None)


def test_another_data_folder_has_a_window_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = own_name()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert own_name() != usual
    assert knock(own_name(), Wanted()) is None


def test_paths_are_told_so_that_they_hold_in_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    told = Wanted.of(database="una.db", file=Path("b.xlsx"))
    assert told == Wanted(str(tmp_path / "una.db"), str(tmp_path / "b.xlsx"))
    assert Wanted.of(database="postgresql://ana@servidor/base").database == "postgresql://ana@servidor/base"


@pytest.mark.parametrize("line", [b"[]\n", b"{\n", b'{"file": 3}\n', b'{"run": "rm"}\n'])
def test_what_is_no_request_is_dropped(
    qtbot: QtBot, doors: Callable[..., Door], line: bytes, own_home: Path
) -> None:
    door = doors(f"ecd-test-{os.getpid()}-{abs(hash(line))}")
    assert door.open(Wanted())
    told: list[Wanted] = []
    door.asked.connect(told.append)
    socket = QLocalSocket()
    socket.connectToServer(door.name)
    socket.write(line)
    socket.flush()
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert told == []
    door.close()


def test_a_window_takes_what_a_second_start_was_given(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> None:
    desk = Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"))
    desk.window.showMinimized()
    (sample,) = (Path(ROOT) / "resources" / "samples").glob("matriz_compromisos_2026.xlsx")
    desk.program.answer(Wanted(file=str(sample)))
    desk.rest()
    assert not desk.window.isMinimized()
    assert desk.window.place() == "importing"
    page: Any = desk.window.page()
    assert any("11 columns" in one.text() for one in page.findChildren(type(desk.window.header.title)))


def test_a_workbook_given_before_a_database_is_open_is_read_afterwards(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, tmp_path)
    desk.program.begin()
    desk.rest()
    (sample,) = (Path(ROOT) / "resources" / "samples").glob("matriz_compromisos_2026.xlsx")
    desk.program.take(sample)
    assert sample.name in desk.window.notices.text()
    desk.program.start("empty")
    desk.until(lambda: desk.window.place() == "importing")

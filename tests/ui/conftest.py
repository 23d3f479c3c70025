"""A window on a database of its own, as the program puts it together, with a sample noun in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecd_desktop.settings import Settings
from ui import application, style, tokens
from ui.main_window import MainWindow
from ui.shell_places import Group, Place
from ui.tasks import Tasks

if TYPE_CHECKING:
    from tests.ui.audits.walking import Walk


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """The program's look, light, without a memory of earlier windows."""
    if (style._mode, style._scale, style.theme()) == ("light", 1.0, tokens.LIGHT):  # to put it on takes 0.1 s
        qInstallMessageHandler(application._to_log)  # which the test's own harness has taken
        application.speak(qapp)
    else:
        application.application(mode="light", scale=1.0)
    application.forget()


@pytest.fixture(autouse=True, scope="session")
def nothing_copied_at_the_end() -> Iterator[None]:
    """Without a screen, Qt frees what was copied last after Python has gone, and that ends in a crash."""
    yield
    if isinstance(QApplication.instance(), QApplication):
        QApplication.clipboard().clear()


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[Tasks], None]:
    """Wait until the database thread has answered everything."""

    def wait(tasks: Tasks) -> None:
        qtbot.waitUntil(lambda: tasks.idle)

    return wait


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(path=tmp_path / "settings.toml")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """The database thread, without a database."""
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def on_store(tasks: Tasks, sqlite_url: str, settled: Callable[[Tasks], None]) -> Tasks:
    """The database thread with an open local database."""
    from db.store import Store

    tasks.open(lambda: Store.open(sqlite_url, who="Prueba Ficticia", machine="LAPTOP-1"))
    settled(tasks)
    return tasks


@pytest.fixture
def window(
    qtbot: QtBot, on_store: Tasks, settings: Settings, settled: Callable[[Tasks], None]
) -> MainWindow:
    """The shell at 1366×768 with two places: organisations, and a plain page."""
    from tests.ui import sample_noun
    from ui.widgets.page import Page

    places = (
        Place("organisations", "Organisations", "building", Group.WORK, sample_noun.OrganisationsPage,
              entity="organisations", commands=lambda: sample_noun.COMMANDS,
              count=lambda _session, _here: (3, "amber")),
        Place("plain", "Plain", "home", Group.FOOT, lambda _here: Page()),
    )  # fmt: skip
    made = MainWindow(places, settings, on_store)
    made._opened(on_store.database)  # type: ignore[arg-type]
    made.resize(1366, 768)
    qtbot.addWidget(made, before_close_func=lambda _window: on_store.close())
    made.show()
    made.ready()
    settled(on_store)
    return made


@pytest.fixture
def change(on_store: Tasks, settled: Callable[[Tasks], None]) -> Callable[[Callable[[Any], Any]], Any]:
    """Do something to the open store, as if from elsewhere in the program, and wait for the news."""

    def do(fn: Callable[[Any], Any]) -> Any:
        answers: list[Any] = []
        on_store.do(fn, then=answers.append)
        settled(on_store)
        return answers[0] if answers else None

    return do


# --- the program's own places, on the example portfolio --------------------------------------------------------------


@pytest.fixture
def office(qtbot: QtBot, example_url: str, tasks: Tasks, settings: Settings) -> MainWindow:
    """The window as the program puts it together, on a copy of the example portfolio, at the commitments."""
    from tests.ui.example import opened_office

    window = opened_office(example_url, tasks, settings)
    qtbot.addWidget(window, before_close_func=lambda _window: tasks.close())
    return window


@pytest.fixture(scope="module")
def walk(
    request: pytest.FixtureRequest, qapp: QApplication, example_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Walk]":
    """The whole program on the example, once for a module; in English, or in what the module calls ``SPOKEN``."""
    from ecd_desktop import language
    from tests.ui.audits.walking import Walk
    from tests.ui.example import copied

    application.application(mode="light")
    application.forget()
    language.use(getattr(request.module, "SPOKEN", "en"))
    folder = tmp_path_factory.mktemp("walk")
    copied(example_template, folder)
    made = Walk(folder, folder / "example.db")
    yield made
    made.close()
    language.use("en")


@pytest.fixture
def answers(office: MainWindow) -> Callable[[Callable[[Any], Any]], Any]:
    """Ask the store something (or do something to it, as if from elsewhere) and wait for the answer."""
    from tests.ui.example import wait_until_idle

    def ask(fn: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        office.tasks.do(fn, then=found.append)
        wait_until_idle(office.tasks)
        return found[0] if found else None

    return ask

"""What every test stands on: databases on SQLite and PostgreSQL, a home of its own, a screen that is not there."""

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import compiled_once, postgres

if TYPE_CHECKING:
    from db.store import Store

# Before anything imports Qt: with no display it would abort the process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["TZ"] = "<-05>5"
if hasattr(time, "tzset"):
    time.tzset()


def _quick_folder() -> str | None:
    """Memory instead of a disk, where there is room and programs may run from it: each save is synced many times."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or not os.access(shared, os.W_OK):
        return None
    noexec = bool(os.statvfs(shared).f_flag & getattr(os, "ST_NOEXEC", 8))
    return None if noexec or shutil.disk_usage(shared).free < 4 * 2**30 else str(shared)


if folder := _quick_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)

TEST_PERSON = "Prueba Ficticia"
PATIENCE = 60_000  # milliseconds: nothing is a failure only because the machine is busy

# Shared machines are slow now and then; a slow example is no failure.
settings.register_profile("ours", deadline=None, print_blob=True)
settings.load_profile("ours")
compiled_once.share()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of its own for every test, so that none touches a person's settings; English is in force."""
    from ecd_desktop import calendar, language

    home = Path(tempfile.mkdtemp(prefix="home-", dir=tmp_path_factory.getbasetemp()))  # mktemp would count them all
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "WIN_PD_OVERRIDE_APPDATA",
                 "WIN_PD_OVERRIDE_LOCAL_APPDATA"):  # fmt: skip
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE", "RUNTIME"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_{'DIR' if name == 'RUNTIME' else 'HOME'}", str(folder))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    language.use("en")
    yield home
    language.use("en")
    calendar.set_today(None)


# --- databases: every db test runs on both ------------------------------------------------------------------------


def migrate(url: str) -> None:
    """Bring an empty database to this version, as the program does it."""
    from db.store import Store

    Store.open(url, who=TEST_PERSON).close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated local database, made once."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A real PostgreSQL, started by the first test that asks for it."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    """The name of a migrated database, made once."""
    name = postgres_server.create(name="migrated")
    migrate(postgres_server.url(name))
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated local database."""
    path = tmp_path / "coordination.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Server, postgres_template: str) -> Iterator[str]:
    """A fresh migrated database on the server."""
    name = postgres_server.create(template=postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def blank_sqlite_url(tmp_path: Path) -> str:
    """The address of a local database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'blank.db'}"


@pytest.fixture
def blank_postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A database on the server in which nothing is."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database without a single record, on both kinds."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest) -> str:
    """An address with nothing behind it yet, on both kinds."""
    return str(request.getfixturevalue("blank_sqlite_url" if request.param == "sqlite" else "blank_postgres_url"))


# --- offices: databases with reference data, as the program opens them -------------------------------------------


def load_reference(url: str) -> None:
    """Load reference data into a migrated database, once for all tests that copy it."""
    from db.store import Store
    from ecd_desktop.services import reference

    store = Store.open(url, who=TEST_PERSON)
    try:
        reference.load(store)
    finally:
        store.close()


@pytest.fixture(scope="session")
def office_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local database with reference data, made once."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copyfile(sqlite_template, path)
    load_reference(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def office_on_server(postgres_server: postgres.Server, postgres_template: str) -> str:
    """The name of a database with reference data, made once."""
    name = postgres_server.create(name="office", template=postgres_template)
    load_reference(postgres_server.url(name))
    return name


@pytest.fixture
def office_sqlite_url(office_file: Path, tmp_path: Path) -> str:
    """A fresh local database with reference data."""
    path = tmp_path / "office.db"
    shutil.copyfile(office_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
def office_postgres_url(postgres_server: postgres.Server, office_on_server: str) -> Iterator[str]:
    """A fresh database with reference data on the server."""
    name = postgres_server.create(template=office_on_server)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def office_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with reference data and nothing else, on both kinds: what ``open_database`` would make."""
    return str(request.getfixturevalue(f"office_{'sqlite' if request.param == 'sqlite' else 'postgres'}_url"))


@pytest.fixture
def open_store() -> Iterator["Callable[..., Store]"]:
    """Opens stores and closes them after the test: ``open_store(url, who="…")``."""
    from db.store import Store

    opened: list[Store] = []

    def open_one(url: str, *, who: str = TEST_PERSON, machine: str = "LAPTOP-1", backups: Path | None = None) -> Store:
        opened.append(Store.open(url, who=who, machine=machine, backups=backups))
        return opened[-1]

    yield open_one
    for store in reversed(opened):
        store.close()


@pytest.fixture(scope="session")
def example_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local database with the example portfolio, made once."""
    from tests.ui.example import made_example

    path = tmp_path_factory.mktemp("example") / "example.db"
    made_example(path)
    return path


@pytest.fixture
def example_url(example_template: Path, tmp_path: Path) -> str:
    """A fresh copy of the example portfolio."""
    from tests.ui.example import copied

    return copied(example_template, tmp_path)


@pytest.fixture
def store(database_url: str, open_store: "Callable[..., Store]") -> "Store":
    """The store of a fresh database, on both kinds, with a test person at the keyboard."""
    return open_store(database_url)


@pytest.fixture
def sqlite_store(sqlite_url: str, open_store: "Callable[..., Store]") -> "Store":
    """The store of a fresh local database: for services and screens, which need not be tried on both."""
    return open_store(sqlite_url)


@pytest.fixture
def postgres_store(postgres_url: str, open_store: "Callable[..., Store]") -> "Store":
    """The store of a fresh database on the server."""
    return open_store(postgres_url)


def pytest_configure(config: pytest.Config) -> None:
    """The conventions that tests hold are counted, and printed at the end."""
    from pytestqt.qtbot import QtBot

    from tests.conventions import Rows

    for waits in (QtBot.waitUntil, QtBot.waitSignal):  # how long is waited for what must come, in every test
        waits.__kwdefaults__["timeout"] = PATIENCE
    config.addinivalue_line("markers", "row(*numbers): the rows of the conventions that this test holds")
    config.pluginmanager.register(Rows(), "conventions")


def pytest_collection_finish() -> None:
    """What was imported and collected by now stays: the garbage collector need not walk through it for every test."""
    gc.collect()
    gc.freeze()
    gc.disable()
    gc.set_threshold(100_000, 10, 10)


def pytest_runtest_logfinish() -> None:
    """Garbage goes between tests, on this thread: rings of Qt objects that another thread collects end in a crash."""
    gc.disable()  # whatever the test did
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:  # windows that were closed go now
        widgets.QApplication.sendPostedEvents(None, 52)  # DeferredDelete, which else waits for the next test's loop
    counts = gc.get_count()
    due = [n for n, (count, most) in enumerate(zip(counts, gc.get_threshold(), strict=True)) if count > most]
    if due:
        gc.collect(due[-1])


def pytest_report_header() -> str:
    """Which Python and Qt platform the run stands on."""
    return f"Python {sys.version.split()[0]}, Qt platform {os.environ['QT_QPA_PLATFORM']}"

"""The log speaks to maintainers and holds no personal data."""

import contextlib
import errno
import faulthandler
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecd_desktop import log
from ecd_desktop.errors import Expected

CANARY = "Quispe Ficticia 04567890"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    started = log.start(tmp_path / "logs")
    assert started is not None
    yield started
    log.stop()


def failing_insert() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table people (name text check (length(name) < 3))")
        try:
            connection.execute(f"insert into people values ('{CANARY}') returning nothing_such_{CANARY.split()[2]}")
        except sqlite3.OperationalError as first:
            raise ValueError(f"cannot save {CANARY}") from first


def test_a_failure_is_written_with_its_places_and_without_its_words(file: Path) -> None:
    try:
        failing_insert()
    except ValueError:
        logging.getLogger("ecd_desktop.x").exception("saving failed")
    text = file.read_text(encoding="utf-8")
    assert "failing_insert" in text
    assert "sqlite3.OperationalError" in text
    assert text.index("OperationalError") < text.index("ValueError"), "the cause comes first"
    assert "04567890" not in text
    assert "Quispe" not in text


@pytest.mark.parametrize("how", ["args", "message", "cached", "context", "group", "expected"])
def test_no_road_leads_an_exceptions_words_into_the_log(how: str, file: Path) -> None:
    logger = logging.getLogger("ecd_desktop.y")
    failure = ValueError(CANARY)
    if how == "args":
        logger.error("failed: %s", failure)
    elif how == "message":
        logger.error(failure)
    elif how == "cached":
        record = logger.makeRecord("y", logging.ERROR, "f", 1, "m", (), (ValueError, failure, None))
        logging.Formatter().format(record)  # another handler has put its words on the record
        logger.handle(record)
    elif how == "group":
        logger.error("many", exc_info=ExceptionGroup(CANARY, [failure, KeyError(CANARY)]))
    elif how == "expected":
        logger.error("world", exc_info=Expected(CANARY))
    else:
        try:
            try:
                raise failure
            except ValueError:
                raise KeyError(CANARY)  # noqa: B904
        except KeyError:
            logger.exception("context")
    text = file.read_text(encoding="utf-8")
    assert "ERROR" in text
    assert "Quispe" not in text


def test_a_mistake_in_the_code_keeps_its_words(file: Path) -> None:
    try:
        "text".no_such_thing  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as exc:
        report = log.unexpected(exc, "action_items.complete")
    assert "no_such_thing" in report
    assert "action_items.complete" in report
    assert "tests/ecd_desktop/test_log.py" in report
    assert str(Path.home()) not in report
    assert report.startswith("ECD Desktop 0.")
    assert "no_such_thing" in file.read_text(encoding="utf-8")


def test_a_file_that_the_system_refused_is_not_named(file: Path) -> None:
    with pytest.raises(FileNotFoundError) as refused:
        Path(f"/no/such/{CANARY}").read_text()
    assert "Quispe" not in log.unexpected(refused.value)
    assert os.strerror(errno.ENOENT) in log.described(refused.value)  # in the language of the system
    assert "Quispe" not in file.read_text(encoding="utf-8")


def test_the_log_turns_over_and_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MEGABYTE", 10_000)
    file = log.start(tmp_path)
    assert file is not None
    for n in range(2_000):
        logging.getLogger("ecd_desktop.z").error("a line of some length, number %d, to fill the file with words", n)
    log.stop()
    sizes = [one.stat().st_size for one in tmp_path.glob("ecd-desktop.log*")]
    assert len(sizes) == 5
    assert max(sizes) <= 10_000


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("x")
    assert log.start(tmp_path / "blocked") is None
    log.stop()


def test_the_interpreters_own_death_goes_to_a_file(file: Path) -> None:
    assert (file.parent / log.CRASH_NAME).exists()
    assert faulthandler.is_enabled()

"""What is killed in the journeys: imports, exports and prints through the program's own command line, over and over.

Each work is run by ``tests.db.killing.killed`` in a child. It tells ``done`` each command that has returned, so that
the test may hold the program to it, and says ``writing`` when it begins a file.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from db import engines
from ecd_desktop import files, issuing, sending  # noqa: F401 - loaded before the first word, so that no kill is spent on that
from ecd_desktop.__main__ import main
from ecd_desktop.exchange import export, importing  # noqa: F401
from ecd_desktop.reports import commitments, page  # noqa: F401
from tests.db.killing import Done


def command(database: str, *words: str) -> None:
    """One command of the program, with a home of its own; it must succeed."""
    os.environ["ECD_DESKTOP_HOME"] = str(Path(database).parent / "home")
    with Path(os.devnull).open("w", encoding="utf-8") as silent, redirect_stdout(silent):
        code = main(["--database", database, "--as-person", "Ana", *words])
    assert code == 0, f"{words[0]} ended with {code}"


def bring(done: Done, database: str, file: str) -> None:
    """An import that is taken back and brought again."""
    done("begin")
    while True:
        command(database, "import", file, "--apply", "--json")
        done("imported")
        command(database, "undo")
        done("undone")


def hand_out(done: Done, database: str, file: str) -> None:
    """The workbook of a unit, again and again over the same file."""
    export.written = _announced(done)  # type: ignore[assignment]
    while True:
        command(database, "export", "action-items", "--for", "EMAPE", "--out", file)
        done("written")


def send_out(done: Done, database: str, folder: str) -> None:
    """The workbooks of all departments with their drafts, again and again into the same folder."""
    sending.written = _announced(done)  # type: ignore[assignment]
    while True:
        command(database, "send", "--to", "all", "--out", folder)
        done("written")


def print_out(done: Done, database: str, file: str) -> None:
    """The printed matrix, again and again over the same file."""
    page.written = _announced(done)  # type: ignore[assignment]
    while True:
        command(database, "report", "commitments", "--out", file)
        done("written")


def _announced(done: Done) -> Callable[[Path], object]:
    @contextmanager
    def written(path: Path) -> Iterator[Path]:
        with files.written(path) as part:
            done("writing")
            yield part

    return written


# --- bad settings: what the harness must find -----------------------------------------------------------------------


def bring_without_journal(done: Done, database: str, file: str) -> None:
    """SQLite's rollback journal is off and its cache is small: a kill leaves half of an import in the file."""
    engines.PRAGMAS = (
        *(pragma for pragma in engines.PRAGMAS if not pragma.startswith(("journal_mode", "cache_size"))),
        "journal_mode=OFF", "cache_size=5",
    )  # fmt: skip
    bring(done, database, file)


def hand_out_in_place(done: Done, database: str, file: str) -> None:
    """Writes straight to the file's own name."""

    @contextmanager
    def straight(path: Path) -> Iterator[Path]:
        done("writing")
        yield path

    export.written = straight  # type: ignore[assignment]
    while True:
        command(database, "export", "action-items", "--for", "EMAPE", "--out", file)

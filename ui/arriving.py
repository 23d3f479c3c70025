"""Files that reach the window, one or thirty: read in the pool, ours wait for review, a foreign one is imported.

What a file is (a workbook of ours, a copy that was on a laptop) is told by what is in it (``ecd_desktop.receiving``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ecd_desktop.errors import Expected, sentence
from ecd_desktop.language import _, ngettext
from ui.database_words import why_read_only

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.receiving import Received
    from ui.main_window import MainWindow

REVIEW, IMPORT = "reconciling", "importing"


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """What became of one file. ``file``: its key among those that wait; ``said``: what is to be told about it.

    ``foreign``: none of ours, which the import may read.
    """

    path: Path
    file: Key | None = None
    said: str = ""
    foreign: bool = False
    error: Exception | None = None

    @property
    def ours(self) -> bool:
        return self.file is not None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of files that came together, in their order."""

    files: tuple[ArrivedFile, ...]


class Arriving(QObject):
    """One per window."""

    def __init__(self, window: MainWindow, open_database: Callable[[Path], None]) -> None:
        super().__init__(window)
        self.window = window
        self._open_database = open_database
        self._done: dict[int, ArrivedFile] = {}
        self._opened: dict[int, Any] = {}  # read, and not taken in before those that stand before them
        self._paths: tuple[Path, ...] = ()
        self._database = ""
        self._next: list[tuple[Path, ...]] = []

    def take(self, paths: Sequence[Path]) -> None:
        """Read these; where the last of them is read, the window shows what became of them."""
        database = self.window.tasks.database
        if not paths or database is None:
            return
        if words := why_read_only(database):
            self.window.failed(Expected(words, _("Open the database itself first.")))
            return
        if self._paths:  # others are still being read
            self._next.append(tuple(paths))
            return
        from ecd_desktop import receiving

        self._paths, self._done, self._opened, self._database = tuple(paths), {}, {}, database.db_id
        self._say()
        for n, path in enumerate(self._paths):
            self.window.tasks.work(
                receiving.read, path, then=partial(self._read, n), refused=partial(self._refused, n),
                owner=self, broke=partial(self._broke, n),
            )  # fmt: skip

    # --- one file -----------------------------------------------------------------------------------------------------

    def _read(self, n: int, opened: Any) -> None:
        self._opened[n] = opened
        self._take_next()

    def _take_next(self) -> None:
        """Take in the next one in its order, which is the order in which they are compared."""
        n = next((n for n in range(len(self._paths)) if n not in self._done), 0)
        if n not in self._opened:
            return
        path, opened, database = self._paths[n], self._opened.pop(n), self.window.tasks.database
        if database is None or database.db_id != self._database:
            if discard := getattr(opened, "discard", None):  # what was copied aside of a database
                discard()
            self._over(n, ArrivedFile(path, said=_("Another database was opened meanwhile: drop it again.")))
            return
        from ecd_desktop import receiving

        self.window.tasks.do(
            receiving.take_in, opened, then=partial(self._taken, n), refused=partial(self._refused, n), owner=self,
            broke=partial(self._broke, n),
        )  # fmt: skip

    def _taken(self, n: int, received: Received) -> None:
        said = "" if received.new else received.sentence
        self._over(n, ArrivedFile(self._paths[n], file=received.file, said=said))

    def _refused(self, n: int, exc: Exception) -> None:
        from ecd_desktop.receiving import NotOurs

        said = " ".join(part for part in sentence(exc)[: 1 if isinstance(exc, NotOurs) else 2] if part)
        self._over(n, ArrivedFile(self._paths[n], said=said, foreign=isinstance(exc, NotOurs), error=exc))

    def _broke(self, n: int) -> None:
        self._over(n, ArrivedFile(self._paths[n], said=_("The program failed at it; nothing of it was taken.")))

    def _over(self, n: int, became: ArrivedFile) -> None:
        self._done[n] = became
        self._say()
        if len(self._done) < len(self._paths):
            self._take_next()
            return
        arrived = Arrived(tuple(self._done[n] for n in range(len(self._paths))))
        self._paths = ()
        self._say()
        self._show(arrived)
        if self._next:
            self.take(self._next.pop(0))

    # --- all of them --------------------------------------------------------------------------------------------------

    def _show(self, arrived: Arrived) -> None:
        """Review what is ours; import the one that is not; a summary of what is mixed."""
        from ui.opening_recent import remember_file

        for one in arrived.files:
            if one.ours and one.path.suffix.lower() != ".db":
                remember_file(self.window.here.settings, one.path)
        self.window.recount()
        if len(arrived.files) == 1 and not arrived.files[0].ours:
            self._show_one(arrived.files[0])
            return
        self.window.go(REVIEW)
        page: Any = self.window.page()
        if hasattr(page, "take_arrived"):
            page.take_arrived(arrived)

    def _show_one(self, one: ArrivedFile) -> None:
        """One file that is none of ours, or that could not be taken."""
        database = one.path.suffix.lower() == ".db"
        if one.foreign:
            self.import_(one.path)
        elif one.error is not None and database:
            self.window.notice(one.said, button=(_("Open it"), lambda: self._open_database(one.path)))
        elif one.error is not None:
            self.window.failed(one.error)
        else:
            self.window.notice(one.said)

    def import_(self, path: Path) -> None:
        """Read a foreign workbook."""
        self.window.go(IMPORT)
        take = getattr(self.window.page(), "take_file", None)
        if take is not None:
            take(path)

    def _say(self) -> None:
        left = len(self._paths) - len(self._done) if self._paths else 0
        words = ngettext("Reading {n} file…", "Reading {n} files…", left).format(n=left) if left else ""
        self.window.status.show_busy(words)

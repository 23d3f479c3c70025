"""The records that the names in a line may mean, asked for while it is typed and remembered until something changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ui.here import Here


class Names(QObject):
    """What the database answered so far, by sign."""

    learned = Signal()  # an answer came: the line may mean something else now

    def __init__(self, here: Here, parent: QObject) -> None:
        super().__init__(parent)
        self._here = here
        self._found: dict[tuple[str, str], list[Any]] = {}
        self._asked: set[tuple[str, str]] = set()
        self._fresh: set[tuple[str, str]] = set()  # answered since the last change
        self._holidays: dict[date, str] | None = None

    @property
    def waiting(self) -> bool:
        """Whether an answer is still awaited."""
        return bool(self._asked)

    @property
    def holidays(self) -> dict[date, str]:
        """The names of the non-working days, as far as they are known yet."""
        return self._holidays or {}

    def known(self) -> dict[str, list[Any]]:
        """Every record found so far, by sign."""
        signs: dict[str, list[Any]] = {}
        for (sign, _words), found in self._found.items():
            signs.setdefault(sign, []).extend(found)
        return signs

    def forget(self, *, everything: bool = False) -> None:
        """Ask again: records were changed; ``everything``: another database may be open."""
        self._fresh.clear()
        self._holidays = None
        if everything:
            self._found.clear()
            self._asked.clear()

    def want(self, names: Sequence[tuple[str, str]]) -> None:
        """Look up what is not known yet."""
        missing = [one for one in names if one not in self._fresh and one not in self._asked]
        if (not missing and self._holidays is not None) or self._here.tasks.database is None:
            return
        self._asked.update(missing)
        who, first = self._here.tasks.database.who, self._holidays is None

        def job(session: Any) -> Any:
            from db.queries import quick_add as reads
            from ecd_desktop.services import quick_add

            days = dict(reads.non_working_names(session)) if first else None
            return quick_add.look_up(session, missing, who=who), days

        def answer(both: Any) -> None:
            found, days = both
            self._asked.difference_update(missing)
            self._found.update(found)
            self._fresh.update(found)
            if days is not None:
                self._holidays = days
            self.learned.emit()

        def unknown() -> None:
            self._asked.difference_update(missing)
            self._found.update({one: [] for one in missing})  # the line can be added as text
            self._fresh.update(missing)
            self.learned.emit()

        def refused(exc: Exception) -> None:
            self._here.failed(exc)
            unknown()

        self._here.read(job, answer, refused=refused, broke=unknown, owner=self)

    def offer(self, sign: str, words: str, then: Callable[[list[Any]], None]) -> None:
        """What to suggest for a name that is being typed; without letters what was named last."""

        def job(session: Any) -> Any:
            from db.queries.quick_add import offers
            from ecd_desktop.quick_add import ENTITIES, searched

            return offers(session, searched(words.strip().lower()), entities=ENTITIES[sign], limit=9)

        self._here.read(job, then, refused=lambda _exc: then([]), owner=self, slot=f"quick_add/{id(self)}")

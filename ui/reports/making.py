"""From choices to a PDF in a folder of its own: read on the database thread, written in the pool."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecd_desktop import issuing, paths
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.queries.listing import Ask, Where
    from ui.here import Here


@dataclass(frozen=True, slots=True)
class Choices:
    """What the panel says.  ``scope``: a title for what ``where`` keeps; ``view``: the list's own filter."""

    what: str = "commitments"
    code: str = ""
    unit: str = ""
    group_by: str = "unit"
    cutoff: date | None = None
    known: date | None = None
    language: str | None = None
    where: tuple[Where, ...] = ()
    text: str = ""
    scope: str = ""

    def wanted(self) -> issuing.Wanted:
        """As ``issuing.collect`` takes it: known at the end of that day in Lima."""
        known = datetime.combine(self.known, time.max, LIMA) if self.known else None
        return issuing.Wanted(
            self.what, code=self.code, cutoff=self.cutoff, known=known, group_by=self.group_by, unit=self.unit,
            where=self.where, text=self.text,
        )  # fmt: skip

    def of_view(self, ask: Ask) -> Choices:
        """The commitments that a list shows."""
        return replace(self, what="commitments", unit="", where=ask.where, text=ask.text, scope="")

    def name(self) -> str:
        """What the file is called when it is saved."""
        titles = {
            "commitments": _("Commitment matrix"), "progress": _("Progress report"), "case": _("Case sheet"),
        }  # fmt: skip
        parts = (titles[self.what], self.code, self.unit or self.scope, self.cutoff.isoformat() if self.cutoff else "")
        return paths.safe_file_name(" ".join(part for part in parts if part) + ".pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made: where it is for now, what to call it, and what its maker had to say."""

    path: Path
    name: str
    warnings: tuple[str, ...]


class Maker(QObject):
    """Makes one document at a time; a newer wish replaces the one under way."""

    made = Signal(object)  # Made
    refused = Signal(object)  # Exception of the world
    busy = Signal(bool)

    def __init__(self, here: Here, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._folder = Path(tempfile.mkdtemp(prefix="ecd-desktop-report-"))
        self._number = 0
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)  # also when the program ends

    def make(self, choices: Choices) -> None:
        """Read, write, announce."""
        self.busy.emit(True)
        self._number += 1
        target = self._folder / f"{self._number}.pdf"

        def read(store: Any) -> tuple[issuing.Material, str]:
            material = issuing.collect(store, choices.wanted())
            return (replace(material, scope=choices.scope) if choices.scope else material), store.who

        def write(material: issuing.Material, who: str) -> Made:
            written = issuing.write(
                target, material, self._here.settings, issued_by=who, language=choices.language
            )
            return Made(target, choices.name(), tuple(written.warnings))

        def was_read(both: tuple[issuing.Material, str]) -> None:
            self._here.tasks.work(
                write, *both, then=self._announce, refused=self._refuse, owner=self, slot="report/write"
            )

        self._here.ask(read, then=was_read, refused=self._refuse, owner=self, slot="report/read")

    def _announce(self, made: Made) -> None:
        self.busy.emit(False)
        for older in self._folder.glob("*.pdf"):
            if older != made.path:
                with suppress(OSError):  # open in the system's viewer
                    older.unlink()
        self.made.emit(made)

    def _refuse(self, exc: Exception) -> None:
        self.busy.emit(False)
        self.refused.emit(exc)

"""From choices to a PDF in a folder of its own: read on the database thread, written in the pool."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecd_desktop import issuing, paths
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.queries.listing import Ask, Where
    from ecd_desktop.progress_content import Asked
    from ui.here import Here
    from ui.tasks import Ticket

PREFIX = "ecd-desktop-report-"
DAYS_KEPT = 2
LONG = 600  # commitments: what has more shows its first pages before it is whole
FIRST = 3  # pages


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
    blank: bool = False
    neighbours: bool | None = None
    public: bool = False
    whose: str = ""
    to: str = ""
    message: str = ""
    edition: int | None = None
    everything: bool = False
    asked: Asked | None = None  # of a progress report

    def wanted(self) -> issuing.Wanted:
        """As ``issuing.collect`` takes it: known at the end of that day in Lima."""
        known = datetime.combine(self.known, time_of_day.max, LIMA) if self.known else None
        return issuing.Wanted(
            self.what, code=self.code, cutoff=self.cutoff, known=known, group_by=self.group_by, unit=self.unit,
            where=self.where, text=self.text, blank=self.blank, neighbours=self.neighbours,
            public=self.public, whose=self.whose, to=self.to, message=self.message,
            edition=self.edition, everything=self.everything, asked=self.asked,
        )  # fmt: skip

    def of_view(self, ask: Ask) -> Choices:
        """The commitments that a list shows."""
        return replace(self, what="commitments", unit="", where=ask.where, text=ask.text, scope="")

    def name(self) -> str:
        """What the file is called when it is saved."""
        titles = {
            "commitments": _("Commitment matrix"), "progress": _("Progress report"),
            "week": _("The week on a page"), "case": _("Case sheet"),
            "project": _("Project sheet"),
            "minutes": _("Minutes of the meeting"), "attendance": _("Attendance list"),
            "agenda": _("Agenda of the meeting"), "signatures": _("Additional signature sheet"),
            "extract": _("Extract of the minutes"), "briefing": _("Briefing note"),
            "lesson": _("Lesson sheet"), "lessons": _("Compendium of lessons"),
            "stakeholders": _("List of stakeholders") if self.public else _("Stakeholder map"),
        }  # fmt: skip
        about = self.unit or self.scope or self.whose or (_("public version") if self.public else "")
        version = _("version {n}").format(n=self.edition) if self.edition is not None else ""
        parts = (titles[self.what], self.code, version, about, self.cutoff.isoformat() if self.cutoff else "")
        return paths.safe_file_name(" ".join(part for part in parts if part) + ".pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made: where it is for now, what to call it, and what its maker had to say.

    ``whole``: else these are its first pages, to be looked at while the rest is made.
    """

    path: Path
    name: str
    warnings: tuple[str, ...]
    whole: bool = True


class _GivenUp(Exception):
    """Nobody waits for this document any more."""


class _Work:
    """One document being made: how far it is, and whether it is still wanted."""

    def __init__(self) -> None:
        self.wanted = True
        self.pages = 0

    def heed(self, pages: int) -> None:
        if not self.wanted:
            raise _GivenUp
        self.pages = pages


class Maker(QObject):
    """Makes one document at a time; a newer wish replaces the one under way, which stops at its next page."""

    begun = Signal(object)  # Made: the first pages of a long document
    made = Signal(object)  # Made
    read = Signal(object)  # Material: what the document is made from
    refused = Signal(object)  # Exception of the world
    busy = Signal(bool)

    def __init__(self, here: Here, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._folder = folder()
        self._number = 0
        self._work = _Work()
        self._ticket: Ticket | None = None
        self._told.connect(self._hear)
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)  # also when the program ends

    @property
    def pages(self) -> int:
        """How many pages of the document under way there are so far."""
        return self._work.pages

    def make(self, choices: Choices) -> None:
        """Read, write, announce."""
        spoken = issuing.language_of(self._here.settings, choices.language) or ""
        if choices.asked is not None:  # what the journal tells is told in the language of the paper
            choices = replace(choices, asked=replace(choices.asked, language=spoken))
        self._stop()
        self.busy.emit(True)
        self._number += 1
        target = self._folder / f"{self._number}.pdf"
        work = self._work = _Work()

        def collect(store: Any) -> tuple[issuing.Material, str]:
            material = issuing.collect(store, choices.wanted())
            return (replace(material, scope=choices.scope) if choices.scope else material), store.who

        def write(material: issuing.Material, who: str) -> Made | None:
            from ecd_desktop.reports.page import Watch

            def written(path: Path, first: int | None) -> Made:
                done = issuing.write(
                    path, material, self._here.settings, issued_by=who, language=choices.language,
                    watch=Watch(work.heed, first),
                )  # fmt: skip
                return Made(path, choices.name(), tuple(done.warnings), done.whole)

            try:
                if len(material.items) > LONG:
                    self._tell(work, written(target.with_suffix(".first.pdf"), FIRST))
                return written(target, None)
            except _GivenUp:
                return None
            except Exception:
                self._tell(work, None)
                raise

        def was_read(both: tuple[issuing.Material, str]) -> None:
            self.read.emit(both[0])
            self._ticket = self._here.tasks.work(
                write, *both, then=self._announce, refused=self._refuse, owner=self, slot="report/write"
            )

        self._ticket = self._here.tasks.do(
            collect, then=was_read, refused=self._refuse, owner=self, slot="report/read", broke=self.cancel
        )

    def kept(self, code: str, data: bytes) -> Path:
        """A file in the folder with what was issued under a code."""
        self._stop()
        path = self._folder / f"{code}-{self._number}.issued"
        path.write_bytes(data)
        return path

    def cancel(self) -> None:
        """What is under way is not wanted any more."""
        self._stop()
        self.busy.emit(False)

    def _stop(self) -> None:
        self._work.wanted = False
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    _told = Signal(object, object)  # _Work, its first pages or None where it broke; from the pool

    def _tell(self, work: _Work, made: Made | None) -> None:
        with suppress(RuntimeError):  # the page is gone
            self._told.emit(work, made)

    def _hear(self, work: _Work, made: Made | None) -> None:
        if work is not self._work or not work.wanted:
            return
        if made is None:
            self.busy.emit(False)
        else:
            self.begun.emit(made)

    def _announce(self, made: Made | None) -> None:
        self._ticket = None
        if made is None:
            return
        self.busy.emit(False)
        for older in self._folder.glob("*.pdf"):
            if older != made.path:
                with suppress(OSError):  # open in the system's viewer
                    older.unlink()
        self.made.emit(made)

    def _refuse(self, exc: Exception) -> None:
        self._ticket = None
        self.busy.emit(False)
        self.refused.emit(exc)


def folder() -> Path:
    """A folder for documents that are looked at; those that a killed program left days ago go."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > DAYS_KEPT * 86_400:
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=PREFIX))

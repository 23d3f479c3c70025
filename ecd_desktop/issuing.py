"""From a database to a document: what a report needs is read in one snapshot, then written without the database.

``collect`` runs where the store lives; ``write`` may run on any thread, since its material is frozen.
"""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from db import exchange_log
from db.fields import Key
from db.queries import action_items, issued, minutes, organisations
from db.queries.action_items import ActionItemRow
from db.queries.cases import CaseRow
from db.queries.decisions import DecisionRow
from db.queries.frozen_papers import thawed
from db.queries.listing import Ask, Where
from db.queries.log import LogLine
from db.queries.meeting_papers import MeetingPaper
from db.queries.meetings import MeetingRow
from db.queries.privacy import Privacy, privacy
from db.queries.projects import ProjectRow
from db.records.cases import PartyRole
from ecd_desktop import logos, progress_report, project_sheets
from ecd_desktop.calendar import LIMA, Calendar, clock, on_paper, today
from ecd_desktop.errors import Expected
from ecd_desktop.files import with_ending
from ecd_desktop.files import written as writing
from ecd_desktop.language import _, in_language
from ecd_desktop.progress_content import Asked, Content
from ecd_desktop.services.places import office_calendar
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from db.queries import Session
    from db.store import Store
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.reports.word_copy import Copied


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document. ``cutoff``: facts dated up to that day. ``known``: as recorded at that moment (aware).

    Without a cut-off, facts count up to today, or up to the day that ``known`` goes back to.
    """

    what: str  # commitments, progress, week, case, one of OF_MEETING; briefing: of a meeting or a project
    code: str = ""  # of a case, a meeting or a project; "latest" is the meeting held last
    cutoff: date | None = None
    known: datetime | None = None
    group_by: str = "unit"
    unit: str = ""  # acronym or name
    where: tuple[Where, ...] = ()
    text: str = ""
    blank: bool = False  # an attendance list without names
    neighbours: bool | None = None  # the list that asks for least; None: by the kind of meeting
    edition: int | None = None  # of issued minutes; None: the last one, or a draft before the first
    public: bool = False  # the acta or the attendance list as anybody may read it
    whose: str = ""  # the unit or the person that an extract is for
    to: str = ""  # who a briefing is for
    message: str = ""  # what it asks of them, in the writer's words
    everything: bool = False  # the compendium of lessons with drafts and what was retired
    asked: Asked | None = None  # of a progress report: its scope, period and chapters


OF_MEETING = ("minutes", "attendance", "agenda", "signatures", "extract")
"""The documents of one meeting."""
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a document is made from, frozen."""

    wanted: Wanted
    cutoff: date
    known: datetime | None
    calendar: Calendar
    items: tuple[ActionItemRow, ...]
    projects: tuple[ProjectRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    log: tuple[LogLine, ...] = ()
    parties: tuple[tuple[str, PartyRole], ...] = ()
    scope: str = ""
    fictitious: bool = False
    paper: MeetingPaper | None = None
    stored: bytes | None = None  # issued minutes: the very file
    privacy: Privacy | None = None
    decided: tuple[DecisionRow, ...] = ()
    edition: int | None = None  # of the minutes that a sheet, an extract or a public version is of
    pages: int | None = None  # of those minutes
    told: Any = None  # what a module beside this one read, frozen
    content: Content | None = None  # of a progress report, or of the week on a page


class Beside(Protocol):
    """A module that reads and writes documents of its own, as ``briefings`` does."""

    def collect(
        self, session: "Session", wanted: Wanted, fictitious: bool, calendar: Calendar, latest: date, /
    ) -> Material: ...
    def write(
        self, path: Path, material: Material, settings: Settings, head: "Head", language: str | None,
        watch: "Watch | None", /
    ) -> "Written": ...


def _beside(what: str) -> Beside | None:
    from ecd_desktop import briefings, case_sheets, lesson_sheets, stakeholder_papers

    beside: dict[str, Beside] = {
        "briefing": briefings, "case": case_sheets, "project": project_sheets, "lesson": lesson_sheets,
        "lessons": lesson_sheets, "stakeholders": stakeholder_papers,
    }  # fmt: skip
    return beside.get(what)


def collect(store: "Store", wanted: Wanted) -> Material:
    """Read what ``wanted`` needs in one snapshot. Raises Expected when the case, meeting or unit is not there."""
    if wanted.what in progress_report.KINDS:
        return _of_progress(store, wanted)
    material = _collect_issued(store, wanted)
    if not wanted.public or material.paper is None:
        return material
    with store.reading() as session:  # whatever is known of people by now
        return replace(material, privacy=privacy(session, material.paper))


def _of_progress(store: "Store", wanted: Wanted) -> Material:
    asked = wanted.asked or Asked(cutoff=wanted.cutoff)
    made = progress_report.gather(store, replace(asked, kind=wanted.what), wanted.known)
    of = made.read
    return Material(
        wanted, of.cutoff, wanted.known, of.calendar, of.items, of.projects, of.meetings, of.cases, scope=of.name,
        fictitious=made.fictitious, content=made.content,
    )  # fmt: skip


def _collect_issued(store: "Store", wanted: Wanted) -> Material:
    with store.reading() as session:
        fictitious = exchange_log.is_fictitious(session)
    with store.as_known(wanted.known) if wanted.known else store.reading() as session:
        material = _collect(session, wanted, fictitious)
        version = _issued(session, wanted, material.paper)
    if wanted.known and wanted.what == "project":
        with store.reading() as session:  # a copy of the past holds no files
            return project_sheets.with_pictures(session, material)
    if version is None or material.paper is None:
        return material
    whole = wanted.what == "minutes" and not wanted.public
    with store.reading() as session:  # what is kept byte for byte is in no copy of the past
        data = issued.stored(session, version.pdf)
        content = None if whole else issued.stored(session, version.content)
    if content is not None:
        pages = _pages(data) if data is not None else None
        paper = thawed(content, material.paper)
        return replace(material, paper=paper, edition=version.edition, pages=pages)
    if data is None:
        raise Expected(
            _("The file of these minutes is not kept in this database."),
            _("Look for it in another copy of the database, or issue a correction."),
        )
    return replace(material, stored=data)


def _issued(session: "Session", wanted: Wanted, paper: MeetingPaper | None) -> issued.Version | None:
    """The version that a document is of; None before the first, and for a document that is not of issued minutes."""
    if not (wanted.what in ("minutes", "signatures", "extract") or wanted.public) or paper is None:
        return None
    versions = issued.versions(session, paper.key)
    found = [one for one in versions if wanted.edition in (None, one.edition)]
    if not found and wanted.edition is not None:
        raise Expected(
            _("The minutes of {code} have no version {n}.").format(code=paper.code, n=wanted.edition),
            _("“report minutes --list” says which there are."),
        )
    return found[0] if found else None


def _collect(session: "Session", wanted: Wanted, fictitious: bool) -> Material:
    calendar = office_calendar(session)
    latest = min(today(), wanted.known.astimezone(LIMA).date()) if wanted.known else today()
    if (beside := _beside(wanted.what)) is not None:
        return beside.collect(session, wanted, fictitious, calendar, latest)
    if wanted.what in OF_MEETING:
        return _of_meeting(session, wanted, fictitious, calendar, latest)
    cutoff = wanted.cutoff or latest
    # facts up to the last day known are the fields themselves; only an earlier cut-off needs the logs
    past = cutoff if cutoff < latest else None
    now = clock(cutoff, calendar)
    ask = Ask(text=wanted.text, where=wanted.where, clock=now, outside=True, cutoff=past)
    made = partial(Material, wanted, cutoff, wanted.known, calendar, fictitious=fictitious)
    scope, unit = _unit(session, wanted.unit)
    if unit is not None:
        ask = replace(ask, where=(*ask.where, Where("unit_key", "is", unit)))
    return made(items=tuple(action_items.LISTING.all(session, ask)), scope=scope)


def _of_meeting(
    session: "Session", wanted: Wanted, fictitious: bool, calendar: Calendar, latest: date
) -> Material:  # fmt: skip
    found = find_meeting(session, wanted.code, latest)
    key, held_on = found
    day = min(held_on or latest, latest)
    paper = minutes.paper(session, key, clock=clock(day, calendar), past=day < latest)
    if wanted.public and paper is not None:
        from ecd_desktop.reports.public_version import refuse_reserved

        refuse_reserved(paper)
    return Material(wanted, day, wanted.known, calendar, (), fictitious=fictitious, paper=paper)


def find_meeting(session: "Session", code: str, latest: date) -> tuple[Key, date | None]:
    """The meeting of a code, of a minutes number, or the one held last, and its day. Raises Expected for none."""
    last = code.strip().lower() == LATEST
    found = minutes.latest(session, latest) if last else minutes.find(session, code)
    if found is None and last:
        raise Expected(_("No meeting has been held yet."), _("Give the code of a meeting."))
    if found is None:
        raise Expected(
            _("There is no meeting {code}.").format(code=code),
            _("Check the code or the minutes number in the list of meetings."),
        )
    return found


def _unit(session: "Session", name: str) -> tuple[str, Key | None]:
    if not name:
        return "", None
    unit = organisations.called(session, name)
    if unit is None:
        raise Expected(
            _("No organisation is called {name}.").format(name=name), _("Use its acronym or its whole name.")
        )
    return unit.name, unit.key


def write(
    path: Path, material: Material, settings: Settings, *, issued_by: str, language: str | None = None,
    watch: "Watch | None" = None,
) -> "Written":  # fmt: skip
    """Make the PDF at ``path``. ``language``: "es" or "en" whatever the screen's; None for the setting's.

    ``watch``: who waits for it meanwhile. ``path`` without an ending gets ``.pdf``.
    Raises Expected where the file cannot be written.
    """
    from ecd_desktop.reports import commitments, progress, week

    path = with_ending(path, ".pdf")
    if material.stored is not None:
        return _write_stored(path, material.stored)
    language = language_of(settings, language)
    with in_language(language):
        head = head_of(settings, issued_by=issued_by, fictitious=material.fictitious)
    if (beside := _beside(material.wanted.what)) is not None:
        return beside.write(path, material, settings, head, language, watch)
    if material.paper is not None:
        return _write_paper(path, material, material.paper, head, language, watch)
    if material.content is not None:
        writer = progress.write if material.wanted.what == "progress" else week.write
        return writer(path, material.content, head=head, known=material.known, language=language, watch=watch)
    return commitments.write(
        path, material.items, head=head, cutoff=material.cutoff, calendar=material.calendar,
        known=material.known, group_by=material.wanted.group_by, scope=material.scope, language=language, watch=watch,
    )  # fmt: skip


def draft(material: Material, settings: Settings, *, issued_by: str, language: str | None = None) -> "Copied":
    """A meeting's acta for a word processor: HTML and plain text. ``material``: of its minutes."""
    from ecd_desktop.reports import word_copy

    assert material.paper is not None
    language = language_of(settings, language)
    with in_language(language):
        head = head_of(settings, issued_by=issued_by, fictitious=material.fictitious)
    return word_copy.draft(material.paper, head=head, language=language)


def _write_stored(path: Path, data: bytes) -> "Written":
    from ecd_desktop.reports.page import Written

    with writing(path) as part:
        part.write_bytes(data)
    return Written(path, _pages(data))


def _pages(data: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", data))


def _write_paper(
    path: Path, material: Material, paper: MeetingPaper, head: "Head", language: str | None, watch: "Watch | None"
) -> "Written":
    from ecd_desktop.reports import agenda, attendance, extract, late_signers, public_version
    from ecd_desktop.reports import minutes as acta

    wanted, how = material.wanted, Said(head=head, language=language, watch=watch)
    if wanted.public and material.privacy is not None:
        public = public_version.write_minutes if wanted.what == "minutes" else public_version.write_attendance
        return public(path, paper, material.privacy, edition=material.edition, **how)
    if wanted.what == "attendance":
        return attendance.write(path, paper, blank=wanted.blank, neighbours=wanted.neighbours, **how)
    if wanted.what == "extract":
        return extract.write(path, paper, wanted.whose, edition=material.edition, **how)
    if wanted.what == "signatures":
        with in_language(language):
            late_signers.unsigned(paper)
        pages = material.pages or _taken(acta.write, paper, how)
        return late_signers.write(path, paper, pages=pages, edition=material.edition, **how)
    writer = acta.write if wanted.what == "minutes" else agenda.write
    return writer(path, paper, **how)


class Said(TypedDict):
    """What every document of a meeting is told."""

    head: "Head"
    language: str | None
    watch: "Watch | None"


def _taken(acta: "Callable[..., Written]", paper: MeetingPaper, how: Said) -> int:
    """How many pages the acta takes as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        return acta(Path(folder) / "a.pdf", paper, **how).pages


def head_of(settings: Settings, *, issued_by: str, fictitious: bool) -> "Head":
    """Who issues, as the settings say it, at this moment."""
    from ecd_desktop.reports.letterhead import Head

    labels = {
        "none": "", "public": _("Public document"), "working": _("Working document"), "internal": _("Internal use"),
    }  # fmt: skip
    official = settings.print_year_name
    return Head(
        entity=settings.letterhead_entity,
        organ=settings.letterhead_organ,
        unit=settings.letterhead_unit,
        decade=settings.decade_name if official else "",
        year_name=(settings.year_name(today().year) or "") if official else "",
        logo_left=logos.path_of(settings.logo_left, settings.logos),
        logo_right=logos.path_of(settings.logo_right, settings.logos),
        issued_by=issued_by,
        issued_at=on_paper(),
        confidentiality=labels[settings.confidentiality],
        fictitious=fictitious,
    )


def language_of(settings: Settings, language: str | None = None) -> str | None:
    """The language of a document: what is asked for, else the setting's; None for the screen's."""
    return language or (None if settings.report_language == "screen" else settings.report_language)

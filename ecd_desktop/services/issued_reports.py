"""Issuing reports: the PDF and what it says are kept as one change, never altered, and can be made again to compare.

A report is read as the database stood at one position of the journal, and its record says at which; so the same
content comes out again from any copy of the database that has that journal, with or without the stored files.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import contents
from db.fields import Key
from db.marks import refuse_in_copy
from db.queries import issued as positions
from db.queries import progress_facts as facts
from db.queries.progress_facts import IssuedRow
from db.records import IssuedReport
from db.records.issued_reports import ReportKind
from db.store import Store
from ecd_desktop import issuing, progress_report
from ecd_desktop.calendar import now_utc, today
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, current, format_moment, in_language
from ecd_desktop.progress_content import SECTIONS, Asked, Content, asked_of, canonical, plain
from ecd_desktop.services import records
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from ecd_desktop.reports.page import Written

ONE_PLACE = N_("Reports get their code from the database itself, so it was not issued in this copy.")


@dataclass(frozen=True, slots=True)
class Issued:
    """What was kept: ``content`` and ``pdf`` are SHA-256. ``warnings``: sentences of whoever made the PDF."""

    key: Key
    code: str
    content: str
    pdf: str
    pages: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A report made again: ``made`` is its hash now, ``issued`` the one kept; ``content``: of a progress report."""

    code: str
    issued: str
    made: str
    content: Content | None

    @property
    def same(self) -> bool:
        return self.issued == self.made


def issue(
    store: Store, asked: Asked, *, settings: Settings, known: datetime | None = None, language: str | None = None
) -> Issued:
    """Issue a progress report or the week on a page with the next code of its series.

    ``known``: as the database was known at that moment; None: as it is now. Raises Expected where its scope is not
    there, and in a copy for the field.
    """
    with in_language(issuing.language_of(settings, language)):
        spoken = current()
    asked = replace(asked, language=spoken, position=None)
    first = progress_report.gather(store, asked, known)
    moment = known or now_utc()
    made = progress_report.gather(store, replace(first.read.asked, position=first.position))
    with store.change(N_("Issue the report {code}: {title}")) as work:
        refuse_in_copy(work.session, ONE_PLACE)
        code = records.next_code(work, IssuedReport.__tablename__, today())
        data = canonical(made.content)
        digest = contents.put(work.session, data, "application/json")
        with tempfile.TemporaryDirectory(prefix="ecd-desktop-report-") as folder:
            path = Path(folder) / "report.pdf"
            written = _written(path, made.content, settings, work.who, code, known, digest, made.fictitious)
            pdf = contents.put(work.session, path.read_bytes(), "application/pdf")
        of = made.read
        with in_language(spoken):
            title = title_of(made.content)
        record = IssuedReport(
            code=code, kind=ReportKind(of.asked.kind), title=title[:255], project_id=of.project, unit_id=of.unit,
            begins_on=of.asked.since, cutoff_on=of.cutoff, known_at=moment, position=first.position,
            asked=json.dumps(plain(replace(of.asked, position=None)), ensure_ascii=False, sort_keys=True),
            content=digest, pdf=pdf, issued_on=today(), issued_by=work.who[:120],
        )  # fmt: skip
        work.add(record)
        work.flush()
        work.label_args |= {"code": code, "title": title[:80]}
        return Issued(record.id, code, digest, pdf, written.pages, written.warnings)


def title_of(content: Content) -> str:
    """What a report is called in lists."""
    from ecd_desktop.reports import progress

    if content.asked.kind == "week":
        return " · ".join(filter(None, (_("The week on a page"), content.scope_name)))
    return content.asked.subject or progress.subject(content)


def _written(
    path: Path, content: Content, settings: Settings, who: str, code: str, known: datetime | None, digest: str,
    fictitious: bool,
) -> Written:  # fmt: skip
    from ecd_desktop.reports import progress, week

    writer = week.write if content.asked.kind == "week" else progress.write
    with in_language(content.asked.language):
        head = replace(issuing.head_of(settings, issued_by=who, fictitious=fictitious), code=code)
    return writer(path, content, head=head, known=known, digest=digest, language=content.asked.language)


def rebuild(store: Store, code: str) -> Rebuilt:
    """Make the content of an issued report again from the database as it was known then, and compare the hashes.

    Nothing stored is looked at. Raises Expected where there is no such report.
    """
    row = called(store, code)
    if row.kind.value not in progress_report.KINDS:
        from ecd_desktop.services import issued_sheets

        return Rebuilt(row.code, row.content, issued_sheets.digest_again(store, row), None)
    asked = replace(asked_of(json.loads(row.asked)), position=row.position)
    made = progress_report.gather(store, asked)
    return Rebuilt(row.code, row.content, contents.digest_of(canonical(made.content)), made.content)


def listed(store: Store) -> list[IssuedRow]:
    """Every issued report, the newest first."""
    with store.reading() as session:
        return facts.issued(session)


def called(store: Store, code: str) -> IssuedRow:
    """The issued report of a code. Raises Expected where there is none."""
    wanted = code.strip().upper()
    found = next((row for row in listed(store) if row.code.upper() == wanted), None)
    if found is None:
        raise Expected(
            _("No report was issued as {code}.").format(code=code), _("“report issued” lists those that were.")
        )
    return found


def stored(store: Store, code: str) -> bytes:
    """The PDF of an issued report, byte for byte. Raises Expected where it is not kept in this database."""
    row = called(store, code)
    with store.reading() as session:
        data = contents.get(session, row.pdf)
    if data is None:
        raise Expected(
            _("The file of {code} is not kept in this database.").format(code=row.code),
            _("Look for it in another copy of the database, or make the report again and compare its hash."),
        )
    return data


def asked_again(row: IssuedRow) -> Asked:
    """What an issued report was asked for, to ask the same again as of now."""
    return replace(asked_of(json.loads(row.asked)), on=None, position=None, language="")


@dataclass(frozen=True, slots=True)
class Carried:
    """What a report that is begun takes over from ``code``: ``asked`` with it, ``names`` of the texts."""

    code: str
    asked: Asked
    names: tuple[str, ...]


TEXTS = {
    "to": N_("Addressed to"), "sender": N_("From"), "subject": N_("Subject"), "reference": N_("Reference"),
    "background": N_("Background and norms"), "conclusions": N_("Conclusions and recommendations"),
}  # fmt: skip
"""What somebody wrote into a report, and goes on from one to the next; its official number is its own."""


def carried(store: Store, asked: Asked) -> Carried | None:
    """The texts and chapters of the last report issued about the same, where ``asked`` says none of its own.

    None before the first. Raises Expected where the project or the unit is not there.
    """
    with store.reading() as session:
        project, unit, _name = progress_report.scope(session, asked)
        row = facts.previous(session, ReportKind(asked.kind), project, unit, positions.position(session) + 1)
    if row is None:
        return None
    before = asked_again(row)
    taken = {name: said for name in TEXTS if (said := getattr(before, name)) and not getattr(asked, name)}
    usual = tuple(SECTIONS)
    sections = before.sections if asked.sections == usual else asked.sections
    return Carried(row.code, replace(asked, sections=sections, **taken), tuple(taken))


def said_of(carried: Carried) -> str:
    """What was taken over, in a sentence."""
    texts = ", ".join(_(TEXTS[name]) for name in carried.names)
    if not texts:
        return _("The chapters are those of {code}.").format(code=carried.code)
    return _("As in {code}: {texts}, and the chapters.").format(code=carried.code, texts=texts)


def line(row: IssuedRow) -> str:
    """One report in a line: code, day, what it is, cut-off, what was known, the hash."""
    kind = _(row.kind.label)
    parts: list[Any] = [row.code, row.issued_on.isoformat(), *([] if row.title.startswith(kind) else [kind]), row.title,
                        _("cut-off {date}").format(date=row.cutoff_on.isoformat()),
                        _("known {moment}").format(moment=format_moment(row.known_at)), row.content[:12]]  # fmt: skip
    return " · ".join(parts)

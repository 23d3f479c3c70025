"""Versión pública: an acta and an attendance list as anybody may read them; ``masking`` says by which rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from db.queries.meeting_papers import MeetingPaper, content_hash
from db.queries.meetings import CAME
from db.queries.privacy import Privacy
from db.records.meetings import Confidentiality
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, in_language, ngettext
from ecd_desktop.reports import acta
from ecd_desktop.reports.formulas import closing, hour, of_day, roman
from ecd_desktop.reports.masking import masked
from ecd_desktop.reports.minutes import EASY, SHORT, laid, titled
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, text
from ecd_desktop.reports.stamps import said_to_scanners

LEAST = 5  # people: a smaller group is not told apart


def refuse_reserved(paper: MeetingPaper) -> None:
    """Raise Expected where a meeting has no public version."""
    if paper.confidentiality is Confidentiality.RESERVED:
        raise Expected(
            _("The meeting {code} is reserved: no public version is made of its papers.").format(code=paper.code),
            _("If it may be known, change its confidentiality first; minutes that were issued are corrected."),
        )


def write_minutes(
    path: Path | str, paper: MeetingPaper, known: Privacy, *, head: Head, edition: int | None = None,
    language: str | None = None, watch: Watch | None = None,
) -> Written:  # fmt: skip
    """Write the acta for anybody: without places to sign, under the hash of the original's content.

    Raises ``errors.Expected`` for a reserved meeting, and where the file cannot be written.
    """

    def story(shown: MeetingPaper, page: Page) -> list[Flowable]:
        number = map(roman, count(1))
        made: list[Flowable] = []
        for section in acta.sections(shown, least=LEAST):
            parts = laid(section, page, EASY)
            made += [*titled(f"{next(number)}. {section.title}", parts[0], EASY), *parts]
        signed = len(acta.signers(paper)) if any(one.presence in CAME for one in paper.attendees) else 0
        ended = acta.Section(_("Closing"), (acta.Said(" ".join((closing(shown, signs=False), _signed(signed)))),))
        parts = laid(ended, page, EASY)
        return [*made, *titled(f"{next(number)}. {ended.title}", parts[0], EASY), *parts]

    return _write(path, paper, known, head, N_("Minutes of the meeting"), edition, language, watch, story)


def write_attendance(
    path: Path | str, paper: MeetingPaper, known: Privacy, *, head: Head, edition: int | None = None,
    language: str | None = None, watch: Watch | None = None,
) -> Written:  # fmt: skip
    """Write who took part, for anybody: bodies and offices by their names, everybody else by a number.

    Raises ``errors.Expected`` for a reserved meeting, and where the file cannot be written.
    """

    def story(shown: MeetingPaper, page: Page) -> list[Flowable]:
        facts = acta.Facts((
            (_("Activity"), _(shown.kind.label)), (_("Date"), format_date(shown.held_on) if shown.held_on else ""),
            (_("Time"), hour(shown.starts_at)), (_("Place"), shown.venue),
            (_("District or neighbourhood"), shown.place), (_("Convened by"), shown.convened_by),
        ))  # fmt: skip
        found = next(section for n, section in enumerate(acta.sections(shown, least=LEAST)) if n == 1)
        away = [one for one in shown.attendees if one.presence not in CAME]
        parts = [facts, *found.parts, *([acta.people(away, False)] if away else [])]
        made: list[Flowable] = [Spacer(1, 6)]
        for part in parts:
            made += [*laid(acta.Section("", (part,)), page, EASY), Spacer(1, 6)]
        return made

    return _write(path, paper, known, head, N_("Attendance list"), edition, language, watch, story)


def rule() -> str:
    """What the foot says of what was struck out; ``masking`` has the whole rule."""
    said = _("Public version. Struck out, as [word]: identity documents, telephones, e-mails, lots and positions. Only "
             "people who act for a public body are named; others are neighbour or representative with a number; groups "
             "of fewer than {n} are not counted (Law 29733). The original is in the archive.")  # fmt: skip
    return said.format(n=LEAST)


def _signed(count: int) -> str:
    if not count:
        return _("The original has the signatures.")
    return ngettext("The original has a place for the signature of {n} person.",
                    "The original has places for the signatures of {n} people.", count).format(n=count)  # fmt: skip


def _write(
    path: Path | str, paper: MeetingPaper, known: Privacy, head: Head, title: str, edition: int | None,
    language: str | None, watch: Watch | None, story: Callable[[MeetingPaper, Page], list[Flowable]],
) -> Written:  # fmt: skip
    with in_language(language):
        refuse_reserved(paper)
        shown = masked(paper, known)
        said = [of_day(paper)]
        if edition is not None:
            said.append(_("Version {n}").format(n=edition))
        said.append(_("Content of the original: {hash}").format(hash=content_hash(paper)[:SHORT]))
        head = replace(head, code=paper.code, confidentiality=rule(), issued_by="")
        title = " – ".join((_(title), _("public version")))
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=paper.held_on or today(), said=said,
                    scanned=said_to_scanners(paper.code, content_hash(paper)))  # fmt: skip
        begun: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title")]
        begun.append(text(" · ".join(filter(None, (paper.name, shown.subject))), "theme"))
        written = page.write(path, [*begun, *story(shown, page)], watch)
        return replace(written, warnings=(*written.warnings, *_warnings(paper)))


def _warnings(paper: MeetingPaper) -> tuple[str, ...]:
    read = _("Read it before you hand it out: in running text, names are known from the register; somebody who is not "
             "in it is not struck out.")  # fmt: skip
    if paper.confidentiality is Confidentiality.INTERNAL:
        return read, _("The meeting is marked as internal: whoever hands this out answers for it.")
    return (read,)

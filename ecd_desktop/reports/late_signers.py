"""Hoja de firmas adicional: places to sign for those who came and have not signed the acta, under its code and hash."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from db.queries.meeting_papers import Attendee, MeetingPaper, content_hash
from db.queries.meetings import CAME
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language, long_date, ngettext
from ecd_desktop.reports import acta
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.formulas import called, confidentiality, unshown
from ecd_desktop.reports.minutes import SHORT
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, text
from ecd_desktop.reports.signatures import Signatures
from ecd_desktop.reports.stamps import said_to_scanners


def unsigned(paper: MeetingPaper) -> list[Attendee]:
    """Those who came and have not signed. Raises Expected where there is nobody."""
    came = [one for one in paper.attendees if one.presence in CAME]
    if not came:
        raise Expected(
            _("Nobody is marked as present in {meeting}.").format(meeting=paper.name), _("Note first who came.")
        )
    left = [one for one in came if not one.signed]
    if not left:
        raise Expected(_("Everybody who came has signed {meeting}: no sheet is needed.").format(meeting=paper.name))
    return left


def write(
    path: Path | str,
    paper: MeetingPaper,
    *,
    head: Head,
    pages: int | None = None,
    edition: int | None = None,
    digest: str = "",
    thumbs: bool | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the sheet that goes on after an acta.

    ``pages``: how many the acta has.  ``edition``: its version.  ``digest``: the hash of its content, by default that
    of ``paper``.  ``thumbs``: as of ``minutes.write``.  Raises ``errors.Expected`` where nobody is left to sign.
    """
    with in_language(language):
        left = unsigned(paper)
        whole = digest or content_hash(paper)
        digest = whole[:SHORT]
        said = [_("Version {n}").format(n=edition)] if edition is not None else []
        said.append(_("Content: {hash}").format(hash=digest))
        head = replace(head, code=paper.code, confidentiality=confidentiality(paper, head, named=True))
        title = _("Additional signature sheet of {minutes}").format(minutes=called(paper))
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=paper.held_on or today(), said=said,
                    scanned=said_to_scanners(paper.code, whole))  # fmt: skip
        signs = Signatures(
            [acta.signer(one) for one in left], page.width, thumbs=paper.of_neighbours if thumbs is None else thumbs,
            context=[title, _agreeing(paper, digest)],
        )  # fmt: skip
        story: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title"), Spacer(1, 4)]
        story.append(facts(_about(paper, len(left)), page.width, label=90, style="fact", pad=2.5))
        story += [Spacer(1, 6), text(_agreeing(paper, digest)), text(_where(pages)), signs]
        written = page.write(path, story, watch)
    return replace(written, warnings=(*written.warnings, *unshown(paper, language)))


def _about(paper: MeetingPaper, left: int) -> list[tuple[str, str]]:
    came = sum(one.presence in CAME for one in paper.attendees)
    return [
        (_("Minutes no."), paper.name),
        (_("Date"), long_date(paper.held_on) if paper.held_on else ""),
        (_("Subject"), paper.subject),
        (_("Have signed"), _("{n} of {all}").format(n=came - left, all=came)),
    ]


def _agreeing(paper: MeetingPaper, digest: str) -> str:
    if paper.held_on is None:
        said = _("Those who sign here took part in the meeting and agree with the content {hash} of its minutes.")
        return said.format(hash=digest)
    return _("Those who sign here took part in the meeting of {date} and agree with the content {hash} of its "
             "minutes.").format(date=long_date(paper.held_on), hash=digest)  # fmt: skip


def _where(pages: int | None) -> str:
    if pages is None:
        return _("This sheet goes behind the last page of the minutes; its pages are numbered by themselves.")
    return ngettext("This sheet goes behind page {n} of {n} of the minutes; its pages are numbered by themselves.",
                    "This sheet goes behind page {n} of {n} of the minutes; its pages are numbered by themselves.",
                    pages).format(n=pages)  # fmt: skip

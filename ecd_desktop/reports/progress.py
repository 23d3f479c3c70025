"""Informe de avance: the memo's head, the chapters that were chosen and have something to say, the signature.

It is drawn from the frozen content alone, so that what is printed is what the hash is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from reportlab.platypus import Flowable, KeepTogether, Spacer

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_date, format_moment, in_language, long_date, pgettext
from ecd_desktop.progress_content import SECTIONS, Content
from ecd_desktop.reports import progress_chapters, stamps
from ecd_desktop.reports.blocks import Pair, memo_head, signature
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SHORT = 190.0
"""Points of a last chapter that may be moved to the next page whole, for the signature's sake."""


def write(
    path: Path | str,
    content: Content,
    *,
    head: Head,
    known: datetime | None = None,
    digest: str = "",
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the report. ``digest``: the SHA-256 of its content; an issued one has it on every page.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        if content.people:
            label = _("Contains personal data – Law 29733")
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, label))))
        name = _("Progress report")
        said, scanned = foot(content.cutoff, known, head, digest)
        lit = content.commitments is not None or bool(content.projects or content.indicators)
        page = Page(
            head=head, title=name, paper=PORTRAIT, cutoff=content.cutoff, known=known, lit=lit, said=said,
            scanned=scanned,
        )  # fmt: skip
        asked = content.asked
        story: list[Flowable] = [Spacer(1, 4), text(name.upper(), "title")]
        if number := asked.number or head.code:
            story.append(text(number, "subtitle"))
        story += [Spacer(1, 4), memo_head(list(_memo(content, head)), page.width), Spacer(1, 6)]
        story.append(text(_opening(content), "justified"))
        closing = _closing(content, head, page)
        chapters = content.chapters
        for n, (roman, chapter) in enumerate(zip(chain(ROMAN), chapters, strict=False), 1):
            title, body = f"{roman}. {_(SECTIONS[chapter])}", progress_chapters.body(chapter, content, page)
            if n == len(chapters) and _height(body, page) < SHORT:  # the signature stands with what it signs
                story.append(KeepTogether([text(title, "heading"), *body, *closing]))
                closing = []
            else:
                story += [*heading(title, over=body[0]), *body]
        if closing:
            story.append(KeepTogether(closing))
        return page.write(path, story, watch)


def foot(cutoff: date, known: datetime | None, head: Head, digest: str) -> tuple[Sequence[str], str]:
    """What the foot of an issued report says besides its code, and what its square says to a telephone."""
    if not digest:
        return (), ""
    said = (
        _("Cut-off: {date}").format(date=format_date(cutoff)),
        _("As recorded on: {moment}").format(moment=format_moment(known or head.issued_at)),
        _("Hash: {hash}").format(hash=digest[:12]),
    )
    return said, stamps.said_to_scanners(head.code, digest)


def subject(content: Content) -> str:
    """What the report is about, where nobody typed it."""
    scope = content.scope_name
    if content.since is None:
        words = _("Progress of {scope} up to {date}") if scope else _("Progress of the portfolio up to {date}")
    elif scope:
        words = _("Progress of {scope} from {since} to {date}")
    else:
        words = _("Progress of the portfolio from {since} to {date}")
    since = long_date(content.since) if content.since else ""
    return words.format(scope=scope, since=since, date=long_date(content.cutoff))


def _memo(content: Content, head: Head) -> Iterator[Pair]:
    asked = content.asked
    on = head.issued_at.astimezone(LIMA).date()
    yield pgettext("memo", "To"), asked.to
    yield pgettext("memo", "From"), asked.sender or "\n".join(filter(None, (head.issued_by, head.unit)))
    yield pgettext("memo", "Subject"), asked.subject or subject(content)
    yield pgettext("memo", "Reference"), asked.reference
    yield pgettext("memo", "Date"), ", ".join(filter(None, (head.place, long_date(on))))


def _opening(content: Content) -> str:
    until = long_date(content.cutoff)
    if content.since is not None:
        return _(
            "I have the pleasure of reporting to you on the follow-up of commitments from {since} to {cutoff}."
        ).format(since=long_date(content.since), cutoff=until)
    return _("I have the pleasure of reporting to you on the follow-up of commitments up to {cutoff}.").format(
        cutoff=until
    )


def _closing(content: Content, head: Head, page: Page) -> list[Flowable]:
    """Two lines of text, the signature, and room for the approval of whoever is above."""
    said: list[Flowable] = [
        Spacer(1, 10),
        text(_("This is all I have to report, for your information and the steps you see fit."), "justified"),
        text(_("Yours sincerely,")),
    ]
    name, _newline, post = (content.asked.sender or head.issued_by).partition("\n")
    if name:
        said += signature(name, post.replace("\n", " · "), page.width)
    said += [Spacer(1, 18), text(_("Approved (V° B°): ______________________________"), "small")]
    return said


def _height(body: Sequence[Flowable], page: Page) -> float:
    high = 0.0
    for one in body:
        # what is kept together cannot be measured as a whole before it is on a page
        parts: Sequence[Flowable] = vars(one)["_content"] if isinstance(one, KeepTogether) else (one,)
        high += sum(part.wrap(page.width, page.height)[1] for part in parts)
    return high

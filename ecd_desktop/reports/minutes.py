"""Acta de reunión: sections I to X in the order of domain.md §5.1, old commitments before new business, then signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from db.queries.meeting_papers import Agreed, Attendee, MeetingPaper, content_hash
from db.queries.meetings import CAME
from db.records.people import DocumentKind
from ecd_desktop.calendar import today
from ecd_desktop.language import _, format_date, format_percent, in_language, long_date, ngettext
from ecd_desktop.reports import markdown, spoken
from ecd_desktop.reports.blocks import Pair, facts
from ecd_desktop.reports.formulas import (
    closing,
    condition,
    confidentiality,
    counted_words,
    hour,
    light_note,
    opening,
    roman,
    unshown,
)
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, style, text
from ecd_desktop.reports.signatures import Place, Signatures
from ecd_desktop.reports.tables import NAVY, PAD_X, Column, Lit, Row, Table
from ecd_desktop.reports.typeface import BOLD, MEDIUM, markup, width

SHORT = 12  # digits of the hash that are shown


@dataclass(frozen=True, slots=True)
class _Look:
    """How much stands on a page: sizes and room in points."""

    size: float  # of tables
    pad: float
    notes: ParagraphStyle
    fact: ParagraphStyle
    heading: ParagraphStyle
    sign: float  # to sign in
    short: bool  # organisations by their acronyms


def _look(size: float, pad: float, notes: float, fact: float, before: float, sign: float, *, short: bool) -> _Look:
    return _Look(
        size, pad, style("account", notes, notes * 1.34, spaceAfter=3.5, allowWidows=0, allowOrphans=0),
        style("said", fact, fact * 1.3), style("section", 11, 13.5, spaceBefore=before, spaceAfter=before / 2.5,
        fontName=BOLD, textColor=NAVY), sign, short,
    )  # fmt: skip


EASY = _look(8.75, 3.0, 10, 9.5, 9, 11 * mm, short=False)
TIGHT = _look(8.25, 1.4, 9.25, 9, 3.5, 8.2 * mm, short=True)
SHEET = 2  # pages: a sheet, both sides


def write(
    path: Path | str,
    paper: MeetingPaper,
    *,
    head: Head,
    edition: int | None = None,
    thumbs: bool | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write a meeting's acta, set closer where it then takes one sheet, both sides, instead of more.

    ``edition``: which version was issued, None for none yet.
    ``thumbs``: whether people sign with a thumb-print too; None: where the meeting is one of neighbours.
    Identity documents stand under the signatures in full, as what is signed needs them.
    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        signed = paper.of_neighbours if thumbs is None else thumbs
        enough = Watch(watch.heed if watch else None, SHEET + 1)
        for look, until in ((EASY, enough), (TIGHT, enough), (EASY, watch)):
            page, story = _draft(paper, head, edition, signed, look)
            written = page.write(path, story, until)
            if written.pages <= SHEET:
                break
    return replace(written, warnings=(*written.warnings, *unshown(paper, language)))


def _draft(
    paper: MeetingPaper, head: Head, edition: int | None, thumbs: bool, look: _Look
) -> tuple[Page, list[Flowable]]:
    """The page and what stands on it, once: what was laid out cannot be laid out again."""
    page = _page(paper, head, edition)
    story: list[Flowable] = [Spacer(1, 2), text(_("Minutes of the meeting").upper(), "title")]
    story.append(text(" · ".join(filter(None, (paper.name, paper.subject))), "theme"))
    number = map(roman, count(1))
    for titled, parts in _sections(paper, page, look):
        story += [*_heading(f"{next(number)}. {titled}", parts[0], look), *parts]
    return page, story + _closing(paper, page, next(number), thumbs, look)


def _heading(words: str, over: Flowable, look: _Look) -> list[Flowable]:
    """A section's heading; it stands with its table's first row, or with two lines."""
    room = over.least() if isinstance(over, Table) else 2 * look.notes.leading
    return [CondPageBreak(room + 30), Paragraph(markup(words), look.heading)]


def _page(paper: MeetingPaper, head: Head, edition: int | None) -> Page:
    said = []
    if edition is not None:
        said.append(_("Version {n}").format(n=edition))
    said.append(_("Content: {hash}").format(hash=content_hash(paper)[:SHORT]))
    head = replace(head, code=paper.code, confidentiality=confidentiality(paper, head))
    return Page(
        head=head, title=paper.number or _("Minutes of the meeting"), paper=PORTRAIT, cutoff=paper.held_on or today(),
        said=said,
    )  # fmt: skip


# --- the sections --------------------------------------------------------------------------------------------------


def _sections(paper: MeetingPaper, page: Page, look: _Look) -> Iterator[tuple[str, list[Flowable]]]:
    """Those that are printed, with their titles; what an acta must say is said even where there was none."""
    came = [one for one in paper.attendees if one.presence in CAME]
    others = [one for one in paper.attendees if one.presence not in CAME]
    yield _("General information"), _general(paper, page, look)
    yield _("Participants"), _participants(paper, came, page, look)
    if others:
        yield _("Absent and excused"), [_people(others, page, look)]
    yield _("Agenda"), _agenda(paper, look)
    yield _("Follow-up of earlier commitments"), _earlier(paper, page, look)
    yield _("What was discussed"), _account(paper, look)
    yield _("Agreements"), _agreements(paper, page, look)
    yield _("Commitments"), _commitments(paper, page, look)
    if paper.next_on or paper.next_at or paper.next_venue or paper.next_agenda:
        yield _("Next meeting"), _next(paper, page, look)


def _said(words: str, look: _Look) -> Paragraph:
    return Paragraph(markup(words), look.fact)


def _facts(pairs: Sequence[Pair], page: Page, look: _Look, columns: int = 2) -> Flowable:
    return facts(pairs, page.width, columns=columns, label=90, style=look.fact, pad=look.pad * 0.75)


def _account(paper: MeetingPaper, look: _Look) -> list[Flowable]:
    return [Paragraph(markup(opening(paper)), look.notes), *spoken.flowables(paper, look.notes)]


def _general(paper: MeetingPaper, page: Page, look: _Look) -> list[Flowable]:
    """Short facts in two columns; what may be long over the whole width."""
    where = [_(paper.modality.label) if paper.modality else "", paper.venue, paper.place]
    short = [
        (_("Minutes no."), paper.name),
        (_("Date"), long_date(paper.held_on) if paper.held_on else ""),
        (_("Kind of meeting"), _(paper.kind.label)),
        (_("Start time"), hour(paper.starts_at)),
        (_("Convened by"), paper.convened_by),
        (_("End time"), hour(paper.ends_at)),
        (_("Chaired by"), paper.chair),
        (_("Technical secretariat"), paper.secretary),
    ]
    long = [
        (_("Project or strategy"), ", ".join(paper.projects)),
        (_("Modality and place"), ". ".join(filter(None, where))),
    ]
    return [_facts(short, page, look), _facts(long, page, look, columns=1)]


def _participants(paper: MeetingPaper, came: Sequence[Attendee], page: Page, look: _Look) -> list[Flowable]:
    said: list[Flowable] = []
    if came:
        said.append(_people(came, page, look))
    expected = len(paper.attendees)
    if expected:
        share = format_percent(100 * len(came) / expected, 0)
        line = ngettext("{came} of {n} person convened attended ({share}).",
                        "{came} of {n} people convened attended ({share}).", expected)  # fmt: skip
        said += [Spacer(1, 4), _said(line.format(came=len(came), n=expected, share=share), look)]
    if counted := counted_words(paper):
        said.append(_said(counted, look))
    return said or [_said(_("No attendance was noted."), look)]


def _people(people: Sequence[Attendee], page: Page, look: _Look) -> Table:
    widths = (8 * mm, 48 * mm, 43 * mm, 0.0, 25 * mm)
    titles = (_("No."), _("Family and given names"), _("Organisation or unit"), _("Post"), _("Attendance"))
    rows = [
        Row(
            (str(n), one.name, _unit(one) if look.short else one.organisation, one.role, condition(one)),
            bold=frozenset({1}),
        )
        for n, one in enumerate(people, 1)
    ]
    return _table(titles, widths, rows, page, look)


def _unit(one: Attendee) -> str:
    return one.acronym or one.organisation


def _agenda(paper: MeetingPaper, look: _Look) -> list[Flowable]:
    if not paper.topics:
        return [_said(_("No agenda was set beforehand."), look)]
    listed = [
        markdown.Block(
            markdown.Part.ITEM,
            _("{title} – presented by {who}").format(title=one.title, who=one.presenter)
            if one.presenter
            else one.title,
            f"{n}.",
        )
        for n, one in enumerate(paper.topics, 1)
    ]
    return list(markdown.flowables(listed, look.fact, plain=True))


def _earlier(paper: MeetingPaper, page: Page, look: _Look) -> list[Flowable]:
    if not paper.earlier:
        return [_said(_("There was no earlier commitment to follow up."), look)]
    titles = (_("Code"), _("Commitment"), _("Responsible"), _("Due date"), _("State"))
    rows = []
    for one in paper.earlier:
        due = format_date(one.due_on) if one.due_on else _("No date")
        if one.moved_to and one.moved_to != one.due_on:
            due = f"{due}\n→{format_date(one.moved_to)}"
        state = _(one.state.label)
        if one.fate is not None:
            state = f"{state}\n{_(one.fate.label)}"
        said = "\n".join(
            filter(None, (one.description, _("Answer: {text}").format(text=one.answer) if one.answer else ""))
        )
        rows.append(Row((one.code, said, one.responsible, due, Lit(one.light, state)), bold=frozenset({0})))
    widths = (_room("COM-2026-0000", look), 0.0, 29 * mm, _room("→30/08/2028", look), 31 * mm)
    return [_table(titles, widths, rows, page, look), Spacer(1, 2), light_note(paper)]


def _agreements(paper: MeetingPaper, page: Page, look: _Look) -> list[Flowable]:
    if not paper.agreed:
        return [_said(_("No agreement was adopted."), look)]
    hows = {(one.adopted, one.kind) for one in paper.agreed}
    if len(hows) == 1:  # said once for all
        how = _how(paper.agreed[0])
        rows = [Row((one.number, one.text), bold=frozenset({0})) for one in paper.agreed]
        table = _table((_("No."), _("Agreement of the meeting")), (9 * mm, 0.0), rows, page, look)
        all_so = _said(_("How they were adopted: {how}.").format(how=how), look)
        return [table, Spacer(1, 2), all_so] if how else [table]
    titles = (_("No."), _("Agreement of the meeting"), _("How it was adopted"))
    rows = [Row((one.number, one.text, _how(one)), bold=frozenset({0})) for one in paper.agreed]
    return [_table(titles, (9 * mm, 0.0, 35 * mm), rows, page, look)]


def _how(one: Agreed) -> str:
    """How an agreement was adopted, and what it is where it is no plain decision."""
    said = [one.adopted, one.kind if one.kind and one.kind.value != "decision" else None]
    return ", ".join(_(word.label) for word in said if word is not None)


def _commitments(paper: MeetingPaper, page: Page, look: _Look) -> list[Flowable]:
    if not paper.promised:
        return [_said(_("No commitment was made."), look)]
    shown = any(one.evidence for one in paper.promised)  # no column of blanks
    titles = (_("No."), _("Commitment"), _("Responsible"), _("Due date"), _("Means of verification"))
    widths = (8 * mm, 0.0, 41 * mm, _room("30/08/2028", look), 35 * mm)
    rows = []
    for one in paper.promised:
        said = f"{one.text} ({one.code})" if one.code else one.text
        due = format_date(one.due_on) if one.due_on else _("No date")
        cells = (one.number, said, one.responsible or _("Not assigned"), due, one.evidence)
        rows.append(Row(cells if shown else cells[:-1], bold=frozenset({0})))
    columns = 5 if shown else 4
    return [_table(titles[:columns], widths[:columns], rows, page, look)]


def _next(paper: MeetingPaper, page: Page, look: _Look) -> list[Flowable]:
    when = ", ".join(filter(None, (long_date(paper.next_on) if paper.next_on else "", hour(paper.next_at))))
    topics = " · ".join(" ".join(one.text.split()) for one in markdown.blocks(paper.next_agenda))
    said = [_facts([(_("Date and time"), when), (_("Place"), paper.next_venue)], page, look)]
    if topics:
        said.append(_facts([(_("Tentative agenda"), topics)], page, look, columns=1))
    return said


def _room(sample: str, look: _Look) -> float:
    """Points that a column needs for something like ``sample`` on one line, and for its heading."""
    return max(width(sample, MEDIUM, look.size), width(_("Due date"), BOLD, look.size)) + 2 * PAD_X + 1


def _table(titles: Sequence[str], widths: Sequence[float], rows: Sequence[Row], page: Page, look: _Look) -> Table:
    """A table as wide as the page; the column of width 0 takes the room that is left."""
    rest = page.width - sum(widths)
    columns = [Column(title, wide or rest) for title, wide in zip(titles, widths, strict=True)]
    return Table(columns, rows, tallest=page.height, size=look.size, pad=look.pad)


def _closing(paper: MeetingPaper, page: Page, number: str, thumbs: bool, look: _Look) -> list[Flowable]:
    """The last section: its sentence stands on the page with the first signatures, never they alone."""
    words = Paragraph(markup(closing(paper)), look.notes)
    signs = Signatures(signers(paper), page.width, thumbs=thumbs, context=_context(paper), room=look.sign)
    _wide, high = words.wrap(page.width, page.height)
    last = _("Closing")
    room = high + signs.least() + 34
    return [CondPageBreak(room), Paragraph(markup(f"{number}. {last}"), look.heading), words, signs]


def _context(paper: MeetingPaper) -> list[str]:
    """What stands over signatures that go on on another page."""
    if paper.held_on is None:
        first = _("Signatures of {minutes} (continued).").format(minutes=paper.name)
    else:
        first = _("Signatures of {minutes}, meeting of {date} (continued).").format(
            minutes=paper.name, date=long_date(paper.held_on)
        )
    return [first, _("Those who sign here agree with the content {hash}.").format(hash=content_hash(paper)[:SHORT])]


def signers(paper: MeetingPaper) -> list[Place]:
    """A place for everybody who came; a few blank ones where nobody was named."""
    places = []
    for one in paper.attendees:
        if one.presence not in CAME:
            continue
        stood_in = _("For {name}").format(name=one.name) if one.represented_by else ""
        document = "" if one.represented_by else one.document
        label = _(one.document_kind.label) if one.document_kind and document else _(DocumentKind.DNI.label)
        held = " – ".join(filter(None, (one.role, _unit(one))))
        said = "\n".join(filter(None, (stood_in, held)))
        places.append(Place(one.signs_as, f"{label}: {document or '________________'}", said))
    blank = Place(_("Name: {line}").format(line="_" * 24), f"{_(DocumentKind.DNI.label)}: ________________")
    return places or [blank] * 6

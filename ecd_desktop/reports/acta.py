"""What an acta says, section by section (domain.md §5.1), apart from how it looks: on paper, copied for Word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from db.queries.meeting_papers import Agreed, Attendee, MeetingPaper
from db.queries.meetings import CAME
from db.queries.reported import Reported
from db.records.people import DocumentKind
from ecd_desktop.between_meetings import report_words
from ecd_desktop.language import _, format_date, format_percent, long_date, ngettext
from ecd_desktop.reports import markdown, spoken
from ecd_desktop.reports.formulas import condition, counted_words, hour, light_legend, opening
from ecd_desktop.reports.tables import Lit, Row
from ecd_desktop.reports.typeface import printable

LINE = "________________"
"""Room for what is written by hand."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values; those without a value are left out."""

    pairs: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.  ``widths``: millimetres, a sample that must fit on one line, or 0 for the room that is left."""

    titles: tuple[str, ...]
    widths: tuple[float | str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; ``small``: a remark under a table."""

    words: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """Running text; ``plain``: its words are data, without marks of Markdown; ``small``: set as facts are."""

    blocks: tuple[markdown.Block, ...]
    plain: bool = False
    small: bool = False


Part = Facts | Grid | Said | Notes


@dataclass(frozen=True, slots=True)
class Section:
    """A section's title without its number, and what stands under it, at least one part."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Where one person signs: the name, the identity document or room for it, post and organisation."""

    name: str
    document: str
    said: str = ""


def sections(
    paper: MeetingPaper,
    *,
    short: bool = False,
    codes: bool = True,
    shown: Callable[[str], str] = printable,
    least: int = 1,
) -> Iterator[Section]:
    """Those that are printed before the closing; what an acta must say is said even where there was none.

    ``short``: organisations by their acronyms.  ``codes``: each agreement with our code behind it.
    ``least``: groups smaller than that are not told apart.  ``shown``: which characters notes may have, as of
    ``markdown.blocks``.
    """
    came = [one for one in paper.attendees if one.presence in CAME]
    others = [one for one in paper.attendees if one.presence not in CAME]
    yield Section(_("General information"), _general(paper))
    yield Section(_("Participants"), tuple(_participants(paper, came, short, least)))
    if others:
        yield Section(_("Absent and excused"), (people(others, short),))
    yield Section(_("Agenda"), (_agenda(paper),))
    yield Section(_("Follow-up of earlier commitments"), _earlier(paper))
    account = (markdown.Block(markdown.Part.PARAGRAPH, opening(paper)),)
    yield Section(_("What was discussed"), (Notes(account, plain=True), Notes(tuple(spoken.account(paper, shown)))))
    yield Section(_("Agreements"), _agreements(paper.agreed, codes))
    yield Section(_("Commitments"), _commitments(paper))
    if paper.next_on or paper.next_at or paper.next_venue or paper.next_agenda:
        yield Section(_("Next meeting"), _next(paper, shown))


def signers(paper: MeetingPaper) -> list[Signer]:
    """A place for everybody who came; a few blank ones where nobody was named."""
    blank = Signer(_("Name: {line}").format(line="_" * 24), f"{_(DocumentKind.DNI.label)}: {LINE}")
    return [signer(one) for one in paper.attendees if one.presence in CAME] or [blank] * 6


def signer(one: Attendee) -> Signer:
    """Where somebody who came signs; a document stands only under the signature of the one whose it is."""
    stood_in = _("For {name}").format(name=one.name) if one.represented_by else ""
    document = "" if one.represented_by else one.document
    label = _(one.document_kind.label) if one.document_kind and document else _(DocumentKind.DNI.label)
    held = " – ".join(filter(None, (one.role, one.unit)))
    return Signer(one.signs_as, f"{label}: {document or LINE}", "\n".join(filter(None, (stood_in, held))))


# --- the sections --------------------------------------------------------------------------------------------------


def _general(paper: MeetingPaper) -> tuple[Part, ...]:
    """Short facts in two columns; what may be long over the whole width."""
    where = [_(paper.modality.label) if paper.modality else "", paper.venue, paper.place]
    short = (
        (_("Minutes no."), paper.numbers or paper.code),
        (_("Date"), long_date(paper.held_on) if paper.held_on else ""),
        (_("Kind of meeting"), _(paper.kind.label)),
        (_("Start time"), hour(paper.starts_at)),
        (_("Convened by"), paper.convened_by),
        (_("End time"), hour(paper.ends_at)),
        (_("Chaired by"), paper.chair),
        (_("Technical secretariat"), paper.secretary),
    )
    long = (
        (_("Project or strategy"), ", ".join(paper.projects)),
        (_("Modality and place"), ". ".join(filter(None, where))),
    )
    return Facts(short), Facts(long, columns=1)


def _participants(paper: MeetingPaper, came: Sequence[Attendee], short: bool, least: int) -> Iterator[Part]:
    if came:
        yield people(came, short)
    expected = len(paper.attendees)
    if expected:
        share = format_percent(100 * len(came) / expected, 0)
        line = ngettext("{came} of {n} person convened attended ({share}).",
                        "{came} of {n} people convened attended ({share}).", expected)  # fmt: skip
        yield Said(line.format(came=len(came), n=expected, share=share))
    counted = counted_words(paper, least)
    if counted or not expected:
        yield Said(counted or _("No attendance was noted."))


def people(people: Sequence[Attendee], short: bool) -> Grid:
    titles = (_("No."), _("Family and given names"), _("Organisation or unit"), _("Post"), _("Attendance"))
    rows = tuple(
        Row(
            (str(n), one.name, one.unit if short else one.organisation, one.role, condition(one)), bold=frozenset({1})
        )
        for n, one in enumerate(people, 1)
    )  # fmt: skip
    return Grid(titles, (8, 48, 43, 0, 25), rows)


def _agenda(paper: MeetingPaper) -> Part:
    if not paper.topics:
        return Said(_("No agenda was set beforehand."))
    listed = [
        _("{title} – presented by {who}").format(title=one.title, who=one.presenter) if one.presenter else one.title
        for one in paper.topics
    ]
    blocks = (markdown.Block(markdown.Part.ITEM, said, f"{n}.") for n, said in enumerate(listed, 1))
    return Notes(tuple(blocks), plain=True, small=True)


def _earlier(paper: MeetingPaper) -> tuple[Part, ...]:
    if not paper.earlier:
        return (Said(_("There was no earlier commitment to follow up.")),)
    titles = (_("Code"), _("Commitment"), _("Responsible"), _("Due date"), _("State"))
    rows = []
    for one in paper.earlier:
        due = format_date(one.due_on) if one.due_on else _("No date")
        if one.moved_to and one.moved_to != one.due_on:
            due = f"{due}\n→{format_date(one.moved_to)}"
        state = _(one.state.label)
        if one.fate is not None:
            state = f"{state}\n{_(one.fate.label)}"
        answer = _("Answer: {text}").format(text=one.answer) if one.answer else ""
        report = ""
        if one.reported_on is not None and one.report != one.answer:
            report = report_words(Reported(one.reported_on, one.reported or 0, one.report, one.reported_by))
        said = "\n".join(filter(None, (one.description, report, answer)))
        rows.append(Row((one.code, said, one.responsible, due, Lit(one.light, state)), bold=frozenset({0})))
    grid = Grid(titles, ("COM-2026-0000", 0, 29, "→30/08/2028", 31), tuple(rows))
    return grid, Said(light_legend({one.light for one in paper.earlier}), small=True)


def _agreements(agreed: Sequence[Agreed], codes: bool) -> tuple[Part, ...]:
    """Adopted alike, how is said once for all."""
    if not agreed:
        return (Said(_("No agreement was adopted.")),)
    said = [f"{one.text} ({one.code})" if codes and one.code else one.text for one in agreed]
    if len({(one.adopted, one.kind) for one in agreed}) == 1:
        rows = (Row((one.number, text), bold=frozenset({0})) for one, text in zip(agreed, said, strict=True))
        grid = Grid((_("No."), _("Agreement of the meeting")), (9, 0), tuple(rows))
        how = _how(agreed[0])
        return (grid, Said(_("How they were adopted: {how}.").format(how=how))) if how else (grid,)
    titles = (_("No."), _("Agreement of the meeting"), _("How it was adopted"))
    rows = (Row((one.number, text, _how(one)), bold=frozenset({0})) for one, text in zip(agreed, said, strict=True))
    return (Grid(titles, (9, 0, 35), tuple(rows)),)


def _how(one: Agreed) -> str:
    """How an agreement was adopted, and what it is where it is no plain decision."""
    said = [one.adopted, one.kind if one.kind and one.kind.value != "decision" else None]
    return ", ".join(_(word.label) for word in said if word is not None)


def _commitments(paper: MeetingPaper) -> tuple[Part, ...]:
    if not paper.promised:
        return (Said(_("No commitment was made.")),)
    shown = any(one.evidence for one in paper.promised)  # no column of blanks
    titles = (_("No."), _("Commitment"), _("Responsible"), _("Due date"), _("Means of verification"))
    widths: tuple[float | str, ...] = (8, 0, 41, "30/08/2028", 35)
    rows = []
    for one in paper.promised:
        said = f"{one.text} ({one.code})" if one.code else one.text
        due = format_date(one.due_on) if one.due_on else _("No date")
        cells = (one.number, said, one.responsible or _("Not assigned"), due, one.evidence)
        rows.append(Row(cells if shown else cells[:-1], bold=frozenset({0})))
    columns = 5 if shown else 4
    return (Grid(titles[:columns], widths[:columns], tuple(rows)),)


def _next(paper: MeetingPaper, shown: Callable[[str], str]) -> tuple[Part, ...]:
    when = ", ".join(filter(None, (long_date(paper.next_on) if paper.next_on else "", hour(paper.next_at))))
    topics = " · ".join(" ".join(one.text.split()) for one in markdown.blocks(paper.next_agenda, shown))
    said = Facts(((_("Date and time"), when), (_("Place"), paper.next_venue)))
    return (said, Facts(((_("Tentative agenda"), topics),), columns=1)) if topics else (said,)

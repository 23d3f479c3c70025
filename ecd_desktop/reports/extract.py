"""Extracto del acta: what a meeting agreed, and of its commitments only those of one unit or person, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.ordering import fold
from db.queries.meeting_papers import MeetingPaper, content_hash
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_date, in_language, long_date
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.fitting import Fill, cut_warning, write_fitted
from ecd_desktop.reports.formulas import called, confidentiality, hour, light_legend, unshown
from ecd_desktop.reports.minutes import SHORT
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.stamps import said_to_scanners
from ecd_desktop.reports.tables import Column, Lit, Row, Table

SIZE = 9.0
FACT = 250  # letters
PARTED = " – "  # the unit and the person of a responsible


def responsible(paper: MeetingPaper) -> list[str]:
    """Units and people that answer for something in a meeting, by name."""
    held = [one.responsible for one in paper.promised] + [one.responsible for one in paper.earlier]
    return sorted({part for said in held for part in said.split(PARTED) if part}, key=fold)


def write(
    path: Path | str,
    paper: MeetingPaper,
    whose: str,
    *,
    head: Head,
    edition: int | None = None,
    digest: str = "",
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the part of an acta that concerns a unit (acronym or name) or a person, as the acta calls them.

    Raises ``errors.Expected`` where they answer for nothing in it.
    """
    with in_language(language):
        mine = _called(paper, whose)
        only = replace(
            paper,
            promised=tuple(one for one in paper.promised if _answers(one.responsible, mine)),
            earlier=tuple(one for one in paper.earlier if _answers(one.responsible, mine)),
        )
        head = replace(head, code=paper.code, confidentiality=confidentiality(only, head))
        said = [_("Version {n}").format(n=edition)] if edition is not None else []
        digest = digest or content_hash(paper)
        said.append(_("Content of the minutes: {hash}").format(hash=digest[:SHORT]))

        def page() -> Page:
            title = _("Extract of {minutes}").format(minutes=called(paper))
            return Page(head=head, title=title, paper=PORTRAIT, cutoff=paper.held_on or today(), said=said,
                        scanned=said_to_scanners(paper.code, digest))  # fmt: skip

        written, whole = write_fitted(path, 1, page, lambda page, fill: _story(only, mine, page, fill), watch)
        warnings = [*written.warnings, *([] if whole else [cut_warning(1)])]
    return replace(written, warnings=(*warnings, *unshown(only, language)))


def _called(paper: MeetingPaper, whose: str) -> str:
    """As the acta calls them; told by its words where they are not in it."""
    known = responsible(paper)
    found = [one for one in known if fold(one) == fold(whose)]
    found = found or [one for one in known if fold(whose).strip() and fold(whose) in fold(one)]
    if len(found) != 1:
        names = "; ".join(known) or "—"
        raise Expected(
            _("“{name}” answers for nothing in {meeting}.").format(name=whose, meeting=paper.name),
            _("These do: {names}.").format(names=names),
        )
    return found[0]


def _answers(said: str, mine: str) -> bool:
    return mine in said.split(PARTED)


def _story(paper: MeetingPaper, mine: str, page: Page, fill: Fill) -> list[Flowable]:
    title = _("Extract of the minutes").upper()
    story: list[Flowable] = [Spacer(1, 2), text(title, "title")]
    story.append(text(_("What concerns {name}").format(name=mine), "theme"))
    about = [
        (_("Minutes no."), paper.name), (_("Date"), long_date(paper.held_on) if paper.held_on else ""),
        (_("Subject"), fill.shortened(paper.subject, FACT)), (_("Place"), fill.shortened(paper.venue, FACT)),
    ]  # fmt: skip
    story += [Spacer(1, 4), facts(about, page.width, label=90, style="fact", pad=2.5)]
    story += _promised(paper, page, fill)
    story += _earlier(paper, page, fill)
    agreed, more = fill.first(paper.agreed)
    if agreed:
        rows = [(one.number, fill.shortened(one.text)) for one in agreed]
        story += _listed(_("Agreements of the meeting"), (_("No."), _("Agreement of the meeting")), (9, 0), rows, page)
        story += [text(more, "note")] if more else []
    if paper.next_on:
        said = ", ".join(
            filter(None, (long_date(paper.next_on), hour(paper.next_at), fill.shortened(paper.next_venue)))
        )
        story += [*heading(_("Next meeting")), text(said, "fact")]
    story += [
        Spacer(1, 6),
        text(_("This extract does not take the place of the minutes, which hold everything."), "note"),
    ]
    return story


def _promised(paper: MeetingPaper, page: Page, fill: Fill) -> list[Flowable]:
    if not paper.promised:
        return []
    rows: list[tuple[str, ...]] = []
    by_date = sorted(paper.promised, key=lambda one: (one.due_on is None, one.due_on or today()))
    told, more = fill.first(by_date)
    for one in told:
        said = fill.shortened(one.text) + (f" ({one.code})" if one.code else "")
        due = format_date(one.due_on) if one.due_on else _("No date")
        rows.append((one.number, said, fill.shortened(one.responsible), due, fill.shortened(one.evidence)))
    titles = (_("No."), _("Commitment"), _("Responsible"), _("Due date"), _("Means of verification"))
    columns = 5 if any(one.evidence for one in told) else 4  # no column of blanks
    rows = [row[:columns] for row in rows]
    made = _listed(_("Commitments you made"), titles[:columns], (9, 0, 36, 22, 36)[:columns], rows, page)
    return [*made, *([text(more, "note")] if more else [])]


def _earlier(paper: MeetingPaper, page: Page, fill: Fill) -> list[Flowable]:
    if not paper.earlier:
        return []
    rows: list[tuple[str | Lit, ...]] = []
    by_date = sorted(paper.earlier, key=lambda one: (one.due_on is None, one.due_on or today()))
    told, more = fill.first(by_date)
    for one in told:
        due = one.moved_to or one.due_on
        answer = _("Answer: {text}").format(text=fill.shortened(one.answer)) if one.answer else ""
        said = "\n".join(filter(None, (fill.shortened(one.description), answer)))
        state = _(one.state.label)
        rows.append((one.code, said, format_date(due) if due else _("No date"), Lit(one.light, state)))
    titles = (_("Code"), _("Commitment"), _("Due date"), _("State"))
    made = _listed(_("Earlier commitments that were reviewed"), titles, (29, 0, 22, 34), rows, page)
    legend = light_legend({one.light for one in told})
    return [*made, Spacer(1, 2), text(" ".join(filter(None, (more and f"{more}.", legend))), "note")]


def _listed(
    title: str, titles: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str | Lit]], page: Page
) -> list[Flowable]:
    rest = page.width - sum(widths) * mm
    columns = [Column(name, wide * mm or rest) for name, wide in zip(titles, widths, strict=True)]
    table = Table(columns, [Row(row, bold=frozenset({0})) for row in rows], tallest=page.height, size=SIZE)
    return [*heading(title, over=table), table]

"""Ficha de lección: one page about what was learnt, for whoever wants to do it again (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.lessons import Applied, LessonRow
from db.records.lessons import LessonState
from ecd_desktop.language import _, format_date, format_money, in_language, long_date
from ecd_desktop.reports.blocks import Boxed, Pair, facts
from ecd_desktop.reports.fitting import Fill, cut_warning, write_fitted
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.tables import Column, Row, Table

PAGES = 1
LESSON = 700  # letters of what was learnt


def write(
    path: Path | str,
    lesson: LessonRow,
    applied: Sequence[Applied],
    *,
    head: Head,
    cutoff: date,
    known: datetime | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write one lesson's sheet; where not all of it fits, texts are cut, and the file says so.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        head = replace(head, code=lesson.code or "")

        def page() -> Page:
            return Page(head=head, title=_("Lesson sheet"), paper=PORTRAIT, cutoff=cutoff, known=known)

        written, whole = write_fitted(path, PAGES, page, lambda paper, fill: _story(lesson, applied, paper, fill),
                                      watch)  # fmt: skip
        warnings = [*written.warnings, *([] if whole else [cut_warning(PAGES)])]
    return replace(written, warnings=tuple(warnings))


def _story(lesson: LessonRow, applied: Sequence[Applied], page: Page, fill: Fill) -> list[Flowable]:
    story: list[Flowable] = [Spacer(1, 2), text(_("Lesson sheet").upper(), "title")]
    if lesson.code:
        story.append(text(lesson.code, "subtitle"))
    if lesson.title:
        story += [Spacer(1, 3), text(lesson.title, "name")]
    story += [facts(_facts(lesson), page.width, label=92), Spacer(1, 6)]
    story.append(Boxed(_("Lesson"), fill.shortened(lesson.text, LESSON), page.width))
    if lesson.state is LessonState.WITHDRAWN:
        why = fill.shortened(lesson.withdrawn_reason or "", 300)
        story += [Spacer(1, 5), Boxed(_("Why it was retired"), why, page.width)]
    for name, said in (
        (_("Context"), lesson.context), (_("What was proposed?"), lesson.proposed),
        (_("What was done, and how?"), lesson.done), (_("Balance"), lesson.balance),
        (_("Conditions for doing it again"), lesson.conditions),
    ):  # fmt: skip
        if said:
            story += [*heading(name, 20 * mm), text(fill.shortened(said), "fact")]
    return story + _applied(applied, page, fill)


def _facts(lesson: LessonRow) -> list[Pair]:
    def named(choice: object) -> str:
        return _(choice.label) if choice is not None else ""  # type: ignore[attr-defined]

    learnt = " – ".join(filter(None, (lesson.project_code, lesson.project)))
    return [
        (_("Kind"), named(lesson.kind)), (_("State"), named(lesson.state)),
        (_("Theme"), lesson.theme or ""), (_("Evidence"), named(lesson.strength)),
        (_("Type of intervention"), lesson.intervention_type or ""), (_("Stage it is useful in"), lesson.stage or ""),
        (_("Kind of place"), named(lesson.place_kind)), (_("ECD result"), named(lesson.result)),
        (_("Nurturing-care component"), named(lesson.component)),
        (_("Approximate cost"), format_money(lesson.cost) if lesson.cost is not None else ""),
        (_("Learnt in the project"), learnt), (_("Noted in the meeting"), lesson.meeting or ""),
        (_("Comes from the lesson"), lesson.parent or ""),
        (_("Noted on"), long_date(lesson.noted_on) if lesson.noted_on else ""),
        (_("Keeper of the lesson"), lesson.owner or ""),
    ]  # fmt: skip


def _applied(applied: Sequence[Applied], page: Page, fill: Fill) -> list[Flowable]:
    title = _("Applied in")
    if not applied:
        return [*heading(title, 20 * mm), text(_("No project has decided about it yet."), "fact")]
    told, more = fill.first(applied)
    widths = (27 * mm, 25 * mm, 20 * mm)
    rest = page.width - sum(widths)
    columns = [
        Column(_("Project"), widths[0]), Column(_("Name"), rest * 0.45),
        Column(_("Decision of the project"), widths[1]),
        Column(_("Date"), widths[2]), Column(_("Reason"), rest * 0.55),
    ]  # fmt: skip
    rows = [
        Row((one.project_code, fill.shortened(one.project, 120), _(one.decision.label), format_date(one.on),
             fill.shortened(one.reason or "", 300)), bold=frozenset({0}))
        for one in told
    ]  # fmt: skip
    table = Table(columns, rows, tallest=page.height)
    return [*heading(title, over=table), table, *([text(f"{more}.", "note")] if more else [])]

"""Compendio de lecciones: what was learnt, by theme, with the projects in which each lesson was applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from db.fields import Key
from db.ordering import fold, sort_key
from db.queries.lessons import Applied, LessonRow
from db.records.lessons import Decided, LessonKind, LessonState
from ecd_desktop.language import _, in_language, ngettext
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, style, text
from ecd_desktop.reports.tables import Align, Column, Kind, Row, Table, narrowest
from ecd_desktop.reports.typeface import BOLD

_NAME = style("lesson", 10, 13.5, spaceBefore=7, spaceAfter=1.5)
_USED = style("used", 8.25, 11, spaceAfter=4)
_NAME.fontName = _USED.fontName = BOLD
ROOM = 26 * mm  # a lesson's name never stands alone at the foot of a page

Theme = tuple[str, Sequence[LessonRow]]


def write(
    path: Path | str,
    lessons: Sequence[LessonRow],
    applied: Mapping[Key, Sequence[Applied]],
    *,
    head: Head,
    cutoff: date,
    known: datetime | None = None,
    everything: bool = False,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the lessons by theme, each with its state where ``everything`` is told, drafts and retired ones too.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        title = _("Compendium of lessons")
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=cutoff, known=known)
        themes = by_theme(lessons)
        story: list[Flowable] = [Spacer(1, 4), text(title.upper(), "title"), Spacer(1, 4)]
        story += [text(_summary(lessons, themes, applied, everything)), _table(themes, applied, page)]
        for theme, rows in themes:
            story += heading(theme, ROOM + 12 * mm)
            for row in rows:
                story += _lesson(row, applied.get(row.key, ()), everything)
        return page.write(path, story, watch)


def by_theme(lessons: Sequence[LessonRow]) -> list[Theme]:
    """The lessons under their themes, those without one last; how a theme is written does not part it."""
    names: dict[str, str] = {}
    found: dict[str, list[LessonRow]] = {}
    for row in lessons:
        theme = fold(row.theme or "")
        names.setdefault(theme, " ".join((row.theme or "").split()))
        found.setdefault(theme, []).append(row)
    order = sorted(found, key=lambda theme: (not theme, sort_key(names[theme])))
    return [(names[theme] or _("Without a theme"), found[theme]) for theme in order]


def taken(applied: Sequence[Applied]) -> list[str]:
    """The codes of the projects that took a lesson, as it is or adapted."""
    return [one.project_code for one in applied if one.decision is not Decided.DISCARDED]


def _summary(
    lessons: Sequence[LessonRow], themes: Sequence[Theme], applied: Mapping[Key, Sequence[Applied]], everything: bool
) -> str:
    used = sum(bool(taken(applied.get(row.key, ()))) for row in lessons)
    said = [
        ngettext("{n} lesson", "{n} lessons", len(lessons)).format(n=len(lessons)),
        ngettext("{n} theme", "{n} themes", len(themes)).format(n=len(themes)),
        ngettext("{n} applied in projects", "{n} applied in projects", used).format(n=used),
    ]
    which = (
        _("Drafts and retired lessons are in it, and say so.") if everything
        else _("Drafts and retired lessons are left out.")
    )  # fmt: skip
    return f"{' · '.join(said)}. {which}"


def _table(themes: Sequence[Theme], applied: Mapping[Key, Sequence[Applied]], page: Page) -> Table:
    titles = [*(_(kind.label) for kind in LessonKind), _("Lessons"), _("Applied in projects")]
    wide = [narrowest(title, 52.0) for title in titles]
    columns = [Column(_("Theme"), page.width - sum(wide))]
    columns += [Column(title, width, Align.RIGHT) for title, width in zip(titles, wide, strict=True)]

    def figures(rows: Sequence[LessonRow]) -> list[str]:
        counted = [sum(row.kind is kind for row in rows) for kind in LessonKind]
        used = sum(bool(taken(applied.get(row.key, ()))) for row in rows)
        return [str(number) for number in (*counted, len(rows), used)]

    made = [Row((theme, *figures(rows))) for theme, rows in themes]
    every = [row for _theme, rows in themes for row in rows]
    made.append(Row((_("All lessons"), *figures(every)), kind=Kind.TOTAL))
    return Table(columns, made, tallest=page.height)


def _lesson(row: LessonRow, applied: Sequence[Applied], everything: bool) -> list[Flowable]:
    kind = _(row.kind.label) if row.kind is not None else ""
    state = _(row.state.label) if everything else ""
    retired = row.withdrawn_reason if row.state is LessonState.WITHDRAWN else None
    strength = _(row.strength.label) if row.strength is not None else ""
    learnt = " – ".join(filter(None, (row.project_code, row.project))) or row.meeting or ""
    story: list[Flowable] = [CondPageBreak(ROOM), text(" · ".join(filter(None, (row.code, row.title, kind))), _NAME)]
    story.append(text(row.text, "fact"))
    small = [
        (_("Balance"), row.balance), (_("Conditions for doing it again"), row.conditions),
        (_("Why it was retired"), retired),
        (_("Learnt in"), " · ".join(filter(None, (learnt, strength, state)))),
    ]  # fmt: skip
    story += [text(_("{name}: {said}").format(name=name, said=" ".join(said.split())), "small") for name, said in small
              if said]  # fmt: skip
    return [*story, text(used_in(applied), _USED)]


def used_in(applied: Sequence[Applied]) -> str:
    """«Applied in 1 project: PRY-2026-014»."""
    codes = taken(applied)
    if not codes:
        return _("Not applied in any project yet.")
    said = ngettext("Applied in {n} project: {codes}", "Applied in {n} projects: {codes}", len(codes))
    return said.format(n=len(codes), codes=", ".join(codes))

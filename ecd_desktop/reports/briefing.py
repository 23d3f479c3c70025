"""Ayuda memoria: at most two pages about a meeting or a project for whoever has to decide (domain.md §5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.traffic_light import Light
from ecd_desktop.language import _, format_date, in_language
from ecd_desktop.reports import lights, markdown
from ecd_desktop.reports.blocks import Boxed, facts
from ecd_desktop.reports.briefing_facts import Brief, Step
from ecd_desktop.reports.fitting import Fill, cut_warning, write_fitted
from ecd_desktop.reports.formulas import light_legend
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, style, text
from ecd_desktop.reports.tables import Align, Column, Kind, Lit, Row, Table

PAGES = 2
MESSAGE = 1_200  # letters of what is asked, as it was written

FACT = 250  # letters

_LIST = style("brief", 9.5, 12.6, spaceAfter=1.5)


@dataclass(frozen=True, slots=True)
class Addressed:
    """For whom it is, who wrote it, whom to ask, and what is asked in the writer's own words; each may be empty."""

    to: str = ""
    by: str = ""
    contact: str = ""
    message: str = ""


def write(
    path: Path | str,
    brief: Brief,
    *,
    head: Head,
    addressed: Addressed,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the note; where not everything fits, the most urgent, and how much more there is.

    ``brief`` is in the language of the note. Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        head = replace(head, code=brief.code)

        def page() -> Page:
            return Page(head=head, title=_("Briefing note"), paper=PORTRAIT, cutoff=brief.cutoff)

        def story(page: Page, fill: Fill) -> list[Flowable]:
            return _story(brief, addressed, page, fill)

        written, whole = write_fitted(path, PAGES, page, story, watch)
        warnings = [*written.warnings, *([] if whole else [cut_warning(PAGES)])]
    return replace(written, warnings=tuple(warnings))


def _story(brief: Brief, addressed: Addressed, page: Page, fill: Fill) -> list[Flowable]:
    about = [
        (_("In the matter of"), fill.shortened(brief.subject, FACT)), (_("Cut-off date"), format_date(brief.cutoff)),
        (_("Addressed to"), fill.shortened(addressed.to, FACT)), (_("Prepared by"), addressed.by),
    ]  # fmt: skip
    story: list[Flowable] = [Spacer(1, 2), text(_("Briefing note").upper(), "title"), Spacer(1, 4)]
    story.append(facts(about, page.width, columns=1, label=90, style="fact", pad=2.2))
    story += _bullets(1, _("Background"), brief.background, fill)
    story += _bullets(2, _("Present situation"), brief.situation, fill)
    if brief.counts:
        story += [Spacer(1, 3), _counted(brief, page), Spacer(1, 2)]
    story += _bullets(3, _("What has moved"), brief.progress, fill, none=_("None noted up to the cut-off."))
    story += _bullets(4, _("Critical blockers"), brief.blockers, fill, none=_("None."))
    story += _steps(brief.steps, page, fill)
    asked = _message(addressed.message, fill) or [f"• {one}" for one in fill.first(brief.asked)[0]]
    story += heading("6. " + _("Key messages and what is asked of the authority"))
    story += [Boxed("", "\n".join(asked) or _("Nothing is asked for now."), page.width)]
    if addressed.contact:
        story += [Spacer(1, 5), text(_("Contact: {who}").format(who=addressed.contact), "note")]
    return story


def _message(typed: str, fill: Fill) -> list[str]:
    """What the writer asks, line by line, as many as are told."""
    lines = [line.strip() for line in typed[:MESSAGE].splitlines() if line.strip()]
    told, more = fill.first([fill.shortened(line) for line in lines])
    return [*told, *([more] if more else [])]


def _bullets(number: int, title: str, said: Sequence[str], fill: Fill, none: str = "") -> list[Flowable]:
    told, more = fill.first(said)
    made = heading(f"{number}. {title}", 20 * mm)
    if not told:
        return [*made, text(none or _("None."), _LIST)]
    blocks = [markdown.Block(markdown.Part.ITEM, fill.shortened(one), "•") for one in told]
    if more:
        blocks.append(markdown.Block(markdown.Part.ITEM, more, "…"))
    return [*made, *markdown.flowables(blocks, _LIST, plain=True)]


def _counted(brief: Brief, page: Page) -> Table:
    """Commitments by light: a mini table, one column for each."""
    total = sum(count for _light, count in brief.counts)
    parts: list[tuple[str, Light | None, str]] = [
        (_(lights.LOOKS[light].word), light, str(count)) for light, count in brief.counts if light in lights.LOOKS
    ]
    parts += [(_("Done or verified"), None, str(brief.fulfilled)), (_("All"), None, str(total))]
    first = 34 * mm
    wide = (page.width - first) / len(parts)
    columns = [Column(_("Commitments"), first)]
    columns += [Column(word, wide, Align.CENTRE, light) for word, light, _count in parts]
    row = Row((_("How many there are"), *(count for _word, _light, count in parts)), kind=Kind.ROW, bold=frozenset({0}))
    return Table(columns, [row], tallest=page.height, size=8.5)


def _steps(steps: Sequence[Step], page: Page, fill: Fill) -> list[Flowable]:
    title = "5. " + _("Next steps")
    told, more = fill.first(steps)
    if not told:
        return [*heading(title, 20 * mm), text(_("Nothing is owed."), _LIST)]
    widths = (0.0, 46 * mm, 34 * mm)
    rest = page.width - sum(widths)
    titles = (_("What"), _("Who"), _("When"))
    columns = [Column(name, wide or rest) for name, wide in zip(titles, widths, strict=True)]
    rows = [
        Row((fill.shortened(one.what), fill.shortened(one.who), Lit(one.light, one.when) if one.light else one.when))
        for one in told
    ]  # fmt: skip
    table = Table(columns, rows, tallest=page.height, size=8.75)
    legend = light_legend({one.light for one in told if one.light})
    note = " ".join(filter(None, (f"{more}." if more else "", legend)))
    return [*heading(title, over=table), table, Spacer(1, 2), text(note, "note")]

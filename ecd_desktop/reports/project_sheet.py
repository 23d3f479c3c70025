"""Ficha de proyecto: a project on two pages, in the order of domain.md §5.5; what is empty is left out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from db.queries.project_sheet import Photo, ProjectSheet
from db.records.attachments import Taken
from ecd_desktop import attainment
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _, format_date, format_money, format_number, format_percent, in_language, ngettext
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.charts import strip
from ecd_desktop.reports.fitting import Fill, cut_warning, write_fitted
from ecd_desktop.reports.formulas import light_legend
from ecd_desktop.reports.gantt import Stone, gantt
from ecd_desktop.reports.lights import ORDER
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.rows import leaving
from ecd_desktop.reports.tables import Align, Column, Lit, Row, Table
from ecd_desktop.reports.typeface import REGULAR, SMALLEST, printable, wrap

PAGES = 2
PICTURE = 46 * mm  # height of a photograph
PHOTOS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """As of when, and how the project goes in words."""

    cutoff: date
    known: datetime | None
    calendar: Calendar
    health: str


def write(
    path: Path | str, sheet: ProjectSheet, *, head: Head, asked: Asked, pictures: Mapping[str, bytes],
    language: str | None = None, watch: Watch | None = None,
) -> Written:  # fmt: skip
    """Write the sheet; where not everything fits on two pages, what comes first, and how much more there is.

    ``pictures``: the bytes of its photographs by digest. Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        head = replace(head, code=head.code or sheet.row.code)  # an issued one has a code of its own

        def page() -> Page:
            return Page(head=head, title=_("Project sheet"), paper=PORTRAIT, cutoff=asked.cutoff, known=asked.known)

        def story(page: Page, fill: Fill) -> list[Flowable]:
            return _Story(sheet, asked, pictures, page, fill).told()

        written, whole = write_fitted(path, PAGES, page, story, watch)
        warnings = [*written.warnings, *([] if whole else [cut_warning(PAGES)])]
    return replace(written, warnings=tuple(warnings))


class _Story:
    """The sections of one sheet, numbered as they come."""

    def __init__(
        self, sheet: ProjectSheet, asked: Asked, pictures: Mapping[str, bytes], page: Page, fill: Fill
    ) -> None:
        self.sheet, self.asked, self.pictures = sheet, asked, pictures
        self.page, self.fill = page, fill
        self.number = 0

    def told(self) -> list[Flowable]:
        row = self.sheet.row
        made: list[Flowable] = [
            Spacer(1, 2), text(_("Project sheet").upper(), "title"), text(f"{row.code} · {row.name}", "theme"),
            Spacer(1, 3),
        ]  # fmt: skip
        for title, build in (
            (_("Identification"), self._identity), (_("Problem and population"), self._population),
            (_("Aim, hypothesis and results"), self._aim), (_("Description and scope"), self._scope),
            (_("Schedule"), self._schedule), (_("Budget and sources"), self._budget),
            (_("Indicators"), self._indicators), (_("Stakeholders"), self._stakeholders),
            (_("Commitments still owed"), self._commitments), (_("Risks"), self._risks),
            (_("Lessons incorporated"), self._lessons), (_("Before and after"), self._photos),
            (_("Stages gone through"), self._stages),
        ):  # fmt: skip
            made += self._section(title, build)
        return made

    def _section(self, title: str, build: Callable[[], list[Flowable]]) -> list[Flowable]:
        body = build()
        if not body:
            return []
        self.number += 1
        over = body[0] if isinstance(body[0], Table) else None
        return [*heading(f"{self.number}. {title}", 18 * mm, over=over), *body]

    # --- sections ---------------------------------------------------------------------------------------------------

    def _identity(self) -> list[Flowable]:
        row, about, sheet = self.sheet.row, self.sheet.about, self.sheet
        where = "; ".join(
            ", ".join(dict.fromkeys(filter(None, (one.name, one.district, _(one.zone.label) if one.zone else ""))))
            for one in sheet.places
        )
        state = _(row.state.label) + (f" ({row.state_reason})" if row.state_reason else "")
        scale = _(about.scale_decision.label) if about.scale_decision else ""
        pairs = [
            (_("Type"), row.intervention_type or ""), (_("Strategic axis"), _(row.axis.label) if row.axis else ""),
            (_("Stage"), row.stage or row.stage_as_given or ""), (_("State"), state),
            (_("How it goes"), self.asked.health), (_("Lead"), row.lead or ""), (_("Deputy"), about.deputy or ""),
            (_("Executing unit"), row.unit or ""), (_("Places"), where),
            (_("From – to"), _span(row.starts_on, row.ends_on)),
            (_("Physical progress"), format_percent(row.progress) if row.progress is not None else ""),
            (_("CUI (investment)"), about.investment_code or ""),
            (_("MEF phase"), _(row.investment_phase.label) if row.investment_phase else ""),
            (_("Comes from the pilot"), about.pilot or ""),
            (_("What is to come of it"), " – ".join(filter(None, (scale, about.scale_reason)))),
        ]  # fmt: skip
        return [facts(pairs, self.page.width, label=84, pad=1.6)]

    def _population(self) -> list[Flowable]:
        made: list[Flowable] = self._paragraph(self.sheet.about.problem)
        rows, more = self.fill.first(self.sheet.populations)
        if rows:
            columns = self._columns((_("For whom"), 52, Align.LEFT), (_("How many"), 24, Align.RIGHT),
                                    (_("Source and year"), 0, Align.LEFT))  # fmt: skip
            cells = [
                Row((" – ".join(filter(None, (_(one.band.label), _(one.sex.label) if one.sex else ""))),
                     format_number(one.count), ", ".join(filter(None, (one.source, str(one.year or ""))))))
                for one in rows
            ]  # fmt: skip
            made += [Table(columns, cells, tallest=self.page.height), *self._more(more)]
        return made

    def _aim(self) -> list[Flowable]:
        row, about = self.sheet.row, self.sheet.about
        results = "; ".join(_(one.result.label) for one in self.sheet.themes if one.result)
        components = "; ".join(_(one.component.label) for one in self.sheet.themes if one.component)
        pairs = [
            (_("Aim"), self.fill.shortened(row.aim or "", 700)),
            (_("Hypothesis"), self.fill.shortened(about.hypothesis or "", 700)),
            (_("ECD results"), results), (_("Nurturing care"), components),
        ]  # fmt: skip
        return [facts(pairs, self.page.width, columns=1, label=84, pad=1.6)] if any(said for _n, said in pairs) else []

    def _scope(self) -> list[Flowable]:
        return self._paragraph(self.sheet.about.scope)

    def _schedule(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.milestones)
        if not any(one.expected_on for one in rows):
            return []
        stones = [Stone(one.name, one.starts_on, one.planned_on, one.forecast_on, one.reached_on) for one in rows]
        late = [one for one in rows if (one.slip or 0) > 0]
        said = _("◇ planned · ◆ expected now · ■ reached · dashed line: {date}.").format(
            date=format_date(self.asked.cutoff)
        )
        made: list[Flowable] = [gantt(stones, self.asked.cutoff, self.page.width), text(said, "note")]
        for one in late:
            reason = one.moves[-1].reason if one.moves else ""
            words = ngettext("{name}: {n} day later than planned", "{name}: {n} days later than planned", one.slip or 0)
            words = words.format(name=one.name, n=one.slip)
            made.append(text(_sentence(f"• {words}{f' – {reason}' if reason else ''}"), "small"))
        return [*made, *self._more(more)]

    def _budget(self) -> list[Flowable]:
        lines = self.sheet.budget
        if not lines:
            return [text(format_money(self.sheet.row.budget))] if self.sheet.row.budget else []
        noted = self.sheet.row.budget
        rows, more = self.fill.first(lines)
        columns = self._columns(
            (_("Source"), 38, Align.LEFT), (_("Who gives it, and what for"), 0, Align.LEFT),
            (_("Planned"), 26, Align.RIGHT), (_("Executed"), 26, Align.RIGHT), (_("Balance left"), 26, Align.RIGHT),
        )  # fmt: skip
        cells = [
            Row((_(one.source.label), " – ".join(filter(None, (one.organisation, one.what_for))),
                 format_money(one.planned), format_money(one.executed), format_money(one.balance)))
            for one in rows
        ]  # fmt: skip
        planned, executed = sum(one.planned for one in lines), sum(one.executed for one in lines)
        cells.append(Row((_("Total"), "", format_money(planned), format_money(executed),
                          format_money(planned - executed)), bold=frozenset(range(5))))  # fmt: skip
        differs = [] if noted is None or noted == planned else [text(
            _("The budget noted on the project is {noted}; what counts is what its sources plan.").format(
                noted=format_money(noted)), "note")]  # fmt: skip
        return [Table(columns, cells, tallest=self.page.height), *differs, *self._more(more)]

    def _indicators(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.indicators)
        if not rows:
            return []
        columns = self._columns(
            (_("Indicator"), 0, Align.LEFT), (_("Baseline"), 31, Align.LEFT), (_("Target"), 24, Align.LEFT),
            (_("Value obtained"), 31, Align.LEFT), (_("Attainment"), 24, Align.RIGHT),
        )  # fmt: skip
        cells = []
        for one in rows:
            now = one.latest
            value, on = (now.value, now.on) if now else (None, None)
            flag = attainment.flag(now.n) if now else ""
            source = now.source if now and now.source else one.source
            said = _("Source: {source}").format(source=source) if source else ""
            name = "\n".join(self.fill.shortened(part) for part in (one.name, said) if part)
            light = attainment.light(one, value, on)
            attained = attainment.percent(attainment.attainment(one.baseline, one.target, value))
            cells.append(Row((
                name, _figure(attainment.said(one.baseline, one.unit), one.baseline_on, one.baseline_n),
                _figure(attainment.said(one.target, one.unit), one.target_on, None),
                "\n".join(filter(None, (_figure(attainment.said(value, one.unit), on, now.n if now else None), flag))),
                Lit(light, attained),
            )))  # fmt: skip
        return [Table(columns, cells, tallest=self.page.height), text(attainment.rule_in_words(), "note"),
                *self._more(more)]  # fmt: skip

    def _stakeholders(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.stakeholders)
        said = [f"{one.name} ({_(one.part).lower()})" for one in rows]
        return [text("; ".join(said) + (f"; {more}" if more else "") + ".", "small")] if said else []

    def _commitments(self) -> list[Flowable]:
        owed = leaving(self.sheet.items)
        if not owed:
            return []
        parts = [(light, n) for light in ORDER if (n := sum(one.light is light for one in owed))]
        rows, more = self.fill.first(owed)
        columns = self._columns((_("Code"), 27, Align.LEFT), (_("Commitment"), 0, Align.LEFT),
                                (_("Responsible"), 40, Align.LEFT), (_("Due"), 29, Align.LEFT))  # fmt: skip
        cells = [
            Row((one.code, self.fill.shortened(one.description), " – ".join(filter(None, (one.unit, one.person))),
                 Lit(one.light, format_date(one.due_on) if one.due_on else _("No date"))))
            for one in rows
        ]  # fmt: skip
        legend = " ".join(filter(None, (f"{more}." if more else "", light_legend({light for light, _n in parts}))))
        return [Table(columns, cells, tallest=self.page.height), Spacer(1, 3), strip(parts, self.page.width, 11),
                text(legend, "note")]  # fmt: skip

    def _risks(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.risks)
        if not rows:
            return []
        columns = self._columns((_("Risk"), 0, Align.LEFT), (_("Probability × impact"), 30, Align.LEFT),
                                (_("What is done about it"), 62, Align.LEFT))  # fmt: skip
        cells = []
        for one in rows:
            weight = f"{one.probability} × {one.impact}" if one.probability and one.impact else "—"
            kind = _("Issue since {date}: ").format(date=format_date(one.issue_on)) if one.issue_on else ""
            done = " – ".join(filter(None, (one.response, one.owner))) or _(one.state.label)
            cells.append(Row((self.fill.shortened(kind + one.text), weight, self.fill.shortened(done))))
        return [Table(columns, cells, tallest=self.page.height), *self._more(more)]

    def _lessons(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.lessons)
        said = []
        for one in rows:
            named, why = " ".join(filter(None, (one.code, one.lesson))), (one.reason or "").rstrip(". ")
            decided = ": ".join(filter(None, (_(one.decision.label).lower(), why)))
            said.append(text(f"• {named} – {decided} ({format_date(one.on)}).", "small"))
        return [*said, *self._more(more)]

    def _photos(self) -> list[Flowable]:
        before = [one for one in self.sheet.photos if one.moment is Taken.BEFORE and one.content in self.pictures]
        after = [one for one in self.sheet.photos if one.moment is Taken.AFTER and one.content in self.pictures]
        half = PHOTOS // 2
        chosen = [*before[:half], *after[-half:]]
        return [_Pictures(chosen, self.pictures, self.page.width)] if chosen else []

    def _stages(self) -> list[Flowable]:
        rows, more = self.fill.first(self.sheet.moves[::-1])
        said = []
        for one in rows:
            way = f"{one.before} → {one.after}" if one.before else one.after
            missing = _("without: {what}").format(what=one.missing) if one.missing else ""
            why = "; ".join(filter(None, (one.reason, missing)))
            said.append(text(_sentence(f"• {format_date(one.on)}: {way}{f' – {why}' if why else ''}"), "small"))
        return [*said, *self._more(more)]

    # --- pieces -----------------------------------------------------------------------------------------------------

    def _paragraph(self, words: str | None) -> list[Flowable]:
        return [text(self.fill.shortened(words, 1_200), "fact")] if words else []

    def _more(self, more: str) -> list[Flowable]:
        return [text(f"{more}.", "note")] if more else []

    def _columns(self, *told: tuple[str, float, Align]) -> list[Column]:
        """Columns by title, millimetres and side; the one of 0 gets the rest."""
        rest = self.page.width - sum(wide * mm for _title, wide, _side in told)
        return [Column(title, wide * mm or rest, side) for title, wide, side in told]


class _Pictures(Flowable):
    """Photographs side by side, each with its words under it."""

    def __init__(self, photos: Sequence[Photo], pictures: Mapping[str, bytes], wide: float) -> None:
        super().__init__()
        self.width, self.each = wide, (wide - 8 * (len(photos) - 1)) / len(photos)
        self.drawn = [(ImageReader(io.BytesIO(pictures[one.content])), self._words(one)) for one in photos]
        self.height = PICTURE + 4 + 9.5 * max(len(words) for _image, words in self.drawn)

    def _words(self, one: Photo) -> Sequence[str]:
        day = format_date(one.on) if one.on else ""
        said = " · ".join(filter(None, (_(one.moment.label), day, one.description)))
        return wrap(said, REGULAR, SMALLEST, self.each)[:2]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        for n, (image, words) in enumerate(self.drawn):
            x = n * (self.each + 8)
            canvas.drawImage(image, x, self.height - PICTURE, self.each, PICTURE, preserveAspectRatio=True, anchor="nw")
            canvas.setFont(REGULAR, SMALLEST)
            for line, said in enumerate(words):
                canvas.drawString(x, self.height - PICTURE - 9.5 * (line + 1), printable(said))


def _sentence(words: str) -> str:
    """With one full stop, whoever typed its end."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _span(begins: date | None, ends: date | None) -> str:
    if begins is None and ends is None:
        return ""
    return " – ".join(format_date(day) if day else "…" for day in (begins, ends))


def _figure(value: str, on: date | None, n: int | None) -> str:
    """«41 % · 30/09/2021 · n = 60», in as many lines as it needs."""
    said = [value, format_date(on) if on else "", f"n = {format_number(n)}" if n is not None else ""]
    return "\n".join(part for part in (said[0], " · ".join(filter(None, said[1:]))) if part)

"""Mapa de actores: the power–interest grid of each project with its table of movements; and the list for anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from math import hypot
from pathlib import Path

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.relations import Bond
from db.queries.stakeholders import HIGH, PLAN, PublicStakeholder, StakeholderRow
from db.records.stakeholders import Position
from ecd_desktop.language import _, format_date, in_language, ngettext
from ecd_desktop.reports.lights import INK
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.tables import Align, Column, Row, Table, narrowest
from ecd_desktop.reports.typeface import BOLD, MEDIUM, SMALLEST

RULE, PALE, SOFT = HexColor(0x8A94A3), HexColor(0xC9D0DA), HexColor(0xF1F3F6)
SIGNS = {
    Position.OPPOSED: "−2", Position.RELUCTANT: "−1", Position.NEUTRAL: "0", Position.FAVOURABLE: "+1",
    Position.PROMOTER: "+2",
}  # fmt: skip
AGAINST = (Position.OPPOSED, Position.RELUCTANT)
MOST, ROUND = 5, 7.5  # of each measure; half the width of a dot, in points
TALL = 88 * mm  # of a grid
LEFT, BELOW = 30.0, 26.0  # room of the axes
ROOM = TALL + 30 * mm  # a project's name, its grid and the head of its table stay together


def write(
    path: Path | str,
    rows: Sequence[StakeholderRow],
    ties: Sequence[Bond],
    *,
    head: Head,
    cutoff: date,
    known: datetime | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the map, project by project. It is for the team: it holds every judgement.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        title = _("Stakeholder map")
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=cutoff, known=known)
        story: list[Flowable] = [Spacer(1, 4), text(title.upper(), "title"), Spacer(1, 4), text(_summary(rows))]
        story.append(text(_key(), "small"))
        names = {_actor(row): row.name for row in rows}
        for _project, group in groupby(rows, key=lambda row: row.project_key):
            some = list(group)
            first = some[0]
            named = " – ".join(filter(None, (first.project_code, first.project))) or _("The team's work as a whole")
            judged = [row for row in some if row.power is not None]
            story += heading(named, ROOM if judged else 30 * mm)
            if judged:
                story += [grid(judged, page.width), Spacer(1, 4)]
            story.append(_table(judged, [row for row in some if row.power is None], page))
            story += _relations(some, ties, names)
        return page.write(path, story, watch)


def write_public(
    path: Path | str,
    names: Sequence[PublicStakeholder],
    *,
    head: Head,
    cutoff: date,
    known: datetime | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write who takes part in which project and as what, and nothing else."""
    with in_language(language):
        title = _("List of stakeholders")
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=cutoff, known=known)
        n = len(names)
        said = ngettext("{n} organisation or person takes part.", "{n} organisations and people take part.", n)
        story: list[Flowable] = [Spacer(1, 4), text(title.upper(), "title"), Spacer(1, 4), text(said.format(n=n))]
        for _project, group in groupby(names, key=lambda one: one.project_key):
            some = list(group)
            named = " – ".join(filter(None, (some[0].project_code, some[0].project)))
            story += heading(named or _("The team's work as a whole"), 30 * mm)
            columns = [Column(_("Name"), page.width * 0.68), Column(_("Role"), page.width * 0.32)]
            made = [Row((one.name, _(one.part))) for one in some]
            story.append(Table(columns, made, tallest=page.height))
        return page.write(path, story, watch)


def _actor(row: StakeholderRow) -> tuple[str, object]:
    return ("people", row.person_key) if row.person_key is not None else ("organisations", row.organisation_key)


def _summary(rows: Sequence[StakeholderRow]) -> str:
    moved, missing = sum(row.moved for row in rows), sum(row.power is None for row in rows)
    late = sum(row.overdue_by is not None and row.overdue_by > 0 for row in rows)
    said = (
        ngettext("{n} stakeholder", "{n} stakeholders", len(rows)).format(n=len(rows)),
        ngettext("{n} moved since the assessment before", "{n} moved since the assessment before", moved)
        .format(n=moved),
        ngettext("{n} not assessed", "{n} not assessed", missing).format(n=missing),
        ngettext("{n} silent for longer than agreed", "{n} silent for longer than agreed", late).format(n=late),
    )
    return f"{' · '.join(said)}."


def _key() -> str:
    return _(
        "Power and interest from 1 to 5; from {high} on they count as high. The number in a dot is that of the table; "
        "the sign is the position, from −2 actively opposed to +2 promoter; a filled dot is reluctant or opposed. An "
        "arrow comes from the assessment before."
    ).format(high=HIGH)  # fmt: skip


# --- the grid -------------------------------------------------------------------------------------------------------


def grid(rows: Sequence[StakeholderRow], wide: float) -> Drawing:
    """The five by five field with numbered dots, their signs, and the ways they came; reads in grey."""
    drawing = Drawing(wide, TALL)
    across, up = (wide - LEFT - 6) / MOST, (TALL - BELOW - 6) / MOST
    least = HIGH - 1
    strongest = Rect(LEFT + across * least, BELOW + up * least, across * (MOST - least), up * (MOST - least))
    strongest.fillColor, strongest.strokeColor = SOFT, None
    frame = Rect(LEFT, BELOW, across * MOST, up * MOST)
    frame.fillColor, frame.strokeColor, frame.strokeWidth = None, RULE, 0.8
    drawing.add(strongest)
    drawing.add(frame)
    for n in range(1, MOST):
        strong = n == least
        ink, thick = (RULE, 1.1) if strong else (PALE, 0.4)
        drawing.add(Line(LEFT + across * n, BELOW, LEFT + across * n, BELOW + up * MOST, strokeColor=ink,
                         strokeWidth=thick))  # fmt: skip
        drawing.add(Line(LEFT, BELOW + up * n, LEFT + across * MOST, BELOW + up * n, strokeColor=ink,
                         strokeWidth=thick))  # fmt: skip
    _words(drawing, across, up, least)
    places = _places(rows, across, up)
    for row in rows:
        if row.moved and row.was_power is not None and row.was_interest is not None:
            _way(drawing, row, places[row.key], across, up)
    for n, row in enumerate(rows, start=1):
        _dot(drawing, n, row, places[row.key])
    return drawing


def _words(drawing: Drawing, across: float, up: float, least: int) -> None:
    for (can, wants), plan in PLAN.items():
        x = LEFT + (across * least if wants else 0) + 4
        y = BELOW + up * (MOST if can else least) - 9
        drawing.add(String(x, y, _(plan.label), fontName=BOLD, fontSize=SMALLEST, fillColor=INK))
    for n in range(1, MOST + 1):
        drawing.add(String(LEFT + across * (n - 0.5), BELOW - 10, str(n), fontName=MEDIUM, fontSize=SMALLEST,
                           fillColor=INK, textAnchor="middle"))  # fmt: skip
        drawing.add(String(LEFT - 6, BELOW + up * (n - 0.5) - 3, str(n), fontName=MEDIUM, fontSize=SMALLEST,
                           fillColor=INK, textAnchor="end"))  # fmt: skip
    interest, power = _("Interest"), _("Power")
    drawing.add(String(LEFT + across * MOST / 2, BELOW - 21, f"{interest} →", fontName=BOLD, fontSize=SMALLEST,
                       fillColor=INK, textAnchor="middle"))  # fmt: skip
    drawing.add(String(0, BELOW + up * MOST - 8, f"{power} ↑", fontName=BOLD, fontSize=SMALLEST, fillColor=INK))


def _places(rows: Sequence[StakeholderRow], across: float, up: float) -> dict[object, tuple[float, float]]:
    """Where each dot stands: those of one cell beside each other, in rows."""
    cells: dict[tuple[int, int], list[StakeholderRow]] = {}
    for row in rows:
        cells.setdefault((row.interest or 1, row.power or 1), []).append(row)
    found: dict[object, tuple[float, float]] = {}
    for (interest, power), some in cells.items():
        most = max(int((across - 4) // (ROUND * 3.4)), 1)
        lines = [some[at : at + most] for at in range(0, len(some), most)]
        step = min(ROUND * 2.4, (up - 8) / len(lines))
        for n, line in enumerate(lines):
            y = BELOW + up * (power - 0.5) + step * ((len(lines) - 1) / 2 - n) - 2
            for place, row in enumerate(line):
                x = LEFT + across * (interest - 0.5) + ROUND * 3.4 * (place - (len(line) - 1) / 2)
                found[row.key] = (x, y)
    return found


def _way(
    drawing: Drawing, row: StakeholderRow, end: tuple[float, float], across: float, up: float
) -> None:
    """An arrow from where the stakeholder stood."""
    assert row.was_power is not None
    assert row.was_interest is not None
    if (row.was_power, row.was_interest) == (row.power, row.interest):
        return
    here = (LEFT + across * ((row.interest or 1) - 0.5), BELOW + up * ((row.power or 1) - 0.5))
    x = LEFT + across * (row.was_interest - 0.5) + (end[0] - here[0]) * 0.6
    y = BELOW + up * (row.was_power - 0.5) + (end[1] - here[1]) * 0.6
    long = hypot(end[0] - x, end[1] - y) or 1.0
    along = ((end[0] - x) / long, (end[1] - y) / long)
    tip = (end[0] - along[0] * (ROUND + 2), end[1] - along[1] * (ROUND + 2))
    foot = (tip[0] - along[0] * 6, tip[1] - along[1] * 6)
    side = (-along[1] * 2.6, along[0] * 2.6)
    drawing.add(Line(x, y, foot[0], foot[1], strokeColor=INK, strokeWidth=0.7, strokeDashArray=[3, 2]))
    drawing.add(Circle(x, y, 2, fillColor=white, strokeColor=INK, strokeWidth=0.7))
    drawing.add(Polygon([*tip, foot[0] + side[0], foot[1] + side[1], foot[0] - side[0], foot[1] - side[1]],
                        fillColor=INK, strokeColor=None))  # fmt: skip


def _dot(drawing: Drawing, n: int, row: StakeholderRow, at: tuple[float, float]) -> None:
    x, y = at
    against = row.position in AGAINST
    drawing.add(Circle(x, y, ROUND, fillColor=INK if against else white, strokeColor=INK, strokeWidth=1.1))
    drawing.add(String(x, y - 2.8, str(n), fontName=BOLD, fontSize=SMALLEST, fillColor=white if against else INK,
                       textAnchor="middle"))  # fmt: skip
    sign = SIGNS[row.position] if row.position is not None else ""
    from_right = row.moved and (row.was_interest or 0) > (row.interest or 0)  # where the arrow comes in
    drawing.add(String(x + (-ROUND - 1.5 if from_right else ROUND + 1.5), y + 2, sign, fontName=BOLD, fontSize=SMALLEST,
                       fillColor=INK, textAnchor="end" if from_right else "start"))  # fmt: skip


# --- the table ------------------------------------------------------------------------------------------------------


def _table(judged: Sequence[StakeholderRow], others: Sequence[StakeholderRow], page: Page) -> Table:
    titles = (_("No."), _("Power"), _("Interest"), _("Position (−2…+2)"), _("Before"), _("Strategy"))
    number, power, interest = (narrowest(title, 24.0) for title in titles[:3])
    position, before, plan = 68.0, 92.0, 76.0
    columns = [
        Column(titles[0], number, Align.RIGHT),
        Column(_("Stakeholder and role"), page.width - number - power - interest - position - before - plan),
        Column(titles[1], power, Align.RIGHT), Column(titles[2], interest, Align.RIGHT), Column(titles[3], position),
        Column(titles[4], before), Column(titles[5], plan),
    ]  # fmt: skip
    made = [Row((str(n), _name(row), str(row.power), str(row.interest), _position(row.position), _before(row),
                 _(row.strategy.label) if row.strategy is not None else ""))
            for n, row in enumerate(judged, start=1)]  # fmt: skip
    made += [Row(("", _name(row), "—", "—", _("Not assessed"), "", _(row.strategy.label) if row.strategy else ""))
             for row in others]  # fmt: skip
    return Table(columns, made, tallest=page.height)


def _name(row: StakeholderRow) -> str:
    role = _(row.role.label) if row.role is not None else ""
    return "\n".join(part for part in (row.name, role) if part)


def _position(position: Position | None) -> str:
    return "" if position is None else f"{SIGNS[position]} {_(position.label)}"


def _before(row: StakeholderRow) -> str:
    """What it was before, and the two days."""
    now = _("on {day}").format(day=format_date(row.assessed_on)) if row.assessed_on is not None else ""
    if row.was_on is None or row.was_position is None:
        return now
    was = _("{power} · {interest} · {sign} on {day}").format(
        power=row.was_power, interest=row.was_interest, sign=SIGNS[row.was_position], day=format_date(row.was_on)
    )
    assessed = _("now {day}").format(day=format_date(row.assessed_on)) if row.assessed_on is not None else ""
    return "\n".join(part for part in (was, assessed) if part)


def _relations(
    rows: Sequence[StakeholderRow], ties: Sequence[Bond], names: dict[tuple[str, object], str]
) -> list[Flowable]:
    """The relations between those of one project, in a line each."""
    there = {_actor(row) for row in rows}
    said = []
    for tie in ties:
        if tie.one in there and tie.other in there:
            one, other, kind = names[tie.one], names[tie.other], _(tie.kind.label)
            words = _("{one} – {other}: {kind}").format(one=one, other=other, kind=kind)
            said.append(text(f"• {words}", "small"))
    return [Spacer(1, 3), text(_("Relations"), "fact"), *said] if said else []

"""Milestones along the months, read in grey: hollow where planned, full where expected, a square where reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import white

from ecd_desktop.language import format_date
from ecd_desktop.reports.lights import INK
from ecd_desktop.reports.tables import BAND, HAIRLINE, MUTED, NAVY
from ecd_desktop.reports.typeface import MEDIUM, REGULAR, SMALLEST, printable, wrap

PITCH, TOP = 13.5, 15.0
MARK = 3.6  # half a mark


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone: its name, from when (if told), planned, expected and reached; any may be missing."""

    name: str
    starts_on: date | None
    planned_on: date | None
    forecast_on: date | None
    reached_on: date | None


def gantt(stones: Sequence[Stone], today: date, wide: float) -> Drawing:
    """One line per milestone in the order given, over a scale of months; ``today`` is a dashed line."""
    days = [day for one in stones for day in (one.starts_on, one.planned_on, one.forecast_on, one.reached_on) if day]
    first, last = min([*days, today]).replace(day=1), _month_after(max([*days, today]))
    drawing = Drawing(wide, TOP + PITCH * len(stones) + 2)
    names = wide * 0.36
    room = wide - names - 6

    def at(day: date) -> float:
        return names + room * (day - first).days / max(1, (last - first).days)

    _scale(drawing, first, last, at, room)
    drawing.add(Line(at(today), 0, at(today), drawing.height - 8, strokeColor=INK, strokeWidth=0.8,
                     strokeDashArray=[2.5, 1.5]))  # fmt: skip
    for n, one in enumerate(stones):
        y = drawing.height - TOP - PITCH * (n + 0.5)
        drawing.add(Line(0, y - PITCH / 2, wide, y - PITCH / 2, strokeColor=HAIRLINE, strokeWidth=0.3))
        drawing.add(_string(0, y - 2.8, _short(one.name, names - 8), REGULAR))
        _line(drawing, one, y, at)
    return drawing


def _line(drawing: Drawing, one: Stone, y: float, at: Callable[[date], float]) -> None:
    told = one.reached_on or one.forecast_on
    ends = [day for day in (one.planned_on, told) if day]
    begin = one.starts_on or (min(ends) if len(ends) > 1 else None)
    if begin and ends:
        x, end = at(begin), at(max(ends))
        bar = Rect(x, y - 1.6, max(end - x, 0.5), 3.2)
        bar.fillColor, bar.strokeColor, bar.strokeWidth = BAND, MUTED, 0.4
        drawing.add(bar)
    if one.planned_on:
        _diamond(drawing, at(one.planned_on), y, full=False)
    if one.reached_on:
        square = Rect(at(one.reached_on) - MARK, y - MARK, 2 * MARK, 2 * MARK)
        square.fillColor = square.strokeColor = INK
        drawing.add(square)
    elif one.forecast_on:
        _diamond(drawing, at(one.forecast_on), y, full=True)


def _diamond(drawing: Drawing, x: float, y: float, *, full: bool) -> None:
    size = MARK + 0.6
    mark = Polygon([x - size, y, x, y + size, x + size, y, x, y - size])
    mark.fillColor, mark.strokeColor, mark.strokeWidth = NAVY if full else white, NAVY, 0.9
    drawing.add(mark)


def _scale(drawing: Drawing, first: date, last: date, at: Callable[[date], float], room: float) -> None:
    """The months that have room for their names; the year stands with the first and with each January."""
    step, month, shown = _months_between(first, last, room), first, 0
    while month < last:
        if shown % step == 0:
            x = at(month)
            drawing.add(Line(x, 0, x, drawing.height - 10, strokeColor=HAIRLINE, strokeWidth=0.4))
            said = format_date(month)[3:]
            drawing.add(_string(x + 1.5, drawing.height - 8, said, MEDIUM, faint=True))
        month, shown = _month_after(month), shown + 1


def _months_between(first: date, last: date, room: float) -> int:
    """Every how many months a name has room."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return next((n for n in (1, 2, 3, 6, 12, 24) if room * n / max(months, 1) >= 40), 60)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _short(name: str, wide: float) -> str:
    lines = wrap(name, REGULAR, SMALLEST, wide)
    return "" if not lines else lines[0] if len(lines) == 1 else f"{lines[0]}…"


def _string(x: float, y: float, words: str, font: str, *, faint: bool = False) -> String:
    return String(x, y, printable(words), fontName=font, fontSize=SMALLEST, fillColor=MUTED if faint else INK)

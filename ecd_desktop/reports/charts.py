"""Bars and courses that can be read in grey: each light has its own filling, each stroke its dashes and its mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor, white

from db.queries.traffic_light import Light
from ecd_desktop.courses import Course, Point, apart, scale_of
from ecd_desktop.language import _, month_year_short
from ecd_desktop.reports.lights import INK, LOOKS
from ecd_desktop.reports.typeface import BOLD, MEDIUM, SMALLEST, printable, width, wrap

TRACK = HexColor(0xC3CBD6)
EXECUTED = HexColor(0x3B4A63)
Anchor = Literal["start", "middle", "end"]
Parts = Sequence[tuple[Light, int]]


def bars(rows: Sequence[tuple[str, Parts]], wide: float, *, pitch: float = 16.0, thick: float = 11.0) -> Drawing:
    """Horizontal stacked bars, one per (name, parts), in the order given; the total stands behind each."""
    drawing = Drawing(wide, len(rows) * pitch + 2)
    names = max((width(_short(name, wide), MEDIUM, SMALLEST) for name, _parts in rows), default=0.0) + 8
    most = max((sum(count for _light, count in parts) for _name, parts in rows), default=0) or 1
    room = wide - names - 24
    for n, (name, parts) in enumerate(rows):
        y = drawing.height - (n + 1) * pitch + (pitch - thick) / 2
        total = sum(count for _light, count in parts)
        drawing.add(_string(names - 8, y + 2, _short(name, wide), MEDIUM, INK, "end"))
        drawing.add(stacked(parts, names, y, room * total / most, thick))
        drawing.add(_string(names + room * total / most + 5, y + 2, str(total), BOLD, INK, "start"))
    drawing.add(Line(names, 0, names, drawing.height, strokeColor=TRACK, strokeWidth=0.6))
    return drawing


def strip(parts: Parts, wide: float, thick: float = 18.0) -> Drawing:
    """One bar over the whole width."""
    drawing = Drawing(wide, thick + 2)
    drawing.add(stacked(parts, 0, 1, wide, thick))
    return drawing


def stacked(parts: Parts, x: float, y: float, wide: float, thick: float) -> Group:
    """The segments of one bar that is ``wide`` points long, each as long as its share."""
    group = Group()
    total = sum(count for _light, count in parts)
    for light, count in parts:
        if not count or not total:
            continue
        part = wide * count / total
        _fill(group, light, x, y, part, thick)
        label = f"{light.letter} {count}" if part > width(f"{light.letter} {count}", BOLD, SMALLEST) + 7 else str(count)
        wanted = width(label, BOLD, SMALLEST)
        if part > wanted + 3 and light is not Light.CLOSED:
            _label(group, light, label, x + part / 2, y + thick / 2, wanted)
        elif part > wanted + 3:
            group.add(_string(x + part / 2, y + thick / 2 - 2.9, str(count), BOLD, white, "middle"))
        x += part
    return group


def course(told: Course, wide: float, high: float = 118.0) -> Drawing:
    """What was measured (line, dots, values) over the planned path (dashes, squares), with the words of both below.

    Without a single point it is an empty drawing of no height.
    """
    if told.empty:
        return Drawing(wide, 0)
    drawing = Drawing(wide, high)
    scale = scale_of(told, rows=3, columns=max(2, int(wide / 70)))
    values = [told.say(value) for value in scale.values]
    left = max((width(one, MEDIUM, SMALLEST) for one in values), default=0.0) + 7
    right, low, top = wide - 16, 26.0, high - 12
    for value, said in zip(scale.values, values, strict=True):
        y = low + scale.up(value) * (top - low)
        drawing.add(Line(left, y, right, y, strokeColor=TRACK, strokeWidth=0.4))
        drawing.add(_string(left - 4, y - 2.6, said, MEDIUM, INK, "end"))
    days = [left + scale.across(day) * (right - left) for day in scale.days]
    words = [month_year_short(day) for day in scale.days]
    widest = max((width(one, MEDIUM, SMALLEST) for one in words), default=0.0)
    for x, said, shown in zip(days, words, apart(days, widest + 6), strict=True):
        if shown:
            half = width(said, MEDIUM, SMALLEST) / 2
            drawing.add(_string(min(max(x, half), wide - half), low - 11, said, MEDIUM, INK, "middle"))

    def spots(points: Sequence[Point]) -> list[tuple[float, float]]:
        return [
            (left + scale.across(one.on) * (right - left), low + scale.up(one.value) * (top - low)) for one in points
        ]

    path = spots(told.path)
    _strokes(drawing, path, spots(told.measured))
    if len(path) > 1:
        for level, due, at in ((_("Baseline {value}"), told.baseline, 0), (_("Target {value}"), told.target, -1)):
            if due is None or told.path[at].value != due:  # one without its day is not on the path
                continue
            (x, y), at_end = path[at], at < 0
            said = level.format(value=told.say(due))
            long = width(said, MEDIUM, SMALLEST)
            drawing.add(_box((wide - long if at_end else x) - 1, y + 3.6, long + 2, 8, white, None))
            drawing.add(_string(wide if at_end else x, y + 5, said, MEDIUM, INK, "end" if at_end else "start"))
    _values(drawing, [told.say(one.value) for one in told.measured], spots(told.measured), wide)
    drawing.add(Circle(left + 3, 5.5, 2.2, fillColor=INK, strokeColor=INK))
    measured, planned = _("measured"), _("planned path")
    drawing.add(_string(left + 9, 3, measured, MEDIUM, INK, "start"))
    after = left + 9 + width(measured, MEDIUM, SMALLEST) + 14
    drawing.add(_box(after, 3.3, 4.4, 4.4, white, INK))
    dashed = Line(after + 6, 5.5, after + 18, 5.5, strokeColor=INK, strokeWidth=0.8)
    dashed.strokeDashArray = [3, 2]
    drawing.add(dashed)
    drawing.add(_string(after + 22, 3, planned, MEDIUM, INK, "start"))
    return drawing


def courses(told: Sequence[Course], wide: float, high: float = 92.0) -> list[Drawing]:
    """Two courses beside each other in each drawing, each under its title, of which two lines are told."""
    gap, line = 18.0, 10.0
    each = (wide - gap) / 2
    made = []
    for at in range(0, len(told), 2):
        pair = [(one, _lines(one.title, each)) for one in told[at : at + 2]]
        most = max(len(lines) for _one, lines in pair)
        row = Drawing(wide, high + most * line + 8)
        for n, (one, lines) in enumerate(pair):
            group = Group(*course(one, each, high).contents)
            for down, words in enumerate(lines):
                group.add(_string(0, high + (most - down) * line - 6, words, BOLD, INK, "start"))
            group.translate(n * (each + gap), 6)
            row.add(group)
        made.append(row)
    return made


def _lines(words: str, wide: float) -> Sequence[str]:
    lines = wrap(printable(words), BOLD, SMALLEST, wide - 6)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]


def _strokes(drawing: Drawing, path: list[tuple[float, float]], measured: list[tuple[float, float]]) -> None:
    if len(path) > 1:
        line = PolyLine([number for spot in path for number in spot], strokeColor=INK, strokeWidth=0.8)
        line.strokeDashArray = [3, 2]
        drawing.add(line)
    for x, y in path:
        drawing.add(_box(x - 2.2, y - 2.2, 4.4, 4.4, white, INK))
    if len(measured) > 1:
        drawing.add(PolyLine([number for spot in measured for number in spot], strokeColor=INK, strokeWidth=1.5))
    for x, y in measured:
        drawing.add(Circle(x, y, 2.4, fillColor=INK, strokeColor=INK))


def _values(drawing: Drawing, words: Sequence[str], spots: list[tuple[float, float]], wide: float) -> None:
    """The value over each point that has room, on a clear ground; over the last one always."""
    widest = max((width(one, BOLD, SMALLEST) for one in words), default=0.0)
    for (x, y), said, shown in zip(spots, words, apart([x for x, _y in spots], widest + 4), strict=True):
        if shown:
            half = width(said, BOLD, SMALLEST) / 2
            middle = min(max(x, half), wide - half)
            drawing.add(_box(middle - half - 1, y + 3.6, 2 * half + 2, 8, white, None))
            drawing.add(_string(middle, y + 5, said, BOLD, INK, "middle"))


def _label(group: Group, light: Light, label: str, x: float, y: float, wanted: float) -> None:
    look = LOOKS.get(light)
    if light in (Light.AMBER, Light.UNKNOWN):  # a clear ground, so that the hatching does not run through the figures
        group.add(_box(x - wanted / 2 - 1.5, y - 4.5, wanted + 3, 9, look.fill if look else white, None))
    group.add(_string(x, y - 2.9, label, BOLD, look.letter_ink if look else INK, "middle"))


def _fill(group: Group, light: Light, x: float, y: float, wide: float, high: float) -> None:
    look = LOOKS.get(light)
    fill, edge = (look.fill, look.edge) if look else (white, TRACK)
    box = _box(x, y, wide, high, fill, edge)
    if light in (Light.GREY, Light.NONE):
        box.strokeDashArray = [2, 1.5]
    group.add(box)
    if light is Light.AMBER:
        _hatch(group, edge, x, y, wide, high, 4.0)
    elif light is Light.UNKNOWN:
        for n in range(1, int(wide / 3)):
            group.add(Line(x + 3 * n, y + 1, x + 3 * n, y + high - 1, strokeColor=TRACK, strokeWidth=0.6))


def _box(x: float, y: float, wide: float, high: float, fill: Color, edge: Color | None) -> Rect:
    box = Rect(x, y, wide, high)
    box.fillColor, box.strokeColor, box.strokeWidth = fill, edge, 0.7
    return box


def _hatch(group: Group, colour: Color, x: float, y: float, wide: float, high: float, step: float) -> None:
    """Diagonal lines cut at the edges of the box."""
    start = x - high + step
    while start < x + wide:
        left, right = max(start, x), min(start + high, x + wide)
        if right > left:
            group.add(Line(left, y + left - start, right, y + right - start, strokeColor=colour, strokeWidth=0.35))
        start += step


def _short(name: str, wide: float) -> str:
    """The first line of a name in a third of the width; a longer one ends in …"""
    lines = wrap(name, MEDIUM, SMALLEST, wide / 3 - 12)
    return "" if not lines else lines[0] if len(lines) == 1 else f"{lines[0]}…"


def _string(x: float, y: float, words: str, font: str, colour: Color, anchor: Anchor) -> String:
    return String(x, y, printable(words), fontName=font, fontSize=SMALLEST, fillColor=colour, textAnchor=anchor)


def shares(
    rows: Sequence[tuple[str, int, int, str]], wide: float, *, pitch: float = 17.0, thick: float = 10.0
) -> Drawing:
    """Bars of (name, whole, part, words): the whole as an outline, the part filled dark, the words behind."""
    drawing = Drawing(wide, len(rows) * pitch + 2)
    names = max((width(_short(name, wide), MEDIUM, SMALLEST) for name, *_rest in rows), default=0.0) + 8
    said = max((width(printable(words), MEDIUM, SMALLEST) for *_rest, words in rows), default=0.0) + 8
    most = max((max(whole, part) for _name, whole, part, _words in rows), default=0) or 1
    room = wide - names - said
    for n, (name, whole, part, words) in enumerate(rows):
        y = drawing.height - (n + 1) * pitch + (pitch - thick) / 2
        drawing.add(_string(names - 8, y + 2, _short(name, wide), MEDIUM, INK, "end"))
        drawing.add(_box(names, y, max(room * whole / most, 0.5), thick, white, INK))
        if part > 0:
            drawing.add(_box(names, y + 2, room * part / most, thick - 4, EXECUTED, None))
        drawing.add(_string(names + room * max(whole, part, 0) / most + 6, y + 2, words, MEDIUM, INK, "start"))
    drawing.add(Line(names, 0, names, drawing.height, strokeColor=TRACK, strokeWidth=0.6))
    return drawing

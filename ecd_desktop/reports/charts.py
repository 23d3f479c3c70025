"""Bars that can be read in grey: each light has its own filling, and its number stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, white

from db.queries.traffic_light import Light
from ecd_desktop.reports.lights import INK, LOOKS
from ecd_desktop.reports.typeface import BOLD, MEDIUM, SMALLEST, printable, width, wrap

TRACK = HexColor(0xC3CBD6)
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
    return String(
        x, y, printable(words), fontName=font, fontSize=SMALLEST, fillColor=colour, textAnchor=anchor
    )

"""The semáforo on paper: always colour + shape + letter, so that it is read in grey and by the colour-blind.

Red is a solid octagon, amber a light triangle, green a ring, "not started" a dashed ring, "no date" a
question mark in a square, closed a black square: six shapes and six tones of grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas

from db.queries.traffic_light import BEHIND_POINTS, Light
from ecd_desktop.calendar import BLOCKED_BEYOND, SOON_WITHIN
from ecd_desktop.language import N_, _
from ecd_desktop.reports import lettering
from ecd_desktop.reports.typeface import BOLD, SMALLEST, width

INK = HexColor(0x18212F)

ORDER = (Light.RED, Light.AMBER, Light.GREEN, Light.GREY, Light.UNKNOWN, Light.CLOSED)
"""Worst first, as summaries and legends have them; a draft has no light."""

SIZE = 12.0
"""Points: the box of a light; its letter is as small as print may be."""


@dataclass(frozen=True, slots=True)
class Look:
    """One light on paper: its word in a heading, its tones; ``letter_ink`` is readable on ``fill``."""

    word: str
    fill: Color
    edge: Color
    letter_ink: Color


LOOKS: dict[Light, Look] = {
    Light.RED: Look(N_("Red"), HexColor(0xB3261E), HexColor(0x8C1D18), white),
    Light.AMBER: Look(N_("Amber"), HexColor(0xFFD77A), HexColor(0x7A4A00), INK),
    Light.GREEN: Look(N_("Green"), HexColor(0xF1FAF4), HexColor(0x1B6B3A), HexColor(0x14532D)),
    Light.GREY: Look(N_("Not started"), white, HexColor(0x5C6879), HexColor(0x4F5B6B)),
    Light.UNKNOWN: Look(N_("No due date"), HexColor(0xEEF1F5), HexColor(0x5C6879), INK),
    Light.CLOSED: Look(N_("Closed"), HexColor(0x18212F), HexColor(0x18212F), HexColor(0x18212F)),
}


def short_meanings() -> dict[Light, str]:
    """What each light stands for, in a few words of the language in force, for the foot of every page."""
    return {
        Light.RED: _("overdue or blocked"),
        Light.AMBER: _("due soon, observed or to be verified"),
        Light.GREEN: _("on schedule or verified"),
        Light.GREY: _("not started"),
        Light.UNKNOWN: _("no due date"),
        Light.CLOSED: _("cancelled or transferred"),
    }


def rule() -> str:
    """The whole rule as sentences, printed once where lights are counted; ``db.queries.traffic_light`` is the rule."""
    return _(
        "Rule of the traffic light, first match wins: cancelled or transferred, black square (■); verified, green (V); "
        "done and to be verified, amber (A); overdue, red (R); blocked for more than {blocked} working days, red (R); "
        "observed, amber (A); without a due date, grey (?); due within {soon} working days, amber (A); physical works "
        "whose progress lags more than {points} points behind the time elapsed, amber (A); not started, grey (–); "
        "otherwise on schedule, green (V). A draft has no light. A due date on a day without work counts as the next "
        "working day. Reschedules are counted (↻n) and never coloured."
    ).format(blocked=BLOCKED_BEYOND, soon=SOON_WITHIN, points=BEHIND_POINTS)


def draw(canvas: Canvas, light: Light, x: float, y: float) -> None:
    """Put a light into the square whose lower left corner is (x, y); a draft's puts nothing."""
    if light in LOOKS:
        draw_shape(canvas, light, x, y)
        canvas.addLiteral(f"BT\n{letter(canvas, light, x, y)}\nET")


def draw_shape(canvas: Canvas, light: Light, x: float, y: float) -> None:
    """The light without its letter."""
    form = f"light-{light.value}"
    if not canvas.hasForm(form):
        canvas.beginForm(form, -1, -1, SIZE + 1, SIZE + 1)
        _shape(canvas, light, LOOKS[light])
        canvas.endForm()
    canvas.addLiteral(f"q 1 0 0 1 {fp_str(x)} {fp_str(y)} cm")
    canvas.doForm(form)
    canvas.addLiteral("Q")


def letter(canvas: Canvas, light: Light, x: float, y: float) -> str:
    """The operators that write a light's letter over its shape; they leave ink and font as the letter's are."""
    pen = lettering.of(canvas)
    lift = {Light.AMBER: 0.09, Light.CLOSED: 0.25}.get(light, 0.5 - 0.364 * SMALLEST / SIZE) * SIZE
    inset = (SIZE - width(light.letter, BOLD, SMALLEST)) / 2
    return "\n".join(
        (
            lettering.ink(LOOKS[light].letter_ink),
            pen.font(BOLD, SMALLEST, SMALLEST),
            lettering.at(x + inset, y + lift),
            pen.line(light.letter, BOLD, SMALLEST, SMALLEST),
        )
    )


def _shape(canvas: Canvas, light: Light, look: Look) -> None:
    canvas.setFillColor(look.fill)
    canvas.setStrokeColor(look.edge)
    canvas.setLineWidth(0.7)
    half = SIZE / 2
    if light is Light.RED:
        corners = [(half + half * cos(pi / 8 + n * pi / 4), half + half * sin(pi / 8 + n * pi / 4)) for n in range(8)]
        _polygon(canvas, corners)
    elif light is Light.AMBER:
        canvas.setLineWidth(0.9)
        canvas.setLineJoin(1)
        _polygon(canvas, [(-0.4, 0.4), (SIZE + 0.4, 0.4), (half, SIZE + 0.2)])
    elif light is Light.GREEN:
        canvas.setLineWidth(1.5)
        canvas.circle(half, half, half - 0.75, stroke=1, fill=1)
    elif light is Light.GREY:
        canvas.setLineWidth(0.9)
        canvas.setDash([2, 1.5])
        canvas.circle(half, half, half - 0.5, stroke=1, fill=1)
    elif light is Light.UNKNOWN:
        canvas.setDash([1, 1])
        canvas.rect(0.8, 0.8, SIZE - 1.6, SIZE - 1.6, stroke=1, fill=1)
    else:
        canvas.rect(1, 1, SIZE - 2, SIZE - 2, stroke=0, fill=1)


def _polygon(canvas: Canvas, corners: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)

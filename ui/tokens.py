"""The look as plain figures: colours of both themes, type sizes, spaces, radii; nothing here needs a window.

Every pair of text and ground that a screen may show is listed by ``pairs`` and measured by ``audit`` (WCAG 2.2:
4.5 for text, 3 for marks and the edges of controls).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

# Spaces, in device-independent pixels.
S, M, L, XL, XXL = 8, 12, 16, 24, 32
GUTTER = 24  # left edge of titles, tool bars and the first column
BETWEEN_CARDS = 14

RADIUS_MENU, RADIUS_CONTROL, RADIUS_CARD = 4, 6, 10

ROW_COMFORTABLE, ROW_COMPACT = 54, 36
CONTROL = 34
HEADER_ROW = 36
RAIL_ITEM = 34
RAIL_WIDE, RAIL_SLIM = 208, 68
SLIM_BELOW = 1380  # window width under which the rail shows icons only
PANE_LEAST, PANE_USUAL, PANE_MOST = 300, 328, 460  # the usual one holds four tabs with their whole words
PANE_BELOW = 940  # page width under which the detail takes the place of the list

# Points at 96 dots per inch, and weights.
TYPE: dict[str, tuple[float, int]] = {
    "caption": (8.5, 400),
    "caption-strong": (8.5, 600),
    "body": (9.75, 400),
    "body-medium": (9.75, 500),
    "body-strong": (9.75, 600),
    "subtitle": (11.0, 600),
    "title": (15.0, 600),
    "display": (22.0, 600),
}


@dataclass(frozen=True, slots=True)
class Tone:
    """A status colour: ``fg`` on ``bg`` for pills and words, ``solid`` for bars, dots and edges."""

    fg: str
    bg: str
    solid: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours."""

    name: str
    dark: bool
    bg: str
    rail: str
    surface: str
    raised: str  # the chosen part of a switch, a menu
    head: str  # header of a table
    hover: str
    border: str
    edge: str  # the darker bottom of a control
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_soft: str
    accent_text: str
    on_accent: str
    scroll: str
    track: str
    shadow: str
    red: Tone
    amber: Tone
    green: Tone
    blue: Tone
    violet: Tone
    teal: Tone
    grey: Tone

    def tone(self, name: str) -> Tone:
        """The tone called ``name``; grey where it is none of ours."""
        return getattr(self, name) if name in TONES else self.grey


TONES = ("red", "amber", "green", "blue", "violet", "teal", "grey")

LIGHT = Theme(
    name="light", dark=False,
    bg="#F3F5F8", rail="#E9EDF3", surface="#FFFFFF", raised="#FFFFFF", head="#F8FAFC", hover="#F3F6FA",
    border="#E1E6ED", edge="#8390A2", text="#18212F", text2="#4F5B6B", text3="#5C6879",
    accent="#2F55D4", accent_hover="#2748B8", accent_soft="#E8EEFD", accent_text="#2748B8", on_accent="#FFFFFF",
    scroll="#BBC4D0", track="#E1E6ED", shadow="#18212F",
    red=Tone("#A01818", "#FBE5E5", "#CF3439"),
    amber=Tone("#824600", "#FDEFD6", "#C27400"),
    green=Tone("#17663A", "#E2F4E8", "#2B8F55"),
    blue=Tone("#1C4C9E", "#E3ECFB", "#3B72D9"),
    violet=Tone("#57379F", "#EEE8FB", "#7B5BD3"),
    teal=Tone("#0F5C63", "#DDF2F3", "#1F8790"),
    grey=Tone("#465162", "#EAEDF2", "#7A8698"),
)  # fmt: skip

DARK = Theme(
    name="dark", dark=True,
    bg="#12161D", rail="#0D1117", surface="#1A1F28", raised="#2B3443", head="#1E2430", hover="#212836",
    border="#2C3442", edge="#7C8798", text="#E7EBF1", text2="#AAB5C3", text3="#94A0B0",
    accent="#4468EC", accent_hover="#3C5EDC", accent_soft="#22305A", accent_text="#A9BEFF", on_accent="#FFFFFF",
    scroll="#414B5B", track="#2C3442", shadow="#000000",
    red=Tone("#FF9D9A", "#44201F", "#E5615F"),
    amber=Tone("#F4C16B", "#3A2B12", "#D9932B"),
    green=Tone("#86DBA8", "#173526", "#3FAE72"),
    blue=Tone("#9CC1FF", "#1C2F50", "#5B93F0"),
    violet=Tone("#C9B5FF", "#30264E", "#9B7FEA"),
    teal=Tone("#7FD6DC", "#12363A", "#36A3AB"),
    grey=Tone("#B9C3D0", "#2A313D", "#8490A1"),
)  # fmt: skip

THEMES: dict[str, Theme] = {"light": LIGHT, "dark": DARK}


def contrast(first: str, second: str) -> float:
    """WCAG's ratio of two ``#RRGGBB`` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(theme: Theme) -> Iterator[tuple[str, str, str, float]]:
    """Every (what, ink, ground, least ratio) that a screen may show."""
    grounds = ("surface", "bg", "rail", "head", "hover", "raised")
    for ground in grounds:
        for ink in ("text", "text2", "text3"):
            yield f"{ink} on {ground}", getattr(theme, ink), getattr(theme, ground), 4.5
    for ink in ("text", "text2", "accent_text"):
        yield f"{ink} on accent_soft", getattr(theme, ink), theme.accent_soft, 4.5
    for ground in ("surface", "bg", "raised", "hover"):
        yield f"accent_text on {ground}", theme.accent_text, getattr(theme, ground), 4.5
    for ground in ("accent", "accent_hover"):
        yield f"on_accent on {ground}", theme.on_accent, getattr(theme, ground), 4.5
    for name in TONES:
        tone = theme.tone(name)
        yield f"{name} word on its pill", tone.fg, tone.bg, 4.5
        for ground in ("surface", "bg", "rail", "hover", "accent_soft"):
            yield f"{name} word on {ground}", tone.fg, getattr(theme, ground), 4.5
        for ground in ("surface", "hover"):
            yield f"{name} mark on {ground}", tone.solid, getattr(theme, ground), 3.0
    yield "edge of a control", theme.edge, theme.surface, 3.0  # controls stand on cards and pages of this colour
    for ground in ("surface", "bg"):
        yield f"focus ring on {ground}", theme.accent, getattr(theme, ground), 3.0


def audit(theme: Theme) -> list[str]:
    """A sentence for each pair that is too faint; empty where all is readable."""
    return [
        f"{theme.name}: {what} is {contrast(ink, ground):.2f}, needs {least}"
        for what, ink, ground, least in pairs(theme)
        if contrast(ink, ground) < least
    ]


def colours(theme: Theme) -> dict[str, str]:
    """The theme's plain colours by name, for the style sheet."""
    return {field.name: value for field in fields(theme) if isinstance(value := getattr(theme, field.name), str)}


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

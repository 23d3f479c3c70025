"""The look in force: theme, fonts, palette and a small style sheet for Fusion; ``look.changed`` says when it changed.

What is painted by hand asks ``theme()`` at each painting; the style sheet carries only borders, radii and padding,
never a font's family or size, and its selectors always name a class or a property.
"""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ecd_desktop import paths
from ui import tokens
from ui.tokens import Theme

Mode = Literal["system", "light", "dark"]
FAMILY = "Inter"
FALLBACKS = ("Segoe UI Variable Text", "Segoe UI", "Noto Sans", "DejaVu Sans")


CONTRAST = "QFrame#card { border: 1px solid palette(window-text); }"
"""All that the system's high contrast is given: where a card ends, for no ground tells it there."""


class Look(QObject):
    """Says when the colours changed."""

    changed = Signal()  # after palette and style sheet of another theme are in force


look = Look()
_theme: Theme = tokens.LIGHT
_mode: Mode = "system"
_scale = 1.0
_fonts: dict[str, QFont] = {}
_metrics: dict[str, QFontMetrics] = {}


def theme() -> Theme:
    """The colours in force."""
    return _theme


def colour(ink: str) -> str:
    """``#RRGGBB`` of a colour of the theme (``text2``), of a tone (``red`` is its word's) or of itself."""
    if ink.startswith("#"):
        return ink
    return _theme.tone(ink).fg if ink in tokens.TONES else str(getattr(_theme, ink))


def qcolour(ink: str, alpha: float = 1.0) -> QColor:
    made = QColor(colour(ink))
    made.setAlphaF(alpha)
    return made


def faint(ink: str) -> str:
    """The colour half way to the surface: what cannot be used now."""
    ink_colour, ground = QColor(colour(ink)), QColor(_theme.surface)
    mixed = ((a + b) // 2 for a, b in zip(ink_colour.getRgb()[:3], ground.getRgb()[:3], strict=True))  # type: ignore[index]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def load_fonts() -> list[str]:
    """Register the bundled fonts; answers the files that Qt refused (none, normally)."""
    files = sorted((paths.resources() / "fonts").glob("*.ttf"))
    return [file.name for file in files if QFontDatabase.addApplicationFont(str(file)) < 0]


def font(name: str = "body") -> QFont:
    """A font of ``tokens.TYPE``, at the person's text size; a copy that may be altered."""
    if name not in _fonts:
        points, weight = tokens.TYPE[name]
        made = QFont()
        made.setFamilies([FAMILY, *FALLBACKS])
        made.setPointSizeF(points * _scale)
        made.setWeight(QFont.Weight(weight))
        _fonts[name] = made
        _metrics[name] = QFontMetrics(made)
    return QFont(_fonts[name])


def metrics(name: str = "body") -> QFontMetrics:
    """How wide the words of that font are."""
    if name not in _metrics:
        font(name)
    return _metrics[name]


def apply(
    app: QApplication, mode: Mode = "system", *, scale: float | None = None, contrast: bool | None = None
) -> None:
    """Put a theme in force, live; ``scale`` is the person's text size (0.9 to 1.5).

    ``contrast``: as where the system asks for high contrast, or not; by default as the system says.
    """
    global _theme, _mode, _scale
    _mode = mode
    if scale is not None:
        _scale = scale
    _fonts.clear()
    _metrics.clear()
    hints = app.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints.setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
    wanted = mode if mode != "system" else ("dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light")
    _theme = tokens.THEMES[wanted]
    app.setFont(font())
    app.setStyleSheet("")  # replacing one polishes each widget once for each of its ancestors; this, twice in all
    if _high_contrast() if contrast is None else contrast:
        _theme = _from_system(app)
        app.setStyleSheet(CONTRAST)
    else:
        app.setPalette(palette(_theme))
        app.setStyleSheet(sheet(_theme))
    look.changed.emit()


def follow_system(app: QApplication) -> None:
    """Change theme when the system does, while the person has not chosen one."""

    def later() -> None:
        wanted = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
        if _mode == "system" and wanted != _theme.name:
            apply(app, "system")

    # After Qt itself has followed, else its palette overwrites ours.
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: QTimer.singleShot(0, app, later))


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet asks for, and let it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def palette(theme: Theme) -> QPalette:
    """Every role in its three groups, so that Fusion and the system's dialogs agree with us."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.bg,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.head,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.red.fg,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.text3,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent_text,
        QPalette.ColorRole.LinkVisited: theme.violet.fg,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Dark: theme.edge,
        QPalette.ColorRole.Shadow: theme.shadow,
    }
    for role, value in roles.items():
        made.setColor(role, QColor(value))
    ink = QColor(theme.text3)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, ink)
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Base, QColor(theme.bg))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(theme.scroll))
    return made


def sheet(theme: Theme) -> str:
    """The style sheet: borders, radii and padding of Qt's own widgets."""
    values = {**tokens.colours(theme), "red": theme.red.fg, "control": str(tokens.CONTROL - 2)}
    text = (paths.resources() / "window.qss").read_text(encoding="utf-8").partition("*/")[2]
    return re.sub(r"<(\w+)>", lambda found: values[found[1]], text)


def _high_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10
    if accessibility is None:
        return False
    kept = accessibility()  # a chained call was "already deleted"
    return bool(kept.contrastPreference() == Qt.ContrastPreference.HighContrast)


def _between(ground: QColor, ink: QColor, part: float) -> str:
    """The ground with a part of the ink in it, as ``#RRGGBB``."""
    pairs = zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)
    return QColor(*(round(one + (other - one) * part) for one, other in pairs)).name().upper()


def _from_system(app: QApplication) -> Theme:
    """The system's own colours as a theme, for those who need its high contrast."""
    from dataclasses import replace

    app.setPalette(QPalette())
    system = app.palette()
    role = QPalette.ColorRole

    def name(which: QPalette.ColorRole) -> str:
        return system.color(which).name().upper()

    base, text, chosen = name(role.Base), name(role.Text), name(role.Highlight)
    plain = tokens.Tone(text, base, text)
    grounds = dict.fromkeys(("bg", "rail", "surface", "raised", "head"), base)
    for ground, part in (("hover", 0.1), ("accent_soft", 0.2)):  # what is chosen is seen, and read as well as before
        grounds[ground] = _between(system.color(role.Base), system.color(role.Text), part)
    inks = dict.fromkeys(("text", "text2", "text3", "edge", "border", "scroll", "accent_text"), text)
    tones = dict.fromkeys(tokens.TONES, plain)
    return replace(
        tokens.DARK, name="contrast", **grounds, **inks, **tones,
        accent=chosen, accent_hover=chosen, on_accent=name(role.HighlightedText),
    )  # fmt: skip

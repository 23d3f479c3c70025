"""Icons: Tabler's outlines (a few filled ones for alarms) recoloured from SVG, cached by name, colour, size, density.

An icon's name is its file's; ``filled/…`` takes the filled one.  ``dress`` gives a button or an action its icon
and remembers name and ink on it, so that a change of theme can dress everything again.
"""

from __future__ import annotations

from functools import lru_cache

import shiboken6
from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from ecd_desktop import paths
from ui import style

STROKE = 1.75
STROKE_SMALL = 2.25  # inside text, at 13 to 14 px


def pixmap(name: str, colour: str, size: int = 18, density: float = 1.0) -> QPixmap:
    """The icon as ``size`` × ``size`` device-independent pixels.  Raises KeyError for a name that is not vendored."""
    return _pixmap(name, colour, size, round(density, 2))


def paint(painter: QPainter, name: str, colour: str, x: float, y: float, size: int = 16) -> None:
    """Paint the icon with its top left corner at (x, y)."""
    device = painter.device()
    painter.drawPixmap(QPointF(x, y), pixmap(name, colour, size, device.devicePixelRatioF() if device else 1.0))


def icon(name: str, ink: str = "text2", size: int = 18) -> QIcon:
    """A QIcon in the ink of the theme in force: a colour of ``tokens.Theme``, or ``#RRGGBB``."""
    # in high contrast no button is filled: the system paints it
    colour = style.colour("text" if ink == "on_accent" and style.theme().name == "contrast" else ink)
    made = QIcon()
    for density in _densities():
        made.addPixmap(pixmap(name, colour, size, density), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, style.faint(colour), size, density), QIcon.Mode.Disabled)
    return made


def dress(target: QAbstractButton | QAction, name: str, ink: str = "text2", size: int = 18) -> None:
    """Give ``target`` its icon, and again whenever the theme changes."""
    target.setProperty("icon_worn", f"{name}|{ink}|{size}")
    target.setIcon(icon(name, ink, size))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size, size))


def redress() -> None:
    """Dress every button and action again, in the colours now in force."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    targets: list[QAbstractButton | QAction] = [one for one in app.allWidgets() if isinstance(one, QAbstractButton)]
    for top in app.topLevelWidgets():
        targets += top.findChildren(QAction)
    for target in targets:
        # dressing one may end the life of another (a menu that is built again)
        if shiboken6.isValid(target) and (said := target.property("icon_worn")):
            name, ink, size = str(said).split("|")
            target.setIcon(icon(name, ink, int(size)))


def names() -> frozenset[str]:
    """Every icon that is vendored, ``filled/`` ones by that name."""
    folder = paths.resources() / "icons"
    outline = {file.stem for file in (folder / "outline").glob("*.svg")}
    return frozenset(outline | {f"filled/{file.stem}" for file in (folder / "filled").glob("*.svg")})


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, density: float) -> QPixmap:
    stroke = STROKE_SMALL if size <= 14 else STROKE
    drawing = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    side = max(round(size * density), 1)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(density)
    return made


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    file = paths.resources() / "icons" / (f"{name}.svg" if "/" in name else f"outline/{name}.svg")
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None


def _densities() -> tuple[float, ...]:
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} | {1.0}))

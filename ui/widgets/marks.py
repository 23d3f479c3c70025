"""Painted marks: the light (colour, shape and letter), pills, initials, progress bars, key caps, the program's sign.

Everything is painted in device-independent pixels with the theme in force; nothing here is a widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui import icons, style
from ui.tokens import TONES

PILL = 22  # height


@dataclass(frozen=True, slots=True)
class Mark:
    """A status that does not need its colour: tone, shape and letter (or an icon instead of both)."""

    tone: str
    shape: str = ""  # octagon, triangle, circle, square, ring, dash
    letter: str = ""
    icon: str = ""


LIGHTS: dict[str, Mark] = {
    "red": Mark("red", "octagon", "R"),
    "amber": Mark("amber", "triangle", "A"),
    "green": Mark("green", "circle", "V"),
    "grey": Mark("grey", "ring", "–"),
    "unknown": Mark("grey", "ring", "?"),
    "closed": Mark("grey", "square", ""),
    "none": Mark("grey", "", ""),
}
"""The traffic light by the value of its choice (domain §1): readable in grey and by ear as well."""


def paint_mark(painter: QPainter, mark: Mark, x: float, y: float, size: float = 16, ground: str = "") -> None:
    """The mark's shape with its letter cut out in ``ground`` (by default the tone's pale one)."""
    tone = style.theme().tone(mark.tone)
    if mark.icon:
        icons.paint(painter, mark.icon, tone.fg, x, y, round(size))
        return
    if not mark.shape:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(tone.fg)
    if mark.shape == "ring":
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(x + 1, y + 1, size - 2, size - 2))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPath(_shape(mark.shape, QRectF(x, y, size, size)))
    if mark.letter:
        font = style.font("caption-strong")
        font.setPointSizeF(font.pointSizeF() * size / 16 * (0.82 if mark.shape == "triangle" else 0.94))
        painter.setFont(font)
        painter.setPen(ink if mark.shape == "ring" else QColor(ground or tone.bg))
        down = size * 0.14 if mark.shape == "triangle" else 0.0
        painter.drawText(QRectF(x - 4, y + down, size + 8, size), Qt.AlignmentFlag.AlignCenter, mark.letter)
    painter.restore()


def paint_pill(painter: QPainter, x: float, middle: float, text: str, mark: Mark, widest: float) -> float:
    """A pill with mark and word, vertically centred on ``middle``; answers its width, at most ``widest``."""
    tone = style.theme().tone(mark.tone)
    has_mark = bool(mark.icon or mark.shape)
    left = 26.0 if has_mark else 10.0
    metrics = style.metrics("caption-strong")
    width = min(left + metrics.horizontalAdvance(text) + 10, widest)
    box = QRectF(x, middle - PILL / 2, width, PILL)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.bg))
    painter.drawRoundedRect(box, PILL / 2, PILL / 2)
    if has_mark:
        paint_mark(painter, mark, x + 6, middle - 7.5, 15)
    painter.setFont(style.font("caption-strong"))
    painter.setPen(QColor(tone.fg))
    room = box.adjusted(left, 0, -8, 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return width


def paint_pill_edge(painter: QPainter, x: float, middle: float, width: float, mark: Mark) -> None:
    """A line around a pill of that width, for where the ground is nearly its own: on a selected row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(style.theme().tone(mark.tone).solid), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(x, middle - PILL / 2, width, PILL).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.restore()


def pill_width(text: str, mark: Mark) -> int:
    left = 26 if mark.icon or mark.shape else 10
    return left + style.metrics("caption-strong").horizontalAdvance(text) + 10


def paint_bar(painter: QPainter, box: QRectF, fraction: float, tone: str = "blue") -> None:
    """A progress bar in ``box``; ``fraction`` is 0 to 1."""
    theme = style.theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = box.height() / 2
    painter.setBrush(style.qcolour("text", 0.16 if theme.dark else 0.12))  # over a selected row as well
    painter.drawRoundedRect(box, radius, radius)
    if fraction > 0:
        done = QRectF(box)
        done.setWidth(max(box.width() * min(fraction, 1.0), box.height()))
        painter.setBrush(QColor(theme.tone(tone).solid))
        painter.drawRoundedRect(done, radius, radius)
    painter.restore()


def paint_initials(painter: QPainter, x: float, y: float, size: float, name: str) -> None:
    """A disc with the initials of a name, in a tone that is always the same for that name."""
    tone = style.theme().tone(tone_of(name))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.bg))
    box = QRectF(x, y, size, size)
    painter.drawEllipse(box)
    font = style.font("caption-strong")
    font.setPointSizeF(font.pointSizeF() * (0.85 if size < 30 else 1.1))
    painter.setFont(font)
    painter.setPen(QColor(tone.fg))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


SMALL_WORDS = frozenset({"a", "al", "and", "de", "del", "e", "el", "en", "la", "las", "los", "o", "of", "para", "por",
                         "the", "y"})  # fmt: skip


def initials(name: str) -> str:
    """Two letters: of the first words that say something, or of an acronym; one of a single word."""
    words = [word for word in name.split() if word[:1].isalnum()]
    telling = [word for word in words if word.lower() not in SMALL_WORDS] or words
    if not telling:
        return "·"
    if len(telling) == 1:
        return telling[0][:2] if telling[0][:2].isupper() else telling[0][:1].upper()
    return (telling[0][0] + telling[1][0]).upper()


def tone_of(name: str) -> str:
    """One of the calm tones; red stays reserved for what is overdue."""
    calm = [tone for tone in TONES if tone not in ("red", "grey")]
    return calm[sum(map(ord, name)) % len(calm)]


def paint_focus(painter: QPainter, box: QRectF) -> None:
    """The ring around what the keyboard is on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(style.theme().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
    painter.restore()


def paint_key(painter: QPainter, right: float, middle: float, text: str) -> float:
    """A key cap that ends at ``right``; answers where it begins."""
    theme = style.theme()
    font = style.font("caption")
    metrics = style.metrics("caption")
    width = metrics.horizontalAdvance(text) + 12
    box = QRectF(right - width, middle - 9, width, 18)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(theme.text3))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return box.left()


def brand(side: int, density: float = 1.0) -> QPixmap:
    """The program's sign: two small figures on its blue."""
    pixels = round(side * density)
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.theme().accent))
    painter.drawRoundedRect(QRectF(0, 0, pixels, pixels), pixels * 0.22, pixels * 0.22)
    inner = round(pixels * 0.66)
    painter.drawPixmap(QPointF((pixels - inner) / 2, (pixels - inner) / 2), icons.pixmap("friends", "#FFFFFF", inner))
    painter.end()
    made.setDevicePixelRatio(density)
    return made


def _shape(name: str, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    if name == "triangle":
        top, low = box.top() + box.height() * 0.02, box.bottom() - box.height() * 0.06
        points = [QPointF(box.center().x(), top), QPointF(box.right(), low), QPointF(box.left(), low)]
        path.addPolygon(QPolygonF(points))
    elif name == "octagon":
        centre, radius = box.center(), box.width() / 2 * 1.04
        corners = [pi / 8 + n * pi / 4 for n in range(8)]
        path.addPolygon(
            QPolygonF([QPointF(centre.x() + radius * cos(a), centre.y() + radius * sin(a)) for a in corners])
        )
    elif name == "square":
        path.addRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
    elif name == "dash":
        path.addRoundedRect(QRectF(box.left() + 3, box.center().y() - 1.5, box.width() - 6, 3), 1.5, 1.5)
    else:
        path.addEllipse(box)
    path.closeSubpath()
    return path

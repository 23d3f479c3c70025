"""Records on their way: what a drag carries, inside the window and out of it as plain text."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import ngettext
from ui import style

if TYPE_CHECKING:
    from db.fields import Key

RECORDS = "application/x-ecd-desktop-records"
WIDE, TALL = 240, 46


def carried(entity: str, keys: Sequence[Key], titles: Sequence[str]) -> QMimeData:
    """The records of a noun; elsewhere (a message, a document) the same drag is the list of their titles."""
    data = QMimeData()
    data.setData(RECORDS, json.dumps({"entity": entity, "keys": [str(key) for key in keys]}).encode())
    data.setText("\n".join(f"• {title}" for title in titles))
    return data


def keys_in(data: QMimeData, entity: str) -> tuple[Key, ...]:
    """The records of this noun that a drag carries; none where it is another drag."""
    if not data.hasFormat(RECORDS):
        return ()
    try:
        said = json.loads(bytes(data.data(RECORDS).data()).decode())
        return tuple(uuid.UUID(key) for key in said["keys"]) if said["entity"] == entity else ()
    except (ValueError, KeyError, TypeError):  # another program's, or another version's
        return ()


def drag(source: QWidget, data: QMimeData, title: str, more: str = "") -> None:
    """Carry ``data`` until it is let go; under the pointer a card with ``title``, and ``more`` for the others."""
    made = QDrag(source)
    made.setMimeData(data)
    made.setPixmap(_picture(title, more, source.devicePixelRatioF()))
    made.setHotSpot(QPoint(24, 18))
    made.exec(Qt.DropAction.MoveAction)


def carried_more(number: int) -> str:
    """«+2 more» beside the first of three; "" for one alone."""
    return ngettext("+{n} more", "+{n} more", number - 1).format(n=number - 1) if number > 1 else ""


def _picture(title: str, more: str, density: float) -> QPixmap:
    theme = style.theme()
    picture = QPixmap(round(WIDE * density), round(TALL * density))
    picture.setDevicePixelRatio(density)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1.5))
    painter.setBrush(QColor(theme.surface))
    if more:
        painter.drawRoundedRect(QRectF(6, 6, WIDE - 8, TALL - 8), 8, 8)
    painter.drawRoundedRect(QRectF(1, 1, WIDE - 8, TALL - 8), 8, 8)
    room = WIDE - 32
    if more:
        painter.setFont(style.font("caption-strong"))
        painter.setPen(QColor(theme.accent_text))
        wide = style.metrics("caption-strong").horizontalAdvance(more)
        painter.drawText(QRectF(WIDE - 20 - wide, 1, wide + 2, TALL - 8), Qt.AlignmentFlag.AlignVCenter, more)
        room -= wide + 10
    painter.setFont(style.font("body-medium"))
    painter.setPen(QColor(theme.text))
    shown = style.metrics("body-medium").elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(12, 1, room + 2, TALL - 8), Qt.AlignmentFlag.AlignVCenter, shown)
    painter.end()
    return picture

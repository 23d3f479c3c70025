"""The days ahead as a list: a heading over each day, the hour at the left, what it is and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ecd_desktop.language import _, begun, relative_day, short_date
from ui import icons, style
from ui.widgets.lines import Line, LinesView, put_words, step, wrapped_words
from ui.widgets.list_view import ROW, Index, RowDelegate

if TYPE_CHECKING:
    from db.queries.cases import CaseRow
    from db.queries.meetings import MeetingRow

HEADING, ABOVE = 26, 8
LEFT, RIGHT = 20, 16
TIME = 56  # the hour's column at the usual text size
MOST = 2  # lines of a title


@dataclass(frozen=True, slots=True)
class Hour(Line):
    """A line of the agenda: ``heading`` stands over the first of its day, ``hour`` at its left."""

    heading: str = ""
    hour: str = ""

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.heading, self.hour, self.title, self.small) if part)


def agenda(meetings: Sequence[MeetingRow], steps: Sequence[CaseRow], today: date) -> list[Hour]:
    """Meetings by their hour, then the steps of cases, day by day; today stands first even where it is free."""
    dated = [*(row.held_on for row in meetings), *(row.next_on for row in steps)]
    days = sorted({today, *(day for day in dated if day is not None)})
    lines: list[Hour] = []
    for day in days:
        of_day = [_meeting(row) for row in meetings if row.held_on == day]
        of_day += [_step(row) for row in steps if row.next_on == day]
        if not of_day:
            of_day = [_free(day)]
        said = " · ".join((begun(relative_day(day, on=today)), short_date(day)))
        lines += [changed(of_day[0], heading=said), *of_day[1:]]
    return lines


def _meeting(row: MeetingRow) -> Hour:
    until = _("until {time}").format(time=row.ends_at) if row.ends_at else ""
    where = (row.venue or row.place or "", until, row.projects or "")
    return Hour(
        row.key, row.subject or row.number or row.code, " · ".join(part for part in where if part), tone="blue",
        icon="users", opens=("meetings", row.key), hour=row.starts_at or "",
    )  # fmt: skip


def _step(row: CaseRow) -> Hour:
    about = (_("Next step of a case"), row.title if row.next_step else "", row.person or row.unit or "")
    return Hour(
        row.key, row.next_step or row.title, " · ".join(part for part in about if part), tone="teal",
        icon="lifebuoy", opens=("cases", row.key), token=(row.key, "step"),
    )  # fmt: skip


def _free(day: date) -> Hour:
    return Hour(None, _("Nothing is arranged for today."), faint=True, token=("free", day), fixed=True)  # type: ignore[arg-type]


class AgendaView(LinesView):
    """Lines of ``Hour``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setItemDelegate(HourDelegate(self))


class HourDelegate(RowDelegate):
    """Paints a line of the agenda, the first of a day under its heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(ROW)
        width = self.view.room()
        if not isinstance(line, Hour):
            return QSize(width, 40)
        height = 2 * ABOVE + (len(self._title(line, width)) + bool(line.small)) * step()
        return QSize(width, height + (_heading() if line.heading else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        if not isinstance(line, Hour):
            return
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        width = self.view.room()
        if line.heading:
            self._heading(painter, line.heading, box, index.row() > 0)
            box.setTop(box.top() + _heading())
        self.paint_ground(painter, box, option, index, lights=line.opens is not None)
        left, y = box.left() + LEFT, box.top() + ABOVE
        if line.opens is not None:
            self._time(painter, line, left, y)
            bar = QRectF(left + _hours() - 12, y + 1, 3, box.height() - 2 * ABOVE - 2)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tone(line.tone).solid))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            painter.restore()
            left += _hours()
        painter.setPen(QColor(theme.text2 if line.faint else theme.text))
        for text in self._title(line, width):
            y = put_words(painter, left, y, text, _font(line))
        if line.small:
            painter.setPen(QColor(theme.text2))
            room = width - _hours() - LEFT - RIGHT
            shown = style.metrics("caption").elidedText(line.small, Qt.TextElideMode.ElideRight, room)
            put_words(painter, left, y + 1, shown, "caption")
        self.paint_ring(painter, box, option)

    def _time(self, painter: QPainter, line: Hour, left: float, y: float) -> None:
        theme = style.theme()
        if line.hour:
            painter.setPen(QColor(theme.text))
            put_words(painter, left, y, line.hour, "body-strong")
        else:
            icons.paint(painter, line.icon, theme.tone(line.tone).fg, left, y + 1, 16)

    def _heading(self, painter: QPainter, text: str, box: QRectF, ruled: bool) -> None:
        theme = style.theme()
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), _heading()), QColor(theme.surface))
        if ruled:
            line = QRectF(box.left() + LEFT, box.top() + 2, box.width() - LEFT - RIGHT, 1)
            painter.fillRect(line, QColor(theme.border))
        painter.setPen(QColor(theme.text2))
        put_words(painter, box.left() + LEFT, box.top() + 8, text, "caption-strong")

    def _title(self, line: Hour, width: int) -> tuple[str, ...]:
        room = width - LEFT - RIGHT - (_hours() if line.opens is not None else 0)
        return wrapped_words(line.title, _font(line), max(room, 60), MOST)


def _hours() -> int:
    return max(TIME, style.metrics("body-strong").horizontalAdvance("00:00") + 18)


def _heading() -> int:
    return max(HEADING, style.metrics("caption-strong").height() + 12)


def _font(line: Hour) -> str:
    return "body" if line.faint else "body-medium"

"""The team's rhythm: two bars a week, agreed and fulfilled; or the same as words. Each opens what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext, pgettext, short_date
from ui import style
from ui.today.card import SIDE
from ui.widgets.lines import Line, LinesView

if TYPE_CHECKING:
    from db.queries.rhythm import Week

ABOVE, UNDER, LEFT, GAP = 8, 22, 26, 3


class Rhythm(QStackedWidget):
    """The picture and its table; ``turn`` goes from one to the other.

    ``wanted`` a week and whether what was done in it, else what was made: show those commitments.
    """

    wanted = Signal(object, bool)  # Week

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = WeekBars()
        self.bars.pressed.connect(self.wanted)
        self.table = LinesView(_("The team's rhythm"))
        picture = QWidget()
        rows = QVBoxLayout(picture)
        rows.setSpacing(0)
        rows.addWidget(Legend())
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.bars, 1)
        self.addWidget(picture)
        self.addWidget(self.table)
        self.setMinimumHeight(96)

    @property
    def as_table(self) -> bool:
        return self.currentIndex() == 1

    def turn(self) -> None:
        self.setCurrentIndex(0 if self.as_table else 1)

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        self.bars.show_weeks(weeks)
        self.table.show_lines([self._line(week, done) for week in reversed(weeks) for done in (False, True)])

    def _line(self, week: Week, done: bool) -> Line:
        number = week.done if done else week.new
        return Line(
            week.monday, _("Week of {day}").format(day=_day(week)),  # type: ignore[arg-type]
            _done(number) if done else _agreed(number), fixed=True, token=(week.monday, done), faint=not number,
            shows=partial(self.wanted.emit, week, done) if number else None,
        )  # fmt: skip


class WeekBars(QWidget):
    """Painted by hand; a week under the mouse is told in words, all of them to ears; the table serves the keyboard."""

    pressed = Signal(object, bool)  # Week, and whether its bar of what was done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weeks: tuple[Week, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        style.look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, 130)

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        self.weeks = tuple(weeks)
        said = "; ".join(f"{_day(week)}: {told(week)}" for week in self.weeks)
        self.setAccessibleName(_("The team's rhythm"))
        self.setAccessibleDescription(said)
        self.update()

    def boxes(self) -> list[tuple[Week, QRectF, QRectF]]:
        """Each week with the bar of what was made and of what was done."""
        if not self.weeks:
            return []
        top = _top(self.weeks)
        ground = self.height() - UNDER
        room = (self.width() - SIDE - LEFT - 14) / len(self.weeks)
        wide = max(min((room - 10) / 2, 14.0), 3.0)
        found = []
        for n, week in enumerate(self.weeks):
            middle = SIDE + LEFT + room * (n + 0.5)
            tall = [max((ground - ABOVE) * number / top, 1.0 if number else 0.0) for number in (week.new, week.done)]
            found.append((
                week, QRectF(middle - wide - GAP / 2, ground - tall[0], wide, tall[0]),
                QRectF(middle + GAP / 2, ground - tall[1], wide, tall[1]),
            ))  # fmt: skip
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font("caption"))
        ground, top = self.height() - UNDER, _top(self.weeks)
        for number in (0, top // 2, top):
            y = ground - (ground - ABOVE) * number / top
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(int(SIDE + LEFT - 4), int(y), self.width() - 14, int(y))
            painter.setPen(QColor(theme.text2))
            box = QRectF(SIDE - 6, y - 8, LEFT - 4, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
        painter.setPen(Qt.PenStyle.NoPen)
        for _week, new, done in self.boxes():
            painter.setBrush(QColor(theme.edge))
            painter.drawRoundedRect(new, 2, 2)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(done, 2, 2)
        painter.setPen(QColor(theme.text2))
        for n, (week, new, done) in enumerate(self.boxes()):
            box = QRectF(new.left() - 22, ground + 3, done.right() - new.left() + 44, UNDER - 4)
            if n % 2 == (len(self.weeks) - 1) % 2:  # the week in hand is named, and every other one before it
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, _day(week))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            week = self._at(event.pos())
            said = "\n".join((_("Week of {day}").format(day=_day(week)), told(week))) if week is not None else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for week, new, done in self.boxes():
            for box, number in ((new, week.new), (done, week.done)):
                if number and box.left() - 2 <= x <= box.right() + 2:
                    self.pressed.emit(week, box is done)
                    return

    def _at(self, at: QPoint) -> Week | None:
        return next((week for week, new, done in self.boxes() if new.left() - 5 <= at.x() <= done.right() + 5), None)


class Legend(QWidget):
    """Two squares with their words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Grey: agreed. Blue: fulfilled."))
        style.look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = style.metrics("caption")
        return QSize(SIDE + sum(metrics.horizontalAdvance(word) + 24 for word, _ink in _legend()), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font("caption"))
        x = SIDE
        for word, ink in _legend():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.colour(ink)))
            painter.drawRoundedRect(QRectF(x, 5, 10, 10), 2, 2)
            painter.setPen(QColor(style.theme().text2))
            painter.drawText(QRectF(x + 15, 0, self.width(), 20), Qt.AlignmentFlag.AlignVCenter, word)
            x += style.metrics("caption").horizontalAdvance(word) + 24
        painter.end()


def told(week: Week) -> str:
    """«3 agreed · 5 fulfilled»."""
    return f"{_agreed(week.new)} · {_done(week.done)}"


def _agreed(number: int) -> str:
    return ngettext("{n} agreed", "{n} agreed", number).format(n=number)


def _done(number: int) -> str:
    return ngettext("{n} fulfilled", "{n} fulfilled", number).format(n=number)


def _legend() -> tuple[tuple[str, str], ...]:
    return (_("Agreed"), "edge"), (pgettext("rhythm", "Fulfilled"), "accent")


def _day(week: Week) -> str:
    return short_date(week.monday).partition(" ")[2]  # every one of them is a Monday


def _top(weeks: Sequence[Week]) -> int:
    """An even number that no bar is higher than."""
    most = max((max(week.new, week.done) for week in weeks), default=0)
    return max(most + most % 2, 4)

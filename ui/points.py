"""The choice of a point of the past: those known by a name (a meeting, minutes, a file sent), or a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ecd_desktop.services import points
from ui.widgets.controls import ComboBox
from ui.widgets.past_day import PastDay

if TYPE_CHECKING:
    from datetime import date

    from ecd_desktop.services.points import Point
    from ui.here import Here


class PointField(QWidget):
    """A list of points and a day beside it; what is chosen is announced, also the first one, once it is known."""

    chosen = Signal(object)  # Point
    refused = Signal(str)  # why the day that was typed is none

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.point: Point | None = None
        self._points: tuple[Point, ...] = ()
        self._first = ""  # how the id of the point begins that is wanted first
        self.list = ComboBox()
        self.list.setAccessibleName(_("Since when"))
        self.list.setMinimumWidth(120)
        self.list.setMaximumWidth(460)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.day = PastDay(here)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.list, 5)
        row.addWidget(self.day)
        row.addStretch(1)
        self.setFocusProxy(self.list)
        self.list.activated.connect(self._listed)
        self.day.picked.connect(self._take_day)
        self.day.misread.connect(self.refused)

    def load(self, first: str = "") -> None:
        """Read what can be chosen again; ``first``: how the id begins of the point that is wanted."""
        self._first = first
        self.here.ask(points.points, then=self._offer, owner=self, slot=f"points/{id(self)}")

    def choose(self, point: Point) -> None:
        """Take this one, whether it is in the list or not."""
        if all(one.id != point.id for one in self._points):
            self._points = (point, *self._points)
            self.list.insertItem(0, point.words, point.id)
        self.list.setCurrentIndex(self.list.findData(point.id))
        self.point = point
        self.chosen.emit(point)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _offer(self, found: tuple[Point, ...]) -> None:
        kept = self.point if self.point is not None and not self._first else None
        self._points = found
        self.list.clear()
        for point in found:
            self.list.addItem(point.words, point.id)
        if kept is not None:
            self.choose(kept)
            return
        first, self._first = self._first, ""
        wanted = next((one for one in found if first and one.id.startswith(first)), None)
        if found:
            self.choose(wanted or found[0])
        if wanted is None and first:
            self.refused.emit(_("Nothing of that kind is in this database yet; another point is shown instead."))

    def _listed(self, at: int) -> None:
        self.day.clear()
        self.choose(self._points[at])

    def _take_day(self, day: date) -> None:
        def refused(exc: Exception) -> None:
            self.refused.emit(" ".join(filter(None, sentence(exc))))

        self.here.ask(points.end_of, day, then=self._took_day, refused=refused, owner=self)

    def _took_day(self, point: Any) -> None:
        self.choose(point)

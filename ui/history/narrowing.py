"""By what the timeline is narrowed: who, when, what kind of step, which noun, which workbook; and one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy

from db.story import Which
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _
from ecd_desktop.services.timeline import FROM_OUTSIDE, Choices
from ui.kinds import OPENED, title_of
from ui.widgets.controls import Chip, ComboBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.fields import Key
    from ui.here import Here

Span = Callable[[date], tuple[date | None, date | None]]
PERIODS: tuple[tuple[str, Span], ...] = (
    (N_("At any time"), lambda _day: (None, None)),
    (N_("Today"), lambda day: (day, day + timedelta(days=1))),
    (N_("Yesterday"), lambda day: (day - timedelta(days=1), day)),
    (N_("Last 7 days"), lambda day: (day - timedelta(days=6), day + timedelta(days=1))),
    (N_("Last 30 days"), lambda day: (day - timedelta(days=29), day + timedelta(days=1))),
)
"""Spans of days, the last one left out."""

SORTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("All kinds of steps"), ()), (N_("Edits"), ("edit",)), (N_("Brought in by a file"), FROM_OUTSIDE),
    (N_("Undone and redone"), ("undo", "redo")), (N_("Upgrades and erasures"), ("migrate", "redact")),
)  # fmt: skip

ME = "\n"  # no name has it
NAME = 28  # letters of a record's name on its chip
LEAST, WIDEST = 92, 208  # pixels of a drop-down list


class Narrowing(QObject):
    """The controls of the timeline's tool bar, and what they ask for."""

    changed = Signal()

    def __init__(self, here: Here, parent: QWidget) -> None:
        super().__init__(parent)
        self.here = here
        self.person, self.period, self.sort = ComboBox(parent), ComboBox(parent), ComboBox(parent)
        self.noun, self.workbook = ComboBox(parent), ComboBox(parent)
        self.record = Chip("", icon="x", parent=parent)  # a click takes it away
        self._record: tuple[str, Key] | None = None
        self._choices: Choices | None = None
        names = (_("Person"), _("Period"), _("Kind of step"), _("Kind of record"), _("Workbook"))
        for box, name in zip(self._boxes, names, strict=True):
            box.setAccessibleName(name)
            box.activated.connect(lambda _at: self.changed.emit())
        _fill(self.period, [(_(text), n) for n, (text, _span) in enumerate(PERIODS)])
        _fill(self.sort, [(_(text), kinds) for text, kinds in SORTS])
        self.record.setCheckable(True)
        self.record.clicked.connect(lambda _on=False: self.show_record(None))
        self.record.hide()
        self.offer(Choices((), (), ()))

    @property
    def controls(self) -> tuple[QWidget, ...]:
        return (*self._boxes, self.record)

    @property
    def _boxes(self) -> tuple[ComboBox, ...]:
        return self.person, self.period, self.sort, self.noun, self.workbook

    def which(self) -> Which:
        """What the controls say now."""
        database = self.here.tasks.database
        who = self.person.currentData()
        if who == ME:
            who = database.who if database is not None else None
        days = PERIODS[max(self.period.currentIndex(), 0)][1](self.here.today)
        since, until = (None if day is None else datetime.combine(day, time(), LIMA).astimezone(UTC) for day in days)
        return Which(
            who or None, since, until, tuple(self.sort.currentData() or ()), self._record,
            self.noun.currentData() or None, self.workbook.currentData() or None,
        )  # fmt: skip

    def offer(self, choices: Choices) -> None:
        """Who, which nouns and which files there are; what was chosen stays so."""
        if choices == self._choices:
            return
        self._choices = choices
        nouns = sorted((title_of(entity), entity) for entity in choices.nouns if entity in OPENED)
        nouns += sorted((title_of(entity), entity) for entity in choices.nouns if entity not in OPENED)
        _fill(self.person, [(_("Everybody"), ""), (_("Only me"), ME), *((name, name) for name in choices.people)])
        _fill(self.noun, [(_("All records"), ""), *nouns])
        _fill(self.workbook, [(_("All files"), ""), *((one.name, one.origin) for one in choices.workbooks)])
        self.workbook.setVisible(bool(choices.workbooks))

    def show_record(self, place: tuple[str, Key] | None, name: str = "") -> None:
        """Only the steps that touched one record; None shows all again."""
        self._record = place
        self.record.setText(name if len(name) <= NAME else f"{name[: NAME - 1]}…")
        self.record.setToolTip(_("Only steps of “{name}”. Click to show all again.").format(name=name))
        self.record.setAccessibleName(self.record.toolTip())
        self.record.setChecked(place is not None)
        self.record.setVisible(place is not None)
        self.record.updateGeometry()
        self.changed.emit()

    def clear(self) -> None:
        """Show everything again."""
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.show_record(None)


def _fill(box: ComboBox, choices: Sequence[tuple[str, object]]) -> None:
    wanted = box.currentData()
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    found = next((n for n, (_text, data) in enumerate(choices) if data == wanted), 0)
    box.setCurrentIndex(found)
    box.fit_words(WIDEST)
    box.setMinimumWidth(LEAST)  # as wide as their words where there is room, narrower where there is not
    policy = box.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    policy.setHorizontalStretch(3)
    box.setSizePolicy(policy)

"""The measurements of an indicator as a tab: their course as a chart, the attainment with its formula, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import N_
from db.queries import indicators as queries
from db.records.indicators import Quality
from ecd_desktop import attainment, courses
from ecd_desktop.language import _, format_date
from ecd_desktop.services import indicators
from ui.creating import creates
from ui.indicator_words import light_mark
from ui.indicators.fields import CORRECTED, CORRECTED_ROWS, MEASURED, MEASURED_ROWS, PART, PART_ROWS
from ui.widgets.chart import Chart
from ui.widgets.controls import Label
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, LinesTab, Part
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.indicators import IndicatorFacts, Measured
    from ui.here import Here

TITLE = N_("Measurements")
ROOM = 430  # height of the tab in which there is room for the chart and two lines under it
MARKS = {
    Quality.PRELIMINARY: Mark("grey", icon="pencil"), Quality.VALIDATED: Mark("green", icon="check"),
    Quality.CORRECTED: Mark("blue", icon="refresh"),
}  # fmt: skip


class _Lines(LinesTab):
    """Says whose lines are read, each time they are."""

    asked = Signal(object)

    def load(self) -> None:
        super().load()
        if self._key is not None:
            self.asked.emit(self._key)


class MeasurementsTab(QWidget):
    """Follows the lines: whenever they are read, the chart and the formula are."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chart = Chart()
        self.formula = Label("", "body-medium", wrap=True)
        self.formula.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.formula.setAccessibleName(_("Attainment, with its formula"))
        self.standing = Label("", "caption", "text2", wrap=True)
        self.lines = _Lines(here, PART_OF_RECORD)
        self.lines.asked.connect(self._load)
        self.view = self.lines.view
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(20, 8, 14, 0)
        above.setSpacing(4)
        above.addWidget(self.chart)
        above.addWidget(self.formula)
        above.addWidget(self.standing)
        rows.addLayout(above)
        rows.addWidget(self.lines, 1)
        self.setFocusProxy(self.view)

    def show_record(self, entity: str, key: Key | None) -> None:
        if key is None:
            self._show(None)
        self.lines.show_record(entity, key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the chart gives way to the lines, which tell the same."""
        self.chart.setVisible(self.chart.course is not None and self.height() >= ROOM)

    def _load(self, key: Key) -> None:
        self.here.read(lambda session: facts_of(session, key), self._show, owner=self, slot=f"chart/{id(self)}")

    def _show(self, told: IndicatorFacts | None) -> None:
        self.chart.show_course(courses.course_of(told) if told is not None else None)
        self._fit()
        latest = told.latest if told is not None else None
        for label in (self.formula, self.standing):
            label.setVisible(latest is not None)
        if told is not None and latest is not None:
            self.formula.setText(attainment.formula(told.baseline, told.target, latest.value))
            self.standing.setText(words_of(told, latest))


def words_of(told: IndicatorFacts, latest: Measured) -> str:
    """Where it stands, what the path expected of that day, and how small the sample is."""
    stands = attainment.standing(told, latest.value, latest.on)
    letter = f"{stands.light.letter} · " if stands.light.letter else ""
    expected = attainment.expected_on(told, latest.on)
    by_path = ""
    if expected is not None:
        by_path = _("the path says {value} for {day}").format(
            value=attainment.said(expected.quantize(attainment.SHOWN), told.unit), day=format_date(latest.on)
        )
    return " · ".join(part for part in (letter + _(stands.label), by_path, attainment.flag(latest.n)) if part)


def facts_of(session: Any, key: Key) -> IndicatorFacts | None:
    return next(iter(queries.of_indicators(session, [key])), None)


def line_of(one: Measured, told: IndicatorFacts) -> Line:
    value = attainment.said(one.value, told.unit)
    who = [_(choice.label) for choice in (one.sex, one.age_band) if choice is not None] + [one.place or ""]
    part = ", ".join(name for name in who if name)
    n = f"n = {one.n}" if one.n is not None else ""
    on = format_date(one.on)
    small = (on if one.whole_key is None else "", one.period or "", n, one.source or "", one.method or "")
    whole = one.whole_key is None
    title = f"{part}: {value}" if one.whole_key is not None else value
    standing = attainment.standing(told, one.value, one.on)
    return Line(
        one.key, title, " · ".join(text for text in small if text), urgent=attainment.flag(one.n), tone="amber",
        mark=light_mark(standing.light) if whole else None, mark_words=_(standing.label), body=one.remarks or "",
        strong=whole, pill=_(one.quality.label) if whole else "", pill_mark=MARKS[one.quality] if whole else None,
        faint=not whole,
    )  # fmt: skip


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    facts = facts_of(session, key)
    if facts is None:
        return []
    parts = queries.parts_of(session, [one.key for one in facts.measured])
    lines = []
    for one in reversed(facts.measured):
        lines += [line_of(found, facts) for found in (one, *parts.get(one.key, ()))]
    return lines


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return indicators.measure(store, key, **answers)


def _validated(store: Any, keys: Sequence[Key]) -> Any:
    return indicators.validate(store, keys)


def _ask_part(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    ask(here, _("A part of the measurement"), _("Add"), PART,
        lambda answers: lambda store: indicators.add_part(store, keys[0], **answers), rows=PART_ROWS,
        creates={"place_id": creates("places")})  # fmt: skip


def _ask_correction(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    ask(here, _("Correct the measurement"), _("Correct"), CORRECTED,
        lambda answers: lambda store: indicators.correct(store, keys[0], **answers),
        rows=CORRECTED_ROWS)  # fmt: skip


PART_OF_RECORD = Part(
    "measurements", N_("Measurements, the last one first"), _read,
    N_("Nothing was measured yet. A measurement is a value of a day, with how many cases stand behind it, its "
       "source and its quality."),
    frozenset({"measurements", "indicators", "indicator_targets", "places"}),
    adds=(
        Adding(N_("New measurement"), N_("Add"), _add, MEASURED, rows=MEASURED_ROWS,
               values=lambda here: {"on": here.today, "quality": Quality.PRELIMINARY}),
    ),
    remove=indicators.delete_measurements, remove_text=N_("Delete the measurement"),
    letters=(
        Letter("P", N_("A part of it: by sex, age, district…"), run=_ask_part),
        Letter("C", N_("Correct it, with the reason…"), run=_ask_correction),
        Letter("V", N_("It is validated"), service=_validated),
    ),
    note=N_("Enter edits. P adds a part by sex, age or district, C corrects with the reason, V says it is "
            "validated."),
    edit=Editing(N_("Edit the measurement"), "measurements", MEASURED, indicators.save_measurement,
                 rows=MEASURED_ROWS),
)  # fmt: skip

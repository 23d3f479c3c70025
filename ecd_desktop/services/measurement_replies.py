"""What a department's answer does to an indicator: the value, day, n, source and remark of a row are one measurement.

It is taken whole or not at all: a value of no day, of a day to come or out of the indicator's range is told back as it
stands. Whether a value is in doubt (a day that was measured already, 0.68 where per cent are meant) a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from db.fields import Json, Key
from db.queries.indicators import measured_on
from db.records import Indicator, fields_of
from db.records.base import loaded
from db.records.indicators import Unit
from ecd_desktop import attainment
from ecd_desktop.language import _, format_date, speech
from ecd_desktop.parcels import Brought, Cell
from ecd_desktop.review import OURS, THEIRS, Kind
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Values
from ecd_desktop.services.questions import Question

if TYPE_CHECKING:
    from ecd_desktop.services.judging import Judge

ENTITY, NOUN = "indicators", "measurements"
NAME = f"+{NOUN}"
VALUE, ON = f"{NAME}.value", f"{NAME}.on"


def is_told(name: str) -> bool:
    """Whether a cell "entity.field" belongs to a measurement."""
    return name.startswith(f"{NOUN}.")


def asked(
    judge: Judge, file: Opened, one: Brought, now: Values, cells: Mapping[str, Cell]
) -> list[Question]:  # fmt: skip
    """The question about the measurement of a row, given its cells by "measurements.field"; none where settled."""
    place = (one.entity, one.key)
    told: Values = {f"+{name}": cell.value for name, cell in cells.items()}
    if not any(value is not None for value in told.values()) or (
        file.brought and {name: file.before(place, name) for name in told} == told
    ):
        file.same += len(told)
        file.settle(place, told)
        return []
    first = cells.get(f"{NOUN}.value") or next(iter(cells.values()))
    if why := _wrong(now, told, judge.today):
        said = " · ".join(str(cell.said or cell.value) for cell in cells.values() if cell.value is not None)
        return [judge.question(
            file, one, Kind.UNREADABLE, NAME, settles=told, cell=first.at, reason=why, said={THEIRS: said}, column=NAME,
        )]  # fmt: skip
    value, on = _value(told[VALUE]), date.fromisoformat(str(told[ON]))
    there = measured_on(judge.session, one.key, on)
    if value in there:
        file.same += len(told)
        file.settle(place, told)
        return []
    doubt = _doubt(now, value, on, there)
    question = judge.question(
        file, one, Kind.DECIDE if doubt else Kind.CLEAN, NAME, theirs=told, settles=told, cell=first.at,
        note=first.note or one.note, column=NAME, ways={OURS: "", THEIRS: ""}, reason=doubt,
        against=[str(known) for known in there],
    )  # fmt: skip
    question.answered(file.entry.decisions.get(question.id), "" if doubt else THEIRS)
    return [question]


def _value(told: Json) -> Decimal:
    return Decimal(str(told))


def _wrong(now: Values, told: Values, today: date) -> str:
    """Why what stands there is no measurement, as a sentence; "" where it is one."""
    if told.get(VALUE) is None:
        return _("What goes with a measurement stands there, and no value.")
    if told.get(ON) is None:
        return _("A value stands there, and not of which day it is.")
    if date.fromisoformat(str(told[ON])) > today:
        return _("It is of a day that is still to come.")
    indicator = Indicator(**{**loaded(Indicator, dict(now)), "id": Key(int=0)})
    return " ".join(one.text(speech()) for one in indicator.outside("value", _value(told[VALUE])))


def _doubt(now: Values, value: Decimal, on: date, there: list[Decimal]) -> str:
    unit = fields_of(Indicator)["unit"].load(now["unit"])
    if there:
        return _("That day ({day}) was measured already: {values}.").format(
            day=format_date(on), values=", ".join(attainment.said(known, unit) for known in there)
        )
    beginnings = [_value(now[name]) for name in ("baseline", "target") if now.get(name) is not None]
    if unit is Unit.PERCENTAGE and 0 < value < 1 and beginnings and min(beginnings) >= 1:
        return _("It may be {percent}, typed with the sign %.").format(percent=attainment.said(value * 100, unit))
    return ""

"""What is done with indicators: define, measure, correct, part by sex, age and district, lay out the path.

A measurement is whole or a part of a whole one. Its value lies in the range of its indicator, it is of no day to come,
and the cases of its parts are no more than its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import Indicator, IndicatorTarget, Measurement
from db.records.indicators import Quality, Sense
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_
from ecd_desktop.services import records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft of an indicator. Raises Invalid where its target lies on the worse side of its baseline."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        if isinstance(written.record, Indicator):
            _refuse_contrary(written.record)
        return written.outcome


def add(store: Store, *, name: str, project: Key | None = None, **values: Any) -> Key:
    """Define an indicator; ``values`` are further fields. Returns its key."""
    draft = records.new_draft(Indicator.__tablename__, name=name, project_id=project, **values)
    save(store, draft)
    return draft.key


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete indicators with their targets and measurements; Undo brings all of it back."""
    records.delete(store, Indicator.__tablename__, keys)


# --- measurements ---------------------------------------------------------------------------------------------------


def measure(store: Store, indicator: Key, *, on: date, value: Decimal, **values: Any) -> Key:
    """Write down what was found; ``values``: n, period, method, source, quality, remarks. Returns its key."""
    with _of(store, N_("New measurement of {code}"), indicator) as (work, of):
        return measure_in(work, of, on=on, value=value, **values)


def measure_in(work: Work, indicator: Indicator, *, on: date, value: Decimal, **values: Any) -> Key:
    """The same inside a change that is open already."""
    made = Measurement(indicator_id=indicator.id, on=on, value=value, **values)
    _refuse_unfit(work, made, indicator)
    return work.add(made).id


def add_part(store: Store, whole: Key, *, value: Decimal, **values: Any) -> Key:
    """Write down a part of a measurement; ``values``: sex, age_band, place_id, n, remarks. Returns its key."""
    with store.change(N_("New part of a measurement of {code}")) as work:
        (all_of_it,) = records.found(work, Measurement, [whole])
        (of,) = records.found(work, Indicator, [all_of_it.indicator_id])
        work.label_args["code"] = of.code
        made = Measurement(
            indicator_id=of.id, whole_id=whole, on=all_of_it.on, period=all_of_it.period, value=value, **values
        )
        _refuse_unfit(work, made, of)
        return work.add(made).id


def correct(store: Store, measurement: Key, *, value: Decimal, n: int | None = None, reason: str) -> None:
    """Put a measurement right and mark it as corrected; the history keeps what it said, its remarks the reason."""
    with store.change(N_("Correct a measurement of {code}")) as work:
        (found,) = records.found(work, Measurement, [measurement])
        (of,) = records.found(work, Indicator, [found.indicator_id])
        work.label_args["code"] = of.code
        if not reason.strip():
            raise Invalid((Problem("remarks", N_("Say why the measurement is corrected.")),))
        found.value, found.n = value, n if n is not None else found.n
        found.quality = Quality.CORRECTED
        found.remarks = "\n".join(part for part in (found.remarks, reason.strip()) if part)
        _refuse_unfit(work, found, of)


def validate(store: Store, keys: Sequence[Key]) -> None:
    """Say that measurements were checked and hold."""
    one = N_("Validate a measurement")
    with store.change(one if len(keys) == 1 else N_("Validate {n} measurements"), n=len(keys)) as work:
        for found in records.found(work, Measurement, keys):
            found.quality = Quality.VALIDATED


def save_measurement(store: Store, draft: Draft) -> Outcome:
    """Save a draft of a measurement. One that was validated is marked as corrected where its value changes; its parts
    are of its day."""
    with store.change(records.label_of(draft)) as work:
        written = records.write(work, draft)
        found = written.record
        if isinstance(found, Measurement):
            was = written.before
            if was and was["value"] != found.value and was["quality"] is found.quality is Quality.VALIDATED:
                found.quality = Quality.CORRECTED
            (of,) = records.found(work, Indicator, [found.indicator_id])
            _refuse_unfit(work, found, of)
            for part in _parts(work, found.id):
                part.on, part.period = found.on, found.period
        return written.outcome


def delete_measurements(store: Store, keys: Sequence[Key]) -> None:
    """Delete measurements; a whole one goes with its parts."""
    with store.reading() as session:
        there = lookups.records(session, Measurement, keys)
    wholes = [key for key in keys if key not in there or there[key].whole_id not in keys]
    records.delete(store, Measurement.__tablename__, wholes)


# --- the path to the target -----------------------------------------------------------------------------------------


def set_target(store: Store, indicator: Key, *, on: date, value: Decimal) -> Key:
    """Say what an indicator should be by a day; what was said of that day is replaced. Returns the step's key."""
    with _of(store, N_("Target of {code} for a period"), indicator) as (work, of):
        steps = lookups.pointing(work.session, IndicatorTarget, "indicator_id", [indicator])
        step = next((one for one in steps if one.on == on), None)
        if step is None:
            step = IndicatorTarget(indicator_id=indicator, on=on, value=value)
            _refuse_off(step, of)
            return work.add(step).id
        step.value = value
        _refuse_off(step, of)
        return step.id


def save_target(store: Store, draft: Draft) -> Outcome:
    """Save a draft of a step of the path. Raises Invalid where it does not lie between baseline and target."""
    with store.change(records.label_of(draft)) as work:
        written = records.write(work, draft)
        step = written.record
        if isinstance(step, IndicatorTarget):
            (of,) = records.found(work, Indicator, [step.indicator_id])
            _refuse_off(step, of)
            others = lookups.pointing(work.session, IndicatorTarget, "indicator_id", [of.id])
            if any(one.on == step.on for one in others if one.id != step.id):
                raise Invalid((Problem("on", N_("Another target is of that day.")),))
        return written.outcome


def delete_targets(store: Store, keys: Sequence[Key]) -> None:
    """Take steps out of the path."""
    records.delete(store, IndicatorTarget.__tablename__, keys)


# --- inside ---------------------------------------------------------------------------------------------------------


@contextmanager
def _of(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Indicator]]:
    with store.change(label) as work:
        (of,) = records.found(work, Indicator, [key])
        work.label_args["code"] = of.code
        yield work, of


def _parts(work: Work, whole: Key) -> list[Measurement]:
    return lookups.pointing(work.session, Measurement, "whole_id", [whole])


def _refuse_contrary(indicator: Indicator) -> None:
    """The sense is what the expected values show (CEPLAN): a target on the worse side would turn red into green."""
    if indicator.baseline is None or indicator.target is None:
        return
    change = indicator.target - indicator.baseline
    if (indicator.sense is Sense.INCREASING and change < 0) or (indicator.sense is Sense.DECREASING and change > 0):
        raise Invalid((Problem("target", N_("The target is worse than the baseline for this sense.")),))


def _refuse_off(step: IndicatorTarget, indicator: Indicator) -> None:
    first, last = indicator.baseline_on, indicator.target_on
    if (first is not None and step.on <= first) or (last is not None and step.on >= last):
        raise Invalid((Problem("on", N_("This day does not lie between the baseline and the target.")),))
    if wrong := list(indicator.outside("value", step.value)):
        raise Invalid(tuple(wrong))


def _refuse_unfit(work: Work, found: Measurement, indicator: Indicator) -> None:
    """Raise Invalid for a value out of range, a day to come, a part said twice, parts of too many cases."""
    wrong = list(indicator.outside("value", found.value))
    if found.on > today():
        wrong.append(Problem("on", N_("This day is still to come.")))
    if found.whole_id is None:
        for parts in _alike(_parts(work, found.id)).values():
            wrong += _too_many(parts, found.n)
    else:
        (whole,) = records.found(work, Measurement, [found.whole_id])
        others = [one for one in _parts(work, whole.id) if one.id != found.id]
        if any(_who(one) == _who(found) for one in others):
            wrong.append(Problem("sex", N_("This part is there already.")))
        wrong += _too_many([*_alike(others).get(_by(found), []), found], whole.n)
    if wrong:
        raise Invalid(tuple(wrong))


def _too_many(parts: Sequence[Measurement], n: int | None) -> list[Problem]:
    """``n`` of parts that are told apart in the same way may be less than that of the whole, never more."""
    counted = sum(one.n or 0 for one in parts)
    if n is None or counted <= n:
        return []
    return [Problem("n", N_("The parts have {parts} cases, the whole has {n}."), {"parts": counted, "n": n})]


def _alike(parts: Sequence[Measurement]) -> dict[tuple[bool, ...], list[Measurement]]:
    found: dict[tuple[bool, ...], list[Measurement]] = {}
    for one in parts:
        found.setdefault(_by(one), []).append(one)
    return found


def _who(part: Measurement) -> tuple[Any, ...]:
    return part.sex, part.age_band, part.place_id


def _by(part: Measurement) -> tuple[bool, ...]:
    """Which of sex, age and district tell a part from its like."""
    return tuple(value is not None for value in _who(part))

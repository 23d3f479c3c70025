"""Lists of indicators by how far they have come, and what reports, charts and the page of a project know of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, and_, cast, func, not_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import type_coerce

from db.fields import DAY, DECIMAL, N_, NUMBER, Key, stored
from db.kinds import PLACES
from db.queries.heirs import present_units
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.queries.target_path import (
    Standing,
    attainment_sql,
    latest_key,
    small_sql,
    standing_sql,
    unmeasured_sql,
    yes_or_no,
)
from db.queries.wording import person_name
from db.records import Indicator, IndicatorTarget, Measurement, Organisation, Person, Place, Project
from db.records.base import table_of
from db.records.choices import AgeBand, EcdResult, Sex
from db.records.indicators import Frequency, Quality, Sense, Unit
from db.records.projects import ProjectState

OVER = (ProjectState.CLOSED, ProjectState.CANCELLED)
"""States of a project in which nobody measures any more."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator as lists see it, by its latest whole measurement up to the cut-off."""

    key: Key
    code: str
    name: str
    project_key: Key | None
    project_code: str | None
    project: str | None
    unit: Unit
    unit_words: str | None
    sense: Sense
    result: EcdResult | None
    frequency: Frequency
    baseline: Decimal | None
    baseline_on: date | None
    baseline_n: int | None
    target: Decimal | None
    target_on: date | None
    latest: Decimal | None
    latest_on: date | None
    latest_n: int | None
    attainment: Decimal | None  # per cent of the planned change
    standing: Standing
    series: str | None  # see ``values_of``
    responsible_key: Key | None
    responsible: str | None
    person: str | None
    source: str | None
    remarks: str | None
    small: int  # 1 where fewer than 100 cases stand behind what is compared
    unmeasured: int  # 1 where nothing was measured in the period that is running; 0 without a clock
    measurements: int  # whole ones, up to the cut-off
    person_key: Key | None
    over: int  # 1 where its project is closed or cancelled: nobody measures it any more

    @property
    def off_path(self) -> bool:
        return self.standing.off_path


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("name", N_("Indicator name")),
    column("project", N_("Project")),
    column("project_code", N_("Code of the project")),
    column("baseline", N_("Baseline"), DECIMAL),
    column("baseline_on", N_("Baseline of"), DAY),
    column("target", N_("Target"), DECIMAL),
    column("target_on", N_("Target for"), DAY),
    column("latest", N_("Latest value"), DECIMAL),
    column("latest_on", N_("Measured on"), DAY),
    column("latest_n", N_("Cases (n)"), NUMBER, total="mean"),
    column("attainment", N_("Attainment (%)"), DECIMAL),
    column("standing", N_("Standing"), choices=Standing),
    column("series", N_("Course")),
    column("unit", N_("Unit of measure"), choices=Unit),
    column("sense", N_("Sense"), choices=Sense),
    column("result", N_("ECD result"), choices=EcdResult),
    column("frequency", N_("Frequency"), choices=Frequency),
    column("responsible", N_("Responsible unit")),
    column("person", N_("Responsible for the figure")),
    column("source", N_("Means of verification")),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    indicator, project, found = table_of(Indicator), table_of(Project), table_of(Measurement).alias("latest")
    named, unit, present, person = (
        aliased(table_of(Organisation)), aliased(table_of(Organisation)), present_units(), table_of(Person),
    )  # fmt: skip
    source = (
        indicator.outerjoin(project, project.c.id == indicator.c.project_id)
        .outerjoin(found, found.c.id == latest_key(indicator.c, ask.cutoff))
        .outerjoin(named, named.c.id == indicator.c.unit_id)
        .outerjoin(present, present.c.unit_id == indicator.c.unit_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(person, person.c.id == indicator.c.person_id)
    )
    whole = table_of(Measurement).alias("whole")
    mine = [whole.c.indicator_id == indicator.c.id, whole.c.whole_id.is_(None)]
    mine += [whole.c.on <= ask.cutoff] if ask.cutoff else []
    one = cast(whole.c.on, String) + ":" + cast(type_coerce(whole.c.value, BigInteger), String)
    today = ask.clock.today if ask.clock else ask.cutoff
    over = and_(project.c.id.is_not(None), project.c.state.in_(OVER))
    stale = unmeasured_sql(indicator.c.frequency, found.c.on, today) if today else indicator.c.id.is_(None)
    values: dict[str, ColumnElement[Any]] = columns_of(indicator)
    values |= {
        "project_key": indicator.c.project_id,
        "project_code": project.c.code,
        "project": project.c.name,
        "latest": found.c.value,
        "latest_on": found.c.on,
        "latest_n": found.c.n,
        "attainment": attainment_sql(indicator.c, found.c),
        "standing": type_coerce(standing_sql(indicator.c, found.c), stored(Standing)),
        "series": select(func.aggregate_strings(one, ",")).where(*mine).scalar_subquery(),
        "responsible_key": unit.c.id,
        "responsible": func.coalesce(unit.c.acronym, unit.c.name),
        "person": person_name(person),
        "person_key": indicator.c.person_id,
        "over": yes_or_no(over),
        "small": yes_or_no(small_sql(indicator.c, found.c)),
        "unmeasured": yes_or_no(and_(not_(over), stale)),
        "measurements": select(func.count(whole.c.id)).where(*mine).scalar_subquery(),
    }  # fmt: skip
    sorts: dict[str, ColumnElement[Any]] = {
        "code": by_code(indicator.c.code),
        "name": indicator.c.sort_key,
        "project": project.c.sort_key,
        "project_code": by_code(project.c.code),
        "responsible": unit.c.sort_key,
        "person": person.c.sort_key,
        "series": found.c.on,
    }
    searched = (indicator.c.folded, project.c.folded, named.c.folded, unit.c.folded, person.c.folded)
    return Frame(values, source, indicator.c.id, searched, sorts)


LISTING = Listing("indicators", IndicatorRow, COLUMNS, _frame, (Order("project_code"), Order("code")))


def values_of(series: str | None) -> list[tuple[date, Decimal]]:
    """The measurements behind ``IndicatorRow.series``, in the order of their days."""
    pairs = (one.split(":") for one in (series or "").split(",") if one)
    return sorted((date.fromisoformat(on), (int(value) * PLACES).quantize(PLACES)) for on, value in pairs)


# --- the whole of an indicator --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement; of a part (``whole_key``), also whom it is of."""

    key: Key
    indicator_key: Key
    whole_key: Key | None
    on: date
    period: str | None
    value: Decimal
    n: int | None
    sex: Sex | None
    age_band: AgeBand | None
    place: str | None
    method: str | None
    source: str | None
    quality: Quality
    remarks: str | None


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator with its path and what was measured up to the cut-off, for reports, charts and pages.

    ``steps``: targets of periods (day, value) by day. ``measured``: whole measurements by day, the latest last.
    ``parts``: those of the latest whole measurement.
    """

    key: Key
    project_key: Key | None
    code: str
    name: str
    definition: str | None
    formula: str | None
    unit: Unit
    unit_words: str | None
    sense: Sense
    result: EcdResult | None
    baseline: Decimal | None
    baseline_on: date | None
    baseline_n: int | None
    baseline_source: str | None
    target: Decimal | None
    target_on: date | None
    frequency: Frequency
    source: str | None
    responsible: str | None
    person: str | None
    remarks: str | None
    steps: tuple[tuple[date, Decimal], ...] = ()
    measured: tuple[Measured, ...] = ()
    parts: tuple[Measured, ...] = ()

    @property
    def latest(self) -> Measured | None:
        return self.measured[-1] if self.measured else None


def of_projects(session: Session, keys: Sequence[Key] | None, cutoff: date | None = None) -> list[IndicatorFacts]:
    """The indicators of projects (None: every indicator there is), by project and code; three statements whatever
    their number. With a cut-off only what was measured up to it is told."""
    return _facts(session, None if keys is None else table_of(Indicator).c.project_id.in_(list(keys)), cutoff)


def of_indicators(session: Session, keys: Sequence[Key], cutoff: date | None = None) -> list[IndicatorFacts]:
    """These indicators; see ``of_projects``."""
    return _facts(session, table_of(Indicator).c.id.in_(list(keys)), cutoff)


def _facts(session: Session, condition: ColumnElement[bool] | None, cutoff: date | None) -> list[IndicatorFacts]:
    indicator, project, unit, person = table_of(Indicator), table_of(Project), table_of(Organisation), table_of(Person)
    own = [indicator.c[name] for name in _OWN]
    heads = (
        select(
            indicator.c.id, *own, func.coalesce(unit.c.acronym, unit.c.name), person_name(person), indicator.c.remarks
        )
        .select_from(
            indicator.outerjoin(project, project.c.id == indicator.c.project_id)
            .outerjoin(unit, unit.c.id == indicator.c.unit_id)
            .outerjoin(person, person.c.id == indicator.c.person_id)
        )
        .order_by(by_code(project.c.code), by_code(indicator.c.code))
    )  # fmt: skip
    heads = heads if condition is None else heads.where(condition)
    steps: dict[Key, list[tuple[date, Decimal]]] = {}
    for key, on, value in session.execute(_steps(condition)):
        steps.setdefault(key, []).append((on, value))
    wholes: dict[Key, list[Measured]] = {}
    parts: dict[Key, list[Measured]] = {}
    for row in session.execute(_measured(condition, cutoff)):
        one = Measured(*row)
        if one.whole_key is None:
            wholes.setdefault(one.indicator_key, []).append(one)
        else:
            parts.setdefault(one.whole_key, []).append(one)
    told = []
    for row in session.execute(heads):
        there = tuple(wholes.get(row[0], ()))
        own_parts = tuple(parts.get(there[-1].key, ())) if there else ()
        told.append(replace(IndicatorFacts(*row), steps=tuple(steps.get(row[0], ())), measured=there, parts=own_parts))
    return told


def parts_of(session: Session, wholes: Sequence[Key]) -> dict[Key, list[Measured]]:
    """The parts of measurements, by the whole they are of."""
    found: dict[Key, list[Measured]] = {}
    for row in session.execute(_measured(table_of(Measurement).c.whole_id.in_(list(wholes)), None)):
        one = Measured(*row)
        if one.whole_key is not None:
            found.setdefault(one.whole_key, []).append(one)
    return found


def measured_on(session: Session, indicator: Key, day: date) -> list[Decimal]:
    """The whole values that are known of an indicator on a day."""
    found = table_of(Measurement)
    query = select(found.c.value).where(
        found.c.indicator_id == indicator, found.c.on == day, found.c.whole_id.is_(None)
    )
    return list(session.scalars(query.order_by(found.c.id)))


_OWN = (
    "project_id", "code", "name", "definition", "formula", "unit", "unit_words", "sense", "result", "baseline",
    "baseline_on", "baseline_n", "baseline_source", "target", "target_on", "frequency", "source",
)  # fmt: skip


def _steps(condition: ColumnElement[bool] | None) -> Select[Any]:
    step, indicator = table_of(IndicatorTarget), table_of(Indicator)
    query = select(step.c.indicator_id, step.c.on, step.c.value).join(indicator, indicator.c.id == step.c.indicator_id)
    return (query if condition is None else query.where(condition)).order_by(step.c.on, step.c.id)


def _measured(condition: ColumnElement[bool] | None, cutoff: date | None) -> Select[Any]:
    found, indicator, place = table_of(Measurement), table_of(Indicator), table_of(Place)
    query = select(
        found.c.id, found.c.indicator_id, found.c.whole_id, found.c.on, found.c.period, found.c.value, found.c.n,
        found.c.sex, found.c.age_band, place.c.name, found.c.method, found.c.source, found.c.quality, found.c.remarks,
    ).select_from(
        found.join(indicator, indicator.c.id == found.c.indicator_id).outerjoin(place, place.c.id == found.c.place_id)
    )  # fmt: skip
    query = query if condition is None else query.where(condition)
    query = query if cutoff is None else query.where(found.c.on <= cutoff)
    return query.order_by(found.c.on, found.c.id)

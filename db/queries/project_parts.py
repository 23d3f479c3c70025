"""What is part of a project in records of its own: results and components, places, whom it is for, stages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.records import Place, Population, Project, ProjectPlace, ProjectTheme, Stage, StageMove
from db.records.base import table_of
from db.records.choices import AgeBand, CareComponent, EcdResult, Sex
from db.records.places import PlaceKind, Zone
from db.records.projects import ProjectState


@dataclass(frozen=True, slots=True)
class Theme:
    """One ECD result or one component of nurturing care that a project serves; exactly one of the two is there."""

    key: Key
    result: EcdResult | None
    component: CareComponent | None

    @property
    def of(self) -> EcdResult | CareComponent:
        """The result or the component; its ``label`` says it in words."""
        found = self.result or self.component
        assert found is not None  # a rule of the record
        return found


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """How many of an age band a project is for; ``sex`` None is both."""

    key: Key
    band: AgeBand
    sex: Sex | None
    count: int
    source: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of a project, with the district it is in (a district is in itself) and the zone of that."""

    key: Key
    name: str
    kind: PlaceKind
    district: str | None
    zone: Zone | None
    main: bool


@dataclass(frozen=True, slots=True)
class StageMoveRow:
    """A project came from one stage into another; ``missing``: what its gates asked for in vain, in words."""

    key: Key
    on: date
    before: str | None
    before_position: int | None
    after: str
    after_position: int
    reason: str | None
    missing: str | None
    by: str | None

    @property
    def back(self) -> bool:
        return self.before_position is not None and self.after_position < self.before_position


def serves(project: ColumnElement[Any]) -> dict[str, ColumnElement[bool]]:
    """Whether a project serves each result («serves_NS») and each component («serves_health»), to filter by."""
    return {f"serves_{one.value}": exists().where(*_serves(project, one)) for one in (*EcdResult, *CareComponent)}


def served(session: Session) -> dict[EcdResult | CareComponent, int]:
    """How many active projects serve each of the seven results and the five components; 0 is a gap."""
    table, project = table_of(ProjectTheme), table_of(Project)
    query = (
        select(table.c.result, table.c.component, func.count(func.distinct(project.c.id)))
        .join(project, project.c.id == table.c.project_id)
        .where(project.c.state == ProjectState.ACTIVE)
        .group_by(table.c.result, table.c.component)
    )
    counted = {row[0] or row[1]: row[2] for row in session.execute(query)}
    return {one: counted.get(one, 0) for one in (*EcdResult, *CareComponent)}


def _serves(project: ColumnElement[Any], one: EcdResult | CareComponent) -> tuple[ColumnElement[bool], ...]:
    theme = table_of(ProjectTheme).alias()
    column = theme.c.result if isinstance(one, EcdResult) else theme.c.component
    return (theme.c.project_id == project, column == one)


def themes(session: Session, key: Key) -> list[Theme]:
    """Results in their order, then components in theirs."""
    table = table_of(ProjectTheme)
    query = select(table.c.id, table.c.result, table.c.component).where(table.c.project_id == key)
    order: list[EcdResult | CareComponent] = [*EcdResult, *CareComponent]
    return sorted((Theme(*row) for row in session.execute(query)), key=lambda one: (order.index(one.of), one.key))


def populations(session: Session, key: Key) -> list[PopulationRow]:
    """By age band, both sexes before girls and boys apart."""
    table = table_of(Population)
    query = select(
        table.c.id, table.c.band, table.c.sex, table.c.count, table.c.source, table.c.year
    ).where(table.c.project_id == key)  # fmt: skip
    bands, sexes = list(AgeBand), [None, *Sex]
    found = [PopulationRow(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: (bands.index(one.band), sexes.index(one.sex), one.year or 0, one.key))


def places(session: Session, key: Key) -> list[PlaceRow]:
    """The main place first, then the further ones by name; a place that is said twice stands once."""
    project, further, place = table_of(Project), table_of(ProjectPlace), table_of(Place)
    district = aliased(place)
    main = select(project.c.place_id).where(project.c.id == key).scalar_subquery()
    rest = select(further.c.place_id).where(further.c.project_id == key)
    query = (
        select(
            place.c.id, place.c.name, place.c.kind,
            case((place.c.kind == PlaceKind.DISTRICT, place.c.name), else_=district.c.name),
            func.coalesce(place.c.zone, district.c.zone), func.coalesce(place.c.id == main, False),
        )
        .select_from(place.outerjoin(district, district.c.id == place.c.district_id))
        .where((place.c.id == main) | place.c.id.in_(rest))
        .order_by(place.c.sort_key, place.c.id)
    )  # fmt: skip
    found = [PlaceRow(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in session.execute(query)]
    return sorted(found, key=lambda one: not one.main)


def stage_history(session: Session, key: Key, cutoff: date | None = None) -> list[StageMoveRow]:
    """Every change of stage in order of date; ``cutoff`` leaves out what is dated after it."""
    move, before, after = table_of(StageMove), aliased(table_of(Stage)), aliased(table_of(Stage))
    query = (
        select(
            move.c.id, move.c.on, before.c.name, before.c.position, after.c.name, after.c.position, move.c.reason,
            move.c.missing, move.c.by,
        )
        .select_from(
            move.outerjoin(before, before.c.id == move.c.before_id).join(after, after.c.id == move.c.after_id)
        )
        .where(move.c.project_id == key)
        .order_by(move.c.on, move.c.id)
    )  # fmt: skip
    if cutoff is not None:
        query = query.where(move.c.on <= cutoff)
    return [StageMoveRow(*row) for row in session.execute(query)]

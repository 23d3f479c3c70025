"""Lists of districts and settlements, and the days nobody works."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.fields import N_, NUMBER, Key
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.records import Holiday, Place
from db.records.base import table_of
from db.records.places import PlaceKind, Zone


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One district or settlement as lists see it."""

    key: Key
    name: str
    kind: PlaceKind
    district: str | None
    zone: Zone | None
    ubigeo_inei: str | None
    ubigeo_reniec: str | None
    sector: str | None
    dwellings: int | None
    children_under_five: int | None
    figures_source: str | None
    remarks: str | None


COLUMNS: tuple[Column, ...] = (
    column("name", N_("Name")),
    column("kind", N_("Kind"), choices=PlaceKind),
    column("district", N_("District")),
    column("zone", N_("Zone"), choices=Zone),
    column("ubigeo_inei", N_("Ubigeo (INEI)")),
    column("ubigeo_reniec", N_("Ubigeo (RENIEC)")),
    column("sector", N_("Sector or block")),
    column("dwellings", N_("Dwellings"), NUMBER),
    column("children_under_five", N_("Children under 5"), NUMBER),
    column("figures_source", N_("Source and year of the figures")),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    place = table_of(Place)
    district = aliased(place)
    source = place.outerjoin(district, district.c.id == place.c.district_id)
    values = columns_of(place)
    values["district"] = district.c.name
    sorts = {"name": place.c.sort_key, "district": district.c.sort_key}
    return Frame(values, source, place.c.id, (place.c.folded, district.c.folded), sorts)


LISTING = Listing("places", PlaceRow, COLUMNS, _frame, (Order("kind"), Order("name")))


def holidays(session: Session) -> frozenset[date]:
    """Every day declared non-working."""
    return frozenset(session.scalars(select(Holiday.on)))


def named_holidays(session: Session, first: date, last: date) -> dict[date, str]:
    """The days declared non-working from ``first`` to ``last``, with what they are called."""
    query = select(Holiday.on, Holiday.name).where(Holiday.on >= first, Holiday.on <= last)
    return {row[0]: row[1] for row in session.execute(query)}

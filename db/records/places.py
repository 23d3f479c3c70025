"""Places: the 43 districts of Lima with both code systems, settlements, and the days nobody works."""

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, memo, number, text
from db.records.base import Record


class PlaceKind(Choice):
    DISTRICT = "district", N_("District")
    SETTLEMENT = "settlement", N_("Informal settlement")
    NEIGHBOURHOOD = "neighbourhood", N_("Neighbourhood")
    HOUSING_ASSOCIATION = "housing_association", N_("Housing association")
    URBANISATION = "urbanisation", N_("Urbanisation")
    YOUNG_TOWN = "young_town", N_("Young town (pueblo joven)")
    COOPERATIVE = "cooperative", N_("Cooperative")
    FAMILY_GROUP = "family_group", N_("Family group")
    OTHER = "other", N_("Other")


class Zone(Choice):
    NORTH = "north", N_("North Lima")
    CENTRE = "centre", N_("Central Lima")
    EAST = "east", N_("East Lima")
    SOUTH = "south", N_("South Lima")


class Place(Record):
    """A district (reference data) or a settlement in one. Zones are no official partition, so they can be edited."""

    __tablename__ = "places"
    noun = N_("Place")

    name: Mapped[str] = text(N_("Name"), required=True)
    kind: Mapped[PlaceKind] = choice(N_("Kind"), PlaceKind, required=True, default=PlaceKind.SETTLEMENT)
    district_id: Mapped[Key | None] = link(N_("District"), "places")
    ubigeo_inei: Mapped[str | None] = text(N_("Ubigeo (INEI)"), max=6)
    ubigeo_reniec: Mapped[str | None] = text(N_("Ubigeo (RENIEC)"), max=6)
    zone: Mapped[Zone | None] = choice(N_("Zone"), Zone)
    sector: Mapped[str | None] = text(N_("Sector or block"))
    dwellings: Mapped[int | None] = number(N_("Dwellings"), max=1_000_000)
    children_under_five: Mapped[int | None] = number(N_("Children under 5"), max=1_000_000)
    figures_source: Mapped[str | None] = text(N_("Source and year of the figures"))
    aliases: Mapped[str | None] = text(N_("Also known as"), max=400)
    remarks: Mapped[str | None] = memo(N_("Remarks"))

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        codes = f"{self.ubigeo_inei or ''} {self.ubigeo_reniec or ''}"
        return f"{self.name} {self.aliases or ''} {self.sector or ''} {codes}"


class HolidayKind(Choice):
    NATIONAL = "national", N_("National holiday")
    DECREED = "decreed", N_("Non-working day by decree")


class Holiday(Record):
    """A day that is no working day; days decreed each year are added by hand."""

    __tablename__ = "holidays"
    noun = N_("Holiday")

    on: Mapped[date] = day(N_("Date"), required=True)
    name: Mapped[str] = text(N_("Name"), required=True)
    kind: Mapped[HolidayKind] = choice(N_("Kind"), HolidayKind, required=True, default=HolidayKind.NATIONAL)

    def named(self) -> str:
        return self.name

"""Organisations: municipal units, ministries, NGOs, neighbourhood bodies; renamed units point to their successors."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number, text
from db.records.base import Record


class OrganisationKind(Choice):
    DEPARTMENT = "department", N_("Department")
    SUBDEPARTMENT = "subdepartment", N_("Sub-department")
    OFFICE = "office", N_("Office")
    DECENTRALISED = "decentralised", N_("Decentralised body")
    COMPANY = "company", N_("Municipal company")
    DISTRICT = "district", N_("District municipality")
    MINISTRY = "ministry", N_("Ministry")
    PROGRAMME = "programme", N_("National programme")
    STATE = "state", N_("Other state body")
    UTILITY = "utility", N_("Public utility")
    NGO = "ngo", N_("NGO")
    DONOR = "donor", N_("Donor")
    BUSINESS = "business", N_("Private company")
    UNIVERSITY = "university", N_("University")
    GRASSROOTS = "grassroots", N_("Grassroots organisation")
    COMMUNITY_POT = "community_pot", N_("Community pot")
    SOUP_KITCHEN = "soup_kitchen", N_("Soup kitchen")
    SCHOOL = "school", N_("School or preschool")
    HEALTH = "health", N_("Health facility")
    OTHER = "other", N_("Other")


class OrganisationLevel(Choice):
    NATIONAL = "national", N_("National")
    METROPOLITAN = "metropolitan", N_("Metropolitan")
    DISTRICT = "district", N_("District")
    NEIGHBOURHOOD = "neighbourhood", N_("Neighbourhood")
    INTERNATIONAL = "international", N_("International")


class Organisation(Record):
    """A body that promises, convenes or is convened; a municipal unit is one too."""

    __tablename__ = "organisations"
    noun = N_("Organisation")

    name: Mapped[str] = text(N_("Name"), required=True)
    acronym: Mapped[str | None] = text(N_("Acronym"), max=24)
    kind: Mapped[OrganisationKind] = choice(N_("Kind"), OrganisationKind, required=True, default=OrganisationKind.OTHER)
    level: Mapped[OrganisationLevel | None] = choice(N_("Level"), OrganisationLevel)
    parent_id: Mapped[Key | None] = link(N_("Part of"), "organisations")
    tax_number: Mapped[str | None] = text(N_("RUC"), max=11)
    place_id: Mapped[Key | None] = link(N_("Place"), "places")
    phone: Mapped[str | None] = text(N_("Telephone"), max=60)
    email: Mapped[str | None] = text(N_("E-mail"), max=120)
    valid_from: Mapped[date | None] = day(N_("Valid from"), group="validity")
    valid_to: Mapped[date | None] = day(N_("Valid until"), group="validity")
    successor_id: Mapped[Key | None] = link(N_("Continued by"), "organisations")
    aliases: Mapped[str | None] = text(N_("Also known as"), max=400)
    contact_every: Mapped[int | None] = number(N_("Speak every (days)"), max=730)
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        return f"{self.name} {self.acronym or ''} {self.aliases or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield Problem("valid_to", N_("The end comes before the beginning."))
        if self.id is not None and self.id in (self.successor_id, self.parent_id):
            field = "successor_id" if self.id == self.successor_id else "parent_id"
            yield Problem(field, N_("An organisation cannot point to itself."))

"""Which columns the list of organisations shows, and which chips narrow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records.organisations import OrganisationKind as Kind
from ecd_desktop.language import _, format_date
from ui.contacts_tab import contact_column
from ui.widgets.cells import Cell, Look, Shown, code, text, two_lines
from ui.widgets.list_page import Quick

if TYPE_CHECKING:
    from ui.here import Here

UNITS = (Kind.DEPARTMENT, Kind.SUBDEPARTMENT, Kind.OFFICE, Kind.DECENTRALISED, Kind.COMPANY)
STATE = (Kind.MINISTRY, Kind.PROGRAMME, Kind.STATE, Kind.DISTRICT, Kind.UTILITY)
NEIGHBOURS = (Kind.GRASSROOTS, Kind.COMMUNITY_POT, Kind.SOUP_KITCHEN)
ALLIES = (Kind.NGO, Kind.DONOR, Kind.BUSINESS, Kind.UNIVERSITY)


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=320, stretch=True),
        Shown("acronym", 110, Look.TEXT),
        Shown("people", 90, Look.NUMBER, lambda row: Cell(str(row.people or "")), yields=3),
        Shown("live_items", 150, Look.NUMBER, lambda row: Cell(str(row.live_items or ""))),
        contact_column(yields=1),
        Shown("phone", 200, Look.DUE, reached, label=N_("How to reach it"), yields=4),
        Shown("valid_to", 190, Look.DUE, validity, label=N_("Validity"), hidden=True),
        text("kind", width=150, hidden=True),
        text("level", width=120, hidden=True),
        text("parent", width=140, hidden=True),
        text("email", width=180, hidden=True),
        code("valid_from", hidden=True),
        text("successor", width=140, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def small_print(row: Any) -> str:
    part_of = _("part of {unit}").format(unit=row.parent) if row.parent else ""
    level = _(row.level.label) if row.level is not None else ""
    return " · ".join(part for part in (validity(row).words, _(row.kind.label), part_of, level) if part)


def reached(row: Any) -> Cell:
    return Cell(row.phone or row.email or "", row.email if row.phone and row.email else "")


def validity(row: Any) -> Cell:
    """Nothing while it is valid; else until when, and who carries on."""
    if row.valid_to is None and not row.successor:
        return Cell()
    until = _("until {day}").format(day=format_date(row.valid_to)) if row.valid_to is not None else ""
    now = _("now {unit}").format(unit=row.successor) if row.successor else ""
    return Cell(now or until, until if now else "")


def chips() -> tuple[Quick, ...]:
    return (
        Quick("owing", N_("With live commitments"), lambda _h: (Where("live_items", "at least", 1),), icon="checkbox"),
        Quick("units", N_("Municipal units"), lambda _h: (Where("kind", "in", UNITS),), icon="building-community"),
        Quick("state", N_("State"), lambda _h: (Where("kind", "in", STATE),), icon="building"),
        Quick("neighbours", N_("Neighbours"), lambda _h: (Where("kind", "in", NEIGHBOURS),), icon="friends"),
        Quick("allies", N_("Allies"), lambda _h: (Where("kind", "in", ALLIES),), icon="users"),
        Quick("past", N_("Not valid any more"), _past, icon="history"),
    )


EITHER = (("units", "state", "neighbours", "allies"),)


def _past(here: Here) -> tuple[Where, ...]:
    return (Where("valid_to", "at most", here.today),)

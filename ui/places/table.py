"""Which columns the list of places shows, and which chips narrow it."""

from __future__ import annotations

from typing import Any

from db.fields import N_
from db.queries.listing import Where
from db.records.places import PlaceKind, Zone
from ecd_desktop.language import _
from ui.widgets.cells import Shown, code, number, text, two_lines
from ui.widgets.list_page import Quick


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=280, stretch=True),
        text("zone", width=130),
        code("ubigeo_inei", width=130, yields=1),
        code("ubigeo_reniec", width=150, yields=2),
        number("dwellings", width=110, yields=4),
        number("children_under_five", width=150, yields=3),
        text("kind", width=150, hidden=True),
        text("district", width=150, hidden=True),
        text("sector", width=130, hidden=True),
        text("figures_source", width=180, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def small_print(row: Any) -> str:
    return " · ".join(part for part in (_(row.kind.label), row.district or "", row.sector or "") if part)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("districts", N_("Districts"), lambda _h: (Where("kind", "is", PlaceKind.DISTRICT),), icon="map-2"),
        Quick("settlements", N_("Settlements"), _settlements, icon="map-pin"),
        *(Quick(zone.value, zone.label, lambda _h, zone=zone: (Where("zone", "is", zone),)) for zone in Zone),
    )


EITHER = (("districts", "settlements"), tuple(zone.value for zone in Zone))


def _settlements(_here: Any) -> tuple[Where, ...]:
    return (Where("kind", "is not", PlaceKind.DISTRICT),)

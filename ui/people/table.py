"""Which columns the list of people shows, and which chips narrow it."""

from __future__ import annotations

from typing import Any

from db.fields import N_
from db.queries.listing import Where
from ui.contacts_tab import contact_column
from ui.widgets.cells import Cell, Look, Shown, text
from ui.widgets.list_page import Quick


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        Shown("name", 280, Look.WHO, lambda row: Cell(row.name or "", row.role or "", "strong"), stretch=True),
        text("organisation", width=210),
        contact_column(yields=2),
        text("phone", width=140, yields=3),
        text("email", width=220, yields=4),
        Shown("live_items", 150, Look.NUMBER, lambda row: Cell(str(row.live_items or "")), yields=1),
        text("role", width=200, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def contact(row: Any) -> str:
    return " · ".join(part for part in (row.role or "", row.organisation or "") if part)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("owing", N_("With live commitments"), lambda _h: (Where("live_items", "at least", 1),), icon="checkbox"),
        Quick("postless", N_("Without a post"), lambda _h: (Where("organisation_key", "is", None),), icon="help"),
        Quick("unreachable", N_("Without telephone or e-mail"), _unreachable, icon="phone"),
    )


def _unreachable(_here: Any) -> tuple[Where, ...]:
    return Where("phone", "is", None), Where("email", "is", None)

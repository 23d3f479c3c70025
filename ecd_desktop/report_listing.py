"""The list that `report minutes --list` prints: which meetings there are, and how far their minutes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.queries import issued
from db.queries import meetings as queries
from db.queries.listing import Ask
from ecd_desktop.language import _, format_date

if TYPE_CHECKING:
    from db.store import Store


def meetings(store: Store) -> list[str]:
    """One line for each meeting, the last one first: code, day, its minutes' numbers and version, subject, state."""
    with store.reading() as session:
        rows = queries.LISTING.all(session, Ask())
        last = issued.last_of(session, [row.key for row in rows])
    lines = []
    for row in rows:
        day = format_date(row.held_on) if row.held_on else "—"
        edition, number, paper = last.get(row.key, (0, "", None))
        version = _("version {n}").format(n=edition) if paper is not None else _("not issued")
        told = (row.code, day, row.number, number if number != row.number else "", version, row.subject,
                _(row.state.label), _(paper.label) if paper is not None else "")  # fmt: skip
        lines.append(" · ".join(filter(None, told)))
    return lines

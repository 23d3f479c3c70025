"""From a database to the papers of stakeholders: the map for the team, and the list that anybody may read."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries import stakeholders
from db.queries.listing import Ask, Order
from db.queries.relations import Bond, bonds
from db.queries.stakeholders import PublicStakeholder, StakeholderRow
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language

if TYPE_CHECKING:
    from db.queries import Session
    from ecd_desktop.issuing import Material, Wanted
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.settings import Settings


@dataclass(frozen=True, slots=True)
class Told:
    """What the map tells (``rows``, ``ties``), or what the public list does (``names``): never both."""

    rows: tuple[StakeholderRow, ...] = ()
    ties: tuple[Bond, ...] = ()
    names: tuple[PublicStakeholder, ...] = ()


def collect(
    session: "Session", wanted: "Wanted", fictitious: bool, calendar: Calendar, latest: date
) -> "Material":  # fmt: skip
    """Read the stakeholders; for the public list no judgement is read at all. Raises Expected where there is none."""
    from ecd_desktop.issuing import Material

    cutoff = wanted.cutoff or latest
    past = cutoff if cutoff < latest else None
    told = _public(session, past) if wanted.public else _internal(session, cutoff, past, calendar)
    if not (told.rows or told.names):
        raise Expected(
            _("No stakeholder is known up to that date, so there is nothing to print."),
            _("Write down who has a stake in which project first."),
        )
    return Material(wanted, cutoff, wanted.known, calendar, (), fictitious=fictitious, told=told)


def _public(session: "Session", past: date | None) -> Told:
    return Told(names=tuple(stakeholders.public_of(session, None, past)))


def _internal(session: "Session", cutoff: date, past: date | None, calendar: Calendar) -> Told:
    ask = Ask(order=(Order("project"), Order("power", descending=True), Order("name")), clock=clock(cutoff, calendar),
              cutoff=past)  # fmt: skip
    rows = [row for row in stakeholders.LISTING.all(session, ask) if row.until is None or row.until >= cutoff]
    actors = [("people", row.person_key) if row.person_key else ("organisations", row.organisation_key) for row in rows]
    known = [(entity, key) for entity, key in actors if key is not None]
    return Told(tuple(rows), tuple(bonds(session, known, past)))


def write(
    path: Path, material: "Material", settings: "Settings", head: "Head", language: str | None,
    watch: "Watch | None",
) -> "Written":  # fmt: skip
    """Make the PDF; ``issuing.write`` has more about the arguments."""
    from ecd_desktop.reports import stakeholder_map

    told: Told = material.told
    with in_language(language):
        kept = _("Public version") if material.wanted.public else _("Internal – confidential")
    head = replace(head, confidentiality=kept)
    if material.wanted.public:
        return stakeholder_map.write_public(
            path, told.names, head=head, cutoff=material.cutoff, known=material.known, language=language, watch=watch
        )
    return stakeholder_map.write(
        path, told.rows, told.ties, head=head, cutoff=material.cutoff, known=material.known, language=language,
        watch=watch,
    )  # fmt: skip

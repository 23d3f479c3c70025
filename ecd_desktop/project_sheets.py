"""From a database to a project's sheet (ficha de proyecto): what is read of it, and its photographs."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db import contents
from db.queries import project_sheet, records
from db.queries.listing import Ask
from db.queries.project_sheet import ProjectSheet
from db.queries.traffic_light import Light
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language
from ecd_desktop.photographs import printed
from ecd_desktop.services import projects

if TYPE_CHECKING:
    from db.queries import Session
    from ecd_desktop.issuing import Material, Wanted
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.settings import Settings

@dataclass(frozen=True, slots=True)
class Told:
    """A sheet, how the project goes, and the bytes of its photographs by digest."""

    sheet: ProjectSheet
    health: projects.Health
    pictures: dict[str, bytes]


def collect(
    session: "Session", wanted: "Wanted", fictitious: bool, calendar: Calendar, latest: date
) -> "Material":  # fmt: skip
    """Read the sheet of the project ``wanted.code``. Raises Expected where it is not there."""
    from ecd_desktop.issuing import Material

    cutoff = wanted.cutoff or latest
    ask = Ask(clock=clock(cutoff, calendar), outside=True, cutoff=cutoff if cutoff < latest else None)
    entity, key = records.by_code(session, wanted.code.strip()) or ("", None)
    sheet = project_sheet.project_sheet(session, key, ask) if key is not None and entity == "projects" else None
    if sheet is None or key is None:
        raise Expected(
            _("There is no project {code} up to that date.").format(code=wanted.code),
            _("Check the code in the list of projects."),
        )
    # from what the sheet itself tells, so that both stand on the same day
    red = sum(one.light is Light.RED for one in sheet.items)
    health = projects.health_on(sheet.row, sheet.milestones, red=red, day=cutoff)
    told = Told(sheet, health, {} if wanted.known else pictures_of(session, sheet))
    return Material(wanted, cutoff, wanted.known, calendar, sheet.items, (sheet.row,), fictitious=fictitious, told=told)


def with_pictures(session: "Session", material: "Material") -> "Material":
    """The sheet of a day that is known from the journal, with the bytes that are kept by now.

    A copy of the past knows which photographs there were, and holds none. ``session``: the database as it is now.
    """
    return replace(material, told=replace(material.told, pictures=pictures_of(session, material.told.sheet)))


def pictures_of(session: "Session", sheet: ProjectSheet) -> dict[str, bytes]:
    """The photographs that may leave today, whatever was consented to before: bytes by digest."""
    may = project_sheet.may_leave(session, (one.content for one in sheet.photos))
    kept = {digest: contents.get(session, digest) for digest in may}
    return {digest: data for digest, data in kept.items() if data is not None}


def write(
    path: Path, material: "Material", settings: "Settings", head: "Head", language: str | None,
    watch: "Watch | None",
) -> "Written":  # fmt: skip
    """Make the PDF; ``issuing.write`` has more about the arguments."""
    from ecd_desktop.reports import project_sheet as sheet_report

    told: Told = material.told
    with in_language(language):
        health = _(told.health.label)
        named = _("Contains personal data – Law 29733") if any(one.person for one in material.items) else ""
    head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, named))))
    asked = sheet_report.Asked(material.cutoff, material.known, material.calendar, health)
    pictures = {digest: small for digest, data in told.pictures.items() if (small := printed(data)) is not None}
    return sheet_report.write(
        path, told.sheet, head=head, asked=asked, pictures=pictures, language=language, watch=watch
    )

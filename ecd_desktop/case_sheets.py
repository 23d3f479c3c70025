"""From a database to a case's sheet: what is read of it, and its log in the words of the document."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.fields import Key
from db.queries import action_items, cases, log
from db.queries.listing import Ask, Where
from db.queries.log import LogKind, LogLine
from db.queries.traffic_light import Light
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_date, format_percent, in_language

if TYPE_CHECKING:
    from db.queries import Session
    from ecd_desktop.issuing import Material, Wanted
    from ecd_desktop.reports.cases import Happening
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.settings import Settings


def collect(
    session: "Session", wanted: "Wanted", fictitious: bool, calendar: Calendar, latest: date
) -> "Material":  # fmt: skip
    """Read what the sheet of the case ``wanted.code`` needs. Raises Expected where it is not there."""
    from ecd_desktop.issuing import Material

    cutoff = wanted.cutoff or latest
    ask = Ask(clock=clock(cutoff, calendar), outside=True, cutoff=cutoff if cutoff < latest else None)
    code = wanted.code.strip().upper()
    found = [row for row in cases.LISTING.all(session, replace(ask, text=code)) if row.code.upper() == code]
    if not found:
        raise Expected(
            _("There is no case {code} up to that date.").format(code=wanted.code),
            _("Check the code in the list of cases."),
        )
    of_case = replace(ask, where=(Where("case_key", "is", found[0].key),))
    return Material(
        wanted, cutoff, wanted.known, calendar, tuple(action_items.LISTING.all(session, of_case)),
        cases=(found[0],), log=tuple(log.bitacora(session, found[0].key, outside=True, cutoff=cutoff)),
        parties=tuple(cases.parties(session, found[0].key)), fictitious=fictitious,
    )  # fmt: skip


def write(
    path: Path, material: "Material", settings: "Settings", head: "Head", language: str | None,
    watch: "Watch | None",
) -> "Written":  # fmt: skip
    """Make the PDF; ``issuing.write`` has more about the arguments."""
    from ecd_desktop.reports import cases as case_sheet

    with in_language(language):
        lights = {item.key: item.light for item in material.items}
        happenings = [_happening(line, lights) for line in material.log]
        parties = [case_sheet.Party(name, role) for name, role in material.parties]
    return case_sheet.write(
        path, material.cases[0], happenings, head=head, cutoff=material.cutoff, known=material.known,
        parties=parties, action_items=material.items, language=language, watch=watch,
    )  # fmt: skip


def _happening(line: LogLine, lights: Mapping[Key, Light]) -> "Happening":
    from ecd_desktop.reports.cases import Happening

    if line.kind is LogKind.PROGRESS and line.state is not None:
        facts = f"{line.code} · {format_percent(line.progress or 0)} · {_(line.state.label)}"
        body = f"{facts}\n{line.body}" if line.body else facts
    elif line.kind is LogKind.RESCHEDULE:
        before, after = (format_date(day) if day else "—" for day in (line.due_before, line.due_after))
        body = f"{line.code} · {before} → {after}\n{line.body}"
    elif line.kind is LogKind.COMMITMENT:
        body = f"{line.code} · {line.title}"
    elif line.kind is LogKind.EVIDENCE:
        body = f"{line.code} · {line.body}"
    elif line.kind is LogKind.MEETING:
        body = "\n".join(filter(None, (line.title, line.body)))
    else:
        body = line.body or line.title
    light = lights.get(line.key) if line.kind is LogKind.COMMITMENT else None
    return Happening(line.on, line.kind.label, body, line.who, light, line.internal)

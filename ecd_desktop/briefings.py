"""From a database to an ayuda memoria: what is read of a meeting or of a project, and how it is addressed."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries import action_items, briefs, decisions, meetings, minutes, projects, records
from db.queries.listing import Ask, Where
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language

if TYPE_CHECKING:
    from db.queries import Session
    from ecd_desktop.issuing import Material, Wanted
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.settings import Settings


def collect(
    session: "Session", wanted: "Wanted", fictitious: bool, calendar: Calendar, latest: date
) -> "Material":  # fmt: skip
    """Read what a briefing about ``wanted.code`` needs: a project's code, else as ``issuing.find_meeting`` takes it.

    Raises Expected where there is neither.
    """
    from ecd_desktop.issuing import Material, find_meeting

    cutoff = wanted.cutoff or latest
    past = cutoff if cutoff < latest else None
    now = clock(cutoff, calendar)
    ask = Ask(clock=now, outside=True, cutoff=past)
    made = partial(Material, wanted, cutoff, wanted.known, calendar, fictitious=fictitious)
    entity, key = records.by_code(session, wanted.code.strip()) or ("", None)
    if entity != "projects" or key is None:
        meeting, _day = find_meeting(session, wanted.code, latest)
        paper = minutes.paper(session, meeting, clock=now, past=past is not None)
        items = action_items.LISTING.rows(session, briefs.items_of_meeting(session, meeting), ask)
        return made(items=tuple(items), paper=paper)
    listed = projects.LISTING.rows(session, [key], ask)
    if not listed:
        raise Expected(_("There is no project {code} up to that date.").format(code=wanted.code))
    held = briefs.meetings_of_project(session, key)
    return made(
        items=tuple(action_items.LISTING.all(session, replace(ask, where=(Where("project_key", "is", key),)))),
        projects=tuple(listed), meetings=tuple(meetings.LISTING.rows(session, held, ask)),
        decided=tuple(row for one in held for row in decisions.of_meeting(session, one)),
    )  # fmt: skip


def write(
    path: Path, material: "Material", settings: "Settings", head: "Head", language: str | None,
    watch: "Watch | None",
) -> "Written":  # fmt: skip
    """Make the PDF; ``issuing.write`` has more about the arguments."""
    from ecd_desktop.reports import briefing, briefing_facts
    from ecd_desktop.reports.formulas import confidentiality

    wanted, paper = material.wanted, material.paper
    with in_language(language):
        if paper is not None:
            brief = briefing_facts.of_meeting(
                paper, material.items, cutoff=material.cutoff, calendar=material.calendar
            )  # fmt: skip
            head = replace(head, confidentiality=confidentiality(paper, head))
        else:
            decided = [one for one in material.decided if (one.decided_on or date.min) <= material.cutoff]
            brief = briefing_facts.of_project(
                material.projects[0], material.items, material.meetings, decided, cutoff=material.cutoff,
                calendar=material.calendar,
            )  # fmt: skip
            named = _("Contains personal data – Law 29733") if any(one.person for one in material.items) else ""
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, named))))
    unit = settings.letterhead_unit or settings.letterhead_organ or settings.letterhead_entity
    addressed = briefing.Addressed(
        to=wanted.to.strip(), by=", ".join(filter(None, (head.issued_by, unit))),
        contact=", ".join(dict.fromkeys(filter(None, (head.issued_by, *settings.letterhead()[::-1])))),
        message=wanted.message.strip(),
    )  # fmt: skip
    return briefing.write(path, brief, head=head, addressed=addressed, language=language, watch=watch)

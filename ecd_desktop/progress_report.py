"""From a database to an informe de avance or to the week on a page: what is read, for which scope, period and moment.

The facts come from one snapshot. What a report is compared with (the last one issued about the same, the journal since
then) is read by position, so that the same report can be made again later from the database as it was known then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from db import exchange_log
from db.fields import Key
from db.past import net_since, position_at
from db.queries import action_items, cases, issued, meetings, organisations
from db.queries import progress_facts as facts
from db.queries import projects as projects_listing
from db.queries.action_items import ActionItemRow
from db.queries.briefs import meetings_of_project
from db.queries.cases import CaseRow
from db.queries.listing import Ask, Where
from db.queries.meetings import MeetingRow
from db.queries.projects import ProjectRow
from db.queries.records import by_code
from db.queries.traffic_light import Clock, Light, Why
from db.records.action_items import LIVE
from db.records.issued_reports import ReportKind
from ecd_desktop import progress_parts as parts
from ecd_desktop.calendar import LIMA, Calendar, clock, today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language
from ecd_desktop.progress_content import Asked, Content, Previous, asked_of
from ecd_desktop.services.places import office_calendar

if TYPE_CHECKING:
    from db.queries import Session
    from db.store import Store

KINDS = ("progress", "week")


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a scope up to a cut-off, as one snapshot has them."""

    asked: Asked
    cutoff: date
    calendar: Calendar
    clock: Clock
    past: date | None
    project: Key | None
    unit: Key | None
    name: str
    items: tuple[ActionItemRow, ...]
    projects: tuple[ProjectRow, ...]
    meetings: tuple[MeetingRow, ...]
    cases: tuple[CaseRow, ...]

    @property
    def scope(self) -> str:
        return "project" if self.project else "unit" if self.unit else "portfolio"

    @property
    def of_projects(self) -> list[Key] | None:
        """The projects that parts of projects are asked of; None: whatever there is."""
        return None if self.scope == "portfolio" else [row.key for row in self.projects]

    @property
    def kind(self) -> ReportKind:
        return ReportKind(self.asked.kind)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report that can be written: its content, the rows that it counts, where the journal stood."""

    content: Content
    read: Read
    position: int
    fictitious: bool


def gather(store: Store, asked: Asked, known: datetime | None = None) -> Gathered:
    """Read what a report says. ``asked.position``, else ``known``, say as of when; without them, now.

    Raises Expected where the project or the unit is not there.
    """
    then = asked.position is not None or known is not None
    on = asked.on or (min(today(), known.astimezone(LIMA).date()) if known else today())
    asked = replace(asked, on=on, cutoff=asked.cutoff or on)
    if asked.kind == "week":
        asked = replace(asked, since=monday_of(asked.cutoff or on))
    with store.reading() as session:
        fictitious = exchange_log.is_fictitious(session)
        position = asked.position
        if position is None:
            position = position_at(session, known) if known else issued.position(session)
        began = position_at(session, datetime.combine(asked.since, time.min, LIMA)) if asked.since else 0
    with in_language(asked.language or None):
        with store.as_known(position) if then else store.reading() as session:
            told = read(session, asked)
            content = parts.content(session, told)
            before = facts.previous(session, told.kind, told.project, told.unit, position)
            since = before.position if before is not None else None
            if asked.kind == "week":
                since = began
            if since is not None and ("changes" in asked.sections or asked.kind == "week"):
                if then:
                    with store.reading() as journal:
                        found = net_since(journal, since, position)
                else:
                    found = net_since(session, since)
                content = replace(content, changes=parts.changes(session, found, told))
        if before is not None and asked.kind == "progress":
            content = compared(store, content, before)
    return Gathered(content, told, position, fictitious)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def compared(store: Store, content: Content, before: facts.IssuedRow) -> Content:
    """The five figures beside those of the report before, read again from the database as it was known then."""
    asked = asked_of(json.loads(before.asked))
    with store.as_known(before.position) as session:
        old = {one.id: one.value for one in parts.headlines(read(session, asked))}
    said = tuple(replace(one, before=old.get(one.id)) for one in content.headlines)
    return replace(content, headlines=said, previous=Previous(before.code, before.cutoff_on))


def read(session: Session, asked: Asked) -> Read:
    """The rows of the scope that was asked for."""
    assert asked.cutoff is not None
    calendar = office_calendar(session)
    now = clock(asked.cutoff, calendar)
    past = asked.cutoff if asked.on is not None and asked.cutoff < asked.on else None
    ask = Ask(clock=now, outside=True, cutoff=past)
    project, unit, name = scope(session, asked)
    of: dict[str, tuple[Where, ...]] = {"items": (), "cases": ()}
    if project is not None:
        of = {part: (Where("project_key", "is", project),) for part in of}
        listed = projects_listing.LISTING.rows(session, [project], ask)
        held = meetings.LISTING.rows(session, meetings_of_project(session, project), ask)
    elif unit is not None:
        line = facts.line_of_unit(session, unit)
        of = {"items": (Where("unit_key", "is", unit),), "cases": (Where("unit_id", "in", tuple(line)),)}
        listed = projects_listing.LISTING.all(session, replace(ask, where=(Where("unit_key", "is", unit),)))
        held = meetings.LISTING.all(session, replace(ask, where=(Where("convened_by_id", "in", tuple(line)),)))
    else:
        listed = projects_listing.LISTING.all(session, ask)
        held = meetings.LISTING.all(session, ask)
    items = action_items.LISTING.all(session, replace(ask, where=of["items"]))
    return Read(
        asked, asked.cutoff, calendar, now, past, project, unit, name, tuple(items),
        tuple(_owing(listed, items) if project is None and unit is None else listed), tuple(held),
        tuple(cases.LISTING.all(session, replace(ask, where=of["cases"]))),
    )  # fmt: skip


def scope(session: Session, asked: Asked) -> tuple[Key | None, Key | None, str]:
    """The project or the unit that is asked for, and its name. Raises Expected where it is not there."""
    if asked.project.strip():
        entity, key = by_code(session, asked.project.strip()) or ("", None)
        if entity != "projects" or key is None:
            raise Expected(
                _("There is no project {code} up to that date.").format(code=asked.project),
                _("Check the code in the list of projects."),
            )
        (row,) = projects_listing.LISTING.rows(session, [key], Ask())
        return key, None, f"{row.code} – {row.name}"
    if asked.unit.strip():
        unit = organisations.called(session, asked.unit)
        if unit is None:
            raise Expected(
                _("No organisation is called {name}.").format(name=asked.unit), _("Use its acronym or its whole name.")
            )
        return None, unit.key, " – ".join(dict.fromkeys(filter(None, (unit.acronym, unit.name))))
    return None, None, ""


def _owing(rows: Iterable[ProjectRow], items: Iterable[ActionItemRow]) -> Iterable[ProjectRow]:
    """The projects with what was owed in each on the cut-off, counted over the same commitments as the rest."""
    owed: dict[Key | None, list[ActionItemRow]] = {}
    for item in items:
        owed.setdefault(item.project_key, []).append(item)
    for row in rows:
        mine = owed.get(row.key, ())
        yield replace(
            row,
            live_items=sum(item.state in LIVE for item in mine),
            overdue_items=sum(item.why is Why.OVERDUE for item in mine),
            red_items=sum(item.light is Light.RED for item in mine),
        )

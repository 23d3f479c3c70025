"""Every place, in the order of the rail; each is imported when it is first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_
from ui.shell_places import Group, Place

if TYPE_CHECKING:
    from ui.commands import Command
    from ui.here import Here
    from ui.widgets.page import Page


def _build(id: str, here: Here) -> Page:
    made: Page = importlib.import_module(f"ui.{id}.screen").build(here)
    return made


def _commands(id: str) -> Sequence[Command]:
    given: Sequence[Command] = importlib.import_module(f"ui.{id}.commands").commands()
    return given


def _page(
    id: str, title: str, icon: str, group: Group, *, entity: str = "",
    count: Callable[[Any, Here], tuple[int, str]] | None = None, shows: str = "", within: str = "",
) -> Place:  # fmt: skip
    """The place whose page and commands stand in the package that is called like it."""
    return Place(id, title, icon, group, partial(_build, id), entity, partial(_commands, id), count, shows, within)


def _noun(id: str, title: str, icon: str, group: Group, **more: Any) -> Place:
    return _page(id, title, icon, group, entity=id, **more)


def _overdue(session: Any, here: Here) -> tuple[int, str]:
    from db.queries.action_items import LISTING
    from db.queries.listing import Ask, Where
    from db.queries.traffic_light import Why
    from ecd_desktop.calendar import clock

    ask = Ask(where=(Where("why", "is", Why.OVERDUE),), clock=clock(here.today, here.calendar))
    return LISTING.count(session, ask), "red"


def _unanswered(session: Any, here: Here) -> tuple[int, str]:
    from db.queries.documents import unanswered
    from ecd_desktop.calendar import clock

    return len(unanswered(session, clock(here.today, here.calendar))), "red"


def _silent(session: Any, here: Here) -> tuple[int, str]:
    from db.queries.listing import Ask
    from db.queries.stakeholders import LATE, LISTING
    from ecd_desktop.calendar import clock

    return LISTING.count(session, Ask(where=LATE, clock=clock(here.today, here.calendar))), "amber"


def _waiting(session: Any, here: Here) -> tuple[int, str]:
    from db.inbox import count_waiting

    return count_waiting(session), "violet"


def _late(session: Any, here: Here) -> tuple[int, str]:
    from db.queries.outgoing import late

    return len(late(session, here.today)), "red"


TODAY = _page("today", N_("Today"), "home", Group.TOP)
"""What the window opens on, unless the person left from another place."""

NOUNS: tuple[Place, ...] = (
    _noun("action_items", N_("Commitments"), "checkbox", Group.WORK, count=_overdue),
    _noun("cases", N_("Cases"), "lifebuoy", Group.WORK),
    _noun("documents", N_("Documents"), "mail", Group.WORK, count=_unanswered),
    _noun("projects", N_("Projects"), "briefcase", Group.WORK),
    _noun("meetings", N_("Meetings"), "users", Group.WORK),
    _noun("decisions", N_("Decisions"), "clipboard-check", Group.WORK),
    _noun("lessons", N_("Lessons"), "bulb", Group.KNOWLEDGE),
    _noun("stakeholders", N_("Stakeholders"), "friends", Group.KNOWLEDGE, count=_silent),
    _noun("organisations", N_("Organisations"), "building-community", Group.KNOWLEDGE),
    _noun("people", N_("People"), "user-circle", Group.KNOWLEDGE),
    _noun("places", N_("Places"), "map-2", Group.KNOWLEDGE),
)

OUTPUT: tuple[Place, ...] = (
    _page("reports", N_("Reports"), "file-analytics", Group.OUTPUT),
    _page("exports", N_("Workbooks"), "file-spreadsheet", Group.OUTPUT, count=_late),
    _page("reconciling", N_("To review"), "inbox", Group.OUTPUT, count=_waiting),
    _page("importing", N_("Import"), "table-import", Group.OUTPUT),
    _page("search", N_("Search"), "search", Group.FOOT),
    _page("history", N_("History"), "history", Group.FOOT),
    _page("bin", N_("Bin"), "trash", Group.FOOT),
    _page("settings", N_("Settings"), "settings", Group.FOOT),
)
"""Places that show no noun: what comes in and goes out, the history, the settings."""

WITHIN: tuple[Place, ...] = (
    _noun("meeting_series", N_("Meeting series"), "rotate-clockwise", Group.WORK, within="meetings"),
    _noun("indicators", N_("Indicators"), "chart-line", Group.WORK, within="projects"),
    _page("minutes", N_("Taking minutes"), "pencil", Group.WORK, within="meetings"),
    _page("topics", N_("Topics through all meetings"), "list-details", Group.WORK, shows="agenda_items",
          within="meetings"),
    _page("changes", N_("What changed"), "history", Group.FOOT, within="history"),
    _page("comparing", N_("Compared with how it was"), "history", Group.FOOT, within="history"),
)
"""Places without an entry of their own in the rail: pages that are reached from another place."""

RECORDS: tuple[Place, ...] = (*NOUNS, *(place for place in WITHIN if place.entity))
"""The places in which records are listed and opened, with an entry in the rail or without."""

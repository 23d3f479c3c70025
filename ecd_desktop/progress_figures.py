"""The figures of a progress report with the records that each of them counts, to go from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.queries.target_path import Standing
from db.queries.traffic_light import Light, Why
from db.records.cases import CaseState
from db.records.projects import ProjectState
from ecd_desktop.language import _, format_number
from ecd_desktop.reports import figures, lights

if TYPE_CHECKING:
    from ecd_desktop.issuing import Material


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure: its words, its number, and the codes of the ``entity`` that it counts."""

    words: str
    number: str
    entity: str
    codes: tuple[str, ...]


def counted(material: Material) -> tuple[Counted, ...]:
    """The figures of a report in the order of its chapters; those of nothing are left out."""
    return tuple(one for one in _all(material) if one.codes)


def _all(material: Material) -> Iterator[Counted]:
    content = material.content
    assert content is not None
    since, cutoff = content.since, material.cutoff
    items = material.items
    yield _one(_("Projects"), "projects", material.projects)
    active = [row for row in material.projects if row.state is ProjectState.ACTIVE]
    yield _one(_("Active projects"), "projects", active)
    yield _one(_("Commitments"), "action_items", items)
    for light in (*lights.ORDER, Light.NONE):
        words = _(lights.LOOKS[light].word) if light in lights.LOOKS else _("Draft")
        said = _("Commitments: {light}").format(light=words)
        yield _one(said, "action_items", (row for row in items if row.light is light))
    yield _one(_("Overdue commitments"), "action_items", (row for row in items if row.why is Why.OVERDUE))
    alive = [row for row in material.cases if row.state is not CaseState.CLOSED]
    yield _one(_("Open cases"), "cases", alive)
    yield _one(_("Cases opened in the period"), "cases",
               (row for row in material.cases if figures.within(row.opened_on, since, cutoff)))  # fmt: skip
    yield _one(_("Cases closed in the period"), "cases",
               (row for row in material.cases if figures.within(row.closed_on, since, cutoff)))  # fmt: skip
    yield _one(_("Meetings held"), "meetings", figures.held_in(material.meetings, since, cutoff))
    yield _one(_("Indicators"), "indicators", content.indicators)
    off = [one for one in content.indicators if Standing(one.standing).off_path]
    yield _one(_("Indicators behind their path"), "indicators", off)
    funded = tuple(one.name for one in content.budget.projects) if content.budget else ()
    yield Counted(_("Projects with a budget"), format_number(len(funded)), "projects", funded)
    blocked = [one.code for one in content.knots if one.kind == "blocked"]
    yield Counted(_("Blocked commitments"), format_number(len(blocked)), "action_items", tuple(blocked))
    lessons = [one for one in content.lessons if one.code]
    yield _one(_("New lessons"), "lessons", lessons)


def _one(words: str, entity: str, rows: Iterable[Any]) -> Counted:
    codes = tuple(row.code for row in rows)
    return Counted(words, format_number(len(codes)), entity, codes)

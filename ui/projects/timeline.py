"""Projects as lines of time: planned from beginning to end, their milestones on the days on which they are expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db.queries import milestones as queries
from db.queries.milestones import MilestoneRow
from db.records.projects import ProjectState
from ecd_desktop.language import N_, _, format_date
from ui.health_marks import MARKS
from ui.milestone_marks import STANDINGS, standing, told
from ui.milestones_tab import ask_move
from ui.projects.table import health_of
from ui.widgets.timeline import timeline_view
from ui.widgets.timeline_parts import Stop, TimelineSpec, Track

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here


def track(row: Any, stones: tuple[MilestoneRow, ...] | None, here: Here) -> Track:
    """A project; where a milestone is expected after its planned end, so is the end."""
    found = health_of(row, here.today)
    days = [stone.expected_on for stone in stones or () if stone.expected_on is not None]
    last = max(days, default=None)
    span = ""
    if row.starts_on is not None and row.ends_on is not None:
        span = _("planned from {first} to {last}").format(
            first=format_date(row.starts_on), last=format_date(row.ends_on)
        )
    return Track(
        row.name, " · ".join(part for part in (row.code, row.lead or row.unit or "") if part), MARKS[found],
        _(found.label), row.starts_on, row.ends_on, last if row.ends_on and last and last > row.ends_on else None,
        None if row.progress is None else row.progress / 100,
        tuple(stop for stone in stones or () if (stop := _stop(stone, here.today)) is not None), span,
        row.state in (ProjectState.CANCELLED, ProjectState.CLOSED),
    )  # fmt: skip


def _stop(stone: MilestoneRow, today: date) -> Stop | None:
    if stone.expected_on is None:
        return None
    mark, word = standing(stone, today)
    words = ", ".join(part for part in (stone.name, _(word), told(stone)) if part)
    fixed = _("It was reached: take that back first, in its tab.") if stone.reached_on is not None else ""
    return Stop(stone.key, stone.name, stone.expected_on, mark, words, stone.planned_on, fixed)


def read(session: Any, keys: Sequence[Key]) -> Mapping[Key, tuple[MilestoneRow, ...]]:
    """On the database thread."""
    return queries.of_projects(session, keys)


def move(here: Here, stones: Sequence[MilestoneRow], key: Key, to: date, settled: Callable[[], None]) -> None:
    """Ask why, once, and move the milestone."""
    stone = next((one for one in stones or () if one.key == key), None)
    if stone is None:
        settled()
    else:
        ask_move(here, stone, to).finished.connect(lambda _result: settled())


TIMELINE = timeline_view(
    TimelineSpec(read, track, move, STANDINGS, N_("This project has no milestone with a date yet."))
)

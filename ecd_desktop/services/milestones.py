"""What is done with milestones: plan, expect another day (with the reason), reach, take back that one was reached.

The plan is never moved by a forecast, and the first forecast that was ever said stays; each further one is noted
with its day and its reason, so that any past cut-off can be told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import Milestone, MilestoneMove
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date
from ecd_desktop.services import records

MOVED_BY_VERBS = ("first_forecast_on", "forecast_on", "reached_on")


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a new milestone's forecast is its first. Raises Invalid where an edit would move its forecast."""
    prepared = records.copied(draft)
    if draft.new:
        records.want(prepared, "first_forecast_on", prepared.wanted.get("forecast_on"))
    elif changed := [name for name in MOVED_BY_VERBS if draft.wanted.get(name) != draft.seen.get(name)]:
        raise Invalid(
            (Problem(changed[0], N_("Move the milestone, which asks for the reason, or mark it as reached.")),)
        )
    return records.save(store, prepared, form=form)


def move(store: Store, key: Key, *, to: date, on: date, reason: str) -> None:
    """Expect a milestone on another day, as noted on the day ``on`` for a reason; the plan stays as it was.

    Raises Invalid without a reason or for a day before it begins; Expected where it was reached already, where the
    day of the note is still to come, or where a later move was noted before.
    """
    with _changing(store, N_("Move milestone “{name}”"), key) as (work, stone):
        if stone.reached_on is not None:
            raise Expected(
                _("“{name}” was reached on {day}, so it cannot be expected on another day; nothing was changed.")
                .format(name=stone.name, day=format_date(stone.reached_on)),
                _("Take back first that it was reached."),
            )  # fmt: skip
        _refuse_to_come(on)
        if stone.starts_on is not None and to < stone.starts_on:
            raise Invalid((Problem("to", N_("The end comes before the beginning.")),))
        if not (said := reason.strip()):
            raise Invalid((Problem("reason", N_("Say why the milestone moves.")),))
        last = max((one.on for one in lookups.pointing(work.session, MilestoneMove, "milestone_id", [key])), default=on)
        if on < last:
            raise Expected(
                _("A move of “{name}” was noted on {day} already; nothing was changed.").format(
                    name=stone.name, day=format_date(last)
                ),
                _("Note this one on that day or later."),
            )
        if stone.forecast_on == to:
            return
        work.add(MilestoneMove(
            milestone_id=key, on=on, before=stone.forecast_on, after=to, reason=said, by=store.who or None,
        ))  # fmt: skip
        stone.first_forecast_on = stone.first_forecast_on or to
        stone.forecast_on = to


def reach(store: Store, key: Key, *, on: date, evidence: str | None = None) -> None:
    """A milestone was reached on a day; said again, the day and what shows it are corrected."""
    with _changing(store, N_("Reach milestone “{name}”"), key) as (_work, stone):
        _refuse_to_come(on)
        stone.reached_on = on
        stone.evidence = (evidence or "").strip() or stone.evidence


def unreach(store: Store, keys: Sequence[Key]) -> None:
    """Take back that milestones were reached; those that were not stay as they are."""
    label = N_("Milestone “{name}” is not reached") if len(keys) == 1 else N_("{n} milestones are not reached")
    with store.change(label, n=len(keys)) as work:
        stones = records.found(work, Milestone, keys)
        records.tell(work, stones)
        for stone in stones:
            stone.reached_on = None


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete milestones with their moves."""
    records.delete(store, Milestone.__tablename__, keys)


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Milestone]]:
    with store.change(label) as work:
        (stone,) = records.found(work, Milestone, [key])
        records.tell(work, [stone])
        yield work, stone


def _refuse_to_come(on: date) -> None:
    if on > today():
        raise Expected(
            _("{day} is still to come, and only what has happened can be noted; nothing was changed.").format(
                day=format_date(on)
            ),
            _("Write the day on which it happened, or today."),
        )

"""The milestones and budgets of the example's projects: planned, moved for a reason, reached; given and spent."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from db.fields import Key
from db.records import BudgetLine, Expense, Milestone, MilestoneMove
from db.records.base import Record
from ecd_desktop.services import example_projects


def rows(
    key_of: Callable[[str, str], Key], day: Callable[[int | None], date | None],
    unit: Callable[[str | None], Key | None], by: str,
) -> Iterator[tuple[type[Record], dict[str, Any]]]:  # fmt: skip
    """Each record with its values. ``day`` counts from the example's day; ``by``: who noted the moves."""
    today = day(0)
    assert today is not None
    told = tomllib.loads((files("resources") / "reference" / "example_plan.toml").read_text(encoding="utf-8"))
    for one in told["milestones"]:
        key = key_of("milestones", f"{one['project']}/{one['name']}")
        moves = one.get("moves", [])
        days = [day(move["to"]) for move in moves]
        yield Milestone, {
            "id": key, "project_id": key_of("projects", one["project"]), "name": one["name"],
            "starts_on": day(one.get("start")), "planned_on": day(one["plan"]),
            "first_forecast_on": days[0] if days else None,
            "forecast_on": days[-1] if days else None, "reached_on": day(one.get("reached")),
            "evidence": one.get("evidence"), "weight": one.get("weight"), "person_id": key_of("people", one["who"]),
        }  # fmt: skip
        for move, before, after in zip(moves, [None, *days], days, strict=False):
            yield MilestoneMove, {
                "milestone_id": key, "on": day(move["on"]), "before": before, "after": after,
                "reason": move["reason"], "by": by,
            }  # fmt: skip
    for one in told["budget"]:
        key = key_of("budget_lines", f"{one['project']}/{one['what']}")
        yield BudgetLine, {
            "id": key, "project_id": key_of("projects", one["project"]), "source": one["source"],
            "organisation_id": unit(one.get("giver")), "what_for": one["what"], "planned": one["planned"],
            "year": today.year,
        }  # fmt: skip
        for spent in one["spent"]:
            yield Expense, {
                "budget_line_id": key, "on": day(spent["on"]), "amount": spent["amount"],
                "document": spent["document"], "remarks": spent.get("remarks"),
            }  # fmt: skip
    yield from example_projects.rows(key_of, day, by)

"""The parts of the example's projects: results and components, further places, whom they are for, how they moved on."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import uuid5

from db.fields import Key
from db.records import Note, Population, ProjectPlace, ProjectTheme, StageMove, pair_key
from db.records.base import Record
from db.records.cases import NoteKind
from db.records.choices import AgeBand, CareComponent, EcdResult, Sex
from db.records.projects import Gate
from ecd_desktop.services import reference, stages

RESULTS = {one.value for one in EcdResult}
Rows = Iterator[tuple[type[Record], dict[str, Any]]]


def rows(key_of: Callable[[str, str], Key], day: Callable[[int | None], date | None], by: str) -> Rows:
    """Each record with its values. ``day`` counts from the example's day; ``by``: who noted what happened."""
    today = day(0)
    assert today is not None
    text = (files("resources") / "reference" / "example_projects.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["projects"]:
        key = key_of("projects", one["code"])
        for theme in one["themes"]:
            yield ProjectTheme, {
                "id": uuid5(key, theme), "project_id": key, "result": EcdResult(theme) if theme in RESULTS else None,
                "component": None if theme in RESULTS else CareComponent(theme),
            }  # fmt: skip
        for place in one.get("places", ()):
            where = reference.key_of("places", place) if place.isdigit() else key_of("places", place)
            yield ProjectPlace, {"id": pair_key(key, where), "project_id": key, "place_id": where}
        for group in one.get("people", ()):
            yield Population, {
                "project_id": key, "band": AgeBand(group["band"]), "count": group["count"], "source": group["source"],
                "sex": Sex(group["sex"]) if "sex" in group else None, "year": today.year,
            }  # fmt: skip
        if "prioritised" in one:
            on, body = one["prioritised"]
            yield Note, {"project_id": key, "on": day(on), "kind": NoteKind.NOTE, "author": by, "body": body}
        yield from _moves(key, one["moves"], one.get("stages", "public_space"), day, by)


def _moves(
    project: Key, moves: list[Mapping[str, Any]], stage_set: str, day: Callable[[int | None], date | None], by: str
) -> Rows:
    """Its way through its stages, beginning with the one before the first that is told."""
    before = max(moves[0]["to"] - 1, 1)
    for move in moves:
        missing = stages.said(Gate(gate) for gate in move.get("missing", ()))
        yield StageMove, {
            "project_id": project, "before_id": reference.key_of("stages", f"{stage_set}/{before}"),
            "after_id": reference.key_of("stages", f"{stage_set}/{move['to']}"), "on": day(move["on"]),
            "reason": move.get("reason"), "missing": missing or None, "by": by,
        }  # fmt: skip
        before = move["to"]

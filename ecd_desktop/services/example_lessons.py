"""The bank of lessons of the example: sheets of every kind and state, and what projects made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from db.fields import Key
from db.queries import lookups
from db.records import Lesson, LessonApplication, fields_of, pair_key
from db.work import Work
from ecd_desktop.services import records, reference

SAID = (
    "title", "text", "kind", "state", "withdrawn_reason", "context", "proposed", "done", "balance", "conditions",
    "cost", "strength", "theme", "result", "component", "place_kind",
)  # fmt: skip

Made = Callable[[str, str | None], Key | None]


def write(work: Work, made: Made, day: Callable[[int], date | None], name: Callable[[str], str]) -> None:
    """Write the sheets of ``example_lessons.toml`` inside the change that loads the example.

    ``made(entity, code)``: the key of a record of the example; ``day``: a day counted from the example's today;
    ``name``: what a person is called. Lessons that meetings noted get their codes as well.
    """
    noted = [one for one in lookups.everything(work.session, Lesson) if not one.code]
    for lesson in sorted(noted, key=lambda one: (one.noted_on or date.min, one.text)):
        lesson.code = records.next_code(work, "lessons", lesson.noted_on)
    fields = fields_of(Lesson)
    told = tomllib.loads((files("resources") / "reference" / "example_lessons.toml").read_text(encoding="utf-8"))
    for one in told["lessons"]:
        key, on = made("lessons", one["code"]), day(one["on"])
        assert key is not None
        values = {said: fields[said].load(one[said]) for said in SAID if said in one}
        work.add(Lesson(
            id=key, code=records.next_code(work, "lessons", on), noted_on=on, **values,
            project_id=made("projects", one.get("project")), owner_id=made("people", one.get("owner")),
            parent_id=made("lessons", one.get("parent")),
            intervention_type_id=_reference("intervention_types", one.get("type")),
            stage_id=_reference("stages", one.get("stage")),
        ))  # fmt: skip
        work.flush()
        for use in one.get("applied", ()):
            project = made("projects", use["project"])
            assert project is not None
            work.add(_application(key, project, use, day, name))
    work.flush()


def _application(
    lesson: Key, project: Key, use: Mapping[str, Any], day: Callable[[int], date | None], name: Callable[[str], str]
) -> LessonApplication:
    decision = fields_of(LessonApplication)["decision"].load(use["decision"])
    return LessonApplication(
        id=pair_key(lesson, project), lesson_id=lesson, project_id=project, decision=decision, on=day(use["on"]),
        reason=use["reason"], by=name(use["by"]),
    )  # fmt: skip


def _reference(entity: str, code: str | None) -> Key | None:
    return reference.key_of(entity, code) if code else None

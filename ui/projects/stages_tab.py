"""The tab of a project's stages: what is to be regularised, what comes next and asks for what, and every change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from db.fields import N_
from db.queries import gates, lookups
from db.queries.project_parts import StageMoveRow, stage_history
from db.records import Project
from ecd_desktop.language import _, format_date
from ecd_desktop.services import stages
from ui.projects.stage_question import ask_reason
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

LACKING, NEXT = Mark("amber", icon="alert-triangle"), Mark("blue", icon="arrow-right")
ON, BACK = Mark("green", icon="flag"), Mark("grey", icon="arrow-back-up")


def read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    """On the database thread: what is missing, the next stage, then the changes, newest first."""
    project = lookups.records(session, Project, [key]).get(key)
    if project is None:
        return []
    lines = []
    if project.stage_id is None and project.stage_as_given:
        lines.append(
            Line(uuid5(key, "given"), project.stage_as_given, _("A stage that was brought in and is in no stage set"),
                 mark=LACKING, mark_words=_("To be regularised"), pill=_("To be regularised"), fixed=True)
        )  # fmt: skip
    for gate in gates.to_regularise(session, key):
        lines.append(
            Line(uuid5(key, gate.value), _(gate.label), _("A stage up to the present one asks for it"), mark=LACKING,
                 mark_words=_("To be regularised"), pill=_("To be regularised"), fixed=True)
        )  # fmt: skip
    lines += [_next(one, gates.missing(session, key, project.stage_id, one.key), here, key)
              for one in _following(session, project)]  # fmt: skip
    return [*lines, *(_moved(one) for one in reversed(stage_history(session, key)))]


def _following(session: Any, project: Project) -> list[stages.StageRow]:
    """The stage after the one it is in; none after the last."""
    order = stages.stages_of(session, project.intervention_type_id)
    places = [n for n, one in enumerate(order) if one.key == project.stage_id]
    return [one for n in places for one in order[n + 1 : n + 2] if one.stage_set is order[n].stage_set]


def _next(stage: stages.StageRow, missing: Sequence[Any], here: Here, key: Key) -> Line:
    small = _("Still missing: {missing}").format(missing=stages.said(missing)) if missing else (
        _("Nothing is missing for it") if stage.gates else _("It asks for nothing")
    )  # fmt: skip
    return Line(
        stage.key, _("Next: {stage}").format(stage=stage.name), small, mark=NEXT, mark_words=_("Next stage"),
        strong=True, fixed=True, pill=_("Move on") if not here.read_only else "",
        shows=None if here.read_only else partial(move_on, here, key, stage.key),
    )  # fmt: skip


def move_on(here: Here, key: Key, stage: Key) -> None:
    """Enter on the next stage: the project moves there, or is asked why it should."""
    from ecd_desktop.services import projects

    today = here.today

    def job(reason: str | None = None) -> Any:
        return lambda store: projects.set_stage(store, key, stage=stage, on=today, reason=reason)

    def refused(exc: Exception) -> None:
        if isinstance(exc, stages.NeedsReason):
            ask_reason(here, exc, job)
        else:
            here.failed(exc)

    here.do(job(), refused=refused, owner=here.page)


def _moved(one: StageMoveRow) -> Line:
    title = f"{one.before} → {one.after}" if one.before else one.after
    said = [one.reason or "", _("Missing: {missing}").format(missing=one.missing) if one.missing else ""]
    return Line(
        one.key, title, " · ".join(filter(None, (format_date(one.on), one.by or ""))), mark=BACK if one.back else ON,
        mark_words=_("Went back") if one.back else _("Change of stage"), body="\n".join(filter(None, said)), fixed=True,
    )  # fmt: skip


STAGES = tab(
    N_("Stages"),
    Part(
        "stages", N_("What its stages ask for, and its way through them"), read,
        N_("The project has no stage yet. Choose the one it is in, in its form."),
        frozenset({"projects", "stage_moves", "stage_gates", "stages", "notes", "decisions", "documents", "meetings",
                   "document_links", "attachments", "meeting_projects", "populations", "budget_lines", "milestones",
                   "indicators", "lessons"}),
        note=N_("A gate warns and takes a reason. Enter on the next stage moves the project there."),
    ),
)  # fmt: skip

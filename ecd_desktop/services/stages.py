"""How projects move along their stages: which stages there are, what the gates before them ask for, and each change.

A gate warns and takes a reason: without one a project that lacks something stays where it is, with one it goes on, and
what was missing is written down with the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.queries import gates, lookups
from db.records import InterventionType, Project, Stage, StageMove
from db.records.projects import Gate, StageSet
from db.work import Work
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import records


class NeedsReason(Invalid):
    """A project goes back, or on without what a gate asks for (``missing``), and nobody said why."""

    def __init__(self, stage: str, missing: tuple[Gate, ...]) -> None:
        self.stage = stage
        self.missing = missing
        problem = (
            Problem("stage_id", N_("Before “{stage}” there is missing: {missing}. Say why it goes on all the same."),
                    {"stage": stage, "missing": said(missing)})
            if missing
            else Problem("stage_id", N_("Say why the project goes back to an earlier stage."))
        )  # fmt: skip
        super().__init__((problem,))


@dataclass(frozen=True, slots=True)
class StageRow:
    """One step of a stage set, as a list offers it; ``gates``: what should be there before a project enters it."""

    key: Key
    stage_set: StageSet
    position: int
    name: str
    gates: tuple[Gate, ...] = ()


def stages_of(session: lookups.Session, kind: Key | None = None) -> list[StageRow]:
    """The stages that a project of this type goes through, in order; those of every set where it has no type."""
    found = lookups.records(session, InterventionType, [kind]) if kind else {}
    sets = {one.stage_set for one in found.values()} or set(StageSet)
    order, asked = list(StageSet), gates.of_stages(session)
    rows = [
        StageRow(one.id, one.stage_set, one.position, one.name, asked.get(one.id, ()))
        for one in lookups.everything(session, Stage)
        if one.stage_set in sets
    ]
    return sorted(rows, key=lambda row: (order.index(row.stage_set), row.position))


def stage_sets(session: lookups.Session) -> dict[str, StageSet]:
    """Which stages each type of intervention goes through, by the type's name."""
    return {one.name: one.stage_set for one in lookups.everything(session, InterventionType)}


def said(missing: Iterable[Gate]) -> str:
    """What is missing, in words, one after the other."""
    return "; ".join(_(gate.label) for gate in missing)


def move(
    work: Work, project: Project, before: Key | None, *, on: date, by: str, reason: str | None, new: bool = False
) -> None:
    """Write down that ``project``, which stands in its new stage already, came there from ``before``.

    Raises Expected for a stage of another set and NeedsReason for want of a reason. A project that is ``new``, or had
    no stage yet, stands where it stands when that is first said: what its stages ask for is to be regularised.
    """
    if project.stage_id == before:
        return
    if project.stage_id is None:
        raise Expected(_("A project moves from stage to stage and does not leave them; nothing was changed."),
                       _("Choose the stage it is in."))  # fmt: skip
    (wanted,) = records.found(work, Stage, [project.stage_id])
    refuse_other_set(work, project, wanted)
    if new:
        return
    work.flush()
    missing = gates.missing(work.session, project.id, before, wanted.id)
    present = lookups.records(work.session, Stage, [before]).get(before) if before is not None else None
    back = present is not None and present.stage_set is wanted.stage_set and wanted.position < present.position
    text = (reason or "").strip()
    if before is not None and (missing or back) and not text:
        raise NeedsReason(wanted.name, missing)
    work.add(
        StageMove(
            project_id=project.id, before_id=present.id if present is not None else None, after_id=wanted.id, on=on,
            reason=text or None, missing=said(missing)[:400] or None, by=by,
        )
    )  # fmt: skip


def refuse_other_set(work: Work, project: Project, stage: Stage) -> None:
    """Raise Expected for a stage that a project of this type does not go through."""
    kind = work.session.get(InterventionType, project.intervention_type_id) if project.intervention_type_id else None
    if kind is not None and kind.stage_set is not stage.stage_set:
        raise Expected(
            _("“{stage}” is no stage of “{kind}”; nothing was changed.").format(stage=stage.name, kind=kind.name),
            _("Choose a stage of its own set, or change the type of intervention first."),
        )

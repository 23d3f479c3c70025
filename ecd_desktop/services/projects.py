"""What is done with projects: save, move along their stages, pause, close; and how they are doing, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from db.errors import Invalid
from db.fields import Choice, Key, Problem
from db.merge import Outcome
from db.queries import lookups, milestones
from db.queries.milestones import MilestoneRow
from db.queries.projects import ProjectRow
from db.queries.traffic_light import Clock
from db.records import Note, Project
from db.records.cases import NoteKind
from db.records.projects import ProjectState
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_, _
from ecd_desktop.services import records, stages


class Health(Choice):
    """How a project is doing (decision 20)."""

    ON_SCHEDULE = "on_schedule", N_("On schedule")
    AT_RISK = "at_risk", N_("At risk")
    DELAYED = "delayed", N_("Delayed")
    NOT_STARTED = "not_started", N_("Not started yet")
    PAUSED = "paused", N_("Paused")
    FINISHED = "finished", N_("Finished")


def health(
    state: ProjectState, *, starts_on: date | None, ends_on: date | None, red: int, today: date, past: int = 0,
    slipping: int = 0,
) -> Health:  # fmt: skip
    """The worst of its milestones and its live red commitments.

    The planned end, or a milestone (``past`` of them), that has passed without being reached delays a project.
    ``red`` live red commitments put it at risk, and so do ``slipping`` milestones that are expected later than
    planned. A project that begins later and has none of these has not started.
    """
    if state in (ProjectState.CLOSED, ProjectState.CANCELLED):
        return Health.FINISHED
    if state is ProjectState.PAUSED:
        return Health.PAUSED
    if past or (ends_on is not None and ends_on < today):
        return Health.DELAYED
    if red or slipping:
        return Health.AT_RISK
    if starts_on is not None and starts_on > today:
        return Health.NOT_STARTED
    return Health.ON_SCHEDULE


def health_on(project: Project | ProjectRow, stones: Sequence[MilestoneRow], *, red: int, day: date) -> Health:
    """How a project was doing on a day, by its milestones and its live red commitments as they stood then."""
    return health(
        project.state, starts_on=project.starts_on, ends_on=project.ends_on, red=red, today=day,
        past=sum(stone.past(day) for stone in stones), slipping=sum(stone.slipping for stone in stones),
    )  # fmt: skip


def health_of(session: lookups.Session, keys: Sequence[Key], clock: Clock) -> dict[Key, Health]:
    """The health of several projects in four queries."""
    red = lookups.red_by_project(session, clock, keys)
    stones = milestones.of_projects(session, keys)
    return {
        key: health_on(project, stones[key], red=red.get(key, 0), day=clock.today)
        for key, project in lookups.records(session, Project, keys).items()
    }


def prepare(draft: Draft, *, on: date | None = None) -> None:
    """Fill in what follows from the wanted state: the actual end, or no reason where none is needed any more.

    A stage that is chosen leaves none to be regularised.
    """
    stage = draft.wanted.get("stage_id")
    if stage is not None and stage != draft.seen.get("stage_id"):
        records.want(draft, "stage_as_given", None)
    state, was = draft.wanted.get("state"), draft.seen.get("state")
    if state is was:
        return
    if state is ProjectState.CLOSED:
        records.want(draft, "closed_on", draft.wanted.get("closed_on") or on or today())
    elif draft.wanted.get("closed_on") == draft.seen.get("closed_on"):
        records.want(draft, "closed_on", None)
    if state is ProjectState.ACTIVE and draft.wanted.get("state_reason") == draft.seen.get("state_reason"):
        records.want(draft, "state_reason", None)


def save(
    store: Store, draft: Draft, *, on: date | None = None, form: str | None = None, reason: str | None = None
) -> Outcome:
    """Save a draft; a new project gets its code. ``reason``: why it changes its stage all the same.

    Raises Expected for a stage of another stage set, ``stages.NeedsReason`` where a stage is not entered without one.
    """
    prepared = records.copied(draft)
    prepare(prepared, on=on)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, prepared)
        if isinstance(project := written.record, Project):
            stages.move(work, project, written.before.get("stage_id"), on=on or today(), by=store.who, reason=reason,
                        new=draft.new)  # fmt: skip
    return written.outcome


def set_stage(store: Store, key: Key, *, stage: Key, on: date, reason: str | None = None) -> None:
    """Move a project to a stage, which is written down with what was missing.

    Raises Expected for a stage of another stage set, ``stages.NeedsReason`` without a reason for going back, or for
    going on without what the gates on the way ask for.
    """
    with _changing(store, N_("Move {code} to another stage"), key) as (work, project):
        before, project.stage_id, project.stage_as_given = project.stage_id, stage, None
        stages.move(work, project, before, on=on, by=store.who, reason=reason)


def set_state(store: Store, key: Key, *, state: ProjectState, on: date, reason: str | None = None) -> None:
    """Pause, cancel, close or take up a project; pausing and cancelling need a reason."""
    with _changing(store, N_("Change the state of {code}"), key) as (work, project):
        text = (reason or "").strip() or None
        if state in (ProjectState.PAUSED, ProjectState.CANCELLED) and text is None:
            raise Invalid((Problem("state_reason", N_("Say why the project is paused or cancelled.")),))
        project.state, project.state_reason = state, text
        project.closed_on = on if state is ProjectState.CLOSED else None
        if text:
            body = _("{state}: {reason}").format(state=_(state.label), reason=text)
            work.add(Note(project_id=key, on=on, kind=NoteKind.NOTE, author=store.who, body=body))


def set_progress(store: Store, keys: Sequence[Key], *, progress: int) -> None:
    """Say how far the works are, in whole points."""
    label = N_("Physical progress of {code}") if len(keys) == 1 else N_("Physical progress of {n} projects")
    with store.change(label, n=len(keys)) as work:
        projects = records.found(work, Project, keys)
        records.tell(work, projects)
        for project in projects:
            project.progress = progress


def add_note(
    store: Store, key: Key, *, on: date, body: str, kind: NoteKind = NoteKind.NOTE, person: Key | None = None,
    author: str | None = None, internal: bool = False,
) -> Key:  # fmt: skip
    """Write down what happened on a day; ``internal`` notes never leave the team. Returns the note's key."""
    with _changing(store, N_("Add a note to {code}"), key) as (work, _project):
        note = Note(
            project_id=key, on=on, kind=kind, person_id=person, author=author or store.who, body=body,
            internal=internal,
        )  # fmt: skip
        return work.add(note).id


def delete(store: Store, keys: Iterable[Key]) -> None:
    """Delete projects with their notes. Raises Expected where action items, cases or meetings belong to them."""
    records.delete(store, Project.__tablename__, list(keys))


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Project]]:
    with store.change(label) as work:
        (project,) = records.found(work, Project, [key])
        records.tell(work, [project])
        yield work, project


"""The cells that have rules of their own, as a verb of their noun gives them: state, due date, progress, stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from db.fields import Key
from db.queries import lookups
from db.records import ActionItem, Case
from db.records.action_items import State
from db.records.cases import CaseState
from db.store import Store
from db.work import Work
from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.services import action_items, cases, meetings, projects

Verb = Callable[[Store, Sequence[Key], Any, str, date], Any]
"""Gives records one value: (store, keys, value, reason or "", today)."""


class AsksMore(Expected):
    """A verb of its own does this, and asks more than a value and a reason."""


class Within:
    """An open change in the guise of a store: what a verb does becomes part of it, under its label."""

    def __init__(self, store: Store, work: Work) -> None:
        self.work = work
        self.who = store.who

    @contextmanager
    def change(self, _label: str, **_more: Any) -> Iterator[Work]:
        yield self.work

    @contextmanager
    def reading(self) -> Iterator[lookups.Session]:
        yield self.work.session


def within(store: Store, work: Work) -> Store:
    """A store for verbs whose changes are those of ``work``."""
    return cast("Store", Within(store, work))


def verb_of(entity: str, name: str) -> Verb | None:
    """What gives records a value in a field that only verbs may change; None where a cell alone cannot."""
    return VERBS.get((entity, name))


def _due(store: Store, keys: Sequence[Key], value: date | None, reason: str, on: date) -> None:
    action_items.reschedule(store, keys, due_on=value, reason=reason, on=on)


def _progress(store: Store, keys: Sequence[Key], value: int, _reason: str, on: date) -> None:
    action_items.report_progress(store, keys, on=on, progress=value)


def _state(store: Store, keys: Sequence[Key], value: State, reason: str, on: date) -> None:
    """The step that leads to a state; from what was settled, cancelled or transferred only opening it again does."""
    with store.reading() as session:
        there = lookups.records(session, ActionItem, keys)
    ended = [key for key in keys if key in there and there[key].state not in action_items.UNDER_WAY]
    others = [key for key in keys if key not in set(ended)]
    if value in (State.PENDING, State.IN_PROGRESS) and ended:
        action_items.reopen(store, ended, on=on, reason=reason)
    elif value in (State.OBSERVED, State.CANCELLED, State.VERIFIED):
        others = list(keys)
    elif ended:
        raise action_items.settled(there[ended[0]])
    if value in STEPS and others:
        STEPS[value](store, others, on=on)
    elif value in WITH_REASON:
        WITH_REASON[value](store, keys, on=on, reason=reason)
    elif value not in STEPS:
        raise AsksMore(
            _("A cell alone cannot make a commitment “{state}”.").format(state=_(value.label)),
            _("Use the command of that name, which asks what else is needed."),
        )


STEPS: Mapping[State, Callable[..., Any]] = {
    State.PENDING: action_items.issue,
    State.IN_PROGRESS: action_items.start,
    State.DONE: action_items.complete,
    State.VERIFIED: action_items.verify,
}
WITH_REASON: Mapping[State, Callable[..., Any]] = {
    State.OBSERVED: action_items.observe,
    State.CANCELLED: action_items.cancel,
}


def _case_state(store: Store, keys: Sequence[Key], value: CaseState, reason: str, on: date) -> None:
    if value is not CaseState.OPEN:
        raise AsksMore(
            _("A cell alone cannot make a case “{state}”.").format(state=_(value.label)),
            _("Use the command of that name, which asks what else is needed."),
        )
    with store.reading() as session:
        there = lookups.records(session, Case, keys)
    for key in keys:
        if key in there and there[key].state is CaseState.CLOSED:
            cases.reopen(store, key, on=on, reason=reason)
        else:
            cases.take_up(store, key)


def _stage(store: Store, keys: Sequence[Key], value: Key | None, reason: str, on: date) -> None:
    if value is None:
        raise Expected(_("A project moves from stage to stage and does not leave them."))
    for key in keys:
        projects.set_stage(store, key, stage=value, on=on, reason=reason or None)


def _project_progress(store: Store, keys: Sequence[Key], value: int, _reason: str, _on: date) -> None:
    projects.set_progress(store, keys, progress=value)


def _meeting_state(store: Store, keys: Sequence[Key], value: Any, reason: str, _on: date) -> None:
    meetings.set_state(store, keys, state=value, reason=reason or None)


VERBS: Mapping[tuple[str, str], Verb] = {
    ("action_items", "due_on"): _due,
    ("action_items", "progress"): _progress,
    ("action_items", "state"): _state,
    ("cases", "state"): _case_state,
    ("projects", "progress"): _project_progress,
    ("projects", "stage_id"): _stage,
    ("meetings", "state"): _meeting_state,
}

ORDER = ("due_on", "progress", "stage_id", "state")
"""Progress before the state: a commitment reported at 100 % can still be completed, a completed one takes no report."""

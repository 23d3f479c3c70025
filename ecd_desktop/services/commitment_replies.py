"""What a department's answer does to its commitment: the verbs of action items on values that are not written yet.

A reported "Cumplido" is *done (to verify)*; a state or a progress that moves writes a line of the log, a new date a
reschedule with its reason (decision 10), dated by the file (decision 27).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from db.fields import Json, Key
from db.records.action_items import FOLLOWS, Channel, Origin, State
from ecd_desktop.language import _
from ecd_desktop.services.action_items import SETTLED, UNDER_WAY
from ecd_desktop.services.overlay import Values

ENTITY = "action_items"
DONE_TEXT, EVIDENCE = "+progress_entries.body", "+evidence.description"
NEW_DUE, NEW_DUE_REASON = "+reschedules.due_after", "+reschedules.reason"
WITHDRAW = "-"
THEIRS_TO_SAY = (State.PENDING, State.IN_PROGRESS, State.DONE)
"""The states that a department may report; the others are for the team to decide."""

Made = tuple[str, Values]
"""A further record: its noun and its values."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Whose answer it is, and the day that its facts are dated."""

    sender: str
    on: date


def told_state(value: Json) -> Json:
    """The state that a cell means: verified is what only the team can say, so that it is reported as done."""
    return State.DONE.value if value == State.VERIFIED.value else value


def reported(told: Mapping[str, Json]) -> Values:
    """What is told as it would be taken over (``told_state``)."""
    return {name: told_state(value) if name == "state" else value for name, value in told.items()}


def needs_nothing(name: str, now: Values, value: Json) -> bool:
    """Whether what is told is here already in another form: reported as done, and verified since."""
    return name == "state" and value == State.DONE.value and now["state"] == State.VERIFIED.value


def refusal(now: Values, taken: Mapping[str, Json]) -> str:
    """Why this cannot be taken over, as a sentence; "" where it can."""
    was, taken = State(str(now["state"])), reported(taken)
    if "state" in taken and taken["state"] is None:
        return _("The state cannot be taken away.")
    state = State(str(taken.get("state") or was))
    if WITHDRAW in taken:
        state = State.CANCELLED
    if state is not was and state not in FOLLOWS[was]:
        return _not_a_step(was, state)
    if taken.get("progress") is not None and state not in (*UNDER_WAY, State.DONE):
        return _("It is “{state}” here, so its progress does not change.").format(state=_(state.label))
    if taken.get("progress") is None and "progress" in taken:
        return _("The progress cannot be taken away.")
    if NEW_DUE in taken:
        if state not in UNDER_WAY:
            return _("It is “{state}” here, so its due date does not change.").format(state=_(state.label))
        if now["due_on"] and was is not State.DRAFT and not str(taken.get(NEW_DUE_REASON) or "").strip():
            return _("A new date was proposed without a reason, and without one the due date stays.")
    return ""


def _not_a_step(was: State, state: State) -> str:
    possible = ", ".join(_(one.label) for one in State if one in FOLLOWS[was])
    return _("It is “{state}” here and cannot become “{wanted}” from there. What can follow is: {states}.").format(
        state=_(was.label), wanted=_(state.label), states=possible
    )


def after(
    key: Key, now: Values, taken: Mapping[str, Json], reply: Reply, told: Collection[str] = ()
) -> tuple[Values, list[Made]]:
    """The commitment as it is with what was taken, and the records of its logs.

    ``told``: the fields that the answer tells, taken or not: what else follows does not touch them.
    """
    values, made, taken = dict(now), list[Made](), reported(taken)
    on = reply.on.isoformat()
    for name, value in taken.items():
        if name in now:
            values[name] = value
    was = State(str(now["state"]))
    if WITHDRAW in taken:
        values |= {"state": State.CANCELLED.value, "state_reason": str(taken[WITHDRAW])[:400]}
    state = State(str(values["state"]))
    if state is was and taken.get("progress") and was in (State.PENDING, State.DRAFT) and "state" not in told:
        state = State.IN_PROGRESS
    if state is not was:
        values |= _entered(state, values, on, told="progress" in taken or "progress" in told)
    if NEW_DUE in taken:
        made += _moved(key, now, values, taken, on)
    body = taken.get(DONE_TEXT)
    if (values["state"], values["progress"]) != (now["state"], now["progress"]) or body:
        said = body or (values["state_reason"] if state is not was else None)
        made.append(_entry(key, values, said, reply))
    if taken.get(EVIDENCE):
        made.append(_evidence(key, taken[EVIDENCE], on))
    return values, made


def _entered(state: State, values: Values, on: str, *, told: bool) -> Values:
    """What changes with a state that is entered, as the verbs of the window change it; ``told``: the progress is."""
    kept = values["state_reason"] if state in (State.CANCELLED, State.TRANSFERRED, State.OBSERVED) else None
    fresh: Values = {
        "state": state.value, "reported_on": None, "verified_on": None, "verified_by": None, "state_reason": kept,
        "transferred_to_id": None,
    }  # fmt: skip
    if state not in UNDER_WAY:
        fresh |= {"blocked_since": None, "blocked_reason": None, "unblocker_id": None}
    if state in SETTLED:
        fresh |= {"reported_on": on, "progress": values["progress"] if told else 100}
    return fresh


def _moved(key: Key, now: Values, values: Values, taken: Mapping[str, Json], on: str) -> list[Made]:
    due, old = taken[NEW_DUE], now["due_on"]
    values["due_on"] = due
    if old is None or now["state"] == State.DRAFT.value:
        values["due_original"] = now["due_original"] if now["due_original"] and old is not None else due
        return []
    values["due_original"] = now["due_original"] or old
    reason = str(taken.get(NEW_DUE_REASON) or "").strip()[:400]
    told: Values = {"action_item_id": str(key), "on": on, "due_before": old, "due_after": due, "reason": reason}
    return [("reschedules", told)]


def _entry(key: Key, values: Values, body: Json, reply: Reply) -> Made:
    return "progress_entries", {
        "action_item_id": str(key), "on": reply.on.isoformat(), "progress": values["progress"],
        "state": values["state"], "body": str(body)[:4000] if body else None, "channel": Channel.WORKBOOK.value,
        "reported_by": reply.sender[:200] or None,
    }  # fmt: skip


def _evidence(key: Key, text: Json, on: str) -> Made:
    return "evidence", {
        "action_item_id": str(key), "on": on, "description": str(text)[:400], "channel": Channel.WORKBOOK.value,
    }  # fmt: skip


def new(key: Key, told: Mapping[str, Json], unit: Key | None, reply: Reply) -> tuple[Values, list[Made]]:
    """A commitment that a department proposes, with its logs; its code is given when it is written."""
    on = reply.on.isoformat()
    values: Values = {
        "reach": "commitment", "origin": Origin.TEAM.value, "unit_id": str(unit) if unit else None, "agreed_on": on,
        "priority": "medium", "physical_works": False, "progress": 0, "state": State.PENDING.value, "code": None,
    }  # fmt: skip
    told = reported(told)
    values |= {name: value for name, value in told.items() if not name.startswith(("+", "-")) and value is not None}
    state = State(str(values["state"]))
    if state in SETTLED:
        values |= {"reported_on": on, "progress": told.get("progress", 100)}
    elif values["progress"] and state is State.PENDING:
        values["state"] = State.IN_PROGRESS.value
    values["due_on"] = values.get("due_on") or told.get(NEW_DUE)
    values["due_original"] = values["due_on"]
    made: list[Made] = []
    if values["state"] != State.PENDING.value or values["progress"] or told.get(DONE_TEXT):
        made.append(_entry(key, values, told.get(DONE_TEXT), reply))
    if told.get(EVIDENCE):
        made.append(_evidence(key, told[EVIDENCE], on))
    return values, made

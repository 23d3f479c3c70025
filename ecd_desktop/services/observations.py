"""Observations on minutes: numbered within their meeting, then resolved, or not accepted with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import issued, lookups
from db.records import Meeting, Observation
from db.records.minutes import ObservationState
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.numbering import LOCK
from ecd_desktop.services import records


def add(store: Store, meeting: Key, *, said: str, person_id: Key | None = None,
        organisation_id: Key | None = None) -> Key:  # fmt: skip
    """Note what somebody objects to, today; returns the observation's key."""
    with store.change(N_("New observation on the minutes of {code}")) as work:
        (held,) = records.found(work, Meeting, [meeting])
        records.tell(work, [held])
        work.hold(LOCK)  # two computers may note one at once
        draft = records.new_draft(
            Observation.__tablename__, meeting_id=meeting, number=issued.last_observation(work.session, meeting) + 1,
            on=today(), person_id=person_id, organisation_id=organisation_id, said=said,
        )  # fmt: skip
        records.write(work, draft)
        records.tell(work, [held])
    return draft.key


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save what is corrected in an observation. Raises Invalid where it is not accepted without a reason."""
    _reasoned(draft.wanted.get("state"), draft.wanted.get("reason"))
    return records.save(store, draft, form=form)


def settle(
    store: Store, keys: Sequence[Key], *, state: ObservationState, reason: str | None = None
) -> None:
    """Resolve observations (saying what was done, or not), do not accept them (saying why), or open them again."""
    _reasoned(state, reason)
    with store.change(N_("Answer {n} observations on minutes"), n=len(keys)) as work:
        for one in _found(work, keys):
            one.state, one.reason = state, (reason or "").strip() or None


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete observations."""
    with store.reading() as session:
        there = list(lookups.records(session, Observation, keys))
    if not there:
        raise _choose()
    records.delete(store, Observation.__tablename__, there)


def _found(work: Work, keys: Sequence[Key]) -> list[Observation]:
    there = list(lookups.records(work.session, Observation, keys).values())
    if not there:
        raise _choose()
    work.label_args["n"] = len(there)
    return there


def _choose() -> Expected:
    return Expected(_("This is no observation; nothing was changed."), _("Choose an observation in the list."))


def _reasoned(state: object, reason: str | None) -> None:
    if state is ObservationState.REJECTED and not (reason or "").strip():
        raise Invalid((Problem("reason", N_("Say why it is not accepted.")),))

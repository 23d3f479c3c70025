"""What is done with action items: save, report, complete, verify, move a date, block, assign; each dated by the fact.

Every change of state or progress writes a line of the progress log, and every moved due date a reschedule, in the
same change (decision 10). A step that does not follow from the present state is refused, naming the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import ActionItem, CoResponsible, Evidence, ProgressEntry, Reschedule, pair_key
from db.records.action_items import FOLLOWS, Channel, Priority, State
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date
from ecd_desktop.services import records

SETTLED = (State.DONE, State.VERIFIED)
UNDER_WAY = (State.DRAFT, State.PENDING, State.IN_PROGRESS, State.OBSERVED)


# --- saving a form --------------------------------------------------------------------------------------------------


def prepare(draft: Draft, *, on: date | None = None, who: str = "") -> None:
    """Fill in what follows from what the person wants: the first due date, the dates of done and verified.

    ``save`` does the same to its own copy; a form calls it before saving so that it already shows what will be there.
    """
    day = on or today()
    wanted, seen = draft.wanted, draft.seen
    state, was = wanted.get("state"), seen.get("state")
    if state is not was:
        if state in SETTLED:
            records.want(draft, "reported_on", wanted.get("reported_on") or day)
            records.want(draft, "progress", 100)
        if state is State.VERIFIED:
            records.want(draft, "verified_on", wanted.get("verified_on") or day)
            records.want(draft, "verified_by", wanted.get("verified_by") or who or None)
        if not draft.new:
            _forget_left(draft, state)
    due, promised = wanted.get("due_on"), seen.get("due_on") if was is not State.DRAFT else None
    untouched = wanted.get("due_original") == seen.get("due_original")
    if due is not None and (wanted.get("due_original") is None or (was is State.DRAFT and untouched)):
        records.want(draft, "due_original", promised or due)


def _forget_left(draft: Draft, state: State | None) -> None:
    left: list[str] = []
    if state not in SETTLED:
        left += ["reported_on"]
    if state is not State.VERIFIED:
        left += ["verified_on", "verified_by"]
    if state is not State.TRANSFERRED:
        left += ["transferred_to_id"]
    if state not in (State.CANCELLED, State.TRANSFERRED, State.OBSERVED):
        left += ["state_reason"]
    for name in left:
        if draft.wanted.get(name) == draft.seen.get(name):
            records.want(draft, name, None)


def save(
    store: Store, draft: Draft, *, on: date | None = None, reason: str | None = None, body: str | None = None,
    form: str | None = None,
) -> Outcome:  # fmt: skip
    """Save a draft; changes of state, progress and due date are logged as of ``on`` (default today).

    A due date that moves needs a ``reason``: without one ``Invalid`` is raised with a Problem of ``due_on``.
    ``body`` is what the progress log says. Raises Expected for a state that does not follow.
    """
    prepared = records.copied(draft)
    prepare(prepared, on=on, who=store.who)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, prepared)
        if isinstance(written.record, ActionItem):
            _follow_up(work, written.record, written.before, store.who, on=on or today(), reason=reason, body=body)
    return written.outcome


def _follow_up(
    work: Work, item: ActionItem, before: Mapping[str, Any], by: str, *, on: date, reason: str | None, body: str | None
) -> None:
    was = before.get("state")
    if was is not None and item.state is not was and item.state not in FOLLOWS[was]:
        raise _not_a_step(item.code, was, item.state)
    begun = item.progress > 0 or item.state not in (State.DRAFT, State.PENDING)
    if (item.state, item.progress) != (was, before.get("progress")) if before else begun:
        day = {State.DONE: item.reported_on, State.VERIFIED: item.verified_on}.get(item.state) or on
        _log(work, item, by, on=day, body=body or item.state_reason)
    old = before.get("due_on")
    if before and item.due_on != old and old is not None and was is not State.DRAFT:
        if not (reason or "").strip():
            raise Invalid((Problem("due_on", N_("Say why the due date changes.")),))
        moved(work, item, old, on=on, reason=reason or "")


# --- how far it is --------------------------------------------------------------------------------------------------


def report_progress(
    store: Store, keys: Sequence[Key], *, on: date, progress: int | None = None, body: str | None = None,
    channel: Channel = Channel.PROGRAM, by: str | None = None,
) -> None:  # fmt: skip
    """Log how far items were on a day. What is reported late, behind a newer entry, only enters the log."""
    with _changing(store, N_("Report progress of {code}"), N_("Report progress of {n} commitments"), keys, on=on) as (
        work,
        items,
    ):
        newest = lookups.last_reported(work.session, keys)
        for item in items:
            if item.state not in UNDER_WAY:
                raise settled(item)
            late = on < newest.get(item.id, on)
            was, had = lookups.reported_by(work.session, item.id, on) if late else (item.state, item.progress)
            points = had if progress is None else progress
            state = State.IN_PROGRESS if points and was in (State.PENDING, State.DRAFT) else was
            if not late:
                item.progress, item.state = points, state
            work.add(entry(item, on, points, state, body, channel, by or store.who))


def start(store: Store, keys: Sequence[Key], *, on: date, body: str | None = None) -> None:
    """Work has begun."""
    with _changing(store, N_("Start {code}"), N_("Start {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.IN_PROGRESS)
            _log(work, item, store.who, on=on, body=body)


def issue(store: Store, keys: Sequence[Key], *, on: date) -> None:
    """A draft becomes a commitment that counts."""
    with _changing(store, N_("Issue {code}"), N_("Issue {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.PENDING)
            item.agreed_on = item.agreed_on or on
            _log(work, item, store.who, on=on)


def complete(
    store: Store, keys: Sequence[Key], *, on: date, body: str | None = None, evidence: str | None = None
) -> None:
    """Reported as done on a day: 100 %, the clock stops, and it waits for verification."""
    with _changing(store, N_("Complete {code}"), N_("Complete {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.DONE)
            item.reported_on, item.progress, item.state_reason = on, 100, None
            free(item)
            _log(work, item, store.who, on=on, body=body)
            if evidence:
                work.add(Evidence(action_item_id=item.id, on=on, description=evidence))


def verify(store: Store, keys: Sequence[Key], *, on: date, by: str | None = None, body: str | None = None) -> None:
    """What was reported as done is accepted; who and when is kept."""
    with _changing(store, N_("Verify {code}"), N_("Verify {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.VERIFIED)
            item.verified_on, item.verified_by = on, by or store.who
            _log(work, item, store.who, on=on, body=body)


def observe(store: Store, keys: Sequence[Key], *, on: date, reason: str) -> None:
    """What was shown is not accepted yet; the clock runs again."""
    with _changing(store, N_("Object to {code}"), N_("Object to {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.OBSERVED)
            _unsettle(item)
            item.state_reason = _needed("state_reason", reason, N_("Say what is objected to."))
            _log(work, item, store.who, on=on, body=reason)


def reopen(store: Store, keys: Sequence[Key], *, on: date, reason: str, progress: int | None = None) -> None:
    """Settled, cancelled or transferred items are owed again; ``progress`` where it must go back."""
    with _changing(store, N_("Reopen {code}"), N_("Reopen {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            if item.state in UNDER_WAY:
                raise Expected(_("{code} is open already; nothing was changed.").format(code=item.code))
            fresh = item.state in (State.CANCELLED, State.TRANSFERRED) and not (progress or item.progress)
            step(item, State.PENDING if fresh else State.IN_PROGRESS)
            _unsettle(item)
            item.progress = item.progress if progress is None else progress
            body = _needed("state_reason", reason, N_("Say why it is opened again."))
            _log(work, item, store.who, on=on, body=body)


def cancel(store: Store, keys: Sequence[Key], *, on: date, reason: str) -> None:
    """Not owed any more; the reason says why and who authorised it."""
    with _changing(store, N_("Cancel {code}"), N_("Cancel {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            step(item, State.CANCELLED)
            item.state_reason = _needed("state_reason", reason, N_("Say why, and who authorised it."))
            free(item)
            _log(work, item, store.who, on=on, body=reason)


def transfer(store: Store, keys: Sequence[Key], *, on: date, to: Key, reason: str) -> None:
    """Another unit takes it over and it is closed here."""
    with _changing(store, N_("Transfer {code}"), N_("Transfer {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            if to == item.unit_id:
                raise Expected(
                    _("{code} is already with this unit; nothing was changed.").format(code=item.code),
                    _("Choose another unit."),
                )
            step(item, State.TRANSFERRED)
            item.transferred_to_id = to
            item.state_reason = _needed("state_reason", reason, N_("Say why, and who authorised it."))
            free(item)
            _log(work, item, store.who, on=on, body=reason)


# --- when, who, what stands in the way ------------------------------------------------------------------------------


def reschedule(store: Store, keys: Sequence[Key], *, due_on: date | None, reason: str, on: date) -> None:
    """Move the due date: the old one stays with its reason. A first date, or a draft's, is no reschedule."""
    with _changing(store, N_("Reschedule {code}"), N_("Reschedule {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            if item.state not in UNDER_WAY:
                raise settled(item)
            old = item.due_on
            if old == due_on:
                continue
            item.due_on = due_on
            if old is None or item.state is State.DRAFT:
                item.due_original = item.due_original if item.due_original and old is not None else due_on
                continue
            item.due_original = item.due_original or old
            moved(work, item, old, on=on, reason=_needed("due_on", reason, N_("Say why the due date changes.")))


def block(store: Store, keys: Sequence[Key], *, since: date, reason: str, unblocker: Key | None = None) -> None:
    """Something stands in the way since a day; ``unblocker`` is the organisation that can remove it."""
    with _changing(store, N_("Block {code}"), N_("Block {n} commitments"), keys, on=since) as (work, items):
        for item in items:
            if item.state not in UNDER_WAY:
                raise settled(item)
            item.blocked_since, item.unblocker_id = since, unblocker
            item.blocked_reason = _needed("blocked_reason", reason, N_("Say what blocks it."))
            _log(work, item, store.who, on=since, body=_("Blocked: {reason}").format(reason=reason))


def unblock(store: Store, keys: Sequence[Key], *, on: date, body: str | None = None) -> None:
    """Nothing stands in the way any more."""
    with _changing(store, N_("Unblock {code}"), N_("Unblock {n} commitments"), keys, on=on) as (work, items):
        for item in items:
            if item.blocked_since is None:
                raise Expected(_("{code} is not blocked; nothing was changed.").format(code=item.code))
            since = format_date(item.blocked_since)
            free(item)
            _log(work, item, store.who, on=on, body=body or _("No longer blocked (since {day}).").format(day=since))


def assign(store: Store, keys: Sequence[Key], *, unit: Key | None = None, person: Key | None = None) -> None:
    """Say who answers for items; None leaves that part as it is."""
    with _changing(store, N_("Assign {code}"), N_("Assign {n} commitments"), keys) as (_work, items):
        for item in items:
            item.unit_id = unit or item.unit_id
            item.person_id = person or item.person_id


def set_priority(store: Store, keys: Sequence[Key], *, priority: Priority) -> None:
    """Say how much items matter."""
    with _changing(store, N_("Change the priority of {code}"), N_("Change the priority of {n} commitments"), keys) as (
        _work,
        items,
    ):
        for item in items:
            item.priority = priority


def add_evidence(
    store: Store, key: Key, *, description: str, reference: str | None = None, on: date | None = None
) -> Key:
    """Note down what shows that it was done; returns the evidence's key."""
    with _changing(store, N_("Add evidence to {code}"), N_("Add evidence to {code}"), [key]) as (work, _items):
        return work.add(Evidence(action_item_id=key, on=on, description=description, reference=reference)).id


def add_co_responsible(store: Store, key: Key, *, organisation: Key | None = None, person: Key | None = None) -> Key:
    """A further unit or person answers for it; once is enough, so a second time changes nothing."""
    with _changing(store, N_("Add a co-responsible to {code}"), N_("Add a co-responsible to {code}"), [key]) as (
        work,
        _items,
    ):
        link = pair_key(key, *filter(None, (organisation, person)))
        if work.session.get(CoResponsible, link) is None:
            work.add(CoResponsible(id=link, action_item_id=key, organisation_id=organisation, person_id=person))
    return link


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete items with their log; the history can bring them back."""
    records.delete(store, ActionItem.__tablename__, keys)


# --- inside ---------------------------------------------------------------------------------------------------------


@contextmanager
def _changing(
    store: Store, one: str, many: str, keys: Sequence[Key], *, on: date | None = None
) -> Iterator[tuple[Work, list[ActionItem]]]:
    if on is not None and on > today():
        raise Expected(
            _("{day} is still to come, and only what has happened can be reported; nothing was changed.").format(
                day=format_date(on)
            ),
            _("Give the day on which it happened."),
        )
    with store.change(one if len(keys) == 1 else many, n=len(keys)) as work:
        items = records.found(work, ActionItem, keys)
        records.tell(work, items)
        yield work, items


def step(item: ActionItem, wanted: State) -> None:
    if wanted not in FOLLOWS[item.state]:
        raise _not_a_step(item.code, item.state, wanted)
    item.state = wanted


def _not_a_step(code: str, state: State, wanted: State) -> Expected:
    possible = [_(one.label) for one in State if one in FOLLOWS[state]]
    return Expected(
        _("{code} is “{state}” and cannot become “{wanted}” from there; nothing was changed.").format(
            code=code, state=_(state.label), wanted=_(wanted.label)
        ),
        _("What can follow is: {states}.").format(states=", ".join(possible)),
    )


def settled(item: ActionItem) -> Expected:
    return Expected(
        _("{code} is “{state}”, so nothing was changed.").format(code=item.code, state=_(item.state.label)),
        _("Open it again first, with a reason."),
    )


def _unsettle(item: ActionItem) -> None:
    item.reported_on = item.verified_on = item.verified_by = item.state_reason = item.transferred_to_id = None


def free(item: ActionItem) -> None:
    item.blocked_since = item.blocked_reason = item.unblocker_id = None


def _needed(field: str, text: str, message: str) -> str:
    if not text.strip():
        raise Invalid((Problem(field, message),))
    return text.strip()


def moved(work: Work, item: ActionItem, old: date | None, *, on: date, reason: str) -> None:
    work.add(Reschedule(action_item_id=item.id, on=on, due_before=old, due_after=item.due_on, reason=reason.strip()))


def _log(work: Work, item: ActionItem, by: str, *, on: date, body: str | None = None) -> None:
    work.add(entry(item, on, item.progress, item.state, body, Channel.PROGRAM, by))


def entry(
    item: ActionItem, on: date, progress: int, state: State, body: str | None, channel: Channel, by: str
) -> ProgressEntry:
    return ProgressEntry(
        action_item_id=item.id, on=on, progress=progress, state=state, body=body, channel=channel, reported_by=by
    )

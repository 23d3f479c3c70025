"""What is done with decisions (acuerdos): write down, with a code of their year; repeal by a later one; delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.records import AgendaItem, Decision, Meeting
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a new decision is dated by its meeting unless a date is typed, and gets its code from that year.

    Raises Invalid where its topic is one of another meeting.
    """
    prepared = records.copied(draft)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        meeting = prepared.wanted.get("meeting_id")
        if draft.new and meeting is not None and prepared.wanted.get("decided_on") is None:
            records.want(prepared, "decided_on", _day(work, meeting))
        written = records.write(work, prepared)
        if isinstance(written.record, Decision):
            _same_meeting(work, written.record)
    return written.outcome


def add(store: Store, *, meeting: Key, text: str, **values: Any) -> Key:
    """Write down what a meeting decided; ``values`` are further fields. Returns the decision's key."""
    draft = records.new_draft(Decision.__tablename__, meeting_id=meeting, text=text, **values)
    save(store, draft)
    return draft.key


def repeal(store: Store, keys: Sequence[Key], *, by: Key | None) -> None:
    """Say which later decision repealed these; None puts them in force again. Raises Expected for a circle."""
    label = N_("Repeal {code}") if by is not None else N_("Put {code} in force again")
    many = N_("Repeal {n} decisions") if by is not None else N_("Put {n} decisions in force again")
    with store.change(label if len(keys) == 1 else many, n=len(keys)) as work:
        told = records.found(work, Decision, keys)
        records.tell(work, told)
        later = records.found(work, Decision, [by])[0] if by is not None else None
        for decision in told:
            if later is not None and decision.id in _line(work, later):
                raise Expected(
                    _("{code} cannot be repealed by {other}, which it repealed itself; nothing was changed.").format(
                        code=decision.code, other=later.code
                    )
                    if decision.id != later.id
                    else _("{code} cannot repeal itself; nothing was changed.").format(code=decision.code),
                    _("Choose a later decision."),
                )
            decision.repealed_by_id = by


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete decisions. Raises Expected where others were repealed by them."""
    records.delete(store, Decision.__tablename__, keys)


# --- inside ---------------------------------------------------------------------------------------------------------


def _day(work: Work, meeting: Key) -> Any:
    held = work.session.get(Meeting, meeting)
    return (held.held_on if held is not None else None) or today()


def _same_meeting(work: Work, decision: Decision) -> None:
    topic = work.session.get(AgendaItem, decision.agenda_item_id) if decision.agenda_item_id is not None else None
    if topic is not None and topic.meeting_id != decision.meeting_id:
        raise Invalid((Problem("agenda_item_id", N_("Choose a topic of the same meeting.")),))


def _line(work: Work, decision: Decision) -> set[Key]:
    """A decision with all that repealed it, one after another."""
    line: set[Key] = set()
    following: Decision | None = decision
    while following is not None and following.id not in line:
        line.add(following.id)
        following = work.session.get(Decision, following.repealed_by_id) if following.repealed_by_id else None
    return line

"""What is done with stakeholders: save, assess on a day, say how they stand to one another, end a stake, merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import Assessment, Relation, Stakeholder
from db.records.stakeholders import Confidence, Position, RelationKind, Strategy
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import merging, records

TWICE = N_("This stakeholder stands in this project already; open that record and add an assessment to it.")


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft. Raises Invalid where the actor has a stake in that project that has not ended."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        if isinstance(written.record, Stakeholder):
            _once(work, written.record, written.before)
        return written.outcome


def _once(work: Work, stake: Stakeholder, before: Mapping[str, Any]) -> None:
    names = ("organisation_id", "person_id", "project_id", "until")
    if stake.until is not None or (before and all(before[name] == getattr(stake, name) for name in names)):
        return
    name = "organisation_id" if stake.organisation_id is not None else "person_id"
    work.flush()
    for other in lookups.pointing(work.session, Stakeholder, name, [getattr(stake, name)]):
        if other.id != stake.id and other.project_id == stake.project_id and other.until is None:
            raise Invalid((Problem(name, TWICE),))


def assess(
    store: Store, stakeholder: Key, *, power: int, interest: int, position: Position, on: date | None = None,
    legitimacy: int | None = None, urgency: int | None = None, confidence: Confidence = Confidence.MEDIUM,
    reason: str | None = None,
) -> Key:  # fmt: skip
    """Judge a stakeholder anew, on a day; what was judged before stays as it is. Returns the assessment's key.

    Raises Invalid where a number is beyond its scale or the day lies ahead.
    """
    day = on or today()
    if day > today():
        raise Invalid((Problem("on", N_("An assessment is of today or of an earlier day.")),))
    draft = records.new_draft(
        Assessment.__tablename__, stakeholder_id=stakeholder, on=day, power=power, interest=interest,
        position=position, legitimacy=legitimacy, urgency=urgency, confidence=confidence,
        reason=(reason or "").strip() or None, by=store.who[:120],
    )  # fmt: skip
    with store.change(records.label_of(draft)) as work:
        records.found(work, Stakeholder, [stakeholder])
        records.write(work, draft)
    return draft.key


def correct(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft of an assessment that was written down wrongly; the history keeps what it said."""
    return records.save(store, draft, form=form)


def choose(store: Store, keys: Sequence[Key], *, strategy: Strategy | None) -> None:
    """Choose how to go about stakeholders; None: as their assessment suggests."""
    label = N_("Choose a strategy") if len(keys) == 1 else N_("Choose the strategy for {n} stakeholders")
    with store.change(label, n=len(keys)) as work:
        for stake in records.found(work, Stakeholder, keys):
            stake.strategy = strategy


def end(store: Store, keys: Sequence[Key], *, on: date) -> None:
    """Stakes end on a day; what was judged of them stays. Raises Expected where one begins later."""
    label = N_("End a stake") if len(keys) == 1 else N_("End {n} stakes")
    with store.change(label, n=len(keys)) as work:
        for stake in records.found(work, Stakeholder, keys):
            if stake.since is not None and stake.since > on:
                raise Expected(
                    _("One of these begins after that day; nothing was changed."), _("Choose a later day.")
                )
            stake.until = on


def relate(
    store: Store, *, kind: RelationKind, organisation: Key | None = None, person: Key | None = None,
    other_organisation: Key | None = None, other_person: Key | None = None, strength: int | None = None,
    since: date | None = None, note: str | None = None,
) -> Key:  # fmt: skip
    """Say how one stands to the other; returns the relation's key. Raises Invalid where an end is missing or double."""
    draft = records.new_draft(
        Relation.__tablename__, kind=kind, organisation_id=organisation, person_id=person,
        other_organisation_id=other_organisation, other_person_id=other_person, strength=strength, since=since,
        note=(note or "").strip() or None,
    )  # fmt: skip
    with store.change(records.label_of(draft)) as work:
        records.write(work, draft)
    return draft.key


def end_relations(store: Store, keys: Sequence[Key], *, on: date | None = None) -> None:
    """Relations end, today or on a day."""
    label = N_("End a relation") if len(keys) == 1 else N_("End {n} relations")
    with store.change(label, n=len(keys)) as work:
        for relation in records.found(work, Relation, keys):
            relation.until = max(on or today(), relation.since or date.min)


def merge(store: Store, *, keep: Key, duplicates: Sequence[Key]) -> None:
    """Make one stake of several of the same actor in the same project; undo is the unmerge.

    Raises Expected where they are of two actors or projects: the organisations or the people are merged then.
    """
    with store.reading() as session:
        there = lookups.records(session, Stakeholder, [keep, *duplicates]).values()
        of = {(one.organisation_id, one.person_id, one.project_id) for one in there}
    if len(of) > 1:
        raise Expected(
            _("These are stakes of different actors or in different projects, so they are not one; nothing was "
              "changed."),
            _("Where two organisations or two people are the same, merge those: their stakes follow."),
        )  # fmt: skip
    merging.merge(store, Stakeholder.__tablename__, keep=keep, duplicates=duplicates)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete stakes with their assessments; Undo and the bin bring them back."""
    records.delete(store, Stakeholder.__tablename__, keys)

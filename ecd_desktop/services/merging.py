"""Duplicates become one record: all links go to the one that stays, in one change whose undo is the unmerge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.exchange_log import undone_transactions
from db.fields import LINK, MEMO, Key
from db.journal import links_to
from db.queries import lookups
from db.records import Attendance, Organisation, Place, Relation, Stakeholder, fields_of, pair_key, record_class
from db.records.attachments import TAGGED
from db.records.base import Record
from db.records.meetings import Presence
from db.records.stakeholders import RelationKind
from db.store import Store
from db.story import Step, Which, steps
from db.work import Work
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import history, records

LABELS = {
    "organisations": N_("Merge {n} organisations into “{name}”"),
    "people": N_("Merge {n} people into one"),
    "places": N_("Merge {n} places into “{name}”"),
    "stakeholders": N_("Merge {n} stakeholders into one"),
}
MERGED = "merge:"
"""Where a step of the journal comes from that made one record of several: this and the key of the one that stayed."""

ONCE: dict[str, tuple[str, ...]] = {
    "attendances": ("meeting_id", "person_id"),
    "series_members": ("series_id", "person_id"),
    "case_parties": ("case_id", "organisation_id", "person_id"),
    "co_responsibles": ("action_item_id", "organisation_id", "person_id"),
    "posts": ("person_id", "organisation_id", "role"),
    "stakeholders": ("organisation_id", "person_id", "project_id"),
    "tags": ("name", *TAGGED.values()),
    "project_places": ("project_id", "place_id"),
}
"""Records that say the same thing when these fields are equal: after a merge one of them is enough."""

MUTUAL = (RelationKind.ALLIANCE, RelationKind.CONFLICT)
"""Relations that are the same said from either side."""


def merge(store: Store, entity: str, *, keep: Key, duplicates: Sequence[Key]) -> None:
    """Point everything at ``keep`` and delete the duplicates; blanks of ``keep`` take what a duplicate knew.

    Undoing the step is the unmerge. Raises Expected where ``keep`` is among the duplicates or one is gone.
    """
    gone = [key for key in dict.fromkeys(duplicates) if key != keep]
    if not gone or len(gone) < len(duplicates):
        raise Expected(
            _("A record cannot be merged with itself; nothing was changed."),
            _("Choose the record that stays, and at least one other."),
        )
    with store.change(LABELS[entity], n=len(gone), origin=f"{MERGED}{keep}") as work:
        stays, *doomed = records.found(work, record_class(entity), [keep, *gone])
        if "{name}" in LABELS[entity]:
            work.label_args["name"] = stays.named()[:80]
        for record, name in links_to(entity):
            _repoint(work, record, name, gone, keep)
        work.flush()
        _relations_once(work, keep)
        for one in doomed:
            _take_over(stays, one)
        work.flush()
        for one in doomed:
            work.delete(one)


def merges_of(session: lookups.Session, key: Key) -> list[Step]:
    """The merges after which this record stayed and that were not taken back, the latest first."""
    undone = undone_transactions(session)
    return [step for step in steps(session, which=Which(origin=f"{MERGED}{key}")) if step.tx_id not in undone]


def unmerge(store: Store, key: Key) -> history.Told:
    """Take the latest merge into a record back, whatever was done since: each link that nobody moved again returns.

    Raises Expected where nothing was merged into it.
    """
    with store.reading() as session:
        there = merges_of(session, key)
    if not there:
        raise Expected(
            _("Nothing was merged into this record, so there is nothing to part; nothing was changed."),
            _("Choose the record that stayed after the merge."),
        )
    return history.undo_tx(store, there[0].tx_id)


def _repoint(work: Work, record: type[Record], name: str, gone: Sequence[Key], keep: Key) -> None:
    table = record.__tablename__
    moving = lookups.pointing(work.session, record, name, gone)
    names = ONCE.get(table, ())
    if name not in names:
        for one in moving:
            if isinstance(one, Relation) and keep in _ends(one):
                work.delete(one)  # nobody is related to themselves
            else:
                setattr(one, name, None if one.id == keep else keep)  # no record points to itself
        return
    settled = {_sameness(one, names): one for one in lookups.pointing(work.session, record, name, [keep])}
    for one in moving:
        values = {field: getattr(one, field) for field in fields_of(record)}
        paired = one.id == _pair(values, names)
        values[name] = keep
        twin = settled.get(tuple(values[field] for field in names))
        if twin is not None:
            if isinstance(twin, Attendance) and twin.presence is Presence.INVITED:
                twin.presence = values["presence"]
            _absorb(work, twin, one)
        elif paired:  # its key says whom it links: it is made anew under the key that others would give it
            work.delete(one)
            one = work.add(record(id=_pair(values, names), **values))
        else:
            setattr(one, name, keep)
        settled.setdefault(tuple(values[field] for field in names), one)


def _absorb(work: Work, twin: Record, one: Record) -> None:
    """A record that says the same as ``twin`` goes; of a stake, what was judged of it and what it knew stays."""
    if isinstance(twin, Stakeholder) and isinstance(one, Stakeholder):
        for record, name in links_to(one.__tablename__):
            _repoint(work, record, name, [one.id], twin.id)
        twin.since = min(twin.since, one.since) if twin.since and one.since else None
        twin.until = max(twin.until, one.until) if twin.until and one.until else None
        twin.owner_id = twin.owner_id or one.owner_id
        _take_over(twin, one)
        work.flush()
    work.delete(one)


def _relations_once(work: Work, keep: Key) -> None:
    """Of relations that say the same of the same two, the one that was written down first stays."""
    there: dict[Key, Relation] = {}
    for record, name in links_to("organisations") + links_to("people"):
        if record is Relation:
            there |= {one.id: one for one in lookups.pointing(work.session, Relation, name, [keep])}
    said: set[tuple[Any, ...]] = set()
    for key in sorted(there):
        relation = there[key]
        ends = _ends(relation)
        told = (frozenset(ends) if relation.kind in MUTUAL else ends, relation.kind, relation.until)
        if told in said:
            work.delete(relation)
        said.add(told)


def _ends(relation: Relation) -> tuple[Key | None, Key | None]:
    return relation.organisation_id or relation.person_id, relation.other_organisation_id or relation.other_person_id


def _sameness(record: Record, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _pair(values: Mapping[str, Any], names: Sequence[str]) -> Key:
    return pair_key(*(values[name] for name in names if isinstance(values[name], Key)))


def _take_over(stays: Record, gone: Record) -> None:
    for name, field in fields_of(type(stays)).items():
        mine, theirs = getattr(stays, name), getattr(gone, name)
        if field.group in ("validity", "name", "period") or field.kind is LINK or theirs is None:
            continue  # dates, names and places in the tree belong to the record that stays
        if mine is None:
            setattr(stays, name, theirs)
        elif field.kind is MEMO and theirs != mine:
            setattr(stays, name, f"{mine}\n{theirs}")
    if isinstance(stays, Organisation | Place):
        known = [part.strip() for part in (stays.aliases or "").split(";") if part.strip()]
        for alias in (gone.named(), getattr(gone, "acronym", None)):
            if alias and alias not in (*known, stays.named(), getattr(stays, "acronym", None)):
                known.append(alias)
        joined = "; ".join(known)
        if len(joined) <= 400:  # the length of the field; an import still asks about the rest
            stays.aliases = joined or None

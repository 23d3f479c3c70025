"""Duplicates become one record: all links go to the one that stays, in one change whose undo is the unmerge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.fields import LINK, MEMO, Key
from db.journal import links_to
from db.queries import lookups
from db.records import Attendance, Organisation, Place, fields_of, pair_key, record_class
from db.records.base import Record
from db.records.meetings import Presence
from db.store import Store
from db.work import Work
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import records

LABELS = {
    "organisations": N_("Merge {n} organisations into “{name}”"),
    "people": N_("Merge {n} people into one"),
    "places": N_("Merge {n} places into “{name}”"),
}

ONCE: dict[str, tuple[str, ...]] = {
    "attendances": ("meeting_id", "person_id"),
    "series_members": ("series_id", "person_id"),
    "case_parties": ("case_id", "organisation_id", "person_id"),
    "co_responsibles": ("action_item_id", "organisation_id", "person_id"),
    "posts": ("person_id", "organisation_id", "role"),
}
"""Records that say the same thing when these fields are equal: after a merge one of them is enough."""


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
    with store.change(LABELS[entity], n=len(gone)) as work:
        stays, *doomed = records.found(work, record_class(entity), [keep, *gone])
        if "{name}" in LABELS[entity]:
            work.label_args["name"] = stays.named()[:80]
        for record, name in links_to(entity):
            _repoint(work, record, name, gone, keep)
        for one in doomed:
            _take_over(stays, one)
        work.flush()
        for one in doomed:
            work.delete(one)


def _repoint(work: Work, record: type[Record], name: str, gone: Sequence[Key], keep: Key) -> None:
    table = record.__tablename__
    moving = lookups.pointing(work.session, record, name, gone)
    names = ONCE.get(table, ())
    if name not in names:
        for one in moving:
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
            work.delete(one)
        elif paired:  # its key says whom it links: it is made anew under the key that others would give it
            work.delete(one)
            one = work.add(record(id=_pair(values, names), **values))
        else:
            setattr(one, name, keep)
        settled.setdefault(tuple(values[field] for field in names), one)


def _sameness(record: Record, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _pair(values: Mapping[str, Any], names: Sequence[str]) -> Key:
    return pair_key(*(values[name] for name in names if isinstance(values[name], Key)))


def _take_over(stays: Record, gone: Record) -> None:
    for name, field in fields_of(type(stays)).items():
        mine, theirs = getattr(stays, name), getattr(gone, name)
        if field.group in ("validity", "name") or field.kind is LINK or theirs is None:
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

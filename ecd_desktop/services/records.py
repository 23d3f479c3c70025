"""What is the same for every noun: a draft to begin with, saving it, deleting with what belongs to it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from db.errors import Invalid
from db.fields import Field, Key, Problem
from db.journal import links_to
from db.merge import ABSENT, EXISTS, Outcome, Wish, existing
from db.queries import lookups
from db.records import fields_of, new_key, record_class
from db.records.base import Record
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft, Seen
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _

R = TypeVar("R", bound=Record)

SERIES: dict[str, tuple[str, str]] = {
    "action_items": ("COM", "agreed_on"),
    "cases": ("ASU", "opened_on"),
    "projects": ("PRY", "starts_on"),
    "meetings": ("REU", "held_on"),
    "decisions": ("ACU", "decided_on"),
}
"""The nouns with codes in yearly series: the series, and the date that says the year (else today's)."""

OWNED: dict[str, tuple[tuple[str, str], ...]] = {
    "action_items": (
        ("co_responsibles", "action_item_id"), ("progress_entries", "action_item_id"),
        ("reschedules", "action_item_id"), ("evidence", "action_item_id"), ("reviews", "action_item_id"),
    ),
    "cases": (("case_parties", "case_id"), ("notes", "case_id")),
    "meetings": (
        ("meeting_projects", "meeting_id"), ("attendances", "meeting_id"), ("agenda_items", "meeting_id"),
        ("decisions", "meeting_id"), ("reviews", "meeting_id"), ("observations", "meeting_id"),
        ("risks", "meeting_id"), ("lessons", "meeting_id"),
    ),
    "meeting_series": (("series_members", "series_id"),),
    "people": (("posts", "person_id"), ("series_members", "person_id"), ("interactions", "person_id")),
    "organisations": (("interactions", "organisation_id"),),
    "projects": (
        ("notes", "project_id"), ("meeting_projects", "project_id"), ("risks", "project_id"), ("lessons", "project_id"),
    ),
}  # fmt: skip
"""What is deleted with a record because it is part of it: (table, link)."""

SHARED: dict[str, tuple[str, ...]] = {
    "notes": ("case_id", "project_id"), "risks": ("meeting_id", "project_id"), "lessons": ("meeting_id", "project_id"),
    "interactions": ("person_id",),
}  # fmt: skip
"""Of these, what is part of two records stays with the one that is named here when the other is deleted: a contact
with somebody outlives the unit, and goes with the person."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a change to one noun is called in the history and beside Undo; places {code}, {name} and {n}."""

    new: str
    edit: str
    delete: str
    delete_many: str


# A person's name never stands in a label: labels stay when personal data is erased.
LABELS: dict[str, Labels] = {
    "action_items": Labels(
        N_("New commitment {code}"), N_("Edit {code}"), N_("Delete {code}"), N_("Delete {n} commitments")
    ),
    "cases": Labels(N_("New case {code}"), N_("Edit case {code}"), N_("Delete case {code}"), N_("Delete {n} cases")),
    "projects": Labels(
        N_("New project {code}"), N_("Edit project {code}"), N_("Delete project {code}"), N_("Delete {n} projects")
    ),
    "meetings": Labels(
        N_("New meeting {code}"), N_("Edit meeting {code}"), N_("Delete meeting {code}"), N_("Delete {n} meetings")
    ),
    "agenda_items": Labels(
        N_("New topic “{name}”"), N_("Edit topic “{name}”"), N_("Delete topic “{name}”"), N_("Delete {n} topics")
    ),
    "decisions": Labels(
        N_("New decision {code}"), N_("Edit decision {code}"), N_("Delete decision {code}"), N_("Delete {n} decisions")
    ),
    "meeting_series": Labels(
        N_("New series “{name}”"), N_("Edit series “{name}”"), N_("Delete series “{name}”"), N_("Delete {n} series")
    ),
    "series_members": Labels(
        N_("New member of a series"), N_("Edit a member of a series"), N_("Remove a member from a series"),
        N_("Remove {n} members from a series"),
    ),
    "minutes": Labels(
        N_("Issue minutes"), N_("Edit issued minutes"), N_("Delete issued minutes"), N_("Delete {n} issued minutes")
    ),
    "observations": Labels(
        N_("New observation on minutes"), N_("Edit an observation on minutes"), N_("Delete an observation on minutes"),
        N_("Delete {n} observations on minutes"),
    ),
    "interactions": Labels(
        N_("New contact"), N_("Edit a contact"), N_("Delete a contact"), N_("Delete {n} contacts")
    ),
    "risks": Labels(N_("New risk"), N_("Edit a risk"), N_("Delete a risk"), N_("Delete {n} risks")),
    "lessons": Labels(N_("New lesson"), N_("Edit a lesson"), N_("Delete a lesson"), N_("Delete {n} lessons")),
    "reviews": Labels(
        N_("New answer about an old commitment"), N_("Edit an answer about an old commitment"),
        N_("Delete an answer about an old commitment"), N_("Delete {n} answers about old commitments"),
    ),
    "organisations": Labels(
        N_("New organisation “{name}”"), N_("Edit organisation “{name}”"), N_("Delete organisation “{name}”"),
        N_("Delete {n} organisations"),
    ),
    "people": Labels(N_("New person"), N_("Edit a person"), N_("Delete a person"), N_("Delete {n} people")),
    "places": Labels(
        N_("New place “{name}”"), N_("Edit place “{name}”"), N_("Delete place “{name}”"), N_("Delete {n} places")
    ),
    "holidays": Labels(
        N_("New non-working day “{name}”"), N_("Edit non-working day “{name}”"),
        N_("Delete non-working day “{name}”"), N_("Delete {n} non-working days"),
    ),
    "stages": Labels(
        N_("New stage “{name}”"), N_("Edit stage “{name}”"), N_("Delete stage “{name}”"), N_("Delete {n} stages")
    ),
    "intervention_types": Labels(
        N_("New type of intervention “{name}”"), N_("Edit type of intervention “{name}”"),
        N_("Delete type of intervention “{name}”"), N_("Delete {n} types of intervention"),
    ),
    "saved_views": Labels(
        N_("New view “{name}”"), N_("Save view “{name}”"), N_("Delete view “{name}”"), N_("Delete {n} views")
    ),
    "notes": Labels(N_("New note"), N_("Edit a note"), N_("Delete a note"), N_("Delete {n} notes")),
    "posts": Labels(N_("New post"), N_("Edit a post"), N_("Delete a post"), N_("Delete {n} posts")),
    "case_parties": Labels(
        N_("New party of a case"), N_("Edit a party of a case"), N_("Remove a party from a case"),
        N_("Remove {n} parties from a case"),
    ),
    "attendances": Labels(
        N_("New attendance"), N_("Edit an attendance"), N_("Remove an attendance"), N_("Remove {n} attendances")
    ),
    "co_responsibles": Labels(
        N_("New co-responsible"), N_("Edit a co-responsible"), N_("Remove a co-responsible"),
        N_("Remove {n} co-responsibles"),
    ),
    "evidence": Labels(
        N_("New evidence"), N_("Edit evidence"), N_("Delete evidence"), N_("Delete {n} pieces of evidence")
    ),
    "progress_entries": Labels(
        N_("New progress entry"), N_("Edit a progress entry"), N_("Delete a progress entry"),
        N_("Delete {n} progress entries"),
    ),
    "reschedules": Labels(
        N_("New reschedule"), N_("Edit a reschedule"), N_("Delete a reschedule"), N_("Delete {n} reschedules")
    ),
    "meeting_projects": Labels(
        N_("New project of a meeting"), N_("Edit a project of a meeting"), N_("Remove a project from a meeting"),
        N_("Remove {n} projects from a meeting"),
    ),
}  # fmt: skip


# --- drafts ---------------------------------------------------------------------------------------------------------


def new_draft(entity: str, **values: Any) -> Draft:
    """A draft of a record that is not there yet, with the noun's own defaults and ``values`` over them.

    Where codes come in series the code may stay empty: saving gives it.
    """
    cls = record_class(entity)
    fields: dict[str, Field] = dict(fields_of(cls))
    if entity in SERIES:
        fields["code"] = replace(fields["code"], required=False)
    made = cls(**values)
    return Draft.start(
        entity, fields, new_key(), rules=_rules(entity), **{name: getattr(made, name) for name in fields}
    )


def draft_of(seen: Seen) -> Draft:
    """A draft of a record that exists, as a query froze it."""
    return Draft.of(seen, fields_of(record_class(seen.entity)), rules=_rules(seen.entity))


def copied(draft: Draft) -> Draft:
    """A draft that may be completed without the one on the desk changing under somebody's hands."""
    twin = copy.copy(draft)
    twin.seen, twin.wanted, twin.typed = dict(draft.seen), dict(draft.wanted), dict(draft.typed)
    return twin


def want(draft: Draft, name: str, value: Any) -> None:
    """Want ``value`` unless the person has typed something there that cannot be read."""
    if name not in draft.typed and draft.wanted.get(name) != value:
        draft.set(name, value)


def _rules(entity: str) -> Any:
    cls = record_class(entity)

    def rules(values: Mapping[str, Any]) -> Iterable[Problem]:
        coded = {"code": values.get("code") or "-"} if entity in SERIES else {}
        return list(cls(**{**values, **coded}).problems())

    return rules


# --- saving ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a draft inside a change; ``before`` is empty for a new record, ``record`` None for a gone one."""

    record: Record | None
    before: Mapping[str, Any]
    outcome: Outcome


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save what is valid in a draft as one change; conflicts are left to be decided.

    Saves of one open ``form`` (any text that tells it apart) are one step for Undo. Raises ``db.errors.Invalid``
    where nothing of it can be saved.
    """
    with store.change(label_of(draft), origin=form_origin(form)) as work:
        return write(work, draft).outcome


def label_of(draft: Draft) -> str:
    """What saving the draft is called."""
    labels = LABELS[draft.entity]
    return labels.new if draft.new else labels.edit


def form_origin(form: str | None) -> str | None:
    """How the saves of one open form recognise each other in the journal."""
    return f"form:{form}" if form else None


def write(work: Work, draft: Draft) -> Written:
    """Settle a draft inside a change that is open already; a new record of a series gets its code."""
    cls = record_class(draft.entity)
    if draft.new:
        before: dict[str, Any] = {}
        wishes = [_creation(work, draft, cls)]
    else:
        wishes = [wish for wish in draft.wishes() if wish.field != "code" or wish.value]
        if not wishes and (problems := tuple(draft.problems())):
            raise Invalid(problems)
        present = work.session.get(cls, draft.key)
        before = {name: getattr(present, name) for name in draft.fields} if present is not None else {}
        for wish in wishes:
            if wish.field == "code":
                _own_code(work, cls, str(wish.value), draft.key)
    outcome = work.apply(wishes)
    record = work.session.get(cls, draft.key)
    if record is not None:
        tell(work, [record])
    return Written(record, before, outcome)


def _creation(work: Work, draft: Draft, cls: type[Record]) -> Wish:
    if problems := tuple(p for p in draft.problems() if p.field != "code" or draft.entity not in SERIES):
        raise Invalid(problems)
    values = dict(draft.wanted)
    if draft.entity in SERIES:
        if values.get("code"):
            _own_code(work, cls, str(values["code"]), draft.key)
        else:
            values["code"] = next_code(work, draft.entity, values.get(SERIES[draft.entity][1]))
    fields = fields_of(cls)
    dumped = {name: field.dump(values.get(name)) for name, field in fields.items()}
    return Wish(draft.entity, draft.key, EXISTS, ABSENT, existing(dumped))


def next_code(work: Work, entity: str, day: date | None) -> str:
    """The next free code of a noun's series for the year of ``day``, or of today."""
    cls = record_class(entity)
    while True:
        code = work.code(SERIES[entity][0], (day or today()).year)
        if not lookups.code_taken(work.session, cls, code, besides=new_key()):
            return code


def _own_code(work: Work, cls: type[Record], code: str, key: Key) -> None:
    if lookups.code_taken(work.session, cls, code, besides=key):
        raise Invalid((Problem("code", N_("Another record has the code {code}."), {"code": code}),))
    work.claim(code)


def tell(work: Work, told: Sequence[Record]) -> None:
    """Give the label its places: {n}, {codes}, and {code} and {name} of a single record."""
    work.label_args["n"] = len(told)
    codes = [str(code) for one in told if (code := getattr(one, "code", None))]
    if codes:
        work.label_args["codes"] = ", ".join(codes[:12])
    if len(told) == 1:
        if codes:
            work.label_args["code"] = codes[0]
        elif "{name}" in LABELS[told[0].__tablename__].edit:
            work.label_args["name"] = told[0].named()[:80]


# --- finding and deleting -------------------------------------------------------------------------------------------


def found(work: Work, record: type[R], keys: Iterable[Key]) -> list[R]:
    """The records of ``keys`` in their order. Raises Expected where one was deleted meanwhile."""
    wanted = list(dict.fromkeys(keys))
    there = lookups.records(work.session, record, wanted)
    if len(there) < len(wanted):
        raise Expected(
            _("Somebody deleted one of these records in the meantime, so nothing was changed."),
            _("Look at the list again; what was deleted can be brought back from the history."),
        )
    return [there[key] for key in wanted]


def delete(store: Store, entity: str, keys: Sequence[Key]) -> None:
    """Delete records with what is part of them. Raises Expected, naming the uses, where others point to them."""
    labels = LABELS[entity]
    with store.change(labels.delete if len(keys) == 1 else labels.delete_many, n=len(keys)) as work:
        take_out(work, entity, keys)


def take_out(work: Work, entity: str, keys: Sequence[Key]) -> None:
    """Delete inside a change that is open already; see ``delete``."""
    doomed = found(work, record_class(entity), keys)
    tell(work, doomed)
    _refuse_used(work, entity, doomed)
    parts = {
        (owned, name): lookups.pointing(work.session, record_class(owned), name, keys)
        for owned, name in OWNED.get(entity, ())
    }
    _refuse_parts_used(work, doomed[0], [part for found_ in parts.values() for part in found_])
    for (_owned, name), there in parts.items():
        for part in there:
            if any(getattr(part, other, None) for other in SHARED.get(part.__tablename__, ()) if other != name):
                setattr(part, name, None)  # it still tells something about the other
                if name == "meeting_id":
                    part.agenda_item_id = None  # type: ignore[attr-defined]
            else:
                work.delete(part)
    work.flush()
    for record in doomed:
        work.delete(record)


def _refuse_parts_used(work: Work, whole: Record, parts: Sequence[Record]) -> None:
    """A part that a record elsewhere points to stays, and so does the whole: a decision that repealed another one."""
    going = {part.id for part in parts}
    by_entity: dict[str, list[Key]] = {}
    for part in parts:
        by_entity.setdefault(part.__tablename__, []).append(part.id)
    counted: dict[str, int] = {}
    for entity, keys in by_entity.items():
        for record, name in links_to(entity):
            staying = [one for one in lookups.pointing(work.session, record, name, keys) if one.id not in going]
            if staying:
                counted[record.__tablename__] = counted.get(record.__tablename__, 0) + len(staying)
    _refuse(whole, counted)


def _refuse_used(work: Work, entity: str, doomed: Sequence[Record]) -> None:
    owned = set(OWNED.get(entity, ()))
    counted: dict[str, int] = {}
    for (table, name), number in lookups.uses(work.session, entity, [record.id for record in doomed]).items():
        if (table, name) not in owned:
            counted[table] = counted.get(table, 0) + number
    _refuse(doomed[0], counted)


def _refuse(record: Record, counted: Mapping[str, int]) -> None:
    if counted:
        uses = [
            _("{noun} ({n})").format(noun=_(record_class(table).noun), n=number) for table, number in counted.items()
        ]
        raise Expected(
            _("“{name}” is still used, so it was not deleted: {uses}.").format(
                name=record.named(), uses=", ".join(uses)
            ),
            _("Change what uses it first, or merge it with the record that should stay."),
        )

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
from ecd_desktop.services.nouns import LABELS, OWNED, SERIES, SHARED

R = TypeVar("R", bound=Record)

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
    parts = _parts(work, {entity: keys})
    _refuse_parts_used(work, doomed[0], [part for found_ in parts.values() for part in found_])
    for (_owned, name), there in parts.items():
        for part in there:
            if _shared(part, name):
                setattr(part, name, None)  # it still tells something about the other
                if name == "meeting_id":
                    part.agenda_item_id = None
            else:
                work.delete(part)
    work.flush()
    for record in doomed:
        work.delete(record)


def _parts(work: Work, wholes: Mapping[str, Sequence[Key]]) -> dict[tuple[str, str], list[Any]]:
    """What belongs to records, and to what belongs to them: by table and link, each part once."""
    found_: dict[tuple[str, str], list[Any]] = {}
    seen: set[Key] = set()
    waiting = [(entity, list(keys)) for entity, keys in wholes.items()]
    for entity, keys in waiting:
        for owned, name in OWNED.get(entity, ()):
            there = [one for one in lookups.pointing(work.session, record_class(owned), name, keys)
                     if one.id not in seen]  # fmt: skip
            seen.update(one.id for one in there)
            found_.setdefault((owned, name), []).extend(there)
            if going := [one.id for one in there if not _shared(one, name)]:
                waiting.append((owned, going))
    return found_


def _shared(part: Record, name: str) -> bool:
    """Whether a part tells something of another record too, and so stays without this link."""
    return any(getattr(part, other, None) for other in SHARED.get(part.__tablename__, ()) if other != name)


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

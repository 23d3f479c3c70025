"""Fields of records changed outside a form: one cell, a selection, filled down; and records made again from others.

What has a rule of its own (a state, a due date that needs its reason) is changed by its noun's verbs and refused here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.fields import Field, Key
from db.merge import Conflict, Outcome, Wish, groups_of, wishes_between
from db.queries import lookups
from db.records import fields_of, record_class
from db.records.base import Record, defaults_of
from db.records.cases import CaseState
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import nouns, records

# {field} is a catalogue entry itself: it is told in the language of whoever reads the history.
LABELS: dict[str, tuple[str, str]] = {
    "action_items": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} commitments")),
    "cases": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} cases")),
    "projects": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} projects")),
    "meetings": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} meetings")),
    "meeting_series": (N_("Change “{field}” of “{name}”"), N_("Change “{field}” of {n} series")),
    "agenda_items": (N_("Change “{field}” of “{name}”"), N_("Change “{field}” of {n} topics")),
    "decisions": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} decisions")),
    "indicators": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} indicators")),
    "documents": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} documents")),
    "organisations": (N_("Change “{field}” of “{name}”"), N_("Change “{field}” of {n} organisations")),
    "lessons": (N_("Change “{field}” of {code}"), N_("Change “{field}” of {n} lessons")),
    "people": (N_("Change “{field}” of a person"), N_("Change “{field}” of {n} people")),
    "places": (N_("Change “{field}” of “{name}”"), N_("Change “{field}” of {n} places")),
    "stakeholders": (N_("Change “{field}” of a stakeholder"), N_("Change “{field}” of {n} stakeholders")),
}
"""What a change of a field is called, of one record and of several; a person is not named (see ``nouns.LABELS``)."""

ANY = (N_("Change “{field}” of a record"), N_("Change “{field}” of {n} records"))
"""What it is called of a noun that says nothing."""

COPIED: dict[str, tuple[str, str]] = {
    "action_items": (N_("Duplicate {code}"), N_("Duplicate {n} commitments")),
    "cases": (N_("Duplicate {code}"), N_("Duplicate {n} cases")),
    "projects": (N_("Duplicate {code}"), N_("Duplicate {n} projects")),
    "meetings": (N_("Duplicate {code}"), N_("Duplicate {n} meetings")),
    "meeting_series": (N_("Duplicate “{name}”"), N_("Duplicate {n} series")),
    "agenda_items": (N_("Duplicate “{name}”"), N_("Duplicate {n} topics")),
    "decisions": (N_("Duplicate {code}"), N_("Duplicate {n} decisions")),
    "indicators": (N_("Duplicate {code}"), N_("Duplicate {n} indicators")),
    "documents": (N_("Duplicate {code}"), N_("Duplicate {n} documents")),
    "organisations": (N_("Duplicate “{name}”"), N_("Duplicate {n} organisations")),
    "lessons": (N_("Duplicate {code}"), N_("Duplicate {n} lessons")),
    "people": (N_("Duplicate a person"), N_("Duplicate {n} people")),
    "places": (N_("Duplicate “{name}”"), N_("Duplicate {n} places")),
    "stakeholders": (N_("Duplicate a stakeholder"), N_("Duplicate {n} stakeholders")),
}

ANY_COPIED = (N_("Duplicate a record"), N_("Duplicate {n} records"))

RULED: dict[str, frozenset[str]] = {
    "action_items": frozenset({
        "code", "due_on", "due_original", "progress", "state", "state_reason", "reported_on", "verified_on",
        "verified_by", "transferred_to_id", "blocked_since", "blocked_reason", "unblocker_id",
    }),
    "cases": frozenset({
        "code", "state", "waiting_for", "outcome", "outcome_text", "closed_on", "closing_reason",
    }),
    "projects": frozenset({"code", "state", "state_reason", "closed_on", "stage_id", "stage_as_given"}),
    "meetings": frozenset({"code", "occurs_on", "moves"}),
    "meeting_series": frozenset({"agenda"}),
    "minutes": frozenset(fields_of(record_class("minutes"))),
    "observations": frozenset({"meeting_id", "number", "state", "reason"}),
    "agenda_items": frozenset({"meeting_id", "position", "state", "continues_id"}),
    "decisions": frozenset({"code", "meeting_id", "repealed_by_id"}),
    "indicators": frozenset({"code", "sense", "baseline", "target", "lowest", "highest"}),
    "documents": frozenset({
        "code", "direction", "dated_on", "received_on", "reply_days", "reply_due_on", "answers_id", "repeats_id",
        "closed_on", "closed_reason",
    }),
    "lessons": frozenset({"code", "state", "withdrawn_reason", "meeting_id", "agenda_item_id", "parent_id"}),
    "lesson_applications": frozenset({"lesson_id", "project_id", "decision", "reason"}),
    "reviews": frozenset({
        "meeting_id", "action_item_id", "fate", "due_before", "due_after", "state_before", "progress_before",
    }),
}  # fmt: skip
"""The fields that only a form or a verb of their noun may change: their change writes more than themselves."""

BEGINS: dict[str, frozenset[str]] = {
    "action_items": RULED["action_items"] - {"due_on"} | {"item_number"},
    "cases": RULED["cases"] | {"opened_on"},
    "projects": RULED["projects"] - {"stage_id"} | {"progress"},
    "meetings": frozenset({
        "code", "number", "occurs_on", "moves", "state", "state_reason", "minutes_text", "next_on", "next_at",
        "next_venue", "next_agenda", "counted_women", "counted_men", "counted_girls", "counted_boys",
        "counted_caregivers",
    }),
    "meeting_series": frozenset({"ended"}),
    "agenda_items": frozenset({"state", "position", "started_at", "ended_at", "conclusion", "continues_id"}),
    "decisions": frozenset({"code", "number", "repealed_by_id"}),
    "indicators": frozenset({"code"}),
    "documents": frozenset({
        "code", "official_number", "docket", "answers_id", "repeats_id", "closed_on", "closed_reason",
    }),
    "lessons": frozenset({"code", "state", "withdrawn_reason", "noted_on"}),
    "organisations": frozenset({"tax_number", "successor_id"}),
    "people": frozenset({"document_kind", "document_number", "phone", "email"}),
    "places": frozenset({"ubigeo_inei", "ubigeo_reniec"}),
    "stakeholders": frozenset({"project_id", "since", "until"}),
}  # fmt: skip
"""What a duplicate does not take over: it begins as any new record, and numbers belong to one record only."""

NAMED_BY = {
    "projects": "name", "indicators": "name",
    "meeting_series": "name", "organisations": "name", "places": "name", "people": "given_names",
}  # fmt: skip
"""The nouns in which two records of one name would be mistaken for each other: the duplicate says that it is one."""

Seen = Mapping[Key, Mapping[str, Any]]
"""What a person saw of records when the change was begun: Python values by field name, by key."""


def change_fields(
    store: Store, entity: str, keys: Sequence[Key], values: Mapping[str, Any], seen: Seen | None = None
) -> Outcome:
    """Give fields of records new values, as one change; what others changed since ``seen`` is left to be decided.

    ``values``: Python values by field name; without ``seen`` they are wanted whatever is there now. Raises ValueError
    for fields that only verbs may change, Invalid where a record would break its rules, Expected where one is gone
    or may not be changed in its state.
    """
    if ruled := RULED.get(entity, frozenset()) & set(values):
        raise ValueError(f"{entity}: {', '.join(sorted(ruled))} can only be changed by a verb")
    with store.change(LABELS.get(entity, ANY)[len(keys) > 1], n=len(keys)) as work:
        there = records.found(work, record_class(entity), keys)
        return _give(work, entity, there, values, seen or {})


def fill_down(store: Store, entity: str, keys: Sequence[Key], names: Sequence[str]) -> Outcome:
    """Give the records of ``keys`` but the first the values that the first one has in these fields."""
    if ruled := RULED.get(entity, frozenset()) & set(names):
        raise ValueError(f"{entity}: {', '.join(sorted(ruled))} can only be changed by a verb")
    with store.change(LABELS.get(entity, ANY)[len(keys) > 2], n=len(keys) - 1) as work:
        first, *others = records.found(work, record_class(entity), keys)
        return _give(work, entity, others, {name: getattr(first, name) for name in names}, {})


def changed_meanwhile(store: Store, entity: str, key: Key, name: str, seen: Any, wanted: Any) -> Conflict | None:
    """What stands against giving one field a value by a verb: that somebody else gave it another one since."""
    field = fields_of(record_class(entity))[name]
    with store.reading() as session:
        record = lookups.records(session, record_class(entity), [key]).get(key)
        now = field.dump(getattr(record, name)) if record is not None else None
    if record is None or now in (field.dump(seen), field.dump(wanted)):
        return None
    return Conflict(Wish(entity, key, name, field.dump(seen), field.dump(wanted)), now)


def duplicate(store: Store, entity: str, keys: Sequence[Key]) -> list[Key]:
    """Make records again: what they say is taken over, how far they are is not. Returns the new keys, in order."""
    with store.change(COPIED.get(entity, ANY_COPIED)[len(keys) > 1], n=len(keys)) as work:
        there = records.found(work, record_class(entity), keys)
        made = [work.add(_twin(work, entity, record)) for record in there]
        work.flush()
        records.tell(work, made if len(made) > 1 else there)
        return [one.id for one in made]


# --- inside ---------------------------------------------------------------------------------------------------------


def _give(
    work: Work, entity: str, there: Sequence[Record], values: Mapping[str, Any], seen: Seen
) -> Outcome:
    fields = _asked_about(fields_of(record_class(entity)), values)
    records.tell(work, there)
    work.label_args["field"] = fields[next(iter(values))].label
    wishes: list[Wish] = []
    for record in there:
        refuse_closed(record, values)
        now = {name: getattr(record, name) for name in fields}
        was = {**now, **{name: value for name, value in seen.get(record.id, {}).items() if name in fields}}
        wishes += wishes_between(entity, record.id, fields, was, {**was, **values})
    return work.apply(wishes)


def _asked_about(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Field]:
    """The fields of the questions that ``values`` answer: a group's members are settled together."""
    groups = groups_of(fields).values()
    wanted = {name for names in groups if set(names) & set(values) for name in names}
    return {name: field for name, field in fields.items() if name in wanted}


def refuse_closed(record: Record, values: Mapping[str, Any]) -> None:
    """Raise Expected for what a closed case has no more."""
    if getattr(record, "state", None) is CaseState.CLOSED and {"next_step", "next_on"} & set(values):
        raise Expected(
            _("{code} is closed; nothing was changed.").format(code=getattr(record, "code", "")),
            _("Open it again first, with a reason."),
        )


def _twin(work: Work, entity: str, record: Record) -> Record:
    cls = type(record)
    fields = fields_of(cls)
    fresh = BEGINS.get(entity, frozenset())
    values = {name: getattr(record, name) for name in fields if name not in fresh}
    values |= {name: defaults_of(cls).get(name) for name in fresh if name in fields and name != "code"}
    if (name := NAMED_BY.get(entity)) is not None:
        most = fields[name].max or 200
        words = _("{name} (copy)")
        values[name] = words.format(name=str(values[name])[: most - len(words.format(name=""))])
    if entity == "action_items":
        values["due_original"] = values["due_on"]
    if entity == "cases":
        values["opened_on"] = today()
    if entity in nouns.SERIES:
        values["code"] = records.next_code(work, entity, values.get(nouns.SERIES[entity][1]))
    return cls(**values)

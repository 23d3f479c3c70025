"""Undo, redo, and what the journal tells in words: the story of a record, what a step did, what happened lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.fields import Field, Key
from db.merge import Conflict, Outcome
from db.queries import lookups
from db.queries.records import names
from db.records import fields_of, record_class
from db.store import Store
from db.story import Entry, Step, Which, count_entries, step_of
from db.story import entries as story_entries
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_moment, ngettext, speech

FORM = "form:"
STEPS_AT_MOST = 200  # saves of one open form that one undo takes back


@dataclass(frozen=True, slots=True)
class Told:
    """What an undo or a redo did: a sentence in the language in force, and what was left for a person to decide."""

    done: bool
    sentence: str
    conflicts: tuple[Conflict, ...] = ()


def label(text: str, args: Mapping[str, Any]) -> str:
    """A transaction's label in the language in force, with its places filled."""
    shown = {name: _place(name, value) for name, value in args.items()}
    try:
        return _(text).format_map(shown)
    except (KeyError, IndexError, ValueError):  # written by another version: the words without the places
        return _(text)


def _place(name: str, value: Any) -> Any:
    return _(value) if name == "field" else value


def undoable(store: Store) -> str | None:
    """The name of what Undo would take back, or None."""
    step = store.undoable()
    return label(step.label, step.args) if step else None


def redoable(store: Store) -> str | None:
    """The name of what Redo would bring back, or None."""
    step = store.redoable()
    return label(step.label, step.args) if step else None


def undo(store: Store) -> Told:
    """Take back my last step; the saves of one open form are one step."""
    return _repeat(store, undoing=True)


def redo(store: Store) -> Told:
    """Bring back what was undone last."""
    return _repeat(store, undoing=False)


def undo_tx(store: Store, tx_id: Key) -> Told:
    """Take back one transaction anywhere in the history, where nothing changed since."""
    step = next(iter(_steps(store, [tx_id])), None)
    if step is None:
        raise Expected(_("There is no such step in the history of this database; nothing was changed."))
    if step.kind == "migrate":
        raise Expected(
            _("An upgrade of the database is not a step that can be taken back; nothing was changed."),
            _("Restore the copy that was made before it."),
        )
    if step.kind == "redact":
        raise Expected(_("What was erased for privacy is gone for good; nothing was changed."))
    return _told(step, store.undo(tx_id), undoing=True)


def _steps(store: Store, wanted: Iterable[Key]) -> list[Step]:
    with store.reading() as session:
        found = []
        for tx_id in wanted:
            try:
                found.append(step_of(session, tx_id))
            except KeyError:
                continue
        return found


def _repeat(store: Store, *, undoing: bool) -> Told:
    peek, act = (store.undoable, store.undo) if undoing else (store.redoable, store.redo)
    first = peek()
    if first is None:
        return Told(False, _("There is nothing to undo.") if undoing else _("There is nothing to redo."))
    form = _form_of(store, first)
    outcome = act()
    for _again in range(STEPS_AT_MOST):
        step = peek() if form and not outcome.conflicts else None
        if step is None or _form_of(store, step) != form:
            break
        more = act()
        outcome = Outcome(outcome.applied + more.applied, outcome.same + more.same, more.conflicts)
    return _told(first, outcome, undoing=undoing)


def _form_of(store: Store, step: Step) -> str | None:
    with store.reading() as session:
        origin = lookups.origin_of(session, step.tx_id)
    return origin if origin and origin.startswith(FORM) else None


def _told(step: Step, outcome: Outcome, *, undoing: bool) -> Told:
    name = label(step.label, step.args)
    left = len(outcome.conflicts)
    if not outcome.applied:
        if left:
            sentence = _("“{name}” was left as it is: everything in it was changed or used since.").format(name=name)
        else:
            sentence = _("“{name}” needed no change: everything is already so.").format(name=name)
        return Told(False, sentence, outcome.conflicts)
    sentence = (_("Undone: {name}.") if undoing else _("Redone: {name}.")).format(name=name)
    if left:
        sentence += " " + ngettext(
            "{n} value was changed or used since and stays.", "{n} values were changed or used since and stay.", left
        ).format(n=left)
    return Told(True, sentence, outcome.conflicts)


# --- the story of a record ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field before and after, in words; ``name`` restores it."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """What one transaction did to one record, ready to be shown."""

    seq: int
    tx_id: Key
    at: datetime
    who: str
    kind: str
    label: str
    op: str  # I, U, D
    entity: str
    key: Key
    changes: tuple[ChangedField, ...]


def story(store: Store, entity: str, key: Key) -> list[StoryLine]:
    """Everything that ever happened to a record, newest first, in the language in force."""
    return _in_words(store, store.story(entity, key))


def entries(
    store: Store, seq: int, *, record: tuple[str, Key] | None = None, limit: int | None = None, after: int = 0
) -> list[StoryLine]:
    """What one transaction did, record by record: all, one ``record``, or ``limit`` of them after the first ones."""
    with store.reading() as session:
        told = story_entries(session, seq, record=record, limit=limit, after=after)
    return _in_words(store, told)


def count(store: Store, seq: int) -> int:
    """How many records one transaction touched."""
    with store.reading() as session:
        return count_entries(session, seq)


@dataclass(frozen=True, slots=True)
class Activity:
    """One transaction in a list of what happened lately; ``file`` is the name of what brought it in."""

    seq: int
    tx_id: Key
    at: datetime
    who: str
    kind: str
    label: str
    file: str = ""


def activity(
    store: Store, *, limit: int = 200, before: int | None = None, which: Which | None = None
) -> list[Activity]:
    """The latest transactions (those that ``which`` says), newest first; ``before`` a position pages back."""
    return [
        Activity(one.seq, one.tx_id, one.at, one.who, one.kind, label(one.label, one.args))
        for one in store.activity(limit=limit, before=before, which=which)
    ]


def _in_words(store: Store, told: list[Entry]) -> list[StoryLine]:
    linked: dict[str, set[Key]] = {}
    for entry in told:
        fields = fields_of(record_class(entry.entity))
        for name, pair in entry.changes.items():
            target = fields[name].target
            if target:
                linked.setdefault(target, set()).update(value for value in pair if value is not None)
    named: dict[Key, str] = {}
    with store.reading() as session:
        for target, keys in linked.items():
            named |= names(session, target, keys)
    lines = []
    for entry in told:
        fields = fields_of(record_class(entry.entity))
        changes = tuple(
            ChangedField(
                name, _(fields[name].label), _shown(fields[name], old, named), _shown(fields[name], new, named)
            )
            for name, (old, new) in entry.changes.items()
        )
        step = entry.step
        lines.append(
            StoryLine(
                step.seq, step.tx_id, step.at, step.who, step.kind, label(step.label, step.args), entry.op,
                entry.entity, entry.key, changes,
            )
        )  # fmt: skip
    return lines


def _shown(field: Field, value: Any, named: Mapping[Key, str]) -> str:
    if value is None:
        return ""
    if field.target:
        return named.get(value) or _("(deleted)")
    if isinstance(value, datetime):
        return format_moment(value)
    return field.format(value, speech())

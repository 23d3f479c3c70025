"""Bringing back: one earlier value, or one record as it was after a step; each is one labelled change.

A whole step is taken back by ``history.undo_tx``; what was deleted comes back with what belonged to it (``bin``).
"""

from __future__ import annotations

from db.fields import REDACTED, Key
from db.merge import EXISTS, Conflict, Outcome, groups_of, question_wish
from db.queries import Session, lookups
from db.queries.deleted import there
from db.records import dumped, fields_of, record_class
from db.store import Store
from db.story import Step, step_at, values_at
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_moment
from ecd_desktop.services import bin as papelera
from ecd_desktop.services import records

FROZEN = frozenset({"minutes"})
"""What was issued stays as it was issued."""


def restore_field(store: Store, entity: str, key: Key, *, name: str, seq: int) -> Outcome:
    """Give a field back the value it had before transaction ``seq``; what is decided with it goes along.

    A moved due date brought back is a correction of the record, not a new promise: no reschedule is written.
    Raises Expected where the record is gone or was not there yet, and where the value cannot come back.
    """
    _refuse_frozen(entity)
    cls = record_class(entity)
    fields = fields_of(cls)
    question, together = next((q, n) for q, n in groups_of(fields).items() if name in n)
    with store.change(N_("Bring back “{field}”"), field=fields[name].label) as work:
        (record,) = records.found(work, cls, [key])
        earlier = values_at(work.session, entity, key, seq - 1)
        if not earlier:
            raise Expected(_("The record was not there before that step, so there is no earlier value of it."))
        value = {one: earlier.get(one) for one in together}
        if REDACTED in value.values():
            raise _erased()
        _refuse_code(work.session, entity, key, value.get("code"))
        wish = question_wish(entity, key, question, together, dumped(record), value)
        outcome = work.apply([wish])
        _refuse_lost(outcome.conflicts)
        return outcome


def restore_record(store: Store, entity: str, key: Key, *, seq: int) -> Outcome:
    """Make a record again what it was after transaction ``seq``; one that was deleted comes back with its parts.

    Raises Expected where it was not there then, where it is so already, and where something it needs is gone.
    """
    _refuse_frozen(entity)
    cls = record_class(entity)
    fields = fields_of(cls)
    with store.reading() as session:
        step = step_at(session, seq)
        earlier = values_at(session, entity, key, seq)
        present = bool(there(session, [(entity, key)]))
        _refuse_code(session, entity, key, earlier.get("code"))
    if not earlier:
        raise Expected(
            _("The record was not there after that step, so it cannot be brought back to it."),
            _("Choose a step in which it was there."),
        )
    if REDACTED in earlier.values():
        raise _erased()
    label, args = _label(step, str(earlier.get("code") or ""))
    if not present:
        return papelera.bring_back(store, [(entity, key)], as_of=seq, label=label, **args)
    with store.change(label) as work:
        work.label_args |= args
        (record,) = records.found(work, cls, [key])
        now = dumped(record)
        # a field that a record must have and that is younger than that step keeps what it holds
        then = {one: earlier.get(one, now[one] if fields[one].required else None) for one in now}
        wishes = [
            question_wish(entity, key, question, together, now, then)
            for question, together in groups_of(fields).items()
            if any(now[one] != then[one] for one in together)
        ]
        if not wishes:
            raise Expected(_("The record is as it was then already; nothing was changed."))
        outcome = work.apply(wishes)
        _refuse_lost(outcome.conflicts)
        return outcome


def _label(step: Step, code: str) -> tuple[str, dict[str, str]]:
    args = {"when": format_moment(step.at)}
    if code:
        return N_("Bring back {code} as it was on {when}"), {**args, "code": code}
    return N_("Bring back a record as it was on {when}"), args


# --- where it cannot be -----------------------------------------------------------------------------------------------


def _refuse_frozen(entity: str) -> None:
    if entity in FROZEN:
        raise Expected(
            _("What was issued stays as it was issued; nothing was changed."),
            _("Issue a correction of the minutes instead."),
        )


def _refuse_code(session: Session, entity: str, key: Key, code: object) -> None:
    """Another record may have taken the code meanwhile."""
    if code and lookups.code_taken(session, record_class(entity), str(code), besides=key):
        raise Expected(
            _("Another record has the code {code} now, so nothing was brought back.").format(code=code),
            _("Give that one another code first."),
        )


def _refuse_lost(conflicts: tuple[Conflict, ...]) -> None:
    """Nobody else can have changed anything meanwhile: what cannot be given points to a record that is gone."""
    if not conflicts:
        return
    wish = conflicts[0].wish
    declared = fields_of(record_class(wish.entity))
    names = groups_of(declared).get(wish.field, ()) if wish.field != EXISTS else ()
    link = next((name for name in names if declared[name].target), None)
    told = _(declared[link].label) if link is not None else _("Link")
    raise Expected(
        _("Nothing was brought back: what “{field}” pointed to was deleted since.").format(field=told),
        _("Bring that back from the bin first."),
    )


def _erased() -> Expected:
    return Expected(_("Personal data of this record was erased, so it cannot be brought back."))

"""What is done with cases: save, note down, bring parties in, say the next step, close with an outcome, reopen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import Case, CaseParty, Note, pair_key
from db.records.cases import CaseState, NoteKind, PartyRole
from db.records.cases import Outcome as CaseOutcome
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, ngettext
from ecd_desktop.services import records

NAMED_AT_MOST = 5  # live commitments named in a refusal


def prepare(draft: Draft, *, on: date | None = None) -> None:
    """Fill in what follows from the wanted state: the closing date, or nothing of a closing that no longer holds."""
    state, was = draft.wanted.get("state"), draft.seen.get("state")
    if state is was:
        return
    if state is CaseState.CLOSED:
        records.want(draft, "closed_on", draft.wanted.get("closed_on") or on or today())
    else:
        for name in ("outcome", "outcome_text", "closed_on", "closing_reason"):
            if draft.wanted.get(name) == draft.seen.get(name):
                records.want(draft, name, None)
    if state is not CaseState.WAITING and draft.wanted.get("waiting_for") == draft.seen.get("waiting_for"):
        records.want(draft, "waiting_for", None)


def save(store: Store, draft: Draft, *, on: date | None = None, form: str | None = None) -> Outcome:
    """Save a draft. Raises Expected where it would close a case with live commitments and no reason."""
    prepared = records.copied(draft)
    prepare(prepared, on=on)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, prepared)
        case = written.record
        if isinstance(case, Case) and case.state is CaseState.CLOSED is not written.before.get("state"):
            _refuse_live(work, case, case.closing_reason)
    return written.outcome


def close(
    store: Store, key: Key, *, outcome: CaseOutcome, text: str | None = None, on: date, reason: str | None = None
) -> None:
    """Close with an outcome. With live commitments it needs a ``reason``, else Expected names them."""
    with _changing(store, N_("Close case {code}"), key) as (work, case):
        if case.state is CaseState.CLOSED:
            raise Expected(_("{code} is closed already; nothing was changed.").format(code=case.code))
        _refuse_live(work, case, reason)
        case.state, case.outcome, case.outcome_text, case.closed_on = CaseState.CLOSED, outcome, text, on
        case.closing_reason, case.waiting_for = (reason or "").strip() or None, None
        case.next_step = case.next_on = None


def reopen(store: Store, key: Key, *, on: date, reason: str) -> None:
    """Take a closed case up again; its log keeps when and how it had been closed."""
    with _changing(store, N_("Reopen case {code}"), key) as (work, case):
        if case.state is not CaseState.CLOSED:
            raise Expected(_("{code} is open already; nothing was changed.").format(code=case.code))
        if not reason.strip():
            raise Invalid((Problem("state", N_("Say why it is opened again.")),))
        work.add(Note(case_id=key, on=on, kind=NoteKind.NOTE, author=store.who, body=_reopened(case, reason.strip())))
        case.state = CaseState.OPEN
        case.outcome = case.outcome_text = case.closed_on = case.closing_reason = None


def _reopened(case: Case, reason: str) -> str:
    if case.closed_on is None or case.outcome is None:
        return _("Reopened: {reason}").format(reason=reason)
    return _("Reopened: {reason} (it had been closed on {day}: {outcome})").format(
        reason=reason, day=format_date(case.closed_on), outcome=_(case.outcome.label)
    )


def wait_for(store: Store, key: Key, *, whom: str) -> None:
    """The case waits for something or somebody outside."""
    with _changing(store, N_("{code} waits for an answer"), key) as (_work, case):
        _refuse_closed(case)
        case.state, case.waiting_for = CaseState.WAITING, whom.strip() or None


def take_up(store: Store, key: Key) -> None:
    """What the case waited for has come."""
    with _changing(store, N_("Take up {code}"), key) as (_work, case):
        _refuse_closed(case)
        case.state, case.waiting_for = CaseState.OPEN, None


def next_step(store: Store, key: Key, *, step: str | None, on: date | None) -> None:
    """Say what comes next, and when."""
    with _changing(store, N_("Next step of {code}"), key) as (_work, case):
        _refuse_closed(case)
        case.next_step, case.next_on = (step or "").strip() or None, on


def add_note(
    store: Store, key: Key, *, on: date, body: str, kind: NoteKind = NoteKind.NOTE, person: Key | None = None,
    author: str | None = None, internal: bool = False,
) -> Key:  # fmt: skip
    """Write down what happened on a day; ``internal`` notes never leave the team. Returns the note's key."""
    with _changing(store, N_("Add a note to {code}"), key) as (work, case):
        note = Note(
            case_id=key, project_id=case.project_id, on=on, kind=kind, person_id=person,
            author=author or store.who, body=body, internal=internal,
        )  # fmt: skip
        return work.add(note).id


def add_party(
    store: Store, key: Key, *, role: PartyRole, organisation: Key | None = None, person: Key | None = None
) -> Key:
    """Bring an organisation or a person into a case; a party that is there already gets the new role."""
    with _changing(store, N_("Add a party to {code}"), key) as (work, _case):
        link = pair_key(key, *filter(None, (organisation, person)))
        party = work.session.get(CaseParty, link)
        if party is None:
            work.add(CaseParty(id=link, case_id=key, organisation_id=organisation, person_id=person, role=role))
        else:
            party.role = role
    return link


def remove_parties(store: Store, parties: Sequence[Key]) -> None:
    """Take parties out of a case."""
    records.delete(store, CaseParty.__tablename__, parties)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete cases with their parties and notes. Raises Expected where action items belong to them."""
    records.delete(store, Case.__tablename__, keys)


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Case]]:
    with store.change(label) as work:
        (case,) = records.found(work, Case, [key])
        records.tell(work, [case])
        yield work, case


def _refuse_closed(case: Case) -> None:
    if case.state is CaseState.CLOSED:
        raise Expected(
            _("{code} is closed; nothing was changed.").format(code=case.code),
            _("Open it again first, with a reason."),
        )


def _refuse_live(work: Work, case: Case, reason: str | None) -> None:
    live = lookups.live_commitments(work.session, case.id)
    if not live or (reason or "").strip():
        return
    named = "; ".join(f"{one.code} {one.description.splitlines()[0][:60]}" for one in live[:NAMED_AT_MOST])
    raise Expected(
        ngettext(
            "{code} still has a live commitment, so it was not closed: {named}.",
            "{code} still has {n} live commitments, so it was not closed: {named}.",
            len(live),
        ).format(code=case.code, n=len(live), named=named + (" …" if len(live) > NAMED_AT_MOST else "")),
        _("Settle them first, or give a reason for closing it nevertheless."),
    )

"""What is done with documents: save, repeat, record the answer, give an answer up, say what they are about.

Until when an answer is due is counted in the office's working days from the day on which the document was sent or
received. A number is proposed by the office's masks and kept as somebody typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import documents as reads
from db.queries import lookups
from db.records import Document, DocumentLink, Organisation, pair_key
from db.records.documents import Direction, LetterKind
from db.store import Store
from db.work import Work
from ecd_desktop import document_numbers
from ecd_desktop.calendar import Calendar, today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import records
from ecd_desktop.services.places import office_calendar

COUNTED_FROM = ("reply_days", "dated_on", "received_on", "direction")


def prepare(draft: Draft, calendar: Calendar) -> None:
    """Fill in until when an answer is due, where it is said in working days and nobody typed the day itself."""
    wanted, seen = draft.wanted, draft.seen
    if wanted.get("reply_due_on") != seen.get("reply_due_on") or "reply_due_on" in draft.typed:
        return
    if all(wanted.get(name) == seen.get(name) for name in COUNTED_FROM):
        return
    days = wanted.get("reply_days")
    if days is None:
        if seen.get("reply_days") is not None:
            records.want(draft, "reply_due_on", None)
        return
    direction, dated, received = (wanted.get(name) for name in ("direction", "dated_on", "received_on"))
    if (begun := received if direction is Direction.RECEIVED and received else dated) is not None:
        records.want(draft, "reply_due_on", due_on(begun, days, calendar))


def due_on(begun: date, days: int, calendar: Calendar) -> date:
    """The last of so many working days after a day; 0 is the day itself or the next working one."""
    return calendar.add_working(begun, days)


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft. Raises Invalid where it would answer what it repeats, or its own repetition."""
    prepared = records.copied(draft)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        prepare(prepared, office_calendar(work.session))
        if (key := prepared.wanted.get("repeats_id")) is not None and key != prepared.seen.get("repeats_id"):
            records.want(prepared, "repeats_id", _root(work, key))
        written = records.write(work, prepared)
        if isinstance(written.record, Document):
            work.flush()
            _refuse_circles(work, written.record)
    return written.outcome


def repeat(
    store: Store, key: Key, *, on: date | None = None, official_number: str | None = None,
    reply_days: int | None = None, subject: str | None = None,
) -> Key:  # fmt: skip
    """Send a document again: a new one cites it, is about the same, and awaits the answer anew. Returns its key.

    ``reply_days``: as many as the first where nothing is said. Raises Expected for what we received, and for what was
    answered or given up.
    """
    with store.change(N_("Repeat {code}")) as work:
        (last,) = records.found(work, Document, [key])
        if last.direction is not Direction.SENT:
            raise Expected(_("{code} was received, so it cannot be repeated.").format(code=last.code))
        first = records.found(work, Document, [_root(work, key)])[0]
        _refuse_settled(work, [first, last])
        day = on or today()
        if day < last.dated_on:
            raise Invalid((Problem("on", N_("It is repeated before its own date.")),))
        days = reply_days if reply_days is not None else last.reply_days
        due = due_on(day, days, office_calendar(work.session)) if days is not None else None
        made = Document(
            code=records.next_code(work, "documents", day), direction=Direction.SENT, kind=first.kind,
            official_number=_typed(official_number), dated_on=day, from_id=first.from_id, to_id=first.to_id,
            person_id=first.person_id, subject=(_typed(subject) or citing(first))[:400], reply_days=days,
            reply_due_on=due, repeats_id=first.id,
        )  # fmt: skip
        work.add(made)
        _same_subjects(work, first.id, made.id)
        records.tell(work, [first])
        return made.id


def citing(first: Document | reads.DocumentRow) -> str:
    """The subject of a repetition: what it repeats, of which day is its own business."""
    return _("Repeats {number}: {subject}").format(number=first.official_number or first.code, subject=first.subject)


def answer(
    store: Store, key: Key, *, on: date | None = None, kind: LetterKind | None = None,
    official_number: str | None = None, docket: str | None = None, subject: str | None = None,
    remarks: str | None = None,
) -> Key:  # fmt: skip
    """Record the document that answers another one, from the other side and about the same. Returns its key.

    What ``reads.owed_about`` tells of it may then be reported on, as steps of their own.
    """
    with store.change(N_("Answer to {code}")) as work:
        (asked,) = records.found(work, Document, [key])
        day = on or today()
        if day < asked.dated_on:
            raise Invalid((Problem("on", N_("The answer is dated before what it answers.")),))
        received = asked.direction is Direction.SENT
        made = Document(
            code=records.next_code(work, "documents", day), kind=kind or asked.kind,
            direction=Direction.RECEIVED if received else Direction.SENT, official_number=_typed(official_number),
            docket=_typed(docket), dated_on=day, received_on=day if received else None, from_id=asked.to_id,
            to_id=asked.from_id, person_id=asked.person_id, answers_id=asked.id, remarks=_typed(remarks),
            subject=(_typed(subject) or _("Answer to {number}: {subject}").format(
                number=asked.official_number or asked.code, subject=asked.subject))[:400],
        )  # fmt: skip
        work.add(made)
        _same_subjects(work, asked.id, made.id)
        records.tell(work, [asked])
        return made.id


def close(store: Store, keys: Sequence[Key], *, on: date | None = None, reason: str) -> None:
    """No answer is awaited any more although none came. Raises Invalid without a reason."""
    with store.change(N_("No answer awaited to {codes}")) as work:
        there = records.found(work, Document, keys)
        records.tell(work, there)
        if not reason.strip():
            raise Invalid((Problem("reason", N_("Say why no answer is awaited any more.")),))
        _refuse_settled(work, there)
        for one in there:
            one.closed_on, one.closed_reason = on or today(), reason.strip()


def await_again(store: Store, keys: Sequence[Key]) -> None:
    """Take back that no answer is awaited."""
    with store.change(N_("Await the answer to {codes} again")) as work:
        there = records.found(work, Document, keys)
        records.tell(work, there)
        for one in there:
            one.closed_on = one.closed_reason = None


def await_answer(store: Store, keys: Sequence[Key], *, days: int | None = None, on: date | None = None) -> None:
    """Await the answer within so many working days of each document, or until a day; neither: await none."""
    with store.change(N_("Answer due to {codes}")) as work:
        there = records.found(work, Document, keys)
        records.tell(work, there)
        calendar = office_calendar(work.session)
        for one in there:
            begun = one.received_on if one.direction is Direction.RECEIVED and one.received_on else one.dated_on
            one.reply_days = days
            one.reply_due_on = due_on(begun, days, calendar) if days is not None else on


def link(
    store: Store, key: Key, *, action_item_id: Key | None = None, case_id: Key | None = None,
    project_id: Key | None = None, meeting_id: Key | None = None,
) -> list[Key]:  # fmt: skip
    """Say what a document is about; returns the keys of the links. What it is about already stays as it is."""
    wanted = {
        "action_item_id": action_item_id, "case_id": case_id, "project_id": project_id, "meeting_id": meeting_id,
    }  # fmt: skip
    with store.change(N_("Say what {code} is about")) as work:
        (document,) = records.found(work, Document, [key])
        records.tell(work, [document])
        made = [_link(work, key, name, other) for name, other in wanted.items() if other is not None]
        if not made:
            raise Invalid((Problem("action_item_id", N_("Choose a commitment, a case, a project or a meeting.")),))
        return made


def link_to(store: Store, entity: str, record: Key, document: Key) -> Key:
    """The same from the other side: a document that is there already is about this record."""
    return link(store, document, **{reads.ABOUT[entity]: record})[0]


def add_about(
    store: Store, entity: str, record: Key, *, subject: str, direction: Direction = Direction.SENT,
    kind: LetterKind = LetterKind.OFICIO, official_number: str | None = None, dated_on: date | None = None,
    other: Key | None = None, reply_days: int | None = None,
) -> Key:  # fmt: skip
    """Write down a document about a record, in one step; ``other`` is the office on the other side. Returns its key.

    Of an organisation that is itself; a person is addressed, or signed.
    """
    sent, other = direction is Direction.SENT, record if entity == "organisations" else other
    draft = records.new_draft(
        "documents", subject=subject, direction=direction, kind=kind, official_number=_typed(official_number),
        dated_on=dated_on or today(), reply_days=reply_days, to_id=other if sent else None,
        from_id=None if sent else other, person_id=record if entity == "people" else None,
    )  # fmt: skip
    with store.change(records.label_of(draft)) as work:
        prepare(draft, office_calendar(work.session))
        records.write(work, draft)
        work.flush()
        if entity in reads.ABOUT:
            _link(work, draft.key, reads.ABOUT[entity], record)
    return draft.key


def unlink(store: Store, links: Sequence[Key]) -> None:
    """A document is not about these any more."""
    records.delete(store, DocumentLink.__tablename__, links)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete documents. Raises Expected, naming the uses, where others answer or repeat them."""
    records.delete(store, Document.__tablename__, keys)


def proposed_number(
    session: lookups.Session, masks: Iterable[str], *, kind: LetterKind, sender: Key | None, on: date | None
) -> str | None:
    """The next official number by the office's masks; None where no mask fits."""
    year = (on or today()).year
    unit = lookups.records(session, Organisation, [sender]).get(sender) if sender is not None else None
    acronym = (unit.acronym or "") if unit is not None else ""
    if (mask := document_numbers.mask_for(masks, acronym)) is None:
        return None
    taken = reads.numbers_sent(session, year)
    return document_numbers.proposed(mask, kind=kind, year=year, acronym=acronym, taken=taken)


# --- inside ---------------------------------------------------------------------------------------------------------


def _typed(text: str | None) -> str | None:
    return (text or "").strip() or None


def _root(work: Work, key: Key) -> Key:
    """The first of the documents that repeat each other."""
    (one,) = records.found(work, Document, [key])
    return one.repeats_id or one.id


def _link(work: Work, document: Key, name: str, other: Key) -> Key:
    key = pair_key(document, other)
    if work.session.get(DocumentLink, key) is None:
        work.add(DocumentLink(id=key, document_id=document, **{name: other}))
    return key


def _same_subjects(work: Work, of: Key, to: Key) -> None:
    work.flush()
    for one in reads.subjects(work.session, of):
        _link(work, to, reads.ABOUT[one.entity], one.record)


def _refuse_settled(work: Work, documents: Sequence[Document]) -> None:
    for one in documents:
        if reads.is_answered(work.session, one.id):
            raise Expected(
                _("{code} was answered already; nothing was changed.").format(code=one.code),
                _("Look at the answer, which stands in its tab “What it is about”."),
            )
        if one.closed_on is not None:
            raise Expected(
                _("No answer to {code} is awaited any more; nothing was changed.").format(code=one.code),
                _("Await it again first."),
            )


def _refuse_circles(work: Work, one: Document) -> None:
    if one.answers_id is None:
        return
    other = work.session.get(Document, one.answers_id)
    if other is not None and one.id in (other.answers_id, other.repeats_id):
        raise Invalid((Problem("answers_id", N_("That document answers or repeats this one.")),))
    if one.repeats_id is not None and one.answers_id == one.repeats_id:
        raise Invalid((Problem("answers_id", N_("A document cannot answer what it repeats.")),))

"""Lists of documents: what was sent and received, who still owes an answer, and what each document is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import Session, aliased

from db.fields import DAY, N_, NUMBER, Choice, Key, stored
from db.queries.heirs import present_units
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, Where, column, columns_of
from db.queries.traffic_light import Clock
from db.queries.wording import person_name
from db.records import ActionItem, Case, Document, DocumentLink, Meeting, Organisation, Person, Project
from db.records.action_items import State
from db.records.base import table_of
from db.records.documents import Direction, LetterKind


class Standing(Choice):
    """How a document stands: what is owed on it first. It follows from the documents that answer and repeat it."""

    UNANSWERED = "unanswered", N_("Unanswered")
    TO_ANSWER = "to_answer", N_("For us to answer")
    AWAITED = "awaited", N_("Answer awaited")
    REPEATED = "repeated", N_("Repeated")
    ANSWERED = "answered", N_("Answered")
    CLOSED = "closed", N_("No longer awaited")
    SENT = "sent", N_("Sent")
    RECEIVED = "received", N_("Received")


AWAITING = (Standing.UNANSWERED, Standing.TO_ANSWER, Standing.AWAITED)
"""How a document stands whose answer is still owed, by them or by us."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as lists and reports see it. ``repeats``: how often it was sent again until now."""

    key: Key
    code: str
    direction: Direction
    kind: LetterKind
    official_number: str | None
    docket: str | None
    dated_on: date
    received_on: date | None
    sender: str | None
    receiver: str | None
    other: str | None  # the office on the other side: who got it, or who sent it
    person: str | None
    subject: str
    reply_days: int | None
    reply_due_on: date | None
    since: date  # from when the working days of waiting count
    standing: Standing
    repeats: int
    answered_on: date | None
    repeats_key: Key | None
    repeated: str | None  # the number or code of the document that this one repeats
    answers_key: Key | None
    answers: str | None  # the number or code of the document that this one answers
    closed_on: date | None
    closed_reason: str | None
    remarks: str | None


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("official_number", N_("Official number")),
    column("subject", N_("Subject of the document")),
    column("direction", N_("Direction"), choices=Direction),
    column("kind", N_("Type"), choices=LetterKind),
    column("dated_on", N_("Date"), DAY),
    column("other", N_("From or to")),
    column("sender", N_("From whom")),
    column("receiver", N_("To whom")),
    column("person", N_("Person addressed or signing")),
    column("standing", N_("State"), choices=Standing),
    column("reply_due_on", N_("Answer due"), DAY, due=True),
    column("reply_days", N_("Working days to answer"), NUMBER, total="mean"),
    column("repeats", N_("Times repeated"), NUMBER),
    column("answered_on", N_("Answered on"), DAY),
    column("answers", N_("Answers")),
    column("repeated", N_("Document it repeats")),
    column("docket", N_("Docket number")),
    column("received_on", N_("Received on"), DAY),
    column("closed_on", N_("No answer awaited since"), DAY),
    column("closed_reason", N_("Why no answer is awaited")),
    column("remarks", N_("Remarks")),
)


def root_of(document: Any) -> ColumnElement[Any]:
    """The first of a document and those that repeat it; every repetition points to the first."""
    return func.coalesce(document.c.repeats_id, document.c.id)


def _answers(ask: Ask) -> Subquery:
    """(root, on) of every document that was answered, in itself or in a repetition: the day of the first answer."""
    answer, asked = aliased(table_of(Document)), aliased(table_of(Document))
    on = func.min(func.coalesce(answer.c.received_on, answer.c.dated_on))
    query = select(root_of(asked).label("root"), on.label("on"))
    query = query.select_from(answer.join(asked, asked.c.id == answer.c.answers_id)).group_by(root_of(asked))
    if ask.cutoff is not None:
        query = query.where(func.coalesce(answer.c.received_on, answer.c.dated_on) <= ask.cutoff)
    return query.subquery("answers")


def _repeats(ask: Ask) -> Subquery:
    """(root, n, last) of every document that was repeated: how often, and the day of the last time."""
    again = aliased(table_of(Document))
    query = select(again.c.repeats_id.label("root"), func.count().label("n"), func.max(again.c.dated_on).label("last"))
    query = query.where(again.c.repeats_id.is_not(None)).group_by(again.c.repeats_id)
    if ask.cutoff is not None:
        query = query.where(again.c.dated_on <= ask.cutoff)
    return query.subquery("repeats")


def _frame(ask: Ask) -> Frame:
    document, person = table_of(Document), table_of(Person)
    sender, receiver = aliased(table_of(Organisation)), aliased(table_of(Organisation))
    present = present_units()
    of_sender, of_receiver = present.alias("of_sender"), present.alias("of_receiver")
    answered, again = _answers(ask), _repeats(ask)
    first, asked = aliased(document), aliased(document)
    source = (
        document.outerjoin(of_sender, of_sender.c.unit_id == document.c.from_id)
        .outerjoin(sender, sender.c.id == of_sender.c.present_id)
        .outerjoin(of_receiver, of_receiver.c.unit_id == document.c.to_id)
        .outerjoin(receiver, receiver.c.id == of_receiver.c.present_id)
        .outerjoin(person, person.c.id == document.c.person_id)
        .outerjoin(first, first.c.id == document.c.repeats_id)
        .outerjoin(asked, asked.c.id == document.c.answers_id)
        .outerjoin(answered, answered.c.root == root_of(document))
        .outerjoin(again, again.c.root == root_of(document))
    )
    sent = document.c.direction == Direction.SENT
    names = [func.coalesce(unit.c.acronym, unit.c.name) for unit in (sender, receiver)]
    closed: ColumnElement[bool] = document.c.closed_on.is_not(None)
    if ask.cutoff is not None:
        closed = and_(closed, document.c.closed_on <= ask.cutoff)
    received = case((sent, null()), else_=document.c.received_on)
    values = columns_of(document)
    values |= {
        "sender": names[0],
        "receiver": names[1],
        "other": case((sent, names[1]), else_=names[0]),
        "person": person_name(person),
        "since": func.coalesce(received, document.c.dated_on),
        "standing": _standing(document, answered, again, closed, ask.clock),
        "repeats": func.coalesce(again.c.n, 0),
        "answered_on": answered.c.on,
        "repeats_key": document.c.repeats_id,
        "repeated": func.coalesce(first.c.official_number, first.c.code),
        "answers_key": document.c.answers_id,
        "answers": func.coalesce(asked.c.official_number, asked.c.code),
        "closed_on": case((closed, document.c.closed_on)),
        "closed_reason": case((closed, document.c.closed_reason)),
    }
    sorts = {
        "code": by_code(document.c.code),
        "subject": document.c.sort_key,
        "sender": sender.c.sort_key,
        "receiver": receiver.c.sort_key,
        "other": case((sent, receiver.c.sort_key), else_=sender.c.sort_key),
        "person": person.c.sort_key,
    }
    always = [document.c.dated_on <= ask.cutoff] if ask.cutoff else []
    searched = (document.c.folded, sender.c.folded, receiver.c.folded, person.c.folded)
    owed = values["standing"].in_(AWAITING)
    return Frame(values, source, document.c.id, searched, sorts, always, stopped=~owed)


def _standing(
    document: Any, answered: Subquery, again: Subquery, closed: ColumnElement[bool], clock: Clock | None
) -> ColumnElement[Any]:
    """The first that fits: answered, given up, repeated since, owed to us or by us, else merely sent or received."""
    kind = stored(Standing)

    def said(standing: Standing) -> ColumnElement[Any]:
        return literal(standing, kind)

    repeated = and_(
        again.c.n.is_not(None), or_(document.c.repeats_id.is_(None), document.c.dated_on < again.c.last)
    )
    sent = document.c.direction == Direction.SENT
    asked = document.c.reply_due_on.is_not(None)
    whens = [
        (answered.c.root.is_not(None), said(Standing.ANSWERED)),
        (closed, said(Standing.CLOSED)),
        (repeated, said(Standing.REPEATED)),
        (and_(asked, ~sent), said(Standing.TO_ANSWER)),
    ]
    if clock is not None:
        late = and_(asked, document.c.reply_due_on <= clock.overdue_to)
        whens.append((late, said(Standing.UNANSWERED)))
    whens += [(asked, said(Standing.AWAITED)), (sent, said(Standing.SENT))]
    return case(*whens, else_=said(Standing.RECEIVED))


LISTING = Listing("documents", DocumentRow, COLUMNS, _frame, (Order("dated_on", descending=True), Order("code", True)))


def unanswered(session: Session, clock: Clock) -> list[DocumentRow]:
    """What we sent and nobody answered within its working days, and what we should have answered; longest due first."""
    late = Where("reply_due_on", "at most", clock.overdue_to)
    owed = Where("standing", "in", (Standing.UNANSWERED, Standing.TO_ANSWER))
    return LISTING.all(session, Ask(where=(owed, late), order=(Order("reply_due_on"), Order("code")), clock=clock))


def late_answers(clock: Clock) -> tuple[Where, ...]:
    """The filter of ``unanswered``, for the list."""
    return (
        Where("standing", "in", (Standing.UNANSWERED, Standing.TO_ANSWER)),
        Where("reply_due_on", "at most", clock.overdue_to),
    )


def about(session: Session, entity: str, key: Key, clock: Clock | None = None) -> list[DocumentRow]:
    """The documents about a commitment, a case, a project or a meeting, newest first.

    Of an organisation: what it, or what it was before, sent and got; of a person: what is addressed to them or signed.
    """
    letter, link, present = table_of(Document), table_of(DocumentLink), present_units()
    if entity in ABOUT:
        query = select(link.c.document_id).where(link.c[ABOUT[entity]] == key).distinct()
    elif entity == "people":
        query = select(letter.c.id).where(letter.c.person_id == key)
    else:
        line = select(present.c.unit_id).where(present.c.present_id == key)
        sides = (letter.c.from_id, letter.c.to_id)
        query = select(letter.c.id).where(or_(*(side == key for side in sides), *(side.in_(line) for side in sides)))
    keys = list(session.scalars(query))
    return sorted(LISTING.rows(session, keys, Ask(clock=clock)), key=lambda row: (row.dated_on, row.code), reverse=True)


ABOUT = {"action_items": "action_item_id", "cases": "case_id", "projects": "project_id", "meetings": "meeting_id"}
"""The link of ``document_links`` to each noun that a document may be about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a document is about; ``key`` is that of the link."""

    key: Key
    entity: str
    record: Key
    code: str
    name: str
    state: State | None = None  # of a commitment
    progress: int = 0  # of a commitment, in points


def subjects(session: Session, document: Key) -> list[Subject]:
    """What a document is about, commitments first."""
    link = table_of(DocumentLink)
    found: list[Subject] = []
    for entity, record, name in (
        ("action_items", ActionItem, ActionItem.description), ("cases", Case, Case.title),
        ("projects", Project, Project.name), ("meetings", Meeting, func.coalesce(Meeting.number, Meeting.subject)),
    ):  # fmt: skip
        facts = (record.state, record.progress) if record is ActionItem else (null(), literal(0))
        query = (
            select(link.c.id, record.id, record.code, name, *facts)
            .join(record, record.id == link.c[ABOUT[entity]])
            .where(link.c.document_id == document)
            .order_by(by_code(record.code))
        )
        rows = session.execute(query)
        found += [Subject(row[0], entity, row[1], row[2], row[3] or row[2], row[4], row[5]) for row in rows]
    return found


def owed_about(session: Session, document: Key) -> list[Subject]:
    """The commitments under way that a document is about: what an answer may tell the progress of."""
    under_way = (State.DRAFT, State.PENDING, State.IN_PROGRESS, State.OBSERVED)
    return [one for one in subjects(session, document) if one.state in under_way]


def thread(session: Session, document: Key, clock: Clock | None = None) -> list[DocumentRow]:
    """A document with what repeats and answers it, and what it answers, in order of their days."""
    table = table_of(Document)
    own = session.execute(select(root_of(table), table.c.answers_id).where(table.c.id == document)).first()
    if own is None:
        return []
    asked = session.execute(select(root_of(table)).where(table.c.id == own[1])).scalar() if own[1] else None
    roots = [root for root in (own[0], asked) if root is not None]
    again = list(session.scalars(select(table.c.id).where(root_of(table).in_(roots))))
    answers = list(session.scalars(select(table.c.id).where(table.c.answers_id.in_(again))))
    rows = LISTING.rows(session, list(dict.fromkeys([*again, *answers])), Ask(clock=clock))
    return sorted(rows, key=lambda row: (row.dated_on, row.code))


def numbers_sent(session: Session, year: int) -> list[str]:
    """The official numbers of what we sent in a year."""
    table = table_of(Document)
    query = select(table.c.official_number).where(
        table.c.direction == Direction.SENT, table.c.official_number.is_not(None),
        table.c.dated_on.between(date(year, 1, 1), date(year, 12, 31)),
    )  # fmt: skip
    return [str(number) for number in session.scalars(query)]


def usual_sender(session: Session) -> tuple[Key, str] | None:
    """The office that sent our last document, with its name; None where none was sent."""
    table, unit = table_of(Document), table_of(Organisation)
    query = (
        select(unit.c.id, unit.c.name)
        .select_from(table.join(unit, unit.c.id == table.c.from_id))
        .where(table.c.direction == Direction.SENT)
        .order_by(table.c.dated_on.desc(), by_code(table.c.code).desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else (row[0], row[1])


def is_answered(session: Session, document: Key) -> bool:
    """Whether some document answers this one, what it repeats, or a repetition of it."""
    table, asked = table_of(Document), aliased(table_of(Document))
    root = select(root_of(table)).where(table.c.id == document).scalar_subquery()
    answer = aliased(table_of(Document))
    query = select(answer.c.id).join(asked, asked.c.id == answer.c.answers_id).where(root_of(asked) == root).limit(1)
    return session.execute(query).first() is not None

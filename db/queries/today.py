"""What the first screen shows: the figures with the filter behind each, what needs attention, the days ahead, health.

Every figure carries the ``Where`` that makes its noun's list show exactly the records it counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session

from db.exchange_log import Sent
from db.fields import Key
from db.journal import journal_change
from db.ordering import words
from db.queries import action_items, cases, documents, meetings, outgoing, projects, records, search, stakeholders
from db.queries.action_items import ActionItemRow
from db.queries.cases import CaseRow
from db.queries.documents import DocumentRow
from db.queries.listing import Ask, Listing, Order, Where
from db.queries.meetings import MeetingRow
from db.queries.rhythm import Week, rhythm
from db.queries.stakeholders import StakeholderRow
from db.queries.traffic_light import Clock, Why, why_sql
from db.queries.wording import person_name
from db.records import ActionItem, Case, Meeting, Person, Project
from db.records.action_items import State
from db.records.base import table_of
from db.records.cases import CaseState
from db.records.meetings import CALLED_OFF

ATTENTION = (Why.OVERDUE, Why.BLOCKED, Why.OBSERVED, Why.SOON, Why.TO_VERIFY)
"""The reasons for which a commitment asks for somebody, the most pressing first."""

NAMED = (*search.NAMED, "notes")
"""The nouns by which a step of the journal is told; what else it touched belongs to one of these."""

Matter = ActionItemRow | CaseRow
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Me:
    """The person at the keyboard, where exactly one of the people has that name."""

    key: Key
    name: str
    given: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the whole team, how many of them are mine, and the filter of the list that shows them."""

    name: str
    entity: str
    where: tuple[Where, ...]
    team: int
    mine: int


@dataclass(frozen=True, slots=True)
class Matters:
    """What needs attention, the most pressing first; ``total`` counts also what is beyond ``rows``."""

    rows: tuple[Matter, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first screen shows except the activity, as frozen rows."""

    me: Me | None
    figures: tuple[Figure, ...]
    team: Matters
    mine: Matters
    meetings: tuple[MeetingRow, ...]  # from today on, in order
    steps: tuple[CaseRow, ...]  # open cases whose next step falls in the same days, in order
    until: date  # the last of these days
    health: tuple[tuple[str, int], ...]  # value of ``projects.HEALTH``, how many projects
    unanswered: tuple[CaseRow, ...]  # open cases that wait for somebody, those with the oldest step first
    letters: tuple[DocumentRow, ...]  # documents whose answer is overdue, theirs and ours, the longest due first
    silent: tuple[StakeholderRow, ...]  # not spoken to for longer than agreed, the longest silence first
    late: tuple[Sent, ...]  # workbooks that were wanted back before today, the longest awaited first
    weeks: tuple[Week, ...]  # made and done, week by week
    nothing_yet: bool  # no commitment, case, project or meeting was ever written down


@dataclass(frozen=True, slots=True)
class Touched:
    """What a step of the journal was about: its first record of ``NAMED``, and how many records of these."""

    entity: str
    key: Key
    name: str  # "" where the record is gone
    records: int


def read(session: Session, *, who: str, clock: Clock, days: int = 7, most: int = 200) -> Today:
    """The first screen for ``who`` on ``clock.today``; ``days`` ahead in the agenda, ``most`` matters of each kind."""
    mine = me(session, who)
    until = clock.today + timedelta(days=days)
    days_shown = (Where("held_on", "at least", clock.today), Where("held_on", "at most", until))
    steps_shown = (Where("next_on", "at least", clock.today), Where("next_on", "at most", until))
    return Today(
        me=mine,
        figures=figures(session, clock, mine.key if mine else None),
        team=_matters(session, clock, None, most),
        mine=_matters(session, clock, mine.key, most) if mine else Matters(),
        meetings=tuple(
            meetings.LISTING.all(
                session,
                Ask(
                    where=(*days_shown, Where("state", "not in", CALLED_OFF)),
                    order=(Order("held_on"), Order("starts_at"), Order("code")),
                ),
            )
        ),
        steps=tuple(
            cases.LISTING.all(session, Ask(where=(*steps_shown, *OPEN), order=(Order("next_on"), Order("code"))))
        ),
        until=until,
        unanswered=tuple(
            cases.LISTING.all(
                session, Ask(where=(UNANSWERED,), order=(Order("next_on"), Order("code")))
            )[:most]
        ),
        letters=tuple(documents.unanswered(session, clock)[:most]),
        silent=tuple(stakeholders.silent(session, clock)[:most]),
        late=tuple(outgoing.late(session, clock.today)),
        weeks=rhythm(session, clock.today),
        health=tuple(projects.LISTING.facets(session, "health", Ask(clock=clock))),
        nothing_yet=not _anything(session),
    )


def me(session: Session, who: str) -> Me | None:
    """The person whose name is ``who``, accents, case and order of the words aside.

    Where nobody has exactly that name, the only one whose name holds all of its words, if they are two or more:
    "Rosa Quispe" is Rosa Quispe Mamani. Two who fit are nobody.
    """
    wanted = words(who)
    if not wanted:
        return None
    person = table_of(Person)
    query = select(person.c.id, person_name(person), person.c.given_names)
    query = query.where(*(person.c.folded.contains(word, autoescape=True) for word in wanted))
    found = [Me(*row) for row in session.execute(query)]
    same = [one for one in found if sorted(words(one.name)) == sorted(wanted)]
    within = [one for one in found if len(set(wanted)) > 1 and set(wanted) <= set(words(one.name))]
    fitting = same or within
    return fitting[0] if len(fitting) == 1 else None


SILENT = stakeholders.LATE
"""The filter of the stakeholders who should have been spoken to by now."""
UNANSWERED = Where("state", "is", CaseState.WAITING)
"""The filter of the cases that wait for somebody's answer."""
OPEN = (Where("state", "is not", CaseState.CLOSED),)


def late_cases(clock: Clock) -> tuple[Where, ...]:
    """The filter of the cases whose next step should have been taken."""
    return Where("next_on", "at most", clock.today - timedelta(days=1)), *OPEN


def whose(person: Key) -> Where:
    """The filter, in the lists of commitments and of cases, of what one person answers for."""
    return Where("person_id", "is", person)


def figures(session: Session, clock: Clock, person: Key | None) -> tuple[Figure, ...]:
    """Overdue, due within seven working days, to be verified; and the cases whose next step is overdue."""
    item, matter = table_of(ActionItem), table_of(Case)
    settled = (State.DRAFT, State.VERIFIED, State.CANCELLED, State.TRANSFERRED)
    lit = (
        select(why_sql(item.c, clock).label("why"), _is(item.c.person_id, person).label("mine"))
        .where(item.c.state.not_in(settled))
        .subquery()
    )
    counted = select(lit.c.why, func.count(), func.sum(lit.c.mine)).group_by(lit.c.why)
    found = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(counted)}
    late = select(func.count(), func.coalesce(func.sum(_is(matter.c.person_id, person)), 0)).where(
        and_(matter.c.next_on < clock.today, matter.c.state != CaseState.CLOSED)
    )
    team, mine = session.execute(late).one()
    shown = [
        Figure(why.value, "action_items", (Where("why", "is", why),), *found.get(why.value, (0, 0)))
        for why in (Why.OVERDUE, Why.SOON, Why.TO_VERIFY)
    ]
    return *shown, Figure("late", "cases", late_cases(clock), int(team), int(mine))


def _is(column: ColumnElement[Key | None], person: Key | None) -> ColumnElement[int]:
    return case((column == person, 1), else_=0) if person is not None else literal(0)


def _matters(session: Session, clock: Clock, person: Key | None, most: int) -> Matters:
    mine = (whose(person),) if person is not None else ()
    rows: list[Matter] = []
    total = 0
    for reasons in (ATTENTION[:-1], ATTENTION[-1:]):  # what waits for a verification never pushes the rest out
        ask = Ask(where=(Where("why", "in", reasons), *mine), clock=clock, order=(Order("why"), Order("due_on")))
        found, number = _first(session, action_items.LISTING, ask, most)
        rows += found
        total += number
    stepping = (Where("next_on", "at most", clock.soon_to), *OPEN)
    unanswered = (Where("state", "is", CaseState.WAITING), Where("next_on", "is", None))
    for where in (stepping, unanswered):
        followed, number = _first(
            session, cases.LISTING, Ask(where=(*where, *mine), order=(Order("next_on"), Order("code"))), most
        )
        rows += followed
        total += number
    return Matters(tuple(sorted(rows, key=lambda row: _pressing(row, clock))), total)


def _first(session: Session, listing: Listing[Row], ask: Ask, most: int) -> tuple[list[Row], int]:
    keys = listing.keys(session, ask)
    return listing.rows(session, keys[:most], ask), len(keys)


def _pressing(row: Matter, clock: Clock) -> tuple[int, date, str]:
    """Late things first, then what stands still, what falls due, what waits for an answer or a verification."""
    if isinstance(row, CaseRow):
        if row.next_on is None:
            return len(ATTENTION), date.max, row.code
        late = row.next_on < clock.today
        return ATTENTION.index(Why.OVERDUE if late else Why.SOON), row.next_on, row.code
    return ATTENTION.index(row.why), row.due_on or date.max, row.code


def _anything(session: Session) -> bool:
    tables = [table_of(record) for record in (ActionItem, Case, Project, Meeting)]
    one = session.execute(select(*(select(table.c.id).limit(1).exists() for table in tables))).one()
    return any(one)


def touched(session: Session, steps: Iterable[int]) -> dict[int, Touched]:
    """What each of these positions of the journal was about; steps about none of ``NAMED`` are left out."""
    wanted = list(steps)
    change = journal_change.c
    among = and_(change.seq.in_(wanted), change.entity.in_(NAMED))
    first = select(change.seq, func.min(change.n).label("n"), func.count().label("records")).where(among)
    first_of = first.group_by(change.seq).subquery()
    query = select(change.seq, change.entity, change.row_id, first_of.c.records).join(
        first_of, and_(first_of.c.seq == change.seq, first_of.c.n == change.n)
    )
    found = session.execute(query).all()
    named: dict[Key, str] = {}
    for entity in {row.entity for row in found}:
        named |= records.names(session, entity, [row.row_id for row in found if row.entity == entity])
    return {row.seq: Touched(row.entity, row.row_id, named.get(row.row_id, ""), row.records) for row in found}


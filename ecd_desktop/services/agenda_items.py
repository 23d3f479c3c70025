"""What is done with topics: write down, put in order, treat, put off to the next meeting, park, take to a meeting.

Positions count from 1 without gaps within a meeting; a parked topic has none (0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from db.fields import Key
from db.merge import Outcome
from db.queries import agenda_items as queries
from db.queries import lookups
from db.records import ActionItem, AgendaItem, Decision, Meeting, record_class
from db.records.action_items import Reach
from db.records.agenda_items import ABOUT, TopicKind, TopicState
from db.records.base import Record
from db.store import Store
from db.work import Work
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import nouns, records

TITLE = 400
"""Letters that a topic's title may have."""


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a new topic comes last on the agenda of its meeting."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        if isinstance(written.record, AgendaItem) and draft.new:
            _append(work, written.record)
    return written.outcome


def add(store: Store, *, meeting: Key | None, title: str, **values: Any) -> Key:
    """Put a topic last on an agenda, or park it (``meeting`` None); ``values`` are further fields. Returns its key."""
    with store.change(nouns.LABELS[AgendaItem.__tablename__].new) as work:
        if meeting is not None:
            records.found(work, Meeting, [meeting])
        topic = work.add(AgendaItem(meeting_id=meeting, title=title, **values))
        work.flush()
        _append(work, topic)
        records.tell(work, [topic])
        return topic.id


def move(store: Store, key: Key, *, by: int) -> bool:
    """Move a topic up (-1) or down (1) on its agenda, as far as there is room; whether it moved."""
    with store.change(N_("Move topic “{name}”")) as work:
        (topic,) = records.found(work, AgendaItem, [key])
        records.tell(work, [topic])
        if topic.meeting_id is None:
            return False
        order = _agenda(work, topic.meeting_id)
        place = order.index(topic)
        wanted = max(0, min(len(order) - 1, place + by))
        order.insert(wanted, order.pop(place))
        _number(order)
        return wanted != place


def treat(
    store: Store, keys: Sequence[Key], *, conclusion: str | None = None, started_at: str | None = None,
    ended_at: str | None = None,
) -> None:  # fmt: skip
    """Topics were dealt with; None leaves what is written of them as it is."""
    with _changing(store, N_("Topic “{name}” treated"), N_("{n} topics treated"), keys) as (_work, topics):
        for topic in topics:
            _on_an_agenda(topic)
            topic.state = TopicState.TREATED
            topic.conclusion = conclusion or topic.conclusion
            topic.started_at = started_at or topic.started_at
            topic.ended_at = ended_at or topic.ended_at


def put_off(store: Store, keys: Sequence[Key], *, to: Key | None = None) -> list[Key]:
    """Topics are left for another time: they stay on this agenda as put off, and go on elsewhere as new topics.

    They go on in meeting ``to``, or in the next one of this kind and project, or are parked where there is none.
    Returns the keys of the topics that go on.
    """
    with _changing(store, N_("Put off topic “{name}”"), N_("Put off {n} topics"), keys) as (work, topics):
        if to is not None:
            records.found(work, Meeting, [to])
        going_on = []
        for topic in topics:
            meeting = _on_an_agenda(topic)
            if topic.state is not TopicState.OPEN:
                raise _not_open(topic)
            topic.state = TopicState.PUT_OFF
            target = to if to is not None else queries.next_meeting(work.session, meeting)
            if target == meeting:
                raise Expected(
                    _("“{name}” cannot be put off to its own meeting; nothing was changed.").format(name=topic.title),
                    _("Choose another meeting, or park the topic."),
                )
            again = work.add(
                AgendaItem(
                    meeting_id=target, project_id=topic.project_id, title=topic.title, kind=topic.kind,
                    minutes=topic.minutes, presenter_id=topic.presenter_id, papers=topic.papers, continues_id=topic.id,
                )
            )  # fmt: skip
            work.flush()
            _append(work, again)
            going_on.append(again.id)
        return going_on


def reopen(store: Store, keys: Sequence[Key]) -> None:
    """Treated or put-off topics are open again; what a put-off one went on as goes, unless something came of it.

    What was taken to another meeting from a treated one stays there.

    Raises Expected where it was treated or decided upon meanwhile.
    """
    with _changing(store, N_("Reopen topic “{name}”"), N_("Reopen {n} topics"), keys) as (work, topics):
        for topic in topics:
            went_on = [topic.id] if topic.state is TopicState.PUT_OFF else []
            topic.state = TopicState.OPEN
            for again in lookups.pointing(work.session, AgendaItem, "continues_id", went_on):
                decided = lookups.pointing(work.session, Decision, "agenda_item_id", [again.id])
                if again.state is not TopicState.OPEN or again.conclusion or decided:
                    raise Expected(
                        _("“{name}” went on in another meeting already; nothing was changed.").format(name=topic.title),
                        _("Write down there what came of it."),
                    )
                work.delete(again)
                work.flush()
                _close_up(work, [again.meeting_id])


def park(store: Store, keys: Sequence[Key]) -> None:
    """Take open topics off their agenda and keep them for later."""
    with _changing(store, N_("Park topic “{name}”"), N_("Park {n} topics"), keys) as (work, topics):
        _carry(work, topics, None)


def take_to_meeting(store: Store, keys: Sequence[Key], *, meeting: Key) -> None:
    """Put open topics, parked ones or those of another meeting, last on a meeting's agenda."""
    one, many = N_("Take topic “{name}” to a meeting"), N_("Take {n} topics to a meeting")
    with _changing(store, one, many, keys) as (work, topics):
        records.found(work, Meeting, [meeting])
        _carry(work, [topic for topic in topics if topic.meeting_id != meeting], meeting)


def bring(
    store: Store, entity: str, keys: Sequence[Key], *, meeting: Key | None, title: str | None = None,
    kind: TopicKind = TopicKind.DISCUSSION, minutes: int | None = None,
) -> list[Key]:  # fmt: skip
    """Make a topic of each record, last on the agenda of a meeting, or parked (None): it says which record it is about.

    ``entity``: one of ``ABOUT``; of a decision the topic goes on on which it was taken, of a topic that one.
    ``title``: of the one topic, else what each record is called. What waits there already is not put there twice.
    Returns the keys of the new topics. Raises Expected where there is nothing new, where the meeting is over, and for
    an internal task: an agenda goes to everybody.
    """
    with store.change(_bringing(entity, len(keys)), n=len(keys)) as work:
        told = records.found(work, record_class(entity), keys)
        records.tell(work, told)
        if meeting is not None:
            _takes_topics(records.found(work, Meeting, [meeting])[0])
        waiting = [(one.title, _about(one)) for one in _open(work, meeting)]
        made = []
        for record in told:
            topic = _made_of(record)
            topic.title = _short((title or "").strip() if len(told) == 1 and title else record.named())
            topic.meeting_id, topic.kind, topic.minutes = meeting, kind, minutes
            if (topic.title, _about(topic)) not in waiting:
                made.append(work.add(topic))
                work.flush()
                _append(work, topic)
        if not made:
            raise Expected(
                _("“{name}” is on that agenda already; nothing was changed.").format(name=_short(told[0].named())),
                _("Choose another meeting, or give the topic another title."),
            )
        return [topic.id for topic in made]


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete topics; the rest moves up. Raises Expected where decisions were taken on them or they went on later."""
    labels = nouns.LABELS[AgendaItem.__tablename__]
    with store.change(labels.delete if len(keys) == 1 else labels.delete_many, n=len(keys)) as work:
        left = [topic.meeting_id for topic in records.found(work, AgendaItem, keys)]
        records.take_out(work, AgendaItem.__tablename__, keys)
        work.flush()
        _close_up(work, left)


# --- inside ---------------------------------------------------------------------------------------------------------


def _bringing(entity: str, n: int) -> str:
    """What it is called. A person's name never stands in a label."""
    if n > 1:
        return N_("Take {n} records to a meeting")
    if entity == "people":
        return N_("Take a person to a meeting")
    return N_("Take {code} to a meeting") if entity in nouns.SERIES else N_("Take topic “{name}” to a meeting")


def _made_of(record: Record) -> AgendaItem:
    """A topic about a record, of its project and presented by whoever answers for it."""
    entity, of = record.__tablename__, partial(getattr, record)
    if isinstance(record, ActionItem) and record.reach is Reach.INTERNAL_TASK:
        raise Expected(
            _("{code} is an internal task, and an agenda goes to everybody; nothing was changed.").format(
                code=record.code
            ),
            _("Make it a commitment first, or write the topic down in your own words."),
        )
    before = record.id if isinstance(record, AgendaItem) else None
    if isinstance(record, Decision):
        before = record.agenda_item_id
    topic = AgendaItem(
        title="-", project_id=of("project_id", None), continues_id=before,
        presenter_id=of("person_id", None) if entity in ("action_items", "cases") else of("lead_id", None),
    )  # fmt: skip
    if entity in ABOUT:
        setattr(topic, ABOUT[entity], record.id)
    return topic


def _about(topic: AgendaItem) -> tuple[Key | None, ...]:
    return (topic.continues_id, *(getattr(topic, name) for name in ABOUT.values()))


def _open(work: Work, meeting: Key | None) -> list[AgendaItem]:
    there = _agenda(work, meeting) if meeting is not None else []
    return [topic for topic in there if topic.state is TopicState.OPEN]


def _takes_topics(meeting: Meeting) -> None:
    if meeting.state not in queries.TAKES:
        raise Expected(
            _("{name} is “{state}”, so it takes no topics any more; nothing was changed.").format(
                name=meeting.named(), state=_(meeting.state.label)
            ),
            _("Choose a meeting that is still to come, or none: then the topic waits for the next one."),
        )


def _short(title: str) -> str:
    whole = " ".join(title.split())
    return whole if len(whole) <= TITLE else f"{whole[: TITLE - 1].rstrip()}…"


@contextmanager
def _changing(
    store: Store, one: str, many: str, keys: Sequence[Key]
) -> Iterator[tuple[Work, list[AgendaItem]]]:
    with store.change(one if len(keys) == 1 else many, n=len(keys)) as work:
        topics = records.found(work, AgendaItem, keys)
        records.tell(work, topics)
        yield work, topics


def _on_an_agenda(topic: AgendaItem) -> Key:
    if topic.meeting_id is None:
        raise Expected(
            _("“{name}” is on no meeting's agenda; nothing was changed.").format(name=topic.title),
            _("Take it to a meeting first."),
        )
    return topic.meeting_id


def _not_open(topic: AgendaItem) -> Expected:
    return Expected(
        _("“{name}” is “{state}”, so nothing was changed.").format(name=topic.title, state=_(topic.state.label)),
        _("Open it again first."),
    )


def _carry(work: Work, topics: Sequence[AgendaItem], meeting: Key | None) -> None:
    left = [topic.meeting_id for topic in topics]
    for topic in topics:
        if topic.state is not TopicState.OPEN:
            raise _not_open(topic)
        if decided := lookups.pointing(work.session, Decision, "agenda_item_id", [topic.id]):
            raise Expected(
                _("“{name}” led to {code} in its meeting, so it stays there; nothing was changed.").format(
                    name=topic.title, code=decided[0].code
                ),
                _("Put it off instead: then it goes on in another meeting."),
            )
        topic.meeting_id, topic.position, topic.started_at, topic.ended_at = meeting, 0, None, None
        work.flush()
        _append(work, topic)
    _close_up(work, left)


def _agenda(work: Work, meeting: Key) -> list[AgendaItem]:
    there = lookups.pointing(work.session, AgendaItem, "meeting_id", [meeting])
    return sorted(there, key=lambda topic: (topic.position == 0, topic.position, topic.id))


def _number(order: Sequence[AgendaItem]) -> None:
    for position, topic in enumerate(order, 1):
        if topic.position != position:
            topic.position = position


def _append(work: Work, topic: AgendaItem) -> None:
    if topic.meeting_id is None:
        topic.position = 0
        return
    others = [one for one in _agenda(work, topic.meeting_id) if one.id != topic.id]
    _number([*others, topic])


def _close_up(work: Work, meetings: Sequence[Key | None]) -> None:
    for meeting in dict.fromkeys(meetings):
        if meeting is not None:
            _number(_agenda(work, meeting))

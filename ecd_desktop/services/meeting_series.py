"""What is done with series of meetings: save, say who is always asked, and make the next meetings by the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.kinds import NO_RULE
from db.merge import Outcome
from db.ordering import fold
from db.queries import lookups
from db.queries import meeting_series as queries
from db.records import AgendaItem, Meeting, MeetingProject, MeetingSeries, Person, SeriesMember, pair_key
from db.records.agenda_items import TopicKind
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date
from ecd_desktop.recurrence import Occurrence, occurrences, parse_rule
from ecd_desktop.services import meetings, places, records

TOPIC_NOT_UNDERSTOOD = N_(
    "Line {n} is not understood. Write the topic, and after bars its kind and its minutes: “Progress | decision | 15”."
)
MOST = 60
"""Meetings that are made at once: more than five years of monthly ones would only be in the way."""


@dataclass(frozen=True, slots=True)
class UsualTopic:
    """One line of what a series always deals with."""

    title: str
    kind: TopicKind = TopicKind.DISCUSSION
    minutes: int | None = None


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a rule may be in words. Raises Invalid where it, or a line of the usual topics, is not understood.

    A rule counts from today where nothing else is said.
    """
    prepared = records.copied(draft)
    if rule := prepared.wanted.get("rule"):
        value = parse_rule(rule)
        if value is None:
            raise Invalid((Problem("rule", NO_RULE),))
        records.want(prepared, "rule", value)
        if prepared.new and prepared.wanted.get("since") is None:
            records.want(prepared, "since", today())
    parse_topics(prepared.wanted.get("agenda") or "")
    return records.save(store, prepared, form=form)


def add(store: Store, *, name: str, **values: Any) -> Key:
    """Begin a series; ``values`` are further fields, the rule in words or as an RRULE value. Returns its key."""
    draft = records.new_draft(MeetingSeries.__tablename__, name=name, **values)
    save(store, draft)
    return draft.key


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete series with their members. Raises Expected where meetings belong to them: a series can be ended."""
    records.delete(store, MeetingSeries.__tablename__, keys)


def end(store: Store, keys: Sequence[Key], *, ended: bool = True) -> None:
    """Series are not held any more, or are held again; their meetings stay as they are."""
    one, many = N_("End series “{name}”"), N_("End {n} series")
    if not ended:
        one, many = N_("Hold series “{name}” again"), N_("Hold {n} series again")
    with store.change(one if len(keys) == 1 else many, n=len(keys)) as work:
        found = records.found(work, MeetingSeries, keys)
        records.tell(work, found)
        for series in found:
            series.ended = ended


# --- members --------------------------------------------------------------------------------------------------------


def add_members(
    store: Store, key: Key, *, people: Iterable[Key], since: date | None = None, until: date | None = None
) -> list[Key]:
    """People are always asked to a series, from and until these days; one who left comes back. Returns their keys."""
    with store.change(N_("Members of “{name}”")) as work:
        (series,) = records.found(work, MeetingSeries, [key])
        records.tell(work, [series])
        wanted = list(dict.fromkeys(people))
        records.found(work, Person, wanted)
        keys = {pair_key(key, person): person for person in wanted}
        there = lookups.records(work.session, SeriesMember, keys)
        for member_key, person in keys.items():
            member = there.get(member_key)
            if member is None:
                member = work.add(SeriesMember(id=member_key, series_id=key, person_id=person))
            member.since, member.until = since, until
        return list(keys)


def set_member_until(store: Store, members: Sequence[Key], *, until: date | None) -> None:
    """Members are asked for the last time on a day; None keeps them for good."""
    label = N_("Until when a member is asked") if len(members) == 1 else N_("Until when {n} members are asked")
    with store.change(label, n=len(members)) as work:
        for member in records.found(work, SeriesMember, members):
            member.until = until


def remove_members(store: Store, members: Sequence[Key]) -> None:
    """Take people off a series; the meetings that they were asked to keep them."""
    records.delete(store, SeriesMember.__tablename__, members)


# --- the next meetings ----------------------------------------------------------------------------------------------


def foreseen(
    session: lookups.Session, key: Key, *, until: date | None = None, count: int | None = None
) -> list[Occurrence]:
    """The days by the rule, from today on, that have no meeting yet, those that are left out among them.

    Up to ``until`` or for ``count`` meetings, and never beyond the end of the series.
    """
    series = session.get(MeetingSeries, key)
    if series is None or not series.rule or series.since is None or series.ended:
        return []
    there = queries.taken(session, key)
    last = min((day for day in (until, series.until) if day is not None), default=None)
    days = occurrences(
        series.rule, since=series.since, calendar=places.office_calendar(session), start=today(), until=last
    )
    free = (one for one in days if one.by_rule not in there and (one.on is None or one.on not in there))
    found: list[Occurrence] = []
    wanted = MOST if count is None else min(count, MOST)
    for one in free if wanted > 0 else ():
        found.append(one)
        wanted -= one.on is not None
        if not wanted:
            break
    return found


def schedule(store: Store, key: Key, *, until: date | None = None, count: int | None = None) -> list[Key]:
    """Make the next meetings of a series by its rule, up to a day or so many; those that are there stay as they are.

    Each has its hours, venue, chair, project, the members of that day and the usual topics. A day of the rule never
    gets a second meeting, also where the first one was moved, suspended or called off. Returns their keys in order;
    none where all are there. Raises Expected where the series has no rule or is not held any more.
    """
    with store.change(N_("Meetings of “{name}” by its rule: {n}")) as work:
        series = _held(work, key)
        if not series.rule:
            raise Expected(
                _("“{name}” has no rule by which it repeats, so no meeting was made.").format(name=series.name),
                _("Write down when it repeats, or make its next meeting alone."),
            )
        days = foreseen(work.session, key, until=until, count=count)
        made = [_make(work, series, one.on, one.by_rule) for one in days if one.on is not None]
        work.label_args["n"] = len(made)
        return [meeting.id for meeting in made]


def next_meeting(store: Store, key: Key) -> Key:
    """Make the next meeting of a series that is not there yet; returns its key.

    Without a rule it is held when the last one said, or has no day yet. Raises Expected where the series is over.
    """
    with store.change(N_("New meeting {code} of “{name}”")) as work:
        series = _held(work, key)
        if series.rule:
            found = next((one for one in foreseen(work.session, key, count=1) if one.on is not None), None)
            if found is None:
                raise _over(series)
            meeting = _make(work, series, found.on, found.by_rule)
        else:
            said = queries.last_said(work.session, key, after=today())
            if said is None or said[0] in queries.taken(work.session, key):
                meeting = _make(work, series, None, None)
            else:
                meeting = _make(work, series, said[0], None, starts_at=said[1], venue=said[2])
        work.label_args["code"] = meeting.code
        return meeting.id


def _held(work: Work, key: Key) -> MeetingSeries:
    queries.hold(work.session, key)
    (series,) = records.found(work, MeetingSeries, [key])
    records.tell(work, [series])
    if series.ended or (series.until is not None and series.until < today()):
        raise _over(series)
    return series


def _over(series: MeetingSeries) -> Expected:
    if series.ended or series.until is None:
        said = _("“{name}” is not held any more, so no meeting was made.").format(name=series.name)
    else:
        said = _("No meeting of “{name}” is left to be made until {day}.").format(
            name=series.name, day=format_date(series.until)
        )
    return Expected(said, _("Say in the series until when it is held, or that it is held again."))


def _make(work: Work, series: MeetingSeries, on: date | None, by_rule: date | None, **own: str | None) -> Meeting:
    starts_at = own.get("starts_at") or series.starts_at
    meeting = work.add(
        Meeting(
            code=records.next_code(work, Meeting.__tablename__, on), series_id=series.id, occurs_on=by_rule,
            subject=series.name, kind=series.kind, modality=series.modality, held_on=on, starts_at=starts_at,
            ends_at=series.ends_at if starts_at == series.starts_at
            else meetings.as_long(series.starts_at, series.ends_at, starts_at),
            place_id=series.place_id, venue=own.get("venue") or series.venue, convened_by_id=series.convened_by_id,
            chair_id=series.chair_id, secretary_id=series.secretary_id, confidentiality=series.confidentiality,
        )
    )  # fmt: skip
    work.flush()
    if series.project_id is not None:
        pair = pair_key(meeting.id, series.project_id)
        work.add(MeetingProject(id=pair, meeting_id=meeting.id, project_id=series.project_id))
    for member in queries.members(work.session, series.id, on=on or today()):
        work.add(meetings.expected(work, meeting, member.person))
    for position, topic in enumerate(parse_topics(series.agenda or ""), 1):
        work.add(
            AgendaItem(meeting_id=meeting.id, position=position, title=topic.title, kind=topic.kind,
                       minutes=topic.minutes)
        )  # fmt: skip
    work.flush()
    return meeting


# --- the usual topics -----------------------------------------------------------------------------------------------


_KINDS = {
    TopicKind.INFORMATION: "informacion informativo informativa informar informe info inf i information inform",
    TopicKind.DISCUSSION: "discusion debate deliberacion discutir disc dis discussion discuss talk",
    TopicKind.DECISION: "decision acuerdo decidir aprobacion aprobar votacion dec decide approval approve",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_MINUTES = re.compile(r"(\d{1,4}) ?(?:min|mins|minutos|minutes|m|'|’)?\.?", re.IGNORECASE)


def parse_topics(text: str) -> list[UsualTopic]:
    """The topics that lines say: «Avances | información | 15», kind and minutes in any order, or left out.

    Kinds are read in Spanish and English. Raises Invalid, naming the line, where something is not understood.
    """
    found = list(_topics(text))
    if wrong := next((n for n, topic in found if topic is None), None):
        raise Invalid((Problem("agenda", TOPIC_NOT_UNDERSTOOD, {"n": wrong}),))
    return [topic for _n, topic in found if topic is not None]


def _topics(text: str) -> Iterator[tuple[int, UsualTopic | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        title, *rest = (part.strip() for part in line.split("|"))
        title = title.lstrip("-•* ").strip()
        if title or any(rest):
            yield number, _topic(title, [part for part in rest if part])


def _topic(title: str, rest: Sequence[str]) -> UsualTopic | None:
    kinds = [_KIND_OF[word] for part in rest if (word := fold(part).strip(" .")) in _KIND_OF]
    minutes = [int(told[1]) for part in rest if (told := _MINUTES.fullmatch(part))]
    if not title or len(title) > 400 or len(kinds) > 1 or len(minutes) > 1 or len(kinds) + len(minutes) < len(rest):
        return None
    if minutes and not 0 < minutes[0] <= 1440:
        return None
    return UsualTopic(title, kinds[0] if kinds else TopicKind.DISCUSSION, minutes[0] if minutes else None)

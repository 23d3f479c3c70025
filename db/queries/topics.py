"""Topics as they go on from meeting to meeting: each matter from its first meeting to where it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import words
from db.records import AgendaItem, Decision, Meeting, Project
from db.records.agenda_items import TopicState
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class Matter:
    """A topic through all meetings. ``keys``: its topics, the first one first; ``words`` are folded, for filters."""

    keys: tuple[Key, ...]
    title: str  # as it is called now
    state: TopicState  # of the last one
    meetings: int
    first_on: date | None
    last_on: date | None
    parked: bool  # the last one waits for a meeting
    project: str
    words: str

    @property
    def key(self) -> Key:
        """Of the topic that it stands at."""
        return self.keys[-1]


@dataclass(frozen=True, slots=True)
class Held:
    """The meeting of a topic: what it is called, its day."""

    key: Key
    name: str
    on: date | None


def matters(session: Session, text: str = "") -> list[Matter]:
    """All matters that hold every word, in their titles, conclusions, papers and decisions; those that wait first.

    Then the one that was on an agenda last.
    """
    item, meeting, project = table_of(AgendaItem), table_of(Meeting), table_of(Project)
    decided: dict[Key, str] = {}
    if typed := words(text):
        link = table_of(Decision).c.agenda_item_id
        for key, folded in session.execute(select(link, table_of(Decision).c.folded).where(link.is_not(None))):
            decided[key] = f"{decided.get(key, '')} {folded}"
    query = (
        select(item.c.id, item.c.continues_id, item.c.meeting_id, item.c.title, item.c.state, item.c.folded,
               meeting.c.held_on, project.c.name)
        .select_from(item.outerjoin(meeting, meeting.c.id == item.c.meeting_id)
                     .outerjoin(project, project.c.id == item.c.project_id))
    )  # fmt: skip
    rows = {row[0]: row for row in session.execute(query)}
    before = {key: row[1] for key, row in rows.items()}
    roots: dict[Key, list[Key]] = {}
    for key in rows:
        roots.setdefault(_root(key, before), []).append(key)
    found = []
    for keys in roots.values():
        ordered = sorted(keys, key=lambda one: (rows[one][2] is None, rows[one][6] or date.max, one))
        told = " ".join(f"{rows[one][5]} {decided.get(one, '')}" for one in ordered)
        if not all(word in told for word in typed):
            continue
        days = sorted(rows[one][6] for one in ordered if rows[one][6] is not None)
        last = rows[ordered[-1]]
        found.append(Matter(
            tuple(ordered), last[3], last[4], len({rows[one][2] for one in ordered} - {None}),
            days[0] if days else None, days[-1] if days else None, last[2] is None,
            next((rows[one][7] for one in reversed(ordered) if rows[one][7]), ""), told,
        ))  # fmt: skip
    found.sort(key=lambda one: (one.parked, one.last_on or date.max, one.key), reverse=True)
    return found


def meetings_of(session: Session, topics: Sequence[Key]) -> dict[Key, Held]:
    """The meetings of topics, by topic; parked ones have none."""
    item, meeting = table_of(AgendaItem), table_of(Meeting)
    named = func.coalesce(meeting.c.number, meeting.c.subject, meeting.c.code)
    query = (
        select(item.c.id, meeting.c.id, named, meeting.c.held_on)
        .select_from(item.join(meeting, meeting.c.id == item.c.meeting_id))
        .where(item.c.id.in_(list(topics)))
    )
    return {row[0]: Held(*row[1:]) for row in session.execute(query)}


def minutes_texts(session: Session, meetings: Sequence[Key]) -> dict[Key, str]:
    """What was written down in meetings, by meeting."""
    meeting = table_of(Meeting)
    query = select(meeting.c.id, meeting.c.minutes_text).where(meeting.c.id.in_(list(meetings)))
    return {row[0]: row[1] or "" for row in session.execute(query)}


def _root(key: Key, before: dict[Key, Key | None]) -> Key:
    seen = {key}
    while (earlier := before.get(key)) is not None and earlier in before and earlier not in seen:
        seen.add(earlier)
        key = earlier
    return key

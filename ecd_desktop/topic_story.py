"""A topic through all meetings: what was concluded each time, what was decided and promised on it, what was noted.

What the minutes of a meeting say under the heading of the topic is told from their text, as its paper tells it
(``reports/spoken.py``); so are the commitments that were promised there. Internal tasks are not among them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from db.fields import Key
from db.queries import Session, action_items, agenda_items, decisions, risks_and_lessons, topics
from db.queries.action_items import ActionItemRow
from db.queries.agenda_items import AgendaRow
from db.queries.decisions import DecisionRow, Force
from db.queries.listing import Ask, Order, Where
from db.queries.risks_and_lessons import Noted
from db.queries.traffic_light import Clock
from db.records.action_items import Reach
from ecd_desktop.language import _, format_date
from ecd_desktop.minutes_text import Tag, item_of, lines_of, matched, read_minutes

NOTES = 2000  # letters of what the minutes say under a topic


@dataclass(frozen=True, slots=True)
class Step:
    """The topic in one meeting; ``meeting`` None while it waits for one. ``notes``: what its minutes say under it."""

    topic: AgendaRow
    meeting: topics.Held | None
    notes: str = ""
    decisions: tuple[DecisionRow, ...] = ()
    commitments: tuple[ActionItemRow, ...] = ()
    noted: tuple[Noted, ...] = ()


def story(session: Session, topic: Key, *, clock: Clock) -> tuple[Step, ...]:
    """The topic through all meetings, the first one first; none where it is gone."""
    rows = [row for row, _day in agenda_items.followed(session, topic)]
    keys = [row.key for row in rows]
    held = topics.meetings_of(session, keys)
    rows.sort(key=lambda row: (row.meeting_key is None, held[row.key].on or date.max if row.key in held else date.max))
    texts = topics.minutes_texts(session, [one.key for one in held.values()])
    decided: dict[Key, list[DecisionRow]] = {}
    ask = Ask(where=(Where("agenda_item_key", "in", tuple(keys)),), order=(Order("number"), Order("code")), clock=clock)
    for one in decisions.LISTING.all(session, ask) if keys else []:
        if one.agenda_item_key is not None:
            decided.setdefault(one.agenda_item_key, []).append(one)
    noted = risks_and_lessons.of_topics(session, keys)
    steps = []
    for row in rows:
        meeting = held.get(row.key)
        notes, promised = "", list[ActionItemRow]()
        if meeting is not None:
            notes, promised = _under(session, row, meeting, texts.get(meeting.key, ""), clock)
        if row.about is not None and row.about[0] == "action_items":
            its_own = action_items.LISTING.rows(session, [row.about[1]], Ask(clock=clock))
            promised += [one for one in its_own if one.reach is Reach.COMMITMENT]  # it may be internal by now
        once = {one.key: one for one in promised}
        taken, learnt = decided.get(row.key, ()), noted.get(row.key, ())
        steps.append(Step(row, meeting, notes, tuple(taken), tuple(once.values()), tuple(learnt)))
    return tuple(steps)


def _under(
    session: Session, row: AgendaRow, meeting: topics.Held, text: str, clock: Clock
) -> tuple[str, list[ActionItemRow]]:
    """What the minutes say under a topic, tagged lines aside, and the commitments of the meeting promised there."""
    if not text.strip() and not row.conclusion:
        return "", []
    agenda = [(one.key, one.position, one.title) for one in agenda_items.agenda(session, meeting.key)]
    minutes = read_minutes(text, today=meeting.on or clock.today)
    said = read_minutes(row.conclusion or "", today=meeting.on or clock.today)
    ask = Ask(where=(Where("meeting_key", "is", meeting.key),), clock=clock, outside=True)
    spoken = minutes.of(Tag.COMMITMENT)
    there = action_items.LISTING.all(session, ask) if spoken or said.of(Tag.COMMITMENT) else []
    recorded = [(one, one.description) for one in there]
    here = {one.line for one in spoken if item_of(one.topic, agenda) == row.key}
    promised = [one for line, one in matched(spoken, recorded).items() if line in here]
    left = [one for one in recorded if one[0] not in promised]
    promised += matched(said.of(Tag.COMMITMENT), left).values()
    tagged = {one.line for one in minutes.spoken}
    headings = {one.line: one for one in minutes.topics}
    notes, inside = [], False
    for number, line in enumerate(lines_of(text)):
        if number in headings:
            inside = item_of(headings[number], agenda) == row.key
        elif inside and number not in tagged and line.strip():
            notes.append(line.strip())
    return "\n".join(notes)[:NOTES], promised


# --- in words ---------------------------------------------------------------------------------------------------------


def when(step: Step) -> str:
    """«12/08/2026 · ACTA N° 001-2026-GDH», or that it waits."""
    if step.meeting is None:
        return _("Waits for a meeting")
    day = format_date(step.meeting.on) if step.meeting.on is not None else _("Without a date")
    return f"{day} · {step.meeting.name}"


def concluded(step: Step) -> str:
    """What was said of it: the conclusion, then the notes that do not say the same."""
    said = step.topic.conclusion or ""
    return "\n".join(filter(None, (said, step.notes if step.notes != said else "")))


def lines(step: Step) -> Iterator[str]:
    """What came of it in one meeting, a sentence each."""
    for one in step.decisions:
        words = _("Decision {code}: {text}").format(code=one.code, text=one.text)
        over = _("repealed by {code}").format(code=one.repealed_by) if one.force is Force.REPEALED else ""
        yield f"{words} ({over})" if over else words
    for item in step.commitments:
        who = " – ".join(filter(None, (item.unit, item.person)))
        due = format_date(item.due_on) if item.due_on is not None else _("No date")
        facts = " · ".join(filter(None, (who, due, _(item.state.label))))
        yield _("Commitment {code}: {text} ({facts})").format(code=item.code, text=item.description, facts=facts)
    for noted in step.noted:
        words = _("Risk: {text} ({state})") if noted.entity == "risks" else _("Lesson: {text} ({state})")
        yield words.format(text=noted.text, state=_(noted.state.label))


def as_text(steps: Sequence[Step]) -> str:
    """The whole story as plain text."""
    if not steps:
        return ""
    parts = [steps[-1].topic.title, ""]
    for step in steps:
        parts += [f"{when(step)} — {_(step.topic.state.label)}", *filter(None, (concluded(step),))]
        parts += [f"- {line}" for line in lines(step)] + [""]
    return "\n".join(parts).rstrip() + "\n"


def as_html(steps: Sequence[Step]) -> str:
    """The same with headings and lists, for Word."""
    parts = [f"<h2>{html.escape(steps[-1].topic.title)}</h2>"] if steps else []
    for step in steps:
        parts.append(f"<h3>{html.escape(f'{when(step)} — {_(step.topic.state.label)}')}</h3>")
        parts += [f"<p>{html.escape(line)}</p>" for line in concluded(step).splitlines() if line]
        items = "".join(f"<li>{html.escape(line)}</li>" for line in lines(step))
        parts.append(f"<ul>{items}</ul>" if items else "")
    return "".join(parts)

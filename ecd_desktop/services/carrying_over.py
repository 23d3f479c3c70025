"""Old commitments when minutes are closed: the answers given, and «stays» for what nobody mentioned.

The commitments themselves go on, one record each: nothing is copied into the next meeting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.fields import Key
from db.queries import lookups
from db.queries.carried import owed
from db.records import ActionItem, Meeting, Review, pair_key
from db.records.meetings import Fate
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.language import _
from ecd_desktop.minutes_answers import AGREED, Answer
from ecd_desktop.services import meetings, records


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """How many old commitments were answered anew, and how many of them stay."""

    stays: int = 0
    moved: int = 0
    closed: int = 0


def carry_over(work: Work, meeting: Meeting, answers: Mapping[Key, Answer]) -> CarriedOver:
    """Record what becomes of the old commitments of a meeting, inside the change that closes it.

    ``answers`` are given to those the meeting asks about and others are left alone; what was answered before the same
    way is not written again.  All the rest that was not answered yet stays.
    """
    there = {one.action_item_id: one for one in lookups.pointing(work.session, Review, "meeting_id", [meeting.id])}
    asked = owed(work.session, meeting)
    counted = dict.fromkeys(Fate, 0)
    wanted = [key for key in answers if key in there or key in set(asked)]
    on = min(meeting.held_on or today(), today())
    for item in records.found(work, ActionItem, wanted):
        answer, known = answers[item.id], there.get(item.id)
        said = answer.said.strip() or (_(AGREED) if answer.fate is Fate.MOVED else None)
        if known is not None and _same(known, answer, said):
            continue
        meetings.note_answer(work, meeting, item, on=on, fate=answer.fate, said=said, due_on=answer.due_on)
        counted[answer.fate] += 1
    silent = [key for key in asked if key not in there and key not in answers]
    items = lookups.records(work.session, ActionItem, silent)
    work.add_many(Review, [
        {
            "id": pair_key(meeting.id, key), "meeting_id": meeting.id, "action_item_id": key, "fate": Fate.STAYS,
            "due_before": item.due_on, "due_after": item.due_on, "state_before": item.state,
            "progress_before": item.progress,
        }
        for key, item in items.items()
    ])  # fmt: skip
    return CarriedOver(counted[Fate.STAYS] + len(items), counted[Fate.MOVED], counted[Fate.CLOSED])


def _same(known: Review, answer: Answer, said: str | None) -> bool:
    moved = answer.fate is Fate.MOVED and known.due_after != answer.due_on
    return known.fate is answer.fate and (known.answer or None) == said and not moved

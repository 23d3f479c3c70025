"""What is done with risks and lessons, written down side by side: note, save, say how far they are, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.records import AgendaItem, Lesson, Meeting, Risk, record_class
from db.records.base import Record
from db.records.lessons import LessonState
from db.records.risks import RiskState
from db.store import Store
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import nouns, records

STATED: dict[type[Record], tuple[str, str]] = {
    Risk: (N_("Change the state of a risk"), N_("Change the state of {n} risks")),
    Lesson: (N_("Change the state of a lesson"), N_("Change the state of {n} lessons")),
}
"""What it is called to say how far one, or many, are."""


def note(
    store: Store, entity: str, *, text: str, meeting: Key | None = None, project: Key | None = None, **values: Any
) -> Key:
    """Write down a ``risks`` or ``lessons``, of a meeting's day or of today. Returns its key."""
    with store.change(nouns.LABELS[entity].new) as work:
        held = work.session.get(Meeting, meeting) if meeting is not None else None
        day = values.pop("noted_on", None) or (held.held_on if held is not None else None) or today()
        made = work.add(
            record_class(entity)(text=text, meeting_id=meeting, project_id=project, noted_on=day, **values)
        )
        work.flush()
        return made.id


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft of a risk or a lesson. What is said of another meeting leaves the topic of the old one."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        record: Any = written.record
        topic = work.session.get(AgendaItem, record.agenda_item_id) if record and record.agenda_item_id else None
        if topic is not None and topic.meeting_id != record.meeting_id:
            record.agenda_item_id = None
        return written.outcome


def set_state(store: Store, keys: Sequence[Key], *, state: RiskState | LessonState) -> None:
    """Say how far risks, or lessons, are; those of the other kind among ``keys`` stay as they are.

    Raises Expected where none is of the kind that the state belongs to.
    """
    record = Risk if isinstance(state, RiskState) else Lesson
    one, many = STATED[record]
    with store.change(one if len(keys) == 1 else many, n=len(keys)) as work:
        there = lookups.records(work.session, record, keys)
        if not there:
            raise Expected(
                _("“{state}” is not said of what is selected; nothing was changed.").format(state=_(state.label)),
                _("Select risks for the states of risks, lessons for those of lessons."),
            )
        work.label_args["n"] = len(there)
        for noted in there.values():
            noted.state = state  # type: ignore[attr-defined]


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete risks and lessons, as one change. Raises Expected where one was deleted meanwhile."""
    with store.reading() as session:
        lesson = bool(lookups.records(session, Lesson, keys))
    one = nouns.LABELS["lessons" if lesson else "risks"].delete
    with store.change(one if len(keys) == 1 else N_("Delete {n} risks and lessons"), n=len(keys)) as work:
        lessons = lookups.records(work.session, Lesson, keys)
        risks = records.found(work, Risk, [key for key in keys if key not in lessons])
        for noted in (*risks, *lessons.values()):
            work.delete(noted)

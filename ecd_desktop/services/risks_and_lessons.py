"""What is done with risks and lessons, written down side by side: note, save, say how far they are, delete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.records import ActionItem, AgendaItem, Lesson, Meeting, Risk, record_class
from db.records.action_items import Origin
from db.records.base import Record
from db.records.lessons import LessonState
from db.records.risks import OVER, RiskState
from db.store import Store
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import action_items, lessons, nouns, records

STATED = (N_("Change the state of a risk"), N_("Change the state of {n} risks"))
"""What it is called to say how far one risk, or many, are; of lessons their own service says it."""


def note(
    store: Store, entity: str, *, text: str, meeting: Key | None = None, project: Key | None = None, **values: Any
) -> Key:
    """Write down a ``risks`` or ``lessons``, of a meeting's day or of today. Returns its key."""
    with store.change(nouns.LABELS[entity].new) as work:
        held = work.session.get(Meeting, meeting) if meeting is not None else None
        day = values.pop("noted_on", None) or (held.held_on if held is not None else None) or today()
        if entity in nouns.SERIES:
            values["code"] = records.next_code(work, entity, day)
        made = work.add(
            record_class(entity)(text=text, meeting_id=meeting, project_id=project, noted_on=day, **values)
        )
        records.tell(work, [made])
        work.flush()
        return made.id


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft of a risk or a lesson. What is said of another meeting leaves the topic of the old one."""
    if draft.entity == lessons.ENTITY:
        return lessons.save(store, draft, form=form)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        record: Any = written.record
        if isinstance(record, Risk) and record.state is not written.before.get("state"):
            _follow(record, today())
        topic = work.session.get(AgendaItem, record.agenda_item_id) if record and record.agenda_item_id else None
        if topic is not None and topic.meeting_id != record.meeting_id:
            record.agenda_item_id = None
        return written.outcome


def set_state(
    store: Store, keys: Sequence[Key], *, state: RiskState | LessonState, reason: str | None = None,
    on: date | None = None,
) -> None:  # fmt: skip
    """Say how far risks, or lessons, are; those of the other kind among ``keys`` stay as they are.

    Raises Expected where none is of the kind that the state belongs to, Invalid where a lesson is retired without a
    ``reason``. A risk that happened is an issue since ``on`` (default today).
    """
    record: type[Record] = Risk if isinstance(state, RiskState) else Lesson
    with store.reading() as session:
        there = list(lookups.records(session, record, keys))
    if not there:
        raise Expected(
            _("“{state}” is not said of what is selected; nothing was changed.").format(state=_(state.label)),
            _("Select risks for the states of risks, lessons for those of lessons."),
        )
    if isinstance(state, LessonState):
        lessons.set_state(store, there, state=state, reason=reason)
        return
    with store.change(STATED[len(there) != 1], n=len(there)) as work:
        for risk in records.found(work, Risk, there):
            risk.state = state
            _follow(risk, on or today())


def commit(
    store: Store, key: Key, *, description: str, unit_id: Key | None = None, person_id: Key | None = None,
    due_on: date | None = None, on: date | None = None,
) -> Key:  # fmt: skip
    """Make a commitment of a risk or an issue: it is of the same project and meeting, and the risk names it.

    Returns the key of the commitment. Raises Expected where the risk has one already.
    """
    with store.change(N_("Make a commitment of a risk: {code}")) as work:
        (risk,) = records.found(work, Risk, [key])
        there = lookups.records(work.session, ActionItem, [risk.action_item_id] if risk.action_item_id else [])
        for item in there.values():
            raise Expected(
                _("This risk has the commitment {code} already; nothing was changed.").format(code=item.code),
                _("Open that commitment, or write another one in the project."),
            )
        draft = records.new_draft(
            "action_items", description=description, unit_id=unit_id, person_id=person_id, due_on=due_on,
            agreed_on=on or today(), project_id=risk.project_id, origin=Origin.TEAM,
        )  # fmt: skip
        action_items.prepare(draft, who=store.who)
        records.write(work, draft)
        risk.action_item_id = draft.key
        return draft.key


def _follow(risk: Risk, on: date) -> None:
    """The days that follow from the state of a risk: since when it is an issue, and when it was over."""
    if risk.state is RiskState.HAPPENED and risk.issue_on is None:
        risk.issue_on = on
    if risk.state in OVER:
        risk.closed_on = risk.closed_on or on
    else:
        risk.closed_on = None


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete risks and lessons, as one change.

    Raises Expected where one was deleted meanwhile, or where a lesson was applied to a project.
    """
    with store.reading() as session:
        learnt = list(lookups.records(session, Lesson, keys))
        lessons.refuse_applied(session, learnt)
    one = nouns.LABELS["lessons" if learnt else "risks"].delete
    with store.change(one if len(keys) == 1 else N_("Delete {n} risks and lessons"), n=len(keys)) as work:
        for entity, some in (("lessons", learnt), ("risks", [key for key in keys if key not in learnt])):
            if some:
                records.take_out(work, entity, some)
        work.label_args["n"] = len(keys)

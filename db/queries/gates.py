"""Which gates of its stages a project has passed: the rule of each, said in SQL, and what is still missing.

A gate is looked up in what is on record, never ticked by hand.  What is looked for in words (a prioritisation, the
maintenance pact) counts wherever the project has it in writing: a note of its log, a decision of its meetings, a
document about it, a file attached to it.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, distinct, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.records import (
    AgendaItem,
    Attachment,
    BudgetLine,
    Decision,
    Document,
    DocumentLink,
    Indicator,
    Lesson,
    Meeting,
    MeetingProject,
    Milestone,
    Note,
    Population,
    Project,
    Stage,
    StageGate,
)
from db.records.base import Record, table_of
from db.records.lessons import LessonState
from db.records.meetings import MeetingKind, MeetingState
from db.records.projects import Gate

WRITTEN: Final = (MeetingState.APPROVED, MeetingState.SIGNED)
"""Minutes in these states are minutes, not a draft of them."""

HELD: Final = (MeetingState.HELD, MeetingState.DRAFT, MeetingState.IN_REVIEW, *WRITTEN)

PRIORITISED: Final = ("%prioriz%", "%prioritis%", "%prioritiz%", "%excepci%", "%exception%")
"""«Priorizado en …», or an exception that says so; the beginnings of words are the same with accents and without."""

HANDED_OVER: Final = ("%acta%entrega%", "%minutes%handover%", "%handover%minutes%")
MAINTAINED: Final = ("%pacto%mantenimiento%", "%maintenance%pact%")


def missing(session: Session, project: Key, before: Key | None, stage: Key) -> tuple[Gate, ...]:
    """What the gates on a project's way from stage ``before`` to ``stage`` ask for and is not on record; () going back.

    From no stage, or one of another set, everything is asked for that the stages up to ``stage`` ask for.
    """
    gates, gated, wanted = table_of(StageGate), aliased(table_of(Stage)), aliased(table_of(Stage))
    own, present = table_of(Project), aliased(table_of(Stage))
    passed = and_(present.c.stage_set == wanted.c.stage_set, gated.c.position <= present.c.position)
    query = (
        select(gates.c.gate)
        .select_from(
            gates.join(gated, gated.c.id == gates.c.stage_id)
            .join(wanted, and_(wanted.c.stage_set == gated.c.stage_set, gated.c.position <= wanted.c.position))
            .join(own, own.c.id == project)
            .outerjoin(present, present.c.id == before)
        )
        .where(wanted.c.id == stage, not_(func.coalesce(passed, False)), not_(_met(gates.c.gate, own.c)))
    )
    return in_order(session.scalars(query))


def to_regularise(session: Session, project: Key) -> tuple[Gate, ...]:
    """What the stages up to the one a project is in ask for and is not on record."""
    gates, gated, own, present = table_of(StageGate), aliased(table_of(Stage)), table_of(Project), table_of(Stage)
    query = (
        select(gates.c.gate)
        .select_from(
            own.join(present, present.c.id == own.c.stage_id)
            .join(gated, and_(gated.c.stage_set == present.c.stage_set, gated.c.position <= present.c.position))
            .join(gates, gates.c.stage_id == gated.c.id)
        )
        .where(own.c.id == project, not_(_met(gates.c.gate, own.c)))
    )
    return in_order(session.scalars(query))


def how_many(project: Any, present: Any) -> ScalarSelect[int]:
    """How many things ``to_regularise`` names, for a project and its stage joined to it (their columns)."""
    gates, gated = table_of(StageGate).alias(), aliased(table_of(Stage))
    return (
        select(func.count(distinct(gates.c.gate)))
        .select_from(gates.join(gated, gated.c.id == gates.c.stage_id))
        .where(
            gated.c.stage_set == present.stage_set,
            gated.c.position <= present.position,
            not_(_met(gates.c.gate, project)),
        )
        .scalar_subquery()
    )


def of_stages(session: Session) -> dict[Key, tuple[Gate, ...]]:
    """The gates before each stage that has any."""
    table = table_of(StageGate)
    found: dict[Key, list[Gate]] = {}
    for stage, gate in session.execute(select(table.c.stage_id, table.c.gate)):
        found.setdefault(stage, []).append(gate)
    return {stage: in_order(gates) for stage, gates in found.items()}


def in_order(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Each once, as the list of gates has them."""
    there = set(gates)
    return tuple(gate for gate in Gate if gate in there)


# --- the rule of each gate ------------------------------------------------------------------------------------------


def _met(gate: ColumnElement[Any], project: Any) -> ColumnElement[bool]:
    """Whether what a gate asks for is on record for the project whose columns these are."""
    rules: dict[Gate, ColumnElement[bool]] = {
        Gate.PRIORITISED: _written(project.id, PRIORITISED),
        Gate.LEAD: and_(project.lead_id.is_not(None), project.unit_id.is_not(None)),
        Gate.POPULATION: _has(Population, project.id, lambda c: and_(c.source.is_not(None), c.year.is_not(None))),
        Gate.CAREGIVERS: _met_in(project.id, lambda c: and_(c.state.in_(HELD), c.counted_caregivers > 0)),
        Gate.BUDGET: _has(BudgetLine, project.id, lambda c: c.planned > 0),
        Gate.MILESTONES: _has(Milestone, project.id, lambda c: c.planned_on.is_not(None)),
        Gate.HANDOVER: or_(
            _met_in(project.id, lambda c: and_(c.kind == MeetingKind.DELIVERY, c.state.in_(WRITTEN))),
            _written(project.id, HANDED_OVER),
        ),
        Gate.MAINTENANCE: _written(project.id, MAINTAINED),
        Gate.INDICATOR: _has(Indicator, project.id, lambda c: c.baseline.is_not(None)),
        Gate.LESSON: _has(Lesson, project.id, lambda c: c.state != LessonState.WITHDRAWN),
    }
    return case(*((gate == one, rule) for one, rule in rules.items()))


def _has(record: type[Record], project: ColumnElement[Any], rule: Any) -> ColumnElement[bool]:
    part = table_of(record).alias()
    return exists().where(part.c.project_id == project, rule(part.c))


def _met_in(project: ColumnElement[Any], rule: Any) -> ColumnElement[bool]:
    pair, meeting = table_of(MeetingProject).alias(), table_of(Meeting).alias()
    return exists().where(pair.c.project_id == project, meeting.c.id == pair.c.meeting_id, rule(meeting.c))


def _written(project: ColumnElement[Any], said: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether a note, a decision in force, a document or an attached file of the project says one of these."""

    def says(text: ColumnElement[Any]) -> ColumnElement[bool]:
        return or_(*(text.ilike(one) for one in said))

    link, document = table_of(DocumentLink).alias(), table_of(Document).alias()
    decision, topic, pair = table_of(Decision).alias(), table_of(AgendaItem).alias(), table_of(MeetingProject).alias()
    of_topic = exists().where(topic.c.id == decision.c.agenda_item_id, topic.c.project_id == project)
    other = exists().where(topic.c.id == decision.c.agenda_item_id, topic.c.project_id.is_not(None))
    of_meeting = exists().where(pair.c.meeting_id == decision.c.meeting_id, pair.c.project_id == project)
    return or_(
        _has(Note, project, lambda c: says(c.body)),
        exists().where(
            decision.c.repealed_by_id.is_(None), says(decision.c.text), or_(of_topic, and_(of_meeting, not_(other)))
        ),
        exists().where(link.c.project_id == project, document.c.id == link.c.document_id, says(document.c.subject)),
        _has(Attachment, project, lambda c: says(c.description)),
    )

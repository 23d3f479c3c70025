"""Which commitments, meetings and decisions a briefing tells of."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.records import ActionItem, AgendaItem, MeetingProject, Review


def items_of_meeting(session: Session, meeting: Key) -> list[Key]:
    """What was promised in a meeting, and what it reviewed."""
    reviewed = select(Review.action_item_id).where(Review.meeting_id == meeting)
    query = select(ActionItem.id).where(or_(ActionItem.meeting_id == meeting, ActionItem.id.in_(reviewed)))
    return list(session.scalars(query.order_by(ActionItem.id)))


def meetings_of_project(session: Session, project: Key) -> list[Key]:
    """The meetings that dealt with a project, or with a topic of it."""
    linked = select(MeetingProject.meeting_id).where(MeetingProject.project_id == project)
    topics = select(AgendaItem.meeting_id).where(AgendaItem.project_id == project, AgendaItem.meeting_id.is_not(None))
    return sorted({key for query in (linked, topics) for key in session.scalars(query) if key is not None})

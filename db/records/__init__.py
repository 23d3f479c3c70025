"""The nouns, one file each; importing this package makes them all known to the metadata."""

from db.records import (
    action_items,
    agenda_items,
    attachments,
    budgets,
    cases,
    choices,
    decisions,
    documents,
    indicators,
    interactions,
    issued_reports,
    lessons,
    meeting_series,
    meetings,
    milestones,
    minutes,
    organisations,
    people,
    places,
    projects,
    risks,
    saved_views,
    stakeholders,
)
from db.records.action_items import (
    ActionItem,
    CoResponsible,
    Evidence,
    ProgressEntry,
    Reschedule,
)
from db.records.agenda_items import AgendaItem
from db.records.attachments import Attachment, Tag
from db.records.base import Base, Record, dumped, fields_of, loaded, new_key, pair_key, record_class, record_classes
from db.records.budgets import BudgetLine, Expense
from db.records.cases import Case, CaseParty, Note
from db.records.decisions import Decision
from db.records.documents import Document, DocumentLink
from db.records.indicators import Indicator, IndicatorTarget, Measurement
from db.records.interactions import Interaction
from db.records.issued_reports import IssuedReport
from db.records.lessons import Lesson, LessonApplication
from db.records.meeting_series import MeetingSeries, SeriesMember
from db.records.meetings import Attendance, Meeting, MeetingProject, Review
from db.records.milestones import Milestone, MilestoneMove
from db.records.minutes import Minutes, Observation
from db.records.organisations import Organisation
from db.records.people import Person, Post
from db.records.places import Holiday, Place
from db.records.projects import (
    InterventionType,
    Population,
    Project,
    ProjectPlace,
    ProjectTheme,
    Stage,
    StageGate,
    StageMove,
)
from db.records.risks import Risk
from db.records.saved_views import SavedView
from db.records.stakeholders import Assessment, Relation, Stakeholder

__all__ = [
    "ActionItem", "AgendaItem", "Assessment", "Attachment", "Attendance", "Base", "BudgetLine", "Case", "CaseParty",
    "CoResponsible", "Decision", "Document", "DocumentLink", "Evidence", "Expense", "Holiday", "Indicator",
    "IndicatorTarget", "Interaction", "InterventionType", "IssuedReport", "Lesson", "LessonApplication", "Measurement",
    "Meeting", "MeetingProject", "MeetingSeries", "Milestone", "MilestoneMove", "Minutes", "Note", "Observation",
    "Organisation", "Person", "Place", "Population", "Post", "ProgressEntry", "Project", "ProjectPlace",
    "ProjectTheme", "Record", "Relation", "Reschedule", "Review", "Risk", "SavedView", "SeriesMember", "Stage",
    "StageGate", "StageMove", "Stakeholder", "Tag",
    "action_items", "agenda_items", "attachments", "budgets", "cases", "choices", "decisions", "documents", "dumped",
    "fields_of", "indicators", "interactions", "issued_reports", "lessons", "loaded", "meeting_series", "meetings",
    "milestones", "minutes", "new_key", "organisations", "pair_key", "people", "places", "projects", "record_class",
    "record_classes", "risks", "saved_views", "stakeholders",
]  # fmt: skip

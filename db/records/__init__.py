"""The nouns, one file each; importing this package makes them all known to the metadata."""

from db.records import (
    action_items,
    agenda_items,
    cases,
    decisions,
    interactions,
    lessons,
    meeting_series,
    meetings,
    minutes,
    organisations,
    people,
    places,
    projects,
    risks,
    saved_views,
)
from db.records.action_items import (
    ActionItem,
    CoResponsible,
    Evidence,
    ProgressEntry,
    Reschedule,
)
from db.records.agenda_items import AgendaItem
from db.records.base import Base, Record, dumped, fields_of, loaded, new_key, pair_key, record_class, record_classes
from db.records.cases import Case, CaseParty, Note
from db.records.decisions import Decision
from db.records.interactions import Interaction
from db.records.lessons import Lesson
from db.records.meeting_series import MeetingSeries, SeriesMember
from db.records.meetings import Attendance, Meeting, MeetingProject, Review
from db.records.minutes import Minutes, Observation
from db.records.organisations import Organisation
from db.records.people import Person, Post
from db.records.places import Holiday, Place
from db.records.projects import InterventionType, Project, Stage
from db.records.risks import Risk
from db.records.saved_views import SavedView

__all__ = [
    "ActionItem", "AgendaItem", "Attendance", "Base", "Case", "CaseParty", "CoResponsible", "Decision", "Evidence",
    "Holiday", "Interaction", "InterventionType", "Lesson", "Meeting", "MeetingProject", "MeetingSeries", "Minutes",
    "Note", "Observation", "Organisation", "Person", "Place", "Post", "ProgressEntry", "Project", "Record",
    "Reschedule", "Review", "Risk", "SavedView", "SeriesMember", "Stage",
    "action_items", "agenda_items", "cases", "decisions", "dumped", "fields_of", "interactions", "lessons", "loaded",
    "meeting_series", "meetings", "minutes", "new_key", "organisations", "pair_key", "people", "places", "projects",
    "record_class", "record_classes", "risks", "saved_views",
]  # fmt: skip

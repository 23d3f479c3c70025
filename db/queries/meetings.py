"""Lists of meetings: when, where, which projects, who came, how much was promised."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from db.fields import DAY, N_, NUMBER, Key
from db.queries.heirs import present_units
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.records import ActionItem, Attendance, Meeting, MeetingProject, MeetingSeries, Organisation, Place, Project
from db.records.action_items import Reach
from db.records.base import table_of
from db.records.meetings import Confidentiality, MeetingKind, MeetingState, Modality, Presence

CAME = (Presence.PRESENT, Presence.LATE, Presence.LEFT, Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting as lists and reports see it."""

    key: Key
    code: str
    number: str | None
    subject: str | None
    kind: MeetingKind
    modality: Modality | None
    held_on: date | None
    starts_at: str | None
    ends_at: str | None
    place: str | None
    venue: str | None
    convened_by: str | None
    projects: str | None  # names, one after another
    series: str | None  # its name
    series_key: Key | None
    occurs_on: date | None  # the day by the rule of its series
    expected: int
    came: int
    items: int
    state: MeetingState
    state_reason: str | None
    confidentiality: Confidentiality | None
    next_on: date | None
    remarks: str | None


COLUMNS: tuple[Column, ...] = (
    column("number", N_("Minutes number")),
    column("held_on", N_("Date"), DAY),
    column("subject", N_("Subject")),
    column("kind", N_("Kind"), choices=MeetingKind),
    column("state", N_("State"), choices=MeetingState),
    column("projects", N_("Projects")),
    column("series", N_("Series")),
    column("items", N_("Commitments"), NUMBER),
    column("came", N_("Attended"), NUMBER),
    column("expected", N_("Expected"), NUMBER),
    column("place", N_("Place")),
    column("venue", N_("Venue")),
    column("convened_by", N_("Convened by")),
    column("starts_at", N_("Start time")),
    column("ends_at", N_("End time")),
    column("modality", N_("Modality"), choices=Modality),
    column("state_reason", N_("Reason for the state")),
    column("confidentiality", N_("Confidentiality"), choices=Confidentiality),
    column("next_on", N_("Next meeting on"), DAY),
    column("code", N_("Code")),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    meeting, place, unit = table_of(Meeting), table_of(Place), table_of(Organisation)
    pair, project = table_of(MeetingProject), table_of(Project)
    attendance, item, series = table_of(Attendance), table_of(ActionItem), table_of(MeetingSeries)
    present = present_units()
    source = (
        meeting.outerjoin(place, place.c.id == meeting.c.place_id)
        .outerjoin(present, present.c.unit_id == meeting.c.convened_by_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(series, series.c.id == meeting.c.series_id)
    )
    linked = (
        select(project.c.name)
        .select_from(pair.join(project, project.c.id == pair.c.project_id))
        .where(pair.c.meeting_id == meeting.c.id)
        .order_by(project.c.sort_key)
        .correlate(meeting)
        .subquery()
    )
    names = select(func.aggregate_strings(linked.c.name, ", ")).select_from(linked)
    expected = select(func.count(attendance.c.id)).where(attendance.c.meeting_id == meeting.c.id)
    promised = select(func.count(item.c.id)).where(item.c.meeting_id == meeting.c.id)
    if ask.outside:
        promised = promised.where(item.c.reach == Reach.COMMITMENT)
    values = columns_of(meeting)
    values |= {
        "place": place.c.name,
        "convened_by": func.coalesce(unit.c.acronym, unit.c.name),
        "projects": names.scalar_subquery(),
        "series": series.c.name,
        "series_key": meeting.c.series_id,
        "expected": expected.scalar_subquery(),
        "came": expected.where(attendance.c.presence.in_(CAME)).scalar_subquery(),
        "items": promised.scalar_subquery(),
    }
    sorts = {
        "code": by_code(meeting.c.code),
        "number": meeting.c.sort_key,
        "place": place.c.sort_key,
        "convened_by": unit.c.sort_key,
        "series": series.c.sort_key,
    }
    always = [meeting.c.held_on.is_(None) | (meeting.c.held_on <= ask.cutoff)] if ask.cutoff else []
    searched = (meeting.c.folded, place.c.folded, unit.c.folded, series.c.folded)
    return Frame(values, source, meeting.c.id, searched, sorts, always)


LISTING = Listing("meetings", MeetingRow, COLUMNS, _frame, (Order("held_on", descending=True), Order("code")))

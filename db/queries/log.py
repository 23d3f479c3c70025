"""The bitácora of a case or a project: notes, meetings, commitments and what became of them, in order of date.

A query, never a table of copies (decision 10). Nothing in it comes from an internal note; ``outside`` also drops
internal notes of the log itself and everything about internal tasks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from db.fields import N_, Choice, Key
from db.queries.project_parts import StageMoveRow, stage_history
from db.records import (
    ActionItem,
    AgendaItem,
    Case,
    Evidence,
    Meeting,
    MeetingProject,
    Note,
    Organisation,
    Person,
    ProgressEntry,
    Project,
    Reschedule,
)
from db.records.action_items import Reach, State
from db.records.base import Record
from db.records.documents import Direction, Document, DocumentLink

R = TypeVar("R", bound=Record)


class LogKind(Choice):
    """What a line of the log tells."""

    OPENED = "opened", N_("Opened")
    NOTE = "note", N_("Note")
    CALL = "call", N_("Call")
    VISIT = "visit", N_("Visit")
    MESSAGE = "message", N_("Message")
    DOCUMENT = "document", N_("Document")
    MEETING = "meeting", N_("Meeting")
    COMMITMENT = "commitment", N_("Commitment")
    PROGRESS = "progress", N_("Progress")
    RESCHEDULE = "reschedule", N_("Reschedule")
    EVIDENCE = "evidence", N_("Evidence")
    STAGE = "stage", N_("Change of stage")
    CLOSED = "closed", N_("Closed")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that happened. ``entity`` and ``key`` say which record to open; the last five are its facts."""

    on: date | None
    kind: LogKind
    title: str
    body: str
    who: str
    entity: str
    key: Key
    internal: bool
    code: str = ""
    state: State | None = None
    progress: int | None = None
    due_before: date | None = None
    due_after: date | None = None


def bitacora(session: Session, case_key: Key, *, outside: bool = False, cutoff: date | None = None) -> list[LogLine]:
    """The log of a case, oldest first; ``cutoff`` leaves out what is dated after it. Empty where there is no case."""
    cases = _all(session, Case, Case.id == case_key)
    items = _all(session, ActionItem, ActionItem.case_id == case_key)
    notes = _all(session, Note, Note.case_id == case_key)
    topics = _all(session, AgendaItem, AgendaItem.case_id == case_key)
    letters = _documents(session, items, DocumentLink.case_id == case_key)
    meetings = _meetings(session, items, [one.meeting_id for one in topics if one.meeting_id is not None])
    return _told(session, cases, [], notes, items, meetings, outside, cutoff, topics, letters)


def of_project(
    session: Session, project_key: Key, *, outside: bool = False, cutoff: date | None = None
) -> list[LogLine]:
    """The log of a project, with that of its cases, oldest first."""
    cases = _all(session, Case, Case.project_id == project_key)
    among = [case.id for case in cases]
    projects = _all(session, Project, Project.id == project_key)
    notes = _all(session, Note, or_(Note.project_id == project_key, Note.case_id.in_(among)))
    items = _all(session, ActionItem, or_(ActionItem.project_id == project_key, ActionItem.case_id.in_(among)))
    links = select(MeetingProject.meeting_id).where(MeetingProject.project_id == project_key)
    meetings = _meetings(session, items, list(session.scalars(links)))
    about = or_(DocumentLink.project_id == project_key, DocumentLink.case_id.in_(among))
    letters = _documents(session, items, about)
    return _told(session, cases, projects, notes, items, meetings, outside, cutoff, letters=letters)


def _told(
    session: Session, cases: Sequence[Case], projects: Sequence[Project], notes: Sequence[Note],
    items: Sequence[ActionItem], meetings: Sequence[Meeting], outside: bool, cutoff: date | None,
    topics: Sequence[AgendaItem] = (), letters: Sequence[Document] = (),
) -> list[LogLine]:  # fmt: skip
    by_key = {item.id: item for item in items}
    offices = [one for letter in letters for one in (letter.from_id, letter.to_id)]
    units, people = _answering(session, items, offices)
    lines: list[LogLine] = []
    for case in cases:
        lines += _case_lines(case)
    for project in projects:
        lines += _project_lines(project)
        lines += [_stage_line(project, moved) for moved in stage_history(session, project.id)]
    lines += [_note_line(note, people) for note in notes]
    lines += [_meeting_line(meeting, topics) for meeting in meetings]
    lines += [_document_line(letter, units) for letter in letters]
    held = {meeting.id: meeting.held_on for meeting in meetings}
    lines += [_item_line(item, units, people, held) for item in items]
    lines += [_progress_line(one, by_key) for one in _of_items(session, ProgressEntry, by_key)]
    lines += [_reschedule_line(one, by_key) for one in _of_items(session, Reschedule, by_key)]
    lines += [_evidence_line(one, by_key) for one in _of_items(session, Evidence, by_key)]
    if outside:
        lines = [line for line in lines if not line.internal]
    if cutoff is not None:
        lines = [line for line in lines if line.on is None or line.on <= cutoff]
    order = list(LogKind)
    return sorted(lines, key=lambda line: (line.on or date.min, order.index(line.kind), line.key.bytes))


# --- reading --------------------------------------------------------------------------------------------------------


def _all(session: Session, record: type[R], condition: ColumnElement[bool]) -> list[R]:
    return list(session.scalars(select(record).where(condition)))


def _chunks(keys: Iterable[Key]) -> list[list[Key]]:
    whole = list(keys)
    return [whole[start : start + 500] for start in range(0, len(whole), 500)]


def _of_items(session: Session, record: type[Any], items: Iterable[Key]) -> list[Any]:
    return [row for chunk in _chunks(items) for row in _all(session, record, record.action_item_id.in_(chunk))]


def _meetings(session: Session, items: Sequence[ActionItem], more: Sequence[Key]) -> list[Meeting]:
    keys = dict.fromkeys([item.meeting_id for item in items if item.meeting_id] + list(more))
    return [row for chunk in _chunks(keys) for row in _all(session, Meeting, Meeting.id.in_(chunk))]


def _documents(session: Session, items: Sequence[ActionItem], about: ColumnElement[bool]) -> list[Document]:
    """The documents about these commitments, or about what the condition says, each once."""
    found = list(session.scalars(select(DocumentLink.document_id).where(about)))
    for chunk in _chunks(item.id for item in items):
        found += session.scalars(select(DocumentLink.document_id).where(DocumentLink.action_item_id.in_(chunk)))
    return [row for chunk in _chunks(dict.fromkeys(found)) for row in _all(session, Document, Document.id.in_(chunk))]


def _answering(
    session: Session, items: Sequence[ActionItem], offices: Sequence[Key | None] = ()
) -> tuple[dict[Key, str], dict[Key, str]]:
    units = {item.unit_id for item in items if item.unit_id} | {office for office in offices if office}
    query = select(Organisation.id, Organisation.acronym, Organisation.name)
    named = {
        row[0]: row[1] or row[2]
        for chunk in _chunks(units)
        for row in session.execute(query.where(Organisation.id.in_(chunk)))
    }
    everyone = select(Person.id, Person.given_names, Person.family_names)
    people = {row[0]: " ".join(filter(None, row[1:])) for row in session.execute(everyone)}
    return named, people


# --- one line each --------------------------------------------------------------------------------------------------


def _case_lines(case: Case) -> list[LogLine]:
    lines = []
    if case.opened_on:
        lines.append(_line(case.opened_on, LogKind.OPENED, case.title, case.remarks, "", case, code=case.code))
    if case.closed_on:
        told = "\n".join(filter(None, (case.outcome_text, case.closing_reason)))
        lines.append(_line(case.closed_on, LogKind.CLOSED, case.title, told, "", case, code=case.code))
    return lines


def _project_lines(project: Project) -> list[LogLine]:
    lines = []
    if project.starts_on:
        lines.append(
            _line(project.starts_on, LogKind.OPENED, project.name, project.aim, "", project, code=project.code)
        )
    if project.closed_on:
        told = project.state_reason
        lines.append(_line(project.closed_on, LogKind.CLOSED, project.name, told, "", project, code=project.code))
    return lines


def _stage_line(project: Project, moved: StageMoveRow) -> LogLine:
    title = f"{moved.before} → {moved.after}" if moved.before else moved.after
    body = "\n".join(filter(None, (moved.reason, moved.missing)))
    return LogLine(moved.on, LogKind.STAGE, title, body, moved.by or "", "stage_moves", moved.key, False,
                   code=project.code)  # fmt: skip


def _note_line(note: Note, people: dict[Key, str]) -> LogLine:
    who = people.get(note.person_id, "") if note.person_id else ""
    first = note.body.splitlines()[0] if note.body else ""
    kind = LogKind(note.kind.value)
    return _line(note.on, kind, who or first[:80], note.body, note.author, note, internal=note.internal)


def _meeting_line(meeting: Meeting, topics: Sequence[AgendaItem]) -> LogLine:
    """Where it was taken to the meeting: what was said of it there."""
    title = meeting.number or meeting.subject or meeting.code
    body = meeting.subject if title != meeting.subject else meeting.remarks
    said = [f"{one.title}: {one.conclusion}" if one.conclusion else one.title
            for one in topics if one.meeting_id == meeting.id]  # fmt: skip
    body = "\n".join(said) or body
    return _line(meeting.held_on, LogKind.MEETING, title, body, "", meeting, code=meeting.code)


def _document_line(letter: Document, units: dict[Key, str]) -> LogLine:
    """What was sent to whom, or received from whom, on its day of arrival."""
    sent = letter.direction is Direction.SENT
    office = letter.to_id if sent else letter.from_id
    on = letter.dated_on if sent else letter.received_on or letter.dated_on
    body = "\n".join(filter(None, (letter.subject if letter.official_number else None, letter.remarks)))
    return _line(
        on, LogKind.DOCUMENT, letter.official_number or letter.subject, body, units.get(office) if office else None,
        letter, code=letter.code,
    )  # fmt: skip


def _item_line(
    item: ActionItem, units: dict[Key, str], people: dict[Key, str], held: dict[Key, date | None]
) -> LogLine:
    on = item.agreed_on or (held.get(item.meeting_id) if item.meeting_id else None)
    who = (units.get(item.unit_id) if item.unit_id else None, people.get(item.person_id) if item.person_id else None)
    return _line(
        on, LogKind.COMMITMENT, item.description, item.remarks, " – ".join(filter(None, who)), item,
        internal=item.reach is Reach.INTERNAL_TASK, code=item.code, state=item.state, progress=item.progress,
        due_after=item.due_on,
    )  # fmt: skip


def _progress_line(entry: ProgressEntry, items: dict[Key, ActionItem]) -> LogLine:
    return _about(
        entry.on, LogKind.PROGRESS, entry.body, entry.reported_by, entry, items, state=entry.state,
        progress=entry.progress,
    )  # fmt: skip


def _reschedule_line(moved: Reschedule, items: dict[Key, ActionItem]) -> LogLine:
    return _about(
        moved.on, LogKind.RESCHEDULE, moved.reason, None, moved, items, due_before=moved.due_before,
        due_after=moved.due_after,
    )  # fmt: skip


def _evidence_line(shown: Evidence, items: dict[Key, ActionItem]) -> LogLine:
    body = "\n".join(filter(None, (shown.description, shown.reference)))
    return _about(shown.on, LogKind.EVIDENCE, body, None, shown, items)


def _about(
    on: date | None, kind: LogKind, body: str | None, who: str | None, record: Any, items: dict[Key, ActionItem],
    **facts: Any,
) -> LogLine:  # fmt: skip
    item = items[record.action_item_id]
    internal = item.reach is Reach.INTERNAL_TASK
    return _line(on, kind, item.description, body, who, item, internal=internal, code=item.code, **facts)


def _line(
    on: date | None, kind: LogKind, title: str, body: str | None, who: str | None, record: Record, *,
    internal: bool = False, **facts: Any,
) -> LogLine:  # fmt: skip
    return LogLine(on, kind, title, body or "", who or "", record.__tablename__, record.id, internal, **facts)


_READERS: dict[str, Callable[..., list[LogLine]]] = {"cases": bitacora, "projects": of_project}


def log_of(
    session: Session, entity: str, key: Key, *, outside: bool = False, cutoff: date | None = None
) -> list[LogLine]:
    """The log of a record of ``cases`` or ``projects``. Raises KeyError for another noun."""
    return _READERS[entity](session, key, outside=outside, cutoff=cutoff)

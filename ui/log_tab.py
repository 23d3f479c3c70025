"""The bitácora of a case or a project as a tab: what happened around it, newest first, and writing it down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.log import LogKind, LogLine, log_of
from db.records import Note, fields_of
from db.records.cases import NoteKind
from ecd_desktop.language import _, format_date
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Log")
WATCHES = frozenset({
    "cases", "projects", "notes", "action_items", "progress_entries", "reschedules", "evidence", "meetings",
    "meeting_projects", "agenda_items", "documents", "document_links", "stage_moves",
})  # fmt: skip
ICONS = {
    LogKind.OPENED: "folder-open", LogKind.NOTE: "note", LogKind.CALL: "phone", LogKind.VISIT: "map-pin",
    LogKind.MESSAGE: "mail", LogKind.DOCUMENT: "file-text", LogKind.MEETING: "users", LogKind.COMMITMENT: "checkbox",
    LogKind.PROGRESS: "progress-check", LogKind.RESCHEDULE: "calendar-due", LogKind.EVIDENCE: "paperclip",
    LogKind.STAGE: "flag", LogKind.CLOSED: "archive",
}  # fmt: skip
OPENS = {"action_items", "meetings", "documents"}  # the others are told here already
FIELDS = fields_of(Note)


def log_tab(entity: str, add_note: Callable[..., Any], remove: Callable[[Any, Sequence[Key]], Any]) -> TabSpec:
    """The log of ``cases`` or ``projects``; ``add_note`` is their service, ``remove`` deletes notes."""
    names = ("kind", "on", "body", "person_id", "internal")
    adding = Adding(
        N_("Write a note, a call, a visit"), N_("Add to the log"), partial(_add, add_note),
        {name: FIELDS[name] for name in names}, rows=(("kind", "on"), ("body",), ("person_id",), ("internal",)),
        values=lambda here: {"kind": NoteKind.NOTE, "on": here.today}, creates={"person_id": creates("people")},
    )  # fmt: skip
    part = Part(
        "log", TITLE, partial(_read, entity), N_("Nothing has been written down yet. Notes, calls, visits, "
        "meetings and commitments will stand here in order of date."), WATCHES, adds=(adding,), remove=remove,
        remove_text=N_("Delete the note"),
    )  # fmt: skip
    return tab(TITLE, part)


def _read(entity: str, session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [line_of(line) for line in reversed(log_of(session, entity, key))]


def line_of(line: LogLine) -> Line:
    """One line of the log: what, when, who, and its text."""
    kind = _(line.kind.label)
    when = format_date(line.on) if line.on is not None else _("Without a date")
    facts = _facts(line)
    title = line.title
    if line.kind in (LogKind.NOTE, LogKind.CALL, LogKind.VISIT, LogKind.MESSAGE, LogKind.DOCUMENT):
        title = line.title if line.title and not line.body.startswith(line.title) else kind
    body = line.body if line.body != title else ""
    small = [when, "" if title == kind else kind, facts, line.who if line.who != title else ""]
    return Line(
        line.key, title, " · ".join(part for part in small if part), icon=ICONS[line.kind], body=body, mark_words=kind,
        strong=True, pill=_("Internal") if line.internal else "",
        opens=(line.entity, line.key) if line.entity in OPENS else None, fixed=line.entity != "notes",
        token=(line.key, line.kind, line.on, line.body),
    )  # fmt: skip


def _facts(line: LogLine) -> str:
    if line.kind is LogKind.RESCHEDULE and line.due_before and line.due_after:
        return _("from {before} to {after}").format(
            before=format_date(line.due_before), after=format_date(line.due_after)
        )
    if line.kind is LogKind.PROGRESS and line.progress is not None:
        state = _(line.state.label) if line.state is not None else ""
        return " · ".join(part for part in (f"{line.progress}\u00a0%", state) if part)
    return line.code


def _add(add_note: Callable[..., Any], store: Any, key: Key, **answers: Any) -> Any:
    return add_note(store, key, **{"person" if name == "person_id" else name: one for name, one in answers.items()})


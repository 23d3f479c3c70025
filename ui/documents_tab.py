"""How a document stands, in words and marks; and the documents about a record, or of whom they name, as a tab."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, N_, Field
from db.queries import documents as reads
from db.queries.documents import Standing
from db.queries.stakeholders import behind
from db.records import Document, fields_of
from db.records.documents import Direction, LetterKind
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, format_date, ngettext, relative_day
from ecd_desktop.services import documents
from ui.creating import creates
from ui.widgets.cells import Cell
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

MARKS = {
    Standing.UNANSWERED: Mark("red", icon="filled/alert-circle"), Standing.TO_ANSWER: Mark("amber", icon="inbox"),
    Standing.AWAITED: Mark("blue", icon="hourglass"), Standing.REPEATED: Mark("violet", icon="refresh"),
    Standing.ANSWERED: Mark("green", icon="circle-check"), Standing.CLOSED: Mark("grey", icon="archive"),
    Standing.SENT: Mark("grey", icon="send"), Standing.RECEIVED: Mark("grey", icon="download"),
}  # fmt: skip
FIELDS = fields_of(Document)


def standing_words(row: Any) -> str:
    """The state; one that was repeated says how often."""
    if row.standing is Standing.REPEATED:
        return ngettext("Repeated once", "Repeated {n} times", row.repeats).format(n=row.repeats)
    return _(row.standing.label)


def waiting_cell(row: Any, here: Here) -> Cell:
    """How long an answer has been awaited and how late it is, in working days; or when it came."""
    calendar, today = here.calendar, here.today
    if row.standing is Standing.ANSWERED:
        n = calendar.working_days_between(row.since, row.answered_on)
        after = ngettext("after {n} working day", "after {n} working days", n).format(n=n) if n > 0 else ""
        return Cell(_("Answered on {date}").format(date=format_date(row.answered_on)), after)
    if row.standing not in reads.AWAITING:
        return Cell(row.closed_reason or "")
    waited = max(0, calendar.working_days_between(row.since, today))
    waits = ngettext("{n} working day", "{n} working days", waited).format(n=waited)
    if row.reply_due_on < today and (n := calendar.days_late(row.reply_due_on, today)) > 0:
        late = ngettext("{n} working day late", "{n} working days late", n).format(n=n)
        return Cell(waits, late, "red", icon="filled/alert-circle")
    when = _("until {date}, {when}").format(
        date=format_date(row.reply_due_on), when=relative_day(calendar.next_working(row.reply_due_on), on=today)
    )
    soon = row.reply_due_on <= clock(today, calendar).soon_to
    return Cell(waits, when, "amber" if soon else "", icon="filled/clock" if soon else "calendar")


def document_line(row: Any, here: Here, **more: Any) -> Line:
    """One document among others: its number, from or to whom, how it stands."""
    cell = waiting_cell(row, here) if row.standing in reads.AWAITING else Cell()
    sent = row.direction is Direction.SENT
    whom = (_("To {office}") if sent else _("From {office}")).format(office=row.other) if row.other else ""
    kind = "" if row.official_number else _(row.kind.label)
    small = (kind, whom, format_date(row.dated_on), row.code)
    return Line(
        row.key, row.official_number or row.subject, " · ".join(part for part in small if part), urgent=cell.second,
        tone=cell.tone, body=row.subject if row.official_number else "", strong=True,
        **{"mark": MARKS[row.standing], "mark_words": _(row.direction.label), "pill": standing_words(row),
           "pill_mark": MARKS[row.standing], "opens": ("documents", row.key), "fixed": True} | more,
    )  # fmt: skip


def documents_tab(entity: str) -> TabSpec:
    """The documents about a record of this noun, newest first; one can be written down, or linked.

    Of an organisation, a person, or a stake of one of them: those that they sent, got or signed.
    """
    party = entity not in reads.ABOUT
    names = ("direction", "kind", "official_number", "dated_on", "subject", "reply_days")
    fields: dict[str, Field] = {name: FIELDS[name] for name in names}
    rows = [("direction", "kind"), ("official_number",), ("subject",), ("dated_on", "reply_days")]
    if entity not in ("organisations", "stakeholders"):  # they are the office themselves
        fields["other"] = Field(LINK, N_("From or to"), target="organisations")
        rows.insert(3, ("other",))
    new = Adding(
        N_("New document"), N_("Add"), partial(_add, entity), fields, rows=rows,
        values=lambda here: {"direction": Direction.SENT, "kind": LetterKind.OFICIO, "dated_on": here.today},
        creates={"other": creates("organisations")},
    )  # fmt: skip
    there = Adding(N_("Link one"), N_("Link it"), partial(_link, entity),
                   {"document": Field(LINK, N_("Document"), required=True, target="documents")})  # fmt: skip
    return tab(N_("Documents"), Part(
        "documents", N_("Documents from and to them") if party else N_("Documents about it"), partial(_read, entity),
        N_("No document from or to them yet. Write one down.") if party
        else N_("No document is about it yet. Write one down, or link one that is there."),
        frozenset({"documents", "document_links", "organisations"}), adds=(new,) if party else (new, there),
    ))  # fmt: skip


def _read(entity: str, session: Any, key: Key, here: Here) -> Sequence[Line]:
    whose = behind(session, entity, key)
    found = reads.about(session, *whose, clock(here.today, here.calendar)) if whose else []
    return [document_line(row, here) for row in found]


def _add(entity: str, store: Any, key: Key, **answers: Any) -> Any:
    with store.reading() as session:
        whose = behind(session, entity, key)
    return documents.add_about(store, *(whose or (entity, key)), **answers)


def _link(entity: str, store: Any, key: Key, *, document: Key) -> Any:
    return documents.link_to(store, entity, key, document)

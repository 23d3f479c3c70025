"""Which columns the list of documents shows, which chips narrow it, which cells can be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.documents import AWAITING, Standing, late_answers
from db.queries.listing import Where
from db.records.documents import Direction
from ecd_desktop.calendar import clock
from ecd_desktop.language import _
from ecd_desktop.services import documents as verbs
from ui.creating import creates
from ui.documents_tab import MARKS, standing_words, waiting_cell
from ui.widgets.cell_edits import Edit, Job, edits
from ui.widgets.cells import Look, Shown, code, number, pill, text, two_lines
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

EITHER = (("unanswered", "to_answer", "awaiting"), ("sent", "received"))


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("subject", second=small_print, width=300, stretch=True, label=N_("Document")),
        two_lines("other", first=office, second=lambda row: row.person or "", width=170, yields=1),
        pill("standing", mark=lambda row: MARKS[row.standing], words=standing_words, width=168),
        Shown("reply_due_on", 218, Look.DUE, lambda row: waiting_cell(row, here), label=N_("Answer awaited")),
        code("dated_on", width=112, yields=2),
        text("official_number", width=230, hidden=True),
        code("code", width=136, hidden=True),
        text("direction", width=120, hidden=True),
        text("kind", width=130, hidden=True),
        text("docket", width=140, hidden=True),
        text("sender", width=130, hidden=True),
        text("receiver", width=130, hidden=True),
        text("person", width=200, hidden=True),
        number("reply_days", width=110, hidden=True),
        number("repeats", width=110, hidden=True),
        code("answered_on", width=120, hidden=True),
        text("answers", width=200, hidden=True),
        text("repeated", width=200, hidden=True),
        code("received_on", width=120, hidden=True),
        code("closed_on", width=120, hidden=True),
        text("closed_reason", width=200, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def small_print(row: Any) -> str:
    return " · ".join(part for part in (row.official_number or _(row.kind.label), row.code) if part)


def office(row: Any) -> str:
    """To whom, or from whom."""
    if not row.other:
        return _(row.direction.label)
    sent = row.direction is Direction.SENT
    return (_("To {office}") if sent else _("From {office}")).format(office=row.other)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("unanswered", N_("Unanswered"), lambda _h: (Where("standing", "is", Standing.UNANSWERED),),
              Mark("red", icon="filled/alert-circle")),
        Quick("to_answer", N_("For us to answer"), lambda _h: (Where("standing", "is", Standing.TO_ANSWER),),
              icon="inbox"),
        Quick("awaiting", N_("Owed an answer"), lambda _h: (Where("standing", "in", AWAITING),), icon="hourglass"),
        Quick("sent", N_("Sent ones"), lambda _h: (Where("direction", "is", Direction.SENT),), icon="send"),
        Quick("received", N_("Received ones"), lambda _h: (Where("direction", "is", Direction.RECEIVED),),
              icon="download"),
    )  # fmt: skip


def overdue(here: Here) -> tuple[Where, ...]:
    """What Hoy counts: an answer that is overdue, theirs or ours."""
    return late_answers(clock(here.today, here.calendar))


def _days(_here: Here, keys: tuple[Key, ...], days: int | None) -> Job:
    return lambda store: verbs.await_answer(store, keys, days=days)


def _until(_here: Here, keys: tuple[Key, ...], on: Any) -> Job:
    return lambda store: verbs.await_answer(store, keys, on=on)


EDITS = edits(
    "subject", "official_number", "kind", "docket", Edit("reply_due_on", through=_until),
    Edit("reply_days", through=_days), "sender=from_id", "receiver=to_id", "person=person_id", "remarks",
    creates={"from_id": creates("organisations"), "to_id": creates("organisations"), "person_id": creates("people")},
)  # fmt: skip

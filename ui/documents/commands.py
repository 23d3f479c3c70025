"""What can be done with documents: repeat them, record the answer and what it means for commitments, give it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.fields import DAY, MEMO, N_, NUMBER, TEXT, Field
from db.queries import documents as reads
from db.queries.documents import AWAITING, Standing
from db.records import Document, fields_of
from db.records.documents import Direction
from ecd_desktop.language import _
from ecd_desktop.services import action_items
from ecd_desktop.services import documents as verbs
from ui.commands import Command, needs_one, needs_selection
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

PLACE = ENTITY = "documents"
FIELDS = fields_of(Document)
ON = Field(DAY, N_("On"), required=True)


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New document"), delete=verbs.delete,
                         tip=N_("Write down what was sent or received")),
        one("repeat", N_("Re&peat…"), _repeat, keys=("Ctrl+T",), icon="refresh", needs=_can_repeat, in_bar=True,
            tip=N_("Send it again: a second document cites the first and awaits the answer anew")),
        one("answer", N_("Record the &answer…"), _answer, keys=("Ctrl+Return",), icon="mail", needs=_can_answer,
            in_bar=True, tip=N_("Write down the document that answers it, and what it means for its commitments")),
        one("close", N_("Answer no l&onger awaited…"), _close, keys=("Ctrl+B",), icon="archive", needs=_open,
            section=CHANGE, tip=N_("No answer is awaited any more, with the reason")),
        one("await", N_("Await the answer a&gain"), lambda here: here.do(verbs.await_again, here.keys),
            icon="rotate-clockwise", needs=_closed, section=CHANGE, tip=N_("Take back that no answer is awaited")),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _stands(here: Here, wrong: Callable[[Any], bool], sentence: str, *, only: bool = True) -> str | None:
    if (none := (needs_one if only else needs_selection)(here)) is not None:
        return none
    found = next((row for row in rows(here) if wrong(row)), None)
    return None if found is None else sentence.format(code=found.code)


def _can_repeat(here: Here) -> str | None:
    if (received := _stands(here, lambda row: row.direction is not Direction.SENT,
                            _("{code} was received, so it cannot be repeated."))) is not None:  # fmt: skip
        return received
    return _stands(here, lambda row: row.standing in (Standing.ANSWERED, Standing.CLOSED),
                   _("No answer to {code} is awaited."))  # fmt: skip


def _can_answer(here: Here) -> str | None:
    return _stands(here, lambda row: row.standing is Standing.CLOSED, _("No answer to {code} is awaited."))


def _open(here: Here) -> str | None:
    awaited = (*AWAITING, Standing.REPEATED)
    return _stands(here, lambda row: row.standing not in awaited, _("No answer to {code} is awaited."), only=False)


def _closed(here: Here) -> str | None:
    return _stands(here, lambda row: row.standing is not Standing.CLOSED,
                   _("The answer to {code} was not given up."), only=False)  # fmt: skip


def _numbered(here: Here, row: Any, *, ours: bool, then: Callable[[str | None], None]) -> None:
    """Go on with the number that is proposed for what we send now; with none for what others wrote."""
    if not ours:
        then(None)
        return
    masks, on = here.settings.document_masks, here.today

    def proposed(session: Any) -> str | None:
        document = session.get(Document, row.key)
        if document is None:
            return None
        sender = document.from_id if document.direction is Direction.SENT else document.to_id
        return verbs.proposed_number(session, masks, kind=document.kind, sender=sender, on=on)

    here.read(proposed, then, owner=here)


def _repeat(here: Here) -> None:
    for row in rows(here)[:1]:
        _numbered(here, row, ours=True, then=lambda number, row=row: _ask_repeat(here, row, number))  # type: ignore[misc]


def _ask_repeat(here: Here, row: Any, number: str | None) -> None:
    fields = {"on": ON, "official_number": FIELDS["official_number"],
              "subject": replace(FIELDS["subject"], kind=MEMO), "reply_days": FIELDS["reply_days"]}  # fmt: skip
    cited = row.repeated or row.official_number or row.code
    again = row.subject if row.repeats_key is not None else _("Repeats {number}: {subject}").format(
        number=cited, subject=row.subject)
    ask(here, _("Repeat"), _("Repeat"), fields,
        lambda answers: lambda store: verbs.repeat(store, row.key, **answers), lead=_lead(row),
        rows=(("official_number",), ("subject",), ("on", "reply_days")),
        values={"on": here.today, "official_number": number, "reply_days": row.reply_days,
                "subject": again[:400]})  # fmt: skip


def _answer(here: Here) -> None:
    for row in rows(here)[:1]:
        ours = row.direction is Direction.RECEIVED
        _numbered(here, row, ours=ours, then=lambda number, row=row: _ask_answer(here, row, number))  # type: ignore[misc]


def _ask_answer(here: Here, row: Any, number: str | None) -> None:
    names = ("kind", "official_number", "docket", "subject", "remarks")
    fields = {"on": ON, **{name: FIELDS[name] for name in names}}
    fields["subject"] = replace(fields["subject"], kind=MEMO, required=False)
    made: list[Key] = []

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        return lambda store: made.append(verbs.answer(store, row.key, **answers))

    subject = _("Answer to {number}: {subject}").format(number=row.official_number or row.code, subject=row.subject)
    question = ask(
        here, _("Record the answer"), _("Record the answer"), fields, job, lead=_lead(row),
        rows=(("on", "kind"), ("official_number",), ("docket",), ("subject",), ("remarks",)),
        values={"on": here.today, "kind": row.kind, "official_number": number, "subject": subject[:400]},
    )  # fmt: skip
    question.accepted.connect(lambda: _tell_commitments(here, made[-1]))


def _tell_commitments(here: Here, answer: Key) -> None:
    """Offer to report how far each commitment is that the answer is about, one after the other."""

    def read(session: Any) -> tuple[list[tuple[Key, str, int]], str]:
        document = session.get(Document, answer)
        said = (document.official_number or document.subject) if document is not None else ""
        owed = reads.owed_about(session, answer)
        return [(one.record, f"{one.code} · {one.name}", one.progress) for one in owed], said

    here.read(read, lambda told: _offer(here, told[0], told[1]), owner=here)


def _offer(here: Here, waiting: Sequence[tuple[Key, str, int]], said: str) -> None:
    if not waiting:
        return
    (key, lead, progress), *rest = waiting
    fields = {"on": ON, "progress": Field(NUMBER, N_("Progress (%)"), max=100),
              "body": Field(MEMO, N_("What was done"), max=4000)}  # fmt: skip
    question = ask(
        here, _("What the answer means for the commitment"), _("Report progress"), fields,
        lambda answers: lambda store: action_items.report_progress(store, [key], **answers),
        lead=lead if len(lead) <= 160 else f"{lead[:160]}…", rows=(("on", "progress"), ("body",)),
        values={"on": here.today, "progress": progress, "body": _("Answered by {number}").format(number=said)},
    )  # fmt: skip
    question.finished.connect(lambda _code: _offer(here, rest, said))


def _close(here: Here) -> None:
    keys = here.keys
    fields = {"reason": Field(TEXT, N_("Reason"), required=True, max=400), "on": ON}
    chosen = rows(here)
    ask(here, _("No answer awaited"), _("Await no answer"), fields,
        lambda answers: lambda store: verbs.close(store, keys, **answers), values={"on": here.today},
        lead=_lead(chosen[0]) if len(chosen) == 1 else "")  # fmt: skip


def _lead(row: Any) -> str:
    said = " · ".join(part for part in (row.official_number or row.code, row.subject) if part)
    return said if len(said) <= 160 else f"{said[:160]}…"

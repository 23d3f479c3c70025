"""Documents (correspondence): what was sent and received, until when an answer is due, and which document gave it."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number, text
from db.records.base import Record


class Direction(Choice):
    SENT = "sent", N_("Sent")
    RECEIVED = "received", N_("Received")


class LetterKind(Choice):
    OFICIO = "oficio", N_("Official letter")
    MEMORANDO = "memorando", N_("Memorandum")
    INFORME = "informe", N_("Report")
    CARTA = "carta", N_("Letter")
    PROVEIDO = "proveido", N_("Forwarding note")
    CORREO = "correo", N_("E-mail")


class Document(Record):
    """One letter. Whether it is answered or was repeated follows from the documents that point to it.

    ``reply_due_on``: until when an answer is awaited, from them where it was sent, from us where it was received.
    ``closed_on``: no answer is awaited any more although none came; ``closed_reason`` says why.
    """

    __tablename__ = "documents"
    noun = N_("Document")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    direction: Mapped[Direction] = choice(N_("Direction"), Direction, required=True, default=Direction.SENT)
    kind: Mapped[LetterKind] = choice(N_("Type"), LetterKind, required=True, default=LetterKind.OFICIO)
    official_number: Mapped[str | None] = text(N_("Official number"), max=120)
    docket: Mapped[str | None] = text(N_("Docket number"), max=60)
    dated_on: Mapped[date] = day(N_("Date"), required=True)
    received_on: Mapped[date | None] = day(N_("Received on"))
    from_id: Mapped[Key | None] = link(N_("From whom"), "organisations")
    to_id: Mapped[Key | None] = link(N_("To whom"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person addressed or signing"), "people")
    subject: Mapped[str] = text(N_("Subject of the document"), max=400, required=True)
    reply_days: Mapped[int | None] = number(N_("Working days to answer"), max=250, group="reply")
    reply_due_on: Mapped[date | None] = day(N_("Answer due"), group="reply")
    answers_id: Mapped[Key | None] = link(N_("Answers"), "documents")
    repeats_id: Mapped[Key | None] = link(N_("Document it repeats"), "documents")
    closed_on: Mapped[date | None] = day(N_("No answer awaited since"), group="closing")
    closed_reason: Mapped[str | None] = text(N_("Why no answer is awaited"), max=400, group="closing")
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True), Index(None, "dated_on"))

    def named(self) -> str:
        return self.subject

    def searched(self) -> str:
        return f"{self.code} {self.official_number or ''} {self.docket or ''} {self.subject}"

    def rules(self) -> Iterator[Problem]:
        if self.closed_on and not self.closed_reason:
            yield Problem("closed_reason", N_("Say why no answer is awaited any more."))
        if self.reply_due_on and self.reply_due_on < self.dated_on:
            yield Problem("reply_due_on", N_("The answer is due before the date of the document."))
        if self.id is not None and self.id in (self.answers_id, self.repeats_id):
            field = "answers_id" if self.id == self.answers_id else "repeats_id"
            yield Problem(field, N_("A document cannot answer or repeat itself."))


class DocumentLink(Record):
    """What a document is about: a commitment, a case, a project or a meeting."""

    __tablename__ = "document_links"
    noun = N_("What a document is about")

    document_id: Mapped[Key] = link(N_("Document"), "documents", required=True)
    action_item_id: Mapped[Key | None] = link(N_("Commitment"), "action_items")
    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if not any((self.action_item_id, self.case_id, self.project_id, self.meeting_id)):
            yield Problem("action_item_id", N_("Choose a commitment, a case, a project or a meeting."))

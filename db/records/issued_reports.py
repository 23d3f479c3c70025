"""Issued reports: what was handed out under a code, with its cut-off, what was known, and what it said."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, memo, moment, number, text
from db.records.base import Record


class ReportKind(Choice):
    PROGRESS = "progress", N_("Progress report")
    PROJECT = "project", N_("Project sheet")
    WEEK = "week", N_("The week on a page")
    LESSONS = "lessons", N_("Compendium of lessons")
    STAKEHOLDERS = "stakeholders", N_("Stakeholder map")


class IssuedReport(Record):
    """A report as it was issued. It is never changed; ``content`` is the digest of what it says in canonical form.

    ``asked``: what was asked for, as JSON, so that it can be made again. ``position``: how far the journal went.
    """

    __tablename__ = "issued_reports"
    noun = N_("Issued report")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    kind: Mapped[ReportKind] = choice(N_("Kind"), ReportKind, required=True)
    title: Mapped[str] = text(N_("Title"), required=True)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    unit_id: Mapped[Key | None] = link(N_("Unit"), "organisations")
    begins_on: Mapped[date | None] = day(N_("From"))
    cutoff_on: Mapped[date] = day(N_("Cut-off date"), required=True)
    known_at: Mapped[datetime] = moment(N_("As known on"), required=True)
    position: Mapped[int] = number(N_("Position in the journal"), required=True)
    asked: Mapped[str] = memo(N_("What was asked for"), required=True)
    content: Mapped[str] = text(N_("Digest of what it says"), max=64, required=True)
    pdf: Mapped[str] = text(N_("Digest of the file"), max=64, required=True)
    issued_on: Mapped[date] = day(N_("Issued on"), required=True)
    issued_by: Mapped[str | None] = text(N_("Issued by"), max=120)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.title

    def searched(self) -> str:
        return f"{self.code} {self.title}"

"""People, and the posts they hold or held in organisations."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number, text
from db.records.base import Record


class DocumentKind(Choice):
    DNI = "dni", N_("DNI")
    CE = "ce", N_("Foreigner's card")
    PTP = "ptp", N_("Temporary permit")
    PASSPORT = "passport", N_("Passport")
    NONE = "none", N_("Without document")


class Person(Record):
    """Someone we coordinate with. Titles (Arq., Dra.) stay out of the name; so does any child."""

    __tablename__ = "people"
    noun = N_("Person")

    family_names: Mapped[str | None] = text(N_("Family names"), group="name")
    given_names: Mapped[str] = text(N_("Given names"), required=True, group="name")
    title: Mapped[str | None] = text(N_("Title"), max=20)
    document_kind: Mapped[DocumentKind | None] = choice(N_("Document"), DocumentKind, group="document", personal=True)
    document_number: Mapped[str | None] = text(N_("Document number"), max=20, group="document", personal=True)
    phone: Mapped[str | None] = text(N_("Telephone"), max=60, personal=True)
    email: Mapped[str | None] = text(N_("E-mail"), max=120, personal=True)
    contact_every: Mapped[int | None] = number(N_("Speak every (days)"), max=730)
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    def named(self) -> str:
        return f"{self.family_names}, {self.given_names}" if self.family_names else self.given_names

    def searched(self) -> str:
        return " ".join(filter(None, (self.given_names, self.family_names, self.email, self.phone)))


class Post(Record):
    """What somebody is in an organisation, from when until when; the open one is the present post."""

    __tablename__ = "posts"
    noun = N_("Post")

    person_id: Mapped[Key] = link(N_("Person"), "people", required=True)
    organisation_id: Mapped[Key] = link(N_("Organisation"), "organisations", required=True)
    role: Mapped[str | None] = text(N_("Post held"))
    starts_on: Mapped[date | None] = day(N_("From"), group="period")
    ends_on: Mapped[date | None] = day(N_("Until"), group="period")

    def named(self) -> str:
        return self.role or ""

    def rules(self) -> Iterator[Problem]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield Problem("ends_on", N_("The end comes before the beginning."))

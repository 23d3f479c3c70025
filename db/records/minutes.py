"""Minutes as issued: each version a frozen snapshot of a meeting, what was observed of it, and how far the paper is."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, memo, text
from db.fields import number as count
from db.records.base import Record


class PaperState(Choice):
    ISSUED = "issued", N_("Issued")
    PRINTED = "printed", N_("Printed for signature")
    SIGNED = "signed", N_("Signed")
    SCANNED = "scanned", N_("Scanned")
    FILED = "filed", N_("Filed")
    DIGITAL = "digital", N_("Digitally signed")


class Minutes(Record):
    """One issued version of a meeting's minutes (acta). All but its approval and its paper's state never changes.

    ``number``: «ACTA N° 003-2026-GDH», the ``serial`` of ``numbered_in`` (what is counted together) in ``year``; every
    version of one meeting bears the same. ``content`` and ``pdf``: SHA-256, the keys of both in ``db.contents``.
    ``as_of``: the position of the journal that it tells. ``corrections``: what a later version says otherwise.
    ``signed_file``: SHA-256 of the scan, or of the digitally signed file.
    """

    __tablename__ = "minutes"
    noun = N_("Issued minutes")

    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    edition: Mapped[int] = count(N_("Version"), max=1000, required=True, default=1)
    number: Mapped[str] = text(N_("Minutes number"), max=80, required=True)
    numbered_in: Mapped[str] = text(N_("Numbered in"), max=80, required=True)
    year: Mapped[int] = count(N_("Year"), max=9999, required=True)
    serial: Mapped[int] = count(N_("Serial number"), max=1_000_000, required=True)
    issued_on: Mapped[date] = day(N_("Issued on"), required=True)
    issued_by: Mapped[str] = text(N_("Issued by"), max=120, required=True)
    content: Mapped[str] = text(N_("Digest of the content"), max=64, required=True)
    pdf: Mapped[str] = text(N_("Digest of the PDF"), max=64, required=True)
    as_of: Mapped[int] = count(N_("Position in the history"), max=2_147_483_647, required=True)
    corrections: Mapped[str | None] = memo(N_("What is corrected"))
    approved_on: Mapped[date | None] = day(N_("Approved on"))
    approved_in_id: Mapped[Key | None] = link(N_("Approved in"), "meetings")
    paper: Mapped[PaperState] = choice(N_("Paper"), PaperState, required=True, default=PaperState.ISSUED)
    signed_file: Mapped[str | None] = text(N_("Digest of the signed file"), max=64)
    signed_name: Mapped[str | None] = text(N_("Name of the signed file"), max=255)
    filed_at: Mapped[str | None] = text(N_("Where it is filed"))

    __table_args__ = (
        Index(None, "meeting_id", "edition", unique=True),
        Index(None, "numbered_in", "year", "serial", "edition", unique=True),
    )

    def named(self) -> str:
        return self.number


class ObservationState(Choice):
    OPEN = "open", N_("Open")
    RESOLVED = "resolved", N_("Resolved")
    REJECTED = "rejected", N_("Not accepted")


class Observation(Record):
    """What somebody objected to in a draft of minutes; ``number`` counts within the meeting."""

    __tablename__ = "observations"
    noun = N_("Observation on minutes")

    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    number: Mapped[int] = count(N_("Number"), max=10_000, required=True)
    on: Mapped[date | None] = day(N_("Date"))
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    said: Mapped[str] = memo(N_("Observation"), max=4000, required=True)
    state: Mapped[ObservationState] = choice(
        N_("State"), ObservationState, required=True, default=ObservationState.OPEN, group="state"
    )
    reason: Mapped[str | None] = memo(N_("What was done, or why not"), max=2000, group="state")

    def named(self) -> str:
        return self.said

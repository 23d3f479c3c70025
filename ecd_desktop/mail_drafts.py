"""E-mails about a meeting as drafts: a file for each recipient that a mail program opens, with its papers attached.

``collect`` runs where the store lives, ``write`` on any thread, ``register`` where the store lives again: it says in
one change to whom something was sent, and gives the folder its name. Nothing is sent from here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import exchange_log
from db.fields import Key
from db.queries import invitations as meetings_read
from db.queries import recipients as reads
from db.queries.invitations import Convened
from db.queries.recipients import Recipient
from db.records import Interaction
from db.records.action_items import Channel
from db.records.interactions import Purpose
from ecd_desktop import invitations, issuing
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.language import N_, _, in_language, long_date
from ecd_desktop.mail_file import Attachment, mail_file
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.paths import safe_file_name
from ecd_desktop.reminders import line
from ecd_desktop.services.places import office_calendar

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.settings import Settings

WIDEST = 2_000  # characters of a commitment: the whole of it


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the drafts are made from, frozen. ``recipients``: everybody, also those without an address."""

    purpose: Purpose
    meeting: Convened
    recipients: tuple[Recipient, ...]
    material: issuing.Material
    calendar: Calendar
    on: date
    sender: str

    @property
    def reachable(self) -> tuple[Recipient, ...]:
        """Those with an e-mail that is one."""
        return tuple(one for one in self.recipients if one.key is not None and addresses(one.email))

    @property
    def unreachable(self) -> tuple[Recipient, ...]:
        """Those to whom the papers have to go by another way."""
        return tuple(one for one in self.recipients if one not in self.reachable)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The files as they were written, in a folder that is not yet called what it will be."""

    part: Path
    folder: Path
    files: tuple[tuple[Recipient, str], ...]  # and the name of the file


def collect(store: Store, meeting: Key, *, purpose: Purpose, public: bool = False) -> Mailing:
    """Read what the e-mails of a meeting need: its minutes (``Purpose.MINUTES``), or its agenda and invitation.

    ``public``: the minutes go as anybody may read them. Raises Expected for a reserved meeting then.
    """
    minutes = purpose is Purpose.MINUTES
    with store.reading() as session:
        calendar = office_calendar(session)
        told = meetings_read.convened(session, [meeting])
        now = clock(today(), calendar)
        found = (reads.of_minutes if minutes else reads.of_invitation)(session, meeting, now)
    if not told:
        raise Expected(
            _("Somebody deleted this meeting in the meantime; nothing was written."),
            _("It can be brought back from the bin."),
        )
    if not minutes and told[0].held_on is None:
        raise Expected(_("A meeting without a date cannot be announced yet."), _("Give it a date first."))
    wanted = issuing.Wanted("minutes" if minutes else "agenda", code=told[0].code, public=public and minutes)
    material = issuing.collect(store, wanted)
    return Mailing(purpose, told[0], tuple(found), material, calendar, today(), store.who)


def write(
    folder: Path, mailing: Mailing, chosen: Sequence[Recipient], settings: Settings, *, language: str | None = None
) -> Drafts:
    """Write a draft for each of ``chosen`` beside the folder they will lie in; see ``register``.

    Raises Expected where nobody is chosen and where the place cannot be written to.
    """
    if not chosen:
        raise Expected(_("Nobody is chosen, so nothing was written."), _("Tick at least one recipient."))
    language = language or (None if settings.report_language == "screen" else settings.report_language)
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:60]}.", suffix=".part", dir=folder.parent))
    except OSError as exc:
        raise from_os_error(exc, folder.parent) from exc
    try:
        with in_language(language):
            papers = part / safe_file_name(f"{_paper(mailing)} {mailing.meeting.code}.pdf")
            issuing.write(papers, mailing.material, settings, issued_by=mailing.sender, language=language)
            pdf = papers.read_bytes()
            papers.unlink()
            files: list[tuple[Recipient, str]] = []
            for one in chosen:
                name = _free(part, safe_file_name(f"{mailing.meeting.code} {one_line(one.name, 80)}.eml"))
                (part / name).write_bytes(draft(mailing, one, pdf=pdf, pdf_name=papers.name))
                files.append((one, name))
    except OSError as exc:
        shutil.rmtree(part, ignore_errors=True)
        raise from_os_error(exc, folder) from exc
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Drafts(part, folder, tuple(files))


@dataclass(frozen=True, slots=True)
class Sent:
    """The folder of the drafts, how many there are, and the change that says so."""

    folder: Path
    files: int
    tx_id: Key


def register(store: Store, mailing: Mailing, drafts: Drafts) -> Sent:
    """Say in one change to whom something goes, in the contacts and in the log of what leaves; then name the folder.

    A kill before the end leaves contacts without a folder, or a hidden folder, never e-mails that nobody knows of.
    """
    minutes = mailing.purpose is Purpose.MINUTES
    label = (
        N_("Minutes of {code} by e-mail to {n} recipients") if minutes
        else N_("Invitation to {code} by e-mail to {n} recipients")
    )  # fmt: skip
    try:
        with store.change(label, n=len(drafts.files), code=mailing.meeting.code) as work:
            for one, name in drafts.files:
                own = {"person_id": one.key} if one.entity == "people" else {"organisation_id": one.key}
                work.add(Interaction(on=mailing.on, channel=Channel.MAIL, purpose=mailing.purpose, by=work.who[:120],
                                     meeting_id=mailing.meeting.key, **own))  # fmt: skip
                exchange_log.log_export(
                    work.session, who=work.who, kind="mail", recipient=one_line(one.name), name=name[:255],
                    handed_out=_handed_out(mailing, one), spare=[],
                )  # fmt: skip
        folder = _free_folder(drafts.folder)
        drafts.part.replace(folder)
    except OSError as exc:
        raise from_os_error(exc, drafts.folder) from exc
    finally:
        shutil.rmtree(drafts.part, ignore_errors=True)
    return Sent(folder, len(drafts.files), work.tx_id)


def suggested_name(mailing: Mailing) -> str:
    """What the folder is called unless somebody says otherwise."""
    what = _("Minutes by e-mail") if mailing.purpose is Purpose.MINUTES else _("Invitation by e-mail")
    return safe_file_name(f"{mailing.meeting.code} {what}")


# --- one e-mail -----------------------------------------------------------------------------------------------------


def draft(mailing: Mailing, to: Recipient, *, pdf: bytes, pdf_name: str) -> bytes:
    """The bytes of one ``.eml``: a draft for whoever opens it (``X-Unsent``), the papers attached."""
    papers = [Attachment(pdf, "application/pdf", pdf_name)]
    if mailing.purpose is Purpose.INVITATION:
        one = mailing.meeting
        calendar = invitations.calendar_file([one], people=True, alone=True, fictitious=mailing.material.fictitious)
        name = invitations.suggested_name(one.code, one.subject)
        method = calendar.partition(b"\r\nMETHOD:")[2].partition(b"\r\n")[0].decode()
        papers.append(Attachment(calendar, "text/calendar", name, {"charset": "utf-8", "method": method}))
    return mail_file(
        subject=subject(mailing), name=to.name, to=addresses(to.email), text=text(mailing, to), attached=papers
    )


def subject(mailing: Mailing) -> str:
    """One line that says what it is about."""
    what = one_line(invitations.title(mailing.meeting), 140)
    off = mailing.meeting.state in invitations.NOT_HELD
    if mailing.purpose is Purpose.MINUTES:
        return _("Minutes: {meeting} ({code})").format(meeting=what, code=mailing.meeting.code)
    said = _("Not held: {meeting} ({code})") if off else _("Invitation: {meeting} ({code})")
    return said.format(meeting=what, code=mailing.meeting.code)


def text(mailing: Mailing, to: Recipient) -> str:
    """What the e-mail says: what is attached, and only what this person or unit has promised."""
    name = one_line(to.name, 120)
    hello = _("Good day, {name}:") if to.entity == "people" else _("Good day, team of {name}:")
    parts = [hello.format(name=name), _lead(mailing)]
    if to.items:
        heading = (
            _("What was promised there by you:") if mailing.purpose is Purpose.MINUTES
            else _("What is still open with you:")
        )  # fmt: skip
        lines = (line(row, mailing.on, mailing.calendar, WIDEST) for row in to.items)
        parts.append("\n".join((heading, *lines)))
    parts.append("\n".join((_("Kind regards,"), one_line(mailing.sender, 120))))
    if mailing.material.fictitious:
        parts.append(exchange_log.FICTITIOUS)
    return cleaned("\n\n".join(parts)) + "\n"


def _lead(mailing: Mailing) -> str:
    one = mailing.meeting
    about, day = one_line(invitations.title(one)), long_date(one.held_on, weekday=True) if one.held_on else "—"
    if mailing.purpose is Purpose.MINUTES and mailing.material.wanted.public:
        return _("Attached is the public version of the minutes of the meeting “{meeting}” of {day}.").format(
            meeting=about, day=day
        )
    if mailing.purpose is Purpose.MINUTES and mailing.material.stored is not None:
        return _("Attached are the minutes of the meeting “{meeting}” of {day}.").format(meeting=about, day=day)
    if mailing.purpose is Purpose.MINUTES:
        said = _("Attached is the draft of the minutes of the meeting “{meeting}” of {day}. Please tell us what should "
                 "be corrected.")  # fmt: skip
        return said.format(meeting=about, day=day)
    if one.state in invitations.NOT_HELD:
        why = one_line(one.state_reason, 400).rstrip(".") or "—"
        return _("The meeting “{meeting}” of {day} will not be held: {reason}.").format(
            meeting=about, day=day, reason=why
        )
    hours = " – ".join(filter(None, (one.starts_at, one.ends_at)))
    where = ", ".join(one_line(part) for part in (one.venue, one.place) if part)
    when = "\n".join(filter(None, (f"{day}{', ' if hours else ''}{hours}", where)))
    asked = _("You are invited to the meeting “{meeting}”:").format(meeting=about)
    return "\n".join((asked, when, _("Its agenda and the invitation for your calendar are attached.")))


# --- inside ---------------------------------------------------------------------------------------------------------


def _paper(mailing: Mailing) -> str:
    return _("Minutes of the meeting") if mailing.purpose is Purpose.MINUTES else _("Agenda of the meeting")


def _free(folder: Path, name: str) -> str:
    stem, number, found = Path(name).stem, 1, name
    while (folder / found).exists():
        number += 1
        found = safe_file_name(f"{stem[:100]} ({number}).eml")
    return found


def _free_folder(wanted: Path) -> Path:
    number, found = 1, wanted
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name} ({number})")
    return found


def _handed_out(mailing: Mailing, to: Recipient) -> dict[str, dict[str, dict[str, Any]]]:
    """What left with the e-mail; a person's name and address stand as their fields, so that they can be erased."""
    told = invitations.handed_out([mailing.meeting])
    told["action_items"] = {
        str(row.key): {
            "description": row.description, "due_on": row.due_on.isoformat() if row.due_on else None,
            "state": row.state.value,
        }
        for row in to.items
    }  # fmt: skip
    named = "given_names" if to.entity == "people" else "name"
    told[to.entity] = {str(to.key): {named: to.name, "email": to.email or None}}
    return told

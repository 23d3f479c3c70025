"""From issued minutes to paper in the file: approved, printed, signed by whom, scanned or signed digitally, filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from db import contents
from db.errors import Invalid
from db.fields import Key, Problem
from db.queries import issued, lookups
from db.records import Meeting, Minutes
from db.records.meetings import MeetingState
from db.records.minutes import PaperState
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.evidence_files import media_of
from ecd_desktop.language import N_, _
from ecd_desktop.services import records

MOST = 60 * 2**20  # bytes of a scan
MEDIA = ("application/pdf", "image/jpeg", "image/png")
ON_PAPER = (PaperState.ISSUED, PaperState.PRINTED, PaperState.SIGNED)
"""How far signatures alone can lead, and take back."""


def approve(store: Store, keys: Sequence[Key], *, at: Key | None = None) -> None:
    """Approve the last version of these meetings' minutes, in the meeting ``at`` on its day, or today in none.

    Minutes that were never issued here are approved too: only the meeting says so then.
    """
    one, many = N_("Approve the minutes of {code}"), N_("Approve the minutes of {n} meetings")
    with store.change(one if len(keys) == 1 else many, n=len(keys)) as work:
        meetings = records.found(work, Meeting, keys)
        records.tell(work, meetings)
        there = records.found(work, Meeting, [at])[0] if at is not None else None
        on = min(there.held_on or today(), today()) if there is not None else today()
        for meeting in meetings:
            _approve(work, meeting, there, on)


def approve_issued(store: Store, minutes: Sequence[Key], *, at: Key) -> None:
    """Approve issued minutes, chosen by their own keys, in the meeting ``at``; its own are approved today, in none."""
    with store.reading() as session:
        there = lookups.records(session, Minutes, minutes)
        meetings = list(dict.fromkeys(one.meeting_id for one in there.values()))
    if meetings == [at]:
        approve(store, meetings)
    elif others := [key for key in meetings if key != at]:
        approve(store, others, at=at)
    else:
        raise _choose_version()


def printed(store: Store, minutes: Sequence[Key]) -> None:
    """Note that versions were printed, to be signed by hand."""
    with store.change(N_("Printed: {number}")) as work:
        for one in _versions(work, minutes):
            if one.paper is PaperState.ISSUED:
                one.paper = PaperState.PRINTED


def follow(work: Work, meetings: Iterable[Key]) -> None:
    """Somebody signed, or did not after all: where everybody has, the last version's paper is signed."""
    work.flush()
    for key in dict.fromkeys(meetings):
        last = _newest(work, key)
        if last is None or last.paper not in ON_PAPER:
            continue
        told = issued.signing(work.session, key)
        (meeting,) = records.found(work, Meeting, [key])
        if told.signers and not told.missing:
            last.paper = PaperState.SIGNED
            meeting.state, meeting.state_reason = MeetingState.SIGNED, None
        elif last.paper is PaperState.SIGNED:
            last.paper = PaperState.PRINTED
            meeting.state = MeetingState.APPROVED if last.approved_on else MeetingState.IN_REVIEW
        elif told.signed and last.paper is PaperState.ISSUED:
            last.paper = PaperState.PRINTED  # nobody signs what was not printed


def attach(store: Store, minutes: Key, *, data: bytes, name: str) -> None:
    """Keep the scan of the signed paper: PDF, JPEG or PNG, told by what is in it and not by its name.

    A PDF that begins with the very bytes that were issued is one that was signed digitally, and is kept as that.
    Raises Expected for anything else.
    """
    media = _media(data, name)
    with store.change(N_("Attach the signed paper of {number}")) as work:
        (one,) = _versions(work, [minutes])
        ours = issued.stored(work.session, one.pdf)
        digital = ours is not None and len(data) > len(ours) and data.startswith(ours)
        if data == ours:
            raise Expected(
                _("{name} is the file that was issued, without a signature; nothing was attached.").format(name=name),
                _("Attach the scan of the signed paper, or the file after it was signed."),
            )
        _keep(work, one, data, media, name, PaperState.DIGITAL if digital else PaperState.SCANNED)


def attach_signed(store: Store, minutes: Key, *, data: bytes, name: str) -> None:
    """Keep the digitally signed file. Raises Expected where it does not begin with the very bytes that were issued."""
    _media(data, name)
    with store.change(N_("Attach the digitally signed file of {number}")) as work:
        (one,) = _versions(work, [minutes])
        ours = issued.stored(work.session, one.pdf)
        if ours is None or not data.startswith(ours) or len(data) == len(ours):
            raise Expected(
                _("{name} is not {number}, version {n}, with a signature added: what is signed digitally begins with "
                  "the very file that was issued. Nothing was attached.").format(
                    name=name, number=one.number, n=one.edition),
                _("Save the issued file with “Save as…”, sign that one without changing it, and attach it."),
            )  # fmt: skip
        _keep(work, one, data, "application/pdf", name, PaperState.DIGITAL)


def file(store: Store, minutes: Sequence[Key], *, where: str) -> None:
    """Note where the signed paper is kept."""
    place = " ".join(where.split())
    if not place:
        raise Invalid((Problem("where", N_("Say where the paper is kept.")),))
    with store.change(N_("File {number}")) as work:
        for one in _versions(work, minutes):
            one.paper, one.filed_at = PaperState.FILED, place[:200]


# --- inside ---------------------------------------------------------------------------------------------------------


def _approve(work: Work, meeting: Meeting, there: Meeting | None, on: date) -> None:
    if there is not None and there.id == meeting.id:
        raise Expected(
            _("A meeting does not approve its own minutes; nothing was changed."),
            _("Approve them in a later meeting, or without saying in which."),
        )
    last = _newest(work, meeting.id)
    if last is not None:
        last.approved_on, last.approved_in_id = on, there.id if there is not None else None
    if meeting.state is not MeetingState.SIGNED:
        meeting.state, meeting.state_reason = MeetingState.APPROVED, None


def note_approval(work: Work, meeting: Key) -> None:
    """The meeting's minutes were said to be approved: so is the last version, where nothing says when it was."""
    last = _newest(work, meeting)
    if last is not None and last.approved_on is None:
        last.approved_on = today()


def _newest(work: Work, meeting: Key) -> Minutes | None:
    versions = lookups.pointing(work.session, Minutes, "meeting_id", [meeting])
    return max(versions, key=lambda one: one.edition, default=None)


def _versions(work: Work, keys: Sequence[Key]) -> list[Minutes]:
    """The versions of these keys; an observation among them is no version."""
    there = lookups.records(work.session, Minutes, keys)
    if not there:
        raise _choose_version()
    found = list(there.values())
    work.label_args |= {"n": len(found), "number": ", ".join(dict.fromkeys(one.number for one in found))}
    return found


def _choose_version() -> Expected:
    return Expected(_("This is no issued version; nothing was changed."), _("Choose a version in the list."))


def _media(data: bytes, name: str) -> str:
    media = media_of(data)
    if media is None or media not in MEDIA:
        raise Expected(
            _("{name} is no PDF and no JPEG or PNG picture, whatever it is called; nothing was attached.").format(
                name=name
            ),
            _("Scan the paper as a PDF or as a picture and attach that."),
        )
    refuse_larger(len(data), name)
    return media


def refuse_larger(size: int, name: str) -> None:
    """Raises Expected for a file of ``size`` bytes that is too large to be kept."""
    if size > MOST:
        raise Expected(
            _("{name} is larger than {n} MB; nothing was attached.").format(name=name, n=MOST // 2**20),
            _("Scan it in grey at 200 dots per inch; a page needs less than one."),
        )


def _keep(work: Work, one: Minutes, data: bytes, media: str, name: str, paper: PaperState) -> None:
    one.signed_file, one.signed_name = contents.put(work.session, data, media), name[:255]
    one.paper = paper
    if paper is PaperState.DIGITAL:
        (meeting,) = records.found(work, Meeting, [one.meeting_id])
        meeting.state, meeting.state_reason = MeetingState.SIGNED, None

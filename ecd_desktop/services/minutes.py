"""Issuing minutes: the number, the content and the PDF are frozen as one change; a correction makes the next version.

A number is taken when minutes are issued, never before: the smallest serial that is free, under a lock that lasts as
long as the change, so that two computers never take the same one and an undone one is the next one's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from db import contents
from db.exchange_log import is_fictitious
from db.fields import Key
from db.marks import refuse_in_copy
from db.queries import Session, issued, lookups
from db.queries import minutes as papers
from db.queries.issued import Version
from db.queries.meeting_papers import Earlier, MeetingPaper, canonical
from db.records import Attendance, Meeting, MeetingSeries, Minutes, Organisation
from db.records.action_items import State
from db.records.meetings import MeetingState
from db.store import Store
from db.work import Work
from ecd_desktop import corrections, issuing, numbering
from ecd_desktop.calendar import clock, today
from ecd_desktop.corrections import Difference
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, in_language
from ecd_desktop.services import records
from ecd_desktop.services.places import office_calendar
from ecd_desktop.settings import Settings

LONGEST = 60  # signs of a number: what the meeting's own field holds
NOT_HELD = (MeetingState.SUSPENDED, MeetingState.RESCHEDULED, MeetingState.CANCELLED)
OVER = (MeetingState.APPROVED, MeetingState.SIGNED)
"""Minutes that were agreed on before they came into the program keep their state when they are issued here."""
ONE_PLACE = N_("Minutes get their number from the database itself, so they were not issued in this copy.")
"""Numbers without gaps, none of them twice, are given in one place only."""
TRIES = 5  # times the content is read while others go on writing


@dataclass(frozen=True, slots=True)
class Issued:
    """What was frozen: ``content`` and ``pdf`` are SHA-256. ``warnings``: whole sentences of whoever made the PDF."""

    key: Key
    meeting: Key
    number: str
    edition: int
    content: str
    pdf: str
    pages: int
    warnings: tuple[str, ...] = ()


def issue(store: Store, key: Key, *, settings: Settings, number: str | None = None,
          language: str | None = None) -> Issued:  # fmt: skip
    """Issue the minutes of a meeting: version 1, with the next number of its series or unit.

    ``number``: the official one as somebody typed it just now; it is kept beside ours. The meeting's minutes are in
    review then, unless they were approved before. Raises Expected where they are issued already, where the meeting was
    not held, and where its mask gives no number.
    """
    with store.change(N_("Issue the minutes of {code}: {number}")) as work:
        return issue_in(work, key, settings=settings, number=number, language=language)


def issue_in(
    work: Work, key: Key, *, settings: Settings, number: str | None = None, language: str | None = None,
    fictitious: bool | None = None,
) -> Issued:  # fmt: skip
    """Issue inside a change that is open already; see ``issue``."""
    refuse_in_copy(work.session, ONE_PLACE)
    work.hold(numbering.LOCK)
    (meeting,) = records.found(work, Meeting, [key])
    taken = _take(work.session, meeting)
    if typed := " ".join((number or "").split()):
        meeting.number = typed
    meeting.number = meeting.number or taken.number
    if meeting.state not in OVER:
        meeting.state, meeting.state_reason = MeetingState.IN_REVIEW, None
    work.flush()
    record = Minutes(
        meeting_id=key, edition=1, number=taken.number, numbered_in=taken.numbered_in, year=taken.year,
        serial=taken.serial, issued_on=today(), issued_by=work.who[:120],
    )  # fmt: skip
    return _freeze(work, meeting, record, None, settings, language, fictitious)


def correct(store: Store, key: Key, *, settings: Settings, language: str | None = None) -> Issued:
    """Issue the next version of a meeting's minutes, with a sheet that lists what it says otherwise than the last.

    Everybody signs again, and it is to be approved again. Raises Expected where nothing was issued yet, and where
    nothing is said otherwise.
    """
    with store.change(N_("Issue a correction of the minutes of {code}: {number}, version {edition}")) as work:
        return correct_in(work, key, settings=settings, language=language)


def correct_in(
    work: Work, key: Key, *, settings: Settings, language: str | None = None, fictitious: bool | None = None
) -> Issued:
    """Correct inside a change that is open already; see ``correct``."""
    refuse_in_copy(work.session, ONE_PLACE)
    work.hold(numbering.LOCK)
    (meeting,) = records.found(work, Meeting, [key])
    last = _last(work.session, meeting)
    record = Minutes(
        meeting_id=key, edition=last.edition + 1, number=last.number, issued_on=today(), issued_by=work.who[:120],
        **_counted(work.session, last.key),
    )  # fmt: skip
    meeting.state, meeting.state_reason = MeetingState.IN_REVIEW, None
    made = _freeze(work, meeting, record, last, settings, language, fictitious)
    for one in lookups.pointing(work.session, Attendance, "meeting_id", [key]):
        one.signed = False  # what they signed was the version before
    return made


def to_correct(session: Session, key: Key) -> list[Difference]:
    """What the meeting says now otherwise than its last issued version; empty where it says the same.

    Raises Expected where nothing was issued yet.
    """
    meeting = lookups.records(session, Meeting, [key]).get(key)
    if meeting is None:
        return []
    last = _last(session, meeting)
    before = _content(session, last)
    return corrections.differences(before, _plain(_as_told(_paper(session, meeting, last.number), before)))


def next_number(session: Session, meeting: Meeting) -> str:
    """What the minutes of a meeting would be called if they were issued now. Raises Expected as ``issue`` does."""
    return _take(session, meeting).number


# --- inside ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Taken:
    number: str
    numbered_in: str
    year: int
    serial: int


def _take(session: Session, meeting: Meeting) -> _Taken:
    """The smallest serial that is free and gives no number that another meeting bears."""
    _refuse_unheld(meeting)
    if there := issued.versions(session, meeting.id):
        raise Expected(
            _("The minutes of {code} are issued already as {number}, version {n}.").format(
                code=meeting.code, number=there[0].number, n=there[0].edition
            ),
            _("Change the meeting and issue a correction: it becomes the next version."),
        )
    year = (meeting.held_on or today()).year
    mask, unit = _mask(session, meeting)
    counted = numbering.counted_in(mask, unit)
    taken = issued.serials(session, counted, year if numbering.by_year(mask) else None)
    for n in numbering.free(taken):
        made = numbering.number(mask, n=n, year=year, unit=unit)
        if max(len(made), len(counted)) > LONGEST:
            raise Expected(
                _("The number “{number}” is longer than {n} signs, so the minutes were not issued.").format(
                    number=made, n=LONGEST
                ),
                _("Correct the number of its minutes in the series."),
            )
        if not issued.typed_elsewhere(session, meeting.id, [made]):
            return _Taken(made, counted, year, n)
    raise AssertionError("there are always more numbers")


def _refuse_unheld(meeting: Meeting) -> None:
    remedy = _("Say in the meeting when it was held; then its minutes can be issued.")
    if meeting.state in NOT_HELD:
        raise Expected(
            _("{code} was not held ({state}), so it has no minutes to issue.").format(
                code=meeting.code, state=_(meeting.state.label)
            ),
            remedy,
        )
    if meeting.held_on is None:
        raise Expected(_("{code} has no date, so its minutes were not issued.").format(code=meeting.code), remedy)
    if meeting.held_on > today():
        raise Expected(
            _("{code} is still to come ({date}), so its minutes were not issued.").format(
                code=meeting.code, date=format_date(meeting.held_on)
            ),
            remedy,
        )


def _mask(session: Session, meeting: Meeting) -> tuple[str, str]:
    """The mask of its series, else the usual one; the acronym of the unit that convened."""
    series = lookups.records(session, MeetingSeries, [meeting.series_id] if meeting.series_id else [])
    mask = next((one.mask for one in series.values() if one.mask), None) or numbering.MASK
    body = meeting.convened_by_id or next((one.convened_by_id for one in series.values()), None)
    units = lookups.records(session, Organisation, [body] if body else [])
    unit = next((one.acronym or "" for one in units.values()), "")
    for problem in numbering.wrong_mask(mask):
        raise Expected(
            _(problem.message).format(**problem.places), _("Correct the number of its minutes in the series.")
        )
    return mask, unit


def _last(session: Session, meeting: Meeting) -> Version:
    versions = issued.versions(session, meeting.id)
    if not versions:
        raise Expected(
            _("The minutes of {code} are not issued yet, so there is nothing to correct.").format(code=meeting.code),
            _("Issue them; until then the meeting can be changed as often as needed."),
        )
    return versions[0]


def _counted(session: Session, key: Key) -> dict[str, object]:
    first = lookups.records(session, Minutes, [key])[key]
    return {"numbered_in": first.numbered_in, "year": first.year, "serial": first.serial}


def _paper(session: Session, meeting: Meeting, number: str) -> MeetingPaper:
    day = min(meeting.held_on or today(), today())
    read = papers.paper(session, meeting.id, clock=clock(day, office_calendar(session)), past=day < today())
    assert read is not None  # it was found a moment ago
    return replace(read, issued_as=number)


def _read(session: Session, meeting: Meeting, number: str) -> tuple[MeetingPaper, int]:
    """The paper as it was at one position of the journal, though others go on writing."""
    for _n in range(TRIES):
        session.expire_all()  # what was read before others wrote is read again
        position = issued.position(session)
        paper = _paper(session, meeting, number)
        if issued.position(session) == position:
            return paper, position
    raise Expected(
        _("Others are changing the database all the time, so the minutes were not issued."),
        _("Try again in a moment."),
    )


def _freeze(
    work: Work, meeting: Meeting, record: Minutes, last: Version | None, settings: Settings, language: str | None,
    fictitious: bool | None,
) -> Issued:  # fmt: skip
    """Keep content and PDF, and write down which they are."""
    from ecd_desktop.reports import minutes as acta
    from ecd_desktop.reports.rectification import Rectified

    work.flush()
    session = work.session
    language = issuing.language_of(settings, language)
    paper, record.as_of = _read(session, meeting, record.number)
    rectified = None
    with in_language(language):
        if last is not None:
            before = _content(session, last)
            paper = _as_told(paper, before)
            found = corrections.differences(before, _plain(paper))
            if not found:
                raise Expected(
                    _("The minutes of {code} say what version {n} says, so there is nothing to correct.").format(
                        code=meeting.code, n=last.edition
                    ),
                    _("Change the meeting first: its data, attendance, text, agreements or commitments."),
                )
            record.corrections = corrections.lines(found)
            rectified = Rectified(last.edition, last.issued_on, last.content, tuple(found))
        invented = is_fictitious(session) if fictitious is None else fictitious
        head = issuing.head_of(settings, issued_by=work.who, fictitious=invented)
        record.content = contents.put(session, _bytes(paper), "application/json")
        with tempfile.TemporaryDirectory(prefix="ecd-desktop-acta-") as folder:
            path = Path(folder) / "acta.pdf"
            written = acta.write(path, paper, head=head, edition=record.edition, rectified=rectified, language=language)
            record.pdf = contents.put(session, path.read_bytes(), "application/pdf")
    work.add(record)
    work.flush()
    records.tell(work, [meeting])
    work.label_args |= {"number": record.number, "edition": record.edition}
    return Issued(
        record.id, meeting.id, record.number, record.edition, record.content, record.pdf, written.pages,
        written.warnings,
    )  # fmt: skip


def _as_told(paper: MeetingPaper, before: corrections.Told) -> MeetingPaper:
    """An old commitment of which nothing is corrected stands as it was told: what became of it since is no error."""
    told = {one["code"]: one for one in before["earlier"]}
    return replace(paper, earlier=tuple(_kept(paper.earlier, told)))


def _kept(earlier: tuple[Earlier, ...], told: dict[str, corrections.Told]) -> Iterator[Earlier]:
    for one in earlier:
        before = told.get(one.code)
        if before is None:
            if one.fate is not None:
                yield one  # it was answered, and the version before did not say so
            continue
        moved = one.moved_to.isoformat() if one.moved_to else None
        said = {"description": one.description, "fate": one.fate, "moved_to": moved, "answer": one.answer}
        if any(before[name] != value for name, value in said.items()):
            yield one
            continue
        due = date.fromisoformat(before["due_on"]) if before["due_on"] else None
        reported = date.fromisoformat(before["reported_on"]) if before["reported_on"] else None
        yield replace(
            one, responsible=before["responsible"], due_on=due, state=State(before["state"]), report=before["report"],
            reported_on=reported, reported=before["reported"], reported_by=before["reported_by"],
        )  # fmt: skip


def _content(session: Session, version: Version) -> corrections.Told:
    data = issued.stored(session, version.content)
    if data is None:
        raise Expected(
            _("What {number}, version {n}, said is not kept in this database.").format(
                number=version.number, n=version.edition
            ),
            _("Look for it in another copy of the database."),
        )
    return corrections.told(data)


def _bytes(paper: MeetingPaper) -> bytes:
    return canonical(paper).encode("utf-8", "surrogatepass")


def _plain(paper: MeetingPaper) -> corrections.Told:
    return corrections.told(_bytes(paper))

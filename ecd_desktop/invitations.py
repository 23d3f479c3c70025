"""Meetings as calendar files: one invitation that is updated and called off under the same name, or many dates.

The format is RFC 5545, what is sent RFC 5546: an invitation is a REQUEST, one that is not held a CANCEL; a file of
many meetings is PUBLISHed and names nobody unless somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import exchange_log
from db.queries import invitations as reads
from db.queries.invitations import Contact, Convened, Item
from db.records.meetings import Confidentiality, MeetingState
from ecd_desktop import __version__
from ecd_desktop.calendar import now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.files import with_ending, written
from ecd_desktop.language import _, ngettext
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.paths import safe_file_name

if TYPE_CHECKING:
    from icalendar import Event

    from db.fields import Key
    from db.store import Store

ZONE = "America/Lima"
NOT_HELD = (MeetingState.SUSPENDED, MeetingState.CANCELLED)
CLASSES = {
    Confidentiality.PUBLIC: "PUBLIC", Confidentiality.INTERNAL: "PRIVATE", Confidentiality.RESERVED: "CONFIDENTIAL",
}  # fmt: skip
LASTS = timedelta(hours=1)  # a meeting of which nobody said how long it takes


@dataclass(frozen=True, slots=True)
class Saved:
    """A calendar file that was written. ``left_out``: meetings without a date, which no calendar can hold."""

    path: Path
    meetings: int
    left_out: int


def uid(key: Key) -> str:
    """The name under which every calendar knows the meeting for good, wherever it is moved to."""
    return f"{key}@ecd-desktop"


def save(
    store: Store, keys: Sequence[Key], path: Path | str, *, invite: bool = True, personal: str | None = None
) -> Saved:
    """Write the invitation of a meeting, or several meetings in one file, and log that it left.

    ``invite``: one meeting alone names who convenes and who is expected, as far as their e-mail is known.
    ``personal``: the purpose for which a file of several names them too. Raises Expected where none has a date and
    where the file cannot be written.
    """
    target = with_ending(path, ".ics")
    alone = invite and len(keys) == 1
    with store.reading() as session:
        found = reads.convened(session, keys)
        fictitious = exchange_log.is_fictitious(session)
    told = [one for one in found if one.held_on is not None]
    if not told:
        raise Expected(
            _("A meeting without a date has no place in a calendar; nothing was written."),
            _("Give it a date first."),
        )
    data = calendar_file(told, people=alone or bool(personal), alone=alone, fictitious=fictitious)
    _write(store, target, data, told, kind="invitation" if alone else "calendar", purpose=personal)
    return Saved(target, len(told), len(found) - len(told))


def save_calendar(
    store: Store, path: Path | str, *, since: date | None = None, until: date | None = None,
    personal: str | None = None,
) -> Saved:  # fmt: skip
    """Write every meeting with a date in the period. An empty period is a file without meetings, not an error."""
    target = with_ending(path, ".ics")
    with store.reading() as session:
        told = reads.convened(session, reads.dated(session, since, until))
        left_out = reads.undated(session)
        fictitious = exchange_log.is_fictitious(session)
    data = calendar_file(told, people=bool(personal), fictitious=fictitious)
    _write(store, target, data, told, kind="calendar", purpose=personal)
    return Saved(target, len(told), left_out)


def suggested_name(code: str, subject: str) -> str:
    """The file name to offer: ``REU-2026-004 Mesa técnica.ics``; of several meetings without a code."""
    return safe_file_name(" ".join(filter(None, (code, one_line(subject, 60) or _("Meetings")))) + ".ics")


def calendar_file(
    meetings: Sequence[Convened], *, people: bool = False, alone: bool = False, fictitious: bool = False,
    now: datetime | None = None,
) -> bytes:  # fmt: skip
    """The file's bytes. ``alone``: it invites to the one meeting it holds; ``people``: it names who is expected."""
    from icalendar import Calendar as CalendarFile

    made = CalendarFile()
    made.add("prodid", f"-//ECD Desktop//ECD Desktop {__version__}//ES")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    invites = alone and _organiser(meetings[0]) is not None
    called_off = invites and meetings[0].state in NOT_HELD
    made.add("method", "CANCEL" if called_off else "REQUEST" if invites else "PUBLISH")
    if not alone:
        made.add("x-wr-calname", _text(_("Meetings")))
        made.add("x-wr-timezone", ZONE)
    if any(one.starts_at for one in meetings):
        made.add_component(_zone())
    for one in meetings:
        made.add_component(_event(one, people=people, agenda=alone, fictitious=fictitious, now=now or now_utc()))
    return bytes(made.to_ical())


# --- one meeting ----------------------------------------------------------------------------------------------------


def _event(one: Convened, *, people: bool, agenda: bool, fictitious: bool, now: datetime) -> Event:
    from icalendar import Event

    made = Event()
    made.add("uid", uid(one.key))
    made.add("sequence", one.moves)
    made.add("dtstamp", now)
    begins, ends = hours(one)
    made.add("dtstart", begins)
    made.add("dtend", ends)
    made.add("summary", _text(title(one)))
    where = ", ".join(one_line(part) for part in (one.venue, one.place) if part)
    if where:
        made.add("location", _text(where))
    # many calendars go round where one invitation would not: what is reserved stays a date there
    said = description(one, fictitious=fictitious, agenda=agenda or one.confidentiality is not Confidentiality.RESERVED)
    if said:
        made.add("description", _text(said))
    held = "TENTATIVE" if one.state is MeetingState.PLANNED else "CONFIRMED"
    made.add("status", "CANCELLED" if one.state in NOT_HELD else held)
    if one.state in NOT_HELD and one.state_reason:
        made.add("comment", _text(one.state_reason))
    if one.confidentiality is not None:
        made.add("class", CLASSES[one.confidentiality])
    made.add("transp", "TRANSPARENT" if one.state in NOT_HELD or not one.starts_at else "OPAQUE")
    if people:
        _name_people(made, one)
    return made


def title(one: Convened) -> str:
    """What a calendar shows: the subject, else the number or the kind with our code."""
    return one_line(one.subject) or one_line(one.number) or f"{_(one.kind.label)} {one.code}"


def description(one: Convened, *, fictitious: bool = False, agenda: bool = True) -> str:
    """Why it is not held, our code, and the agenda."""
    parts = []
    if one.state in NOT_HELD:
        why = _("{state}: {reason}").format(state=_(one.state.label), reason=cleaned(one.state_reason).strip() or "—")
        parts.append(why)
    parts.append(" · ".join(filter(None, (_(one.kind.label), one.code, one_line(one.number)))))
    if agenda and one.topics:
        topics = (f"{n}. {_topic(topic)}" for n, topic in enumerate(one.topics, 1))
        parts.append("\n".join((_("Agenda:"), *topics)))
    if fictitious:
        parts.append(exchange_log.FICTITIOUS)
    return "\n\n".join(parts)


def _topic(topic: Item) -> str:
    lasts = ngettext("{n} minute", "{n} minutes", topic.minutes or 0).format(n=topic.minutes) if topic.minutes else ""
    small = ", ".join(part for part in (lasts, one_line(topic.presenter)) if part)
    said = " ".join(cleaned(topic.title).split())
    return f"{said} ({small})" if small else said


def hours(one: Convened) -> tuple[date, date]:
    """From when until when: moments in Lima's time, or whole days where nobody gave the hour.

    Without an end it lasts as long as its topics may take, or an hour; one that ends before it begins ends the day
    after.
    """
    assert one.held_on is not None
    start = _moment(one.held_on, one.starts_at)
    if start is None:
        return one.held_on, one.held_on + timedelta(days=1)
    end = _moment(one.held_on, one.ends_at)
    if end is None or end == start:
        return start, start + (timedelta(minutes=sum(topic.minutes or 0 for topic in one.topics)) or LASTS)
    return start, end if end > start else end + timedelta(days=1)


def _moment(day: date, hour: str) -> datetime | None:
    from zoneinfo import ZoneInfo

    try:
        return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(ZONE)) if hour else None
    except ValueError:
        return None  # an hour that no rule let in; the day is known all the same


def _organiser(one: Convened) -> Contact | None:
    return next((contact for contact in one.organisers if addresses(contact.email)), None)


def _name_people(event: Event, one: Convened) -> None:
    from icalendar import vText

    organiser = _organiser(one)
    if organiser is not None:
        event.add("organizer", _address(organiser, addresses(organiser.email)[0]))
    asked: set[str] = set()
    for guest in (*one.guests, *one.organisers):
        for email in addresses(guest.email)[:1]:
            if email.lower() in asked:
                continue
            asked.add(email.lower())
            address = _address(guest, email)
            address.params["ROLE"] = vText("REQ-PARTICIPANT")
            address.params["PARTSTAT"] = vText("NEEDS-ACTION")
            address.params["RSVP"] = vText("TRUE")
            event.add("attendee", address, encode=False)


def _address(contact: Contact, email: str) -> Any:
    from icalendar import vCalAddress, vText

    made = vCalAddress(f"mailto:{email}")
    # a parameter knows no backslash: readers take it for an escape of what follows
    made.params["CN"] = vText(one_line(contact.name, 120).replace("\\", "/"))
    return made


# --- the library ----------------------------------------------------------------------------------------------------


def _text(value: str) -> Any:
    return _as_typed()(cleaned(value))


@cache
def _as_typed() -> type[Any]:
    from icalendar import vText

    class AsTyped(vText):  # the library's own takes a typed «\\N» for the end of a line
        def to_ical(self) -> bytes:
            said = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
            return said.encode()

    return AsTyped


def _zone() -> Any:
    from icalendar import Timezone, TimezoneStandard

    zone, hours = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    hours.add("dtstart", datetime(1994, 4, 1))  # noqa: DTZ001 - the zone itself: since then without summer time
    hours.add("tzoffsetfrom", timedelta(hours=-5))
    hours.add("tzoffsetto", timedelta(hours=-5))
    hours.add("tzname", "-05")
    zone.add_component(hours)
    return zone


def _write(
    store: Store, target: Path, data: bytes, told: Sequence[Convened], *, kind: str, purpose: str | None
) -> None:
    with written(target) as part:
        part.write_bytes(data)
        store.log_export(
            kind=kind, recipient=None, name=target.name[:255], handed_out=handed_out(told), spare=[], purpose=purpose
        )


def handed_out(told: Sequence[Convened]) -> dict[str, dict[str, dict[str, Any]]]:
    """What the export log keeps of meetings that left."""
    return {
        "meetings": {
            str(one.key): {
                "subject": one.subject or None, "held_on": one.held_on.isoformat() if one.held_on else None,
                "starts_at": one.starts_at or None, "venue": one.venue or None, "state": one.state.value,
            }
            for one in told
        }
    }  # fmt: skip

"""Points of the past that people go back to: the last meeting, minutes and reports issued, a file sent, a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from textwrap import shorten

from db.queries import Session, positions
from db.store import Store
from ecd_desktop.calendar import LIMA, today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_date, format_moment
from ecd_desktop.services.history import Activity
from ecd_desktop.typed_dates import months_later


@dataclass(frozen=True, slots=True)
class Point:
    """A position of the journal with the words by which people know it.

    ``words`` stand alone in a list of choices; ``since`` goes on from «What changed …».
    """

    id: str
    seq: int
    words: str
    since: str


def points(store: Store) -> tuple[Point, ...]:
    """What can be gone back to by name: the last meetings first, then papers, files, and days."""
    with store.reading() as session:
        return tuple(point for source in SOURCES for point in source(session))


def last_meeting(store: Store) -> Point | None:
    """The last meeting that was held, where there is one."""
    with store.reading() as session:
        return next(_meetings(session), None)


def end_of(store: Store, day: date) -> Point:
    """The end of a day. Raises Expected for a day that is not over."""
    if day >= today():
        raise Expected(
            _("{day} is not over yet, so there is nothing to compare with.").format(day=format_date(day)),
            _("Choose a day before today."),
        )
    with store.reading() as session:
        return _day(session, day, format_date(day))


def after(step: Activity) -> Point:
    """What a step of the timeline left."""
    words = _("After “{step}” ({when})").format(step=step.label, when=format_moment(step.at))
    since = _("since “{step}” ({when})").format(step=step.label, when=format_moment(step.at))
    return Point(f"step/{step.seq}", step.seq, words, since)


# --- where they come from ---------------------------------------------------------------------------------------------


def _meetings(session: Session) -> Iterator[Point]:
    for place, one in enumerate(positions.held_meetings(session)):
        day = format_date(one.on) if one.on is not None else ""
        first = _("Last meeting: {name} ({day})") if place == 0 else _("Meeting: {name} ({day})")
        since = _("since the meeting {name} ({day})").format(name=one.name, day=day)
        yield Point(f"meeting/{one.seq}", one.seq, first.format(name=one.name, day=day), since)


def _issued(session: Session) -> Iterator[Point]:
    for place, one in enumerate(positions.issued_minutes(session)):
        day = format_date(one.on) if one.on is not None else ""
        first = _("Last issued minutes: {name} ({day})") if place == 0 else _("Issued minutes: {name} ({day})")
        since = _("since the minutes {name} were issued ({day})").format(name=one.name, day=day)
        yield Point(f"minutes/{one.seq}", one.seq, first.format(name=one.name, day=day), since)


def _reports(session: Session) -> Iterator[Point]:
    for place, one in enumerate(positions.issued_reports(session)):
        day = format_date(one.on) if one.on is not None else ""
        first = _("Last progress report: {name} ({day})") if place == 0 else _("Progress report: {name} ({day})")
        since = _("since the progress report {name} was issued ({day})").format(name=one.name, day=day)
        words = first.format(name=shorten(f"{one.name} – {one.about}", 70, placeholder=" …"), day=day)
        yield Point(f"report/{one.seq}", one.seq, words, since)


def _sent(session: Session) -> Iterator[Point]:
    for one in positions.files_sent(session):
        when = format_moment(one.at) if one.at is not None else ""
        name = one.name or _("all units")
        words = _("Last export to {name} ({when})").format(name=name, when=when)
        since = _("since the export to {name} ({when})").format(name=name, when=when)
        yield Point(f"sent/{one.name}/{one.seq}", one.seq, words, since)


def _days(session: Session) -> Iterator[Point]:
    now = today()
    for day, words in (
        (now - timedelta(days=1), _("Yesterday ({day})")),
        (now - timedelta(days=7), _("A week ago ({day})")),
        (months_later(now, -1), _("A month ago ({day})")),
    ):
        yield _day(session, day, words.format(day=format_date(day)))


SOURCES: tuple[Callable[[Session], Iterator[Point]], ...] = (_meetings, _issued, _reports, _sent, _days)


def _day(session: Session, day: date, words: str) -> Point:
    found = positions.on_moment(session, datetime.combine(day, time.max, LIMA))
    since = _("since the end of {day}").format(day=format_date(day))
    return Point(f"day/{day.isoformat()}", found.seq, words, since)

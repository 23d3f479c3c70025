"""What to look at before minutes are closed: each remark says what is missing and where; none stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from db.ordering import fold
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _, begun, long_date, ngettext
from ecd_desktop.minutes_answers import Because, Settled
from ecd_desktop.minutes_text import Minutes, Spoken, Tag

if TYPE_CHECKING:
    from db.queries.alike import Again

REPEATED = 60  # letters of a line that a remark repeats
LISTED = 4  # codes that a remark lists


class Where(StrEnum):
    """The part of the workspace that a remark is about."""

    HOUR = "hour"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    EARLIER = "earlier"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence, what it is about, and the line of the text or the item of the agenda to look at."""

    text: str
    where: Where
    line: int = -1
    item: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """An item of the agenda as far as closing looks at it; ``treated``: dealt with, or begun."""

    number: int
    title: str
    treated: bool
    open: bool


def missing(one: Spoken) -> list[str]:
    """What a tagged line does not say yet, a few words each."""
    if not one.text:
        return [_("no words yet")]
    said = []
    if one.kind is Tag.COMMITMENT:
        if not one.who:
            said.append(_("no responsible yet"))
        if one.due is None:
            said.append(_("no date yet"))
    for part in one.unclear:
        if part.among:
            said.append(_("{words} fits several").format(words=part.text))
        else:
            said.append(_("{words}: nothing is called that").format(words=part.text))
    return said


def remarks(
    minutes: Minutes,
    *,
    text: str,
    starts_at: str,
    ends_at: str,
    held_on: date | None,
    came: int,
    agenda: Sequence[Topic],
    calendar: Calendar,
    earlier: Sequence[Settled] = (),
    again: Mapping[str, Again] | None = None,
) -> list[Remark]:
    """Everything to look at, in the order of the page: the hour, who came, the agenda, the text from top to bottom.

    ``earlier``: what becomes of the old commitments; ``again``: by their words, promises that are owed already.
    """
    found = []
    if not ends_at:
        found.append(Remark(_("The closing hour is missing."), Where.HOUR))
    elif starts_at and ends_at < starts_at:
        found.append(Remark(_("It closes at {end}, before it began at {start}.").format(end=ends_at, start=starts_at),
                            Where.HOUR))  # fmt: skip
    if not came:
        found.append(Remark(_("Nobody is marked as present."), Where.ATTENDANCE))
    if not text.strip():
        found.append(Remark(_("Nothing is written yet."), Where.TEXT, 0))
    found += _about_agenda(minutes, text, agenda)
    found += _about_earlier(earlier)
    found += _about_lines(minutes, held_on, calendar, again or {})
    return found


def _about_earlier(earlier: Sequence[Settled]) -> Iterator[Remark]:
    for one in earlier:
        if one.lacks:
            where = Where.TEXT if one.because is Because.TEXT else Where.EARLIER
            yield Remark(_("{code}: {lacks}.").format(code=one.code, lacks=one.lacks), where, one.line)
    silent = [one.code for one in earlier if one.because is Because.SILENCE]
    if silent:
        n = len(silent)
        codes = ", ".join(silent[:LISTED]) + (" …" if n > LISTED else "")
        yield Remark(ngettext("{n} earlier commitment was not mentioned and stays: {codes}",
                              "{n} earlier commitments were not mentioned and stay: {codes}", n)
                     .format(n=n, codes=codes), Where.EARLIER)  # fmt: skip


def _about_agenda(minutes: Minutes, text: str, agenda: Sequence[Topic]) -> Iterator[Remark]:
    lines = text.split("\n")
    begun_at = {topic.number: topic for topic in minutes.topics if topic.number}
    ends = [topic.line for topic in minutes.topics] + [len(lines)]
    for one in agenda:
        topic = begun_at.get(one.number)
        until = min((end for end in ends if topic is not None and end > topic.line), default=0)
        written = topic is not None and any(line.strip() for line in lines[topic.line + 1 : until])
        if one.open and not one.treated:
            yield Remark(_("Item {n}, “{title}”, is not marked as dealt with.").format(n=one.number, title=one.title),
                         Where.AGENDA, item=one.number)  # fmt: skip
        elif one.treated and not written:
            yield Remark(_("Item {n}, “{title}”, was dealt with and nothing is written under it.").format(
                n=one.number, title=one.title), Where.AGENDA, item=one.number)  # fmt: skip


def _about_lines(
    minutes: Minutes, held_on: date | None, calendar: Calendar, again: Mapping[str, Again]
) -> Iterator[Remark]:
    said = Counter((one.kind, fold(one.text)) for one in minutes.spoken if one.text)
    for one in minutes.spoken:
        short = one.text if len(one.text) <= REPEATED else f"{one.text[:REPEATED].rstrip()}…"
        if not one.text:
            names = {Tag.DECISION: _("A decision without words is not recorded."),
                     Tag.COMMITMENT: _("A commitment without words is not recorded."),
                     Tag.RISK: _("A risk without words."), Tag.LESSON: _("A lesson without words.")}  # fmt: skip
            yield Remark(names[one.kind], Where.TEXT, one.line)
            continue
        if lacks := missing(one):
            yield Remark(_("“{text}”: {lacks}.").format(text=short, lacks=", ".join(lacks)), Where.TEXT, one.line)
        if said[one.kind, fold(one.text)] > 1:
            said[one.kind, fold(one.text)] = 1  # said once
            yield Remark(_("“{text}” stands there more than once.").format(text=short), Where.TEXT, one.line)
        if one.kind is Tag.COMMITMENT and one.due is not None:
            if held_on is not None and one.due < held_on:
                yield Remark(_("“{text}” is due before the meeting.").format(text=short), Where.TEXT, one.line)
            elif not calendar.is_working(one.due):
                day = begun(long_date(one.due, weekday=True))
                yield Remark(_("“{text}”: {day} is no working day.").format(text=short, day=day), Where.TEXT, one.line)
        if one.kind is Tag.COMMITMENT and (other := again.get(one.text)) is not None:
            yield Remark(_("“{text}” is much like {code}, which is still owed: “{other}”").format(
                text=short, code=other.code, other=other.text), Where.TEXT, one.line)  # fmt: skip

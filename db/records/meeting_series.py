"""Series of meetings: what repeats, by which rule, who is always asked, and how its minutes are numbered."""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Key, Problem, choice, day, flag, link, memo, text
from db.fields import rule as repeated
from db.records.base import Record
from db.records.meetings import Confidentiality, MeetingKind, Modality, wrong_hours

MASK = "ACTA N° {n:03}-{year}-{unit}"
"""How minutes are numbered where a series says nothing else."""
PLACE = re.compile(r"\{([^{}]*)\}")
"""A place of a mask; what stands in it is n, n:0k, year or unit."""
KNOWN = re.compile(r"n(:0[1-9])?|year|unit")


def wrong_mask(mask: str) -> Iterator[Problem]:
    """What is wrong with a mask of numbers; nothing where every place is known and one of them counts."""
    places = PLACE.findall(mask)
    unknown = next((place for place in places if not KNOWN.fullmatch(place)), None)
    if set("{}") & set(PLACE.sub("", mask)):
        yield Problem("mask", N_("A brace stands alone in the number of the minutes: a place is written between two."))
    elif unknown is not None:
        yield Problem("mask", N_("The number of the minutes has no place called “{place}”: there are n, n:03, year and"
                                 " unit, each in braces."), {"place": unknown})  # fmt: skip
    elif not any(place[0] == "n" for place in places):
        yield Problem("mask", N_("The number of the minutes needs the place that counts: n in braces."))


class MeetingSeries(Record):
    """What its meetings begin with. ``rule``: an RFC 5545 recurrence rule; empty means that each is called alone.

    ``mask``: the number of its minutes, with the places {n}, {n:03}, {year} and {unit}. ``agenda``: one topic per
    line, with its kind and minutes after bars: «Avances | information | 15».
    """

    __tablename__ = "meeting_series"
    noun = N_("Series of meetings")

    name: Mapped[str] = text(N_("Name"), required=True)
    kind: Mapped[MeetingKind] = choice(N_("Kind"), MeetingKind, required=True, default=MeetingKind.TECHNICAL)
    modality: Mapped[Modality | None] = choice(N_("Modality"), Modality)
    rule: Mapped[str | None] = repeated(N_("Repeats"), group="repeats")
    since: Mapped[date | None] = day(N_("Since"), group="repeats")
    until: Mapped[date | None] = day(N_("Until"), group="repeats")
    starts_at: Mapped[str | None] = text(N_("Start time"), max=5, group="hours")
    ends_at: Mapped[str | None] = text(N_("End time"), max=5, group="hours")
    place_id: Mapped[Key | None] = link(N_("District or settlement"), "places")
    venue: Mapped[str | None] = text(N_("Venue"))
    convened_by_id: Mapped[Key | None] = link(N_("Convened by"), "organisations")
    chair_id: Mapped[Key | None] = link(N_("Chaired by"), "people")
    secretary_id: Mapped[Key | None] = link(N_("Minutes taken by"), "people")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    confidentiality: Mapped[Confidentiality | None] = choice(N_("Confidentiality"), Confidentiality)
    mask: Mapped[str | None] = text(N_("Number of its minutes"), max=80)
    agenda: Mapped[str | None] = memo(N_("Usual topics"), max=4000)
    ended: Mapped[bool] = flag(N_("Not held any more"))
    remarks: Mapped[str | None] = memo(N_("Remarks"))

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        return " ".join(filter(None, (self.name, self.venue, self.agenda)))

    def rules(self) -> Iterator[Problem]:
        wrong = list(wrong_hours(self, "starts_at", "ends_at"))
        yield from wrong
        if not wrong and self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            yield Problem("ends_at", N_("A meeting cannot end before it begins."))
        if self.since and self.until and self.until < self.since:
            yield Problem("until", N_("A series cannot end before it begins."))
        if self.rule and self.since is None:
            yield Problem("since", N_("Say from which day it repeats."))
        if self.mask:
            yield from wrong_mask(self.mask)


class SeriesMember(Record):
    """Who is always asked to a series, from and until which day; its key is derived from the pair."""

    __tablename__ = "series_members"
    noun = N_("Member of a series")

    series_id: Mapped[Key] = link(N_("Series of meetings"), "meeting_series", required=True)
    person_id: Mapped[Key] = link(N_("Person"), "people", required=True)
    since: Mapped[date | None] = day(N_("Since"))
    until: Mapped[date | None] = day(N_("Until"))

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if self.since and self.until and self.until < self.since:
            yield Problem("until", N_("Nobody leaves before they come."))

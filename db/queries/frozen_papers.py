"""A meeting's paper as it was issued, made again from the content that was frozen then."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from db.fields import Choice
from db.queries.meeting_papers import Agreed, Attendee, Earlier, MeetingPaper, Promised, Topic
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.records.agenda_items import TopicKind
from db.records.decisions import Adopted, DecisionKind
from db.records.meetings import Confidentiality, Fate, MeetingKind, Modality, Presence

Told = Mapping[str, Any]


def thawed(content: bytes, live: MeetingPaper) -> MeetingPaper:
    """The paper that has this canonical content, for the same hash.

    What is no content is that of ``live``, the meeting as it is now: identity documents and who has signed, by name;
    lights, by code.
    """
    told: Told = json.loads(content.decode("utf-8", "surrogatepass"))
    people = {one.name: one for one in live.attendees}
    lights = {one.code: one.light for one in live.earlier}
    plain = {name: told[name] for name in _PLAIN if name in told}
    return replace(
        live, **plain,
        kind=MeetingKind(told["kind"]), modality=_choice(Modality, told, "modality"),
        confidentiality=_choice(Confidentiality, told, "confidentiality"), held_on=_day(told, "held_on"),
        next_on=_day(told, "next_on"), projects=tuple(told["projects"]), counted=tuple(told["counted"]),
        attendees=tuple(_attendee(one, people.get(one["name"])) for one in told["attendees"]),
        topics=tuple(Topic(**{**one, "kind": _choice(TopicKind, one, "kind")}) for one in told["topics"]),
        earlier=tuple(_earlier(one, lights.get(one["code"], Light.NONE)) for one in told["earlier"]),
        agreed=tuple(
            Agreed(**{**one, "kind": _choice(DecisionKind, one, "kind"), "adopted": _choice(Adopted, one, "adopted")})
            for one in told["agreed"]
        ),
        promised=tuple(Promised(**{**one, "due_on": _day(one, "due_on")}) for one in told["promised"]),
    )  # fmt: skip


_PLAIN = ("code", "number", "issued_as", "subject", "starts_at", "ends_at", "place", "venue", "convened_by", "chair",
          "secretary", "text", "next_at", "next_venue", "next_agenda")  # fmt: skip


def _attendee(told: Told, live: Attendee | None) -> Attendee:
    now = live or Attendee(told["name"], Presence.PRESENT)
    return replace(now, **{**told, "presence": Presence(told["presence"])})


def _earlier(told: Told, light: Light) -> Earlier:
    return Earlier(**{
        **told, "due_on": _day(told, "due_on"), "moved_to": _day(told, "moved_to"), "state": State(told["state"]),
        "fate": _choice(Fate, told, "fate"), "light": light, "reported_on": _day(told, "reported_on"),
    })  # fmt: skip


def _choice(choice: type[Choice], told: Told, name: str) -> Any:
    return choice(told[name]) if told.get(name) else None


def _day(told: Told, name: str) -> date | None:
    return date.fromisoformat(told[name]) if told.get(name) else None

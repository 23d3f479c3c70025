"""Agenda items: the topics of a meeting in their order, what was concluded of each, and topics parked for later."""

from collections.abc import Iterator

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, link, memo, number, text
from db.records.base import Record
from db.records.meetings import wrong_hours


class TopicKind(Choice):
    INFORMATION = "information", N_("Information")
    DISCUSSION = "discussion", N_("Discussion")
    DECISION = "decision", N_("Decision")


class TopicState(Choice):
    OPEN = "open", N_("Open")
    TREATED = "treated", N_("Treated")
    PUT_OFF = "put_off", N_("Put off")


ABOUT = {
    "action_items": "action_item_id", "cases": "case_id", "organisations": "organisation_id", "people": "person_id",
    "places": "place_id", "projects": "project_id",
}  # fmt: skip
"""The nouns that can be taken to a meeting, with the link by which the topic says which record it is about."""


class AgendaItem(Record):
    """A topic of a meeting's agenda, or of none: then it is parked. ``position`` counts from 1 within a meeting.

    ``continues_id`` is the topic of an earlier meeting that was put off and goes on here. What it is about is one of
    ``ABOUT``, where it was taken to the meeting from there; its project otherwise.
    """

    __tablename__ = "agenda_items"
    noun = N_("Topic")

    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    position: Mapped[int] = number(N_("Position"), max=10_000, required=True, default=0)
    title: Mapped[str] = text(N_("Topic"), max=400, required=True)
    kind: Mapped[TopicKind] = choice(N_("Kind"), TopicKind, required=True, default=TopicKind.DISCUSSION)
    minutes: Mapped[int | None] = number(N_("Minutes it may take"), max=1440)
    presenter_id: Mapped[Key | None] = link(N_("Presented by"), "people")
    papers: Mapped[str | None] = memo(N_("Papers"), max=4000)
    started_at: Mapped[str | None] = text(N_("Started at"), max=5, group="hours")
    ended_at: Mapped[str | None] = text(N_("Ended at"), max=5, group="hours")
    conclusion: Mapped[str | None] = memo(N_("What was said"))
    state: Mapped[TopicState] = choice(N_("State"), TopicState, required=True, default=TopicState.OPEN)
    continues_id: Mapped[Key | None] = link(N_("Continues"), "agenda_items")
    action_item_id: Mapped[Key | None] = link(N_("About the commitment"), "action_items")
    case_id: Mapped[Key | None] = link(N_("About the case"), "cases")
    organisation_id: Mapped[Key | None] = link(N_("About the organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("About the person"), "people")
    place_id: Mapped[Key | None] = link(N_("About the place"), "places")

    def named(self) -> str:
        return self.title

    def searched(self) -> str:
        return " ".join(filter(None, (self.title, self.papers, self.conclusion)))

    def rules(self) -> Iterator[Problem]:
        wrong = list(wrong_hours(self, "started_at", "ended_at"))
        yield from wrong
        if not wrong and self.started_at and self.ended_at and self.ended_at < self.started_at:
            yield Problem("ended_at", N_("A topic cannot end before it begins."))

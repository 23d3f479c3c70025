"""Interactions: when somebody was last spoken to or reminded, through which channel, and what was said."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number, text
from db.records.action_items import Channel
from db.records.base import Record


class Purpose(Choice):
    REMINDER = "reminder", N_("Reminder")
    INVITATION = "invitation", N_("Invitation")
    MINUTES = "minutes", N_("Minutes sent")
    TALK = "talk", N_("Talk")


class Interaction(Record):
    """One contact with a person or an organisation; ``by`` is who of us made it."""

    __tablename__ = "interactions"
    noun = N_("Contact")

    on: Mapped[date] = day(N_("Date"), required=True)
    channel: Mapped[Channel] = choice(N_("Channel"), Channel, required=True, default=Channel.MESSAGE)
    purpose: Mapped[Purpose] = choice(N_("Purpose"), Purpose, required=True, default=Purpose.TALK)
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    action_item_id: Mapped[Key | None] = link(N_("Commitment that came of it"), "action_items")
    minutes: Mapped[int | None] = number(N_("Minutes"), max=1440)
    by: Mapped[str | None] = text(N_("Made by"), max=120)
    said: Mapped[str | None] = memo(N_("What was said"), max=4000)

    def named(self) -> str:
        return " ".join((self.said or "").split())[:120]

    def searched(self) -> str:
        return self.said or ""

    def rules(self) -> Iterator[Problem]:
        if self.person_id is None and self.organisation_id is None:
            yield Problem("person_id", N_("Say with whom."))

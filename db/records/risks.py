"""Risks: what may go wrong, as a meeting or a project notes it."""

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, memo
from db.records.base import Record


class RiskState(Choice):
    OPEN = "open", N_("Open")
    MITIGATED = "mitigated", N_("Mitigated")
    HAPPENED = "happened", N_("It happened")
    CLOSED = "closed", N_("Closed")


class Risk(Record):
    """What may go wrong in a project, and in which meeting it was said."""

    __tablename__ = "risks"
    noun = N_("Risk")

    text: Mapped[str] = memo(N_("Risk"), max=4000, required=True)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    agenda_item_id: Mapped[Key | None] = link(N_("Topic"), "agenda_items")
    noted_on: Mapped[date | None] = day(N_("Noted on"))
    state: Mapped[RiskState] = choice(N_("State"), RiskState, required=True, default=RiskState.OPEN)

    def named(self) -> str:
        return self.text

"""Risks and issues: what may go wrong and what does, as a meeting or a project notes it."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number
from db.records.base import Record


class RiskState(Choice):
    OPEN = "open", N_("Open")
    MITIGATED = "mitigated", N_("Mitigated")
    HAPPENED = "happened", N_("It happened")
    CLOSED = "closed", N_("Closed")


OVER = (RiskState.MITIGATED, RiskState.CLOSED)
"""States of a risk that nobody has to watch any more."""


class Risk(Record):
    """What may go wrong in a project, or does, and in which meeting it was said. A risk that happened is an issue."""

    __tablename__ = "risks"
    noun = N_("Risk")

    text: Mapped[str] = memo(N_("Risk"), max=4000, required=True)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    agenda_item_id: Mapped[Key | None] = link(N_("Topic"), "agenda_items")
    noted_on: Mapped[date | None] = day(N_("Noted on"))
    issue_on: Mapped[date | None] = day(N_("An issue since"))
    probability: Mapped[int | None] = number(N_("Probability (1–3)"), max=3)
    impact: Mapped[int | None] = number(N_("Impact (1–3)"), max=3)
    response: Mapped[str | None] = memo(N_("What is done about it"), max=4000)
    owner_id: Mapped[Key | None] = link(N_("Who watches it"), "people")
    action_item_id: Mapped[Key | None] = link(N_("Commitment"), "action_items")
    closed_on: Mapped[date | None] = day(N_("Over since"))
    state: Mapped[RiskState] = choice(N_("State"), RiskState, required=True, default=RiskState.OPEN)

    def named(self) -> str:
        return self.text

    def rules(self) -> Iterator[Problem]:
        for name in ("probability", "impact"):
            if getattr(self, name) == 0:
                yield Problem(name, N_("The scale begins at 1."))

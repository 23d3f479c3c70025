"""Decisions (acuerdos): what a meeting decided, how it was adopted, and which later decision repealed it."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo
from db.fields import text as line
from db.records.base import Record


class DecisionKind(Choice):
    DECISION = "decision", N_("Decision")
    ASSIGNMENT = "assignment", N_("Assignment")
    REQUEST = "request", N_("Request")
    NOTED = "noted", N_("Noted")


class Adopted(Choice):
    UNANIMOUS = "unanimous", N_("Unanimously")
    UNOPPOSED = "unopposed", N_("Without opposition")
    MAJORITY = "majority", N_("By majority")


class Decision(Record):
    """What a meeting decided. ``code`` is ours, ``number`` what stands in the minutes; ``decided_on`` its day."""

    __tablename__ = "decisions"
    noun = N_("Decision")

    code: Mapped[str] = line(N_("Code"), max=24, required=True)
    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    agenda_item_id: Mapped[Key | None] = link(N_("Topic"), "agenda_items")
    number: Mapped[str | None] = line(N_("Number in the minutes"), max=20)
    text: Mapped[str] = memo(N_("Decision"), max=4000, required=True)
    kind: Mapped[DecisionKind] = choice(N_("Kind"), DecisionKind, required=True, default=DecisionKind.DECISION)
    adopted: Mapped[Adopted | None] = choice(N_("Adopted"), Adopted)
    decided_on: Mapped[date | None] = day(N_("Decided on"))
    repealed_by_id: Mapped[Key | None] = link(N_("Repealed by"), "decisions")

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.text

    def searched(self) -> str:
        return " ".join(filter(None, (self.code, self.number, self.text)))

    def rules(self) -> Iterator[Problem]:
        if self.repealed_by_id is not None and self.repealed_by_id == self.id:
            yield Problem("repealed_by_id", N_("A decision cannot repeal itself."))

"""Budgets: what each source puts into a project, and what was spent of it on which day; whole céntimos."""

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, money, number, text
from db.records.base import Record


class FundingSource(Choice):
    OWN = "own", N_("Own resources")
    CASH_DONATION = "cash_donation", N_("Donation in money")
    GOODS_DONATION = "goods_donation", N_("Donation in kind")
    COOPERATION = "cooperation", N_("International cooperation")
    OTHER_BODY = "other_body", N_("Another organisation")
    NEIGHBOURS = "neighbours", N_("Neighbours' labour, valued")


class BudgetLine(Record):
    """What one source plans to put into a project."""

    __tablename__ = "budget_lines"
    noun = N_("Budget line")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    source: Mapped[FundingSource] = choice(N_("Source"), FundingSource, required=True, default=FundingSource.OWN)
    organisation_id: Mapped[Key | None] = link(N_("Who gives it"), "organisations")
    what_for: Mapped[str | None] = text(N_("What for"))
    year: Mapped[int | None] = number(N_("Year"), max=2200)
    planned: Mapped[int] = money(N_("Planned amount"), required=True, default=0)

    def named(self) -> str:
        return self.what_for or ""


class Expense(Record):
    """What was spent of a budget line on a day; a negative amount takes one back."""

    __tablename__ = "expenses"
    noun = N_("Expense")

    budget_line_id: Mapped[Key] = link(N_("Budget line"), "budget_lines", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    amount: Mapped[int] = money(N_("Amount"), required=True)
    document: Mapped[str | None] = text(N_("Document that shows it"))
    remarks: Mapped[str | None] = text(N_("Remarks"), max=400)

    def named(self) -> str:
        return self.document or ""

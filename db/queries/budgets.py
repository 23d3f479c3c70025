"""The budgets of projects by source: planned, executed up to a day, balance; whole céntimos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, and_, cast, func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.lookups import CHUNK
from db.records import BudgetLine, Expense, Organisation
from db.records.base import table_of
from db.records.budgets import FundingSource


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One budget line. Amounts in céntimos; ``executed`` is the sum of its expenses up to the cut-off."""

    key: Key
    project_key: Key
    source: FundingSource
    organisation_key: Key | None
    organisation: str | None
    what_for: str | None
    year: int | None
    planned: int
    executed: int

    @property
    def balance(self) -> int:
        """What is left; negative where more was spent than planned."""
        return self.planned - self.executed


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """What was spent of a budget line on a day, in céntimos; negative where it was taken back."""

    key: Key
    line_key: Key
    on: date
    amount: int
    document: str | None
    remarks: str | None


@dataclass(frozen=True, slots=True)
class Sums:
    """Budget lines added up, in céntimos."""

    planned: int = 0
    executed: int = 0

    @property
    def balance(self) -> int:
        return self.planned - self.executed

    @property
    def percent(self) -> int | None:
        """Executed of planned, in whole points, halves up; None where nothing is planned."""
        return (200 * self.executed + self.planned) // (2 * self.planned) if self.planned > 0 else None


def of_project(session: Session, key: Key, cutoff: date | None = None) -> tuple[BudgetRow, ...]:
    """The budget lines of a project; see ``of_projects``."""
    return of_projects(session, [key], cutoff)[key]


def of_projects(session: Session, keys: Iterable[Key], cutoff: date | None = None) -> dict[Key, tuple[BudgetRow, ...]]:
    """The budget lines of each of ``keys`` by source, year and age; every project has an entry.

    With a cut-off only what was spent up to that day counts. One statement for 500 projects.
    """
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, list[BudgetRow]] = {key: [] for key in wanted}
    line, spent, giver = table_of(BudgetLine), table_of(Expense), table_of(Organisation)
    counted = spent.c.budget_line_id == line.c.id
    if cutoff is not None:
        counted = and_(counted, spent.c.on <= cutoff)
    executed = select(func.coalesce(func.sum(spent.c.amount), 0)).where(counted).scalar_subquery()
    for start in range(0, len(wanted), CHUNK):
        query = (
            select(
                line.c.id, line.c.project_id, line.c.source, line.c.organisation_id, giver.c.name, line.c.what_for,
                line.c.year, line.c.planned, executed,
            )
            .select_from(line.outerjoin(giver, giver.c.id == line.c.organisation_id))
            .where(line.c.project_id.in_(wanted[start : start + CHUNK]))
        )  # fmt: skip
        for row in session.execute(query):
            found[row[1]].append(BudgetRow(*row[:8], int(row[8])))
    return {key: tuple(sorted(rows, key=_order)) for key, rows in found.items()}


def planned_of(project: ColumnElement[Any]) -> ScalarSelect[int | None]:
    """What the lines of a project plan together, in SQL; NULL without a line."""
    line = table_of(BudgetLine).alias()
    return select(cast(func.sum(line.c.planned), BigInteger)).where(line.c.project_id == project).scalar_subquery()


def expenses(session: Session, project: Key, cutoff: date | None = None) -> tuple[ExpenseRow, ...]:
    """What was spent of all lines of a project, newest first."""
    line, spent = table_of(BudgetLine), table_of(Expense)
    query = (
        select(
            spent.c.id, spent.c.budget_line_id, spent.c.on, spent.c.amount, spent.c.document, spent.c.remarks
        )
        .join(line, line.c.id == spent.c.budget_line_id)
        .where(line.c.project_id == project)
        .order_by(spent.c.on.desc(), spent.c.id.desc())
    )  # fmt: skip
    if cutoff is not None:
        query = query.where(spent.c.on <= cutoff)
    return tuple(ExpenseRow(*row) for row in session.execute(query))


def total(rows: Iterable[BudgetRow]) -> Sums:
    """Lines of one project or of many, added up."""
    lines = list(rows)
    return Sums(sum(row.planned for row in lines), sum(row.executed for row in lines))


def by_source(rows: Iterable[BudgetRow]) -> dict[FundingSource, Sums]:
    """Lines added up by where the money comes from, in the order of the sources; sources without a line left out."""
    lines = list(rows)
    sources = [source for source in FundingSource if any(row.source is source for row in lines)]
    return {source: total(row for row in lines if row.source is source) for source in sources}


def _order(row: BudgetRow) -> tuple[int, int, Key]:
    return list(FundingSource).index(row.source), row.year or 0, row.key

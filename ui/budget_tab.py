"""The budget of a project as a tab: lines by source with what was spent of each, and all of it added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from db.fields import N_
from db.queries import budgets as queries
from db.queries import lookups
from db.queries.budgets import BudgetRow, ExpenseRow, Sums
from db.records import BudgetLine, Expense, Project, fields_of
from db.records.budgets import FundingSource
from ecd_desktop.language import _, format_date, format_money
from ecd_desktop.services import budgets, records
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

TITLE = N_("Budget")
LINE, EXPENSE = fields_of(BudgetLine), fields_of(Expense)
OVERSPENT = Mark("red", "octagon", "R")
DIFFERS = Mark("amber", icon="alert-triangle")
GIVERS = {"organisation_id": creates("organisations")}


def lines_of(rows: Sequence[BudgetRow], spent: Sequence[ExpenseRow], noted: int | None = None) -> list[Line]:
    """All of it added up and by source, then each line with its expenses, the newest first.

    ``noted``: the budget in the project's form, in céntimos; where it is not what the lines plan, that is said.
    """
    if not rows:
        return []
    lines = [_summary(rows)]
    if noted is not None and noted != (planned := queries.total(rows).planned):
        lines.append(_differs(rows[0].project_key, noted, planned))
    for row in rows:
        lines.append(_line(row))
        lines += [_expense(one) for one in spent if one.line_key == row.key]
    return lines


def read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    """On the database thread."""
    project = lookups.records(session, Project, [key]).get(key)
    noted = project.budget if project is not None else None
    return lines_of(queries.of_project(session, key), queries.expenses(session, key), noted)


def sums_words(sums: Sums | BudgetRow) -> str:
    """«Planned S/ 10.00 · executed S/ 11.00 · overspent S/ 1.00»: what is short is said in words."""
    left = _("overspent {amount}") if sums.balance < 0 else _("balance {amount}")
    return " · ".join((
        _("planned {amount}").format(amount=format_money(sums.planned)),
        _("executed {amount}").format(amount=format_money(sums.executed)),
        left.format(amount=format_money(abs(sums.balance))),
    ))  # fmt: skip


def _summary(rows: Sequence[BudgetRow]) -> Line:
    whole = queries.total(rows)
    said = sums_words(whole)
    percent = "" if whole.percent is None else _("{percent} % executed").format(percent=whole.percent)
    sources = [f"{_(source.label)}: {sums_words(sums)}" for source, sums in queries.by_source(rows).items()]
    return Line(rows[0].project_key, said[:1].upper() + said[1:], percent, icon="stack-2", strong=True, fixed=True,
                body="\n".join(sources) if len(sources) > 1 else "", token="summary")  # fmt: skip


def _differs(project: Key, noted: int, planned: int) -> Line:
    gap = _("{amount} more than its sources plan") if noted > planned else _("{amount} less than its sources plan")
    said = _("The form says {noted}: {gap}").format(
        noted=format_money(noted), gap=gap.format(amount=format_money(abs(noted - planned)))
    )
    rule = _("In lists and reports the sources count. Correct the one that is wrong.")
    return Line(uuid5(project, "noted"), said, rule, mark=DIFFERS, mark_words=_("The budgets differ"),
                fixed=True)  # fmt: skip


def _line(row: BudgetRow) -> Line:
    year = str(row.year) if row.year is not None else ""
    source = _(row.source.label) if row.what_for else ""
    over = row.balance < 0
    return Line(
        row.key, row.what_for or _(row.source.label),
        " · ".join(part for part in (source, row.organisation or "", year) if part),
        body=sums_words(row), mark=OVERSPENT if over else None, icon="" if over else "briefcase",
        mark_words=_("Overspent") if over else "", pill=_("Overspent") if over else "",
        pill_mark=OVERSPENT if over else None, entity="budget_lines",
    )  # fmt: skip


def _expense(one: ExpenseRow) -> Line:
    what = _("Taken back") if one.amount < 0 else _("Spent")
    small = " · ".join(part for part in (what, format_date(one.on), one.document or "", one.remarks or "") if part)
    icon = "arrow-forward-up" if one.amount > 0 else "arrow-back-up"
    return Line(one.key, format_money(one.amount), small, icon=icon, entity="expenses")


def _ask_expense(here: Here, project: Key, keys: Sequence[Key]) -> None:
    """Ask what was spent of the selected line, or of the line of the selected expense."""

    def found(answer: tuple[tuple[BudgetRow, ...], tuple[ExpenseRow, ...]]) -> None:
        rows, spent = answer
        wanted = next((one.line_key for one in spent if one.key == keys[0]), keys[0])
        if (row := next((row for row in rows if row.key == wanted), None)) is not None:
            lead = " · ".join((row.what_for or _(row.source.label), sums_words(row)))
            fields = {name: EXPENSE[name] for name in ("on", "amount", "document", "remarks")}
            ask(here, _("Note an expense"), _("Note it"), fields,
                lambda answers: lambda store: budgets.spend(store, wanted, **answers),
                rows=(("on", "amount"), ("document",), ("remarks",)), values={"on": here.today}, lead=lead)  # fmt: skip

    here.read(
        lambda session: (queries.of_project(session, project), queries.expenses(session, project)), found,
        owner=here.page, slot="expense",
    )  # fmt: skip


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return budgets.save_line(store, records.new_draft("budget_lines", project_id=key, **answers))


ASKED = {name: LINE[name] for name in ("source", "organisation_id", "what_for", "year", "planned")}
ROWS = (("source",), ("organisation_id",), ("what_for",), ("planned", "year"))
SPENT = {name: EXPENSE[name] for name in ("on", "amount", "document", "remarks")}

BUDGET = tab(
    TITLE,
    Part(
        "budget", TITLE,
        read,
        N_("No source has been planned for this project yet."),
        frozenset({"budget_lines", "expenses", "organisations", "projects"}),
        adds=(Adding(N_("Add a source"), N_("Add"), _add, ASKED, rows=ROWS, creates=GIVERS,
                     values=lambda here: {"source": FundingSource.OWN, "year": here.today.year}),),
        remove=budgets.delete, remove_text=N_("Delete"),
        letters=(Letter("G", N_("Note an expense…"), run=_ask_expense),),
        edits={
            "budget_lines": Editing(N_("Edit the budget line"), "budget_lines", ASKED, budgets.save_line, rows=ROWS,
                                    creates=GIVERS),
            "expenses": Editing(N_("Edit the expense"), "expenses", SPENT, budgets.save_expense,
                                rows=(("on", "amount"), ("document",), ("remarks",))),
        },
        note=N_("Enter corrects. G notes an expense of the selected line; a negative amount takes one back."),
    ),
)  # fmt: skip

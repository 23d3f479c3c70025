"""What is done with budgets: lines by source, what was spent of them, and what is taken back; whole céntimos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import BudgetLine, Expense
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, format_money
from ecd_desktop.services import nouns, records

FIRST_YEAR = 1990


def save_line(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a budget line. Raises Invalid for less than nothing, or a year that is none."""
    problems = []
    if (draft.wanted.get("planned") or 0) < 0:
        problems.append(Problem("planned", N_("A source cannot plan to give less than nothing.")))
    if (year := draft.wanted.get("year")) is not None and year < FIRST_YEAR:
        problems.append(Problem("year", N_("Write the year with its four digits.")))
    if problems:
        raise Invalid(tuple(problems))
    return records.save(store, draft, form=form)


def spend(
    store: Store, line: Key, *, on: date, amount: int, document: str | None = None, remarks: str | None = None
) -> Key:
    """Write down what was spent of a line, in céntimos; a negative amount takes back. Returns the expense's key.

    More may be spent than was planned: the balance says so. Raises Invalid for nothing, Expected for a day that is
    still to come, or where more would be taken back than was spent.
    """
    draft = records.new_draft("expenses", budget_line_id=line, on=on, amount=amount, document=document, remarks=remarks)
    save_expense(store, draft)
    return draft.key


def save_expense(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save an expense, new or corrected; see ``spend``."""
    if not draft.wanted.get("amount"):
        raise Invalid((Problem("amount", N_("Write what was spent, or with a minus what was taken back.")),))
    on = draft.wanted.get("on")
    if on is not None and on > today():
        raise Expected(
            _("{day} is still to come, and only what was spent already can be noted; nothing was changed.").format(
                day=format_date(on)
            ),
            _("Write the day on which it was spent."),
        )
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        work.flush()
        if isinstance(written.record, Expense):
            _refuse_below_nothing(work, [written.record.budget_line_id])
    return written.outcome


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete budget lines with what was spent of them, and single expenses, as one change."""
    with store.reading() as session:
        lines = [key for key in keys if key in lookups.records(session, BudgetLine, keys)]
    single = [key for key in keys if key not in lines]
    labels = nouns.LABELS["budget_lines" if lines else "expenses"]
    many = N_("Delete {n} lines and expenses of a budget") if lines and single else labels.delete_many
    with store.change(labels.delete if len(keys) == 1 else many) as work:
        spent = records.found(work, Expense, single)
        of = [one.budget_line_id for one in spent if one.budget_line_id not in lines]
        for one in spent:
            work.delete(one)
        if lines:
            records.take_out(work, BudgetLine.__tablename__, lines)
        work.label_args["n"] = len(keys)
        work.flush()
        _refuse_below_nothing(work, of)


def _refuse_below_nothing(work: Work, lines: Sequence[Key]) -> None:
    """Nobody gets back more than was spent."""
    for line in dict.fromkeys(lines):
        left = sum(one.amount for one in lookups.pointing(work.session, Expense, "budget_line_id", [line]))
        if left < 0:
            raise Expected(
                _("More would be taken back of this line than was spent: {amount}. Nothing was changed.").format(
                    amount=format_money(-left)
                ),
                _("Write down first what was spent, or take back less."),
            )

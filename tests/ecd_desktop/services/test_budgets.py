"""Budgets by source: planned, executed up to a day, balance; every céntimo, and what is taken back."""

import random
from datetime import date
from typing import Any

import pytest

from db.fields import Key
from db.queries import budgets as queries
from db.queries import missing_data
from db.queries.listing import Ask
from db.queries.projects import LISTING
from db.records.budgets import FundingSource
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.services import budgets, records


def line(desk: Any, project: Key, planned: int, **values: Any) -> Key:
    draft = records.new_draft("budget_lines", project_id=project, planned=planned, **values)
    budgets.save_line(desk.store, draft)
    return draft.key


def test_each_line_counts_what_was_spent_up_to_the_cutoff_to_the_centimo(desk: Any) -> None:
    giver = desk.new("organisations", name="Fundación Ficticia")
    project, other = desk.new("projects", name="Parque ficticio"), desk.new("projects", name="Otra obra ficticia")
    own = line(desk, project, 1_840_000, what_for="Materiales", year=2026)
    gift = line(desk, project, 10, source=FundingSource.CASH_DONATION, organisation_id=giver)
    chance, oracle = random.Random(6), []
    for n in range(30):
        on, amount = date(2026, chance.randint(1, 5), chance.randint(1, 28)), chance.randint(1, 99_999)
        budgets.spend(desk.store, own, on=on, amount=amount, document=f"O/S {n}")
        oracle.append((on, amount))
    budgets.spend(desk.store, own, on=date(2026, 6, 1), amount=-oracle[0][1], remarks="Devuelto")
    oracle.append((date(2026, 6, 1), -oracle[0][1]))
    budgets.spend(desk.store, gift, on=date(2026, 3, 1), amount=11)
    for cutoff in (None, date(2025, 12, 31), date(2026, 2, 14), date(2026, 5, 31), date(2026, 6, 1)):
        with desk.store.reading() as session:
            first, second = queries.of_project(session, project, cutoff)
            every = queries.of_projects(session, [project, other], cutoff)
            listed = queries.expenses(session, project, cutoff)
        spent = sum(amount for on, amount in oracle if cutoff is None or on <= cutoff)
        late = cutoff is not None and cutoff < date(2026, 3, 1)
        assert (first.key, first.executed, first.balance) == (own, spent, 1_840_000 - spent)
        assert (second.executed, second.balance, second.organisation) == (0 if late else 11, 10 if late else -1,
                                                                          "Fundación Ficticia")  # fmt: skip
        assert every == {project: (first, second), other: ()}
        assert sum(one.amount for one in listed) == queries.total([first, second]).executed
        assert queries.by_source([first, second]) == {
            FundingSource.OWN: queries.Sums(1_840_000, spent),
            FundingSource.CASH_DONATION: queries.Sums(10, second.executed),
        }
    assert (queries.Sums(800, 4).percent, queries.Sums(8, 9).percent, queries.Sums(0, 5).percent) == (1, 113, None)


def test_a_noted_budget_that_is_not_what_its_sources_plan_is_said_and_the_sources_count(desk: Any) -> None:
    ask, today = Ask(clock=clock(date(2026, 6, 10), Calendar(frozenset()))), {}
    for name, noted, planned in (("Igual", 100, 100), ("Distinto", 120, 100), ("Sin fuentes", 90, None),
                                 ("Sin nota", None, 70)):  # fmt: skip
        today[name] = desk.new("projects", name=name, budget=noted)
        if planned is not None:
            line(desk, today[name], planned - 30)
            line(desk, today[name], 30, source=FundingSource.CASH_DONATION)
    with desk.store.reading() as session:
        rows = {row.name: (row.planned, row.worth, row.budgets_differ) for row in LISTING.all(session, ask)}
        lacking = missing_data.missing(session, None, None, ask.clock)
    assert rows == {"Igual": (100, 100, False), "Distinto": (100, 100, True), "Sin fuentes": (None, 90, False),
                    "Sin nota": (70, 70, False)}  # fmt: skip
    assert [one.name for one in lacking if one.field == "budget"] == ["Distinto"]


def test_what_no_budget_can_say_is_refused_and_one_undo_takes_back_a_whole_deletion(local_desk: Any) -> None:
    store, project = local_desk.store, local_desk.new("projects", name="Parque ficticio")
    own = line(local_desk, project, 5_000)
    with local_desk.invalid("less than nothing"):
        line(local_desk, project, -1)
    with local_desk.invalid("four digits"):
        line(local_desk, project, 1, year=26)
    with local_desk.invalid("what was spent"):
        budgets.spend(store, own, on=date(2026, 6, 1), amount=0)
    with pytest.raises(Expected, match="still to come"):
        budgets.spend(store, own, on=date(2026, 6, 11), amount=1)
    spent = budgets.spend(store, own, on=date(2026, 6, 1), amount=300)
    back = budgets.spend(store, own, on=date(2026, 6, 2), amount=-300)
    with pytest.raises(Expected, match=r"More would be taken back .*S/\s0\.01"):
        budgets.spend(store, own, on=date(2026, 6, 3), amount=-1)
    with pytest.raises(Expected, match="More would be taken back"):
        budgets.delete(store, [spent])
    assert len(local_desk.all("expenses")) == 2
    other = line(local_desk, project, 7)
    third = budgets.spend(store, other, on=date(2026, 6, 1), amount=7)
    before = local_desk.state()
    budgets.delete(store, [own, third, back])
    assert (len(local_desk.all("budget_lines")), local_desk.all("expenses")) == (1, [])
    local_desk.undo()
    assert local_desk.state() == before
    budgets.delete(store, [back])
    assert len(local_desk.all("expenses")) == 2

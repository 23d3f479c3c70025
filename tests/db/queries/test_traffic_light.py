"""The semáforo's sixty cases, in Python and in SQL, on both databases."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from db.queries.action_items import LISTING
from db.queries.listing import Ask
from db.queries.traffic_light import LETTERS, LIGHTS, Light, Why, light_of, why_of
from db.records import ActionItem
from db.records.action_items import State
from db.store import Store
from ecd_desktop.calendar import clock, peruvian_calendar

TABLE = Path(__file__).with_name("traffic_light_cases.csv")
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
CALENDAR = peruvian_calendar(range(2025, 2028))


@dataclass(frozen=True)
class Item:
    state: State
    agreed_on: date | None
    due_on: date | None
    progress: int
    blocked_since: date | None
    physical_works: bool


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def item_of(case: dict[str, str]) -> Item:
    return Item(
        State(case["state"]),
        day(case["agreed_on"]),
        day(case["due_on"]),
        int(case["progress"]),
        day(case["blocked_since"]),
        case["physical_works"] == "yes",
    )


def days() -> Iterator[date]:
    yield from sorted({date.fromisoformat(case["today"]) for case in CASES})


def test_the_table_has_sixty_cases_and_uses_every_reason() -> None:
    assert len(CASES) == 60
    assert {case["why"] for case in CASES} == {why.value for why in Why}


@pytest.mark.parametrize("case", CASES, ids=[case["because"] for case in CASES])
def test_each_case_has_exactly_the_light_the_table_says(case: dict[str, str]) -> None:
    now = clock(date.fromisoformat(case["today"]), CALENDAR)
    item = item_of(case)
    assert (why_of(item, now).value, light_of(item, now).value) == (case["why"], case["light"])


def test_sql_gives_every_case_the_same_light(store: Store) -> None:
    with store.change("cases") as work:
        keys = {
            number: work.add(
                ActionItem(
                    code=f"COM-2026-{number:03d}",
                    description=case["because"],
                    blocked_reason="bloqueo" if case["blocked_since"] else None,
                    state_reason="por acuerdo",
                    **vars(item_of(case)),
                )
            ).id
            for number, case in enumerate(CASES)
        }
    tried = 0
    for today in days():
        with store.reading() as session:
            rows = {row.key: row for row in LISTING.all(session, Ask(clock=clock(today, CALENDAR)))}
        for number, case in enumerate(CASES):
            if date.fromisoformat(case["today"]) == today:
                row = rows[keys[number]]
                assert (row.why.value, row.light.value) == (case["why"], case["light"]), case["because"]
                tried += 1
    assert tried == 60


@pytest.mark.row(103)
def test_every_light_has_a_letter_of_its_own_so_that_grey_paper_can_be_read() -> None:
    shown = [LETTERS[light] for light in Light]
    assert len(set(shown)) == len(shown)
    assert {why.light for why in Why} == set(LIGHTS.values()) == set(Light)

"""A record being edited: seen, wanted, wrong, and what others did meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.fields import DAY, NUMBER, TEXT, Field, Key, Problem
from db.merge import ABSENT, EXISTS
from db.records.base import new_key
from ecd_desktop import language
from ecd_desktop.drafts import Draft, Drafts

FIELDS = {
    "title": Field(TEXT, "Title", required=True, max=40),
    "progress": Field(NUMBER, "Progress", max=100),
    "due_on": Field(DAY, "Due", group="schedule"),
    "due_original": Field(DAY, "Original due", group="schedule"),
}
KEY = new_key()


@dataclass(frozen=True)
class Snapshot:
    values: Mapping[str, Any]
    entity: str = "things"
    key: Key = field(default=KEY)


def seen(**values: Any) -> Snapshot:
    return Snapshot({"title": "Banca", "progress": 10, "due_on": None, "due_original": None, **values})


def rules(values: Mapping[str, Any]) -> Iterable[Problem]:
    if values.get("due_on") and not values.get("due_original"):
        yield Problem("due_original", "Say the original date.")


@pytest.fixture
def draft() -> Draft:
    return Draft.of(seen(), FIELDS, rules=rules)


def test_an_untouched_draft_wants_nothing(draft: Draft) -> None:
    assert draft.changed == frozenset()
    assert draft.wishes() == []
    draft.set("progress", 10)
    assert draft.changed == frozenset()


def test_a_changed_field_becomes_a_wish_that_knows_what_was_seen(draft: Draft) -> None:
    draft.set("progress", 40)
    (wish,) = draft.wishes()
    assert (wish.entity, wish.key, wish.field, wish.base, wish.value) == ("things", KEY, "progress", 10, 40)


def test_a_group_is_one_wish(draft: Draft) -> None:
    draft.set("due_on", date(2026, 5, 4))
    draft.set("due_original", date(2026, 5, 1))
    (wish,) = draft.wishes()
    assert wish.field == "@schedule"
    assert wish.value == ("2026-05-04", "2026-05-01")


def test_what_is_wrong_waits_and_the_rest_is_saved(draft: Draft) -> None:
    draft.set("due_on", date(2026, 5, 4))
    draft.set("progress", 40)
    assert [problem.field for problem in draft.problems()] == ["due_original"]
    assert [wish.field for wish in draft.wishes()] == ["progress"]


def test_text_that_is_no_date_stays_as_it_was_typed(draft: Draft) -> None:
    assert not draft.read("due_on", "31/02/2026", language.speech("en"))
    assert draft.typed["due_on"].text == "31/02/2026"
    assert draft.value("due_on") is None
    assert "due_on" in draft.changed
    assert draft.problem_of("due_on") is not None
    assert draft.wishes() == []
    assert draft.read("due_on", "27/02/2026", language.speech("en"))
    assert draft.value("due_on") == date(2026, 2, 27)


def test_a_new_record_is_saved_only_when_nothing_is_wrong() -> None:
    draft = Draft.start("things", FIELDS, KEY, progress=0)
    assert draft.wishes() == []
    draft.set("title", "Rampa")
    (wish,) = draft.wishes()
    assert (wish.field, wish.base, wish.value) == (EXISTS, ABSENT, {"title": "Rampa", "progress": 0})
    assert draft.follow(seen(title="Rampa", progress=0)) == []
    assert not draft.new
    assert draft.changed == frozenset()


def test_untouched_fields_follow_what_others_change(draft: Draft) -> None:
    draft.set("title", "Banca con respaldo")
    assert draft.follow(seen(progress=55)) == []
    assert draft.value("progress") == 55
    assert [wish.base for wish in draft.wishes()] == ["Banca"]


def test_a_field_touched_by_both_clashes_until_somebody_answers(draft: Draft) -> None:
    draft.set("progress", 40)
    (clash,) = draft.follow(seen(progress=55))
    assert (clash.seen, clash.theirs, clash.mine) == ({"progress": 10}, {"progress": 55}, {"progress": 40})
    assert draft.wishes()[0].base == 10  # still a conflict for the store
    draft.settle(clash, mine=True)
    assert (draft.wishes()[0].base, draft.wishes()[0].value) == (55, 40)
    draft.settle(clash, mine=False)
    assert draft.wishes() == []
    assert draft.value("progress") == 55


def test_both_wanting_the_same_is_no_clash(draft: Draft) -> None:
    draft.set("progress", 40)
    assert draft.follow(seen(progress=40)) == []
    assert draft.changed == frozenset()


def test_a_record_deleted_elsewhere_clashes_as_a_whole(draft: Draft) -> None:
    draft.set("progress", 40)
    (clash,) = draft.follow(None)
    assert clash.question == EXISTS


def test_a_draft_comes_back_from_its_file_as_it_was(draft: Draft, tmp_path: Path) -> None:
    draft.set("progress", 40)
    draft.read("due_on", "pronto", language.speech("en"))
    drafts = Drafts(tmp_path / "drafts")
    drafts.keep(draft.entity, draft.key, draft.as_json())
    assert drafts.waiting("things") == [KEY]
    text = drafts.kept("things", KEY)
    assert text is not None
    again = Draft.from_json(text, FIELDS, language.speech("en"), rules=rules)
    assert (again.wanted, again.seen, again.new) == (draft.wanted, draft.seen, False)
    assert again.typed == draft.typed
    drafts.drop("things", KEY)
    assert drafts.waiting("things") == []
    assert drafts.kept("things", KEY) is None

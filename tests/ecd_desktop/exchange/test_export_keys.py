"""Row keys say which record and which export they belong to, and notice every single slip."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.base import new_key
from ecd_desktop.exchange import keys


@given(st.uuids(), st.uuids())
def test_a_key_tells_its_record_and_its_export(record: UUID, export: UUID) -> None:
    text = keys.write(record, export)
    assert len(text) == keys.LENGTH
    assert keys.read(text) == keys.RowKey(record, keys.export_mark(export))


@given(st.uuids(), st.uuids())
def test_any_one_wrong_character_is_found(record: UUID, export: UUID) -> None:
    text = keys.write(record, export)
    tried = 0
    for place, right in enumerate(text):
        for wrong in keys.ALPHABET:
            if wrong != right:
                tried += 1
                assert refused(text[:place] + wrong + text[place + 1 :])
    assert tried == keys.LENGTH * 31


@given(st.uuids(), st.uuids())
def test_any_two_characters_that_changed_places_are_found(record: UUID, export: UUID) -> None:
    text = keys.write(record, export)
    tried = 0
    for first in range(len(text)):
        for second in range(first + 1, len(text)):
            if text[first] != text[second]:
                swapped = list(text)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                tried += 1
                assert refused("".join(swapped))
    assert tried > 100


@given(st.uuids(), st.uuids(), st.integers(1, keys.LENGTH - 1))
def test_a_missing_and_a_doubled_character_are_found(record: UUID, export: UUID, place: int) -> None:
    text = keys.write(record, export)
    assert refused(text[:place] + text[place + 1 :])
    assert refused(text[:place] + text[place - 1] + text[place:])


def test_random_damage_passes_about_once_in_thirty_thousand() -> None:
    text = keys.write(new_key(), new_key())
    passed = sum(not refused(text[:-3] + a + b + c) for a in keys.ALPHABET for b in keys.ALPHABET for c in "0KZ")
    assert passed <= 1


def refused(text: str) -> bool:
    try:
        return keys.read(text) is None
    except keys.Damaged:
        return True


@given(st.uuids(), st.uuids(), st.data())
def test_capitals_blanks_hyphens_and_look_alikes_do_no_harm(record: UUID, export: UUID, data: st.DataObject) -> None:
    text = keys.write(record, export)
    told = "".join(data.draw(st.sampled_from(("", "", "", " ", "-", "\u00a0", "\u200b", "\n"))) + c for c in text)
    told = told.replace("0", data.draw(st.sampled_from("0oO"))).replace("1", data.draw(st.sampled_from("1iIlL")))
    told = data.draw(st.sampled_from((told, told.lower(), f"'{told} ")))
    assert keys.read(told) == keys.RowKey(record, keys.export_mark(export))


@pytest.mark.parametrize("value", [None, "", 5, 0.5, "COM-2026-001", "Kilómetro 5", "=K1", "K" * 20])
def test_what_is_no_key_is_not_taken_for_a_damaged_one(value: object) -> None:
    assert keys.read(value) is None


def test_no_program_takes_a_key_for_a_number_or_a_date() -> None:
    assert {keys.write(new_key(), new_key())[0] for _n in range(50)} == {"K"}

"""Search and order: the same on both databases, as a Peruvian reader expects."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.ordering import fold, sort_key, words
from db.records import Organisation
from db.store import Store

IN_ORDER = [
    "", "Acta 2", "acta 10", "Ácta 11", "Cañada", "Canz", "Dado", "nada", "Nz", "ñandú", "Ñato", "o",
    "PI-9", "PI-10", "PI-010 bis", "PI-100", "zona",
]  # fmt: skip
IN_ORDER.remove("Cañada")
IN_ORDER.insert(IN_ORDER.index("Canz") + 1, "Cañada")


def finds(typed: str, text: str) -> bool:
    """What the search field does: every word typed is somewhere in the folded text."""
    return all(word in fold(text) for word in words(typed))


@pytest.mark.row(45)
def test_accents_case_and_ene_do_not_matter_to_search() -> None:
    assert finds("nino huan", "El Niño costero en Huánuco")
    assert finds("ÑANDÚ", "gerencia de nandu")
    assert finds("  pénalty\u00a0ümlaut ", "Penalty  Umlaut")
    assert not finds("nino lima", "El Niño costero en Huánuco")


def test_decomposed_letters_are_found_like_composed_ones() -> None:
    assert fold(unicodedata.normalize("NFD", "Ñuñoa áéíóú Ü")) == fold("Ñuñoa áéíóú Ü") == "nunoa aeiou u"


@pytest.mark.row(46)
def test_ene_comes_after_every_n_and_numbers_count() -> None:
    shuffled = IN_ORDER.copy()
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_long_numbers_are_in_the_order_of_their_size() -> None:
    numbers = ["9", "10", "999999999", "1000000000", "20131370645", "99999999999999"]
    shuffled = [numbers[n] for n in (3, 0, 5, 1, 4, 2)]
    assert sorted(shuffled, key=sort_key) == numbers


@pytest.mark.row(46)
def test_the_database_puts_names_in_the_same_order_as_the_program(store: Store) -> None:
    names = [*IN_ORDER[1:], "Niño", "nino", "NIÑO", "Nino", "(sigla)", "Á", "a", "Ü", "«cita»", "日本", "ß", "Œuvre"]
    with store.change("Add {n}", n=len(names)) as work:
        work.add_many(Organisation, [{"name": name, "tax_number": "1"} for name in names])
    with store.reading() as session:
        mine = Organisation.tax_number == "1"
        listed = list(session.scalars(select(Organisation.name).where(mine).order_by(Organisation.sort_key)))
        found = session.scalars(select(Organisation.name).where(mine, Organisation.folded.contains("nino")))
        assert set(found) == {"Niño", "nino", "NIÑO", "Nino"}
    assert listed == sorted(names, key=sort_key)


@given(st.text(max_size=40))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=40))
def test_two_texts_have_the_same_place_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)

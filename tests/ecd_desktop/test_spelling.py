"""Spelling without a window: which words are looked up, the dictionaries, the person's own words, a child that dies."""


import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecd_desktop import spelling
from ecd_desktop.errors import Expected
from ecd_desktop.spelling import OwnWords, Speller, words

TEXT = (
    "Ver COM-2026-001 y EMAPE; escribir a ana@ejemplo.pe o www.munlima.gob.pe, plano.pdf, 40m2, ONGs, "
    "co-construcción 😀 evaluacio\u0301n WhatsApp y/o l’obra"
)


@pytest.fixture
def speller() -> Iterator[Speller]:
    made = Speller()
    yield made
    made.close()


def said(text: str) -> list[str]:
    return [word.text for word in words(text)]


@pytest.mark.row(77)
def test_codes_acronyms_addresses_and_digits_are_not_looked_up() -> None:
    assert said(TEXT) == ["Ver", "escribir", "construcción", "evaluación", "l'obra"]
    assert said("https://a.pe/una?x=dos fin.Inicio snake_case *negrita* #tema") == ["fin", "Inicio", "negrita"]
    assert said("x" * 51) == said("") == said("COVID-19 NGO's a") == []


def test_every_word_stands_where_it_says() -> None:
    found = list(words(TEXT))
    assert [TEXT[word.start : word.end] for word in found][:3] == ["Ver", "escribir", "construcción"]
    assert TEXT[found[3].start : found[3].end] == "evaluacio\u0301n"


@pytest.mark.row(77)
def test_both_dictionaries_know_right_from_wrong_and_suggest(speller: Speller) -> None:
    assert speller.works()
    asked = ["evaluasión", "evaluación", "Evaluación", "Chorrillos", "Ayacucho", "reprogramados", "subgerencias", "Jr"]
    assert speller.wrong("es", asked) == {"evaluasión"}
    assert speller.suggestions("es", "evaluasión")[0] == "evaluación"
    assert speller.suggestions("es", "Munisipalidad")[0] == "Municipalidad"
    assert speller.wrong("en", ["don't", "receive", "recieve"]) == {"recieve"}
    assert speller.suggestions("en", "recieve")[0] == "receive"


def test_a_child_that_died_is_started_again_but_not_for_ever(speller: Speller) -> None:
    for _n in range(spelling.STARTS):
        assert speller.works()
        assert speller._child is not None
        speller._child.kill()
        speller._child.wait()
    assert not speller.works()
    assert speller.wrong("es", ["evaluasión"]) == frozenset()
    assert speller.suggestions("es", "evaluasión") == ()


def test_where_there_is_no_hunspell_nothing_is_wrong(speller: Speller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_roots", lambda: (str(Path(spelling.__file__).parents[1]),))  # and no site-packages
    assert not speller.works()
    assert speller.wrong("es", ["evaluasión"]) == frozenset()
    assert speller._starts == spelling.STARTS  # found out once
    monkeypatch.setattr(spelling, "_roots", lambda: ())
    assert not Speller().works()


def test_a_frozen_program_is_its_own_spell_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop import __main__, spelling_child

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program, *given = spelling.command()
    assert program == sys.executable
    monkeypatch.setattr(spelling_child, "main", lambda: 7)
    assert __main__.main(given) == 7


@pytest.mark.row(77)
def test_own_words_are_kept_in_a_file_that_people_may_edit(tmp_path: Path) -> None:
    own = OwnWords.beside(tmp_path / "deep" / "settings.toml")
    assert own.read() == frozenset()
    own.put("olla", known=True)
    own.keep("olla", known=True)
    own.path.write_text("olla\n Ñaupari \n\n", encoding="utf-8")  # by hand meanwhile
    own.keep("wawa", known=True)
    assert own.path.read_text("utf-8").splitlines() == ["olla", "wawa", "Ñaupari"]
    assert [one.name for one in own.path.parent.iterdir()] == ["words.txt"]
    again = OwnWords(own.path)
    again.take(again.read())
    assert [word for word in ("wawa", "Wawa", "Ñaupari") if word not in again] == []
    assert "ñaupari" not in again
    again.put("Wawa", known=False)
    again.keep("Wawa", known=False)
    assert "wawa" not in again
    assert again.read() == {"olla", "Ñaupari"}


def test_own_words_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "words.txt").mkdir()
    with pytest.raises(Expected):
        OwnWords(tmp_path / "words.txt").keep("wawa", known=True)

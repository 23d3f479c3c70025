"""The catalogues of words: what was translated stays, what is wrong is named, and two runs write the same bytes."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from db.fields import CHOICE, Field
from db.records import fields_of, record_classes
from ecd_desktop.language import speech
from resources.locale import catalogue


@pytest.fixture
def source() -> Catalog:
    """Sentences as if marked in the source."""
    found = Catalog()
    found.add("Save")
    found.add("&Open {name}")
    found.add(("One case", "{n} cases"))
    found.add("Minutes", context="of a meeting")
    return found


@pytest.fixture
def known() -> Catalog:
    """A Spanish catalogue that knows some of them, and one that has gone."""
    found = Catalog(locale="es")
    found.add("Save", "Guardar")
    found.add("Gone", "Ido")
    found.add("Gone without words", "")
    found.add("Minutes", "Acta", context="of a meeting")
    return found


def test_what_was_translated_stays_and_what_has_gone_is_set_apart(source: Catalog, known: Catalog) -> None:
    merged = catalogue.merged(source=source, known=known)
    assert merged.get("Save").string == "Guardar"
    assert merged.get("Minutes", "of a meeting").string == "Acta"
    assert not catalogue.filled(merged.get("&Open {name}"))
    assert list(merged.obsolete) == ["Gone"]
    assert '#~ msgid "Gone"' in catalogue.as_po(merged).decode()
    assert not catalogue.merged(source=source, known=known, prune=True).obsolete


def test_a_sentence_that_comes_back_has_its_words_again(known: Catalog) -> None:
    without = catalogue.merged(source=Catalog(), known=known)
    back = Catalog()
    back.add("Save")
    assert catalogue.merged(source=back, known=without).get("Save").string == "Guardar"


def test_writing_twice_gives_the_same_bytes_without_dates_or_line_numbers(
    source: Catalog, known: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    monkeypatch.setattr(catalogue, "marked", lambda: source)
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "ecd_desktop.po").write_bytes(catalogue.as_po(known))
    assert catalogue.update("es") == (4, 2)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert catalogue.update("es") == (4, 2)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert set(first) == {"ecd_desktop.po", "ecd_desktop.mo"}
    text = first["ecd_desktop.po"].decode()
    assert "Date" not in text
    assert "#:" not in text
    assert "Plural-Forms: nplurals=2" in text


@pytest.mark.parametrize(
    ("words", "translation", "wrong"),
    [
        ("&Open {name}", "&Abrir {name}", 0),
        ("&Open {name}", "&Abrir {nombre}", 1),
        ("&Open {name}", "Abrir {name}", 1),
        ("Save && close", "Guardar && cerrar", 0),
        (("One case", "{n} cases"), ("Un asunto", "{n} asuntos"), 0),
        (("{n} case", "{n} cases"), ("Un asunto", "{n} asuntos"), 0),
        (("{n} case of {who}", "{n} cases of {who}"), ("Un asunto", "{n} asuntos de {who}"), 1),
    ],
)
def test_lost_and_invented_places_and_access_keys_are_named(words: object, translation: object, wrong: int) -> None:
    catalogued = Catalog(locale="es")
    message = catalogued.add(words, translation)
    assert len(list(catalogue.misfits(message))) == wrong


def test_the_source_marks_sentences_in_every_layer_and_in_run_py() -> None:
    found = catalogue.marked()
    assert found.get("The disk is full: the set-up stopped. Make room and start again; it goes on by itself.")
    assert len(found) > 300


@pytest.mark.row(110)
def test_no_marked_sentence_hides_inside_an_f_string_where_the_catalogue_cannot_see_it() -> None:
    found, hidden = 0, []
    for source in catalogue.SOURCES:
        place = catalogue.ROOT / source
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += sum(marks(node) for node in ast.walk(tree))
            hidden += [
                f"{path.name}:{node.lineno}"
                for text in ast.walk(tree)
                if isinstance(text, ast.JoinedStr)
                for node in ast.walk(text)
                if isinstance(node, ast.Call) and marks(node)
            ]
    assert found > 1000
    assert hidden == [], "take the marked sentence out of the f-string: " + ", ".join(hidden)


def marks(node: ast.AST) -> bool:
    """Whether this is a call that marks a written-out sentence for translation."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in catalogue.KEYWORDS
        and any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.args)
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_word_of_a_list_of_values_is_read_back_as_its_own_member(language: str) -> None:
    lists = {field.choices for record in record_classes() for field in fields_of(record).values() if field.choices}
    words = speech(language)
    read = 0
    for choices in lists:
        field = Field(CHOICE, "", choices=choices)
        for member in choices:
            assert field.parse(words.gettext(member.label), words) is member
            read += 1
    assert len(lists) > 10
    assert read > 80

"""Which letters of a title the typed words are, and how well they fit."""

import pytest

from ui.matched import BEGINS, BESIDE, INSIDE, WORDS, fit, spans, typed_words


@pytest.mark.parametrize(
    ("text", "title", "beside", "level"),
    [
        ("parq", "Parque con sombra", "", BEGINS),
        ("PÁRQUE CON", "Parque con sombra", "", BEGINS),
        ("sombra par", "Parque con sombra", "", WORDS),
        ("arque", "Parque con sombra", "", INSIDE),
        ("parque salud", "Parque con sombra", "Salud", BESIDE),
        ("muro", "Parque con sombra", "", 0),
        ("r", "Parque", "", 0),
        ("p", "Parque", "", BEGINS),
        ("", "Parque", "", BEGINS),
    ],
)
def test_a_title_that_begins_with_the_text_fits_best(text: str, title: str, beside: str, level: int) -> None:
    assert fit(typed_words(text), title, beside) == level


@pytest.mark.parametrize(
    ("text", "title", "strong"),
    [
        ("parq", "Mesa técnica Parque Huáscar", ["Parq"]),
        ("huascar tecn", "Mesa técnica Parque Huáscar", ["técn", "Huáscar"]),
        ("senal", "Señalización", ["Señal"]),
        ("arq", "Comparque Parque", ["arq"]),
        ("par parq", "Parque", ["Parq"]),
        ("muro", "Parque", []),
        ("linea", "Un  l\u0131 Li\u0301nea", ["Li\u0301nea"]),
    ],
)
def test_matched_letters_stand_where_the_reader_sees_them(text: str, title: str, strong: list[str]) -> None:
    assert [title[start:end] for start, end in spans(typed_words(text), title)] == strong

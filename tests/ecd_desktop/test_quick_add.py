"""Quick add: a table of lines in both languages, what stays text, and that no text is lost or makes it fail."""

import random
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ordering import fold
from ecd_desktop.dates_in_text import days_said
from ecd_desktop.quick_add import Kind, Reading, asked, lines_of, put, read, typing, written

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class One:
    entity: str
    key: int
    name: str
    short: str = ""


PEOPLE = (
    One("people", 1, "Rosa Quispe Mamani"), One("people", 2, "Rosa Ñahui Vela"), One("people", 3, "Lucía Paredes"),
    One("people", 4, "Víctor Ríos"), One("people", 5, "Ana María Vieira"),
)  # fmt: skip
UNITS = (
    One("organisations", 11, "Gerencia de Desarrollo Urbano", "GDU"), One("organisations", 12, "Emape", "EMAPE"),
    One("organisations", 13, "Subgerencia de Obras Públicas"),
    One("organisations", 14, "Gerencia de Obras Municipales"),
)  # fmt: skip
ABOUT = (
    One("projects", 21, "Plaza amable Parque Huáscar", "PRY-2026-003"),
    One("projects", 22, "Ruta segura Comas", "PRY-2026-004"),
    One("projects", 23, "Ruta escolar Ate", "PRY-2025-003"),
    One("cases", 31, "Cruce peligroso Av. Túpac Amaru", "ASU-2026-001"),
)  # fmt: skip
KNOWN = {"@": (*PEOPLE, *UNITS), "#": ABOUT}


def said(text: str, language: str = "es", **more: object) -> Reading:
    return read(text, today=MONDAY, language=language, known=KNOWN, **more)  # type: ignore[arg-type]


def told(text: str, language: str = "es", **more: object) -> tuple[object, ...]:
    """(description, names, due as (month, day), choices)"""
    reading = said(text, language, **more)
    names = tuple(mark.value.key for mark in reading.marks if mark.kind in (Kind.WHO, Kind.ABOUT))
    choices = tuple(mark.value for mark in reading.marks if mark.kind in (Kind.PRIORITY, Kind.REACH))
    due = (reading.due.month, reading.due.day) if reading.due else None
    return (reading.description, names, due, choices)


SPANISH: dict[str, tuple[object, ...]] = {
    "Llamar a Obras @lucia vie #PRY-2026-003 !alta": ("Llamar a Obras", (3, 21), (11, 27), ("high",)),
    "@GDU enviar planos vie 27 nov": ("enviar planos", (11,), (11, 27), ()),
    "@gdu enviar planos": ("enviar planos", (11,), None, ()),
    "Enviar planos @gerencia de desarrollo urbano mañana": ("Enviar planos", (11,), (11, 24), ()),
    "Enviar planos @Rosa Quispe lun": ("Enviar planos", (1,), (11, 30), ()),
    "Enviar planos @rosa ñahui": ("Enviar planos", (2,), None, ()),
    "Enviar planos @nahui": ("Enviar planos", (2,), None, ()),
    "Enviar planos @víctor, urgente": ("Enviar planos, urgente", (4,), None, ()),
    "Enviar planos @victor_rios hoy": ("Enviar planos", (4,), (11, 23), ()),
    "Enviar planos @victor vie": ("Enviar planos", (4,), (11, 27), ()),
    "Enviar planos @ana vie": ("Enviar planos", (5,), (11, 27), ()),
    "Planos @lucia @GDU @victor": ("Planos", (3, 11, 4), None, ()),
    "Planos @lucia @lucia": ("Planos @lucia", (3,), None, ()),
    "Planos (@lucia, @emape)": ("Planos", (3, 12), None, ()),
    "Revisar #huascar": ("Revisar", (21,), None, ()),
    "Revisar #parque huáscar hoy": ("Revisar", (21,), (11, 23), ()),
    "Revisar #pry-3": ("Revisar", (21,), None, ()),
    "Revisar #PRY-2025-3": ("Revisar", (23,), None, ()),
    "Revisar #4": ("Revisar", (22,), None, ()),
    "Revisar #asu-1 #pry-3": ("Revisar", (31, 21), None, ()),
    "Revisar #pry-3 #pry-4": ("Revisar #pry-4", (21,), None, ()),
    "Revisar !baja": ("Revisar", (), None, ("low",)),
    "Revisar !media hoy": ("Revisar", (), (11, 23), ("medium",)),
    "Revisar !ALTA": ("Revisar", (), None, ("high",)),
    "Revisar !high": ("Revisar", (), None, ("high",)),
    "Revisar !tarea": ("Revisar", (), None, ("internal_task",)),
    "Revisar !interna !alta": ("Revisar", (), None, ("internal_task", "high")),
    "Revisar !compromiso": ("Revisar", (), None, ("commitment",)),
    "Revisar !alta !baja": ("Revisar !baja", (), None, ("high",)),
    "Revisar hoy": ("Revisar", (), (11, 23), ()),
    "Revisar mañana": ("Revisar", (), (11, 24), ()),
    "Revisar pasado mañana": ("Revisar", (), (11, 25), ()),
    "Revisar ayer": ("Revisar", (), (11, 22), ()),
    "Revisar mar": ("Revisar", (), (11, 24), ()),
    "Revisar este jueves": ("Revisar", (), (11, 26), ()),
    "Revisar el próximo lunes": ("Revisar", (), (11, 30), ()),
    "Revisar 27/11": ("Revisar", (), (11, 27), ()),
    "Revisar 27/11/26": ("Revisar", (), (11, 27), ()),
    "Revisar el 27": ("Revisar", (), (11, 27), ()),
    "Revisar +3": ("Revisar", (), (11, 26), ()),
    "Revisar +2 sem": ("Revisar", (), (12, 7), ()),
    "Revisar en 3 días": ("Revisar", (), (11, 26), ()),
    "Revisar en 2 semanas": ("Revisar", (), (12, 7), ()),
    "Revisar en 2 meses": ("Revisar", (), (1, 23), ()),
    "Revisar fin de mes": ("Revisar", (), (11, 30), ()),
    "Revisar a fin de mes": ("Revisar", (), (11, 30), ()),
    "Revisar fin de semana": ("Revisar", (), (11, 27), ()),
    "Revisar la próxima semana": ("Revisar", (), (11, 30), ()),
    "Revisar 3 mar": ("Revisar", (), (3, 3), ()),
    "Revisar 1 set": ("Revisar", (), (9, 1), ()),
    "Revisar 27 de nov. de 2026": ("Revisar", (), (11, 27), ()),
    "Revisar viernes, 27 de noviembre": ("Revisar", (), (11, 27), ()),
    "Revisar para el viernes": ("Revisar", (), (11, 27), ()),
    "Para el viernes enviar planos": ("enviar planos", (), (11, 27), ()),
    "Enviar antes del viernes los planos": ("Enviar los planos", (), (11, 27), ()),
    "Enviar a más tardar el 27/11": ("Enviar", (), (11, 27), ()),
    "Enviar hasta mañana": ("Enviar", (), (11, 24), ()),
    "Mañana por la mañana visitar": ("por la mañana visitar", (), (11, 24), ()),
    "vie": ("", (), (11, 27), ()),
    "Acta del 12/11 para el vie": ("Acta del 12/11", (), (11, 27), ()),
    "hoy llamar, el viernes enviar": ("hoy llamar, enviar", (), (11, 27), ()),
}  # fmt: skip

ENGLISH: dict[str, tuple[object, ...]] = {
    "Call Works @lucia fri #PRY-2026-003 !high": ("Call Works", (3, 21), (11, 27), ("high",)),
    "Call Works @lucia next friday": ("Call Works", (3,), (11, 27), ()),
    "Send plans by Friday": ("Send plans", (), (11, 27), ()),
    "Send plans until 27 Nov": ("Send plans", (), (11, 27), ()),
    "Send plans Nov 27": ("Send plans", (), (11, 27), ()),
    "Send plans in 2 weeks !low": ("Send plans", (), (12, 7), ("low",)),
    "Send plans tomorrow": ("Send plans", (), (11, 24), ()),
    "Send plans the day after tomorrow": ("Send plans", (), (11, 25), ()),
    "Send plans today": ("Send plans", (), (11, 23), ()),
    "Send plans end of month": ("Send plans", (), (11, 30), ()),
    "Send plans end of the week": ("Send plans", (), (11, 27), ()),
    "Send plans next week": ("Send plans", (), (11, 30), ()),
    "Send plans +2w": ("Send plans", (), (12, 7), ()),
    "Send plans tue !task": ("Send plans", (), (11, 24), ("internal_task",)),
    "Send plans the 27th": ("Send plans", (), (11, 27), ()),
    "Send plans 27/11 !alta": ("Send plans", (), (11, 27), ("high",)),
    "Send plans before Friday": ("Send plans", (), (11, 27), ()),
}  # fmt: skip

TEXT_ONLY = (
    "Llamar a Obras", "Escribir a ana@muni.example", "Nro #77 del oficio", "¡Ojo! revisar", "Av. 28 de Julio 450",
    "Plaza 2 de Mayo", "Visitar por la mañana", "Limpiar el mar", "De lunes a viernes", "Todos los lunes",
    "El informe del viernes", "Lo del viernes pasado", "Atención 24/7", "Llamar al +51 987 654 321", "Aulas 3-4",
    "El 27 de la lista", "Precio 12.30", "Niños de 0 a 5", "", "   ", "@", "#", "!", "@@", "! alta", "El año pasado",
    "Enviar planos @nadie", "Enviar planos #nada", "Enviar !nada", "Hace 2 días llamó",
    "Atender lunes a viernes", "Lunes y miércoles taller",
)  # fmt: skip


@pytest.mark.row(75)
@pytest.mark.parametrize("text", SPANISH)
def test_spanish_lines_are_understood(text: str) -> None:
    assert told(text) == SPANISH[text]


@pytest.mark.row(75)
@pytest.mark.parametrize("text", ENGLISH)
def test_english_lines_are_understood(text: str) -> None:
    assert told(text, "en") == ENGLISH[text]


@pytest.mark.row(75)
@pytest.mark.parametrize("text", TEXT_ONLY)
def test_what_means_something_else_stays_text(text: str) -> None:
    reading = said(text)
    assert reading.marks == ()
    assert words(reading.description) == words(text)


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(SPANISH) + len(ENGLISH) + len(TEXT_ONLY) >= 80


def test_a_name_that_several_have_is_unclear_and_stays_text() -> None:
    reading = said("Enviar planos @rosa vie")
    assert reading.description == "Enviar planos @rosa"
    assert [one.text for one in reading.unclear] == ["@rosa"]
    assert {one.key for one in reading.unclear[0].among} == {1, 2}  # type: ignore[attr-defined]
    assert reading.due == date(2026, 11, 27)


def test_what_was_picked_from_the_list_is_meant() -> None:
    reading = said("Enviar planos @rosa vie", picked={"@rosa": 2})
    assert [one.key for one in reading.named("people")] == [2]
    assert reading.unclear == ()


def test_a_name_that_nobody_has_is_told_apart_from_one_that_several_have() -> None:
    assert said("Enviar @nadie").unclear[0].among == ()


def test_a_chip_that_is_taken_away_leaves_its_words() -> None:
    line = "Llamar a @lucia para el vie !alta"
    assert told(line, plain={fold("para el vie")}) == ("Llamar a para el vie", (3,), None, ("high",))
    assert told(line, plain={"@lucia"}) == ("Llamar a @lucia", (), (11, 27), ("high",))
    assert told(line, plain={"!alta"}) == ("Llamar a !alta", (3,), (11, 27), ())


def test_of_two_dates_the_other_counts_once_the_last_is_text() -> None:
    line = "Acta 27/11 vie 4 dic"
    assert said(line).due == date(2026, 12, 4)
    assert said(line, plain={"vie 4 dic"}).due == date(2026, 11, 27)


def test_names_are_asked_for_at_every_length_up_to_the_next_mark() -> None:
    assert asked("Ver @Rosa Quispe #parque huáscar hoy, y ya") == [
        ("@", "rosa"), ("@", "rosa quispe"), ("#", "parque"), ("#", "parque huascar"), ("#", "parque huascar hoy"),
    ]  # fmt: skip
    assert asked("a@b ! #") == []


def test_what_is_typed_at_the_cursor_is_known() -> None:
    assert typing("Ver @ro", 7) == ("@", 4, "ro")
    assert typing("Ver @", 5) == ("@", 4, "")
    assert typing("Ver @rosa quis", 14) == ("@", 4, "rosa quis")
    assert typing("Ver @rosa !al", 13) == ("!", 10, "al")
    assert typing("Ver a@b", 7) is None
    assert typing("Ver", 3) is None
    assert typing("Ver @ rosa", 10) is None


def test_a_chosen_name_takes_the_place_of_what_was_typed() -> None:
    line, cursor = put("Ver @ro vie", 4, 7, written("@", PEOPLE[0]))
    assert line == "Ver @Rosa Quispe Mamani vie"
    assert cursor == len("Ver @Rosa Quispe Mamani ")
    assert written("@", UNITS[0]) == "@GDU"
    assert written("#", ABOUT[0]) == "#PRY-2026-003"


@pytest.mark.parametrize("one", [*PEOPLE, *UNITS])
def test_a_name_as_it_is_written_into_the_line_means_that_record(one: One) -> None:
    assert [mark.value for mark in said(f"Ver {written('@', one)} mañana").of(Kind.WHO)] == [one]


def test_pasted_lines_lose_bullets_and_blank_lines() -> None:
    pasted = "• Llamar a Obras\r\n\r\n- Enviar acta vie\n2) Visitar\n[ ] Medir\n☐ Pintar\n---\n 10. Cerrar\t bien"
    assert lines_of(pasted) == ["Llamar a Obras", "Enviar acta vie", "Visitar", "Medir", "Pintar", "Cerrar  bien"]
    assert lines_of("una sola") == ["una sola"]
    assert len(lines_of("\n".join(f"Visitar {n}" for n in range(120)))) == 120


PIECES = (
    "Llamar", "a", "el", "la", "@", "@rosa", "@Rosa Quispe", "@lucia", "@nadie", "#pry-3", "#ruta", "#", "!alta", "!x",
    "vie", "27", "27/11", "nov", "de", "para", "hasta", "mar", "mañana", "+3", "+", "sem", "en", "2", "semanas", "hoy.",
    "(", ")", ",", "Av.", "28 de Julio", "fin de mes", "ñandú", "«vie»", "\t", "‒", "@GDU,", "por", "next", "friday",
)  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"[\w@#!+/]+", text)


def kept(reading: Reading) -> bool:
    """Every word of the line is in a mark or in the description, and none is in both."""
    inside = [word for mark in reading.marks for word in words(reading.text[mark.start : mark.end])]
    return sorted([*inside, *words(reading.description)]) == sorted(words(reading.text))


def test_no_word_is_lost_whatever_is_typed() -> None:
    seeded = random.Random(11)
    marked = 0
    for _ in range(6_000):
        text = " ".join(seeded.choices(PIECES, k=seeded.randint(1, 9)))
        reading = said(text, seeded.choice(["es", "en"]))
        assert kept(reading), text
        spans = [(mark.start, mark.end) for mark in reading.marks]
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), text
        marked += bool(reading.marks)
        bare = said(text, plain={fold(text[a:b]) for a, b in spans})
        assert set(words(bare.text)) == set(words(text))
    assert marked > 3_000


@given(st.text(max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    for language in ("es", "en"):
        reading = said(text, language)
        assert kept(reading)
    asked(text)
    lines_of(text)
    for cursor in range(0, len(text) + 1, 7):
        typing(text, cursor)


def test_the_days_of_a_sentence_are_found_in_order() -> None:
    sentence = "Hoy llamar, mañana enviar y el viernes 27 de noviembre de 2026 cerrar"
    found = days_said(sentence, today=MONDAY, language="es")
    assert [one.day for one in found] == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)]

"""Names as they are compared, taken apart and judged alike; headings, contacts and cells as they are read."""

from datetime import date

import pytest

from db.records.action_items import State
from ecd_desktop.exchange.cells import are_fractions, read_money, read_percent, read_state
from ecd_desktop.exchange.columns import Kind, heading_scores
from ecd_desktop.exchange.contacts import read_document, read_email, read_phone
from ecd_desktop.exchange.identity import Recognised, Trait, Verdict, acta_key, claim, natural, twins, weigh
from ecd_desktop.exchange.matching import alike, is_nobody, name_key, person_name, unit_words


@pytest.mark.parametrize(
    ("text", "family_first", "whole", "title"),
    [
        ("Vega Salas, Milagros", True, "Vega Salas, Milagros", ""),
        ("ROJAS LUNA DIEGO", True, "Rojas Luna, Diego", ""),
        ("Oré Marco", True, "Oré, Marco", ""),
        ("Zegarra, Paul (Ing.)", True, "Zegarra, Paul", "Ing."),
        ("Arq. Elena Ticona Rojas", False, "Ticona Rojas, Elena", "Arq."),
        ("Arq.Elena Ticona", False, "Ticona, Elena", "Arq."),
        ("Rojas Luna, Diego, Arq.", False, "Rojas Luna, Diego", "Arq."),
        ("María de la Cruz Quispe", False, "de la Cruz Quispe, María", ""),
        ("Dra. Karina Poma", False, "Poma, Karina", "Dra."),
        ("Rosa", False, "Rosa", ""),
    ],
)
def test_a_name_is_taken_apart_in_any_order(text: str, family_first: bool, whole: str, title: str) -> None:
    found = person_name(text, family_first=family_first)
    assert found is not None
    assert (found.whole, found.title) == (whole, title)


def test_the_order_of_names_does_not_matter_for_who_it_is() -> None:
    written = (("Ticona Rojas, Elena", True), ("Arq. Elena Ticona Rojas", False), ("TICONA ROJAS ELENA", True))
    found = [person_name(text, family_first=first) for text, first in written]
    assert len({name.key for name in found if name is not None}) == 1


@pytest.mark.parametrize("text", ["Lideresa por confirmar", "TBD", "n/a", "Vacante", "---", "por designar"])
def test_words_for_nobody_make_no_person(text: str) -> None:
    assert is_nobody(text)
    assert person_name(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Gerencia de Desarrollo Urbano", "Gerencia de Desarrollo Humano", False),
        ("DIRIS Lima Centro", "DIRIS Lima Este", False),
        ("Subgerencia de Cultura", "Gerencia de Cultura", True),
        ("Gerencia de Educación y Deportes", "Gerencia de Educasion y Deportes", True),
        ("Gerencia de Cultura", "Gerencia de la Mujer", False),
        ("Proyecto 1", "Proyecto 2", False),
    ],
)
def test_names_are_alike_by_their_telling_words(one: str, other: str, same: bool) -> None:
    assert alike(name_key(one), name_key(other)) is same


def test_units_bring_their_acronym_along() -> None:
    assert unit_words("Gerencia de Cultura (GC)") == ("Gerencia de Cultura", "GC")
    assert unit_words("GC - Gerencia de Cultura") == ("Gerencia de Cultura", "GC")
    assert unit_words("Olla común Divino Niño (Mz. B Lt. 18)")[1] == ""
    assert name_key("EMAPE S.A.") == name_key("Emape")
    assert name_key("Gerencia de Movilidad  Urbana") == name_key("GERENCIA DE MOVILIDAD URBANA")


@pytest.mark.parametrize(
    ("kind", "parts", "field"),
    [
        (Kind.ACTION_ITEMS, ("PLAZO", "FECHA"), "due_on"),
        (Kind.ACTION_ITEMS, ("ORIGEN", "FECHA"), "agreed_on"),
        (Kind.ACTION_ITEMS, ("AVANCE", "%"), "progress"),
        (Kind.ACTION_ITEMS, ("AVANCE", "ESTADO"), "state"),
        (Kind.ACTION_ITEMS, ("RESPONSABLE", "PERSONA"), "person"),
        (Kind.ACTION_ITEMS, ("Observaciones / comentarios",), "remarks"),
        (Kind.ACTION_ITEMS, ("Compromizo asumido",), "description"),
        (Kind.ACTION_ITEMS, ("Fecha límite de cumplimiento",), "due_on"),
        (Kind.PEOPLE, ("Celular / teléfono",), "phone"),
        (Kind.PEOPLE, ("Apellidos y nombres",), "name"),
        (Kind.PROJECTS, ("Presupuesto S/",), "budget"),
        (Kind.PROJECTS, ("Fin previsto",), "ends_on"),
    ],
)
def test_headings_name_their_field(kind: Kind, parts: tuple[str, ...], field: str) -> None:
    found = heading_scores(kind, parts)
    assert max(found, key=lambda name: found[name]) == field


def test_percent_is_decided_by_the_whole_column() -> None:
    assert are_fractions([1, 0.6, "100%", 0, None])
    assert not are_fractions([1, 60, 0])
    assert not are_fractions(["45%"])
    assert read_percent(0.585, fractions=True).value == 59
    assert read_percent("45%", fractions=True).value == 45
    assert read_percent(1, fractions=False).value == 1
    assert read_percent(140, fractions=False).problem
    assert read_percent(True, fractions=False).problem


def test_money_states_and_their_refusals() -> None:
    assert read_money("S/ 148,900.50").value == 14_890_050
    assert read_money(210300.75).value == 21_030_075
    assert read_money("doce mil").warning
    assert read_money(-5).problem
    assert read_state(" CUMPLIDO ").value.state is State.DONE
    assert read_state("En Proceso").value.state is State.IN_PROGRESS
    assert read_state("casi listo").problem
    assert read_state("Verificado").value.state is State.DONE


def test_phones_mails_and_documents_are_kept_when_they_are_doubtful() -> None:
    assert read_phone("987654321").value == "+51 987 654 321"
    assert read_phone("987654321 / 955-111-222").value == "+51 987 654 321 / +51 955 111 222"
    assert read_phone("999 888 77").warning
    assert read_email(" RQUISPE@EJEMPLO.PE ").value == "rquispe@ejemplo.pe"
    assert read_email("more@ejemplo").warning
    assert read_document("04567890").number == "04567890"
    assert read_document("1234567").number == "01234567"
    assert read_document("1234567").warning
    assert not read_document("10117410-2").warning
    assert read_document("10117410-3").warning
    assert read_document("001234567").kind == "ce"


def test_minutes_and_numbers_are_compared_by_what_they_mean() -> None:
    assert acta_key("ACTA N° 001-2026") == acta_key("Acta 1-2026") == acta_key("minutes no. 01 - 2026")
    assert acta_key("ACTA 1-2026") != acta_key("ACTA 2-2026")
    assert natural("9") < natural("10") < natural("10a")


def trait(number: str, text: str, acta: str = "1 2026", unit: str | None = "gdu", person: str | None = None) -> Trait:
    return Trait(acta, number, text, unit, person)


def test_the_number_counts_only_where_the_text_is_close() -> None:
    known = trait("4", "evaluar estabilidad del muro")
    assert weigh(trait("4", "evaluar estabilidad del muro medianero"), known)[0] is Verdict.SURE
    assert weigh(trait("4", "donar cincuenta arboles"), known)[0] is Verdict.NO
    assert weigh(trait("9", "evaluar estabilidad del muro"), known)[0] is Verdict.SURE
    assert weigh(trait("9", "evaluar estabilidad del muro", acta="2 2026"), known)[0] is Verdict.NO
    assert weigh(trait("9", "evaluar estabilidad del muro", unit="gpv"), known)[0] is Verdict.NO
    assert weigh(trait("9", "evaluar la estabilidad del muro"), known)[0] is Verdict.MAYBE
    assert weigh(trait("", "evaluar estabilidad del muro", acta=""), known)[0] is Verdict.SURE


def test_texts_that_differ_in_a_number_are_two_commitments() -> None:
    one = trait("", "entregar 120 libros a la sala de lectura")
    assert twins(one, trait("", "entregar 121 libros a la sala de lectura")) is Verdict.NO
    assert twins(one, trait("", "entregar 120 libros a la sala de lecturas")) is Verdict.MAYBE


def test_each_record_is_claimed_by_its_best_row_whatever_the_order() -> None:
    records = Recognised({"r": trait("15", "medir percepcion")})
    rows = {1: trait("16", "medir percepcion"), 2: trait("15", "medir percepcion")}
    for order in ([1, 2], [2, 1]):
        assert claim(rows, records, order)[0] == {2: "r"}


def test_a_day_is_a_day() -> None:
    from ecd_desktop.exchange.cells import line

    assert line(date(2026, 3, 5)) == "05/03/2026"
    assert line(150101.0) == "150101"

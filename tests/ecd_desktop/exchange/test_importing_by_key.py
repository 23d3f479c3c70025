"""Foreign tables merged by a key that is chosen: rows update what they are about, and nothing is guessed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from db.records import ActionItem, CoResponsible, Organisation, Person, Post, Project, Reschedule
from db.records.action_items import State
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_result import Outcome, Result
from tests.ecd_desktop.exchange.import_samples import (
    MATRIX,
    PORTFOLIO,
    bring,
    counts,
    number_of,
    opened,
    records,
    sheet_of,
)

PURPOSE = "Padrón ficticio"
DIRECTORY = ["Nombres y apellidos", "DNI", "Entidad", "Celular", "Correo", "Observaciones"]


def planned(store: Store, head: Sequence[str], *rows: Sequence[Any], **given: Any) -> importing.Plan:
    return importing.propose_for(store, opened(sheet_of([head, *rows])), **given)


def merged(
    store: Store, head: Sequence[str], *rows: Sequence[Any], answers: Mapping[str, str] | None = None, **given: Any
) -> Result:
    """The import of such a sheet; that its preview says the same is checked on the way."""
    plan = planned(store, head, *rows, **given)
    seen = importing.preview(store, plan, answers)
    done = importing.apply(store, plan, answers)
    assert [(line.row, line.outcome, line.changes) for line in seen.lines] == [
        (line.row, line.outcome, line.changes) for line in done.lines
    ]
    counts(done)
    return done


def people(store: Store, head: Sequence[str], *rows: Sequence[Any], **given: Any) -> Result:
    return merged(store, head, *rows, kind="people", with_personal_data=PURPOSE, **given)


@pytest.fixture
def known(sqlite_store: Store) -> Store:
    """Four people, two of them of one name."""
    people(
        sqlite_store, DIRECTORY,
        ["Rosa Quispe Mamani", "01234567", "SERPAR", "987654321", "rosa@ejemplo.pe", None],
        ["Diego Rojas Luna", "44556677", "EMAPE", "987654322", None, "Atiende tarde"],
        ["Ana Paz Ruiz", None, "SERPAR", None, None, None],
        ["Julia Condori Apaza", "40506070", "GDH", None, None, None],
    )  # fmt: skip
    return sqlite_store


# --- people by DNI ----------------------------------------------------------------------------------------------------


def test_a_person_is_updated_by_the_dni_whatever_the_name_is_like_and_a_lost_zero_is_put_back(known: Store) -> None:
    head = ["Nombre", "DNI", "Celular"]
    rows = [["QUISPE, Rosa", 1234567, "999888777"], ["Diego Martín Rojas Luna", "44556677", None]]
    result = people(known, head, *rows, key="dni")
    assert counts(result) == (2, 0, 2, 0, 0, 0)
    told = [{change.field: change.new for change in line.changes} for line in result.lines]
    assert told == [{"phone": "+51 999 888 777"}, {"given_names": "Diego Martín"}]  # a shorter name is no other name
    assert number_of(known, Person) == 4
    assert not known.undo().conflicts
    assert ("Diego", "Rojas Luna") in records(known, Person, "given_names", "family_names")


def test_the_key_alone_is_enough_for_those_who_are_known(known: Store) -> None:
    result = people(known, ["DNI", "Celular"], ["44556677", "900100200"], ["99999999", "900100201"], key="dni")
    assert counts(result) == (2, 0, 1, 0, 0, 1)
    assert (result.problems[0].cell, result.problems[0].value) == ("A3", "99999999")
    assert ("44556677", "+51 900 100 200") in records(known, Person, "document_number", "phone")


def test_who_is_known_without_a_dni_is_the_same_unless_somebody_says_otherwise(known: Store) -> None:
    result = people(known, ["Apellidos y nombres", "DNI"], ["Paz Ruiz, Ana", "70809010"], key="dni")
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    assert [(question.kind, question.id) for question in result.questions] == [("key", "key:2")]
    known.undo()
    two = people(known, ["Apellidos y nombres", "DNI"], ["Paz Ruiz, Ana", "70809010"], key="dni",
                 answers={"key:2": "new"})  # fmt: skip
    assert counts(two) == (1, 1, 0, 0, 0, 0)
    assert number_of(known, Person) == 5


def test_a_namesake_with_another_dni_is_somebody_else(known: Store) -> None:
    result = people(known, ["Nombre", "DNI"], ["Rosa Quispe Mamani", "09876543"], key="dni")
    assert counts(result) == (1, 1, 0, 0, 0, 0)


def test_a_row_without_the_key_is_refused_with_its_cell_until_somebody_says_which_one_it_is(known: Store) -> None:
    head, row = ["Nombre", "DNI", "Celular"], ["Diego Rojas Luna", None, "900100200"]
    result = people(known, head, row, key="dni")
    assert counts(result) == (1, 0, 0, 0, 0, 1)
    assert result.problems[0].cell == "B2"
    (question,) = result.questions
    assert question.options[0].value == question.answer == "leave"
    (his,) = [option.value for option in question.options if option.value not in ("leave", "new")]
    assert counts(people(known, head, row, key="dni", answers={"key:2": his})) == (1, 0, 1, 0, 0, 0)
    assert number_of(known, Person) == 4


def test_what_somebody_decided_about_a_row_is_not_asked_again_at_the_senders_next_file(known: Store) -> None:
    head, row = ["Nombre", "DNI", "Celular"], ["Diego Rojas Luna", None, "900100200"]
    assert counts(people(known, head, row, key="dni", answers={"key:2": "new"})) == (1, 1, 0, 0, 0, 0)
    again = people(known, head, [*row[:2], "900100201"], key="dni")
    assert (counts(again), again.questions) == ((1, 0, 1, 0, 0, 0), ())
    for _step in range(2):
        known.undo()
    assert people(known, head, row, key="dni").questions  # with the import its decisions are taken back


def test_a_key_that_stands_twice_is_refused_unless_one_row_is_chosen_and_a_copied_row_is_a_duplicate(
    known: Store,
) -> None:
    head = ["Nombre", "DNI", "Celular"]
    rows = [["Diego Rojas", "44556677", "900100200"], ["Diego Rojas", "44556677", "900100299"],
            ["Julia Condori", "40506070", "900100400"], ["Julia Condori", "40506070", "900100400"]]  # fmt: skip
    result = people(known, head, *rows, key="dni")
    assert counts(result) == (4, 0, 1, 0, 1, 2)
    assert [remark.cell for remark in result.problems] == ["B2", "B3"]
    assert [question.id for question in result.questions] == ["twice:2"]
    known.undo()
    chosen = people(known, head, *rows, key="dni", answers={"twice:2": "3"})
    assert counts(chosen) == (4, 0, 2, 0, 2, 0)
    assert ("44556677", "+51 900 100 299") in records(known, Person, "document_number", "phone")


def test_a_dni_of_somebody_called_quite_otherwise_is_asked_about(known: Store) -> None:
    result = people(known, ["Nombre", "DNI"], ["Saúl Cárdenas", "44556677"], key="dni")
    assert counts(result) == (1, 0, 0, 0, 0, 1)
    (question,) = result.questions
    assert "Rojas Luna, Diego" in question.text
    assert "Cárdenas" in question.text


def test_identity_numbers_are_no_key_without_a_purpose(known: Store) -> None:
    with pytest.raises(Expected) as said:
        planned(known, ["Nombre", "DNI"], ["Ana Paz", "70809010"], kind="people", key="dni")
    assert said.value.remedy


# --- people by name and district --------------------------------------------------------------------------------------


def test_namesakes_are_told_apart_by_their_district_in_every_later_file_of_the_sender(store: Store) -> None:
    head = ["Nombre", "Distrito", "Celular"]
    rows = [["Ana Paz Ruiz", "Comas", "900100200"], ["Paz Ruiz, Ana", "Ate", "900100201"]]
    first = merged(store, head, *rows, kind="people", key="name")
    assert counts(first) == (2, 2, 0, 0, 0, 0)
    assert counts(merged(store, head, *rows, kind="people", key="name")) == (2, 0, 0, 2, 0, 0)
    later = [["ANA PAZ RUIZ", "COMAS", "900100300"], ["Ana Paz Ruíz", "Ate", "900100201"]]
    result = merged(store, head, *later, kind="people", key="name")
    assert [line.outcome for line in result.lines] == [Outcome.CHANGED, Outcome.SAME]
    assert sorted(row[0] for row in records(store, Person, "phone")) == ["+51 900 100 201", "+51 900 100 300"]
    assert store.verify() == []


def test_a_name_that_fits_several_people_is_asked_about(sqlite_store: Store) -> None:
    head = ["Nombre", "Distrito", "Celular"]
    rows = [["Ana Paz Ruiz", "Comas", None], ["Ana Paz Ruiz", "Ate", None]]
    merged(sqlite_store, head, *rows, kind="people", key="name")
    result = merged(sqlite_store, ["Nombre", "Celular"], ["Ana Paz Ruiz", "900100200"], kind="people", key="name")
    assert counts(result) == (1, 0, 0, 0, 0, 1)
    assert len(result.questions[0].options) == 4  # leave it out, either of the two, a new one


# --- organisations ----------------------------------------------------------------------------------------------------

BODIES = ["Entidad", "RUC", "Siglas", "Distrito", "Correo"]


def test_an_organisation_is_updated_by_its_ruc_even_where_its_name_has_changed(store: Store) -> None:
    first = ["Empresa Municipal de Parques", "20131380101", "EMPA", "Comas", None]
    assert counts(merged(store, BODIES, first, kind="people", key="ruc")) == (1, 1, 0, 0, 0, 0)
    assert records(store, Organisation, "name", "tax_number", "acronym") == [
        ("Empresa Municipal de Parques", "20131380101", "EMPA")
    ]
    again = merged(store, BODIES, first, kind="people", key="ruc")
    assert counts(again) == (1, 0, 0, 1, 0, 0)
    later = ["Empresa de Parques", "20-131380101", "EMPA", "Comas", "mesa@empa.pe"]
    result = merged(store, BODIES, later, kind="people", key="ruc")
    assert {change.field for change in result.lines[0].changes} == {"name", "email"}
    assert number_of(store, Organisation) == 1
    assert store.verify() == []


def test_organisations_of_one_name_in_two_districts_are_two(sqlite_store: Store) -> None:
    rows: list[list[Any]] = [["Comité Vecinal Uno", None, None, "Comas", "a@cv.pe"],
                             ["Comité Vecinal Uno", None, None, "Ate", "b@cv.pe"]]  # fmt: skip
    assert counts(merged(sqlite_store, BODIES, *rows, kind="people", key="name")) == (2, 2, 0, 0, 0, 0)
    rows[1][4] = "c@cv.pe"
    result = merged(sqlite_store, BODIES, *rows, kind="people", key="name")
    assert counts(result) == (2, 0, 1, 1, 0, 0)
    assert records(sqlite_store, Organisation, "email") == [("a@cv.pe",), ("c@cv.pe",)]


def test_the_ruc_beside_a_person_is_that_of_the_organisation_and_stays_once_it_is_here(sqlite_store: Store) -> None:
    head = ["Entidad", "RUC", "Nombre"]
    row = ["Fundación Ficticia", "20131380101", "Ana Paz Ruiz"]
    assert counts(merged(sqlite_store, head, row, kind="people")) == (1, 1, 0, 0, 0, 0)
    assert records(sqlite_store, Organisation, "tax_number") == [("20131380101",)]
    assert counts(merged(sqlite_store, head, row, kind="people")) == (1, 0, 0, 1, 0, 0)
    row[1] = "20131380102"
    other = merged(sqlite_store, head, row, kind="people")
    assert (counts(other), [warning.cell for warning in other.warnings]) == ((1, 0, 0, 1, 0, 0), ["B2"])


# --- commitments ------------------------------------------------------------------------------------------------------

TABLE = ["Código", "Compromiso", "Unidad responsable", "Plazo", "Avance", "Estado", "Observaciones"]


def codes(store: Store) -> list[str]:
    return [row[0] for row in records(store, ActionItem, "code")]


def test_a_commitment_is_updated_by_our_code_and_needs_no_text(store: Store) -> None:
    bring(store, MATRIX)
    head = ["Código", "Avance", "Observaciones"]
    rows = [[code.lower().replace("-", " "), 0.95, "Casi"] for code in codes(store)[:3]]
    plan = planned(store, head, *rows, kind="action-items")
    assert (plan.key, plan.ready) == ("code", True)  # all of them are known: it is used without being asked for
    (fare,) = plan.fares
    assert (fare.rows, fare.filled, fare.known, fare.new, fare.twice, fare.several) == (3, 3, 3, 0, 0, 0)
    result = merged(store, head, *rows, kind="action-items")
    assert counts(result) == (3, 0, 3, 0, 0, 0)
    assert counts(merged(store, head, *rows, kind="action-items")) == (3, 0, 0, 3, 0, 0)
    assert number_of(store, ActionItem) == 25
    assert store.verify() == []


def test_the_senders_own_codes_are_known_the_next_time(sqlite_store: Store) -> None:
    row = ["OBR-17", "Entregar el plano ficticio", "EMAPE", None, None, None, None]
    assert counts(merged(sqlite_store, TABLE, row, kind="action-items", key="code")) == (1, 1, 0, 0, 0, 0)
    row[1] = "Entregar el plano ficticio y su memoria"
    result = merged(sqlite_store, TABLE, row, kind="action-items", key="code")
    assert [change.field for change in result.lines[0].changes] == ["description"]
    assert number_of(sqlite_store, ActionItem) == 1


def test_a_code_of_the_file_is_its_rows_own_and_no_other_row_is_given_it(store: Store) -> None:
    head = ["Código", "Compromiso", "Observaciones"]
    texts = ("Entregar el plano ficticio", "Podar los árboles", "Convocar a los vecinos")
    rows = [["COM-2026-002", texts[0], "a"], [None, texts[1], "b"], ["COM-2026-001", None, "c"],
            ["OBR-9", texts[2], "d"]]  # fmt: skip
    result = merged(store, head, *rows, kind="action-items", key="code", answers={"key:3": "new"},
                    cutoff=date(2026, 6, 1))  # fmt: skip
    assert [line.outcome for line in result.lines] == [Outcome.NEW, Outcome.NEW, Outcome.REFUSED, Outcome.NEW]
    given = dict(records(store, ActionItem, "description", "code"))
    assert given[texts[0]] == "COM-2026-002"
    assert set(given.values()) == {"COM-2026-002", "COM-2026-003", "COM-2026-004"}  # 001 is somebody's in the file
    again = merged(store, head, *rows, kind="action-items", key="code", cutoff=date(2026, 6, 1))
    assert counts(again) == (4, 0, 0, 3, 0, 1)


def test_a_code_that_a_new_project_brings_is_offered_to_no_other(sqlite_store: Store) -> None:
    head = ["Código", "Proyecto", "Avance"]
    merged(sqlite_store, head, ["PRY-2026-001", "Parque Uno", 0.1], kind="projects")
    rows = [["X-9", "Vivero de la ribera", 0.1], ["X-9", "Parque Uno", 0.2]]
    result = merged(sqlite_store, head, *rows, kind="projects", answers={"code:3": "theirs"}, sender="otro")
    assert counts(result) == (2, 1, 1, 0, 0, 0)
    assert records(sqlite_store, Project, "code") == [("PRY-2026-001",), ("X-9",)]


def test_a_code_that_is_somebody_elses_here_is_not_used_by_itself_and_changes_nothing_unasked(
    sqlite_store: Store,
) -> None:
    bring(sqlite_store, PORTFOLIO)
    head = ["Código", "Proyecto", "Avance"]
    rows = [["PRY-2026-001", "Losa deportiva de Pachacútec", 0.5], ["PRY-2026-002", "Vivero de la ribera", 0.1]]
    plan = planned(sqlite_store, head, *rows, kind="projects")
    assert plan.key == "none"
    assert next(fare.unlike for fare in plan.fares if fare.key == "code") == 2
    result = merged(sqlite_store, head, *rows, kind="projects", key="code")
    assert counts(result) == (2, 0, 0, 0, 0, 2)
    assert "Losa deportiva" in result.questions[0].text


def test_the_number_within_the_minutes_needs_a_text_that_is_close(sqlite_store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Unidad responsable", "Avance"]
    rows = [[1, "Acta 1", "Entregar el plano del parque", "EMAPE", 10], [2, "Acta 1", "Podar", "SERPAR", 0]]
    merged(sqlite_store, head, *rows, kind="action-items", key="number")
    result = merged(
        sqlite_store, head, [1, "ACTA N° 001", "Entregar el plano del parque nuevo", "EMAPE", 20],
        [2, "Acta 1", "Convocar a los vecinos de la cuadra tres", "SERPAR", 0], kind="action-items", key="number",
    )  # fmt: skip
    assert [line.outcome for line in result.lines] == [Outcome.CHANGED, Outcome.REFUSED]


# --- strategies -------------------------------------------------------------------------------------------------------


def test_always_clears_what_is_blank_and_shows_it_but_never_what_is_needed(known: Store) -> None:
    head = ["DNI", "Nombre", "Celular", "Observaciones"]
    row = ["44556677", None, None, "Nuevo horario"]
    result = people(known, head, row, key="dni", strategies={"all": "always"})
    changes = {change.field: (change.old, change.new) for change in result.lines[0].changes}
    assert changes == {"phone": ("+51 987 654 322", None), "remarks": ("Atiende tarde", "Nuevo horario")}
    assert [warning.cell for warning in result.warnings] == ["B2"]  # a person is never without a name
    assert counts(people(known, head, row, key="dni", strategies={"all": "always"})) == (1, 0, 0, 1, 0, 0)
    assert not known.undo().conflicts
    assert ("+51 987 654 322", "Atiende tarde") in records(known, Person, "phone", "remarks")


def test_only_filling_blanks_leaves_what_is_here(known: Store) -> None:
    head = ["DNI", "Celular", "Correo"]
    row = ["44556677", "900100200", "diego@ejemplo.pe"]
    result = people(known, head, row, key="dni", strategies={"phone": "fill", "email": "fill"})
    assert [change.field for change in result.lines[0].changes] == ["email"]
    later = people(known, head, row, key="dni", strategies={"phone": "nonblank", "email": "nonblank"})
    assert [change.field for change in later.lines[0].changes] == ["phone"]  # what was left is still the file's news


def test_always_asks_nothing_where_both_changed_and_nonblank_does(sqlite_store: Store) -> None:
    head = ["Código", "Compromiso", "Observaciones"]

    def row(remarks: str) -> list[str]:
        return ["OBR-17", "Entregar el plano ficticio", remarks]

    merged(sqlite_store, head, row("Uno"), kind="action-items", key="code")
    with sqlite_store.change("x") as work:
        item = work.session.query(ActionItem).one()
        item.remarks = "Lo nuestro"
    asked = importing.preview(sqlite_store, planned(sqlite_store, head, row("Dos"), kind="action-items"))
    assert [question.kind for question in asked.questions] == ["conflict"]
    done = merged(sqlite_store, head, row("Dos"), kind="action-items", strategies={"remarks": "always"})
    assert not done.questions
    assert records(sqlite_store, ActionItem, "remarks") == [("Dos",)]


def test_key_and_strategies_are_remembered_with_the_senders_columns(known: Store) -> None:
    head, row = ["DNI", "Celular", "Correo"], ["44556677", "900100200", None]
    people(known, head, row, key="dni", strategies={"phone": "always", "email": "fill"})
    plan = planned(known, head, row, kind="people", with_personal_data=PURPOSE)
    assert (plan.key, dict(plan.strategies)) == ("dni", {"phone": "always", "email": "fill"})
    other = planned(known, head, row, kind="people", with_personal_data=PURPOSE, strategies={"phone": "nonblank"})
    assert dict(other.strategies) == {"email": "fill"}
    with pytest.raises(Expected):
        planned(known, head, row, kind="people", with_personal_data=PURPOSE, strategies={"phone": "sometimes"})


def test_what_was_verified_stays_whoever_tells_otherwise(sqlite_store: Store) -> None:
    row = ["OBR-1", "Entregar el plano ficticio", "EMAPE", "01/06/2026", 100, "Cumplido", "Entregado"]
    merged(sqlite_store, TABLE, row, kind="action-items", key="code", dates="dmy")
    with sqlite_store.change("x") as work:
        item = work.session.query(ActionItem).one()
        item.state, item.verified_on, item.verified_by = State.VERIFIED, date(2026, 6, 2), "Prueba"
    head = ["Código", "Avance", "Estado"]  # of somebody else, who never told of it before
    other = merged(sqlite_store, head, ["COM-2026-001", 0.4, "En proceso"], kind="action-items", key="code",
                   sender="otro")  # fmt: skip
    assert (counts(other), [warning.cell for warning in other.warnings]) == ((1, 0, 0, 1, 0, 0), ["B2", "C2"])
    row[5], row[3] = "En proceso", None
    result = merged(sqlite_store, TABLE, row, kind="action-items", key="code", strategies={"all": "always"})
    assert {change.field for change in result.lines[0].changes} == {"due_on"}
    assert "F2" in {warning.cell for warning in result.warnings}
    assert records(sqlite_store, Reschedule, "due_after") == [(None,)]
    assert records(sqlite_store, ActionItem, "state")== [(State.VERIFIED,)]


def test_who_answers_with_others_goes_where_the_column_always_holds(store: Store) -> None:
    head = ["Código", "Compromiso", "Unidad responsable", "Corresponsable"]
    row: list[Any] = ["OBR-1", "Entregar el plano ficticio", "EMAPE", "SERPAR; GDH"]
    merged(store, head, row, kind="action-items", key="code")
    assert number_of(store, CoResponsible) == 2
    row[3] = "GDH"
    assert counts(merged(store, head, row, kind="action-items", key="code")) == (1, 0, 0, 1, 0, 0)
    result = merged(store, head, row, kind="action-items", key="code", strategies={"co_responsible": "always"})
    assert [change.entity for change in result.lines[0].changes] == ["co_responsibles"]
    assert number_of(store, CoResponsible) == 1
    assert store.verify() == []
    assert not store.undo().conflicts
    assert number_of(store, CoResponsible) == 2


def test_a_project_is_renamed_by_its_code_where_the_sheets_name_always_holds(sqlite_store: Store) -> None:
    bring(sqlite_store, PORTFOLIO)
    head, row = ["Código", "Proyecto", "Presupuesto", "Distrito"], ["PRY-2026-002", "Plaza de la Infancia", None, None]
    assert counts(merged(sqlite_store, head, row, kind="projects", key="code")) == (1, 0, 0, 0, 0, 1)
    result = merged(sqlite_store, head, row, kind="projects", key="code", strategies={"all": "always"})
    told = {change.field: change.new for change in result.lines[0].changes}
    assert told == {"name": "Plaza de la Infancia", "budget": None, "place_id": None}
    assert number_of(sqlite_store, Project) == 7
    assert counts(merged(sqlite_store, head, row, kind="projects")) == (1, 0, 0, 1, 0, 0)


def test_the_result_says_which_key_and_strategies_were_used(known: Store) -> None:
    told = people(known, ["DNI", "Celular"], ["44556677", "900100200"], key="dni", strategies={"phone": "fill"})
    said = told.to_json("es")
    assert (said["key"], said["strategies"]) == ("dni", {"document": "nonblank", "phone": "fill"})
    assert number_of(known, Post) == 4

"""The directory: organisations, people and posts; duplicates offered, documents only for a purpose."""

from datetime import date

from db.logs import return_log
from db.records import Organisation, Person, Post
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.services import reference
from tests.ecd_desktop.exchange.import_samples import (
    DIRECTORY,
    MATRIX,
    bring,
    counts,
    number_of,
    opened,
    read_once,
    records,
    sheet_of,
)


def people(store: Store) -> dict[str, Person]:
    with store.reading() as session:
        return {one.named(): one for one in session.query(Person)}


def test_the_directory_is_9_new_and_1_duplicate(store: Store) -> None:
    reference.load(store)
    result = bring(store, DIRECTORY)
    assert counts(result) == (10, 9, 0, 0, 1, 0)
    offered = [(question.kind, question.cell) for question in result.questions]
    assert offered == [("duplicate", "Directorio!C12"), ("duplicate", "Directorio!A12")]  # the person and the unit
    assert number_of(store, Person) == 8  # "por confirmar" makes no person
    assert number_of(store, Post) == 8
    assert counts(bring(store, DIRECTORY)) == (10, 0, 0, 9, 1, 0)
    assert store.verify() == []
    assert not store.undo().conflicts
    assert number_of(store, Person) == 0
    assert store.verify() == []


def test_the_directory_comes_out_the_same_without_reference_data(store: Store) -> None:
    assert counts(bring(store, DIRECTORY)) == (10, 9, 0, 0, 1, 0)
    assert number_of(store, Organisation) == 8
    assert counts(bring(store, DIRECTORY)) == (10, 0, 0, 9, 1, 0)


def test_names_are_taken_apart_whatever_their_order(sqlite_store: Store) -> None:
    bring(sqlite_store, DIRECTORY)
    found = people(sqlite_store)
    assert set(found) == {
        "Vega Salas, Milagros", "Rojas Luna, Diego", "Quispe Mamani, Rosa", "Zegarra, Paul", "Oré, Marco",
        "Poma, Karina", "Condori Apaza, Julia", "Cárdenas, Saúl",
    }  # fmt: skip
    assert (found["Zegarra, Paul"].title, found["Poma, Karina"].title) == ("Ing.", "Dra.")


def test_contacts_are_put_in_order_and_the_doubtful_ones_kept_with_a_warning(sqlite_store: Store) -> None:
    result = bring(sqlite_store, DIRECTORY)
    found = people(sqlite_store)
    assert found["Vega Salas, Milagros"].phone == "+51 987 654 321"
    assert found["Quispe Mamani, Rosa"].phone == "+51 1 4261234 Anexo 12"
    assert found["Quispe Mamani, Rosa"].email == "rquispe@ejemplo.pe"
    assert found["Zegarra, Paul"].phone == "+51 999 888 777"
    assert (found["Oré, Marco"].phone, found["Oré, Marco"].email) == ("999 888 77", "more@ejemplo")
    assert [warning.cell for warning in result.warnings] == ["E10", "F10", "C14"]


def test_documents_are_not_even_read_without_a_purpose(sqlite_store: Store) -> None:
    plan = importing.propose(read_once(DIRECTORY))
    column = plan.fields["document"]
    assert column.withheld
    assert column.samples == ()
    assert all("document" not in row.values for row in plan.sheetful.rows)
    importing.apply(sqlite_store, plan)
    assert {one.document_number for one in people(sqlite_store).values()} == {None}


def test_with_a_purpose_the_dni_keeps_its_zero_and_a_lost_one_is_put_back(store: Store) -> None:
    result = bring(store, DIRECTORY, with_personal_data="Control de asistencia")
    found = people(store)
    assert found["Vega Salas, Milagros"].document_number == "04567890"
    assert found["Rojas Luna, Diego"].document_number == "01234567"
    assert [w.value for w in result.warnings if w.cell == "G7"] == ["1234567"]
    with store.reading() as session:
        purposes = [row[0] for row in session.execute(return_log.select().with_only_columns(return_log.c.purpose))]
    assert purposes == ["Control de asistencia"]


def test_reading_documents_is_logged_although_nothing_changes(sqlite_store: Store) -> None:
    bring(sqlite_store, DIRECTORY, with_personal_data="Control de asistencia")
    bring(sqlite_store, DIRECTORY, with_personal_data="Segundo motivo")
    with sqlite_store.reading() as session:
        rows = session.execute(return_log.select().with_only_columns(return_log.c.purpose))
        assert {row[0] for row in rows} == {"Control de asistencia", "Segundo motivo"}


def test_after_the_matrix_its_people_are_completed_and_an_alike_name_is_asked_about(sqlite_store: Store) -> None:
    bring(sqlite_store, MATRIX)
    result = bring(sqlite_store, DIRECTORY)
    assert counts(result) == (10, 2, 7, 0, 1, 0)
    similar = [question for question in result.questions if question.kind == "similar"]
    assert len(similar) == 1
    assert "Condori" in similar[0].text
    with sqlite_store.reading() as session:
        gdh = session.query(Organisation).filter_by(acronym="GDH").one()
        assert gdh.name == "Gerencia de Desarrollo Humano"  # the matrix knew it by its acronym alone
    assert counts(bring(sqlite_store, DIRECTORY)) == (10, 0, 0, 9, 1, 0)
    assert sqlite_store.verify() == []


def test_two_people_of_one_name_can_be_kept_apart(sqlite_store: Store) -> None:
    answers = {"duplicate:12": "new"}
    result = bring(sqlite_store, DIRECTORY, answers=answers)
    assert counts(result) == (10, 10, 0, 0, 0, 0)
    assert number_of(sqlite_store, Person) == 9
    assert counts(bring(sqlite_store, DIRECTORY, answers=answers)) == (10, 0, 0, 10, 0, 0)


def test_a_new_post_of_a_known_person_is_a_change(sqlite_store: Store) -> None:
    head = ["Entidad", "Nombres y apellidos", "Cargo"]
    importing.apply(
        sqlite_store, importing.propose(opened(sheet_of([head, ["SERPAR", "Ana Paz Ruiz", "Jefa"]])), kind="people")
    )
    plan = importing.propose(opened(sheet_of([head, ["EMAPE", "Paz Ruiz, Ana", "Gerenta"]])), kind="people")
    result = importing.apply(sqlite_store, plan)
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    assert [change.field for change in result.lines[0].changes] == ["organisation_id", "role"]
    assert number_of(sqlite_store, Person) == 1
    assert len(records(sqlite_store, Post, "role")) == 2


def test_family_and_given_names_may_have_columns_of_their_own(sqlite_store: Store) -> None:
    head = ["Apellidos", "Nombres", "Institución", "Celular"]
    rows = [["Paz Ruiz", "Ana", "SERPAR", "987654321"], ["DE LA CRUZ", "JUAN", "EMAPE", "987654322"]]
    plan = importing.propose(opened(sheet_of([head, *rows])), cutoff=date(2026, 1, 1))
    assert plan.kind == "people"
    importing.apply(sqlite_store, plan)
    assert set(people(sqlite_store)) == {"Paz Ruiz, Ana", "de la Cruz, Juan"}


BODIES = ["Entidad", "Nombre", "Cargo", "Celular", "Correo", "Observaciones"]


def brought(store: Store, *rows: list[str | None], head: list[str] = BODIES) -> importing.Result:
    return importing.apply(store, importing.propose(opened(sheet_of([head, *rows])), kind="people"))


def test_what_a_row_without_a_person_tells_belongs_to_its_organisation(sqlite_store: Store) -> None:
    row = ["Comité Vecinal Uno", None, None, "987654321", "mesa@cvu.pe", "Atiende los lunes"]
    assert counts(brought(sqlite_store, row)) == (1, 1, 0, 0, 0, 0)
    fields = ("name", "phone", "email", "remarks")
    told = ("Comité Vecinal Uno", "+51 987 654 321", "mesa@cvu.pe", "Atiende los lunes")
    assert records(sqlite_store, Organisation, *fields) == [told]
    assert counts(brought(sqlite_store, row)) == (1, 0, 0, 1, 0, 0)
    changed = brought(sqlite_store, [*row[:4], "nueva@cvu.pe", row[5]])
    assert [(change.field, change.new) for change in changed.lines[0].changes] == [("email", "nueva@cvu.pe")]
    assert records(sqlite_store, Organisation, "email") == [("nueva@cvu.pe",)]
    assert sqlite_store.verify() == []


def test_an_organisation_with_contacts_of_its_own_is_no_duplicate_of_its_people(sqlite_store: Store) -> None:
    rows = [["Comité Vecinal Uno", "Rosa Quispe", "Presidenta", "987654322", None, None],
            ["Comité Vecinal Uno", None, None, "987654321", None, None],
            ["Comité Vecinal Uno", "por confirmar", None, None, None, None]]  # fmt: skip
    assert counts(brought(sqlite_store, *rows)) == (3, 2, 0, 0, 1, 0)
    assert records(sqlite_store, Organisation, "phone") == [("+51 987 654 321",)]


def test_a_post_without_an_organisation_and_a_title_too_long_are_told(sqlite_store: Store) -> None:
    head = ["Entidad", "Nombre", "Tratamiento", "Cargo"]
    result = brought(sqlite_store, [None, "Rosa Quispe", "Magíster en Salud Pública", "Coordinadora"], head=head)
    assert {warning.cell for warning in result.warnings} == {"C2", "D2"}


def test_words_beside_telephone_numbers_are_kept(sqlite_store: Store) -> None:
    brought(sqlite_store, ["SERPAR", "Rosa Quispe", None, "987654322 / llamar tarde / 987654323", None, None])
    assert [one.phone for one in people(sqlite_store).values()] == ["987654322 / llamar tarde / 987654323"]

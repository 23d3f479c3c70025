"""The portfolio: codes, districts in two code systems, stages to be regularised, and projects that were known."""

from datetime import date

from db.records import InterventionType, Person, Place, Project, Stage, StageMove
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_result import Outcome
from ecd_desktop.services import reference
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


def projects(store: Store) -> dict[str, Project]:
    with store.reading() as session:
        return {one.code: one for one in session.query(Project)}


def name_of(store: Store, record: type, key: object) -> str | None:
    with store.reading() as session:
        found = session.get(record, key) if key else None
        return found.named() if found else None


def test_the_portfolio_is_7_new_and_none_refused(store: Store) -> None:
    reference.load(store)
    result = bring(store, PORTFOLIO)
    assert counts(result) == (7, 7, 0, 0, 0, 0)
    assert [(warning.cell, warning.value) for warning in result.warnings] == [
        ("E9", "140137"), ("F10", "Entrega"), ("F11", "Organización")
    ]  # fmt: skip
    assert "RENIEC" in result.warnings[0].reason
    found = projects(store)
    assert set(found) == {f"PRY-2026-00{n}" for n in range(1, 7)} | {"PRY-2025-011"}
    places = {code: name_of(store, Place, one.place_id) for code, one in found.items()}
    assert places == {
        "PRY-2026-001": "Lima", "PRY-2026-002": "Villa El Salvador", "PRY-2026-003": "Lima",
        "PRY-2026-004": "San Juan de Lurigancho", "PRY-2026-005": "Lima", "PRY-2026-006": None,
        "PRY-2025-011": "Chorrillos",
    }  # fmt: skip
    stages = {code: (name_of(store, Stage, one.stage_id), one.stage_as_given) for code, one in found.items()}
    assert stages["PRY-2026-001"] == ("Codiseño", None)
    assert stages["PRY-2026-005"] == (None, "Entrega")
    assert stages["PRY-2026-006"] == (None, "Organización")
    assert stages["PRY-2025-011"] == ("Evaluación y sistematización", None)
    assert [found[f"PRY-2026-00{n}"].progress for n in range(1, 7)] == [35, 20, 45, 55, 90, 15]
    assert [found[f"PRY-2026-00{n}"].budget for n in (1, 2, 6)] == [6_250_000, 14_890_050, None]
    assert found["PRY-2026-003"].starts_on == date(2026, 2, 10)
    assert name_of(store, Person, found["PRY-2026-002"].lead_id) == "Cárdenas, Saúl"
    assert name_of(store, InterventionType, found["PRY-2026-006"].intervention_type_id) == "Norma o convenio"
    assert counts(bring(store, PORTFOLIO)) == (7, 0, 0, 7, 0, 0)
    assert store.verify() == []
    store.undo()
    assert number_of(store, Project) == 0
    assert store.verify() == []


def test_codes_of_the_portfolio_are_taken_out_of_the_series(sqlite_store: Store) -> None:
    bring(sqlite_store, PORTFOLIO)
    with sqlite_store.preview() as work:
        assert work.code("PRY", 2026) == "PRY-2026-007"
        assert work.code("PRY", 2025) == "PRY-2025-012"


def test_the_portfolio_comes_in_without_reference_data(store: Store) -> None:
    assert counts(bring(store, PORTFOLIO)) == (7, 7, 0, 0, 0, 0)
    assert number_of(store, InterventionType) == 6
    assert counts(bring(store, PORTFOLIO)) == (7, 0, 0, 7, 0, 0)
    assert store.verify() == []


def test_projects_of_the_matrix_are_completed_by_the_portfolio(store: Store) -> None:
    reference.load(store)
    bring(store, MATRIX)
    result = bring(store, PORTFOLIO)
    assert counts(result) == (7, 1, 6, 0, 0, 0)
    assert not [question for question in result.questions if question.kind == "code"]  # the series gave the same codes
    assert number_of(store, Project) == 7
    assert counts(bring(store, PORTFOLIO)) == (7, 0, 0, 7, 0, 0)
    assert counts(bring(store, MATRIX)) == (29, 0, 0, 25, 1, 3)


def test_another_code_than_ours_is_asked_about_and_ours_stays(sqlite_store: Store) -> None:
    with sqlite_store.change("Add") as work:
        work.add(Project(code=work.code("PRY", 2026), name="Jardín de sensaciones"))
    book = opened(sheet_of([["Código", "Proyecto"], ["PRY-2026-040", "Jardín de sensaciones"]]))
    plan = importing.propose(book, kind="projects")
    result = importing.apply(sqlite_store, plan)
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    assert [change.applied for change in result.lines[0].changes] == [False]
    assert set(projects(sqlite_store)) == {"PRY-2026-001"}
    assert counts(importing.apply(sqlite_store, plan)) == (1, 0, 0, 1, 0, 0)  # decided, so not asked again


def test_an_answer_takes_the_files_code(sqlite_store: Store) -> None:
    with sqlite_store.change("Add") as work:
        work.add(Project(code=work.code("PRY", 2026), name="Jardín de sensaciones"))
    book = opened(sheet_of([["Código", "Proyecto"], ["PRY-2026-040", "Jardín de sensaciones"]]))
    plan = importing.propose(book, kind="projects")
    id = importing.preview(sqlite_store, plan).questions[0].id
    importing.apply(sqlite_store, plan, {id: "theirs"})
    assert set(projects(sqlite_store)) == {"PRY-2026-040"}


def test_a_code_of_another_project_is_no_identity(sqlite_store: Store) -> None:
    with sqlite_store.change("Add") as work:
        work.add(Project(code=work.code("PRY", 2026), name="Jardín de sensaciones"))
    book = opened(sheet_of([["Código", "Proyecto"], ["PRY-2026-001", "Biohuerto Las Lomas"]]))
    result = importing.apply(sqlite_store, importing.propose(book, kind="projects"))
    assert counts(result) == (1, 1, 0, 0, 0, 0)
    assert [question.kind for question in result.questions] == ["same"]
    assert {one.name for one in projects(sqlite_store).values()} == {"Jardín de sensaciones", "Biohuerto Las Lomas"}
    assert set(projects(sqlite_store)) == {"PRY-2026-001", "PRY-2026-002"}


def test_a_project_twice_in_a_file_is_a_duplicate_and_an_end_before_the_beginning_is_refused(
    sqlite_store: Store,
) -> None:
    head = ["Código", "Proyecto", "Inicio", "Fin"]
    rows = [
        ["PRY-2026-001", "Jardín de sensaciones", date(2026, 1, 1), date(2026, 5, 1)],
        ["PRY-2026-009", "JARDIN DE  SENSACIONES", None, None],
        ["PRY-2026-003", "Biohuerto Las Lomas", date(2026, 5, 1), date(2026, 1, 1)],
    ]
    result = importing.apply(sqlite_store, importing.propose(opened(sheet_of([head, *rows])), kind="projects"))
    assert [line.outcome for line in result.lines] == [Outcome.NEW, Outcome.DUPLICATE, Outcome.REFUSED]
    assert [problem.cell for problem in result.problems] == ["D4"]


def test_the_column_decides_the_code_system(sqlite_store: Store) -> None:
    reference.load(sqlite_store)
    head = ["Código", "Proyecto", "Distrito", "Ubigeo"]
    rows = [
        ["PRY-2026-001", "Jardín de sensaciones", "San Juan de Lurigancho", "140137"],
        ["PRY-2026-002", "Biohuerto Las Lomas", "Villa El Salvador", "140141"],
        ["PRY-2026-003", "Escalera del cerro", None, "140132"],
        ["PRY-2026-004", "Parque de la loma", "Comas", "150110"],
    ]
    result = importing.apply(sqlite_store, importing.propose(opened(sheet_of([head, *rows])), kind="projects"))
    told = records(sqlite_store, Project, "name", "place_id")
    places = {name: name_of(sqlite_store, Place, key) for name, key in told}
    assert places["Escalera del cerro"] == "Villa María del Triunfo"  # RENIEC's 140132
    assert places["Parque de la loma"] == "Comas"
    assert [warning.cell for warning in result.warnings] == ["D5"]  # an INEI code in a column of RENIEC's


def test_a_code_is_the_same_in_small_letters(sqlite_store: Store) -> None:
    head = ["Código", "Proyecto", "Estado"]
    first = importing.propose(opened(sheet_of([head, ["PRY-2026-007", "Ruta segura", "Activo"]])))
    importing.apply(sqlite_store, first)
    plan = importing.propose(opened(sheet_of([head, ["pry-2026-007", "Ruta segura", "Activo"]])))
    assert counts(importing.apply(sqlite_store, plan)) == (1, 0, 0, 1, 0, 0)
    plan = importing.propose(opened(sheet_of([head, ["pry-2026-009", "Parque del Encuentro", "Activo"]])))
    importing.apply(sqlite_store, plan)
    assert set(projects(sqlite_store)) == {"PRY-2026-007", "PRY-2026-009"}
    with sqlite_store.preview() as work:
        assert work.code("PRY", 2026) == "PRY-2026-010"


def test_a_stage_that_the_sheet_moves_is_written_down_with_what_is_missing_and_undone_with_the_import(
    store: Store,
) -> None:
    reference.load(store)
    head = ["Código", "Proyecto", "Tipo", "Etapa"]

    def brought(stage: str) -> None:
        rows = [["PRY-2026-001", "Escalera ficticia", "Escalera o rampa", stage]]
        importing.apply(store, importing.propose(opened(sheet_of([head, *rows])), kind="projects"))

    brought("Codiseño")
    assert number_of(store, StageMove) == 0  # it stands where it stands
    brought("Ejecución")
    ((before, after, missing),) = records(store, StageMove, "before_id", "after_id", "missing")
    assert [name_of(store, Stage, key) for key in (before, after)] == ["Codiseño", "Ejecución"]
    assert missing.count(";") == 2
    store.undo()
    assert number_of(store, StageMove) == 0
    assert name_of(store, Stage, projects(store)["PRY-2026-001"].stage_id) == "Codiseño"

"""The commitment matrix in two editions: every figure of the acceptance, on both databases."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from db.queries.traffic_light import Light
from db.records import (
    ActionItem,
    Meeting,
    MeetingProject,
    Organisation,
    Person,
    ProgressEntry,
    Project,
    Reschedule,
)
from db.records.action_items import Channel, State
from db.records.meetings import MeetingState
from db.store import Store
from ecd_desktop import language
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_result import Outcome
from ecd_desktop.exchange.workbook import one_line
from ecd_desktop.services import reference
from tests.ecd_desktop.exchange.import_samples import (
    MATRIX,
    SECOND,
    bring,
    counts,
    number_of,
    opened,
    read_once,
    records,
    sheet_of,
)


def item(store: Store, number: str) -> ActionItem:
    with store.reading() as session:
        return session.query(ActionItem).filter_by(item_number=number).one()


def test_the_first_edition_is_25_new_1_duplicate_and_3_refused_with_their_cells(store: Store) -> None:
    result = bring(store, MATRIX)
    assert counts(result) == (29, 25, 0, 0, 1, 3)
    assert result.skipped == 2  # the subtotal and the total row
    assert [(problem.cell, problem.value) for problem in result.problems] == [
        ("J29", "casi listo"), ("H30", "31/02/2026"), ("E31", "")
    ]  # fmt: skip
    assert all(problem.reason and problem.sheet == "Matriz " for problem in result.problems)
    assert [(line.row, line.of) for line in result.lines if line.outcome is Outcome.DUPLICATE] == [(24, 23)]
    assert [(warning.cell, warning.value) for warning in result.warnings] == [("H39", "sin fecha")]
    assert number_of(store, ActionItem) == 25
    assert number_of(store, Meeting) == 5
    assert number_of(store, Project) == 6
    assert store.verify() == []


def test_the_same_file_again_changes_nothing_and_writes_nothing(store: Store) -> None:
    bring(store, MATRIX)
    seq = store.seq
    again = bring(store, MATRIX)
    assert counts(again) == (29, 0, 0, 25, 1, 3)
    assert again.tx_id is None
    assert store.seq == seq
    assert store.verify() == []


def test_the_second_edition_changes_two_items_cell_by_cell(store: Store) -> None:
    bring(store, MATRIX)
    result = bring(store, SECOND)
    assert counts(result) == (30, 1, 2, 23, 1, 3)
    changed = {line.row: line.changes for line in result.lines if line.outcome is Outcome.CHANGED}
    assert [(c.field, c.cell, c.old, c.new) for c in changed[22]] == [
        (
            "description", "E22", "Capacitar a 4 lideresas en lectura temprana",
            "Capacitar a 4 lideresas en lectura temprana y juego",
        )
    ]  # fmt: skip
    assert [(c.field, c.cell, c.old, c.new) for c in changed[32]] == [("progress", "I32", 0, 30)]
    assert set(changed) == {22, 32}
    assert counts(bring(store, SECOND)) == (30, 0, 0, 26, 1, 3)
    assert counts(bring(store, MATRIX))[1] == 0
    assert store.verify() == []


def test_undo_takes_the_whole_import_back_and_check_finds_nothing(store: Store) -> None:
    bring(store, MATRIX)
    second = bring(store, SECOND)
    assert second.tx_id is not None
    step = store.undoable()
    assert step is not None
    assert step.args == {"name": SECOND.name, "new": 1, "changed": 2}
    assert not store.undo(second.tx_id).conflicts
    assert store.verify() == []
    assert counts(bring(store, SECOND)) == (30, 1, 2, 23, 1, 3)  # the undone edition is no base any more
    store.undo()
    assert not store.undo().conflicts
    for noun in (ActionItem, Meeting, MeetingProject, Project, Person, Organisation, ProgressEntry, Reschedule):
        assert number_of(store, noun) == 0
    assert store.verify() == []


def test_units_are_one_for_two_spaces_and_gds_is_its_successor(store: Store) -> None:
    reference.load(store)
    bring(store, MATRIX)
    names = [name for name, in records(store, Organisation, "name")]
    assert names.count("Gerencia de Movilidad Urbana") == 1
    with store.reading() as session:
        by_number = {one.item_number: one for one in session.query(ActionItem)}
        gdh = session.query(Organisation).filter_by(acronym="GDH").one()
        assert by_number["25"].unit_id == gdh.id
        assert by_number["2"].unit_id == by_number["6"].unit_id


def test_what_the_cells_say_becomes_dated_facts(store: Store) -> None:
    bring(store, MATRIX)
    cutoff = date(2026, 6, 1)
    done, late, moved, cancelled = (item(store, number) for number in ("1", "12", "26", "29"))
    assert (done.state, done.progress, done.reported_on, done.verified_on) == (State.DONE, 100, cutoff, None)
    assert (late.state, late.due_on) == (State.PENDING, date(2026, 3, 26))
    assert (moved.due_original, moved.due_on) == (date(2026, 6, 20), date(2026, 7, 11))
    assert (cancelled.state, cancelled.due_on, cancelled.state_reason) == (
        State.CANCELLED, None, "Lo asume Secretaría General"
    )  # fmt: skip
    assert item(store, "25").remarks == "=SUM(1;2)"
    assert item(store, "18").due_on == date(2026, 4, 15)
    assert item(store, "4").description == "Evaluar estabilidad del muro\nmedianero e informar"
    moves = records(store, Reschedule, "on", "due_before", "due_after", "reason")
    assert moves == [(cutoff, date(2026, 6, 20), date(2026, 7, 11), "según matriz")]
    logged = records(store, ProgressEntry, "on", "channel")
    assert set(logged) == {(cutoff, Channel.WORKBOOK)}
    assert len(logged) >= 18
    assert set(records(store, Meeting, "state")) == {(MeetingState.HELD,)}
    assert {title for title, in records(store, Person, "title")} >= {"Arq.", "Ing.", "Dra.", "Prof.", "Econ.", "Abog."}
    people = {f"{family}, {given}" for family, given in records(store, Person, "family_names", "given_names")}
    assert {"Ticona Rojas, Elena", "Ñahui Paredes, Luis", "Poma, Karina", "Vega Salas, Milagros"} <= people


def test_item_12_is_overdue_by_computation(store: Store) -> None:
    from db.queries import action_items
    from db.queries.listing import Ask
    from db.queries.traffic_light import Clock

    bring(store, MATRIX)
    clock = Clock(date(2026, 6, 1), date(2026, 5, 29), date(2026, 6, 10), date(2026, 5, 25))
    with store.reading() as session:
        rows = {row.item_number: row for row in action_items.LISTING.all(session, Ask(clock=clock))}
    assert rows["12"].light is Light.RED


def test_a_refused_row_creates_nothing(store: Store) -> None:
    bring(store, MATRIX)
    assert "Gerencia de Administración" not in {name for name, in records(store, Organisation, "name")}


def test_a_first_load_takes_old_done_items_as_verified_with_a_reason(store: Store) -> None:
    bring(store, MATRIX, accept_done_before=date(2026, 3, 10), accept_reason="Carga inicial, acta 005-2026")
    verified = records(store, ActionItem, "item_number", "state_reason")
    assert {n for n, reason in verified if reason == "Carga inicial, acta 005-2026"} == {"1", "3"}
    assert item(store, "1").state is State.VERIFIED
    assert item(store, "8").state is State.DONE
    assert counts(bring(store, MATRIX)) == (29, 0, 0, 25, 1, 3)  # what is verified here is done for them


def test_a_cell_equal_to_its_base_is_no_change_although_ours_moved_on(store: Store) -> None:
    bring(store, MATRIX)
    key = item(store, "2").id
    with store.change("Edit") as work:
        work.get(ActionItem, key).progress = 90
    assert counts(bring(store, MATRIX)) == (29, 0, 0, 25, 1, 3)
    assert item(store, "2").progress == 90


def test_changed_here_and_there_is_a_conflict_that_waits_for_an_answer(store: Store) -> None:
    bring(store, MATRIX)
    key = item(store, "4").id
    with store.change("Edit") as work:
        work.get(ActionItem, key).progress = 80
    result = bring(store, SECOND)
    assert counts(result) == (30, 1, 2, 23, 1, 3)  # the conflict is counted as changed
    assert item(store, "4").progress == 80
    question = next(one for one in result.questions if one.kind == "conflict")
    assert (question.id, question.default, question.cell) == ("conflict:32:progress", "ours", "Matriz!I32")
    assert [option.value for option in question.options] == ["ours", "theirs"]
    assert result.tx_id is not None
    store.undo(result.tx_id)
    bring(store, SECOND, answers={"conflict:32:progress": "theirs"})
    assert item(store, "4").progress == 30
    assert store.verify() == []


def test_blank_cells_never_clear(store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Unidad", "Plazo", "Observaciones"]
    full = [1, "ACTA 1-2026", "Pintar el cruce peatonal de la cuna", "GDU", date(2026, 3, 20), "Con oficio"]
    bare = [1, "ACTA 1-2026", "Pintar el cruce peatonal de la cuna", None, None, None]
    importing.apply(store, importing.propose(opened(sheet_of([head, full]))))
    result = importing.apply(store, importing.propose(opened(sheet_of([head, bare]))))
    assert counts(result) == (1, 0, 0, 1, 0, 0)
    assert item(store, "1").remarks == "Con oficio"


def test_a_moved_due_date_is_logged_as_a_reschedule(store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Unidad", "Plazo"]
    row = [1, "ACTA 1-2026", "Pintar el cruce peatonal de la cuna", "GDU", date(2026, 3, 20)]
    importing.apply(store, importing.propose(opened(sheet_of([head, row]))))
    row[4] = date(2026, 4, 20)
    importing.apply(store, importing.propose(opened(sheet_of([head, row])), cutoff=date(2026, 4, 1)))
    moves = records(store, Reschedule, "on", "due_before", "due_after")
    assert moves == [(date(2026, 4, 1), date(2026, 3, 20), date(2026, 4, 20))]
    assert item(store, "1").due_original == date(2026, 3, 20)


def test_an_open_date_column_is_asked_about_and_nothing_is_written(sqlite_store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Plazo"]
    rows = [[n, "ACTA 1-2026", f"Hacer la cosa número {n} del barrio", f"0{n}/04/2026"] for n in (1, 2, 3)]
    book = opened(sheet_of([head, *rows]))
    plan = importing.propose(book)
    assert [question.id for question in plan.questions] == ["dates"]
    assert not plan.ready
    for run in (importing.preview, importing.apply):
        with pytest.raises(Expected, match="day or the month"):
            run(sqlite_store, plan)
    assert number_of(sqlite_store, ActionItem) == 0
    importing.apply(sqlite_store, importing.propose(book, dates="mdy"))
    assert item(sqlite_store, "2").due_on == date(2026, 2, 4)


def test_one_day_above_twelve_settles_the_column(sqlite_store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Plazo"]
    rows = [[n, "ACTA 1-2026", f"Hacer la cosa {'x' * n} del barrio", f"{n:02}/04/2026"] for n in (1, 2, 13)]
    plan = importing.propose(opened(sheet_of([head, *rows])))
    assert plan.ready
    importing.apply(sqlite_store, plan)
    assert item(sqlite_store, "2").due_on == date(2026, 4, 2)


def test_an_english_tracker_with_three_header_rows_is_imported(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Action log"
    sheet["A1"] = "Early childhood round table - action tracker (FICTITIOUS DATA)"
    sheet["A2"] = "As of 30 June 2026"
    groups = {"A4": "Ref", "B4": "Origin", "D4": "Action", "E4": "Responsible", "G4": "Timing", "I4": "Progress"}
    for place, text in groups.items():
        sheet[place] = text
    for block in ("B4:C4", "E4:F4", "G4:H4", "I4:J4"):
        sheet.merge_cells(block)
    for column, text in zip("BCEFGHIJ", ("Minutes", "Date", "Department", "Owner", "Original due date", "Due date",
                                         "% complete", "Status"), strict=True):  # fmt: skip
        sheet[f"{column}5"] = text
    for column, text in zip("ABCDEFGHIJ", "abcdefghij", strict=True):
        sheet[f"{column}6"] = f"({text})"
    rows = [
        (1, "Minutes 7-2026", date(2026, 5, 4), "Paint the crossing in front of the nursery", "Urban Development",
         "Ms. Ana Torres", date(2026, 6, 1), date(2026, 6, 20), 50, "In progress"),
        (2, "Minutes 7-2026", date(2026, 5, 4), "Deliver 120 books to the reading room", "Culture", "Ben Lee", None,
         date(2026, 5, 30), 100, "Done"),
        (3, "Minutes 7-2026", date(2026, 5, 4), "Confirm the water point", "Water company", None, None,
         date(2026, 5, 15), 0, "Overdue"),
        (4, "Minutes 7-2026", date(2026, 5, 4), "Plant the trees of the park", "Parks", None, None,
         date(2026, 7, 15), 0, "half way"),
    ]  # fmt: skip
    for number, row in enumerate(rows, 7):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    book.save(path)
    plan = importing.propose(importing.open_file(path))
    assert plan.header_rows in ((4, 5), (4, 5, 6))
    assert plan.cutoff.day == date(2026, 6, 30)
    result = bring(store, path)
    assert counts(result) == (4, 3, 0, 0, 0, 1)
    assert [(problem.cell, problem.value) for problem in result.problems] == [("J10", "half way")]
    first = item(store, "1")
    assert (first.due_original, first.due_on, first.progress) == (date(2026, 6, 1), date(2026, 6, 20), 50)
    assert item(store, "2").state is State.DONE
    assert counts(bring(store, path)) == (4, 0, 0, 3, 0, 1)


def test_refused_rows_are_saved_as_the_same_sheet_with_a_first_column_saying_why(
    sqlite_store: Store, tmp_path: Path
) -> None:
    plan = importing.propose(read_once(MATRIX))
    result = importing.preview(sqlite_store, plan)
    path = tmp_path / "refused.xlsx"
    assert importing.save_refused(plan, result, path) == 3
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows[2:]] == [20, 21, 22]
    assert "casi listo" in rows[2][0]
    assert rows[1][0] == "Why it was refused"
    again = importing.propose(importing.open_file(path))
    assert set(again.fields) == set(plan.fields)


def test_the_json_says_what_the_issue_asks_for_in_both_languages(sqlite_store: Store) -> None:
    plan = importing.propose(read_once(MATRIX))
    told = importing.preview(sqlite_store, plan).to_json()
    numbers = {name: told[name] for name in ("rows", "new", "changed", "same", "duplicate", "refused", "skipped")}
    assert numbers == {"rows": 29, "new": 25, "changed": 0, "same": 0, "duplicate": 1, "refused": 3, "skipped": 2}
    assert all(set(one) == {"sheet", "cell", "value", "reason"} for one in told["problems"] + told["warnings"])
    assert told["questions"] == []
    with language.in_language("es"):
        assert importing.preview(sqlite_store, plan).to_json("es")["rows"] == 29


def test_columns_can_be_changed_by_hand(sqlite_store: Store) -> None:
    head = ["Uno", "Dos", "Tres"]
    rows = [["Pintar el cruce peatonal de la cuna", "GDU", n] for n in (1, 2)]
    book = opened(sheet_of([head, *rows]))
    plan = importing.propose(book, kind="action-items", header_row=1)
    assert plan.missing
    with pytest.raises(Expected):
        importing.preview(sqlite_store, plan)
    plan = importing.propose(
        book, kind="action-items", header_row=1, overrides={"A": "description", 2: "unit", "C": "number"}
    )
    assert importing.preview(sqlite_store, plan).new == 1  # the second row says the same with another number
    with pytest.raises(Expected):
        importing.propose(book, overrides={"Z": "unit"})
    with pytest.raises(Expected):
        importing.propose(book, overrides={"A": "nonsense"})
    with pytest.raises(Expected):
        importing.propose(book, kind="cats")
    with pytest.raises(Expected):
        importing.propose(book, sheet="Nada")


def test_a_layout_changed_by_hand_is_remembered_for_its_sender(sqlite_store: Store) -> None:
    head = ["N°", "Acta", "Qué se hará", "Rubro"]
    rows = [[n, "ACTA 1-2026", f"Pintar el cruce {'x' * n} de la cuna", "GDU"] for n in (1, 2, 3)]
    book = opened(sheet_of([head, *rows]))
    importing.apply(sqlite_store, importing.propose(book, overrides={"C": "description", "D": "unit"}))
    fields = importing.propose_for(sqlite_store, book).fields
    assert (fields["description"].letter, fields["unit"].letter) == ("C", "D")
    assert fields["unit"].how is importing.How.LAYOUT


def test_alike_names_are_made_and_asked_about_and_an_answer_links(sqlite_store: Store) -> None:
    with sqlite_store.change("Add") as work:
        known = work.add(Organisation(name="Gerencia de Educación y Deportes")).id
    head = ["N°", "Acta", "Compromiso", "Unidad"]
    row = [1, "ACTA 1-2026", "Pintar el cruce peatonal de la cuna", "Gerencia de Educasión y Deportes"]
    plan = importing.propose(opened(sheet_of([head, row])))
    question = importing.preview(sqlite_store, plan).questions[0]
    assert (question.kind, question.default) == ("similar", "new")
    assert [option.value for option in question.options] == ["new", str(known)]
    importing.apply(sqlite_store, plan, {question.id: str(known)})
    assert item(sqlite_store, "1").unit_id == known
    assert number_of(sqlite_store, Organisation) == 1


def test_close_matches_are_asked_about(sqlite_store: Store) -> None:
    head = ["N°", "Acta", "Compromiso", "Unidad"]
    one = [1, "ACTA 1-2026", "Elaborar el informe de la visita al parque Santa Elena", "GDU"]
    other = [7, "ACTA 1-2026", "Elaborar el informe de la visita al parque Santa Elenita", "GDU"]
    importing.apply(sqlite_store, importing.propose(opened(sheet_of([head, one]))))
    plan = importing.propose(opened(sheet_of([head, other])))
    result = importing.preview(sqlite_store, plan)
    assert counts(result) == (1, 1, 0, 0, 0, 0)
    assert result.questions[0].kind == "same"
    key = result.questions[0].options[1].value
    result = importing.apply(sqlite_store, plan, {result.questions[0].id: key})
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    assert one_line(item(sqlite_store, "1").description).endswith("Elenita")


def test_co_responsibles_are_linked(sqlite_store: Store) -> None:
    from db.records import CoResponsible

    head = ["N°", "Acta", "Compromiso", "Unidad", "Corresponsables"]
    row = [1, "ACTA 1-2026", "Pintar el cruce peatonal de la cuna", "GDU", "GPV; Ing. Paul Zegarra"]
    plan = importing.propose(opened(sheet_of([head, row])))
    importing.apply(sqlite_store, plan)
    shared = records(sqlite_store, CoResponsible, "organisation_id", "person_id")
    assert len(shared) == 2
    assert sum(person is not None for _unit, person in shared) == 1
    assert counts(importing.apply(sqlite_store, plan)) == (1, 0, 0, 1, 0, 0)


def test_our_own_code_recognises_a_row_whose_text_is_close(sqlite_store: Store) -> None:
    head = ["Código", "Compromiso", "Unidad"]
    importing.apply(
        sqlite_store, importing.propose(opened(sheet_of([head, ["X-1", "Pintar el cruce de la cuna", "GDU"]])))
    )
    row = ["COM-2026-001", "Pintar el cruce de la cuna y la vereda", "GPV"]
    result = importing.apply(sqlite_store, importing.propose(opened(sheet_of([head, row]))))
    assert counts(result) == (1, 0, 1, 0, 0, 0)
    other = ["COM-2026-001", "Donar cincuenta árboles al parque", "GPV"]
    seen = importing.preview(sqlite_store, importing.propose(opened(sheet_of([head, other]))))
    assert counts(seen) == (1, 1, 0, 0, 0, 0)


def test_an_apply_after_a_change_elsewhere_is_run_anew(sqlite_store: Store) -> None:
    plan = importing.propose(read_once(MATRIX))
    importing.preview(sqlite_store, plan)
    with sqlite_store.change("Add") as work:
        work.add(Organisation(name="Gerencia de Cultura"))
    importing.apply(sqlite_store, plan)
    names = [name for name, in records(sqlite_store, Organisation, "name")]
    assert names.count("Gerencia de Cultura") == 1
    assert sqlite_store.verify() == []


def test_errors_and_formulas_in_cells_are_refused_with_their_address(sqlite_store: Store) -> None:
    from ecd_desktop.exchange.workbook import ErrorCell, FormulaCell

    head = ["N°", "Acta", "Compromiso", "Unidad", "Plazo"]
    rows = [
        [1, "ACTA 1-2026", "Pintar el cruce de la cuna", ErrorCell("#N/A"), date(2026, 3, 1)],
        [2, "ACTA 1-2026", "Donar cincuenta árboles", "GDU", FormulaCell()],
        [3, "ACTA 1-2026", "Firmar el pacto de mantenimiento", "GDU", date(1899, 3, 1)],
    ]
    result = importing.preview(sqlite_store, importing.propose(opened(sheet_of([head, *rows]))))
    assert counts(result) == (3, 0, 0, 0, 0, 3)
    assert [(one.cell, one.value) for one in result.problems] == [("D2", "#N/A"), ("E3", "=…"), ("E4", "01/03/1899")]


def test_a_code_that_is_none_of_ours_is_told_and_not_lost_silently(sqlite_store: Store) -> None:
    head = ["Código", "Compromiso", "Responsable", "Plazo"]
    rows = [["OB-17", "Pintar la losa deportiva", "SERPAR", date(2026, 6, 30)]]
    plan = importing.propose(opened(sheet_of([head, *rows])), cutoff=date(2026, 6, 1))
    first = importing.apply(sqlite_store, plan)
    assert [(warning.cell, warning.value) for warning in first.warnings] == [("A2", "OB-17")]
    plan = importing.propose(opened(sheet_of([head, *rows])), cutoff=date(2026, 6, 1))
    assert importing.apply(sqlite_store, plan).warnings == ()

"""Rows from the clipboard: what Excel, LibreOffice, Word and web pages put there, as the importer's own table."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ActionItem, Organisation, Person, Project
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import importing, pasted
from ecd_desktop.exchange.columns import Kind

HEAD = "N°\tCompromiso\tResponsable\tFecha límite\tEstado"
ITEM = '7\tPintar el cruce\tGDU\t26/06/2026\tPendiente'


def sheet_of(opened: importing.Opened) -> list[tuple[object, ...]]:
    (sheet,) = opened.workbook.sheets
    return [row.values for row in sheet.rows]


@pytest.mark.row(54)
def test_the_line_end_after_the_last_row_makes_no_row() -> None:
    opened = pasted.opened(f"{HEAD}\r\n{ITEM}\r\n{ITEM}\r\n", kind=Kind.ACTION_ITEMS)
    assert len(sheet_of(opened)) == 3
    plan = importing.propose(opened, kind=Kind.ACTION_ITEMS)
    assert plan.header_rows == (1,)
    assert len(plan.table.body) == 2
    assert set(plan.fields) >= {"number", "description", "due_on", "state"}


@pytest.mark.row(54)
def test_a_cell_of_several_lines_with_quotes_and_tabs_is_one_cell() -> None:
    cell = 'Pintar "el cruce"\ny\tmás'
    quoted = '"' + cell.replace('"', '""') + '"'
    assert pasted.cells_of_text(f"1\t{quoted}\tfin\n2\tb\tc") == [["1", cell, "fin"], ["2", "b", "c"]]


def test_a_quote_that_is_no_cell_of_its_own_is_a_quote() -> None:
    assert pasted.cells_of_text('tubo de 6"\t"a medias\tb') == [['tubo de 6"', '"a medias', "b"]]


@pytest.mark.row(55)
def test_codes_keep_their_zeros_and_dates_their_digits() -> None:
    opened = pasted.opened("Distrito\tUbigeo\tNombre del proyecto\n Lima\t010101\tParque\n", kind=Kind.PROJECTS)
    assert sheet_of(opened)[1] == (" Lima", "010101", "Parque")


@pytest.mark.row(56)
def test_the_whole_column_decides_between_day_and_month_else_it_is_asked() -> None:
    sure = f"{HEAD}\n{ITEM}\n8\tOtro compromiso\tGDU\t03/04/2026\tPendiente\n"
    assert importing.propose(pasted.opened(sure, kind=Kind.ACTION_ITEMS), kind=Kind.ACTION_ITEMS).questions == ()
    unsure = f"{HEAD}\n8\tOtro compromiso\tGDU\t03/04/2026\tPendiente\n"
    plan = importing.propose(pasted.opened(unsure, kind=Kind.ACTION_ITEMS), kind=Kind.ACTION_ITEMS)
    assert [question.id for question in plan.questions] == ["dates"]


def test_rows_without_a_heading_get_one_of_letters_and_no_row_is_lost() -> None:
    opened = pasted.opened(f"{ITEM}\n8\tReponer el poste de luz caído\tOGAJ\t\tPendiente", kind=Kind.ACTION_ITEMS)
    assert sheet_of(opened)[0] == tuple(f"Column {letter}" for letter in "ABCDE")
    plan = importing.propose(opened, kind=Kind.ACTION_ITEMS)
    assert len(plan.table.body) == 2


@pytest.mark.parametrize("text", ["", "hola", "una\ndos\ntres", "\t\n\t"])
def test_what_is_no_table_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Expected) as refusal:
        pasted.opened(text, kind=Kind.PEOPLE)
    assert "Nothing was changed" in refusal.value.message


def test_a_table_of_a_page_is_taken_where_the_text_has_lost_its_rows() -> None:
    html = """<html><style>td{color:red}</style><body><table><tr><th>Nombre<th>Cargo</tr>
    <tr><td>Ríos Vela,<br>Ana</td><td rowspan=2>Jefa &amp; vocera</td></tr><tr><td>Paz, Luz</td></tr></table></body>"""
    assert pasted.rows_of("Nombre\nCargo\nRíos Vela,\nAna\nJefa", html) == [
        ["Nombre", "Cargo"], ["Ríos Vela,\nAna", "Jefa & vocera"], ["Paz, Luz"],
    ]  # fmt: skip


def test_cells_that_span_leave_the_rest_of_their_span_blank() -> None:
    html = "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td rowspan=2>c</td><td>d</td></tr><tr><td>e</td></tr>"
    assert pasted.cells_of_html(html) == [["a", "", "b"], ["c", "d"], ["", "e"]]


CELLS = st.text(st.sampled_from('aÑ0 ,;\u00a0\t\n"'), max_size=8)


def test_whatever_a_spreadsheet_writes_is_read_back() -> None:
    tried: list[int] = []

    @given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
    def check(grid: list[list[str]]) -> None:
        out = io.StringIO()
        csv.writer(out, dialect="excel-tab", lineterminator="\r\n").writerows(grid)
        assert pasted.cells_of_text(out.getvalue()) == grid
        tried.append(sum(any(mark in cell for mark in '\t\n"') for row in grid for cell in row))

    check()
    assert len(tried) >= 50
    assert sum(tried) > 20


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    grid = pasted.rows_of(text, text)
    assert all(isinstance(cell, str) for row in grid for cell in row)


# --- into the database, on both kinds -------------------------------------------------------------------------------


def brought(store: Store, text: str, kind: Kind) -> importing.Result:
    plan = importing.propose_for(store, pasted.opened(text, kind=kind), kind=kind)
    assert plan.ready
    seen = importing.preview(store, plan)
    done = importing.apply(store, plan)
    assert (seen.new, seen.changed, seen.refused) == (done.new, done.changed, done.refused)
    return done


@pytest.mark.row(54)
def test_pasted_rows_make_records_and_pasted_again_change_them_as_one_step_each(store: Store) -> None:
    head = "N°\tAcuerdo\tUnidad responsable\tPlazo\tAvance %\n"
    first = brought(store, f"{head}1\tPintar el cruce ficticio\tGDU\t26/12/2026\t10\n", Kind.ACTION_ITEMS)
    assert (first.new, first.refused) == (1, 0)
    again = brought(store, f"{head}1\tPintar el cruce ficticio\tGDU\t26/12/2026\t40\n", Kind.ACTION_ITEMS)
    assert (again.new, again.changed) == (0, 1)
    with store.reading() as session:
        assert session.query(ActionItem).one().progress == 40
    store.undo()
    store.undo()
    with store.reading() as session:
        assert session.query(ActionItem).count() == 0


@pytest.mark.row(55)
def test_pasted_codes_come_with_their_zeros_into_the_record(store: Store) -> None:
    text = "Código\tNombre del proyecto\tFecha de inicio\n0012\tParque ficticio Los Ceibos\t26/03/2026\n"
    assert brought(store, text, Kind.PROJECTS).new == 1
    with store.reading() as session:
        project = session.query(Project).one()
    assert (project.code, project.starts_on) == ("0012", date(2026, 3, 26))


def test_a_pasted_directory_makes_people_and_their_organisations(store: Store) -> None:
    text = "Entidad\tNombres y apellidos\tCargo\tCorreo\nONG Ficticia\tAna Ríos Vela\tJefa\tana@ejemplo.pe\n"
    assert brought(store, text, Kind.PEOPLE).new == 1
    with store.reading() as session:
        assert session.query(Person).one().email == "ana@ejemplo.pe"
        assert "ONG Ficticia" in {one.name for one in session.query(Organisation)}

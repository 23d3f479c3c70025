"""What a workbook tells that came back: the true edits, each in its kind, and nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from db import exchange_log
from db.fields import REDACTED, Key
from db.store import Store
from ecd_desktop import receiving
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import keys
from ecd_desktop.language import in_language
from ecd_desktop.parcels import About, Parcel
from tests.ecd_desktop.exchange.returned_files import Page, Sent, edits, send, troubles


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("returned")
    store = Store.open(f"sqlite:///{folder / 'x.db'}", who="Prueba Ficticia")
    yield send(store, folder)
    store.close()


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with in_language("es"):
        yield


def quiet(parcel: Parcel) -> bool:
    """Whether a file tells nothing at all."""
    return not (parcel.records or parcel.unread or parcel.missing)


def test_untouched_it_tells_nothing(sent: Sent) -> None:
    parcel = sent.judged(sent.path)
    assert quiet(parcel)
    assert (parcel.rows, parcel.sender, parcel.unsure) == (12, "GFS", ())
    with sent.store.reading() as session:
        assert parcel.export == exchange_log.ids_sent(session, "workbook")[-1]


def test_seven_planted_edits_of_five_kinds_are_exactly_what_is_reported(sent: Sent) -> None:
    places: dict[str, str] = {}

    def edit(page: Page) -> None:
        places["done"] = page.put("COM-2026-001", "state", "Cumplido")
        page.put("COM-2026-002", "progress", 0.6)
        page.put("COM-2026-003", "remarks", "Se cambió el plano")
        page.put("COM-2026-006", "remarks", None)
        page.put("COM-2026-005", "new_due", "20/08/2026")
        page.put("COM-2026-007", "withdraw", "sí")
        places["almost"] = page.put("COM-2026-008", "state", "casi listo")

    parcel = sent.back(edit)
    assert edits(parcel) == {
        ("COM-2026-001", "state"): "done", ("COM-2026-002", "progress"): 60,
        ("COM-2026-003", "remarks"): "Se cambió el plano", ("COM-2026-006", "remarks"): None,
        ("COM-2026-005", "reschedules.due_after"): "2026-08-20", ("COM-2026-007", "withdraw"): "yes",
    }  # fmt: skip
    (refused,) = parcel.unread
    assert (refused.kind, refused.at, refused.said) == ("unreadable", f"Compromisos!{places['almost']}", "casi listo")
    assert (refused.field, refused.key) == ("state", sent.items["COM-2026-008"])
    assert "Pendiente, En proceso, Cumplido" in refused.reason
    (done,) = [record for record in parcel.records if record.code == "COM-2026-001"]
    cell = done.fields["state"]
    assert (cell.base, cell.at, cell.said) == ("pending", f"Compromisos!{places['done']}", "Cumplido")
    assert not parcel.missing
    assert Parcel.from_json(parcel.to_json()) == parcel


def test_a_rendering_of_what_was_handed_out_is_no_edit(sent: Sent) -> None:
    def edit(page: Page) -> None:
        for code, value in {
            "001": 821, "002": 0.5, "003": "1-feb", "004": "#¿NOMBRE?", "005": "Línea uno\r\n\u00a0Línea dos ",
            "006": "N\u0303andu\u0301: «A\u0301rbol»", "007": 46154, "008": 1234.5,
        }.items():  # fmt: skip
            page.put(f"COM-2026-{code}", "remarks", value)
        for code, progress in {"002": 58, "006": "58 %", "010": "0,58", "003": "7%", "004": "100%", "008": 1}.items():
            page.put(f"COM-2026-{code}", "progress", progress)
        page.put("COM-2026-001", "state", " PENDIENTE ")
        page.put("COM-2026-004", "state", "Concluido")
        page.put("COM-2026-001", "due_on", "3/6/26")
        page.put("COM-2026-002", "due_on", 46207)

    assert quiet(sent.back(edit))


def test_states_are_read_by_the_words_people_use_and_the_teams_own_are_not_theirs(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-001", "state", "en ejecución")
        page.put("COM-2026-002", "state", "TERMINADO")
        page.put("COM-2026-003", "state", "In progress")
        page.put("COM-2026-005", "state", "Anulado")
        page.put("COM-2026-006", "progress", "120%")
        page.put("COM-2026-007", "progress", 85)
        page.put("COM-2026-008", "state", None)
        page.put("COM-2026-010", "progress", None)
        page.put("COM-2026-011", "new_due", "31/02/2026")

    parcel = sent.back(edit)
    assert edits(parcel) == {
        ("COM-2026-001", "state"): "in_progress", ("COM-2026-002", "state"): "done",
        ("COM-2026-003", "state"): "in_progress", ("COM-2026-007", "progress"): 85,
    }  # fmt: skip
    assert set(troubles(parcel)) == {
        ("unreadable", "state"), ("unreadable", "progress"), ("unreadable", "reschedules.due_after")
    }  # fmt: skip


def test_text_dates_are_read_as_those_that_still_say_what_was_handed_out(sent: Sent) -> None:
    def edit(page: Page) -> None:
        for n in range(2, 14):
            cell = page.sheet.cell(n, page.at("due_on"))
            cell.value = cell.value.strftime("%m/%d/%Y")
        page.put("COM-2026-001", "new_due", "9/8/2026")

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-001", "reschedules.due_after"): "2026-09-08"}
    assert (parcel.unread, len(parcel.unsure)) == ((), 1)
    parcel = sent.back(lambda page: page.put("COM-2026-001", "new_due", "9/8/2026"))
    assert edits(parcel) == {("COM-2026-001", "reschedules.due_after"): "2026-08-09"}


def test_what_was_written_over_context_is_told_and_not_taken(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-001", "description", "Otra cosa")
        page.put("COM-2026-002", "due_on", "01/12/2026")
        page.put("COM-2026-002", "remarks", "Además esto")
        page.put("COM-2026-003", "project", "Otra ruta")
        page.put("COM-2026-004", "project", None)
        page.put("COM-2026-005", "project", "Ruta\u00a0inventada ")

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-002", "remarks"): "Además esto"}
    assert set(troubles(parcel)) == {("ours", "description"), ("ours", "due_on"), ("ours", "project")}
    assert [one.said for one in parcel.unread if one.field == "project"] == ["Otra ruta"]


def test_spare_rows_are_new_records_with_the_keys_minted_for_them(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put(1, "description", "Reparar la losa")
        page.put(1, "due_on", "30/09/2026")
        page.put(1, "state", "Pendiente")
        page.put(1, "project", "Parque inventado")
        page.put(2, "progress", 0.2)

    parcel = sent.back(edit)
    (new,) = parcel.records
    assert (new.about, new.words, new.code) == (About.NEW, "Reparar la losa", "")
    assert {name: cell.value for name, cell in new.fields.items()} == {
        "description": "Reparar la losa", "due_on": "2026-09-30", "state": "pending"
    }  # fmt: skip
    assert new.note == "Proyecto: Parque inventado"
    with sent.store.reading() as session:
        assert str(new.key) in exchange_log.handed_out(session, parcel.export)[1]
    (nameless,) = parcel.unread
    assert (nameless.kind, "Compromiso" in nameless.reason) == ("unreadable", True)


def test_rows_typed_below_are_new_and_the_same_ones_when_the_file_comes_again(sent: Sent) -> None:
    def edit(page: Page, *more: str) -> None:
        row = page.sheet.max_row + 2
        page.sheet.cell(row, page.at("description"), "Sembrar árboles")
        page.sheet.cell(row, page.at("due_on"), "30/09/2026")
        page.sheet.cell(row + 1, page.at("description"), "Atentamente, la gerencia")
        page.sheet.cell(row + 2, page.at("code"), "TOTAL")
        page.sheet.cell(row + 2, page.at("progress"), 0.4)
        for text in more:
            page.put("COM-2026-001", "remarks", text)

    first = sent.back(edit)
    second = sent.back(lambda page: edit(page, "otra edición"), "Vuelve (2).xlsx")
    (new,) = first.records
    assert (new.about, new.words) == (About.NEW, "Sembrar árboles")
    assert new.key in [record.key for record in second.records]
    assert [(one.kind, one.said) for one in first.unread] == [("doubt", "Atentamente, la gerencia")]


def test_deleted_rows_are_missing_and_nothing_else(sent: Sent) -> None:
    def edit(page: Page) -> None:
        for code in ("COM-2026-004", "COM-2026-009"):
            page.sheet.delete_rows(page.row(code))

    parcel = sent.back(edit)
    assert {one.code for one in parcel.missing} == {"COM-2026-004", "COM-2026-009"}
    assert parcel.records == parcel.unread == ()


def test_a_copied_row_counts_once_where_one_is_as_it_left_and_is_asked_where_both_changed(sent: Sent) -> None:
    def copied(page: Page, code: str, text: str) -> None:
        row, last = page.row(code), page.sheet.max_row + 1
        for cell in list(page.sheet[row]):
            page.sheet.cell(last, cell.column, cell.value)
        page.sheet.cell(last, page.at("remarks"), text)

    def edit(page: Page) -> None:
        copied(page, "COM-2026-001", "Sólo la copia cambió")
        page.put("COM-2026-003", "remarks", "Una cosa")
        copied(page, "COM-2026-003", "Otra cosa")
        page.put("COM-2026-005", "remarks", "Lo mismo")
        copied(page, "COM-2026-005", "Lo mismo")

    parcel = sent.back(edit)
    told = [(one.code, one.twice, one.fields["remarks"].value) for one in parcel.records]
    assert sorted(told) == [
        ("COM-2026-001", 0, "Sólo la copia cambió"), ("COM-2026-003", 1, "Una cosa"), ("COM-2026-003", 2, "Otra cosa"),
        ("COM-2026-005", 0, "Lo mismo"),
    ]  # fmt: skip


def test_a_damaged_or_lost_key_is_made_good_by_code_and_text_or_stays_in_doubt(sent: Sent) -> None:
    def edit(page: Page) -> None:
        for code, key in {"001": None, "002": "KKKK", "003": None}.items():
            page.sheet.cell(page.row(f"COM-2026-{code}"), 1).value = key
        page.put("COM-2026-001", "remarks", "Sin clave")
        page.put("COM-2026-003", "description", "Un compromiso que nadie conoce")
        row = page.row("COM-2026-004")
        page.sheet.cell(row, 1).value = page.sheet.cell(row, 1).value[:-2] + "ZZ"
        page.put("COM-2026-004", "remarks", "Clave dañada")

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-001", "remarks"): "Sin clave", ("COM-2026-004", "remarks"): "Clave dañada"}
    assert [(one.kind, one.said[:12]) for one in parcel.unread] == [("doubt", "COM-2026-003")]
    assert [one.code for one in parcel.missing] == ["COM-2026-003"]
    assert any("3" in sentence for sentence in parcel.unsure)


@pytest.mark.parametrize("columns", [(1,), (1, 2)], ids=["keys", "keys and codes"])
def test_without_keys_the_codes_tell_and_without_both_nothing_is_taken(sent: Sent, columns: list[int]) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-002", "remarks", "Se firmó")
        for column in reversed(columns):
            page.sheet.delete_cols(column)

    parcel = sent.back(edit)
    if len(columns) == 1:
        assert edits(parcel) == {("COM-2026-002", "remarks"): "Se firmó"}
        assert not parcel.missing
    else:
        assert not parcel.records or all(record.about is About.NEW for record in parcel.records)
        assert len(parcel.missing) == 12


def test_visible_columns_sorted_without_the_key_hold_every_row(sent: Sent) -> None:
    def edit(page: Page) -> None:
        rows = [[cell.value for cell in page.sheet[n]][1:] for n in range(2, 14)]
        for n, row in enumerate(sorted(rows, key=lambda row: str(row[1])[-2:], reverse=True), start=2):
            for column, value in enumerate(row, start=2):
                page.sheet.cell(n, column).value = value
        page.put("COM-2026-002", "remarks", "Una respuesta")

    parcel = sent.back(edit)
    assert parcel.records == parcel.missing == ()
    assert [one.kind for one in parcel.unread] == ["held"] * 12


@pytest.mark.parametrize("columns", [("state", "progress", "remarks"), ("remarks",)], ids=["together", "one column"])
def test_answers_sorted_apart_from_their_rows_hold_every_row(sent: Sent, columns: list[str]) -> None:
    def edit(page: Page) -> None:
        for column in columns:
            at = page.at(column)
            values = [page.sheet.cell(n, at).value for n in range(2, 14)]
            for n, value in enumerate([*values[5:], *values[:5]], start=2):
                page.sheet.cell(n, at).value = value

    parcel = sent.back(edit)
    assert not parcel.records
    assert [one.kind for one in parcel.unread] == ["held"] * 12


def test_everybody_who_went_on_by_the_same_steps_is_no_shuffle(sent: Sent) -> None:
    def edit(page: Page) -> None:
        for n in range(1, 13):
            page.put(f"COM-2026-{n:03}", "state", "Cumplido" if n % 4 in (2, 0) else "En proceso")
            page.put(f"COM-2026-{n:03}", "progress", {1: 0.07, 2: 1, 3: 0.58, 0: 1}[n % 4])

    parcel = sent.back(edit)
    assert len(parcel.records) == 9
    assert not parcel.unread


def test_columns_are_found_by_their_names_their_content_or_their_place(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-002", "progress", 0.9)
        page.put("COM-2026-002", "done", "Se avanzó")
        page.put("COM-2026-001", "state", "Cumplido")
        for column, name in (("state", "Situación"), ("progress", "%"), ("done", "Avances"), ("remarks", "Notas")):
            page.sheet.cell(1, page.at(column)).value = name

    expected = {
        ("COM-2026-001", "state"): "done", ("COM-2026-002", "progress"): 90,
        ("COM-2026-002", "progress_entries.body"): "Se avanzó",
    }  # fmt: skip
    parcel = sent.back(edit)
    assert edits(parcel) == expected
    assert not parcel.unsure

    def nameless(page: Page) -> None:
        edit(page)
        for name in list(page.book.defined_names):
            if name.startswith("ecd_col_"):
                del page.book.defined_names[name]

    parcel = sent.back(nameless)
    assert edits(parcel) == expected
    assert len([sentence for sentence in parcel.unsure if "Avances" in sentence]) == 1


def test_a_column_that_is_gone_or_wholly_blank_clears_nothing(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-002", "progress", 0.9)
        for n in range(2, 14):
            page.sheet.cell(n, page.at("remarks")).value = None
        page.sheet.delete_cols(page.at("evidence"))
        page.sheet.delete_cols(page.at("state"))

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-002", "progress"): 90}
    assert len(parcel.unsure) == 2
    assert "“Estado”" in parcel.unsure[0] or "«Estado»" in parcel.unsure[0]


def test_sheets_renamed_duplicated_and_titled_change_nothing(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-002", "progress", 0.9)
        twin = page.book.copy_worksheet(page.sheet)
        twin.title = "Copia"
        for sheet, title in ((page.sheet, "Matriz de la gerencia"), (twin, "Otra")):
            sheet.insert_rows(1, 3)
            sheet["A1"] = "GERENCIA FICTICIA"
            sheet["B2"] = "Avance (%) al 30 de junio"
            sheet.title = title

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-002", "progress"): 90}
    assert parcel.unread == parcel.missing == ()


def test_columns_of_their_own_and_comments_stand_beside_what_changed(sent: Sent) -> None:
    def edit(page: Page) -> None:
        last = page.sheet.max_column + 1
        page.sheet.cell(1, last).value = "Comentario de la gerencia"
        page.sheet.cell(page.row("COM-2026-002"), last).value = "Falta presupuesto"
        page.put("COM-2026-002", "progress", 0.9)
        at = page.put("COM-2026-003", "remarks", "Listo")
        page.sheet[at].comment = Comment("Lo vio el ingeniero", "Prueba")
        page.sheet.cell(page.row("COM-2026-004"), page.at("state")).comment = Comment("¿Ya está?", "Prueba")

    parcel = sent.back(edit)
    by_code = {record.code: record for record in parcel.records}
    assert set(by_code) == {"COM-2026-002", "COM-2026-003"}
    assert by_code["COM-2026-002"].note == "Comentario de la gerencia: Falta presupuesto"
    assert by_code["COM-2026-003"].fields["remarks"].note == "Lo vio el ingeniero"
    assert len(parcel.unsure) == 2


def test_with_the_log_lost_the_workbooks_own_copy_serves(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_log, "ids_sent", lambda session, kind: [])
    parcel = sent.back(lambda page: page.put("COM-2026-002", "progress", 0.9))
    assert edits(parcel) == {("COM-2026-002", "progress"): 90}
    assert len(parcel.unsure) == 1


def test_what_was_erased_here_since_is_not_brought_back(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = exchange_log.handed_out

    def erased(session: object, id: Key) -> object:
        values, spare = kept(session, id)  # type: ignore[arg-type, misc]
        for record in values["action_items"].values():
            record["remarks"] = REDACTED if record["code"] == "COM-2026-003" else record["remarks"]
        return values, spare

    monkeypatch.setattr(exchange_log, "handed_out", erased)
    assert quiet(sent.judged(sent.path))


def test_a_workbook_of_another_database_and_a_foreign_one_are_refused_by_name(sent: Sent, tmp_path: Path) -> None:
    other = Store.open(f"sqlite:///{tmp_path / 'y.db'}", who="Otra Ficticia")
    try:
        with pytest.raises(Expected, match=r"Compromisos_GFS\.xlsx.*GFS"):
            receiving.judged(other, receiving.read(sent.path))
    finally:
        other.close()
    book = load_workbook(sent.path)
    for name in ("_meta", "_base"):
        del book[name]
    book.worksheets[0].delete_cols(1)
    book.custom_doc_props.props.clear()
    del book.defined_names["ecd_export"]
    book.save(tmp_path / "Ajeno.xlsx")
    with pytest.raises(receiving.NotOurs, match="Ajeno"):
        receiving.read(tmp_path / "Ajeno.xlsx")


def test_a_file_waits_once_however_often_it_is_received(sent: Sent) -> None:
    opened = receiving.read(sent.path)
    first, second = receiving.take_in(sent.store, opened), receiving.take_in(sent.store, opened)
    assert (first.new, second.new, first.file) == (True, False, second.file)


def test_rows_of_two_workbooks_in_one_file_are_each_compared_with_their_own(sent: Sent) -> None:
    from tests.ecd_desktop.exchange.handed_out import exported

    later = exported(sent.store, sent.folder / "Otra.xlsx")

    def edit(page: Page) -> None:
        row = page.row("COM-2026-002")
        page.sheet.cell(row, 1).value = keys.write(sent.items["COM-2026-002"], later.export_id)
        page.put("COM-2026-002", "remarks", "De la otra")
        row = page.row("COM-2026-003")
        page.sheet.cell(row, 1).value = keys.write(sent.items["COM-2026-003"], Key(int=7))

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-002", "remarks"): "De la otra"}
    assert [(one.kind, one.said[:12]) for one in parcel.unread] == [("doubt", "COM-2026-003")]


def test_strict_ooxml_is_recognised_and_judged_alike(sent: Sent) -> None:
    import zipfile

    sent.back(lambda page: page.put("COM-2026-002", "progress", 0.9))
    strict = sent.folder / "estricto.xlsx"
    with zipfile.ZipFile(sent.folder / "Vuelve.xlsx") as source, zipfile.ZipFile(strict, "w") as out:
        for name in source.namelist():
            text = source.read(name).decode()
            for before, after in (
                ("schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"),
                ("schemas.openxmlformats.org/officeDocument/2006/relationships",
                 "purl.oclc.org/ooxml/officeDocument/relationships"),
            ):  # fmt: skip
                text = text.replace(before, after)
            out.writestr(name, text)
    parcel = sent.judged(strict)
    assert edits(parcel) == {("COM-2026-002", "progress"): 90}
    assert parcel.unread == parcel.missing == ()


def test_projects_come_back_by_the_same_rules(sqlite_store: Store, tmp_path: Path) -> None:
    from db.records import Project
    from ecd_desktop.exchange import templates
    from tests.ecd_desktop.exchange.handed_out import exported

    with sqlite_store.change("Invented projects") as work:
        for n in range(4):
            work.add(Project(code=f"PRY-2026-{n:03}", name=f"Ruta inventada {'abcd'[n] * 3}",
                             remarks="Una" if n else None, ends_on=date(2026, 12, 1 + n)))  # fmt: skip
    done = exported(sqlite_store, tmp_path / "p.xlsx", unit=None, template=templates.PROJECTS)
    book = load_workbook(done.path)
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    row = next(n for n in range(2, 6) if page.cell(n, heads["Código"]).value == "PRY-2026-002")
    for heading, value in {"Estado": "Suspendido", "Motivo del estado": "Sin presupuesto", "Observaciones": None,
                           "Fin previsto": "15/01/2027", "Avance físico (%)": "40%"}.items():  # fmt: skip
        page.cell(row, heads[heading]).value = value
    page.cell(row + 1 if row < 5 else 2, heads["Estado"]).value = "más o menos"
    book.save(tmp_path / "vuelve.xlsx")
    parcel = receiving.judged(sqlite_store, receiving.read(tmp_path / "vuelve.xlsx"))
    assert edits(parcel) == {
        ("PRY-2026-002", "state"): "paused", ("PRY-2026-002", "state_reason"): "Sin presupuesto",
        ("PRY-2026-002", "remarks"): None, ("PRY-2026-002", "ends_on"): "2027-01-15",
        ("PRY-2026-002", "progress"): 40,
    }  # fmt: skip
    assert [(one.kind, one.said) for one in parcel.unread] == [("unreadable", "más o menos")]


def test_an_english_workbook_is_read_by_a_spanish_office(sqlite_store: Store, tmp_path: Path) -> None:
    sent = send(sqlite_store, tmp_path, language="en")
    book = load_workbook(sent.path)
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    row = next(n for n in range(2, 14) if page.cell(n, heads["Code"]).value == "COM-2026-001")
    page.cell(row, heads["State"]).value = "Done"
    book.save(tmp_path / "back.xlsx")
    parcel = sent.judged(tmp_path / "back.xlsx")
    assert edits(parcel) == {("COM-2026-001", "state"): "done"}
    assert parcel.unread == parcel.missing == parcel.unsure == ()


def test_what_was_sorted_with_its_text_but_without_its_code_is_held(sent: Sent) -> None:
    def edit(page: Page) -> None:
        rows = [[cell.value for cell in page.sheet[n]][2:] for n in range(2, 14)]
        for n, row in enumerate(sorted(rows, key=lambda row: str(row[0]), reverse=True), start=2):
            for column, value in enumerate(row, start=3):
                page.sheet.cell(n, column).value = value

    parcel = sent.back(edit)
    assert parcel.records == parcel.missing == ()
    assert [one.kind for one in parcel.unread] == ["held"] * 12


def test_a_column_of_their_own_in_the_place_of_ours_is_not_taken_for_it(sent: Sent) -> None:
    def edit(page: Page) -> None:
        page.put("COM-2026-002", "progress", 0.9)
        at = page.at("done")
        page.sheet.delete_cols(at)
        page.sheet.insert_cols(at)
        page.sheet.cell(1, at).value = "Nota interna"
        page.sheet.cell(page.row("COM-2026-002"), at).value = "No decir"
        del page.book.defined_names["ecd_col_done"]

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-002", "progress"): 90}
    assert [record.note for record in parcel.records] == ["Nota interna: No decir"]
    assert len(parcel.unsure) == 2


def test_answers_on_a_sheet_copied_without_keys_are_told_of(sent: Sent) -> None:
    def edit(page: Page) -> None:
        other = page.book.create_sheet("Respuestas")
        for row in page.sheet.iter_rows(min_col=2, values_only=True):
            other.append(row)

    parcel = sent.back(edit)
    assert quiet(parcel)
    (sentence,) = parcel.unsure
    assert "«Respuestas»" in sentence or "“Respuestas”" in sentence

"""A workbook of indicators goes out, is filled in and comes home: each value with its day is one measurement."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from openpyxl import load_workbook

from db.fields import Key
from db.queries import indicators as queries
from db.records import Indicator, Organisation
from db.records.indicators import Quality
from db.store import Store
from ecd_desktop import calendar, receiving
from ecd_desktop.exchange import reading
from ecd_desktop.exchange.templates import INDICATORS
from ecd_desktop.language import in_language
from ecd_desktop.review import Kind
from ecd_desktop.services import indicators, receipts, reconciling
from tests.ecd_desktop.exchange.handed_out import exported
from tests.ecd_desktop.exchange.returned_files import read_here

DAY = date(2026, 6, 8)


@pytest.fixture(autouse=True)
def on_a_monday() -> Iterator[None]:
    calendar.set_today(DAY)
    with in_language("en"):
        yield


@pytest.fixture
def keys(sqlite_store: Store) -> dict[str, Key]:
    with sqlite_store.change("Add") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Sombra", acronym="GFS")).id
        work.add(Organisation(name="Otra Ficticia", acronym="OTR"))
    plan: dict[str, Any] = {
        "baseline": Decimal(41), "baseline_on": date(2026, 1, 5), "target": Decimal(65), "target_on": date(2026, 12, 1),
        "lowest": Decimal(0), "highest": Decimal(100), "unit_id": unit,
    }  # fmt: skip
    names = ("Se sienten seguros", "Asisten cada semana", "Con carné completo", "Sin respuesta")
    made = {f"IND-2026-00{n}": indicators.add(sqlite_store, name=name, **plan) for n, name in enumerate(names, start=1)}
    indicators.add(sqlite_store, name="De otros", baseline_on=date(2026, 1, 5))
    return made


def back(store: Store, sent: Path, told: dict[str, dict[str, Any]], name: str) -> Key:
    """The workbook filled in as told, by code and column; received."""
    book = load_workbook(sent)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    named = {column.name: column.heading for column in INDICATORS.sheet.columns}
    rows = {sheet.cell(n, heads["Code"]).value: n for n in range(2, sheet.max_row + 1)}
    for code, cells in told.items():
        for column, value in cells.items():
            sheet.cell(rows[code], heads[named[column]]).value = value
    book.save(sent.with_name(name))
    with mock.patch.object(reading, "_ask_child", read_here):  # the guarded child is tried elsewhere
        received = receiving.take_in(store, receiving.read(sent.with_name(name)))
    assert received.new
    return received.file


def measured(store: Store, key: Key) -> list[tuple[Decimal, date, int | None, str | None]]:
    with store.reading() as session:
        (told,) = queries.of_indicators(session, [key])
    return [(one.value, one.on, one.n, one.source) for one in told.measured]


def test_what_a_department_measured_becomes_measurements_once_and_can_be_undone(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path
) -> None:
    store = sqlite_store
    sent = exported(store, tmp_path / "Indicadores_GFS.xlsx", template=INDICATORS, language="en")
    assert sent.rows == 4
    one, two, three = (keys[f"IND-2026-00{n}"] for n in (1, 2, 3))
    told: dict[str, dict[str, Any]] = {
        "IND-2026-001": {"value": 52.5, "on": date(2026, 6, 1), "n": 58, "source": "Encuesta ficticia"},
        "IND-2026-002": {"value": 0.68, "on": date(2026, 6, 1)},
        "IND-2026-003": {"value": 70},
        "IND-2026-004": {"value": 120, "on": date(2026, 6, 1)},
    }
    file = back(store, sent.path, told, "Vuelve.xlsx")
    review = reconciling.review(store, [file])
    (clean,) = review.of(Kind.CLEAN)
    (doubt,) = review.of(Kind.DECIDE)
    refused = {point.code: point.reason for point in review.of(Kind.UNREADABLE)}
    assert (clean.code, clean.label) == ("IND-2026-001", "New measurement")
    assert "68\u00a0%" in doubt.reason
    assert "not of which day" in refused["IND-2026-003"]
    assert "cannot have that value" in refused["IND-2026-004"]
    reconciling.answer(store, file, {doubt.id: reconciling.Answer("ours")})
    reconciling.apply(store, [file])
    assert measured(store, one) == [(Decimal("52.5"), date(2026, 6, 1), 58, "Encuesta ficticia")]
    assert measured(store, two) == measured(store, three) == []
    with store.reading() as session:
        (facts,) = queries.of_indicators(session, [one])
    assert facts.measured[0].quality is Quality.PRELIMINARY
    said = {(line.code, line.fate.value) for line in receipts.receipt(store, file).lines}
    assert {("IND-2026-001", "taken"), ("IND-2026-002", "declined"), ("IND-2026-003", "unreadable")} <= said

    told["IND-2026-001"]["value"] = 53  # a later edition, corrected: that day is known already
    second = back(store, sent.path, told, "Vuelve-2.xlsx")
    (again,) = reconciling.review(store, [second]).of(Kind.DECIDE)
    assert "52.5\u00a0%" in again.reason
    reconciling.answer(store, second, {again.id: reconciling.Answer("ours")})
    reconciling.apply(store, [second])
    assert len(measured(store, one)) == 1
    store.undo()
    assert measured(store, one) == []


def test_only_the_indicators_of_the_receiver_leave_and_nothing_internal(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path
) -> None:
    with sqlite_store.change("Note") as work:
        work.get(Indicator, keys["IND-2026-001"]).internal_note = "CANARIO"
    sent = exported(sqlite_store, tmp_path / "Indicadores_GFS.xlsx", template=INDICATORS, language="en")
    sheet = load_workbook(sent.path).worksheets[0]
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"IND-2026-001", "Se sienten seguros"} <= words
    assert "De otros" not in words
    assert not any("CANARIO" in word for word in words)

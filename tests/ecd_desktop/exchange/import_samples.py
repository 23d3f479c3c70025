"""What the tests of importing share: the sample workbooks, sheets made in memory, and what a database then holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from db.records.base import Record
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_plan import Opened
from ecd_desktop.exchange.import_result import Result
from ecd_desktop.exchange.workbook import Cell, Row, Sheet, Workbook

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
MATRIX = SAMPLES / "matriz_compromisos_2026.xlsx"
SECOND = SAMPLES / "matriz_compromisos_2026_segunda_edicion.xlsx"
DIRECTORY = SAMPLES / "directorio_actores.xlsx"
PORTFOLIO = SAMPLES / "cartera_proyectos_2026.xlsx"


read_once = cache(importing.open_file)


def bring(store: Store, path: Path, *, answers: Mapping[str, str] | None = None, **given: Any) -> Result:
    """Import a file; that its preview says the same is checked on the way."""
    plan = importing.propose_for(store, read_once(path), **given)
    seen = importing.preview(store, plan, answers)
    done = importing.apply(store, plan, answers)
    assert [(line.row, line.outcome, line.changes) for line in seen.lines] == [
        (line.row, line.outcome, line.changes) for line in done.lines
    ]
    assert counts(seen) == counts(done)
    assert not seen.applied
    return done


def counts(result: Result) -> tuple[int, int, int, int, int, int]:
    """rows, new, changed, same, duplicate, refused; they add up."""
    told = (result.rows, result.new, result.changed, result.same, result.duplicate, result.refused)
    assert sum(told[1:]) == told[0]
    return told


def number_of(store: Store, record: type[Record]) -> int:
    with store.reading() as session:
        return int(session.scalar(select(func.count()).select_from(record)) or 0)


def records(store: Store, record: type[Record], *names: str) -> list[tuple[Any, ...]]:
    """These fields of every record, sorted."""
    with store.reading() as session:
        rows = [tuple(getattr(one, name) for name in names) for one in session.scalars(select(record))]
    return sorted(rows, key=str)


def sheet_of(rows: Sequence[Sequence[Cell]], name: str = "Hoja1", *, hidden: bool = False) -> Sheet:
    """A sheet of these rows from A1; empty rows are empty."""
    made = []
    for number, values in enumerate(rows, 1):
        filled = [(column, value) for column, value in enumerate(values, 1) if value is not None]
        if filled:
            made.append(Row(number, tuple(c for c, _v in filled), tuple(v for _c, v in filled)))
    return Sheet(name, hidden, tuple(made))


def opened(*sheets: Sheet, name: str = "matriz.xlsx", digest: str = "0" * 64) -> Opened:
    """A workbook of these sheets, as if it had been read."""
    return importing.look(Workbook(name, digest, "xlsx", date(2026, 7, 1), tuple(sheets)))

"""A workbook of twelve invented commitments that goes out and comes back edited. DATOS FICTICIOS: nobody is real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from unittest import mock

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.fields import Key
from db.records import ActionItem, Organisation, Project
from db.records.action_items import State
from db.store import Store
from ecd_desktop import receiving
from ecd_desktop.exchange import reader_child, reading
from ecd_desktop.exchange.preflight import Limits
from ecd_desktop.parcels import Parcel
from tests.ecd_desktop.exchange.handed_out import exported

HEADS = {
    "code": "Código", "description": "Compromiso", "due_on": "Fecha límite", "state": "Estado",
    "progress": "Avance (%)",
    "done": "Qué se hizo", "evidence": "Sustento", "new_due": "Nueva fecha propuesta",
    "new_due_reason": "Motivo de la nueva fecha", "remarks": "Observaciones", "project": "Proyecto",
    "expected": "Medio de verificación", "withdraw": "¿Retirar?",
}  # fmt: skip
STATES = (State.PENDING, State.IN_PROGRESS, State.PENDING, State.DONE)
REMARKS = (
    "0821", "50%", "1-2", "=SUM(1;2)", "Línea uno\nLínea dos", "  Ñandú: «Árbol»", "12/05/2026", "1.234,50",
    "Se espera el plano de la zona alta", None, "Falta la firma del convenio", None,
)  # fmt: skip


def desk(store: Store) -> dict[str, Key]:
    """Twelve commitments of one unit with texts that spreadsheets like to change; code → key."""
    found: dict[str, Key] = {}
    with store.change("Invented desk") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Sombra", acronym="GFS"))
        project = work.add(Project(code="PRY-2026-901", name="Ruta inventada"))
        for n in range(12):
            item = work.add(
                ActionItem(
                    code=f"COM-2026-{n + 1:03}", unit_id=unit.id, project_id=project.id,
                    description=f"Compromiso inventado {'abcdefghijkl'[n] * 3}: pintar el cruce número {n * 7}",
                    state=STATES[n % 4], progress=(0, 58, 7, 100)[n % 4],
                    due_original=date(2026, 5, 15), due_on=date(2026, 6 + n % 3, 3 + n), remarks=REMARKS[n],
                    expected_evidence="Oficio con cargo" if n % 2 else None,
                )
            )  # fmt: skip
            found[item.code] = item.id
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """The store, what was sent from it, and the records by code."""

    store: Store
    path: Path
    items: dict[str, Key]
    folder: Path

    def judged(self, path: Path) -> Parcel:
        """What a file tells, read here: a guarded child for each of so many files would take longer than they do."""
        with mock.patch.object(reading, "_ask_child", read_here):
            return receiving.judged(self.store, receiving.read(path))

    def back(self, edit: Callable[["Page"], Any], name: str = "Vuelve.xlsx") -> Parcel:
        """The parcel of the workbook after ``edit`` was done to it."""
        book = load_workbook(self.path)
        edit(Page(book.worksheets[0]))
        target = self.folder / name
        book.save(target)
        return self.judged(target)


def read_here(file: IO[bytes], name: str, limits: Limits) -> bytes:
    """What the guarded child would answer."""
    answer = BytesIO()
    writer = reader_child.Writer(answer, limits)
    reader_child.read(file, writer, limits)
    writer.write({"end": writer.cells})
    return answer.getvalue()


class Page:
    """The visible sheet, by code and column name."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.book = sheet.parent

    def at(self, column: str) -> int:
        heads = {cell.value: cell.column for cell in self.sheet[1]}
        return heads[HEADS[column]]

    def row(self, code: str) -> int:
        column = self.at("code")
        return next(n for n in range(2, self.sheet.max_row + 1) if self.sheet.cell(n, column).value == code)

    def put(self, code: str | int, column: str, value: Any) -> str:
        """Write a cell; its address.  ``code`` as a number counts the spare rows from 1."""
        row = 13 + code if isinstance(code, int) else self.row(code)
        cell = self.sheet.cell(row, self.at(column))
        cell.value = value
        return str(cell.coordinate)


def send(store: Store, folder: Path, **more: Any) -> Sent:
    """Make the desk and send its workbook."""
    items = desk(store)
    done = exported(store, folder / "Compromisos_GFS.xlsx", **more)
    return Sent(store, done.path, items, folder)


def edits(parcel: Parcel) -> dict[tuple[str, str], Any]:
    """(code or text, field) → the value told, of every record of a parcel."""
    told: dict[tuple[str, str], Any] = {}
    for record in parcel.records:
        for field, cell in {**record.fields, **record.adds}.items():
            told[record.code or record.words, field] = cell.value
        if record.withdraw:
            told[record.code, "withdraw"] = record.withdraw.value
    return told


def troubles(parcel: Parcel) -> dict[tuple[str, str], str]:
    """(kind, field) of what was not read → its cell."""
    return {(one.kind, one.field): one.at for one in parcel.unread}

"""Three invented units with seven commitments each, whose workbooks leave and come back filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from db.fields import Key
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.exchange import export
from ecd_desktop.services import action_items
from tests.ui.program import Desk

UNITS = ("GDS-F", "EMAPE-F", "SERPAR-F")
EACH = 7


@dataclass(frozen=True, slots=True)
class Out:
    """The files that left, and the keys of the commitments by unit."""

    paths: tuple[Path, ...]
    items: dict[str, list[Key]]


def send(desk: Desk, folder: Path) -> Out:
    """Make the commitments and write a workbook for each unit."""

    def job(store: Any) -> Out:
        from db.records import ActionItem, Organisation

        items: dict[str, list[Key]] = {}
        with store.change("Invented commitments") as work:
            for n, acronym in enumerate(UNITS):
                unit = work.add(Organisation(name=f"Gerencia ficticia {acronym}", acronym=acronym))
                for m in range(EACH):
                    day = date(2026, 12, 1 + m)
                    made = ActionItem(
                        code=f"COM-2026-{100 * (n + 1) + m}", description=f"Pintar el cruce ficticio {m} de {acronym}",
                        unit_id=unit.id, due_on=day, due_original=day, progress=10,
                    )  # fmt: skip
                    items.setdefault(acronym, []).append(work.add(made).id)
        paths = [
            export.export_action_items(
                store, unit=acronym, path=folder / f"{acronym}.xlsx", clock=clock(today(), Calendar()),
                calendar=Calendar(), language="es",
            ).path
            for acronym in UNITS
        ]  # fmt: skip
        return Out(tuple(paths), items)

    made: Out = desk.ask(job)
    return made


def fill_in(path: Path, *, progress: int = 50) -> None:
    """What a department does with it: how far each is, and a remark."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 2 + EACH):
        sheet.cell(row, heads["Avance (%)"]).value = progress
        sheet.cell(row, heads["Observaciones"]).value = f"Falta la pintura {row}"
    book.save(path)


def meanwhile(desk: Desk, keys: list[Key], progress: int) -> None:
    """The team writes another progress of these."""
    desk.ask(lambda store: action_items.report_progress(store, keys, on=today(), progress=progress))

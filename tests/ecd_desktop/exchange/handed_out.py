"""A small invented office whose commitments are handed out in workbooks. DATOS FICTICIOS: nobody here is real."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db.fields import Key
from db.records import ActionItem, Meeting, Organisation, Person, ProgressEntry, Project
from db.records.action_items import Priority, Reach, State
from db.store import Store
from ecd_desktop.calendar import clock, peruvian_calendar
from ecd_desktop.exchange import export

TODAY = date(2026, 6, 1)
CALENDAR = peruvian_calendar([2025, 2026, 2027])
CANARY = "canario-interno-9c41"
FORMULA = "=SUM(1;2)"
PHONE, MAIL = "987 600 111", "ficticia@example.org"


@dataclass(frozen=True, slots=True)
class Office:
    """The keys of what was made: present unit, its predecessors, another unit, and commitments by code."""

    unit: Key
    former: Key
    oldest: Key
    other: Key
    items: dict[str, Key]


def office(store: Store) -> Office:
    """Two units, one of them renamed twice; commitments in every state; internal tasks and notes with a canary."""
    items: dict[str, Key] = {}
    with store.change("Invented office") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Sombra", acronym="GFS", internal_note=CANARY))
        former = work.add(Organisation(name="Gerencia Ficticia de Luz", acronym="GFL", successor_id=unit.id))
        oldest = work.add(Organisation(name="Oficina Ficticia de Faroles", successor_id=former.id))
        other = work.add(Organisation(name="Empresa Ficticia de Pasamanos", acronym="EFP"))
        person = work.add(
            Person(given_names="Ñusta", family_names="Ficticia Róman", phone=PHONE, email=MAIL, internal_note=CANARY)
        )
        project = work.add(Project(code="PRY-2026-901", name="Ruta inventada", internal_note=CANARY))
        meeting = work.add(Meeting(code="REU-2026-901", number="ACTA N° 901-2026", held_on=date(2026, 2, 12)))

        def item(code: str, owner: Organisation, description: str, **more: Any) -> ActionItem:
            made = work.add(
                ActionItem(
                    code=code, unit_id=owner.id, description=description, internal_note=f"{CANARY} {code}",
                    meeting_id=meeting.id, project_id=project.id, item_number=code[-2:], **more,
                )
            )  # fmt: skip
            items[code] = made.id
            return made

        late = item(
            "COM-2026-901", unit, "Remitir el plano de ubicación", state=State.IN_PROGRESS, progress=58,
            due_original=date(2026, 4, 30), due_on=date(2026, 5, 15), person_id=person.id, agreed_on=date(2026, 2, 12),
            expected_evidence="Oficio con cargo", remarks="Línea uno\nLínea dos",
        )  # fmt: skip
        work.add(
            ProgressEntry(
                action_item_id=late.id, on=date(2026, 5, 2), progress=58, state=State.IN_PROGRESS,
                body="Plano revisado por el equipo",
            )
        )  # fmt: skip
        item("COM-2026-902", former, FORMULA, due_on=date(2026, 7, 1), priority=Priority.HIGH)
        item("COM-2026-903", oldest, "Pintar el cruce", state=State.DONE, progress=100, reported_on=date(2026, 5, 20))
        item("COM-2026-904", unit, "Verificado ya", state=State.VERIFIED, progress=100, due_on=date(2026, 3, 1))
        item("COM-2026-905", unit, "Anulado", state=State.CANCELLED, state_reason="Según acta")
        item("COM-2026-906", unit, "Todavía un borrador", state=State.DRAFT)
        item("COM-2026-907", unit, f"Tarea de la casa {CANARY}", reach=Reach.INTERNAL_TASK, remarks=CANARY)
        item("COM-2026-908", other, "De otra unidad", due_on=date(2026, 8, 1))
        item("COM-2026-909", unit, "Sin fecha & con <signos>")
    return Office(unit.id, former.id, oldest.id, other.id, items)


def exported(store: Store, path: Path, **more: Any) -> export.Exported:
    """Export the office's renamed unit, unless told otherwise."""
    options: dict[str, Any] = {
        "unit": "GFS", "path": path, "clock": clock(TODAY, CALENDAR), "calendar": CALENDAR, "language": "es",
    }  # fmt: skip
    return export.export_action_items(store, **(options | more))


def packed(store: Store, **more: Any) -> export.Package:
    """What the workbook of the office's renamed unit would hand out."""
    options: dict[str, Any] = {"unit": "GFS", "clock": clock(TODAY, CALENDAR), "calendar": CALENDAR}
    return export.collect(store, **(options | more))

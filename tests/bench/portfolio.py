"""An invented portfolio of any size. DATOS FICTICIOS: no person, unit's promise or project here is real."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.records import ActionItem, Meeting, Organisation, Person, ProgressEntry, Project, Reschedule
from db.records.action_items import Reach, State
from db.records.base import new_key

if TYPE_CHECKING:
    from db.store import Store

TODAY = date(2026, 6, 1)

UNITS = (
    ("GDU", "Gerencia de Desarrollo Urbano"), ("GMU", "Gerencia de Movilidad Urbana"),
    ("GPV", "Gerencia de Participación Vecinal"), ("GRD", "Gerencia de Gestión del Riesgo de Desastres"),
    ("EMAPE", "Empresa Municipal Administradora de Peaje"), ("GDH", "Gerencia de Desarrollo Humano"),
    ("SERPAR", "Servicio de Parques de Lima"), ("SEDAPAL", "Servicio de Agua Potable y Alcantarillado de Lima"),
    ("OGAJ", "Oficina General de Asesoría Jurídica"), ("GC", "Gerencia de Cultura"),
    ("OGPEM", "Oficina General de Planeamiento y Modernización"), ("DIRIS", "DIRIS Lima Centro"),
)  # fmt: skip
GIVEN = ("Elena", "Luis", "Rosa", "Saúl", "Julia", "Marco", "Milagros", "Diego", "Paul", "Teresa", "Karina", "Iñigo")
FAMILY = ("Ticona Rojas", "Ñahui Paredes", "Quispe Mamani", "Cárdenas León", "Condori Ríos", "Oré Núñez", "Luna Paz")
WORKS = ("Ruta segura", "Escalera", "Wawateca", "Parque sombra", "Campaña anemia", "Losa", "Huerto", "Cuna")
PLACES = ("Amancaes", "Cerro Mirador", "Jardín Azul", "Santa Elena", "Barrio Nuevo", "El Niño", "Huánuco Alto", "Peña")
VERBS = ("Remitir", "Pintar", "Convocar", "Evaluar", "Instalar", "Tramitar", "Entregar", "Definir", "Medir")
THINGS = (
    "plano de ubicación actualizado con los cruces priorizados", "cruces peatonales frente a la cuna (2 unidades)",
    "a cuidadoras para la caminata a 95 cm", "la estabilidad del muro medianero e informar al comité",
    "pasamanos a dos alturas (0.45 m y 0.90 m)", "la autorización de corte de pista", "120 libros para la wawateca",
    "el horario de atención con la junta directiva", "el punto de agua para riego", "la percepción (n≥100)",
)  # fmt: skip
REMARKS = (None, None, "Falta informe vecinal", "Oficio 045-2026", "Depende del ítem 4", "Asistieron 19 cuidadoras")
STATES = (
    (State.PENDING,) * 5 + (State.IN_PROGRESS,) * 6 + (State.DONE,) * 2 + (State.VERIFIED,) * 5 + (State.OBSERVED,)
)  # fmt: skip


PROJECTS = 500


def description(n: int, chance: random.Random) -> str:
    """What was promised; each one is its own."""
    return f"{chance.choice(VERBS)} {chance.choice(THINGS)}, tramo {n:05} del ámbito de {chance.choice(PLACES)}"


def fill(store: "Store", items: int, *, seed: int = 1) -> None:
    """Write ``items`` action items with the units, people, projects and meetings around them, in one change."""
    chance = random.Random(seed)
    with store.change("DATOS FICTICIOS", kind="import") as work:
        units = work.add_many(Organisation, [{"acronym": a + "·F", "name": f"{name} (ficticia)"} for a, name in UNITS])
        people = work.add_many(Person, [{"given_names": g, "family_names": f} for g in GIVEN for f in FAMILY])
        projects = work.add_many(
            Project,
            [{"code": f"PRY-2026-{n:03}", "name": f"{_project(n)} {n}"} for n in range(1, PROJECTS + 1)],
        )
        days = [date(2025, 1, 6) + timedelta(days=n) for n in range(500)]
        meetings = work.add_many(
            Meeting,
            [{"code": f"REU-2026-{n + 1000}", "number": f"ACTA N° {n + 1:03}-2026", "held_on": d}
             for n, d in enumerate(days)],
        )  # fmt: skip
        rows = [_item(n, chance, units, people, projects, meetings, days) for n in range(1, items + 1)]
        work.add_many(ActionItem, rows)
        work.add_many(ProgressEntry, [entry for row in rows for entry in _entries(row, chance)])
        work.add_many(Reschedule, [_moved(row) for row in rows if row["due_original"] != row["due_on"]])


def _item(
    n: int, chance: random.Random, units: list[Any], people: list[Any], projects: list[Any], meetings: list[Any],
    days: list[date],
) -> dict[str, Any]:  # fmt: skip
    meeting = chance.randrange(len(meetings))
    state = chance.choice(STATES)
    first = days[meeting] + timedelta(days=chance.randrange(7, 200)) if chance.random() > 0.05 else None
    moved = first + timedelta(days=30) if first and chance.random() < 0.2 else first
    settled = state in (State.DONE, State.VERIFIED)
    blocked = not settled and chance.random() < 0.05
    return {
        "id": new_key(), "code": f"COM-2026-{n:05}", "description": description(n, chance), "item_number": str(n),
        "meeting_id": meetings[meeting], "project_id": chance.choice(projects), "unit_id": chance.choice(units),
        "person_id": chance.choice(people) if chance.random() > 0.2 else None, "agreed_on": days[meeting],
        "due_original": first, "due_on": moved, "state": state, "physical_works": chance.random() < 0.2,
        "progress": 100 if settled else chance.randrange(0, 100, 5) if state is State.IN_PROGRESS else 0,
        "reported_on": first if settled else None, "remarks": chance.choice(REMARKS),
        "reach": Reach.INTERNAL_TASK if chance.random() < 0.1 else Reach.COMMITMENT,
        "blocked_since": TODAY - timedelta(days=chance.randrange(1, 40)) if blocked else None,
        "blocked_reason": "Sin informe vecinal" if blocked else None,
    }  # fmt: skip


def _entries(row: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    if row["state"] is State.PENDING:
        return
    for n in range(chance.choice((1, 1, 2, 3))):
        yield {
            "action_item_id": row["id"], "on": row["agreed_on"] + timedelta(days=10 * (n + 1)), "state": row["state"],
            "progress": row["progress"], "body": f"Avance {n + 1}: visita del equipo a {chance.choice(PLACES)}",
        }  # fmt: skip


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    on = row["agreed_on"] + timedelta(days=5)
    return {
        "action_item_id": row["id"], "on": on, "due_before": row["due_original"], "due_after": row["due_on"],
        "reason": "según matriz",
    }  # fmt: skip


def database(folder: Path, items: int) -> Path:
    """A local database with that many action items, made once per folder."""
    path = folder / f"portfolio-{items}.db"
    if not path.exists():
        from ecd_desktop.services import databases

        scratch = path.with_suffix(".new")
        store = databases.open_database(str(scratch), who="Medición")
        if items:  # else reference data only
            fill(store, items)
        store.close()
        scratch.rename(path)
    return path


HEADINGS = (
    "N°", "ACTA", "FECHA", "PROYECTO / INTERVENCIÓN", "COMPROMISO ASUMIDO", "UNIDAD", "PERSONA", "PLAZO", "% AVANCE",
    "ESTADO", "OBSERVACIONES",
)  # fmt: skip
WORDS = {
    State.PENDING: "Pendiente", State.IN_PROGRESS: "En proceso", State.DONE: "Cumplido", State.VERIFIED: "Cumplido",
    State.OBSERVED: "Observado",
}  # fmt: skip


def sheet_rows(count: int, *, unit: str = "", seed: int = 2) -> Iterator[tuple[Any, ...]]:
    """Rows of a department's matrix under HEADINGS, as typed by people; all of one ``unit`` where it is given."""
    chance = random.Random(seed)
    for n in range(1, count + 1):
        meeting = n // 12
        held = date(2026, 1, 5) + timedelta(days=meeting % 150)
        state = chance.choice(STATES)
        progress = {State.PENDING: 0.0, State.IN_PROGRESS: 0.5}.get(state, 1.0)
        person = f"{GIVEN[n % len(GIVEN)]} {FAMILY[n % len(FAMILY)]}" if n % 5 else None
        yield (
            n, f"ACTA N° {meeting + 1:03}-2026", held, _project(meeting + n % 2), description(n, chance),
            unit or UNITS[n % len(UNITS)][0], person, held + timedelta(days=chance.randrange(7, 200)), progress,
            WORDS[state], chance.choice(REMARKS),
        )  # fmt: skip


def _project(n: int) -> str:
    return f"{WORKS[n % 8]} {PLACES[n // 8 % 8]}"


def workbook(folder: Path, rows: int, *, unit: str = "") -> Path:
    """A department's matrix with that many rows, made once per folder."""
    path = folder / f"matriz-{rows}.xlsx"
    if not path.exists():
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Matriz")
        sheet.append(["MUNICIPALIDAD METROPOLITANA DE LIMA – DATOS FICTICIOS"])
        sheet.append(["Actualizado al 01/06/2026 por: GDH"])
        sheet.append([])
        sheet.append(list(HEADINGS))
        for row in sheet_rows(rows, unit=unit):
            sheet.append(row)
        book.save(path)
    return path

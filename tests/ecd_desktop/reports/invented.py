"""Invented rows for the reports' tests. DATOS FICTICIOS: no person, unit's promise or case here is real."""

import uuid
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from db.queries.action_items import ActionItemRow
from db.queries.cases import CaseRow
from db.queries.meetings import MeetingRow
from db.queries.projects import ProjectRow
from db.queries.traffic_light import Light, why_of
from db.records.action_items import Origin, Priority, Reach, State
from db.records.cases import CaseKind, CaseState, Outcome, PartyRole
from db.records.meetings import MeetingKind, MeetingState
from db.records.projects import ProjectState
from ecd_desktop.calendar import Calendar, clock, peruvian_calendar
from ecd_desktop.reports.cases import Happening, Party
from ecd_desktop.reports.letterhead import DECADE, YEAR_NAMES, Head

CUTOFF = date(2026, 6, 1)
KNOWN = datetime(2026, 6, 2, 14, 5, tzinfo=UTC)
CANARY = "canario-interno-7f3a"

UNITS = {
    "GDU": "Gerencia de Desarrollo Urbano", "GMU": "Gerencia de Movilidad Urbana",
    "GPV": "Gerencia de Participación Vecinal", "GRD": "Gerencia de Gestión del Riesgo de Desastres",
    "EMAPE": "Empresa Municipal Administradora de Peaje", "GDH": "Gerencia de Desarrollo Humano",
    "SERPAR": "Servicio de Parques de Lima", "SEDAPAL": "Servicio de Agua Potable y Alcantarillado de Lima",
    "OGAJ": "Oficina General de Asesoría Jurídica",
}  # fmt: skip
PROJECTS = {
    "PRY-2026-001": "Ruta segura cuna Amancaes", "PRY-2026-002": "Escalera Cerro Mirador",
    "PRY-2026-003": "Wawateca Jardín Azul", "PRY-2026-004": "Parque sombra Santa Elena",
    "PRY-2026-006": "Ordenanza DIT",
}  # fmt: skip
MEETINGS = {1: date(2026, 2, 12), 2: date(2026, 2, 26), 3: date(2026, 3, 12), 4: date(2026, 4, 9), 5: date(2026, 5, 14)}

P, W, OB, D, V = State.PENDING, State.IN_PROGRESS, State.OBSERVED, State.DONE, State.VERIFIED
# meeting, project, unit, person, due, progress, state, text, last progress, more
PORTFOLIO: tuple[tuple[Any, ...], ...] = (
    (1, 1, "GDU", "Arq. Elena Ticona Rojas", date(2026, 2, 27), 100, V,
     "Remitir plano de ubicación actualizado con los 3 cruces priorizados", "Oficio 045-2026", {}),
    (1, 1, "GMU", "Luis Ñahui Paredes", date(2026, 3, 20), 60, W,
     "Pintar cruces peatonales frente a la cuna (2 unidades)", "Un cruce terminado", {"reschedules": 1}),
    (1, 1, "GPV", "Rosa Quispe Mamani", date(2026, 3, 5), 100, D,
     "Convocar a cuidadoras para la caminata a 95 cm", "Asistieron 19 cuidadoras", {"reported_on": date(2026, 3, 9)}),
    (1, 2, "GRD", "Ing. Saúl Cárdenas", date(2026, 3, 13), 0, P,
     "Evaluar estabilidad del muro medianero e informar", None, {}),
    (1, 2, "EMAPE", None, date(2026, 6, 30), 0, P,
     "Instalar pasamanos a dos alturas (0.45 m y 0.90 m)", "Depende de la evaluación del muro", {}),
    (2, 2, "GMU", "Luis Ñahui Paredes", date(2026, 6, 26), 50, W, "Tramitar autorización de corte de pista",
     "Falta informe vecinal", {"blocked_since": date(2026, 5, 4), "blocked_reason": "Sin informe vecinal"}),
    (2, 3, "GPV", "Rosa Quispe Mamani", date(2026, 3, 12), 100, V,
     "Definir horario de atención con la junta directiva", "Acta vecinal firmada", {}),
    (3, 4, "SERPAR", "Marco Oré", date(2026, 3, 19), 100, D, "Presentar dos cotizaciones de toldo tensado",
     "Cotizaciones por S/ 18,400.00 y S/ 21,150.00", {"reported_on": date(2026, 3, 18)}),
    (3, 4, "SEDAPAL", None, date(2026, 3, 26), 0, P, "Confirmar punto de agua para riego",
     "2 llamadas sin respuesta", {"reschedules": 2}),
    (3, 4, "GDH", "Milagros Vega Salas", date(2026, 6, 8), 30, W,
     "Firmar pacto de mantenimiento con el comité vecinal", "Borrador en revisión del comité", {}),
    (3, 1, "GDH", "Diego Rojas Luna", date(2026, 9, 30), 58, W,
     "Medir percepción de seguridad (línea base, n≥100)", "n = 58; faltan las encuestas del turno de tarde", {}),
    (4, 2, "EMAPE", "Ing. Paul Zegarra", date(2026, 4, 24), 80, W, "Retirar desmonte del tramo 2 (8 t)",
     "6.4 t retiradas", {}),
    (5, 3, "EMAPE", "Ing. Paul Zegarra", date(2026, 8, 12), 0, P,
     "Instalar piso de caucho reciclado (36 m²)", None, {}),
    (5, 6, "OGAJ", "Abog. Teresa Luján", date(2026, 6, 29), 10, OB,
     "Emitir opinión legal sobre la propuesta de ordenanza", "Sustentar la partida", {}),
    (5, 6, "GDH", "Milagros Vega Salas", None, 0, P, "Elevar el proyecto a la comisión de regidores", None, {}),
    (5, 6, "GPV", "Rosa Quispe Mamani", None, 0, State.CANCELLED,
     "Difundir la propuesta a las 43 municipalidades distritales", "Lo asume Secretaría General",
     {"state_reason": "Lo asume Secretaría General"}),
)  # fmt: skip


@cache
def calendar() -> Calendar:
    return peruvian_calendar(range(2025, 2028))


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


def item(**given: Any) -> ActionItemRow:
    """One commitment; what is not given is plain.  Its light is computed at CUTOFF by the real rule."""
    values: dict[str, Any] = {field.name: None for field in fields(ActionItemRow)}
    values |= {
        "key": key(repr(sorted(given.items(), key=lambda pair: pair[0]))), "code": "COM-2026-999",
        "description": "Compromiso de prueba", "reach": Reach.COMMITMENT, "origin": Origin.MEETING, "reschedules": 0,
        "priority": Priority.MEDIUM, "physical_works": False, "progress": 0, "state": State.PENDING,
    }  # fmt: skip
    values |= given
    if values["why"] is None:
        facts = type("Facts", (), values)()
        values["why"] = why_of(facts, clock(CUTOFF, calendar()))
    return ActionItemRow(**values)


def placed(n: int, spec: tuple[Any, ...]) -> ActionItemRow:
    meeting, project, unit, person, due, progress, state, words, last, more = spec
    held, code = MEETINGS[meeting], f"PRY-2026-{project:03}"
    return item(
        key=key(f"item {n}"), code=f"COM-2026-{n:03}", description=words, origin_name=f"ACTA N° {meeting:03}-2026",
        origin_on=held, agreed_on=held, item_number=str(n), meeting_key=key(f"meeting {meeting}"),
        project_key=key(code), project_code=code, project=PROJECTS[code], unit_key=key(unit), unit=unit,
        unit_name=UNITS[unit], person_key=key(person) if person else None, person=person, due_original=due,
        due_on=due, progress=progress, state=state, last_progress=last,
        last_progress_on=date(2026, 5, 15) + timedelta(days=n % 14) if last else None, **more,
    )  # fmt: skip


def portfolio() -> list[ActionItemRow]:
    """Sixteen commitments with every light."""
    return [placed(n, spec) for n, spec in enumerate(PORTFOLIO, 1)]


def many(count: int) -> list[ActionItemRow]:
    """Any number of commitments; each description is its own."""
    rows = []
    for n in range(1, count + 1):
        spec = list(PORTFOLIO[n % len(PORTFOLIO)])
        spec[7] = f"{spec[7]}, tramo {n:04} del ámbito señalado en la visita técnica, con informe al comité"
        rows.append(placed(n, tuple(spec)))
    return rows


def head(**given: Any) -> Head:
    values: dict[str, Any] = {
        "entity": "Municipalidad Metropolitana de Lima", "organ": "Gerencia de Desarrollo Humano",
        "unit": "Coordinación de Primera Infancia", "decade": DECADE, "year_name": YEAR_NAMES[2026],
        "issued_by": "Prueba Ficticia", "issued_at": KNOWN, "code": "MC-2026-012", "fictitious": True,
    }  # fmt: skip
    return Head(**(values | given))


def _row(cls: type, plain: dict[str, Any], given: dict[str, Any]) -> Any:
    return cls(**({field.name: None for field in fields(cls)} | plain | given))


def project(n: int, name: str, **given: Any) -> ProjectRow:
    code = f"PRY-2026-{n:03}"
    plain = {
        "key": key(code), "code": code, "name": name, "state": ProjectState.ACTIVE, "live_items": 0, "overdue_items": 0
    }  # fmt: skip
    return _row(ProjectRow, plain, given)


def projects() -> list[ProjectRow]:
    return [
        project(1, "Ruta segura cuna Amancaes", stage="Codiseño", stage_position=5, place="Cercado de Lima",
                progress=35, budget=6_250_000, live_items=4, overdue_items=1),
        project(2, "Escalera Cerro Mirador", stage="Planificación", stage_position=6, place="Villa El Salvador",
                progress=20, budget=14_890_050, live_items=4, overdue_items=2),
        project(3, "Wawateca Jardín Azul", stage="Ejecución", stage_position=7, place="Cercado de Lima",
                progress=45, budget=8_400_000, live_items=1),
        project(4, "Parque sombra Santa Elena", stage="Ejecución", stage_position=7,
                place="San Juan de Lurigancho", progress=55, budget=21_030_075, live_items=3, overdue_items=1),
        project(6, "Ordenanza DIT", stage_as_given="Organización", progress=15, live_items=2,
                state=ProjectState.PAUSED, state_reason="Espera opinión legal"),
    ]  # fmt: skip


def meetings() -> list[MeetingRow]:
    return [
        _row(MeetingRow, {"kind": MeetingKind.TECHNICAL, "state": MeetingState.SIGNED, "expected": 12},
             {"key": key(f"meeting {n}"), "code": f"REU-2026-{n:03}", "number": f"ACTA N° {n:03}-2026", "held_on": on,
              "came": 9, "items": 3})
        for n, on in MEETINGS.items()
    ]  # fmt: skip


def case(n: int, title: str, **given: Any) -> CaseRow:
    code = f"ASU-2026-{n:03}"
    plain = {
        "key": key(code), "code": code, "title": title, "kind": CaseKind.REQUEST, "state": CaseState.OPEN,
        "live_items": 0, "opened_on": date(2026, 3, n),
    }  # fmt: skip
    return _row(CaseRow, plain, given)


def cases() -> list[CaseRow]:
    return [
        case(4, "Desmonte frente a la cuna Amancaes", place="Barrio Amancaes, Rímac", person="Milagros Vega Salas",
             unit="GDH", project="Ruta segura cuna Amancaes", state=CaseState.WAITING,
             waiting_for="informe de EMAPE sobre el retiro", next_step="Llamar al Ing. Zegarra y pedir fecha de "
             "retiro; si no hay respuesta, reiterar por memorando", next_on=date(2026, 6, 4), live_items=2),
        case(9, "Punto de agua del parque Santa Elena", kind=CaseKind.BLOCKER),
        case(12, "Feria de juego con la junta directiva", state=CaseState.CLOSED, closed_on=date(2026, 5, 20),
             outcome=Outcome.SOLVED),
    ]  # fmt: skip


PARTIES = (
    Party("Junta directiva del AA.HH. Amancaes", PartyRole.APPLICANT),
    Party("EMAPE – Ing. Paul Zegarra", PartyRole.RESPONSIBLE),
    Party("Cuna Amancaes – Rosa Quispe Mamani", PartyRole.AFFECTED),
    Party("Municipalidad Distrital del Rímac", PartyRole.ALLY),
)


def happenings() -> list[Happening]:
    return [
        Happening(date(2026, 4, 22), "Visit", "Se midió el desmonte: 8 t en el tramo 2. La entrada de coches de bebé "
                  "queda cerrada.", "Diego Rojas Luna"),
        Happening(date(2026, 3, 4), "Message", "La junta directiva pide retirar el desmonte antes de la campaña de "
                  "vacunación.", "Junta directiva"),
        Happening(date(2026, 4, 9), "Meeting", "ACTA N° 004-2026. Mesa técnica en el local de la cuna.",
                  "9 asistentes"),
        Happening(date(2026, 4, 9), "Commitment", "COM-2026-012 Retirar desmonte del tramo 2 (8 t).",
                  "EMAPE – Ing. Paul Zegarra", light=Light.RED),
        Happening(date(2026, 5, 27), "Progress", "COM-2026-012: 6.4 t retiradas (80 %).", "EMAPE"),
        Happening(date(2026, 5, 28), "Call", f"No decir afuera: {CANARY}", "Equipo", internal=True),
        Happening(date(2026, 5, 29), "Call", "EMAPE confirma que el saldo sale con el siguiente turno de cargador.",
                  "Ing. Paul Zegarra"),
        Happening(date(2026, 6, 15), "Note", "Después del corte: no debe salir.", "Equipo"),
    ]  # fmt: skip

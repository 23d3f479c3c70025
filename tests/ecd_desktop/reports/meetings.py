"""Invented meetings for the tests of their papers. DATOS FICTICIOS: nobody here is real."""

from dataclasses import replace
from datetime import date
from typing import Any

from db.queries.meeting_papers import Agreed, Attendee, Earlier, MeetingPaper, Promised, Topic
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.records.meetings import MeetingKind, MeetingState, Modality, Presence
from db.records.people import DocumentKind
from tests.ecd_desktop.reports import invented

PEOPLE = (
    ("Vega Salas, Milagros", "GDH", "Coordinadora", "07654321"),
    ("Rojas Luna, Diego", "GDH", "Especialista en datos", "41234567"),
    ("Quispe Mamani, Rosa", "GPV", "Promotora social", "40887766"),
    ("Ñahui Paredes, Luis", "GMU", "Ingeniero de tránsito", "09876543"),
    ("Ticona Rojas, Elena", "GDU", "Arquitecta", ""),
    ("Zegarra Núñez, Paul", "EMAPE", "Residente de obra", "10203040"),
    ("Cárdenas Ríos, Saúl", "GRD", "Evaluador de riesgos", "43210987"),
    ("Oré Palomino, Marco", "SERPAR", "Jefe de parques", ""),
    ("Luján Peralta, Teresa", "OGAJ", "Abogada", "08112233"),
    ("Huamán Condori, Carmen", "Junta directiva Amancaes", "Presidenta", "44556677"),
    ("Sulca Ñaupari, Nélida", "Cuna Amancaes", "Directora", "20304050"),
    ("Paredes Díaz, Lucía", "Municipalidad del Rímac", "Subgerenta de la Mujer", ""),
)


def attendee(n: int, presence: Presence = Presence.PRESENT, **more: Any) -> Attendee:
    name, organisation, role, document = PEOPLE[n % len(PEOPLE)]
    return Attendee(name, presence, organisation, role, document_kind=DocumentKind.DNI if document else None,
                    document=document, **more)  # fmt: skip


NOTES = """\
## 2. Sombra y cerco
Vecinas piden **sombra antes de febrero**. Rafael muestra dos alternativas:
- Toldo tensado: 3 semanas, S/ 18,400.00, requiere anclaje en el muro medianero
- Pérgola: 7 semanas, S/ 31,000.00, *mejor a largo plazo*
ACUERDO: Se instala toldo en el sector norte como etapa 1.
RIESGO: El muro medianero puede no resistir el anclaje.
COMPROMISO: @EMAPE retira el desmonte del tramo 2 para el 30/07/2021
## 3. Cronograma con Obras
Carmen recuerda que las madres usan la banca norte entre 10:00 y 12:00; la obra se hará por la tarde.
"""

AGREED = (
    "Se instala toldo en el sector norte como etapa 1.",
    "La obra se ejecuta de lunes a viernes, de 14:00 a 18:00, para no quitar la banca norte a las madres.",
    "El cerco se define con la junta directiva antes de pedir la opinión legal.",
    "Se aprueba el acta anterior sin observaciones.",
    "La caminata a 95 cm se repite con cuidadoras del turno de la tarde.",
    "Los informes de avance se envían cada viernes al correo de la coordinación.",
    "Se invita a SEDAPAL a la siguiente sesión para fijar el punto de agua.",
    "El comité vecinal recibe el plano en lámina A2 para la asamblea.",
    "Se pide a Comunicaciones que ninguna fotografía muestre rostros de niñas y niños.",
)
PROMISED = (
    ("Retira el desmonte del tramo 2", "EMAPE – Paul Zegarra Núñez", date(2021, 7, 30), "Informe con fotografías"),
    ("Presentar dos cotizaciones de toldo tensado", "SERPAR – Marco Oré Palomino", date(2021, 7, 16), "Cotizaciones"),
    ("Consultar con legal sobre el cerco", "OGAJ – Teresa Luján Peralta", None, ""),
)  # fmt: skip


def meeting(**given: Any) -> MeetingPaper:
    """A technical round table of twelve people with nine agreements."""
    values: dict[str, Any] = {
        "key": invented.key("meeting 12"), "code": "REU-2021-012", "kind": MeetingKind.TECHNICAL,
        "state": MeetingState.HELD, "number": "ACTA N° 012-2021", "subject": "Mesa técnica Parque Huáscar",
        "modality": Modality.IN_PERSON, "held_on": date(2021, 7, 9), "starts_at": "15:05", "ends_at": "16:40",
        "place": "Villa El Salvador", "venue": "Local comunal Huáscar", "convened_by": "GDH",
        "chair": "Milagros Vega Salas", "secretary": "Diego Rojas Luna", "projects": ("Parque sombra Huáscar",),
        "attendees": tuple(attendee(n) for n in range(12)),
        "topics": (
            Topic("Acuerdos anteriores", minutes=10), Topic("Sombra y cerco", minutes=20, presenter="Marco Oré",
                  started_at="15:20", ended_at="15:55"),
            Topic("Cronograma con Obras", minutes=15, conclusion="Se trabaja por las tardes."),
            Topic("Próximos pasos", minutes=10),
        ),
        "earlier": (
            Earlier("COM-2021-031", "Remitir plano de ubicación con los 3 cruces priorizados", "GDU – Elena Ticona",
                    date(2021, 6, 25), State.DONE, Light.AMBER, answer="Oficio 045-2021, falta verificar"),
            Earlier("COM-2021-033", "Pintar cruces peatonales frente a la cuna", "GMU – Luis Ñahui",
                    date(2021, 7, 2), State.IN_PROGRESS, Light.RED, moved_to=date(2021, 7, 16)),
        ),
        "text": NOTES,
        "agreed": tuple(Agreed(str(n), words, code=f"ACU-2021-{n:03}") for n, words in enumerate(AGREED, 1)),
        "promised": tuple(Promised(str(n), f"COM-2021-{40 + n:03}", *row) for n, row in enumerate(PROMISED, 1)),
        "next_on": date(2021, 8, 6), "next_at": "15:00", "next_venue": "Local comunal Huáscar",
        "next_agenda": "- Avance del toldo\n- Punto de agua con SEDAPAL",
    }  # fmt: skip
    return MeetingPaper(**(values | given))


def assembly(count: int = 40) -> MeetingPaper:
    """Neighbours who sign with their thumb-prints."""
    neighbours = tuple(
        replace(attendee(n), name=f"{PEOPLE[n % 12][0]} {n + 1}", organisation="AA.HH. Amancaes", role="Vecina",
                document="" if n % 3 else f"{40_000_000 + n}")
        for n in range(count)
    )  # fmt: skip
    return meeting(
        kind=MeetingKind.ASSEMBLY, subject="Asamblea del AA.HH. Amancaes", attendees=neighbours,
        counted=(19, 4, 5, 3, 19), code="REU-2021-015", number="",
    )  # fmt: skip


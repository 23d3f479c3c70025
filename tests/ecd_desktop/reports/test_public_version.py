"""Public versions: nothing personal is left in the text of the page, and what is public stays."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from db.ordering import fold
from db.queries.frozen_papers import thawed
from db.queries.meeting_papers import Agreed, Earlier, MeetingPaper, Promised, Topic, canonical, content_hash
from db.queries.privacy import Named, Privacy
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.records.decisions import Adopted, DecisionKind
from db.records.meetings import Confidentiality, Fate, Presence
from ecd_desktop.errors import Expected
from ecd_desktop.language import in_language
from ecd_desktop.reports import public_version
from ecd_desktop.reports.masking import Mask, masked
from tests.ecd_desktop.reports import invented, meetings, paper

OFFICES = {"GDH", "GPV", "GMU", "GDU", "EMAPE", "GRD", "SERPAR", "OGAJ", "Municipalidad del Rímac"}
CARMEN = Named("Carmen", "Huamán Condori", data=("44556677", "987 111 222 / 4561234", "carmen.hc@example.com"))
NELIDA = Named("Nélida", "Sulca Ñaupari", speaks=True, data=("20304050",))
GUEST = Named("Yolanda Poma Gil")
ELSEWHERE = Named("Pío", "Tello Raza", present=False)
PRIVATE = (CARMEN, NELIDA, GUEST, ELSEWHERE)
KNOWN = Privacy(
    (
        *(Named(name.split(", ")[1], name.split(", ")[0], public=True, data=(document,))
          for name, unit, _post, document in meetings.PEOPLE if unit in OFFICES),
        *PRIVATE,
    ),
    ("Villa El Salvador", "Comedor Santa Carmen", "EMAPE"),
)  # fmt: skip

PERSONAL = """\
Carmen recuerda que las madres usan la banca. CARMEN HUAMAN pide agua; la señora Huamán Condori, también.
C. Huamán firma por **Carmen** Huamán; _Nélida_ y Sulca Ñaupari, Nélida aceptan. Pio Tello no vino.
DNI 44556677, dni: 4455-6677, CE 001234567, cel. 987-111-222, 987111222, +51 999 888 777, telf. (01) 456-1234,
4561234, carmen.hc@example.com, Otra@Correo.pe. Vive en Mz. B Lt. 18; otra en manzana C, lote 7A; -12.0464, -77.0428.
La niña Camila Torres y el señor Tomás de la Cruz Rey esperan en https://maps.app.goo.gl/abc y wa.me/51987111222.
Yolanda Poma ofrece su cochera. Habla la vecina Yolanda.
"""
STAYS = """\
La señora Milagros Vega preside; Diego Rojas Luna anota en el Comedor Santa Carmen. Se gastan S/ 18,400.00 el
30/07/2021, COM-2021-041, expediente 045-2021, 118 peldaños, 0.45 m y 12.5 %; hay una rosa y un carmen en el jardín.
"""


def told(**changes: object) -> MeetingPaper:
    values: dict[str, object] = {
        "text": PERSONAL + STAYS, "venue": "Casa de Carmen Huamán, Mz. D Lt. 4",
        "chair": "Milagros Vega Salas", "secretary": "Carmen Huamán Condori",
        "topics": (Topic("Agua para Carmen", presenter="Nélida Sulca Ñaupari", conclusion="Llamar al 912345678."),),
        "promised": (Promised("1", "COM-2021-041", "Avisar a Yolanda Poma Gil", "Junta – Carmen Huamán Condori",
                              evidence="Recibo firmado por Nélida"),
                     Promised("2", "COM-2021-042", "Medir el muro", "GRD – Saúl Cárdenas Ríos")),
        "earlier": (Earlier("COM-2021-031", "Visitar a doña Carmen", "GDU – Elena Ticona Rojas", None, State.DONE,
                            Light.AMBER, answer="Atendió Carmen Huamán, DNI 44556677"),),
        "attendees": (*meetings.meeting().attendees,
                      replace(meetings.attendee(4), name="Yolanda Poma Gil", organisation="", role="Vecina"),
                      meetings.attendee(2, Presence.REPRESENTED, represented_by="Pío Tello Raza")),
        "counted": (31, 9, 8, 3, 22), "next_agenda": "- Carmen presenta el agua", "subject": "Agua de Carmen Huamán",
    }  # fmt: skip
    return meetings.meeting(**(values | changes))


def personal() -> list[str]:
    """Every name, number and address of those who hold no public office; names with and without their accents."""
    names = ["Carmen Huamán", "Huamán", "Condori", "Nélida", "Sulca", "Ñaupari", "Yolanda", "Poma", "Tello", "Camila",
             "Torres", "Tomás", "Cruz", "Rey"]  # fmt: skip
    numbers = ["44556677", "987111222", "999888777", "4561234", "912345678", "001234567", "20304050"]
    return [fold(name) for name in names] + numbers + ["carmen.hc", "correo.pe", "mz.blt", "mz.dlt", "lote7", "12.0464"]


WRITERS = (public_version.write_minutes, public_version.write_attendance)


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_personal_datum_is_left_on_the_page_nor_in_the_file(tmp_path: Path, language: str) -> None:
    for write in WRITERS:
        target = tmp_path / "a.pdf"
        done = write(target, told(), KNOWN, head=invented.head(code=""), language=language)
        text = fold(paper.words(target))
        bare = re.sub(r"[^a-z0-9@.]", "", text)
        for one in personal():
            assert one not in text.replace("comedorsantacarmen", ""), one
            assert not one.isdigit() or one not in re.sub(r"[^0-9@]", "", text)
        assert "carmen" not in re.sub("comedorsantacarmen|uncarmenen", "", bare)
        for *_rest, document in meetings.PEOPLE:
            assert not document or document not in text
        assert b"Huam" not in target.read_bytes()
        assert done.warnings


def test_what_is_public_stays_and_the_rule_stands_at_every_foot(tmp_path: Path) -> None:
    public_version.write_minutes(tmp_path / "a.pdf", told(), KNOWN, head=invented.head(code=""), language="en")
    text = paper.words(tmp_path / "a.pdf")
    for said in STAYS.replace("\n", " ").strip().split("; "):
        assert paper.squeezed(said) in text
    for name, unit, post, _document in meetings.PEOPLE:
        assert (paper.squeezed(name) in text) is (unit in OFFICES)
        assert unit not in OFFICES or paper.squeezed(post) in text
    assert "Thumb-print" not in text
    assert "DNI:" not in text
    pages = [paper.squeezed(page) for page in paper.pages(tmp_path / "a.pdf")]
    for page in pages:
        for said in ("Public version", content_hash(told())[:12], "Law 29733", "REU-2021-012"):
            assert paper.squeezed(said) in page


def test_the_same_person_has_the_same_number_throughout() -> None:
    with in_language("en"):
        strike = Mask(told(), KNOWN).strike
        assert strike("Carmen Huamán") == strike("HUAMAN CONDORI, Carmen") == strike("Carmen") == "neighbour 1"
        assert strike("señora Carmen Huamán dice") == "señora neighbour 1 dice"
        assert strike("Nélida") == "representative 1"
        for said in ("la señora Milagros Vega Salas", "la señora Vega dice", "señora Gerenta Municipal"):
            assert strike(said) == said
        assert strike("señora Rosa Vega Pérez") == "señora [name]"
        quechua = replace(KNOWN, people=(*KNOWN.people, Named("Q’illari", "Ch'uspa Ñawi")))
        for said in ("Q'illari Ch’uspa", "Qillari Chuspa-Ñawi", "Chuspa Nawi, **Q´illari**", "q'illari\nch'uspa ñawi"):
            assert Mask(told(), quechua).strike(f"Va {said}.").replace("**", "") == "Va neighbour 3."
        twins = replace(KNOWN, people=(*KNOWN.people, Named("Carmen", "Soto Ramos")))
        assert Mask(told(), twins).strike("Carmen y Carmen Soto") == "[name] y neighbour 3"


@pytest.mark.parametrize("typed", [
    "987654321", "987 654 321", "987-654-321", "+51 987654321", "(01) 456-7890", "01 4567890", "44556677", "44.556.677",
    "DNI N° 44556677", "D.N.I. 4455 6677", "CE: 001234567", "10445566771", "a.b+c@d-e.com.pe", "Mz B Lt 18",
    "Manzana “C” – Lote 7", "Lote 7 Mz. C1", "-12.046374, -77.042793", "https://wa.me/51987654321",
])  # fmt: skip
def test_a_datum_is_struck_out_however_it_is_typed(typed: str) -> None:
    with in_language("en"):
        said = Mask(meetings.meeting(), Privacy()).strike(f"Aquí: {typed}, y sigue.")
        assert re.fullmatch(r"Aquí: \[\w[\w-]*\](?: \[\w+\])?, y sigue\.", said), said


def test_small_groups_are_not_counted_apart(tmp_path: Path) -> None:
    for counted, said in (((31, 9, 8, 3, 22), "Counted without a list: 51."), ((1, 1, 1, 1, 1), "fewer than 5"),
                          ((31, 9, 8, 6, 22), "31 women, 9 men")):  # fmt: skip
        public_version.write_attendance(tmp_path / "a.pdf", told(counted=counted), KNOWN, head=invented.head(code=""),
                                        language="en")  # fmt: skip
        assert paper.squeezed(said) in paper.words(tmp_path / "a.pdf")


def every_text(told: object, mark: str) -> object:
    """The paper with ``mark`` in each of its texts that somebody types, whatever fields there are."""
    kept = {"code", "number", "issued_as", "document", "starts_at", "ends_at", "started_at", "ended_at", "left_at",
            "next_at", "acronym", "name"}  # fmt: skip
    values = {}
    for one in fields(told):  # type: ignore[arg-type]
        value = getattr(told, one.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            value = tuple(every_text(part, mark) for part in value)
        elif isinstance(value, tuple) and value and isinstance(value[0], str):
            value = tuple(mark for _part in value)
        elif type(value) is str and one.name not in kept:
            value = mark
        values[one.name] = value
    return replace(told, **values)  # type: ignore[type-var]


def test_no_text_of_a_paper_is_forgotten_not_even_one_that_is_new() -> None:
    full = every_text(told(), "Rosa llama al 987654321")
    assert isinstance(full, MeetingPaper)
    full = replace(full, unsigned=())
    shown = canonical(masked(full, KNOWN))
    assert canonical(full).count("987654321") >= 30
    assert "987654321" not in shown


def test_what_is_frozen_is_thawed_as_it_was() -> None:
    full = told(confidentiality=Confidentiality.PUBLIC, issued_as="ACTA N° 3", agreed=(
        Agreed("1", "Se acuerda", DecisionKind.REQUEST, Adopted.MAJORITY, "ACU-2021-001"),))  # fmt: skip
    earlier = replace(full.earlier[0], fate=Fate.MOVED, moved_to=date(2021, 8, 1), reported_on=date(2021, 7, 5),
                      reported=40, due_on=date(2021, 7, 1))  # fmt: skip
    full = replace(full, earlier=(earlier, *full.earlier[1:]))
    empty = replace(full, text="", subject="", attendees=full.attendees[:-1], agreed=(), topics=())
    assert thawed(canonical(full).encode(), empty).attendees[:-1] == full.attendees[:-1]
    assert replace(thawed(canonical(full).encode(), full), unsigned=()) == replace(full, unsigned=())


def test_a_reserved_meeting_has_no_public_version(tmp_path: Path) -> None:
    for write in WRITERS:
        with pytest.raises(Expected) as refused:
            write(tmp_path / "a.pdf", told(confidentiality=Confidentiality.RESERVED), KNOWN, head=invented.head())
        assert "REU-2021-012" in str(refused.value)
        assert not (tmp_path / "a.pdf").exists()
        open_to_all = write(tmp_path / "a.pdf", told(confidentiality=Confidentiality.PUBLIC), KNOWN,
                            head=invented.head(code=""))  # fmt: skip
        within = write(tmp_path / "a.pdf", told(confidentiality=Confidentiality.INTERNAL), KNOWN,
                       head=invented.head(code=""))  # fmt: skip
        assert len(within.warnings) == len(open_to_all.warnings) + 1
        (tmp_path / "a.pdf").unlink()

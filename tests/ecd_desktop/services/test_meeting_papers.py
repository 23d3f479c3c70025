"""From a database to the papers of a meeting: what was issued stays what it was, and no paper tells too much."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.queries import issued, minutes
from db.queries.frozen_papers import thawed
from db.queries.meeting_papers import content_hash
from db.queries.privacy import privacy
from db.records.meetings import Confidentiality
from db.records.organisations import OrganisationKind
from ecd_desktop import issuing
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.services import meetings, reference
from ecd_desktop.services import minutes as verbs
from ecd_desktop.settings import Settings
from tests.ecd_desktop.reports import paper
from tests.ecd_desktop.services.conftest import TODAY
from tests.ecd_desktop.services.test_minutes import a_meeting, edit

GDH = reference.key_of("organisations", "gdh")
CANARY = "canario-interno-55aa"
NOW = clock(TODAY, Calendar())


def held(desk: Any, **values: Any) -> tuple[Any, dict[str, Any]]:
    """A meeting with an officer, a neighbour and somebody of a school, with a commitment, a topic and a text."""
    comedor = desk.new("organisations", name="Comedor Santa Rosa", kind=OrganisationKind.SOUP_KITCHEN)
    school = desk.new("organisations", name="Cuna Las Flores", kind=OrganisationKind.SCHOOL)
    made = {
        "vega": desk.new("people", given_names="Milagros", family_names="Vega Salas", document_number="07654321"),
        "rosa": desk.new("people", given_names="Rosa", family_names="Quispe Mamani", document_number="44556677",
                         phone="987 111 222", email="rosa@example.com"),
        "nelida": desk.new("people", given_names="Nélida", family_names="Sulca Ñaupari"),
        "pio": desk.new("people", given_names="Pío", family_names="Tello Raza", phone="956 000 111"),
    }  # fmt: skip
    key = a_meeting(
        desk, minutes_text="Rosa Quispe ofrece agua. Pío Tello no vino. Llamar al 987111222.", chair_id=made["vega"],
        internal_note=CANARY, **values,
    )  # fmt: skip
    for who, unit, role in (("vega", GDH, "Jefa"), ("rosa", comedor, "Presidenta"), ("nelida", school, "Directora")):
        desk.new("posts", person_id=made[who], organisation_id=unit, role=role)
        meetings.attend(desk.store, key, person=made[who])
    meetings.attend(desk.store, key, guest="Visitante Sin Ficha")
    desk.item(description="Llevar mesas", meeting_id=key, unit_id=GDH, person_id=made["vega"])
    desk.item(description="Ordenar el archivo", meeting_id=key, unit_id=GDH, internal_note=CANARY)
    return key, made


def paper_of(desk: Any, key: Any) -> Any:
    with desk.store.reading() as session:
        return minutes.paper(session, key, clock=NOW)


def made(desk: Any, folder: Path, key: Any, what: str, **wanted: Any) -> tuple[str, Any]:
    """The words of a document, and how it was written."""
    code = desk.read("meetings", key)["code"]
    material = issuing.collect(desk.store, issuing.Wanted(what, code=code, **wanted))
    done = issuing.write(folder / "a.pdf", material, Settings(path=folder / "s.toml"), issued_by="Prueba Ficticia",
                         language="en")  # fmt: skip
    return paper.words(folder / "a.pdf"), done


def test_the_register_says_who_acts_for_a_public_body(desk: Any) -> None:
    key, _made = held(desk)
    told = paper_of(desk, key)
    with desk.store.reading() as session:
        known = {f"{one.given} {one.family}".strip(): one for one in privacy(session, told).people}
    assert known["Milagros Vega Salas"].public
    assert not known["Rosa Quispe Mamani"].public
    assert known["Rosa Quispe Mamani"].data == ("44556677", "987 111 222", "rosa@example.com")
    assert known["Nélida Sulca Ñaupari"].speaks
    assert not known["Pío Tello Raza"].present  # only spoken of
    assert known["Visitante Sin Ficha"].present


def test_the_public_version_of_issued_minutes_is_not_the_file_that_was_issued(local_desk: Any, tmp_path: Path) -> None:
    key, _made = held(local_desk)
    before, _done = made(local_desk, tmp_path, key, "minutes", public=True)
    verbs.issue(local_desk.store, key, settings=Settings(path=tmp_path / "s.toml"))
    edit(local_desk, key, minutes_text="Otra cosa: Rosa Quispe ya no ofrece agua.")
    after, done = made(local_desk, tmp_path, key, "minutes", public=True)
    for text in (before, after):
        for personal in ("Quispe", "Rosa", "Sulca", "Tello", "987111222", "Visitante", "44556677", "07654321", CANARY):
            assert personal not in text.replace("ComedorSantaRosa", "")
        for stays in ("VegaSalas", "ComedorSantaRosa", "Publicversion"):
            assert stays in text
    assert "ofreceagua.neighbour" in after  # what was issued, not what was written since
    assert done.warnings
    listed, _done = made(local_desk, tmp_path, key, "attendance", public=True)
    assert "Quispe" not in listed
    assert "VegaSalas" in listed


def test_what_was_issued_is_thawed_to_the_same_hash(desk: Any, tmp_path: Path) -> None:
    key, _made = held(desk)
    verbs.issue(desk.store, key, settings=Settings(path=tmp_path / "s.toml"))
    edit(desk, key, minutes_text="Otra cosa", venue="Otro lugar")
    with desk.store.reading() as session:
        (version,) = issued.versions(session, key)
        content = issued.stored(session, version.content)
    live = paper_of(desk, key)
    assert content is not None
    again = thawed(content, live)
    assert content_hash(again) == version.content != content_hash(live)
    assert [one.document for one in again.attendees] == [one.document for one in live.attendees]
    assert replace(again, text="", venue="", issued_as="", number="") == replace(
        live, text="", venue="", issued_as="", number="", unsigned=again.unsigned
    )


def test_late_signers_and_extracts_are_of_the_version_that_was_issued(local_desk: Any, tmp_path: Path) -> None:
    key, _made = held(local_desk)
    verbs.issue(local_desk.store, key, settings=Settings(path=tmp_path / "s.toml"))
    with local_desk.store.reading() as session:
        (version,) = issued.versions(session, key)
    edit(local_desk, key, minutes_text="Otra cosa")
    for one in local_desk.all("attendances", meeting_id=key)[:2]:
        edit_signed(local_desk, one["id"])
    for what, said in (("signatures", ("2of4", "Sulca")), ("extract", ("Llevarmesas",))):
        text, done = made(local_desk, tmp_path, key, what, whose="GDH")
        assert version.content[:12] in text
        assert "Version1" in text
        assert CANARY not in text
        assert done.pages == 1
        assert any(words in text for words in said)
    assert "Rosa" not in text.replace("SantaRosa", "")


def edit_signed(desk: Any, key: Any) -> None:
    from ecd_desktop.services import records

    draft = desk.draft("attendances", key)
    draft.set("signed", True)
    records.save(desk.store, draft)


def test_a_reserved_meeting_is_refused_before_anything_is_written(local_desk: Any, tmp_path: Path) -> None:
    key, _made = held(local_desk, confidentiality=Confidentiality.RESERVED)
    for what in ("minutes", "attendance"):
        with pytest.raises(Expected):
            made(local_desk, tmp_path, key, what, public=True)
    assert not (tmp_path / "a.pdf").exists()


def test_a_briefing_is_of_a_meeting_or_a_project_and_holds_nothing_internal(desk: Any, tmp_path: Path) -> None:
    from db.records.action_items import Reach

    key, _made = held(desk)
    project = desk.new("projects", name="Parque ficticio", internal_note=CANARY)
    code = desk.read("projects", project)["code"]
    desk.item(description="Plantar seis árboles", project_id=project, unit_id=GDH, internal_note=CANARY)
    desk.item(description=CANARY, project_id=project, unit_id=GDH, reach=Reach.INTERNAL_TASK)
    text, _done = made(desk, tmp_path, key, "briefing", to="Alcaldía", message="Que haya <agua> & sombra.")
    for said in ("Llevarmesas", "Alcaldía", "Quehaya<agua>&sombra.", "4peopleattended"):
        assert said in text
    material = issuing.collect(desk.store, issuing.Wanted("briefing", code=code))
    issuing.write(tmp_path / "b.pdf", material, Settings(path=tmp_path / "s.toml"), issued_by="P", language="en")
    other = paper.words(tmp_path / "b.pdf")
    assert "Parqueficticio" in other
    assert "Plantarseisárboles" in other
    assert CANARY not in text + other
    with pytest.raises(Expected):
        issuing.collect(desk.store, issuing.Wanted("briefing", code="NADA-1"))

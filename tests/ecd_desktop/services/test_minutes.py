"""Issuing minutes: numbers without gaps, contents and files frozen, corrections as the next version."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import contents
from db.errors import Conflict
from db.queries import issued
from db.queries import minutes as papers
from db.records import Meeting
from db.records.meetings import MeetingState, Presence
from db.records.minutes import ObservationState, PaperState
from db.store import Store
from ecd_desktop import issuing
from ecd_desktop.calendar import set_today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language
from ecd_desktop.services import meetings, minutes, observations, records, reference, signing
from ecd_desktop.settings import Settings
from tests.conftest import TEST_PERSON
from tests.ecd_desktop.services.conftest import TODAY

GDH = reference.key_of("organisations", "gdh")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(path=tmp_path / "settings.toml")


def a_meeting(desk: Any, **values: Any) -> Any:
    known = {"subject": "Mesa técnica", "held_on": date(2026, 6, 2), "convened_by_id": GDH, "venue": "Sala 4"}
    return desk.new("meetings", **known | values)


def people(desk: Any, meeting: Any, *names: str) -> list[Any]:
    return [meetings.attend(desk.store, meeting, guest=name) for name in names]


def edit(desk: Any, key: Any, **values: Any) -> None:
    draft = desk.draft("meetings", key)
    for name, value in values.items():
        draft.set(name, value)
    records.save(desk.store, draft)


def file_of(desk: Any, settings: Settings, folder: Path, key: Any, edition: int | None = None) -> bytes:
    wanted = issuing.Wanted("minutes", code=desk.read("meetings", key)["code"], edition=edition)
    target = folder / "acta.pdf"
    issuing.write(target, issuing.collect(desk.store, wanted), settings, issued_by="Otra Persona")
    return target.read_bytes()


def test_numbers_are_taken_when_issued_and_an_undone_one_is_the_next_ones(desk: Any, settings: Settings) -> None:
    first, second, third = (a_meeting(desk) for _n in range(3))
    made = [minutes.issue(desk.store, key, settings=settings).number for key in (first, second)]
    assert made == ["ACTA N° 001-2026-GDH", "ACTA N° 002-2026-GDH"]
    assert desk.read("meetings", second)["state"] is MeetingState.IN_REVIEW
    assert desk.read("meetings", second)["number"] == made[1]
    digest = desk.all("minutes", meeting_id=second)[0]["pdf"]
    desk.undo()
    assert desk.all("minutes", meeting_id=second) == []
    assert desk.read("meetings", second)["number"] is None
    with desk.store.reading() as session:
        assert contents.has(session, digest)  # the bytes stay
    desk.store.redo()
    assert desk.all("minutes", meeting_id=second)[0]["pdf"] == digest
    desk.undo()
    assert minutes.issue(desk.store, third, settings=settings).number == made[1]
    assert desk.store.verify() == []


def test_redo_of_a_number_that_others_took_is_told_in_words(
    office: Store, open_store: Callable[..., Store], settings: Settings
) -> None:
    from tests.ecd_desktop.services.conftest import Desk

    desk = Desk(office)
    first, second = a_meeting(desk), a_meeting(desk)
    minutes.issue(office, first, settings=settings)
    desk.undo()
    url = str(office._engine.url.render_as_string(hide_password=False))
    if url.startswith("sqlite"):
        office.close()
        other = open_store(url, who="Otra Persona")
        minutes.issue(other, second, settings=settings)
        other.close()
        desk.store = open_store(url)
    else:
        minutes.issue(open_store(url, who="Otra Persona"), second, settings=settings)
    with pytest.raises(Conflict, match="under this number in the meantime"):
        desk.store.redo()
    assert desk.all("minutes", meeting_id=first) == []
    assert desk.store.verify() == []


def test_two_laptops_that_issue_at_once_take_numbers_without_gap_or_repeat(
    office_postgres_url: str, settings: Settings
) -> None:
    from tests.ecd_desktop.services.conftest import Desk

    store = Store.open(office_postgres_url, who=TEST_PERSON)
    keys = [a_meeting(Desk(store)) for _n in range(6)]
    together, wrong = threading.Barrier(2), list[BaseException]()

    def laptop(mine: list[Any], name: str) -> None:
        try:
            own = Store.open(office_postgres_url, who=name)
            together.wait(60)
            for key in mine:
                minutes.issue(own, key, settings=settings, language="es")
            own.close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=laptop, args=(keys[n::2], f"Laptop {n}")) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not wrong
    with store.reading() as session:
        assert issued.serials(session, "ACTA N° {n:03}-{year}-GDH", 2026) == {1, 2, 3, 4, 5, 6}
    assert store.verify() == []
    store.close()


def test_a_series_counts_by_its_own_mask_and_each_year_begins_at_one(local_desk: Any, settings: Settings) -> None:
    desk = local_desk
    own = desk.new("meeting_series", name="Mesa", mask="MESA-{year}/{n:02}", convened_by_id=GDH)
    plain = desk.new("meeting_series", name="Comité", convened_by_id=GDH)
    endless = desk.new("meeting_series", name="Sesiones", mask="SESIÓN {n} {unit}")
    told = [
        minutes.issue(desk.store, a_meeting(desk, **values), settings=settings).number
        for values in (
            {"series_id": own}, {"series_id": own, "held_on": date(2025, 11, 4)}, {"series_id": own},
            {"series_id": plain, "convened_by_id": None}, {}, {"series_id": endless, "convened_by_id": None},
            {"series_id": endless, "convened_by_id": None, "held_on": date(2025, 11, 4)}, {"convened_by_id": None},
        )
    ]  # fmt: skip
    assert told == ["MESA-2026/01", "MESA-2025/01", "MESA-2026/02", "ACTA N° 001-2026-GDH", "ACTA N° 002-2026-GDH",
                    "SESIÓN 1", "SESIÓN 2", "ACTA N° 001-2026"]  # fmt: skip


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [("ACTA {year}", "needs the place that counts"), ("ACTA {n}-{sede}", "no place called"), ("ACTA {n", "brace")],
)
def test_a_mask_that_gives_no_number_is_refused_where_it_is_typed(local_desk: Any, mask: str, sentence: str) -> None:
    with local_desk.invalid(sentence):
        local_desk.new("meeting_series", name="Mesa", mask=mask)


def test_a_typed_number_stays_and_no_other_meeting_gets_it(local_desk: Any, settings: Settings, tmp_path: Path) -> None:
    from tests.ecd_desktop.reports import paper

    desk = local_desk
    a_meeting(desk, number="Acta n° 001-2026-gdh")
    official = a_meeting(desk, number="ACTA 77-2026")
    made = minutes.issue(desk.store, official, settings=settings)
    assert made.number == "ACTA N° 002-2026-GDH"
    assert desk.read("meetings", official)["number"] == "ACTA 77-2026"
    (tmp_path / "a.pdf").write_bytes(file_of(desk, settings, tmp_path, official))
    assert paper.squeezed("ACTA 77-2026 · ACTA N° 002-2026-GDH") in paper.words(tmp_path / "a.pdf")
    typed = minutes.issue(desk.store, a_meeting(desk), settings=settings, number=" ACTA  78-2026 ")
    assert desk.read("meetings", typed.meeting)["number"] == "ACTA 78-2026"


def test_a_number_with_accents_is_found_as_it_is_typed_and_not_given_twice(desk: Any) -> None:
    first = a_meeting(desk, number="Acta de Gestión N° 1")
    series = desk.new("meeting_series", name="Gestión", mask="Acta de Gestión N° {n}")
    other = a_meeting(desk, series_id=series)
    with desk.store.reading() as session:
        found = papers.find(session, "Acta de Gestión N° 1")
        assert found is not None
        assert found[0] == first
        there = session.get(Meeting, other)
        assert there is not None
        assert minutes.next_number(session, there) == "Acta de Gestión N° 2"


def test_minutes_are_issued_once_and_only_of_a_meeting_that_was_held(local_desk: Any, settings: Settings) -> None:
    desk = local_desk
    key = a_meeting(desk)
    with pytest.raises(Expected, match="not issued yet"):
        minutes.correct(desk.store, key, settings=settings)
    minutes.issue(desk.store, key, settings=settings)
    with pytest.raises(Expected, match="issued already"):
        minutes.issue(desk.store, key, settings=settings)
    with pytest.raises(Expected, match="nothing to correct"):
        minutes.correct(desk.store, key, settings=settings)
    for values, sentence in (
        ({"held_on": None}, "no date"), ({"held_on": date(2026, 7, 1)}, "still to come"),
        ({"state": MeetingState.SUSPENDED}, "not held"),
    ):  # fmt: skip
        with pytest.raises(Expected, match=sentence):
            minutes.issue(desk.store, a_meeting(desk, **values), settings=settings)
    assert len(desk.all("minutes")) == 1
    with pytest.raises(Expected, match="still used"):
        meetings.delete(desk.store, [key])


def test_a_correction_is_the_next_version_and_leaves_the_first_as_it_was(
    desk: Any, settings: Settings, tmp_path: Path
) -> None:
    from tests.ecd_desktop.reports import paper

    key = a_meeting(desk, minutes_text="Se habló del toldo.\nSe habló del muro.")
    came = people(desk, key, "Rosa Quispe", "Ana Poma")
    item = desk.item(meeting_id=key, item_number="1")
    first = minutes.issue(desk.store, key, settings=settings, language="es")
    before = file_of(desk, settings, tmp_path, key)
    meetings.sign(desk.store, came)
    edit(desk, key, venue="Sala 5", minutes_text="Se habló del toldo.\nSe habló de la pérgola.")
    meetings.set_presence(desk.store, came[1:], presence=Presence.ABSENT)
    draft = desk.draft("action_items", item)
    draft.set("description", "Pintar los dos cruces")
    records.save(desk.store, draft)
    with desk.store.reading() as session:
        told = minutes.to_correct(session, key)
    second = minutes.correct(desk.store, key, settings=settings, language="es")
    assert [(one.section.name, one.before, one.after) for one in told] == [
        ("GENERAL", "Sala 4", "Sala 5"), ("ABSENT", "Present", "Absent"),
        ("DISCUSSED", "Se habló del muro.", "Se habló de la pérgola."),
        ("PROMISED", "Pintar el cruce", "Pintar los dos cruces"),
    ]  # fmt: skip
    assert (second.edition, second.number) == (2, first.number)
    assert file_of(desk, settings, tmp_path, key, 1) == before
    assert contents.digest_of(before) == first.pdf
    assert file_of(desk, settings, tmp_path, key) != before
    text = paper.words(tmp_path / "acta.pdf")
    with in_language("es"):
        sheet = text[text.index(paper.squeezed(_("Correction of clerical errors")).upper()) :]
    places = [sheet.find(paper.squeezed(words)) for words in ("Sala 4", "Se habló del muro.", "Pintar el cruce")]
    assert -1 not in places
    assert places == sorted(places)
    assert not any(one["signed"] for one in desk.all("attendances"))
    assert desk.read("meetings", key)["state"] is MeetingState.IN_REVIEW
    assert "Sala 5" in desk.all("minutes", edition=2)[0]["corrections"]
    desk.undo()
    assert [one["edition"] for one in desk.all("minutes")] == [1]
    assert all(one["signed"] for one in desk.all("attendances"))


def test_every_page_says_code_number_version_page_and_content(
    local_desk: Any, settings: Settings, tmp_path: Path
) -> None:
    from tests.ecd_desktop.reports import paper

    desk = local_desk
    key = a_meeting(desk, minutes_text="\n\n".join(f"Párrafo {n} de lo que se dijo aquel día." for n in range(150)))
    draft = file_of(desk, settings, tmp_path, key)
    assert paper.squeezed("DRAFT") in paper.words(tmp_path / "acta.pdf")
    made = minutes.issue(desk.store, key, settings=settings)
    assert file_of(desk, settings, tmp_path, key) != draft
    pages = paper.pages(tmp_path / "acta.pdf")
    assert len(pages) == made.pages > 2
    for n, page in enumerate(pages, 1):
        for words in (made.number, "Version 1", made.content[:12], f"Page {n} of {len(pages)}",
                      desk.read("meetings", key)["code"]):  # fmt: skip
            assert paper.squeezed(words) in paper.squeezed(page)
        assert "DRAFT" not in page


def test_what_became_of_old_commitments_since_is_no_correction(local_desk: Any, settings: Settings) -> None:
    from ecd_desktop.services import action_items

    desk = local_desk
    project = desk.new("projects", name="Ruta")
    key = a_meeting(desk, held_on=date(2026, 6, 8))
    meetings.set_projects(desk.store, key, projects=[project])
    done, moved = (desk.item(project_id=project, description=words) for words in ("Pintar", "Señalizar"))
    minutes.issue(desk.store, key, settings=settings)
    action_items.complete(desk.store, [done], on=TODAY, body="Listo.")
    action_items.reschedule(desk.store, [moved], on=TODAY, due_on=date(2026, 7, 31), reason="Lluvia")
    set_today(date(2026, 6, 20))
    with desk.store.reading() as session:
        assert minutes.to_correct(session, key) == []


def test_signatures_lead_from_printed_to_signed_and_back(local_desk: Any, settings: Settings) -> None:
    desk = local_desk
    key = a_meeting(desk)
    rosa, ana = people(desk, key, "Rosa Quispe", "Ana Poma")
    version = minutes.issue(desk.store, key, settings=settings).key
    signing.printed(desk.store, [version])
    meetings.sign(desk.store, [rosa])
    with desk.store.reading() as session:
        assert issued.signing(session, key) == issued.Signing(1, 2, ("Ana Poma",))
    assert desk.read("minutes", version)["paper"] is PaperState.PRINTED
    meetings.sign(desk.store, [ana])
    assert desk.read("minutes", version)["paper"] is PaperState.SIGNED
    assert desk.read("meetings", key)["state"] is MeetingState.SIGNED
    meetings.sign(desk.store, [ana], signed=False)
    assert desk.read("minutes", version)["paper"] is PaperState.PRINTED
    assert desk.read("meetings", key)["state"] is MeetingState.IN_REVIEW


def test_a_scan_is_told_by_its_content_and_a_signed_file_begins_with_our_bytes(
    local_desk: Any, settings: Settings, tmp_path: Path
) -> None:
    desk = local_desk
    key = a_meeting(desk)
    version = minutes.issue(desk.store, key, settings=settings).key
    ours = file_of(desk, settings, tmp_path, key)
    for data, name in ((b"MZ\x90", "escaneado.pdf"), (b"", "acta.pdf"), (ours, "acta.pdf")):
        with pytest.raises(Expected, match="nothing was attached"):
            signing.attach(desk.store, version, data=data, name=name)
    for data in (ours, ours[:-5] + b"%%EOF firma", b"%PDF-1.7 otra"):
        with pytest.raises(Expected, match="begins with the very file"):
            signing.attach_signed(desk.store, version, data=data, name="firmada.pdf")
    scan = b"\xff\xd8\xff\xe0 escaneo"
    signing.attach(desk.store, version, data=scan, name="hoja.pdf")
    signing.file(desk.store, [version], where="Archivador 3")
    told = desk.read("minutes", version)
    assert (told["paper"], told["signed_name"], told["filed_at"]) == (PaperState.FILED, "hoja.pdf", "Archivador 3")
    with desk.store.reading() as session:
        assert contents.get(session, told["signed_file"]) == scan
    desk.undo()
    signing.attach_signed(desk.store, version, data=ours + b"\n%firma", name="firmada.pdf")
    assert desk.read("minutes", version)["paper"] is PaperState.DIGITAL
    assert desk.read("meetings", key)["state"] is MeetingState.SIGNED
    with desk.invalid("where the paper is kept"):
        signing.file(desk.store, [version], where="  ")


def test_minutes_are_approved_in_the_next_meeting_which_says_what_waits(
    desk: Any, settings: Settings, tmp_path: Path
) -> None:
    from tests.ecd_desktop.reports import paper

    series = desk.new("meeting_series", name="Mesa", convened_by_id=GDH)
    first = a_meeting(desk, series_id=series)
    rosa, _ana = people(desk, first, "Rosa Quispe", "Ana Poma")
    version = minutes.issue(desk.store, first, settings=settings).key
    meetings.sign(desk.store, [rosa])
    following = a_meeting(desk, series_id=series, held_on=date(2026, 6, 9))
    other = desk.new("meeting_series", name="Consejo", convened_by_id=GDH)
    elsewhere = [a_meeting(desk, series_id=key, held_on=date(2026, 6, 9)) for key in (other, None)]
    with desk.store.reading() as session:
        (waits,) = issued.waiting(session, following)
        assert issued.waiting(session, first) == ()
        assert [issued.waiting(session, one) for one in elsewhere] == [(), ()]
    assert (waits.names, waits.approved) == (("Ana Poma",), False)
    wanted = issuing.Wanted("agenda", code=desk.read("meetings", following)["code"])
    issuing.write(tmp_path / "o.pdf", issuing.collect(desk.store, wanted), settings, issued_by="x")
    assert paper.squeezed("Ana Poma") in paper.words(tmp_path / "o.pdf")
    signing.approve_issued(desk.store, [version], at=following)
    told = desk.read("minutes", version)
    assert (told["approved_on"], told["approved_in_id"]) == (date(2026, 6, 9), following)
    assert desk.read("meetings", first)["state"] is MeetingState.APPROVED
    with pytest.raises(Expected, match="its own minutes"):
        signing.approve(desk.store, [first], at=first)


def test_observations_are_numbered_and_not_accepted_only_with_a_reason(desk: Any) -> None:
    key = a_meeting(desk)
    one, other = (observations.add(desk.store, key, said=said) for said in ("Falta la hora.", "No fue así."))
    assert [row["number"] for row in desk.all("observations")] == [1, 2]
    with desk.invalid("why it is not accepted"):
        observations.settle(desk.store, [other], state=ObservationState.REJECTED)
    observations.settle(desk.store, [other], state=ObservationState.REJECTED, reason="Consta en el audio.")
    observations.settle(desk.store, [one], state=ObservationState.RESOLVED)
    with desk.store.reading() as session:
        assert [(row.state.value, row.reason) for row in issued.observations(session, key)] == [
            ("resolved", None), ("rejected", "Consta en el audio."),
        ]  # fmt: skip
    with pytest.raises(Expected, match="no observation"):
        observations.settle(desk.store, [key], state=ObservationState.RESOLVED)
    observations.delete(desk.store, [one])
    assert len(desk.all("observations")) == 1


def test_check_says_which_issued_file_is_not_what_it_was(desk: Any, settings: Settings) -> None:
    from sqlalchemy import text

    from db.journal import gate

    key = a_meeting(desk)
    made = minutes.issue(desk.store, key, settings=settings)
    assert desk.store.verify() == []
    with desk.store.change("Damage") as work, gate(work.session.connection(), "redact"):
        for digest, change in (
            (made.pdf, "UPDATE contents SET data = :data WHERE digest = :digest"),
            (made.content, "DELETE FROM contents WHERE digest = :digest AND :data <> ''"),
        ):
            work.session.execute(text(change).bindparams(data=b"otra", digest=digest))
        work.get(Meeting, key).remarks = "x"
    found = desk.store.verify()
    assert len(found) == 2
    assert made.pdf in found[0] + found[1]
    assert f"{made.number}, version 1" in found[0] + found[1]



"""The sheet of a project: its numbers as they were measured, on two pages, with nothing that does not leave."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import event, select

from db import contents
from db.queries import progress_facts, project_sheet
from db.queries.listing import Ask
from db.records import Attachment, Milestone, Population
from db.records.attachments import ImageConsent, Taken
from db.records.choices import AgeBand
from db.records.risks import RiskState
from db.records.stakeholders import Position, StakeRole
from db.story import story
from ecd_desktop import calendar, issuing, photographs
from ecd_desktop.calendar import clock, now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_
from ecd_desktop.services import (
    budgets,
    field_changes,
    indicators,
    issued_reports,
    issued_sheets,
    lessons,
    milestones,
    records,
    risks_and_lessons,
    stakeholders,
)
from ecd_desktop.services.places import office_calendar
from ecd_desktop.services.projects import Health
from ecd_desktop.settings import Settings
from tests.ecd_desktop.services.conftest import Desk


@pytest.fixture
def desk(store: Any) -> Desk:
    calendar.set_today(date(2026, 6, 10))
    return Desk(store)


@pytest.fixture
def route(desk: Any) -> Any:
    """«Ruta segura», with its indicator measured before and after."""
    project = desk.new("projects", name="Ruta segura cuna ficticia")
    draft = records.new_draft(
        "indicators", name="% cuidadores que se sienten seguros", project_id=project, baseline=Decimal(41),
        baseline_on=date(2025, 9, 30), baseline_n=60, target=Decimal(65), target_on=date(2026, 12, 31),
        source="Encuesta de intercepción",
    )  # fmt: skip
    indicators.save(desk.store, draft)
    indicators.measure(desk.store, draft.key, on=date(2026, 6, 1), value=Decimal(68), n=58, source="Encuesta")
    return project, draft.key


def printed(desk: Any, project: Any, folder: Path, **wanted: Any) -> str:
    """The text of the sheet in Spanish."""
    code = desk.read("projects", project)["code"]
    material = issuing.collect(desk.store, issuing.Wanted(what="project", code=code, **wanted))
    done = issuing.write(folder / "ficha.pdf", material, Settings(), issued_by="Prueba", language="es")
    assert done.pages <= 2
    pdf = pypdfium2.PdfDocument(done.path)
    try:
        return "\n".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf)))
    finally:
        pdf.close()


def test_the_sheet_says_how_far_the_indicator_came_from_how_many_and_that_the_sample_is_small(
    desk: Any, route: Any, tmp_path: Path
) -> None:
    project, indicator = route
    said = " ".join(printed(desk, project, tmp_path).split())
    measured = ("41", "n = 60", "65", "68", "n = 58", "112.5", "muestra < 100", "30/09/2025", "01/06/2026", "Encuesta")
    for words in measured:
        assert words in said, words
    draft = desk.draft("indicators", indicator)
    draft.set("target", Decimal(80))
    indicators.save(desk.store, draft)
    assert "112.5" not in printed(desk, project, tmp_path)
    with desk.store.reading() as session:
        assert any("target" in entry.changes for entry in story(session, "indicators", indicator))


def test_an_issued_sheet_stays_as_it_was_and_says_the_same_when_it_is_made_again(
    desk: Any, route: Any, tmp_path: Path
) -> None:
    project, indicator = route
    code = desk.read("projects", project)["code"]
    sheet = issuing.Wanted("project", code=code)
    done = issued_sheets.issue(desk.store, sheet, settings=Settings(), language="es")
    before = issued_reports.stored(desk.store, done.code)
    assert before.startswith(b"%PDF-")
    draft = desk.draft("indicators", indicator)
    draft.set("target", Decimal(80))
    indicators.save(desk.store, draft)
    desk.item(description="Otro compromiso", project_id=project)
    assert issued_reports.stored(desk.store, done.code) == before
    assert issued_reports.rebuild(desk.store, done.code).same
    later = issued_sheets.issue(desk.store, sheet, settings=Settings(), language="es")
    assert later.content != done.content
    assert [row.code for row in issued_reports.listed(desk.store)] == [later.code, done.code]
    desk.undo()
    assert [row.code for row in issued_reports.listed(desk.store)] == [done.code]


def test_what_a_sheet_tells_up_to_a_day_leaves_out_what_came_later(desk: Any, route: Any, tmp_path: Path) -> None:
    project, _indicator = route
    with desk.store.change(N_("New milestone “{name}”"), name="Obra") as work:
        stone = work.add(Milestone(project_id=project, name="Entrega de la obra", planned_on=date(2026, 5, 20))).id
    milestones.move(desk.store, stone, to=date(2026, 6, 9), on=date(2026, 6, 5), reason="Faltó cemento")
    line = records.new_draft("budget_lines", project_id=project, planned=1_840_000, what_for="Obra")
    budgets.save_line(desk.store, line)
    budgets.spend(desk.store, line.key, on=date(2026, 6, 6), amount=1_840_001)
    field_changes.change_fields(desk.store, "projects", [project], {"budget": 1_900_000})
    now, before = printed(desk, project, tmp_path), printed(desk, project, tmp_path, cutoff=date(2026, 6, 4))
    assert "S/ 19,000.00" in " ".join(now.split()), "the budget noted on the project is another one"
    assert "Faltó cemento" in now
    assert "S/ 18,400.01" in " ".join(now.split())
    assert "-S/ 0.01" in " ".join(now.split())
    assert "Faltó cemento" not in before
    assert "18,400.01" not in before


def test_a_sheet_names_stakeholders_by_their_public_role_and_lessons_that_were_taken(
    desk: Any, route: Any, tmp_path: Path
) -> None:
    project, _indicator = route
    unit = desk.new("organisations", name="Asociación ficticia de vecinas")
    stake = records.new_draft(
        "stakeholders", organisation_id=unit, project_id=project, role=StakeRole.TECHNICAL_ALLY, interests="Figurar"
    )
    stakeholders.save(desk.store, stake)
    stakeholders.assess(
        desk.store, stake.key, on=date(2026, 6, 2), power=4, interest=5, position=Position.RELUCTANT, reason="Desconfía"
    )
    lesson = records.new_draft("lessons", title="Pasamanos a dos alturas", text="Los niños usan el pasamanos bajo")
    lessons.save(desk.store, lesson)
    lessons.apply(desk.store, lesson.key, project=project, on=date(2026, 6, 3), reason="incluido en expediente")
    said = printed(desk, project, tmp_path)
    told = ("Asociación ficticia de vecinas", "aliado técnico", "Pasamanos a dos alturas", "incluido en expediente")
    for words in told:
        assert words in " ".join(said.split()), words
    for secret in ("Figurar", "Desconfía", "Reticente", "eticente"):
        assert secret not in said, secret


def test_photographs_are_printed_only_with_consent_and_without_what_the_camera_wrote(
    desk: Any, route: Any, tmp_path: Path
) -> None:
    project, _indicator = route
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Casa de Rosa"
    Image.new("RGB", (1600, 1200), "grey").save(made, "JPEG", exif=exif)
    assert b"Casa de Rosa" in made.getvalue()
    with desk.store.change(N_("New attachment")) as work:
        digest = contents.put(work.session, made.getvalue(), "image/jpeg")
        for words, consent in (("Se reconoce a una niña", ImageConsent.MISSING), ("La pista", ImageConsent.NOT_NEEDED)):
            work.add(Attachment(project_id=project, description=words, file_name="a.jpg", content=digest,
                                media="image/jpeg", moment=Taken.BEFORE, consent=consent))  # fmt: skip
    said = printed(desk, project, tmp_path)
    assert "La pista" in said
    assert "Se reconoce" not in said
    with desk.store.reading() as session:
        shown = session.scalars(select(Attachment.id).where(Attachment.description == "La pista")).one()
    evening = now_utc()
    assert printed(desk, project, tmp_path, known=evening).count("La pista") == 1
    draft = desk.draft("attachments", shown)
    draft.set("consent", ImageConsent.MISSING)
    records.save(desk.store, draft)
    assert "La pista" not in printed(desk, project, tmp_path, known=evening)  # what was consented to then is not now
    small = photographs.printed(made.getvalue())
    assert small is not None
    assert b"Casa de Rosa" not in small
    assert max(Image.open(io.BytesIO(small)).size) == photographs.PIXELS
    assert photographs.printed(b"%PDF-1.7") is None


def test_a_long_project_still_takes_two_pages_and_says_that_not_all_is_told(desk: Any, tmp_path: Path) -> None:
    project = desk.new("projects", name="Proyecto largo", aim="Mejorar el camino. " * 60)
    with desk.store.change(N_("New target population")) as work:
        for year in range(40):
            work.add(Population(project_id=project, band=AgeBand.CAREGIVERS, count=year + 1, year=1990 + year))
    for n in range(60):
        desk.item(description=f"Compromiso {n} " + "con muchas palabras " * 12, project_id=project)
    code = desk.read("projects", project)["code"]
    material = issuing.collect(desk.store, issuing.Wanted(what="project", code=code))
    done = issuing.write(tmp_path / "ficha.pdf", material, Settings(), issued_by="Prueba", language="es")
    assert done.pages == 2
    assert done.warnings


def test_a_sheet_is_read_in_few_statements_however_much_there_is(desk: Any, route: Any) -> None:
    project, _indicator = route
    blocks = 13

    def counted() -> int:
        asked: list[str] = []
        with desk.store.reading() as session:
            engine = session.connection().engine
            event.listen(engine, "before_cursor_execute", listener := lambda *args: asked.append(args[2]))
            try:
                free = office_calendar(session)
                del asked[:]
                ask = Ask(clock=clock(date(2026, 6, 10), free), outside=True)
                assert project_sheet.project_sheet(session, project, ask) is not None
            finally:
                event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    few = counted()
    for n in range(12):
        desk.item(description=f"Compromiso {n}", project_id=project)
    assert counted() == few <= 3 * blocks


def test_a_code_that_is_no_project_is_refused_in_words(desk: Any) -> None:
    with pytest.raises(Expected, match="There is no project PRY-1900-001"):
        issuing.collect(desk.store, issuing.Wanted(what="project", code="PRY-1900-001"))


def test_a_sheet_of_a_day_that_is_over_tells_the_risks_and_the_health_of_that_day(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio", starts_on=date(2026, 1, 5))
    noted = date(2026, 2, 2)
    desk.new("risks", text="Cerrado en junio", project_id=project, noted_on=noted, closed_on=date(2026, 6, 3),
             state=RiskState.CLOSED)  # fmt: skip
    eased = desk.new("risks", text="Mitigado en junio", project_id=project, noted_on=noted)
    risks_and_lessons.set_state(desk.store, [eased], state=RiskState.MITIGATED, on=date(2026, 6, 3))
    desk.new("risks", text="Ocurrió en junio", project_id=project, noted_on=noted, issue_on=date(2026, 6, 3),
             state=RiskState.HAPPENED)  # fmt: skip
    milestone = desk.new("milestones", name="Obra", project_id=project, planned_on=date(2026, 4, 30))
    milestones.reach(desk.store, milestone, on=date(2026, 6, 4))

    def sheet(cutoff: date | None) -> Any:
        wanted = issuing.Wanted(what="project", code=desk.read("projects", project)["code"], cutoff=cutoff)
        return issuing.collect(desk.store, wanted).told

    then, now = sheet(date(2026, 5, 31)), sheet(None)
    assert {(one.text, one.state, one.issue_on) for one in then.sheet.risks} == {
        ("Cerrado en junio", RiskState.OPEN, None), ("Mitigado en junio", RiskState.OPEN, None),
        ("Ocurrió en junio", RiskState.OPEN, None),
    }  # fmt: skip
    assert [(one.text, one.issue_on) for one in now.sheet.risks] == [("Ocurrió en junio", date(2026, 6, 3))]
    with desk.store.reading() as session:  # the informe and the sheet tell the same risks
        for told, day in ((then, date(2026, 5, 31)), (now, date(2026, 6, 30))):
            assert {one.text for one in progress_facts.risks(session, [project], day)} == {
                one.text for one in told.sheet.risks
            }
    assert (then.health, now.health is Health.DELAYED) == (Health.DELAYED, False)

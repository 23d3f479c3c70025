"""The bank of lessons: a pilot's lesson is written, applied and kept (domain.md §2.1); what fits is told, and why."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.queries import lesson_matches, lessons
from db.queries.listing import Ask
from db.records import InterventionType, ProjectTheme, Stage
from db.records.choices import CareComponent
from db.records.lessons import Decided, LessonKind, LessonState
from db.records.places import PlaceKind
from db.records.projects import ProjectState
from ecd_desktop.errors import Expected
from ecd_desktop.services import lessons as verbs
from ecd_desktop.services import records, reference, risks_and_lessons


def new(desk: Any, text: str, **values: Any) -> Any:
    draft = records.new_draft("lessons", text=text, **values)
    verbs.save(desk.store, draft)
    return draft.key


def row(desk: Any, key: Any) -> lessons.LessonRow:
    with desk.store.reading() as session:
        return lessons.LISTING.rows(session, [key], Ask())[0]


def test_a_lesson_of_a_closed_pilot_is_applied_to_a_project_and_kept_there_when_it_is_retired(desk: Any) -> None:
    pilot = desk.new("projects", name="Escalera Alto Perú", state=ProjectState.CLOSED)
    project = desk.new("projects", name="Escalera Los Jilgueros", pilot_of_id=pilot)
    key = new(desk, "Pasamanos a dos alturas (0.45 m / 0.90 m)", kind=LessonKind.REPLICATE, project_id=pilot,
              theme="Movilidad de familias")  # fmt: skip
    code = desk.read("lessons", key)["code"]
    assert code == "LEC-2026-001"
    verbs.review(desk.store, [key])
    verbs.publish(desk.store, [key])
    applied = verbs.apply(desk.store, key, project, on=date(2026, 6, 9), reason="incluido en expediente")
    with desk.store.reading() as session:
        (one,) = lessons.of_project(session, project).incorporated
        assert (one.code, one.decision, one.reason) == (code, Decided.INCORPORATED, "incluido en expediente")
        assert lessons.of_project(session, project, cutoff=date(2026, 6, 8)).applied == ()
        assert [born.key for born in lessons.of_project(session, pilot).learnt] == [key]
        steps = [(step.relation, step.key) for step in lessons.lineage(session, key)]
    assert steps == [(lessons.Relation.PILOT, pilot), (lessons.Relation.APPLIED, project)]
    assert row(desk, key).applied == 1

    before = desk.state()
    for delete in (verbs.delete, risks_and_lessons.delete):
        with pytest.raises(Expected, match="was applied in 1 project, so it was not deleted: PRY-2026-002") as refused:
            delete(desk.store, [key])
        assert "Retire it instead" in refused.value.remedy
    assert desk.state() == before
    with desk.invalid("Say why the lesson is retired"):
        verbs.withdraw(desk.store, [key], reason=" ")
    verbs.withdraw(desk.store, [key], reason="La norma nueva pide otra altura")
    assert row(desk, key).state is LessonState.WITHDRAWN
    with desk.store.reading() as session:
        assert len(lessons.applications(session, key)) == 1
    with pytest.raises(Expected, match=f"{code} is retired, so it was not applied"):
        verbs.apply(desk.store, key, pilot)
    desk.undo()
    assert row(desk, key).state is LessonState.PUBLISHED
    verbs.take_back(desk.store, [applied])
    verbs.delete(desk.store, [key])
    assert desk.read("lessons", key) == {}


def test_a_decision_said_again_is_corrected_and_discarding_needs_a_reason(local_desk: Any) -> None:
    desk = local_desk
    project, key = desk.new("projects", name="Parque"), new(desk, "Medir antes y después")
    with desk.invalid("Say why the project discards the lesson"):
        verbs.apply(desk.store, key, project, decision=Decided.DISCARDED)
    first = verbs.apply(desk.store, key, project, decision=Decided.DISCARDED, reason="No hay línea base")
    assert (row(desk, key).applied, row(desk, key).discarded) == (0, 1)
    again = verbs.apply(desk.store, key, project, decision=Decided.ADAPTED, reason="Con encuesta corta")
    assert again == first
    (kept,) = desk.all("lesson_applications")
    assert (kept["decision"], kept["reason"], kept["on"]) == (Decided.ADAPTED, "Con encuesta corta", date(2026, 6, 10))
    draft = desk.draft("lesson_applications", first)
    draft.set("decision", Decided.DISCARDED)
    draft.set("reason", None)
    with desk.invalid("Say why the project discards the lesson"):
        verbs.save_application(desk.store, draft)
    desk.undo()
    assert desk.all("lesson_applications")[0]["decision"] is Decided.DISCARDED


def test_what_was_noted_before_lessons_had_codes_gets_one_when_its_sheet_is_saved(local_desk: Any) -> None:
    desk = local_desk
    noted = risks_and_lessons.note(desk.store, "lessons", text="Caminar antes")
    assert desk.read("lessons", noted)["code"] == "LEC-2026-001"
    with desk.store.change("Noted without a code") as work:
        old = work.add(lessons_record()(text="Sombra primero", noted_on=date(2025, 3, 1)))
    draft = desk.draft("lessons", old.id)
    draft.set("balance", "Las bancas se usan")
    verbs.save(desk.store, draft)
    assert desk.read("lessons", old.id)["code"] == "LEC-2025-001"
    child = new(desk, "Sombra móvil", parent_id=old.id)
    draft = desk.draft("lessons", old.id)
    draft.set("parent_id", child)
    with desk.invalid("cannot come from each other in a circle"):
        verbs.save(desk.store, draft)
    with desk.store.reading() as session:
        up, down = lessons.lineage(session, child), lessons.lineage(session, old.id)
    assert [(step.relation, step.code) for step in up] == [(lessons.Relation.PARENT, "LEC-2025-001")]
    assert [(step.relation, step.depth) for step in down] == [(lessons.Relation.CHILD, 1)]


def lessons_record() -> Any:
    from db.records import Lesson

    return Lesson


def test_lessons_that_fit_are_told_best_first_with_why(desk: Any) -> None:
    place = desk.new("places", name="Los Jilgueros", kind=PlaceKind.SETTLEMENT)
    with desk.store.reading() as session:
        stairs = session.scalars(select(InterventionType.id).where(InterventionType.name.like("Escalera%"))).one()
    stage, ahead = (reference.key_of("stages", f"public_space/{n}") for n in (6, 7))
    project = desk.new("projects", name="Escalera con rampa", intervention_type_id=stairs, stage_id=stage,
                       place_id=place, aim="Pasamanos para niñas y niños")  # fmt: skip
    with desk.store.change("A component") as work:
        work.add(ProjectTheme(project_id=project, component=CareComponent.SAFETY))
        assert work.session.get(Stage, ahead) is not None
    fits = new(desk, "Dos pasamanos a dos alturas", intervention_type_id=stairs, component=CareComponent.SAFETY,
               stage_id=ahead, place_kind=PlaceKind.SETTLEMENT, state=LessonState.PUBLISHED)  # fmt: skip
    draft = new(desk, "Otra cosa de escaleras", intervention_type_id=stairs)
    new(desk, "Sembrar en junio")
    retired = new(desk, "Pasamanos de madera", intervention_type_id=stairs)
    verbs.withdraw(desk.store, [retired], reason="Se pudren")
    own = new(desk, "Pasamanos propios", intervention_type_id=stairs, project_id=project)
    with desk.store.reading() as session:
        found = lesson_matches.suggested(session, "projects", project)
    assert [one.lesson.key for one in found] == [fits, draft]
    assert own not in [one.lesson.key for one in found]
    assert [one.why.value for one in found[0].reasons] == ["type", "component", "next_stage", "place", "words"]
    assert verbs.said(found[0].reasons[-1]) == "Same words: pasamanos"
    verbs.apply(desk.store, fits, project)
    meeting = desk.new("meetings", subject="Pasamanos: dos alturas", held_on=date(2026, 6, 9))
    topic = desk.new("agenda_items", meeting_id=meeting, title="Alturas del pasamanos", project_id=project)
    with desk.store.reading() as session:
        assert [one.lesson.key for one in lesson_matches.suggested(session, "projects", project)] == [draft]
        assert lesson_matches.suggested(session, "meetings", meeting)[0].lesson.key == fits
        assert lesson_matches.suggested(session, "agenda_items", topic)[0].lesson.key == fits

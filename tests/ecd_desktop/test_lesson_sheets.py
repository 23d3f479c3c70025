"""The papers of lessons: the sheet on one page, the compendium by theme with the projects that took each lesson."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.fields import Key
from db.records.lessons import Decided, LessonKind, LessonState
from db.store import Store
from ecd_desktop import issuing
from ecd_desktop.errors import Expected
from ecd_desktop.reports.compendium import by_theme, used_in
from ecd_desktop.services import issued_reports, issued_sheets, lessons, projects, records
from ecd_desktop.settings import Settings
from tests.ecd_desktop.reports import paper


@pytest.fixture
def office(office_sqlite_url: str, open_store: Callable[..., Store]) -> Store:
    return open_store(office_sqlite_url)


def new(store: Store, entity: str, **values: Any) -> Key:
    draft = records.new_draft(entity, **values)
    (projects.save if entity == "projects" else lessons.save)(store, draft)
    return draft.key


def printed(store: Store, path: Path, what: str, **asked: Any) -> tuple[str, int, tuple[str, ...]]:
    material = issuing.collect(store, issuing.Wanted(what, **asked))
    written = issuing.write(path, material, Settings(), issued_by="Prueba", language="es")
    return " ".join(" ".join(paper.pages(path)).split()), written.pages, written.warnings


def test_the_compendium_lists_a_lesson_under_its_theme_with_the_projects_that_took_it(
    office: Store, tmp_path: Path
) -> None:
    project = new(office, "projects", name="Escalera", starts_on=date(2026, 1, 5))
    other = new(office, "projects", name="Parque", starts_on=date(2026, 1, 5))
    rail = new(office, "lessons", text="Pasamanos a dos alturas", title="Pasamanos", theme="Movilidad de familias",
               kind=LessonKind.REPLICATE, noted_on=date(2026, 3, 2), internal_note="Secreto")  # fmt: skip
    same = new(office, "lessons", text="Rampas ásperas", theme="movilidad  de FAMILIAS", noted_on=date(2026, 3, 3))
    draft = new(office, "lessons", text="Quién limpia", noted_on=date(2026, 3, 4))
    lessons.publish(office, [rail, same])
    lessons.apply(office, rail, project, on=date(2026, 4, 1), reason="Incluido en expediente")
    lessons.apply(office, rail, other, decision=Decided.DISCARDED, on=date(2026, 4, 2), reason="Es plano")
    said, pages, _warnings = printed(office, tmp_path / "c.pdf", "lessons")
    assert pages == 1
    assert said.count("Movilidad de familias") == 2  # in the table and over its lessons
    assert "LEC-2026-001 · Pasamanos · Replicar" in said
    assert "Aplicada en 1 proyecto: PRY-2026-001" in said
    assert "Quién limpia" not in said
    assert "Quién limpia" in printed(office, tmp_path / "a.pdf", "lessons", everything=True)[0]
    assert "Aplicada en" not in printed(office, tmp_path / "p.pdf", "lessons", cutoff=date(2026, 3, 31))[0]
    assert "Secreto" not in said
    with pytest.raises(Expected, match="No lesson was reviewed or published"):
        issuing.collect(office, issuing.Wanted("lessons", cutoff=date(2026, 3, 1)))
    lessons.withdraw(office, [same], reason="Otra norma")
    assert "Rampas" not in printed(office, tmp_path / "w.pdf", "lessons")[0]
    with office.reading() as session:
        rows = lessons_of(session)
        assert [theme for theme, _rows in by_theme(rows)] == ["Movilidad de familias", "Without a theme"]
    assert draft in [row.key for row in rows]
    assert used_in([]) == "Not applied in any project yet."


def lessons_of(session: Any) -> list[Any]:
    from db.queries.lessons import LISTING
    from db.queries.listing import Ask

    return LISTING.all(session, Ask())


def test_a_sheet_stays_on_one_page_and_says_what_it_left_out(office: Store, tmp_path: Path) -> None:
    project = new(office, "projects", name="Escalera", starts_on=date(2026, 1, 5))
    key = new(office, "lessons", text="Pasamanos a dos alturas", proposed="Uno solo", noted_on=date(2026, 3, 2),
              state=LessonState.REVIEWED, balance="Nadie cayó")  # fmt: skip
    lessons.apply(office, key, project, on=date(2026, 4, 1), reason="Incluido en expediente")
    said, pages, warnings = printed(office, tmp_path / "s.pdf", "lesson", code=" lec-2026-001")
    assert (pages, warnings) == (1, ())
    for words in ("FICHA DE LECCIÓN", "LEC-2026-001", "¿Qué se propuso?", "Uno solo", "Balance", "PRY-2026-001",
                  "Incluido en expediente"):  # fmt: skip
        assert words in said
    draft = records.new_draft("lessons", text="Larga " * 500, done="Se hizo mucho. " * 900, noted_on=date(2026, 3, 2))
    lessons.save(office, draft)
    _said, pages, warnings = printed(office, tmp_path / "l.pdf", "lesson", code="LEC-2026-002")
    assert pages == 1
    assert warnings
    with pytest.raises(Expected, match="There is no lesson LEC-2026-009"):
        issuing.collect(office, issuing.Wanted("lesson", code="LEC-2026-009"))


def test_an_issued_compendium_stays_as_it_was_and_says_the_same_when_it_is_made_again(
    office: Store, tmp_path: Path
) -> None:
    project = new(office, "projects", name="Escalera", starts_on=date(2026, 1, 5))
    rail = new(office, "lessons", text="Pasamanos a dos alturas", noted_on=date(2026, 3, 2))
    lessons.publish(office, [rail])
    lessons.apply(office, rail, project, on=date(2026, 4, 1), reason="Incluido")
    wanted = issuing.Wanted("lessons", cutoff=date(2026, 4, 30))
    done = issued_sheets.issue(office, wanted, settings=Settings(), language="es")
    before = issued_reports.stored(office, done.code)
    lessons.publish(office, [new(office, "lessons", text="Rampas ásperas", noted_on=date(2026, 3, 3))])
    assert issued_reports.stored(office, done.code) == before
    assert issued_reports.rebuild(office, done.code).same
    (row,) = issued_reports.listed(office)
    assert (row.title, row.cutoff_on) == ("Compendio de lecciones", date(2026, 4, 30))
    assert issued_sheets.issue(office, wanted, settings=Settings(), language="es").content != done.content
    (tmp_path / "c.pdf").write_bytes(before)
    said = " ".join(" ".join(paper.pages(tmp_path / "c.pdf")).split())
    assert done.code in said
    assert done.content[:12] in said

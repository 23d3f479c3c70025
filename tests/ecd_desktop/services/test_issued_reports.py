"""Progress reports: their figures equal plain SQL, they are read as of a day and a moment, and issued they stay."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import db.store
from db import contents
from db.fields import Key
from db.past import net_since
from db.queries import missing_data
from db.records import (
    Attendance,
    BudgetLine,
    Expense,
    Indicator,
    Lesson,
    Measurement,
    Meeting,
    MeetingProject,
    Milestone,
    Place,
    Risk,
)
from db.records.action_items import Reach
from db.records.budgets import FundingSource
from db.records.lessons import LessonState
from db.records.meetings import Confidentiality, MeetingKind, MeetingState, Presence
from db.store import Store
from ecd_desktop import calendar, progress_report
from ecd_desktop.errors import Expected
from ecd_desktop.progress_content import SECTIONS, Asked, Content, digest
from ecd_desktop.services import action_items, issued_reports, points, reference
from ecd_desktop.settings import Settings
from tests.ecd_desktop.reports import paper
from tests.ecd_desktop.services.conftest import Desk

TODAY, CUTOFF, SINCE = date(2026, 7, 5), date(2026, 6, 30), date(2026, 6, 1)
GPV, GDU = (reference.key_of("organisations", code) for code in ("gpv", "gdu"))
SECRET = "RESERVADO-51c"


@pytest.fixture(autouse=True)
def july() -> None:
    calendar.set_today(TODAY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(path=tmp_path / "settings.toml")


def one(store: Store, sql: str, **values: Any) -> Any:
    with store.reading() as session:
        return session.execute(text(sql), values).scalar_one()


def told(store: Store, known: datetime | None = None, **asked: Any) -> Content:
    return progress_report.gather(store, Asked(**{"since": SINCE, "cutoff": CUTOFF, **asked}), known).content


def portfolio(desk: Desk) -> tuple[Key, Key]:
    """Two projects with something of everything; their keys."""
    with desk.store.reading() as session:
        place = session.execute(text("SELECT id FROM places WHERE name = 'Comas'")).scalar_one()
    district = place if isinstance(place, Key) else Key(str(place))
    first = desk.new("projects", name="Ruta segura", progress=40, starts_on=date(2026, 1, 5), unit_id=GPV)
    second = desk.new("projects", name="Biohuerto", starts_on=date(2026, 2, 5))
    desk.item(project_id=first, unit_id=GPV, due_on=date(2026, 6, 10))
    desk.item(project_id=first, unit_id=GDU, due_on=date(2026, 8, 30))
    desk.item(project_id=second, unit_id=GPV, due_on=None)
    desk.item(project_id=first, description=SECRET, reach=Reach.INTERNAL_TASK, due_on=date(2026, 6, 1))
    desk.new("cases", title="Poste sin luz", opened_on=date(2026, 5, 4), project_id=first)
    desk.new("cases", title="Muro", opened_on=date(2026, 6, 4))
    with desk.store.change("Prepare") as work:
        settlement = work.add(Place(name="Los Jilgueros", district_id=district))
        work.flush()
        work.add(Milestone(project_id=first, name="Acta", planned_on=date(2026, 5, 1), reached_on=date(2026, 5, 3)))
        work.add(Milestone(project_id=first, name="Pintado", planned_on=date(2026, 7, 1), forecast_on=date(2026, 7, 9)))
        for source, planned, spent in ((FundingSource.OWN, 1_000_001, 250_000), (FundingSource.COOPERATION, 30, 0)):
            line = work.add(BudgetLine(project_id=first, source=source, planned=planned))
            work.flush()
            if spent:
                work.add(Expense(budget_line_id=line.id, on=date(2026, 6, 30), amount=spent))
                work.add(Expense(budget_line_id=line.id, on=date(2026, 7, 1), amount=7))
        rate = work.add(Indicator(
            code="IND-2026-001", name="Cuidadores que se sienten seguros", project_id=first, baseline=Decimal(41),
            baseline_on=date(2025, 9, 1), baseline_n=60, target=Decimal(65), target_on=date(2026, 12, 1),
        ))  # fmt: skip
        work.flush()
        work.add(Measurement(indicator_id=rate.id, on=date(2026, 6, 12), value=Decimal(68), n=58))
        work.add(Measurement(indicator_id=rate.id, on=date(2026, 7, 2), value=Decimal(99), n=500))
        work.add(Risk(text="Lluvias", project_id=first, noted_on=date(2026, 6, 2)))
        work.add(Risk(text="Después", project_id=first, noted_on=date(2026, 7, 2)))
        work.add(Lesson(code="LEC-2026-001", text="Pasamanos", project_id=first, noted_on=date(2026, 6, 3),
                        state=LessonState.REVIEWED))  # fmt: skip
        work.add(Lesson(code="LEC-2026-002", text="Antes", project_id=first, noted_on=date(2026, 5, 3),
                        state=LessonState.REVIEWED))  # fmt: skip
        work.add(Lesson(code="LEC-2026-003", text="Un borrador", project_id=first, noted_on=date(2026, 6, 3)))
        for code, day, kind, closed in (
            ("REU-2026-001", 9, MeetingKind.WORKSHOP, None),
            ("REU-2026-002", 10, MeetingKind.TECHNICAL, Confidentiality.RESERVED),
        ):  # fmt: skip
            held = work.add(Meeting(
                code=code, subject=SECRET if closed else "Codiseño", kind=kind, held_on=date(2026, 6, day),
                state=MeetingState.HELD, confidentiality=closed,
            ))  # fmt: skip
            work.flush()
            work.add(MeetingProject(meeting_id=held.id, project_id=first))
            work.add(Attendance(meeting_id=held.id, guest="Rosa", role_then="Cuidadora", presence=Presence.PRESENT))
            work.add(Attendance(meeting_id=held.id, guest="Luis", presence=Presence.ABSENT))
    draft = desk.draft("projects", first)
    draft.set("place_id", settlement.id)
    from ecd_desktop.services import projects

    projects.save(desk.store, draft)
    return first, second


def test_the_figures_of_each_chapter_equal_plain_sql_and_nothing_internal_is_told(desk: Desk) -> None:
    portfolio(desk)
    store, made = desk.store, told(desk.store)
    figures = {head.id: head.value for head in made.headlines}
    assert figures == {
        "projects": one(store, "SELECT count(*) FROM projects WHERE state = 'active'"),
        "commitments": one(store, "SELECT count(*) FROM action_items WHERE reach = 'commitment'"),
        "fulfilled": 0,
        "overdue": one(store, "SELECT count(*) FROM action_items WHERE reach = 'commitment' AND due_on < '2026-06-30'"
                              " AND state = 'pending'"),
        "cases": one(store, "SELECT count(*) FROM cases WHERE state <> 'closed'"),
    } == {"projects": 2, "commitments": 3, "fulfilled": 0, "overdue": 1, "cases": 2}  # fmt: skip
    assert [(unit.unit, unit.total, unit.overdue) for unit in made.units] == [("GPV", 2, 1), ("GDU", 1, 0)]
    assert made.budget is not None
    spent = one(store, "SELECT sum(amount) FROM expenses WHERE \"on\" <= '2026-06-30'")
    planned = one(store, "SELECT sum(planned) FROM budget_lines")
    total = made.budget.total
    assert (total.planned, total.executed, total.balance) == (planned, spent, planned - spent)
    assert (planned, spent) == (1_000_031, 250_000)
    assert [(line.name, line.planned) for line in made.budget.sources] == [("own", 1_000_001), ("cooperation", 30)]
    assert made.meetings is not None
    assert (made.meetings.held, made.meetings.came, made.meetings.caregivers) == (2, 2, 2)
    assert [(line.number, line.subject) for line in made.meetings.lines] == [("REU-2026-001", "Codiseño")]
    assert made.cases is not None
    assert (made.cases.opened, made.cases.closed, made.cases.open) == (1, 0, 2)
    assert made.cases.oldest[0].title == "Poste sin luz"
    (rate,) = made.indicators
    assert (rate.attainment, rate.value, rate.value_n, rate.small, rate.light) == ("112.5", "68", 58, True, "green")
    assert ([spot.value for spot in rate.measured], [spot.value for spot in rate.path]) == (["68"], ["41", "65"])
    first, second = made.projects
    assert (first.districts, first.financial, first.milestone, first.slip) == (("Comas",), 25, "Pintado", 8)
    assert (first.health, second.health, second.milestone) == ("at_risk", "on_schedule", "")
    assert [(knot.kind, knot.text) for knot in made.knots] == [("risk", "Lluvias")]
    assert [lesson.code for lesson in made.lessons] == ["LEC-2026-001"]
    assert SECRET not in str(made)
    assert made.chapters == tuple(
        name for name in SECTIONS if name not in ("background", "changes", "conclusions")
    )


def test_a_project_and_a_unit_are_told_alone(desk: Desk) -> None:
    first, _second = portfolio(desk)
    code = desk.read("projects", first)["code"]
    mine = told(desk.store, project=code)
    assert [line.code for line in mine.projects] == [code]
    assert [(head.id, head.value) for head in mine.headlines[:2]] == [("progress", 40), ("commitments", 2)]
    assert mine.meetings is not None
    assert mine.cases is not None
    assert (mine.meetings.held, mine.cases.open) == (2, 1)
    theirs = told(desk.store, unit="GPV")
    assert theirs.commitments is not None
    assert (theirs.commitments.total, [line.code for line in theirs.projects]) == (2, [code])
    with pytest.raises(Expected, match="PRY-9"):
        told(desk.store, project="PRY-9")
    with pytest.raises(Expected, match="NADIE"):
        told(desk.store, unit="NADIE")


class Clock(datetime):
    """The clock of the journal, standing at noon in Lima of a day that a test says."""

    day = date(2026, 6, 26)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime.combine(cls.day, time(12), calendar.LIMA).astimezone(tz)


def test_facts_of_june_typed_in_july_are_known_on_the_fifth_and_not_on_the_thirtieth(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.store, "datetime", Clock)
    Clock.day = date(2026, 6, 26)
    keys = [desk.item(unit_id=GPV) for _n in range(3)]
    project = desk.new("projects", name="Ruta segura")
    Clock.day = date(2026, 7, 3)  # three facts of June, typed now
    action_items.complete(desk.store, [keys[0]], on=date(2026, 6, 25))
    action_items.complete(desk.store, [keys[1]], on=date(2026, 6, 29))
    desk.new("lessons", text="Pasamanos bajo", project_id=project, noted_on=date(2026, 6, 28),
             state=LessonState.REVIEWED)  # fmt: skip
    Clock.day = date(2026, 7, 5)
    action_items.complete(desk.store, [keys[2]], on=date(2026, 7, 4))  # of July: after the cut-off
    evenings = [datetime.combine(day, time.max, calendar.LIMA) for day in (CUTOFF, TODAY)]
    then, since = (told(desk.store, evening) for evening in evenings)
    for made, known in ((then, 0), (since, 2)):
        assert made.commitments is not None
        assert (made.commitments.total, made.commitments.done) == (3, known)
    assert ([one.text for one in then.lessons], [one.text for one in since.lessons]) == ([], ["Pasamanos bajo"])
    assert replace(told(desk.store), asked=since.asked) == since
    assert digest(then) != digest(since)


def test_a_report_that_is_begun_takes_over_the_texts_and_chapters_of_the_last_one_about_the_same(
    local_desk: Desk, settings: Settings
) -> None:
    desk = local_desk
    desk.item(unit_id=GPV)
    code = desk.read("projects", desk.new("projects", name="Ruta"))["code"]
    chapters = ("conclusions", "summary", "commitments")
    asked = Asked(cutoff=CUTOFF, number="INFORME 007", reference="Memorando 12", conclusions="Seguir.",
                  sections=chapters)  # fmt: skip
    assert issued_reports.carried(desk.store, Asked()) is None
    made = issued_reports.issue(desk.store, asked, settings=settings)
    found = issued_reports.carried(desk.store, Asked(cutoff=TODAY, conclusions="Parar."))
    assert found is not None
    assert (found.code, found.names) == (made.code, ("reference",))
    assert found.asked == Asked(cutoff=TODAY, reference="Memorando 12", conclusions="Parar.", sections=chapters)
    assert made.code in issued_reports.said_of(found)
    assert issued_reports.carried(desk.store, Asked(project=code)) is None
    point = next(one for one in points.points(desk.store) if one.id.startswith("report/"))
    assert made.code in point.words
    assert made.code in point.since
    assert point.seq == desk.store.seq
    assert comparing_since(desk, point.seq) == []
    key = desk.item(description="Después")
    assert [net.key for net in comparing_since(desk, point.seq)] == [key]


def comparing_since(desk: Desk, seq: int) -> list[Any]:
    with desk.store.reading() as session:
        return net_since(session, seq)


def test_an_issued_report_stays_and_is_made_again_without_its_stored_files(
    desk: Desk, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    open_store: Callable[..., Store],
) -> None:  # fmt: skip
    first, _second = portfolio(desk)
    item = desk.item(project_id=first, unit_id=GPV, due_on=date(2026, 6, 3))
    asked = Asked(since=SINCE, cutoff=CUTOFF, to="Gerencia", background="Antecedentes del periodo.")
    made = issued_reports.issue(desk.store, asked, settings=settings, language="en")
    pdf = issued_reports.stored(desk.store, made.code)
    (tmp_path / "a.pdf").write_bytes(pdf)
    said = paper.words(tmp_path / "a.pdf")
    assert made.code == "INF-2026-001"
    for part in (made.code, made.content[:12], "112.5%", "sample<100"):
        assert part in said.replace("\u00a0", "")
    with desk.store.change("Another target") as work:
        rate = work.session.query(Indicator).one()
        rate.target = Decimal(90)
    action_items.complete(desk.store, [item], on=date(2026, 6, 29))
    assert issued_reports.stored(desk.store, made.code) == pdf

    later = issued_reports.issue(desk.store, asked, settings=settings, language="en")
    row = issued_reports.called(desk.store, later.code.lower())
    assert (row.content, row.pdf, row.cutoff_on, row.begins_on) == (later.content, later.pdf, CUTOFF, SINCE)

    def no_file(*_some: object) -> bytes:
        raise AssertionError("a rebuild looks at no stored file")

    with monkeypatch.context() as patched:
        patched.setattr(contents, "get", no_file)
        for one_of in (made, later):
            again = issued_reports.rebuild(desk.store, one_of.code)
            assert again.same
            assert again.made == one_of.content
    assert again.content.previous is not None
    assert again.content.previous.code == made.code
    heads = {head.id: (head.value, head.before) for head in again.content.headlines}
    assert heads["overdue"] == (1, 2)
    assert heads["fulfilled"] == (25, 0)
    (change,) = [part for part in again.content.changes if part.entity == "action_items"]
    assert [group.n for group in change.groups] == [1]
    assert desk.store.verify() == []
    if desk.store.path is not None:
        copy = tmp_path / "copy.db"
        desk.store.copy_to(copy)
        with sqlite3.connect(copy) as raw:
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                if "contents" in name:
                    raw.execute(f"DROP TRIGGER {name}")
            raw.execute("DELETE FROM contents")
        raw.close()
        shutil.copyfile(copy, tmp_path / "bare.db")
        bare = open_store(f"sqlite:///{tmp_path / 'bare.db'}")
        assert issued_reports.rebuild(bare, later.code).same
        assert sum(made.code in line or later.code in line for line in bare.verify()) == 4
        with pytest.raises(Expected, match="is not kept"):
            issued_reports.stored(bare, made.code)
        bare.close()


def test_what_a_report_says_does_not_hang_on_its_chapters_order_being_the_usual(desk: Desk, settings: Settings) -> None:
    portfolio(desk)
    asked = Asked(cutoff=CUTOFF, sections=("lessons", "summary"))
    made = issued_reports.issue(desk.store, asked, settings=settings)
    again = issued_reports.rebuild(desk.store, made.code)
    assert again.same
    assert again.content.chapters == ("lessons", "summary")
    row = issued_reports.called(desk.store, made.code)
    assert replace(issued_reports.asked_again(row), cutoff=CUTOFF) == asked
    with pytest.raises(Expected, match="INF-9"):
        issued_reports.called(desk.store, "INF-9")


def test_the_week_tells_what_was_done_what_is_due_and_what_is_late(local_desk: Desk, settings: Settings) -> None:
    desk = local_desk
    done, late = desk.item(unit_id=GPV), desk.item(unit_id=GDU, due_on=date(2026, 6, 26))
    desk.item(due_on=date(2026, 7, 10))
    desk.item(due_on=date(2026, 7, 13))
    action_items.complete(desk.store, [done], on=date(2026, 7, 2))
    made = issued_reports.issue(desk.store, Asked(kind="week"), settings=settings)
    week = issued_reports.rebuild(desk.store, made.code)
    assert week.same
    codes = {key: desk.read("action_items", key)["code"] for key in (done, late)}
    assert week.content.since == date(2026, 6, 29)
    assert [one.code for one in week.content.done] == [codes[done]]
    assert [(one.code, one.days) for one in week.content.late] == [(codes[late], 4)]
    assert [one.on for one in week.content.coming] == [date(2026, 7, 10)]
    assert made.pages == 1


def test_missing_data_names_the_field(local_desk: Desk) -> None:
    first, second = portfolio(local_desk)
    with local_desk.store.reading() as session:
        clock = calendar.clock(TODAY, calendar.Calendar(frozenset()))
        found = missing_data.missing(session, None, None, clock)
        mine = missing_data.missing(session, [second], [], clock)
    empty = {(one.entity, one.field, one.label) for one in found if one.key == first}
    assert ("projects", "lead_id", "Lead") in empty
    assert ("projects", "", "Target population") in empty
    assert not any(field == "place_id" or label == "Milestones" for _noun, field, label in empty)
    assert sum(one.field == "due_on" for one in found) == 1
    assert {one.key for one in mine} == {second}

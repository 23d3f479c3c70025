"""From imported workbooks to paper: every commitment once, figures equal to plain SQL, and nothing internal."""

import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.fields import MEMO, N_, TEXT
from db.queries import action_items, places, projects
from db.queries.listing import Ask, Where
from db.records import ActionItem, Evidence, ProgressEntry, Reschedule, fields_of, record_classes
from db.records.action_items import Reach, State
from db.store import Store
from ecd_desktop import issuing
from ecd_desktop.calendar import LIMA, Calendar, clock, set_today, today
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import export, importing
from ecd_desktop.reports import extract, figures
from ecd_desktop.services import action_items as verbs
from ecd_desktop.services import example
from ecd_desktop.settings import Settings
from tests import postgres
from tests.conftest import TEST_PERSON
from tests.ecd_desktop.reports import paper

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
CUTOFF = date(2026, 6, 1)
CANARY = "CANARIO-7f3a"


def bring_samples(url: str) -> None:
    set_today(CUTOFF)
    store = Store.open(url, who=TEST_PERSON)
    for name in ("matriz_compromisos_2026.xlsx", "directorio_actores.xlsx", "cartera_proyectos_2026.xlsx"):
        importing.apply(store, importing.propose_for(store, importing.open_file(SAMPLES / name)))
    store.close()


@pytest.fixture(scope="module")
def samples_file(office_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local database that holds only the imported samples, made once."""
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    shutil.copyfile(office_file, path)
    bring_samples(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def samples_on_server(postgres_server: postgres.Server, office_on_server: str) -> str:
    """The same on the server; its name."""
    name = postgres_server.create(template=office_on_server)
    bring_samples(postgres_server.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def samples_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database that holds only the imported samples, on both kinds."""
    set_today(CUTOFF)
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("samples_file"), tmp_path / "samples.db")
        yield f"sqlite:///{tmp_path / 'samples.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create(template=request.getfixturevalue("samples_on_server"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def office(samples_url: str, open_store: Callable[..., Store]) -> Store:
    """A store that holds only the imported samples."""
    return open_store(samples_url)


def one(store: Store, sql: str, **values: Any) -> Any:
    with store.reading() as session:
        return session.execute(text(sql), values).scalar_one()


def column(store: Store, sql: str, **values: Any) -> list[Any]:
    with store.reading() as session:
        return list(session.execute(text(sql), values).scalars())


def test_the_figures_of_the_informe_equal_plain_sql(office: Store) -> None:
    material = issuing.collect(office, issuing.Wanted("progress", cutoff=CUTOFF))
    counted = figures.figures(
        material.items, material.projects, material.meetings, material.cases, cutoff=CUTOFF, calendar=material.calendar
    )
    assert counted.items.total == one(office, "SELECT count(*) FROM action_items") == 25
    states = dict(counted.items.states)
    for state in State:
        assert states.get(state, 0) == one(
            office, "SELECT count(*) FROM action_items WHERE state = :state", state=state.value
        )
    # 1 June 2026 is a Monday, so a date up to the Friday before is overdue; weekends count as that Monday
    overdue = one(
        office,
        "SELECT count(*) FROM action_items WHERE due_on <= :day AND state IN ('pending', 'in_progress', 'observed')",
        day="2026-05-29",
    )
    assert counted.items.overdue == overdue > 0
    assert counted.meetings.held == one(office, "SELECT count(*) FROM meetings") == 5
    assert counted.portfolio.total == one(office, "SELECT count(*) FROM projects") == 7
    planned = "SELECT sum(planned) FROM budget_lines WHERE project_id = projects.id"
    assert counted.portfolio.budget == one(office, f"SELECT sum(coalesce(({planned}), budget)) FROM projects")


def test_the_informe_of_imported_samples_has_no_empty_heading(office: Store, tmp_path: Path) -> None:
    material = issuing.collect(office, issuing.Wanted("progress", cutoff=CUTOFF))
    for language in ("es", "en"):
        issuing.write(tmp_path / "i.pdf", material, Settings(), issued_by="Prueba Ficticia", language=language)
        lines = [line.strip() for page in paper.pages(tmp_path / "i.pdf") for line in page.splitlines() if line.strip()]
        headings = [n for n, line in enumerate(lines) if line.split(".")[0] in ("I", "II", "III", "IV", "V", "VI")]
        assert headings
        for here, following in zip(headings, [*headings[1:], len(lines)], strict=True):
            assert following - here > 1, lines[here]


def test_the_matrix_prints_every_commitment_once_with_its_accents(office: Store, tmp_path: Path) -> None:
    codes = column(office, "SELECT code FROM action_items")
    for group_by in ("unit", "project", "meeting", "none"):
        material = issuing.collect(office, issuing.Wanted("commitments", cutoff=CUTOFF, group_by=group_by))
        issuing.write(tmp_path / "m.pdf", material, Settings(), issued_by="Prueba Ficticia", language="es")
        printed = paper.words(tmp_path / "m.pdf")
        assert [printed.count(code) for code in codes] == [1] * 25
        assert "lecturatemprana" in printed
        assert "Elaborardirectoriodeollascomunesconniñasyniñosmenoresde5" in printed
        assert "Ñahui" in printed


def test_an_overdue_word_of_the_sheet_is_no_state_and_lateness_is_computed(office: Store) -> None:
    material = issuing.collect(office, issuing.Wanted("commitments", cutoff=CUTOFF))
    item = next(item for item in material.items if item.description.startswith("Confirmar punto de agua"))
    assert (item.state, item.why.value) == (State.PENDING, "overdue")


def test_the_scope_of_one_unit_takes_in_its_predecessor(office: Store) -> None:
    material = issuing.collect(office, issuing.Wanted("commitments", cutoff=CUTOFF, unit="GDS"))
    assert {item.unit for item in material.items} == {"GDH"}
    with pytest.raises(Expected, match="NADIE"):
        issuing.collect(office, issuing.Wanted("commitments", unit="NADIE"))


def test_a_report_shows_facts_up_to_the_cutoff_and_only_what_was_known_then(office: Store) -> None:
    before = datetime.now(UTC)
    item = next(
        row
        for row in issuing.collect(office, issuing.Wanted("commitments", cutoff=CUTOFF)).items
        if row.description.startswith("Retirar desmonte")
    )
    set_today(CUTOFF + timedelta(days=20))
    verbs.complete(office, [item.key], on=CUTOFF + timedelta(days=9))

    def shown(wanted: issuing.Wanted) -> Any:
        return next(row for row in issuing.collect(office, wanted).items if row.key == item.key)

    now = issuing.Wanted("commitments")
    assert shown(now).state is State.DONE
    assert shown(replace(now, cutoff=CUTOFF)).state is State.IN_PROGRESS
    assert shown(replace(now, cutoff=CUTOFF)).progress == 80
    assert shown(replace(now, known=before)).state is State.IN_PROGRESS


def test_without_a_cutoff_a_report_as_known_then_is_the_one_that_was_printed_then(office: Store) -> None:
    then = datetime.now(UTC)
    set_today(then.astimezone(LIMA).date())
    printed = issuing.collect(office, issuing.Wanted("progress"))
    set_today(printed.cutoff + timedelta(days=40))
    keys = [item.key for item in printed.items if item.state is State.IN_PROGRESS]
    verbs.complete(office, keys, on=printed.cutoff)
    again = issuing.collect(office, issuing.Wanted("progress", known=then))
    assert again.cutoff == printed.cutoff
    assert again.items == printed.items
    assert again.projects == printed.projects
    assert issuing.collect(office, issuing.Wanted("progress")).items != printed.items


def test_what_a_project_owed_on_a_past_cutoff_is_counted_over_the_commitments_of_that_day(office: Store) -> None:
    before = issuing.collect(office, issuing.Wanted("progress", cutoff=CUTOFF))
    assert sum(project.overdue_items for project in before.projects) > 0
    set_today(CUTOFF + timedelta(days=20))
    live = [item.key for item in before.items if item.state in (State.PENDING, State.IN_PROGRESS, State.OBSERVED)]
    verbs.complete(office, live, on=CUTOFF + timedelta(days=9))
    after = issuing.collect(office, issuing.Wanted("progress", cutoff=CUTOFF))

    def owed(material: issuing.Material) -> list[tuple[str | None, int, int, int]]:
        return [(one.code, one.live_items, one.overdue_items, one.red_items) for one in material.projects]

    assert owed(after) == owed(before)
    now = issuing.collect(office, issuing.Wanted("progress"))
    assert sum(project.overdue_items for project in now.projects) == 0
    with office.reading() as session:
        listed = projects.LISTING.all(session, Ask(clock=clock(now.cutoff, now.calendar), outside=True))
    assert [(row.live_items, row.overdue_items, row.red_items) for row in listed] == [
        (row.live_items, row.overdue_items, row.red_items) for row in now.projects
    ]


def test_a_case_that_is_not_there_is_a_sentence(office: Store) -> None:
    with pytest.raises(Expected, match="ASU-2026-099"):
        issuing.collect(office, issuing.Wanted("case", code="ASU-2026-099"))


def test_a_case_is_found_by_its_code_however_it_is_typed(portfolio: Store) -> None:
    (code,) = column(portfolio, "SELECT min(code) FROM cases")
    material = issuing.collect(portfolio, issuing.Wanted("case", code=f" {code.lower()} "))
    assert [row.code for row in material.cases] == [code]


@pytest.fixture
def portfolio(office_url: str, open_store: Callable[..., Store]) -> Store:
    """A store with the example portfolio, on both kinds."""
    store = open_store(office_url)
    example.load(store)
    return store


@pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)  # the same SQL asks both
def test_nothing_internal_is_found_in_anything_that_leaves(portfolio: Store, tmp_path: Path) -> None:
    store = portfolio
    planted = plant(store)
    assert planted["field"] > 40
    assert min(planted[name] for name in ("internal_task", "progress_entries", "reschedules", "evidence", "notes")) > 0
    with store.reading() as session:
        calendar = Calendar(places.holidays(session))
    cutoff = issuing.collect(store, issuing.Wanted("progress")).cutoff
    leaving: list[Path] = []
    answering = "SELECT unit_id FROM action_items UNION SELECT organisation_id FROM co_responsibles"
    for unit in column(store, f"SELECT DISTINCT acronym FROM organisations WHERE id IN ({answering})"):
        target = tmp_path / f"{len(leaving)}.xlsx"
        export.export_action_items(
            store, unit=unit, path=target, clock=clock(cutoff, calendar), calendar=calendar, language="es",
            personal="Prueba de canarios",
        )  # fmt: skip
        leaving.append(target)
    wanted = [issuing.Wanted("commitments", group_by=by) for by in ("unit", "project", "meeting", "none")]
    wanted += [issuing.Wanted("progress"), issuing.Wanted("commitments", cutoff=cutoff - timedelta(days=20))]
    wanted.append(issuing.Wanted("progress", known=datetime.now(UTC)))
    wanted += [issuing.Wanted("case", code=code) for code in column(store, "SELECT code FROM cases")]
    held = column(store, "SELECT code FROM meetings")
    wanted += [issuing.Wanted(what, code=code) for what in ("minutes", "attendance", "agenda") for code in held]
    assert len(held) > 3
    unsigned = column(store, "SELECT code FROM meetings WHERE state = 'draft'")[:1]
    wanted += [issuing.Wanted("signatures", code=code) for code in unsigned]
    spoken = column(store, "SELECT code FROM meetings WHERE confidentiality = 'public'")[:1]
    wanted += [issuing.Wanted(what, code=code, public=True) for code in spoken for what in ("minutes", "attendance")]
    projects_told = column(store, "SELECT code FROM projects ORDER BY code")[:2]
    wanted += [issuing.Wanted("briefing", code=code) for code in (*projects_told, *unsigned, *spoken)]
    learnt = column(store, "SELECT code FROM lessons ORDER BY code")[:2]
    wanted += [issuing.Wanted("lesson", code=code) for code in learnt]
    wanted.append(issuing.Wanted("lessons", everything=True))
    paper_of = issuing.collect(store, issuing.Wanted("minutes", code=spoken[0])).paper
    assert paper_of is not None
    wanted.append(issuing.Wanted("extract", code=spoken[0], whose=extract.responsible(paper_of)[0]))
    for one_wanted in wanted:
        target = tmp_path / f"{len(leaving)}.pdf"
        issuing.write(target, issuing.collect(store, one_wanted), Settings(), issued_by="Prueba", language="es")
        leaving.append(target)
    assert len(leaving) > 20
    for path in leaving:
        assert CANARY not in everything_in(path), path.name


def test_the_papers_of_a_meeting_are_found_by_code_number_or_as_the_latest(portfolio: Store, tmp_path: Path) -> None:
    number = one(portfolio, "SELECT max(number) FROM meetings WHERE state = 'signed'")
    code = one(portfolio, "SELECT code FROM meetings WHERE number = :number", number=number)
    for said in (code.lower(), f" {number} "):
        material = issuing.collect(portfolio, issuing.Wanted("minutes", code=said))
        assert material.paper is not None
        assert (material.paper.code, material.paper.number) == (code, number)
    last = issuing.collect(portfolio, issuing.Wanted("minutes", code="latest")).paper
    assert last is not None
    assert last.held_on == max(
        row.held_on for row in issuing.collect(portfolio, issuing.Wanted("progress")).meetings
        if row.held_on and row.held_on <= today() and row.state.value not in ("planned", "convened", "suspended")
    )  # fmt: skip
    with pytest.raises(Expected, match="REU-2026-999"):
        issuing.collect(portfolio, issuing.Wanted("agenda", code="REU-2026-999"))


def test_the_latest_meeting_of_none_is_a_sentence(office_url: str, open_store: Callable[..., Store]) -> None:
    with pytest.raises(Expected):
        issuing.collect(open_store(office_url), issuing.Wanted("minutes", code="latest"))


def test_the_acta_tells_what_the_database_does(portfolio: Store, tmp_path: Path) -> None:
    key = one(portfolio, "SELECT id FROM meetings WHERE code = :code", code="REU-2026-005")
    material = issuing.collect(portfolio, issuing.Wanted("minutes", code="REU-2026-005"))
    told = material.paper
    assert told is not None
    assert len(told.attendees) == one(portfolio, "SELECT count(*) FROM attendances WHERE meeting_id = :key", key=key)
    codes = column(
        portfolio, "SELECT code FROM action_items WHERE meeting_id = :key AND reach = 'commitment'", key=key
    )  # fmt: skip
    assert {row.code for row in told.promised} == set(codes)
    assert not {row.code for row in told.earlier} & set(codes)
    assert told.earlier
    issuing.write(tmp_path / "a.pdf", material, Settings(), issued_by="Prueba Ficticia", language="es")
    printed = paper.words(tmp_path / "a.pdf")
    for row in told.promised:
        assert printed.count(paper.squeezed(row.text)) == 1
    for attendee in told.attendees:
        assert paper.squeezed(attendee.name) in printed
    assert "DATOSFICTICIOS" in printed


def test_a_promise_stands_in_its_acta_with_the_date_it_was_given(portfolio: Store) -> None:
    def promised() -> Any:
        told = issuing.collect(portfolio, issuing.Wanted("minutes", code="REU-2026-005")).paper
        assert told is not None
        return told.promised

    before = promised()
    codes = [row.code for row in before]
    moving = issuing.collect(portfolio, issuing.Wanted("commitments")).items
    live = next(row for row in moving if row.code in codes and row.due_on and row.state is State.PENDING)
    verbs.reschedule(portfolio, [live.key], due_on=live.due_on + timedelta(days=30), reason="Prueba", on=today())
    assert promised() == before


def plant(store: Store) -> Counter[str]:
    """Put the canary into every internal field, and into all words of internal tasks, their logs and internal notes."""
    planted = Counter[str]()
    with store.change(N_("Plant canaries")) as work:
        one_task = next(row for row in work.session.query(ActionItem) if row.reach is Reach.INTERNAL_TASK)
        own: dict[str, Any] = {"action_item_id": one_task.id}
        work.add(ProgressEntry(**own, on=date(2026, 6, 1), progress=5, state=State.IN_PROGRESS, body="x"))
        work.add(Reschedule(**own, on=date(2026, 6, 1), due_before=None, due_after=date(2026, 6, 9), reason="x"))
        work.add(Evidence(**own, description="x"))
        work.flush()
        tasks = {row.id for row in work.session.query(ActionItem) if row.reach is Reach.INTERNAL_TASK}
        for record in record_classes():
            fields = fields_of(record)
            for row in work.session.query(record):
                secret = [name for name, field in fields.items() if field.internal and field.kind in (TEXT, MEMO)]
                planted["field"] += len(secret)
                if row.id in tasks or getattr(row, "action_item_id", None) in tasks or getattr(row, "internal", False):
                    planted["internal_task" if row.id in tasks else record.__tablename__] += 1
                    words = [name for name, field in fields.items() if field.kind in (TEXT, MEMO) and name != "code"]
                    secret += [name for name in words if name == "remarks" or getattr(row, name)]
                for name in secret:
                    setattr(row, name, CANARY)
    return planted


def everything_in(path: Path) -> str:
    if path.suffix == ".pdf":
        return paper.words(path)
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_internal_tasks_are_in_the_list_on_screen_and_in_no_list_that_leaves(portfolio: Store) -> None:
    with portfolio.reading() as session:
        now = clock(date(2026, 6, 1), Calendar(places.holidays(session)))
        internal = (Where("reach", "is", Reach.INTERNAL_TASK),)
        assert action_items.LISTING.count(session, Ask(where=internal, clock=now)) > 0
        assert action_items.LISTING.count(session, Ask(where=internal, clock=now, outside=True)) == 0

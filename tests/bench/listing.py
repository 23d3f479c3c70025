"""Lists of 20,000 action items and 500 projects, and a project's sheet, against the bare SQL on the same connection."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, Timing, middle, timed

if TYPE_CHECKING:
    from db.queries.listing import Ask

ITEMS = 20_000
AIM = Aim(100, "ms")
TIMES = 5


def measure(bench: Bench) -> list[Line]:
    """Floor and ours alternate within each child; each round is a fresh child."""
    source = portfolio.database(bench.folder, ITEMS)
    found = bench.compare({"list": ("listing:ask", {"database": str(source)})})["list"]
    return [
        Line("list", what, found[f"{what} ours"], found[f"{what} floor"], AIM)
        for what in (name.removesuffix(" ours") for name in found if name.endswith(" ours"))
    ]


def asks() -> dict[str, "Ask"]:
    """What people ask of a list."""
    from db.queries.listing import Ask, Order, Where
    from db.queries.traffic_light import Why
    from ecd_desktop.calendar import clock, peruvian_calendar

    now = clock(portfolio.TODAY, peruvian_calendar(range(2025, 2028)))
    red = Where("why", "in", (Why.OVERDUE, Why.BLOCKED))
    return {
        "all, by due date": Ask(clock=now),
        "filter: red": Ask(clock=now, where=(red,)),
        "filter: red of one unit": Ask(clock=now, where=(red, Where("unit", "is", "EMAPE·F"))),
        "search: nino muro": Ask(clock=now, text="nino muro"),
        "sort by unit": Ask(clock=now, order=(Order("unit"), Order("due_on"))),
        "sort by light, descending": Ask(clock=now, order=(Order("why", descending=True),)),
        "sort by text": Ask(clock=now, order=(Order("description"),)),
        "sort by times rescheduled": Ask(clock=now, order=(Order("reschedules", descending=True),)),
    }


def ask(database: str) -> Answer:
    """One child: every ask as keys, then a page of rows, a count and the values of a column, each after its floor."""
    from db.queries import project_sheet, projects
    from db.queries.action_items import LISTING
    from ecd_desktop.services import databases

    path = Path(database).with_name("listing.db")
    shutil.copyfile(database, path)
    store = databases.open_database(str(path), who="Medición")
    found: Answer = {}
    with store.reading() as session:
        for what, asked in asks().items():
            _pair(found, what, session, lambda asked=asked: LISTING.keys(session, asked))
        plain = asks()["all, by due date"]
        keys = LISTING.keys(session, plain)
        _pair(found, "200 rows for the screen", session, lambda: LISTING.rows(session, keys[9_000:9_200], plain))
        _pair(found, "count", session, lambda: LISTING.count(session, plain))
        _pair(found, "values of a column with counts", session, lambda: LISTING.facets(session, "why", plain))
        _pair(found, f"{portfolio.PROJECTS} projects", session, lambda: projects.LISTING.all(session, plain))
        (first, *_others) = projects.LISTING.keys(session, plain)

        def sheet() -> object:
            return project_sheet.project_sheet(session, first, plain)

        _pair(found, f"sheet of a project, {len(recorded(session, sheet))} statements", session, sheet)
    store.close()
    path.unlink()
    return found


def _pair(found: Answer, what: str, session: Any, ours: Callable[[], object]) -> None:
    raw = session.connection().connection.driver_connection  # begins the transaction, so that this is not recorded
    statements = recorded(session, ours)

    def floor() -> None:
        for statement, parameters in statements:
            raw.execute(statement, parameters).fetchall()

    timings: dict[str, list[Timing]] = {"floor": [], "ours": []}
    for _ in range(TIMES):
        timings["floor"].append(timed(floor))
        timings["ours"].append(timed(ours))
    for name, taken in timings.items():
        found[f"{what} {name}"] = middle(taken)


def recorded(session: Any, work: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that reach the driver while ``work`` runs, with their parameters."""
    from sqlalchemy import event

    statements: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        statements.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return statements

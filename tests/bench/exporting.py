"""A department's workbook of 10,000 rows, against openpyxl's plain writer with the same cells and nothing else."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.records.base import new_key
from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, timed

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.exchange.export import Package

ROWS = 10_000
ITEMS = 11_500  # one in ten is an internal task and stays at home
SENT = 2_000
AIM, SEND = Aim(1, "×"), Aim(1.5, "×")


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh child; reading the rows, the log and the safe replacement are measured beside."""
    database = str(portfolio.database(bench.folder, ITEMS))
    names = ("floor", "ours", "sent_floor", "sent")
    found = bench.compare({name: (f"exporting:{name}", {"database": database}) for name in names})
    ours, floor = found["ours"], found["floor"]["write"]
    return [
        Line("workbook", f"send {SENT} rows: file, draft, log, fsync", found["sent"]["send"],
             found["sent_floor"]["write"], SEND),
        Line("workbook", f"write {ROWS} rows", ours["write"], floor, AIM),
        Line("workbook", "with the query, the log, fsync", ours["whole"], floor),
    ]


def ours(database: str) -> Answer:
    from ecd_desktop.exchange import export
    from ecd_desktop.language import in_language

    path = Path(database).with_name("export.xlsx")
    store, package = collected(database)
    with in_language("es"):
        export.write(path, replace(package, rows=package.rows[:50]))
        written = timed(lambda: export.write(path, package))
    whole = timed(
        lambda: export.export_action_items(
            store, unit=None, path=path, clock=now(), calendar=package.scope.calendar, language="es"
        )
    )
    store.close()
    return {"write": written, "whole": whole}


def sent(database: str) -> Answer:
    """One department's workbook with its draft, as the window writes them."""
    from ecd_desktop import sending
    from ecd_desktop.exchange.export import terms
    from ecd_desktop.exchange.templates import ACTION_ITEMS

    store, package = collected(database)
    calendar = package.scope.calendar
    agreed = terms(ACTION_ITEMS, clock=now(), calendar=calendar, personal=None, reply_by=None, closed=False)
    plan = sending.Sending(agreed, (package,), {}, (), {}, package.id, "es")
    folder = Path(database).with_name("sent")
    sending.write_one(store, plan, replace(package, id=new_key(), rows=package.rows[:50]), folder)
    rows = package.rows[:SENT]
    taken = timed(lambda: sending.write_one(store, plan, replace(package, id=new_key(), rows=rows), folder))
    store.close()
    return {"send": taken}


def sent_floor(database: str) -> Answer:
    return floor(database, SENT)


def floor(database: str, most: int = ROWS) -> Answer:
    import openpyxl

    store, package = collected(database)
    store.close()
    package = replace(package, rows=package.rows[:most])
    says = [column.says for column in package.columns]
    rows = [[str(row.key), *[plain(say(row, package.scope)) for say in says]] for row in package.rows]
    path = Path(database).with_name("plain.xlsx")

    def write(count: int) -> None:
        book = openpyxl.Workbook()
        for row in rows[:count]:
            book.active.append(row)
        book.save(path)

    write(50)
    return {"write": timed(lambda: write(len(rows)))}


def collected(database: str) -> tuple["Store", "Package"]:
    """A copy of the database, open, and the first 10,000 rows of a workbook for all units."""
    from ecd_desktop.calendar import peruvian_calendar
    from ecd_desktop.exchange import export
    from ecd_desktop.services import databases

    path = Path(database).with_name("export.db")
    shutil.copyfile(database, path)
    store = databases.open_database(str(path), who="Medición")
    package = export.collect(store, unit=None, clock=now(), calendar=peruvian_calendar(range(2025, 2028)))
    assert len(package.rows) >= ROWS, len(package.rows)
    return store, replace(package, rows=package.rows[:ROWS])


def now() -> Any:
    from ecd_desktop.calendar import clock, peruvian_calendar

    return clock(portfolio.TODAY, peruvian_calendar(range(2025, 2028)))


def plain(value: Any) -> Any:
    """A cell's value as openpyxl takes it."""
    return value if value is None or isinstance(value, int | float | date) else str(value)

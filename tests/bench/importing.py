"""Importing 5,000 rows of a foreign matrix, preview and apply, against the least that any import must do.

The floor starts an empty guarded child, reads the same workbook with calamine, and inserts its cells with the sqlite3
module into a table without indexes, in one transaction with the program's own settings of SQLite.
"""

import shutil
import sqlite3
from pathlib import Path

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, stopwatch, timed

ROWS = 5_000
AIM = Aim(6, "×")


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh child; the memory is that of the whole tree, the guarded reader included."""
    arguments = {
        "workbook": str(portfolio.workbook(bench.folder, ROWS)), "database": str(portfolio.database(bench.folder, 0))
    }  # fmt: skip
    found = bench.compare({name: (f"importing:{name}", arguments) for name in ("floor", "ours")}, tree=True)
    ours, floor = found["ours"], found["floor"]["whole"]
    lines = [Line("import", f"{ROWS} rows: preview and apply", ours["whole"], floor, AIM)]
    return lines + [Line("import", f"  of which: {part}", ours[part]) for part in ours if part != "whole"]


def ours(workbook: str, database: str) -> Answer:
    from ecd_desktop import language
    from ecd_desktop.exchange import importing
    from ecd_desktop.services import databases

    language.use("es")
    path = Path(database).with_name("import.db")
    shutil.copyfile(database, path)
    small = portfolio.workbook(Path(workbook).parent, 30)
    store = databases.open_database(str(path), who="Medición")
    importing.preview(store, importing.propose(importing.open_file(small)))  # so that everything is loaded
    parts: Answer = {}
    with stopwatch() as parts_read:
        opened = importing.open_file(Path(workbook))
    with stopwatch() as parts_propose:
        plan = importing.propose(opened)
    with stopwatch() as parts_preview:
        previewed = importing.preview(store, plan)
    with stopwatch() as parts_apply:
        applied = importing.apply(store, plan)
    for name, part in (
        ("read in the guarded child", parts_read), ("find the table, match columns", parts_propose),
        ("preview", parts_preview), ("apply", parts_apply),
    ):  # fmt: skip
        parts[name] = (part[0], part[1])
    # their sum: each stopwatch collects garbage before it starts, which is no part of an import
    parts["whole"] = (sum(wall for wall, _ in parts.values()), sum(cpu for _, cpu in parts.values()))
    assert previewed.new == applied.new == applied.rows == ROWS, (applied.rows, applied.new, applied.refused)
    store.close()
    path.unlink()
    return parts


def floor(workbook: str, database: str) -> Answer:
    return {"whole": timed(lambda: least(Path(workbook), Path(database).with_name("floor.db")))}


def least(workbook: Path, target: Path) -> None:
    """An empty guarded child, calamine, and a raw insert."""
    import subprocess

    import python_calamine

    from db.engines import PRAGMAS
    from ecd_desktop.exchange import reading

    subprocess.run(
        reading.command(reading.DEFAULT), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )  # fmt: skip
    rows = python_calamine.CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
    width = max(map(len, rows))
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"CREATE TABLE plain ({', '.join(f'c{n}' for n in range(width))})")
    marks = ", ".join("?" * width)
    connection.executemany(
        f"INSERT INTO plain VALUES ({marks})",
        [[v if v is None or isinstance(v, int | float | str) else str(v) for v in row] for row in rows],
    )
    connection.execute("COMMIT")
    connection.close()

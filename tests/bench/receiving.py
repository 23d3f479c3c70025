"""A workbook of 2,000 rows × 10 columns out and back, one cell of each row answered; and 30 files of 50 rows.

The floors do the same with nothing of ours.

- Sent: openpyxl's plain writer with the same cells.
- Read and reviewed: an empty guarded child and openpyxl (cells with their formats and comments, as a review needs
  them), each cell compared with what was handed out and with a bare SELECT, and the answers kept in a table and read
  back. The same with calamine, which reads values only, stands beside.
- Applied: a bare SQLAlchemy session that loads the records, sets the same cells and adds the same log entries, as in
  ``saving``.
"""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.bench import portfolio
from tests.bench.exporting import now, plain
from tests.bench.measuring import Aim, Answer, Bench, Line, Timing, timed

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.exchange.export import Package

ROWS, COLUMNS = 2_000, 10
ITEMS = 5_000  # internal tasks and drafts stay at home, and what is closed is left out
FILES, EACH = 30, 50
SEND, REVIEW, APPLY = Aim(1.5, "×"), Aim(3, "×"), Aim(4, "×")


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh child, for ours and for the floors."""
    arguments = {"database": str(portfolio.database(bench.folder, ITEMS)), "folder": str(bench.folder)}
    bench.child("receiving:prepare", **arguments)
    found = bench.compare({name: (f"receiving:{name}", arguments) for name in ("floor", "sending", "ours")})
    ours, floor = {**found["sending"], **found["ours"]}, found["floor"]
    lines = [
        Line("receiving", f"send {ROWS} rows × {COLUMNS}", ours["send"], floor["send"], SEND),
        Line("receiving", "read + review", ours["review"], floor["review"], REVIEW),
        Line("receiving", "  against calamine: values only", ours["review"], floor["values"]),
        Line("receiving", f"apply {ROWS} changes", ours["apply"], floor["apply"], APPLY),
    ]
    many = bench.compare({"many": ("receiving:many", arguments)}, rounds=min(bench.rounds, 3))["many"]
    return [*lines, *(Line("receiving", name, series) for name, series in many.items())]


def package_of(store: "Store", rows: int) -> "Package":
    """What leaves: the first rows of all units, and the ten columns that are needed for answering."""
    from dataclasses import replace

    from ecd_desktop.calendar import peruvian_calendar
    from ecd_desktop.exchange import export

    package = export.collect(store, unit=None, clock=now(), calendar=peruvian_calendar(range(2025, 2028)), closed=False)
    assert len(package.rows) >= rows, len(package.rows)
    sheet = replace(package.sheet, columns=package.sheet.columns[:COLUMNS])
    return replace(package, template=replace(package.template, sheet=sheet), rows=package.rows[:rows])


def opened(database: str, name: str) -> "Store":
    from ecd_desktop import language
    from ecd_desktop.calendar import set_today
    from ecd_desktop.services import databases

    language.use("es")
    set_today(portfolio.TODAY)
    path = Path(database).with_name(name)
    shutil.copyfile(database, path)
    return databases.open_database(str(path), who="Medición")


def sent(store: "Store", package: "Package", path: Path) -> None:
    """Write the workbook and log what it hands out, as sending does."""
    from ecd_desktop.exchange import export

    export.write(path, package)
    store.log_export(**package.entry(path.name))


def answered(path: Path, rows: int, chance: int) -> None:
    """Answer one cell of each row: a progress, what was done, a remark, in turn."""
    from openpyxl import load_workbook

    from ecd_desktop.exchange import sheets
    from ecd_desktop.language import _

    book = load_workbook(path)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible" and one.tables)
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    at = {column.name: heads[_(column.heading)] for column in sheets.ACTION_ITEMS.columns if _(column.heading) in heads}
    for n in range(2, rows + 2):
        told = ("progress", (7 * n + chance) % 89 / 100 + 0.01) if n % 3 == 0 else (
            ("done", f"Se avanzó en la semana {n % 52}") if n % 3 == 1 else ("remarks", f"Revisado {n}: conforme")
        )  # fmt: skip
        sheet.cell(n, at[told[0]]).value = told[1]
    book.save(path)


def prepare(database: str, folder: str) -> Answer:
    """A child: the database as it is after sending, and the workbooks as they come back."""
    store = opened(database, "sent.db")
    whole = Path(folder) / "back.xlsx"
    package = package_of(store, ROWS)
    sent(store, package, whole)
    answered(whole, ROWS, 0)
    Path(folder, "rows.json").write_text(json.dumps([str(row.key) for row in package.rows]), encoding="utf-8")
    for n in range(FILES):
        from dataclasses import replace

        from db.records import new_key

        one = Path(folder) / f"back-{n}.xlsx"
        part = replace(package, id=new_key(), rows=package.rows[n * EACH : (n + 1) * EACH])
        sent(store, part, one)
        answered(one, EACH, n)
    store.close()
    return {}


def sending(database: str, folder: str) -> Answer:
    """A child: send."""
    store = opened(database, "send.db")
    package = package_of(store, ROWS)
    sent(store, package_of(store, EACH), Path(folder) / "small.xlsx")  # so that everything is loaded
    found = {"send": timed(lambda: sent(store, package, Path(folder) / "out.xlsx"))}
    store.close()
    return found


def ours(database: str, folder: str) -> Answer:
    """A child: read and review, apply."""
    from ecd_desktop import receiving
    from ecd_desktop.services import reconciling

    store = opened(str(Path(database).with_name("sent.db")), "apply.db")
    small = receiving.take_in(store, receiving.read(Path(folder) / "back-0.xlsx"))  # so that everything is loaded
    reconciling.review(store)
    reconciling.discard(store, small.file)

    def review() -> None:
        receiving.take_in(store, receiving.read(Path(folder) / "back.xlsx"))
        assert reconciling.review(store).writing >= 0.95 * ROWS

    found = {"review": timed(review)}
    found["apply"] = timed(lambda: reconciling.apply(store))
    assert reconciling.review(store).files == ()
    store.close()
    return found


def many(database: str, folder: str) -> Answer:
    """A child: thirty files reviewed in one go."""
    from ecd_desktop import receiving
    from ecd_desktop.services import reconciling

    store = opened(str(Path(database).with_name("sent.db")), "many.db")
    files = [receiving.read(Path(folder) / f"back-{n}.xlsx") for n in range(FILES)]
    received = timed(lambda: [receiving.take_in(store, file) for file in files])
    seen = timed(lambda: reconciling.review(store))
    assert reconciling.review(store).writing >= 0.95 * FILES * EACH
    store.close()
    return {f"take in {FILES} files of {EACH} rows": received, f"review {FILES} files in one go": seen}


# --- floors ---------------------------------------------------------------------------------------------------------


def floor(database: str, folder: str) -> Answer:
    """A child: the same cells written, read and applied with nothing of ours."""
    store = opened(database, "floor.db")
    package = package_of(store, ROWS)
    store.close()
    says = [column.says for column in package.columns]
    rows = [[str(row.key), *[plain(say(row, package.scope)) for say in says]] for row in package.rows]
    handed = json.dumps(package.handed_out())
    path = Path(folder) / "floor.xlsx"
    written(rows[:50], path)
    with_formats(path), values_only(path)
    target = Path(database).with_name("floor.db")
    return {
        "send": timed(lambda: written(rows, path)),
        "review": timed(lambda: compared(with_formats(Path(folder) / "back.xlsx"), target, handed)),
        "values": timed(lambda: compared(values_only(Path(folder) / "back.xlsx"), target, handed)),
        "apply": applied(target, Path(folder)),
    }


def written(rows: list[list[Any]], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def with_formats(path: Path) -> list[list[Any]]:
    """The cells as openpyxl reads them."""
    import openpyxl

    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]


def values_only(path: Path) -> list[list[Any]]:
    """The cells as calamine reads them."""
    import python_calamine

    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def compared(cells: list[list[Any]], target: Path, handed: str) -> int:
    """An empty guarded child, what was handed out, a bare SELECT, one comparison for each cell, and what waits."""
    import subprocess

    from ecd_desktop.exchange import reading

    subprocess.run(
        reading.command(reading.DEFAULT), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )  # fmt: skip
    base = json.loads(handed)["action_items"]
    connection = sqlite3.connect(target)
    present = {row[0]: row for row in connection.execute("SELECT * FROM action_items")}
    connection.close()
    differing, answers = 0, []
    for row, (key, values), record in zip(cells[1:], base.items(), present.values(), strict=False):
        for told, was, here in zip(row, [key, *values.values()], record, strict=False):
            differing += told not in (was, here)
        answers.append([key, str(row[4]), str(row[5])])  # one of each row
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE IF NOT EXISTS waiting (parcel)")
    connection.execute("INSERT INTO waiting VALUES (?)", (json.dumps(answers, ensure_ascii=False),))
    connection.commit()
    (kept,) = connection.execute("SELECT parcel FROM waiting").fetchone()
    connection.close()
    return differing + len(json.loads(kept))


def applied(target: Path, folder: Path) -> Timing:
    """The same cells and log entries through a plain session."""
    from sqlalchemy.orm import Session

    from tests.bench.saving import bare

    keys = [UUID(text) for text in json.loads((folder / "rows.json").read_text(encoding="utf-8"))]
    engine = bare(target)

    def write(some: list[UUID]) -> None:
        with Session(engine, autoflush=False, expire_on_commit=False) as session:
            change(session, some)
            session.commit()

    write(keys[-5:])  # the first ones compile statements
    spent = timed(lambda: write(keys))
    engine.dispose()
    return spent


def change(session: Any, keys: list[UUID]) -> None:
    from sqlalchemy import select

    from db.records import ActionItem, ProgressEntry

    for start in range(0, len(keys), 500):
        query = select(ActionItem).where(ActionItem.id.in_(keys[start : start + 500]))
        for n, item in enumerate(session.scalars(query)):
            if n % 3 == 2:
                item.remarks = f"Revisado {n}: conforme"
                continue
            if n % 3 == 0:
                item.progress = (item.progress + 7) % 89
            body = f"Se avanzó en la semana {n % 52}" if n % 3 else None
            session.add(ProgressEntry(
                action_item_id=item.id, on=portfolio.TODAY, progress=item.progress, state=item.state, body=body,
            ))  # fmt: skip

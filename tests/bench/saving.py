"""A journalled save against the same save without a journal: one record as a form does it, and 5,000 at once."""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, Timing, middle, timed

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from db.store import Store

ITEMS = 2_000
SAVES = 40
BULK = 5_000
ONE, MANY = "one record and its log entry", f"{BULK} new records"


def measure(bench: Bench) -> list[Line]:
    """One save alternates with its floor within a child; the bulk runs in children of its own, for its memory."""
    source = str(portfolio.database(bench.folder, ITEMS))
    one = bench.compare({"one": ("saving:one_by_one", {"database": source})})["one"]
    many = bench.compare(
        {name: ("saving:at_once", {"database": source, "journalled": name == "ours"}) for name in ("floor", "ours")}
    )
    return [
        Line("save", ONE, one["ours"], one["floor"], Aim(1, "ms more")),
        Line("save", MANY, many["ours"]["bulk"], many["floor"]["bulk"], Aim(1.75, "×")),
    ]


def one_by_one(database: str) -> Answer:
    """One child: forty saves with and forty without a journal, in turn."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from db.records import ActionItem

    with_journal, without = copied(database, "journalled"), copied(database, "bare")
    store, engine = opened(with_journal), bare(without)
    with Session(engine) as session:
        keys = list(session.scalars(select(ActionItem.id).order_by(ActionItem.code).limit(SAVES + 5)))
    taken: dict[str, list[Timing]] = {"floor": [], "ours": []}
    for n, key in enumerate(keys):
        floor, ours = timed(lambda key=key: save_bare(engine, key)), timed(lambda key=key: save(store, key))
        if n >= 5:  # the first ones compile statements
            taken["floor"].append(floor)
            taken["ours"].append(ours)
    store.close()
    engine.dispose()
    for path in (with_journal, without):
        path.unlink()
    return {name: middle(timings) for name, timings in taken.items()}


def save(store: "Store", key: UUID) -> None:
    """What a form does: one item moves on, and the log says so."""
    with store.change("Report progress of {code}", code="COM") as work:
        change(work.session, key)


def save_bare(engine: "Engine", key: UUID) -> None:
    """The same records through a plain session."""
    from sqlalchemy.orm import Session

    with Session(engine, autoflush=False, expire_on_commit=False) as session:
        change(session, key)
        session.commit()


def change(session: Any, key: UUID) -> None:
    from db.records import ActionItem, ProgressEntry

    item = session.get(ActionItem, key)
    item.progress = (item.progress + 7) % 100
    item.remarks = f"{item.remarks or ''} visita del {portfolio.TODAY:%d/%m/%Y}"
    item.due_on = (item.due_on or portfolio.TODAY) + timedelta(days=1)
    entry = {"on": portfolio.TODAY, "progress": item.progress, "state": item.state, "body": "Avance de prueba"}
    session.add(ProgressEntry(action_item_id=item.id, **entry))


def at_once(database: str, journalled: bool) -> Answer:
    """One child: many new records in one transaction, through the journalled door or straight to the driver."""
    path = copied(database, "journalled" if journalled else "bare")
    rows = [
        {
            "code": f"COM-2027-{n:05}", "description": f"Compromiso {n} del ámbito señalado en la visita técnica",
            "due_on": portfolio.TODAY + timedelta(days=n % 200), "agreed_on": portfolio.TODAY, "item_number": str(n),
        }
        for n in range(BULK)
    ]  # fmt: skip
    taken = timed(lambda: insert(path, rows)) if journalled else timed(lambda: insert_bare(path, rows))
    path.unlink()
    return {"bulk": taken}


def insert(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    from db.records import ActionItem

    store = opened(path)
    with store.change("Import {n}", kind="import", n=len(rows)) as work:
        work.add_many(ActionItem, rows)
    store.close()


def insert_bare(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """The same rules, search words and columns, with SQLAlchemy's own insert and nothing else."""
    from sqlalchemy import insert

    from db.ordering import fold, sort_key
    from db.records import ActionItem
    from db.records.base import defaults_of, fields_of, new_key, table_of

    opened(path).close()  # opening is no part of what is compared, so the floor opens too
    blank = {**dict.fromkeys(fields_of(ActionItem)), **defaults_of(ActionItem)}
    probe = ActionItem()
    values = []
    for row in rows:
        probe.__dict__.update(row)
        assert not tuple(probe.problems())
        words = {"folded": fold(probe.searched()), "sort_key": sort_key(probe.named())}
        values.append({**blank, **row, **words, "id": new_key(), "version": 1})
    engine = bare(path)
    with engine.begin() as connection:
        connection.execute(insert(table_of(ActionItem)), values)
    engine.dispose()


def opened(path: Path) -> "Store":
    from db.store import Store

    return Store.open(f"sqlite:///{path}", who="Medición")


def bare(path: Path) -> "Engine":
    """The same settings of SQLite, without the guards."""
    from sqlalchemy import text

    from db import engines

    engine = engines.connect(f"sqlite:///{path}")
    with engine.begin() as connection:
        triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in triggers:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
    return engine


def copied(database: str, name: str) -> Path:
    path = Path(database).with_name(f"saving-{name}.db")
    shutil.copyfile(database, path)
    return path

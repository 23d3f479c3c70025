"""Work on a local database that goes on until it is killed, for ``test_kill.py``; what is finished is acknowledged."""

import random
from pathlib import Path

from sqlalchemy import select

from db import engines, upgrade
from db.records import ActionItem, Evidence, Organisation
from db.store import Store
from tests.db.killing import Done


def folder_of(url: str) -> Path:
    path = engines.file_of(url)
    assert path is not None
    return path.parent


def save(done: Done, url: str, seed: int) -> None:
    """Saves of two records that belong together: the progress of an item and a piece of evidence that says so."""
    store = Store.open(url, who="Ana")
    n = count(store)
    done("begin")
    while True:
        n += 1
        write_pair(store, n, random.Random(f"{seed}/{n}"))
        done("save", n)


def write_pair(store: Store, n: int, chance: random.Random) -> None:
    with store.change("Save {n}", n=n) as work:
        item = work.session.scalars(select(ActionItem)).one()
        item.remarks = f"{n} " + "x" * chance.randrange(3_000)
        item.progress = n % 100
        work.add(Evidence(action_item_id=item.id, description=str(n), reference="y" * chance.randrange(300)))
        work.flush()


def count(store: Store) -> int:
    with store.reading() as session:
        return max((int(text) for text in session.scalars(select(Evidence.description))), default=0)


def undo(done: Done, url: str, seed: int) -> None:
    """Imports of forty units that are taken back and brought again: there are all of them or none."""
    store = Store.open(url, who="Ana")
    done("begin")
    while True:
        with store.change("Import", kind="import") as work:
            work.add_many(Organisation, [{"name": f"Importada {n}", "remarks": "z" * 400} for n in range(40)])
        done("units", 40)
        store.undo()
        done("units", 0)
        store.redo()
        done("units", 40)
        store.undo()
        done("units", 0)


def migrate(done: Done, url: str, seed: int) -> None:
    """An upgrade that rebuilds tables and fills columns, to the revisions in the folder ``later`` beside the file."""
    upgrade.SCRIPTS = folder_of(url) / "later"
    done("begin")
    Store.open(url, who="Ana", backups=folder_of(url) / "copies").close()
    done("migrated")


def copy(done: Done, url: str, seed: int) -> None:
    """Copies under new names, with saves between."""
    store = Store.open(url, who="Ana")
    n = count(store)
    done("begin")
    while True:
        n += 1
        write_pair(store, n, random.Random(f"{seed}/{n}"))
        done("save", n)
        store.copy_to(folder_of(url) / "copies" / f"{n}.db")
        done("copy", n)


# --- bad settings: what the harness must find -----------------------------------------------------------------------


def save_early(done: Done, url: str, seed: int) -> None:
    """Acknowledges before the commit."""
    store = Store.open(url, who="Ana")
    n = count(store)
    done("begin")
    while True:
        n += 1
        done("save", n)
        write_pair(store, n, random.Random(f"{seed}/{n}"))


def save_without_journal(done: Done, url: str, seed: int) -> None:
    """SQLite's rollback journal is off and its cache is small: a kill leaves half of a transaction in the file."""
    engines.PRAGMAS = (
        *(pragma for pragma in engines.PRAGMAS if not pragma.startswith(("journal_mode", "cache_size"))),
        "journal_mode=OFF", "cache_size=5",
    )  # fmt: skip
    save(done, url, seed)


def save_in_two(done: Done, url: str, seed: int) -> None:
    """Writes in two transactions what belongs together."""
    store = Store.open(url, who="Ana")
    n = count(store)
    done("begin")
    while True:
        n += 1
        with store.change("Save {n}", n=n) as work:
            item = work.session.scalars(select(ActionItem)).one()
            item.progress = n % 100
            item.remarks = f"{n} "
        with store.change("Save {n}", n=n) as work:
            work.add(Evidence(action_item_id=item.id, description=str(n)))
        done("save", n)

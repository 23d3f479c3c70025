"""What the tests of the data layer make and look at: records with little typing, the whole content as values."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.fields import Key
from db.records import ActionItem, Organisation, Record, dumped, record_classes
from db.store import Store
from db.work import Work

Dump = dict[tuple[str, Key], dict[str, Any]]


def add_unit(store: Store, name: str = "Gerencia Ficticia", **values: Any) -> Key:
    """One organisation, in a change of its own; its key."""
    with store.change("Add unit") as work:
        return work.add(Organisation(name=name, **values)).id


def add_item(store: Store, description: str = "Pintar la losa", *, who_for: Key | None = None, **values: Any) -> Key:
    """One action item with the next code of 2026, in a change of its own; its key."""
    with store.change("Add item") as work:
        return new_item(work, description, unit_id=who_for, **values).id


def new_item(work: Work, description: str = "Pintar la losa", **values: Any) -> ActionItem:
    """One action item inside an open change."""
    code = values.pop("code", None) or work.code("COM", 2026)
    return work.add(ActionItem(code=code, description=description, **values))


def edit(store: Store, record: type[Record], key: Key, label: str = "Edit", **values: Any) -> None:
    """Change fields of one record, in a change of its own."""
    with store.change(label) as work:
        found = work.get(record, key)
        for name, value in values.items():
            setattr(found, name, value)


def value(store: Store, record: type[Record], key: Key, name: str) -> Any:
    """A field as it is stored now."""
    with store.reading() as session:
        return getattr(session.get_one(record, key), name)


def dump(session: Session, *records: type[Record]) -> Dump:
    """Every record's fields in journal form, and what search and order compare; versions are left out.

    ``records`` names the tables to look at, where a test knows that it touches no other; default: all.
    """
    return {
        (record.__tablename__, row.id): {**dumped(row), "folded": row.folded, "sort_key": bytes(row.sort_key)}
        for record in records or record_classes()
        for row in session.scalars(select(record))
    }


def content(store: Store, *records: type[Record]) -> Dump:
    """``dump`` of what is there now."""
    with store.reading() as session:
        return dump(session, *records)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as it lies in the database, sorted: nothing changed = the same value."""
    from sqlalchemy import inspect, text

    with store.reading() as session:
        names = inspect(session.connection()).get_table_names()
        return {
            name: sorted((tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in names
        }


def path_of(store: Store) -> Path:
    assert store.path is not None
    return store.path


def tables_on_disk(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a closed local file, and its schema, without the program."""
    import sqlite3

    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names}
        rows["sqlite_master"] = sorted(raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall(), key=repr)
        return rows


SOME_DAY = date(2026, 3, 2)
NOBODY = UUID("00000000-0000-7000-8000-000000000000")

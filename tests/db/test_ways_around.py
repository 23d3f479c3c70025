"""Ways around the journal, each tried on both databases and refused with nothing changed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.errors import WroteAround
from db.fields import Key
from db.guards import without_comments
from db.journal import JournalledSession, journal_change, journal_head, journal_tx
from db.records import ActionItem, Evidence, Organisation, new_key
from db.store import Store
from db.work import Work
from tests.db.making import add_item, add_unit, everything, new_item, path_of

ITEMS = ActionItem.__table__
UNITS = Organisation.__table__
REFUSED = (WroteAround, DBAPIError, sqlite3.DatabaseError, psycopg.Error)
ROW = {"id": new_key(), "version": 1, "name": "Intrusa", "kind": "other", "folded": "intrusa", "sort_key": b"i"}
ROW_SQL = (
    "INSERT INTO organisations (id, version, name, kind, folded, sort_key)"
    " VALUES ('019a0000000070008000000000000001', 1, 'Intrusa', 'other', 'intrusa', '')"
)

DELETES = "DELETE FROM action_items RETURNING 1"

WithSession = Callable[[Session], object]

# Each is tried inside a change, inside a reading, and on a plain session of the engine.
STATEMENTS: dict[str, WithSession] = {
    "a bulk update through the ORM": lambda s: s.execute(update(ActionItem).values(progress=9)),
    "a bulk delete through the ORM": lambda s: s.execute(delete(ActionItem)),
    "a bulk insert through the ORM": lambda s: s.execute(insert(Organisation), [ROW]),
    "an update through the legacy query": lambda s: s.query(ActionItem).update({"progress": 9}),
    "a delete through the legacy query": lambda s: s.query(ActionItem).delete(),
    "bulk_save_objects": lambda s: s.bulk_save_objects([Organisation(name="Intrusa")]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(Organisation.__mapper__, [dict(ROW)]),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(
        Organisation.__mapper__, [{"id": s.scalars(select(Organisation.id)).first(), "version": 1, "name": "Intrusa"}]
    ),
    "a Core insert": lambda s: s.connection().execute(insert(UNITS).values(**ROW)),
    "a Core update": lambda s: s.connection().execute(update(ITEMS).values(progress=9)),
    "a Core delete": lambda s: s.connection().execute(delete(ITEMS)),
    "an insert from a select": lambda s: s.connection().execute(
        insert(UNITS).from_select(list(ROW), select(*(UNITS.c[name] for name in ROW)))
    ),
    "text SQL": lambda s: s.execute(text("UPDATE action_items SET progress = 9")),
    "text SQL behind a comment": lambda s: s.execute(text("/* a; b */ -- c\n UPDATE action_items SET progress = 9")),
    "driver SQL": lambda s: s.connection().exec_driver_sql("DELETE FROM action_items"),
    "an upsert": lambda s: s.execute(text(f"{ROW_SQL} ON CONFLICT (id) DO UPDATE SET name = 'Intrusa'")),
    "a common table expression": lambda s: s.execute(
        text("WITH few AS (SELECT id FROM places) UPDATE action_items SET progress = 9 WHERE 1 > (SELECT 0)")
    ),
    "two statements in one": lambda s: s.connection().exec_driver_sql("SELECT '--'; DELETE FROM action_items"),
    "an explained delete": lambda s: s.connection().exec_driver_sql("EXPLAIN ANALYZE DELETE FROM action_items"),
    "dropping a table": lambda s: s.execute(text("DROP TABLE evidence")),
    "rewriting the journal": lambda s: s.connection().execute(update(journal_change).values(fields="{}")),
    "deleting from the journal": lambda s: s.connection().execute(delete(journal_tx)),
    "turning the journal's head back": lambda s: s.connection().execute(update(journal_head).values(seq=0)),
    "a raw cursor that updates": lambda s: raw(s, "UPDATE action_items SET progress = 9"),
    "a raw cursor that inserts": lambda s: raw(s, ROW_SQL),
    "a raw cursor that deletes": lambda s: raw(s, "DELETE FROM action_items"),
    "a raw cursor that rewrites the journal": lambda s: raw(s, "UPDATE journal_change SET fields = '{}'"),
    "a raw cursor that deletes from the journal": lambda s: raw(s, "DELETE FROM journal_change"),
    "a raw cursor that turns back the head": lambda s: raw(s, "UPDATE journal_head SET seq = 0"),
    "a raw cursor that sets back a series of codes": lambda s: raw(s, "UPDATE code_series SET last = 0"),
    "a commit by statement": lambda s: s.connection().exec_driver_sql("COMMIT"),
    "a savepoint": lambda s: s.begin_nested().session.execute(select(1)),
}
ONLY_SQLITE: dict[str, WithSession] = {
    "REPLACE": lambda s: s.execute(text(ROW_SQL.replace("INSERT", "REPLACE"))),
    "a raw REPLACE": lambda s: raw(s, ROW_SQL.replace("INSERT", "REPLACE")),
    "a raw INSERT OR IGNORE": lambda s: raw(s, ROW_SQL.replace("INSERT", "INSERT OR IGNORE")),
    "a raw UPDATE OR IGNORE": lambda s: raw(s, "UPDATE OR IGNORE action_items SET progress = 9"),
    "switching the guards off": lambda s: s.execute(text("PRAGMA writable_schema = 1")),
    "another file": lambda s: s.execute(text("ATTACH ':memory:' AS other")),
}
ONLY_POSTGRESQL: dict[str, WithSession] = {
    "TRUNCATE": lambda s: s.execute(text("TRUNCATE action_items CASCADE")),
    "a raw TRUNCATE": lambda s: raw(s, "TRUNCATE action_items CASCADE"),
    "a raw expression that writes": lambda s: raw(s, f"WITH d AS ({DELETES}) SELECT * FROM d"),
    "an expression that writes": lambda s: s.execute(text(f"WITH d AS ({DELETES}) SELECT * FROM d")),
    "a block of code": lambda s: s.execute(text("DO $$ BEGIN DELETE FROM action_items; END $$")),
    "COPY": lambda s: s.execute(text("COPY organisations FROM STDIN")),
    "MERGE": lambda s: s.execute(
        text("MERGE INTO action_items USING places ON false WHEN MATCHED THEN DELETE")
    ),
}  # fmt: skip


def raw(session: Session, statement: str) -> None:
    """Past SQLAlchemy: only the triggers inside the database are left to refuse."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(statement)
    finally:
        with suppress(psycopg.Error):
            cursor.close()


def glance(store: Store) -> tuple[object, ...]:
    """What the statements aim at, in one query."""
    parts = (
        "SELECT sum(progress) FROM action_items", "SELECT count(*) FROM organisations", "SELECT seq FROM journal_head",
        "SELECT sum(length(fields)) FROM journal_change", "SELECT count(*) FROM journal_tx",
        "SELECT sum(last) FROM code_series", "SELECT count(*) FROM evidence", "SELECT min(name) FROM organisations",
    )  # fmt: skip
    with store.reading() as session:
        return tuple(session.execute(text(f"SELECT {', '.join(f'({part})' for part in parts)}")).one())


def ways(store: Store) -> dict[str, WithSession]:
    return STATEMENTS | (ONLY_SQLITE if store.path else ONLY_POSTGRESQL)


@contextmanager
def plain_session(store: Store) -> Any:
    with Session(store._engine) as session:
        yield session


@contextmanager
def journalled_session(store: Store) -> Any:
    with JournalledSession(store._engine, autoflush=False) as session:
        yield session


@contextmanager
def change_session(store: Store) -> Any:
    with store.change("Around") as work:
        yield work.session


PLACES: dict[str, Callable[[Store], Any]] = {
    "a change": change_session,
    "a reading": Store.reading,
    "a plain session": plain_session,
    "a journalled session": journalled_session,
}


@pytest.mark.parametrize("place", PLACES)
def test_a_statement_that_goes_around_the_journal_is_refused(store: Store, place: str) -> None:
    unit = add_unit(store)
    add_item(store, who_for=unit)
    before, seen = everything(store), glance(store)
    assert len(ways(store)) >= 30
    for name, way in ways(store).items():
        try:
            with PLACES[place](store) as session:
                way(session)
                session.commit()
        except REFUSED:
            pass
        else:
            pytest.fail(f"{name} was let through in {place}")
        assert glance(store) == seen, f"{name} changed something in {place}"
    assert everything(store) == before
    assert store.verify() == []
    add_item(store, "and the program still writes", who_for=unit)


def commit_session(work: Work) -> None:
    new_item(work)
    work.session.commit()


def commit_flushed(work: Work) -> None:
    new_item(work)
    work.flush()
    work.session.commit()


def commit_connection(work: Work) -> None:
    new_item(work)
    work.flush()
    work.session.connection().commit()


def commit_bulk(work: Work) -> None:
    work.add_many(Organisation, [{"name": "Intrusa"}])
    work.session.connection().commit()


def commit_deletion(work: Work) -> None:
    for item in work.session.scalars(select(ActionItem)):
        work.delete(item)
    work.session.commit()


def change_a_key(work: Work) -> None:
    item = work.session.scalars(select(ActionItem)).one()
    item.id = new_key()
    item.progress = 5


@pytest.mark.parametrize(
    "way", [commit_session, commit_flushed, commit_connection, commit_bulk, commit_deletion, change_a_key]
)
def test_a_commit_of_what_the_journal_does_not_hold_is_refused(store: Store, way: Callable[[Work], None]) -> None:
    add_item(store)
    before = everything(store)
    with pytest.raises(WroteAround), store.change("Around") as work:
        way(work)
    assert everything(store) == before
    add_item(store, "and the program still writes")
    assert store.verify() == []


def write_and_commit(session: Session, item: Key, flushed: bool) -> None:
    session.get_one(ActionItem, item).progress = 50
    session.add(Evidence(action_item_id=item, description="intrusa"))
    if flushed:
        session.flush()
    session.commit()


def test_a_session_beside_the_store_cannot_commit_records(store: Store) -> None:
    item = add_item(store)
    before = everything(store)
    for session_of in (plain_session, journalled_session):
        for flushed in (False, True):
            with pytest.raises(WroteAround), session_of(store) as session:
                write_and_commit(session, item, flushed)
            assert everything(store) == before


def test_writing_through_a_reading_is_refused(store: Store) -> None:
    item = add_item(store)
    before = everything(store)
    with pytest.raises(WroteAround), store.reading() as session:
        write_and_commit(session, item, flushed=False)
    assert everything(store) == before


def foreign_sqlite(store: Store) -> Callable[[str], None]:
    path = path_of(store)
    store.close()

    def run(statement: str) -> None:
        with closing(sqlite3.connect(path)) as client, client:
            client.execute(statement)

    return run


def foreign_psycopg(store: Store) -> Callable[[str], None]:
    url = store._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def run(statement: str) -> None:
        with psycopg.connect(url) as client:
            client.execute(statement.encode())

    return run


def test_a_foreign_program_cannot_write_into_the_database(
    database_url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(database_url)
    add_item(store)
    before = everything(store)
    statements = [
        "UPDATE action_items SET progress = 9",
        "DELETE FROM action_items",
        ROW_SQL,
        f"{ROW_SQL} ON CONFLICT (id) DO NOTHING",
        "INSERT INTO journal_tx SELECT * FROM journal_tx",
        "UPDATE journal_change SET fields = '{}'",
        "DELETE FROM journal_change",
        "UPDATE journal_head SET seq = 0",
        "DELETE FROM code_series",
    ]
    if store.path:
        client = foreign_sqlite(store)
        statements += [ROW_SQL.replace("INSERT", "REPLACE"), ROW_SQL.replace("INSERT", "INSERT OR IGNORE")]
    else:
        client = foreign_psycopg(store)
        statements += ["TRUNCATE action_items CASCADE", "TRUNCATE journal_change"]
    for statement in statements:
        with pytest.raises((sqlite3.DatabaseError, psycopg.Error), match="written only through the program"):
            client(statement)
    after = open_store(database_url) if store.path else store
    assert everything(after) == before
    assert after.verify() == []


def test_quoted_text_neither_hides_nor_fakes_a_verb() -> None:
    assert without_comments("SELECT '--' ; DELETE FROM x").endswith("; DELETE FROM x")
    assert "delete" not in without_comments("SELECT 'it''s; delete' -- delete").lower()
    assert "DELETE" in without_comments("SELECT '/*'; DELETE FROM x; SELECT '*/'")


def test_reading_words_that_look_like_verbs_is_allowed(store: Store) -> None:
    add_unit(store, "Delete; update")
    with store.reading() as session:
        named = session.execute(text("SELECT count(*) FROM organisations WHERE name = 'Delete; update' -- drop"))
        assert named.scalar_one() == 1
        assert session.execute(text("WITH a AS (SELECT 1 AS one) SELECT one FROM a;")).scalar_one() == 1


def test_a_change_in_which_a_bulk_write_failed_can_only_be_rolled_back(store: Store) -> None:
    """On SQLite the transaction would live on, and the gate with it."""
    add_item(store, code="COM-2026-700")
    before = everything(store)

    def fail(work: Work) -> None:
        with pytest.raises(DBAPIError):
            work.add_many(ActionItem, [{"code": "COM-2026-700", "description": "otra"}])

    with store.change("Nothing else") as work:
        fail(work)
    assert everything(store) == before

    def go_on(work: Work) -> None:
        fail(work)
        work.add_many(Organisation, [{"name": "Sigue"}])

    with pytest.raises((WroteAround, DBAPIError)), store.change("Go on") as work:
        go_on(work)
    assert everything(store) == before
    add_item(store)
    assert store.verify() == []

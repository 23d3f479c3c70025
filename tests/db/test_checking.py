"""Care of the journal: what disagrees is found, search columns are mended, personal data is erased everywhere."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db import inbox
from db.checking import verify
from db.journal import gate
from db.records import ActionItem, Attendance, Meeting, Organisation, Person
from db.records.people import DocumentKind
from db.store import Store
from tests.db.making import add_item, add_unit, content, edit, everything, path_of, value

Opener = Callable[..., Store]
SECRET = "04567890"


def tamper(store: Store, statement: str, mode: str = "migrate") -> None:
    """Change something behind the journal's back, as somebody determined could."""
    with store._engine.begin() as connection, gate(connection, mode):
        connection.execute(text(statement))


TAMPERED = [
    ("UPDATE action_items SET progress = 99", "differs from the journal in progress"),
    ("UPDATE action_items SET remarks = NULL", "differs from the journal in remarks"),
    ("DELETE FROM action_items", "is in the journal but not in its table"),
    ("DELETE FROM journal_change WHERE entity = 'action_items' AND op = 'I'", "which does not fit"),
    ("DELETE FROM journal_change WHERE entity = 'action_items'", "is not in the journal"),
    ("DELETE FROM journal_change WHERE entity = 'action_items' AND op = 'U'", "differs from the journal"),
    (
        'UPDATE journal_change SET fields = \'{"progress":[7,20]}\' WHERE entity = \'action_items\' AND op = \'U\'',
        "saw another progress",
    ),
    ("UPDATE journal_head SET seq = seq + 1", "the journal's head is"),
]


def test_what_the_journal_does_not_explain_is_found(store: Store) -> None:
    item = add_item(store, remarks="antes")
    edit(store, ActionItem, item, progress=20)
    assert store.verify() == []
    for statement, said in TAMPERED:
        with Session(store._engine) as session:
            with gate(session.connection(), "migrate"):
                session.connection().execute(text(statement))
            found = verify(session)
        assert any(said in sentence for sentence in found), (statement, found)
    assert store.verify() == []


def test_a_gate_that_was_left_open_is_found(store: Store) -> None:
    raw = store._engine.raw_connection()
    raw.cursor().execute("INSERT INTO journal_gate VALUES ('open')")
    raw.commit()
    raw.close()
    assert store.verify() == ["the gate of the journal stands open, so that others could write past it"]


def test_a_guard_that_was_taken_away_is_found(store: Store) -> None:
    server = store._engine.dialect.name == "postgresql"
    name = "guard_people_truncate" if server else "guard_people_update"
    raw = store._engine.raw_connection()
    raw.cursor().execute(f"DROP TRIGGER {name}" + (" ON people" if server else ""))
    raw.commit()
    raw.close()
    assert store.verify() == [f"the guard {name} is not there"]


def test_a_link_that_points_nowhere_is_found_in_a_file(sqlite_store: Store) -> None:
    unit = add_unit(sqlite_store)
    add_item(sqlite_store, who_for=unit)
    path = path_of(sqlite_store)
    sqlite_store.close()
    with closing(sqlite3.connect(path)) as client:
        client.execute("INSERT INTO journal_gate VALUES ('open')")
        client.execute("DELETE FROM organisations")
        client.execute("DELETE FROM journal_gate")
        client.commit()
    store = Store.open(f"sqlite:///{path}", who="Ana")
    try:
        found = store.verify()
    finally:
        store.close()
    assert any("points to nothing in organisations" in sentence for sentence in found)


def test_search_and_sort_columns_are_mended(store: Store) -> None:
    unit = add_unit(store, "Ñandú")
    add_unit(store, "Zorzal")
    before = content(store)
    versions = value(store, Organisation, unit, "version")
    assert store.rebuild() == 0
    tamper(store, "UPDATE organisations SET folded = 'xx', sort_key = sort_key WHERE name = 'Ñandú'")
    assert store.verify() == []
    assert store.rebuild() == 1
    assert content(store) == before
    assert value(store, Organisation, unit, "version") == versions


# --- erasing ------------------------------------------------------------------------------------------------------


def told_person(store: Store) -> tuple[Person, str]:
    """Somebody whose document went everywhere it can go."""
    with store.change("Add {name}", name=f"Rosa, DNI {SECRET}") as work:
        person = work.add(
            Person(given_names="Rosa", family_names="Quispe", document_kind=DocumentKind.DNI, document_number=SECRET)
        )
    edit(store, Person, person.id, phone=f"tel {SECRET}", email="rosa@example.com")
    edit(store, Person, person.id, document_number=None)
    edit(store, Person, person.id, document_number=SECRET, remarks="sigue")
    values = {"people": {str(person.id): {"document_number": SECRET, "phone": f"tel {SECRET}", "remarks": "sigue"}}}
    store.log_export(kind="workbook", recipient="GDU", name="x.xlsx", handed_out=values, spare=[])
    called = {"action_items": {"0": {"person_id": str(person.id), "person_id~": f"rosa dni {SECRET}"}}}
    with store.change("Import") as work:
        work.add(Organisation(name="Otra"))
        from db.exchange_log import log_return

        log_return(
            work.session, who="x", digest="d", sender="GDU", purpose=None, tx_id=work.tx_id, brought=values | called
        )
    told = {"entity": "people", "key": str(person.id), "words": SECRET, "fields": {"phone": {"value": f"tel {SECRET}"}}}
    decided = {f"people:{person.id}:phone": {"value": "other", "typed": SECRET}}
    with store.beside() as session:
        id, _new = inbox.receive(
            session, who="x", kind="workbook", digest="d", name="x", sender=None, export_id=None,
            parcel={"records": [told]},
        )  # fmt: skip
        inbox.decide(session, id, decided)
    return person, SECRET


ERASED = ("document_kind", "document_number", "phone", "email")


def test_erased_data_is_found_nowhere(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url, who="Ana")
    person, secret = told_person(store)
    assert secret in repr(everything(store))
    store.redact("people", person.id, ERASED)
    assert secret not in repr(everything(store))
    assert "rosa@example.com" not in repr(everything(store))
    assert "sigue" in repr(everything(store))
    if store.path is None:
        with psycopg.connect(store._engine.url.set(drivername="postgresql").render_as_string(False)) as client:
            names = [row[0] for row in client.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
            for name in names:
                found = client.execute(f'SELECT count(*) FROM "{name}" AS t WHERE t::text LIKE %s', [f"%{secret}%"])  # type: ignore[arg-type]
                assert found.fetchone() == (0,), name
    else:
        path = store.path
        store.close()
        for file in path.parent.glob(f"{path.name}*"):
            assert secret.encode() not in file.read_bytes(), file
            assert b"rosa@example.com" not in file.read_bytes(), file


def test_everything_still_works_on_what_was_erased(store: Store) -> None:
    person, _ = told_person(store)
    before = store.seq
    store.redact("people", person.id, ERASED)
    assert store.verify() == []
    assert store.rebuild() == 0
    (step,) = store.activity(limit=1)
    assert (step.kind, step.who, step.seq) == ("redact", store.who, before + 1)
    told = store.story("people", person.id)
    assert len(told) == 5
    assert value(store, Person, person.id, "document_number") is None
    with store.as_known(before) as then:
        assert then.get_one(Person, person.id).remarks == "sigue"
        assert then.get_one(Person, person.id).document_kind is None
    undoable = store.undoable()
    assert undoable is not None
    assert undoable.kind != "redact"
    for _ in range(4):
        store.undo()
    assert SECRET not in repr(everything(store))
    assert value(store, Person, person.id, "phone") is None
    edit(store, Person, person.id, document_number="11111111")
    assert store.verify() == []


def test_text_that_is_needed_becomes_a_dash(store: Store) -> None:
    person, _ = told_person(store)
    store.redact("people", person.id, ["given_names", "family_names"])
    assert value(store, Person, person.id, "given_names") == "—"
    assert "Quispe" not in repr(everything(store))
    with store.change("Add") as work:
        meeting = work.add(Meeting(code=work.code("REU", 2026)))
        guest = work.add(Attendance(meeting_id=meeting.id, guest="Vecina Ficticia"))
    store.redact("attendances", guest.id, ["guest"])
    assert value(store, Attendance, guest.id, "guest") == "—"
    assert store.verify() == []


def test_data_of_a_deleted_record_is_erased_from_the_journal_and_the_fact_is_kept(store: Store) -> None:
    person, secret = told_person(store)
    with store.change("Delete") as work:
        work.delete(work.get(Person, person.id))
    store.redact("people", person.id, ERASED)
    assert secret not in repr(everything(store))
    assert store.activity(limit=1)[0].kind == "redact"
    assert store.verify() == []
    heard = store.story("people", person.id)
    assert heard[0].op == "D"


def test_a_needed_field_that_can_hold_no_dash_is_not_erased(store: Store) -> None:
    with store.change("Add") as work:
        from db.records import Holiday

        holiday = work.add(Holiday(on=date(2026, 7, 28), name="Fiestas Patrias"))
    before = everything(store)
    with pytest.raises(ValueError, match="cannot be without on"):
        store.redact("holidays", holiday.id, ["on"])
    assert everything(store) == before

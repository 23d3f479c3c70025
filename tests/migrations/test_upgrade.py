"""Databases come to this version whole or not at all, with a copy made before."""

import ast
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import DBAPIError

from db import copies, engines, migrating, upgrade
from db.errors import Damaged
from db.logs import metadata
from db.records import ActionItem
from db.store import Store
from tests.db.making import add_item, add_unit, content, edit, everything, path_of, tables_on_disk

Opener = Callable[..., Store]
ROOT = Path(upgrade.__file__).parents[1]

GOOD = '''"""Action items are rebuilt with one column more."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("brand_new", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("action_items", recreate="auto") as batch:
        batch.add_column(sa.Column("colour", sa.String(20), nullable=True))
        batch.alter_column("remarks", type_=sa.String(20_000))
    op.execute("UPDATE action_items SET colour = 'azul'")
'''
FAILING = GOOD.replace('"next"', '"failing"') + '    op.execute("UPDATE no_such_table SET a = 1")\n'


def scripts(folder: Path, monkeypatch: pytest.MonkeyPatch, *bodies: str) -> None:
    """The program as of a later version: its revisions, and further ones after them."""
    head = upgrade.head()
    versions = folder / "later" / "versions"
    versions.mkdir(parents=True)
    for file in (upgrade.SCRIPTS / "versions").glob("*.py"):
        (versions / file.name).write_bytes(file.read_bytes())
    for number, body in enumerate(bodies):
        (versions / f"later_{number}.py").write_text(body.replace("{head}", head), encoding="utf-8")
    monkeypatch.setattr(upgrade, "SCRIPTS", folder / "later")


def old_database(url: str, open_store: Opener) -> dict[str, Any]:
    """A database of the present version with some work in it, closed; everything it holds."""
    store = open_store(url)
    unit = add_unit(store, "Gerencia de Ñandú")
    item = add_item(store, "Pintar", who_for=unit, remarks="antes")
    edit(store, ActionItem, item, progress=30)
    add_item(store, "Señalizar")
    before = everything(store)
    store.close()
    return before


def shape(url: str) -> dict[str, list[str]]:
    """Tables and their columns, without opening a store."""
    engine = create_engine(url)
    try:
        found = inspect(engine)
        return {name: [column["name"] for column in found.get_columns(name)] for name in found.get_table_names()}
    finally:
        engine.dispose()


def refused_by_guard(store: Store, statement: str) -> None:
    """A statement past SQLAlchemy meets the triggers."""
    with (
        pytest.raises((sqlite3.DatabaseError, psycopg.Error), match="written only through the program"),
        store._engine.connect() as connection,
    ):
        connection.connection.cursor().execute(statement)


def test_a_new_database_is_what_the_records_say(blank_url: str, open_store: Opener) -> None:
    store = open_store(blank_url)
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        named = inspect(connection)
        for table in metadata.sorted_tables:  # what has no name cannot be changed later
            assert all(key["name"] for key in named.get_foreign_keys(table.name))
            assert named.get_pk_constraint(table.name)["name"]


def test_alembic_finds_nothing_to_write_either() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "check"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No new upgrade operations detected" in done.stdout


def test_the_revisions_are_read_from_their_files_as_alembic_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts(tmp_path, monkeypatch, GOOD)
    assert upgrade.revisions() == [one.revision for one in migrating.scripts().walk_revisions()][::-1]
    assert len(upgrade.revisions()) >= 2


def test_a_database_of_this_version_is_opened_without_alembic(sqlite_url: str, open_store: Opener) -> None:
    open_store(sqlite_url).close()
    program = f"import sys; from db.store import Store; Store.open({sqlite_url!r}, who='x').close(); "
    program += "sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=100)


def test_every_revision_says_what_it_does_and_stands_on_its_own() -> None:
    for script in migrating.scripts().walk_revisions():
        tree = ast.parse(Path(script.path).read_text(encoding="utf-8"))
        assert (ast.get_docstring(tree) or "").strip().endswith(".")
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        assert {name.split(".")[0] for name in imported} <= {"sqlalchemy", "alembic", "datetime", "json", "uuid"}


def test_opening_a_present_database_changes_and_copies_nothing(sqlite_url: str, open_store: Opener) -> None:
    before = old_database(sqlite_url, open_store)
    store = open_store(sqlite_url)
    assert everything(store) == before
    assert sorted(file.suffix for file in path_of(store).parent.glob("*.db*")) == [".db", ".db-journal", ".holder"]


def test_an_upgrade_keeps_all_data_and_puts_the_guards_back(
    database_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old_database(database_url, open_store)
    scripts(tmp_path, monkeypatch, GOOD)
    store = open_store(database_url)
    after = everything(store)
    assert after.pop("brand_new") == []
    assert sorted(map(repr, after.pop("alembic_version"))) == ["('next',)"]
    assert [row[-1] for row in after["action_items"]] == ["azul", "azul"]
    after["action_items"] = [row[:-1] for row in after["action_items"]]
    assert after == {name: rows for name, rows in before.items() if name != "alembic_version"}
    assert store.verify() == []
    refused_by_guard(store, "UPDATE action_items SET progress = 1")
    with store.reading() as session:
        kept = inspect(session.connection())
        assert {key["referred_table"] for key in kept.get_foreign_keys("action_items")} >= {"organisations", "cases"}
        assert len(kept.get_indexes("action_items")) == len(ActionItem.__table__.indexes)  # type: ignore[attr-defined]
    store.undo()
    add_item(store, "Después de la subida")
    assert store.verify() == []


def test_a_migration_that_fails_leaves_everything_as_it_was(
    database_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old_database(database_url, open_store)
    columns = shape(database_url)
    path = engines.file_of(database_url)
    on_disk = tables_on_disk(path) if path else {}
    with monkeypatch.context() as later:
        scripts(tmp_path, later, FAILING)
        for _ in range(2):
            with pytest.raises(DBAPIError, match="no_such_table"):
                open_store(database_url)
    assert shape(database_url) == columns
    if path:
        assert tables_on_disk(path) == on_disk
        assert not engines.holder_file(path).exists()
    store = open_store(database_url)  # this version's program still opens it
    assert everything(store) == before
    assert store.verify() == []
    add_item(store)


def test_of_two_revisions_the_first_stays_when_the_second_fails(
    database_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_database(database_url, open_store)
    second = FAILING.replace("{head}", "next").replace("brand_new", "newer").replace("colour", "flavour")
    scripts(tmp_path, monkeypatch, GOOD, second)
    with pytest.raises(DBAPIError):
        open_store(database_url)
    assert shape(database_url)["action_items"][-1] == "colour"
    assert "newer" not in shape(database_url)


def test_a_verified_copy_is_made_before_a_local_upgrade(
    sqlite_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_database(sqlite_url, open_store)
    store = open_store(sqlite_url)
    before = content(store)
    store.close()
    with monkeypatch.context() as later:
        scripts(tmp_path, later, GOOD)
        open_store(sqlite_url, backups=tmp_path / "copias").close()
        open_store(sqlite_url, backups=tmp_path / "copias").close()
    (copy,) = (tmp_path / "copias").iterdir()
    assert copy.name.startswith("coordination-")
    assert copy.name.endswith("-before-upgrade.db")
    copies.inspect_copy(copy)
    kept = open_store(f"sqlite:///{copy}")
    assert content(kept) == before
    assert kept.verify() == []


def test_without_its_copy_an_upgrade_does_not_begin(
    sqlite_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_database(sqlite_url, open_store)
    path = engines.file_of(sqlite_url)
    assert path is not None
    before = path.read_bytes()

    def differs(*_: object) -> None:
        raise copies._mismatch()

    scripts(tmp_path, monkeypatch, GOOD)
    monkeypatch.setattr(copies, "_compare", differs)
    with pytest.raises(Damaged, match="thrown away"):
        open_store(sqlite_url)
    assert path.read_bytes() == before


def test_an_upgrade_that_leaves_links_to_nothing_is_refused(
    sqlite_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_database(sqlite_url, open_store)
    path = engines.file_of(sqlite_url)
    assert path is not None
    before = tables_on_disk(path)
    scripts(tmp_path, monkeypatch, GOOD + '    op.execute("DELETE FROM organisations")\n')
    with pytest.raises(Damaged, match="pointing nowhere"):
        open_store(sqlite_url)
    assert tables_on_disk(path) == before


def test_a_later_revision_may_bring_tables_that_the_first_did_not_know(
    blank_url: str, open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first revision runs with the records of the newest program: it must not ask for tables to come."""
    import shutil

    versions = tmp_path / "later" / "versions"
    shutil.copytree(upgrade.SCRIPTS / "versions", versions, ignore=shutil.ignore_patterns("__pycache__"))
    first = versions / "0001_the_beginning.py"
    body = first.read_text(encoding="utf-8")
    start = body.index('    op.create_table(\n        "evidence"')
    end = body.index("    op.create_table(", start + 10)
    first.write_text(body[:start] + body[end:], encoding="utf-8")
    head = '"""Evidence comes later."""\nimport sqlalchemy as sa\nfrom alembic import op\n'
    later = f'{head}revision = "0001b"\ndown_revision = "0001"\ndef upgrade() -> None:\n{body[start:end]}'
    (versions / "0001b.py").write_text(later, encoding="utf-8")
    for file in versions.glob("*.py"):
        other = file.read_text(encoding="utf-8")
        if 'down_revision = "0001"' in other and file.name != "0001b.py":
            file.write_text(other.replace('down_revision = "0001"', 'down_revision = "0001b"'), encoding="utf-8")
    monkeypatch.setattr(upgrade, "SCRIPTS", tmp_path / "later")
    store = open_store(blank_url)
    assert store.verify() == []
    refused_by_guard(store, "INSERT INTO evidence (id) VALUES (NULL)")


def test_programs_that_create_the_same_shared_database_at_once_agree(blank_postgres_url: str) -> None:
    failed: list[BaseException] = []
    identities = set()

    def create() -> None:
        try:
            store = Store.open(blank_postgres_url, who="Ana")
            identities.add(store.identity)
            assert store.verify() == []
            store.close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(identities) == 1

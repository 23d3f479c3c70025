"""Bring a database to this version: create it, back it up and migrate it, or refuse what is newer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, text

import migrations
from db import guards
from db.errors import Damaged, TooNew
from db.fields import N_
from db.journal import gate, journal_head
from db.records.base import new_key

SCRIPTS = Path(next(iter(migrations.__path__)))
ADVISORY_LOCK = 0x45434444


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def head() -> str:
    """The newest revision this program knows."""
    revision = scripts().get_current_head()
    assert revision is not None
    return revision


def revision_of(engine: Engine) -> str | None:
    """The database's revision; None for an empty one. Raises NotOurs for tables that are none of ours."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if tables and "journal_head" not in tables:
            from db.engines import not_ours

            raise not_ours(engine.url.database or "")
        return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(revision: str | None, directory: ScriptDirectory | None = None) -> None:
    """Raise TooNew for a revision that is not among ours."""
    known = {script.revision for script in (directory or scripts()).walk_revisions()}
    if revision is not None and revision not in known:
        raise TooNew(
            N_("This database was written by a newer version of the program, so it was left untouched."),
            N_("Install the newer version, or open another database."),
        )


def upgrade(engine: Engine, *, back_up: Callable[[], None] | None = None, to: str | None = None) -> bool:
    """Create or migrate the database behind ``engine``; True when something was done.

    Each revision is one transaction, after a verified backup (``back_up``) of what is there. Raises TooNew
    and leaves the database untouched when its revision is not among ours.
    """
    directory = scripts()
    current = revision_of(engine)
    refuse_newer(current, directory)
    target = to or head()
    steps = [] if current == target else [s.revision for s in directory.iterate_revisions(target, current or "base")]
    if not steps:
        return False
    if current is not None and back_up is not None:
        back_up()
    for revision in reversed(steps):
        _step(engine, directory, revision)
    return True


def _step(engine: Engine, directory: ScriptDirectory, revision: str) -> None:
    def run(current: Any, context: MigrationContext) -> list[Any]:
        return list(directory._upgrade_revs(revision, current))

    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # no effect inside a transaction; rebuilt tables would trip over their own keys
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ADVISORY_LOCK})
                    there = MigrationContext.configure(connection).get_current_revision()
                    if there and revision in {s.revision for s in directory.iterate_revisions(there, "base")}:
                        return  # another laptop was faster
                _migrate(connection, directory, run)
                if sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken is not None:
                        raise Damaged(
                            N_("The upgrade would have left records pointing nowhere, so nothing was changed."),
                            N_("Send the log to the people who maintain the program."),
                        )
        finally:
            connection.info.pop("gate", None)
            if sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _migrate(connection: Connection, directory: ScriptDirectory, run: Callable[..., list[Any]]) -> None:
    environment = EnvironmentContext(Config(), directory)
    environment.configure(
        connection=connection, fn=run, transactional_ddl=True, transaction_per_migration=False, render_as_batch=True
    )
    if "journal_gate" in inspect(connection).get_table_names():
        with gate(connection, "migrate"):
            environment.run_migrations()
            guards.install(connection)
        return
    connection.info["gate"] = "migrate"  # there is no gate yet
    environment.run_migrations()
    connection.execute(insert(journal_head), {"id": 1, "seq": 0, "db_id": new_key(), "replica_id": new_key()})
    guards.install(connection)

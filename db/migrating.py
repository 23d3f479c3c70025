"""One revision after the other, each in one transaction: what Alembic is for."""

from collections.abc import Callable
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, text

from db import guards, upgrade
from db.errors import Damaged
from db.fields import N_
from db.journal import gate, journal_head
from db.records.base import new_key

ADVISORY_LOCK = 0x45434444


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(upgrade.SCRIPTS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def step(engine: Engine, revision: str) -> None:
    """Bring the database to ``revision``, the one after its own, or leave it as it is."""
    directory = scripts()

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

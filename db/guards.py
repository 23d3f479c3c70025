"""Nobody gets around the journal: statements are watched on the way out, and triggers watch inside the database.

They stop accidents and foreign programs, not attackers: whoever may write the file may also open the gate.
"""

import re
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text

from db.errors import WroteAround
from db.journal import Batch
from db.records.base import record_classes

REFUSAL = "ecd: written only through the program, so that every change is journalled"
OURS = (
    "journal_head", "journal_tx", "journal_change", "code_series", "export_log", "export_rows", "return_log", "inbox",
    "contents",
)  # fmt: skip
APPEND_ONLY = ("journal_tx", "journal_change", "contents")

_WRITE = re.compile(
    r"^\s*(insert|update|delete|replace|merge|truncate|copy|create|drop|alter|reindex|vacuum|attach|detach)\b"
    r"|^\s*(commit|end|rollback|release|savepoint|prepare|explain\s+analyze)\b"
    r"|^\s*with\b.*\b(insert|update|delete|merge)\b"
    r"|^\s*pragma\s+\w+\s*[=(]"
    r"|^\s*(do|call|lock|set\s+session_replication_role)\b"
    r"|;\s*\S",
    re.IGNORECASE | re.DOTALL,
)


_HIDING = re.compile(r"'(?:[^']|'')*'|/\*.*?\*/|--[^\n]*", re.DOTALL)


def watch(engine: Engine) -> None:
    """Refuse, on this engine, every write that does not pass through the gate."""

    @event.listens_for(engine, "before_cursor_execute")
    def refuse(
        connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
    ) -> None:
        if not connection.info.get("gate") and _WRITE.search(without_comments(statement)):
            raise WroteAround(f"a statement that would not have been journalled: {statement[:60]!r}")

    @event.listens_for(engine, "commit")
    def complete(connection: Connection) -> None:
        batch: Batch | None = connection.info.get("batch")
        connection.info.pop("batch", None)
        if connection.info.pop("doomed", False) or (batch is not None and batch.changes and not batch.written):
            connection.connection.rollback()  # SQLAlchemy takes this transaction for ended
            raise WroteAround("changes must go through Store.change: this commit would not have been journalled")

    @event.listens_for(engine, "rollback")
    def forget(connection: Connection) -> None:
        if connection.invalidated:  # the server is lost, and with it all that was noted about this connection
            return
        for name in ("gate", "batch", "doomed"):
            connection.info.pop(name, None)


def without_comments(statement: str) -> str:
    """The statement without SQL comments and quoted text, which could hide or fake its verb."""
    return _HIDING.sub(lambda found: "''" if found[0][0] == "'" else " ", statement)


def install(connection: Connection) -> None:
    """(Re)create the triggers on every table; a rebuilt table has lost them, a later revision brings some more."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_FUNCTION))
    for table in _guarded(connection):
        for name, made in _triggers(connection, table).items():
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
            connection.execute(text(made))


def missing(connection: Connection) -> list[str]:
    """The guards that are gone, switched off or another's: whoever took them away could write past the journal."""
    if connection.dialect.name == "postgresql":
        found = text(
            "SELECT tgname, '' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')"
        )
    else:
        found = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row[0]: row[1] for row in connection.execute(found)}
    wanted = {name: made for table in _guarded(connection) for name, made in _triggers(connection, table).items()}
    return sorted(name for name, made in wanted.items() if there.get(name) is None or there[name] not in ("", made))


def _guarded(connection: Connection) -> list[str]:
    there = set(inspect(connection).get_table_names())
    return [name for name in (*(record.__tablename__ for record in record_classes()), *OURS) if name in there]


def _triggers(connection: Connection, table: str) -> dict[str, str]:
    """The guards of one table: name → the statement that makes it."""
    if connection.dialect.name == "postgresql":
        strict = "TRUE" if table in APPEND_ONLY else "FALSE"
        ways = {f"guard_{table}": "INSERT OR UPDATE OR DELETE", f"guard_{table}_truncate": "TRUNCATE"}
        return {
            name: f"CREATE TRIGGER {name} BEFORE {way} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION ecd_guard('{strict}')"
            for name, way in ways.items()
        }
    made = {}
    for way in ("INSERT", "UPDATE", "DELETE"):
        name = f"guard_{table}_{way.lower()}"
        modes = "WHERE mode IN ('redact', 'migrate')" if table in APPEND_ONLY and way != "INSERT" else ""
        made[name] = (
            f"CREATE TRIGGER {name} BEFORE {way} ON {table}"
            f" WHEN NOT EXISTS (SELECT 1 FROM journal_gate {modes})"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    return made


_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION ecd_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE mode text := coalesce(current_setting('ecd.gate', true), '');
    BEGIN
        IF mode = '' OR (TG_ARGV[0] = 'TRUE' AND TG_OP <> 'INSERT' AND mode NOT IN ('redact', 'migrate')) THEN
            RAISE EXCEPTION '{REFUSAL}';
        END IF;
        RETURN NULL;
    END $$"""

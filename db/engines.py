"""SQLite and PostgreSQL: every difference between them, from pragmas and locks to what their errors mean."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from db.errors import Busy, Conflict, Damaged, InUse, NotOurs, Refused, Unreachable
from db.fields import N_

APPLICATION_ID = 0x45434444  # "ECDD", told in the file's header

# Measured: 0 lost and 0 half-done in 1,000 kills and 5,000 simulated power cuts; WAL/NORMAL lost acknowledged saves.
PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=TRUNCATE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-32768",
)


def file_of(url: str) -> Path | None:
    """The local file behind ``url``, or None for a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def url_of(database: str) -> str:
    """A URL from what a person typed: a file's path, or an address such as postgresql://user@host/name.

    Raises Unreachable for an address that cannot be read; its words are not repeated, for a password may be in them.
    """
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser().absolute())).render_as_string(False)
    try:
        parsed = make_url(database)
    except (ArgumentError, ValueError):
        raise Unreachable(
            N_("The address of the database cannot be read, so nothing was opened."),
            N_("Write it as postgresql://user@server/name. In a password, @ : / are written %40 %3A %2F."),
        ) from None
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def without_password(url: str) -> str:
    """The URL as it may be shown and kept."""
    parsed = make_url(url)
    if parsed.password is None and "password" not in parsed.query:
        return url
    return parsed._replace(password=None).difference_update_query(["password"]).render_as_string(hide_password=False)


def connect(url: str, *, who: str = "", machine: str = "") -> Engine:
    """An engine with our guarantees. Raises Refused; a local file is locked before this returns."""
    path = file_of(url)
    if path is not None:
        return _local(path, who, machine)
    if make_url(url).get_backend_name() == "sqlite":
        return _memory()
    return _server(url)


def _local(path: Path, who: str, machine: str) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(
            N_("The folder {folder} cannot be created."),
            N_("Choose another folder for the database."),
            folder=str(path.parent),
        ) from error
    _refuse_foreign(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,  # an exclusive lock means one connection
        connect_args={"isolation_level": None, "timeout": 0, "cached_statements": 256},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "handle_error", _end_failed_commit)
    try:
        raw = engine.raw_connection().driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("BEGIN EXCLUSIVE")
        if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute("COMMIT")
        # SQLite says so only at the first save; and its journal must find a place beside the file
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise _read_only(path)
    except sqlite3.Error as error:
        engine.dispose()
        raise _sqlite_refusal(error, path) from error
    except Refused:
        engine.dispose()
        raise
    event.listen(engine, "begin", _begin_where_it_is(path))
    _write_holder(path, who, machine)
    return engine


def _begin_where_it_is(path: Path) -> Callable[[Connection], None]:
    """Begin a transaction on the file that was opened.

    A deleted, renamed or unmounted file goes on taking writes from whoever has it open, and nobody would find them.
    """
    opened = _identity(path)

    def begin(connection: Connection) -> None:
        if _identity(path) != opened:
            raise Unreachable(
                N_("{name} is no longer where it was opened, so nothing was saved."),
                N_("Connect the disk again or put the folder back, and try again; else start the program anew."),
                name=path.name,
            )
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return begin


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refuse_foreign(path: Path) -> None:
    """Look at the header before SQLite does, whose settings would already be written into the file."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unopenable(path) from error
    if header and (header[:16] != b"SQLite format 3\0" or int.from_bytes(header[68:72]) != APPLICATION_ID):
        raise not_ours(path.name)


def not_ours(name: str) -> NotOurs:
    return NotOurs(
        N_("{name} is not a database of this program, so it was left untouched."),
        N_("Choose a database of ECD Desktop, or a new file name."),
        name=name,
    )


def _pragmas(connection: sqlite3.Connection, record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _end_failed_commit(context: ExceptionContext) -> None:
    # a commit that breaks a deferred link leaves SQLite's transaction open, and SQLAlchemy takes it for ended
    if context.statement is None and context.connection is not None:
        raw = context.connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.rollback()


def _memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"isolation_level": None})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _server(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.username and not parsed.password and parsed.host:
        parsed = parsed.set(password=_kept_password(parsed))
    arguments: dict[str, Any] = {
        "connect_timeout": 10,
        "application_name": "ECD Desktop",
        "tcp_user_timeout": 20_000,
        "options": "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
    }
    if "sslmode" not in parsed.query and not _on_this_machine(parsed):
        arguments["sslmode"] = "verify-full"
    engine = create_engine(
        parsed, pool_pre_ping=True, pool_size=3, max_overflow=2, connect_args=arguments, hide_parameters=True
    )
    event.listen(engine, "connect", _refuse_encoding, insert=True)  # before the dialect asks what it cannot read then
    return engine


def _refuse_encoding(connection: Any, record: Any) -> None:
    """Refuse a server's database that cannot hold every letter: a name or an arrow would break a save."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise Unreachable(
            N_("The shared database cannot hold every letter (its encoding is {encoding}), so it was left untouched."),
            N_("Ask whoever looks after the server for a database with the encoding UTF8."),
            encoding=encoding,
        )


def _on_this_machine(url: URL) -> bool:
    """Whether every server that the address names, before the path or after the ``?``, is here: by name or socket."""
    named = [url.host or "", *(part for name in ("host", "hostaddr") for part in _said(url, name))]
    return all(not host or host in ("localhost", "127.0.0.1", "::1") or host[0] in "/@" for host in named)


def _said(url: URL, name: str) -> list[str]:
    told = url.query.get(name, ())
    return [part for one in ((told,) if isinstance(told, str) else told) for part in one.split(",")]


def _kept_password(url: URL) -> str | None:
    # imported here: the vault's back ends take long to load and a local file needs none
    import keyring

    try:
        return keyring.get_password("ECD Desktop", f"{url.username}@{url.host}/{url.database}")
    except keyring.errors.KeyringError:
        return None


def keep_password(url: str, password: str) -> None:
    """Keep a server's password in the operating system's vault. Raises Unreachable where there is none."""
    import keyring

    parsed = make_url(url)
    try:
        keyring.set_password("ECD Desktop", f"{parsed.username}@{parsed.host}/{parsed.database}", password)
    except keyring.errors.KeyringError as error:
        raise Unreachable(
            N_("This computer has no vault where a password could be kept."),
            N_("Type the password in the address each time, or ask the administrator for a .pgpass file."),
        ) from error


def holder_file(path: Path) -> Path:
    return path.with_name(path.name + ".holder")


def _write_holder(path: Path, who: str, machine: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="minutes")
    with suppress(OSError):  # information only, the lock decides
        holder_file(path).write_text(
            json.dumps({"who": who, "machine": machine, "since": since, "pid": os.getpid()}), encoding="utf-8"
        )


def release(path: Path) -> None:
    """Forget who holds the local file; called after its connection is closed."""
    with suppress(OSError):
        holder_file(path).unlink()


def busy(path: Path) -> Busy:
    """The refusal that says who has the file open."""
    try:
        holder = json.loads(holder_file(path).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"]).astimezone()
        return Busy(
            N_("{name} is open: {who} has it on {machine} since {since}."),
            N_("Close it there first, or open another database. Nothing was changed."),
            name=path.name,
            who=holder["who"] or "?",
            machine=holder["machine"] or "?",
            since=since.strftime("%d/%m/%Y %H:%M"),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Busy(
            N_("{name} is open in another program."),
            N_("Close it there first, or open another database. Nothing was changed."),
            name=path.name,
        )


def _sqlite_refusal(error: sqlite3.Error, path: Path) -> Refused:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(path)
    if code == sqlite3.SQLITE_NOTADB:
        return not_ours(path.name)
    if code == sqlite3.SQLITE_CORRUPT:
        return Damaged(
            N_("The database {name} is damaged."),
            N_("Restore the last copy (Settings, Copies). The damaged file is kept."),
            name=path.name,
        )
    if code == sqlite3.SQLITE_FULL:
        return Unreachable(
            N_("The disk is full, so nothing was saved."), N_("Free some space and try again; your text is still here.")
        )
    if code == sqlite3.SQLITE_READONLY:
        return _read_only(path)
    return _unopenable(path)


def _read_only(path: Path) -> Unreachable:
    return Unreachable(
        N_("The database {name} may only be read here, so nothing was saved."),
        N_("Ask for permission to write in its folder, or copy the file to another one."),
        name=path.name,
    )


def _unopenable(path: Path) -> Unreachable:
    return Unreachable(
        N_("The database {name} cannot be opened or written."),
        N_("Check that its folder exists, that you may write in it, and that the disk has space."),
        name=path.name,
    )


def translate(error: Exception, engine: Engine) -> Refused | None:
    """What a database error means in words, or None when it is a bug of ours."""
    if isinstance(error, StaleDataError):
        return _meanwhile()
    if not isinstance(error, DBAPIError):
        return None
    # by number: a server says it in its own language
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
    if state in ("23503", sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY):
        return InUse(
            N_("A record that this one points to no longer exists, or is still used elsewhere."),
            N_("Reload and try again."),
        )
    if state in ("23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE) and "code" in _broken(error):
        return Conflict(
            N_("Another record has the same code already, so nothing was saved."),
            N_("Give it another code and save again."),
        )
    if state in ("23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE) and "numbered_in" in _broken(error):
        return Conflict(
            N_("Other minutes were issued under this number in the meantime, so nothing was saved."),
            N_("Issue them again: they get the next number."),
        )
    if state in ("23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return _meanwhile()
    if isinstance(error.orig, sqlite3.OperationalError | sqlite3.DatabaseError) and engine.url.database:
        path = Path(engine.url.database)
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB,
        ):  # fmt: skip
            return _sqlite_refusal(error.orig, path)
        return None
    if state == "55P03":
        return Busy(N_("The shared database is busy: another save is taking long."), N_("Try again in a moment."))
    if state in ("40001", "40P01"):
        return _meanwhile()
    if state == "42501":
        return Unreachable(
            N_("Your account on the server may not do this in the shared database, so nothing was saved."),
            N_("Ask whoever looks after the server for permission to read and write."),
        )
    if state is None and "FATAL" in str(error.orig):  # no network trouble: it answered
        return Unreachable(
            N_("The server answered but did not let you into the shared database; nothing was changed."),
            N_("Check the account, its password and the name of the database, or ask whoever looks after the server."),
        )
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unreachable(
            N_("The shared database cannot be reached, so nothing was saved."),
            N_("Check the network and try again; what you typed is still here."),
        )
    return None


def _meanwhile() -> Conflict:
    return Conflict(
        N_("Somebody else changed this record in the meantime, so nothing was saved."),
        N_("Look at the present values and save again."),
    )


def _broken(error: DBAPIError) -> str:
    """The constraint that was broken: its name on a server, the columns in a file."""
    told = getattr(error.orig, "diag", None)
    return str(told.constraint_name) if told is not None else str(error.orig)

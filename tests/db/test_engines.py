"""Opening a database: settings in force, one holder, foreign and damaged files left alone, disks that are full."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError

from db import engines
from db.engines import file_of, holder_file, url_of, without_password
from db.errors import Busy, Conflict, Damaged, InUse, NotOurs, Refused, TooNew, Unreachable
from db.records import ActionItem, Evidence
from db.store import Store
from tests import postgres
from tests.db.making import add_item, add_unit, content, edit, everything, path_of, tables_on_disk, value

Opener = Callable[..., Store]
ROOT = Path(engines.__file__).parents[1]


def child(program: str, *arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a few lines in another process."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8",
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}, check=False, timeout=100,
        **options,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def opening(path: Path) -> str:
    return f"sqlite:///{path}"


def test_the_settings_that_survived_the_power_cuts_are_in_force(sqlite_store: Store) -> None:
    add_unit(sqlite_store)
    wanted = {
        "locking_mode": "exclusive", "journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1,
        "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1, "application_id": engines.APPLICATION_ID,
    }  # fmt: skip
    with sqlite_store.reading() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
    assert found == wanted


def test_a_server_answers_in_utc_and_gives_up_waiting(postgres_store: Store) -> None:
    wanted = {"lock_timeout": "15s", "idle_in_transaction_session_timeout": "1min", "timezone": "UTC"}
    with postgres_store.reading() as session:
        assert {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in wanted} == wanted
        assert session.execute(text("SHOW transaction_isolation")).scalar_one() == "repeatable read"
        assert session.execute(text("SHOW transaction_read_only")).scalar_one() == "on"


def test_what_a_person_types_becomes_an_address(tmp_path: Path) -> None:
    path = tmp_path / "año 2026 #1.db"
    assert file_of(url_of(str(path))) == path
    assert url_of("postgresql://ana@servidor/ecd") == "postgresql+psycopg://ana@servidor/ecd"
    with pytest.raises(Unreachable) as refusal:
        url_of("postgresql://ana:secreto:x@servidor:abc/ecd")
    assert "secreto" not in repr(refusal.value)


def test_an_address_is_shown_without_its_password() -> None:
    assert without_password("postgresql://ana:s%40creto@servidor/ecd") == "postgresql://ana@servidor/ecd"
    told = without_password("postgresql://ana@servidor/ecd?sslmode=require&password=secreto")
    assert told == "postgresql://ana@servidor/ecd?sslmode=require"
    assert without_password("sqlite:////tmp/a:b@c.db") == "sqlite:////tmp/a:b@c.db"
    assert file_of("postgresql+psycopg://ana@servidor/ecd") is None
    assert file_of("sqlite://") is None


def test_a_path_with_strange_signs_opens(tmp_path: Path, open_store: Opener) -> None:
    path = tmp_path / "carpeta ñ %20" / "base #1?.db"
    store = open_store(url_of(str(path)))
    add_unit(store)
    store.close()
    assert path.exists()
    assert open_store(url_of(str(path))).verify() == []


def refused(store: Store, **values: object) -> str:
    with pytest.raises(Conflict) as refusal:
        write(store, ActionItem(description="Otro", **values))
    return str(refusal.value)


def write(store: Store, record: ActionItem) -> None:
    with store.change("another") as work:
        work.add(record)


def test_a_broken_rule_of_the_database_is_understood_in_any_language(store: Store) -> None:
    item = add_item(store)
    assert "same code" in refused(store, code=value(store, ActionItem, item, "code"))
    assert "Somebody else" in refused(store, id=item, code="COM-2026-999")
    said = ForeignKeyViolation("actualización en la tabla «notes» viola la llave foránea «fk_notes_case_id»")
    assert isinstance(engines.translate(IntegrityError("", {}, said), create_engine("sqlite://")), InUse)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_every_letter_is_left_untouched(
    encoding: str, postgres_server: postgres.Server
) -> None:
    name = f"in_{encoding.lower()}"
    made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE_PROVIDER libc LOCALE 'C'"
    address = postgres_server.url("postgres").replace("+psycopg", "")
    with closing(psycopg.connect(address, autocommit=True)) as admin:
        admin.execute(made.encode())
    with pytest.raises(Unreachable) as refusal:
        Store.open(postgres_server.url(name), who="Ana")
    assert encoding in str(refusal.value)
    with closing(psycopg.connect(postgres_server.url(name).replace("+psycopg", ""))) as raw:
        assert raw.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    postgres_server.drop(name)


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        ("postgresql+psycopg://ana@servidor/ecd", "verify-full"),
        ("postgresql+psycopg://ana@/ecd?host=servidor", "verify-full"),
        ("postgresql+psycopg://ana@localhost/ecd?hostaddr=10.0.0.7", "verify-full"),
        ("postgresql+psycopg://ana@/ecd?host=/run/postgresql,servidor", "verify-full"),
        ("postgresql+psycopg://ana@servidor/ecd?sslmode=require", None),
        ("postgresql+psycopg://ana@/ecd?host=/run/postgresql", None),
        ("postgresql+psycopg://ana@localhost/ecd", None),
    ],
)
def test_a_server_elsewhere_must_prove_who_it_is_however_it_is_named(
    address: str, checked: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, object] = {}

    def made(url: object, **more: dict[str, object]) -> Engine:
        told.update(more["connect_args"])
        return create_engine("sqlite://")

    monkeypatch.setattr(engines, "create_engine", made)
    monkeypatch.setattr(engines, "_kept_password", lambda url: None)
    engines.connect(address)
    assert told.get("sslmode") == checked


# --- one holder ---------------------------------------------------------------------------------------------------

HOLDER = """
import sys
from db.store import Store
store = Store.open(sys.argv[1], who="Ana Ficticia", machine="LAPTOP-7")
print("open", flush=True)
sys.stdin.read()
store.close()
"""
SECOND = """
import sys
from db.store import Store
from db.errors import Refused
try:
    Store.open(sys.argv[1], who="Beto")
except Refused as refusal:
    print(type(refusal).__name__, refusal)
    sys.exit(1)
"""


@pytest.fixture
def held(sqlite_url: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A local database that another process has open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, sqlite_url], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield sqlite_url, process
    process.kill()
    process.communicate()


def test_a_second_program_is_told_who_has_the_file(held: tuple[str, "subprocess.Popen[str]"]) -> None:
    url, process = held
    path = file_of(url)
    assert path is not None
    with pytest.raises(Busy) as refused:
        Store.open(url, who="Beto")
    assert str(refused.value).startswith("coordination.db is open: Ana Ficticia has it on LAPTOP-7 since ")
    assert "Nothing was changed" in refused.value.remedy
    assert holder_file(path).exists()
    with pytest.raises(sqlite3.OperationalError, match="locked"), closing(sqlite3.connect(path, timeout=0)) as client:
        client.execute("SELECT count(*) FROM action_items")
    process.communicate("")  # closed as it should be: the file is free and nobody is named
    assert not holder_file(path).exists()
    store = Store.open(url, who="Beto")
    store.close()


def test_a_holder_that_was_killed_does_not_hold_the_file(held: tuple[str, "subprocess.Popen[str]"]) -> None:
    url, process = held
    process.kill()
    process.wait()
    path = file_of(url)
    assert path is not None
    assert holder_file(path).exists()
    store = Store.open(url, who="Beto", machine="LAPTOP-8")
    done = child(SECOND, url)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Busy coordination.db is open: Beto has it on LAPTOP-8 since ")
    assert store.verify() == []
    store.close()


def test_a_second_program_is_refused_even_where_nobody_is_named(sqlite_store: Store) -> None:
    holder_file(path_of(sqlite_store)).unlink()
    with pytest.raises(Busy, match=r"coordination\.db is open in another program"):
        Store.open(sqlite_store.url, who="Beto")
    holder_file(path_of(sqlite_store)).write_text("{", encoding="utf-8")
    with pytest.raises(Busy, match="another program"):
        Store.open(sqlite_store.url, who="Beto")


# --- files that are not ours --------------------------------------------------------------------------------------


def refused_untouched(path: Path, kind: type[Refused], words: str) -> None:
    before, files = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(kind, match=words):
        Store.open(opening(path), who="Ana")
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == files


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_foreign_database_is_left_untouched(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "contabilidad.db"
    with closing(sqlite3.connect(path)) as client, client:
        client.execute(f"PRAGMA journal_mode={mode}")
        client.execute("CREATE TABLE asientos (n)")
    refused_untouched(path, NotOurs, r"contabilidad\.db is not a database of this program")


@pytest.mark.parametrize("data", [b"hola", b"x" * 5_000, b"PK\x03\x04" + bytes(500), b"SQLite format 3\0"])
def test_a_file_that_is_no_database_is_left_untouched(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "matriz.xlsx"
    path.write_bytes(data)
    refused_untouched(path, NotOurs, r"matriz\.xlsx")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Store.open(opening(tmp_path), who="Ana")


def test_a_server_database_of_something_else_is_left_untouched(blank_postgres_url: str) -> None:
    engine = create_engine(blank_postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE asientos (n int)"))
    with pytest.raises(NotOurs):
        Store.open(blank_postgres_url, who="Ana")
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        assert tables.scalar_one() == 1
    engine.dispose()


def test_a_server_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be reached"):
        Store.open(f"postgresql+psycopg://ana@/ecd?host={tmp_path}", who="Ana")


def test_an_empty_file_becomes_a_database(tmp_path: Path, open_store: Opener) -> None:
    path = tmp_path / "nueva.db"
    path.touch()
    assert open_store(opening(path)).verify() == []


# --- damage -------------------------------------------------------------------------------------------------------


def test_a_damaged_file_is_said_to_be_damaged_and_kept(sqlite_store: Store) -> None:
    path = path_of(sqlite_store)
    add_item(sqlite_store)
    sqlite_store.close()
    whole = path.read_bytes()
    for spoilt in (whole[: len(whole) // 2], whole[:100] + b"\xff" * 4_000 + whole[4_100:]):
        path.write_bytes(spoilt)
        with pytest.raises(Damaged, match=r"coordination\.db is damaged") as refused:
            Store.open(sqlite_store.url, who="Ana")
        assert "kept" in refused.value.remedy
        assert path.read_bytes() == spoilt


def test_damage_inside_is_met_as_a_refusal_and_found_by_the_check(sqlite_store: Store, open_store: Opener) -> None:
    with sqlite_store.change("Fill") as work:
        work.add_many(ActionItem, [{"code": f"X-{n}", "description": f"Fila {n} " * 20} for n in range(400)])
    path = path_of(sqlite_store)
    sqlite_store.close()
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as client:
        root = client.execute("SELECT rootpage FROM sqlite_master WHERE name = 'action_items'").fetchone()[0]
    data[(root - 1) * 4096 : root * 4096] = b"\xee" * 4096
    path.write_bytes(data)
    store = open_store(sqlite_store.url)
    with pytest.raises(Damaged):
        add_item(store)
    with pytest.raises(Damaged):
        store.verify()


# --- places where nothing can be written --------------------------------------------------------------------------

UNPRIVILEGED = """
import os, sys, tempfile
from pathlib import Path
from db.errors import Refused
from db.records import Organisation
from db.store import Store
with tempfile.TemporaryDirectory() as folder:  # whatever is imported late is imported as long as it may be read
    Store.open(f"sqlite:///{folder}/warm.db", who="Ana").close()
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    store = Store.open(sys.argv[1], who="Ana")
    with store.change("Add") as work:
        work.add(Organisation(name="x"))
except Refused as refusal:
    print(type(refusal).__name__, refusal)
    sys.exit(1)
"""
posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that another user may enter, which pytest's own are not."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="ecd-open-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@posix
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "said"),
    [
        (0o444, 0o777, "may only be read here"),
        (0o666, 0o555, "may only be read here"),
        (0o000, 0o777, "cannot be opened or written"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_said_before_anything_is_typed(
    sqlite_template: Path, open_place: Path, file_mode: int, folder_mode: int, said: str
) -> None:
    path = open_place / "base.db"
    shutil.copyfile(sqlite_template, path)
    path.chmod(file_mode)
    open_place.chmod(folder_mode)
    done = child(UNPRIVILEGED, opening(path))
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Unreachable")
    assert said in done.stdout
    path.chmod(0o600)
    assert path.read_bytes() == sqlite_template.read_bytes()
    assert not list(open_place.glob("*.holder"))


@posix
def test_a_folder_that_cannot_be_made_is_said(open_place: Path) -> None:
    open_place.chmod(0o555)
    done = child(UNPRIVILEGED, opening(open_place / "nueva" / "base.db"))
    assert (done.returncode, done.stdout.split()[0]) == (1, "Unreachable"), done.stderr
    assert "cannot be created" in done.stdout


def test_a_missing_folder_is_made(tmp_path: Path, open_store: Opener) -> None:
    store = open_store(opening(tmp_path / "a" / "b" / "base.db"))
    assert store.verify() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a file that is open")
def test_nothing_is_saved_into_a_file_that_is_not_where_it_was(sqlite_store: Store) -> None:
    item = add_item(sqlite_store)
    path = path_of(sqlite_store)
    away = path.with_name("otra carpeta.db")
    path.rename(away)
    with pytest.raises(Unreachable, match="no longer where it was opened"):
        edit(sqlite_store, ActionItem, item, remarks="a ninguna parte")
    shutil.copyfile(away, path)  # another file under the name
    with pytest.raises(Unreachable, match="no longer where it was opened"):
        edit(sqlite_store, ActionItem, item, remarks="a ninguna parte")
    away.replace(path)
    edit(sqlite_store, ActionItem, item, remarks="de vuelta")
    assert value(sqlite_store, ActionItem, item, "remarks") == "de vuelta"
    assert sqlite_store.verify() == []


def test_a_full_disk_refuses_the_save_in_words_and_the_next_one_works(sqlite_store: Store) -> None:
    item = add_item(sqlite_store)
    before = everything(sqlite_store)
    raw = sqlite_store._engine.raw_connection().driver_connection
    assert isinstance(raw, sqlite3.Connection)
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count={pages + 2}")
    for _ in range(3):
        with pytest.raises(Unreachable, match="disk is full"):
            edit(sqlite_store, ActionItem, item, remarks="largo " * 3_000)
        assert everything(sqlite_store) == before
    raw.execute("PRAGMA max_page_count=1000000")
    edit(sqlite_store, ActionItem, item, remarks="corto")
    assert value(sqlite_store, ActionItem, item, "remarks") == "corto"
    assert sqlite_store.verify() == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from db.store import Store
from db.errors import Refused, Unreachable
from db.records import ActionItem
store = Store.open(sys.argv[1], who="Ana")
size = store.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
refused = 0
for n in range(3):
    try:
        with store.change("Add") as work:
            work.add_many(ActionItem, [{"code": f"X-{i}", "description": "largo " * 50} for i in range(500)])
    except Unreachable as refusal:
        refused += 1
try:
    store.copy_to(store.path.with_name("copia.db"))
except Unreachable:
    refused += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert store.verify() == [], store.verify()
with store.change("Add") as work:
    work.add(ActionItem(code="COM-1", description="cabe"))
store.close()
print("refused", refused)
"""


@posix
def test_a_real_limit_of_the_disk_refuses_saves_and_leaves_everything_whole(sqlite_url: str, tmp_path: Path) -> None:
    done = child(LIMITED, sqlite_url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused 3") or done.stdout.startswith("refused 4")
    path = file_of(sqlite_url)
    assert path is not None
    assert [row[2] for row in tables_on_disk(path)["action_items"]] == ["COM-1"]
    assert not list(tmp_path.glob("*.partial*"))


@pytest.mark.parametrize("wrong", [{"database": "no_such_database"}, {"username": "nobody_known"}])
def test_a_server_that_answers_with_a_refusal_is_not_taken_for_a_broken_network(
    wrong: dict[str, str], postgres_url: str
) -> None:
    address = make_url(postgres_url).set(**wrong)
    with pytest.raises(Unreachable, match="did not let you in"):
        Store.open(address.render_as_string(hide_password=False), who="Ana")


def test_an_account_without_rights_is_told_so(blank_postgres_url: str, postgres_server: postgres.Server) -> None:
    reader = make_url(blank_postgres_url).set(username="lector_ficticio").render_as_string(hide_password=False)
    engine = create_engine(blank_postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE lector_ficticio LOGIN"))
    try:
        with pytest.raises(Unreachable, match="account"):
            Store.open(reader, who="Ana")
    finally:
        with engine.connect() as connection:
            connection.execute(text("DROP ROLE lector_ficticio"))
        engine.dispose()


def test_a_newer_database_is_left_untouched(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url)
    add_item(store)
    store.close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    path = file_of(database_url)
    before = path.read_bytes() if path else b""
    with pytest.raises(TooNew, match="newer version"):
        Store.open(database_url, who="Ana")
    if path:
        assert path.read_bytes() == before
        assert not holder_file(path).exists()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
        assert connection.execute(text("SELECT count(*) FROM action_items")).scalar_one() == 1
    engine.dispose()


def test_after_a_refused_commit_the_store_still_works(store: Store) -> None:
    from db.records import new_key

    before = content(store)
    for _ in range(2):
        with pytest.raises(InUse), store.change("Add") as work:
            work.add(Evidence(action_item_id=new_key(), description="foto"))
    assert content(store) == before
    add_item(store)

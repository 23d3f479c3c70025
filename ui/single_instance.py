"""One window for one person: a second start hands what it was given to the window that is open, and ends.

The window listens under a name made of the person's login and data folder, so that a portable copy or another
account has a window of its own.  Nobody else may connect: the socket belongs to the person alone.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ecd_desktop import identity, paths

log = logging.getLogger(__name__)
PATIENCE = 3_000  # milliseconds until a window that does not answer counts as hung
MOST = 65_536  # bytes of one request
TAKEN = b"taken\n"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a start was given: a database (a path or an address) or a file to read; nothing is just the window."""

    database: str = ""
    file: str = ""

    @classmethod
    def of(cls, *, database: str | None = None, file: Path | None = None) -> Wanted:
        """With paths that also hold in another folder."""
        named = database or ""
        if named and "://" not in named:
            named = str(Path(named).expanduser().absolute())
        return cls(named, str(file.expanduser().absolute()) if file is not None else "")


def own_name() -> str:
    """The name under which this person's window listens on this machine."""
    seed = f"{identity.login()}\n{paths.data()}"
    name = f"ecd-desktop-{hashlib.blake2b(seed.encode(), digest_size=9).hexdigest()}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if sys.platform != "win32" and runtime and len(runtime) < 60 and os.path.isdir(runtime):
        return f"{runtime}/{name}"  # a folder that nobody else can enter
    return name


class Door(QObject):
    """Where later starts knock.  Belongs to the one program of this person that shows a window."""

    asked = Signal(object)  # Wanted: a second start handed this over, after its answer was sent

    def __init__(self, name: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name or own_name()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._met)

    def open(self, wanted: Wanted) -> bool:
        """Whether this is the first window.  False: another one has taken ``wanted``, and this start is over.

        The name of a program that died is taken over.  A window that hangs cannot answer: then this one opens too,
        and nobody listens for later starts.
        """
        lock = QLockFile(QDir.temp().filePath(f"{Path(self.name).name}.lock"))
        locked = lock.tryLock(PATIENCE)  # two starts at once must not both find nobody
        try:
            answer = knock(self.name, wanted)
            if answer is None:
                QLocalServer.removeServer(self.name)
                if not self._server.listen(self.name):
                    log.warning("no door for later starts: %s", self._server.errorString())
            return not answer
        finally:
            if locked:
                lock.unlock()

    def close(self) -> None:
        self._server.close()

    def _met(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > MOST:
                socket.abort()
            return
        wanted = _understood(bytes(socket.readLine(MOST).data()))
        if wanted is None:
            socket.abort()
            return
        socket.write(TAKEN)
        socket.flush()
        socket.disconnectFromServer()
        self.asked.emit(wanted)


def knock(name: str, wanted: Wanted) -> bool | None:
    """Hand ``wanted`` to the window that listens under ``name``: True when it took it, False when it does not answer,
    None when nobody is there."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return None
    if not _is_ours(socket.fullServerName()):
        return None
    _may_come_forward()
    socket.write(json.dumps(asdict(wanted)).encode() + b"\n")
    socket.flush()
    while not socket.canReadLine():
        if not socket.waitForReadyRead(PATIENCE):
            return False
    return bytes(socket.readLine().data()) == TAKEN


def _understood(line: bytes) -> Wanted | None:
    try:
        told = json.loads(line)
        wanted = Wanted(**told)
    except (ValueError, TypeError):
        return None
    return wanted if all(isinstance(one, str) for one in (wanted.database, wanted.file)) else None


def _is_ours(path: str) -> bool:
    """Whether the socket belongs to this person: another account could have put one of its name there."""
    if sys.platform == "win32":
        return True  # a pipe is the system's, and its access list is ours
    try:
        return os.stat(path).st_uid == os.getuid()
    except OSError:
        return False


def _may_come_forward() -> None:
    """Windows lets a window come to the front only where the program that has the person's attention allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)

"""Where the program talks to its maintainers: files that never hold personal data.

A failure is written as types and places in the code.  Its words are left out, since those of a database or of
a parser carry the very values they choked on; only kinds of failure that speak of names in the code keep theirs.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from ecd_desktop import __version__

LOG_NAME = "ecd-desktop.log"
CRASH_NAME = "crash.log"
MEGABYTE = 1_000_000

_TELLING = (AttributeError, ImportError, ModuleNotFoundError, MemoryError, NameError, NotImplementedError,
            RecursionError, RuntimeError, TypeError, UnboundLocalError)  # fmt: skip
"""Exactly these keep their words (not what is derived from them): they name code, not data."""

_handler: RotatingFileHandler | None = None
_crash_file: TextIO | None = None
_before: tuple[int, bool] = (logging.WARNING, False)  # the root's level and faulthandler, as they were


def start(folder: Path, *, level: int = logging.INFO) -> Path | None:
    """Log to ``folder`` (five files of a megabyte, and ``crash.log`` for the interpreter's own death).

    Answers the file, or None where the folder cannot be written: the program runs without a log then.
    """
    global _handler, _crash_file, _before
    stop()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / LOG_NAME, maxBytes=MEGABYTE, backupCount=4, encoding="utf-8")
        crash_file = (folder / CRASH_NAME).open("a", encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_Plain())
    root = logging.getLogger()
    _before = (root.level, faulthandler.is_enabled())
    root.addHandler(handler)
    root.setLevel(level)
    for talkative in ("sqlalchemy", "alembic", "psycopg", "fontTools", "PIL"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    faulthandler.enable(file=crash_file, all_threads=True)
    _handler, _crash_file = handler, crash_file
    logging.getLogger(__name__).info("started, %s", about())
    return folder / LOG_NAME


def stop() -> None:
    """Close the files and leave logging as it was found."""
    global _handler, _crash_file
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        logging.getLogger().setLevel(_before[0])
        _handler.close()
        _handler = None
    if _crash_file is not None:
        faulthandler.disable()
        if _before[1]:
            faulthandler.enable()
        _crash_file.close()
        _crash_file = None


def about() -> str:
    """The program, Python and the system, in one line."""
    return f"ECD Desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def unexpected(exc: BaseException, where: str = "") -> str:
    """Log a bug and answer the report that a person may send: what ``described`` says, under ``about``.

    ``where`` names a place of the program (a command's id, a thread), never a record.
    """
    report = f"{about()}\n{where}\n{described(exc)}" if where else f"{about()}\n{described(exc)}"
    logging.getLogger(__name__).error("unexpected failure %s\n%s", where, described(exc))
    return report


def described(exc: BaseException) -> str:
    """A failure and what led to it, as types and places in the code, without values."""
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = exc
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines = [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([*lines, _named(current)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nfollowed by\n".join(reversed(told))


def _named(exc: BaseException) -> str:
    kind = f"{type(exc).__module__}.{type(exc).__qualname__}".removeprefix("builtins.")
    if type(exc) in _TELLING:
        return f"{kind}: {_without_home(str(exc))}"
    if isinstance(exc, OSError) and exc.errno is not None:
        return f"{kind}: {os.strerror(exc.errno)}"  # without the file's name, which may be a person's
    if isinstance(exc, BaseExceptionGroup):
        return f"{kind}: {', '.join(_named(one) for one in exc.exceptions)}"
    return kind


def _place(filename: str) -> str:
    """The file as a maintainer knows it: from its package on, without the folders of this machine."""
    parts = Path(filename).parts
    for anchor in ("site-packages", "dist-packages"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) + 1 :])
    root = Path(__file__).resolve().parent.parent
    try:
        return Path(filename).resolve().relative_to(root).as_posix()
    except (ValueError, OSError):
        return "/".join(parts[-2:])


def _without_home(text: str) -> str:
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


class _Plain(logging.Formatter):
    """One line a message; a failure as ``described``, whatever another handler has made of it."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"{self.formatTime(record)} {record.levelname} {record.name}: {self._message(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text}\n{described(record.exc_info[1])}"
        return _without_home(text)

    def _message(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, BaseException):
            return _named(record.msg)
        args = record.args
        if isinstance(args, tuple):
            args = tuple(_named(arg) if isinstance(arg, BaseException) else arg for arg in args)
        try:
            return str(record.msg) % args if args else str(record.msg)
        except (TypeError, ValueError, KeyError):
            return str(record.msg)

"""A file that is wholly there or not there at all: temp beside it, flush, fsync, replace.

What is saved straight to its name is unreadable after a kill in four of five cases; every workbook and
every PDF of the program is written through here.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.language import _

ABANDONED = 120
"""Seconds after which a part that nobody has written to is of a program that was killed, here or on another laptop."""

_under_way: set[Path] = set()
"""Parts that this program is writing."""


def with_ending(path: Path | str, ending: str) -> Path:
    """``path`` with an ending such as ``.pdf``, added where there is none.

    Raises ``errors.Expected`` for another ending, so that no report takes the place of a workbook, and for a folder.
    """
    target = Path(path)
    if target.is_dir():
        raise from_os_error(IsADirectoryError(None, None, str(target)))
    if not target.suffix:
        return target.with_name(target.name + ending)
    if target.suffix.lower() != ending:
        raise Expected(
            _("{name} was not written: this is a {ending} file.").format(name=target.name, ending=ending),
            _("Choose a name that ends in {ending}.").format(ending=ending),
        )
    return target


@contextmanager
def written(path: Path | str) -> Iterator[Path]:
    """Give a temporary path in the same folder to write to; when the block ends well, it becomes ``path``.

    Nothing under ``path`` changes before that, and nothing is left behind where the block fails.  Raises
    ``errors.Expected`` where the file is open in another program or may not be written, where its folder is
    missing, and where the disk is full.  The block closes what it opens.  What a killed program left of an earlier
    try goes with the next one.
    """
    target = Path(path)
    part = target.with_name(f".{target.stem[:80]}.{secrets.token_hex(4)}.part{target.suffix}")
    _under_way.add(part)
    try:
        _refuse_early(target)
        _clear(target)
        yield part
        _sync(part)
        os.replace(part, target)
    except OSError as exc:
        if exc.filename not in (None, str(part), str(target), str(target.parent)):
            raise  # another file's trouble, such as a picture that could not be read
        raise from_os_error(exc, target.parent if exc.filename == str(target.parent) else target) from exc
    finally:
        _under_way.discard(part)
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _clear(target: Path) -> None:
    """Take away what was left half written beside ``target``; a part that somebody may still be writing stays."""
    ours = re.compile(re.escape(f".{target.stem[:80]}.") + "[0-9a-f]{8}" + re.escape(f".part{target.suffix}"))
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if not ours.fullmatch(entry.name) or target.with_name(entry.name) in _under_way:
                continue
            with suppress(OSError):  # Windows keeps what is open
                if time.time() - entry.stat().st_mtime > ABANDONED:
                    os.unlink(entry.path)


def _refuse_early(target: Path) -> None:
    """Say at once what ``os.replace`` would only say after the work: Windows refuses a file that is open in Excel."""
    if target.is_dir():
        raise IsADirectoryError(None, None, str(target))
    if target.exists():
        with target.open("r+b"):
            pass
    elif not target.parent.is_dir():
        raise FileNotFoundError(None, None, str(target.parent))


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network folders refuse it; the file's own bytes are safe
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Minutes being typed: kept in a file of the person's own until the record holds them, over a crash or a night.

One file for each meeting in a folder for each database.  A file is written whole or not at all; one that cannot be
read is put aside and never stands in the way.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.fields import Key
from ecd_desktop.files import written

EVERY = 1_000
"""Milliseconds from the first letter typed until its file is written; typing on does not put it off."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, what the record held when the typing began, and when it was last typed (UTC, ISO 8601).

    ``guest`` stands in the field under the attendance and is nobody yet.
    """

    text: str
    base: str
    at: str = ""
    guest: str = ""


class MinutesDrafts:
    """The folder of one database on this computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, key: Key, typed: Typed) -> None:
        """Store what is typed.  Raises ``errors.Expected`` where the folder cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = {"text": typed.text, "base": typed.base, "at": typed.at, "guest": typed.guest}
        with written(self._file(key)) as part:
            part.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")

    def kept(self, key: Key) -> Typed | None:
        """What was typed and never reached the record; None where there is nothing of the kind."""
        file = self._file(key)
        try:
            held = json.loads(file.read_text(encoding="utf-8", errors="surrogatepass"))
            return Typed(str(held["text"]), str(held["base"]), str(held["at"]), str(held.get("guest", "")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            with suppress(OSError):
                file.replace(file.with_suffix(".unreadable"))
            return None

    def drop(self, key: Key) -> None:
        """The record holds it now."""
        self._file(key).unlink(missing_ok=True)

    def _file(self, key: Key) -> Path:
        return self.folder / f"{key}.json"

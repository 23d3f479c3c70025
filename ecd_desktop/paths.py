"""Where data, settings, logs, backups and resources live, frozen or not, and which places are risky for a database.

On Windows everything is under ``%LOCALAPPDATA%\\ECD Desktop``, on Linux under the XDG folders.
``ECD_DESKTOP_HOME`` puts it all under one folder instead: the portable copy and the tests use it.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

import platformdirs

import resources as _resources
from ecd_desktop.language import _

HOME_VARIABLE = "ECD_DESKTOP_HOME"
DATABASE_NAME = "ecd.db"
LONGEST_NAME = 120  # characters, with the extension (conventions 91)

_APP = "ECD Desktop" if sys.platform == "win32" else "ecd-desktop"
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])", re.IGNORECASE)


def frozen() -> bool:
    """Whether the program runs from its bundle."""
    return bool(getattr(sys, "frozen", False))


def data() -> Path:
    """What the program keeps for the person on this machine: the database, its backups, logs."""
    return _under_home("data") or platformdirs.user_data_path(_APP, appauthor=False)


def config() -> Path:
    """The folder of ``settings.toml``."""
    return _under_home("config") or platformdirs.user_config_path(_APP, appauthor=False)


def documents() -> Path:
    """Where a report or a workbook is offered to be written: the person's own documents."""
    return _under_home("documents") or platformdirs.user_documents_path()


def database() -> Path:
    """The database of somebody who has chosen none."""
    return data() / DATABASE_NAME


def backups() -> Path:
    """Where backups go unless the settings name another folder."""
    return data() / "backups"


def logs() -> Path:
    """Where the program writes for its maintainers."""
    return data() / "logs"


def settings_file() -> Path:
    return config() / "settings.toml"


def window_file() -> Path:
    """The geometry of windows, which is no setting (QSettings, INI)."""
    return config() / "window.ini"


def resources() -> Path:
    """Fonts, icons, help, catalogues, samples: beside the source, or inside the bundle."""
    return Path(_resources.__file__ or "").parent


def made(folder: Path) -> Path:
    """The folder, made where it is missing.  Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def safe_file_name(text: str) -> str:
    """A file name that Windows takes, from any text, with or without extension; accents stay.

    ``Acta 3/2026: «Niño»?.pdf`` becomes ``Acta 3-2026- «Niño».pdf``.  At most 120 characters and 240 bytes.
    """
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"[<>:\"/\\|*]", "-", re.sub(r"\?", "", name))
    name = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = " ".join(name.split())
    stem, dot, suffix = name.rpartition(".")
    if not dot or not re.fullmatch(r"\w{1,6}", suffix):
        stem, suffix = name, ""
    ending = f".{suffix}" if suffix else ""
    stem = stem[: LONGEST_NAME - len(ending)].strip(" .")
    while len((stem + ending).encode()) > 240:  # what Linux and a synchronised folder take, in bytes
        stem = stem[:-1].rstrip(" .")
    stem = stem if stem.strip(" .-") else _("untitled")
    if _RESERVED.fullmatch(stem.split(".")[0].rstrip()):
        stem = f"_{stem[: LONGEST_NAME - len(ending) - 1]}"
    return stem + ending


def _under_home(name: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() / name if home else None

"""Places where a local database would be damaged: cloud-synchronised folders and network drives.

A synchroniser copies half-written files and makes "conflicted copies"; file locks over a network are not to be
trusted.  The judgement is a pure function over ``Facts``, so that a table of paths can prove it anywhere.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.paths import data

REMOTE_DRIVE = 4  # what GetDriveTypeW answers for a mapped network drive


class Danger(Enum):
    CLOUD = "cloud"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the judgement may know of the machine."""

    windows: bool
    environment: Mapping[str, str] = field(default_factory=dict)
    exists: Callable[[str], bool] = lambda _path: False
    drive_type: Callable[[str], int] = lambda _root: 0  # of «Z:\\»
    mounts: tuple[tuple[str, str], ...] = ()  # (mount point, file system type)


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a place is refused: the service or server, as a person knows it."""

    danger: Danger
    name: str
    path: str

    def ways_out(self) -> tuple[str, str, str]:
        """Three sentences, each a way to go on."""
        move = _("Move the file to a folder of this computer, for example {folder}, and open it there.")
        if self.danger is Danger.CLOUD:
            leave = _("Or let only its backups go to {name}: choose that folder for backups in Settings.")
        else:
            leave = _("Or let only its backups go to the network: choose that folder for backups in Settings.")
        return (
            move.format(folder=data()),
            leave.format(name=self.name),
            _("Or use a PostgreSQL database, which several people can work on at the same time."),
        )

    def refusal(self) -> Expected:
        if self.danger is Danger.CLOUD:
            message = _(
                "{path} is in a folder that {name} synchronises, and that can damage a database. "
                "It was not opened and nothing was changed."
            )
        else:
            message = _(
                "{path} is on the network ({name}), where locks do not hold and a database can be damaged. "
                "It was not opened and nothing was changed."
            )
        return Expected(message.format(path=self.path, name=self.name), " ".join(self.ways_out()))


def refuse_risky(path: Path) -> None:
    """Raise Expected where a local database must not live, with three ways out."""
    risk = risky_place(path)
    if risk is not None:
        raise risk.refusal()


def risky_place(path: Path | str, facts: Facts | None = None) -> Risk | None:
    """Why a local database file must not live at this path, or None.  Symbolic links are followed on this machine."""
    if facts is not None:
        return _judged(str(path), facts)
    here = this_machine()
    given = os.path.abspath(path)
    return _judged(given, here) or _judged(os.path.realpath(path), here)


def this_machine() -> Facts:
    """The facts of the machine that the program runs on."""
    return Facts(
        windows=sys.platform == "win32",
        environment=os.environ,
        exists=os.path.exists,
        drive_type=_drive_type,
        mounts=_mounts(),
    )


_CLOUD_FOLDERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("OneDrive", r"(?:sky|one)drive(?: ?- ?.+)?"),
        ("Dropbox", r"dropbox(?: \(.+\))?"),
        ("Google Drive", r"google ?drive(?: ?- ?.+)?|drivefs|\.shortcut-targets-by-id"),
        ("iCloud", r"icloud ?drive|icloudphotos|com~apple~clouddocs"),
        ("Box", r"box sync|box-box"),
        ("Nextcloud", r"nextcloud\d*"),
        ("ownCloud", r"owncloud\d*"),
        ("MEGA", r"mega(?:sync)?(?: downloads)?"),
        ("pCloud", r"pcloud ?drive|pcloudsync"),
        ("Proton Drive", r"proton ?drive"),
        ("Yandex Disk", r"yandex\.?disk"),
        ("Synology Drive", r"synologydrive"),
    )
)
_IN_HOME_ONLY = {"box": "Box", "mega": "MEGA", "pcloud": "pCloud", "sync": "Sync.com"}  # too common a word elsewhere
_DRIVE_ROOTS = {"my drive", "mi unidad", "shared drives", "unidades compartidas", "computers", "ordenadores"}
_MARKERS: tuple[tuple[str, str], ...] = (
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".SynologyWorkingDirectory", "Synology Drive"),
)
_NETWORK_TYPES = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|smbnetfs|afs|ncpfs|ncp|ceph|glusterfs|lustre|beegfs|davfs2?|coda|gpfs|orangefs"
    r"|fuse\.(?!fuse-overlayfs|mergerfs|encfs|gocryptfs|cryfs|lxcfs|portal|ntfs|exfat|bindfs|squashfuse|snapfuse|veracrypt)[\w.-]+"
)


def _judged(path: str, facts: Facts) -> Risk | None:
    whole: PurePath = PureWindowsPath(_without_prefix(path)) if facts.windows else PurePosixPath(path)
    if service := _service_by_name(whole, facts):
        return Risk(Danger.CLOUD, service, path)
    if server := _server(whole, facts):  # before any marker is looked for: a dead share would make it wait
        return Risk(Danger.NETWORK, server, path)
    service = _service_by_marker(whole, facts)
    return Risk(Danger.CLOUD, service, path) if service else None


def _without_prefix(path: str) -> str:
    r"""``\\?\C:\x`` is ``C:\x`` and ``\\?\UNC\server\share`` is ``\\server\share``."""
    if path.upper().startswith("\\\\?\\UNC\\"):
        return "\\\\" + path[8:]
    return path[4:] if path.startswith("\\\\?\\") else path


def _service_by_name(whole: PurePath, facts: Facts) -> str | None:
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        value = _variable(facts, variable)
        if not value:
            continue
        root = type(whole)(value)
        if _inside(whole, root):
            return "OneDrive"
        # an organisation's libraries are synchronised beside its OneDrive: «OneDrive - MML» and «MML»
        organisation = root.name.partition(" - ")[2]
        if organisation not in ("", "Personal") and _inside(whole, root.parent / organisation):
            return "SharePoint"
    folders = [part.casefold() for part in whole.parts[:-1]]
    if facts.windows and len(folders) > 1 and folders[1] in _DRIVE_ROOTS:
        return "Google Drive"
    if "cloudstorage" in folders and "library" in folders:
        return "iCloud"
    home = _home_depth(whole.parts, windows=facts.windows)
    if len(folders) > home and folders[home] in _IN_HOME_ONLY:
        return _IN_HOME_ONLY[folders[home]]
    return next((name for part in folders for name, pattern in _CLOUD_FOLDERS if pattern.fullmatch(part)), None)


def _service_by_marker(whole: PurePath, facts: Facts) -> str | None:
    home = _home_depth(whole.parts, windows=facts.windows)
    for folder in whole.parents:
        for marker, name in _MARKERS:
            # ~/.dropbox is Dropbox's own set-up, in a home folder that is not synchronised
            own_setup = marker == ".dropbox" and len(folder.parts) <= home
            if not own_setup and facts.exists(str(folder / marker)):
                return name
    return None


def _home_depth(parts: Sequence[str], *, windows: bool) -> int:
    """The place in the parts of what stands right in somebody's home folder."""
    if windows:
        return 3  # C:\ Users name HERE
    return 2 if len(parts) > 1 and parts[1] == "root" else 3  # / home name HERE


def _server(whole: PurePath, facts: Facts) -> str | None:
    if facts.windows:
        drive = whole.drive
        if drive.startswith("\\\\"):
            return None if drive.startswith("\\\\.\\") else drive
        if drive and facts.drive_type(drive + "\\") == REMOTE_DRIVE:
            return drive
        return None
    holding = [(point, kind) for point, kind in facts.mounts if _inside(whole, PurePosixPath(point))]
    if not holding:
        return None
    deepest = max(len(PurePosixPath(point).parts) for point, _kind in holding)
    # the last of equals wins: it was mounted over the others
    point, kind = [one for one in holding if len(PurePosixPath(one[0]).parts) == deepest][-1]
    return f"{point}, {kind}" if _NETWORK_TYPES.fullmatch(kind) else None


def _inside(path: PurePath, folder: PurePath) -> bool:
    return path != folder and path.is_relative_to(folder)


def _variable(facts: Facts, name: str) -> str | None:
    return next((value for key, value in facts.environment.items() if key.casefold() == name.casefold()), None)


def _drive_type(root: str) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _mounts() -> tuple[tuple[str, str], ...]:
    """(mount point, type) from the kernel, in the order of mounting; nothing where there is no such list."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()
    split = [line.split(" ") for line in lines]
    return tuple((_unescaped(words[1]), words[2]) for words in split if len(words) > 2)


def _unescaped(text: str) -> str:
    """A space stands as \\040 in the kernel's list."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)

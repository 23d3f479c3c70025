"""Logos of the letterhead: a person's own pictures, looked into and kept beside the settings as what paper needs."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import suppress
from pathlib import Path

from ecd_desktop import paths
from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.files import written
from ecd_desktop.language import _

SIDES = ("left", "right")
MOST_BYTES = 8_000_000
MOST_POINTS = 50_000_000  # wide times high: a picture that is small on the disk may fill the memory
KEPT = (1_600, 800)  # points: 42 mm at 900 dots an inch, more than any printer has
FORMATS = ("PNG", "JPEG")
_NAME = re.compile(r"(?:left|right)-[0-9a-f]{16}\.png")


def keep(source: Path, side: str, folder: Path) -> str:
    """Keep a picture as the logo of a side, whatever becomes of the file; answers its name in ``folder``.

    It is told by its content, not by its name: PNG or JPEG. What is kept is a PNG without its maker's notes (where it
    was taken, on which device), no larger than paper needs, its proportions as they were; earlier logos of the side go.
    Raises ``errors.Expected`` for what is no such picture, is too large, or cannot be read or written.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # only a new logo needs it

    data = _read(source)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MOST_POINTS:
                raise _refused(source, _("It has more than {n} million points.").format(n=MOST_POINTS // 1_000_000))
            picture = ImageOps.exif_transpose(found)
            clear = "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA")
            picture = picture.convert("RGBA" if clear else "RGB")
    except UnidentifiedImageError as exc:
        raise _refused(source, _("It is neither PNG nor JPG, whatever its name says.")) from exc
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:  # as Pillow says of a damaged one
        raise _refused(source, _("It is damaged.")) from exc
    picture.thumbnail(KEPT)
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True)
    return _put(made.getvalue(), side, folder)


def path_of(name: str, folder: Path) -> Path | None:
    """The file of a logo that is kept; None for no logo, for one that is gone, and for another file's name."""
    if not _NAME.fullmatch(name):
        return None
    path = folder / name
    return path if path.is_file() else None


def _read(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise from_os_error(exc, source) from exc
    if len(data) > MOST_BYTES:
        raise _refused(source, _("It is larger than {n} MB.").format(n=MOST_BYTES // 1_000_000))
    return data


def _put(data: bytes, side: str, folder: Path) -> str:
    name = f"{side}-{hashlib.sha256(data).hexdigest()[:16]}.png"
    try:
        paths.made(folder)
    except OSError as exc:
        raise from_os_error(exc, folder) from exc
    with written(folder / name) as part:
        part.write_bytes(data)
    for other in folder.glob(f"{side}-*.png"):
        if other.name != name and _NAME.fullmatch(other.name):
            with suppress(OSError):
                other.unlink()
    return name


def _refused(source: Path, why: str) -> Expected:
    return Expected(
        _("{name} cannot be a logo; the one before stays.").format(name=source.name),
        f"{why} " + _("Choose a PNG or JPG picture of up to {n} MB.").format(n=MOST_BYTES // 1_000_000),
    )

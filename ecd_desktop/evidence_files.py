"""Pictures and PDFs that show something: known by their bytes, not by their names; kept as they are, up to a size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.language import _
from ecd_desktop.outgoing_text import one_line
from ecd_desktop.paths import safe_file_name

MOST = 20 * 2**20
"""Bytes of one file: a photograph of any telephone, and not the film beside it."""

ENDINGS = {
    "application/pdf": (".pdf",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/gif": (".gif",),
    "image/webp": (".webp",), "image/bmp": (".bmp",), "image/tiff": (".tif", ".tiff"), "image/heic": (".heic", ".heif"),
}  # fmt: skip
"""What is taken, with the endings that such a file may have; the first one is given to a file without."""

NAMED = frozenset(ending for endings in ENDINGS.values() for ending in endings)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that shows something: its bytes untouched (where a photograph was taken stays in it), type and name."""

    data: bytes
    media: str
    name: str


def read(path: Path) -> Shown:
    """Read a picture or a PDF. Raises Expected for anything else, for too much of it, and where it cannot be read."""
    try:
        if path.stat().st_size > MOST:
            raise _too_large(path.name)
        return taken(path.read_bytes(), path.name)
    except OSError as exc:
        raise from_os_error(exc, path) from exc


def taken(data: bytes, name: str) -> Shown:
    """A file from its bytes. Its name keeps an ending that fits them, and is given one where it has none that does."""
    media = media_of(data)
    if media is None:
        raise Expected(
            _("“{name}” is neither a picture nor a PDF, so it was not taken.").format(name=one_line(name, 80)),
            _("Save it as a picture or a PDF first, or write down where it is."),
        )
    if len(data) > MOST:
        raise _too_large(name)
    whole = safe_file_name(name)
    fits = Path(whole).suffix.lower() in ENDINGS[media]
    return Shown(data, media, whole if fits else safe_file_name(f"{whole[:110]}{ENDINGS[media][0]}"))


def media_of(data: bytes) -> str | None:
    """What the bytes are; None where they are nothing that is taken."""
    head = data[:16]
    for start, media in (
        (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"), (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"),
    ):  # fmt: skip
        if head.startswith(start):
            return media
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "image/bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"msf1"):
        return "image/heic"
    return None


def _too_large(name: str) -> Expected:
    return Expected(
        _("“{name}” is larger than {n} MB, so it was not taken.").format(name=one_line(name, 80), n=MOST // 2**20),
        _("Make the picture smaller, or write down where the file is."),
    )

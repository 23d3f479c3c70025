"""What is looked at before a foreign file is parsed: what it really is, and whether it is safe to unpack."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MEGABYTE = 1024 * 1024
CHUNK = MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a foreign file may cost.  Sizes in bytes, time in seconds."""

    seconds: float = 15.0
    memory: int = 320 * MEGABYTE
    file_size: int = 64 * MEGABYTE
    members: int = 5_000
    unpacked: int = 300 * MEGABYTE
    ratio: int = 300
    cells: int = 2_000_000
    output: int = 48 * MEGABYTE


DEFAULT = Limits()


class Unreadable(Exception):
    """The file is refused: a code that the parent turns into a sentence, and the numbers it names."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


_FOREIGN = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
    (b"SQLite format 3\x00", "database"),
)
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|table|head|meta|style)\b", re.I | re.S
)


def container(file: IO[bytes]) -> str:
    """``zip``, ``ole`` or ``text`` by the first bytes; refuses what is known to be something else."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise Unreadable("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise Unreadable(what)
    if _MARKUP.match(head) or b"urn:schemas-microsoft-com:office:spreadsheet" in head or b"Excel.Sheet" in head:
        raise Unreadable("web_page")
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return "biff"
    return "text"


def ole_kind(file: IO[bytes]) -> str:
    """``xls`` for a compound file that holds a workbook; refuses protected files and other documents."""
    names = {key: key.encode("utf-16-le") for key in ("EncryptedPackage", "Workbook", "Book", "WordDocument")}
    found: set[str] = set()
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        window = tail + chunk
        found.update(key for key, name in names.items() if name in window)
        tail = window[-64:]
    if "EncryptedPackage" in found:
        raise Unreadable("password")
    if "Workbook" in found or "Book" in found:
        return "xls"
    raise Unreadable("word" if "WordDocument" in found else "not_workbook")


def open_zip(file: IO[bytes], limits: Limits, file_size: int) -> zipfile.ZipFile:
    """The archive, its directory checked: members, sizes, ratio, names, passwords; nothing is unpacked yet."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as broken:
        raise Unreadable("damaged") from broken
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable("members", n=len(members), limit=limits.members)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable("password")
    names = {member.filename.replace("\\", "/").lower() for member in members}
    if len(names) != len(members):
        raise Unreadable("duplicate_parts")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Unreadable("damaged")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked or (unpacked > MEGABYTE and unpacked > limits.ratio * file_size):
        raise Unreadable("bomb", megabytes=unpacked // MEGABYTE, limit=limits.unpacked // MEGABYTE)
    return archive


def zip_kind(archive: zipfile.ZipFile) -> str:
    """``xlsx``, ``xlsb`` or ``ods`` by what the archive holds; refuses other office documents by name."""
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names:
        with archive.open("mimetype") as member:
            mime = member.read(200)
        if b"opendocument.spreadsheet" in mime:
            return "ods"
        if b"opendocument" in mime:
            raise Unreadable("word")
    if any(name.startswith("word/") for name in names):
        raise Unreadable("word")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("not_workbook")
    if "[content_types].xml" in names and any(name.startswith("xl/") or "workbook.xml" in name for name in names):
        return "xlsx"
    raise Unreadable("not_workbook" if names else "damaged")


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The unpacked bytes of a member, piece by piece; a broken member is a damaged file."""
    try:
        with archive.open(name) as member:
            while chunk := member.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError, zlib.error) as broken:
        raise Unreadable("damaged") from broken


_DECLARATIONS = tuple(
    word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be")
)


def refuse_declarations(window: bytes) -> None:
    """Refuse a document type or an entity wherever one stands: no office program writes them (billion laughs)."""
    if b"<!" in window or b"<\x00!" in window:
        for word in _DECLARATIONS:
            if word in window:
                raise Unreadable("entities")


def check_markup(archive: zipfile.ZipFile, *, skip: frozenset[str] = frozenset()) -> None:
    """Read every XML part once, in pieces: each is whole, and none declares a document type.

    ``skip`` names the parts that the caller reads with ``refuse_declarations`` itself.
    """
    for name in archive.namelist():
        if name in skip or not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        tail = b""
        for chunk in chunks(archive, name):
            refuse_declarations(tail + chunk)
            tail = chunk[-32:]
        if name.lower() == "meta-inf/manifest.xml":
            with archive.open(name) as member:
                if b"encryption-data" in member.read(4 * MEGABYTE):
                    raise Unreadable("password")

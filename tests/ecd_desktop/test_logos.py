"""Logos: told by their content, kept beside the settings, and drawn with their proportions."""

import io
import struct
import zlib
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from ecd_desktop import issuing, logos
from ecd_desktop.errors import Expected
from ecd_desktop.reports import minutes
from ecd_desktop.settings import Settings
from tests.ecd_desktop.reports import meetings


def picture(
    path: Path, kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **more: object
) -> Path:
    Image.new(mode, size, 90 if mode in ("L", "P") else None).save(path, kind, **more)
    return path


def test_a_picture_is_kept_and_its_file_may_go(tmp_path: Path) -> None:
    source = picture(tmp_path / "escudo.png")
    name = logos.keep(source, "left", tmp_path / "logos")
    source.unlink()
    kept = logos.path_of(name, tmp_path / "logos")
    assert kept is not None
    with Image.open(kept) as found:
        assert found.size == (300, 100)
    again = logos.keep(picture(tmp_path / "otro.png", size=(50, 50)), "left", tmp_path / "logos")
    right = logos.keep(picture(tmp_path / "otro.png", size=(60, 50)), "right", tmp_path / "logos")
    assert sorted(path.name for path in (tmp_path / "logos").iterdir()) == sorted([again, right])


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "1"), ("JPEG", "RGB"),
                                            ("JPEG", "CMYK"), ("JPEG", "L")])  # fmt: skip
def test_every_sort_of_png_and_jpeg_is_taken_whatever_its_ending(tmp_path: Path, kind: str, mode: str) -> None:
    source = picture(tmp_path / "logo.dat", kind, (4_000, 1_000), mode)
    kept = logos.path_of(logos.keep(source, "right", tmp_path), tmp_path)
    assert kept is not None
    with Image.open(kept) as found:
        assert found.format == "PNG"
        assert found.size == (1_600, 400)
        assert found.mode in ("RGB", "RGBA")


def test_where_a_photograph_was_taken_is_not_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "CANARIO-7f3a"
    source = picture(tmp_path / "foto.jpg", "JPEG", (200, 100), exif=exif)
    kept = logos.path_of(logos.keep(source, "left", tmp_path), tmp_path)
    assert kept is not None
    assert b"CANARIO" in source.read_bytes()
    assert b"CANARIO" not in kept.read_bytes()
    with Image.open(kept) as found:
        assert found.size == (100, 200)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 points wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def whole(kind: str) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("data", [b"", b"<svg></svg>", b"%PDF-1.7", whole("GIF"), whole("PNG")[:4_000], bomb(),
                                  b"\x89PNG\r\n\x1a\n" + b"0" * 100, b"\xff\xd8" + b"0" * 9_000_000])  # fmt: skip
def test_what_is_no_such_picture_is_refused_in_words_and_the_one_before_stays(tmp_path: Path, data: bytes) -> None:
    name = logos.keep(picture(tmp_path / "bueno.png"), "left", tmp_path / "logos")
    (tmp_path / "malo.png").write_bytes(data)
    with pytest.raises(Expected) as refused:
        logos.keep(tmp_path / "malo.png", "left", tmp_path / "logos")
    assert "malo.png" in str(refused.value)
    assert [path.name for path in (tmp_path / "logos").iterdir()] == [name]


def test_a_name_that_is_not_one_of_ours_leads_nowhere(tmp_path: Path) -> None:
    picture(tmp_path / "left-secret.png")
    for name in ("", "../settings.toml", "left-secret.png", "left-" + "0" * 16 + ".png", str(tmp_path / "x.png")):
        assert logos.path_of(name, tmp_path) is None


def test_logos_stand_in_the_letterhead_and_a_lost_file_does_no_harm(tmp_path: Path) -> None:
    settings = Settings(path=tmp_path / "settings.toml")
    settings.change(
        logo_left=logos.keep(picture(tmp_path / "a.png", size=(600, 200), mode="RGBA"), "left", settings.logos),
        logo_right=logos.keep(picture(tmp_path / "b.jpg", "JPEG", (100, 300)), "right", settings.logos),
    )
    again = Settings.load(settings.path)
    head = issuing.head_of(again, issued_by="P", fictitious=True)
    assert head.logo_left is not None
    minutes.write(tmp_path / "a.pdf", meetings.meeting(), head=head, language="es")
    images = [image.image.size for image in pypdf.PdfReader(tmp_path / "a.pdf").pages[0].images if image.image]
    assert sorted(images) == [(100, 300), (600, 200)]
    for path in again.logos.iterdir():
        path.unlink()
    head = issuing.head_of(again, issued_by="P", fictitious=True)
    assert (head.logo_left, head.logo_right) == (None, None)
    done = minutes.write(tmp_path / "a.pdf", meetings.meeting(), head=head, language="es")
    assert done.warnings == ()

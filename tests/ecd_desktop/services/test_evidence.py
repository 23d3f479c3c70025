"""Pictures and PDFs as evidence: known by their bytes, kept byte for byte with channel and name, taken back by Undo."""

from pathlib import Path
from typing import Any

import pytest

from db import contents
from db.records.action_items import Channel
from ecd_desktop import evidence_files
from ecd_desktop.errors import Expected
from ecd_desktop.services import evidence

EXIF = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS -12.04 -77.03\xff\xd9"
PDF = b"%PDF-1.7\n%%EOF"


def test_a_picture_is_kept_as_it_is_with_its_channel_and_undo_takes_the_evidence_back(desk: Any) -> None:
    item, store = desk.item(), desk.store
    photo = evidence_files.taken(EXIF, "IMG_2026.jpg")
    (key,) = evidence.add_files(store, item, [photo], channel=Channel.MESSAGE, description="Cruce pintado")
    (told,) = desk.all("evidence", id=key)
    assert (told["channel"], told["file_name"]) == (Channel.MESSAGE, "IMG_2026.jpg")
    assert told["description"] == "Cruce pintado"
    assert evidence.file_of(store, key) == photo
    assert photo.data == EXIF  # with where it was taken
    desk.undo()
    assert desk.all("evidence") == []
    with store.reading() as session:
        assert contents.has(session, told["content"])
    store.redo()
    assert evidence.file_of(store, key).data == EXIF
    two = evidence.add_files(store, item, [photo, evidence_files.taken(PDF, "oficio.pdf")], channel=Channel.MAIL)
    assert [one["description"] for one in desk.all("evidence") if one["id"] in two] == ["IMG_2026.jpg", "oficio.pdf"]
    assert len({one["content"] for one in desk.all("evidence")}) == 2
    desk.undo()
    assert len(desk.all("evidence")) == 1


def test_what_a_file_is_its_bytes_say_and_its_name_is_made_to_fit() -> None:
    assert evidence_files.taken(PDF, "factura.exe").name == "factura.exe.pdf"
    assert evidence_files.taken(EXIF, "foto").name == "foto.jpg"
    assert evidence_files.taken(EXIF, "FOTO.JPEG").name == "FOTO.JPEG"
    assert evidence_files.taken(EXIF, "../a\r\nb:c.jpg").name == "-a b-c.jpg"
    assert evidence_files.media_of(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert evidence_files.media_of(b"\x00\x00\x00\x18ftypheic\x00\x00") == "image/heic"
    assert evidence_files.media_of(b"BM era un texto largo") is None
    for data in (b"MZ\x90\x00", b"", b"<svg onload=x>", b"hola"):
        with pytest.raises(Expected, match="neither a picture nor a PDF"):
            evidence_files.taken(data, "foto.png")


def test_too_much_is_refused_before_it_is_read(tmp_path: Path, local_desk: Any) -> None:
    path = tmp_path / "video.png"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(evidence_files.MOST + 1)
    with pytest.raises(Expected, match="larger than 20 MB"):
        evidence_files.read(path)
    with pytest.raises(Expected):
        evidence_files.read(tmp_path / "missing.pdf")
    plain = local_desk.item()
    from ecd_desktop.services import action_items

    key = action_items.add_evidence(local_desk.store, plain, description="Oficio 12")
    with pytest.raises(Expected, match="not kept"):
        evidence.file_of(local_desk.store, key)

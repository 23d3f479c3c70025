"""Files of records: kept byte for byte, taken off by Undo, and what leaves is cleaned and has its consent."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from db import contents
from db.queries.attachments import of_record
from db.records import Attachment
from db.records.attachments import ATTACHED_TO, ImageConsent, Taken
from ecd_desktop import evidence_files
from ecd_desktop.errors import Expected
from ecd_desktop.photographs import cleaned
from ecd_desktop.services import attachments

PDF = b"%PDF-1.7\n%%EOF"
GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(kind: str = "JPEG") -> bytes:
    """A picture taken at −12.04, −77.03 with a telephone held sideways."""
    image = Image.new("RGB", (40, 20), "red")
    exif = image.getexif()
    exif[MAKER], exif[ORIENTATION] = "Cámara Ficticia", 6
    exif.get_ifd(GPS).update({1: "S", 2: (12.0, 2.0, 24.0), 3: "W", 4: (77.0, 1.0, 48.0)})
    made = io.BytesIO()
    image.save(made, kind, exif=exif, **({"comment": b"Lugar ficticio"} if kind == "JPEG" else {}))
    return made.getvalue()


def test_a_file_is_kept_as_it_is_with_any_record_that_holds_files_and_undo_takes_it_off(desk: Any) -> None:
    project = desk.new("projects", name="Parque")
    case = desk.new("cases", title="Poste")
    files = [evidence_files.taken(photo(), "antes.jpg"), evidence_files.taken(PDF, "plano.pdf")]
    (one,) = attachments.add_files(
        desk.store, "projects", project, files[:1], on=date(2026, 6, 1), description="El cruce, antes",
        moment=Taken.BEFORE, consent=ImageConsent.NOT_NEEDED,
    )  # fmt: skip
    two = attachments.add_files(desk.store, "cases", case, files, moment=Taken.AFTER)
    with desk.store.reading() as session:
        (told,) = of_record(session, "projects", project)
        assert (told.key, told.description, told.moment, told.picture, told.leaves) == (
            one, "El cruce, antes", Taken.BEFORE, True, True
        )  # fmt: skip
        assert [(row.file_name, row.moment, row.leaves) for row in of_record(session, "cases", case)] == [
            ("antes.jpg", Taken.AFTER, False), ("plano.pdf", None, True)
        ]  # fmt: skip
        assert contents.differences(session) == []
    assert attachments.file_of(desk.store, one).data == files[0].data  # with where it was taken
    desk.undo()
    assert desk.all("attachments", case_id=case) == []
    desk.store.redo()
    attachments.delete(desk.store, two[:1])
    assert len(desk.all("attachments", case_id=case)) == 1
    with desk.store.change("Lost") as work:
        lost = work.add(Attachment(case_id=case, description="Otra", file_name="x.pdf", content="0" * 64, media="x/y"))
    with desk.store.reading() as session:
        assert contents.differences(session) == [f"the file of the attachment {lost.id} is not kept: {'0' * 64}"]
    with pytest.raises(Expected, match="not kept"):
        attachments.file_of(desk.store, lost.id)


def test_what_leaves_holds_no_place_and_camera_and_nothing_leaves_without_consent(local_desk: Any) -> None:
    store, project = local_desk.store, local_desk.new("projects", name="Parque")
    assert Image.open(io.BytesIO(photo())).getexif().get_ifd(GPS)
    (key,) = attachments.add_files(store, "projects", project, [evidence_files.taken(photo(), "antes.jpg")])
    with pytest.raises(Expected, match="No consent"):
        attachments.leaving(store, key)
    with store.change("Consent missing") as work:
        work.get(Attachment, key).consent = ImageConsent.MISSING
    with pytest.raises(Expected, match="No consent"):
        attachments.leaving(store, key)
    with store.change("Consent") as work:
        work.get(Attachment, key).consent = ImageConsent.GIVEN
    left = attachments.leaving(store, key)
    assert left.media == evidence_files.media_of(left.data) == "image/jpeg"
    assert left.name == "antes.jpg"
    with Image.open(io.BytesIO(left.data)) as image:
        assert not image.getexif()
        assert image.size == (20, 40)  # upright without being told
        assert not {"exif", "comment", "xmp", "photoshop"} & set(image.info)
    assert b"Exif" not in left.data
    assert b"Ficticia" not in left.data
    with store.change("Internal") as work:
        work.get(Attachment, key).internal = True
    with pytest.raises(Expected, match="internal"):
        attachments.leaving(store, key)
    (paper,) = attachments.add_files(store, "projects", project, [evidence_files.taken(PDF, "plano.pdf")])
    assert attachments.leaving(store, paper).data == PDF


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_every_kind_of_picture_that_can_be_written_is_cleaned(kind: str) -> None:
    data = photo(kind)
    assert b"Ficticia" in data
    clean = cleaned(data, f"image/{kind.lower()}")
    assert clean is not None
    assert b"Ficticia" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert MAKER not in image.getexif()
        assert GPS not in image.getexif()
        assert image.format == kind


def test_what_cannot_be_cleaned_is_refused_and_every_noun_has_its_link(local_desk: Any) -> None:
    assert cleaned(b"\x00\x00\x00\x18ftypheic", "image/heic") is None
    assert cleaned(b"\xff\xd8\xff no picture", "image/jpeg") is None
    project = local_desk.new("projects", name="Parque")
    broken = evidence_files.taken(b"\xff\xd8\xff no picture", "rota.jpg")
    (key,) = attachments.add_files(
        local_desk.store, "projects", project, [broken], consent=ImageConsent.NOT_NEEDED
    )  # fmt: skip
    with pytest.raises(Expected, match="cannot be taken out"):
        attachments.leaving(local_desk.store, key)
    names = {column.key for column in Attachment.__mapper__.column_attrs}
    assert set(ATTACHED_TO.values()) <= names

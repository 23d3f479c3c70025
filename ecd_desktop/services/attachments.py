"""Files of records: kept byte for byte under their digest; what leaves has no place and camera in it, and consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import contents
from db.fields import Key
from db.records import Attachment, record_class
from db.records.attachments import ATTACHED_TO, ImageConsent, Taken
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.evidence_files import Shown, taken
from ecd_desktop.language import N_, _
from ecd_desktop.photographs import cleaned
from ecd_desktop.services import records

CLEARED = (ImageConsent.GIVEN, ImageConsent.NOT_NEEDED)


def add_files(
    store: Store, entity: str, key: Key, files: Sequence[Shown], *, on: date | None = None,
    description: str | None = None, moment: Taken | None = None, consent: ImageConsent | None = None,
    internal: bool = False,
) -> list[Key]:  # fmt: skip
    """Keep pictures and PDFs with a record of one of the nouns in ``ATTACHED_TO``, as one change; returns their keys.

    ``description``: of a single one; several, and one without, are described by their names. ``moment`` and
    ``consent`` are those of pictures. Undo takes the files off; the bytes stay where they are, named by nothing.
    """
    with store.change(N_("Attach “{name}”") if len(files) == 1 else N_("Attach {n} files")) as work:
        records.found(work, record_class(entity), [key])
        work.label_args.update(n=len(files), name=files[0].name[:80])
        made = []
        for file in files:
            said = (description or "").strip() if len(files) == 1 else ""
            picture = file.media.startswith("image/")
            made.append(work.add(Attachment(
                **{ATTACHED_TO[entity]: key}, on=on, description=(said or file.name)[:400], file_name=file.name[:255],
                content=contents.put(work.session, file.data, file.media), media=file.media, internal=internal,
                moment=moment if picture else None, consent=consent if picture else None,
            )).id)  # fmt: skip
        return made


def file_of(store: Store, key: Key) -> Shown:
    """The file as it was taken, for who is in the team. Raises Expected where it is not in this database."""
    return _file(store, key)[1]


def leaving(store: Store, key: Key) -> Shown:
    """The file as it may leave: upright, without where, when and with what it was taken.

    Raises Expected for what is internal, for a picture without consent, and for one that cannot be cleaned.
    """
    one, file = _file(store, key)
    if one.internal:
        raise Expected(
            _("“{name}” is internal and never leaves the team, so it was not saved.").format(name=file.name),
            _("Say first that it is not internal."),
        )
    if not file.media.startswith("image/"):
        return file
    if one.consent not in CLEARED:
        raise Expected(
            _("No consent to “{name}” is noted, so it was not saved.").format(name=file.name),
            _("Note who consented, or that nobody can be recognised in it; then save it again."),
        )
    data = cleaned(file.data, file.media)
    if data is None:
        raise Expected(
            _("What the camera wrote into “{name}” cannot be taken out, so it was not saved.").format(name=file.name),
            _("Open it, save it as a JPEG or PNG picture, and attach that one."),
        )
    return Shown(data, file.media, file.name)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Take files off; Undo brings them back."""
    records.delete(store, Attachment.__tablename__, keys)


def _file(store: Store, key: Key) -> tuple[Attachment, Shown]:
    with store.reading() as session:
        one = session.get(Attachment, key)
        data = contents.get(session, one.content) if one is not None else None
        if one is not None:
            session.expunge(one)
    if one is None or data is None:
        raise Expected(
            _("This file is not kept in this database."), _("Look for it in another copy of the database.")
        )
    return one, taken(data, one.file_name)

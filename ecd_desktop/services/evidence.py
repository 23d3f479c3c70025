"""Evidence that is a file: kept byte for byte under its digest, with its name and the channel it came by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import contents
from db.fields import Key
from db.records import ActionItem, Evidence
from db.records.action_items import Channel
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.evidence_files import Shown, taken
from ecd_desktop.language import N_, _
from ecd_desktop.services import records


def add_files(
    store: Store, key: Key, files: Sequence[Shown], *, channel: Channel, on: date | None = None,
    description: str | None = None,
) -> list[Key]:  # fmt: skip
    """Note pictures and PDFs as evidence of a commitment, as one change; returns their keys.

    ``description``: of a single one; several, and one without, are described by their names. Undo takes the evidence
    back; the bytes stay where they are, named by nothing.
    """
    label = N_("Add evidence to {code}") if len(files) == 1 else N_("Add {n} pieces of evidence to {code}")
    with store.change(label, n=len(files)) as work:
        (item,) = records.found(work, ActionItem, [key])
        records.tell(work, [item])
        work.label_args["n"] = len(files)
        made = []
        for file in files:
            said = (description or "").strip() if len(files) == 1 else ""
            digest = contents.put(work.session, file.data, file.media)
            made.append(work.add(Evidence(
                action_item_id=key, on=on, description=(said or file.name)[:400], channel=channel, content=digest,
                file_name=file.name[:255],
            )).id)  # fmt: skip
        return made


def file_of(store: Store, key: Key) -> Shown:
    """The file of an evidence. Raises Expected where it has none, or none in this database."""
    with store.reading() as session:
        one = session.get(Evidence, key)
        data = contents.get(session, one.content) if one is not None and one.content else None
        name = one.file_name if one is not None else None
    if data is None:
        raise Expected(
            _("The file of this evidence is not kept in this database."),
            _("Look for it in another copy of the database."),
        )
    return taken(data, name or _("Evidence"))

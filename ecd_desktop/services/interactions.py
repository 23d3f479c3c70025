"""Contacts: what was said to whom, when and through which channel, and that somebody was reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.fields import Key
from db.records import Interaction
from db.records.action_items import Channel
from db.records.interactions import Purpose
from db.store import Store
from ecd_desktop.calendar import today
from ecd_desktop.language import N_
from ecd_desktop.services import records


def add(
    store: Store, *, channel: Channel, on: date | None = None, said: str | None = None, person: Key | None = None,
    organisation: Key | None = None, meeting: Key | None = None, purpose: Purpose = Purpose.TALK,
    project: Key | None = None, case: Key | None = None, minutes: int | None = None,
) -> Key:  # fmt: skip
    """Write a contact down that took ``minutes``; returns its key. Raises Invalid where nobody was spoken to."""
    label = N_("Remind of what is owed") if purpose is Purpose.REMINDER else N_("New contact")
    draft = records.new_draft(
        Interaction.__tablename__, on=on or today(), channel=channel, purpose=purpose, person_id=person,
        organisation_id=organisation, meeting_id=meeting, by=store.who[:120], said=(said or "").strip() or None,
        project_id=project, case_id=case, minutes=minutes,
    )  # fmt: skip
    with store.change(label) as work:
        records.write(work, draft)
    return draft.key


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Take contacts away; Undo brings them back."""
    records.delete(store, Interaction.__tablename__, keys)

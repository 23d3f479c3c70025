"""What is done with places and the office's calendar: save, merge, and the days on which nobody works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.queries.places import holidays
from db.records import Holiday, Place
from db.records.places import HolidayKind
from db.store import Store
from ecd_desktop.calendar import Calendar
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_
from ecd_desktop.services import merging, records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft."""
    return records.save(store, draft, form=form)


def merge(store: Store, *, keep: Key, duplicates: Sequence[Key]) -> None:
    """Make one place of several; undo is the unmerge."""
    merging.merge(store, Place.__tablename__, keep=keep, duplicates=duplicates)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete places. Raises Expected, naming the uses, where something points to them."""
    records.delete(store, Place.__tablename__, keys)


def office_calendar(session: lookups.Session) -> Calendar:
    """Working days by the office's own list of holidays and decreed days."""
    return Calendar(holidays(session))


def declare_holiday(store: Store, *, on: date, name: str, kind: HolidayKind = HolidayKind.DECREED) -> Key:
    """A day on which nobody works, such as those decreed each year. Returns its key."""
    with store.change(N_("New non-working day “{name}”"), name=name[:80]) as work:
        return work.add(Holiday(on=on, name=name, kind=kind)).id

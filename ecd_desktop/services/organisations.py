"""What is done with organisations: save, resolve a renamed unit by date, merge duplicates, say which one carries on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.records import Organisation
from db.store import Store
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import merging, records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft."""
    return records.save(store, draft, form=form)


def successor_on(session: lookups.Session, key: Key, day: date | None) -> Key:
    """The unit of the same line of history that was valid on ``day``; without a day, the present one (decision 13)."""
    return lookups.valid_on(lookups.units_in_time(session), key, day)


def succeed(store: Store, key: Key, *, by: Key, on: date) -> None:
    """Another unit carries on from a day: this one ends the day before. Raises Expected where that makes a circle."""
    with store.change(N_("{name} is carried on by another unit")) as work:
        unit, heir = records.found(work, Organisation, [key, by])
        work.label_args["name"] = unit.acronym or unit.name[:80]
        units = lookups.units_in_time(work.session)
        following: Key | None = by
        while following is not None:
            if following == key:
                raise Expected(
                    _("“{heir}” came before “{unit}”, so it cannot carry it on; nothing was changed.").format(
                        heir=heir.name, unit=unit.name
                    ),
                    _("Choose another unit."),
                )
            following = units[following].successor
        unit.successor_id, unit.valid_to = by, on - timedelta(days=1)
        heir.valid_from = heir.valid_from or on


def merge(store: Store, *, keep: Key, duplicates: Sequence[Key]) -> None:
    """Make one organisation of several; undo is the unmerge."""
    merging.merge(store, Organisation.__tablename__, keep=keep, duplicates=duplicates)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete organisations. Raises Expected, naming the uses, where something points to them."""
    records.delete(store, Organisation.__tablename__, keys)

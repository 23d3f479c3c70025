"""A typed line written down: the contact, and the commitment that came of it, as one change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.fields import Key
from db.queries import today as first_screen
from db.records import ActionItem, Interaction
from db.records.action_items import Channel
from db.store import Store
from ecd_desktop.calendar import today
from ecd_desktop.engagement import Engagement
from ecd_desktop.language import N_
from ecd_desktop.services import action_items, quick_add, records


@dataclass(frozen=True, slots=True)
class Logged:
    """What a line became; ``item`` and ``code`` are of the commitment, where one came of it."""

    contact: Key
    item: Key | None
    code: str
    tx_id: Key | None


def log(
    store: Store, said: Engagement, *, person: Key | None = None, organisation: Key | None = None,
    project: Key | None = None,
) -> Logged:  # fmt: skip
    """Write a contact down, with a person or an organisation unless the line names somebody else.

    A commitment without a name is ours: of the person at the keyboard, where that is known. Raises Invalid where
    nobody was spoken to.
    """
    values = _with_whom(said, person, organisation)
    label = N_("New contact, and the commitment {code} of it") if said.promise is not None else N_("New contact")
    with store.change(label) as work:
        item = _promised(store, work, said, project) if said.promise is not None else None
        draft = records.new_draft(
            Interaction.__tablename__, on=said.on or today(), channel=Channel(said.channel or Channel.CALL.value),
            minutes=said.minutes, said=said.said or None, by=store.who[:120], project_id=project,
            action_item_id=item.id if item is not None else None, **values,
        )  # fmt: skip
        records.write(work, draft)
        if item is not None:
            work.label_args["code"] = item.code
        code = item.code if item is not None else ""
        key = item.id if item is not None else None
    return Logged(draft.key, key, code, work.tx_id)


def _with_whom(said: Engagement, person: Key | None, organisation: Key | None) -> dict[str, Any]:
    """Who was spoken to: a person named beside an organisation spoke for it."""
    named: Any = said.who
    if named is not None and named.entity == "people":
        return {"person_id": named.key, "organisation_id": organisation or getattr(named, "within", None)}
    if named is not None and named.key != organisation:
        return {"person_id": person, "organisation_id": named.key}
    return {"person_id": person, "organisation_id": organisation}


def _promised(store: Store, work: Any, said: Engagement, project: Key | None) -> ActionItem:
    assert said.promise is not None
    values = quick_add.values_of(said.promise, on=said.on or today())
    values["project_id"] = values["project_id"] or project
    if values["unit_id"] is None and values["person_id"] is None:
        me = first_screen.me(work.session, store.who)
        values["person_id"] = me.key if me is not None else None
    draft = records.new_draft(ActionItem.__tablename__, **values)
    action_items.prepare(draft, who=store.who)
    item = records.write(work, draft).record
    assert isinstance(item, ActionItem)  # a new record is there once it is written
    return item

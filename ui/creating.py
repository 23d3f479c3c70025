"""Makes the record that a link lacks, from the name that was typed: an organisation, a person, a place, any noun."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.link_editor import Create


def creates(entity: str) -> Create:
    """What a link editor calls to create a record of this noun; the rest of it is typed where it lives."""

    def create(here: Here, name: str, then: Callable[[Key, str], None]) -> None:
        from ecd_desktop.services import records
        from ecd_desktop.services.creating import begun

        draft = records.new_draft(entity, **begun(entity, name))
        here.do(records.save, draft, then=lambda _outcome: then(draft.key, name))

    return create

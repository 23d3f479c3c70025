"""Pictures of the past: what a step rewrote, what changed since a meeting, a list compared with how it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ecd_desktop.calendar import today

if TYPE_CHECKING:
    from ui.screenshots import Studio

Shown = tuple[str, Callable[["Studio"], "bool | None"]]
"""A picture's name, and how the window comes to show it."""


def shots() -> Iterator[Shown]:
    """One after the other, on the example."""
    yield "history-words", _rewritten
    yield "changes-since-meeting", _since_meeting
    yield "comparing-commitments", _compared


def _rewritten(studio: Studio) -> None:
    """The history of a commitment whose words and date were changed, word by word."""
    from ecd_desktop.services import action_items, records

    key = studio.go("action_items").model.keys[1]

    def rewrite(store: Any) -> None:
        from db.queries.records import snapshot

        with store.reading() as session:
            seen = snapshot(session, "action_items", key)
        assert seen is not None
        draft = records.draft_of(seen)
        draft.set("description", seen.values["description"].replace("los", "todos los") + ", con vista al parque")
        draft.set("remarks", "")
        action_items.save(store, draft)

    studio.window.here.do(rewrite, say=False)
    studio.rest()
    page = studio.go("history")
    page.load()
    studio.rest()
    page.view.select([page.steps[0].tx_id], page.steps[0].tx_id)
    studio.rest()


def _moved(studio: Studio) -> None:
    """A few commitments go on, one is put off, one is cancelled, one is new."""
    from ecd_desktop.services import action_items, records

    page = studio.go("action_items")
    live = [row for key in page.model.keys if (row := page.model.row(key)) is not None and row.progress < 60]

    def move(store: Any) -> None:
        for row in live[:3]:
            action_items.report_progress(store, [row.key], on=today(), progress=row.progress + 35, body="Se avanzó")
        late = next(row for row in live[3:] if row.due_on is not None)
        day = late.due_on + timedelta(days=30)
        action_items.reschedule(store, [late.key], due_on=day, reason="Lluvias", on=today())
        gone = next(row for row in live[4:] if row.key != late.key)
        action_items.delete(store, [gone.key])
        made = records.new_draft("action_items", description="Colocar pasamanos a dos alturas en la escalera",
                                 agreed_on=today(), due_on=today() + timedelta(days=21))  # fmt: skip
        action_items.save(store, made)

    studio.window.here.do(move, say=False)
    studio.rest()


def _since_meeting(studio: Studio) -> None:
    _moved(studio)
    studio.window.registry["changes.since_meeting"].trigger()
    studio.rest()


def _compared(studio: Studio) -> None:
    """With the last meeting."""
    _moved(studio)
    studio.go("action_items")
    studio.window.registry["comparing.compare"].trigger()
    studio.rest()
    page: Any = studio.window.page()
    page.since.load("meeting")
    studio.rest()

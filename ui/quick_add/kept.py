"""What was typed into quick add and not added: it waits in the folder of drafts, over Esc, a night or a crash."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.here import Here

ENTITY, KEY = "quick_add", uuid.UUID(int=1)  # one line for the whole window


@dataclass(frozen=True, slots=True)
class Typed:
    """The line as it stands: its text, the reach that was chosen, the words that are to stay text."""

    text: str = ""
    reach: str = ""
    plain: tuple[str, ...] = ()


class Kept(QObject):
    """Writes and reads the line of one window."""

    def __init__(self, here: Here, parent: QObject) -> None:
        super().__init__(parent)
        self._here = here

    def keep(self, typed: Typed) -> None:
        """Store the line; an empty one is forgotten."""
        drafts = self._here.drafts
        if typed.text.strip():
            text = json.dumps(asdict(typed), ensure_ascii=False)
            self._here.tasks.in_turn(drafts.keep, ENTITY, KEY, text)
        else:
            self._here.tasks.in_turn(drafts.drop, ENTITY, KEY)

    def read(self, then: Callable[[Typed], None]) -> None:
        """Answer the line that waits, empty where there is none."""

        def answer(text: str | None) -> None:
            then(read(text))

        self._here.tasks.in_turn(self._here.drafts.kept, ENTITY, KEY, then=answer, owner=self)


def read(text: str | None) -> Typed:
    """A stored line; an empty one where it cannot be read."""
    try:
        held = json.loads(text or "{}")
        return Typed(str(held["text"]), str(held["reach"]), tuple(str(one) for one in held["plain"]))
    except (ValueError, KeyError, TypeError):
        return Typed()

"""Drafts on their way to their files: written in the order they were made, read back at once where one is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.drafts import Draft
    from ui.here import Here
    from ui.widgets.bars import Bar


class DraftKeeping(QObject):
    """What one form asks of the folder of drafts."""

    def __init__(self, here: Here, parent: QObject) -> None:
        super().__init__(parent)
        self._here = here
        self._unwritten: dict[Key, str | None] = {}

    def keep(self, draft: Draft) -> None:
        """Store what is typed and not saved; where there is nothing of the kind, forget the draft."""
        drafts, key = self._here.drafts, draft.key
        text = draft.as_json() if draft.changed and not draft.blank else None
        self._unwritten[key] = text

        def written(_nothing: object) -> None:
            if key in self._unwritten and self._unwritten[key] is text:
                del self._unwritten[key]

        if text is not None:
            self._here.tasks.in_turn(drafts.keep, draft.entity, key, text, then=written, owner=self)
        else:
            self._here.tasks.in_turn(drafts.drop, draft.entity, key, then=written, owner=self)

    def drop(self, entity: str, key: Key) -> None:
        """Forget a draft."""
        self._here.tasks.in_turn(self._here.drafts.drop, entity, key)

    def reader(self, entity: str, key: Key) -> Callable[[], str | None]:
        """What answers the stored draft of a record, on any thread."""
        if key in self._unwritten:
            text = self._unwritten[key]
            return lambda: text
        drafts = self._here.drafts
        return lambda: drafts.kept(entity, key)

    def offer(self, draft: Draft, bar: Bar, go_on: Callable[[Draft], None], *, unless: Callable[[Key], bool]) -> None:
        """Where another record was begun and never saved, after a crash or a night: offer to go on with it."""

        def found(text: str | None) -> None:
            from ecd_desktop.drafts import Draft

            if text is None:
                return
            older = Draft.from_json(text, draft.fields, self._here.speech, rules=draft.rules)
            if older.key != draft.key and not unless(older.key):
                bar.say(_("There is one that you began and did not finish."),
                        (_("Go on with it"), lambda: go_on(older)), (_("Discard it"), lambda: discard(older)))

        def discard(older: Draft) -> None:
            self.drop(older.entity, older.key)
            bar.say("")

        self._here.tasks.in_turn(self._here.drafts.unfinished, draft.entity, then=found, owner=self)

    def say_kept(self) -> None:
        self._here.notice(_("Not saved yet: something is missing or wrong. What you typed is kept as a draft."))

    def say_clash(self, draft: Draft) -> None:
        """Somebody changed the same: the record asks when it is opened again."""
        self._here.notice(
            _("Not saved: somebody changed the same in the meantime. What you typed is kept as a draft."),
            button=(_("Open it"), lambda: self._here.open(draft.entity, draft.key)),
        )

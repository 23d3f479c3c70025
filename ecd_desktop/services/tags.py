"""Tags: a word put on records of any kind, and taken off again."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import Invalid
from db.fields import Key, Problem, clean
from db.queries import tags
from db.records import Tag, record_class
from db.records.attachments import TAGGED
from db.store import Store
from ecd_desktop.language import N_
from ecd_desktop.services import records


def put(store: Store, entity: str, keys: Sequence[Key], *, name: str) -> None:
    """Tag records; those that have the tag already stay as they are, and a known word keeps its spelling.

    Raises Invalid without a word, Expected where a record is gone.
    """
    word = " ".join(clean(name).lstrip("#").split())[:60]
    if not word:
        raise Invalid((Problem("name", N_("Type the tag.")),))
    with store.change(N_("Tag a record") if len(keys) == 1 else N_("Tag {n} records"), n=len(keys)) as work:
        records.found(work, record_class(entity), keys)
        there, word = tags.tagged(work.session, entity, word, keys), tags.spelled(work.session, word)
        for key in dict.fromkeys(keys):
            if key not in there:
                work.add(Tag(name=word, **{TAGGED[entity]: key}))


def take_off(store: Store, keys: Sequence[Key]) -> None:
    """Take tags off their records; Undo puts them back."""
    records.delete(store, Tag.__tablename__, keys)

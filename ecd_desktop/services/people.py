"""What is done with people: save, say which posts they hold and held, merge duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.records import Organisation, Person, Post
from db.store import Store
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_
from ecd_desktop.services import merging, records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft."""
    return records.save(store, draft, form=form)


def take_post(
    store: Store, key: Key, *, organisation: Key, role: str | None = None, on: date | None = None, ends: bool = True
) -> Key:
    """A person holds a post from a day; ``ends`` closes the posts still open, the day before. Returns its key."""
    with store.change(N_("New post")) as work:
        records.found(work, Person, [key])
        records.found(work, Organisation, [organisation])
        if ends and on is not None:
            for post in lookups.pointing(work.session, Post, "person_id", [key]):
                if post.ends_on is None and (post.starts_on is None or post.starts_on < on):
                    post.ends_on = on - timedelta(days=1)
        return work.add(Post(person_id=key, organisation_id=organisation, role=role, starts_on=on)).id


def leave_posts(store: Store, posts: Sequence[Key], *, on: date) -> None:
    """Posts end on a day."""
    label = N_("End a post") if len(posts) == 1 else N_("End {n} posts")
    with store.change(label, n=len(posts)) as work:
        for post in records.found(work, Post, posts):
            post.ends_on = on


def merge(store: Store, *, keep: Key, duplicates: Sequence[Key]) -> None:
    """Make one person of several; undo is the unmerge."""
    merging.merge(store, Person.__tablename__, keep=keep, duplicates=duplicates)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete people with their posts. Raises Expected, naming the uses, where something points to them."""
    records.delete(store, Person.__tablename__, keys)

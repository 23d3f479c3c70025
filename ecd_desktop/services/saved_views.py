"""What is done with saved views: save, save over, rename, share, delete; each one labelled change."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import Invalid
from db.fields import Key, Problem
from db.queries.saved_views import name_taken
from db.records import SavedView
from db.store import Store
from db.work import Work
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import records


def save_new(store: Store, *, place: str, name: str, content: str, shared: bool = False) -> Key:
    """Save how a list is seen under a name.  Raises Invalid where one sees a view of that name there already."""
    with store.change(N_("New view “{name}”"), name=name.strip()[:80]) as work:
        _refuse_taken(work, place, name)
        made = SavedView(place=place, name=name.strip(), owner=store.who, shared=shared, content=content)
        return work.add(made).id


def save_over(store: Store, key: Key, *, content: str, seen: str) -> None:
    """Save a view as it is seen now; ``seen`` is what it held when it was opened.

    Raises Expected where somebody else saved it in the meantime.
    """
    with store.change(N_("Save view “{name}”")) as work:
        view = _found(work, key)
        if view.content not in (seen, content):
            raise Expected(
                _("Somebody changed this view in the meantime, so yours was not saved over it."),
                _("Open it again to see theirs, or save yours under another name."),
            )
        view.content = content
        work.label_args["name"] = view.name


def rename(store: Store, key: Key, *, name: str) -> None:
    """Call a view otherwise.  Raises Invalid where that name is taken."""
    with store.change(N_("Rename view “{old}” to “{name}”"), name=name.strip()[:80]) as work:
        view = _found(work, key)
        _refuse_taken(work, view.place, name, besides=key)
        work.label_args["old"] = view.name
        view.name = name.strip()


def share(store: Store, key: Key, *, shared: bool) -> None:
    """Let everybody open a view, or only its owner again.  Raises Expected where somebody else takes it away."""
    label = N_("Share view “{name}” with everybody") if shared else N_("Keep view “{name}” for its owner")
    with store.change(label) as work:
        view = _found(work, key)
        if not shared and view.owner != store.who:
            raise Expected(
                _("Only {owner} can take this view away from the others.").format(owner=view.owner),
                _("Save it under another name to have one of your own."),
            )
        view.shared = shared
        work.label_args["name"] = view.name


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete views; Undo brings them back."""
    records.delete(store, SavedView.__tablename__, keys)


def _found(work: Work, key: Key) -> SavedView:
    return records.found(work, SavedView, [key])[0]


def _refuse_taken(work: Work, place: str, name: str, *, besides: Key | None = None) -> None:
    if name_taken(work.session, place, name, work.who, besides=besides):
        raise Invalid((Problem("name", N_("There is a view of this name already.")),))

"""The saved views of one list: one's own and those for everybody."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.records.base import table_of
from db.records.saved_views import SavedView


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """One saved view; ``content`` is JSON."""

    key: Key
    name: str
    owner: str
    shared: bool
    content: str


def of_place(session: Session, place: str, who: str) -> list[SavedViewRow]:
    """Those that ``who`` may open in a place, by name."""
    view = table_of(SavedView)
    query = (
        select(view.c.id, view.c.name, view.c.owner, view.c.shared, view.c.content)
        .where(view.c.place == place, or_(view.c.shared, view.c.owner == who))
        .order_by(view.c.sort_key, view.c.id)
    )
    return [SavedViewRow(*row) for row in session.execute(query)]


def name_taken(session: Session, place: str, name: str, who: str, *, besides: Key | None = None) -> bool:
    """Whether one of the views that ``who`` sees in a place is called so, case and accents aside."""
    from db.ordering import fold

    return any(fold(row.name) == fold(name) and row.key != besides for row in of_place(session, place, who))

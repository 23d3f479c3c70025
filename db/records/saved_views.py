"""Saved views: how somebody wants to see a list, under a name; their own, or for everybody on the database."""

from sqlalchemy.orm import Mapped

from db.fields import N_, flag, memo, text
from db.records.base import Record


class SavedView(Record):
    """``content`` is JSON that the window wrote; nothing in it points to a record, and what is unknown is skipped."""

    __tablename__ = "saved_views"
    noun = N_("Saved view")

    place: Mapped[str] = text(N_("Where"), max=40, required=True)
    name: Mapped[str] = text(N_("Name"), max=80, required=True)
    owner: Mapped[str] = text(N_("Whose"), max=120, required=True)
    shared: Mapped[bool] = flag(N_("For everybody"))
    content: Mapped[str] = memo(N_("What it shows"), required=True)

    def named(self) -> str:
        return self.name

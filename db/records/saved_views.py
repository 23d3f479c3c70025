"""Saved views: how somebody wants to see a list, under a name; their own, or for everybody on the database."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped

from db.fields import N_, Field, Speech, _column, flag, text
from db.kinds import MemoKind
from db.records.base import Record


class ArrangementKind(MemoKind):
    """JSON that no person reads: in the history it is said what it is, not what it holds."""

    def format(self, value: Any, field: Field, speech: Speech) -> str:
        return "" if value is None else speech.gettext(N_("how the list was arranged"))


class SavedView(Record):
    """``content`` is JSON that the window wrote; nothing in it points to a record, and what is unknown is skipped."""

    __tablename__ = "saved_views"
    noun = N_("Saved view")

    place: Mapped[str] = text(N_("Where"), max=40, required=True)
    name: Mapped[str] = text(N_("Name"), max=80, required=True)
    owner: Mapped[str] = text(N_("Whose"), max=120, required=True)
    shared: Mapped[bool] = flag(N_("For everybody"))
    content: Mapped[str] = _column(ArrangementKind(), Text(), N_("What it shows"), max=20_000, required=True)

    def named(self) -> str:
        return self.name

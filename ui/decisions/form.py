"""The form of a decision: its words, the meeting and topic it was taken on, how it was adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.link_editor import LinkEditor
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Draft
    from ui.widgets.editors import Editor
    from ui.widgets.link_editor import Create


class DecisionForm(PartedForm):
    """Its code comes with saving; what repealed it is said by a command, and only shown here."""

    entity = "decisions"
    creates: ClassVar[dict[str, Create]] = {"meeting_id": creates("meetings")}

    def lay_out(self) -> None:
        self.row("text")
        self.row("kind", "adopted")
        self.section(_("Where it was taken"))
        self.row("meeting_id")
        self.row("agenda_item_id")
        self.row("number", "decided_on")
        with self.part() as self._repealed:
            self.row("repealed_by_id")
        self.editors["repealed_by_id"].set_read_only(True)
        with self.fold(_("More")):
            self.row("code")

    def editor_of(self, name: str, field: Field) -> Editor:
        made = super().editor_of(name, field)
        if name == "agenda_item_id" and isinstance(made, LinkEditor):
            made.offers = self._topics
        return made

    def _topics(self, session: Any, text: str) -> list[Any]:
        from db.queries.agenda_items import suggested

        draft = self.draft
        return suggested(session, draft.value("meeting_id") if draft is not None else None, text)

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import decisions

        return decisions.save

    def first(self, name: str) -> dict[str, Any]:
        return {"text": name or None}

    def values_changed(self, draft: Draft) -> None:
        self._repealed.setVisible(draft.value("repealed_by_id") is not None)

"""The sheet of a lesson: what was proposed, what was done and how, the balance, what was learnt, how to do it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from db.records.lessons import LessonState
from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.link_editor import LinkEditor
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Draft
    from ui.widgets.editors import Editor
    from ui.widgets.link_editor import Create


class LessonForm(PartedForm):
    """Its code comes with saving; why it was retired is asked by the command, and can be corrected here."""

    entity = "lessons"
    creates: ClassVar[dict[str, Create]] = {
        "project_id": creates("projects"), "meeting_id": creates("meetings"), "owner_id": creates("people"),
        "intervention_type_id": creates("intervention_types"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("text")
        self.row("title")
        self.row("kind", "state")
        with self.part() as self._retired:
            self.row("withdrawn_reason")
        self.section(_("The sheet"))
        for name in ("context", "proposed", "done", "balance", "conditions"):
            self.row(name)
        self.row("cost", "strength")
        self.section(_("Where it is useful"))
        self.row("theme")
        self.row("intervention_type_id")
        self.row("stage_id")
        self.row("place_kind")
        self.row("result")
        self.row("component")
        self.section(_("Where it comes from, and who keeps it"))
        self.row("project_id")
        self.row("meeting_id")
        with self.part() as self._topic:
            self.row("agenda_item_id")
        self.row("parent_id")
        self.row("owner_id")
        self.row("noted_on")
        with self.fold(_("More")):
            self.row("code")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

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
        from ecd_desktop.services import lessons

        return lessons.save

    def first(self, name: str) -> dict[str, Any]:
        return {"text": name or None, "noted_on": self.here.today}

    def values_changed(self, draft: Draft) -> None:
        retired = draft.value("state") is LessonState.WITHDRAWN or draft.value("withdrawn_reason") is not None
        self._retired.setVisible(retired)
        self._topic.setVisible(draft.value("meeting_id") is not None)

"""The form of a case: what it is about, who follows it, what comes next, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from db.records.cases import CaseState
from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class CaseForm(PartedForm):
    """The closing is shown once the case is closed, or being closed."""

    entity = "cases"
    creates: ClassVar[dict[str, Create]] = {
        "person_id": creates("people"), "unit_id": creates("organisations"), "place_id": creates("places"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("title")
        self.row("kind")
        self.row("state", "opened_on")
        with self.part() as self._waiting:
            self.row("waiting_for")
        with self.part() as self._closing:
            self.section(_("How it ended"))
            self.row("outcome", "closed_on")
            self.row("outcome_text")
            self.row("closing_reason")
        self.section(_("What comes next"))
        self.row("next_step")
        self.row("next_on")
        self.section(_("Who follows it, and where"))
        self.row("person_id")
        self.row("unit_id")
        self.row("place_id")
        self.row("project_id")
        with self.fold(_("More")):
            self.row("code")
        self.section(_("What everybody may read"))
        self.row("remarks")
        self.note(_("A case never names a child or describes a household."))
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import cases

        return cases.save

    def first(self, name: str) -> dict[str, Any]:
        return {"title": name or None, "opened_on": self.here.today}

    def values_changed(self, draft: Draft) -> None:
        state = draft.value("state")
        self._waiting.setVisible(state is CaseState.WAITING)
        self._closing.setVisible(state is CaseState.CLOSED)

"""The form of a stakeholder: who, in what, in which role, how often to speak; what is only for the team apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class StakeholderForm(PartedForm):
    """An organisation or a person: the row of the other one goes once one is chosen."""

    entity = "stakeholders"
    creates: ClassVar[dict[str, Create]] = {
        "organisation_id": creates("organisations"), "person_id": creates("people"), "owner_id": creates("people"),
        "project_id": creates("projects"),
    }  # fmt: skip

    def lay_out(self) -> None:
        with self.part() as self._organisation:
            self.row("organisation_id")
        with self.part() as self._person:
            self.row("person_id")
        self.row("project_id")
        self.note(_("Without a project: a stakeholder of the team's work as a whole."))
        self.row("role")
        self.section(_("How we keep in touch"))
        self.row("owner_id")
        self.row("contact_every")
        self.note(_("Empty: the rhythm agreed with the organisation or the person."))
        with self.fold(_("Since when, until when")) as self._period:
            self.row("since", "until")
        self.section(_("What everybody may read"))
        self.row("remarks")
        self.note(_("Name, role and remarks may be printed for anybody; nothing else of a stakeholder."))
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("strategy")
            self.note(_("Empty: as power and interest suggest."))
            self.row("interests")
            self.row("internal_note")

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import stakeholders

        return stakeholders.save

    def first(self, name: str) -> dict[str, Any]:
        return {"since": self.here.today, "interests": name or None}

    def values_changed(self, draft: Draft) -> None:
        body, somebody = draft.value("organisation_id"), draft.value("person_id")
        self._organisation.setVisible(body is not None or somebody is None)
        self._person.setVisible(somebody is not None or body is None)
        if draft.value("until") is not None:
            self._period.set_open(True)

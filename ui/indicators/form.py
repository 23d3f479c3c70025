"""The form of an indicator: what is measured and how, where it began, where it should arrive, who answers for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.link_editor import Create
from ui.widgets.parted_form import PartedForm


class IndicatorForm(PartedForm):
    """Measurements and the targets of periods stand in tabs of their own."""

    entity = "indicators"
    creates: ClassVar[dict[str, Create]] = {
        "project_id": creates("projects"), "unit_id": creates("organisations"), "person_id": creates("people"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("name")
        self.row("project_id")
        self.section(_("What is measured"))
        self.row("unit", "sense")
        self.row("unit_words")
        self.row("definition")
        self.row("formula")
        self.section(_("Where it began"))
        self.row("baseline", "baseline_on")
        self.row("baseline_n")
        self.row("baseline_source")
        self.section(_("Where it should arrive"))
        self.row("target", "target_on")
        self.section(_("How often, and who"))
        self.row("frequency")
        self.row("unit_id")
        self.row("person_id")
        self.row("source")
        with self.fold(_("More")):
            self.row("code")
            self.row("result")
            self.row("lowest", "highest")
            self.row("by_sex")
            self.row("by_age")
            self.row("by_district")
        self.section(_("What everybody may read"))
        self.row("remarks")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import indicators

        return indicators.save

    def first(self, name: str) -> dict[str, Any]:
        return {"name": name or None}

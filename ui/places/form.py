"""The form of a place: what it is and where, its codes, its figures with their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from db.records.places import PlaceKind
from ecd_desktop.language import _
from ui.creating import creates
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class PlaceForm(PartedForm):
    """A district is in no other; a settlement is in one."""

    entity = "places"
    creates: ClassVar[dict[str, Create]] = {"district_id": creates("places")}

    def lay_out(self) -> None:
        self.row("name")
        self.row("kind", "zone")
        with self.part() as self._inside_a_district:
            self.row("district_id")
            self.row("sector")
        with self.part() as self._codes:
            self.section(_("Codes"))
            self.row("ubigeo_inei", "ubigeo_reniec")
            self.note(_("INEI and RENIEC number nearly all districts differently: the same digits mean another place."))
        self.section(_("Figures"))
        self.row("dwellings", "children_under_five")
        self.row("figures_source")
        with self.fold(_("Other names")):
            self.row("aliases")
            self.note(_("Names in workbooks that mean this place, separated by semicolons."))
        self.section(_("What everybody may read"))
        self.row("remarks")

    def first(self, name: str) -> dict[str, Any]:
        return {"name": name or None}

    def values_changed(self, draft: Draft) -> None:
        district = draft.value("kind") is PlaceKind.DISTRICT
        self._inside_a_district.setVisible(not district)
        self._codes.setVisible(district or draft.value("ubigeo_inei") is not None)

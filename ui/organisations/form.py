"""The form of an organisation: its names, where it belongs, how to reach it, since when and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from db.queries import alike
from ecd_desktop.language import _
from ui import contact_fields
from ui.creating import creates
from ui.widgets.alike_row import AlikeRow
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class OrganisationForm(PartedForm):
    """Units are renamed: the old one ends and points to the one that carries on."""

    entity = "organisations"
    creates: ClassVar[dict[str, Create]] = {
        "parent_id": creates("organisations"), "successor_id": creates("organisations"), "place_id": creates("places"),
    }  # fmt: skip

    neat = contact_fields.NEAT

    def lay_out(self) -> None:
        self.row("name")
        self.row("acronym", "kind")
        self.alike = AlikeRow(self, ("name", "acronym", "phone", "email"), _alike)
        self.add(self.alike)
        self.row("parent_id")
        self.row("level", "tax_number")
        self.section(_("How to reach it"))
        self.row("phone")
        self.row("email")
        self.row("contact_every")
        self.row("place_id")
        with self.fold(_("Renamed or closed")) as self._validity:
            self.row("valid_from", "valid_to")
            self.row("successor_id")
            self.note(_("What the old unit owed is listed under the one that carries on: one line of history."))
        with self.fold(_("Other names")):
            self.row("aliases")
            self.note(_("Names in workbooks that mean this organisation, separated by semicolons."))
        self.section(_("What everybody may read"))
        self.row("remarks")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def first(self, name: str) -> dict[str, Any]:
        return {"name": name or None}

    def advice(self, draft: Draft) -> Mapping[str, str]:
        return contact_fields.doubts(draft)

    def values_changed(self, draft: Draft) -> None:
        if draft.value("valid_to") is not None or draft.value("successor_id") is not None:
            self._validity.set_open(True)


def _alike(session: Any, texts: dict[str, str], key: Key) -> list[alike.Alike]:
    said = {name: texts[name] for name in ("name", "acronym", "phone", "email")}
    return alike.organisations(session, **said, besides=key)

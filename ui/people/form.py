"""The form of a person: the name, how to reach them; documents stand apart, with what they may be used for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.queries import alike
from ecd_desktop.language import _
from ecd_desktop.services.creating import person_named
from ui import contact_fields
from ui.widgets.alike_row import AlikeRow
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.drafts import Draft


class PersonForm(PartedForm):
    """Documents are folded away: most people are known without them."""

    entity = "people"
    neat = contact_fields.NEAT

    def lay_out(self) -> None:
        self.row("given_names")
        self.row("family_names")
        self.alike = AlikeRow(self, ("given_names", "family_names", "phone", "email", "document_number"), _alike)
        self.add(self.alike)
        self.row("title")
        self.section(_("How to reach them"))
        self.row("phone")
        self.row("email")
        self.row("contact_every")
        with self.fold(_("Personal data")) as self._personal:
            self.row("document_kind", "document_number")
            self.note(
                _("Write a document down only where the law or a signed record asks for it. It enters no workbook or "
                  "report unless that is switched on with a purpose, which is logged.")
            )  # fmt: skip
        self.section(_("What everybody may read"))
        self.row("remarks")
        self.note(_("Nothing about anybody's health, family or children."))
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def first(self, name: str) -> dict[str, Any]:
        return person_named(name) if name.strip() else {}

    def advice(self, draft: Draft) -> Mapping[str, str]:
        return contact_fields.doubts(draft)

    def values_changed(self, draft: Draft) -> None:
        if "document_number" in draft.typed or draft.changed & {"document_number", "document_kind"}:
            self._personal.set_open(True)


def _alike(session: Any, texts: dict[str, str], key: Key) -> list[alike.Alike]:
    name = f"{texts['given_names']} {texts['family_names']}".strip()
    return alike.people(
        session, name=name, phone=texts["phone"], email=texts["email"], document=texts["document_number"], besides=key
    )

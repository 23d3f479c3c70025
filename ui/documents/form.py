"""The form of a document: its number as it was typed, who wrote to whom, and until when an answer is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt

from db.queries.documents import usual_sender
from db.records.documents import Direction
from ecd_desktop.language import _
from ecd_desktop.services import documents
from ui.creating import creates
from ui.widgets.controls import Button
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class DocumentForm(PartedForm):
    """Under an empty number of a document that is sent stands the next one by the office's masks."""

    entity = "documents"
    creates: ClassVar[dict[str, Create]] = {
        "from_id": creates("organisations"), "to_id": creates("organisations"), "person_id": creates("people"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("subject")
        self.row("direction", "kind")
        self.row("official_number")
        self.proposal = Button("", self.take_proposal, kind="link")
        self.proposal.setProperty("flush", "true")
        self.proposal.hide()
        self._rows.addWidget(self.proposal, 0, Qt.AlignmentFlag.AlignLeft)
        self.row("dated_on")
        with self.part() as self._arrival:
            self.row("received_on")
        self.row("from_id")
        self.row("to_id")
        self.row("person_id")
        self.section(_("The answer"))
        self.row("reply_days", "reply_due_on")
        self.note(_("Working days count from its date, or from when it was received; the day can also be typed."))
        self.row("answers_id")
        self.row("repeats_id")
        with self.part() as self._closing:
            self.row("closed_on")
            self.row("closed_reason")
        with self.fold(_("More")):
            self.row("docket", "code")
        self.section(_("What everybody may read"))
        self.row("remarks")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")
        self._proposed = ""
        self._sender: tuple[Key, str] | None = None  # whose number it is, where nobody is chosen yet

    def save_with(self) -> Callable[..., Any]:
        return documents.save

    def first(self, name: str) -> dict[str, Any]:
        return {"subject": name or None, "dated_on": self.here.today}

    def values_changed(self, draft: Draft) -> None:
        received = draft.value("direction") is Direction.RECEIVED
        self._arrival.setVisible(received)
        self._closing.setVisible(draft.value("closed_on") is not None)
        self.proposal.hide()
        if received or draft.value("official_number") or not draft.new:
            return
        masks, key = self.here.settings.document_masks, draft.key
        kind, sender, on = (draft.value(name) for name in ("kind", "from_id", "dated_on"))

        def job(session: Any) -> tuple[str, tuple[Key, str] | None]:
            usual = usual_sender(session) if sender is None else None
            whose = usual[0] if usual is not None else sender
            return documents.proposed_number(session, masks, kind=kind, sender=whose, on=on) or "", usual

        def answer(told: tuple[str, tuple[Key, str] | None]) -> None:
            if self.draft is not None and self.draft.key == key and not self.draft.value("official_number"):
                self._propose(*told)

        self.here.read(job, answer, owner=self, slot=f"number/{id(self)}")

    def _propose(self, number: str, sender: tuple[Key, str] | None) -> None:
        self._proposed, self._sender = number, sender
        self.proposal.say(_("Use {number}").format(number=number))
        self.proposal.setVisible(bool(number))

    def take_proposal(self) -> None:
        """The number that is proposed becomes what was typed, with the office whose it is; both can be typed over."""
        if self.draft is None or not self._proposed:
            return
        self.draft.set("official_number", self._proposed)
        editor = self.editors["official_number"]
        editor.show_value(self._proposed, self._proposed)
        if self._sender is not None and self.draft.value("from_id") is None:
            key, name = self._sender
            self.draft.set("from_id", key)
            self._names[key] = name
            self.editors["from_id"].show_value(key, name)
        self.values_changed(self.draft)
        self.edited.emit()
        editor.setFocus()

"""The form of an action item: what, who, when and why it moved, how far, what blocks it, what shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.records.action_items import FOLLOWS, Origin, State
from ecd_desktop.language import _, format_date
from ui.creating import creates
from ui.widgets.controls import Label
from ui.widgets.editors import ChoiceEditor
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create

BEGINNINGS = (State.PENDING, State.DRAFT, State.IN_PROGRESS, State.DONE)
"""The states a new item may begin in."""


class ActionItemForm(PartedForm):
    """Parts that do not apply are not shown."""

    entity = "action_items"
    creates: ClassVar[dict[str, Create]] = {
        "unit_id": creates("organisations"), "person_id": creates("people"),
        "transferred_to_id": creates("organisations"), "unblocker_id": creates("organisations"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("description")
        self.row("reach", "priority")
        self.section(_("Who answers for it"))
        self.row("unit_id")
        self.row("person_id")
        self.section(_("When"))
        self.row("agreed_on", "due_on")
        self._original = Label("", "caption", "text2", wrap=True)
        self.add(self._original)
        self._why_moved = Reason(_("Why the due date changes"), _("The old date stays in the log with this reason."))
        self.add(self._why_moved)
        self.section(_("How far it is"))
        self.row("state", "progress")
        with self.part() as self._reasons:
            self.row("state_reason")
        with self.part() as self._transferred:
            self.row("transferred_to_id")
        with self.part() as self._reported:
            self.row("reported_on")
        with self.part() as self._verified:
            self.row("verified_on", "verified_by")
        self.row("expected_evidence")
        self.section(_("Where it comes from"))
        self.row("origin", "item_number")
        with self.part() as self._of_meeting:
            self.row("meeting_id")
        with self.part() as self._of_case:
            self.row("case_id")
        self.row("project_id")
        with self.fold(_("What blocks it")) as self._blocking:
            self.row("blocked_reason")
            self.row("blocked_since")
            self.row("unblocker_id")
        with self.fold(_("More")) as self._more:
            self.row("code", "due_original")
            self.row("physical_works")
        self.section(_("What everybody may read"))
        self.row("remarks")
        self.note(_("Workbooks, minutes and reports carry these remarks."))
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import action_items

        return action_items.save

    def save_more(self) -> dict[str, Any]:
        return {"reason": self._why_moved.text() or None}

    def first(self, name: str) -> dict[str, Any]:
        return {"description": name or None, "agreed_on": self.here.today, "origin": Origin.TEAM}

    def values_changed(self, draft: Draft) -> None:
        """Offer the states that may follow; show what the state, the origin and a moved date ask for."""
        was, state, origin = draft.seen.get("state"), draft.value("state"), draft.value("origin")
        editor = self.editors["state"]
        if isinstance(editor, ChoiceEditor):
            possible = BEGINNINGS if was is None else [one for one in State if one is was or one in FOLLOWS[was]]
            editor.offer(tuple(possible))
            editor.show_value(state, "")
        filled = draft.value
        self._reasons.setVisible(state in (State.CANCELLED, State.TRANSFERRED, State.OBSERVED)
                                 or bool(filled("state_reason")))  # fmt: skip
        self._transferred.setVisible(state is State.TRANSFERRED)
        self._reported.setVisible(state in (State.DONE, State.VERIFIED))
        self._verified.setVisible(state is State.VERIFIED)
        self._of_meeting.setVisible(origin is Origin.MEETING or filled("meeting_id") is not None)
        self._of_case.setVisible(origin is Origin.CASE or filled("case_id") is not None)
        if filled("blocked_reason") or filled("blocked_since"):
            self._blocking.set_open(True)
        promised, due = draft.seen.get("due_on"), filled("due_on")
        moved = promised is not None and due != promised and was is not State.DRAFT
        self._why_moved.show_for(draft.key if moved else None)
        original = filled("due_original")
        told = original is not None and original != due
        self._original.setText(_("Promised first for {day}.").format(day=format_date(original)) if told else "")
        self._original.setVisible(told)


class Reason(QWidget):
    """A line that appears when something asks for a reason, and forgets it when it goes."""

    def __init__(self, label: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setMaxLength(400)
        self.line.setAccessibleName(label)
        heading = Label(label, "caption", "text2")
        heading.setBuddy(self.line)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(heading)
        rows.addWidget(self.line)
        rows.addWidget(Label(note, "caption", "text3", wrap=True))
        self._for: Any = None
        self.hide()

    def show_for(self, what: Any) -> None:
        """Show it for a record; None, or another record, empties it."""
        if what != self._for:
            self.line.clear()
        self._for = what
        self.setVisible(what is not None)

    def text(self) -> str:
        return self.line.text().strip() if self._for is not None else ""

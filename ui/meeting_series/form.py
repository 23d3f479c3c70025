"""The form of a series of meetings: when it repeats, in words, with its next dates; where, who, the usual topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from ecd_desktop.language import _
from ui.creating import creates
from ui.meeting_series.next_days import NextDays
from ui.widgets.editors import LineEditor
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Draft
    from ui.widgets.editors import Editor
    from ui.widgets.link_editor import Create


class RuleEditor(LineEditor):
    """A rule in words, written out in full when the field is left."""

    def write_out(self, draft: Draft) -> None:
        if self.line.isModified() and self.name not in draft.typed:
            value = draft.value(self.name)
            self.show_value(value, self.field.format(value, self.here.speech))


class SeriesForm(PartedForm):
    """The dates follow the rule while it is typed."""

    entity = "meeting_series"
    creates: ClassVar[dict[str, Create]] = {
        "convened_by_id": creates("organisations"), "chair_id": creates("people"), "secretary_id": creates("people"),
        "place_id": creates("places"), "project_id": creates("projects"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("name")
        self.row("kind")
        self.section(_("When it repeats"))
        self.row("rule")
        self.days = NextDays(self.here)
        self.add(self.days)
        self.row("since", "until")
        self.row("starts_at", "ends_at")
        self.section(_("Where"))
        self.row("venue")
        self.row("modality")
        self.row("place_id")
        self.section(_("Who convenes and leads it"))
        self.row("convened_by_id")
        self.row("chair_id")
        self.row("secretary_id")
        self.row("project_id")
        self.section(_("What each meeting begins with"))
        self.row("agenda")
        self.note(_("A topic per line, with its kind and minutes after bars: “Progress | information | 15”."))
        with self.fold(_("More")):
            self.row("mask")
            self.row("confidentiality")
            self.row("ended")
            self.row("remarks")
        line = self.editors["rule"].inner
        line.textEdited.connect(lambda _text: self._show_days())  # type: ignore[attr-defined]

    def editor_of(self, name: str, field: Field) -> Editor:
        return RuleEditor(self.here, name, field) if name == "rule" else super().editor_of(name, field)

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import meeting_series

        return meeting_series.save

    def first(self, name: str) -> dict[str, Any]:
        return {"name": name or None, "since": self.here.today}

    def values_changed(self, draft: Draft) -> None:
        self._show_days()

    def _show_days(self) -> None:
        draft = self.draft
        since, until = (draft.value(name) if draft is not None else None for name in ("since", "until"))
        self.days.show_rule(self.editors["rule"].said(), since, until)

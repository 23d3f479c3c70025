"""The form of a meeting: what about, when, where, who convenes and leads it, with which projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from db.records.meetings import CALLED_OFF
from ecd_desktop.language import _, begun
from ui.creating import creates
from ui.meeting_moves import by_rule
from ui.widgets.controls import Label
from ui.widgets.links_field import LinksField
from ui.widgets.parted_form import PartedForm

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.drafts import Draft
    from ui.widgets.link_editor import Create


class MeetingForm(PartedForm):
    """Its projects are links of their own: they are saved as they are chosen."""

    entity = "meetings"
    creates: ClassVar[dict[str, Create]] = {
        "convened_by_id": creates("organisations"), "chair_id": creates("people"), "secretary_id": creates("people"),
        "place_id": creates("places"), "series_id": creates("meeting_series"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("subject")
        self.row("kind")
        self.row("series_id")
        self.row("number", "state")
        with self.part() as self._reason:
            self.row("state_reason")
        self.section(_("When and where"))
        self.row("held_on", "modality")
        self.row("starts_at", "ends_at")
        self._by_rule = Label("", "caption", "text3", wrap=True)
        self.add(self._by_rule)
        self.row("venue")
        self.row("place_id")
        self.section(_("Projects it deals with"))
        self.projects = LinksField(
            self.here, _("Project"), "projects", "meeting_projects", read_projects, write_projects
        )
        self.add(self.projects)
        self.section(_("Who convenes and leads it"))
        self.row("convened_by_id")
        self.row("chair_id")
        self.row("secretary_id")
        with self.fold(_("What follows")):
            self.row("next_on", "next_at")
            self.row("next_venue")
            self.row("next_agenda")
        with self.fold(_("Counted without names")):
            self.row("counted_women", "counted_men")
            self.row("counted_girls", "counted_boys")
            self.row("counted_caregivers")
        with self.fold(_("Text of the minutes")):
            self.row("minutes_text")
        with self.fold(_("More")):
            self.row("confidentiality", "code")
        self.section(_("What everybody may read"))
        self.row("remarks")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import meetings

        return meetings.save

    def first(self, name: str) -> dict[str, Any]:
        return {"subject": name or None, "held_on": self.here.today}

    def values_changed(self, draft: Draft) -> None:
        self.projects.show_record(None if draft.new else draft.key)
        state, reason = (draft.wanted.get(name) for name in ("state", "state_reason"))
        moved = by_rule(draft.value("occurs_on"), draft.value("held_on"))
        self._by_rule.setText(begun(moved))
        self._by_rule.setVisible(bool(moved))
        self._reason.setVisible(state in CALLED_OFF or bool(reason))


def read_projects(session: Any, key: Key) -> Sequence[tuple[Key, str]]:
    from db.queries import records

    links = records.children(session, "meeting_projects", "meeting_id", key)
    return [(link.values["project_id"], link.names.get(link.values["project_id"], "")) for link in links]


def write_projects(store: Any, key: Key, projects: Sequence[Key]) -> None:
    from ecd_desktop.services import meetings

    meetings.set_projects(store, key, projects=projects)

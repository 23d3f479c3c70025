"""The form of a project: what it is, its stage, who leads it, where and when, what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from db.records.choices import CareComponent, EcdResult
from db.records.projects import ProjectState
from ecd_desktop.language import _
from ui.creating import creates
from ui.projects.stage_question import ask_reason
from ui.widgets.controls import ComboBox
from ui.widgets.editors import Editor
from ui.widgets.links_field import LinksField
from ui.widgets.parted_form import PartedForm
from ui.widgets.ticks_field import TicksField

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.drafts import Draft
    from ui.here import Here
    from ui.widgets.link_editor import Create


class ProjectForm(PartedForm):
    """The stages offered are those of the type of intervention."""

    entity = "projects"
    creates: ClassVar[dict[str, Create]] = {
        "lead_id": creates("people"), "deputy_id": creates("people"), "unit_id": creates("organisations"),
        "place_id": creates("places"), "intervention_type_id": creates("intervention_types"),
    }  # fmt: skip

    def lay_out(self) -> None:
        self.row("name")
        self.row("intervention_type_id")
        self.section(_("How it goes"))
        self.row("stage_id")
        with self.part() as self._as_given:
            self.row("stage_as_given")
        self.row("state", "progress")
        with self.part() as self._reasons:
            self.row("state_reason")
        self.section(_("Who, and where"))
        self.row("lead_id")
        self.row("deputy_id")
        self.row("unit_id")
        self.row("place_id")
        self.places = LinksField(
            self.here, _("Further places"), "places", "project_places", read_places, write_places
        )
        self.add(self.places)
        self.section(_("When, and how much"))
        self.row("starts_on", "ends_on")
        with self.part() as self._ended:
            self.row("closed_on")
        self.row("budget", "axis")
        self.section(_("What for"))
        self.row("aim")
        self.row("problem")
        self.row("hypothesis")
        self.row("scope")
        with self.fold(_("Results and components it serves")):
            self.themes = TicksField(
                self.here, "project_themes",
                ((_("ECD results"), tuple(EcdResult)), (_("Nurturing-care components"), tuple(CareComponent))),
                read_themes, write_themes,
            )  # fmt: skip
            self.add(self.themes)
        with self.fold(_("What is to come of it")):
            self.row("scale_decision")
            self.row("scale_reason")
            self.row("pilot_of_id")
        with self.fold(_("More")):
            self.row("code", "alias")
            self.row("investment_code")
        self.section(_("What everybody may read"))
        self.row("remarks")
        with self.internal(_("Only for the team"), _("It never leaves: no workbook, minutes or report holds it.")):
            self.row("internal_note")

    def editor_of(self, name: str, field: Field) -> Editor:
        return StageEditor(self.here, name, field) if name == "stage_id" else super().editor_of(name, field)

    def save_with(self) -> Callable[..., Any]:
        from ecd_desktop.services import projects

        return projects.save

    def first(self, name: str) -> dict[str, Any]:
        return {"name": name or None}

    def _refused(self, draft: Draft, exc: Exception) -> None:
        """A stage that is not entered without a reason asks for it; with it the whole draft is saved."""
        from ecd_desktop.services import projects, records
        from ecd_desktop.services.stages import NeedsReason

        if isinstance(exc, NeedsReason):
            twin, visit = records.copied(draft), self._visit
            ask_reason(self.here, exc, lambda reason: lambda store: projects.save(
                store, twin, form=visit, reason=reason
            ))  # fmt: skip
        super()._refused(draft, exc)

    def values_changed(self, draft: Draft) -> None:
        for links in (self.places, self.themes):
            links.show_record(None if draft.new else draft.key)
        stages = self.editors["stage_id"]
        if isinstance(stages, StageEditor):
            stages.offer_for(draft.value("intervention_type_id"))
        state = draft.value("state")
        self._as_given.setVisible(draft.value("stage_as_given") is not None)
        self._reasons.setVisible(state is not ProjectState.ACTIVE or draft.value("state_reason") is not None)
        self._ended.setVisible(state is ProjectState.CLOSED)


def read_places(session: Any, key: Key) -> Sequence[tuple[Key, str]]:
    from db.queries.project_parts import places

    return [(one.key, one.name) for one in places(session, key) if not one.main]


def write_places(store: Any, key: Key, places: Sequence[Key]) -> None:
    from ecd_desktop.services import project_parts

    project_parts.set_places(store, key, places=places)


def read_themes(session: Any, key: Key) -> Collection[Any]:
    from db.queries.project_parts import themes

    return {one.of for one in themes(session, key)}


def write_themes(store: Any, key: Key, themes: Sequence[Any]) -> None:
    from ecd_desktop.services import project_parts

    project_parts.set_themes(store, key, themes=themes)


class StageEditor(Editor):
    """The stages of a type of intervention, in their order."""

    def __init__(self, here: Here, name: str, field: Field) -> None:
        super().__init__(here, name, field)
        self.box = ComboBox()
        self._hold(self.box)
        self._kind: object = self  # none was asked for yet
        self._value: Key | None = None
        self._words = ""
        self.box.activated.connect(lambda _place: self.left.emit())

    def offer_for(self, kind: Key | None) -> None:
        """Read the stages that a project of this type goes through."""
        if kind == self._kind:
            return
        self._kind = kind

        def job(session: Any) -> Any:
            from ecd_desktop.services import stages

            return stages.stages_of(session, kind)

        self.here.read(job, self._offer, owner=self, slot=f"stages/{id(self)}")

    def show_value(self, value: Any, words: str) -> None:
        self._value, self._words = value, words
        place = self.box.findData(None if value is None else str(value))
        if place < 0 and self.box.count():
            self.box.addItem(words, str(value))
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)

    def said(self) -> str:
        return self.box.currentText().partition(". ")[2]

    def take(self, draft: Draft) -> None:
        if not self.box.count() or self.box.currentIndex() < 0:
            return
        chosen = self.box.currentData()
        key = next((one for one in self._keys if str(one) == chosen), None) if chosen is not None else None
        if chosen is not None and key is None:
            return  # what it is now, of another set
        if draft.value(self.name) != key:
            draft.set(self.name, key)

    _keys: tuple[Key, ...] = ()

    def _offer(self, stages: list[Any]) -> None:
        self._keys = tuple(stage.key for stage in stages)
        self.box.clear()
        self.box.addItem(" ", None)
        for number, stage in enumerate(stages, start=1):
            self.box.addItem(f"{number}. {stage.name}", str(stage.key))
        self.show_value(self._value, self._words)

"""The place of lessons: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import lessons as reads
from db.queries.lessons import LISTING, Relation, Step
from db.records import LessonApplication, fields_of
from db.records.lessons import Decided
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import lessons
from ui.attachments_tab import attachments_tab, takes_files
from ui.creating import creates
from ui.lessons.board import VIEWS
from ui.lessons.edits import EDITS
from ui.lessons.form import LessonForm
from ui.lessons.table import EITHER, chips, columns
from ui.lessons_tab import DECIDED
from ui.related_tab import related_tab
from ui.risks_tab import MARKS
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "lessons"
FIELDS = fields_of(LessonApplication)
WATCHES = frozenset({"lessons", "lesson_applications", "projects", "meetings"})
ICONS = {
    Relation.PILOT: "flag", Relation.MEETING: "users", Relation.PARENT: "arrow-up", Relation.APPLIED: "briefcase",
    Relation.FOLLOWER: "briefcase", Relation.CHILD: "arrow-down",
}  # fmt: skip


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=LessonForm,
        headline=headline,
        count=lambda n: ngettext("{n} lesson", "{n} lessons", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "bulb",
            N_("What a pilot or a meeting taught stands here on a sheet of its own, with the projects that took it "
               "up. Lessons are noted in minutes and projects, or here."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"lesson_applications", "projects", "meetings", "people", "stages", "intervention_types"}),
        tabs=(APPLIED, LINEAGE, attachments_tab("lessons"), related_tab("lessons")),
        edits=EDITS,
        views=VIEWS,
    )  # fmt: skip
    return takes_files(here, RecordPage(here, spec, either=EITHER))


def headline(row: Any) -> Headline:
    kind = _(row.kind.label) if row.kind is not None else ""
    caption = " · ".join(part for part in (row.code or "", kind, row.theme or "") if part)
    return Headline(caption, row.name, _(row.state.label), MARKS[row.state])


def _read_applied(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [
        Line(one.key, one.project,
             " · ".join(part for part in (one.project_code, format_date(one.on), one.by or "") if part),
             icon="briefcase", body=one.reason or "", pill=_(one.decision.label), pill_mark=DECIDED[one.decision],
             faint=one.decision is Decided.DISCARDED, entity="lesson_applications")
        for one in reads.applications(session, key)
    ]  # fmt: skip


def _read_lineage(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [line_of(step) for step in reads.lineage(session, key)]


def line_of(step: Step) -> Line:
    """One record in the line of a lesson."""
    when = format_date(step.on) if step.on is not None else ""
    decided = _(step.decision.label) if step.decision is not None else ""
    small = " · ".join(part for part in (_(step.relation.label), step.code, when) if part)
    return Line(
        step.key, " ".join(step.name.split()), small, icon=ICONS[step.relation], pill=decided,
        pill_mark=DECIDED[step.decision] if step.decision is not None else None, opens=(step.entity, step.key),
        fixed=True, token=(step.key, step.relation),
    )  # fmt: skip


def _add(store: Any, key: Key, *, project_id: Key, **answers: Any) -> Any:
    return lessons.apply(store, key, project_id, **answers)


APPLIED = tab(
    N_("Applied in"),
    Part(
        "applied", N_("In which projects it was applied"), _read_applied,
        N_("No project has taken it up yet. Apply it to one, and its sheet will show it among the lessons "
           "incorporated."),
        WATCHES,
        adds=(
            Adding(
                N_("Apply to a project"), N_("Apply"), _add,
                {name: FIELDS[name] for name in ("project_id", "decision", "on", "reason")},
                rows=(("project_id",), ("decision", "on"), ("reason",)),
                values=lambda here: {"decision": Decided.INCORPORATED, "on": here.today},
                creates={"project_id": creates("projects")},
            ),
        ),
        remove=lessons.take_back, remove_text=N_("Take the application back"),
        edit=Editing(N_("Correct the application"), "lesson_applications",
                     {name: FIELDS[name] for name in ("decision", "on", "reason", "by")}, lessons.save_application,
                     rows=(("decision", "on"), ("reason",), ("by",))),
    ),
)  # fmt: skip
LINEAGE = tab(
    N_("Lineage"),
    Part(
        "lineage", N_("From the pilot over the lesson to the projects"), _read_lineage,
        N_("It is not said yet where it comes from: choose its project or its meeting in the sheet."), WATCHES,
    ),
)

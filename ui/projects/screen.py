"""The place of projects: what its list shows and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import risks_and_lessons as noted
from db.queries.listing import Ask, Order
from db.queries.projects import LISTING
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import projects, records
from ui.attachments_tab import attachments_tab, takes_files
from ui.budget_tab import BUDGET
from ui.commitments_tab import commitments_tab
from ui.documents_tab import documents_tab
from ui.health_marks import MARKS
from ui.indicators_tab import indicators_tab
from ui.lessons_tab import lessons_tab
from ui.log_tab import log_tab
from ui.milestones_tab import MILESTONES
from ui.out_words import out_note
from ui.projects.board import VIEWS
from ui.projects.edits import EDITS
from ui.projects.form import ProjectForm
from ui.projects.gaps import GapsLine
from ui.projects.population_tab import POPULATION
from ui.projects.stages_tab import STAGES
from ui.projects.table import EITHER, chips, columns, health_of
from ui.projects.timeline import TIMELINE
from ui.related_tab import related_tab
from ui.risks_tab import risks_tab
from ui.sheet_tab import sheet_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "projects"


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=ProjectForm,
        headline=lambda row: headline(row, here),
        count=lambda n: ngettext("{n} project", "{n} projects", n).format(n=n),
        ask=lambda here: Ask(order=(Order("state"), Order("code")), clock=clock(here.today, here.calendar)),
        chips=chips(),
        empty=Empty(
            "briefcase",
            N_("A project has a beginning, stages and an end: a park, a campaign, a norm. Its commitments, meetings "
               "and cases are told in one log."),
            f"{PLACE}.new",
            "go.importing",
        ),
        watches=frozenset({
            "organisations", "people", "places", "stages", "intervention_types", "action_items", "project_themes",
            "populations", "notes", "documents", "document_links", "milestones",
        }),
        tabs=(COMMITMENTS, MILESTONES, BUDGET, indicators_tab(), RISKS, lessons_tab(), LOG, documents_tab("projects"),
              attachments_tab("projects"), STAGES, POPULATION, SHEET, related_tab("projects")),
        edits=EDITS,
        views=(*VIEWS, TIMELINE),
    )  # fmt: skip
    page = RecordPage(here, spec, either=EITHER)
    page.rows.insertWidget(page.rows.indexOf(page.split), GapsLine(here, page))
    return takes_files(here, page)


def headline(row: Any, here: Here) -> Headline:
    found = health_of(row, here.today)
    caption = " · ".join(part for part in (row.code, row.intervention_type or "", row.stage or "") if part)
    return Headline(caption, row.name, _(found.label), MARKS[found], row.progress, MARKS[found].tone,
                    out_note(row, here))  # fmt: skip


COMMITMENTS = commitments_tab("project_key", "project_id", empty=N_("Nothing has been promised in this project yet."))
LOG = log_tab("projects", projects.add_note, lambda store, keys: records.delete(store, "notes", keys))
RISKS = risks_tab("project", noted.of_project, empty=N_("No risk and no lesson of this project has been noted yet."))
SHEET = sheet_tab("project", N_("Project sheet"))

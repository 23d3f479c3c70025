"""The tab of whom a project is for: how many of each age band, with the source and the year of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.project_parts import PopulationRow, populations
from db.records import Population, fields_of
from ecd_desktop.language import _, format_number
from ecd_desktop.services import project_parts
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = {name: field for name, field in fields_of(Population).items() if name != "project_id"}
ROWS = (("band", "count"), ("sex", "year"), ("source",))


def read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [line_of(one) for one in populations(session, key)]


def line_of(one: PopulationRow) -> Line:
    """«Children of 0–12 months · girls», «120», and where the figure comes from."""
    band = _(one.band.label)
    whom = _("{band}, {sex}").format(band=band, sex=_(one.sex.label).lower()) if one.sex else band
    lacking = _("Source and year are missing") if not one.source or one.year is None else ""
    small = " · ".join(filter(None, (one.source, str(one.year) if one.year is not None else "")))
    return Line(one.key, whom, small, lacking, "amber" if lacking else "", icon="users", strong=True,
                pill=format_number(one.count), pill_mark=Mark("blue", icon="users"))  # fmt: skip


POPULATION = tab(
    N_("Whom it is for"),
    Part(
        "populations", N_("Target population by age band"), read,
        N_("Write down how many of each age band it is for, with the source and the year of the figure."),
        frozenset({"populations"}),
        adds=(Adding(N_("Add an age band"), N_("Add"), project_parts.add_population, FIELDS, rows=ROWS),),
        remove=project_parts.delete_populations, remove_text=N_("Delete"),
        edit=Editing(N_("Correct the target population"), "populations", FIELDS, project_parts.save_population,
                     rows=ROWS),
        note=N_("Enter corrects a figure. A figure without source and year keeps the gate of co-design closed."),
    ),
)  # fmt: skip

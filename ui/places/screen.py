"""The place of places: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Ask, Where
from db.queries.places import LISTING
from db.queries.projects import LISTING as PROJECTS
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ui.places.form import PlaceForm
from ui.places.table import EITHER, chips, columns
from ui.related_tab import related_tab
from ui.widgets.cell_edits import edits
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "places"
EDITS = edits(
    "name", "zone", "ubigeo_inei", "ubigeo_reniec", "dwellings", "children_under_five", "kind", "district=district_id",
    "sector", "figures_source", "remarks",
)


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=PlaceForm,
        headline=headline,
        count=lambda n: ngettext("{n} place", "{n} places", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "map-2", N_("The 43 districts of Lima and the settlements you work in stand here."), f"{PLACE}.new"
        ),
        tabs=(PROJECTS_HERE, related_tab("places")),
        edits=EDITS,
    )
    return RecordPage(here, spec, either=EITHER)


def headline(row: Any) -> Headline:
    zone = _(row.zone.label) if row.zone is not None else ""
    return Headline(" · ".join(part for part in (_(row.kind.label), row.district or "", zone) if part), row.name)


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    ask = Ask(where=(Where("place_id", "is", key),), clock=clock(here.today, here.calendar))
    return [
        Line(row.key, row.name, " · ".join(part for part in (row.code, row.stage or "", _(row.state.label)) if part),
             icon="briefcase", who=row.lead or "", opens=("projects", row.key))
        for row in PROJECTS.all(session, ask)
    ]  # fmt: skip


PROJECTS_HERE = tab(
    N_("Projects"),
    Part("projects", N_("Projects in this place"), _read, N_("No project is in this place."), frozenset({"projects"})),
)

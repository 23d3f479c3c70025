"""The place of indicators: what its list shows and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.indicators import LISTING
from db.queries.listing import Ask
from ecd_desktop import attainment
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ui.attachments_tab import attachments_tab, takes_files
from ui.indicator_words import latest_said, light_mark, plan_said, value_said
from ui.indicators.form import IndicatorForm
from ui.indicators.measurements import TITLE, MeasurementsTab
from ui.indicators.table import EDITS, EITHER, chips, columns
from ui.indicators.targets import TARGETS
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "indicators"


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=IndicatorForm,
        headline=headline,
        count=lambda n: ngettext("{n} indicator", "{n} indicators", n).format(n=n),
        ask=lambda here: Ask(clock=clock(here.today, here.calendar)),
        chips=chips(),
        empty=Empty(
            "chart-line",
            N_("An indicator says what a project changes: where it began, where it should be when, and what was found. "
               "Its attainment is the share of the planned change that was reached."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"projects", "organisations", "people", "measurements", "indicator_targets"}),
        tabs=((TITLE, MeasurementsTab), TARGETS, attachments_tab("indicators"), related_tab("indicators")),
        groups=("project", "standing", "responsible", "frequency", "result", "sense"),
        edits=EDITS,
    )  # fmt: skip
    return takes_files(here, RecordPage(here, spec, either=EITHER))


def headline(row: Any) -> Headline:
    caption = " · ".join(part for part in (row.code, row.project or "", plan_said(row)) if part)
    note = ""
    if row.latest is not None:
        note = f"{value_said(row.latest, row)} · {latest_said(row)} · {attainment.percent(row.attainment)}"
    mark = light_mark(row.standing.light)
    return Headline(caption, row.name, _(row.standing.label), mark, note=(note, "text2"))

"""The place of decisions: what its list shows and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.decisions import LISTING
from ecd_desktop.language import _, ngettext
from ui.decisions.form import DecisionForm
from ui.decisions.table import EDITS, EITHER, MARKS, chips, columns, when
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "decisions"


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=DecisionForm,
        headline=headline,
        count=lambda n: ngettext("{n} decision", "{n} decisions", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "clipboard-check",
            N_("What meetings decided stands here, with what is in force. Decisions are written down in their meeting, "
               "or here."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"meetings", "agenda_items"}),
        tabs=(related_tab("decisions"),),
        edits=EDITS,
    )  # fmt: skip
    return RecordPage(here, spec, either=EITHER)


def headline(row: Any) -> Headline:
    caption = " · ".join(part for part in (row.code, when(row), row.meeting) if part)
    return Headline(caption, row.text, _(row.force.label), MARKS[row.force])

"""The place of series of meetings: what its list shows and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Ask
from db.queries.meeting_series import LISTING
from ecd_desktop.calendar import clock
from ecd_desktop.language import ngettext, speech
from ui.meeting_series.form import SeriesForm
from ui.meeting_series.its_meetings import MEETINGS
from ui.meeting_series.members import MEMBERS
from ui.meeting_series.table import EDITS, EITHER, ENDED, HELD, chips, columns, state_words
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "meeting_series"


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=SeriesForm,
        headline=headline,
        count=lambda n: ngettext("{n} series", "{n} series", n).format(n=n),
        ask=lambda here: Ask(clock=clock(here.today, here.calendar)),
        chips=chips(),
        empty=Empty(
            "rotate-clockwise",
            N_("A series is what repeats: the round table of every first Tuesday, with its hour, its venue, whoever is "
               "always asked and its usual topics. Its meetings are made from it with one key."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"meetings", "series_members", "organisations", "places", "projects", "people"}),
        tabs=(MEMBERS, MEETINGS, related_tab("meeting_series")),
        groups=("kind", "project", "convened_by", "modality", "ended"),
        edits=EDITS,
    )  # fmt: skip
    return RecordPage(here, spec, either=EITHER)


def headline(row: Any) -> Headline:
    rule = LISTING.columns["rule"].field.format(row.rule, speech())
    hours = "–".join(hour for hour in (row.starts_at, row.ends_at) if hour)
    caption = " · ".join(part for part in (rule, hours, row.venue or row.place or "") if part)
    return Headline(caption, row.name, state_words(row), ENDED if row.ended else HELD)


"""The place of action items: what its list shows and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.action_items import LISTING
from db.queries.listing import Ask, Order
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ui.action_items.board import VIEWS
from ui.action_items.edits import EDITS
from ui.action_items.form import ActionItemForm
from ui.action_items.log import CO_RESPONSIBLES, LOG
from ui.action_items.table import EITHER, chips, columns
from ui.documents_tab import documents_tab
from ui.due_words import due_cell, light_mark
from ui.evidence import ask_evidence
from ui.file_gestures import RecordFiles
from ui.out_words import out_note
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "action_items"


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=ActionItemForm,
        headline=lambda row: headline(row, here),
        count=count,
        ask=ask,
        chips=chips(),
        empty=Empty(
            "checkbox",
            N_("What somebody promised, and until when, stands here: import the matrix you have, or write the first "
               "commitment down."),
            f"{PLACE}.new",
            "go.importing",
        ),
        watches=frozenset({"organisations", "people", "projects", "meetings", "cases", "progress_entries",
                           "reschedules", "holidays", "interactions"}),
        tabs=(LOG, CO_RESPONSIBLES, documents_tab("action_items"), related_tab("action_items")),
        edits=EDITS,
        views=VIEWS,
    )  # fmt: skip
    page = RecordPage(here, spec, either=EITHER)
    page.drops = RecordFiles(here, page, ask_evidence)
    return page


def ask(here: Here) -> Ask:
    """What is most urgent comes first."""
    return Ask(order=(Order("why"), Order("due_on"), Order("code")), clock=clock(here.today, here.calendar))


def count(n: int) -> str:
    return ngettext("{n} commitment", "{n} commitments", n).format(n=n)


def headline(row: Any, here: Here) -> Headline:
    """Code and due date, the description, the light with its reason, the progress."""
    due = due_cell(row, here)
    when = due.text if not due.second else _("{day}, {when}").format(day=due.text, when=due.second)
    return Headline(
        " · ".join(part for part in (row.code, row.unit or "", when) if part), row.description, _(row.why.label),
        light_mark(row), row.progress, light_mark(row).tone, out_note(row, here),
    )  # fmt: skip

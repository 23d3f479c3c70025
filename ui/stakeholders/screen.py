"""The place of stakeholders: what its list shows, its grid and its record's tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Ask, Order
from db.queries.stakeholders import LISTING
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ui.creating import creates
from ui.documents_tab import documents_tab
from ui.related_tab import related_tab
from ui.stakeholders.form import StakeholderForm
from ui.stakeholders.grid import GRID
from ui.stakeholders.table import EITHER, MARKS, chips, columns, position_words
from ui.stakeholders.tabs import TABS, ContactsTab
from ui.widgets.cell_edits import edits
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "stakeholders"
CONTACTS_TAB = 2  # after the form and the assessments
EDITS = edits("role", "since", "until", "remarks", "owner=owner_id", "=strategy", "=contact_every",
              creates={"owner_id": creates("people")})  # fmt: skip


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=StakeholderForm,
        headline=headline,
        count=lambda n: ngettext("{n} stakeholder", "{n} stakeholders", n).format(n=n),
        ask=lambda here: Ask(order=(Order("project"), Order("name")), clock=clock(here.today, here.calendar)),
        chips=chips(),
        empty=Empty(
            "friends",
            N_("A stakeholder is an organisation or a person with a stake in a project. Judge power, interest and "
               "position again and again: the grid shows who moved, and whom you have not spoken to for too long."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"organisations", "people", "projects", "assessments", "interactions"}),
        tabs=(*TABS, documents_tab(PLACE), related_tab(PLACE)),
        edits=EDITS,
        views=(GRID,),
        groups=("project", "role", "position", "strategy", "owner"),
    )  # fmt: skip
    return StakeholdersPage(here, spec, either=EITHER)


class StakeholdersPage(RecordPage):
    """With the way to the line in which a contact is typed."""

    def begin_contact(self) -> None:
        """Show the tab of contacts and put the cursor in its line."""
        self._show_detail(True)
        self.detail.show_tab(CONTACTS_TAB)
        tab = self.detail.tab(CONTACTS_TAB)
        if isinstance(tab, ContactsTab):
            tab.line.line.setFocus()


def headline(row: Any) -> Headline:
    role = _(row.role.label) if row.role is not None else ""
    about = row.project or _("The work as a whole")
    caption = " · ".join(part for part in (role, row.project_code or "", about) if part)
    plan = _(row.strategy.label) if row.strategy is not None else ""
    return Headline(caption, row.name, position_words(row), MARKS.get(row.position), note=(plan, "text2"))

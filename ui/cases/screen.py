"""The place of cases: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from db.queries.cases import LISTING
from db.records import CaseParty, fields_of
from db.records.action_items import Origin
from db.records.cases import PartyRole
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import cases, records
from ui.attachments_tab import attachments_tab, takes_files
from ui.cases.board import VIEWS
from ui.cases.edits import EDITS
from ui.cases.form import CaseForm
from ui.cases.table import EITHER, chips, columns, mark, state_words
from ui.commitments_tab import commitments_tab
from ui.creating import creates
from ui.documents_tab import documents_tab
from ui.log_tab import log_tab
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "cases"
PARTY = fields_of(CaseParty)


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=CaseForm,
        headline=headline,
        count=lambda n: ngettext("{n} case", "{n} cases", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "lifebuoy",
            N_("A case is a matter you follow until it closes: a neighbours' request, a bottleneck, a coordination. "
               "Its log keeps every call and visit in order."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"organisations", "people", "projects", "places", "action_items"}),
        tabs=(LOG, COMMITMENTS, PARTIES, documents_tab("cases"), attachments_tab("cases"), related_tab("cases")),
        edits=EDITS,
        views=VIEWS,
    )  # fmt: skip
    return takes_files(here, RecordPage(here, spec, either=EITHER))


def headline(row: Any) -> Headline:
    waits = _("waits for {whom}").format(whom=row.waiting_for) if row.waiting_for else ""
    caption = " · ".join(part for part in (row.code, _(row.kind.label), waits) if part)
    return Headline(caption, row.title, state_words(row), mark(row))


def _read_parties(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    lines = []
    order = list(PartyRole)
    found = reads.children(session, "case_parties", "case_id", key)
    for one in sorted(found, key=lambda party: order.index(party.values["role"])):
        unit, person = (one.names.get(one.values[name], "") for name in ("organisation_id", "person_id"))
        opens = ("people", one.values["person_id"]) if person else ("organisations", one.values["organisation_id"])
        small = " · ".join(part for part in (_(one.values["role"].label), unit if person else "") if part)
        lines.append(Line(one.key, person or unit, small, who=person or unit, opens=opens))
    return lines


def _add_party(
    store: Any, key: Key, *, role: PartyRole, organisation_id: Key | None, person_id: Key | None
) -> Any:
    return cases.add_party(store, key, role=role, organisation=organisation_id, person=person_id)


LOG = log_tab("cases", cases.add_note, lambda store, keys: records.delete(store, "notes", keys))
COMMITMENTS = commitments_tab(
    "case_key", "case_id", origin=Origin.CASE, empty=N_("Nothing has been promised in this case yet.")
)
PARTIES = tab(
    N_("Parties"),
    Part(
        "parties", N_("Who takes part in the case, and as what"), _read_parties,
        N_("Nobody takes part yet: say who asked, who must act, whom it affects."),
        frozenset({"case_parties", "organisations", "people"}),
        adds=(
            Adding(
                N_("Party"), N_("Add"), _add_party,
                {name: PARTY[name] for name in ("role", "organisation_id", "person_id")},
                rows=(("role",), ("organisation_id",), ("person_id",)),
                values=lambda _here: {"role": PartyRole.APPLICANT},
                creates={"organisation_id": creates("organisations"), "person_id": creates("people")},
            ),
        ),
        remove=cases.remove_parties, remove_text=N_("Take out of the case"),
    ),
)  # fmt: skip

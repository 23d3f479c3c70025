"""The place of organisations: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from db.queries.organisations import LISTING
from db.records import Post, fields_of
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import people, records
from ui.attachments_tab import attachments_tab, takes_files
from ui.commitments_tab import commitments_tab
from ui.contacts_tab import contacts_tab
from ui.creating import creates
from ui.documents_tab import documents_tab
from ui.organisations.form import OrganisationForm
from ui.organisations.table import EITHER, chips, columns
from ui.related_tab import related_tab
from ui.stakes_tab import stakes_tab
from ui.widgets.cell_edits import edits
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.marks import Mark
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "organisations"
EDITS = edits(
    "name", "acronym", "phone", "valid_to", "kind", "level", "parent=parent_id", "email", "valid_from", "remarks",
    "=place_id",
    creates={"parent_id": creates("organisations"), "place_id": creates("places")},
)
POST = fields_of(Post)


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=OrganisationForm,
        headline=headline,
        count=lambda n: ngettext("{n} organisation", "{n} organisations", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "building-community",
            N_("Units, ministries, NGOs and neighbourhood bodies stand here once, under every name they are known by."),
            f"{PLACE}.new",
            "go.importing",
        ),
        watches=frozenset({"posts", "action_items", "interactions"}),
        tabs=(PEOPLE, COMMITMENTS, contacts_tab(PLACE), stakes_tab(PLACE), documents_tab(PLACE),
              attachments_tab(PLACE), related_tab("organisations")),
        edits=EDITS,
    )
    return takes_files(here, RecordPage(here, spec, either=EITHER))


def headline(row: Any) -> Headline:
    caption = " · ".join(part for part in (row.acronym or "", _(row.kind.label), row.parent or "") if part)
    now = _("Now {unit}").format(unit=row.successor) if row.successor else ""
    return Headline(caption, row.name, now, Mark("grey", icon="history") if now else None)


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    lines = []
    for one in reads.children(session, "posts", "organisation_id", key):
        values = one.values
        name = one.names.get(values["person_id"], "")
        period = " – ".join(format_date(day) if day else "" for day in (values["starts_on"], values["ends_on"]))
        small = " · ".join(part for part in (values["role"] or "", period.strip(" –")) if part)
        lines.append(Line(one.key, name, small, who=name, opens=("people", values["person_id"]),
                          faint=values["ends_on"] is not None))  # fmt: skip
    return sorted(lines, key=lambda line: (line.faint, line.title.casefold()))


def _add(store: Any, key: Key, *, person_id: Key, role: str | None, starts_on: date | None) -> Any:
    return people.take_post(store, person_id, organisation=key, role=role, on=starts_on, ends=False)


PEOPLE = tab(
    N_("People"),
    Part(
        "people", N_("Who holds a post here"), _read,
        N_("Nobody is known here yet."), frozenset({"posts", "people"}),
        adds=(
            Adding(
                N_("Person"), N_("Add"), _add, {name: POST[name] for name in ("person_id", "role", "starts_on")},
                rows=(("person_id",), ("role",), ("starts_on",)), creates={"person_id": creates("people")},
            ),
        ),
        remove=lambda store, keys: records.delete(store, "posts", keys), remove_text=N_("Delete the post"),
    ),
)  # fmt: skip
COMMITMENTS = commitments_tab("unit_key", "unit_id", empty=N_("It owes nothing."))

"""The place of people: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from db.queries.people import LISTING
from db.records import Post, fields_of
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import people, records
from ui.attachments_tab import attachments_tab, takes_files
from ui.commitments_tab import commitments_tab
from ui.contacts_tab import contacts_tab
from ui.creating import creates
from ui.documents_tab import documents_tab
from ui.people.form import PersonForm
from ui.people.table import chips, columns, contact
from ui.related_tab import related_tab
from ui.stakes_tab import stakes_tab
from ui.widgets.cell_edits import edits
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "people"
EDITS = edits("phone", "email", "remarks", "=title", "=given_names", "=family_names")
POST = fields_of(Post)


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(),
        form=PersonForm,
        headline=lambda row: Headline(contact(row), row.name),
        count=lambda n: ngettext("{n} person", "{n} people", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "user-circle",
            N_("The people you coordinate with stand here, with the posts they hold and held. Import the directory you "
               "have, or write the first one down."),
            f"{PLACE}.new",
            "go.importing",
        ),
        watches=frozenset({"posts", "organisations", "action_items", "interactions"}),
        tabs=(POSTS, COMMITMENTS, contacts_tab(PLACE), stakes_tab(PLACE), documents_tab(PLACE),
              attachments_tab(PLACE), related_tab("people")),
        edits=EDITS,
    )  # fmt: skip
    return takes_files(here, RecordPage(here, spec))


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    posts = reads.children(session, "posts", "person_id", key)
    posts.sort(key=lambda one: (one.values["ends_on"] is None, str(one.values["starts_on"] or "")), reverse=True)
    return [_line(one) for one in posts]


def _line(one: Any) -> Line:
    values = one.values
    body = one.names.get(values["organisation_id"], "")
    began = _("since {day}").format(day=format_date(values["starts_on"])) if values["starts_on"] else ""
    ended = _("until {day}").format(day=format_date(values["ends_on"])) if values["ends_on"] else ""
    small = " · ".join(part for part in (body if values["role"] else "", began, ended) if part)
    return Line(one.key, values["role"] or body, small, icon="briefcase", faint=bool(ended),
                opens=("organisations", values["organisation_id"]))  # fmt: skip


def _add(store: Any, key: Key, *, organisation_id: Key, role: str | None, starts_on: date | None) -> Any:
    return people.take_post(store, key, organisation=organisation_id, role=role, on=starts_on)


POSTS = tab(
    N_("Posts"),
    Part(
        "posts", N_("The posts held now and before"), _read,
        N_("No post is known yet."), frozenset({"posts", "organisations"}),
        adds=(
            Adding(
                N_("Post"), N_("Add"), _add, {name: POST[name] for name in ("organisation_id", "role", "starts_on")},
                rows=(("organisation_id",), ("role",), ("starts_on",)),
                values=lambda here: {"starts_on": here.today}, creates={"organisation_id": creates("organisations")},
            ),
        ),
        remove=lambda store, keys: records.delete(store, "posts", keys), remove_text=N_("Delete the post"),
        note=N_("A new post ends the open ones the day before it begins."),
    ),
)  # fmt: skip
COMMITMENTS = commitments_tab("person_key", "person_id", empty=N_("Answers for nothing now."))

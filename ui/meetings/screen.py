"""The place of meetings: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from db.queries import risks_and_lessons as noted
from db.queries.meetings import LISTING
from db.records import Attendance, fields_of
from db.records.action_items import Origin
from db.records.meetings import Presence
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import meetings
from ui.attachments_tab import attachments_tab, takes_files
from ui.commitments_tab import commitments_tab
from ui.creating import creates
from ui.documents_tab import documents_tab
from ui.lessons_tab import fitting_tab
from ui.meetings.acta import ACTA
from ui.meetings.agenda import AGENDA
from ui.meetings.board import VIEWS
from ui.meetings.decided import DECISIONS
from ui.meetings.edits import EDITS
from ui.meetings.form import MeetingForm
from ui.meetings.old_commitments import OLD_COMMITMENTS
from ui.meetings.table import EITHER, MARKS, chips, columns, title
from ui.related_tab import related_tab
from ui.risks_tab import risks_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Letter, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.marks import Mark
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "meetings"
WHO = fields_of(Attendance)
CAME = {
    Presence.INVITED: Mark("violet", icon="mail"), Presence.PRESENT: Mark("green", icon="check"),
    Presence.LATE: Mark("amber", icon="clock"), Presence.REPRESENTED: Mark("teal", icon="users"),
    Presence.LEFT: Mark("amber", icon="arrow-left"), Presence.EXCUSED: Mark("grey", icon="note"),
    Presence.ABSENT: Mark("red", icon="x"),
}  # fmt: skip


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=LISTING,
        columns=columns(here),
        form=MeetingForm,
        headline=headline,
        count=lambda n: ngettext("{n} meeting", "{n} meetings", n).format(n=n),
        chips=chips(),
        empty=Empty(
            "users",
            N_("Meetings stand here with who came and what was promised in them. Write the next one down, or import "
               "the matrix: its minutes come with it."),
            f"{PLACE}.new",
            "go.importing",
        ),
        watches=frozenset({"organisations", "places", "projects", "meeting_projects", "attendances", "action_items"}),
        tabs=(ATTENDANCE, AGENDA, OLD_COMMITMENTS, DECISIONS, COMMITMENTS, ACTA, RISKS,
              fitting_tab("meetings"), documents_tab("meetings"), attachments_tab("meetings"),
              related_tab("meetings")),
        edits=EDITS,
        views=VIEWS,
    )  # fmt: skip
    return takes_files(here, RecordPage(here, spec, either=EITHER))


def headline(row: Any) -> Headline:
    when = format_date(row.held_on) if row.held_on is not None else ""
    caption = " · ".join(part for part in (row.number or row.code, when, row.venue or row.place or "") if part)
    return Headline(caption, title(row), _(row.state.label), MARKS[row.state])


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    found = reads.children(session, "attendances", "meeting_id", key)
    lines = []
    for one in found:
        values = one.values
        name = one.names.get(values["person_id"]) or values["guest"] or ""
        body = values["organisation_then"] or one.names.get(values["organisation_id"], "")
        small = (values["role_then"] or "", body, "" if values["person_id"] else _("guest"),
                 _("signed") if values["signed"] else "")  # fmt: skip
        presence = values["presence"]
        opens = ("people", values["person_id"]) if values["person_id"] else None
        lines.append(Line(one.key, name, " · ".join(part for part in small if part), icon="user", opens=opens,
                          pill=_(presence.label), pill_mark=CAME[presence]))  # fmt: skip
    return sorted(lines, key=lambda line: line.title.casefold())


def _add(
    store: Any, key: Key, *, person_id: Key | None, guest: str | None, organisation_id: Key | None, presence: Presence
) -> Any:
    return meetings.attend(
        store, key, person=person_id, guest=guest, organisation=organisation_id, presence=presence
    )


def _mark(presence: Presence, store: Any, keys: Sequence[Key]) -> Any:
    return meetings.set_presence(store, keys, presence=presence)


LETTERS = (
    Letter("P", Presence.PRESENT.label, partial(_mark, Presence.PRESENT)),
    Letter("T", Presence.LATE.label, partial(_mark, Presence.LATE)),
    Letter("S", Presence.LEFT.label, partial(_mark, Presence.LEFT)),
    Letter("D", Presence.REPRESENTED.label, partial(_mark, Presence.REPRESENTED)),
    Letter("J", Presence.EXCUSED.label, partial(_mark, Presence.EXCUSED)),
    Letter("A", Presence.ABSENT.label, partial(_mark, Presence.ABSENT)),
    Letter("F", WHO["signed"].label, lambda store, keys: meetings.sign(store, keys)),
)
ATTENDANCE = tab(
    N_("Attendance"),
    Part(
        "attendance", N_("Who was expected and who came"), _read,
        N_("Nobody is on the list yet. Add the people and the guests; then mark who came with one key each."),
        frozenset({"attendances", "people", "organisations"}),
        adds=(
            Adding(
                N_("Person or guest"), N_("Add"), _add,
                {name: WHO[name] for name in ("person_id", "guest", "organisation_id", "presence")},
                rows=(("person_id",), ("guest",), ("organisation_id",), ("presence",)),
                values=lambda _here: {"presence": Presence.PRESENT},
                creates={"person_id": creates("people"), "organisation_id": creates("organisations")},
            ),
        ),
        remove=meetings.remove_attendances, remove_text=N_("Take off the list"), letters=LETTERS,
        note=N_("On the selected lines: P present, T late, S left early, D represented, J excused, A absent, "
                "F signed."),
    ),
)  # fmt: skip
COMMITMENTS = commitments_tab(
    "meeting_key", "meeting_id", origin=Origin.MEETING, empty=N_("Nothing has been promised in this meeting yet.")
)
RISKS = risks_tab("meeting", noted.of_meeting, empty=N_("This meeting has noted no risk and no lesson yet."))

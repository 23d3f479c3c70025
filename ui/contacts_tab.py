"""Contacts with a person or an organisation as a tab, and the last one as a column of lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.contacts import ContactRow, contacts
from db.records import Interaction, fields_of
from db.records.action_items import Channel
from db.records.interactions import Purpose
from ecd_desktop.language import _, format_date, relative_day
from ecd_desktop.services import interactions
from ui.creating import creates
from ui.widgets.cells import Cell, Look, Shown
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

FIELDS = fields_of(Interaction)
ICONS = {
    Channel.PROGRAM: "note", Channel.WORKBOOK: "file-spreadsheet", Channel.MEETING: "users", Channel.CALL: "phone",
    Channel.MESSAGE: "message", Channel.MAIL: "mail", Channel.LETTER: "file-text", Channel.VISIT: "map-pin",
}  # fmt: skip
WHOSE = {"people": "person", "organisations": "organisation"}


def contact_column(**more: Any) -> Shown:
    """When who answers, or who this is, was last spoken to or written to."""
    return Shown("last_contact_on", 130, Look.DUE, last_contact, **more)


def last_contact(row: Any) -> Cell:
    """The day over how long ago it was."""
    if row.last_contact_on is None:
        return Cell()
    return Cell(format_date(row.last_contact_on), relative_day(row.last_contact_on))


def contacts_tab(entity: str) -> TabSpec:
    """The contacts with one of ``people`` or ``organisations``, newest first, and writing one down."""
    names = ("on", "channel", *(("person_id",) if entity == "organisations" else ()), "said")
    rows = tuple((name,) if name in ("said", "person_id") else ("on", "channel") for name in names if name != "on")
    part = Part(
        "contacts", N_("Contacts, the last one first"), partial(_read, entity),
        N_("Nobody has written a contact down yet. Reminders, invitations and minutes that are sent stand here by "
           "themselves; calls and visits can be added."),
        frozenset({"interactions", "people", "organisations", "meetings"}),
        adds=(
            Adding(N_("New contact"), N_("Add"), partial(_add, entity), {name: FIELDS[name] for name in names},
                   rows=rows, values=lambda here: {"on": here.today, "channel": Channel.CALL},
                   creates={"person_id": creates("people")}),
        ),
        remove=interactions.delete, remove_text=N_("Delete the contact"),
    )  # fmt: skip
    return tab(N_("Contacts"), part)


def _read(entity: str, session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return contact_lines(session, entity, key)


def contact_lines(session: Any, entity: str, key: Key) -> list[Line]:
    """The contacts with a person or an organisation as lines, newest first."""
    return [_line(entity, row) for row in contacts(session, entity, key)]


def _line(entity: str, row: ContactRow) -> Line:
    with_whom = row.organisation if entity == "people" else row.person
    talk = row.purpose is Purpose.TALK
    title = _(row.channel.label) if talk else _(row.purpose.label)
    small = (format_date(row.on), "" if talk else _(row.channel.label), with_whom or "", row.meeting or "",
             _("by {who}").format(who=row.by) if row.by else "")  # fmt: skip
    return Line(row.key, title, " · ".join(part for part in small if part), icon=ICONS[row.channel],
                body=row.said or "", strong=True)  # fmt: skip


def _add(entity: str, store: Any, key: Key, **answers: Any) -> Any:
    answers = {"person" if name == "person_id" else name: value for name, value in answers.items()}
    return interactions.add(store, **answers | {WHOSE[entity]: key})

"""Taking any record to a meeting: it becomes a topic of an agenda, with the same words and keys for every noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, N_, Field
from ecd_desktop.language import _, format_date, ngettext
from ui.commands import Command, needs_selection

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

TAKEN = frozenset({"action_items", "cases", "projects", "organisations", "people", "places", "decisions"})
"""The nouns whose records can be taken to a meeting; meetings themselves cannot."""


def to_meeting_command(place: str, entity: str, section: int) -> Command:
    """Take the selected records to a meeting."""
    return Command(
        f"{place}.to_meeting", N_("Take to meeting…"), partial(_take, entity), keys=("Ctrl+Shift+E",), section=section,
        icon="messages", place=place, needs=needs_selection, also=N_("agenda topic"),
        tip=N_("The selected become topics of a meeting's agenda, which say what they are about"),
    )  # fmt: skip


def _take(entity: str, here: Here) -> None:
    take_to_meeting(here, entity, here.keys)


def take_to_meeting(here: Here, entity: str, keys: Sequence[Key]) -> None:
    """Ask which meeting, and of one record under which title and for how long; the next meeting is proposed."""

    def read(session: Any) -> Any:
        from db.queries import agenda_items, records

        project = agenda_items.project_about(session, entity, keys[0])
        ahead = agenda_items.open_agendas(session, today=here.today, project=project, limit=1)
        return ahead, records.names(session, entity, keys), project

    here.read(read, lambda found: _ask(here, entity, keys, *found), owner=here.page)


def _ask(
    here: Here, entity: str, keys: Sequence[Key], ahead: Sequence[Any], names: dict[Key, str], project: Key | None
) -> None:
    from db.records import AgendaItem, fields_of
    from db.records.agenda_items import TopicKind
    from ecd_desktop.services import agenda_items
    from ui.widgets.link_editor import LinkEditor
    from ui.widgets.question import ask

    if not names:
        return  # they are gone: the news has taken them off the list
    topic = fields_of(AgendaItem)
    fields = {"meeting": Field(LINK, N_("Meeting"), target="meetings")}
    values: dict[str, Any] = {"kind": TopicKind.DISCUSSION}
    rows: list[tuple[str, ...]] = [("meeting",), ("kind", "minutes")]
    if len(keys) == 1:
        fields["title"] = replace(topic["title"], required=True)
        values["title"] = " ".join(names[keys[0]].split())[: topic["title"].max or 400]
        rows.insert(0, ("title",))
    fields |= {"kind": topic["kind"], "minutes": topic["minutes"]}
    first = next((one for one in ahead if one.on is None or one.on >= here.today), None)
    if first is not None:
        values["meeting"] = first.meeting
    lead = _("Without a meeting the topic waits: it is offered under the agenda of the next ones.")
    if len(keys) > 1:
        many = ngettext("{n} record selected, a topic each.", "{n} records selected, a topic each.", len(keys))
        lead = f"{many.format(n=len(keys))} {lead}"
    made = ask(here, _("Take to a meeting"), _("Put on the agenda"), fields,
               lambda answers: lambda store: agenda_items.bring(store, entity, keys, **answers), rows=rows,
               values=values, names={first.meeting: first.name} if first is not None else {}, lead=lead)  # fmt: skip
    editor = made.answers.editors["meeting"]
    if isinstance(editor, LinkEditor):
        editor.offers = partial(_offers, here, project)


def _offers(here: Here, project: Key | None, session: Any, text: str) -> list[Any]:
    from db.queries.agenda_items import open_agendas
    from db.queries.records import Suggestion

    found = open_agendas(session, text, today=here.today, project=project)
    return [Suggestion(one.meeting, one.name, format_date(one.on) if one.on is not None else "") for one in found]

"""What has to do with a record as a tab: its tags, and the records that point to it or mention it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_, TEXT, Field
from db.queries.mentions import Mention, related
from db.queries.stakeholders import behind
from db.queries.tags import tags_of
from db.records.attachments import TAGGED
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import tags
from ui.kinds import OPENED, icon_of, title_of
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Related")
NAME = Field(TEXT, N_("Tag"), required=True, max=60)
IN_TABS = {"meeting_series": ("action_items", "meetings"), "places": ("action_items", "projects")}
"""By noun, the nouns whose links its records show in a tab of their own; where nothing is said, commitments."""
EXCERPT = 240  # letters of a text in which the record is mentioned


def related_tab(entity: str) -> TabSpec:
    """The tags of a record of ``entity``, and where else it occurs; of a stake, those of whoever has it."""
    watches = frozenset({*TAGGED, "tags", "notes", "progress_entries", "agenda_items", "interactions",
                         "document_links"})  # fmt: skip
    if entity not in TAGGED and entity != "stakeholders":
        return tab(TITLE, Part(
            "related", N_("Where else this occurs"), partial(_read, entity),
            N_("Nothing points to this record or mentions it yet. Its code or its name in any text is found by "
               "itself."), watches,
        ))  # fmt: skip
    part = Part(
        "related", N_("Tags, and where else this occurs"), partial(_read, entity),
        N_("Nothing points to this record or mentions it yet. Its code in any text is found by itself; tags are added "
           "here."),
        watches,
        adds=(Adding(N_("Add a tag"), N_("Add"), partial(_put, entity), {"name": NAME}),),
        remove=tags.take_off, remove_text=N_("Take the tag off"),
        note=N_("Those of the organisation or the person that has the stake.") if entity == "stakeholders" else "",
    )  # fmt: skip
    return tab(TITLE, part)


def _read(entity: str, session: Any, key: Key, here: Here) -> Sequence[Line]:
    found = behind(session, entity, key)
    return [one for one in _lines(session, *found, here) if one.opens != (entity, key)] if found else []


def _lines(session: Any, entity: str, key: Key, here: Here) -> Sequence[Line]:
    lines = [
        Line(one.key, one.name, _used(one.uses), icon="tag", strong=True, entity="tags",
             shows=partial(_search, here, one.name))
        for one in (tags_of(session, entity, key) if entity in TAGGED else ())
    ]  # fmt: skip
    for group in related(session, entity, key, without=IN_TABS.get(entity, ("action_items",))):
        lines += [_line(one) for one in group.mentions]
        if (more := group.count - len(group.mentions)) > 0:
            words = ngettext("and {n} more: {noun}", "and {n} more: {noun}", more)
            lines.append(Line(group.mentions[0].key, words.format(n=more, noun=title_of(group.entity)), faint=True,
                              fixed=True, token=(group.entity, "more")))  # fmt: skip
    return lines


def _line(one: Mention) -> Line:
    said = _("mentioned in “{field}”").format(field=_(one.label)) if one.text else _(one.label)
    small = (_(one.noun), one.code, format_date(one.on) if one.on else "", said)
    body = " ".join(one.text.split())
    return Line(
        one.key, one.title, " · ".join(part for part in small if part), icon=icon_of(one.entity),
        body=body if len(body) <= EXCERPT else f"{body[:EXCERPT]}…", fixed=True, entity=one.entity,
        opens=one.opens if one.opens[0] in OPENED else None, token=(one.entity, one.key, one.label),
    )  # fmt: skip


def _used(uses: int) -> str:
    return ngettext("Tag of this record only", "Tag of {n} records; Enter finds them", uses).format(n=uses)


def _search(here: Here, name: str) -> None:
    here.go("search")
    if here.place == "search":
        page: Any = here.page
        page.look_for(name, "tags")


def _put(entity: str, store: Any, key: Key, *, name: str) -> None:
    with store.reading() as session:
        found = behind(session, entity, key)
    entity, key = found or (entity, key)
    tags.put(store, entity, [key], name=name)

"""What changed, as lines: a heading for each noun and each group, under them the records."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ecd_desktop.language import _, format_number
from ecd_desktop.services.net_change import AT_MOST
from ui.kinds import icon_of
from ui.widgets.lines import Line
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.net_change import Group, NetChange, Told

HEADINGS = uuid.UUID("0b7a2c1a-52a4-4d43-9a6c-7a5b1f0d9e11")  # names the headings, which are no records

BESIDE = 110  # letters that stand beside the code; more stand under it, where they may take several lines

MARKS = {
    "done": Mark("amber", icon="hourglass"), "verified": Mark("green", icon="circle-check"),
    "rescheduled": Mark("violet", icon="calendar-due"), "moved": Mark("blue", icon="progress-check"),
    "new": Mark("green", icon="plus"), "observed": Mark("amber", icon="eye"), "blocked": Mark("red", icon="ban"),
    "stopped": Mark("grey", icon="circle-x"), "state": Mark("blue", icon="transfer"),
    "changed": Mark("grey", icon="pencil"), "deleted": Mark("grey", icon="trash"),
}  # fmt: skip


def heading_key(entity: str) -> uuid.UUID:
    return uuid.uuid5(HEADINGS, entity)


def lines_of(change: NetChange, inside: str) -> Iterator[Line]:
    """All of it; ``inside`` is the word for what stays in the team."""
    for section in change.sections:
        yield Line(heading_key(section.entity), section.title, section.words, icon=icon_of(section.entity),
                   strong=True, fixed=True)  # fmt: skip
        for group in section.groups:
            if len(section.groups) > 1:  # else its heading says it
                yield Line(uuid.uuid5(heading_key(section.entity), group.id), group.title, fixed=True, faint=True)
            yield from (_line(one, group, inside) for one in group.records[:AT_MOST])
            if (more := len(group.records) - AT_MOST) > 0:
                words = _("and {n} more; the list compared with this point shows them all").format(
                    n=format_number(more)
                )
                yield Line(uuid.uuid5(heading_key(section.entity), f"{group.id}/more"), words, fixed=True, faint=True)


def _line(one: Told, group: Group, inside: str) -> Line:
    told = " · ".join(one.words)
    short = len(told) <= BESIDE
    small = " · ".join(filter(None, (inside if one.inside else "", one.code, told if short else "")))
    return Line(one.key, one.name or one.code, small, mark=MARKS[group.id], body="" if short else told, strong=True,
                entity=one.entity, opens=(one.entity, one.key) if one.there else None,
                fixed=not one.there)  # fmt: skip

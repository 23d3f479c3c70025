"""Moving meetings and calling them off, wherever they are listed: what is asked, and the services that do it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import DAY, N_, TEXT, Field
from db.queries import records as reads
from db.records import Meeting, fields_of
from db.records.meetings import MeetingState as S
from ecd_desktop.language import _, begun, format_date, long_date, ngettext
from ecd_desktop.services import meetings
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

MARKS = {
    S.PLANNED: Mark("violet", icon="circle-dashed"), S.CONVENED: Mark("violet", icon="mail"),
    S.RESCHEDULED: Mark("violet", icon="calendar-due"), S.HELD: Mark("blue", icon="users"),
    S.DRAFT: Mark("amber", icon="pencil"), S.IN_REVIEW: Mark("amber", icon="eye"),
    S.APPROVED: Mark("green", icon="check"), S.SIGNED: Mark("green", icon="filled/circle-check"),
    S.SUSPENDED: Mark("grey", icon="player-pause"), S.CANCELLED: Mark("grey", icon="calendar-x"),
}  # fmt: skip
"""How the states of meetings are drawn."""

WHEN = ("held_on", "starts_at", "ends_at", "venue")


def ask_day(here: Here, keys: Sequence[Key]) -> None:
    """Ask for another day, typed in words, and hour of these meetings; one shows what it has now."""
    fields: dict[str, Field] = {
        "held_on": Field(DAY, N_("On which day"), required=True),
        **{name: fields_of(Meeting)[name] for name in WHEN[1:]},
        "reason": Field(TEXT, N_("Why it moves"), max=400),
    }
    rows = (("held_on",), ("starts_at", "ends_at"), ("venue",), ("reason",))

    def asked(seen: Any) -> None:
        values = {name: seen.values[name] for name in WHEN} if seen is not None else {}
        lead = ngettext("{n} meeting", "{n} meetings", len(keys)).format(n=len(keys))
        if seen is not None:
            day = seen.values["held_on"]
            when = begun(long_date(day, weekday=True)) if day is not None else _("Without a date")
            lead = f"{seen.values['subject'] or seen.values['number'] or seen.values['code']}\n{when}"
        ask(here, _("Another day or hour"), _("Move"), fields,
            lambda answers: partial(_moved, keys, answers), rows=rows, values=values, lead=lead)  # fmt: skip

    if len(keys) == 1:
        here.read(lambda session: reads.snapshot(session, "meetings", keys[0]), asked, owner=here.page)
    else:
        asked(None)


def _moved(keys: Sequence[Key], answers: dict[str, Any], store: Any) -> Any:
    return meetings.move(store, keys, **answers)


def ask_why(here: Here, keys: Sequence[Key], state: S) -> None:
    """Ask for the reason why these meetings are suspended or called off, and note it."""
    fields = {"reason": Field(TEXT, N_("Why the meeting is not held"), required=True, max=400)}
    job = partial(meetings.set_state, keys=tuple(keys), state=state)
    ask(here, _(state.label), _("Change the state"), fields, lambda answers: partial(job, **answers))


def by_rule(occurs_on: Any, held_on: Any) -> str:
    """«Por la regla: 08/12/2026», where a meeting is not held on the day of its series' rule."""
    if occurs_on is None or occurs_on == held_on:
        return ""
    return _("by the rule: {day}").format(day=format_date(occurs_on))

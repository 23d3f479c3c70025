"""What can be done with series of meetings: make their next meetings, add members, end them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records import SeriesMember, fields_of
from ecd_desktop.language import _
from ecd_desktop.services import meeting_series as verbs
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.meeting_series.its_meetings import MANY, schedule
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.list_spec import Quick
from ui.widgets.narrowing import open_narrowed
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "meeting_series"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New series"), delete=verbs.delete,
                         tip=N_("What repeats: its rule in words, its hour, who is always asked")),
        one("next", N_("Make the ne&xt meeting"), _next, keys=("Ctrl+Return",), in_list=True, icon="calendar-event",
            needs=needs_one, in_bar=True, tip=N_("The next one that is not there yet, with all that the series says")),
        one("schedule", N_("Make &several meetings…"), _schedule, keys=("Ctrl+T",), icon="calendar", needs=needs_one,
            in_bar=True, tip=N_("The next ones by the rule, so many or until a day")),
        one("member", N_("Add a mem&ber…"), _member, keys=("Ctrl+I",), icon="user-plus", needs=needs_one, in_bar=True,
            tip=N_("Somebody whom every meeting of the series expects")),
        one("meetings", N_("See its meetin&gs"), _meetings, icon="users", needs=needs_one, in_bar=True,
            tip=N_("The list of meetings, only those of this series")),
        one("end", N_("Not held any &more"), lambda here: here.do(verbs.end, here.keys), section=CHANGE, icon="ban",
            needs=needs_selection, tip=N_("No further meeting is made of it; those that are there stay")),
        one("resume", N_("&Held again"), lambda here: here.do(verbs.end, here.keys, ended=False), section=CHANGE,
            icon="restore", needs=needs_selection, tip=N_("Meetings are made of it again")),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _next(here: Here) -> None:
    (key,) = here.keys
    here.do(verbs.next_meeting, key, then=lambda made: here.open("meetings", made), owner=here.page)


def _schedule(here: Here) -> None:
    (key,) = here.keys
    ask(here, _("Make several meetings"), _("Make them"), MANY, lambda answers: partial(_made, key, answers),
        rows=(("count", "until"),), values={"count": 6}, lead=_named(here))  # fmt: skip


def _made(key: Any, answers: dict[str, Any], store: Any) -> Any:
    return schedule(store, key, **answers)


def _member(here: Here) -> None:
    (key,) = here.keys
    fields = {name: fields_of(SeriesMember)[name] for name in ("person_id", "since", "until")}
    ask(here, _("Add a member"), _("Add"), fields, lambda answers: partial(_joined, key, answers),
        rows=(("person_id",), ("since", "until")), lead=_named(here),
        creates={"person_id": creates("people")})  # fmt: skip


def _joined(key: Any, answers: dict[str, Any], store: Any) -> Any:
    return verbs.add_members(store, key, people=[answers["person_id"]], since=answers["since"], until=answers["until"])


def _meetings(here: Here) -> None:
    (key,), name = here.keys, _named(here)
    where = (Where("series_key", "is", key),)
    open_narrowed(here, "meetings", (Quick("of_series", name, lambda _here: where, icon="rotate-clockwise"),))


def _named(here: Here) -> str:
    return next((str(row.name) for row in rows(here)), "")

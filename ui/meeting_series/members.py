"""Who is always asked to a series, as a tab: from and until which day, with the post held now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import lookups
from db.queries import meeting_series as queries
from db.records import SeriesMember, fields_of
from ecd_desktop.calendar import today
from ecd_desktop.language import _, format_date
from ecd_desktop.services import meeting_series, records
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = fields_of(SeriesMember)


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    return [_line(session, one, here) for one in queries.members(session, key)]


def _line(session: Any, one: queries.Member, here: Here) -> Line:
    then = lookups.post_on(session, one.person, here.today)
    since = _("since {day}").format(day=format_date(one.since)) if one.since is not None else ""
    until = _("until {day}").format(day=format_date(one.until)) if one.until is not None else ""
    left = one.until is not None and one.until < here.today
    small = (since, until, then.role if then else "", then.organisation_name if then else "")
    return Line(one.key, one.name, " · ".join(part for part in small if part), icon="user", faint=left,
                pill=_("Left") if left else "")  # fmt: skip


def _add(store: Any, key: Key, *, person_id: Key, **days: Any) -> Any:
    return meeting_series.add_members(store, key, people=[person_id], **days)


MEMBERS = tab(
    N_("Members"),
    Part(
        "members", N_("Who is always asked"), _read,
        N_("Nobody is asked by itself yet. Add the people whom every meeting of this series expects."),
        frozenset({"series_members", "people", "posts", "organisations"}),
        adds=(
            Adding(
                N_("Member"), N_("Add"), _add, {name: FIELDS[name] for name in ("person_id", "since", "until")},
                rows=(("person_id",), ("since", "until")), creates={"person_id": creates("people")},
            ),
        ),
        remove=meeting_series.remove_members, remove_text=N_("Take off the series"),
        letters=(
            Letter("H", N_("Asked until today"),
                   lambda store, keys: meeting_series.set_member_until(store, keys, until=today())),
        ),
        note=N_("Whoever is a member on the day of a meeting is expected at it. Enter changes the days; H on the "
                "selected lines: until today."),
        edit=Editing(N_("Edit the member"), "series_members", {name: FIELDS[name] for name in ("since", "until")},
                     records.save, rows=(("since", "until"),)),
    ),
)  # fmt: skip

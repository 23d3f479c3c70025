"""The meetings of a series, as a tab: those to come first, with the dates that have none yet; then those that were."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import DAY, N_, NUMBER, Field
from db.queries.listing import Ask, Order, Where
from db.queries.meetings import LISTING
from db.records.meetings import AHEAD, CALLED_OFF, MeetingState
from ecd_desktop.language import _, begun, short_date
from ecd_desktop.recurrence import Occurrence
from ecd_desktop.services import meeting_series
from ui import meeting_moves
from ui.meeting_moves import MARKS, ask_day, ask_why
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Letter, Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FORESEEN = 3  # dates without a meeting that are shown
NOT_MADE = Mark("grey", icon="calendar")
MANY = {"count": Field(NUMBER, N_("How many"), max=meeting_series.MOST), "until": Field(DAY, N_("Or until"))}


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    rows = LISTING.all(session, Ask(where=(Where("series_key", "is", key),), order=(Order("held_on"), Order("code"))))
    ahead = [(row.held_on, _line(row)) for row in rows if row.state in AHEAD]
    free = [(one.on or one.by_rule, _free(key, one)) for one in meeting_series.foreseen(session, key, count=FORESEEN)]
    dated = sorted((one for one in (*ahead, *free) if one[0] is not None), key=lambda one: one[0])
    undated = [line for day, line in ahead if day is None]
    past = [_line(row) for row in reversed(rows) if row.state not in AHEAD]
    return [*undated, *(line for _day, line in dated), *past]


def _line(row: Any) -> Line:
    when = begun(short_date(row.held_on)) if row.held_on is not None else _("Without a date")
    moved = meeting_moves.by_rule(row.occurs_on, row.held_on)
    came = _("{came} of {expected} came").format(came=row.came, expected=row.expected) if row.came else ""
    small = (row.number or row.code, came, moved, row.state_reason or "")
    mark = MARKS[row.state]
    return Line(
        row.key, f"{when} {row.starts_at or ''}".strip(), " · ".join(part for part in small if part), mark=mark,
        pill=_(row.state.label), pill_mark=mark, opens=("meetings", row.key), faint=row.state in CALLED_OFF,
    )  # fmt: skip


def _free(series: Key, one: Occurrence) -> Line:
    left_out = _("a day without work, left out because the next one is near") if one.on is None else ""
    state = _("Left out") if one.on is None else _("Not made yet")
    return Line(
        uuid.uuid5(series, one.by_rule.isoformat()), begun(short_date(one.on or one.by_rule)),
        left_out or meeting_moves.by_rule(one.by_rule, one.on), mark=NOT_MADE, mark_words=state, pill=state,
        pill_mark=NOT_MADE, faint=True, fixed=True,
    )  # fmt: skip


def schedule(store: Any, key: Key, *, count: int | None, until: Any) -> Any:
    """The next meetings: so many, or all until a day; six where nothing is said."""
    return meeting_series.schedule(store, key, until=until, count=count or (None if until else 6))


def _why(state: MeetingState, here: Here, _series: Key, keys: Sequence[Key]) -> None:
    ask_why(here, keys, state)


LETTERS = (
    Letter("R", N_("Another day or hour…"), run=lambda here, _series, keys: ask_day(here, keys)),
    Letter("S", N_("Suspended…"), run=partial(_why, MeetingState.SUSPENDED)),
    Letter("C", N_("Called off…"), run=partial(_why, MeetingState.CANCELLED)),
)
MEETINGS = tab(
    N_("Meetings"),
    Part(
        "series_meetings", N_("The meetings of the series, those to come first"), _read,
        N_("No meeting of this series is there yet. Make the next ones; each begins with everything that stands in the "
           "series."),
        frozenset({"meetings", "meeting_series", "attendances", "holidays"}),
        adds=(
            Adding(N_("Make the next ones"), N_("Make them"), schedule, MANY, rows=(("count", "until"),),
                   values=lambda _here: {"count": 6}),
        ),
        letters=LETTERS,
        note=N_("Enter opens a meeting. On the selected lines: R another day or hour, S suspended, C called off."),
    ),
)  # fmt: skip

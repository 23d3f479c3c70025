"""A reminder as text to be sent by whatever people use: a greeting, what is owed with dates and days late, who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries.action_items import ActionItemRow
from db.queries.contacts import Owing
from db.queries.traffic_light import Why
from db.records.action_items import State
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _, format_date, in_language, ngettext
from ecd_desktop.outgoing_text import one_line

MOST = 1_000
"""Characters: what fits on a telephone without being folded away (issue 4)."""

WIDTHS = (240, 160, 110, 75)  # of a description, tried one after another


def reminder(owing: Owing, *, on: date, calendar: Calendar, sender: str, language: str | None = None) -> str:
    """The text, at most ``MOST`` characters; of a long list the most urgent and how many more there are.

    Days late are working days, as the traffic light counts them. Empty where nothing is owed.
    """
    if not owing.items:
        return ""
    with in_language(language):
        lines = [[line(row, on, calendar, width) for row in owing.items] for width in WIDTHS]
        for told in lines:
            if len(text := _whole(owing, told, len(told), on, sender)) <= MOST:
                return text
        shortest = lines[-1]
        for shown in range(len(shortest) - 1, 0, -1):
            if len(text := _whole(owing, shortest, shown, on, sender)) <= MOST:
                return text
        return _whole(owing, shortest, 1, on, sender)[:MOST]


def _whole(owing: Owing, lines: Sequence[str], shown: int, on: date, sender: str) -> str:
    name, today = one_line(owing.name, 80), format_date(on)
    if owing.of_person:
        begun = _("Good day, {name}:\nthis is what is still open with you as of {date}:").format(name=name, date=today)
        asked = _("Would you please tell us how it stands? Kind regards,")
    else:
        begun = _("Good day, team of {name}:\nthis is what is still open with your unit as of {date}:").format(
            name=name, date=today
        )
        asked = _("Would you all please tell us how it stands? Kind regards,")
    more = len(lines) - shown
    told = list(lines[:shown])
    if more:
        told.append(ngettext("and {n} more.", "and {n} more.", more).format(n=more))
    return "\n".join((begun, *told, asked, one_line(sender, 60)))


def line(row: ActionItemRow, on: date, calendar: Calendar, width: int) -> str:
    """One commitment: its code, what it is in at most ``width`` characters, and when it was or is due."""
    said = one_line(row.description, width).rstrip(".")
    return _("• {code}: {commitment} ({when}).").format(code=row.code, commitment=said, when=_when(row, on, calendar))


def _when(row: ActionItemRow, on: date, calendar: Calendar) -> str:
    if row.due_on is None:
        when = _("without a date")
    else:
        day = format_date(row.due_on)
        days = calendar.days_late(row.due_on, on)
        if row.why is Why.OVERDUE and days:
            late = ngettext(
                "was due on {day}, {n} working day late", "was due on {day}, {n} working days late", days
            )
            when = late.format(day=day, n=days)
        elif row.why is Why.OVERDUE:
            when = _("was due on {day}").format(day=day)
        else:
            when = _("due on {day}").format(day=day)
    return _("{when}; observed").format(when=when) if row.state is State.OBSERVED else when

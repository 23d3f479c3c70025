"""How a series of meetings repeats: a rule in words («primer martes») ⇄ an RRULE of RFC 5545, and its days.

A rule is kept as the RRULE value (``FREQ=MONTHLY;BYDAY=1TU``), so that calendars of others can read it; it holds
neither COUNT nor UNTIL, because the series says from and until when.  The words are in ``recurrence_words``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from dateutil.rrule import rrulestr

from ecd_desktop import recurrence_words
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import current
from ecd_desktop.recurrence_words import DAYS, LAST, WORKING, Rule

AHEAD_AT_MOST = 10
"""Years looked into for the next day of a rule: beyond them nobody plans a meeting."""

MOST = 400
"""Days of a rule that are told at once."""

_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day that the rule says, and the one on which the meeting is held: ``on`` is None where it is left out.

    ``on`` is later than ``by_rule`` where that is a day without work; it is left out where the next one of the
    series comes before work begins again, or on that very day.
    """

    by_rule: date
    on: date | None

    @property
    def moved(self) -> bool:
        return self.on != self.by_rule


def parse_rule(text: str, language: str | None = None) -> str | None:
    """The RRULE value that words mean, Spanish or English, or None where they are not understood; nothing is guessed.

    The language in force is read first; an RRULE itself is taken as it is, in its canonical form.
    """
    typed = text.strip().upper().removeprefix("RRULE:")
    rule = read_rule(typed) if typed.startswith("FREQ=") else None
    spoken = language or current()
    for one in sorted(recurrence_words.LANGUAGES, key=lambda one: one != spoken[:2]):
        rule = rule or _sound(recurrence_words.parse(text, one))
    return write_rule(rule) if rule is not None else None


def rule_in_words(value: str, language: str | None = None) -> str:
    """The rule as a person says it, in words that ``parse_rule`` reads back; one of another making as it is."""
    rule = read_rule(value)
    return recurrence_words.say(rule, (language or current())[:2]) if rule is not None else value


def read_rule(value: str) -> Rule | None:
    """What an RRULE value says; None where it is none or says more than the words here can (COUNT, UNTIL, hours)."""
    parts = dict(part.partition("=")[::2] for part in value.strip().upper().split(";") if part)
    if not value.isascii() or set(parts) - {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}:
        return None
    days = [_DAY.fullmatch(one) for one in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    try:
        told = [(int(day[1] or 0), DAYS.index(day[2])) for day in days if day is not None]
        places = _numbers(parts, "BYSETPOS")
        rule = Rule(
            parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")), months=_numbers(parts, "BYMONTH"),
            month_days=_numbers(parts, "BYMONTHDAY"), working=places[0] if len(places) == 1 else 0,
            days=() if places else tuple(told),
        ).tidy()  # fmt: skip
    except ValueError:
        return None
    if len(told) < len(days) or len(places) > 1 or (places and tuple(told) != WORKING):
        return None
    return _sound(rule)


def write_rule(rule: Rule) -> str:
    """The RRULE value of a rule, always in the same form."""
    parts = [f"FREQ={rule.freq}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    for name, numbers in (("BYMONTH", rule.months), ("BYMONTHDAY", rule.month_days)):
        if numbers:
            parts.append(f"{name}={','.join(map(str, numbers))}")
    if days := WORKING if rule.working else rule.days:
        parts.append("BYDAY=" + ",".join(f"{place or ''}{DAYS[day]}" for place, day in days))
    if rule.working:
        parts.append(f"BYSETPOS={rule.working}")
    return ";".join(parts)


def occurrences(
    value: str, *, since: date, calendar: Calendar, start: date | None = None, until: date | None = None,
) -> Iterator[Occurrence]:
    """The days of a rule that counts from ``since``, those from ``start`` up to ``until`` by the rule, in order.

    One on a holiday moves to the next working day; one that only says a number (the 15th) moves off a weekend too,
    while a Saturday that the rule names is meant. «Último día hábil» follows the office's calendar.
    """
    rule = read_rule(value)
    if rule is None:
        return
    first = max(start or since, since)
    last = min(until or date.max, _years_on(first, AHEAD_AT_MOST))
    days = chain(_days(value, since, first, last), (None,))
    day = next(days)
    while day is not None and day <= last:
        following = next(days)
        on = _held(rule, day, calendar)
        yield Occurrence(day, None if on != day and following is not None and following <= on else on)
        day = following


def next_days(value: str, *, since: date, calendar: Calendar, start: date, count: int = 5) -> list[Occurrence]:
    """The first ``count`` days of a rule from ``start`` on, with those that move or are left out among them."""
    return list(islice(occurrences(value, since=since, calendar=calendar, start=start), count))


def _days(value: str, since: date, first: date, last: date) -> Iterator[date]:
    # one more than wanted: whether the last one may move depends on the next
    beyond = datetime.combine(_years_on(last, 1), time.max)
    found = rrulestr(value, dtstart=datetime.combine(since, time.min))
    for told, moment in enumerate(found.xafter(datetime.combine(first, time.min), inc=True)):
        if moment > beyond or told > MOST:
            return
        yield moment.date()


def _held(rule: Rule, day: date, calendar: Calendar) -> date:
    if rule.working > 0:
        return calendar.add_working(day.replace(day=1) - timedelta(days=1), rule.working)
    if rule.working < 0:
        month = day.replace(day=monthrange(day.year, day.month)[1])
        return calendar.add_working(month + timedelta(days=1), rule.working)
    named = bool(rule.days) or rule.freq == "WEEKLY"
    if day in calendar.non_working or not (named or calendar.is_working(day)):
        return calendar.next_working(day)
    return day


def _numbers(parts: dict[str, str], name: str) -> tuple[int, ...]:
    return tuple(int(one) for one in parts[name].split(",")) if name in parts else ()


def _sound(rule: Rule | None) -> Rule | None:
    """The rule where it says days that exist, and only what words can say."""
    if rule is None or rule.freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return None
    within_month = bool(rule.month_days or rule.working or any(place for place, _day in rule.days))
    said = sum((bool(rule.days), bool(rule.month_days), bool(rule.working)))
    sound = (
        1 <= rule.interval <= (6 if rule.freq == "DAILY" else 52)
        and said <= 1
        and all(place in (1, 2, 3, 4, 5, LAST, LAST - 1, 0) for place, _day in rule.days)
        and len({bool(place) for place, _day in rule.days}) <= 1
        and rule.working in (0, 1, 2, 3, 4, 5, LAST, LAST - 1)
        and all(day == LAST or 1 <= day <= 31 for day in rule.month_days)
        and all(1 <= month <= 12 for month in rule.months)
    )
    fits = {
        "DAILY": said == 0,
        "WEEKLY": not within_month,
        "MONTHLY": within_month or said == 0,
        "YEARLY": (within_month and bool(rule.months)) or said == 0,
    }[rule.freq]
    if not (sound and fits) or bool(rule.months) != (rule.freq == "YEARLY" and said > 0):
        return None
    if rule.months and any(day > max(monthrange(2024, month)[1] for month in rule.months) for day in rule.month_days):
        return None  # 30 February
    return rule


def _years_on(day: date, years: int) -> date:
    return date(min(day.year + years, 9998), day.month, min(day.day, 28))

"""Quick add in words: what each chip says, what is remarkable about the day, what several pasted lines become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ecd_desktop.language import (
    ENGLISH,
    N_,
    SPANISH,
    _,
    begun,
    current,
    long_date,
    ngettext,
    relative_day,
    short_date,
)
from ecd_desktop.quick_add import MARK_WORDS, Kind, Mark, Reading, Unclear
from ui.quick_add.chips import Shown

if TYPE_CHECKING:
    from ecd_desktop.calendar import Calendar

REACHES = {"commitment": N_("Commitment"), "internal_task": N_("Internal task")}
PRIORITIES = {"high": N_("High priority"), "medium": N_("Medium priority"), "low": N_("Low priority")}
TONES = {"high": "red", "medium": "amber", "low": ""}
ICONS = {"people": "user", "organisations": "building", "projects": "briefcase", "cases": "lifebuoy"}


def chip_of(mark: Mark, today: date, calendar: Calendar, remove: Callable[[], object]) -> Shown:
    """A mark of the line as a chip."""
    leave = _("Leave “{words}” as text").format(words=mark.text)
    if mark.kind is Kind.DUE:
        day: date = mark.value
        when = f"{begun(short_date(day))} · {relative_day(day, on=today)}"
        tone = "red" if day < today else "amber" if not calendar.is_working(day) else "blue"
        return Shown("due", when, "calendar-due", tone, leave, remove)
    if mark.kind is Kind.PRIORITY:
        return Shown("priority", _(PRIORITIES[mark.value]), "flag", TONES[mark.value], leave, remove)
    one = mark.value
    if mark.kind is Kind.WHO:
        if one.entity == "people":
            text = _("{name} · {unit}").format(name=one.name, unit=one.within_name) if one.within_name else one.name
        else:
            text = f"{one.short} · {one.name}" if one.short and one.short != one.name else one.name
        return Shown(f"who/{one.key}", text, ICONS[one.entity], "teal", leave, remove)
    return Shown(f"about/{one.key}", f"{one.short} · {one.name}", ICONS[one.entity], "violet", leave, remove)


def unclear_chip(one: Unclear, choose: Callable[[], object]) -> Shown:
    """A name that is several records', or nobody's."""
    if one.among:
        several = ngettext("{words}: {n} fits", "{words}: {n} fit", len(one.among))
        text = several.format(words=one.text, n=len(one.among))
        ask = _("Choose which one is meant")
        return Shown(f"unclear/{one.text}", text, "question-mark", "amber", ask, choose, False)
    text = _("{words}: nothing is called that").format(words=one.text)
    return Shown(f"unclear/{one.text}", text, "question-mark", "", _("It stays text"), choose, False)


def about_day(day: date, today: date, calendar: Calendar, names: Mapping[date, str]) -> str:
    """What to know about a due date: that nobody works on it, or that it is past; "" where nothing is."""
    if day < today:
        return _("{day} is past already.").format(day=begun(long_date(day, weekday=True)))
    if calendar.is_working(day):
        return ""
    counts = long_date(calendar.next_working(day), weekday=True)
    said = begun(long_date(day, weekday=True))
    if name := names.get(day):
        return _("{day} is no working day ({name}); it counts as {next}.").format(day=said, name=name, next=counts)
    return _("{day} is no working day; it counts as {next}.").format(day=said, next=counts)


def about_many(readings: Sequence[Reading]) -> str:
    """What several pasted lines become, in one sentence."""
    n = len(readings)
    whole = ngettext("{n} line was pasted: Enter adds {n} commitment.",
                     "{n} lines were pasted: Enter adds {n} commitments, with one Undo.", n).format(n=n)  # fmt: skip
    dated = sum(reading.due is not None for reading in readings)
    somebody = sum(any(mark.kind is Kind.WHO for mark in reading.marks) for reading in readings)
    more = _("With a due date: {dated}. With somebody who answers: {who}.").format(dated=dated, who=somebody)
    empty = sum(not reading.description for reading in readings)
    said = ngettext("{n} says nothing to do and is left out.", "{n} say nothing to do and are left out.", empty)
    return " ".join(part for part in (whole, more, said.format(n=empty) if empty else "") if part)


def in_short(reading: Reading) -> str:
    """One of several lines as it will be: «Llamar a Obras · vie 27 nov · Ana Ríos»."""
    names = [mark.value.short or mark.value.name for mark in reading.marks if mark.kind in (Kind.WHO, Kind.ABOUT)]
    due = short_date(reading.due) if reading.due is not None else ""
    return " · ".join(part for part in (reading.description, due, *names) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """A word after ``!`` in the list of suggestions, in the shape of a record that is offered."""

    entity: str
    key: str
    name: str
    short: str
    hint: str


def choices(typed: str) -> list[Choice]:
    """What may stand after ``!`` in the language in force, by its first letters."""
    words = MARK_WORDS[SPANISH if current() == SPANISH else ENGLISH]
    said = {**PRIORITIES, **REACHES}
    return [
        Choice("", value, _(said[value]), word, f"!{word}")
        for word, value in words
        if word.startswith(typed.strip().casefold()) and word != typed.strip().casefold()
    ]

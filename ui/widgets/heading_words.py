"""What a heading among the rows says: the group's words and mark, how many records, subtotals, all of it for ears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _, format_date, format_money, format_number, format_percent, month_and_year
from ui.widgets.cells import Look, Shown
from ui.widgets.grouping import CountWords, Gathered, HeadingCell
from ui.widgets.marks import LIGHTS, Mark

if TYPE_CHECKING:
    from db.fields import Speech
    from db.queries.grouping import Total
    from db.queries.listing import Column

DUE_MARKS = {"overdue": LIGHTS["red"], "today": Mark("amber", icon="filled/clock")}
"""Marks of headings that say how urgent a due date is."""


def heading_cells(
    group: Gathered, columns: Sequence[Shown], declared: Mapping[str, Column], labels: Sequence[str], *,
    by: Shown, folded: bool, first: Any | None, count: CountWords, speech: Speech,
) -> tuple[HeadingCell, ...]:  # fmt: skip
    """What each column paints of a heading.  ``by``: the grouping column; ``first``: the row of one of its records."""
    text = heading_text(group.heading.value, by, declared.get(by.name), speech)
    mark = heading_mark(group.heading.value, by, text, first)
    initials = by.look is Look.WHO and bool(group.heading.value)
    totals = [
        total_text(group.totals.get(one.name), declared[one.name], one) if one.name in declared else ""
        for one in columns
    ]
    counted = count(len(group.keys))
    spoken = spoken_heading(
        text, counted, folded, [(label, said) for label, said in zip(labels, totals, strict=True) if said]
    )
    return tuple(HeadingCell(text, counted, mark, initials, folded, total, spoken) for total in totals)


def heading_text(value: Any, by: Shown, declared: Column | None, speech: Speech) -> str:
    """The words of a group: a choice's own, a month, a name; what has no value says so."""
    from db.fields import Choice

    if by.group_words is not None:
        return by.group_words(value)
    if isinstance(value, Choice):
        return _(value.label)
    if isinstance(value, date):
        return month_and_year(value) if value.day == 1 else format_date(value)
    if value is None or value == "":
        return _("Without a date") if declared is not None and declared.kind.name == "day" else _("(empty)")
    return declared.field.format(value, speech) if declared is not None else str(value)


def heading_mark(value: Any, by: Shown, text: str, first: Any | None) -> Mark | None:
    """The mark that the group's own records wear in their pill; ``first`` is the row of one of them."""
    if by.look is Look.DUE:
        return DUE_MARKS.get(str(getattr(value, "value", "")))
    if by.look is Look.PILL and by.cell is not None and first is not None:
        cell = by.cell(first)
        return cell.mark if cell.text == text else None
    return None


def total_text(total: Total | None, declared: Column, shown: Shown | None) -> str:
    """A subtotal as its column shows numbers; "" where no record has one."""
    if total is None or total.mean is None:
        return ""
    if declared.totalled == "mean":
        return _("avg. {value}").format(value=number_text(total.mean, declared, shown))
    return number_text(total.sum, declared, shown)


def number_text(value: float, declared: Column, shown: Shown | None) -> str:
    """A sum or a mean in the way of its column: soles, percent, or at most one decimal place."""
    if declared.kind.name == "money":
        return format_money(round(value))
    if shown is not None and shown.look is Look.BAR:
        return format_percent(round(value))
    return format_number(value, 0 if float(value).is_integer() else 1)


def spoken_heading(text: str, count: str, folded: bool, totals: Sequence[tuple[str, str]]) -> str:
    """For ears: «EMAPE, 12 commitments, unfolded. Budget: S/ 1,234.00»."""
    frame = _("{heading}, {count}, folded") if folded else _("{heading}, {count}, unfolded")
    said = frame.format(heading=text, count=count)
    return ". ".join([said, *(_("{label}: {value}").format(label=label, value=value) for label, value in totals)])

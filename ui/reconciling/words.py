"""How files, points and their answers are said: marks of the kinds, where a file comes from, what a point tells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from db.exchange_log import COPY
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, ngettext, short_date
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Kind
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecd_desktop.review import File, Option, Point

MARKS = {
    Kind.DECIDE: Mark("amber", icon="alert-triangle"), Kind.CLEAN: Mark("blue", icon="download"),
    Kind.NEW: Mark("green", icon="plus"), Kind.REMOVAL: Mark("red", icon="trash"),
    Kind.UNREADABLE: Mark("red", icon="alert-circle"), Kind.MISSING: Mark("grey", icon="circle-dashed"),
    Kind.HELD: Mark("grey", icon="lock"),
}  # fmt: skip
HINTS = {
    Kind.DECIDE: N_("Both sides changed it. Choose with 1, 2, 3 or ← → and Enter; nothing is written until you apply."),
    Kind.CLEAN: N_("Only the file changed these: they are taken over. Space leaves one out."),
    Kind.NEW: N_("Rows that were added. Choose which become records here."),
    Kind.REMOVAL: N_("They ask to take these off. Choose what becomes of each."),
    Kind.UNREADABLE: N_("These cells were not taken, the rest is. O opens the record; the receipt tells the sender."),
    Kind.MISSING: N_("These were handed out and are not in the file. That is no answer, and nothing is deleted."),
    Kind.HELD: N_("Keys and rows do not fit: nothing of these is taken, so that no record gets another one's values."),
}
"""What a list of each kind is, in one line over it."""
AGAIN = N_("Asked again: the record changed here after you had answered.")


def file_words(file: File) -> str:
    """«Seguimiento.xlsx · sent 9 Nov · came back 22 Nov by EMAPE»."""
    came = short_date(file.came.astimezone(LIMA).date())
    parts = [file.name]
    if file.kind == COPY:
        parts.append(_("laptop copy"))
    if file.sent is not None:
        parts.append(_("sent {day}").format(day=short_date(file.sent.astimezone(LIMA).date())))
    if file.sender:
        parts.append(_("came back {day} by {sender}").format(day=came, sender=file.sender))
    else:
        parts.append(_("came back {day}").format(day=came))
    if file.day:
        parts.append(_("saved {day}").format(day=short_date(date.fromisoformat(file.day[:10]))))
    return " · ".join(parts)


def whose(file: File) -> str:
    """Whom a file is from, in one word or two."""
    return file.sender or file.name


def files_words(files: Sequence[File], asked: int, writing: int) -> str:
    """What stands under the title: the one file, or how many there are and what is still to do."""
    if not files:
        return _("Workbooks and laptop copies that came back")
    if len(files) == 1:
        return file_words(files[0])
    parts = [ngettext("{n} file", "All {n} files", len(files)).format(n=len(files))]
    parts.append(ngettext("{n} question", "{n} questions", asked).format(n=asked))
    parts.append(ngettext("{n} change to write", "{n} changes to write", writing).format(n=writing))
    return " · ".join(parts)


def left_words(points: Sequence[Point]) -> str:
    """«2 questions · 11 changes · 1 not read»: what waits in a file."""
    asked = sum(point.open for point in points)
    writing = sum(point.answer not in ("", OURS) for point in points)
    parts = []
    if asked:
        parts.append(ngettext("{n} question", "{n} questions", asked).format(n=asked))
    if writing:
        parts.append(ngettext("{n} change", "{n} changes", writing).format(n=writing))
    if unread := sum(point.kind in (Kind.UNREADABLE, Kind.HELD) for point in points):
        parts.append(ngettext("{n} not read", "{n} not read", unread).format(n=unread))
    return " · ".join(parts) or _("nothing to write")


def option(point: Point, value: str) -> Option | None:
    return next((one for one in point.options if one.value == value), None)


def shown(point: Point, value: str) -> str:
    """What an option shows; "" where the point has none such."""
    found = option(point, value)
    return found.shown if found is not None else ""


def before(point: Point) -> str:
    """What the others are compared with, word by word: as it left, else as it is here."""
    return shown(point, BASE) if option(point, BASE) is not None else shown(point, OURS)


def after(point: Point) -> str:
    """What a taken change brings."""
    return point.typed if point.answer == OTHER else shown(point, THEIRS)


def taken(point: Point) -> bool:
    """Whether applying writes something of it."""
    return point.answer not in ("", OURS)


def spoken(point: Point) -> str:
    """All of a point in one line, for ears and tooltips."""
    empty = _("(empty)")
    parts = [point.code, point.words, _(point.label) if point.label else "", point.at]
    for number, one in enumerate(point.options, start=1):
        told = _("{n}: {whose}: {value}").format(n=number, whose=_(one.label), value=one.shown or empty)
        parts.append(" ".join(part for part in (told, one.hint, one.refused) if part))
    if point.answer == OTHER:
        parts.append(_("chosen: {value}").format(value=point.typed or empty))
    elif (chosen := option(point, point.answer)) is not None:
        parts.append(_("chosen: {value}").format(value=_(chosen.label)))
    elif point.open:
        parts.append(_("not decided yet"))
    parts += [point.note, point.reason, _(AGAIN) if point.asked_again else ""]
    return " · ".join(part for part in parts if part)




def grouped(points: Sequence[Point], whose: Callable[[Point], str]) -> list[Any]:
    """Under a heading for each record: its code and words, whose file it is."""
    rows: list[Any] = []
    last: Any = None
    for point in points:
        group = (point.words, point.code, point.at if point.key is None else "", point.key, point.file)
        if group != last:
            last = group
            told = " ".join(point.words.split())
            rows.append(f"{point.code}\t{' · '.join(part for part in (told, whose(point)) if part)}")
        rows.append(point)
    return rows

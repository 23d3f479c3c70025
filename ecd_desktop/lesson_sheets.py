"""From a database to the papers of lessons: one sheet, or the compendium of all of them by theme."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries import lessons
from db.queries.lessons import Applied, LessonRow
from db.queries.listing import Ask, Order, Where
from db.records.lessons import LessonState
from ecd_desktop.calendar import Calendar
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries import Session
    from ecd_desktop.issuing import Material, Wanted
    from ecd_desktop.reports.letterhead import Head
    from ecd_desktop.reports.page import Watch, Written
    from ecd_desktop.settings import Settings

READ = (LessonState.REVIEWED, LessonState.PUBLISHED)
"""What the compendium holds unless all of them are asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """The lessons with what projects made of each."""

    lessons: tuple[LessonRow, ...]
    applied: "dict[Key, list[Applied]]"


def collect(
    session: "Session", wanted: "Wanted", fictitious: bool, calendar: Calendar, latest: date
) -> "Material":  # fmt: skip
    """Read the lesson ``wanted.code``, or those of the compendium. Raises Expected where there is none."""
    from ecd_desktop.issuing import Material

    cutoff = wanted.cutoff or latest
    past = cutoff if cutoff < latest else None
    if wanted.what == "lesson":
        ask = Ask(where=(Where("code", "is", wanted.code.strip().upper()),), cutoff=past)
        rows = lessons.LISTING.all(session, ask)
        if not rows:
            raise Expected(
                _("There is no lesson {code} up to that date.").format(code=wanted.code),
                _("Check the code in the list of lessons."),
            )
    else:
        read = () if wanted.everything else (Where("state", "in", READ),)
        rows = lessons.LISTING.all(session, Ask(where=read, order=(Order("code"), Order("title")), cutoff=past))
        if not rows:
            raise Expected(
                _("No lesson was reviewed or published up to that date, so there is nothing to print."),
                _("Review the lessons first, or ask for drafts and retired ones too."),
            )
    told = Told(tuple(rows), lessons.applied_of(session, [row.key for row in rows], past))
    return Material(wanted, cutoff, wanted.known, calendar, (), fictitious=fictitious, told=told)


def write(
    path: Path, material: "Material", settings: "Settings", head: "Head", language: str | None,
    watch: "Watch | None",
) -> "Written":  # fmt: skip
    """Make the PDF; ``issuing.write`` has more about the arguments."""
    from ecd_desktop.reports import compendium, lesson_sheet

    told: Told = material.told
    if material.wanted.what == "lessons":
        return compendium.write(
            path, told.lessons, told.applied, head=head, cutoff=material.cutoff, known=material.known,
            everything=material.wanted.everything, language=language, watch=watch,
        )  # fmt: skip
    (lesson,) = told.lessons
    with in_language(language):
        named = _("Contains personal data – Law 29733") if lesson.owner else ""
    head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, named))))
    return lesson_sheet.write(
        path, lesson, told.applied.get(lesson.key, ()), head=head, cutoff=material.cutoff, known=material.known,
        language=language, watch=watch,
    )  # fmt: skip

"""The handover of a post as text to be copied: what whoever takes over answers for, awaits and has ahead."""

from collections.abc import Iterator
from datetime import date

from db.queries.documents import DocumentRow
from db.queries.handover import Handover, MeetingAhead
from db.queries.stakeholders import PublicStakeholder
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _, format_date, in_language
from ecd_desktop.outgoing_text import one_line
from ecd_desktop.reminders import line

WIDTH = 240
"""Characters of a text within its line."""


def text(found: Handover, *, on: date, calendar: Calendar, language: str | None = None) -> str:
    """The whole text in a language, chapter by chapter; a chapter without anything says so."""
    with in_language(language):
        return "\n".join(_lines(found, on, calendar))


def _lines(found: Handover, on: date, calendar: Calendar) -> Iterator[str]:
    yield _("Handover of post: {name}, as of {date}").format(name=one_line(found.name, 80), date=format_date(on))
    for role, office in found.posts:
        yield "• " + one_line(" – ".join(filter(None, (role, office))), WIDTH)
    chapters = (
        (_("To be fulfilled"), [line(row, on, calendar, WIDTH) for row in found.theirs]),
        (_("Owed to the post"), [line(row, on, calendar, WIDTH) for row in found.ours]),
        (_("Documents that await an answer"), [_letter(row) for row in found.documents]),
        (_("Meetings ahead"), [_meeting(row) for row in found.meetings]),
        (_("Takes part in"), [_stake(row) for row in found.stakes]),
    )
    for heading, lines in chapters:
        yield ""
        yield f"{heading} ({len(lines)})"
        yield from lines or (_("Nothing."),)


def _letter(row: DocumentRow) -> str:
    said = _("• {number}: {subject} (answer due {day}).")
    day = format_date(row.reply_due_on) if row.reply_due_on else "–"
    return said.format(number=row.official_number or row.code, subject=one_line(row.subject, WIDTH), day=day)


def _meeting(row: MeetingAhead) -> str:
    when = " ".join(filter(None, (format_date(row.held_on), row.starts_at)))
    return "• " + " · ".join(filter(None, (when, row.code, one_line(row.subject, WIDTH))))


def _stake(row: PublicStakeholder) -> str:
    project = " ".join(filter(None, (row.project_code, row.project))) or _("The work as a whole")
    return "• " + one_line(" · ".join(filter(None, (project, _(row.part), row.name))), WIDTH)

"""Workbooks that were wanted back and are not: how late each is, in words, and the reminder that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from db.exchange_log import FICTITIOUS, Sent, is_fictitious, sent
from db.fields import Key
from db.queries import outgoing
from db.records import Interaction
from db.records.action_items import Channel
from db.records.interactions import Purpose
from ecd_desktop.calendar import Calendar, today
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, in_language, long_date, ngettext
from ecd_desktop.mail_file import mail_file
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.paths import safe_file_name

if TYPE_CHECKING:
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """A workbook that is asked for, with whom to ask: the unit and its addresses, as far as they are known."""

    sent: Sent
    unit: Key | None
    to: tuple[str, ...]
    sender: str
    fictitious: bool

    @property
    def whose(self) -> str:
        """The unit, or the file where it went to nobody by name."""
        return self.sent.recipient or self.sent.name or ""


def days_late(one: Sent, on: date, calendar: Calendar) -> int:
    """Working days since it was wanted back; 0 where that day is not over."""
    return calendar.days_late(one.reply_by, on) if one.reply_by else 0


def line(one: Sent, on: date, calendar: Calendar) -> str:
    """«EMAPE's workbook was wanted back on 05/06/2026: 3 working days late.»"""
    whose, days = one.recipient or one.name or "", days_late(one, on, calendar)
    day = format_date(one.reply_by) if one.reply_by else "—"
    if not days:
        return _("The workbook of {unit} was wanted back on {date}.").format(unit=whose, date=day)
    said = ngettext(
        "The workbook of {unit} was wanted back on {date}: {n} working day late.",
        "The workbook of {unit} was wanted back on {date}: {n} working days late.",
        days,
    )
    return said.format(unit=whose, date=day, n=days)


def late_lines(store: Store, *, on: date, calendar: Calendar) -> list[str]:
    """A sentence for each that is late."""
    with store.reading() as session:
        found = outgoing.late(session, on)
    return [line(one, on, calendar) for one in found]


def collect(store: Store, export: Key) -> Wanted:
    """Read whom to ask for one workbook.  Raises Expected where it is back, withdrawn or unknown."""
    with store.reading() as session:
        found = next((one for one in sent(session, id=export)), None)
        if found is None or found.state != "out":
            raise Expected(
                _("This workbook is not awaited any more; nobody needs to be reminded."), _("Look at the list again.")
            )
        unit = outgoing.unit_called(session, found.recipient) if found.recipient else None
        noun = outgoing.nouns_of(session, [export]).get(export, "action_items")
        raw: Sequence[str] = outgoing.addresses_of(session, noun, [unit]).get(unit, ()) if unit else ()
        fictitious = is_fictitious(session)
    to = tuple(dict.fromkeys(one for field in raw for one in addresses(field)))
    return Wanted(found, unit, to, store.who, fictitious)


def reminder(wanted: Wanted, *, on: date, calendar: Calendar, language: str | None = None) -> str:
    """The text to be sent: which workbook, since when, until when it was wanted, how to answer."""
    with in_language(language):
        one = wanted.sent
        left = format_date(one.at.date())
        said = [_("Good day, team of {name}:").format(name=one_line(wanted.whose, 120))]
        asked = _("On {date} we sent you the workbook “{file}”.").format(date=left, file=one_line(one.name, 120))
        if one.reply_by is not None:
            by = long_date(one.reply_by, weekday=True)
            days = days_late(one, on, calendar)
            if days:
                late = ngettext(
                    "It was wanted back by {date}, {n} working day ago.",
                    "It was wanted back by {date}, {n} working days ago.",
                    days,
                )
                asked += " " + late.format(date=by, n=days)
            else:
                asked += " " + _("It is wanted back by {date}.").format(date=by)
        said.append(asked)
        said.append(_("Would you please send it back as far as it is filled in? What is missing can follow later."))
        said.append("\n".join((_("Kind regards,"), one_line(wanted.sender, 120))))
        if wanted.fictitious:
            said.append(FICTITIOUS)
        return cleaned("\n\n".join(said))


def draft(wanted: Wanted, text: str, *, language: str | None = None) -> bytes:
    """The reminder as an e-mail draft."""
    with in_language(language):
        subject = _("Reminder: workbook of {unit}").format(unit=one_line(wanted.whose, 120))
    return mail_file(subject=subject, name=wanted.whose, to=wanted.to, text=text + "\n")


def suggested_name(wanted: Wanted, on: date) -> str:
    """«Recordatorio_EMAPE_2026-06-09.eml», in the language in force."""
    parts = (_("Reminder"), wanted.whose, on.isoformat())
    return safe_file_name("_".join(part.replace(" ", "-") for part in parts) + ".eml")


def register(store: Store, told: Sequence[tuple[Wanted, str]], *, channel: Channel) -> int:
    """Keep among the contacts of each unit that it was reminded, with the text; how many were kept.

    A workbook that went to no unit by name has nobody to keep it with.
    """
    kept = [(wanted, text) for wanted, text in told if wanted.unit is not None]
    if not kept:
        return 0
    with store.change(N_("Remind {n} of their workbooks"), n=len(kept)) as work:
        for wanted, text in kept:
            work.add(Interaction(on=today(), channel=channel, purpose=Purpose.REMINDER, by=work.who[:120],
                                 organisation_id=wanted.unit, said=text))  # fmt: skip
    return len(kept)

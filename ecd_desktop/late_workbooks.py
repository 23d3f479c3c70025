"""Workbooks that were wanted back and are not: how late each is, in words, and the reminder that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from db.exchange_log import FICTITIOUS, Sent, is_fictitious, sent
from db.fields import Key
from db.queries import outgoing
from db.records.action_items import Channel
from db.records.interactions import Purpose
from ecd_desktop.calendar import Calendar
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_date, in_language, long_date, ngettext
from ecd_desktop.mail_file import mail_file
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.services import interactions

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


def days_late(one: Sent, today: date, calendar: Calendar) -> int:
    """Working days since it was wanted back; 0 where that day is not over."""
    return calendar.days_late(one.reply_by, today) if one.reply_by else 0


def line(one: Sent, today: date, calendar: Calendar) -> str:
    """«EMAPE's workbook was wanted back on 05/06/2026: 3 working days late.»"""
    whose, days = one.recipient or one.name or "", days_late(one, today, calendar)
    day = format_date(one.reply_by) if one.reply_by else "—"
    if not days:
        return _("The workbook of {unit} was wanted back on {date}.").format(unit=whose, date=day)
    said = ngettext(
        "The workbook of {unit} was wanted back on {date}: {n} working day late.",
        "The workbook of {unit} was wanted back on {date}: {n} working days late.",
        days,
    )
    return said.format(unit=whose, date=day, n=days)


def late_lines(store: Store, *, today: date, calendar: Calendar) -> list[str]:
    """A sentence for each that is late."""
    with store.reading() as session:
        found = outgoing.late(session, today)
    return [line(one, today, calendar) for one in found]


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


def register(store: Store, wanted: Wanted, *, said: str, channel: Channel) -> Key | None:
    """Keep among the unit's contacts that it was reminded; None where the workbook went to no unit by name."""
    if wanted.unit is None:
        return None
    return interactions.add(
        store, channel=channel, said=said, organisation=wanted.unit, purpose=Purpose.REMINDER
    )  # fmt: skip

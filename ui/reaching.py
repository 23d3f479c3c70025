"""Reaching people from their list: a reminder copied to be sent, a contact written down; both stay in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from db.fields import N_
from db.queries.contacts import Owing, answers_for, owed_by, owed_of
from db.records import Interaction, fields_of
from db.records.action_items import Channel
from db.records.interactions import Purpose
from ecd_desktop.calendar import clock
from ecd_desktop.language import _
from ecd_desktop.reminders import reminder
from ecd_desktop.services import interactions
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.record_commands import VERBS, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

FIELDS = fields_of(Interaction)


def remind_command(place: str) -> Command:
    """Copy a reminder of the selected commitments, or of what the selected person or organisation owes."""
    needs = _needs_one_responsible if place == "action_items" else needs_one
    return Command(f"{place}.remind", N_("Copy a reminder te&xt…"), partial(_remind, place), keys=("Ctrl+Shift+R",),
                   section=VERBS, icon="message", place=place, needs=needs,
                   tip=N_("A text with what is owed, its dates and days late, to be sent by message or e-mail"),
                   also=N_("WhatsApp, remind, follow up, clipboard"))  # fmt: skip


def reach_commands(place: str) -> tuple[Command, ...]:
    """For people and organisations: the reminder, and a contact in one line."""
    return (
        remind_command(place),
        Command(f"{place}.contact", N_("New c&ontact…"), partial(_contact, place), keys=("Ctrl+I",), section=VERBS,
                icon="phone", place=place, needs=needs_one, in_bar=True,
                tip=N_("Write down a call, a visit or a message: when, how and what was said")),
    )  # fmt: skip


def _needs_one_responsible(here: Here) -> str | None:
    if (none := needs_selection(here)) is not None:
        return none
    found = {answers_for(row) for row in rows(here)}
    if None in found and len(found) == 1:
        return _("Nobody answers for it yet: assign it first.")
    return None if len(found) < 2 else _("A reminder goes to one person or unit: select what one of them answers for.")


def _remind(place: str, here: Here) -> None:
    now, keys = clock(here.today, here.calendar), list(here.keys)

    def read(session: Any) -> Owing | None:
        return owed_of(session, keys, now) if place == "action_items" else owed_by(session, place, keys[0], now)

    def answer(owing: Owing | None) -> None:
        database = here.tasks.database
        sender = database.who if database is not None else ""
        speaks = here.settings.report_language  # what leaves speaks as papers do
        text = "" if owing is None else reminder(
            owing, on=here.today, calendar=here.calendar, sender=sender,
            language=None if speaks == "screen" else speaks,
        )  # fmt: skip
        if owing is None or not text:
            here.notice(_("There is nothing to remind of: nothing is owed, or only by internal tasks."))
        else:
            _ask(here, owing, text)

    here.read(read, answer, owner=here.page)


def _ask(here: Here, owing: Owing, text: str) -> None:
    fields = {"channel": FIELDS["channel"], "said": replace(FIELDS["said"], label=N_("Text"), required=True)}

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        QGuiApplication.clipboard().setText(answers["said"])
        return lambda store: interactions.add(
            store, channel=answers["channel"], said=answers["said"], person=owing.person,
            organisation=owing.organisation, purpose=Purpose.REMINDER,
        )  # fmt: skip

    ask(here, _("Reminder to {name}").format(name=owing.name), _("Copy"), fields, job, rows=(("said",), ("channel",)),
        values={"channel": Channel.MESSAGE, "said": text},
        lead=_("It is copied and kept among the contacts. Paste it where you write to them."))  # fmt: skip


def _contact(place: str, here: Here) -> None:
    (key,) = here.keys
    of_unit = place == "organisations"
    names = ("on", "channel", *(("person_id",) if of_unit else ()), "said")

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        person = answers.pop("person_id", None) if of_unit else key
        return lambda store: interactions.add(store, person=person, organisation=key if of_unit else None, **answers)

    lead = next((row.name for row in rows(here)), "")
    ask(here, _("New contact"), _("Write it down"), {name: FIELDS[name] for name in names}, job, lead=lead,
        rows=(("said",), ("on", "channel"), *((("person_id",),) if of_unit else ())),
        values={"on": here.today, "channel": Channel.CALL}, creates={"person_id": creates("people")})  # fmt: skip

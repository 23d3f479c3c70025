"""Meetings as they go out: their invitation as a calendar file, their papers as e-mails."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from db.fields import N_
from db.records.interactions import Purpose
from ecd_desktop import invitations, paths
from ecd_desktop.language import _, ngettext
from ui.commands import Command, needs_one, needs_selection
from ui.opening_files import show_folder
from ui.opening_recent import remember_file
from ui.record_commands import VERBS, rows

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.invitations import Saved
    from ui.here import Here

PLACE = "meetings"


def commands() -> Sequence[Command]:
    return (
        Command(f"{PLACE}.save_invitation", N_("Sa&ve the invitation…"), save_invitation, keys=("Ctrl+Shift+K",),
                section=VERBS, place=PLACE, icon="calendar-event", needs=needs_selection,
                tip=N_("A calendar file that others open: one meeting as an invitation, several as dates")),
        Command(f"{PLACE}.mail_minutes", N_("E-&mail the minutes…"), partial(_mail, Purpose.MINUTES),
                keys=("Ctrl+Shift+E",), section=VERBS, place=PLACE, icon="mail", needs=needs_one,
                tip=N_("A draft for each recipient, with the acta attached and only their own commitments")),
        Command(f"{PLACE}.mail_invitation", N_("E-mail the invitati&on…"), partial(_mail, Purpose.INVITATION),
                section=VERBS, place=PLACE, icon="send", needs=needs_one,
                tip=N_("A draft for each recipient, with the agenda and the invitation for their calendar")),
    )  # fmt: skip


def save_invitation(here: Here) -> None:
    """Ask for a name and write the selected meetings: one as its invitation, several as dates in one file."""
    keys, chosen = here.keys, rows(here)
    one = chosen[0] if len(keys) == 1 and chosen else None
    offered = invitations.suggested_name(one.code, one.subject or "") if one else invitations.suggested_name("", "")
    page = here.page
    named, _kind = QFileDialog.getSaveFileName(
        page, _("Save the invitation"), str(paths.documents() / offered), _("Calendar (*.ics)")
    )
    if named:
        write_invitation(here, keys, Path(named))


def write_invitation(here: Here, keys: tuple[Key, ...], path: Path) -> None:
    """Write it, and say where it is."""

    def done(made: Saved) -> None:
        remember_file(here.settings, made.path)
        said = ngettext("{n} meeting in {name}.", "{n} meetings in {name}.", made.meetings).format(
            n=made.meetings, name=made.path.name
        )
        if made.left_out:
            left = ngettext("{n} meeting without a date is not in it.", "{n} meetings without a date are not in it.",
                            made.left_out)  # fmt: skip
            said = f"{said} {left.format(n=made.left_out)}"
        here.notice(said, button=(_("Open folder"), lambda: show_folder(made.path)))

    here.ask(invitations.save, keys, path, then=done, refused=here.failed, owner=here.page)


def _mail(purpose: Purpose, here: Here) -> None:
    from ecd_desktop import mail_drafts
    from ui.meetings.mailing import MailDialog

    (key,) = here.keys
    here.ask(mail_drafts.collect, key, purpose=purpose, then=lambda mailing: MailDialog(here, mailing).open(),
             refused=here.failed, owner=here.page)  # fmt: skip

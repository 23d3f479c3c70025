"""The papers of a meeting as gestures: to print, and copied for a word processor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from ecd_desktop import issuing
from ecd_desktop.language import _
from ui.commands import Command, needs_one
from ui.record_commands import VERBS, rows
from ui.widgets import clipboard

if TYPE_CHECKING:
    from ecd_desktop.reports.word_copy import Copied
    from ui.here import Here

PLACE = ENTITY = "meetings"


def commands() -> Sequence[Command]:
    return (
        paper("print_minutes", N_("&Print the minutes"), partial(_show, "minutes"), icon="printer",
              tip=N_("See the acta as it will be signed, then print it")),
        paper("copy_for_word", N_("Cop&y for Word"), _copy_for_word, icon="copy", keys=("Ctrl+Shift+W",),
              also=N_("LibreOffice, Writer, draft of the minutes, clipboard"),
              tip=N_("The draft of the acta goes to the clipboard, with its tables")),
        paper("print_public", N_("Pu&blic version of the minutes"), partial(_show, "public"), icon="eye-off",
              also=N_("privacy, transparency, masked, personal data"),
              tip=N_("Personal data struck out, for whoever asks for it")),
        paper("print_signatures", N_("Sheet for late si&gners"), partial(_show, "signatures"), icon="pencil",
              tip=N_("Places to sign for those who came and have not signed")),
        paper("print_extract", N_("E&xtract for one responsible"), partial(_show, "extract"), icon="user",
              tip=N_("What was agreed, and the commitments of one unit or person, on one page")),
        paper("print_briefing", N_("Brie&fing note"), partial(_show, "briefing"), icon="file-analytics",
              tip=N_("Two pages at most for whoever has to decide")),
        paper("print_attendance", N_("Attendance list to p&rint"), partial(_show, "attendance"), icon="users",
              tip=N_("With the people invited, or blank, to be signed by hand")),
        paper("print_agenda", N_("Agenda to prin&t"), partial(_show, "agenda"), icon="list-check",
              tip=N_("The topics with their hours, and what is still owed")),
    )  # fmt: skip


def paper(name: str, text: str, run: Callable[[Here], None], **more: Any) -> Command:
    """A paper of the one meeting that is selected."""
    return Command(f"{PLACE}.{name}", text, run, section=VERBS, place=PLACE, needs=needs_one, **more)


def _show(what: str, here: Here) -> None:
    (key,) = here.keys
    here.go("reports")
    reports: Any = here.page
    reports.show_record(ENTITY, key, what)


def _copy_for_word(here: Here) -> None:
    """Read on the database thread, written in the pool, put on the clipboard here."""
    code = next(iter(rows(here))).code

    def read(store: Any) -> tuple[issuing.Material, str]:
        return issuing.collect(store, issuing.Wanted("minutes", code=code)), store.who

    def write(material: issuing.Material, who: str) -> Copied:
        return issuing.draft(material, here.settings, issued_by=who)

    def put(made: Copied) -> None:
        clipboard.put_document(made.html, made.plain)
        here.notice(_("The draft of {meeting} is on the clipboard: paste it into Word or Writer.").format(meeting=code))

    here.ask(read, then=lambda both: here.tasks.work(write, *both, then=put, owner=here), owner=here)

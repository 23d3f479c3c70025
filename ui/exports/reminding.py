"""Asking for workbooks that are not back: a text to be copied, or e-mail drafts; both are kept among the contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from db.records import Interaction, fields_of
from db.records.action_items import Channel
from ecd_desktop import late_workbooks, paths
from ecd_desktop.files import written
from ecd_desktop.language import N_, _, in_language, ngettext
from ui.opening_files import show_folder
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from db.fields import Key
    from ecd_desktop.late_workbooks import Wanted
    from ui.here import Here

FIELDS = fields_of(Interaction)


def copy_text(here: Here, one: Sent) -> None:
    """Show the text, to be corrected and copied."""

    def asked(wanted: Wanted) -> None:
        text = _text(here, wanted)
        fields = {"channel": FIELDS["channel"], "said": replace(FIELDS["said"], label=N_("Text"), required=True)}

        def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
            QGuiApplication.clipboard().setText(answers["said"])
            return lambda store: late_workbooks.register(
                store, [(wanted, answers["said"])], channel=answers["channel"]
            )

        ask(here, _("Reminder to {name}").format(name=wanted.whose), _("Copy"), fields, job,
            rows=(("said",), ("channel",)), values={"channel": Channel.MESSAGE, "said": text},
            lead=_("It is copied and kept among the contacts. Paste it where you write to them."))  # fmt: skip

    here.ask(late_workbooks.collect, one.id, then=asked, owner=here.page)


def write_drafts(here: Here, chosen: Sequence[Sent], folder: Path | None = None) -> None:
    """Write an e-mail draft for each, in a folder that is asked for."""
    if folder is None:
        named = QFileDialog.getExistingDirectory(here.page, _("Folder for the e-mails"), str(paths.documents()))
        if not named:
            return
        folder = Path(named)
    target = folder

    def write(found: list[Wanted]) -> list[tuple[Wanted, str]]:
        told = [(wanted, _text(here, wanted)) for wanted in found]
        for wanted, text in told:
            with in_language(_language(here)):
                name = late_workbooks.suggested_name(wanted, here.today)
            with written(target / name) as part:
                part.write_bytes(late_workbooks.draft(wanted, text, language=_language(here)))
        return told

    def register(told: list[tuple[Wanted, str]]) -> None:
        def over(_kept: int) -> None:
            n = len(told)
            said = ngettext("{n} e-mail in {folder}, to be opened and sent.",
                            "{n} e-mails in {folder}, to be opened and sent.", n)  # fmt: skip
            here.notice(said.format(n=n, folder=target.name), button=(_("Open folder"), lambda: show_folder(target)))

        here.do(late_workbooks.register, told, channel=Channel.MAIL, then=over, say=False, owner=here.page)

    def read(found: list[Wanted]) -> None:
        here.tasks.work(write, found, then=register, owner=here.page)

    here.ask(_collect, [one.id for one in chosen], then=read, owner=here.page)


def _collect(store: Any, exports: list[Key]) -> list[Wanted]:
    return [late_workbooks.collect(store, one) for one in exports]


def _language(here: Here) -> str | None:
    """What leaves speaks as papers do."""
    speaks = here.settings.report_language
    return None if speaks == "screen" else speaks


def _text(here: Here, wanted: Wanted) -> str:
    return late_workbooks.reminder(wanted, on=here.today, calendar=here.calendar, language=_language(here))

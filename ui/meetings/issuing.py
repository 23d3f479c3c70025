"""What is done with issued minutes, as gestures: correct, approve, attach the signed paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import issued
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import minutes, signing
from ui.commands import Command, needs_one, needs_selection
from ui.issuing_minutes import issue_command
from ui.meetings.attaching import attach_scan
from ui.record_commands import CHANGE, VERBS, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.corrections import Difference
    from ui.here import Here

PLACE = "meetings"
MOST, LONGEST = 9, 150  # differences that are told before they are issued, and signs of each


def commands() -> Sequence[Command]:
    return (
        issue_command(PLACE, VERBS),
        Command(f"{PLACE}.correct", N_("Issue a correction…"), correct, keys=("Ctrl+Shift+J",), section=VERBS,
                place=PLACE, icon="copy-check", needs=needs_one,
                also=N_("rectification, error, new version, erratum"),
                tip=N_("The next version of the minutes, with a sheet that says what changed")),
        Command(f"{PLACE}.approved", N_("Minutes &approved"), _approve, keys=("Ctrl+Shift+V",), section=CHANGE,
                place=PLACE, icon="check", needs=needs_selection, tip=N_("Everybody agrees with the minutes")),
        Command(f"{PLACE}.attach", N_("Attach the signed paper…"), _attach, keys=("Ctrl+Shift+U",), section=VERBS,
                place=PLACE, icon="paperclip", needs=needs_one,
                tip=N_("Keep the scan, or the digitally signed file, with the last version of the minutes")),
    )  # fmt: skip


def correct(here: Here) -> None:
    """Say what is said otherwise now than in the last version, and issue the next one."""
    (key,) = here.keys
    code = next(iter(rows(here))).code

    def told(found: list[Difference]) -> None:
        if not found:
            here.failed(nothing(code))
            return
        count = ngettext("{n} thing is said otherwise than in the last version:",
                         "{n} things are said otherwise than in the last version:", len(found))  # fmt: skip
        said = [count.format(n=len(found)), *(f"• {_short(one.line)}" for one in found[:MOST])]
        if len(found) > MOST:
            more = ngettext("and {n} more", "and {n} more", len(found) - MOST)
            said.append(more.format(n=len(found) - MOST))
        said.append(_("Everybody signs again."))
        ask(here, _("Issue a correction of {code}").format(code=code), _("Issue the correction"), {},
            lambda _answers: partial(_correct, key=key, here=here), lead="\n".join(said))  # fmt: skip

    here.read(partial(minutes.to_correct, key=key), told, refused=here.failed, owner=here.page)


def nothing(code: str) -> Expected:
    """There is nothing to correct."""
    return Expected(
        _("The minutes of {code} say what their last version says, so there is nothing to correct.").format(code=code),
        _("Change the meeting first: its data, attendance, text, agreements or commitments."),
    )


def _correct(store: Any, *, key: Key, here: Here) -> Any:
    return minutes.correct(store, key, settings=here.settings)


def _approve(here: Here) -> None:
    here.do(signing.approve, here.keys)


def _attach(here: Here) -> None:
    (key,) = here.keys
    code = next(iter(rows(here))).code

    def found(versions: list[Any]) -> None:
        if versions:
            attach_scan(here, versions[0].key)
        else:
            here.failed(
                Expected(
                    _("The minutes of {code} are not issued yet, so no paper was signed.").format(code=code),
                    _("Issue them and print that version."),
                )
            )

    here.read(lambda session: issued.versions(session, key), found, owner=here.page)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rstrip()}…"

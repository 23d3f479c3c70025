"""Issuing the minutes of the one meeting that is selected, from its list or from the page on which they are taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_, TEXT, Field
from ecd_desktop.language import _
from ecd_desktop.services import issue_checks, minutes
from ui.commands import Command, needs_one
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def issue_command(place: str, section: int) -> Command:
    """The gesture, on the same keys wherever a meeting is at hand."""
    return Command(
        f"{place}.issue", N_("Issue the minutes…"), issue, keys=("Ctrl+Shift+P",), section=section, place=place,
        icon="clipboard-check", needs=needs_one, also=N_("number, acta, close, official, freeze"),
        tip=N_("Give the minutes their number and keep them as they are, ready to be signed"),
    )  # fmt: skip


def issue(here: Here) -> None:
    """Save what is typed, say the number and what is missing, take the official number if there is one, and issue."""
    (key,) = here.keys
    assert here.page is not None
    here.page.save(partial(_look_over, here, key))


def _look_over(here: Here, key: Key) -> None:
    def told(found: issue_checks.Ready | None) -> None:
        if found is None:
            return
        said = [_("They will be called {number}.").format(number=found.number)]
        said += [f"• {remark}" for remark in found.remarks]
        fields = {"number": Field(TEXT, N_("Official number, where there is one"), max=60)}
        ask(here, _("Issue the minutes of {code}").format(code=found.code), _("Issue"), fields,
            lambda answers: partial(_issue, key=key, here=here, number=answers["number"]),
            values={"number": found.typed or None}, lead="\n".join(said))  # fmt: skip

    here.read(partial(issue_checks.ready, key=key), told, refused=here.failed, owner=here.page)


def _issue(store: Any, *, key: Key, here: Here, number: str | None) -> Any:
    return minutes.issue(store, key, settings=here.settings, number=number)

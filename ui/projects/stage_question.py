"""The question before a project enters a stage whose gate lacks something, or goes back: what is missing, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from db.fields import N_, TEXT, Field
from ecd_desktop.language import _
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ecd_desktop.services.stages import NeedsReason
    from ui.here import Here


def ask_reason(here: Here, refused: NeedsReason, job: Callable[[str], Callable[[Any], Any]]) -> None:
    """List what is missing and ask for the reason; ``job`` makes of the reason what is done with it."""
    if refused.missing:
        title = _("Before “{stage}” something is missing").format(stage=refused.stage)
        lacking = "\n".join(f"• {_(gate.label)}" for gate in refused.missing)
        rest = _("It can go on all the same: the reason and what was missing stay in its history.")
        label, verb, lead = N_("Why it goes on all the same"), _("Go on all the same"), f"{lacking}\n\n{rest}"
    else:
        title, verb = _("Back to an earlier stage"), _("Go back")
        label, lead = N_("Why the project goes back"), _("The reason stays in the project's history.")
    fields = {"reason": Field(TEXT, label, required=True, max=400)}
    ask(here, title, verb, fields, lambda answers: job(answers["reason"]), lead=lead)

"""The handover of a post: the text is shown, may be corrected, and is copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from db.fields import MEMO, N_, Field
from db.queries.handover import Handover, handover
from ecd_desktop.calendar import clock
from ecd_desktop.handovers import text
from ecd_desktop.language import _
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

WIDTH = 680


def show(here: Here) -> None:
    """Read what the selected person's posts hold and show it."""
    (key,) = here.keys
    now = clock(here.today, here.calendar)
    here.read(lambda session: handover(session, key, now), partial(_answer, here), owner=here.page)


def _answer(here: Here, found: Handover | None) -> None:
    if found is None:
        return
    speaks = here.settings.report_language  # what leaves speaks as papers do
    said = text(found, on=here.today, calendar=here.calendar, language=None if speaks == "screen" else speaks)
    asked = ask(
        here, _("Handover of post"), _("Copy"), {"text": Field(MEMO, N_("Text"), required=True)}, _copy,
        values={"text": said},
        lead=_("For whoever takes over the post; internal tasks, drafts and notes are left out."),
    )  # fmt: skip
    asked.setMaximumWidth(WIDTH)
    asked.setMinimumWidth(WIDTH)  # a page of text


def _copy(answers: dict[str, Any]) -> Callable[[Any], Any]:
    QGuiApplication.clipboard().setText(answers["text"])
    return lambda _store: None  # nothing is written

"""Seguimiento de un punto: a topic through all meetings on paper, with what came of it each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ecd_desktop.calendar import today
from ecd_desktop.language import _, in_language, ngettext
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.topic_story import Step, concluded, lines, when

FEW = 6  # lines of a meeting that stay on one page


def write(
    path: Path | str, steps: Sequence[Step], *, head: Head, language: str | None = None, watch: Watch | None = None
) -> Written:
    """Write the story of a topic, ``steps`` not empty. Raises ``errors.Expected`` where the file cannot be written."""
    with in_language(language):
        title = _("A topic through all meetings")
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=today())
        story: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title"), text(steps[-1].topic.title, "theme")]
        held = sum(step.meeting is not None for step in steps)
        story += [text(ngettext("In {n} meeting", "In {n} meetings", held).format(n=held), "subtitle"), Spacer(1, 4)]
        for step in steps:
            parts = list(_step(step))
            story += heading(f"{when(step)} — {_(step.topic.state.label)}", 20 * mm)
            story += [KeepTogether(parts)] if len(parts) <= FEW else parts
        return page.write(path, story, watch)


def _step(step: Step) -> list[Flowable]:
    said = [line for line in concluded(step).splitlines() if line.strip()]
    parts: list[Flowable] = [text(line) for line in said]
    parts += [text(f"• {line}", "fact") for line in lines(step)]
    return parts or [text(_("Nothing was written down."), "note")]

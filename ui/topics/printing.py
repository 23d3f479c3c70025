"""A topic through all meetings as a document: shown, then printed or saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ecd_desktop.language import _
from ui.printed import Printed

if TYPE_CHECKING:
    from ecd_desktop.settings import Settings
    from ecd_desktop.topic_story import Step
    from ui.here import Here


class PrintedTopic(Printed):
    """The story of one topic."""

    def __init__(self, here: Here, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        write = partial(_write, tuple(steps), here.settings)
        super().__init__(here, _("A topic through all meetings"), steps[-1].topic.title, write, parent)


def _write(steps: Sequence[Step], settings: Settings, path: Path, head: Any) -> None:
    from ecd_desktop import issuing
    from ecd_desktop.reports import topic

    topic.write(path, steps, head=head, language=issuing.language_of(settings))

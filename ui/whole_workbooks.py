"""The workbook of a whole list: asked where to, written, and told; what belongs to no department leaves so."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ecd_desktop import paths
from ecd_desktop.calendar import clock
from ecd_desktop.exchange import export
from ecd_desktop.language import _

if TYPE_CHECKING:
    from ecd_desktop.exchange.templates import Template
    from ui.here import Here


def save(template: Template, here: Here) -> None:
    """Ask for a file and write the workbook of all records there."""
    offered = paths.documents() / export.suggested_name("", here.today, template)
    chosen, _kind = QFileDialog.getSaveFileName(here.page, _("Save the workbook"), str(offered), _("Excel (*.xlsx)"))
    if chosen:
        here.ask(
            export.export_action_items, unit=None, path=Path(chosen), clock=clock(here.today, here.calendar),
            calendar=here.calendar, template=template, then=partial(_written, here, template), refused=here.failed,
            owner=here.page,
        )  # fmt: skip


def _written(here: Here, template: Template, made: export.Exported) -> None:
    here.notice(_("{counted} in {path}.").format(counted=template.counted(made.rows), path=made.path))

"""Pictures of the list as a sheet: a block of cells, what is pasted into it, replaced in it, given to many records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from ui.widgets.cell_block import ROWS

if TYPE_CHECKING:
    from ui.screenshots import Studio

Shown = tuple[str, Callable[["Studio"], "bool | None"]]
PASTED = "GDU\t03/04/2026\t\t40%\nAna Rios\t05/06/2026\t\t20%\nSaul Medrano\t02/12/2026\t\tmucho\n"


def cells() -> Iterator[Shown]:
    """What is done to a block of cells, each before it is written."""
    yield "lists-cells-block", _block
    yield "lists-cells-paste", _paste
    yield "lists-cells-replace", _replace
    yield "lists-cells-change", _change


def _block(studio: Studio) -> Any:
    """Three rows of four columns."""
    page = studio.go("action_items")
    page.saved.reset()
    studio.rest()
    table, model = page.table, page.model
    table.setFocus()
    table.selectionModel().setCurrentIndex(model.index(1, model.column_named("unit")), ROWS)
    table.select(model.keys[1:4], model.keys[1])
    table.block.narrow(model.column_named("unit"), model.column_named("progress"))
    studio.rest()
    return page


def _paste(studio: Studio) -> None:
    _block(studio)
    QGuiApplication.clipboard().setText(PASTED)
    _asked(studio, "action_items.paste")


def _replace(studio: Studio) -> None:
    page = studio.go("action_items")
    page.table.selectAll()
    page.table.block.clear()
    studio.rest()
    shown: Any = _asked(studio, "action_items.replace")
    shown.find.setText("cruce")
    shown.by.setText("paso")
    shown.stage()
    studio.rest()


def _change(studio: Studio) -> None:
    page = _block(studio)
    page.table.select([*page.model.keys[1:4], *page.model.keys[9:12]])
    shown: Any = _asked(studio, "action_items.change")
    shown.field.setCurrentIndex(shown.field.findData("progress"))
    line = shown.answers.editors["progress"].inner
    line.setText("75")
    line.setModified(True)
    shown.stage()
    studio.rest()


def _asked(studio: Studio, command: str) -> QDialog:
    """The dialog that a command opens, painted over the window."""
    studio.window.registry.refresh()
    studio.window.registry[command].trigger()
    for _turn in range(8):
        studio.rest()
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        if found:
            around, box = studio.window.geometry(), found[-1].frameGeometry()
            box.moveCenter(around.center())
            found[-1].move(box.topLeft())
            studio.above = [found[-1]]
            return found[-1]
    raise AssertionError(command)

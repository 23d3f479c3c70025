"""Gestures of the review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ecd_desktop import paths
from ecd_desktop.language import N_, _
from ecd_desktop.review import OURS, THEIRS
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

PLACE = "reconciling"


def _choose(here: Here) -> None:
    """Let the person look for files, one or many."""
    kinds = ";;".join((
        _("Workbooks and laptop copies (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.db)"), _("All files (*)"),
    ))  # fmt: skip
    chosen, _kind = QFileDialog.getOpenFileNames(here.page, _("Review what came back"), str(paths.documents()), kinds)
    if chosen and here.program is not None:
        here.program.receive([Path(one) for one in chosen])


def _page(here: Here) -> Any:
    return here.page


def _can_apply(here: Here) -> str | None:
    reason: str | None = getattr(_page(here), "why_not", lambda: _("Nothing waits here."))()
    return reason


def _at_one(here: Here) -> str | None:
    reason: str | None = getattr(_page(here), "why_not_here", lambda: _("Choose one of the points first."))()
    return reason


def _answered(here: Here) -> str | None:
    job = getattr(_page(here), "job", None)
    return None if job is not None and job.can_take_back() else _("No answer was given yet.")


def _several(here: Here) -> str | None:
    job = getattr(_page(here), "job", None)
    return None if job is not None and len(job.files) > 1 else _("There is only one file.")


def _one_file(here: Here) -> str | None:
    meant = getattr(_page(here), "file_meant", lambda: None)()
    return None if meant is not None else _("Choose one of the files first.")


def _alike(value: str, *, column: bool) -> Callable[[Here], None]:
    def run(here: Here) -> None:
        page = _page(here)
        page.answer_column(value) if column else page.answer_alike(value)

    return run


def _apply_words(here: Here) -> str:
    words: str = getattr(_page(here), "apply_words", lambda: "")() if here.place == PLACE else ""
    return words


def commands() -> Sequence[Command]:
    return (
        Command("shell.receive", N_("Review what ca&me back…"), _choose, keys=("Ctrl+U",), menu=Menu.FILE, section=4,
                icon="inbox", also=N_("returned workbooks laptop copies receive"),
                tip=N_("Read workbooks and laptop copies that came back; nothing is written before you have seen it")),
        Command("reconciling.apply", N_("&Apply"), lambda here: _page(here).apply(), keys=("Ctrl+Return",),
                icon="check", place=PLACE, needs=_can_apply, says=_apply_words, primary=True,
                tip=N_("Write everything that is decided, as one change that can be undone")),
        Command("reconciling.other", N_("Another &value"), lambda here: _page(here).ask_other(), keys=("E", "F2"),
                icon="pencil", place=PLACE, needs=_at_one, in_list=True, section=1,
                tip=N_("Type a value of your own, that is neither theirs nor ours")),
        Command("reconciling.open", N_("&Open the record"), lambda here: _page(here).open_this(), keys=("O",),
                icon="external-link", place=PLACE, needs=_at_one, in_list=True, section=1,
                tip=N_("Go to the record that this is about")),
        Command("reconciling.take_back", N_("&Take the last answer back"), lambda here: _page(here).take_back(),
                keys=("Backspace",), icon="arrow-back-up", place=PLACE, needs=_answered, in_list=True, section=1,
                tip=N_("What was chosen last is open again")),
        Command("reconciling.column_theirs", N_("This &column from the file"), _alike(THEIRS, column=True),
                keys=("C",), place=PLACE, needs=_at_one, in_list=True, section=2,
                tip=N_("Take the file's value wherever this column is asked about")),
        Command("reconciling.column_ours", N_("This column as it is &here"), _alike(OURS, column=True),
                keys=("Shift+C",), place=PLACE, needs=_at_one, in_list=True, section=2,
                tip=N_("Keep our value wherever this column is asked about")),
        Command("reconciling.all_theirs", N_("All &from the file"), _alike(THEIRS, column=False), keys=("T",),
                place=PLACE, needs=_at_one, in_list=True, section=2,
                tip=N_("Take the file's value in everything that is shown")),
        Command("reconciling.all_ours", N_("All o&urs"), _alike(OURS, column=False), keys=("Shift+T",),
                place=PLACE, needs=_at_one, in_list=True, section=2, tip=N_("Keep ours in everything that is shown")),
        Command("reconciling.next_file", N_("&Next file"), lambda here: _page(here).next_file(1), keys=("F",),
                icon="arrow-down", place=PLACE, needs=_several, in_list=True, section=3,
                tip=N_("Show the next file that waits")),
        Command("reconciling.previous_file", N_("&Previous file"), lambda here: _page(here).next_file(-1),
                keys=("Shift+F",), icon="arrow-up", place=PLACE, needs=_several, in_list=True, section=3,
                tip=N_("Show the file before this one")),
        Command("reconciling.discard", N_("&Discard the file"), lambda here: _page(here).discard(), icon="trash",
                place=PLACE, needs=_one_file, section=4, danger=True,
                tip=N_("Put this file away without writing anything of it")),
    )  # fmt: skip

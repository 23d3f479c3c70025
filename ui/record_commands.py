"""The gestures that every noun has in its list: new, edit, show beside, delete, merge; told apart by their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence

from db.records.attachments import ATTACHED_TO
from ecd_desktop.language import N_, _
from ui.commands import Command, needs_one, needs_selection
from ui.list_commands import list_commands
from ui.to_meeting import TAKEN, to_meeting_command

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

KEY = QKeySequence.StandardKey
MAKE, VERBS, CHANGE, REMOVE = 0, 10, 20, 30
"""Sections of the Record menu; a noun's own verbs stand between ``VERBS`` and ``CHANGE``."""


def record_commands(
    place: str, entity: str, *, new: str, tip: str, delete: Callable[[Any, Sequence[Key]], Any],
    instead: tuple[str, Callable[[Here, Sequence[Key]], object]] | None = None,
) -> tuple[Command, ...]:  # fmt: skip
    """New (the filled button), edit, details beside, delete.  ``new`` and ``tip`` are catalogue entries.

    ``instead``: the words of what is offered where deleting is refused, and what it does with the records.
    """
    return (
        Command(f"{place}.new", new, lambda here: here.new(entity), tip=tip, keys=(KEY.New,), section=MAKE, icon="plus",
                place=place, primary=True),
        Command(f"{place}.edit", N_("&Edit"), _edit, tip=N_("Open the selected record in its form"),
                section=MAKE, icon="pencil", place=place, needs=needs_one, in_list=True),
        Command(f"{place}.preview", N_("Sho&w beside the list"), _preview, keys=("Space",), section=MAKE,
                tip=N_("Show or hide the selected record beside the list"), icon="layout-sidebar", place=place,
                needs=needs_selection, in_list=True, in_bar=True),
        Command(f"{place}.delete", N_("De&lete"), partial(_delete, delete, instead),
                tip=N_("Delete; Undo brings it back"), keys=(KEY.Delete,), says=_delete_says, section=REMOVE,
                icon="trash", place=place, needs=needs_selection, in_list=True, danger=True),
        *((_attach_command(place),) if entity in ATTACHED_TO else ()),
        *((to_meeting_command(place, entity, CHANGE),) if entity in TAKEN else ()),
        *list_commands(place, entity),
    )  # fmt: skip


def merge_command(place: str, entity: str, merge: Callable[..., Any]) -> Command:
    """Make one record of several selected; which one stays is asked."""
    return Command(f"{place}.merge", N_("&Merge duplicates…"), partial(_merge, entity, merge), section=CHANGE,
                   tip=N_("Make one record of the selected ones; everything that points to them goes to the one that "
                          "stays"), icon="copy-check", place=place, needs=_needs_several)  # fmt: skip


def unmerge_command(place: str) -> Command:
    """Part again what was merged into the record that stayed, whatever was done since."""
    return Command(
        f"{place}.unmerge", N_("Undo the merge"), _part, section=CHANGE, icon="restore", place=place, needs=needs_one,
        tip=N_("Part what was merged into this record: every link that nobody moved since returns"),
    )  # fmt: skip


def _part(here: Here) -> None:
    here.do(_unmerge, here.keys[0], say=False, then=lambda told: here.notice(told.sentence))


def _unmerge(store: Any, key: Key) -> Any:
    from ecd_desktop.services import merging

    return merging.unmerge(store, key)


def rows(here: Here, keys: Sequence[Key] | None = None) -> list[Any]:
    """The frozen rows of the selection, or of these records, as far as they were read."""
    known = getattr(here.page, "known", None)
    if known is None:
        return []
    told = here.gathered if keys is None else None
    if told is not None and "rows" in told:  # every command is asked in turn
        return list(told["rows"])
    of = known().get
    found = [row for row in map(of, here.keys if keys is None else keys) if row is not None]
    if told is not None:
        told["rows"] = found
    return found


def _attach_command(place: str) -> Command:
    return Command(f"{place}.attach", N_("Attach a file…"), _attach, section=CHANGE, icon="paperclip", place=place,
                   needs=needs_one, also=N_("photo, scan, picture, PDF, evidence"),
                   tip=N_("Pictures and PDFs are kept with the record; they can be let go over it too"))  # fmt: skip


def _attach(here: Here) -> None:
    from ui.attachments_tab import attach

    attach(here)


def _edit(here: Here) -> None:
    page: Any = here.page
    page.edit_selected()


def _preview(here: Here) -> None:
    page: Any = here.page
    page.toggle_detail()


def _delete_says(here: Here) -> str:
    return _("Clear the cells") if _in_block(here) else ""


def _in_block(here: Here) -> bool:
    """Whether cells are selected, not records: who presses Delete there means what stands in them."""
    page: Any = here.page
    return getattr(page, "editing", None) is not None and page.table.isVisible() and bool(page.table.block.columns())


def _delete(
    service: Callable[[Any, Sequence[Key]], Any], instead: tuple[str, Callable[[Here, Sequence[Key]], object]] | None,
    here: Here,
) -> None:  # fmt: skip
    if _in_block(here):
        from ui import cell_gestures

        cell_gestures.clear(here)
        return
    keys = here.keys
    refused = None
    if instead is not None:
        words, run = instead

        def refused(exc: Exception) -> None:
            here.failed(exc, (_(words), lambda: run(here, keys)))

    here.do(lambda store: service(store, keys), refused=refused, owner=here)


def _needs_several(here: Here) -> str | None:
    return None if len(here.keys) > 1 else _("Select the duplicates first: two rows or more.")


def _merge(entity: str, merge: Callable[..., Any], here: Here) -> None:
    from db.fields import LINK, Field
    from ui.widgets.question import ask

    keys = here.keys
    model = getattr(here.page, "model", None)
    names = {key: model.index(model.row_of(key), 0).data() or "" for key in keys} if model is not None else {}

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        keep = answers["keep"]
        return lambda store: merge(store, keep=keep, duplicates=[key for key in keys if key != keep])

    fields = {"keep": Field(LINK, N_("The record that stays"), required=True, target=entity)}
    lead = _("Everything that points to the others will point to the one that stays. Undo takes it back.")
    ask(here, _("Merge duplicates"), _("Merge"), fields, job, values={"keep": keys[0]}, names=names, lead=lead)

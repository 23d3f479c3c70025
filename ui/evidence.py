"""Pictures and PDFs as evidence of a commitment: pasted, let go over it or chosen; opened and saved again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.records import Evidence, fields_of
from db.records.action_items import Channel
from ecd_desktop.evidence_files import Shown
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import evidence
from ui import file_gestures
from ui.record_commands import rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = fields_of(Evidence)


def paste(here: Here) -> None:
    """The picture or the files of the clipboard, for the selected commitment."""
    file_gestures.paste(here, ask_evidence)


def choose(here: Here) -> None:
    """Files from a folder, for the selected commitment."""
    file_gestures.choose(here, here.keys[0], _("Attach as evidence"), ask_evidence)


def ask_evidence(here: Here, key: Key, files: Sequence[Shown]) -> None:
    """Ask by which channel the files came, and keep them."""
    one = files[0] if len(files) == 1 else None
    fields = {"channel": replace(FIELDS["channel"], required=True), "on": FIELDS["on"]}
    if one is not None:
        fields["description"] = FIELDS["description"]
    row = next(iter(rows(here, [key])), None)
    what = row.description if row is not None else ""
    what = what if len(what) <= 120 else f"{what[:120]}…"
    title = ngettext("{n} file as evidence", "{n} files as evidence", len(files)).format(n=len(files))

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        return lambda store: evidence.add_files(store, key, files, **answers)

    ask(here, _("Evidence") if one is not None else title, _("Add evidence"), fields, job,
        rows=((("description",),) if one is not None else ()) + (("channel", "on"),),
        lead=" · ".join(part for part in (", ".join(file.name for file in files[:4]), what) if part),
        values={"channel": Channel.MESSAGE, "on": here.today,
                "description": file_gestures.description_of(here, files)})  # fmt: skip


def open_file(here: Here, key: Key) -> None:
    """Show the file of an evidence in the system's program for it."""
    file_gestures.show(here, evidence.file_of, key)


def save_file(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    """Save the file of the selected evidence under a name."""
    file_gestures.save_as(here, evidence.file_of, keys[0])

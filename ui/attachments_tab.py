"""The files of a record as a tab: attached by drag and drop, paste and button; opened, described, saved for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.fields import N_
from db.queries import records as reads
from db.queries.attachments import AttachmentRow, of_record
from db.records import Attachment, fields_of
from ecd_desktop.evidence_files import Shown
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import attachments, records
from ui import file_gestures
from ui.widgets.controls import Button
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Letter, LinesTab, Part
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec
    from ui.widgets.record_page import RecordPage

TITLE = N_("Files")
FIELDS = fields_of(Attachment)
OF_PICTURES = ("moment", "consent")
HELD, LEAVES = Mark("amber", icon="lock"), Mark("green", icon="circle-check")


def attachments_tab(entity: str) -> TabSpec:
    """The files of a record of one of the nouns in ``ATTACHED_TO``."""
    return TITLE, lambda here: AttachmentsTab(here, entity)


class AttachmentsTab(QWidget):
    """A button over the files of the record that is shown."""

    def __init__(self, here: Here, entity: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self._entity = entity
        self._key: Key | None = None
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.lines = LinesTab(here, Part(
            "attachments", N_("Files of this record"), partial(_read, entity),
            N_("No file yet. Let pictures or PDFs go over this page, paste them into the list, or choose them."),
            frozenset({"attachments"}), remove=attachments.delete, remove_text=N_("Take the file off"),
            letters=(Letter("E", N_("Describe it…"), run=_describe), Letter("G", N_("Save as…"), run=_save)),
            note=N_("What is saved here holds no place and no camera; a picture without consent never leaves."),
        ))  # fmt: skip
        self.view = self.lines.view
        self.button = Button(_("Attach a file…"), self._choose, kind="link", icon="paperclip")
        self.button.setProperty("flush", "true")
        tools = QHBoxLayout()
        tools.setContentsMargins(20, 8, 12, 0)
        tools.addWidget(self.button)
        tools.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(tools)
        rows.addWidget(self.lines, 1)
        self.setFocusProxy(self.lines)

    def show_record(self, entity: str, key: Key | None) -> None:
        self._key = key
        self.button.setEnabled(key is not None and not self.here.read_only)
        self.button.setToolTip(self.here.read_only)
        self.lines.show_record(entity, key)

    def _choose(self) -> None:
        if self._key is not None:
            file_gestures.choose(self.here, self._key, _("Attach a file"), asking(self._entity))


def takes_files(here: Here, page: RecordPage) -> RecordPage:
    """A page over which files can be let go: they are kept with the record under them, or the selected one."""
    page.drops = file_gestures.RecordFiles(here, page, asking(page.spec.place))
    return page


def attach(here: Here) -> None:
    """Files from a folder, for the selected record of the place that is shown."""
    file_gestures.choose(here, here.keys[0], _("Attach a file"), asking(here.entity))


def asking(entity: str) -> file_gestures.Ask:
    """Asks what the files of a record of this noun show, and keeps them with it."""

    def ask_about(here: Here, key: Key, files: Sequence[Shown]) -> None:
        names = [*(("description",) if len(files) == 1 else ()), "on"]
        if any(file.media.startswith("image/") for file in files):
            names += OF_PICTURES
        names.append("internal")

        def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
            return lambda store: attachments.add_files(store, entity, key, files, **answers)

        title = ngettext("Attach {n} file", "Attach {n} files", len(files)).format(n=len(files))
        ask(here, title, _("Attach"), {name: FIELDS[name] for name in names}, job, rows=_rows(names),
            lead=", ".join(file.name for file in files[:4]),
            values={"on": here.today, "internal": False,
                    "description": file_gestures.description_of(here, files)})  # fmt: skip

    return ask_about


def _rows(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    wanted = (("description",), ("on", "moment"), ("consent",), ("internal",))
    return tuple(row for one in wanted if (row := tuple(name for name in one if name in names)))


def _read(entity: str, session: Any, key: Key, here: Here) -> Sequence[Line]:
    return [_line(row, here) for row in of_record(session, entity, key)]


def _line(row: AttachmentRow, here: Here) -> Line:
    told = (
        format_date(row.on) if row.on is not None else "", _(row.moment.label) if row.moment is not None else "",
        row.file_name if row.file_name != row.description else "",
    )  # fmt: skip
    urgent, tone, mark = "", "", LEAVES
    if row.internal:
        urgent, tone, mark = _("Internal"), "violet", Mark("violet", icon="lock")
    elif row.picture:
        urgent = _(row.consent.label) if row.consent is not None else _("Consent not noted")
        tone, mark = ("green", LEAVES) if row.leaves else ("amber", HELD)
    return Line(
        row.key, row.description, " · ".join(part for part in told if part), urgent=urgent, tone=tone, mark=mark,
        mark_words=_("May leave") if row.leaves else _("Never leaves"), strong=True,
        pill=Path(row.file_name).suffix[1:].upper(),
        shows=partial(file_gestures.show, here, attachments.file_of, row.key),
    )  # fmt: skip


def _save(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    file_gestures.save_as(here, attachments.leaving, keys[0])


def _describe(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    """Ask what one file shows, and whether who is in it consented."""
    key = keys[0]
    here.read(lambda session: reads.snapshot(session, "attachments", key), partial(_ask_again, here), owner=here)


def _ask_again(here: Here, seen: Any) -> None:
    if seen is None:
        return  # it is gone: the news has taken it off the list
    picture = str(seen.values["media"]).startswith("image/")
    names = ["description", "on", *(OF_PICTURES if picture else ()), "internal"]

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        draft = records.draft_of(seen)
        for name, value in answers.items():
            draft.set(name, value)
        return lambda store: records.save(store, draft)

    ask(here, _("Describe the file"), _("Save"), {name: FIELDS[name] for name in names}, job, rows=_rows(names),
        lead=str(seen.values["file_name"]), values={name: seen.values[name] for name in names})  # fmt: skip

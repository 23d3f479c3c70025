"""One value for many records: pick a field, give it a value, see what becomes of each; one labelled change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.errors import sentence
from ecd_desktop.language import N_, _, ngettext
from ecd_desktop.services import staging
from ecd_desktop.services.staging import Staged, Verdict
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.cell_edits import HELD_AT_MOST, Edit, Edits, give
from ui.widgets.cell_places import named_place
from ui.widgets.controls import Button, ComboBox, Label
from ui.widgets.editors import ChoiceEditor
from ui.widgets.staged_lines import LinesView
from ui.working import said

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


PATIENCE = 300  # milliseconds before it is said that something takes its time
PAUSE = 250  # milliseconds without typing before it is looked at what would become of the records
SHOWN = 2_000
"""Records that are looked at beforehand; those beyond are checked when they are written."""


class BulkChange(QDialog):
    """Asks for the field and the value; stays open, with what was typed, while the world refuses."""

    def __init__(
        self, here: Here, entity: str, edits: Edits, keys: tuple[Key, ...], column: str, page: QWidget
    ) -> None:
        super().__init__(page.window())
        from db.records import fields_of, record_class

        self.here = here
        self.entity = entity
        self.keys = keys
        self._page: Any = page
        self._fields = dict(fields_of(record_class(entity)))
        self._creates = edits.creates
        self._seen: dict[Key, dict[str, Any]] = {}
        self.offered = _offered(edits, len(keys))
        n = len(keys)
        title = ngettext("Change a field of {n} record", "Change a field of {n} records", n).format(n=n)
        self.setWindowTitle(title)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.setMaximumWidth(880)
        self.field = ComboBox()
        self.field.setAccessibleName(_("Field"))
        for name in self.offered:
            self.field.addItem(_(self._fields[name].label), name)
        self.bar = Bar("red", "alert-circle")
        self.staged: Staged | None = None  # of the value that stands there now
        self._rows: list[Any] = []
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self.stage)
        self.sum = Label("", "body-strong", wrap=True)
        self.lines = LinesView(here, _("What becomes of each record"))
        self.busy = Label("", "body", "text2")
        self._patience = QTimer(self, interval=PATIENCE)
        self._patience.timeout.connect(self._say_busy)
        verb = ngettext("Change {n} record", "Change {n} records", n).format(n=n)
        self.verb = Button(verb, self.give, kind="primary")
        self.verb.setDefault(True)
        self.cancel = cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(title, "subtitle", wrap=True))
        rows.addWidget(Label(_("All of them get the same value, in one step that Undo takes back. An empty value "
                               "clears the field."), "body", "text2", wrap=True))  # fmt: skip
        rows.addWidget(self.bar)
        label = Label(_("Field"), "caption", "text2")
        label.setBuddy(self.field)
        rows.addWidget(label)
        rows.addWidget(self.field)
        self._values = QVBoxLayout()
        rows.addLayout(self._values)
        rows.addWidget(self.sum)
        rows.addWidget(self.lines, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.busy, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb)
        rows.addLayout(buttons)
        wanted = edits.of(column)
        place = self.field.findData(wanted.name() if wanted is not None else None)
        self.field.setCurrentIndex(max(place, 0))
        self.field.currentIndexChanged.connect(lambda _n: self._show_field())
        self._show_field()
        page.model.rows_of(keys[:SHOWN], self._came)
        self.resize(min(880, self.parentWidget().width() - 40), min(560, self.parentWidget().height() - 40))
        self.answers.setFocus() if place >= 0 else self.field.setFocus()
        # the window's own keys do not reach a dialog
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: here.actions["help.here"].trigger())

    @property
    def name(self) -> str:
        """The field that is changed."""
        return str(self.field.currentData())

    @property
    def going(self) -> tuple[Key, ...]:
        """The records that get the value: all but those that are known to refuse it."""
        lines = self.staged.lines if self.staged is not None else ()
        refused = {line.place.key for line in lines if line.verdict is Verdict.REFUSED}
        return tuple(key for key in self.keys if key not in refused)

    def give(self) -> None:
        """Do it, as far as the value can be taken."""
        values = self.answers.values()
        if values is None:
            return
        edit, value = self.offered[self.name], values[self.name]
        self.bar.say("")
        self.verb.setEnabled(False)
        self._patience.start()
        keys = self.going
        if len(keys) <= HELD_AT_MOST:
            self._page.model.held.update(keys)
        if edit.through is None:
            from ecd_desktop.services import field_changes

            self.here.do(field_changes.change_fields, self.entity, keys, {self.name: value}, self._seen,
                         then=self._done, refused=self._refused, owner=self, broke=self._over)  # fmt: skip
        elif not give(self.here, edit, keys, value, then=self._done, refused=self._refused, owner=self,
                      broke=self._over):  # fmt: skip
            self.accept()  # the noun asks something more

    def reject(self) -> None:
        """Close; while it is being done, stop it, and stay open with what was typed."""
        if self._patience.isActive() and self.here.tasks.under_way:
            self.here.tasks.stop_changes()
            self._say_busy()
        else:
            super().reject()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _show_field(self) -> None:
        """The editor of the field that is chosen, and what is there now: what others change meanwhile is told."""
        while (item := self._values.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        name = self.name
        edit, field = self.offered[name], self._fields[name]
        create = {name: self._creates[name]} if name in self._creates else {}
        members = tuple(edit.offers(None) if edit.offers is not None else field.members())
        self.answers = Answers(self.here, {name: replace(field, label=N_("New value"))}, creates=create)
        editor = self.answers.editors[name]
        if isinstance(editor, ChoiceEditor):
            editor.offer(members)
        self.answers.begin(**{name: members[0] if members and field.required else None})  # a list shows one anyway
        self.answers.typed.connect(self._changed)
        self._values.addWidget(self.answers)
        self._changed()
        self.bar.say("")
        self._seen = {}
        if edit.through is None:
            self.here.read(lambda session: _present(session, self.entity, self.keys, name), self._saw, owner=self,
                           slot=f"seen/{id(self)}")  # fmt: skip

    def _came(self, rows: list[Any]) -> None:
        self._rows = rows
        self.stage()

    def _changed(self) -> None:
        """Another value: what was looked at is of the one before."""
        self.staged = None
        self._soon.start()

    def stage(self) -> None:
        """What would become of each record."""
        self._soon.stop()
        values = self.answers.peek() if self._rows else None
        if values is None:
            self._show_staged(Staged())
            self.staged = None
            return
        name, entity = self.name, self.entity
        label, value = _(self._fields[name].label), values[name]
        places = [named_place(self._page, row, label, (name,), value=value) for row in self._rows]
        self.here.ask(lambda store: staging.stage(store, entity, places, staging.Answers()), then=self._show_staged,
                      refused=self._refused, owner=self, slot=f"staged/{id(self)}")  # fmt: skip

    def _show_staged(self, staged: Staged) -> None:
        self.staged = staged
        self.lines.show_staged(staged)
        count = ngettext("{n} record", "{n} records", len(staged.lines)).format(n=len(staged.lines))
        said = staging.summary(staged, of=count) if staged.lines else ""
        if len(self.keys) > len(self._rows) and said:
            said = _("{said}; the others are checked when they are written.").format(said=said)
        self.sum.setText(said)
        n = len(self.going)
        self.verb.setText(ngettext("Change {n} record", "Change {n} records", n).format(n=n))
        if not self._patience.isActive():
            self.verb.setEnabled(n > 0)

    def _saw(self, seen: dict[Key, dict[str, Any]]) -> None:
        self._seen = seen

    def _done(self, _value: Any) -> None:
        self.accept()

    def _say_busy(self) -> None:
        if under_way := self.here.tasks.under_way:
            self.busy.setText(said(under_way[0]))

    def _over(self) -> None:
        """Nothing was changed, and it can be tried again."""
        self._patience.stop()
        self.busy.setText("")
        self.verb.setEnabled(True)

    def _refused(self, exc: Exception) -> None:
        self._over()
        if self.answers.say(getattr(exc, "problems", ())):
            return
        message, remedy = sentence(exc)
        self.bar.say(f"{message}\n{remedy}" if remedy else message)


def _offered(edits: Edits, n: int) -> dict[str, Edit]:
    """The fields that can be given at once to so many, with how."""
    fits = [one for one in edits.cells if one.of is None and (one.many or n == 1)]
    return {one.name(): one for one in fits}


def _present(session: Any, entity: str, keys: tuple[Key, ...], name: str) -> dict[Key, dict[str, Any]]:
    from db.queries import records

    return {key: {name: value} for key, value in records.values_of(session, entity, keys, name).items()}

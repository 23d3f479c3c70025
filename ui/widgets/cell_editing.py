"""Editing in the cells of a list: F2 begins, Tab and Enter go on, Esc gives up; each value is one change of its own.

A plain field is changed where it still is what the person saw, else the two answers are shown side by side; a field
with rules of its own goes through its noun's verb.  What cannot be taken stays in its cell with the reason under it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, Qt, QTimer

from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ui import tokens
from ui.widgets.cell_editor import CellEditor, Move, Phase
from ui.widgets.cell_edits import give
from ui.widgets.delegates import leftmost
from ui.widgets.editors import ChoiceEditor
from ui.widgets.link_editor import LinkEditor

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ui.here import Here
    from ui.widgets.cell_edits import Edit, Edits
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

PATIENCE = 400  # milliseconds a stored cell waits for its row to be read again
INDENT = tokens.GUTTER - 10  # so that text being edited begins near where it stood, at the left edge
SELECT = QItemSelectionModel.SelectionFlag


class CellEditing(QObject):
    """The cells of one table that are being edited: one has the keyboard, others wait with what is wrong in them."""

    def __init__(self, here: Here, table: Table, model: RowsModel, entity: str, edits: Edits) -> None:
        super().__init__(table)
        self.here = here
        self.table = table
        self.model = model
        self.entity = entity
        self.edits = edits
        self.cells: dict[tuple[Key, str], CellEditor] = {}
        self._fields: dict[str, Field] = {}
        table.edits_at = self.double_clicked
        table.viewport().installEventFilter(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place_all)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._place_all())
        for changed in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved,
                        table.head.sectionResized, table.head.sectionMoved):  # fmt: skip
            changed.connect(lambda *_more: self._soon.start())
        model.loaded.connect(lambda _count: self._tidy())
        refresh = "shell.refresh"  # asked again by the person: what was edited takes its place in the order
        if refresh in here.actions:
            here.actions[refresh].triggered.connect(lambda _on=False: model.held.clear())

    # --- what the page asks -------------------------------------------------------------------------------------------

    def edit_of(self, index: QModelIndex) -> Edit | None:
        """What can be edited in a cell; None where it only shows, is not in sight, or its row is not there yet."""
        key = self.model.key_at(index.row())
        if key is None or not index.isValid() or self.table.isColumnHidden(index.column()):
            return None
        if self.model.row(key) is None:
            return None
        return self.edits.of(self.model.columns[index.column()].name)

    def begin(self, index: QModelIndex | None = None) -> bool:
        """Begin to edit a cell, by default the current one; whether it can be."""
        index = self.table.currentIndex() if index is None else index
        edit, key = self.edit_of(index), self.model.key_at(index.row())
        if edit is None or key is None or self.here.read_only:
            return False
        self.table.scrollTo(index)
        known = self.cells.get((key, edit.column))
        if known is not None and known.phase is not Phase.WRITTEN:
            known.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if known is not None:
            self._end(known)
        self._open(index, key, edit)
        return True

    def double_clicked(self, index: QModelIndex) -> bool:
        """A double click edits; on the wide column that names the record it opens the record."""
        column = self.model.columns[index.column()] if index.isValid() else None
        return column is not None and not column.stretch and self.begin(index)

    def take_all(self) -> None:
        """Take what is typed: the list is left, or saved."""
        for cell in list(self.cells.values()):
            if cell.phase is Phase.EDITING:
                self._take(cell, Move.STAY, by_key=False)

    @property
    def unsaved(self) -> bool:
        """Whether something stands in a cell that is not stored."""
        return any(cell.touched for cell in self.cells.values())

    # --- opening ------------------------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex, key: Key, edit: Edit) -> None:
        row = self.model.row(key)
        name = edit.name(row)
        field = self._field(name)
        cell = CellEditor(self.here, self.table, key, edit, name, field, self.edits.creates.get(name))
        if edit.offers is not None and isinstance(cell.editor, ChoiceEditor):
            cell.editor.offer(tuple(edit.offers(row)))
        self.cells[key, edit.column] = cell
        cell.wanted.connect(lambda move, by_key: self._take(cell, move, by_key=by_key))
        cell.given_up.connect(lambda: self._give_up(cell))
        self._place(cell)
        cell.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.window().installEventFilter(self)
        value = None if field.target else getattr(row, name, None)
        shown = getattr(row, edit.column, None) if field.target else None
        cell.guess(value, str(shown or "") if field.target else self._words(field, value, {}))

        def read(session: Any) -> Any:
            from db.queries import records

            return records.snapshot(session, self.entity, key)

        def answer(snapshot: Any) -> None:
            if self.cells.get((key, edit.column)) is not cell:
                return
            if snapshot is None:
                cell.say(_("Somebody deleted this record in the meantime."))
                return
            from ecd_desktop.services import records

            draft = records.draft_of(snapshot)
            cell.know(draft, self._words(field, draft.value(name), dict(snapshot.names)))

        self.here.read(read, answer, owner=cell)

    def _field(self, name: str) -> Field:
        if not self._fields:
            from db.records import fields_of, record_class

            self._fields = dict(fields_of(record_class(self.entity)))
        return self._fields[name]

    def _words(self, field: Field, value: Any, names: dict[Key, str]) -> str:
        if value is None:
            return ""
        return names.get(value, "") if field.target else field.format(value, self.here.speech)

    # --- taking -------------------------------------------------------------------------------------------------------

    def _take(self, cell: CellEditor, move: Move, *, by_key: bool) -> None:
        """Take what stands in the cell, and go on; a cell that was left by the mouse leaves the focus alone."""
        if cell.phase is not Phase.EDITING:
            return
        if cell.stuck and move is not Move.DOWN:
            if by_key:
                self._go_on(cell, move, by_key)
            return
        if cell.draft is None:
            cell.after = (move, by_key)  # as soon as it is known what is changed
            return
        cell.phase = Phase.TAKING
        if isinstance(cell.editor, LinkEditor):
            cell.editor.settle(lambda: self._judge(cell, move, by_key))
        else:
            self._judge(cell, move, by_key)

    def _judge(self, cell: CellEditor, move: Move, by_key: bool) -> None:
        from ecd_desktop.services import records

        assert cell.draft is not None
        draft = records.copied(cell.draft)
        cell.editor.take(draft)
        if cell.name not in draft.changed:
            self._end(cell)
            self._go_on(cell, move, by_key)
            return
        problems = draft.problems()
        if cell.edit.through is not None:  # the rules of the whole record are the verb's to keep
            problems = [one for one in problems if one.field == cell.name]
        new = [one for one in problems if one.field == cell.name or (one.field, one.message) not in cell.wrong_before]
        if new:
            cell.phase = Phase.EDITING
            cell.say(" ".join(one.text(self.here.speech) for one in new))
            self._place(cell)
            if move in (Move.LEFT, Move.RIGHT):
                self._go_on(cell, move, by_key)
            return
        self.model.held.add(cell.key)
        value, seen = draft.value(cell.name), dict(cell.draft.seen)
        if cell.edit.through is not None:
            self._through(cell, value, seen[cell.name])
        else:
            self.here.do(
                self._plain(cell, value, seen), then=lambda _outcome: self._written(cell), say=False, owner=cell,
                refused=lambda exc: self._refused(cell, exc), broke=lambda: self._broke(cell),
            )  # fmt: skip
        self._go_on(cell, move, by_key)

    def _plain(self, cell: CellEditor, value: Any, seen: dict[str, Any]) -> Callable[[Any], Any]:
        from ecd_desktop.services import field_changes

        keys, values, before = [cell.key], {cell.name: value}, {cell.key: seen}
        return lambda store: field_changes.change_fields(store, self.entity, keys, values, before)

    def _through(self, cell: CellEditor, value: Any, seen: Any) -> None:
        """By the noun's verb, unless somebody else has changed it meanwhile: that is told, and wanted once more."""
        from ecd_desktop.services import field_changes

        def answer(conflict: Any) -> None:
            if conflict is not None and cell.draft is not None:
                now = cell.field.load(conflict.now)
                cell.draft.seen[cell.name] = now
                words = self._words(cell.field, now, {}) or _("(empty)")
                self._refuse(cell, _("Somebody changed this to “{now}” in the meantime. Press Enter to change it all "
                                     "the same, or Esc.").format(now=words))  # fmt: skip
                return
            begun = give(
                self.here, cell.edit, (cell.key,), value, say=False, owner=cell,
                then=lambda _value: self._written(cell),
                refused=lambda exc: self._refused(cell, exc), broke=lambda: self._broke(cell),
            )  # fmt: skip
            if not begun:  # the noun asks something first
                self._end(cell)

        self.here.ask(
            field_changes.changed_meanwhile, self.entity, cell.key, cell.name, seen, value, then=answer,
            refused=lambda exc: self._refused(cell, exc), owner=cell,
        )  # fmt: skip

    def _written(self, cell: CellEditor) -> None:
        cell.phase = Phase.WRITTEN
        QTimer.singleShot(PATIENCE, cell, lambda: self._end(cell))

    def _broke(self, cell: CellEditor) -> None:
        self._refuse(cell, _("It was not stored."))

    def _refused(self, cell: CellEditor, exc: Exception) -> None:
        message, remedy = sentence(exc)
        said = " ".join(one.text(self.here.speech) for one in getattr(exc, "problems", ()))
        self._refuse(cell, said or (f"{message} {remedy}" if remedy else message))

    def _refuse(self, cell: CellEditor, words: str) -> None:
        cell.phase = Phase.EDITING
        cell.say(words)
        self._place(cell)
        if self.table.hasFocus():
            cell.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- going on -----------------------------------------------------------------------------------------------------

    def _go_on(self, cell: CellEditor, move: Move, by_key: bool) -> None:
        """Edit the next cell in this direction; where there is none the list has the keyboard again."""
        target = self._next(cell, move) if by_key else None
        if target is not None:
            self._make_current(target)
            if self.begin(target):
                return
        if by_key or cell.holds_focus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self, cell: CellEditor, move: Move) -> QModelIndex | None:
        row = self.model.row_of(cell.key)
        if row < 0 or move is Move.STAY:
            return None
        if move is Move.DOWN:
            below, column = self._record_row(row + 1, 1), self.model.column_named(cell.edit.column)
            return self._index(below, column) if below >= 0 else None
        columns = [n for n in self.table.shown_columns() if self.edits.of(self.model.columns[n].name) is not None]
        at = columns.index(self.model.column_named(cell.edit.column)) + (1 if move is Move.RIGHT else -1)
        if 0 <= at < len(columns):
            return self._index(row, columns[at])
        step = 1 if at > 0 else -1
        beside = self._record_row(row + step, step)
        return self._index(beside, columns[0 if step > 0 else -1]) if beside >= 0 else None

    def _index(self, row: int, column: int) -> QModelIndex:
        return QModelIndex(self.model.index(row, column))

    def _record_row(self, row: int, step: int) -> int:
        """The next row that is a record: headings of groups stand between them; -1 where the list ends."""
        while 0 <= row < self.model.rowCount():
            if self.model.key_at(row) is not None:
                return row
            row += step
        return -1

    def _make_current(self, index: QModelIndex) -> None:
        """The cursor goes along; the selection does where the row is not part of it."""
        selection = self.table.selectionModel()
        chosen = selection.isRowSelected(index.row(), QModelIndex())
        selection.setCurrentIndex(index, SELECT.NoUpdate if chosen else SELECT.ClearAndSelect | SELECT.Rows)

    def _give_up(self, cell: CellEditor) -> None:
        self._end(cell)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, cell: CellEditor) -> None:
        held = cell.holds_focus()
        cell.phase = Phase.WRITTEN
        if self.cells.get((cell.key, cell.edit.column)) is cell:
            del self.cells[cell.key, cell.edit.column]
        if held:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        cell.end()

    def _tidy(self) -> None:
        """The rows were read again: what is stored shows in them now."""
        for cell in list(self.cells.values()):
            if cell.phase is Phase.WRITTEN:
                self._end(cell)
        self._soon.start()

    # --- where they stand ---------------------------------------------------------------------------------------------

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        elif event.type() == QEvent.Type.Close:
            self._keep_all()
        return False

    def _keep_all(self) -> None:
        """The window closes: what could not be taken waits as a draft of its record, unless its form has one there."""
        from ecd_desktop.services import records

        drafts, entity = self.here.drafts, self.entity

        def keep(key: Key, text: str) -> None:
            if drafts.kept(entity, key) is None:
                drafts.keep(entity, key, text)

        for cell in self.cells.values():
            if cell.draft is None or not cell.touched:
                continue
            draft = records.copied(cell.draft)
            cell.editor.take(draft)
            if draft.changed:
                self.here.tasks.in_turn(keep, cell.key, draft.as_json())

    def _place_all(self) -> None:
        for cell in list(self.cells.values()):
            self._place(cell)

    def _place(self, cell: CellEditor) -> None:
        row, column = self.model.row_of(cell.key), self.model.column_named(cell.edit.column)
        if row < 0 or self.table.isColumnHidden(column):
            cell.put_away()
            return
        view = self.table.viewport().geometry()
        rect, room = self.table.visualRect(self.model.index(row, column)), QRect(view)
        if rect.bottom() < 0 or rect.top() > view.height():
            cell.put_away()
            return
        frozen = self.table.frozen
        if frozen is not None and frozen.columns and column not in frozen.columns:
            room.setLeft(view.left() + frozen.edge)  # the columns that stay are not covered
        indent = INDENT if leftmost(self.table.head) == column else 0
        cell.place(rect.translated(view.topLeft()), room, indent=indent)
        cell.sentence.setVisible(bool(cell.sentence.accessibleName()))

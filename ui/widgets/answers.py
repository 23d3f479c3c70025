"""A few fields that belong to no record: what a verb needs to know, or a line that is added to a list.

The fields are declared like a record's, so that dates, links and choices are edited and checked as everywhere else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.controls import Label
from ui.widgets.editors import Editor, editor_for

if TYPE_CHECKING:
    from db.fields import Field, Key, Problem
    from ecd_desktop.drafts import Draft
    from ui.here import Here
    from ui.widgets.link_editor import Create


class Answers(QWidget):
    """Rows of fields; ``values`` gives the answers once nothing is wrong with them."""

    typed = Signal()  # something was typed or chosen

    def __init__(
        self, here: Here, fields: Mapping[str, Field], rows: Sequence[Sequence[str]] = (), *,
        creates: Mapping[str, Create] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.here = here
        self.fields = dict(fields)
        self.editors: dict[str, Editor] = {}
        self._problems: dict[str, QLabel] = {}
        self._tried = False
        self._names: dict[Key, str] = {}
        self._lines = lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for names in rows or [(name,) for name in fields]:
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(3)
            for column, name in enumerate(names):
                self._place(grid, column, name, editor_for(here, name, fields[name], create=(creates or {}).get(name)))
                grid.setColumnStretch(column, 1)
            lines.addLayout(grid)
        if self.editors:  # a question may be about nothing but yes
            self.setFocusProxy(next(iter(self.editors.values())))
        self._draft = self._begun({})

    def spaced(self, pixels: int) -> None:
        """Let this much stand between the rows."""
        self._lines.setSpacing(pixels)

    def begin(self, names: Mapping[Key, str] | None = None, **values: Any) -> None:
        """Start again with these values; ``names`` are those of the records that links point to."""
        self._tried = False
        self._names = dict(names or {})
        self._draft = self._begun(values)
        self._show()

    def held(self) -> object:
        """What is typed now, for ``resume``."""
        for name, editor in self.editors.items():
            editor.take(self._draft)
            value = self._draft.value(name)
            if self.fields[name].target and value is not None and isinstance(editor.inner, QLineEdit):
                self._names[value] = editor.inner.text()
        return self._draft, self._first, self._names

    def resume(self, held: Any) -> None:
        """Show again what was typed when ``held`` was asked."""
        self._draft, self._first, self._names = held
        self._show()

    @property
    def touched(self) -> bool:
        """Whether something was typed that was not there at the beginning."""
        self._take()
        return any(self._draft.value(name) != value for name, value in self._first.items()) or bool(self._draft.typed)

    def peek(self) -> dict[str, Any] | None:
        """The answers as they stand; None where something is wrong, of which nothing is said yet."""
        self._take()
        return None if self._draft.problems() else dict(self._draft.wanted)

    def values(self) -> dict[str, Any] | None:
        """The answers by name; None where something is wrong, which is said under the fields and gets the focus."""
        self._take()
        self._tried = True
        problems = self._draft.problems()
        self._say_problems(problems)
        if problems:
            wrong = self.editors.get(problems[0].field)
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return dict(self._draft.wanted)

    def say(self, problems: Sequence[Problem]) -> bool:
        """Show what a service found wrong; whether all of it has its place under a field."""
        self._say_problems(problems)
        return bool(problems) and all(problem.field in self.editors for problem in problems)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        for name, editor in self.editors.items():
            value, typed = self._draft.value(name), self._draft.typed.get(name)
            words = self._names.get(value, "") if self.fields[name].target else self._words(name, value)
            editor.show_value(value, typed.text if typed else words)
        self._say_problems(())

    def _begun(self, values: Mapping[str, Any]) -> Draft:
        from ecd_desktop.drafts import Draft

        first = {name: values.get(name) for name in self.fields}
        first |= {name: False for name, field in self.fields.items() if field.kind.name == "flag" and not first[name]}
        self._first = first
        return Draft.start("answers", self.fields, uuid.uuid4(), **first)

    def _take(self) -> None:
        for editor in self.editors.values():
            editor.take(self._draft)

    def _left(self, editor: Editor) -> None:
        editor.take(self._draft)
        editor.write_out(self._draft)
        if self._tried or editor.name in self._draft.typed or self._problems[editor.name].isVisible():
            self._say_problems([p for p in self._draft.problems() if self._tried or p.field in self._draft.typed])
        self.typed.emit()

    def _words(self, name: str, value: Any) -> str:
        return "" if value is None else self.fields[name].format(value, self.here.speech)

    def _say_problems(self, problems: Sequence[Problem]) -> None:
        said = {problem.field: problem.text(self.here.speech) for problem in reversed(problems)}
        for name, editor in self.editors.items():
            self._problems[name].setText(said.get(name, ""))
            self._problems[name].setVisible(name in said)
            editor.say_problem(said.get(name, ""))

    def _place(self, grid: QGridLayout, column: int, name: str, editor: Editor) -> None:
        field = self.fields[name]
        if field.kind.name != "flag":  # its label stands beside the box
            label = Label(_(field.label), "caption")
            label.setBuddy(editor)
            grid.addWidget(label, 0, column)
        problem = Label("", "caption", "red", wrap=True)
        problem.hide()
        grid.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(problem, 2, column)
        editor.say_name(_(field.label))
        editor.left.connect(lambda: self._left(editor))
        editor.typed.connect(self.typed)
        self.editors[name] = editor
        self._problems[name] = problem

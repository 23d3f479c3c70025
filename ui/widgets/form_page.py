"""The sheet of a form: fields in rows, each with its label over it and its problem under it, the bars above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ecd_desktop.language import _
from ui import tokens
from ui.widgets.bars import Bar, ClashBar
from ui.widgets.controls import Label
from ui.widgets.editors import Editor, editor_for
from ui.widgets.keys_kept import KeysKept
from ui.widgets.surfaces import Scroll, Surface

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.drafts import Draft
    from ui.here import Here
    from ui.widgets.link_editor import Create

WHEN_TO_FIT = (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
WIDEST = 16_777_215  # pixels: Qt's own limit, so none
SAID_TO_BE_NEEDED = ("text", "memo", "day", "link", "money")  # the other kinds always hold something


class FormPage(Scroll):
    """Lays fields out; knows nothing of records.  Override ``lay_out`` and ``field_left``."""

    creates: ClassVar[Mapping[str, Create]] = {}  # by field name: what makes a new record from a typed name
    neat: ClassVar[Mapping[str, Callable[[str], str]]] = {}  # by field name: how what was typed is written

    edited = Signal()  # something was typed or chosen

    def __init__(self, here: Here, fields: Mapping[str, Field], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.here = here
        self.editors: dict[str, Editor] = {}
        self._fields = dict(fields)
        self._problems: dict[str, Label] = {}
        self._names: dict[Key, str] = {}  # of the records that links point to
        self._keys = KeysKept(self)
        self._build()

    # --- for the noun -------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Arrange the fields, with ``section``, ``row``, ``note`` and ``add``."""
        raise NotImplementedError

    def field_left(self, editor: Editor) -> None:
        """The person left a field, or chose in it."""

    def editor_of(self, name: str, field: Field) -> Editor:
        """The editor of a field: its kind's, where the noun has no other."""
        return editor_for(self.here, name, field, create=self.creates.get(name), neat=self.neat.get(name))

    def section(self, title: str) -> None:
        """A small heading; ``title`` is translated already."""
        self._rows.addSpacing(6)
        self._rows.addWidget(Label(title, "body-strong", "text2"))

    def row(self, *names: str) -> None:
        """Fields side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for column, name in enumerate(names):
            self._place(grid, column, name)
            grid.setColumnStretch(column, 1)
        if len(names) == 1 and self._is_short(names[0]):  # as wide as where two stand side by side
            grid.setColumnStretch(1, 1)
        self._rows.addLayout(grid)

    def note(self, text: str) -> None:
        """A sentence of help under what stands above it."""
        self._rows.addWidget(Label(text, "caption", "text3", wrap=True))

    def add(self, widget: QWidget) -> None:
        """Any widget of the noun's own."""
        self._rows.addWidget(widget)

    def advice(self, draft: Draft) -> Mapping[str, str]:
        """What is remarkable, by field: said under it in amber, and no reason not to save."""
        return {}

    def say(self, name: str, problem: str, advice: str = "") -> None:
        """Say what is wrong with a field, or else remarkable, under it; "" takes it back."""
        self._problems[name].set_ink("red" if problem else "amber")
        self._problems[name].setText(problem or advice)
        self._problems[name].setVisible(bool(problem or advice))
        self.editors[name].say_problem(problem, advice)

    def problem(self, name: str) -> str:
        """What stands under a field."""
        return self._problems[name].whole()

    def keep_focus(self) -> None:
        """Where the cursor stands in a field, keep its keys until fields are open again."""
        focus = QApplication.focusWidget()
        if focus is not None and self._inside.isAncestorOf(focus):
            self._keys.hold(focus)

    def hold_keys(self) -> None:
        """Keep what is typed from now on for the first field."""
        if self.editors:
            self._keys.hold(next(iter(self.editors.values())).inner)

    def close_fields(self, *, waiting: bool = False) -> None:
        """Nothing can be typed; ``waiting`` for a record, the fields look as before until it comes."""
        self._inside.setUpdatesEnabled(not waiting)
        self._inside.setEnabled(False)
        if not waiting:
            self._keys.drop()

    def open_fields(self) -> None:
        """The fields show their record: what was typed meanwhile goes into them.

        In a database that may only be looked at they say so before anything is typed.
        """
        self._inside.setUpdatesEnabled(True)
        self._inside.setEnabled(True)
        if reason := self.here.read_only:
            self._lock(reason)
        self._keys.give()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lock(self, reason: str) -> None:
        self.bar.say(reason)
        for editor in self.editors.values():
            editor.set_read_only(True)
            editor.inner.setToolTip(reason)
            editor.inner.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        return QSize(tokens.PANE_LEAST + 60, 480)

    def _build(self) -> None:
        self.setObjectName("surface")
        page = Surface((20, 12, 20, 20), 8)
        outer = page.rows
        self.bar = Bar()
        self.clash_bar = ClashBar()
        self._bars = Pinned(self, self.bar, self.clash_bar)
        self._inside = QWidget()
        self._inside.setObjectName("inside")
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        outer.addWidget(self._inside)
        outer.addStretch(1)
        self.lay_out()
        if self.editors:
            self.setFocusProxy(next(iter(self.editors.values())))
        self.setWidget(page)
        self._inside.setEnabled(False)

    def leave_above(self, height: int) -> None:
        """Begin the fields so far down: what stands there stays while they scroll."""
        if self.viewportMargins().top() != height:
            self.setViewportMargins(0, height, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bars.fit()

    def _words(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        field = self._fields[name]
        return self._names.get(value, "") if field.target else field.format(value, self.here.speech)

    def _is_short(self, name: str) -> bool:
        """A date, a number: what needs no whole line."""
        kind = self._fields[name].kind
        return kind.name == "day" or kind.right_aligned

    def _place(self, grid: QGridLayout, column: int, name: str) -> None:
        field = self._fields[name]
        editor = self.editor_of(name, field)
        words = _(field.label)
        label = Label(words, "caption", "text2")
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        label.setBuddy(editor)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label)
        if field.required and field.kind.name in SAID_TO_BE_NEEDED:
            head.addWidget(Label(_("needed"), "caption", "text3"), 1)
        else:
            head.addStretch(1)
        problem = Label("", "caption", "red", wrap=True)
        problem.hide()
        if field.kind.name != "flag":  # its label stands beside the box
            grid.addLayout(head, 0, column)
        grid.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(problem, 2, column)
        if self._is_short(name):
            editor.inner.setMaximumWidth(WIDEST)  # it fills its column, so that right edges stand in line
        editor.say_name(words)
        editor.left.connect(lambda: self.field_left(editor))
        editor.typed.connect(self.edited)
        self.editors[name] = editor
        self._problems[name] = problem


class Pinned(Scroll):
    """Bars over the fields of a form, in sight wherever these are scrolled to; a strip of fields always remains."""

    def __init__(self, page: FormPage, *bars: QWidget) -> None:
        super().__init__(parent=page)
        self._page = page
        self.setObjectName("surface")
        self._held = Surface((20, 12, 20, 0), 8)
        for bar in bars:
            self._held.rows.addWidget(bar)
            bar.installEventFilter(self)
        self.setWidget(self._held)
        self._held.installEventFilter(self)
        self.hide()

    def fit(self) -> None:
        """As high as what it says, over the fields."""
        width = self._page.width() - self._page.verticalScrollBar().sizeHint().width()
        rows = self._held.rows
        shown = any(not rows.itemAt(n).widget().isHidden() for n in range(rows.count()))
        height = min(rows.heightForWidth(width), self._page.height() * 3 // 4) if shown else 0
        self.setVisible(shown)
        self.setGeometry(0, 0, width, height)
        self._page.leave_above(height)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() in WHEN_TO_FIT:
            self.fit()
        return super().eventFilter(target, event)

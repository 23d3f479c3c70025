"""A tab of what belongs to one record: its lines, and over them what can be added, typed in place.

The noun says what is particular in a ``Part``; the tab reads, follows the news, adds, removes and opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from db.queries import records as reads
from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ecd_desktop.services import records
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Label
from ui.widgets.lines import Line, LinesView
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec
    from ui.widgets.link_editor import Create

Remove = Callable[[Any, Sequence["Key"]], Any]


@dataclass(frozen=True, slots=True)
class Adding:
    """Something that can be added.  ``service`` is ``fn(store, key, **answers)``; texts are catalogue entries."""

    text: str
    verb: str
    service: Callable[..., Any]
    fields: Mapping[str, Field]
    rows: Sequence[Sequence[str]] = ()
    values: Callable[[Here], dict[str, Any]] = lambda _here: {}
    creates: Mapping[str, Create] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """A key that marks the selected lines: ``service(store, keys)``, or ``run(here, record, keys)`` where it asks."""

    letter: str
    text: str
    service: Remove | None = None
    run: Callable[[Here, Key, Sequence[Key]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Editing:
    """What Enter asks of a line that opens nothing: fields of its record, which ``save(store, draft)`` saves."""

    title: str
    entity: str
    fields: Mapping[str, Field]
    save: Callable[[Any, Any], Any]
    rows: Sequence[Sequence[str]] = ()
    creates: Mapping[str, Create] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What is particular to one tab.  ``read(session, key, here)`` runs on the database thread."""

    id: str
    name: str
    read: Callable[[Any, Key, Here], Sequence[Line]]
    empty: str
    watches: frozenset[str] = frozenset()
    adds: tuple[Adding, ...] = ()
    remove: Remove | None = None
    remove_text: str = ""
    letters: tuple[Letter, ...] = ()
    note: str = ""  # a sentence over the list
    move: Callable[[Any, Key, int], Any] | None = None  # ``move(store, line, by)``: Alt+↑ and Alt+↓
    edit: Editing | None = None
    edits: Mapping[str, Editing] = field(default_factory=dict)  # by noun, where the lines are of several

    def editing(self, line: Line) -> Editing | None:
        """What Enter asks of a line; None where it is only shown."""
        return None if line.fixed else self.edits.get(line.entity, self.edit)


def tab(title: str, part: Part) -> TabSpec:
    """For ``ListSpec.tabs``."""
    return title, lambda here: LinesTab(here, part)


class LinesTab(QWidget):
    """Buttons, the fields of what is being added, the lines."""

    def __init__(self, here: Here, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.part = part
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._key: Key | None = None
        self._adding: int | None = None
        self._held: dict[tuple[Key, int], Any] = {}  # half-typed additions of records that were left
        self.composers: dict[int, Answers] = {}
        self.view = LinesView(_(part.name))
        self.view.letters = "".join(letter.letter for letter in part.letters)
        self.view.movable = part.move is not None
        self.bar = Bar("red", "alert-circle")
        self._lay_out()
        self.view.opened.connect(self._open)
        self.view.pressed_key.connect(self._pressed)
        self.view.moved.connect(self._move)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        here.bridge.committed.connect(self._news)

    # --- for the pane -------------------------------------------------------------------------------------------------

    def show_record(self, entity: str, key: Key | None) -> None:
        if key != self._key:
            self._hold()
            self._key = key
            self._fold()
            kept = [number for held, number in self._held if held == key]
            if key is not None and kept:
                self.begin(kept[0])
        for button in self.buttons:
            button.setEnabled(key is not None and not self.here.read_only)
            button.setToolTip(self.here.read_only)
        self.load()

    def load(self) -> None:
        """Read the lines again; what is selected and half typed stays."""
        key, part, here = self._key, self.part, self.here
        if key is None:
            self._show([])
            return

        def answer(lines: Sequence[Line]) -> None:
            if self._key == key:
                self._show(lines)

        self.here.read(lambda session: part.read(session, key, here), answer, owner=self,
                       slot=f"lines/{part.id}/{id(self)}")  # fmt: skip

    def begin(self, number: int = 0) -> None:
        """Show the fields of an addition and put the cursor in the first."""
        if self._key is None or self.here.read_only:
            return
        adding = self.part.adds[number]
        self._fold()
        if number not in self.composers:
            self.composers[number] = self._composer(adding)
        answers = self.composers[number]
        held = self._held.pop((self._key, number), None)
        if held is not None:
            answers.resume(held)
        else:
            answers.begin(**adding.values(self.here))
        self._adding = number
        answers.show()
        self._verb.say(_(adding.verb))
        self._card.show()
        answers.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        """Add what is typed, as far as it is complete."""
        if self._adding is None or self._key is None:
            return
        key, number = self._key, self._adding
        values = self.composers[number].values()
        if values is None:
            return
        self.bar.say("")
        self._verb.setEnabled(False)
        job = partial(_run, self.part.adds[number].service, key, values)
        self.here.do(job, then=lambda _value: self._given(key, number), refused=self._refused, owner=self,
                     broke=partial(self._verb.setEnabled, True))  # fmt: skip

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        tools = QHBoxLayout()
        tools.setContentsMargins(20, 8, 12, 8)
        tools.setSpacing(16)
        self.buttons = [
            Button(_(adding.text), partial(self.begin, number), kind="link", icon="plus")
            for number, adding in enumerate(self.part.adds)
        ]
        for button in self.buttons:
            button.setProperty("flush", "true")  # its icon stands over those of the lines
            tools.addWidget(button)
        tools.addStretch(1)
        if self.buttons:
            rows.addLayout(tools)
        if self.part.note:
            note = Label(_(self.part.note), "caption", "text3", wrap=True)
            note.setContentsMargins(20, 2 if self.buttons else 10, 14, 8)
            rows.addWidget(note)
        rows.addWidget(self._composers_card())
        self._middle = QStackedWidget()
        self._middle.addWidget(self.view)
        self._nothing = Label(_(self.part.empty), "body", "text2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._nothing.setContentsMargins(20, 12, 20, 12)
        self._middle.addWidget(self._nothing)
        rows.addWidget(self._middle, 1)
        self.setFocusProxy(self.view)

    def _composers_card(self) -> QWidget:
        outer = QWidget()
        margin = QVBoxLayout(outer)
        margin.setContentsMargins(16, 0, 14, 10)
        self._card = QFrame()
        self._card.setObjectName("card")
        margin.addWidget(self._card)
        self._rows = QVBoxLayout(self._card)
        self._rows.setContentsMargins(14, 10, 14, 12)
        self._rows.setSpacing(8)
        self._rows.addWidget(self.bar)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._verb = Button("", self.give)
        buttons.addWidget(self._verb)
        buttons.addWidget(Button(_("Cancel"), self._cancel))
        buttons.addStretch(1)
        self._rows.addLayout(buttons)
        self._card.installEventFilter(self)
        self._outer = outer
        outer.hide()
        self._card.hide()
        return outer

    def _composer(self, adding: Adding) -> Answers:
        made = Answers(self.here, adding.fields, adding.rows, creates=adding.creates)
        self._rows.insertWidget(1, made)
        for editor in made.editors.values():
            editor.inner.installEventFilter(self)
        return made

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self._card and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._outer.setVisible(event.type() == QEvent.Type.ShowToParent)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._cancel()
                return True
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.give()
                return True
        return False

    def _fold(self) -> None:
        self._adding = None
        self._card.hide()
        self._outer.hide()
        self.bar.say("")
        for answers in self.composers.values():
            answers.hide()

    def _hold(self) -> None:
        if self._adding is not None and self._key is not None and self.composers[self._adding].touched:
            self._held[self._key, self._adding] = self.composers[self._adding].held()

    def _cancel(self) -> None:
        if self._adding is not None and self._key is not None:
            self._held.pop((self._key, self._adding), None)
        self._fold()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _given(self, key: Key, number: int) -> None:
        self._verb.setEnabled(True)
        self._held.pop((key, number), None)  # another record may be shown by now
        if (self._key, self._adding) == (key, number):
            self._fold()
            self.buttons[number].setFocus(Qt.FocusReason.OtherFocusReason)
        self.load()

    def _refused(self, exc: Exception) -> None:
        self._verb.setEnabled(True)
        answers = self.composers.get(self._adding) if self._adding is not None else None
        if answers is not None and answers.say(getattr(exc, "problems", ())):
            return
        message, remedy = sentence(exc)
        self.bar.say(f"{message}\n{remedy}" if remedy else message)

    def _show(self, lines: Sequence[Line]) -> None:
        self.view.show_lines(lines)
        self._middle.setCurrentIndex(0 if lines else 1)

    def _news(self, news: News) -> None:
        if self.isVisible() and self.part.watches & {entity for entity, _key in news.touched}:
            self.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._outer.setVisible(self._adding is not None)

    def _open(self, line: Line) -> None:
        if line.shows is not None:
            line.shows()
        elif line.opens is not None:
            self.here.open(*line.opens)
        elif (edit := self.part.editing(line)) is not None and not self.here.read_only:
            here = self.here
            here.read(lambda session: reads.snapshot(session, edit.entity, line.key), partial(_ask, here, edit),
                      owner=self)  # fmt: skip

    def _move(self, by: int) -> None:
        keys = self.view.selected()
        if self.part.move is not None and len(keys) == 1:
            self.here.do(self.part.move, keys[0], by, say=False)  # the line is seen to move

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        if not keys:
            return
        if letter == "del":
            if self.part.remove is not None:
                self.here.do(self.part.remove, keys)
            return
        for one in self.part.letters:
            if one.letter != letter:
                continue
            if one.service is not None:
                self.here.do(one.service, keys)
            elif one.run is not None and self._key is not None and not self.here.read_only:
                one.run(self.here, self._key, keys)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        line = self.view.lines.line(self.view.currentIndex().row())
        if line is not None and (line.opens is not None or line.shows is not None):
            menu.addAction(_("Open it"), partial(self._open, line))
        elif line is not None and (edit := self.part.editing(line)) is not None:
            menu.addAction(_(edit.title), partial(self._open, line))
        if self.view.selected():
            if self.part.move is not None:
                menu.addAction(_("Move up") + "\tAlt+↑", partial(self._move, -1))
                menu.addAction(_("Move down") + "\tAlt+↓", partial(self._move, 1))
            for one in self.part.letters:
                menu.addAction(f"{_(one.text)}\t{one.letter}", partial(self._pressed, one.letter))
            if self.part.remove is not None:
                menu.addSeparator()
                menu.addAction(_(self.part.remove_text) or _("Remove"), partial(self._pressed, "del"))
        if not menu.isEmpty():
            menu.exec(self.view.viewport().mapToGlobal(at))


def _ask(here: Here, edit: Editing, seen: Any) -> None:
    if seen is None:
        return  # it is gone: the news has taken it off the list

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        draft = records.draft_of(seen)
        for name, value in answers.items():
            draft.set(name, value)
        return partial(_save, edit, draft)

    ask(here, _(edit.title), _("Save"), edit.fields, job, rows=edit.rows, names=dict(seen.names), creates=edit.creates,
        values={name: seen.values[name] for name in edit.fields})  # fmt: skip


def _save(edit: Editing, draft: Any, store: Any) -> Any:
    return edit.save(store, draft)


def _run(service: Callable[..., Any], key: Key, answers: dict[str, Any], store: Any) -> Any:
    return service(store, key, **answers)

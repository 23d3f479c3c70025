"""The records that are linked to one record, in its form: their names to be taken away, a line to add another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.fields import LINK, Field
from ecd_desktop.language import _
from ui import style
from ui.widgets.controls import Button, Label, ToolButton
from ui.widgets.link_editor import LinkEditor

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here

Read = Callable[[Any, "Key"], Sequence[tuple["Key", str]]]
"""``read(session, key)``: what is linked, with its names; on the database thread."""
Write = Callable[[Any, "Key", Sequence["Key"]], Any]
"""``write(store, key, keys)``: these are linked from now on."""


class NameLink(Button):
    """A record's name that opens it; a long one is cut, and never widens the form."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        super().__init__(name, run, kind="link")
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QPushButton { text-align: left; padding: 0; }")
        self.setToolTip(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = style.metrics("body-strong").elidedText(self._name, Qt.TextElideMode.ElideRight, self.width() - 16)
        self.setText(shown.replace("&", "&&"))


class LinksField(QWidget):
    """Saves at once; a record that was never saved has none yet."""

    def __init__(
        self, here: Here, label: str, target: str, entity: str, read: Read, write: Write, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.here = here
        self._target, self._entity, self._read, self._write = target, entity, read, write
        self._key: Key | None = None
        self._linked: list[tuple[Key, str]] = []
        self.editor = LinkEditor(here, "link", Field(LINK, label, target=target))
        self.editor.say_name(label)
        self.editor.left.connect(self._chosen)
        self._names = QVBoxLayout()
        self._names.setSpacing(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(Label(label, "caption", "text2"))
        rows.addLayout(self._names)
        rows.addWidget(self.editor)
        here.bridge.committed.connect(self._news)

    def show_record(self, key: Key | None) -> None:
        """Show what is linked to a record; None for one that is not there yet."""
        self._key = key
        self.setEnabled(key is not None and not self.here.read_only)
        self.setToolTip(self.here.read_only)
        if key is None:
            self._show([])
            return

        def answer(linked: Sequence[tuple[Key, str]]) -> None:
            if self._key == key:
                self._show(linked)

        self.here.read(lambda session: self._read(session, key), answer, owner=self, slot=f"links/{id(self)}")

    def linked(self) -> list[Key]:
        return [key for key, _name in self._linked]

    def _chosen(self) -> None:
        if (key := self.editor.key) is not None and key not in self.linked():
            self._give([*self.linked(), key])
        self.editor.show_value(None, "")

    def _take_away(self, key: Key) -> None:
        self._give([one for one in self.linked() if one != key])

    def _give(self, keys: list[Key]) -> None:
        if self._key is not None:
            self.here.do(self._write, self._key, keys, owner=self)

    def _show(self, linked: Sequence[tuple[Key, str]]) -> None:
        self._linked = list(linked)
        while (item := self._names.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for key, name in linked:
            self._names.addWidget(self._one(key, name))
        self._order()

    def _order(self) -> None:
        """Tab goes through the names before the line under them, though they came later."""
        before = self.editor.inner.previousInFocusChain()
        while before.focusPolicy() == Qt.FocusPolicy.NoFocus and before is not self.editor.inner:
            before = before.previousInFocusChain()  # Qt orders only what takes the focus
        for place in range(self._names.count()):
            row = self._names.itemAt(place)
            widget = row.widget() if row is not None else None
            for one in widget.findChildren(QAbstractButton) if widget is not None else ():
                QWidget.setTabOrder(before, one)
                before = one
        QWidget.setTabOrder(before, self.editor.inner)

    def _one(self, key: Key, name: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(NameLink(name, partial(self.here.open, self._target, key)), 1)
        away = ToolButton("x", _("Take away: {name}").format(name=name), partial(self._take_away, key), size=14)
        row.addWidget(away)
        return made

    def _news(self, news: News) -> None:
        if self._key is not None and {self._entity, self._target} & news.nouns:
            self.show_record(self._key)

"""The editor of a link: type a few letters of the other record's name, accents and order aside; recent ones first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ecd_desktop.language import _
from ui import icons, style
from ui.widgets.controls import ToolButton
from ui.widgets.editors import Editor, put_inside
from ui.widgets.resting_line import RestingLine

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.drafts import Draft
    from ui.here import Here

Create = Callable[["Here", str, Callable[["Key", str], None]], None]
"""Makes a record with this name and answers its key and name later."""
Offers = Callable[[Any, str], "list[Any]"]
"""The suggestions for what is typed, on the database thread: (session, text); by default those of the noun."""

PAUSE = 90
KEY, HINT, NEW = (int(Qt.ItemDataRole.UserRole) + n for n in range(3))


class LinkEditor(Editor):
    """A line with suggestions under it; an empty line means no link."""

    def __init__(
        self, here: Here, name: str, field: Field, *, create: Create | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(here, name, field, parent)
        self._create = create
        self.offers: Offers | None = None
        self._key: Key | None = None
        self._name = ""
        self.line: QLineEdit = RestingLine()
        self.line.setPlaceholderText(_("Type a name"))
        self._hold(self.line)
        self.button = ToolButton("chevron-down", _("Show suggestions"), self._drop)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        put_inside(self.line, self.button)
        self.list = Suggestions(self)
        self.list.taken.connect(self._taken)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._suggest)
        self.line.textEdited.connect(self._edited)

    @property
    def key(self) -> Key | None:
        """The record that was chosen; None also while another name is only typed."""
        return self._key if self.line.text().strip() == self._name.strip() else None

    def say_name(self, label: str) -> None:
        super().say_name(label)
        self.button.setAccessibleName(_("Show suggestions: {field}").format(field=label))

    def show_value(self, value: Any, words: str) -> None:
        self._key, self._name = value, words
        if self.line.text() != words:
            self.line.setText(words)
        self.line.setCursorPosition(0)
        self.line.setToolTip(words)

    def take(self, draft: Draft) -> None:
        text, typed = self.line.text().strip(), draft.typed.get(self.name)
        if text == self._name.strip():
            # a name that was not understood before stands here no more
            if draft.value(self.name) != self._key or (typed is not None and typed.text.strip() != text):
                draft.set(self.name, self._key)
        elif not text:
            self._key, self._name = None, ""
            draft.set(self.name, None)
        else:  # a name that was typed and not chosen is no record
            draft.read(self.name, text, self.here.speech)

    def settle(self, then: Callable[[], None]) -> None:
        """Take the one record that the typed name can mean, if it is one, and go on.

        For whoever types faster than suggestions come; a name that fits several stays as it was typed.
        """
        if self.list.isVisible() and not self._pause.isActive():  # else it is of what was typed before
            self._take_only()
        self._pause.stop()
        self.list.hide()
        text = self.line.text().strip()
        if not text or text == self._name.strip():
            then()
            return

        job = partial(self._offered, text)

        def answer(found: list[Any]) -> None:
            exact = [one for one in found if text.casefold() in (one.name.casefold(), one.hint.casefold())]
            meant = exact if len(exact) == 1 else found
            if len(meant) == 1 and self.line.text().strip() == text:
                self.show_value(meant[0].key, meant[0].name)
            then()

        self.here.read(job, answer, owner=self, slot=f"suggest/{id(self)}")

    def set_read_only(self, on: bool) -> None:
        self.line.setReadOnly(on)
        self.button.setEnabled(not on)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key_pressed(event):
                return True
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                tabbed = event.reason() == Qt.FocusReason.TabFocusReason
                if tabbed and self._pause.isActive():  # typed faster than suggestions come
                    self.settle(self.left.emit)
                elif tabbed and self.list.isVisible():
                    self._take_only()
                self.list.hide()
        return super().eventFilter(target, event)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _edited(self, _text: str) -> None:
        self._pause.start()
        self.typed.emit()

    def _drop(self) -> None:
        self.line.setFocus()
        self._suggest(everything=True)

    def _offered(self, text: str, session: Any) -> list[Any]:
        if self.offers is not None:
            return self.offers(session, text)
        from db.queries import records

        return records.suggest(session, self.field.target or "", text)

    def _suggest(self, *, everything: bool = False) -> None:
        text = "" if everything else self.line.text().strip()

        job = partial(self._offered, text)

        def answer(found: list[Any]) -> None:
            if self.line.hasFocus():
                exact = any(one.name.casefold() == text.casefold() for one in found)
                self.list.offer(found, text if self._create is not None and text and not exact else "")

        self.here.read(job, answer, owner=self, slot=f"suggest/{id(self)}")

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Down:
            if self.list.isVisible():
                self.list.step(1)
            else:
                self._suggest(everything=self.line.text().strip() == self._name.strip())
            return True
        if not self.list.isVisible():
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.left.emit()
            return False
        if key == Qt.Key.Key_Up:
            self.list.step(-1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.take_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.list.hide()
            return True
        return False

    def _take_only(self) -> None:
        """Tab takes the one suggestion that is left, or the one the arrows are on; it makes no record by itself."""
        if self.list.currentRow() > 0 or (self.list.count() == 1 and not self.list.item(0).data(NEW)):
            self.list.take_current()

    def _taken(self, key: Key | None, name: str) -> None:
        self.list.hide()
        if key is None and self._create is not None:
            self._create(self.here, name, self._made)
        else:
            self._made(key, name)

    def _made(self, key: Key | None, name: str) -> None:
        self.show_value(key, name)
        self.left.emit()


class Suggestions(QListWidget):
    """The list under the line; it never takes the focus."""

    taken = Signal(object, str)  # key (None: create), name

    def __init__(self, editor: LinkEditor) -> None:
        super().__init__(editor)
        self._line = editor.line
        self.setObjectName("choices")
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(editor.line)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Line(self))
        self.setAccessibleName(_("Suggestions"))
        self.itemClicked.connect(lambda _item: self.take_current())
        self.itemEntered.connect(self.setCurrentItem)

    def offer(self, found: list[Any], new: str) -> None:
        """Show suggestions (key, name, hint), and where ``new`` says something a line that creates it."""
        self.clear()
        for one in found:
            item = QListWidgetItem(one.name)
            item.setData(KEY, one.key)
            item.setData(HINT, one.hint)
            self.addItem(item)
        if new:
            item = QListWidgetItem(_("Create “{name}”").format(name=new))
            item.setData(NEW, new)
            self.addItem(item)
        if not self.count():
            self.hide()
            return
        self.setCurrentRow(0)
        below = self._line.mapToGlobal(QPoint(0, self._line.height() + 2))
        height = min(self.count(), 9) * 30 + 12
        above = self._line.mapToGlobal(QPoint(0, -2 - height))
        room = self._line.screen().availableGeometry()
        at = above if below.y() + height > room.bottom() and above.y() >= room.top() else below
        self.setGeometry(QRect(at, QSize(max(self._line.width(), 280), height)))
        self.show()

    def step(self, by: int) -> None:
        self.setCurrentRow((self.currentRow() + by) % self.count())

    def take_current(self) -> None:
        item = self.currentItem()
        if item is not None:
            new = item.data(NEW)
            self.taken.emit(None if new else item.data(KEY), new or item.text())

    def pressed(self, key: Qt.Key) -> bool:
        """Whether a key pressed in the field beside it was meant for the list: step, take or leave."""
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.take_current()
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True


class _Line(QStyledItemDelegate):
    """Name, and at the right what tells it from its namesakes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(120, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        theme = style.theme()
        box = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(box, QColor(theme.accent_soft if chosen else theme.surface))
        inside = box.adjusted(10, 0, -10, 0)
        hint = str(index.data(HINT) or "")
        if index.data(NEW):
            icons.paint(painter, "plus", theme.accent_text, inside.left(), inside.center().y() - 7, 14)
            inside.setLeft(inside.left() + 20)
        small = style.metrics("caption")
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.text2))
        hint = small.elidedText(hint, Qt.TextElideMode.ElideRight, inside.width() // 2)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
        inside.setRight(inside.right() - small.horizontalAdvance(hint) - 10)
        painter.setFont(style.font("body"))
        painter.setPen(QColor(theme.accent_text if index.data(NEW) else theme.text))
        name = style.metrics("body").elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, name)

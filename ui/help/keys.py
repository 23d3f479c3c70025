"""The sheet of shortcuts: every command with its keys, by place and menu, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop.language import _, ngettext
from ui import icons, style
from ui.commands import Menu, plain, written
from ui.widgets import marks
from ui.widgets.controls import CheckBox, Label
from ui.widgets.list_view import ROW, GroupedList, Index, ListModel, RowDelegate
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from ui.commands import Actions
    from ui.shell_places import Place

SIDE, TEXT_AT, HEAD = 12, 40, 34


@dataclass(frozen=True, slots=True)
class Line:
    """One command: its words, what it is for, every one of its keys as this system writes them."""

    id: str
    text: str
    tip: str
    keys: tuple[str, ...]
    icon: str

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.text, *self.keys, self.tip) if part)

    def has(self, words: Sequence[str]) -> bool:
        held = fold(f"{self.text} {self.tip} {' '.join(self.keys)}")
        return all(word in held for word in words)


@dataclass(frozen=True, slots=True)
class Lines:
    """The commands of one place, or of one menu of the whole window."""

    title: str
    lines: tuple[Line, ...]


def sheet(actions: Actions, places: Sequence[Place], here: str = "") -> list[Lines]:
    """Every command once: those of the place ``here`` first, then the window's by menu, then the other places'."""
    every = actions.commands()
    whole = [(plain(_(menu.value)), [one for one in every if not one.place and one.menu == menu]) for menu in Menu]
    own = {place.id: (_(place.title), [one for one in every if one.place == place.id]) for place in places}
    groups = [own[here]] if here in own else []
    groups += whole
    groups += [group for id, group in own.items() if id != here]

    def line(command: Any) -> Line:
        keys = tuple(written(one) for one in actions[command.id].shortcuts() if _on_a_keyboard(one))
        text = plain(_(command.text))
        tip = plain(_(command.tip)) if command.tip else ""
        return Line(command.id, text, tip, tuple(dict.fromkeys(keys)), command.icon)

    return [Lines(title, tuple(line(one) for one in commands)) for title, commands in groups if commands]


def _on_a_keyboard(keys: QKeySequence) -> bool:
    """Not one of the keys that few keyboards have, such as «New» or «Back», which Qt's standard keys bring along."""
    return not any(keys[n].key() >= Qt.Key.Key_Back for n in range(keys.count()))


class KeysDialog(QDialog):
    """A field to look for a command or a key, and the list; Enter shows the command's page of the help."""

    wanted = Signal(str)  # a command's id: its page of the help

    def __init__(self, groups: Sequence[Lines], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = tuple(groups)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = KeysList()
        self.field = _Field(_("Look for a command or a key"), self.list.step)
        self.without = CheckBox(_("Also commands without a key"))
        self._count = Label("", "caption", "text2")
        tools = QHBoxLayout()
        tools.setSpacing(16)
        tools.addWidget(self.field, 1)
        tools.addWidget(self.without)
        feet = QHBoxLayout()
        feet.addWidget(self._count, 1)
        hint = Label(_("Enter: read about it in the help"), "caption", "text2")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        feet.addWidget(hint, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 12)
        rows.setSpacing(10)
        rows.addLayout(tools)
        rows.addWidget(self.list, 1)
        rows.addLayout(feet)
        self.resize(720, 540)
        self.field.searched.connect(lambda _text: self._fill())
        self.field.left.connect(self._enter)
        self.without.toggled.connect(lambda _on: self._fill())
        self.list.clicked.connect(self._clicked)
        self._fill()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> list[Line]:
        """The commands in the list now."""
        return [row for row in self.list.found.rows if isinstance(row, Line)]

    def _fill(self) -> None:
        words = fold(self.field.text()).split()
        rows: list[Line | str] = []
        for group in self.groups:
            fits = [one for one in group.lines if one.has(words) and (one.keys or words or self.without.isChecked())]
            rows += [group.title, *fits] if fits else []
        self.list.found.show(rows)
        n = len(self.shown())
        self._count.setText(ngettext("{n} command", "{n} commands", n).format(n=n) if n else _("No command fits."))
        self.list.step(1)

    def _enter(self) -> None:
        if self.field.leaving:
            self.reject()
        else:
            self._clicked(self.list.currentIndex())

    def _clicked(self, index: Index) -> None:
        row = index.data(ROW)
        if isinstance(row, Line):
            self.accept()
            self.wanted.emit(row.id)


class _Field(SearchField):
    """↑ and ↓ move in the list while the words are typed; Esc in an empty field leaves."""

    def __init__(self, placeholder: str, step: Callable[[int], None]) -> None:
        super().__init__(placeholder)
        self.leaving = False
        self._move = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if (by := moves.get(Qt.Key(event.key()))) is not None:
            self._move(by)
            return
        self.leaving = event.key() == Qt.Key.Key_Escape and not self.text()
        super().keyPressEvent(event)


class _Rows(ListModel):
    """Headings and commands, one under the other."""

    def tip(self, line: Line) -> str:
        return line.tip or line.text


class KeysList(GroupedList):
    """The list; the field above it leads, so it needs no focus of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Rows(), parent=parent)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class _Painter(RowDelegate):
    """A heading; a command with its icon, its words over what it is for, and its keys as caps."""

    def sizeHint(self, option: Any, index: Index) -> QSize:
        row = index.data(ROW)
        body, small = style.metrics("body").height(), style.metrics("caption").height()
        return QSize(100, HEAD if isinstance(row, str) else body + (small if row.tip else 0) + 12)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row, box, theme = index.data(ROW), QRectF(option.rect), style.theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(style.font("body-strong"))
            painter.setPen(QColor(theme.text))
            painter.drawText(box.adjusted(SIDE, 8, -SIDE, 0), Qt.AlignmentFlag.AlignVCenter, row)
        else:
            if self.view.currentIndex().row() == index.row():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.accent_soft))
                painter.drawRoundedRect(box.adjusted(0, 0.5, -2, -0.5), 6, 6)
            if row.icon:
                icons.paint(painter, row.icon, theme.text2, box.left() + SIDE, box.center().y() - 9, 18)
            right = box.right() - SIDE
            for n, keys in enumerate(reversed(row.keys)):
                if n:
                    right = _word(painter, right - 4, box, _("or")) - 6
                for key in reversed(_caps(keys)):
                    right = marks.paint_key(painter, right, box.center().y(), key) - 4
            _two_lines(painter, box.adjusted(TEXT_AT, 0, right - box.right() - 12, 0), row)
        painter.restore()


def _caps(keys: str) -> list[str]:
    """«Ctrl++» is Ctrl and +."""
    return [*keys[:-1].rstrip("+").split("+"), "+"] if keys.endswith("++") else keys.split("+")


def _word(painter: QPainter, right: float, box: QRectF, text: str) -> float:
    width = style.metrics("caption").horizontalAdvance(text)
    painter.setFont(style.font("caption"))
    painter.setPen(QColor(style.theme().text3))
    painter.drawText(QRectF(right - width, box.top(), width + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
    return right - width


def _two_lines(painter: QPainter, box: QRectF, line: Line) -> None:
    height, small = style.metrics("body").height(), style.metrics("caption").height() if line.tip else 0
    top = box.center().y() - (height + small) / 2
    for text, font, ink, at, tall in (
        (line.text, "body", "text", top, height), (line.tip, "caption", "text2", top + height, small),
    ):  # fmt: skip
        painter.setFont(style.font(font))
        painter.setPen(QColor(style.colour(ink)))
        shown = style.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(QRectF(box.left(), at, box.width(), tall), Qt.AlignmentFlag.AlignVCenter, shown)

"""An editor for each kind of setting: shows the value in force, checks what is typed, and announces a good one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ecd_desktop.settings import Setting, SettingKind
from ui import style
from ui.widgets.controls import Button, CheckBox, ComboBox, Label

LOGO = (126, 51)  # points: 42 × 17 mm, as on paper


class Lines(QPlainTextEdit):
    """A text of several lines, one thing on each; Tab goes on to the next field."""

    left = Signal()  # the focus went elsewhere

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(style.metrics("body").height() * 8 + 18)

    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SettingEditor(QWidget):
    """The setting's control, and what is wrong with it underneath."""

    changed = Signal(str, object)  # the setting's name and a value that is right
    picked = Signal(str, str)  # the setting's name and the file of a picture

    def __init__(self, setting: Setting, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value = value
        self._wrong = Label("", "caption", "red", wrap=True)
        self._wrong.hide()
        self._shown = QLabel()
        self._remove = Button(_("Remove"), lambda: self.give(""), kind="link")
        self.inner = self._make()
        self.inner.setAccessibleName(_(setting.label))
        self.inner.setAccessibleDescription(_(setting.help))
        self.setFocusProxy(self.inner)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._note = Label("", "caption", "text2", wrap=True)
        self._note.hide()
        self._rows.addLayout(self._placed())
        self._rows.addWidget(self._note)
        self._rows.addWidget(self._wrong)

    def show_value(self, value: Any) -> None:
        """Show what is in force now: it was changed elsewhere."""
        self._value = value
        self.inner.blockSignals(True)
        self._put(value)
        self.inner.blockSignals(False)
        self._say("")

    def note(self, words: str) -> None:
        """What is to be known about it on this computer, under the control and for ears; "" takes it away."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self.inner.setAccessibleDescription(f"{_(self.setting.help)} {words}".strip())

    def give(self, value: Any) -> None:
        """A value was typed or chosen: announce it where it is right, say what is wrong where it is not."""
        problem = self.setting.problem(value)
        self._say(problem or "")
        if problem is None and value != self._value:
            self._value = value
            self.changed.emit(self.setting.name, value)

    # --- by kind ------------------------------------------------------------------------------------------------------

    def _make(self) -> QWidget:
        made: QWidget
        match self.setting.kind:
            case SettingKind.CHOICE:
                made = ComboBox()
                for option, label in self.setting.options:
                    made.addItem(_(label), option)
                made.activated.connect(lambda _place: self.give(self.inner.currentData()))  # type: ignore[attr-defined]
            case SettingKind.FLAG:
                made = CheckBox(_("Yes"))
                made.toggled.connect(self.give)
            case SettingKind.NUMBER:
                made = QLineEdit()
                made.setFixedWidth(90)
                made.setAlignment(Qt.AlignmentFlag.AlignRight)
                made.editingFinished.connect(lambda: self.give(_whole(self.inner.text())))  # type: ignore[attr-defined]
            case SettingKind.PICTURE:
                made = Button(_("Choose…"), self._choose_picture)
            case SettingKind.LINES:
                made = Lines()
                made.left.connect(lambda: self.give(self.inner.lines()))  # type: ignore[attr-defined]
            case _:
                made = QLineEdit()
                made.editingFinished.connect(lambda: self.give(self.inner.text().strip()))  # type: ignore[attr-defined]
        self.inner = made
        self._put(self._value)
        return made

    def _put(self, value: Any) -> None:
        inner: Any = self.inner
        match self.setting.kind:
            case SettingKind.CHOICE:
                inner.setCurrentIndex(max(inner.findData(value), 0))
            case SettingKind.FLAG:
                inner.setChecked(bool(value))
            case SettingKind.NUMBER:
                inner.setText(str(value))
            case SettingKind.PICTURE:
                pass  # the page shows it
            case SettingKind.LINES:
                inner.setPlainText("\n".join(value))
            case _:
                inner.setText(value)
                inner.setCursorPosition(0)

    def _placed(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.inner)
        if self.setting.kind is SettingKind.FOLDER:
            choose = Button(_("Choose…"), self._choose)
            choose.setAccessibleName(_("Choose: {label}").format(label=_(self.setting.label)))
            row.addWidget(choose)
        elif self.setting.kind is SettingKind.PICTURE:
            self._shown.setFixedSize(*LOGO)
            self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._remove.setAccessibleName(_("Remove: {label}").format(label=_(self.setting.label)))
            row.insertWidget(0, self._shown)
            row.addWidget(self._remove)
            row.addStretch(1)
        elif self.setting.kind in (SettingKind.FLAG, SettingKind.NUMBER):
            row.addStretch(1)
        return row

    def show_picture(self, path: Path | None) -> None:
        """The picture that is in force; without one, or where its file is gone, what is to be known of that."""
        gone = bool(self._value) and path is None
        self.note(_("The file of this logo is not there any more: none is printed.") if gone else "")
        picture = QPixmap(str(path)) if path is not None else QPixmap()
        scale = self.devicePixelRatioF()
        if not picture.isNull():
            whole = self._shown.size() * scale
            kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(whole, kept, smooth)
            picture.setDevicePixelRatio(scale)
        self._shown.setPixmap(picture)
        self._shown.setVisible(not picture.isNull())
        self._remove.setVisible(bool(self._value))

    def _choose_picture(self) -> None:
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _(self.setting.label), "", kinds)
        if chosen:
            self.picked.emit(self.setting.name, chosen)

    def _choose(self) -> None:
        line: Any = self.inner
        chosen = QFileDialog.getExistingDirectory(self, _(self.setting.label), line.text())
        if chosen:
            line.setText(chosen)
            self.give(chosen)

    def _say(self, problem: str) -> None:
        self._wrong.setText(problem)
        self._wrong.setVisible(bool(problem))
        style.restyle(self.inner, wrong="true" if problem else "")


def _whole(text: str) -> int | str:
    """What was typed as a whole number; the text itself where it is none, for the sentence about it."""
    typed = text.strip().removesuffix("%").strip()
    return int(typed) if typed.isdecimal() else typed

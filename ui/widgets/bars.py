"""Bars that stand in the place they concern: a sentence, a sentence with buttons, and a clash of two answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui import style, tokens
from ui.widgets.controls import Button, Icon, Label

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Clash


class Bar(QWidget):
    """A tinted strip with an icon, a sentence and up to two buttons; hidden while it says nothing.

    One button stands beside the sentence; two stand under it where the bar is narrow, as in a pane.
    """

    ROOM = 620  # width from which two buttons stand beside the sentence

    def __init__(self, tone: str = "amber", icon: str = "info-circle", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._icon = Icon(icon, tone, 16)
        self._words = Label("", "body", tone, wrap=True)
        self._buttons: list[Button] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 8, 8)
        rows.setSpacing(2)
        self.row = QHBoxLayout()
        self.row.setSpacing(10)
        self.row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addWidget(self._words, 1)
        self._under = QHBoxLayout()
        self._under.setContentsMargins(20, 0, 0, 0)  # a link's own padding brings its words under the sentence
        self._under.addStretch(1)
        self._rows = rows
        rows.addLayout(self.row)
        rows.addLayout(self._under)
        self._beside: bool | None = None
        self.hide()

    def say(self, text: str, *buttons: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence with these buttons; "" hides the bar."""
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        self._words.setText(text)
        self.setAccessibleName(text)
        for words, run in buttons:
            self._buttons.append(Button(words, run, kind="link"))
        self._beside = None
        self._arrange()
        self.setVisible(bool(text))

    def set_tone(self, tone: str, icon: str) -> None:
        self._tone = tone
        self._icon.show_icon(icon, tone)
        self._words.set_ink(tone)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the buttons beside the sentence, or under it."""
        beside = len(self._buttons) < 2 or self.width() >= self.ROOM
        if beside is self._beside:
            return
        self._beside = beside
        for button in self._buttons:
            self.row.removeWidget(button)
            self._under.removeWidget(button)
            if beside:
                self.row.addWidget(button)
            else:
                self._under.insertWidget(self._under.count() - 1, button)
        self._rows.setContentsMargins(12, 8, 8, 8 if beside else 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme().tone(self._tone).bg))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.end()


class ClashBar(QWidget):
    """Questions that two people answered differently: what it was, theirs, mine; one choice each."""

    answered = Signal(object, bool)  # Clash, whether mine is kept

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self.hide()

    def ask(
        self, clashes: Sequence[Clash], fields: Mapping[str, Field], words: Callable[[str, Any], str]
    ) -> None:
        """Show a bar per clash; none hides all.  ``words(name, value)`` formats a value of a field."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for clash in clashes:
            self._rows.addWidget(self._bar(clash, fields, words))
        self.setVisible(bool(clashes))

    def _bar(self, clash: Clash, fields: Mapping[str, Field], words: Callable[[str, Any], str]) -> Bar:
        bar = Bar("amber", "alert-triangle")
        if not clash.names:
            bar.say(_("Somebody deleted this record while you were editing it."),
                    (_("Close"), lambda: self._answer(bar, clash, False)))  # fmt: skip
            return bar

        def told(values: Mapping[str, Any]) -> str:
            parts = [words(name, values.get(name)) for name in clash.names]
            return " · ".join(part for part in parts if part) or _("(empty)")

        labels = ", ".join(_(fields[name].label) for name in clash.names)
        sentence = _("{field} was changed by somebody else while you were editing.\nBefore: “{seen}”\nNow: “{theirs}”\n"
                     "Yours: “{mine}”")  # fmt: skip
        bar.say(
            sentence.format(field=labels, seen=told(clash.seen), theirs=told(clash.theirs), mine=told(clash.mine)),
            (_("Keep mine"), lambda: self._answer(bar, clash, True)),
            (_("Take theirs"), lambda: self._answer(bar, clash, False)),
        )
        return bar

    def _answer(self, bar: Bar, clash: Clash, mine: bool) -> None:
        self._rows.removeWidget(bar)
        bar.deleteLater()
        self.setVisible(self._rows.count() > 0)
        self.answered.emit(clash, mine)

"""A form whose rows stand in parts: shown only where they apply, folded away until wanted, or apart as internal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import icons, style, tokens
from ui.widgets.controls import Button, Icon, Label
from ui.widgets.form import Form

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.drafts import Draft


class PartedForm(Form):
    """``with self.part() as part:`` — the rows inside stand in ``part``, which can be hidden."""

    taken = Signal()  # another record is on the desk
    begin_with: tuple[dict[str, Any], dict[Key, str]] | None = None
    """What the next new record begins with, and the names of what it points to; used once."""

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """As declared; a code of a series may stay empty, saving gives it."""
        fields = super().fields()
        if "code" in fields:
            fields["code"] = replace(fields["code"], required=False)
        return fields

    def first(self, name: str) -> dict[str, Any]:
        """For the noun: the values a new record begins with; ``name`` was typed elsewhere."""
        return {}

    def defaults(self, name: str) -> dict[str, Any]:
        return {**self.first(name), **(self.begin_with[0] if self.begin_with is not None else {})}

    def begin(self, name: str = "") -> None:
        super().begin(name)
        given, self.begin_with = self.begin_with, None
        if given is not None:
            self._names |= given[1]
            self._show_all()

    def _take_draft(self, draft: Draft) -> None:
        super()._take_draft(draft)
        self.taken.emit()

    def give_up(self) -> None:
        """Forget a record that was only begun: it is another one that is wanted."""
        if self.draft is not None and self.draft.new:
            self._keeping.drop(self.draft.entity, self.draft.key)
            self.draft = None
            self._keep_soon.stop()

    @contextmanager
    def part(self, *, inside: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Iterator[
        QWidget
    ]:
        """Lay the rows out in a widget of their own."""
        widget = inside if inside is not None else QWidget()
        outer, rows = self._rows, QVBoxLayout(widget)
        rows.setContentsMargins(*margins)
        rows.setSpacing(outer.spacing())
        outer.addWidget(widget)
        self._rows = rows
        try:
            yield widget
        finally:
            self._rows = outer

    @contextmanager
    def fold(self, title: str) -> Iterator[Fold]:
        """Rows under a heading that opens and closes, closed at first; ``title`` is translated already."""
        made = Fold(title)
        self._rows.addSpacing(2)
        self._rows.addWidget(made.button, 0, Qt.AlignmentFlag.AlignLeft)
        with self.part() as widget:
            made.widget = widget
            yield made
        made.set_open(False)

    @contextmanager
    def internal(self, title: str, sentence: str) -> Iterator[QWidget]:
        """Rows on a ground of their own, with a lock and the sentence that says that they never leave."""
        self._rows.addSpacing(4)
        with self.part(inside=Tinted(), margins=(14, 10, 14, 12)) as widget:
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(Icon("lock", "violet", 16))
            head.addWidget(Label(title, "body-strong", "violet"), 1)
            self._rows.addLayout(head)
            self._rows.addWidget(Label(sentence, "caption", "text2", wrap=True))
            yield widget


class Fold:
    """A heading that opens and closes what stands under it."""

    def __init__(self, title: str) -> None:
        self.button = Button(title, self.toggle, kind="link", icon="chevron-right")
        self.button.setProperty("flush", "true")  # its icon stands under the labels
        self.widget = QWidget()
        self._open = False

    def set_open(self, on: bool) -> None:
        self._open = on
        self.widget.setVisible(on)
        icons.dress(self.button, "chevron-down" if on else "chevron-right", "accent_text", 16)

    def toggle(self) -> None:
        self.set_open(not self._open)


class Tinted(QWidget):
    """A soft ground that tells what is internal from what is shared."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme().violet.bg))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        painter.end()

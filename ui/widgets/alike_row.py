"""Under a name that is being typed: the records that may be the same, each a way there instead of a duplicate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecd_desktop.language import N_, _
from ui import style, tokens
from ui.widgets.controls import Button, Label

if TYPE_CHECKING:
    from db.queries.alike import Alike
    from ui.widgets.parted_form import PartedForm

PAUSE = 350  # milliseconds without a key before it asks
WHY = {
    "name": N_("A like name: {name}"), "acronym": N_("The same acronym: {name}"),
    "phone": N_("The same telephone: {name}"), "email": N_("The same e-mail: {name}"),
    "document": N_("The same document: {name}"),
}  # fmt: skip

Find = Callable[[Any, dict[str, str], Any], "list[Alike]"]
"""(session, texts by field name, the key of the record itself) → those that may be the same."""


class AlikeRow(QWidget):
    """Asks whenever one of ``names`` was typed in; says nothing where nobody is alike."""

    def __init__(self, form: PartedForm, names: Sequence[str], find: Find) -> None:
        super().__init__(form)
        self._form, self._names, self._find = form, tuple(names), find
        self.found: list[Alike] = []
        self._asked: tuple[Any, dict[str, str]] | None = None
        self._heading = Label(_("Perhaps it is here already"), "caption-strong", "amber")
        self._buttons: list[Button] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 8, 8, 8)
        self._rows.setSpacing(2)
        self._rows.addWidget(self._heading)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._ask)
        form.edited.connect(self._soon.start)
        form.taken.connect(self.clear)
        self.hide()

    def clear(self) -> None:
        """Another record is shown: nothing was typed yet."""
        self._soon.stop()
        self._asked = None
        self._show([])

    def _ask(self) -> None:
        draft = self._form.draft
        if draft is None:
            self.clear()
            return
        texts = {name: self._form.editors[name].said().strip() for name in self._names}
        touched = draft.new or any(texts[name] != str(draft.seen.get(name) or "") for name in self._names)
        if not touched or not any(texts.values()):
            self._show([])
            return
        if self._asked == (draft.key, texts):
            return
        self._asked = (draft.key, texts)
        find, key = self._find, draft.key

        def answer(found: list[Alike]) -> None:
            if self._form.draft is draft:
                self._show(found)

        self._form.here.read(lambda session: find(session, texts, key), answer, refused=lambda _exc: None, owner=self,
                             slot=f"alike/{id(self)}")  # fmt: skip

    def _show(self, found: list[Alike]) -> None:
        if found == self.found:
            return
        self.found = found
        for button in self._buttons:
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for one in found:
            what = f"{one.name} · {one.hint}" if one.hint else one.name
            button = Button(_(WHY[one.why.value]).format(name=what), partial(self._open, one.key), kind="link")
            button.setToolTip("\n".join((button.text(), _("Open it instead"))))
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._buttons.append(button)
        self.setVisible(bool(found))
        if found:
            said = f"{self._heading.whole()}: {self._buttons[0].text()}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _open(self, key: Any) -> None:
        """Go there; a record that was only begun here is given up."""
        form = self._form
        form.give_up()
        form.here.open(form.entity, key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme().amber.bg))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.end()

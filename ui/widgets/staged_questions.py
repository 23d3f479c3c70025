"""What a preview of cells must ask: how a column's dates are read, who a name means, why a date moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ecd_desktop.exchange.cell_texts import NEW, DateQuestion, NameQuestion
from ecd_desktop.exchange.dates import Style
from ecd_desktop.language import _, ngettext
from ecd_desktop.services.staging import Answers, Staged, answer_new
from ui.widgets.controls import ComboBox, Label

if TYPE_CHECKING:
    from db.fields import Field

MOST = 40
"""Questions that are shown at once; with the answers the others come."""
HIGH = 156  # pixels; beyond that they scroll


class StagedQuestions(QScrollArea):
    """One line for each question; none: it is not there.  What is answered goes into ``answers``."""

    answered = Signal(bool)  # into ``answers``; whether by typing, so that more may come

    def __init__(self, answers: Answers, fields: Mapping[str, Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = answers
        self.asked: dict[object, QWidget] = {}
        self._fields = fields
        self._inside = QWidget()
        self._inside.setObjectName("inside")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._grid)
        rows.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def ask(self, staged: Staged) -> None:
        """Show what stands open and what was answered; a question that is there already stays as it is."""
        wanted: dict[object, Any] = {("reason", name): name for name in staged.reasons}
        wanted |= {("date", one.field): one for one in staged.dates}
        names = list(staged.names)
        wanted |= {("name", *one.id): one for one in names[:MOST]}
        if len(names) > MOST:
            wanted["more"] = len(names) - MOST
        if list(wanted) != list(self.asked):
            self._begin_again(wanted)
        self.setVisible(bool(self.asked))
        self.setFixedHeight(min(self._inside.sizeHint().height() + 2, HIGH))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _begin_again(self, wanted: Mapping[object, Any]) -> None:
        held = next((id for id, widget in self.asked.items() if widget.hasFocus()), None)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.asked = {}
        for line, (id, one) in enumerate(wanted.items()):
            if isinstance(one, DateQuestion):
                self._put(line, id, self._date_words(one), self._dates(one))
            elif isinstance(one, NameQuestion):
                words = _("“{name}” is not known:") if not one.near else _("Who or what is “{name}”?")
                self._put(line, id, words.format(name=one.text), self._names(one))
            elif isinstance(one, str):
                words = _("Reason for changing “{field}”:").format(field=_(self._fields[one].label))
                self._put(line, id, words, self._reason(one))
            else:
                words = ngettext("{n} more name comes after these.", "{n} more names come after these.", one)
                self.asked[id] = label = Label(words.format(n=one), "caption", "text2")
                self._grid.addWidget(label, line, 0, 1, 2)
        if held in self.asked:
            self.asked[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, line: int, id: object, words: str, widget: QWidget) -> None:
        label = Label(words, "body", wrap=True)
        label.setBuddy(widget)
        widget.setAccessibleName(words)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(widget, line, 1)
        self.asked[id] = widget

    def _date_words(self, one: DateQuestion) -> str:
        return _("“{field}”: how is {sample} read?").format(
            field=_(self._fields[one.field].label), sample=", ".join(one.samples[:2])
        )

    def _dates(self, one: DateQuestion) -> QWidget:
        offered = [(None, _("Leave these out")), (Style.DMY, _("Day first")), (Style.MDY, _("Month first"))]

        def answer(value: Any) -> None:
            if value is None:
                self.answers.dates.pop(one.field, None)
            else:
                self.answers.dates[one.field] = value

        return self._box(offered, self.answers.dates.get(one.field), answer)

    def _names(self, one: NameQuestion) -> QWidget:
        offered: list[tuple[Any, str]] = [(None, _("Leave it out"))]
        offered += [(called.key, _("It is “{name}”").format(name=called.name)) for called in one.near]
        if one.makes:
            offered.append((NEW, _("Create “{name}”").format(name=one.text)))

        def answer(value: Any) -> None:
            if value is None:
                self.answers.names.pop(one.id, None)
            elif value == NEW:
                answer_new(self.answers, one.id)
            else:
                self.answers.names[one.id] = value

        return self._box(offered, self.answers.names.get(one.id), answer)

    def _box(self, offered: list[tuple[Any, str]], chosen: Any, answer: Any) -> QWidget:
        box = ComboBox()
        for _value, words in offered:
            box.addItem(words)
        values = [value for value, _words in offered]
        with QSignalBlocker(box):
            box.setCurrentIndex(values.index(chosen) if chosen in values else 0)

        def took(place: int) -> None:
            answer(values[place])
            self.answered.emit(False)

        box.currentIndexChanged.connect(took)
        return box

    def _reason(self, name: str) -> QWidget:
        line = QLineEdit(self.answers.reasons.get(name, ""))
        line.setMaxLength(400)

        def typed(text: str) -> None:
            self.answers.reasons[name] = text.strip()
            self.answered.emit(True)

        line.textEdited.connect(typed)
        return line

"""What known records are recognised by: the keys that the sheet has, and how the one in use does on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ecd_desktop.exchange.importing import MergeKey
from ecd_desktop.language import _, ngettext
from ui.widgets.controls import ComboBox, Label

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Fare, Plan
    from ui.importing.job import ImportJob


class KeyRow(QWidget):
    """A list of keys, best first; beside it how many rows it knows, and what stays in doubt."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = _("Known records by")
        label = Label(words, "caption-strong", "text2")
        self.combo = ComboBox()
        self.combo.setFixedWidth(220)
        self.combo.setAccessibleName(words)
        label.setBuddy(self.combo)
        self.fares = Label("", "body", "text2", wrap=True)
        self.doubts = Label("", "caption", "amber", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.addWidget(label, 0, 0)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addWidget(self.fares)
        beside.addWidget(self.doubts)
        grid.addWidget(self.combo, 1, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(beside, 1, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        self.combo.activated.connect(lambda _n: job.choose(key=self.combo.currentData()))

    def show_plan(self, plan: Plan) -> None:
        """The keys of this sheet; nothing where it has none."""
        self.setVisible(bool(plan.fares))
        self.combo.clear()
        for fare in plan.fares:
            self.combo.addItem(_(fare.choice.label), fare.key.value)
        self.combo.addItem(_("As found"), MergeKey.NONE.value)
        self.combo.setCurrentIndex(self.combo.findData(plan.key.value))
        used = next((fare for fare in plan.fares if fare.key is plan.key), None)
        best = next((fare for fare in plan.fares if fare.known), None)
        if used is not None:
            self.fares.setText(fares_told(used))
        elif best is not None:
            self.fares.setText(
                _("Names, texts, numbers and contacts are weighed together. By {key}: {fares}.").format(
                    key=_(best.choice.label), fares=fares_told(best)
                )
            )
        else:
            self.fares.setText(_("Names, texts, numbers and contacts are weighed together."))
        doubts = doubts_told(used) if used is not None else ""
        self.doubts.setText(doubts)
        self.doubts.setVisible(bool(doubts))


def fares_told(fare: Fare) -> str:
    """How many rows have a value, are known and are new."""
    return " · ".join((
        ngettext("{n} row", "{n} rows", fare.rows).format(n=fare.rows),
        _("{n} with a value").format(n=fare.filled),
        _("{n} known here").format(n=fare.known),
        ngettext("{n} new row", "{n} new rows", fare.new).format(n=fare.new),
    ))  # fmt: skip


def doubts_told(fare: Fare) -> str:
    """What nobody can guess; "" where nothing is in doubt."""
    without = fare.rows - fare.filled
    told = (
        ngettext("{n} row has no value", "{n} rows have no value", without).format(n=without) if without else "",
        ngettext("{n} value stands twice", "{n} values stand twice", fare.twice).format(n=fare.twice)
        if fare.twice else "",
        ngettext("{n} row fits several records", "{n} rows fit several records", fare.several).format(n=fare.several)
        if fare.several else "",
        ngettext("{n} is called otherwise here", "{n} are called otherwise here", fare.unlike).format(n=fare.unlike)
        if fare.unlike else "",
    )  # fmt: skip
    doubts = " · ".join(filter(None, told))
    return _("{doubts}: asked in the preview, and refused without an answer.").format(doubts=doubts) if doubts else ""

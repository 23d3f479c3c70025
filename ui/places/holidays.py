"""The days on which nobody works: the public holidays, and those decreed each year, which are added by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.fields import N_, Key
from db.queries import lookups
from db.records import Holiday, fields_of, new_key
from db.records.places import HolidayKind
from ecd_desktop.language import _, long_date
from ecd_desktop.services import places, records
from ui.widgets.controls import Button, Label, rule
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, LinesTab, Part

if TYPE_CHECKING:
    from ui.here import Here

DAY = fields_of(Holiday)
EVERY = new_key()  # the list belongs to no record


def _read(session: Any, _key: Key, here: Here) -> Sequence[Line]:
    days = sorted(lookups.everything(session, Holiday), key=lambda one: one.on)
    coming = [one for one in days if one.on >= here.today.replace(month=1, day=1)]
    return [
        Line(one.id, one.name, long_date(one.on, weekday=True), icon="calendar-x", faint=one.on < here.today,
             pill=_(HolidayKind.DECREED.label) if one.kind is HolidayKind.DECREED else "")
        for one in coming
    ]  # fmt: skip


PART = Part(
    "holidays", N_("Non-working days"), _read, N_("No day is written down: every weekday counts as a working day."),
    frozenset({"holidays"}),
    adds=(
        Adding(N_("Non-working day"), N_("Add"),
               lambda store, _key, **answers: places.declare_holiday(store, **answers),
               {"on": DAY["on"], "name": DAY["name"], "kind": DAY["kind"]}, rows=(("on", "kind"), ("name",)),
               values=lambda _here: {"kind": HolidayKind.DECREED}),
    ),
    remove=lambda store, keys: records.delete(store, "holidays", keys), remove_text=N_("Delete the day"),
    note=N_("Due dates and days late are counted without them, everywhere and at once."),
)  # fmt: skip


class HolidaysDialog(QDialog):
    """A list beside the work, not a question: it saves as it goes."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Non-working days"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tab = LinesTab(here, PART)
        head = Label(_("Non-working days"), "subtitle")
        head.setContentsMargins(20, 16, 20, 8)
        close = Button(_("Close"), self.accept)
        close.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 10, 20, 14)
        buttons.addStretch(1)
        buttons.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(self.tab, 1)
        rows.addWidget(rule())
        rows.addLayout(buttons)
        self.tab.show_record("holidays", EVERY)

    def sizeHint(self) -> QSize:
        return QSize(480, 560)

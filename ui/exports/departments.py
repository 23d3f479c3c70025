"""The departments to send to, as a list to tick: what is open and overdue, what is out, whether there is e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_date, format_number, ngettext
from ecd_desktop.outgoing_text import addresses
from ui import style
from ui.widgets.tick_list import ROW, Tick, TickList, TickRow

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.outgoing import Department
    from ui.here import Here

NAME, OPEN, OVERDUE, OUT, MAIL = range(5)
LINES = 8  # in sight at once
INK = int(Qt.ItemDataRole.UserRole) + 7


class DepartmentList(TickList):
    """Ticks departments; those that have a workbook out already begin without a tick."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(_("Departments to send to"), parent)
        self.here = here
        self.shown: tuple[Department, ...] = ()
        self.setColumnCount(5)
        self.setHeaderHidden(False)
        self.setHeaderLabels([_("Department"), _("Open"), _("Overdue"), _("Out since"), _("E-mail")])
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setSectionsMovable(False)
        metrics = style.metrics("body")
        for column, words in ((OPEN, _("Open")), (OVERDUE, _("Overdue")), (MAIL, _("None known"))):
            head.resizeSection(column, metrics.horizontalAdvance(words) + 26)
        head.resizeSection(OUT, metrics.horizontalAdvance(_("{day} · late").format(day="00/00")) + 34)
        for column in (OPEN, OVERDUE):
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItemDelegate(_Cells(self))

    def show_departments(self, found: Sequence[Department], only: set[Key] | None = None) -> None:
        """These; ``only`` ticks the ones that were asked for, whatever is out with them."""
        self.shown = tuple(found)
        ticked = {one.key for one in found if not one.out} if only is None else only
        self.show_values((Tick(one.key, one.name, 0) for one in found), ticked)
        for row, one in enumerate(found, start=1):
            item = self.topLevelItem(row)
            texts = ("", format_number(one.open), format_number(one.overdue), self._out(one), self._mail(one))
            inks = ("text", "text2", "red" if one.overdue else "text3", self._out_ink(one), self._mail_ink(one))
            for column in range(1, 5):
                item.setText(column, texts[column])
                item.setData(column, INK, inks[column])
            item.setToolTip(NAME, one.full_name)
            item.setData(NAME, Qt.ItemDataRole.AccessibleTextRole, self._said(one))
        lines = min(max(len(found) + 1, 2), LINES)
        self.setFixedHeight(lines * ROW + self.header().sizeHint().height() + 4)

    def chosen(self) -> list[Department]:
        """The departments that are ticked, in order."""
        ticked = set(self.ticked())
        return [one for one in self.shown if one.key in ticked]

    def untick(self, names: set[str]) -> None:
        """Take these out, by name."""
        for row, one in enumerate(self.shown, start=1):
            item = self.topLevelItem(row)
            if one.name in names and item.checkState(0) == Qt.CheckState.Checked:
                self.toggle(item)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _out(self, one: Department) -> str:
        if not one.out:
            return ""
        since = format_date(one.out[0].at.astimezone(LIMA).date())[:5]
        return _("{day} · late").format(day=since) if self._late(one) else since

    def _late(self, one: Department) -> bool:
        return any(sent.reply_by is not None and sent.reply_by < self.here.today for sent in one.out)

    def _out_ink(self, one: Department) -> str:
        return "red" if self._late(one) else "amber"

    def _mail(self, one: Department) -> str:
        n = len({found for raw in one.emails for found in addresses(raw)})
        return ngettext("{n} address", "{n} addresses", n).format(n=n) if n else _("None known")

    def _mail_ink(self, one: Department) -> str:
        return "text2" if any(addresses(raw) for raw in one.emails) else "amber"

    def _said(self, one: Department) -> str:
        parts = [
            one.name, _("{n} open").format(n=one.open), _("{n} overdue").format(n=one.overdue),
            _("out since {day}").format(day=self._out(one)) if one.out else "",
            _("E-mail: {words}").format(words=self._mail(one)),
        ]  # fmt: skip
        return ", ".join(part for part in parts if part)


Index = QModelIndex | QPersistentModelIndex


class _Cells(TickRow):
    """The tick with the name, then the figures."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        assert isinstance(view, DepartmentList)
        current = view.currentIndex().row() == index.row() and view.hasFocus()
        state = option.state  # type: ignore[attr-defined]
        if index.column() == NAME:
            if current:
                option.state = state | QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
            super().paint(painter, option, index)
            return
        theme, box = style.theme(), QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if current:
            painter.fillRect(box, QColor(theme.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(theme.hover))
        painter.setFont(style.font("body"))
        painter.setPen(QColor(style.colour(index.data(INK) or "text2")))
        side = Qt.AlignmentFlag.AlignRight if index.column() in (OPEN, OVERDUE) else Qt.AlignmentFlag.AlignLeft
        text = style.metrics("body").elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(box.width()) - 12
        )
        painter.drawText(box.adjusted(8, 0, -8, 0), side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

"""The tool bar of a list: view switch, saved views, filter, chips, verbs; what has no room goes into two menus.

Filters without room go into the menu of the button «Filters», verbs into «…» at the right end.  Nothing is clipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ecd_desktop.language import _, ngettext
from ui import icons, tokens
from ui.commands import Command, plain
from ui.widgets.controls import Button, Chip, ToolButton
from ui.widgets.filter_chip import FilterChip
from ui.widgets.search_field import SearchField
from ui.widgets.surfaces import Toolbar
from ui.widgets.view_button import ViewButton
from ui.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

GAP = 8
FIELD_LEAST, FIELD_MOST = 150, 240
FIRST = 3  # chips that come before the verbs
WORDED = 1_100  # width of the bar from which the views have their words


class ListTools(Toolbar):
    """Built from parts that the page made; ``fit`` decides which of them are in sight."""

    def __init__(
        self, field: SearchField, clear: Button, *, switch: ViewSwitch | None = None, saved: ViewButton | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(spacing=GAP, parent=parent)
        self.setMinimumWidth(1)  # an explicit least width, so that the bar never keeps its window wide
        self.field, self.clear, self.switch, self.saved = field, clear, switch, saved
        self.chips: list[Chip] = []
        self.filters: list[FilterChip] = []
        self.verbs: list[tuple[ToolButton, QAction]] = []
        self.stays: list[QWidget] = []
        self.fill_filters: Callable[[QMenu], None] = lambda _menu: None
        self.more = ToolButton("adjustments-horizontal", _("Filters"), self._more_filters)
        self.rest = ToolButton("dots", _("More commands"), self._more_verbs)
        for part in (switch, saved):
            if part is not None:
                self.row.addWidget(part)
        field.setMinimumWidth(FIELD_LEAST)
        field.setMaximumWidth(FIELD_MOST)
        self.row.addWidget(field, 2)
        self.row.addWidget(self.more)
        self.row.addWidget(clear)
        self.row.addStretch(1)
        self.row.addWidget(self.rest)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)

    def add_chip(self, chip: Chip) -> None:
        """A filter with a name: after the others of its kind."""
        last = self.chips[-1] if self.chips else self.field
        self.row.insertWidget(self.row.indexOf(last) + 1, chip)
        self.chips.append(chip)
        chip.toggled.connect(lambda _on: self._soon.start())

    def remove_chip(self, chip: Chip) -> None:
        self.chips.remove(chip)
        self._take_away(chip)

    def show_filters(self, chips: Sequence[FilterChip]) -> None:
        """The filters of columns that are in force."""
        for old in self.filters:
            self._take_away(old)
        place = self.row.indexOf(self.chips[-1] if self.chips else self.field) + 1
        self.filters = list(chips)
        for n, chip in enumerate(self.filters):
            self.row.insertWidget(place + n, chip)
        self._soon.start()

    def add_verb(self, command: Command, action: QAction) -> None:
        """A command's button: goes into «…» where there is no room."""
        button = ToolButton(command.icon, plain(action.text()), action.trigger)
        button.setProperty("command", command.id)  # what F1 on it explains

        def follow() -> None:
            if not shiboken6.isValid(button):  # its page is gone, the command stays
                return
            button.setEnabled(action.isEnabled())
            button.say(action.toolTip())
            self._soon.start()

        action.changed.connect(follow)
        button._follow = follow  # type: ignore[attr-defined]
        follow()
        self.row.insertWidget(self.row.indexOf(self.rest), button)
        self.verbs.append((button, action))

    def add_stay(self, button: QWidget) -> None:
        """A button that never gives way."""
        self.row.addWidget(button)
        self.stays.append(button)

    def fit(self) -> None:
        """Show as much as there is room for: what is in force first, then verbs, then words, then the other chips."""
        margins = self.row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        worded = self.width() >= WORDED
        if self.switch is not None:
            room -= self.switch.width_for(short=not worded) + GAP
            self.switch.set_short(not worded)
        if self.saved is not None:
            self.saved.set_short(not worded)
        room -= FIELD_LEAST + GAP
        for one in (self.saved, self.more, *(one for one in self.stays if not one.isHidden())):
            room -= _need(one) if one is not None else 0
        wishes: list[QWidget] = [*self.filters, *(chip for chip in self.chips if chip.isChecked())]
        if self._filtered:
            wishes.append(self.clear)
        verbs = [button for button, action in self.verbs if action.isVisible()]
        others = [chip for chip in self.chips if not chip.isChecked()]
        wishes += [*others[:FIRST], *verbs, *others[FIRST:]]
        shown: set[QWidget] = set()
        if sum(map(_need, wishes)) > room and verbs:
            room -= tokens.CONTROL + GAP  # the «…» itself
        chips_done = False
        for wish in wishes:
            need = _need(wish)
            if isinstance(wish, Chip) and chips_done:
                continue
            if need > room:
                chips_done = chips_done or isinstance(wish, Chip)  # chips stay in their order
                continue
            shown.add(wish)
            room -= need
        for one in (*self.filters, *self.chips, self.clear, *(button for button, _action in self.verbs)):
            one.setVisible(one in shown)
        self.rest.setVisible(any(verb not in shown for verb in verbs))
        away = [one for one in (*self.filters, *self.chips) if one not in shown]
        self._say_away(sum(isinstance(one, FilterChip) or one.isChecked() for one in away))

    def set_filtered(self, on: bool) -> None:
        """Whether there is something to clear."""
        self._filtered = on
        self.fit()

    def hidden_chips(self) -> list[Chip]:
        """The chips that have no room now."""
        return [one for one in (*self.filters, *self.chips) if one.isHidden()]

    def under(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height() + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part has other words, or another count
            self._soon.start()
        return super().event(event)

    # --- inside -------------------------------------------------------------------------------------------------------

    _filtered = False
    _away = 0  # filters in force that have no room

    def _take_away(self, chip: Chip) -> None:
        self.row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _say_away(self, count: int) -> None:
        """Whether filters are in force that have no room: the button of their menu says so."""
        if count != self._away:
            self._away = count
            icons.dress(self.more, "adjustments-horizontal", "accent_text" if count else "text2")
            said = ngettext("{n} more filter is in force", "{n} more filters are in force", count).format(n=count)
            self.more.say("\n".join((_("Filters"), said)) if count else _("Filters"))

    def _more_filters(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.fill_filters(menu)
        menu.exec(self.under(self.more))

    def _more_verbs(self) -> None:
        menu = QMenu(self)
        menu.addActions([action for button, action in self.verbs if button.isHidden() and action.isVisible()])
        menu.exec(self.under(self.rest))


def _need(part: QWidget) -> int:
    """The room that a part takes with the gap beside it."""
    return max(part.sizeHint().width(), part.minimumWidth()) + GAP

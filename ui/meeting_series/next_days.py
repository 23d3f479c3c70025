"""The next days of a rule under the field in which it is typed: what a person checks a rule by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecd_desktop.language import _, begun, long_date
from ecd_desktop.recurrence import Occurrence, next_days, parse_rule
from ui.widgets.controls import Label

if TYPE_CHECKING:
    from datetime import date

    from ui.here import Here

SHOWN = 5


class NextDays(QWidget):
    """Five days in words, those that a holiday moves among them."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        self._head = Label("", "caption", "text2", wrap=True)
        rows.addWidget(self._head)
        self._lines = [Label("", "body", "text", wrap=True) for _n in range(SHOWN)]
        for line in self._lines:
            rows.addWidget(line)

    def show_rule(self, text: str, since: date | None, until: date | None) -> None:
        """Show the days from today on of a rule in words, or as its value; none where it is not understood yet."""
        rule = parse_rule(text) if text.strip() else None
        days: list[Occurrence] = []
        if rule is not None:
            first = since or self.here.today
            start = max(first, self.here.today)
            found = next_days(rule, since=first, calendar=self.here.calendar, start=start, count=SHOWN)
            days = [one for one in found if until is None or one.by_rule <= until]
        self._head.setVisible(rule is not None or not text.strip())  # what is wrong is said at the field
        if rule is None:
            self._head.setText(
                _("In words: “first Tuesday”, “second and fourth Wednesday”, “every 2 weeks on Thursday”, “the 15th”.")
            )
        else:
            self._head.setText(_("The next dates:") if days else _("No date is left before the series ends."))
        for line, one in zip(self._lines, [*days, *[None] * SHOWN], strict=False):
            line.setText(said(one) if one is not None else "")
            line.set_ink("amber" if one is not None and one.moved else "text")
            line.setVisible(one is not None)

    def texts(self) -> list[str]:
        """What is shown."""
        return [line.whole() for line in self._lines if not line.isHidden()]


def said(one: Occurrence) -> str:
    """«Martes, 8 de diciembre de 2026: no se trabaja, se hace el miércoles, 9 de diciembre de 2026»."""
    day = begun(long_date(one.by_rule, weekday=True))
    if one.on is None:
        return _("{day}: a day without work, left out because the next one is near").format(day=day)
    if one.moved:
        return _("{day}: a day without work, held on {other}").format(day=day, other=long_date(one.on, weekday=True))
    return day

"""The rows of a preview as a table: where in the sheet, what became of it, what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecd_desktop.exchange.importing import Outcome
from ecd_desktop.language import N_, _
from ui.widgets import cells
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Line, Result

OUTCOMES: dict[Outcome, tuple[str, str, Mark]] = {
    Outcome.NEW: (N_("New"), N_("New rows"), Mark("green", icon="plus")),
    Outcome.CHANGED: (N_("Changed"), N_("Changed rows"), Mark("blue", icon="pencil")),
    Outcome.SAME: (N_("Same"), N_("The same"), Mark("grey", icon="check")),
    Outcome.DUPLICATE: (N_("Duplicate"), N_("Duplicates"), Mark("violet", icon="copy")),
    Outcome.REFUSED: (N_("Refused"), N_("Refused rows"), Mark("red", icon="circle-x")),
}
"""Word for one row, word for its chip, mark."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the sheet, by its number."""

    key: int
    line: Line

    @property
    def row(self) -> int:
        return self.key

    @property
    def outcome(self) -> Outcome:
        return self.line.outcome

    @property
    def words(self) -> str:
        return self.line.words

    @property
    def code(self) -> str:
        return self.line.code


def second(shown: Shown) -> str:
    """What a row changes, or why it was refused, in one line."""
    line = shown.line
    if line.reason:
        return line.reason
    if line.outcome is Outcome.CHANGED:
        told = []
        for change in line.changes:
            old, new = change.shown()
            told.append(_("{field}: {old} → {new}").format(field=change.label(), old=old or _("(empty)"),
                                                            new=new or _("(empty)")))  # fmt: skip
        return " · ".join(told)
    return ""


def _outcome(shown: Shown) -> str:
    return _(OUTCOMES[shown.line.outcome][0])


COLUMNS = (
    cells.number("row", width=64, label=N_("Row")),
    cells.pill("outcome", mark=lambda one: OUTCOMES[one.line.outcome][2], words=_outcome, width=128,
               label=N_("Outcome")),
    cells.two_lines("words", second=second, stretch=True, width=320,
                    label=N_("About")),
    cells.code("code", width=132, label=N_("Code"), yields=1),
)  # fmt: skip


class PreviewSource:
    """The lines of a result, filtered by outcome; they are here already, so answers come at once."""

    def __init__(self) -> None:
        self._all: list[Shown] = []
        self._by_key: dict[int, Shown] = {}
        self.wanted: frozenset[Outcome] = frozenset()

    def take(self, result: Result | None) -> None:
        self._all = [Shown(line.row, line) for line in result.lines] if result is not None else []
        self._by_key = {one.key: one for one in self._all}

    def load(self, ask: Any, wanted: Callable[[list[Any]], Sequence[Any]],
             then: Callable[[tuple[list[Any], list[Any]]], None]) -> None:  # fmt: skip
        keys = [one.key for one in self._all if not self.wanted or one.line.outcome in self.wanted]
        then((keys, [self._by_key[key] for key in wanted(keys)]))

    def rows(self, ask: Any, keys: Sequence[Any], then: Callable[[list[Any]], None]) -> None:
        then([self._by_key[key] for key in keys])

"""One import under way: the file, what was chosen about it, the plan, the preview; everything long is done elsewhere.

The file is read in the pool behind the guard; plan, preview and apply run on the database thread.  Each new choice
makes the plan again, so that what is shown is always what would be done.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecd_desktop.exchange import importing
from ecd_desktop.exchange.importing import MergeKey
from ecd_desktop.exchange.strategies import ALL
from ecd_desktop.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecd_desktop.exchange.importing import Opened, Plan, Result
    from ui.here import Here
    from ui.tasks import Ticket


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided; whatever is None was found."""

    kind: str | None = None
    sheet: str | None = None
    header_row: tuple[int, ...] | None = None
    overrides: Mapping[int | str, str | None] = field(default_factory=dict)
    dates: str | None = None
    cutoff: date | None = None
    purpose: str | None = None
    accept_done_before: date | None = None
    accept_reason: str = ""
    key: str | None = None
    strategies: Mapping[str, str] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """As ``importing.propose`` takes them."""
        return {
            "kind": self.kind, "sheet": self.sheet, "header_row": self.header_row, "dates": self.dates,
            "overrides": dict(self.overrides) or None, "cutoff": self.cutoff, "with_personal_data": self.purpose,
            "accept_done_before": self.accept_done_before, "accept_reason": self.accept_reason,
            "key": self.key, "strategies": dict(self.strategies) or None,
        }  # fmt: skip


class ImportJob(QObject):
    """The state of the wizard; its pages show it and ask it for changes."""

    opened_file = Signal()  # a workbook was read, and how it would be read is known
    planned = Signal()  # the plan is another one
    previewed = Signal()  # what would happen is known
    applied = Signal()  # it happened
    undone_changed = Signal()  # the import was taken back, or brought again
    refused = Signal(object)  # Exception of the world: a sentence, in place
    busy = Signal(str)  # what is being done; "" when nothing is

    def __init__(self, here: Here, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.path: Path | None = None
        self.opened: Opened | None = None
        self.choices = Choices()
        self.plan: Plan | None = None
        self.answers: dict[str, str] = {}
        self.preview: Result | None = None
        self.result: Result | None = None
        self.undone = False
        self._ticket: Ticket | None = None
        here.bridge.committed.connect(self._heard)

    # --- what the steps ask -------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Begin again without a file."""
        self.cancel()
        self.path = self.opened = self.plan = self.preview = self.result = None
        self.choices, self.answers, self.undone = Choices(), {}, False

    def cancel(self) -> None:
        """What is under way is not wanted any more; nothing was written."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self.busy.emit("")

    def open(self, path: Path) -> None:
        """Read a workbook and find the table in it."""
        self.forget()
        self.path = path
        self._begin(_("Reading {name}…").format(name=path.name))

        def answer(opened: Opened) -> None:
            self.opened = opened
            self._plan(first=True)

        self._ticket = self.here.tasks.work(
            importing.open_file, path, then=answer, refused=self._refused, owner=self, slot="import", broke=self._over
        )

    def take(self, opened: Opened, kind: str) -> None:
        """Go on with rows that were read already: they came by the clipboard, as this kind of list."""
        self.forget()
        self.opened = opened
        self.choices = Choices(kind=kind)
        self._begin(_("Reading {name}…").format(name=opened.workbook.name))
        self._plan(first=True)

    def choose(self, **changes: Any) -> None:
        """Decide something about the file, and plan again."""
        if changes.keys() & {"kind", "sheet", "header_row"}:  # other columns: what was said of these ones is void
            changes = {"key": None, "strategies": {}, **changes}
        if "purpose" in changes and self.choices.key == MergeKey.DNI:
            changes = {"key": None, **changes}
        changed = replace(self.choices, **changes)
        if changed != self.choices and self.opened is not None:
            self.choices = changed
            self.preview = None
            self.answers = {}
            self._begin(_("Looking at it again…"))
            self._plan()

    def choose_field(self, column: int, name: str | None) -> None:
        """A column fills another field, or none; who had that field before lets go of it."""
        overrides: dict[int | str, str | None] = dict(self.choices.overrides)
        if name is not None and self.plan is not None:
            holder = self.plan.fields.get(name)
            if holder is not None and holder.index != column:
                overrides[holder.index] = None
        overrides[column] = name
        self.choose(overrides=overrides, key=self._key_with(overrides))

    def choose_way(self, name: str, way: str) -> None:
        """A column (or all of them) changes known records in another way."""
        self.choose(strategies={name: way} if name == ALL else {**self.choices.strategies, name: way})

    def look_ahead(self) -> None:
        """What the import would do: the real one, rolled back."""
        if self.plan is None:
            return
        self._begin(_("Comparing with the database…"))
        self._ticket = self.here.ask(
            importing.preview, self.plan, dict(self.answers), then=self._previewed, refused=self._refused, owner=self,
            slot="import", broke=self._over,
        )  # fmt: skip

    def answer(self, id: str, value: str) -> None:
        """Answer a question of the preview, and look again."""
        if self.answers.get(id) != value:
            self.answers[id] = value
            self.look_ahead()

    def apply(self) -> None:
        """Bring it in, as one change that can be undone."""
        if self.plan is None:
            return
        self._begin(_("Writing…"))
        self.here.do(
            importing.apply, self.plan, dict(self.answers), then=self._applied, refused=self._refused, owner=self,
            broke=self._over,
        )  # fmt: skip

    def undo(self) -> None:
        """Take the whole import back, where nothing changed since."""
        if self.result is None or self.result.tx_id is None:
            return

        def told(told: Any) -> None:
            if not told.done or told.conflicts:
                self.here.notice(told.sentence)

        from ecd_desktop.services import history

        self.here.do(history.undo_tx, self.result.tx_id, then=told, owner=self)

    def save_refused(self, target: Path) -> None:
        """Write the refused rows as the same sheet, with why in a first column."""
        if self.plan is None or self.result is None:
            return
        plan, result = self.plan, self.result

        def job() -> Path:
            importing.save_refused(plan, result, target)
            return target

        def answer(path: Path) -> None:
            from ui.opening_files import show_folder

            self.here.notice(
                _("The refused rows are in {name}.").format(name=path.name),
                button=(_("Open folder"), lambda: show_folder(path)),
            )

        self.here.tasks.work(job, then=answer, refused=self._refused, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _key_with(self, overrides: Mapping[int | str, str | None]) -> str | None:
        """The key that was chosen, where these columns still give it."""
        if self.plan is None:
            return None
        there = {*(one.field for one in self.plan.columns if one.index not in overrides), *overrides.values()}
        used = next((fare.choice for fare in self.plan.fares if fare.key == self.choices.key), None)
        return self.choices.key if used is None or there.issuperset(used.fields) else None

    def _begin(self, words: str) -> None:
        self.busy.emit(words)

    def _plan(self, *, first: bool = False) -> None:
        def answer(plan: Plan) -> None:
            self.plan = plan
            self.busy.emit("")
            (self.opened_file if first else self.planned).emit()

        self._ticket = self.here.ask(
            importing.propose_for, self.opened, **self.choices.arguments(), then=answer, refused=self._refused,
            owner=self, slot="import", broke=self._over,
        )  # fmt: skip

    def _over(self) -> None:
        """A bug ended what was under way: it can be tried again."""
        self.busy.emit("")

    def _previewed(self, result: Result) -> None:
        self.preview = result
        self.busy.emit("")
        self.previewed.emit()

    def _applied(self, result: Result) -> None:
        self.result = result
        self.undone = False
        self.busy.emit("")
        self.applied.emit()

    def _refused(self, exc: Exception) -> None:
        self.busy.emit("")
        self.refused.emit(exc)

    def _heard(self, news: Any) -> None:
        """The import may have been taken back from elsewhere: the notice, the history, Ctrl+Z."""
        tx_id = self.result.tx_id if self.result is not None else None
        if tx_id is None or news.kind not in ("undo", "redo"):
            return

        def job(session: Any) -> bool:
            from db import exchange_log

            return tx_id in exchange_log.undone_transactions(session)

        def answer(undone: bool) -> None:
            if undone != self.undone:
                self.undone = undone
                self.undone_changed.emit()

        self.here.read(job, answer, owner=self)

"""One step of the history: who, when, and every record it touched, field by field from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, begun, format_number, format_time, long_date, ngettext
from ecd_desktop.services import history, restoring
from ecd_desktop.services.restoring import FROZEN
from ecd_desktop.services.timeline import FROM_OUTSIDE
from ui.kinds import OPENED, one_of
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.side_pane import SidePane
from ui.widgets.word_diff import WordDiff

if TYPE_CHECKING:
    from db.fields import Key
    from db.merge import Outcome
    from ecd_desktop.services.history import Activity, ChangedField, StoryLine
    from ui.here import Here

Names = dict["Key", str]
AT_ONCE = 12  # records of one step that are read and shown together
FEW = 3  # records that are shown with all their fields
MOST_FIELDS, SOME_FIELDS = 12, 4  # fields shown of a new or deleted record, where few or many were touched
OPS = {"I": ("plus", N_("New")), "U": ("pencil", N_("Changed")), "D": ("trash", N_("Deleted"))}
TOLD_BY = ("code", "name", "description", "title", "subject", "body", "given_names", "day")


class StepPane(SidePane):
    """Its verb takes the step back."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(_("What the step did"), Button(_("Undo this step"), icon="arrow-back-up"), parent)
        self.here = here
        self.undo = self.button
        self._step: Activity | None = None
        self.show_step(None)

    def show_step(self, step: Activity | None) -> None:
        """Show a step; None shows that none is selected."""
        same = step is not None and self._step is not None and step.tx_id == self._step.tx_id
        self._step = step
        self.offer(step is not None and step.kind not in ("migrate", "redact"), self.here.read_only)
        if step is None:
            self.heading.setText("")
            self.small.setText(_("Select a step to see what it did."))
            self.fill(())
            return
        if same:
            return
        self.undo.setText(_("Undo this import") if step.kind in FROM_OUTSIDE else _("Undo this step"))
        self.heading.setText(step.label)
        day = long_date(step.at.astimezone(LIMA).date(), weekday=True)
        parts = (begun(f"{day}, {format_time(step.at)}"), step.who, step.file)
        self.small.setText(" · ".join(filter(None, parts)))
        self._read(step, 0, lambda answer: self._fill(step, *answer))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _read(self, step: Activity, after: int, then: Callable[[tuple[list[StoryLine], int, Names]], None]) -> None:
        """Some records of a step after the first ones, how many there are, and what those are called."""

        def job(store: Any) -> tuple[list[StoryLine], int, Names]:
            from db.queries import records

            told = history.entries(store, step.seq, limit=AT_ONCE, after=after)
            named: Names = {}
            with store.reading() as session:
                for entity in {line.entity for line in told}:
                    named |= records.names(session, entity, [line.key for line in told if line.entity == entity])
            return told, history.count(store, step.seq), named

        self.here.ask(job, then=then, owner=self, slot="step")

    def _fill(self, step: Activity, told: list[StoryLine], many: int, names: Names) -> None:
        parts: list[QWidget] = []
        if many > 1:
            words = ngettext("{n} record", "{n} records", many).format(n=many)
            parts.append(Label(words, "caption-strong", "text2"))
        self.fill([*parts, *self._records(step, told, 0, many, names)])

    def _records(
        self, step: Activity, told: list[StoryLine], before: int, many: int, names: Names
    ) -> Iterator[QWidget]:
        """These records, and where more were touched a link to the next; ``before``: shown already."""
        most = MOST_FIELDS if many <= FEW else SOME_FIELDS
        for line in sorted(told, key=lambda one: one.entity not in OPENED):  # what a person knows by name first
            yield self._record(line, names, most)
        shown = before + len(told)
        if left := many - shown:
            words = ngettext("Show {n} more record", "Show more of {n} records", left).format(n=format_number(left))
            more = Button(words, lambda: self._read_on(step, shown, more), kind="link")
            yield more

    def _read_on(self, step: Activity, shown: int, more: Button) -> None:
        more.setEnabled(False)

        def answer(read: tuple[list[StoryLine], int, Names]) -> None:
            told, many, names = read
            self.fill_on(self._records(step, told, shown, many, names), instead=more)

        self._read(step, shown, answer)

    def _record(self, line: StoryLine, names: dict[Any, str], most: int) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        icon, verb = OPS.get(line.op, OPS["U"])
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(icon, "text3", 16))
        noun = one_of(line.entity)
        name = names.get(line.key) or _told(line)
        head.addWidget(Label(name, "body-strong", wrap=True), 1)
        rows.addLayout(head)
        said = Label(f"{noun} · {_(verb)}" if noun else _(verb), "caption", "text2")
        rows.addWidget(_indented(said, *self._verbs(line, name, line.key in names)))
        changes = [one for one in line.changes if line.op == "U" or one.after or one.before]
        for change in changes[: most if line.op != "U" else None]:
            if line.op == "U":
                diff = WordDiff(change.label, change.before, change.after)
                rows.addWidget(_indented(diff, self._restore(line, change)))
                continue
            text = _("{field}: {value}").format(field=change.label, value=_short(change.after or change.before))
            rows.addWidget(_indented(Label(text, "body", wrap=True)))
        rows.addSpacing(4)
        rows.addWidget(rule())
        return made

    # --- bringing back ------------------------------------------------------------------------------------------------

    def _verbs(self, line: StoryLine, name: str, there: bool) -> Iterator[Button]:
        """Open the record, and make it again what it was."""
        if line.entity in OPENED and there:
            button = Button(_("Open it"), lambda: self.here.open(line.entity, line.key), kind="link")
            button.setAccessibleName(_("Open {name}").format(name=name))
            yield button
        if line.entity in FROZEN or line.kind == "redact":
            return
        gone = line.op == "D"
        words = _("Bring it back") if gone else _("As it was then")
        before = _("Bring “{name}” back as it was before this step")
        after = _("Make “{name}” what it was after this step")
        back = Button(words, lambda: self._bring_back(line, line.seq - 1 if gone else line.seq), kind="link")
        yield self._explained(back, (before if gone else after).format(name=name))

    def _restore(self, line: StoryLine, change: ChangedField) -> QWidget:
        tip = _("Set {field} back to {value}").format(field=change.label, value=_short(change.before))
        back = Button(_("Restore"), lambda: self.here.do(
            restoring.restore_field, line.entity, line.key, name=change.name, seq=line.seq, then=self._so_already,
            owner=self), kind="link")  # fmt: skip
        back.setVisible(line.entity not in FROZEN and line.kind != "redact")
        return self._explained(back, tip)

    def _explained(self, button: Button, tip: str) -> Button:
        button.setAccessibleName(tip)
        button.setToolTip(self.here.read_only or tip)
        button.setEnabled(not self.here.read_only)
        return button

    def _bring_back(self, line: StoryLine, seq: int) -> None:
        self.here.do(restoring.restore_record, line.entity, line.key, seq=seq, then=self._so_already, owner=self)

    def _so_already(self, outcome: Outcome) -> None:
        if not outcome.applied:
            self.here.notice(_("It is so already; nothing was changed."))


def _indented(label: QWidget, *verbs: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(24, 0, 0, 0)
    row.addWidget(label, 1)
    for verb in verbs:
        row.addWidget(verb, 0, Qt.AlignmentFlag.AlignTop)
    return made


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return (flat if len(flat) <= 200 else f"{flat[:200]}…") or _("(empty)")


def _told(line: StoryLine) -> str:
    """A name for a record that is not there any more, from what the step says of it."""
    said = {change.name: change.after or change.before for change in line.changes}
    return next((said[name] for name in TOLD_BY if said.get(name)), _("(deleted)"))

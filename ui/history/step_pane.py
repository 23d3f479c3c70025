"""One step of the history: who, when, and every record it touched, field by field from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, begun, format_time, long_date, ngettext
from ecd_desktop.services import history
from ui.kinds import OPENED, one_of
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.side_pane import SidePane
from ui.widgets.word_diff import WordDiff

if TYPE_CHECKING:
    from ecd_desktop.services.history import Activity, StoryLine
    from ui.here import Here

MOST = 60  # records shown of one step
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
        self.offer(step is not None and step.kind != "migrate", self.here.read_only)
        if step is None:
            self.heading.setText("")
            self.small.setText(_("Select a step to see what it did."))
            self._fill([])
            return
        if same:
            return
        self.heading.setText(step.label)
        day = long_date(step.at.astimezone(LIMA).date(), weekday=True)
        self.small.setText(begun(f"{day}, {format_time(step.at)} · {step.who}"))

        def job(store: Any) -> Any:
            from db.queries import records

            told = history.entries(store, step.seq)
            shown = told[:MOST]
            named: dict[Any, str] = {}
            with store.reading() as session:
                for entity in {line.entity for line in shown}:
                    named |= records.names(session, entity, [line.key for line in shown if line.entity == entity])
            return shown, len(told), named

        self.here.ask(job, then=lambda answer: self._fill(*answer), owner=self, slot="step")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _fill(self, told: list[StoryLine], many: int = 0, names: dict[Any, str] | None = None) -> None:
        parts: list[QWidget] = []
        if many > 1:
            words = ngettext("{n} record", "{n} records", many).format(n=many)
            parts.append(Label(words, "caption-strong", "text2"))
        most = MOST_FIELDS if many <= FEW else SOME_FIELDS
        for line in sorted(told, key=lambda one: one.entity not in OPENED):  # what a person knows by name first
            parts.append(self._record(line, names or {}, most))
        if many > len(told):
            left = many - len(told)
            words = ngettext("{n} more record", "{n} more records", left).format(n=left)
            parts.append(Label(words, "body", "text2"))
        self.fill(parts)

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
        if line.entity in OPENED and line.key in names:
            button = Button(_("Open it"), lambda: self.here.open(line.entity, line.key), kind="link")
            button.setAccessibleName(_("Open {name}").format(name=name))
            head.addWidget(Label(name, "body-strong"), 1)
            head.addWidget(button)
        else:
            head.addWidget(Label(name, "body-strong"), 1)
        rows.addLayout(head)
        rows.addWidget(_indented(Label(f"{noun} · {_(verb)}" if noun else _(verb), "caption", "text2")))
        changes = [one for one in line.changes if line.op == "U" or one.after or one.before]
        for change in changes[: most if line.op != "U" else None]:
            if line.op == "U":
                rows.addWidget(_indented(WordDiff(change.label, change.before, change.after)))
                continue
            text = _("{field}: {value}").format(field=change.label, value=_short(change.after or change.before))
            rows.addWidget(_indented(Label(text, "body", wrap=True)))
        rows.addSpacing(4)
        rows.addWidget(rule())
        return made


def _indented(label: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(24, 0, 0, 0)
    row.addWidget(label, 1)
    return made


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return (flat if len(flat) <= 200 else f"{flat[:200]}…") or _("(empty)")


def _told(line: StoryLine) -> str:
    """A name for a record that is not there any more, from what the step says of it."""
    said = {change.name: change.after or change.before for change in line.changes}
    return next((said[name] for name in TOLD_BY if said.get(name)), _("(deleted)"))

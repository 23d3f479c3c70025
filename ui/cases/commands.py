"""What can be done with a case: say what comes next, wait, take up, close with an outcome, open again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from db.fields import CHOICE, DAY, MEMO, N_, TEXT, Field
from db.records.cases import CaseState, NoteKind, Outcome
from ecd_desktop.language import _
from ecd_desktop.services import cases as verbs
from ui.commands import Command, needs_one
from ui.moving import move_command
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

PLACE = ENTITY = "cases"
ON = Field(DAY, N_("On"), required=True)


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New case"), delete=verbs.delete,
                         tip=N_("Begin to follow a matter: a request, a bottleneck, a coordination")),
        one("note", N_("Write in the lo&g…"), _note, keys=("Ctrl+I",), icon="note", needs=needs_one, in_bar=True,
            tip=N_("A note, a call, a visit, dated by the day on which it happened")),
        one("next_step", N_("Ne&xt step…"), _next_step, keys=("Ctrl+T",), icon="calendar-due", needs=_open, in_bar=True,
            tip=N_("Say what comes next, and when")),
        one("wait", N_("Wa&it for…"), wait, icon="hourglass", needs=_open,
            tip=N_("The case waits for something or somebody outside")),
        one("take_up", N_("&Take up"), lambda here: here.do(verbs.take_up, here.keys[0]), icon="refresh",
            needs=_waiting, tip=N_("What the case waited for has come")),
        one("close", N_("&Close with an outcome…"), close, keys=("Ctrl+Return",), icon="archive", needs=_open,
            in_bar=True, section=CHANGE, tip=N_("A case closes with an outcome; live commitments need a reason")),
        one("reopen", N_("O&pen again…"), reopen, icon="rotate-clockwise", needs=_closed, section=CHANGE,
            tip=N_("Take a closed case up again, with the reason")),
        move_command(PLACE),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _state(here: Here, wrong: Callable[[CaseState], bool], sentence: str) -> str | None:
    if (none := needs_one(here)) is not None:
        return none
    found = next((row for row in rows(here) if wrong(row.state)), None)
    return None if found is None else sentence.format(code=found.code)


def _open(here: Here) -> str | None:
    return _state(here, lambda state: state is CaseState.CLOSED, _("{code} is closed: open it again first."))


def _waiting(here: Here) -> str | None:
    return _state(here, lambda state: state is not CaseState.WAITING, _("{code} waits for nothing."))


def _closed(here: Here) -> str | None:
    return _state(here, lambda state: state is not CaseState.CLOSED, _("{code} is open already."))


def _ask(
    here: Here, title: str, verb: str, fields: dict[str, Field], service: Callable[..., Any],
    keys: Sequence[Key] | None = None, **more: Any,
) -> None:  # fmt: skip
    (key,) = here.keys if keys is None else keys
    lead = next((row.title for row in rows(here, (key,))), "")
    ask(here, title, verb, fields, lambda answers: lambda store: service(store, key, **answers), lead=lead, **more)


def _note(here: Here) -> None:
    fields = {"kind": Field(CHOICE, N_("Kind"), required=True, choices=NoteKind), "on": ON,
              "body": Field(MEMO, N_("Text"), required=True)}  # fmt: skip
    _ask(here, _("Write in the log"), _("Add to the log"), fields, verbs.add_note, rows=(("kind", "on"), ("body",)),
         values={"kind": NoteKind.NOTE, "on": here.today})  # fmt: skip


def _next_step(here: Here) -> None:
    now = next(iter(rows(here)), None)
    fields = {"step": Field(TEXT, N_("Next step"), max=400), "on": Field(DAY, N_("When"))}
    _ask(here, _("Next step"), _("Save the next step"), fields, verbs.next_step,
         values={"step": now.next_step, "on": now.next_on} if now is not None else {})  # fmt: skip


def wait(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask what or whom the case waits for."""
    fields = {"whom": Field(TEXT, N_("What or whom the case waits for"), required=True, max=200)}
    _ask(here, _("Wait for an answer"), _("Wait"), fields, verbs.wait_for, keys)


def close(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask for the outcome."""
    fields = {"outcome": Field(CHOICE, N_("Outcome"), required=True, choices=Outcome),
              "text": Field(MEMO, N_("What came of it")), "on": ON,
              "reason": Field(TEXT, N_("Reason, where commitments are still alive"), max=400)}  # fmt: skip
    _ask(here, _("Close the case"), _("Close the case"), fields, verbs.close, keys,
         rows=(("outcome", "on"), ("text",), ("reason",)),
         values={"outcome": Outcome.SOLVED, "on": here.today})  # fmt: skip


def reopen(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask why it is taken up again."""
    fields = {"reason": Field(TEXT, N_("Reason"), required=True, max=400), "on": ON}
    _ask(here, _("Open the case again"), _("Open again"), fields, verbs.reopen, keys,
         values={"on": here.today})  # fmt: skip

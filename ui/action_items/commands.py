"""What can be done with the selected action items; each gesture is one labelled change through the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import DAY, LINK, MEMO, N_, NUMBER, TEXT, Field
from db.records import ActionItem, fields_of
from db.records.action_items import FOLLOWS, State
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import action_items as verbs
from ui import evidence
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.moving import move_command
from ui.reaching import remind_command
from ui.record_commands import CHANGE, MAKE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

PLACE = ENTITY = "action_items"
OPEN = (State.DRAFT, State.PENDING, State.IN_PROGRESS, State.OBSERVED)
FIELDS = fields_of(ActionItem)
ON = Field(DAY, N_("On"), required=True)
REASON = Field(TEXT, N_("Reason"), required=True, max=400)
AUTHORISED = Field(TEXT, N_("Why, and who authorised it"), required=True, max=400)
BODY = Field(MEMO, N_("What was done"), max=4000)


def commands() -> Sequence[Command]:
    """New ones first, then how far they are, then when and who, then how they end."""
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New commitment"), delete=verbs.delete,
                         tip=N_("Write down a commitment or an internal task")),
        one("new_like", N_("New of the sa&me origin"), _new_like, keys=("Ctrl+Shift+N",), section=MAKE, icon="copy",
            needs=needs_one, tip=N_("A new commitment of the same meeting, case and project")),
        one("report", N_("&Report progress…"), _report, keys=("Ctrl+I",), icon="progress-check", needs=_open, bar=True,
            tip=N_("Write down how far the selected ones are")),
        one("start", N_("&Start"), partial(_today, verbs.start), icon="progress", needs=_can(State.IN_PROGRESS),
            tip=N_("Work has begun")),
        one("issue", N_("&Issue"), partial(_today, verbs.issue), icon="send", needs=_can(State.PENDING, of=State.DRAFT),
            tip=N_("The draft becomes a commitment that counts")),
        one("complete", N_("&Done"), partial(_today, verbs.complete), keys=("Ctrl+Return",), icon="check", bar=True,
            needs=_can(State.DONE), in_list=True, tip=N_("Reported as done today; it waits to be verified")),
        one("complete_on", N_("Done on another da&y…"), _complete, icon="calendar-event", needs=_can(State.DONE),
            tip=N_("With the day, a text and what shows it")),
        one("verify", N_("&Verify"), partial(_today, verbs.verify), keys=("Ctrl+Shift+Return",),
            icon="clipboard-check", needs=_can(State.VERIFIED), in_list=True, bar=True,
            tip=N_("What was reported as done is accepted")),
        one("observe", N_("&Object…"), observe, keys=("Ctrl+Shift+O",), icon="message", needs=_can(State.OBSERVED),
            tip=N_("What was shown is not accepted yet; the clock runs again")),
        one("reschedule", N_("Resc&hedule…"), reschedule, keys=("Ctrl+T",), section=CHANGE, icon="calendar-due",
            needs=_open, bar=True, tip=N_("Move the due date, with a reason")),
        one("assign", N_("&Assign…"), _assign, keys=("Ctrl+J",), section=CHANGE, icon="user-plus",
            needs=needs_selection, bar=True, tip=N_("Say which unit and which person answer for the selected ones")),
        one("block", N_("&Block…"), _block, keys=("Ctrl+B",), section=CHANGE, icon="ban", needs=_can_block,
            tip=N_("Say what stands in the way, and since when")),
        one("unblock", N_("&Unblock"), partial(_today, verbs.unblock), keys=("Ctrl+Shift+B",), section=CHANGE,
            icon="lock-open", needs=_blocked, tip=N_("Nothing stands in the way any more")),
        one("transfer", N_("&Transfer to another unit…"), transfer, section=CHANGE + 1, icon="transfer",
            needs=_can(State.TRANSFERRED), tip=N_("Another unit takes it over; it is closed here")),
        one("cancel", N_("&Cancel…"), cancel, section=CHANGE + 1, icon="circle-x", needs=_can(State.CANCELLED),
            tip=N_("It is not owed any more, with the reason")),
        one("reopen", N_("O&pen again…"), reopen, section=CHANGE + 1, icon="rotate-clockwise", needs=_settled,
            tip=N_("Settled, cancelled or transferred ones are owed again")),
        one("paste_evidence", N_("Paste an ima&ge as evidence…"), evidence.paste, keys=("Ctrl+Shift+V",),
            icon="paperclip", needs=needs_one,
            tip=N_("A picture or files that were copied become evidence, with their channel"),
            also=N_("photo, screenshot, WhatsApp, PDF, attach")),
        one("attach_evidence", N_("Attach a &file as evidence…"), evidence.choose, icon="paperclip", needs=needs_one,
            tip=N_("Pictures and PDFs are kept as they are; they can be let go over a row as well")),
        remind_command(PLACE),
        move_command(PLACE),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, tip: str, icon: str, needs: Any, section: int = VERBS,
        bar: bool = False, **more: Any) -> Command:  # fmt: skip
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, tip=tip, icon=icon, needs=needs, section=section, place=PLACE,
                   in_bar=bar, **more)  # fmt: skip


# --- what can be done now -------------------------------------------------------------------------------------------


def _can(wanted: State, *, of: State | None = None) -> Callable[[Here], str | None]:
    """Whether every selected item may become ``wanted`` (from ``of``), else the sentence that names the first."""

    def needs(here: Here) -> str | None:
        if (none := needs_selection(here)) is not None:
            return none
        for row in rows(here):
            if wanted not in FOLLOWS[row.state] or (of is not None and row.state is not of):
                return _("{code} is “{state}” and cannot become “{wanted}” from there.").format(
                    code=row.code, state=_(row.state.label), wanted=_(wanted.label)
                )
        return None

    return needs


def _first(here: Here, wrong: Callable[[Any], bool], sentence: str) -> str | None:
    if (none := needs_selection(here)) is not None:
        return none
    found = next((row for row in rows(here) if wrong(row)), None)
    return None if found is None else sentence.format(code=found.code, state=_(found.state.label))


def _open(here: Here) -> str | None:
    return _first(here, lambda row: row.state not in OPEN, _("{code} is “{state}”: open it again first."))


def _settled(here: Here) -> str | None:
    return _first(here, lambda row: row.state in OPEN, _("{code} is open already."))


def _blocked(here: Here) -> str | None:
    return _first(here, lambda row: row.blocked_since is None, _("{code} is not blocked."))


def _can_block(here: Here) -> str | None:
    if (reason := _open(here)) is not None:
        return reason
    return _first(here, lambda row: row.blocked_since is not None, _("{code} is blocked already."))


# --- doing it -------------------------------------------------------------------------------------------------------


def _today(verb: Callable[..., None], here: Here) -> None:
    here.do(verb, here.keys, on=here.today)


def _ask(
    here: Here, title: str, verb: str, fields: dict[str, Field], service: Callable[..., None],
    keys: Sequence[Key] | None = None, **more: Any,
) -> None:  # fmt: skip
    """Ask, and do it to ``keys``, or to what is selected now, whatever is selected when the answer comes."""
    keys = here.keys if keys is None else tuple(keys)

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        return lambda store: service(store, keys, **answers)

    chosen = rows(here, keys)
    lead = chosen[0].description if len(keys) == 1 and chosen else ngettext(
        "{n} commitment selected", "{n} commitments selected", len(keys)).format(n=len(keys))
    ask(here, title, verb, fields, job, lead=lead if len(lead) <= 140 else f"{lead[:140]}…", **more)  # fmt: skip


def _report(here: Here) -> None:
    chosen = rows(here)
    progress = chosen[0].progress if len(chosen) == 1 else None
    fields = {"on": ON, "progress": Field(NUMBER, N_("Progress (%)"), max=100), "body": BODY}
    _ask(here, _("Report progress"), _("Report progress"), fields, verbs.report_progress,
         rows=(("on", "progress"), ("body",)), values={"on": here.today, "progress": progress})  # fmt: skip


def _complete(here: Here) -> None:
    fields = {"on": ON, "evidence": Field(TEXT, N_("What shows it"), max=400), "body": BODY}
    _ask(here, _("Reported as done"), _("Mark as done"), fields, verbs.complete,
         rows=(("on",), ("body",), ("evidence",)), values={"on": here.today})  # fmt: skip


def observe(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask what is objected to."""
    fields = {"on": ON, "reason": Field(TEXT, N_("What is objected to"), required=True, max=400)}
    _ask(here, _("Object to what was shown"), _("Object"), fields, verbs.observe, keys, rows=(("reason",), ("on",)),
         values={"on": here.today})  # fmt: skip


def reschedule(here: Here, keys: Sequence[Key] | None = None, *, due_on: Any = None) -> None:
    """Ask for the new date, or begin with ``due_on``, and for the reason."""
    chosen = rows(here, keys)
    due = due_on or (chosen[0].due_on if len(chosen) == 1 else None)
    fields = {"due_on": Field(DAY, N_("New due date"), required=True), "reason": REASON}
    today = here.today

    def move(store: Any, keys: Sequence[Key], *, due_on: Any, reason: str) -> None:
        verbs.reschedule(store, keys, due_on=due_on, reason=reason, on=today)

    _ask(here, _("Reschedule"), _("Reschedule"), fields, move, keys, rows=(("due_on",), ("reason",)),
         values={"due_on": due})  # fmt: skip


def _assign(here: Here) -> None:
    fields = {"unit": Field(LINK, N_("Responsible unit"), target="organisations"),
              "person": Field(LINK, N_("Responsible person"), target="people")}  # fmt: skip
    _ask(here, _("Assign"), _("Assign"), fields, verbs.assign, rows=(("unit",), ("person",)),
         creates={"unit": creates("organisations"), "person": creates("people")})  # fmt: skip


def _block(here: Here) -> None:
    fields = {"reason": Field(TEXT, N_("What stands in the way"), required=True, max=400),
              "since": Field(DAY, N_("Since"), required=True),
              "unblocker": Field(LINK, N_("Who can remove it"), target="organisations")}  # fmt: skip
    _ask(here, _("Block"), _("Block"), fields, verbs.block, rows=(("reason",), ("since", "unblocker")),
         values={"since": here.today}, creates={"unblocker": creates("organisations")})  # fmt: skip


def transfer(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask to which unit, and why."""
    fields = {"to": Field(LINK, N_("To which unit"), required=True, target="organisations"), "reason": AUTHORISED,
              "on": ON}  # fmt: skip
    _ask(here, _("Transfer to another unit"), _("Transfer"), fields, verbs.transfer, keys,
         rows=(("to",), ("reason",), ("on",)), values={"on": here.today},
         creates={"to": creates("organisations")})  # fmt: skip


def cancel(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask why, and who authorised it."""
    fields = {"reason": AUTHORISED, "on": ON}
    _ask(here, _("Cancel the commitment"), _("Cancel the commitment"), fields, verbs.cancel, keys,
         values={"on": here.today}, danger=True)  # fmt: skip


def reopen(here: Here, keys: Sequence[Key] | None = None) -> None:
    """Ask why it is owed again."""
    fields = {"reason": REASON, "progress": Field(NUMBER, N_("Progress (%)"), max=100), "on": ON}
    _ask(here, _("Open again"), _("Open again"), fields, verbs.reopen, keys, rows=(("reason",), ("progress", "on")),
         values={"on": here.today})  # fmt: skip


def _new_like(here: Here) -> None:
    """Begin one with the origin, meeting, case and project of the selected one."""
    (key,) = here.keys
    page: Any = here.page

    def read(session: Any) -> Any:
        from db.queries import records

        return records.snapshot(session, ENTITY, key)

    def begin(snapshot: Any) -> None:
        if snapshot is not None:
            names = ("origin", "meeting_id", "case_id", "project_id", "agreed_on", "reach")
            page.begin_with({name: snapshot.values[name] for name in names}, dict(snapshot.names))

    here.read(read, begin, owner=page)

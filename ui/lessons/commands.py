"""What can be done with lessons: review, publish and retire them, apply them to projects, print the sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_, TEXT, Field
from db.records import LessonApplication, fields_of
from db.records.lessons import Decided, LessonState
from ecd_desktop.exchange.templates import LESSONS
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import lessons as verbs
from ui import whole_workbooks
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.moving import move_command
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

PLACE = ENTITY = "lessons"
APPLIED = fields_of(LessonApplication)
RETIRING = {"reason": Field(TEXT, N_("Why it is retired"), required=True, max=400)}


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New lesson"), delete=verbs.delete,
                         tip=N_("Write down what was learnt, with its sheet"),
                         instead=(N_("Retire"), retire)),
        one("apply", N_("A&pply to a project…"), _apply, keys=("Ctrl+T",), icon="briefcase", needs=needs_one,
            in_bar=True, tip=N_("Say what a project makes of the selected lesson: incorporate, adapt or discard it")),
        one("review", N_("Mark as re&viewed"), partial(_state, LessonState.REVIEWED), keys=("Ctrl+I",),
            icon="check", needs=needs_selection, in_bar=True,
            tip=N_("Somebody has read the selected sheets and stands by them")),
        one("publish", N_("Pu&blish"), partial(_state, LessonState.PUBLISHED), icon="send", needs=needs_selection,
            tip=N_("The selected lessons may be read by anybody")),
        one("draft", N_("Back to dra&ft"), partial(_state, LessonState.DRAFT), icon="pencil",
            needs=needs_selection, section=CHANGE, tip=N_("The selected lessons are worked on again")),
        one("retire", N_("Reti&re…"), lambda here: retire(here, here.keys), icon="archive", needs=needs_selection,
            section=CHANGE, tip=N_("The selected lessons are not suggested any more; where they were applied stays")),
        one("sheet", N_("Lesson s&heet"), _sheet, icon="file-analytics", needs=_coded,
            tip=N_("One page for whoever wants to do it again")),
        one("workbook", N_("Workbook of the ban&k…"), partial(whole_workbooks.save, LESSONS), icon="file-spreadsheet",
            tip=N_("All lessons in a workbook that others may complete; what comes back is reviewed")),
        move_command(PLACE),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def retire(here: Here, keys: Sequence[Key]) -> None:
    """Ask why, once for all of them."""
    ask(here, _("Retire"), _("Retire"), RETIRING,
        lambda answers: lambda store: verbs.withdraw(store, keys, **answers), lead=_named(here, keys))  # fmt: skip


def _state(state: LessonState, here: Here) -> None:
    here.do(verbs.set_state, here.keys, state=state)


def _apply(here: Here) -> None:
    (key,) = here.keys
    fields = {name: APPLIED[name] for name in ("project_id", "decision", "on", "reason")}

    def job(answers: dict[str, Any]) -> Callable[[Any], Any]:
        project = answers["project_id"]
        told = {name: value for name, value in answers.items() if name != "project_id"}
        return lambda store: verbs.apply(store, key, project, **told)

    ask(here, _("Apply to a project"), _("Apply"), fields, job,
        rows=(("project_id",), ("decision", "on"), ("reason",)), lead=_named(here, here.keys),
        values={"decision": Decided.INCORPORATED, "on": here.today},
        creates={"project_id": creates("projects")})  # fmt: skip


def _coded(here: Here) -> str | None:
    chosen = rows(here)
    if len(chosen) != 1:
        return _("Select exactly one row first.")
    return None if chosen[0].code else _("It has no code yet: save its sheet first.")


def _sheet(here: Here) -> None:
    (key,) = here.keys
    here.go("reports")
    reports: Any = here.page
    reports.show_record(ENTITY, key, "lesson")


def _named(here: Here, keys: Sequence[Key]) -> str:
    chosen = rows(here, keys)
    if len(chosen) == 1:
        return str(chosen[0].name)
    return ngettext("{n} lesson selected", "{n} lessons selected", len(keys)).format(n=len(keys))

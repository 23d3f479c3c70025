"""What can be done with projects: move to a stage, pause, close, take up, note the progress of the works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from db.fields import CHOICE, DAY, MEMO, N_, NUMBER, TEXT, Field
from db.records.cases import NoteKind
from db.records.projects import ProjectState
from ecd_desktop.issuing import Wanted
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import issued_sheets
from ecd_desktop.services import projects as verbs
from ui.commands import Command, needs_one, needs_selection
from ui.moving import move_command
from ui.projects.gaps import show_menu
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "projects"
ON = Field(DAY, N_("On"), required=True)


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New project"), delete=verbs.delete,
                         tip=N_("Begin a project: a space, a service, a norm")),
        one("note", N_("Write in the lo&g…"), _note, keys=("Ctrl+I",), icon="note", needs=needs_one, in_bar=True,
            tip=N_("A note, a call, a visit, dated by the day on which it happened")),
        one("progress", N_("Physical &progress…"), _progress, keys=("Ctrl+T",), icon="progress-check", in_bar=True,
            needs=needs_selection, tip=N_("How far the works of the selected projects are")),
        one("state", N_("Change the &state…"), _state, icon="player-pause", needs=needs_one, section=CHANGE,
            tip=N_("Pause, cancel, close or take up, with the reason")),
        one("briefing", N_("&Briefing note"), _briefing, icon="file-analytics", needs=needs_one,
            tip=N_("Two pages at most for whoever has to decide")),
        one("sheet", N_("Project s&heet"), _sheet, icon="file-text", needs=needs_one,
            tip=N_("Two pages that tell the whole project, to be printed or saved")),
        one("issue", N_("Iss&ue the sheet"), _issue, icon="file-export", needs=needs_one,
            tip=N_("Keep the sheet as it is today, under a code of its own")),
        one("indicators", N_("Indicators of all projects"), lambda here: here.go("indicators"), icon="chart-line",
            tip=N_("What is measured in every project, and what is off its path")),
        one("served", N_("Results and components ser&ved"), show_menu, icon="list-check",
            tip=N_("Which results and components the active projects serve, and which none does")),
        move_command(PLACE),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _briefing(here: Here) -> None:
    _on_paper(here, "briefing")


def _sheet(here: Here) -> None:
    _on_paper(here, "project")


def _on_paper(here: Here, what: str) -> None:
    (key,) = here.keys
    here.go("reports")
    reports: Any = here.page
    reports.show_record(ENTITY, key, what)


def _issue(here: Here) -> None:
    code, settings = rows(here)[0].code, here.settings

    def issued(done: Any) -> None:
        said = _("The sheet was issued as {code}.").format(code=done.code)
        here.notice(said, button=(_("Look at it"), lambda: here.go("reports")))

    here.ask(issued_sheets.issue, Wanted("project", code=code), settings=settings, then=issued, refused=here.failed,
             owner=here)  # fmt: skip


def _note(here: Here) -> None:
    (key,) = here.keys
    fields = {"kind": Field(CHOICE, N_("Kind"), required=True, choices=NoteKind), "on": ON,
              "body": Field(MEMO, N_("Text"), required=True)}  # fmt: skip
    ask(here, _("Write in the log"), _("Add to the log"), fields,
        lambda answers: lambda store: verbs.add_note(store, key, **answers), rows=(("kind", "on"), ("body",)),
        lead=_named(here), values={"kind": NoteKind.NOTE, "on": here.today})  # fmt: skip


def _progress(here: Here) -> None:
    keys, chosen = here.keys, rows(here)
    fields = {"progress": Field(NUMBER, N_("Physical progress (%)"), required=True, max=100)}
    ask(here, _("Physical progress"), _("Save the progress"), fields,
        lambda answers: lambda store: verbs.set_progress(store, keys, **answers), lead=_named(here),
        values={"progress": chosen[0].progress} if len(chosen) == 1 else {})  # fmt: skip


def _state(here: Here) -> None:
    (key,) = here.keys
    now = next(iter(rows(here)), None)
    fields = {"state": Field(CHOICE, N_("State"), required=True, choices=ProjectState), "on": ON,
              "reason": Field(TEXT, N_("Reason"), max=400)}  # fmt: skip
    ask(here, _("Change the state"), _("Change the state"), fields,
        lambda answers: lambda store: verbs.set_state(store, key, **answers), rows=(("state", "on"), ("reason",)),
        lead=_named(here), values={"state": now.state if now is not None else None, "on": here.today})  # fmt: skip


def _named(here: Here) -> str:
    chosen = rows(here)
    if len(chosen) == 1:
        return str(chosen[0].name)
    return ngettext("{n} project selected", "{n} projects selected", len(chosen)).format(n=len(chosen))

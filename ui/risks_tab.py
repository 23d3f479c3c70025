"""The risks and lessons of a meeting or a project as a tab: noted, corrected, said how far they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import MEMO, N_, TEXT, Field
from db.queries import records as reads
from db.queries.risks_and_lessons import Noted
from db.records import ActionItem, Lesson, Risk, fields_of
from db.records.lessons import LessonState
from db.records.risks import RiskState
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_date
from ecd_desktop.services import risks_and_lessons
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Risks and lessons")
RISK, LESSON, ITEM = fields_of(Risk), fields_of(Lesson), fields_of(ActionItem)
MARKS: dict[RiskState | LessonState, Mark] = {
    RiskState.OPEN: Mark("amber", icon="alert-triangle"), RiskState.MITIGATED: Mark("green", icon="check"),
    RiskState.HAPPENED: Mark("red", icon="alert-octagon"), RiskState.CLOSED: Mark("grey", icon="archive"),
    LessonState.DRAFT: Mark("grey", icon="bulb"), LessonState.REVIEWED: Mark("blue", icon="bulb"),
    LessonState.PUBLISHED: Mark("green", icon="bulb"), LessonState.WITHDRAWN: Mark("grey", icon="archive"),
}  # fmt: skip
Read = Callable[[Any, "Key"], Sequence[Noted]]


def line_of(one: Noted, *, of_meeting: bool = False) -> Line:
    """A risk or a lesson: its words, what it is, its day, its topic, and the meeting or the project it is also of."""
    what = _("Risk") if one.entity == "risks" else _(one.kind.label) if one.kind is not None else _("Lesson")
    on = format_date(one.on) if one.on is not None else ""
    other = one.project if of_meeting else one.meeting
    if one.issue_on is not None:
        what = _("Issue since {day}").format(day=format_date(one.issue_on))
    grave = "" if one.exposure is None else _("P{probability} × I{impact} = {exposure}").format(
        probability=one.probability, impact=one.impact, exposure=one.exposure
    )  # fmt: skip
    small = (what, "" if of_meeting else on, other, one.topic, one.commitment)
    return Line(
        one.key, one.text, " · ".join(part for part in small if part), urgent=grave,
        tone="" if one.exposure is None or one.over else _tone(one.exposure), body=one.response or "", who=one.owner,
        mark=MARKS[one.state], mark_words=what, faint=one.over, pill=_(one.state.label), pill_mark=MARKS[one.state],
        entity=one.entity, opens=("lessons", one.key) if one.entity == "lessons" else None,
    )  # fmt: skip


def _tone(exposure: int) -> str:
    """Red from 6, amber from 3: a risk that is likely and hurts comes before one that is neither."""
    return "red" if exposure >= 6 else "amber" if exposure >= 3 else ""


def risks_tab(link: str, read: Read, *, empty: str) -> TabSpec:
    """Those whose ``link`` (``meeting`` or ``project``) is the record; new ones get it."""
    of_meeting = link == "meeting"
    other = "project_id" if of_meeting else "meeting_id"
    asked = ("text", "project_id") if of_meeting else ("text",)
    rows = (("text",), ("state", "noted_on"), ("probability", "impact"), ("response",), ("owner_id",),
            ("issue_on", "closed_on"), (other,))  # fmt: skip
    risk = {name: RISK[name] for row in rows for name in row}
    adds = tuple(
        Adding(
            text, N_("Add"), partial(_note, entity, link),
            {name: replace(fields[name], kind=MEMO) if name == "text" else fields[name] for name in (*asked, *more)},
            rows=tuple((name,) for name in (*asked, *more)), creates={"project_id": creates("projects")},
        )
        for entity, text, fields, more in (
            ("risks", RISK["text"].label, RISK, ("probability", "impact")),
            ("lessons", LESSON["text"].label, LESSON, ("kind",)),
        )
    )  # fmt: skip
    edits = {
        "risks": Editing(N_("Edit the risk"), "risks", risk, risks_and_lessons.save, rows=rows,
                         creates={"owner_id": creates("people")}),
    }  # fmt: skip
    return tab(
        TITLE,
        Part(
            "risks", N_("What may go wrong, and what was learnt"),
            lambda session, key, _here: [line_of(one, of_meeting=of_meeting) for one in read(session, key)], empty,
            frozenset({"risks", "lessons", "meetings", "projects", "meeting_projects", "agenda_items", "action_items",
                       "people"}), adds=adds,
            remove=risks_and_lessons.delete, remove_text=N_("Delete"), letters=LETTERS, edits=edits,
            note=N_("Enter corrects a risk and opens a lesson. Letters mark the selected lines; "
                    "their menu tells which."),
        ),
    )  # fmt: skip


def _note(entity: str, link: str, store: Any, key: Key, **answers: Any) -> Any:
    values = {"project" if name == "project_id" else name: value for name, value in answers.items()} | {link: key}
    return risks_and_lessons.note(store, entity, **values)


def _state(state: RiskState | LessonState, store: Any, keys: Sequence[Key]) -> Any:
    return risks_and_lessons.set_state(store, keys, state=state)


def _retire(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    fields = {"reason": Field(TEXT, N_("Why it is retired"), required=True, max=400)}
    ask(here, _("Retire"), _("Retire"), fields, lambda answers: lambda store: risks_and_lessons.set_state(
        store, keys, state=LessonState.WITHDRAWN, **answers))  # fmt: skip


def _commit(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    """Ask who answers until when; what is promised begins as what is done about the risk, or as its words."""
    key = keys[0]

    def show(risk: Any) -> None:
        if risk is None:
            here.failed(Expected(_("Only a risk becomes a commitment; nothing was changed."), _("Select a risk.")))
            return
        fields = {name: ITEM[name] for name in ("unit_id", "person_id", "due_on")}
        fields = {"description": replace(ITEM["description"], kind=MEMO), **fields}
        ask(here, _("A commitment of this risk"), _("Make the commitment"), fields,
            lambda answers: lambda store: risks_and_lessons.commit(store, key, **answers),
            rows=(("description",), ("unit_id", "person_id"), ("due_on",)), lead=risk.values["text"],
            values={"description": risk.values["response"] or risk.values["text"]},
            creates={"unit_id": creates("organisations"), "person_id": creates("people")})  # fmt: skip

    here.read(lambda session: reads.snapshot(session, "risks", key), show, owner=here.page)


LETTERS = (
    *(
        Letter(letter, state.label, partial(_state, state))
        for letter, state in (
            ("A", RiskState.OPEN), ("M", RiskState.MITIGATED), ("O", RiskState.HAPPENED), ("C", RiskState.CLOSED),
            ("B", LessonState.DRAFT), ("R", LessonState.REVIEWED), ("P", LessonState.PUBLISHED),
        )
    ),
    Letter("N", N_("Make a commitment of it…"), run=_commit),
    Letter("T", LessonState.WITHDRAWN.label, run=_retire),
)  # fmt: skip

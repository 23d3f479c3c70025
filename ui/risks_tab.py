"""The risks and lessons of a meeting or a project as a tab: noted, corrected, said how far they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import MEMO, N_, TEXT, Field
from db.queries.risks_and_lessons import Noted
from db.records import Lesson, Risk, fields_of
from db.records.lessons import LessonState
from db.records.risks import RiskState
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
RISK, LESSON = fields_of(Risk), fields_of(Lesson)
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
    return Line(
        one.key, one.text, " · ".join(part for part in (what, "" if of_meeting else on, other, one.topic) if part),
        mark=MARKS[one.state], mark_words=what, faint=one.over, pill=_(one.state.label), pill_mark=MARKS[one.state],
        entity=one.entity, opens=("lessons", one.key) if one.entity == "lessons" else None,
    )  # fmt: skip


def risks_tab(link: str, read: Read, *, empty: str) -> TabSpec:
    """Those whose ``link`` (``meeting`` or ``project``) is the record; new ones get it."""
    of_meeting = link == "meeting"
    other = "project_id" if of_meeting else "meeting_id"
    risk = {name: RISK[name] for name in ("text", "state", "noted_on", other)}
    asked = ("text", "project_id") if of_meeting else ("text",)
    adds = tuple(
        Adding(
            text, N_("Add"), partial(_note, entity, link),
            {name: replace(fields[name], kind=MEMO) if name == "text" else fields[name] for name in (*asked, *more)},
            rows=tuple((name,) for name in (*asked, *more)), creates={"project_id": creates("projects")},
        )
        for entity, text, fields, more in (
            ("risks", RISK["text"].label, RISK, ()), ("lessons", LESSON["text"].label, LESSON, ("kind",)),
        )
    )  # fmt: skip
    edits = {
        "risks": Editing(N_("Edit the risk"), "risks", risk, risks_and_lessons.save,
                         rows=(("text",), ("state", "noted_on"), (other,))),
    }  # fmt: skip
    return tab(
        TITLE,
        Part(
            "risks", N_("What may go wrong, and what was learnt"),
            lambda session, key, _here: [line_of(one, of_meeting=of_meeting) for one in read(session, key)], empty,
            frozenset({"risks", "lessons", "meetings", "projects", "meeting_projects", "agenda_items"}), adds=adds,
            remove=risks_and_lessons.delete, remove_text=N_("Delete"), letters=LETTERS, edits=edits,
            note=N_("Enter corrects a risk, and opens the sheet of a lesson. Risks: A open, M mitigated, O it "
                    "happened, C closed. Lessons: B draft, R reviewed, P published, T retired."),
        ),
    )  # fmt: skip


def _note(entity: str, link: str, store: Any, key: Key, **answers: Any) -> Any:
    values = {name.removesuffix("_id"): value for name, value in answers.items()} | {link: key}
    return risks_and_lessons.note(store, entity, **values)


def _state(state: RiskState | LessonState, store: Any, keys: Sequence[Key]) -> Any:
    return risks_and_lessons.set_state(store, keys, state=state)


def _retire(here: Here, _record: Key, keys: Sequence[Key]) -> None:
    fields = {"reason": Field(TEXT, N_("Why it is retired"), required=True, max=400)}
    ask(here, _("Retire"), _("Retire"), fields, lambda answers: lambda store: risks_and_lessons.set_state(
        store, keys, state=LessonState.WITHDRAWN, **answers))  # fmt: skip


LETTERS = (
    *(
        Letter(letter, state.label, partial(_state, state))
        for letter, state in (
            ("A", RiskState.OPEN), ("M", RiskState.MITIGATED), ("O", RiskState.HAPPENED), ("C", RiskState.CLOSED),
            ("B", LessonState.DRAFT), ("R", LessonState.REVIEWED), ("P", LessonState.PUBLISHED),
        )
    ),
    Letter("T", LessonState.WITHDRAWN.label, run=_retire),
)  # fmt: skip

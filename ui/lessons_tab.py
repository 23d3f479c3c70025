"""The lessons of a project as a tab: those it took, and those that fit it, each answered with one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import MEMO, N_, Field
from db.queries import lesson_matches
from db.queries import lessons as reads
from db.records import LessonApplication, fields_of
from db.records.lessons import Decided
from ecd_desktop.language import _, format_date
from ecd_desktop.services import lessons
from ui.creating import creates
from ui.risks_tab import MARKS
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Lessons")
FIELDS = fields_of(LessonApplication)
DECIDED = {
    Decided.INCORPORATED: Mark("green", icon="check"), Decided.ADAPTED: Mark("blue", icon="pencil"),
    Decided.DISCARDED: Mark("grey", icon="x"),
}  # fmt: skip
FITS = Mark("violet", icon="bulb")
WATCHES = frozenset({
    "lessons", "lesson_applications", "projects", "project_themes", "project_places", "places", "agenda_items",
    "meetings", "meeting_projects",
})  # fmt: skip


def lessons_tab() -> TabSpec:
    """Of a project: the lessons it decided about, then those that fit."""
    adding = Adding(
        N_("Apply a lesson"), N_("Apply"), _add,
        {name: FIELDS[name] for name in ("lesson_id", "decision", "on", "reason")},
        rows=(("lesson_id",), ("decision", "on"), ("reason",)),
        values=lambda here: {"decision": Decided.INCORPORATED, "on": here.today},
        creates={"lesson_id": creates("lessons")},
    )  # fmt: skip
    part = Part(
        "lessons", N_("Lessons incorporated, and those that fit"), _of_project,
        N_("No lesson was applied yet, and none fits what is known of this project: say its type, its stage, its "
           "place and its results."),
        WATCHES, adds=(adding,), letters=LETTERS,
        note=N_("Enter opens the lesson. I incorporates it, A adapts it, D discards it and asks why, T takes the "
                "decision back."),
    )  # fmt: skip
    return tab(TITLE, part)


def fitting_tab(entity: str) -> TabSpec:
    """Of a meeting: the lessons that fit its subject, its topics and its projects."""
    part = Part(
        "lessons", N_("Lessons that fit"),
        lambda session, key, _here: [fitting(one) for one in lesson_matches.suggested(session, entity, key)],
        N_("No lesson fits the topics and projects of this meeting."), WATCHES, note=N_("Enter opens the lesson."),
    )  # fmt: skip
    return tab(N_("Lessons that fit"), part)


def _of_project(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    decided = reads.of_project(session, key).applied
    order = list(Decided)
    taken = [applied(one) for one in sorted(decided, key=lambda one: (order.index(one.decision), one.on))]
    return [*taken, *(fitting(one) for one in lesson_matches.suggested(session, "projects", key))]


def applied(one: reads.Applied) -> Line:
    """A lesson that a project decided about."""
    over = _(one.state.label) if one.state.value == "withdrawn" else ""
    return Line(
        one.lesson_key, " ".join(one.lesson.split()),
        " · ".join(part for part in (one.code, format_date(one.on), one.by or "", over) if part),
        mark=MARKS[one.state], mark_words=_(one.state.label), body=one.reason or "", pill=_(one.decision.label),
        pill_mark=DECIDED[one.decision], opens=("lessons", one.lesson_key), faint=one.decision is Decided.DISCARDED,
    )  # fmt: skip


def fitting(one: lesson_matches.Suggested) -> Line:
    """A lesson that fits, with why."""
    lesson = one.lesson
    kind = _(lesson.kind.label) if lesson.kind is not None else ""
    return Line(
        lesson.key, lesson.name, " · ".join(part for part in (lesson.code or "", kind, _(lesson.state.label)) if part),
        mark=MARKS[lesson.state], mark_words=_(lesson.state.label),
        body=" · ".join(lessons.said(reason) for reason in one.reasons), pill=_("Fits"), pill_mark=FITS,
        opens=("lessons", lesson.key),
    )  # fmt: skip


def _add(store: Any, key: Key, *, lesson_id: Key, **answers: Any) -> Any:
    return lessons.apply(store, lesson_id, key, **answers)


def _decide(decision: Decided, here: Here, project: Key, keys: Sequence[Key]) -> None:
    here.do(lessons.apply_all, keys, project, decision=decision, on=here.today)


def _discard(here: Here, project: Key, keys: Sequence[Key]) -> None:
    on = here.today
    fields = {"reason": Field(MEMO, N_("Why the project discards it"), required=True, max=2000)}
    ask(here, _("Discard the lesson"), _("Discard"), fields,
        lambda answers: lambda store: lessons.apply_all(store, keys, project, decision=Decided.DISCARDED, on=on,
                                                        **answers))  # fmt: skip


def _take_back(here: Here, project: Key, keys: Sequence[Key]) -> None:
    here.do(lessons.take_back_of, project, keys)


LETTERS = (
    Letter("I", Decided.INCORPORATED.label, run=partial(_decide, Decided.INCORPORATED)),
    Letter("A", Decided.ADAPTED.label, run=partial(_decide, Decided.ADAPTED)),
    Letter("D", Decided.DISCARDED.label, run=_discard),
    Letter("T", N_("Take the decision back"), run=_take_back),
)

"""What is done with lessons: save, review, publish, retire with the reason, apply to projects; what fits is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from db.errors import Invalid
from db.fields import Choice, Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.queries.lessons import applied_of
from db.records import AgendaItem, Lesson, LessonApplication, Project, pair_key
from db.records.lessons import Decided, LessonState
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, ngettext
from ecd_desktop.services import records

if TYPE_CHECKING:
    from db.queries.lesson_matches import Reason

ENTITY = Lesson.__tablename__
NAMED_AT_MOST = 5  # projects named in a refusal
STATED: dict[LessonState, tuple[str, str]] = {
    LessonState.DRAFT: (N_("Lesson {code} is a draft again"), N_("{n} lessons are drafts again")),
    LessonState.REVIEWED: (N_("Review lesson {code}"), N_("Review {n} lessons")),
    LessonState.PUBLISHED: (N_("Publish lesson {code}"), N_("Publish {n} lessons")),
    LessonState.WITHDRAWN: (N_("Retire lesson {code}"), N_("Retire {n} lessons")),
}
"""What it is called to say how far one, or many, are."""


def prepare(draft: Draft, *, on: date | None = None) -> None:
    """Fill in what follows from what is wanted: the day of a new lesson, or no reason where it is not retired."""
    if draft.new and draft.wanted.get("noted_on") is None:
        records.want(draft, "noted_on", on or today())
    state, was = draft.wanted.get("state"), draft.seen.get("state")
    kept = draft.wanted.get("withdrawn_reason") == draft.seen.get("withdrawn_reason")
    if state is not was and state is not LessonState.WITHDRAWN and kept:
        records.want(draft, "withdrawn_reason", None)


def save(store: Store, draft: Draft, *, on: date | None = None, form: str | None = None) -> Outcome:
    """Save a sheet; a lesson without a code gets one of its year, also where it was noted before lessons had codes.

    What is said of another meeting leaves the topic of the old one. Raises Invalid where lessons would come from
    each other in a circle.
    """
    prepared = records.copied(draft)
    prepare(prepared, on=on)
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, prepared)
        lesson = written.record
        if isinstance(lesson, Lesson):
            _complete(work, lesson)
            records.tell(work, [lesson])
        return written.outcome


def set_state(store: Store, keys: Sequence[Key], *, state: LessonState, reason: str | None = None) -> None:
    """Say how far lessons are. Retiring needs a reason, and its applications stay; else no reason is kept."""
    why = (reason or "").strip() or None
    if state is LessonState.WITHDRAWN and why is None:
        raise Invalid((Problem("withdrawn_reason", N_("Say why the lesson is retired.")),))
    with store.change(STATED[state][len(keys) != 1], n=len(keys)) as work:
        told = records.found(work, Lesson, keys)
        for lesson in told:
            _complete(work, lesson)
            lesson.state = state
            lesson.withdrawn_reason = why if state is LessonState.WITHDRAWN else None
        records.tell(work, told)


def review(store: Store, keys: Sequence[Key]) -> None:
    """Somebody has read the sheets and stands by them."""
    set_state(store, keys, state=LessonState.REVIEWED)


def publish(store: Store, keys: Sequence[Key]) -> None:
    """The lessons may be read by anybody."""
    set_state(store, keys, state=LessonState.PUBLISHED)


def withdraw(store: Store, keys: Sequence[Key], *, reason: str) -> None:
    """Retire lessons: they are not suggested any more, and where they were applied still says so."""
    set_state(store, keys, state=LessonState.WITHDRAWN, reason=reason)


def apply(
    store: Store, lesson: Key, project: Key, *, decision: Decided = Decided.INCORPORATED, on: date | None = None,
    reason: str | None = None, by: str | None = None,
) -> Key:  # fmt: skip
    """Say what a project makes of a lesson; said again, it is corrected. Returns the key of the application.

    Discarding needs a reason. Raises Expected for a retired lesson.
    """
    return apply_all(store, [lesson], project, decision=decision, on=on, reason=reason, by=by)[0]


def apply_all(
    store: Store, lessons: Sequence[Key], project: Key, *, decision: Decided, on: date | None = None,
    reason: str | None = None, by: str | None = None,
) -> list[Key]:  # fmt: skip
    """Say the same of several lessons, as one change; see ``apply``. Where no reason is given, the old one stays."""
    label = N_("Apply lesson {code} to {project}") if len(lessons) == 1 else N_("Apply {n} lessons to {project}")
    given = (reason or "").strip() or None
    with store.change(label, n=len(lessons)) as work:
        told = records.found(work, Lesson, lessons)
        (where,) = records.found(work, Project, [project])
        work.label_args["project"] = where.code
        there = {one.lesson_id: one for one in lookups.pointing(work.session, LessonApplication, "project_id",
                                                                [project])}  # fmt: skip
        keys = []
        for lesson in told:
            _complete(work, lesson)
            one = there.get(lesson.id)
            if one is None:
                _refuse_retired(lesson)
                one = LessonApplication(id=pair_key(lesson.id, project), lesson_id=lesson.id, project_id=project,
                                        on=on or today())  # fmt: skip
                work.add(one)
            one.decision, one.on, one.reason = decision, on or today(), given or one.reason
            one.by = (by or "").strip() or store.who
            _refuse_unexplained(decision, one.reason)
            keys.append(one.id)
        records.tell(work, told)
    return keys


def take_back_of(store: Store, project: Key, lessons: Sequence[Key]) -> None:
    """The project did not decide about these lessons after all; those it never decided about stay as they are."""
    with store.reading() as session:
        there = lookups.pointing(session, LessonApplication, "project_id", [project])
        keys = [one.id for one in there if one.lesson_id in lessons]
    if not keys:
        raise Expected(_("This project has decided nothing about that lesson; nothing was changed."))
    take_back(store, keys)


def save_application(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Correct what a project made of a lesson. Raises Invalid where it is discarded without a reason."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        if isinstance(written.record, LessonApplication):
            _refuse_unexplained(written.record.decision, written.record.reason)
        return written.outcome


def take_back(store: Store, applications: Sequence[Key]) -> None:
    """The projects did not apply the lessons after all: the applications are deleted."""
    records.delete(store, LessonApplication.__tablename__, applications)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete lessons. Raises Expected, which offers to retire them instead, where one was applied to a project."""
    with store.reading() as session:
        refuse_applied(session, keys)
    records.delete(store, ENTITY, keys)


def refuse_applied(session: lookups.Session, keys: Sequence[Key]) -> None:
    """Raise Expected, with the projects and what to do instead, where one of these lessons was applied."""
    found = applied_of(session, keys)
    if not found:
        return
    applied = next(iter(found.values()))
    codes = ", ".join(one.project_code for one in applied[:NAMED_AT_MOST])
    raise Expected(
        ngettext(
            "“{name}” was applied in {n} project, so it was not deleted: {projects}.",
            "“{name}” was applied in {n} projects, so it was not deleted: {projects}.",
            len(applied),
        ).format(
            name=applied[0].code or applied[0].lesson, n=len(applied),
            projects=codes + (" …" if len(applied) > NAMED_AT_MOST else ""),
        ),
        _("Retire it instead, with the reason: it is not suggested any more, and the projects still say what they "
          "took from it. To delete it, take its applications back first."),
    )  # fmt: skip


def said(reason: Reason) -> str:
    """Why a lesson fits, in words: «Same type of intervention: stairs»."""
    what = _(reason.what.label) if isinstance(reason.what, Choice) else reason.what
    return _("{why}: {what}").format(why=_(reason.why.label), what=what)


# --- inside -----------------------------------------------------------------------------------------------------------


def _complete(work: Work, lesson: Lesson) -> None:
    """Its code, no topic of another meeting, no circle of lessons."""
    if not lesson.code:
        lesson.code = records.next_code(work, ENTITY, lesson.noted_on)
    topic = work.session.get(AgendaItem, lesson.agenda_item_id) if lesson.agenda_item_id else None
    if topic is not None and topic.meeting_id != lesson.meeting_id:
        lesson.agenda_item_id = None
    seen, at = {lesson.id}, lesson.parent_id
    while at is not None:
        if at in seen:
            raise Invalid((Problem("parent_id", N_("Lessons cannot come from each other in a circle.")),))
        seen.add(at)
        above = work.session.get(Lesson, at)
        at = above.parent_id if above is not None else None


def _refuse_retired(lesson: Lesson) -> None:
    if lesson.state is LessonState.WITHDRAWN:
        raise Expected(
            _("{code} is retired, so it was not applied: {reason}").format(
                code=lesson.code, reason=lesson.withdrawn_reason
            ),
            _("Choose another lesson, or put it back to draft first."),
        )


def _refuse_unexplained(decision: Decided, reason: str | None) -> None:
    if decision is Decided.DISCARDED and not (reason or "").strip():
        raise Invalid((Problem("reason", N_("Say why the project discards the lesson.")),))

"""Which lessons fit a project, a meeting or a topic, the best first, with why: what they share, and which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.fields import N_, Choice, Key
from db.ordering import fold, words
from db.queries.lessons import LISTING, LessonRow
from db.queries.listing import Ask
from db.records import (
    AgendaItem,
    InterventionType,
    Lesson,
    LessonApplication,
    Meeting,
    MeetingProject,
    Place,
    Project,
    ProjectPlace,
    ProjectTheme,
    Stage,
)
from db.records.base import table_of
from db.records.choices import CareComponent, EcdResult
from db.records.lessons import LessonState
from db.records.places import PlaceKind

ENTITIES = ("projects", "meetings", "agenda_items")
"""What lessons are suggested for."""

SHARED_WORDS = 4  # more words in common say no more
FEWEST_LETTERS = 4
COMMON = 0.5  # of the lessons: a word that so many hold tells none of them from the others
EMPTY_WORDS = frozenset(words(
    "para como cada donde cuando entre sobre desde hasta antes despues luego este esta estos estas aquel ellos ellas "
    "nuestro nuestra todos todas todo toda otro otra otros otras mismo misma tiene tienen hacer hace fueron sera seran "
    "sido estar haber muy mas menos porque pero sino segun durante contra hacia bajo ante tambien solo dos tres cuatro "
    "lima barrio proyecto reunion mesa trabajo with from that this have been were will into about their there which "
    "when where what while than then them they project meeting nino nina"
))  # fmt: skip


class Why(Choice):
    """What a lesson shares with something; the earlier, the more it says."""

    TYPE = "type", N_("Same type of intervention")
    RESULT = "result", N_("Same ECD result")
    COMPONENT = "component", N_("Same nurturing-care component")
    STAGE = "stage", N_("Useful in this stage")
    NEXT_STAGE = "next_stage", N_("Useful in the next stage")
    PLACE = "place", N_("Same kind of place")
    WORDS = "words", N_("Same words")


WORTH = {Why.TYPE: 5, Why.RESULT: 3, Why.COMPONENT: 2, Why.STAGE: 2, Why.NEXT_STAGE: 2, Why.PLACE: 2}
"""What each is worth; a word is worth 1."""

LEAST = 2
"""Worth less than this, nothing is suggested: one word may be chance."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one lesson fits: ``what`` is a name, a choice, or the words in common."""

    why: Why
    what: str | Choice


@dataclass(frozen=True, slots=True)
class Suggested:
    """A lesson that fits, with why; ``score`` compares those of one question."""

    lesson: LessonRow
    reasons: tuple[Reason, ...]
    score: int


@dataclass(slots=True)
class _About:
    """What lessons are compared with."""

    projects: list[Key] = field(default_factory=list)
    types: set[Key] = field(default_factory=set)
    stages: set[Key] = field(default_factory=set)
    next_stages: set[Key] = field(default_factory=set)
    places: set[PlaceKind] = field(default_factory=set)
    results: set[EcdResult] = field(default_factory=set)
    components: set[CareComponent] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


def suggested(session: Session, entity: str, key: Key, *, limit: int = 8) -> list[Suggested]:
    """The lessons that fit a project, a meeting or one of its topics (``ENTITIES``), the best first.

    Left out: what is retired, what was learnt there, and what the project has decided about already. Drafts come
    after reviewed lessons that fit as well.
    """
    about = _about(session, entity, key)
    lesson, application = table_of(Lesson), table_of(LessonApplication)
    query = select(
        lesson.c.id, lesson.c.intervention_type_id, lesson.c.stage_id, lesson.c.place_kind, lesson.c.result,
        lesson.c.component, lesson.c.state, lesson.c.title, lesson.c.text, lesson.c.theme, lesson.c.conditions,
    ).where(lesson.c.state != LessonState.WITHDRAWN)  # fmt: skip
    if entity == "projects":
        decided = select(application.c.lesson_id).where(application.c.project_id == key)
        query = query.where(or_(lesson.c.project_id.is_(None), lesson.c.project_id != key), lesson.c.id.not_in(decided))
    elif entity == "meetings":
        query = query.where(or_(lesson.c.meeting_id.is_(None), lesson.c.meeting_id != key))
    else:
        query = query.where(or_(lesson.c.agenda_item_id.is_(None), lesson.c.agenda_item_id != key))
    rows = session.execute(query).all()
    spoken = {row[0]: words_of(row[7:]) for row in rows}
    held = Counter(stem for said in spoken.values() for stem in said)
    most = max(3, int(len(rows) * COMMON))
    asked = {stem for stem in words_of(about.texts) if held[stem] <= most}
    scored: list[tuple[int, Key, tuple[Reason, ...]]] = []
    for row in rows:
        reasons, score = _fit(row, about, spoken[row[0]], asked)
        if score >= LEAST:
            scored.append((score - (1 if row[6] is LessonState.DRAFT else 0), row[0], reasons))
    best = sorted(scored, key=lambda one: (-one[0], one[1]))[:limit]
    shown = {one.key: one for one in LISTING.rows(session, [key for _score, key, _why in best], Ask())}
    named = _names(session, rows)
    return [
        Suggested(shown[key], tuple(_told(reason, named) for reason in reasons), score)
        for score, key, reasons in best if key in shown
    ]  # fmt: skip


def words_of(texts: Iterable[str | None]) -> dict[str, str]:
    """The words of texts that say something, by their stem: without accents, without the plural."""
    found: dict[str, str] = {}
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", fold(text or "")):
            if len(word) >= FEWEST_LETTERS and (stem := _stem(word)) not in EMPTY_WORDS and word not in EMPTY_WORDS:
                found.setdefault(stem, word)
    return found


def _stem(word: str) -> str:
    """Without the plural and the last vowel: «escaleras» and «escalera», «peatonales» and «peatonal» are one word."""
    one = word[:-1] if word.endswith("s") and len(word) > FEWEST_LETTERS else word
    return one[:-1] if one[-1] in "aeo" and len(one) > FEWEST_LETTERS else one


def _fit(row: Any, about: _About, spoken: dict[str, str], asked: set[str]) -> tuple[tuple[Reason, ...], int]:
    reasons: list[Reason] = []
    _key, kind, stage, place, result, component = row[:6]
    if kind in about.types:
        reasons.append(Reason(Why.TYPE, str(kind)))
    if result in about.results:
        reasons.append(Reason(Why.RESULT, result))
    if component in about.components:
        reasons.append(Reason(Why.COMPONENT, component))
    if stage in about.stages:
        reasons.append(Reason(Why.STAGE, str(stage)))
    elif stage in about.next_stages:
        reasons.append(Reason(Why.NEXT_STAGE, str(stage)))
    if place in about.places:
        reasons.append(Reason(Why.PLACE, place))
    shared = [word for stem, word in spoken.items() if stem in asked][:SHARED_WORDS]
    score = sum(WORTH[one.why] for one in reasons) + len(shared)
    if shared:
        reasons.append(Reason(Why.WORDS, ", ".join(shared)))
    return tuple(reasons), score


def _names(session: Session, rows: Sequence[Any]) -> dict[str, str]:
    """The names of the types and stages that lessons point to, by key as text."""
    found: dict[str, str] = {}
    for record, place in ((InterventionType, 1), (Stage, 2)):
        table, keys = table_of(record), {row[place] for row in rows if row[place] is not None}
        if keys:
            query = select(table.c.id, table.c.name).where(table.c.id.in_(list(keys)))
            found |= {str(key): name for key, name in session.execute(query)}
    return found


def _told(reason: Reason, named: dict[str, str]) -> Reason:
    return Reason(reason.why, named.get(reason.what, reason.what)) if isinstance(reason.what, str) else reason


# --- what is compared -------------------------------------------------------------------------------------------------


def _about(session: Session, entity: str, key: Key) -> _About:
    about = _About()
    if entity == "projects":
        about.projects = [key]
    elif entity == "meetings":
        _of_meeting(session, key, about, topics=True)
    else:
        topic = session.get(AgendaItem, key)
        if topic is not None:
            about.texts += [topic.title, topic.conclusion or "", topic.papers or ""]
            about.projects = [topic.project_id] if topic.project_id is not None else []
            if not about.projects and topic.meeting_id is not None:
                _of_meeting(session, topic.meeting_id, about, topics=False)
    if about.projects:
        _of_projects(session, about, texts=entity == "projects")
    return about


def _of_meeting(session: Session, key: Key, about: _About, *, topics: bool) -> None:
    pair, topic = table_of(MeetingProject), table_of(AgendaItem)
    about.projects = list(session.scalars(select(pair.c.project_id).where(pair.c.meeting_id == key)))
    meeting = session.get(Meeting, key)
    if not topics or meeting is None:
        return
    about.texts.append(meeting.subject or "")
    query = select(topic.c.title, topic.c.conclusion, topic.c.project_id).where(topic.c.meeting_id == key)
    for title, said, project in session.execute(query):
        about.texts += [title, said or ""]
        if project is not None and project not in about.projects:
            about.projects.append(project)


def _of_projects(session: Session, about: _About, *, texts: bool) -> None:
    project, kind, place, stage = (table_of(one) for one in (Project, InterventionType, Place, Stage))
    query = (
        select(
            project.c.intervention_type_id, project.c.stage_id, place.c.kind, stage.c.stage_set, stage.c.position,
            project.c.name, project.c.aim, project.c.problem, project.c.scope, kind.c.name,
        )
        .select_from(
            project.outerjoin(kind, kind.c.id == project.c.intervention_type_id)
            .outerjoin(place, place.c.id == project.c.place_id)
            .outerjoin(stage, stage.c.id == project.c.stage_id)
        )
        .where(project.c.id.in_(about.projects))
    )  # fmt: skip
    ahead = []
    for row in session.execute(query):
        about.types |= {row[0]} - {None}
        about.stages |= {row[1]} - {None}
        about.places |= {row[2]} - {None, PlaceKind.DISTRICT}
        about.texts += [row[5], row[9] or "", *(row[6:9] if texts else ())]
        if row[3] is not None:
            ahead.append((stage.c.stage_set == row[3]) & (stage.c.position == row[4] + 1))
    if ahead:
        about.next_stages = set(session.scalars(select(stage.c.id).where(or_(*ahead))))
    theme, more = table_of(ProjectTheme), table_of(ProjectPlace)
    themes = select(theme.c.result, theme.c.component).where(theme.c.project_id.in_(about.projects))
    for result, component in session.execute(themes):
        about.results |= {result} - {None}
        about.components |= {component} - {None}
    others = select(place.c.kind).select_from(more.join(place, place.c.id == more.c.place_id))
    about.places |= set(session.scalars(others.where(more.c.project_id.in_(about.projects)))) - {PlaceKind.DISTRICT}

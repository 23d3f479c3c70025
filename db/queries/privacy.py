"""Who of the people in a meeting's papers acts for a public body, and what is personal of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import fold
from db.queries.meeting_papers import MeetingPaper, canonical
from db.records import ActionItem, AgendaItem, Attendance, Meeting, Organisation, Person, Place, Post, Project, Review
from db.records.organisations import OrganisationKind

PUBLIC: Final = frozenset({
    OrganisationKind.DEPARTMENT, OrganisationKind.SUBDEPARTMENT, OrganisationKind.OFFICE,
    OrganisationKind.DECENTRALISED, OrganisationKind.COMPANY, OrganisationKind.DISTRICT, OrganisationKind.MINISTRY,
    OrganisationKind.PROGRAMME, OrganisationKind.STATE, OrganisationKind.UTILITY,
})  # fmt: skip
"""Kinds of organisation whose people act in a public function, and so are named in public."""

REPRESENTED: Final = frozenset({
    OrganisationKind.NGO, OrganisationKind.DONOR, OrganisationKind.BUSINESS, OrganisationKind.UNIVERSITY,
    OrganisationKind.SCHOOL, OrganisationKind.HEALTH,
})  # fmt: skip
"""Kinds whose people speak for them without a public function, or with one that is not known to be public."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name may stand in a paper. ``public``: acts for a public body, so stays.

    ``speaks``: for an institution, else a neighbour. ``present``: takes part, so that one name alone means this
    person. ``data``: numbers and addresses of theirs that are known. A guest has only ``given``.
    """

    given: str
    family: str = ""
    public: bool = False
    speaks: bool = False
    present: bool = True
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a public version needs to know. ``names``: of places, bodies and projects in the paper, which stay."""

    people: tuple[Named, ...] = ()
    names: tuple[str, ...] = ()


def privacy(session: Session, paper: MeetingPaper) -> Privacy:
    """The people of a meeting's papers, those first who took part, and the names that are nobody's."""
    said = fold(canonical(paper))
    noted = list(session.scalars(select(Attendance).where(Attendance.meeting_id == paper.key).order_by(Attendance.id)))
    kinds = {row[0]: row[1] for row in session.execute(select(Organisation.id, Organisation.kind))}
    functions = _functions(session, paper.held_on, kinds)
    then = {one.person_id: kinds.get(one.organisation_id) for one in noted if one.person_id and one.organisation_id}
    concerned = _concerned(session, paper.key) | {
        key for one in noted for key in (one.person_id, one.represented_by_id) if key
    }
    found = [
        Named(one.guest or "", public=kinds.get(one.organisation_id) in PUBLIC if one.organisation_id else False,
              speaks=kinds.get(one.organisation_id) in REPRESENTED if one.organisation_id else False)
        for one in noted if one.person_id is None
    ]  # fmt: skip
    for person in session.scalars(select(Person).order_by(Person.sort_key, Person.id)):
        present = person.id in concerned
        if not present and not _stands_in(person, said):
            continue
        held = {then[person.id]} if person.id in then else functions.get(person.id, set())
        data = (person.document_number, person.phone, person.email)
        found.append(Named(
            person.given_names, person.family_names or "", bool(held & PUBLIC), bool(held & REPRESENTED), present,
            tuple(one for one in data if one),
        ))  # fmt: skip
    return Privacy((*found, *_unknown(paper, found)), _names(session, said))


def _unknown(paper: MeetingPaper, found: list[Named]) -> Iterator[Named]:
    """Who stands in a paper that was issued, and is called otherwise by now."""
    known = {" ".join(fold(f"{one.family} {one.given}").replace(",", " ").split()) for one in found}
    for one in paper.attendees:
        if " ".join(fold(one.name).replace(",", " ").split()) not in known:
            family, comma, given = one.name.partition(",")
            yield Named(given.strip(), family.strip()) if comma else Named(one.name)


def _concerned(session: Session, meeting: Key) -> set[Key]:
    """Who has to do with a meeting besides those who were convened: chair, presenters, responsible people."""
    held = select(Meeting.chair_id, Meeting.secretary_id).where(Meeting.id == meeting)
    found = {key for row in session.execute(held) for key in row}
    found |= set(session.scalars(select(AgendaItem.presenter_id).where(AgendaItem.meeting_id == meeting)))
    reviewed = select(Review.action_item_id).where(Review.meeting_id == meeting)
    items = select(ActionItem.person_id).where(or_(ActionItem.meeting_id == meeting, ActionItem.id.in_(reviewed)))
    return {key for key in found | set(session.scalars(items)) if key is not None}


def _functions(
    session: Session, day: date | None, kinds: dict[Key, OrganisationKind]
) -> dict[Key, set[OrganisationKind | None]]:
    """What kinds of organisation each person acted for on a day; without one, acts for now."""
    found: dict[Key, set[OrganisationKind | None]] = {}
    for person, organisation, since, until in session.execute(
        select(Post.person_id, Post.organisation_id, Post.starts_on, Post.ends_on)
    ):
        if (day is None and until is None) or (day and (since or day) <= day <= (until or day)):
            found.setdefault(person, set()).add(kinds.get(organisation))
    return found


def _stands_in(person: Person, said: str) -> bool:
    """Whether a first name and a family name of somebody occur in a folded text."""
    given, family = fold(person.given_names).split(), fold(person.family_names or "").split()
    return bool(given and family) and given[0] in said and family[0] in said


def _names(session: Session, said: str) -> tuple[str, ...]:
    queries = (select(Place.name), select(Organisation.name), select(Organisation.acronym), select(Project.name))
    return tuple(name for query in queries for name in session.scalars(query) if name and fold(name) in said)

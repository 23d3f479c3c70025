"""Stakeholders: assessed again and again, silent or not, related, told to anybody by name and role only."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.queries import relations as ties
from db.queries import stakeholders as reads
from db.queries.listing import Ask, Where
from db.records.action_items import Channel
from db.records.stakeholders import Position, RelationKind, StakeRole, Strategy
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.services import interactions, organisations, stakeholders

TODAY = date(2026, 6, 10)  # a Wednesday
NOW = clock(TODAY, Calendar())


@pytest.fixture
def at_work(desk: Any) -> Any:
    desk.project = desk.new("projects", name="Ruta segura ficticia", starts_on=date(2026, 1, 5))
    desk.unit = desk.new("organisations", name="Gerencia de Obras Ficticia", acronym="GOF", contact_every=14)
    desk.rosa = desk.new("people", given_names="Rosa", family_names="Quispe")
    desk.stake = stake(desk, organisation_id=desk.unit, project_id=desk.project, role=StakeRole.EXECUTES)
    return desk


def stake(desk: Any, **values: Any) -> Any:
    from ecd_desktop.services import records

    draft = records.new_draft("stakeholders", **values)
    stakeholders.save(desk.store, draft)
    return draft.key


def row(desk: Any, key: Any, **more: Any) -> Any:
    with desk.store.reading() as session:
        (found,) = reads.LISTING.rows(session, [key], Ask(clock=NOW, **more))
    return found


def test_assessments_over_time_move_a_stakeholder_and_the_past_stays_as_it_was(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    assert (row(desk, desk.stake).position, row(desk, desk.stake).strategy) == (None, None)
    stakeholders.assess(store, desk.stake, on=date(2026, 3, 1), power=4, interest=2, position=Position.RELUCTANT)
    stakeholders.assess(store, desk.stake, on=date(2026, 6, 1), power=4, interest=4, position=Position.FAVOURABLE,
                        reason="Asistió a las tres mesas")  # fmt: skip
    now = row(desk, desk.stake)
    assert (now.power, now.interest, now.position, now.assessed_on) == (4, 4, Position.FAVOURABLE, date(2026, 6, 1))
    assert (now.was_interest, now.was_position, now.was_on, now.moved) == (
        2, Position.RELUCTANT, date(2026, 3, 1), True,
    )  # fmt: skip
    then = row(desk, desk.stake, cutoff=date(2026, 4, 30))
    assert (then.interest, then.position, then.was_on, then.moved) == (2, Position.RELUCTANT, None, False)
    with store.reading() as session:
        assert [one.on for one in reads.assessments(session, desk.stake)] == [date(2026, 6, 1), date(2026, 3, 1)]
        assert [one.power for one in reads.assessments(session, desk.stake, date(2026, 2, 1))] == []
    for wrong in ({"power": 6}, {"power": 0}, {"on": date(2026, 6, 11)}):
        with pytest.raises(Invalid):
            stakeholders.assess(store, desk.stake, **{"power": 1, "interest": 1, "position": Position.NEUTRAL} | wrong)


def test_a_strategy_is_proposed_until_one_is_chosen(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    for power, interest, plan in (
        (3, 3, Strategy.MANAGE_CLOSELY), (5, 2, Strategy.KEEP_SATISFIED), (2, 3, Strategy.KEEP_INFORMED),
        (1, 2, Strategy.MONITOR),
    ):  # fmt: skip
        stakeholders.assess(store, desk.stake, power=power, interest=interest, position=Position.NEUTRAL)
        assert row(desk, desk.stake).strategy is plan is reads.proposed(power, interest)
    stakeholders.choose(store, [desk.stake], strategy=Strategy.KEEP_SATISFIED)
    assert (row(desk, desk.stake).strategy, row(desk, desk.stake).chosen) == (Strategy.KEEP_SATISFIED,) * 2
    with store.reading() as session:
        ask = Ask(clock=NOW, where=(Where("strategy", "is", Strategy.KEEP_SATISFIED),))
        assert reads.LISTING.keys(session, ask) == [desk.stake]


def test_silence_is_what_is_beyond_the_agreed_rhythm(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    never = row(desk, desk.stake)  # the rhythm is the organisation's own
    assert (never.contact_every, never.silent_days, never.overdue_by) == (14, None, 14)
    interactions.add(store, on=date(2026, 5, 20), channel=Channel.CALL, organisation=desk.unit, minutes=15)
    assert (row(desk, desk.stake).silent_days, row(desk, desk.stake).overdue_by) == (21, 7)
    quick = stake(desk, person_id=desk.rosa, project_id=desk.project, contact_every=30, since=date(2026, 6, 1))
    with store.reading() as session:
        assert [one.key for one in reads.silent(session, NOW)] == [desk.stake]
    assert row(desk, quick).overdue_by == 9 - 30
    assert row(desk, desk.stake, cutoff=date(2026, 5, 30)).overdue_by == 10 - 14
    stakeholders.end(store, [desk.stake], on=date(2026, 6, 9))
    assert row(desk, desk.stake).overdue_by is None
    with pytest.raises(Expected):
        stakeholders.end(store, [quick], on=date(2026, 5, 1))


def test_anybody_may_read_names_and_roles_and_nothing_else(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    against = stake(desk, person_id=desk.rosa, project_id=desk.project, role=StakeRole.OPPONENT)
    stakeholders.assess(store, against, power=5, interest=5, position=Position.OPPOSED, reason="No quiere la obra")
    with store.reading() as session:
        found = reads.public_of(session, [desk.project])
        assert [(one.name, one.role) for one in found] == [
            ("Gerencia de Obras Ficticia", StakeRole.EXECUTES), ("Rosa Quispe", None),
        ]  # fmt: skip
        assert {one.project_key for one in reads.public_of(session, None)} == {desk.project}
        assert set(type(found[0]).__slots__) == {"project_key", "project_code", "project", "name", "role"}
    stakeholders.end(store, [against], on=date(2026, 6, 1))
    with store.reading() as session:
        assert len(reads.public_of(session, [desk.project])) == 1
        assert len(reads.public_of(session, [desk.project], date(2026, 6, 1))) == 2


def test_one_actor_has_one_stake_in_a_project_until_it_ends(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    with desk.invalid("stands in this project already"):
        stake(desk, organisation_id=desk.unit, project_id=desk.project)
    stake(desk, organisation_id=desk.unit)  # in the work as a whole
    stakeholders.end(store, [desk.stake], on=TODAY)
    stake(desk, organisation_id=desk.unit, project_id=desk.project)
    with desk.invalid("one of them"):
        stake(desk, organisation_id=desk.unit, person_id=desk.rosa)


def test_relations_are_read_from_both_sides(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    stakeholders.relate(store, kind=RelationKind.SUPERVISES, organisation=desk.unit, other_person=desk.rosa, strength=2)
    with store.reading() as session:
        (mine,) = ties.relations(session, desk.stake)
        (hers,) = ties.relations_of(session, "people", desk.rosa)
        actors = [("organisations", desk.unit), ("people", desk.rosa)]
        assert [bond.kind for bond in ties.bonds(session, actors)] == [RelationKind.SUPERVISES]
        assert ties.bonds(session, actors[:1]) == []
    assert (mine.outgoing, mine.other, mine.other_entity) == (True, "Rosa Quispe", "people")
    assert (hers.outgoing, hers.other_key, hers.kind) == (False, desk.unit, RelationKind.SUPERVISES)
    with desk.invalid("related to themselves"):
        stakeholders.relate(store, kind=RelationKind.CONFLICT, person=desk.rosa, other_person=desk.rosa)
    stakeholders.end_relations(store, [mine.key])
    with store.reading() as session:
        assert ties.bonds(session, actors) == []
        assert len(ties.bonds(session, actors, TODAY)) == 1


def test_stakes_of_a_renamed_unit_hear_of_contacts_with_the_old_one(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    old = desk.new("organisations", name="Gerencia antigua ficticia")
    interactions.add(store, on=date(2026, 6, 2), channel=Channel.CALL, organisation=old)
    organisations.succeed(store, old, by=desk.unit, on=date(2026, 6, 5))
    assert row(desk, desk.stake).last_contact_on == date(2026, 6, 2)

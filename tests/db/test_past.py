"""The database as it was known: the same queries on a copy of the past."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from db.past import net_since
from db.records import ActionItem, Organisation
from db.store import Store
from tests.db.making import add_item, add_unit, content, dump, edit


def test_every_moment_of_the_past_can_be_read_again(store: Store) -> None:
    known = {store.seq: content(store)}
    unit = add_unit(store)
    known[store.seq] = content(store)
    item = add_item(store, "Pintar en Ñaña", who_for=unit, remarks="antes")
    known[store.seq] = content(store)
    edit(store, ActionItem, item, remarks=None, progress=30)
    known[store.seq] = content(store)
    with store.change("Delete") as work:
        work.delete(work.get(ActionItem, item))
        work.delete(work.get(Organisation, unit))
    known[store.seq] = content(store)
    store.undo()
    known[store.seq] = content(store)
    now = content(store)
    for seq, then in known.items():
        with store.as_known(seq) as session:
            assert dump(session) == then
        with store.reading() as session:
            told = {(one.entity, one.key) for one in net_since(session, seq)}
        assert told == {place for place in then.keys() | now.keys() if then.get(place) != now.get(place)}


def test_a_moment_is_asked_by_the_clock_too(store: Store) -> None:
    item = add_item(store)
    time.sleep(0.01)
    between = datetime.now(UTC)
    time.sleep(0.01)
    edit(store, ActionItem, item, progress=90)
    with store.as_known(between) as session:
        assert session.get_one(ActionItem, item).progress == 0
    with store.as_known(datetime.now(UTC)) as session:
        assert session.get_one(ActionItem, item).progress == 90
    with store.as_known(between - timedelta(days=9_000)) as session:
        assert session.scalars(select(ActionItem)).all() == []


def test_the_past_is_a_copy_that_changes_nothing_and_may_be_kept_beside_the_present(store: Store) -> None:
    item = add_item(store)
    before = store.seq
    with store.as_known(before) as then:
        edit(store, ActionItem, item, progress=55)
        assert then.get_one(ActionItem, item).progress == 0
        with store.reading() as now:
            assert now.get_one(ActionItem, item).progress == 55


def test_the_past_is_searched_and_sorted_like_the_present(store: Store) -> None:
    for name in ("Ñaña", "nana", "Zárate"):
        add_unit(store, name)
    with store.as_known(store.seq) as session:
        found = session.scalars(
            select(Organisation.name).where(Organisation.folded.contains("nana")).order_by(Organisation.sort_key)
        )
        assert list(found) == ["nana", "Ñaña"]


def test_a_moment_needs_its_zone(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"), store.as_known(datetime(2026, 1, 1)):
        pass

"""A connection to the server that goes away during COMMIT: was the change saved or not?"""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.errors import Unreachable
from db.journal import JournalledSession
from db.records import Organisation
from db.store import Store
from db.story import News
from tests.db.making import add_unit


def gone() -> OperationalError:
    """What SQLAlchemy raises where the connection went away."""
    return OperationalError("COMMIT", {}, Exception("server closed the connection"), connection_invalidated=True)


def names(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(Organisation.name)))


def test_a_change_that_arrived_before_the_connection_went_is_saved_and_told(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[News] = []
    postgres_store.subscribe(heard.append)
    commit = Session.commit

    def answered_by_silence(session: Session) -> None:
        commit(session)
        monkeypatch.undo()
        raise gone()

    monkeypatch.setattr(JournalledSession, "commit", answered_by_silence)
    add_unit(postgres_store, "Llegó (ficticia)")
    assert "Llegó (ficticia)" in names(postgres_store)
    assert len(heard) == 1
    assert postgres_store.verify() == []


def test_a_change_that_did_not_arrive_is_not_saved_and_says_so(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Session.commit

    def cut_off(session: Session) -> None:
        monkeypatch.undo()
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with postgres_store._engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        commit(session)

    monkeypatch.setattr(JournalledSession, "commit", cut_off)
    with pytest.raises(Unreachable, match="nothing was saved"):
        add_unit(postgres_store, "No llegó (ficticia)")
    assert "No llegó (ficticia)" not in names(postgres_store)
    add_unit(postgres_store, "Después (ficticia)")
    assert "Después (ficticia)" in names(postgres_store)


def test_where_the_server_stays_away_nobody_claims_to_know(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers(*_args: object) -> None:
        monkeypatch.setattr(postgres_store._engine, "connect", nobody_answers)
        raise gone()

    monkeypatch.setattr(JournalledSession, "commit", nobody_answers)
    with pytest.raises(Unreachable, match="not known whether it was"):
        add_unit(postgres_store, "Quién sabe (ficticia)")


def test_a_server_lost_in_the_middle_of_reading_is_said_in_words_and_read_again_later(postgres_store: Store) -> None:
    add_unit(postgres_store, "Sigue allí (ficticia)")

    def cut_off_in_between() -> None:
        with postgres_store.reading() as session:
            own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with postgres_store._engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            session.scalars(select(Organisation.name)).all()

    with pytest.raises(Unreachable):
        cut_off_in_between()
    assert "Sigue allí (ficticia)" in names(postgres_store)

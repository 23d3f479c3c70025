"""Databases with reference data, on both kinds, and a few records to do things with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.fields import Key
from db.queries.records import snapshot
from db.records import record_class
from db.store import Store
from ecd_desktop import calendar
from ecd_desktop.drafts import Draft
from ecd_desktop.services import action_items, cases, organisations, people, projects, records

TODAY = date(2026, 6, 10)  # a Wednesday


@pytest.fixture(autouse=True)
def wednesday() -> None:
    calendar.set_today(TODAY)


@pytest.fixture
def office(office_url: str, open_store: Callable[..., Store]) -> Store:
    """A store with reference data and nothing else, on both kinds."""
    return open_store(office_url)


@pytest.fixture
def local_office(office_sqlite_url: str, open_store: Callable[..., Store]) -> Store:
    """The same on a local file only."""
    return open_store(office_sqlite_url)


@dataclass
class Desk:
    """Says what stands in a store, and makes records through the services."""

    store: Store

    def read(self, entity: str, key: Key) -> dict[str, Any]:
        """A record's values by field name; empty where it is gone."""
        with self.store.reading() as session:
            seen = snapshot(session, entity, key)
        return dict(seen.values) if seen else {}

    def all(self, entity: str, **wanted: Any) -> list[dict[str, Any]]:
        """Every record of a noun that has these values, oldest first."""
        from sqlalchemy import select

        cls = record_class(entity)
        with self.store.reading() as session:
            rows = session.scalars(select(cls).order_by(cls.id)).all()
            names = [column.key for column in cls.__mapper__.column_attrs if column.key not in ("folded", "sort_key")]
            values = [{name: getattr(row, name) for name in names} for row in rows]
        return [row for row in values if all(row[name] == value for name, value in wanted.items())]

    def draft(self, entity: str, key: Key) -> Draft:
        with self.store.reading() as session:
            seen = snapshot(session, entity, key)
        assert seen is not None
        return records.draft_of(seen)

    def new(self, entity: str, **values: Any) -> Key:
        """Save a new record through its service; returns its key."""
        draft = records.new_draft(entity, **values)
        save: Any = {
            "action_items": action_items.save, "cases": cases.save, "organisations": organisations.save,
            "people": people.save, "projects": projects.save,
        }.get(entity, records.save)  # fmt: skip
        outcome = save(self.store, draft)
        assert len(outcome.applied) == 1
        return draft.key

    def item(self, **values: Any) -> Key:
        """A pending commitment agreed on 1 June, due on 30 June."""
        known = {"description": "Pintar el cruce", "agreed_on": date(2026, 6, 1), "due_on": date(2026, 6, 30)}
        return self.new("action_items", **known | values)

    @contextmanager
    def invalid(self, sentence: str) -> Iterator[None]:
        """Expect that the record is refused, with this sentence at one of its fields."""
        with pytest.raises(Invalid) as refused:
            yield
        assert any(sentence in problem.message for problem in refused.value.problems)

    def undo(self) -> None:
        """Undo the last step and expect that nothing was left of it."""
        outcome = self.store.undo()
        assert outcome.applied
        assert not outcome.conflicts
        assert self.store.verify() == []

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """Everything in the database, versions aside, to compare before and after."""
        from db.records.base import record_classes

        return {
            cls.__tablename__: [
                {name: value for name, value in row.items() if name != "version"} for row in self.all(cls.__tablename__)
            ]
            for cls in record_classes()
            if cls.__tablename__ not in ("holidays", "stages", "intervention_types")
        }


@pytest.fixture
def desk(office: Store) -> Desk:
    return Desk(office)


@pytest.fixture
def local_desk(local_office: Store) -> Desk:
    return Desk(local_office)

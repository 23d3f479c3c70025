"""The present under review: records as they are here, and as what was answered so far would leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.fields import Json
from db.merge import ABSENT, EXISTS, Wish, existing
from db.queries.deleted import there
from db.queries.reconciling import Place, Session, present
from db.records import fields_of, record_class

Values = dict[str, Json]


class Overlay:
    """What is here, with the changes of files laid over it in their order; nothing is written.

    ``by``: of each value that a file would write, the name of that file. ``was``: the records as the database has them.
    ``returning``: those that were deleted and would come back, with the codes they had.
    """

    def __init__(self, session: Session, places: Iterable[Place]) -> None:
        self._session = session
        self._asked = set(places)
        self.was: dict[Place, Values] = present(session, self._asked)
        self._now: dict[Place, Values | None] = {}
        self.by: dict[tuple[Place, str], str] = {}
        self.returning: set[Place] = set()

    def get(self, place: Place) -> Values | None:
        """The record's values as they would be, or None where it would not be there."""
        if place in self._now:
            return self._now[place]
        if place not in self._asked:
            self._asked.add(place)
            self.was |= present(self._session, [place])
        return self.was.get(place)

    def put(self, place: Place, values: Mapping[str, Json], by: str) -> None:
        """Lay values over a record, or make one."""
        now = self.get(place)
        for name, value in values.items():
            if now is None or now.get(name) != value:
                self.by[place, name] = by
        self._now[place] = {**(now or {}), **values}

    def make(self, place: Place, values: Mapping[str, Json]) -> None:
        """Lay a record over that nobody can know yet: its key was made here."""
        self._asked.add(place)
        self._now[place] = dict(values)

    def remove(self, place: Place, by: str) -> None:
        self._now[place] = None
        self.by[place, EXISTS] = by

    def is_there(self, places: Iterable[Place]) -> set[Place]:
        """Which of these records would be there."""
        wanted = set(places)
        known = {place for place in wanted if place in self._now}
        return {place for place in known if self._now[place] is not None} | there(self._session, list(wanted - known))

    def gone(self) -> set[Place]:
        """The records that would be deleted."""
        return {place for place, values in self._now.items() if values is None and place in self.was}

    def made(self) -> dict[Place, Values]:
        """The records that would be new, in the order in which they came."""
        return {place: values for place, values in self._now.items() if values is not None and place not in self.was}

    def laid(self) -> dict[Place, Values]:
        """The records that files would make or change, as they would be."""
        return {place: values for place, values in self._now.items() if values is not None}

    def wishes(self) -> list[Wish]:
        """What turns the records as they are into what they would be."""
        found: list[Wish] = []
        for place, now in self._now.items():
            was = self.was.get(place)
            if was is None:
                if now is not None:
                    found.append(Wish(*place, EXISTS, ABSENT, existing(now)))
            elif now is None:
                found.append(Wish(*place, EXISTS, existing(was), ABSENT))
            else:
                found += [
                    Wish(*place, name, was[name], now[name])
                    for name in fields_of(record_class(place[0]))
                    if now.get(name) != was[name]
                ]
        return found

"""What a service may do inside one change: get, add, delete, give codes, settle wishes, write in bulk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.bulk import Prepared, prepared
from db.errors import Invalid
from db.fields import Key
from db.journal import JournalledSession, batch_of, gate, links_to, new_tx_id
from db.merge import ABSENT, EXISTS, Conflict, Outcome, Verdict, Wish, existing, groups_of, settle, touched
from db.records.base import Record, dumped, fields_of, loaded, record_class, table_of

R = TypeVar("R", bound=Record)


class Work:
    """One open change. ``label_args`` may be filled until it ends; ``origin`` says where an import came from."""

    def __init__(
        self, session: JournalledSession, label_args: dict[str, Any], origin: str | None, *, who: str = ""
    ) -> None:
        self.session: Session = session
        self.label_args = label_args
        self.origin = origin
        self.who = who
        self.tx_id = new_tx_id()
        self.seq: int | None = None  # its position, once it is committed

    def get(self, record: type[R], key: Key) -> R:
        """The record, or KeyError when it was deleted or never was."""
        found = self.session.get(record, key)
        if found is None:
            raise KeyError(key)
        return found

    def add(self, record: R) -> R:
        self.session.add(record)
        return record

    def delete(self, record: Record) -> None:
        self.session.delete(record)

    def flush(self) -> None:
        """Send what was done so far to the database, so that queries see it."""
        self.session.flush()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try something with records that nothing was done to since the last flush, in a preview.

        What fails inside is as if it had not begun, and what came before stays. Raises what was raised inside, and
        Invalid where a record would break its rules.
        """
        dirty, new = set(map(id, self.session.dirty)), set(map(id, self.session.new))
        try:
            yield
            for one in (*self.session.dirty, *self.session.new):
                fresh = id(one) not in dirty and id(one) not in new
                if fresh and isinstance(one, Record) and (problems := tuple(one.problems())):
                    raise Invalid(problems)  # before the database is asked, which would end the whole transaction
        except Exception:
            for one in [one for one in self.session.new if id(one) not in new]:
                self.session.expunge(one)
            for one in [one for one in self.session.dirty if id(one) not in dirty]:
                self.session.expire(one)
            raise

    def code(self, series: str, year: int) -> str:
        """The next code of a yearly series, such as COM-2026-001. Previews burn nothing; codes are not reused."""
        connection = self.session.connection()
        with gate(connection):
            last = connection.execute(
                text(
                    "INSERT INTO code_series (series, year, last) VALUES (:series, :year, 1)"
                    " ON CONFLICT (series, year) DO UPDATE SET last = code_series.last + 1 RETURNING last"
                ),
                {"series": series, "year": year},
            ).scalar_one()
        return f"{series}-{year}-{last:03d}"

    def hold(self, series: str) -> None:
        """Wait until nobody else numbers in this series, and let nobody else until this change ends."""
        connection = self.session.connection()
        with gate(connection):
            connection.execute(
                text(
                    "INSERT INTO code_series (series, year, last) VALUES (:series, 0, 0)"
                    " ON CONFLICT (series, year) DO UPDATE SET last = code_series.last"
                ),
                {"series": series},
            )

    def claim(self, code: str) -> None:
        """Take a code that came from outside out of its series; codes of another form are left alone."""
        series, _, rest = code.upper().partition("-")
        year, _, number = rest.partition("-")
        digits = year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) <= 9
        if not (digits and 0 < len(series) <= 8):
            return
        connection = self.session.connection()
        with gate(connection):
            connection.execute(
                text(
                    "INSERT INTO code_series (series, year, last) VALUES (:series, :year, :last)"
                    " ON CONFLICT (series, year) DO UPDATE SET last ="
                    " CASE WHEN code_series.last < :last THEN :last ELSE code_series.last END"
                ),
                {"series": series, "year": int(year), "last": int(number)},
            )

    def add_many(self, record: type[R], rows: Sequence[Mapping[str, Any]]) -> list[Key]:
        """Write many new records at once, journalled; the only door for bulk writes. Returns their keys in order.

        Each row has Python values by field name, and may bring its own ``id``. Raises Invalid at the first row
        that breaks a rule, with nothing of the batch written.
        """
        return self.add_prepared(prepared(record, rows))

    def add_prepared(self, made: Prepared) -> list[Key]:
        """Write rows that ``bulk.prepared`` has checked, now or in a preview a moment ago. Returns their keys."""
        if not made.keys:
            return []
        self.flush()
        connection = self.session.connection()
        with gate(connection):
            made.write(connection)
        batch_of(self.session).add_new(made.record.__tablename__, made.keys, made.journal)
        return made.keys

    def apply(self, wishes: Iterable[Wish]) -> Outcome:
        """Settle wishes against the present: apply what still fits, leave conflicts for a person to decide.

        Deletions that others still point to are conflicts too. Raises Invalid when a record would break its rules.
        """
        self.flush()  # what was added before in this change is there
        asked = list(wishes)
        present = self._present(asked)
        lost = self._pointing_nowhere(asked, present)
        applied: list[Wish] = []
        same: list[Wish] = []
        conflicts: list[Conflict] = []
        deletions: dict[tuple[str, Key], Wish] = {}
        created: dict[str, list[dict[str, Any]]] = {}
        times = Counter((wish.entity, wish.key) for wish in asked)
        for n, wish in enumerate(asked):
            record = present.get((wish.entity, wish.key))
            now = _now(wish, record)
            verdict = settle(wish, now)
            if verdict is Verdict.SAME:
                same.append(wish)
            elif verdict is Verdict.CONFLICT or n in lost:
                conflicts.append(Conflict(wish, now))
            elif wish.field == EXISTS and wish.value is ABSENT:
                deletions[wish.entity, wish.key] = wish
            elif wish.field == EXISTS and times[wish.entity, wish.key] == 1:  # nothing else asks about it: in bulk
                created.setdefault(wish.entity, []).append(_values(wish))
                applied.append(wish)
            else:
                made = self._grant(wish, record)
                present[wish.entity, wish.key] = made
                applied.append(wish)
        for entity, rows in created.items():
            self.add_many(record_class(entity), rows)
        self.flush()
        for wish in self._still_used(deletions):
            conflicts.append(Conflict(wish, wish.base))
            del deletions[wish.entity, wish.key]
        for place, wish in deletions.items():
            doomed = present[place]
            assert doomed is not None
            self.session.delete(doomed)
            applied.append(wish)
        self.flush()
        return Outcome(tuple(applied), tuple(same), tuple(conflicts))

    def _present(self, wishes: Sequence[Wish]) -> dict[tuple[str, Key], Record | None]:
        by_entity: dict[str, list[Key]] = {}
        for entity, key in touched(wishes):
            by_entity.setdefault(entity, []).append(key)
        found: dict[tuple[str, Key], Record | None] = {}
        for entity, keys in by_entity.items():
            record = record_class(entity)
            for start in range(0, len(keys), 500):
                query = select(record).where(record.id.in_(keys[start : start + 500]))
                for row in self.session.scalars(query):
                    found[entity, row.id] = row
        return found

    def _pointing_nowhere(
        self, wishes: Sequence[Wish], present: Mapping[tuple[str, Key], Record | None]
    ) -> frozenset[int]:
        """Which of the wishes would link to records that are neither there nor brought back by other wishes."""
        links = {n: targets for n, wish in enumerate(wishes) if (targets := _targets(wish))}
        brought = {
            (wish.entity, wish.key)
            for wish in wishes
            if isinstance(wish.value, dict) and present.get((wish.entity, wish.key)) is None
        }
        there = self._there({target for targets in links.values() for target in targets} - brought)
        while True:
            lost = frozenset(n for n, targets in links.items() if not targets <= there | brought)
            fewer = brought - {(wishes[n].entity, wishes[n].key) for n in lost if wishes[n].field == EXISTS}
            if fewer == brought:
                return lost
            brought = fewer

    def _there(self, places: Iterable[tuple[str, Key]]) -> set[tuple[str, Key]]:
        by_entity: dict[str, list[Key]] = {}
        for entity, key in places:
            by_entity.setdefault(entity, []).append(key)
        found: set[tuple[str, Key]] = set()
        for entity, keys in by_entity.items():
            column = table_of(record_class(entity)).c.id
            for start in range(0, len(keys), 500):
                query = select(column).where(column.in_(keys[start : start + 500]))
                found.update((entity, key) for (key,) in self.session.execute(query))
        return found

    def _grant(self, wish: Wish, record: Record | None) -> Record:
        cls = record_class(wish.entity)
        if wish.field == EXISTS:
            return self.add(cls(**_values(wish)))
        assert record is not None
        values = wish.value if isinstance(wish.value, tuple) else (wish.value,)
        for name, value in loaded(cls, dict(zip(_names(wish), values, strict=True))).items():  # type: ignore[arg-type]
            setattr(record, name, value)
        return record

    def _still_used(self, deletions: Mapping[tuple[str, Key], Wish]) -> list[Wish]:
        """The deletions to be held back because a record that stays points to them; what they point to stays too."""
        kept: dict[tuple[str, Key], Wish] = {}
        while True:
            before = len(kept)
            by_entity: dict[str, list[Key]] = {}
            for entity, key in deletions:
                if (entity, key) not in kept:
                    by_entity.setdefault(entity, []).append(key)
            for entity, keys in by_entity.items():
                for record, name in links_to(entity):
                    columns = record.__table__.c
                    for start in range(0, len(keys), 500):
                        chunk = keys[start : start + 500]
                        for child, target in self.session.execute(
                            select(columns.id, columns[name]).where(columns[name].in_(chunk))
                        ):
                            child_place = (record.__tablename__, child)
                            if child_place not in deletions or child_place in kept:
                                kept[entity, target] = deletions[entity, target]
            if len(kept) == before:
                return list(kept.values())


@cache
def _questions(entity: str) -> Mapping[str, tuple[str, ...]]:
    return groups_of(fields_of(record_class(entity)))


def _names(wish: Wish) -> tuple[str, ...]:
    """The fields that a wish is about; a field of a group may also be asked about alone."""
    known = _questions(wish.entity).get(wish.field)
    if known is None and wish.field in fields_of(record_class(wish.entity)):
        return (wish.field,)
    return known or ()


def _values(wish: Wish) -> dict[str, Any]:
    """The record that a wish brings back: empty where it was; a needed field younger than the wish has its default."""
    assert isinstance(wish.value, dict)
    cls = record_class(wish.entity)
    empty = {name: None for name, field in fields_of(cls).items() if not field.required}
    return {**empty, **loaded(cls, wish.value), "id": wish.key}


def _targets(wish: Wish) -> frozenset[tuple[str, Key]]:
    """The records that a wish would make its record point to."""
    fields = fields_of(record_class(wish.entity))
    if isinstance(wish.value, dict):
        pairs: Iterable[tuple[str, Any]] = wish.value.items()
    else:
        pairs = zip(_names(wish), wish.value if isinstance(wish.value, tuple) else (wish.value,), strict=False)
    return frozenset(
        (target, fields[name].load(value))
        for name, value in pairs
        if isinstance(value, str) and name in fields and (target := fields[name].target)
    )


def _now(wish: Wish, record: Record | None) -> Any:
    if record is None:
        return ABSENT
    if wish.field == EXISTS:
        return existing(dumped(record))
    names = _names(wish)
    if not names:
        return ABSENT  # the record has no such question any more
    fields = fields_of(type(record))
    values = tuple(fields[name].dump(getattr(record, name)) for name in names)
    return values if wish.field.startswith("@") else values[0]

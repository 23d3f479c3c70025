"""What a service may do inside one change: get, add, delete, give codes, settle wishes, write in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from db.errors import Invalid
from db.fields import Key
from db.journal import JournalledSession, batch_of, gate, new_tx_id
from db.merge import ABSENT, EXISTS, Conflict, Outcome, Verdict, Wish, existing, names_of, settle, touched
from db.ordering import fold, sort_key
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

    def claim(self, code: str) -> None:
        """Take a code that came from outside out of its series; codes of another form are left alone."""
        series, _, rest = code.partition("-")
        year, _, number = rest.partition("-")
        if not (year.isdigit() and number.isdigit() and len(year) == 4 and 0 < len(series) <= 8):
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
        if not rows:
            return []
        self.flush()
        batch = batch_of(self.session)
        fields = fields_of(record)
        entity = record.__tablename__
        keys, values = [], []
        for row in rows:
            made = record(**row)
            if problems := tuple(made.problems()):
                raise Invalid(problems)
            bound = {name: getattr(made, name) for name in fields}
            bound |= {
                "id": made.id,
                "version": 1,
                "folded": fold(made.searched()),
                "sort_key": sort_key(made.named()),
            }
            keys.append(made.id)
            values.append(bound)
            journal = {name: [None, dump] for name, dump in dumped(made).items() if dump is not None}
            batch.add(entity, made.id, "I", journal)
        connection = self.session.connection()
        table = table_of(record)
        compiled = insert(table).compile(dialect=connection.dialect)
        order = compiled.positiontup or list(compiled.params)
        binders = {
            name: column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
            for name, column in table.c.items()
        }
        bind = [(name, binders[name]) for name in order]
        if compiled.positional:
            parameters: Any = [tuple(b(v[n]) if b else v[n] for n, b in bind) for v in values]
        else:
            parameters = [{n: b(v[n]) if b else v[n] for n, b in bind} for v in values]
        with gate(connection):
            connection.exec_driver_sql(str(compiled), parameters)
        return keys

    def apply(self, wishes: Iterable[Wish]) -> Outcome:
        """Settle wishes against the present: apply what still fits, leave conflicts for a person to decide.

        Deletions that others still point to are conflicts too. Raises Invalid when a record would break its rules.
        """
        asked = list(wishes)
        present = self._present(asked)
        applied: list[Wish] = []
        same: list[Wish] = []
        conflicts: list[Conflict] = []
        deletions: dict[tuple[str, Key], Wish] = {}
        for wish in asked:
            record = present.get((wish.entity, wish.key))
            now = _now(wish, record)
            verdict = settle(wish, now)
            if verdict is Verdict.SAME:
                same.append(wish)
            elif verdict is Verdict.CONFLICT:
                conflicts.append(Conflict(wish, now))
            elif wish.field == EXISTS and wish.value is ABSENT:
                deletions[wish.entity, wish.key] = wish
            else:
                made = self._grant(wish, record)
                present[wish.entity, wish.key] = made
                applied.append(wish)
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

    def _grant(self, wish: Wish, record: Record | None) -> Record:
        cls = record_class(wish.entity)
        if wish.field == EXISTS:
            assert isinstance(wish.value, dict)
            return self.add(cls(id=wish.key, **{**dict.fromkeys(fields_of(cls)), **loaded(cls, wish.value)}))
        assert record is not None
        names = names_of(wish.field, fields_of(cls))
        values = wish.value if isinstance(wish.value, tuple) else (wish.value,)
        for name, value in loaded(cls, dict(zip(names, values, strict=True))).items():  # type: ignore[arg-type]
            setattr(record, name, value)
        return record

    def _still_used(self, deletions: Mapping[tuple[str, Key], Wish]) -> list[Wish]:
        """The deletions to be held back because a record that stays points to them; what they point to stays too."""
        from db.journal import links_to

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


def _now(wish: Wish, record: Record | None) -> Any:
    if record is None:
        return ABSENT
    values = dumped(record)
    if wish.field == EXISTS:
        return existing(values)
    names = names_of(wish.field, fields_of(type(record)))
    if wish.field.startswith("@"):
        return tuple(values[name] for name in names)
    return values.get(wish.field)

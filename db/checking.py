"""Care of the journal: does it explain the tables, are the search columns right, and erasing personal data."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Table, bindparam, func, select, text, update
from sqlalchemy.orm import Session, undefer

from db import contents, guards
from db.fields import MEMO, N_, REDACTED, TEXT, Json, Key
from db.journal import (
    Author,
    JournalledSession,
    batch_of,
    gate,
    journal_change,
    journal_gate,
    journal_head,
    journal_tx,
    new_tx_id,
    packed,
    write,
)  # fmt: skip
from db.logs import export_log, inbox, return_log
from db.merge import existing
from db.ordering import fold, sort_key
from db.records.base import dumped, fields_of, record_class, record_classes, table_of

TELLING = 4  # signs of a word by which a text is known to hold it
DASH = "—"
"""What stands where a text that is needed was erased."""


def verify(session: Session) -> list[str]:
    """What the journal says against what the tables hold; one sentence (not translated) per difference."""
    found = _file_damage(session)
    head = session.execute(select(journal_head)).one()
    count, last = session.execute(select(func.count(), func.max(journal_tx.c.seq)).select_from(journal_tx)).one()
    if (last or 0) != head.seq or count != head.seq:
        found.append(f"the journal's head is {head.seq}, but it holds {count} transactions up to {last}")
    if session.execute(select(journal_gate)).first() is not None:
        found.append("the gate of the journal stands open, so that others could write past it")
    found.extend(f"the guard {name} is not there" for name in guards.missing(session.connection()))
    told: dict[tuple[str, Key], dict[str, Json]] = {}
    changes = select(journal_change).order_by(journal_change.c.seq, journal_change.c.n)
    for row in session.execute(changes.execution_options(yield_per=2_000)):
        place = (row.entity, row.row_id)
        if (place in told) == (row.op == "I"):
            found.append(f"transaction {row.seq} does {row.op} to {row.entity} {row.row_id}, which does not fit")
        values = told.setdefault(place, {})
        for name, (old, new) in json.loads(row.fields).items():
            if old != values.get(name) and REDACTED not in (old, values.get(name)):
                found.append(f"transaction {row.seq} saw another {name} of {row.entity} {row.row_id} than was there")
            values[name] = new
        if row.op == "D":
            told.pop(place)
    for record in record_classes():
        entity = record.__tablename__
        fields = fields_of(record)
        for kept in session.scalars(select(record).execution_options(yield_per=2_000)):
            if (entity, kept.id) not in told:
                found.append(f"{entity} {kept.id} is not in the journal")
                continue
            values = told.pop((entity, kept.id))
            now = existing(dumped(kept))
            then = {n: v for n, v in existing(values).items() if n in fields}
            wrong = [n for n in now.keys() | then.keys() if now.get(n) != then.get(n) and then.get(n) != REDACTED]
            if wrong:
                found.append(f"{entity} {kept.id} differs from the journal in {', '.join(sorted(wrong))}")
    found.extend(f"{entity} {key} is in the journal but not in its table" for entity, key in told)
    found.extend(contents.differences(session))
    return found


def _file_damage(session: Session) -> list[str]:
    """What SQLite itself finds wrong with its file; a server sees to its own."""
    if session.connection().dialect.name != "sqlite":
        return []
    found = [f"the file is damaged: {line}" for line in session.scalars(text("PRAGMA integrity_check")) if line != "ok"]
    for table, row, target, _ in session.execute(text("PRAGMA foreign_key_check")):
        found.append(f"{table} row {row} points to nothing in {target}")
    return found


def rebuild(session: Session) -> int:
    """Recompute what search and order compare; it is neither journalled nor merged."""
    wrong = 0
    for record in record_classes():
        table = table_of(record)
        query = select(record).options(undefer(record.folded), undefer(record.sort_key))
        mended = [
            {"key": kept.id, "words": folded, "place": ordered}
            for kept in session.scalars(query)
            if (kept.folded, bytes(kept.sort_key))
            != ((folded := fold(kept.searched())), (ordered := sort_key(kept.named())))
        ]
        if mended:
            wrong += len(mended)
            right = update(table).where(table.c.id == bindparam("key"))
            with gate(session.connection()):
                session.connection().execute(
                    right.values(folded=bindparam("words"), sort_key=bindparam("place")), mended
                )
    session.commit()
    return wrong


def redact(session: JournalledSession, entity: str, key: Key, names: Iterable[str], author: Author) -> None:
    """Erase fields of one record everywhere; the journal keeps that it was done, by whom and when.

    Text that is needed becomes a dash. Raises ValueError for a needed field of another kind, which can hold none.
    """
    cls = record_class(entity)
    fields = fields_of(cls)
    marked = [name for name in names if name in fields]
    if stuck := [name for name in marked if fields[name].required and fields[name].kind not in (TEXT, MEMO)]:
        raise ValueError(f"{entity} cannot be without {', '.join(stuck)}")
    record = session.get(cls, key)
    erased = _erased_words(session, entity, key, marked)
    if record is not None:
        erased |= {str(value) for name in marked if (value := fields[name].dump(getattr(record, name))) is not None}
        for name in marked:
            setattr(record, name, None)
        words = [name for name in marked if fields[name].kind in (TEXT, MEMO)]
        for name in [name for name in words if fields[name].required] or words if any(record.problems()) else ():
            setattr(record, name, DASH)
        session.flush()
    batch = batch_of(session)
    change = batch.changes.get((entity, key))
    if change is not None:
        after = {name: None if new is None else REDACTED for name, (_, new) in change.fields.items()}
        change.fields = {name: [REDACTED, new] for name, new in after.items()}
    with gate(session.connection(), "redact"):
        places = _rewrite_journal(session, entity, key, frozenset(marked))
        _rewrite_labels(session, places, erased)
        for log, column in ((export_log, "handed_out"), (return_log, "brought")):
            _rewrite_log(session, log, column, entity, key, frozenset(marked))
        _rewrite_inbox(session, entity, key, frozenset(marked), erased)
        _rewrite_receipts(session, key, frozenset(marked), erased)
    write(
        session, author, at=datetime.now(UTC), tx_id=new_tx_id(), kind="redact",
        label=N_("Erase personal data"), args={}, undoes=None, origin=None,
    )  # fmt: skip
    session.commit()


def _erased_words(session: Session, entity: str, key: Key, names: Iterable[str]) -> set[str]:
    """Every value that the fields ever had."""
    found: set[str] = set()
    for _, fields in _changes_of(session, entity, key):
        found |= {str(value) for name in names for value in fields.get(name, ()) if value not in (None, REDACTED)}
    return found


def _changes_of(session: Session, entity: str, key: Key) -> list[tuple[tuple[int, int], dict[str, list[Json]]]]:
    mine = (journal_change.c.entity == entity) & (journal_change.c.row_id == key)
    query = select(journal_change.c.seq, journal_change.c.n, journal_change.c.fields).where(mine)
    return [((seq, n), json.loads(fields)) for seq, n, fields in session.execute(query)]


def _rewrite_journal(session: Session, entity: str, key: Key, names: frozenset[str]) -> list[int]:
    """Take the values out of the journal; the positions of the transactions that touched the record."""
    places = []
    for (seq, n), fields in _changes_of(session, entity, key):
        places.append(seq)
        if shown := names & fields.keys():
            fields.update({name: [None if value is None else REDACTED for value in fields[name]] for name in shown})
            place = (journal_change.c.seq == seq) & (journal_change.c.n == n)
            session.connection().execute(update(journal_change).where(place).values(fields=packed(fields)))
    return places


def _rewrite_labels(session: Session, places: Iterable[int], erased: set[str]) -> None:
    """Labels name things in the user's words: what was erased may stand there too."""
    for seq in places:
        kept = session.execute(select(journal_tx.c.args).where(journal_tx.c.seq == seq)).scalar_one()
        args = {
            name: REDACTED if isinstance(value, str) and any(word in value for word in erased) else value
            for name, value in json.loads(kept).items()
        }
        if packed(args) != kept:
            session.connection().execute(update(journal_tx).where(journal_tx.c.seq == seq).values(args=packed(args)))


def _rewrite_log(session: Session, log: Table, column: str, entity: str, key: Key, names: frozenset[str]) -> None:
    for identity, handed in session.execute(select(log.c.id, log.c[column])).all():
        if not isinstance(handed, dict):
            continue
        values = handed.get(entity, {}).get(str(key), {})
        shown = names & values.keys()
        values.update(dict.fromkeys(shown, REDACTED))
        if _forget_words(handed, str(key)) or shown:
            # a mail to somebody bears the name in its own columns too
            named = {"recipient": None, "name": None} if shown and entity == "people" and log is export_log else {}
            session.connection().execute(update(log).where(log.c.id == identity).values({column: handed, **named}))


def _rewrite_receipts(session: Session, key: Key, names: frozenset[str], erased: set[str]) -> None:
    """What a sender is told of the record, and what other lines call it."""
    for identity, receipt in session.execute(select(return_log.c.id, return_log.c.receipt)).all():
        lines = receipt.get("lines", ()) if isinstance(receipt, dict) else ()
        changed = False
        for line in lines:
            mine = line.get("key") == str(key)
            told = [(part, name) for part in (line.get("told", {}), line.get("stands", {})) for name in part]
            for part, name in [*told, *((line, name) for name in ("words", "said", "reason") if name in line)]:
                gone = (mine and (part is line or name in names)) or _names_it(part[name], erased)
                if gone and part[name] not in (None, "", REDACTED):
                    part[name], changed = REDACTED, True
        if changed:
            session.connection().execute(update(return_log).where(return_log.c.id == identity).values(receipt=receipt))


def _names_it(value: Json, erased: set[str]) -> bool:
    """Whether a text holds something that was erased; of short words nobody can tell."""
    return isinstance(value, str) and any(len(word) >= TELLING and word in value for word in erased)


def _rewrite_inbox(session: Session, entity: str, key: Key, names: frozenset[str], erased: set[str]) -> None:
    """What waits or waited tells of the record too; what it is named by and every remark about it go with it."""
    for identity, parcel, decisions in session.execute(select(inbox.c.id, inbox.c.parcel, inbox.c.decisions)).all():
        told = [one for one in parcel.get("records", ()) if (one["entity"], one["key"]) == (entity, str(key))]
        unread = [one for one in parcel.get("unread", ()) if (one.get("entity"), one.get("key")) == (entity, str(key))]
        missing = [one for one in parcel.get("missing", ()) if (one["entity"], one["key"]) == (entity, str(key))]
        others = [
            (one, name)
            for part in ("records", "unread", "missing") for one in parcel.get(part, ())
            for name in ("words", "note", "said") if _names_it(one.get(name), erased)
        ]  # fmt: skip
        if not (told or unread or missing or others):
            continue
        for one, name in others:
            one[name] = REDACTED
        for one in (*told, *unread, *missing):
            one.update({name: REDACTED for name in ("words", "note", "said") if one.get(name)})
            for name in names & one.get("fields", {}).keys():
                one["fields"][name] = {"value": REDACTED, "base": REDACTED}
        kept = {question: said for question, said in decisions.items() if str(key) not in question}
        values = {"parcel": parcel, "decisions": kept}
        session.connection().execute(update(inbox).where(inbox.c.id == identity).values(values))


def _forget_words(handed: dict[str, dict[str, dict[str, Json]]], key: str) -> bool:
    """Drop how other records' cells called the record: an import keeps the words of each link beside its key."""
    said = [
        (fields, f"{name}~")
        for records in handed.values()
        for fields in records.values()
        for name, value in fields.items()
        if value == key and f"{name}~" in fields
    ]
    for fields, words in said:
        del fields[words]
    return bool(said)

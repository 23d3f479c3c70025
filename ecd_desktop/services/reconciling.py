"""Files that came back: received, reviewed against the present, answered, and taken over as one change.

Nothing is written before ``apply``; answers stay with the file that waits, also over the closing of the program, and
count only while the record is as it was when they were given. Undo takes everything back, and the files wait again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from db import inbox
from db.errors import Conflict
from db.fields import Json, Key, Unreadable
from db.inbox import Entry
from db.queries.reconciling import Session
from db.records import fields_of, record_class
from db.store import Store
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, speech
from ecd_desktop.parcels import Parcel
from ecd_desktop.review import OTHER, Answer, Applied, Kept, Kind, Point, Review
from ecd_desktop.services import taking_over
from ecd_desktop.services.judging import Judge
from ecd_desktop.services.questions import Question
from ecd_desktop.services.receipts import receipt as receipt
from ecd_desktop.services.review_words import Words, file_of

TRIES = 3  # of a change that somebody else's save came into


def receive(store: Store, parcel: Parcel) -> tuple[Key, bool]:
    """Put a file among those that wait; (its key, whether it was new). The same file again is the one that is here."""
    try:
        return _receive(store, parcel)
    except Conflict:  # somebody else received it at the same moment
        return _receive(store, parcel)


def _receive(store: Store, parcel: Parcel) -> tuple[Key, bool]:
    with store.beside() as session:
        return inbox.receive(
            session, who=store.who, kind=parcel.kind, digest=parcel.digest, name=parcel.name,
            sender=parcel.sender[:200] or None, export_id=parcel.export, parcel=parcel.to_json(),
        )  # fmt: skip


def review(store: Store, files: Sequence[Key] | None = None) -> Review:
    """Everything that waits, or these files, against the present, in one snapshot."""
    with store.reading() as session:
        return _shown(session, Judge(session, _waiting(session, files), today=today()))


def answer(store: Store, file: Key, answers: Mapping[str, Answer]) -> Review:
    """Keep answers to points of a file that waits; an empty one takes an answer back.

    Raises Expected, with nothing kept, where a typed value cannot be read or an answer is refused.
    """
    with store.reading() as session:
        judge = Judge(session, _waiting(session, None), today=today())
    asked = {one.id: one for one in judge.questions if one.file == file}
    kept = {id: _kept(asked[id], said) for id, said in answers.items() if id in asked}
    return _decide(store, {file: kept})


def answer_all(
    store: Store, *, answer: str, files: Sequence[Key] | None = None, field: str | None = None,
    kind: Kind | None = None,
) -> Review:  # fmt: skip
    """Give one answer to every point of these files, this column, this kind that knows it and may be answered so."""
    with store.reading() as session:
        judge = Judge(session, _waiting(session, None), today=today())
    said: dict[Key, dict[str, Any]] = {}
    for one in judge.questions:
        wanted = (files is None or one.file in files) and (field is None or one.column == field)
        if wanted and (kind is None or one.kind is kind) and (not answer or one.ways.get(answer) == ""):
            said.setdefault(one.file, {})[one.id] = _kept(one, Answer(answer))
    return _decide(store, said)


def discard(store: Store, file: Key) -> None:
    """Throw a file away that waits; received again, it waits again."""
    with store.beside() as session:
        entry = inbox.entry(session, file)
        if entry is not None and entry.state == inbox.WAITING:
            inbox.close(session, file, inbox.DISCARDED)


def apply(store: Store, files: Sequence[Key] | None = None) -> Applied:
    """Take over what is clean or answered, of everything that waits or of these files, as one change.

    The review is made again inside: what changed since it was answered is asked again and not written; what is still
    open keeps its file waiting. Raises Expected where others keep saving the same records.
    """
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            return taking_over.take_over(store, files, today=today())
        except Conflict:
            if last:
                raise
    raise AssertionError


# --- inside -----------------------------------------------------------------------------------------------------------


def _waiting(session: Session, files: Sequence[Key] | None) -> list[Entry]:
    return [one for one in inbox.waiting(session) if files is None or one.id in files]


def _shown(session: Session, judge: Judge) -> Review:
    words = Words(session, judge)
    points: tuple[Point, ...] = tuple(map(words.point, judge.questions))
    return Review(tuple(file_of(session, file) for file in judge.files), points)


def _decide(store: Store, said: Mapping[Key, Mapping[str, Any]]) -> Review:
    with store.beside() as session:
        inbox.hold(session, list(said))
        for file, kept in said.items():
            entry = inbox.entry(session, file)
            if entry is not None and entry.state == inbox.WAITING and kept:
                inbox.decide(session, file, kept)
    return review(store)


def _kept(one: Question, said: Answer) -> dict[str, Any] | None:
    """An answer as the inbox keeps it. Raises Expected."""
    if not said.value:
        return None
    typed: Json = None
    if said.value == OTHER:
        typed = _typed(one, said.typed)
    elif said.value not in one.ways:
        raise Expected(_("This cannot be answered so; nothing was changed."))
    elif why := one.ways[said.value]:
        raise Expected(why, _("Choose something else."))
    seen = one.against if said.against is None else said.against  # what changed since it was shown is asked again
    return asdict(Kept(said.value, seen, typed))


def _typed(one: Question, text: str) -> Json:
    if not one.editable:
        raise Expected(_("No other value can be typed here; nothing was changed."))
    name = one.fields[0]
    field = fields_of(record_class(one.entity))[name]
    try:
        value = field.parse(text, speech())
    except Unreadable as unread:
        raise Expected(unread.text(speech()), _("Correct it, or choose one of the values.")) from None
    if problem := field.check(name, value):
        raise Expected(problem.text(speech()), _("Correct it, or choose one of the values."))
    return field.dump(value)

"""A list as it is beside the same list as it was: which rows are new, gone or changed since a point of the past.

Both are asked the same question with the same clock: a row counts as changed because somebody changed it, not because
time went by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from db.fields import Key
from db.queries.deleted import there
from db.queries.listing import Ask, Listing
from db.store import Store


class Verdict(Enum):
    """What became of a row.  CAME and LEFT: the record is and was there, but not in what the list asks for."""

    NEW = "new"
    CAME = "came"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Pair:
    """One record as the list showed it and as it shows it; None where it does not."""

    key: Key
    verdict: Verdict
    then: Any
    now: Any


def compare(store: Store, listing: Listing[Any], ask: Ask, *, seq: int, shown: Sequence[str] = ()) -> list[Pair]:
    """Every row of a list now and after transaction ``seq``, in the order of now; what went stands where it stood.

    ``shown``: the columns that will be looked at.  Rows that differ in anything at all are CHANGED.
    """
    known = [name for name in shown if name in listing.columns]
    asked = replace(ask, of_all=tuple(dict.fromkeys((*ask.of_all, *known))))
    with store.as_known(seq) as past:
        then = {row.key: row for row in listing.all(past, asked)}
        with store.reading() as session:
            now = {row.key: row for row in listing.all(session, asked)}
            still = there(session, [(listing.entity, key) for key in then if key not in now])
        before = there(past, [(listing.entity, key) for key in now if key not in then])
    return [_pair(key, then.get(key), now.get(key), (listing.entity, key) in still | before)
            for key in _in_order(list(then), list(now))]  # fmt: skip


def _pair(key: Key, then: Any, now: Any, elsewhere: bool) -> Pair:
    """``elsewhere``: the record is or was there, outside of what the list asks for."""
    if then is None:
        return Pair(key, Verdict.CAME if elsewhere else Verdict.NEW, then, now)
    if now is None:
        return Pair(key, Verdict.LEFT if elsewhere else Verdict.GONE, then, now)
    return Pair(key, Verdict.SAME if then == now else Verdict.CHANGED, then, now)


def _in_order(then: Sequence[Key], now: Sequence[Key]) -> Iterator[Key]:
    """The rows of now, each followed by the lost ones that stood after it; lost ones from the top come first."""
    present = set(now)
    after: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for key in then:
        if key in present:
            last = key
        else:
            after.setdefault(last, []).append(key)
    yield from after.get(None, ())
    for key in now:
        yield key
        yield from after.get(key, ())

"""The bin: what was deleted, with what belonged to it, and bringing it back as one change or saying what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from db.fields import Key
from db.merge import EXISTS, Outcome, Wish, existing
from db.queries import Session
from db.queries.deleted import Deleted, deleted, last_of, there
from db.queries.records import names
from db.records import record_class
from db.store import Store
from db.story import inverse, step_of, values_at
from ecd_desktop.calendar import now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services.nouns import OWNED

DAYS = 30
"""What the bin shows at first; it never forgets (decision 9)."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A deleted record and what went with it.  ``name`` is never empty; ``parts`` are (noun, how many)."""

    record: Deleted
    name: str
    parts: tuple[tuple[str, int], ...]


def gone(store: Store, *, days: int | None = DAYS, before: int | None = None, limit: int = 1_000) -> list[Gone]:
    """What was deleted in the last ``days`` (None: ever), the latest first; parts stand with their whole."""
    since = now_utc() - timedelta(days=days) if days is not None else None
    with store.reading() as session:
        found = deleted(session, since=since, before=before, limit=limit)
        wholes = {(one.seq, one.entity, one.key) for one in found}
        parts: dict[tuple[int, str, Key], dict[str, int]] = {}
        alone = []
        for one in found:
            whole = next(((one.seq, *place) for place in _wholes(one) if (one.seq, *place) in wholes), None)
            if whole is None:
                alone.append(one)
            else:
                counted = parts.setdefault(whole, {})
                counted[one.noun] = counted.get(one.noun, 0) + 1
        linked = _linked_names(session, [one for one in alone if not one.name and not one.erased])
    return [
        Gone(one, _name_of(one, linked), tuple(parts.get((one.seq, one.entity, one.key), {}).items())) for one in alone
    ]


def bring_back(
    store: Store, places: Sequence[tuple[str, Key]], *, as_of: int | None = None, label: str = "", **args: str
) -> Outcome:
    """Bring deleted records back as they were, with what was deleted with them, as one change.

    ``as_of``: the records themselves not as they were deleted, but as they were after that transaction; ``label`` and
    its places say so.

    What pointed to them and was let go in the same step points to them again, where nobody changed it since.
    Raises Expected, with nothing changed, where something they need is gone or their personal data was erased.
    """
    with store.reading() as session:
        wanted = last_of(session, places)
        for one in wanted.values():
            if one.erased:
                raise Expected(_("Personal data of this record was erased, so it cannot be brought back."))
        back = there(session, [place for place in places if place not in wanted])
        if lost := [place for place in places if place not in wanted and place not in back]:
            words = _("{n} of these records were never deleted here, so nothing was brought back.")
            raise Expected(words.format(n=len(lost)))
        if not wanted:
            raise Expected(_("They are there again already; nothing was changed."))
        wishes: list[Wish] = []
        for tx_id in dict.fromkeys(one.tx_id for one in sorted(wanted.values(), key=lambda one: one.seq)):
            step = step_of(session, tx_id)
            undone = list(inverse(session, step))
            here = _with_parts(undone, {place for place, one in wanted.items() if one.tx_id == tx_id})
            wishes += [wish for wish in undone if _concerns(wish, here)]
        if as_of is not None:
            wishes = [_as_of(session, wish, wanted, as_of) for wish in wishes]
    codes = [one.code for one in wanted.values() if one.code]
    usual = N_("Bring back {code}") if len(wanted) == 1 and codes else N_("Bring back {n} deleted records")
    with store.change(label or usual, n=len(wanted)) as work:
        work.label_args |= args
        if codes and not label:
            work.label_args["code"] = codes[0]
        outcome = work.apply(wishes)
        if blocked := [conflict.wish for conflict in outcome.conflicts if conflict.wish.field == EXISTS]:
            raise _missing(work.session, blocked, wishes)
    return Outcome(outcome.applied, outcome.same)


# --- inside -----------------------------------------------------------------------------------------------------------


def _wholes(one: Deleted) -> list[tuple[str, Key]]:
    """The records of which this one is a part."""
    owners = [(entity, name) for entity, owned in OWNED.items() for table, name in owned if table == one.entity]
    links = one.links()
    return [(entity, links[name][1]) for entity, name in owners if name in links]


def _as_of(session: Session, wish: Wish, wanted: Mapping[tuple[str, Key], Deleted], seq: int) -> Wish:
    if wish.field != EXISTS or (wish.entity, wish.key) not in wanted:
        return wish
    return replace(wish, value=existing(values_at(session, wish.entity, wish.key, seq)))


def _with_parts(wishes: Sequence[Wish], here: set[tuple[str, Key]]) -> set[tuple[str, Key]]:
    """These records with their parts, and the parts of those, that the same step deleted."""
    gone = [
        (wish.entity, wish.key, wish.value) for wish in wishes
        if wish.field == EXISTS and isinstance(wish.value, dict)  # the others were made in that step
    ]  # fmt: skip
    owners: dict[str, list[tuple[str, str]]] = {}
    for entity, owned in OWNED.items():
        for table, name in owned:
            owners.setdefault(table, []).append((entity, name))
    found, fresh = set(here), {(entity, str(key)) for entity, key in here}
    while fresh:
        parts = {
            (table, key) for table, key, values in gone
            if any((entity, values.get(name)) in fresh for entity, name in owners.get(table, ()))
        } - found  # fmt: skip
        found |= parts
        fresh = {(entity, str(key)) for entity, key in parts}
    return found


def _concerns(wish: Wish, here: set[tuple[str, Key]]) -> bool:
    """Whether a wish that takes a step back belongs to these records of that step."""
    if wish.field != EXISTS:
        said = wish.value if isinstance(wish.value, tuple) else (wish.value,)
        return any(str(key) in said for _entity, key in here)
    return isinstance(wish.value, dict) and (wish.entity, wish.key) in here  # else made in that step: it stays


def _linked_names(session: Session, found: Sequence[Deleted]) -> dict[Key, str]:
    """The present names of what nameless records (an attendance, a party) point to."""
    targets: dict[str, set[Key]] = {}
    for one in found:
        for entity, key in one.links().values():
            targets.setdefault(entity, set()).add(key)
    named: dict[Key, str] = {}
    for entity, keys in targets.items():
        named |= names(session, entity, list(keys))
    return named


def _name_of(one: Deleted, linked: Mapping[Key, str]) -> str:
    if one.erased:
        return _("(erased)")
    told = one.name or " · ".join(linked[key] for _entity, key in one.links().values() if key in linked)
    return told or _(one.noun)


def _missing(session: Session, blocked: Sequence[Wish], wishes: Sequence[Wish]) -> Expected:
    """Why a record cannot come back: what it points to is gone, or another stands in its place."""
    brought = {(wish.entity, wish.key) for wish in wishes if wish.field == EXISTS}
    for wish in blocked:
        cls = record_class(wish.entity)
        assert isinstance(wish.value, dict)
        code = str(wish.value.get("code") or "")
        lost = Deleted(wish.entity, wish.key, 0, wish.key, now_utc(), "", "", cls.noun, code, "", wish.value, False)
        needed = [place for place in lost.links().values() if place not in brought]
        present = there(session, needed)
        gone_now = [place for place in needed if place not in present]
        if gone_now:
            entity, key = gone_now[0]
            other = last_of(session, [(entity, key)]).get((entity, key))
            told = " ".join(filter(None, (other.code, other.name))) if other is not None else ""
            needs = _("{noun} “{name}”").format(noun=_(record_class(entity).noun), name=told or "?")
            return Expected(
                _("{what} was not brought back: it needs {needs}, which was deleted too. Nothing was changed.").format(
                    what=lost.code or _(cls.noun), needs=needs
                ),
                _("Bring that back first, or select both and bring them back together."),
            )
    return Expected(
        _("Something of it is there again in another form, so nothing was brought back."),
        _("Look at the history of what is there now."),
    )

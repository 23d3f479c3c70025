"""Many cells at once, each with a value of its own: what would become of each is said first, then all is one change.

A plain field is settled as anywhere else, a field with rules goes through its noun's verb (``cell_verbs``).  What was
judged is written only where every cell still is what was seen; else nothing is, and it is judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from itertools import groupby
from typing import Any

from db.errors import Refused
from db.fields import Field, Key
from db.merge import Wish, groups_of, wishes_between
from db.queries import lookups
from db.queries import records as reads
from db.records import fields_of, record_class
from db.records.base import Record
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected, sentence
from ecd_desktop.language import _, ngettext, speech
from ecd_desktop.services import cell_verbs, field_changes, records
from ecd_desktop.services.cell_verbs import AsksMore
from ecd_desktop.services.creating import begun

PROBE = "…"
"""A reason that is tried where none was given: a cell that is refused without and taken with one only lacks it."""


@dataclass(frozen=True, slots=True)
class Want:
    """The value that one cell should have: a Python value of its field."""

    key: Key
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record that is made because cells link to it, from nothing but its name."""

    entity: str
    key: Key
    name: str


class Fate(Enum):
    """What would become of a cell."""

    FINE = auto()
    SAME = auto()  # it holds that already
    REASON = auto()  # it would be fine with a reason
    ASKS = auto()  # a command of its own does it, and asks more
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Judged:
    """One cell: what it holds, what it should hold, and what would become of that; ``why`` it is refused.

    ``reasoned``: it is only taken with a reason.
    """

    want: Want
    old: Any
    fate: Fate
    why: str = ""
    reasoned: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every want in its order, and what the records are called that old and new links point to."""

    cells: tuple[Judged, ...]
    names: Mapping[Key, str] = field(default_factory=dict)

    def fine(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.cells if one.fate is Fate.FINE)


class Moved(Expected):
    """Somebody changed a cell after it was judged; nothing was written."""


def judge(
    store: Store, entity: str, wants: Sequence[Want], *, made: Sequence[Newcomer] = (),
    reasons: Mapping[str, str] | None = None, on: date | None = None,
) -> Judgement:  # fmt: skip
    """What would become of each cell, by doing it and taking it back; ``reasons`` by the field that needs one."""
    fields = fields_of(record_class(entity))
    with store.preview() as work:
        make(work, made)
        work.flush()
        there = lookups.records(work.session, record_class(entity), (one.key for one in wants))
        cells = _first_look(there, fields, wants)
        cells = _plain(work, entity, there, fields, cells)
        cells = _ruled(store, work, entity, there, fields, cells, reasons or {}, on or today())
        return Judgement(tuple(cells), _names(work, fields, cells))


def write(
    store: Store, entity: str, cells: Sequence[Judged], label: tuple[str, str], *, made: Sequence[Newcomer] = (),
    reasons: Mapping[str, str] | None = None, on: date | None = None,
) -> int:  # fmt: skip
    """Write cells that were judged fine as one change, called ``label`` (of one cell, of several); how many.

    Raises Moved where one of them is not what was seen any more, and what verbs and rules raise; nothing is written
    then.
    """
    fields = fields_of(record_class(entity))
    day, told = on or today(), reasons or {}
    with store.change(label[len(cells) != 1], n=len(cells)) as work:
        there = lookups.records(work.session, record_class(entity), (one.want.key for one in cells))
        _refuse_moved(there, fields, cells)
        make(work, made)
        work.flush()
        plain = [one for one in cells if not _is_ruled(entity, one.want.field)]
        outcome = work.apply(_wishes(entity, there, fields, [one.want for one in plain]))
        if outcome.conflicts:
            raise moved(len(outcome.conflicts))
        ruled = [one for one in cells if _is_ruled(entity, one.want.field)]
        for name, value, mine in _together(ruled):
            verb = cell_verbs.verb_of(entity, name)
            assert verb is not None
            reason = told.get(name, "") if mine[0].reasoned else ""
            if keys := _lacking(there, fields[name], name, value, [one.want.key for one in mine]):
                verb(cell_verbs.within(store, work), keys, value, reason, day)
                work.flush()
        touched = [there[key] for key in dict.fromkeys(one.want.key for one in cells)]
        work.label_args.clear()
        records.tell(work, touched)
        work.label_args["n"] = len(cells)
    return len(cells)


def make(work: Work, made: Iterable[Newcomer]) -> None:
    """Make the records that cells will link to."""
    for one in made:
        draft = records.new_draft(one.entity, **begun(one.entity, one.name))
        draft.key = one.key
        records.write(work, draft)


def moved(n: int) -> Moved:
    return Moved(
        ngettext(
            "Somebody changed {n} of these cells in the meantime, so nothing was written.",
            "Somebody changed {n} of these cells in the meantime, so nothing was written.",
            n,
        ).format(n=n),
        _("Look at them again: what they hold now is shown."),
    )


# --- judging --------------------------------------------------------------------------------------------------------


def _first_look(there: Mapping[Key, Record], fields: Mapping[str, Field], wants: Sequence[Want]) -> list[Judged]:
    """What each cell holds, and what can be told without trying: gone, the same, no value of its field, told twice."""
    first: dict[tuple[Key, str], Want] = {}
    cells = []
    for want in wants:
        record, declared = there.get(want.key), fields[want.field]
        if record is None:
            cells.append(Judged(want, None, Fate.REFUSED, _("Somebody deleted this record in the meantime.")))
            continue
        old = getattr(record, want.field)
        other = first.setdefault((want.key, want.field), want)
        if declared.dump(old) == declared.dump(want.value):
            cells.append(Judged(want, old, Fate.SAME))
        elif other is not want:
            same = declared.dump(other.value) == declared.dump(want.value)
            why = "" if same else _("Another cell of this row gives it another value.")
            cells.append(Judged(want, old, Fate.SAME if same else Fate.REFUSED, why))
        elif (problem := declared.check(want.field, want.value)) is not None:
            cells.append(Judged(want, old, Fate.REFUSED, problem.text(speech())))
        else:
            cells.append(Judged(want, old, Fate.FINE))
    return cells


def _plain(
    work: Work, entity: str, there: Mapping[Key, Record], fields: Mapping[str, Field], cells: list[Judged]
) -> list[Judged]:
    """The rules of whole records on the plain cells; those that keep them are done, for the verbs to see."""
    judged = list(cells)
    places: dict[Key, list[int]] = {}
    for n, one in enumerate(cells):
        if one.fate is Fate.FINE and not _is_ruled(entity, one.want.field):
            places.setdefault(one.want.key, []).append(n)
    for key, mine in places.items():
        for n, why in _broken(there[key], [cells[n].want for n in mine], mine):
            judged[n] = replace(cells[n], fate=Fate.REFUSED, why=why)
    fine = [n for mine in places.values() for n in mine if judged[n].fate is Fate.FINE]
    try:
        work.apply(_wishes(entity, there, fields, [judged[n].want for n in fine]))
    except (Refused, Expected) as exc:
        for n in fine:
            judged[n] = replace(judged[n], fate=Fate.REFUSED, why=_said(exc))
    return judged


def _broken(record: Record, wants: Sequence[Want], places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Which of these cells of one record would break its rules, by their places, with the rule."""
    entity = record.__tablename__
    left = dict(zip(places, wants, strict=True))
    for n, want in list(left.items()):
        try:
            field_changes.refuse_closed(record, {want.field: want.value})
        except Expected as exc:
            yield n, exc.message
            del left[n]
    before = {(one.field, one.message) for one in _problems(entity, record, {})}
    while left:
        wanted = {want.field: want.value for want in left.values()}
        new = [one for one in _problems(entity, record, wanted) if (one.field, one.message) not in before]
        if not new:
            return
        guilty = [n for n, want in left.items() if want.field == new[0].field] or list(left)
        for n in guilty:
            yield n, new[0].text(speech())
            del left[n]


def _problems(entity: str, record: Record, wanted: Mapping[str, Any]) -> list[Any]:
    values = {name: getattr(record, name) for name in fields_of(type(record))} | dict(wanted)
    return list(record_class(entity)(**values).problems())


def _ruled(
    store: Store, work: Work, entity: str, there: Mapping[Key, Record], fields: Mapping[str, Field],
    cells: list[Judged], reasons: Mapping[str, str], on: date,
) -> list[Judged]:  # fmt: skip
    """The cells that verbs change, by trying: those of one value together, and where that fails one by one."""
    judged = list(cells)
    place = {id(one): n for n, one in enumerate(cells)}
    ruled = [one for one in cells if one.fate is Fate.FINE and _is_ruled(entity, one.want.field)]

    asking: set[tuple[Key, str]] = set()

    def tried(name: str, value: Any, keys: Sequence[Key], reason: str) -> str | None:
        """Why it cannot be done; None where it was."""
        verb = cell_verbs.verb_of(entity, name)
        if verb is None:
            return _("This field is changed by its own command, not in a cell.")
        keys = _lacking(there, fields[name], name, value, keys)
        if not keys:
            return None  # another cell of the row brought it about
        try:
            with work.attempt():
                verb(cell_verbs.within(store, work), keys, value, reason, on)
                for key in keys:
                    if fields[name].dump(getattr(there[key], name)) != fields[name].dump(value):
                        raise Expected(_("From where it is, it cannot become that in one step."))
        except (Refused, Expected) as exc:
            asking.update((key, name) for key in keys if isinstance(exc, AsksMore))
            return _said(exc)
        return None

    last = ""
    for name, value, mine in _together(ruled):
        if name != last:
            work.flush()  # what was done to a record by another field is there
            last = name
        why = tried(name, value, [one.want.key for one in mine], "")
        if why is None:
            continue
        for one in mine:
            key = [one.want.key]
            why = tried(name, value, key, "") if len(mine) > 1 else why
            if why is None:
                continue
            reason = reasons.get(name, "")
            if tried(name, value, key, reason or PROBE) is None:
                made = replace(one, fate=Fate.FINE if reason else Fate.REASON, why=why, reasoned=True)
            else:
                asks = (one.want.key, name) in asking
                made = replace(one, fate=Fate.ASKS if asks else Fate.REFUSED, why=why)
            judged[place[id(one)]] = made
    return judged


def _names(work: Work, fields: Mapping[str, Field], cells: Sequence[Judged]) -> dict[Key, str]:
    """What linked records are called."""
    wanted: dict[str, set[Key]] = {}
    for one in cells:
        if target := fields[one.want.field].target:
            wanted.setdefault(target, set()).update(key for key in (one.old, one.want.value) if key is not None)
    found: dict[Key, str] = {}
    for target, keys in wanted.items():
        found |= reads.names(work.session, target, keys)
    return found


# --- both -----------------------------------------------------------------------------------------------------------


def _is_ruled(entity: str, name: str) -> bool:
    """Whether a verb of the noun changes it, or only a form may."""
    return cell_verbs.verb_of(entity, name) is not None or name in field_changes.RULED.get(entity, frozenset())


def _together(cells: Sequence[Judged]) -> list[tuple[str, Any, list[Judged]]]:
    """Cells of one field that get one value, in the order in which fields may follow each other."""
    order = {name: n for n, name in enumerate(cell_verbs.ORDER)}
    groups: dict[tuple[str, Any, bool], list[Judged]] = {}
    for one in sorted(cells, key=lambda one: order.get(one.want.field, -1)):
        groups.setdefault((one.want.field, one.want.value, one.reasoned), []).append(one)
    return [(name, value, mine) for (name, value, _reasoned), mine in groups.items()]


def _lacking(there: Mapping[Key, Record], declared: Field, name: str, value: Any, keys: Sequence[Key]) -> list[Key]:
    """The records that do not hold this value yet."""
    wanted = declared.dump(value)
    return [key for key in keys if declared.dump(getattr(there[key], name)) != wanted]


def _wishes(entity: str, there: Mapping[Key, Record], fields: Mapping[str, Field], wants: Sequence[Want]) -> list[Wish]:
    """One wish per question of each record, from what it holds now."""
    groups = {name: members for members in groups_of(fields).values() for name in members}
    wishes: list[Wish] = []
    for key, mine in groupby(sorted(wants, key=lambda one: one.key.int), key=lambda one: one.key):
        wanted = {one.field: one.value for one in mine}
        asked = {name: fields[name] for one in wanted for name in groups[one]}
        now = {name: getattr(there[key], name) for name in asked}
        wishes += wishes_between(entity, key, asked, now, {**now, **wanted})
    return wishes


def _refuse_moved(there: Mapping[Key, Record], fields: Mapping[str, Field], cells: Sequence[Judged]) -> None:
    n = sum(
        (record := there.get(one.want.key)) is None
        or fields[one.want.field].dump(getattr(record, one.want.field)) != fields[one.want.field].dump(one.old)
        for one in cells
    )
    if n:
        raise moved(n)


def _said(exc: Exception) -> str:
    """A refusal as one sentence: that nothing was changed is said of all of it, not of each cell."""
    if problems := getattr(exc, "problems", ()):
        return " ".join(one.text(speech()) for one in problems)
    return sentence(exc)[0]

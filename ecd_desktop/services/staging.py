"""Changes of many cells as a person looks at them before they are written: pasted, filled, replaced, given to several.

``stage`` reads the texts and judges every cell; it is asked again with each answer (how dates are read, who is meant,
why a date moves).  ``write`` writes what is fine, as one change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import partial
from typing import Any

from db.fields import Field, Key
from db.queries import records as reads
from db.records import fields_of, new_key, record_class
from db.store import Store
from ecd_desktop.exchange import cell_texts
from ecd_desktop.exchange.cell_texts import NEW, DateQuestion, NameQuestion
from ecd_desktop.exchange.dates import Style
from ecd_desktop.language import N_, _, ngettext, speech
from ecd_desktop.services import cell_changes
from ecd_desktop.services.cell_changes import Fate, Judged, Newcomer, Want

PASTED = (N_("Paste a cell"), N_("Paste {n} cells"))
FILLED = (N_("Fill a cell"), N_("Fill {n} cells"))
CLEARED = (N_("Clear a cell"), N_("Clear {n} cells"))
REPLACED = (N_("Replace text in a cell"), N_("Replace text in {n} cells"))


@dataclass(frozen=True, slots=True)
class Place:
    """One cell that something is put into.

    ``record``, ``code``, ``column``: what they are called.  ``fields``: what may be filled there, () where the column
    only shows.  ``text``: what is put there, read first; or ``value`` where ``text`` is None.  ``now``: what the cell
    says, for a column that only shows (``own``: as this program copies it).  ``problem``: why nothing can be put
    there, where that is known.
    """

    key: Key | None
    record: str
    column: str
    fields: tuple[str, ...]
    text: str | None = None
    value: Any = None
    now: str = ""
    problem: str = ""
    code: str = ""
    own: str = ""


@dataclass(slots=True)
class Answers:
    """What a person has said so far."""

    dates: dict[str, Style] = field(default_factory=dict)  # by field
    names: dict[tuple[str, str], Key | str] = field(default_factory=dict)  # a record's key, or ``NEW``
    reasons: dict[str, str] = field(default_factory=dict)  # by field
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)  # of the records that are made


class Verdict(Enum):
    """What is said of one cell."""

    FINE = auto()
    SAME = auto()
    UNCLEAR = auto()  # a date that may be read two ways
    UNKNOWN = auto()  # a name that is not known
    REASON = auto()  # a reason is needed
    ASKS = auto()  # a command of its own asks what else is needed
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the preview; ``old`` and ``new`` in words."""

    place: Place
    verdict: Verdict
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """Every cell in its order, what must be asked, and what can be written."""

    lines: tuple[Line, ...] = ()
    dates: tuple[DateQuestion, ...] = ()
    names: tuple[NameQuestion, ...] = ()
    reasons: tuple[str, ...] = ()  # fields whose change needs a reason
    fine: tuple[Judged, ...] = ()
    made: tuple[Newcomer, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict is verdict for line in self.lines)


def stage(
    store: Store, entity: str, places: Sequence[Place], answers: Answers, *, makes: frozenset[str] = frozenset()
) -> Staged:
    """What would become of every cell, with what was answered so far; nothing is written."""
    fields = fields_of(record_class(entity))
    made: dict[tuple[str, str], Newcomer] = {}
    told = _read(store, fields, places, answers, makes)
    told[0].update(_fitting(store, entity, places, told[0], answers))
    at: list[int] = []
    wants: list[Want] = []
    lines: list[Line | None] = [None] * len(places)
    for n, place in enumerate(places):
        one = told[0].get(n)
        if place.problem or place.key is None or not place.fields:
            lines[n] = _unwritable(place)
        elif one is not None and one.problem:
            asks = {"date": Verdict.UNCLEAR, "name": Verdict.UNKNOWN}
            lines[n] = Line(place, asks.get(one.asks, Verdict.REFUSED), place.now, place.text or "", one.problem)
        else:
            name, value = (one.field, one.value) if one is not None else (place.fields[0], place.value)
            at.append(n)
            wants.append(Want(place.key, name, value))
            if one is not None and one.new:
                target = fields[name].target or ""
                id = cell_texts.name_id(target, place.text or "")
                made[id] = Newcomer(target, value, " ".join((place.text or "").split()))
    judged = cell_changes.judge(store, entity, wants, made=tuple(made.values()), reasons=answers.reasons)
    for n, cell in zip(at, judged.cells, strict=True):
        lines[n] = _line(places[n], cell, fields, judged.names)
    needing = [one.want.field for one in judged.cells if one.fate is Fate.REASON or one.reasoned]
    return Staged(
        tuple(line for line in lines if line is not None), told[1], told[2], tuple(dict.fromkeys(needing)),
        judged.fine(), _needed(judged.fine(), made.values()),
    )  # fmt: skip


def write(store: Store, entity: str, staged: Staged, label: tuple[str, str], answers: Answers) -> int:
    """Write what is fine as one change; how many cells.  Raises Moved where somebody changed one of them since."""
    return cell_changes.write(store, entity, staged.fine, label, made=staged.made, reasons=answers.reasons)


def answer_new(answers: Answers, id: tuple[str, str]) -> None:
    """Make a record of this name."""
    answers.names[id] = NEW
    answers.keys.setdefault(id, new_key())


# --- in words -------------------------------------------------------------------------------------------------------


def summary(staged: Staged, *, of: str = "") -> str:
    """«48 cells: 45 fine, 2 dates unclear, 1 new person»; ``of``: what there are so many of, instead of cells."""
    parts = []
    counted = staged.count
    if n := counted(Verdict.FINE):
        parts.append(ngettext("{n} fine", "{n} fine", n).format(n=n))
    if n := counted(Verdict.SAME):
        parts.append(ngettext("{n} the same already", "{n} the same already", n).format(n=n))
    if n := counted(Verdict.UNCLEAR):
        parts.append(ngettext("{n} date unclear", "{n} dates unclear", n).format(n=n))
    parts += _new_ones(staged)
    if n := counted(Verdict.REASON):
        parts.append(ngettext("{n} needs a reason", "{n} need a reason", n).format(n=n))
    if n := counted(Verdict.REFUSED) + counted(Verdict.ASKS):
        parts.append(ngettext("{n} cannot be written", "{n} cannot be written", n).format(n=n))
    total = len(staged.lines)
    cells = of or ngettext("{n} cell", "{n} cells", total).format(n=total)
    return _("{cells}: {parts}").format(cells=cells, parts=", ".join(parts)) if parts else cells


def _new_ones(staged: Staged) -> list[str]:
    """The names that nobody decided about yet, and the records that would be made."""
    texts = {cell_texts.name_id("", line.place.text or "")[1] for line in staged.lines
             if line.verdict is Verdict.UNKNOWN}  # fmt: skip
    open_ = [one for one in staged.names if one.id[1] in texts]
    new = [one for one in open_ if one.makes and not one.near]
    people = sum(one.entity == "people" for one in new)
    units = sum(one.entity == "organisations" for one in new)
    others = len(open_) - people - units
    parts = []
    if people:
        parts.append(ngettext("{n} new person", "{n} new people", people).format(n=people))
    if units:
        parts.append(ngettext("{n} new organisation", "{n} new organisations", units).format(n=units))
    if others:
        parts.append(ngettext("{n} name in doubt", "{n} names in doubt", others).format(n=others))
    if n := len(staged.made):
        parts.append(ngettext("{n} record to be created", "{n} records to be created", n).format(n=n))
    return parts


# --- find and replace -----------------------------------------------------------------------------------------------


def replacing(
    store: Store, entity: str, places: Sequence[Place], find: str, by: str, *, case: bool = False, whole: bool = False
) -> list[Place]:
    """The cells among ``places`` whose text holds ``find``, each with its text as it would be; the others left out."""
    pattern = _pattern(find, case=case, whole=whole)
    found: list[Place] = []
    if pattern is None:
        return found
    columns: dict[str, list[Key]] = {}
    for place in places:
        if place.key is not None and place.fields:
            columns.setdefault(place.fields[0], []).append(place.key)
    with store.reading() as session:
        held = {name: reads.values_of(session, entity, keys, name) for name, keys in columns.items()}
    for place in places:
        text = held.get(place.fields[0], {}).get(place.key) if place.fields and place.key is not None else None
        if isinstance(text, str) and pattern.search(text):
            new = pattern.sub(lambda _match: by, text)
            found.append(replace(place, text=None, value=new.strip() or None, now=text))
    return found


def _pattern(find: str, *, case: bool, whole: bool) -> re.Pattern[str] | None:
    if not find:
        return None
    said = re.escape(find)
    said = rf"(?<!\w){said}(?!\w)" if whole else said
    return re.compile(said, 0 if case else re.IGNORECASE)


# --- inside ---------------------------------------------------------------------------------------------------------

_Reads = tuple[dict[int, cell_texts.Read], tuple[DateQuestion, ...], tuple[NameQuestion, ...]]


def _read(
    store: Store, fields: Mapping[str, Field], places: Sequence[Place], answers: Answers, makes: frozenset[str]
) -> _Reads:
    """The texts by the number of their place, and the questions."""
    at = [n for n, one in enumerate(places) if one.text is not None and one.key is not None and one.fields]
    at = [n for n in at if not places[n].problem]
    if not at:
        return {}, (), ()
    texts = [cell_texts.Text(places[n].fields, places[n].text or "") for n in at]
    with store.reading() as session:
        told = cell_texts.read(session, fields, texts, speech(), dates=answers.dates, names=answers.names, makes=makes,
                               keys=answers.keys)  # fmt: skip
    return dict(zip(at, told.cells, strict=True)), told.dates, told.names


def _fitting(
    store: Store, entity: str, places: Sequence[Place], cells: Mapping[int, cell_texts.Read], answers: Answers
) -> dict[int, cell_texts.Read]:
    """Of records that have one name, the only one that a cell takes: a stage of the project's own set."""
    fits: dict[int, list[Key]] = {}
    for turn in range(max((len(one.several) for one in cells.values()), default=0)):  # one value for a cell in each
        asked = [(n, one.several[turn]) for n, one in cells.items() if len(one.several) > turn]
        wants = [Want(key, cells[n].field, value) for n, value in asked if (key := places[n].key) is not None]
        judged = cell_changes.judge(store, entity, wants, reasons=answers.reasons)
        for (n, value), cell in zip(asked, judged.cells, strict=True):
            if cell.fate in (Fate.FINE, Fate.SAME, Fate.REASON):
                fits.setdefault(n, []).append(value)
    return {n: cell_texts.Read(cells[n].field, found[0]) for n, found in fits.items() if len(found) == 1}


def _unwritable(place: Place) -> Line:
    if place.problem:
        return Line(place, Verdict.REFUSED, place.now, place.text or "", place.problem)
    if place.key is None:
        why = _("There is no row for it: the list ends above.")
        return Line(place, Verdict.REFUSED, "", place.text or "", why)
    if _plain(place.text) in (_plain(place.now), _plain(place.own)):
        return Line(place, Verdict.SAME, place.now, place.now)
    why = _("This column only shows what follows from other fields.")
    return Line(place, Verdict.REFUSED, place.now, place.text or "", why)


def _line(place: Place, cell: Judged, fields: Mapping[str, Field], names: Mapping[Key, str]) -> Line:
    verdict = {one: Verdict[one.name] for one in Fate}
    said = partial(_words, fields[cell.want.field], names)
    return Line(place, verdict[cell.fate], said(cell.old), said(cell.want.value), cell.why)


def _words(declared: Field, names: Mapping[Key, str], value: Any) -> str:
    if value is None:
        return ""
    return names.get(value, "") if declared.target else declared.format(value, speech())


def _needed(fine: Sequence[Judged], made: Any) -> tuple[Newcomer, ...]:
    """The records to be made that a fine cell links to."""
    linked = {one.want.value for one in fine}
    return tuple(one for one in made if one.key in linked)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())

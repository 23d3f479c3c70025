"""Rows recognised by the key that was chosen: each is one known record's, new, asked about, or refused with the reason.

Nothing is guessed: a row without a value, a value that stands in several rows or fits several records, and a record of
that value that is called quite otherwise wait for a person's answer, and are refused without one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.fields import Key
from ecd_desktop.exchange.bringing import DECIDED, Bringing
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.import_result import Option, Outcome, Question, as_written
from ecd_desktop.exchange.matching import bare
from ecd_desktop.exchange.merge_keys import Holders, KeyChoice, Value
from ecd_desktop.language import _, ngettext

LEAVE, NEW, NONE = "leave", "new", "none"


@dataclass(slots=True)
class Keyed:
    """A row to be recognised: its value, and what it is called in a sentence."""

    row: Row
    value: Value | None
    words: str
    shown: str = ""  # the value as the sheet writes it


@dataclass(frozen=True, slots=True)
class Records:
    """What a noun knows for it.  ``label``: what a record is called.

    ``fits``: whether a row may be about the record that has its value, by what both are called.  ``alike``: the records
    that the row would be recognised as without a key.  ``apart``: whether such a record with another value is another
    one (a namesake of another district), which is then no question of whether to take the row.
    """

    holders: Holders
    stored: Collection[Key]
    label: Callable[[Key], str]
    fits: Callable[[Row, Key], bool]
    alike: Callable[[Row], Iterable[Key]]
    apart: bool = False


@dataclass(slots=True)
class Decided:
    """Row → its record; the rows that are new.  All other rows are told already, as duplicates or refused."""

    claimed: dict[int, Key] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)

    def goes_on(self, number: int) -> bool:
        return number in self.claimed or number in self.new


def decide(run: Bringing, choice: KeyChoice, rows: Sequence[Keyed], records: Records) -> Decided:
    """What each row is about; ``rows`` are in the order of their content."""
    return _Deciding(run, choice, records).decide(rows)


class _Deciding:
    def __init__(self, run: Bringing, choice: KeyChoice, records: Records) -> None:
        self.run = run
        self.choice = choice
        self.records = records
        self.found = Decided()
        self.marks: Counter[str] = Counter()
        self.taken: dict[Key, int] = {}
        self.proven: set[Key] = set()  # of these, those that the key says, or will

    def decide(self, rows: Sequence[Keyed]) -> Decided:
        """The sure ones first, so that no doubtful row is offered a record that another one has."""
        alone = self._once(rows)
        self.marks = Counter(_mark(one) for one in alone)
        doubtful: list[Keyed] = []
        sure: dict[Key, list[Keyed]] = {}
        for one in alone:
            having = self.records.holders.of(one.value)
            if len(having) == 1 and self.records.fits(one.row, having[0]):
                sure.setdefault(having[0], []).append(one)
            else:
                doubtful.append(one)
        for key, claiming in sure.items():
            for one in self._one_of(claiming) if len(claiming) > 1 else claiming:
                self._claim(one, key)
                self.proven.add(key)
        waiting: list[Keyed] = []
        for one in doubtful:
            known = self._remembered(one)
            if known is None:
                waiting.append(one)
                continue
            self._claim(one, known)
            self.run.decided[one.row.number] = _mark(one)
        for one in sorted(waiting, key=lambda one: self._only_free(one) is None):
            self._ask(one)
        return self.found

    def _only_free(self, one: Keyed) -> Key | None:
        """The one record that a row is like, and that only lacks the key which the row brings."""
        if one.value is None or self.records.holders.of(one.value):
            return None
        liked = [record for record in dict.fromkeys(self.records.alike(one.row)) if record not in self.taken]
        return liked[0] if len(liked) == 1 and liked[0] not in self.records.holders.keyed else None

    def _remembered(self, one: Keyed) -> Key | None:
        """The record that a person said, at this sender's last file, that such a row is about."""
        mark = _mark(one)
        told = self.run.before.get((DECIDED, mark, "key"))
        if told is None or self.marks[mark] > 1:
            return None
        key = Key(str(told))
        return key if key in self.records.stored and key not in self.taken else None

    def _once(self, rows: Sequence[Keyed]) -> list[Keyed]:
        """One row of each value: the others repeat it word by word, or a person says which one holds."""
        together: dict[Value, list[Keyed]] = {}
        kept: list[Keyed] = []
        for one in rows:
            if one.value is None:
                kept.append(one)
            else:
                together.setdefault(one.value, []).append(one)
        for same in together.values():
            kept += same if len(same) == 1 else self._one_of(same)
        place = {one.row.number: n for n, one in enumerate(rows)}
        return sorted(kept, key=lambda one: place[one.row.number])

    def _one_of(self, same: Sequence[Keyed]) -> list[Keyed]:
        different: list[Keyed] = []
        for one in sorted(same, key=lambda one: one.row.number):
            twin = next((other for other in different if other.row.values == one.row.values), None)
            if twin is None:
                different.append(one)
            else:
                self._repeats(one, twin)
        if len(different) == 1:
            return different
        first = different[0]
        numbers = ", ".join(str(one.row.number) for one in different)
        text = _("{key} {value} stands in the rows {rows}. Which of them holds?").format(
            key=_(self.choice.label), value=first.shown, rows=numbers
        )
        options = [Option(NONE, _("None of them: they are refused"))]
        options += [
            Option(str(one.row.number), _("Row {n}: {text}").format(n=one.row.number, text=_short(one.words)))
            for one in different
        ]
        answer = self.run.ask(self._question("twice", first, text, options, NONE))
        holding = next((one for one in different if str(one.row.number) == answer), None)
        for one in different:
            if one is holding:
                continue
            if holding is not None:
                self._repeats(one, holding)
                continue
            others = ", ".join(str(other.row.number) for other in different if other is not one)
            many = ngettext(
                "{key} {value} stands in row {rows} as well, so nobody can say which one holds.",
                "{key} {value} stands in the rows {rows} as well, so nobody can say which one holds.",
                len(different) - 1,
            )
            self._refuse(one, many.format(key=_(self.choice.label), value=one.shown, rows=others))
        return [holding] if holding is not None else []

    def _ask(self, one: Keyed) -> None:
        """A row that its value does not settle: a person does, or it is new where nothing speaks against it."""
        records, key = self.records, _(self.choice.label)
        having = [record for record in records.holders.of(one.value) if record not in self.taken]
        default = LEAVE
        if having:
            candidates = having
            if len(having) > 1:
                text = _("{key} {value} fits several records here.").format(key=key, value=one.shown)
            else:
                text = _("{key} {value} is “{ours}” here and “{theirs}” in the file.").format(
                    key=key, value=one.shown, ours=_short(records.label(having[0])), theirs=_short(one.words)
                )
        else:
            if taking := next((self.taken[r] for r in records.holders.of(one.value) if r in self.taken), None):
                self._refuse(one, _("Row {row} is about the same record.").format(row=taking))
                return
            liked = list(dict.fromkeys(records.alike(one.row)))
            candidates = [record for record in liked if record not in self.taken]
            free = self._only_free(one)
            if one.value is None:
                text = _("“{text}” has no value for the key: {key}.").format(text=_short(one.words), key=key)
            elif self.proven.issuperset(liked):  # what it is like has its own row
                self.found.new.add(one.row.number)
                return
            elif free is not None:
                default = str(free)  # what is known of it only lacks the key, which the file brings
                text = _("“{text}” is known here without {key}.").format(text=_short(one.words), key=key)
            else:
                lacking = any(record not in records.holders.keyed for record in candidates)
                default = NEW if records.apart and not lacking else LEAVE
                text = _("{key} {value} is not known, but “{text}” is.").format(
                    key=key, value=one.shown, text=_short(one.words)
                )
        options = [Option(LEAVE, _("Leave the row out: it is refused"))]
        options += [
            Option(str(record), _("It is “{name}”").format(name=_short(records.label(record)))) for record in candidates
        ]
        options.append(Option(NEW, _("It is a new one")))
        asked = _("{fact} Which one is it?").format(fact=text)
        answer = self.run.ask(self._question("key", one, asked, options, default))
        if answer != LEAVE:
            self.run.decided[one.row.number] = _mark(one)
        if answer == NEW:
            self.found.new.add(one.row.number)
        elif (chosen := next((record for record in candidates if str(record) == answer), None)) is not None:
            self._claim(one, chosen)
            if answer == default:
                self.proven.add(chosen)
        else:
            self._refuse(one, text)

    # -- telling -------------------------------------------------------------------------------------------------------

    def _claim(self, one: Keyed, key: Key) -> None:
        self.found.claimed[one.row.number] = key
        self.taken[key] = one.row.number

    def _question(self, kind: str, one: Keyed, text: str, options: Sequence[Option], default: str) -> Question:
        cell = f"{self.run.plan.sheet}!{self.run.cell(one.row, self.choice.fields[0])}"
        return Question(f"{kind}:{one.row.number}", kind, text, tuple(options), default, cell=cell)

    def _refuse(self, one: Keyed, reason: str) -> None:
        self.run.refuse(one.row, one.words, [self.run.remark(one.row, self.choice.fields[0], reason)])

    def _repeats(self, one: Keyed, other: Keyed) -> None:
        reason = _("The same as row {row}.").format(row=other.row.number)
        self.run.line(one.row, Outcome.DUPLICATE, one.words, reason=reason, of=other.row.number)


def _mark(one: Keyed) -> str:
    """What a row is remembered by: its key and what it is called, of which nothing can be read back."""
    return hashlib.sha256(f"{one.value!r} {bare(one.words)}".encode()).hexdigest()[:32]


def shown_in(run: Bringing, choice: KeyChoice, row: Row) -> str:
    """The value of a key as the sheet writes it."""
    told: list[str] = []
    for name in choice.fields:
        column: Any = run.plan.fields.get(name)
        if column is not None:
            told.append(" ".join(as_written(run.plan.table.sheet.cell(row.number, column.index)).split()))
    return " · ".join(filter(None, told))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else f"{plain[:89]}…"

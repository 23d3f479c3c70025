"""One import under way: what is known of the database and the sender, the answers, and what is said about each row."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from db.bulk import prepared
from db.fields import Field, Json, Key
from db.merge import Wish, wishes_between
from db.queries import importing as reads
from db.records import fields_of, record_class
from db.records.base import Record
from db.work import Work
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.import_plan import Plan
from ecd_desktop.exchange.import_result import Change, Line, Made, Option, Outcome, Question, Remark, Result, as_written
from ecd_desktop.exchange.merge_keys import MergeKey
from ecd_desktop.exchange.strategies import HELD, Strategy, fields_filled, has_one
from ecd_desktop.exchange.workbook import folded, letters
from ecd_desktop.language import _

Step = Callable[[Work], object]
"""One write of a run; a preview's can be written once more as they are, where nothing happened in between."""

DECIDED = "@rows"
"""The entity under which it is kept, with what a sender brought, which record a person said that a row is about."""

STATED = "según matriz"
"""The reason stored where the sheet is the only one; data, so in the office's language whatever the screen's is."""


class Told(NamedTuple):
    """What a row tells about one field of a record: a Python value, the column it stands in, and for a link its words.

    ``words`` are what the cell says where the value is a link: the same words as last time are no change.
    """

    field: str
    value: Any
    column: str
    words: str = ""


@dataclass(slots=True)
class Compared:
    """One record against what a row tells: ``wanted`` is to be written, ``changes`` are shown.

    ``cleared``: fields that a blank cell empties; ``skipped``: those that were left because something is here.
    """

    wanted: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)


class Bringing:
    """The state of one run; the row modules fill it, ``result`` tells it."""

    def __init__(self, work: Work, plan: Plan, answers: Mapping[str, str]) -> None:
        self.work = work
        self.plan = plan
        self.answers = answers
        self.rows: Sequence[Row] = plan.sheetful.rows
        self.cutoff: date = plan.cutoff.day
        self.before: Mapping[tuple[str, str, str], Json] = reads.brought(work.session, plan.sender)
        self.brings: dict[str, dict[str, dict[str, Json]]] = {}
        self.lines: dict[int, Line] = {}
        self.problems: list[Remark] = []
        self.warnings: list[Remark] = []
        self.questions: dict[str, Question] = {}
        self.created: list[Made] = []
        self.wishes: list[Wish] = []
        self.script: list[Step] = []
        self.decided: dict[int, str] = {}  # row → the mark under which a person's decision about it is remembered
        self._said: dict[tuple[Any, str], tuple[Json, str]] = {}
        self.strategies = plan.strategies
        self._columns = {name: column.index for name, column in plan.fields.items()}
        self._letters = {name: letters(index) for name, index in self._columns.items()}
        self._first = letters(min(self._columns.values(), default=1))

    # -- saying --------------------------------------------------------------------------------------------------------

    def cell(self, row: Row, name: str) -> str:
        """The address of a row's cell of a field; of its first mapped cell where the field has no column."""
        return f"{self._letters.get(name, self._first)}{row.number}"

    def remark(self, row: Row, name: str, reason: str) -> Remark:
        index = self._columns.get(name)
        value = None if index is None else self.plan.table.sheet.cell(row.number, index)
        return Remark(self.plan.sheet, self.cell(row, name), as_written(value), reason)

    def warn(self, row: Row, name: str, reason: str) -> None:
        self.warnings.append(self.remark(row, name, reason))

    def line(self, row: Row, outcome: Outcome, words: str, **more: Any) -> None:
        self.lines[row.number] = Line(row.number, outcome, words, **more)

    def refuse(self, row: Row, words: str, problems: Iterable[Remark]) -> None:
        """The row is not taken; every reason is told."""
        told = list(problems)
        self.problems += told
        self.line(row, Outcome.REFUSED, words, reason=" ".join(dict.fromkeys(one.reason for one in told)))

    def ask(self, question: Question) -> str:
        """The answer in force: the one given, where it is one of the options, else the default."""
        told = self.answers.get(question.id, "")
        value = told if any(option.value == told for option in question.options) else question.default
        self.questions[question.id] = Question(
            question.id, question.kind, question.text, question.options, question.default, value, question.cell
        )
        return value

    def accepted(self) -> list[Row]:
        """The rows without a problem; the others are refused here.  Warnings of both are told."""
        fine: list[Row] = []
        for row in self.rows:
            self.warnings += row.warnings
            if row.refused:
                words = row.get("description") or row.get("name") or row.get("unit") or ""
                self.refuse(row, str(words), row.problems)
            else:
                fine.append(row)
        return fine

    def limits(self, entity: str, columns: Mapping[str, str]) -> list[tuple[str, int]]:
        """(column, how many characters its text may have) for field → column."""
        fields = fields_of(record_class(entity))
        return [(column, limit) for name, column in columns.items() if (limit := fields[name].max) is not None]

    def too_long(self, row: Row, entity: str, told: Mapping[str, tuple[str, Any]]) -> list[Remark]:
        """What a value breaks of its field's own rules: ``told`` is field → (column, value)."""
        fields = fields_of(record_class(entity))
        found = []
        for name, (column, value) in told.items():
            if value is not None and (problem := fields[name].check(name, value)):
                found.append(self.remark(row, column, _(problem.message).format(**problem.places)))
        return found

    # -- three-way -----------------------------------------------------------------------------------------------------

    def compare(
        self,
        row: Row,
        record: type[Record],
        key: Key,
        now: Mapping[str, Any],
        told: Iterable[Told],
        names: Mapping[str, Mapping[Key, str]] | None = None,
    ) -> Compared:
        """What of a row is news about a stored record (decision 26).

        The base is what this sender brought last, else the present value; the same as base is no change, also where
        ours moved on.  A column that is always taken, or only fills blanks, asks for no base.
        ``names``: field of a link → key → what it is called.
        """
        entity = record.__tablename__
        fields = fields_of(record)
        found = Compared()
        text = str(key)
        if row.blank:
            told = self._with_blanks(row, entity, fields, now, told, found)
        for one in told:
            if one.value is None and one.field not in found.cleared:
                continue
            present = now.get(one.field)
            if present == one.value or _same(one.value, present):
                continue
            strategy = self.strategies.get(one.column) if self.strategies else None
            if strategy is Strategy.FILL and is_filled(entity, one, now):
                found.skipped.add(one.field)
                continue
            base = self.before.get((entity, text, one.field), _NOTHING) if strategy is None else _NOTHING
            if base is not _NOTHING:
                if one.words and self.before.get((entity, text, f"{one.field}~")) == folded(one.words):
                    continue
                dumped = fields[one.field].dump(one.value)
                if base == dumped or _same(base, dumped):
                    continue
            elif one.words and self._said_so(entity, text, one, fields[one.field].dump(present)):
                continue
            old, new = present, one.value
            if names and one.field in names:
                old = names[one.field].get(present, "") if present is not None else None
                new = (one.words or names[one.field].get(one.value, "")) if one.value is not None else None
            applied = base is _NOTHING or base == fields[one.field].dump(present)
            if not applied:
                applied = self._theirs(row, record, one, old, new)
            found.changes.append(Change(entity, one.field, old, new, self.cell(row, one.column), applied))
            if applied:
                found.wanted[one.field] = one.value
        return found

    def _said_so(self, entity: str, key: str, one: Told, present: Json) -> bool:
        """Whether a link's words are those that led this sender's file to what is here, whatever they would now."""
        said = self.before.get((entity, key, f"{one.field}~")) == folded(one.words)
        return said and self.before.get((entity, key, one.field), _NOTHING) == present

    def _with_blanks(
        self, row: Row, entity: str, fields: Mapping[str, Field], now: Mapping[str, Any], told: Iterable[Told],
        found: Compared,
    ) -> Iterator[Told]:  # fmt: skip
        """What a row tells, and the fields that its blank cells clear; a needed one is refused with the reason."""
        said: set[str] = set()
        for one in told:
            said.add(one.field)
            yield one
        for column in row.blank:
            for name in fields_filled(entity, column):
                if name in said or now.get(name) in (None, ""):
                    continue
                said.add(name)
                if fields[name].required or name in HELD.get(entity, ()):
                    reason = _("“{field}” is never left empty; it stays as it is here.")
                    self.warn(row, column, reason.format(field=_(fields[name].label)))
                    continue
                found.cleared.add(name)
                yield Told(name, None, column)

    def _theirs(self, row: Row, record: type[Record], one: Told, old: Any, new: Any) -> bool:
        """A conflict, answered: whether the file's value is taken."""
        shown = Change(record.__tablename__, one.field, old, new).shown()
        id = f"conflict:{row.number}:{one.field}"
        answer = self.ask(
            Question(
                id=id,
                kind="conflict",
                text=_("{field} was changed here and in the file. Which one holds?").format(
                    field=_(fields_of(record)[one.field].label)
                ),
                options=(
                    Option("ours", _("Here: {value}").format(value=shown[0])),
                    Option("theirs", _("File: {value}").format(value=shown[1])),
                ),
                default="ours",
                cell=f"{self.plan.sheet}!{self.cell(row, one.column)}",
            )
        )
        return answer == "theirs"

    def wish(self, record: type[Record], key: Key, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        """Write these values, if they are still as they were read."""
        if wanted:
            self.wishes += wishes_between(record.__tablename__, key, fields_of(record), now, wanted)

    def keep(self, record: type[Record], key: Key, told: Iterable[Told], found: Compared | None = None) -> None:
        """Remember what the file brought for a record, as the base of this sender's next edition.

        Of ``found`` what was cleared was brought as well; what was left because something is here was not.
        """
        skipped = found.skipped if found is not None else ()
        there = [one for one in told if one.value is not None and one.field not in skipped]
        words = {one.field: one.words for one in there if one.words}
        values = {one.field: one.value for one in there}
        if found is not None and found.cleared:
            values |= dict.fromkeys(found.cleared)
        self.keep_said(record, key, values, words)

    def keep_said(
        self, record: type[Record], key: Key, values: Mapping[str, Any], words: Mapping[str, str]
    ) -> None:
        """The same, for field → value and link → the words of its cell."""
        fields = fields_of(record)
        kept = self.brings.setdefault(record.__tablename__, {}).setdefault(str(key), {})
        for name, value in values.items():
            text = words.get(name)
            if text is None:
                kept[name] = fields[name].kind.dump(value)
                continue
            said = self._said.get((value, text))
            if said is None:
                said = self._said[value, text] = (fields[name].kind.dump(value), folded(text))
            kept[name], kept[f"{name}~"] = said

    # -- making --------------------------------------------------------------------------------------------------------

    def make(self, record: type[Record], rows: Sequence[Mapping[str, Any]], names: Sequence[str] | None = None) -> None:
        """Write new records; ``names`` tells them as made beside the rows."""
        if not rows:
            return
        made = prepared(record, rows)
        self._do(lambda work: work.add_prepared(made))
        if names is not None:
            entity = record.__tablename__
            self.created += [
                Made(entity, key, name, str(row.get("code") or ""))
                for key, name, row in zip(made.keys, names, rows, strict=True)
            ]

    def codes(self, series: str, years: Sequence[int]) -> list[str]:
        """The next codes of a series, one per year given, in that order; each year's counter is moved once.

        Where rows are known by their codes, none is given that another row of the file calls its own.
        """
        theirs: set[str] = set()
        if self.plan.key is MergeKey.CODE:
            theirs = {code.upper() for row in self.rows if (code := row.get("code"))}
        given: dict[int, list[str]] = {}
        for year, count in Counter(years).items():
            code = self.work.code(series, year)
            self.script.append(partial(_same_code, code=code, series=series, year=year))
            start = int(code.rpartition("-")[2])
            free = (one for number in itertools.count(start) if (one := f"{series}-{year}-{number:03d}") not in theirs)
            given[year] = list(itertools.islice(free, count))
            if given[year][-1] != code:
                self.claim(given[year][-1])
        following = {year: iter(codes) for year, codes in given.items()}
        return [next(following[year]) for year in years]

    def claim(self, code: str) -> None:
        """Take a code that the file brings out of its series."""
        self._do(lambda work: work.claim(code))

    def finish(self) -> None:
        """Write what changes in records that were known."""
        wishes = self.wishes
        self._do(lambda work: work.apply(wishes))

    def _do(self, step: Step) -> None:
        step(self.work)
        self.script.append(step)

    def remember(self) -> None:
        """Keep what a person decided about rows, so that this sender's next file asks no more."""
        for number, mark in self.decided.items():
            line = self.lines.get(number)
            if line is not None and line.key is not None:
                self.brings.setdefault(DECIDED, {})[mark] = {"key": str(line.key)}

    # -- telling -------------------------------------------------------------------------------------------------------

    def result(self) -> Result:
        """What the run says; not yet applied."""
        order = {row.number: place for place, row in enumerate(self.rows)}
        return Result(
            name=self.plan.opened.workbook.name,
            kind=self.plan.kind.value,
            sheet=self.plan.sheet,
            sender=self.plan.sender,
            cutoff=self.cutoff,
            lines=tuple(sorted(self.lines.values(), key=lambda line: order[line.row])),
            skipped=self.plan.sheetful.skipped,
            problems=_in_order(self.problems),
            warnings=_in_order(self.warnings),
            questions=tuple(self.questions.values()),
            created=tuple(self.created),
            key=self.plan.key.value,
            strategies={
                name: self.strategies.get(name, Strategy.NONBLANK).value for name in self.plan.fields
                if has_one(self.plan.kind, name)
            },
        )  # fmt: skip


class Stale(Exception):
    """The database is not as the preview saw it: what it wrote cannot be written again."""


def _same_code(work: Work, *, code: str, series: str, year: int) -> None:
    if work.code(series, year) != code:
        raise Stale


_NOTHING: Any = object()


def _same(one: Any, other: Any) -> bool:
    """Texts that differ only in blanks and line breaks are the same cell."""
    return isinstance(one, str) and isinstance(other, str) and one.split() == other.split()


def is_filled(entity: str, one: Told, now: Mapping[str, Any]) -> bool:
    """Whether something is here in the fields that a column fills together."""
    return any(now.get(name) not in (None, "") for name in (one.field, *fields_filled(entity, one.column)))


def _in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (int("".join(filter(str.isdigit, remark.cell)) or 0), remark.cell)))

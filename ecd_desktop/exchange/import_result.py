"""What an import did, or would do: one line per row read, every change cell by cell, refusals, warnings, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from db.fields import Field, Key
from db.records.base import fields_of, record_class
from ecd_desktop.exchange.workbook import Cell
from ecd_desktop.language import _, format_date, format_number, in_language, speech


class Outcome(StrEnum):
    """What became of a row; every row read has exactly one."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one cell: a refusal or a warning.  ``value`` is the cell as the sheet shows it."""

    sheet: str
    cell: str
    value: str
    reason: str

    def to_json(self) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": self.cell, "value": self.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer to a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person knows.  ``id`` stays the same between preview and apply of one plan.

    ``kind``: dates, similar, same, duplicate, conflict, code, key, twice.  ``default`` is what happens without an
    answer; it is ``""`` where nothing can happen without one.  ``answer`` is the one in force.
    """

    id: str
    kind: str
    text: str
    options: tuple[Option, ...]
    default: str
    answer: str = ""
    cell: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "question": self.text,
            "cell": self.cell,
            "choices": [{"value": option.value, "label": option.label} for option in self.options],
            "default": self.default,
            "answer": self.answer,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a cell changes.  Links are already names; other values are Python values of the field.

    ``applied`` is False for a conflict that waits for an answer, or was answered in favour of ours.
    """

    entity: str
    field: str
    old: Any
    new: Any
    cell: str = ""
    applied: bool = True

    @property
    def meaning(self) -> Field:
        return fields_of(record_class(self.entity))[self.field]

    def label(self) -> str:
        return _(self.meaning.label)

    def shown(self) -> tuple[str, str]:
        """Old and new as a person reads them, in the language in force."""
        return _shown(self.old, self.meaning), _shown(self.new, self.meaning)

    def to_json(self) -> dict[str, Any]:
        old, new = self.shown()
        return {
            "entity": self.entity,
            "field": self.field,
            "label": self.label(),
            "cell": self.cell,
            "old": old,
            "new": new,
            "applied": self.applied,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row.  ``row`` is its number in the sheet, ``words`` what it is about.

    ``reason`` says why it was refused, or of which row (``of``) it is a duplicate.
    """

    row: int
    outcome: Outcome
    words: str
    entity: str = ""
    key: Key | None = None
    code: str = ""
    changes: tuple[Change, ...] = ()
    reason: str = ""
    of: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "outcome": self.outcome.value,
            "text": self.words,
            "code": self.code,
            "changes": [change.to_json() for change in self.changes],
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Made:
    """A record that the rows only mention and that was not there: a meeting, a project, a unit, a person."""

    entity: str
    key: Key
    name: str
    code: str = ""

    def to_json(self) -> dict[str, str]:
        return {"entity": self.entity, "name": self.name, "code": self.code}


@dataclass(frozen=True, slots=True)
class Result:
    """The whole import.  ``lines`` are in sheet order; new + changed + same + duplicate + refused == rows.

    ``skipped``: totals, repeated headers and notes, which are no rows.  ``applied`` is False for a preview.
    """

    name: str
    kind: str
    sheet: str
    sender: str
    cutoff: date
    lines: tuple[Line, ...]
    skipped: int
    problems: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    created: tuple[Made, ...] = ()
    applied: bool = False
    tx_id: Key | None = None
    key: str = "none"  # what known records were recognised by
    strategies: Mapping[str, str] = field(default_factory=dict)  # field → how its column was taken, of every column

    @property
    def rows(self) -> int:
        return len(self.lines)

    @property
    def new(self) -> int:
        return self.count(Outcome.NEW)

    @property
    def changed(self) -> int:
        return self.count(Outcome.CHANGED)

    @property
    def same(self) -> int:
        return self.count(Outcome.SAME)

    @property
    def duplicate(self) -> int:
        return self.count(Outcome.DUPLICATE)

    @property
    def refused(self) -> int:
        return self.count(Outcome.REFUSED)

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(line.outcome is outcome for line in self.lines)

    def to_json(self, language: str | None = None) -> dict[str, Any]:
        """One object for ``--json``; values are written in ``language`` (default: the one in force)."""
        with in_language(language):
            return {
                "file": self.name,
                "kind": self.kind,
                "sheet": self.sheet,
                "sender": self.sender,
                "cutoff": self.cutoff.isoformat(),
                "key": self.key,
                "strategies": dict(self.strategies),
                "applied": self.applied,
                "rows": self.rows,
                "new": self.new,
                "changed": self.changed,
                "same": self.same,
                "duplicate": self.duplicate,
                "refused": self.refused,
                "skipped": self.skipped,
                "problems": [remark.to_json() for remark in self.problems],
                "warnings": [remark.to_json() for remark in self.warnings],
                "questions": [question.to_json() for question in self.questions],
                "lines": [line.to_json() for line in self.lines],
                "created": [made.to_json() for made in self.created],
            }


def as_written(value: Cell) -> str:
    """A cell as its sheet shows it, for a remark."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_date(value.date())
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e15 else str(value)
    return str(value)


def _shown(value: Any, field: Field) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and field.kind.name == "number":
        return format_number(value)
    return field.format(value, speech())

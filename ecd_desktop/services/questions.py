"""One thing that a returned file says about one record, before it is put into words: values, ways to answer, effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.fields import Key
from ecd_desktop.language import _
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Kind
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Values

AS_NEW = "new"
"""The answer to a row that came twice: the first is the record, the further ones are new."""


@dataclass(slots=True)
class Question:
    """What ``services.judging`` finds and ``services.review_words`` shows.

    ``name``: a field, "@group", EXISTS, "+entity.field", "-" or "rows". ``fields``: what its values are about.
    ``ways``: each way to answer → why it cannot be chosen, "" where it can. ``said``: words of a way that are not made
    of values. ``wrote``: the cell as its sheet shows it, for the receipt. ``settles``: what the return log keeps once
    it is settled. ``against``: what an answer is given against.
    ``by``: the file before this one whose value ``now`` is. ``column``: by what points are answered together.
    ``reason_is_ours``: its reason tells of other records, and is not for the sender.
    ``rows`` and ``places``: of a record that stands in several rows, way → what that row tells, and where.
    """

    id: str
    file: Key
    kind: Kind
    entity: str
    key: Key | None
    code: str
    words: str
    name: str
    fields: tuple[str, ...] = ()
    base: Values = field(default_factory=dict)
    now: Values = field(default_factory=dict)
    theirs: Values = field(default_factory=dict)
    typed: Values = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    wrote: str = ""
    settles: Values = field(default_factory=dict)
    against: Any = None
    answer: str = ""
    at: str = ""
    cell: str = ""
    note: str = ""
    reason: str = ""
    by: str = ""
    who: str = ""
    when: str = ""
    column: str = ""
    copy: bool = False
    asked_again: bool = False
    editable: bool = False
    reason_is_ours: bool = False
    rows: dict[str, Values] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether a person has to say something first."""
        return self.kind is Kind.DECIDE and not self.answer

    @property
    def writes(self) -> bool:
        """Whether its answer changes something here."""
        return self.answer not in ("", OURS)

    def taken(self, way: str) -> Values:
        """The values that an answer takes over, by what tells them."""
        if way == THEIRS:
            return self.theirs
        if way == BASE:
            return self.base
        return self.typed if way == OTHER else {}

    def answered(self, kept: Mapping[str, Any] | None, default: str) -> None:
        """Let an answer count that was given against what is here now; one that was given against another is asked
        again, where there is something to ask.
        """
        self.answer = default
        if kept is None:
            return
        way = kept["value"]
        if kept["now"] != self.against:
            self.asked_again = True
            if self.kind in (Kind.CLEAN, Kind.DECIDE):
                self.kind, self.answer = Kind.DECIDE, ""
        elif way == OTHER and self.editable:
            self.answer, self.typed = OTHER, {self.fields[0]: kept.get("typed")}
        elif way in self.ways and not self.ways[way]:
            self.answer = way

    def refuse(self, way: str, why: str) -> None:
        """Chosen or clean, it would break a rule: a person has to say something else, or complete the rest first."""
        if self.kind is Kind.CLEAN:
            self.kind = Kind.DECIDE
        self.answer, self.reason = "", why
        if way in self.ways:
            self.ways[way] = why


UNREAD = {"unreadable": Kind.UNREADABLE, "ours": Kind.UNREADABLE, "doubt": Kind.HELD, "held": Kind.HELD}


def unread_and_missing(file: Opened) -> list[Question]:
    """What could not be read, what is held back and what is not in the file: shown, never written."""
    found = []
    for n, one in enumerate(file.parcel.unread):
        found.append(Question(
            f"{file.id}/unread/{n}", file.id, UNREAD.get(one.kind, Kind.HELD), one.entity, one.key, one.code, one.words,
            one.field, fields=(one.field,) if one.field else (), said={THEIRS: one.said}, at=one.at, cell=one.at,
            reason=one.reason, column=one.field,
        ))  # fmt: skip
    for lost in file.parcel.missing:
        found.append(Question(
            f"{file.id}/{lost.entity}/{lost.key}/missing", file.id, Kind.MISSING, lost.entity, lost.key, lost.code,
            lost.words, "", reason=_("Its row is not in the file: it was not answered."),
        ))  # fmt: skip
    return found

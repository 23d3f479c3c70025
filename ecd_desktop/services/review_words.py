"""The questions of returned files in the words of a person: labels, values as they are read, who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from db import exchange_log
from db.fields import Field, Json, Key
from db.merge import EXISTS
from db.queries.reconciling import Place, Session, Touch, last_changes
from db.queries.records import names
from db.records import fields_of, record_class
from db.records.action_items import State
from ecd_desktop.language import N_, _, format_moment, speech
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, File, Kind, Option, Point
from ecd_desktop.services import commitment_replies as replies
from ecd_desktop.services.judging import Judge
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Values
from ecd_desktop.services.questions import AS_NEW, Question
from ecd_desktop.services.whole_records import ROWS

COPIED = "copied"
LABELS = {
    EXISTS: N_("Whole record"), replies.WITHDRAW: N_("Withdraw?"), ROWS: N_("Row that stands twice"),
    "+reschedules": N_("Proposed new date"), "+measurements": N_("New measurement"),
}  # fmt: skip


class Words:
    """What the questions of one pass need to be shown, read in few queries."""

    def __init__(self, session: Session, judge: Judge) -> None:
        self._sides = {
            BASE: _("When it left"), OURS: _("Here now"), THEIRS: _("In the file"), COPIED: _("In the copy"),
        }  # fmt: skip
        self._speech = speech()
        brought = {one.key: one.words for file in judge.files for one in file.parcel.records if one.words}
        self._linked = brought | _names(session, judge.questions)  # what is new in a file has its name from there
        asked = {(one.entity, one.key) for one in judge.questions if one.key is not None and _needs_hand(one)}
        self._touched: Mapping[Place, Mapping[str, Touch]] = last_changes(session, asked) if asked else {}

    def point(self, one: Question) -> Point:
        """One question as it is shown."""
        typed = self._values(one, one.typed) if one.answer == OTHER else ""
        return Point(
            one.id, one.file, one.kind, one.entity, one.key, one.code, one.words, one.column, self.label(one),
            tuple(self._option(one, way) for way in one.ways), one.answer, typed, one.cell or one.at, one.note,
            self._reason(one), one.asked_again, one.editable and bool(one.ways), one.against,
        )  # fmt: skip

    @staticmethod
    def label(one: Question) -> str:
        """The field or the further record that it is about."""
        return label_of(one.entity, one.name, one.fields)

    def _reason(self, one: Question) -> str:
        said = one.said.get(THEIRS, "") if not one.ways else ""
        return _("“{text}”: {reason}").format(text=said, reason=one.reason) if said and one.reason else one.reason

    def _option(self, one: Question, way: str) -> Option:
        return Option(way, self._whose(one, way), self.shown(one, way), self._hint(one, way), one.ways[way])

    def _whose(self, one: Question, way: str) -> str:
        if one.kind is Kind.REMOVAL:
            return _("Keep it") if way == OURS else _("Take it off")
        if one.key is not None and one.name == EXISTS and not one.now and way == THEIRS and one.kind is not Kind.DECIDE:
            return _("Take it over")
        if way in one.places:
            return _("Row {row}").format(row=one.places[way].rpartition("!")[2])
        if way == AS_NEW:
            return _("Both")
        return self._sides[COPIED if one.copy and way == THEIRS else way]

    def shown(self, one: Question, way: str) -> str:
        """What a way to answer would leave, as a person reads it."""
        if way in one.said:
            return one.said[way]
        if one.kind is Kind.REMOVAL:
            return _(State.CANCELLED.label) if way == THEIRS else ""
        if way in one.rows:
            return self._values(one, one.rows[way])
        if way == OURS:
            return self._values(one, one.now) if one.name != EXISTS else one.words
        return self._values(one, one.taken(way))

    def _values(self, one: Question, values: Values) -> str:
        """One value alone; several, and those of a whole record, with their names."""
        told = [(name, value) for name, value in values.items() if value is not None or len(values) == 1]
        if one.name == "+reschedules":
            return " – ".join(filter(None, (self._value(one.entity, name, value) for name, value in told)))
        if one.name != EXISTS and (len(values) == 1 or (len(told) == 1 and one.name.startswith("@"))):
            return self._value(one.entity, told[0][0], told[0][1])
        return " · ".join(
            _("{label}: {value}").format(label=label_of(one.entity, name), value=self._value(one.entity, name, value))
            for name, value in told
        )

    def _value(self, entity: str, name: str, value: Json) -> str:
        field = field_of(entity, name)
        if field is None or value is None:
            return "" if value is None else str(value)
        if field.target:
            return self._linked.get(Key(str(value))) or _("(deleted)")
        return field.format(field.load(value), self._speech)

    def _hint(self, one: Question, way: str) -> str:
        if way == THEIRS or way in one.rows:
            when = format_moment(datetime.fromisoformat(one.when)) if one.when else ""
            cell = one.places.get(way, one.cell)
            return " · ".join(filter(None, (one.who, when, cell)))
        if way != OURS or one.key is None or not _needs_hand(one):
            return ""
        if one.by:
            return _("from {sender}, in this review").format(sender=one.by)
        touched = self._touched.get((one.entity, one.key), {})
        found = [touched[name] for name in one.fields if name in touched] if one.now else []
        last = max(found, key=lambda touch: touch.at, default=touched.get(""))
        return f"{last.who} · {format_moment(last.at)}" if last else ""


def _needs_hand(one: Question) -> bool:
    """Whether it matters who gave the value that is here."""
    return one.kind is Kind.DECIDE and OURS in one.ways


@cache
def field_of(entity: str, name: str) -> Field | None:
    """The field that a told name is about; of "+entity.field" that of the further record."""
    if name.startswith("+"):
        entity, _dot, name = name[1:].partition(".")
    try:
        return fields_of(record_class(entity)).get(name)
    except KeyError:
        return None


def label_of(entity: str, name: str, fields: Sequence[str] = ()) -> str:
    """What a told name is called, in the language in force."""
    if name in LABELS:
        return _(LABELS[name])
    field = field_of(entity, fields[0] if name.startswith("@") and fields else name)
    return _(field.label) if field is not None else ""


def _names(session: Session, questions: Iterable[Question]) -> dict[Key, str]:
    """What the records are called that values point to."""
    wanted: dict[str, set[Key]] = {}
    for one in questions:
        for values in (one.base, one.now, one.theirs, one.typed, *one.rows.values()):
            for name, value in values.items():
                field = field_of(one.entity, name)
                if field is not None and field.target and value is not None:
                    wanted.setdefault(field.target, set()).add(Key(str(value)))
    found: dict[Key, str] = {}
    for target, keys in wanted.items():
        some = list(keys)
        for start in range(0, len(some), 500):
            found |= names(session, target, some[start : start + 500])
    return found


def file_of(session: Session, file: Opened) -> File:
    """What is said of a file as a whole."""
    entry, parcel = file.entry, file.parcel
    sent = exchange_log.sent(session, id=entry.export_id) if entry.export_id else []
    return File(
        entry.id, entry.name, entry.kind, entry.sender or "", entry.at, entry.who, sent[0].at if sent else None,
        parcel.day, parcel.rows, file.same, parcel.unsure,
    )  # fmt: skip



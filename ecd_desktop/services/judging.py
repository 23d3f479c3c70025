"""Files that wait against the present: what is the same, what is clean, what a person has to decide, what it changes.

The files come in their order, each on top of what the answers so far would write (``Overlay``). The same pass shows a
review and applies it, so that what was seen is what is written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from db import exchange_log
from db.fields import REDACTED, Json, Key
from db.inbox import Entry
from db.merge import groups_of
from db.queries import lookups
from db.queries.reconciling import Place, Session
from db.records import fields_of, record_class
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _
from ecd_desktop.parcels import About, Brought, Cell, Parcel
from ecd_desktop.review import BASE, OURS, THEIRS, Kind
from ecd_desktop.services import commitment_replies as replies
from ecd_desktop.services import measurement_replies
from ecd_desktop.services.deletions import judge_deletions
from ecd_desktop.services.merged_records import Rules, links_of, make, missing_link, named, with_taken
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Overlay, Values
from ecd_desktop.services.questions import Question, unread_and_missing
from ecd_desktop.services.whole_records import WholeRecords


class Judge:
    """One pass over files; ``questions`` in their order, ``overlay`` as their answers leave the records."""

    def __init__(self, session: Session, files: Sequence[Entry], *, today: date) -> None:
        self.session = session
        self.today = today
        self.questions: list[Question] = []
        self.rules = Rules()
        self._built: dict[Place, tuple[Values, list[replies.Made]]] = {}
        self._handed: dict[Key, Mapping[str, Any]] = {}
        parcels = [Parcel.from_json(one.parcel) for one in files]
        self.overlay = Overlay(session, {(b.entity, b.key) for parcel in parcels for b in parcel.records})
        self.files = [self._opened(one, parcel) for one, parcel in zip(files, parcels, strict=True)]
        for file in self.files:
            self._judge(file)

    def _opened(self, entry: Entry, parcel: Parcel) -> Opened:
        day = date.fromisoformat(parcel.day[:10]) if parcel.day else self.today
        if day < self._left_on(entry):  # a clock that stands wrong: nobody answers before it was sent
            day = self.today
        reply = replies.Reply(entry.sender or entry.name, min(day, self.today))
        if entry.export_id is not None:
            brought = exchange_log.brought_for(self.session, entry.export_id)
        else:
            brought = exchange_log.brought_from(self.session, entry.id)
        return Opened(entry, parcel, reply, brought)

    def _left_on(self, entry: Entry) -> date:
        """The day on which its export left, as far as that is known and not after today."""
        sent = exchange_log.sent(self.session, id=entry.export_id) if entry.export_id else []
        left = sent[0].at.astimezone(LIMA).date() if sent else date.min
        return left if left <= self.today else date.min

    def _judge(self, file: Opened) -> None:
        twice: dict[Place, list[Brought]] = {}
        deleted: list[Brought] = []
        whole = WholeRecords(self, file)
        back = self._standing_again(file)
        for one in (*file.parcel.records, *self._without_answer(file, back)):
            place = (one.entity, one.key)
            if one.twice:
                twice.setdefault(place, []).append(one)
            elif one.about is About.DELETED:
                deleted.append(one)
            elif self.overlay.get(place) is not None:
                self._known(file, one, {**self._cells(one), **back.get(place, {})}, frozenset(back.get(place, ())))
            elif one.about is About.NEW:
                whole.new(one)
            else:
                whole.gone(one)
        for rows in twice.values():
            whole.twice(rows)
            asking = next((one for one in rows if one.withdraw is not None), None)
            if asking is not None and self.overlay.get((asking.entity, asking.key)) is not None:
                self._known(file, replace(asking, fields={}, adds={}), {}, frozenset())
        whole.finish()
        self.questions += judge_deletions(self.session, file, self.overlay, deleted)
        self.questions += unread_and_missing(file)

    def _standing_again(self, file: Opened) -> dict[Place, dict[str, Cell]]:
        """Cells that an earlier edition changed and that stand as handed out again: the sender took that back.

        Where something about the file is unsure, a column may only be missing, and nothing is concluded.
        """
        parcel = file.parcel
        if not file.by_verbs or not file.brought or parcel.unsure or any(one.kind == "held" for one in parcel.unread):
            return {}
        told = {(one.entity, one.key, name) for one in parcel.records for name in one.fields}
        silent: set[tuple[str, Key | None]] = {(one.entity, one.key) for one in parcel.missing}
        silent |= {(one.entity, one.key) for one in parcel.unread}
        silent |= {(one.entity, one.key) for one in parcel.records if one.twice or one.about is not About.KNOWN}
        handed, found = self.handed(file), dict[Place, dict[str, Cell]]()
        for (entity, text, name), value in file.brought.items():
            place = (entity, Key(text))
            first = handed.get(entity, {}).get(text, {})
            if name in first and first[name] != value and place not in silent and (*place, name) not in told:
                found.setdefault(place, {})[name] = Cell(first[name], value)
        return found

    def _without_answer(self, file: Opened, back: Mapping[Place, Mapping[str, Cell]]) -> list[Brought]:
        """Rows that tell nothing but that an earlier answer was taken back."""
        told = {(one.entity, one.key) for one in file.parcel.records}
        rows = []
        for entity, key in back:
            if (entity, key) not in told and (now := self.overlay.get((entity, key))) is not None:
                rows.append(Brought(entity, key, About.KNOWN, str(now.get("code") or ""), named(entity, now)))
        return rows

    # -- known records -------------------------------------------------------------------------------------------------

    @staticmethod
    def _cells(one: Brought) -> dict[str, Cell]:
        return {
            name: cell for name, cell in one.fields.items()
            if REDACTED not in (cell.value, cell.base) and not (one.about is About.NEW and name == "code")
        }  # fmt: skip

    def _known(self, file: Opened, one: Brought, cells: Mapping[str, Cell], back: frozenset[str]) -> None:
        place = (one.entity, one.key)
        now = self.overlay.get(place)
        assert now is not None
        asked = [
            *self._fields(file, one, place, now, cells, back), *self._adds(file, one, place, now),
            *self._withdrawal(file, one, place, now),
        ]  # fmt: skip
        if asked:
            self._hold_back(file, place, now, asked, cells)
            taken = self._taken(asked)
            if taken:
                values, made = self._built.pop(place, (None, None))
                if values is None or made is None:
                    values, made, _why = with_taken(
                        *place, now, taken, file.reply, by_verbs=file.by_verbs, told=cells
                    )
                self.overlay.put(place, values, file.called)
                make(self.overlay, made)
            self.questions += asked

    def question(self, file: Opened, one: Brought, kind: Kind, name: str, **more: Any) -> Question:
        id = f"{file.id}/{one.entity}/{one.key}/{name}"
        now = self.overlay.get((one.entity, one.key)) or {}
        code = str(now.get("code") or one.code)
        more.setdefault("note", one.note)
        return Question(
            id, file.id, kind, one.entity, one.key, code, one.words, name, at=one.at, who=one.who, when=one.when,
            copy=not file.by_verbs, **more,
        )  # fmt: skip

    def _fields(
        self, file: Opened, one: Brought, place: Place, now: Values, cells: Mapping[str, Cell], back: frozenset[str]
    ) -> list[Question]:
        fields = fields_of(record_class(one.entity))
        found = []
        for group, names in told_together(one.entity, cells):
            base = {name: file.base(place, name, cells[name]) for name in names}
            theirs = {name: cells[name].value for name in names}
            if file.by_verbs and one.entity == replies.ENTITY and "state" in theirs:
                theirs["state"] = replies.told_state(theirs["state"])
            here = {name: now[name] for name in names}
            told = {name: cells[name].value for name in names}
            known = file.by_verbs and one.entity == replies.ENTITY and len(names) == 1
            if theirs in (here, base) or REDACTED in here.values() or (
                known and replies.needs_nothing(names[0], now, theirs[names[0]])
            ):  # fmt: skip
                file.same += len(names)
                file.settle(place, told)
                continue
            clean = base == here
            first = cells[names[0]]
            question = self.question(
                file, one, Kind.CLEAN if clean else Kind.DECIDE, group, fields=names, base=base, now=here,
                theirs=theirs, settles=told, against=[now[name] for name in names], cell=first.at,
                note=first.note or one.note, column=names[0], wrote=first.said if len(names) == 1 else "",
                ways={OURS: "", THEIRS: ""} if clean else {BASE: "", OURS: "", THEIRS: ""},
                editable=len(names) == 1 and fields[names[0]].target is None,
                by=self.overlay.by.get((place, names[0]), ""),
            )  # fmt: skip
            if clean and file.by_verbs and one.entity == replies.ENTITY and "state" in theirs and (
                theirs["state"] not in replies.THEIRS_TO_SAY
            ):  # fmt: skip
                question.kind = Kind.DECIDE
                question.reason = _("A state that the team gives, and not who answers for it.")
            if clean and back & set(names):
                question.kind, question.reason = Kind.DECIDE, _("It stands again as it was handed out.")
            question.answered(file.entry.decisions.get(question.id), THEIRS if question.kind is Kind.CLEAN else "")
            found.append(question)
        return found

    def _adds(self, file: Opened, one: Brought, place: Place, now: Values) -> list[Question]:
        """Further records told by cells: each is added, or left out; a new date with its reason moves the due date."""
        found = []
        left = dict(one.adds)
        moves = one.entity == replies.ENTITY and file.by_verbs
        date_names = [name for name in (replies.NEW_DUE, replies.NEW_DUE_REASON) if moves and name[1:] in left]
        if date_names:
            found += self._new_date(file, one, place, now, {name: left.pop(name[1:]) for name in date_names})
        if file.by_verbs and one.entity == measurement_replies.ENTITY:
            measured = {name: left.pop(name) for name in list(left) if measurement_replies.is_told(name)}
            found += measurement_replies.asked(self, file, one, now, measured) if measured else []
        for noun, cell in left.items():
            name = f"+{noun}"
            if cell.value is None or file.before(place, name) == cell.value:
                file.same += 1
                file.settle(place, {name: cell.value})
                continue
            question = self.question(
                file, one, Kind.CLEAN, name, theirs={name: cell.value}, settles={name: cell.value}, cell=cell.at,
                note=cell.note, column=name, ways={OURS: "", THEIRS: ""},
            )  # fmt: skip
            question.answered(file.entry.decisions.get(question.id), THEIRS)
            found.append(question)
        return found

    def _new_date(
        self, file: Opened, one: Brought, place: Place, now: Values, cells: Mapping[str, Cell]
    ) -> list[Question]:
        told = {name: cell.value for name, cell in cells.items()}
        date_cell = cells.get(replies.NEW_DUE)
        settled = {name: file.before(place, name) for name in told} == told
        if settled or (date_cell is not None and date_cell.value == now["due_on"]):
            file.same += len(told)
            file.settle(place, told)
            return []
        if date_cell is None or date_cell.value is None:
            cell = next(iter(cells.values()))
            why = _("A reason for a new date stands there, and no date.")
            return [self.question(
                file, one, Kind.UNREADABLE, "+reschedules", settles=told, cell=cell.at, reason=why,
                said={THEIRS: cell.said or str(cell.value or "")}, column="due_on",
            )]  # fmt: skip
        handed = self.handed(file).get(one.entity, {}).get(str(one.key), {}).get("due_on", now["due_on"])
        clean = now["due_on"] in (handed, file.before(place, replies.NEW_DUE))
        reason = str(told.get(replies.NEW_DUE_REASON) or "")
        question = self.question(
            file, one, Kind.CLEAN if clean else Kind.DECIDE, "+reschedules", fields=("due_on",),
            base={"due_on": handed}, now={"due_on": now["due_on"]}, theirs=told, settles=told,
            against=[now["due_on"]], cell=date_cell.at, note=reason or date_cell.note, column="due_on",
            ways={OURS: "", THEIRS: ""}, by=self.overlay.by.get((place, "due_on"), ""),
        )  # fmt: skip
        question.answered(file.entry.decisions.get(question.id), THEIRS if clean else "")
        return [question]

    def handed(self, file: Opened) -> Mapping[str, Any]:
        """The values handed out with the file's export, where its log is here."""
        export = file.entry.export_id
        if export is None:
            return {}
        if export not in self._handed:
            found = exchange_log.handed_out(self.session, export)
            self._handed[export] = found[0] if found else {}
        return self._handed[export]

    def _withdrawal(self, file: Opened, one: Brought, place: Place, now: Values) -> list[Question]:
        cell = one.withdraw
        if cell is None:
            return []
        if file.before(place, replies.WITHDRAW) == cell.value or now.get("state") == "cancelled":
            file.same += 1
            file.settle(place, {replies.WITHDRAW: cell.value})
            return []
        reason = _("Asked by {sender}").format(sender=file.called) + (f": {one.note}" if one.note else "")
        question = self.question(
            file, one, Kind.REMOVAL, replies.WITHDRAW, theirs={replies.WITHDRAW: reason},
            settles={replies.WITHDRAW: cell.value}, against=now.get("state"), cell=cell.at, column=replies.WITHDRAW,
            ways={OURS: "", THEIRS: ""},
        )  # fmt: skip
        question.answered(file.entry.decisions.get(question.id), OURS)
        return [question]

    # -- rules ---------------------------------------------------------------------------------------------------------

    @staticmethod
    def _taken(asked: Sequence[Question]) -> Values:
        return {name: value for one in asked for name, value in one.taken(one.answer).items()}

    def _why(
        self, file: Opened, place: Place, now: Values, taken: Mapping[str, Json], told: Collection[str]
    ) -> str:
        """Why the record cannot take all this over together; "" where it can."""
        if not taken:
            return ""
        values, made, why = with_taken(*place, now, taken, file.reply, by_verbs=file.by_verbs, told=told)
        if why:
            return why
        self._built[place] = values, made
        if not file.by_verbs and (lost := missing_link(self.overlay, links_of(place[0], taken))):
            return lost
        if (code := taken.get("code")) and lookups.code_taken(
            self.session, record_class(place[0]), str(code), besides=place[1]
        ):
            return _("Another record has the code {code}.").format(code=code)
        fresh = self.rules.problems(place[0], values)
        if fresh:  # what is wrong already does not hinder
            fresh -= self.rules.problems(place[0], now)
        return " ".join(sorted({sentence for _field, sentence in fresh}))

    def _hold_back(
        self, file: Opened, place: Place, now: Values, asked: Sequence[Question], told: Collection[str]
    ) -> None:
        """What would break a rule of the record is not taken, and said to the person who decides."""

        def why(some: Sequence[Question], ways: Mapping[str, str] = MappingProxyType({})) -> str:
            taken: Values = {}
            for one in some:
                taken |= one.taken(ways.get(one.name, one.answer))
            return self._why(file, place, now, taken, told)

        taking = [one for one in asked if one.writes]
        if len(taking) == len(asked) and not why(taking):
            return  # the most usual by far; what was built to see it is what will be
        while taking and (sentence := why(taking)):
            guilty = [one for one in taking if not why([other for other in taking if other is not one])] or taking
            for one in guilty:
                one.refuse(one.answer, why([one]) or sentence)
            taking = [one for one in taking if one not in guilty]
        everything = {one.name: THEIRS for one in asked if THEIRS in one.ways}
        for one in asked:
            if one.kind not in (Kind.DECIDE, Kind.REMOVAL) or one.writes:
                continue
            others = [other for other in taking if other is not one]
            for way in [way for way in (BASE, THEIRS) if way in one.ways]:
                alone = why([*others, one], {one.name: way})
                one.ways[way] = alone and (why(asked, {**everything, one.name: way}) and alone)
            if one.ways.get(THEIRS) and not one.reason:
                one.reason = one.ways[THEIRS]
        self._built.pop(place, None)


def told_together(entity: str, told: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """(question, its fields) of what is told: fields of a group that come together are one question."""
    groups = _groups(entity)
    found: dict[str, list[str]] = {}
    for name in told:
        found.setdefault(groups.get(name, name), []).append(name)
    return [(group if len(names) > 1 else names[0], tuple(names)) for group, names in found.items()]


@cache
def _groups(entity: str) -> dict[str, str]:
    """Field → the question that it is decided with."""
    questions = groups_of(fields_of(record_class(entity)))
    return {name: question for question, names in questions.items() for name in names}

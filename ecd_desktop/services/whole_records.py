"""Questions about a record as a whole: a new row, one whose record was deleted here, one that stands there twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.fields import Key
from db.merge import EXISTS
from db.queries import alike
from db.queries.reconciling import Place
from db.queries.records import values_of
from db.records import fields_of, pair_key, record_class
from ecd_desktop.language import N_, _
from ecd_desktop.parcels import About, Brought
from ecd_desktop.review import OURS, THEIRS, Kind
from ecd_desktop.services import commitment_replies as replies
from ecd_desktop.services.commitment_replies import Made
from ecd_desktop.services.deletions import MADE, as_it_was
from ecd_desktop.services.merged_records import blank, further, links_of, make, missing_link, with_taken
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Values
from ecd_desktop.services.questions import AS_NEW, Question

if TYPE_CHECKING:
    from ecd_desktop.services.judging import Judge

ROW, ROWS = "row ", "rows"
COPIED_ROW = N_("The same record stands in several rows: a row was copied.")


class WholeRecords:
    """Those of one file."""

    def __init__(self, judge: Judge, file: Opened) -> None:
        self._judge = judge
        self._file = file
        self._made: list[tuple[Question, Place]] = []
        fresh = [one for one in file.parcel.records if one.about is About.NEW and one.entity == replies.ENTITY]
        self._unit: Key | None = None
        self._again: dict[str, alike.Again] = {}
        if file.by_verbs and (fresh or any(one.twice for one in file.parcel.records)):
            self._unit = alike.organisation_called(judge.session, file.entry.sender or "")
            self._again = self._promised(fresh)
        self._newcomers = {(one.entity, one.key) for one in file.parcel.records if one.about is About.NEW}

    def _promised(self, fresh: list[Brought]) -> dict[str, alike.Again]:
        """By text, the open commitment of the same unit that says much the same."""
        session = self._judge.session
        texts = [str(one.fields["description"].value) for one in fresh if "description" in one.fields]
        found = alike.promised(session, texts)
        units = values_of(session, replies.ENTITY, [again.key for again in found.values()], "unit_id")
        return {text: again for text, again in found.items() if units.get(again.key) == self._unit}

    def _by_verbs(self, entity: str) -> bool:
        return self._file.by_verbs and entity == replies.ENTITY

    def _reported(self, one: Brought) -> Values:
        """What a row tells, as it would be taken over."""
        return replies.reported(_told(one)) if self._by_verbs(one.entity) else _told(one)

    # -- new -----------------------------------------------------------------------------------------------------------

    def new(self, one: Brought, *, copied: bool = False) -> None:
        """A record that is not here: taken over, or left out; a person says so of one whose row was ``copied``."""
        file, place = self._file, (one.entity, one.key)
        told = _told(one)
        if file.before(place, EXISTS) is MADE and all(file.before(place, name) == told[name] for name in told):
            file.same += 1
            file.settle(place, {**told, EXISTS: MADE})
            return
        if file.before(place, EXISTS) is MADE and as_it_was(self._judge.session, self._judge.overlay, place):
            self.gone(one)  # taken over once, and deleted here since
            return
        values, made = self._built(one.entity, one.key, told)
        lost = self._lost(one.entity, values) - self._newcomers
        why = self._wrong(one.entity, values) or missing_link(self._judge.overlay, lost)
        again = self._again.get(str(told.get("description") or "")) if self._by_verbs(one.entity) else None
        kind = Kind.DECIDE if (copied or again is not None) and not why else Kind.NEW
        question = self._judge.question(
            file, one, kind, EXISTS, fields=tuple(name for name in one.fields if name != "code"),
            theirs=self._reported(one), settles={**told, EXISTS: MADE}, ways={THEIRS: why, OURS: ""},
            said={OURS: _("Leave it out")}, cell=one.at, reason=why,
        )  # fmt: skip
        if copied and not why:
            question.reason = _(COPIED_ROW)
        if again is not None:
            question.reason = _("It says much the same as {code}: {text}").format(code=again.code, text=again.text)
            question.reason_is_ours = True
        default = "" if kind is Kind.DECIDE else OURS if why else THEIRS
        question.answered(file.entry.decisions.get(question.id), default)
        if lost:
            self._belongs_to(question, lost, why)
        if question.answer == THEIRS:
            self._judge.overlay.put(place, values, file.called)
            make(self._judge.overlay, made)
            self._made.append((question, place))
        self._judge.questions.append(question)

    def _belongs_to(self, question: Question, lost: set[Place], why: str) -> None:
        """A record of a copy that belongs to others which are not here: left out with them, or it waits for what is
        said to them; where nothing is asked about them, a person says that it is left out.
        """
        about = [one for one in self._judge.questions if one.file == self._file.id and (one.entity, one.key) in lost]
        question.ways[THEIRS], question.reason = why, why
        if any(one.open or one.kind is Kind.HELD for one in about):
            question.kind, question.answer, question.ways, question.settles = Kind.HELD, "", {}, {}
            question.reason = _("It waits for what is said about the record that it belongs to.")
        elif about or self._file.by_verbs:
            question.answer = OURS
        else:
            question.kind = Kind.DECIDE
            question.answered(self._file.entry.decisions.get(question.id), "")

    def _built(self, entity: str, key: Key, told: Values) -> tuple[Values, list[Made]]:
        if self._by_verbs(entity):
            values, made = replies.new(key, told, self._unit, self._file.reply)
            return {**blank(entity), **values}, made
        values = {**blank(entity), **{name: value for name, value in told.items() if name in blank(entity)}}
        return values, further(entity, key, told, self._file.reply.on)

    def _wrong(self, entity: str, values: Values) -> str:
        wrong = self._judge.rules.problems(entity, values)
        labels = {name: _(field.label) for name, field in fields_of(record_class(entity)).items()}
        return " ".join(sorted(f"{labels.get(name, '')}: {said}" if name else said for name, said in wrong))

    def _lost(self, entity: str, values: Values) -> set[Place]:
        """The records that it points to and that would not be here."""
        wanted = links_of(entity, values)
        return wanted - self._judge.overlay.is_there(wanted)

    def finish(self) -> None:
        """New records that belong to others which are left out are left out with them."""
        overlay, waiting = self._judge.overlay, list(self._made)
        while waiting:
            lost = {place: self._lost(place[0], overlay.get(place) or {}) for _question, place in waiting}
            if not any(lost.values()):
                return
            for question, place in waiting:
                if lost[place]:
                    self._belongs_to(question, lost[place], missing_link(overlay, lost[place]))
                    overlay.remove(place, self._file.called)
            waiting = [(question, place) for question, place in waiting if not lost[place]]

    # -- deleted here --------------------------------------------------------------------------------------------------

    def gone(self, one: Brought) -> None:
        """Deleted here and edited there: it stays deleted, or comes back with their answer."""
        file, judge, place = self._file, self._judge, (one.entity, one.key)
        told = _told(one)
        if one.about is About.NEW:  # its code was given here
            told.pop("code", None)
        known = {name: one.fields[name].base if name in one.fields else None for name in told}
        if all(file.brought.get((one.entity, str(one.key), name), known[name]) == told[name] for name in told):
            file.same += len(told)
            file.settle(place, told)
            return
        back = as_it_was(judge.session, judge.overlay, place)
        question = judge.question(
            file, one, Kind.DECIDE, EXISTS, fields=tuple(one.fields), theirs=self._reported(one), settles=told,
            cell=one.at, said={OURS: _("Deleted")}, reason=_("It was deleted here, and changed there."),
            ways={OURS: "", THEIRS: ""}, by=judge.overlay.by.get((place, EXISTS), ""),
        )  # fmt: skip
        if back is None:
            question.kind, question.ways = Kind.HELD, {}
            question.reason = _("The record is not here, and cannot be brought back.")
            judge.questions.append(question)
            return
        values, made, why = with_taken(*place, back[0], told, file.reply, by_verbs=file.by_verbs)
        why = why or missing_link(judge.overlay, links_of(one.entity, values))
        why = why or " ".join(sorted({said for _name, said in judge.rules.problems(one.entity, values)}))
        question.ways[THEIRS] = why
        question.answered(file.entry.decisions.get(question.id), "")
        if question.answer == THEIRS:
            judge.overlay.put(place, values, file.called)
            judge.overlay.returning.add(place)
            for part, kept in back[1]:
                judge.overlay.put(part, kept, file.called)
            make(judge.overlay, made)
        judge.questions.append(question)

    # -- twice ---------------------------------------------------------------------------------------------------------

    def twice(self, rows: list[Brought]) -> None:
        """One key in several rows: one of them counts, or none, or the first, and the others are new."""
        file, judge = self._file, self._judge
        first = rows[0]
        place = (first.entity, first.key)
        now = judge.overlay.get(place)
        told = {f"{ROW}{one.twice}": _told(one) for one in rows}
        kept = json.dumps([told[way] for way in told], sort_keys=True)
        if now is None and first.about is About.NEW:
            for one in rows:  # which of them is meant, or each of them, is for a person to say
                own = first.key if one is first else pair_key(first.key, Key(int=one.twice))
                self.new(replace(one, key=own), copied=True)
            return
        if now is None:
            self.gone(first)
            return
        if file.before(place, ROWS) == kept:
            file.same += 1
            file.settle(place, {ROWS: kept})
            return
        names = tuple(dict.fromkeys(name for one in rows for name in one.fields))
        question = judge.question(
            file, first, Kind.DECIDE, ROWS, fields=names, now={name: now[name] for name in names},
            settles={ROWS: kept},
            rows={way: self._reported(one) for way, one in zip(told, rows, strict=True)},
            ways={**dict.fromkeys(told, ""), OURS: ""}, cell=", ".join(one.at for one in rows),
            reason=_(COPIED_ROW),
        )  # fmt: skip
        for way, values in told.items():
            question.ways[way] = self._breaks(place, now, values)
        question.places = {way: one.at for way, one in zip(told, rows, strict=True)}
        question.against = [now[name] for name in names]
        if self._by_verbs(first.entity):
            question.ways[AS_NEW] = question.ways[f"{ROW}{first.twice}"]
            question.said[AS_NEW] = _("The first is this one, and the further one is a new commitment")
        question.answered(file.entry.decisions.get(question.id), "")
        if question.writes:
            way = f"{ROW}{first.twice}" if question.answer == AS_NEW else question.answer
            self._take_row(place, now, told[way])
            question.settles |= told[way]
        if question.answer == AS_NEW:
            for one in rows[1:]:
                self._as_new(one)
        judge.questions.append(question)

    def _breaks(self, place: Place, now: Values, told: Values) -> str:
        values, _made, why = with_taken(*place, now, told, self._file.reply, by_verbs=self._file.by_verbs)
        rules = self._judge.rules
        fresh = rules.problems(place[0], values) - rules.problems(place[0], now)
        return why or " ".join(sorted({said for _name, said in fresh}))

    def _take_row(self, place: Place, now: Values, told: Values) -> None:
        values, made, _why = with_taken(*place, now, told, self._file.reply, by_verbs=self._file.by_verbs)
        self._judge.overlay.put(place, values, self._file.called)
        make(self._judge.overlay, made)

    def _as_new(self, one: Brought) -> None:
        """A further row as a commitment of its own: what was handed out in it, with what was changed there."""
        handed: dict[str, Any] = self._judge.handed(self._file).get(one.entity, {}).get(str(one.key), {})
        begun = {name: handed[name] for name in ("description", "due_on") if handed.get(name)}
        told = {"description": one.words, **begun, **_told(one)}
        key = pair_key(one.key, self._file.id, Key(int=one.twice))
        values, made = self._built(one.entity, key, told)
        self._judge.overlay.put((one.entity, key), values, self._file.called)
        make(self._judge.overlay, made)


def _told(one: Brought) -> Values:
    """Everything that a row tells about its record and what is made with it."""
    told: Values = {name: cell.value for name, cell in one.fields.items()}
    return told | {f"+{name}": cell.value for name, cell in one.adds.items() if cell.value is not None}


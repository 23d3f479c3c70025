"""What the rows of a commitment matrix write: new commitments with their logs, and cell by cell what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.fields import Json, Key
from db.merge import ABSENT, EXISTS, Wish
from db.queries import importing as reads
from db.records import ActionItem, CoResponsible, ProgressEntry, Reschedule, pair_key
from db.records.action_items import Channel, State
from db.records.base import new_keys
from ecd_desktop.exchange.bringing import STATED, Bringing, Compared, Told
from ecd_desktop.exchange.cells import Row, StateTold
from ecd_desktop.exchange.identity import Trait
from ecd_desktop.exchange.import_result import Change, Outcome
from ecd_desktop.exchange.linking import People, Projects, Register, Token, Units
from ecd_desktop.exchange.merge_keys import MergeKey, code_key, code_series
from ecd_desktop.exchange.strategies import Strategy
from ecd_desktop.language import _


@dataclass(slots=True)
class Item:
    """One accepted row with its names looked up.  ``key``: the commitment it is about, once that is known."""

    row: Row
    trait: Trait
    order: tuple[Any, ...]
    meeting: Token | None
    project: Token | None
    unit: Token | None
    person: Token | None
    due_original: date | None
    key: Key | None = None
    shared: list[tuple[str, Token]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """The registers that a matrix names."""

    meetings: Register
    projects: Projects
    units: Units
    people: People

    def is_person(self, token: Token) -> bool:
        """Whether a co-responsible's token is a person's."""
        return token in self.people.labels if not isinstance(token, str) else token in self.people.names

    def labels(self) -> dict[str, Mapping[Key, str]]:
        """Link field → key → what the record is called."""
        return {
            "meeting_id": self.meetings.labels, "project_id": self.projects.labels, "unit_id": self.units.labels,
            "person_id": self.people.labels,
        }  # fmt: skip


_DECIDED = (State.VERIFIED, State.CANCELLED, State.TRANSFERRED)
"""States that a person gave for a reason, or after looking at what shows that it was done."""

_AS_THEY_STAND = ("description", "agreed_on", "due_on", "progress", "remarks", "expected_evidence", "priority")


_LINKS = {"meeting_id": "minutes", "project_id": "project", "unit_id": "unit", "person_id": "person"}
"""Link → the column of its words."""


def key_of(register: Register, token: Token) -> Key:
    """The key of a token that is in use."""
    return register.newcomers[token].key if isinstance(token, str) else token


class Writer:
    """Collects what rows write, and writes it in few statements at the end."""

    def __init__(
        self,
        run: Bringing,
        names: Names,
        stored: Mapping[Key, Mapping[str, Any]],
        shared: Mapping[Key, set[Key]],
    ) -> None:
        self.run = run
        self.names = names
        self.stored = stored
        self.shared = shared
        self.entries: list[dict[str, Any]] = []
        self.moves: list[dict[str, Any]] = []
        self.sharing: list[dict[str, Any]] = []

    def _said(self, item: Item) -> tuple[dict[str, Any], dict[str, str]]:
        """(field → value, blanks left out; link → the words of its cell): what the row says about its commitment."""
        row: dict[str, Any] = item.row.values
        values = {name: row[name] for name in _AS_THEY_STAND if name in row}
        words: dict[str, str] = {}
        if item.due_original is not None:
            values["due_original"] = item.due_original
        names = self.names
        for name, token, register in (
            ("meeting_id", item.meeting, names.meetings), ("project_id", item.project, names.projects),
            ("unit_id", item.unit, names.units), ("person_id", item.person, names.people),
        ):  # fmt: skip
            if token is not None:
                values[name] = key_of(register, token)
                words[name] = row[_LINKS[name]]
        state: StateTold | None = row.get("state")
        if state is not None and state.state is not None:
            values["state"] = state.state
        return values, words

    def _told(self, item: Item) -> Iterator[Told]:
        """The same, each with its column."""
        values, words = self._said(item)
        for name, value in values.items():
            column = "remarks" if name == "due_original" and "due_original" not in item.row.values else name
            yield Told(name, value, _LINKS.get(name, column), words.get(name, ""))

    def _verified(self, item: Item) -> bool:
        """A first load takes what was done with an earlier due date as verified (domain §1)."""
        before = self.run.plan.accept_done_before
        due = item.row.get("due_on")
        return before is not None and due is not None and due < before

    def _state_fields(self, item: Item, state: State) -> dict[str, Any]:
        """The fields that go with a state, dated at the cut-off (decision 27)."""
        told: dict[str, Any] = {"state": state, "reported_on": None, "verified_on": None, "verified_by": None}
        if state is not State.TRANSFERRED:
            told["transferred_to_id"] = None
        if state in (State.DONE, State.VERIFIED, State.CANCELLED, State.TRANSFERRED):
            told |= {"blocked_since": None, "blocked_reason": None, "unblocker_id": None}  # nothing is left to unblock
        if state in (State.DONE, State.VERIFIED):
            told["reported_on"] = self.run.cutoff
        if state is State.VERIFIED:
            told |= {"verified_on": self.run.cutoff, "verified_by": STATED}
            told["state_reason"] = self.run.plan.accept_reason[:400] or STATED
        if state in (State.CANCELLED, State.TRANSFERRED):
            told["state_reason"] = self._reason(item)
        return told

    def _reason(self, item: Item) -> str:
        return " ".join((item.row.get("remarks") or STATED).split())[:400]

    def _blocking(self, item: Item) -> dict[str, Any]:
        return {"blocked_since": self.run.cutoff, "blocked_reason": self._reason(item)}

    def write_new(self, new: Sequence[Item]) -> None:
        """Make the commitments of new rows; their logs wait for ``finish``."""
        run = self.run
        own = self._own_codes(new)
        waiting = [item for item in new if item.row.number not in own]
        codes = iter(run.codes("COM", [(item.row.get("agreed_on") or run.cutoff).year for item in waiting]))
        rows = []
        for item, key in zip(new, new_keys(len(new)), strict=True):
            item.key, code = key, own.get(item.row.number) or next(codes)
            values, words = self._said(item)
            run.keep_said(ActionItem, key, values, words)
            values |= {"id": key, "code": code, "item_number": item.row.get("number")}
            state: StateTold | None = item.row.get("state")
            progress = values.get("progress")
            named = state.state if state is not None else None
            if named is None:
                named = State.IN_PROGRESS if progress else State.PENDING
            if named is State.DONE:
                values["progress"] = 100 if progress is None else progress
                named = State.VERIFIED if self._verified(item) else named
            values |= self._state_fields(item, named)
            if state is not None and state.blocked:
                values |= self._blocking(item)
            values.setdefault("due_original", values.get("due_on"))
            values.setdefault("progress", 0)
            rows.append(values)
            remarks = values.get("remarks")
            if named is not State.PENDING or values["progress"] or remarks:
                self.entries.append(self._entry(key, values["progress"], named, remarks))
            if values["due_original"] != values.get("due_on") and values.get("due_on"):
                self.moves.append(self._move(key, values["due_original"], values["due_on"]))
            if item.shared:
                self.sharing += [made for _part, made in self._sharing(item, key, set())]
            if theirs := item.row.get("code"):
                run.brings["action_items"][str(key)]["code~"] = theirs
            if theirs and theirs.upper() != code:
                reason = _("{theirs} is no code of a commitment here; it was given the code {code}.")
                run.warn(item.row, "code", reason.format(theirs=theirs, code=code))
            run.line(item.row, Outcome.NEW, values["description"], entity="action_items", key=key, code=code)
        run.make(ActionItem, rows)

    def _own_codes(self, new: Sequence[Item]) -> dict[int, str]:
        """Row → the code that it brings, where rows are known by their codes: one of our series that nobody has."""
        run = self.run
        if run.plan.key is not MergeKey.CODE:
            return {}
        wanted = {item.row.number: str(item.row.get("code") or "").upper() for item in new}
        taken = reads.codes(run.work.session, ActionItem, [code for code in wanted.values() if code])
        own: dict[int, str] = {}
        for number, code in wanted.items():
            if code_series(code) == "COM" and len(code) >= len("COM-2026-001") and code not in (*taken, *own.values()):
                own[number] = code
                run.claim(code)
        return own

    def finish(self) -> None:
        """Write the logs, and the wishes of commitments that were known."""
        self.run.make(ProgressEntry, self.entries)
        self.run.make(Reschedule, self.moves)
        self.run.make(CoResponsible, self.sharing)
        self.run.finish()

    def _entry(self, key: Key, progress: int, state: State, body: str | None) -> dict[str, Any]:
        text = body[:4000] if body else None
        return {
            "action_item_id": key, "on": self.run.cutoff, "progress": progress, "state": state, "body": text,
            "channel": Channel.WORKBOOK,
        }  # fmt: skip

    def _move(self, key: Key, before: date | None, after: date | None) -> dict[str, Any]:
        return {
            "action_item_id": key, "on": self.run.cutoff, "due_before": before, "due_after": after, "reason": STATED,
        }  # fmt: skip

    def _sharing(self, item: Item, key: Key, known: set[Key]) -> list[tuple[str, dict[str, Any]]]:
        """(what the cell says, the record to be made) of each co-responsible that is not known yet."""
        made = []
        for part, token in item.shared:
            person = self.names.is_person(token)
            other = key_of(self.names.people if person else self.names.units, token)
            if other not in known:
                known.add(other)
                name = "person_id" if person else "organisation_id"
                made.append((part, {"id": pair_key(key, other), "action_item_id": key, name: other}))
        return made

    def compare(self, item: Item) -> None:
        """Compare a row with the commitment it is about, and collect what changes."""
        run, key = self.run, item.key
        assert key is not None
        now = self.stored[key]
        told = list(self._told(item))
        if run.plan.key is MergeKey.NUMBER and not now["item_number"] and item.row.get("number"):
            told.append(Told("item_number", item.row.get("number"), "number"))  # by which it is known from now on
        found = run.compare(item.row, ActionItem, key, now, self._compared(item, now, told), self.names.labels())
        state: StateTold | None = item.row.get("state")
        known = ("action_items", str(key), "blocked_since~") in run.before
        if state is not None and state.blocked and now["blocked_since"] is None and not known:
            blocking = self._blocking(item)
            found.wanted |= blocking
            cell = run.cell(item.row, "state")
            found.changes.append(Change("action_items", "blocked_reason", None, blocking["blocked_reason"], cell))
        self._with_logs(item, key, now, found)
        found.changes += self._shared(item, key)
        run.wish(ActionItem, key, now, found.wanted)
        run.keep(ActionItem, key, told, found)
        if (code := item.row.get("code")) and code_key(code) != code_key(now["code"]):
            run.brings["action_items"][str(key)]["code~"] = code
        if state is not None and state.blocked:
            run.brings["action_items"][str(key)]["blocked_since~"] = "x"
        run.line(
            item.row, Outcome.CHANGED if found.changes else Outcome.SAME, now["description"],
            entity="action_items", key=key, code=now["code"], changes=tuple(found.changes),
        )  # fmt: skip

    def _compared(self, item: Item, now: Mapping[str, Any], told: Sequence[Told]) -> Iterator[Told]:
        """``told`` as it is compared: done is also what we have verified since; a first load may verify it."""
        for one in told:
            if one.field == "state" and one.value is State.DONE:
                if now["state"] is State.VERIFIED:
                    continue
                if self._verified(item):
                    yield Told("state", State.VERIFIED, "state")
                    continue
            if one.field in ("state", "progress") and self._holds(item, one, now):
                continue
            yield one

    def _holds(self, item: Item, one: Told, now: Mapping[str, Any]) -> bool:
        """Whether what was decided here stays: that it was verified, and with a column that always holds the rest too.

        A state that this sender told of before is compared with that, and asked about where both changed.
        """
        strategy = self.run.strategies.get(one.column)
        told = one.field == "state" and ("action_items", str(item.key), "state") in self.run.before
        decided = _DECIDED if strategy is Strategy.ALWAYS else () if told else _DECIDED[:1]
        if strategy is Strategy.FILL or one.value == now[one.field] or now["state"] not in decided:
            return False
        reason = _("It is “{state}” here, which was decided with a reason; no file takes that back.")
        self.run.warn(item.row, one.column, reason.format(state=_(now["state"].label)))
        return True

    def _shared(self, item: Item, key: Key) -> list[Change]:
        """Who answers with the responsible one: further ones are added; the others go where the column always holds."""
        run, cell = self.run, self.run.cell(item.row, "co_responsible")
        known = set(self.shared.get(key, ()))
        strategy = run.strategies.get("co_responsible")
        if strategy is Strategy.FILL and known:
            return []
        changes = []
        for part, made in self._sharing(item, key, set(known)):
            self.sharing.append(made)
            name = "person_id" if "person_id" in made else "organisation_id"
            changes.append(Change("co_responsibles", name, None, part, cell))
        if strategy is Strategy.ALWAYS and (item.shared or "co_responsible" in item.row.blank):
            people, units = self.names.people, self.names.units
            told = {key_of(people if self.names.is_person(token) else units, token) for _part, token in item.shared}
            for other in sorted(known - told, key=str):
                name = "person_id" if other in people.labels else "organisation_id"
                values: dict[str, Json] = {"action_item_id": str(key), name: str(other)}
                run.wishes.append(Wish("co_responsibles", pair_key(key, other), EXISTS, values, ABSENT))
                label = (people if name == "person_id" else units).labels.get(other, "")
                changes.append(Change("co_responsibles", name, label, None, cell))
        return changes

    def _with_logs(self, item: Item, key: Key, now: Mapping[str, Any], found: Compared) -> None:
        """A change of state, progress or due date is written down in its log as well, dated at the cut-off."""
        wanted = found.wanted
        if "state" in wanted:
            fields = self._state_fields(item, wanted["state"])
            wanted |= {"state_reason": now["state_reason"], **fields}
            if wanted["state"] is State.DONE and item.row.get("progress") is None and now["progress"] < 100:
                wanted["progress"] = 100
        if wanted.keys() & {"state", "progress", "remarks"}:
            progress, state = wanted.get("progress", now["progress"]), wanted.get("state", now["state"])
            self.entries.append(self._entry(key, progress, state, wanted.get("remarks")))
        if "due_on" in wanted:
            if now["due_on"] is None:
                wanted.setdefault("due_original", now["due_original"] or wanted["due_on"])
            else:
                self.moves.append(self._move(key, now["due_on"], wanted["due_on"]))

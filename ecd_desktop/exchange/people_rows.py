"""Rows of a directory: organisations, people and their posts; a person written twice is offered as a duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.fields import Key
from db.merge import Wish
from db.queries import importing as reads
from db.records import Organisation, Person, Post, new_key
from db.records.people import DocumentKind
from ecd_desktop.exchange.bringing import Bringing, Told
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.contacts import Document
from ecd_desktop.exchange.import_result import Change, Option, Outcome, Question, Remark
from ecd_desktop.exchange.linking import People, Token, Units
from ecd_desktop.exchange.making import make_units
from ecd_desktop.exchange.matching import (
    PersonName,
    acronym_key,
    is_nobody,
    person_name,
    tokens,
    unit_words,
)
from ecd_desktop.language import _

_OF_BODIES = ("phone", "email", "remarks")
"""What a row tells of its organisation where it names no person."""


@dataclass(slots=True)
class Entry:
    """One accepted row.  ``name`` is None where it names nobody: then it is about the organisation alone."""

    row: Row
    name: PersonName | None
    unit: Token | None
    order: tuple[Any, ...]
    key: Key | None = None

    def get(self, name: str) -> Any:
        return self.row.get(name)


class Directory:
    """One run over a directory."""

    def __init__(self, run: Bringing) -> None:
        self.run = run
        session = run.work.session
        self.unit_rows = reads.stored(session, Organisation, ("name", "acronym", "aliases", *_OF_BODIES))
        self.units = Units(self.unit_rows, reads.units_in_time(session), run.answers)
        self.person_rows = reads.stored(session, Person)
        self.people = People(self.person_rows, run.answers)
        self.posts: dict[Key, dict[Key, tuple[Key, dict[str, Any]]]] = {}
        for key, post in reads.stored(session, Post).items():
            if post["ends_on"] is None:
                self.posts.setdefault(post["person_id"], {})[post["organisation_id"]] = (key, post)
        self.new_posts: list[dict[str, Any]] = []

    def bring(self) -> None:
        """Judge every row and write what the accepted ones bring."""
        entries = sorted(self._entries(), key=lambda entry: entry.order)
        claimed = self._claim([entry for entry in entries if entry.name is not None])
        accepted: dict[tuple[str, ...], list[Entry]] = {}
        bodies: dict[Token, Entry] = {}
        kept: list[Entry] = []
        for entry in entries:
            entry.key = claimed.get(entry.row.number)
            if entry.name is None:
                continue
            twin = self._twin(entry, accepted.get(entry.name.key, []))
            if twin is not None:
                if twin.key is None:
                    twin.key, entry.key = entry.key, None
                self._duplicate(entry, twin)
                continue
            accepted.setdefault(entry.name.key, []).append(entry)
            kept.append(entry)
            if entry.unit is not None:
                bodies.setdefault(entry.unit, entry)
        for entry in entries:
            if entry.name is None and entry.unit is not None:
                twin = bodies.get(entry.unit)
                if twin is not None and (twin.name is None or not self._told_of_body(entry)):
                    self._duplicate(entry, twin)
                else:
                    bodies[entry.unit] = entry
                    kept.append(entry)
        kept.sort(key=lambda entry: entry.order)
        self._use_units(kept)
        self._offer_alike(kept)
        self._write(kept)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _entries(self) -> list[Entry]:
        found = []
        for row in self.run.accepted():
            name = self._name(row)
            problems = self._problems(row, name)
            if problems:
                self.run.refuse(row, str(row.get("name") or row.get("unit") or ""), problems)
                continue
            on = self.run.cutoff
            unit = self.units.look(row.get("unit"), on, row.get("acronym") or "") if row.get("unit") else None
            order = (
                str(unit), name.key if name else (), self._richness(row), str(row.get("unit")), str(row.get("name")),
                str(row.get("role")), str(row.get("phone")), str(row.get("email")), row.number,
            )  # fmt: skip
            found.append(Entry(row, name, unit, order))
        return found

    @staticmethod
    def _richness(row: Row) -> int:
        """Rows that tell more come first, so that they are the ones a repetition is a duplicate of."""
        return -len(row.values)

    def _name(self, row: Row) -> PersonName | None:
        family, given, title = row.get("family_names"), row.get("given_names"), row.get("title") or ""
        if family and given:
            found = person_name(f"{family}, {given}")
        else:
            text = row.get("name") or given or family
            if not text:
                return None
            if is_nobody(text):
                column = next(name for name in ("name", "given_names", "family_names") if row.get(name))
                self.run.warn(row, column, _("This names nobody yet, so no person was made."))
                return None
            found = person_name(text, family_first=self._family_first())
        if found is not None and title and not found.title:
            if len(title) <= 20:
                return PersonName(found.given, found.family, title, found.key)
            reason = _("A title has at most {max} characters; this one was not taken.")
            self.run.warn(row, "title", reason.format(max=20))
        return found

    def _family_first(self) -> bool:
        column = self.run.plan.fields.get("name")
        words = tokens(column.heading) if column else ()
        first = [word for word in words if word.startswith(("apellido", "surname", "family", "last"))]
        given = [word for word in words if word.startswith(("nombre", "given", "first", "name"))]
        return bool(first) and (not given or words.index(first[0]) < words.index(given[0]))

    def _problems(self, row: Row, name: PersonName | None) -> list[Remark]:
        run = self.run
        if name is None and not row.get("unit"):
            return [run.remark(row, "name", _("The row names neither a person nor an organisation."))]
        problems = run.too_long(row, "organisations", {"name": ("unit", row.get("unit"))})
        problems += run.too_long(row, "organisations", {"acronym": ("acronym", row.get("acronym"))})
        problems += run.too_long(row, "posts", {"role": ("role", row.get("role"))})
        told = {
            "given_names": ("name", name.whole if name else None), "phone": ("phone", row.get("phone")),
            "email": ("email", row.get("email")), "remarks": ("remarks", row.get("remarks")),
        }  # fmt: skip
        return problems + run.too_long(row, "people", told)

    # -- recognising ---------------------------------------------------------------------------------------------------

    def _claim(self, entries: Sequence[Entry]) -> dict[int, Key]:
        """Row → the person it is about: the same name, of several namesakes the one with the same contact or unit."""
        pairs: list[tuple[int, int, str, Entry, Key]] = []
        for place, entry in enumerate(entries):
            assert entry.name is not None
            for key in self._named(entry.name):
                score = self._score(entry, key)
                if score >= 0:
                    pairs.append((-score, place, str(key), entry, key))
        claimed: dict[int, Key] = {}
        taken: set[Key] = set()
        for _score, _place, _text, entry, key in sorted(pairs, key=lambda pair: pair[:3]):
            if entry.row.number not in claimed and key not in taken:
                claimed[entry.row.number] = key
                taken.add(key)
        return claimed

    def _named(self, name: PersonName) -> list[Key]:
        found = self.people.exact(name.key)
        if found:
            return found
        token = self.people.newcomer(name.key)
        return [] if isinstance(token, str) else [token]

    def _score(self, entry: Entry, key: Key) -> int:
        stored = self.person_rows[key]
        document: Document | None = entry.get("document")
        if document is not None and stored["document_number"]:
            return 8 if document.number == stored["document_number"] else -1
        score = 4 * (bool(entry.get("email")) and entry.get("email") == stored["email"])
        score += 4 * (bool(entry.get("phone")) and entry.get("phone") == stored["phone"])
        return score + 2 * (entry.unit in self.posts.get(key, {}))

    def _twin(self, entry: Entry, others: Sequence[Entry]) -> Entry | None:
        """The accepted row that says the same person: same name, and the same unit or contact; asked where none is."""
        for other in others:
            if self._same_person(entry, other):
                return None if self._ask_twin(entry, other, "duplicate") == "new" else other
        for other in others:
            if entry.key is None or entry.key == other.key:
                return other if self._ask_twin(entry, other, "new") == "duplicate" else None
        return None

    def _same_person(self, entry: Entry, other: Entry) -> bool:
        one, two = entry.get("document"), other.get("document")
        if one is not None and two is not None:
            return bool(one.number == two.number)
        same = (entry.get(name) and entry.get(name) == other.get(name) for name in ("email", "phone"))
        return entry.unit == other.unit or entry.unit is None or any(same)

    def _ask_twin(self, entry: Entry, other: Entry, default: str) -> str:
        run = self.run
        text = _("“{name}” stands in row {row} as well. Is it the same person?").format(
            name=entry.get("name") or (entry.name.whole if entry.name else ""), row=other.row.number
        )
        options = (Option("duplicate", _("The same person, written twice")), Option("new", _("Two people")))
        cell = f"{run.plan.sheet}!{run.cell(entry.row, 'name')}"
        return run.ask(Question(f"duplicate:{entry.row.number}", "duplicate", text, options, default, cell=cell))

    def _duplicate(self, entry: Entry, twin: Entry) -> None:
        run = self.run
        reason = _("The same as row {row}.").format(row=twin.row.number)
        words = entry.get("name") or entry.get("unit") or ""
        run.line(entry.row, Outcome.DUPLICATE, words, reason=reason, of=twin.row.number)
        one, other = entry.get("unit"), twin.get("unit")
        if one and other and one != other and entry.unit == twin.unit:
            text = _("“{name}” (row {row}) was taken for the organisation “{other}”.").format(
                name=one, row=entry.row.number, other=other
            )
            cell = f"{run.plan.sheet}!{run.cell(entry.row, 'unit')}"
            option = (Option("duplicate", _("The same organisation, written twice")),)
            run.ask(Question(f"unit-duplicate:{entry.row.number}", "duplicate", text, option, "duplicate", cell=cell))

    # -- writing -------------------------------------------------------------------------------------------------------

    def _use_units(self, kept: Sequence[Entry]) -> None:
        run = self.run
        for entry in kept:
            if entry.unit is not None:
                short = entry.get("acronym") or unit_words(entry.get("unit"))[1]
                self.units.use(entry.unit, entry.get("unit"), partial(run.cell, entry.row, "unit"), short)
        for question in self.units.questions():
            run.ask(question)
        made = len(run.created)
        told = {entry.unit: entry for entry in kept if entry.name is None and isinstance(entry.unit, str)}
        make_units(
            run, self.units,
            {unit: {one.field: one.value for one in self._told_of_body(entry)} for unit, entry in told.items()},
        )  # fmt: skip
        # an organisation with a row of its own is that row's, not one made beside the rows
        own = {self._unit_key(entry) for entry in kept if entry.name is None}
        run.created[made:] = [one for one in run.created[made:] if one.key not in own]

    def _unit_key(self, entry: Entry) -> Key | None:
        if isinstance(entry.unit, str):
            return self.units.newcomers[entry.unit].key
        return entry.unit

    def _offer_alike(self, kept: Sequence[Entry]) -> None:
        """People that are made although somebody of a like name is known; and like names within the file."""
        for entry in kept:
            if entry.name is not None and entry.key is None:
                token = f"+{' '.join(entry.name.key)}"
                self.people.use(token, entry.name.whole, partial(self.run.cell, entry.row, "name"))
        for question in self.people.questions():
            self.run.ask(question)

    def _write(self, kept: Sequence[Entry]) -> None:
        rows = []
        for entry in kept:
            if entry.name is None:
                self._write_body(entry)
            elif entry.key is None:
                rows.append(self._new(entry, new_key()))
            else:
                self._changed(entry, entry.key)
        self.run.make(Person, rows)
        self.run.make(Post, self.new_posts)
        self.run.finish()

    def _told(self, entry: Entry) -> list[Told]:
        assert entry.name is not None
        told = [Told(name, entry.get(name), name) for name in ("phone", "email", "remarks") if entry.get(name)]
        if entry.name.title:
            told.append(Told("title", entry.name.title, "title" if entry.get("title") else "name"))
        document: Document | None = entry.get("document")
        if document is not None:
            told.append(Told("document_kind", DocumentKind(document.kind), "document"))
            told.append(Told("document_number", document.number, "document"))
        return told

    @staticmethod
    def _told_of_body(entry: Entry) -> list[Told]:
        """What a row without a person tells of its organisation."""
        return [Told(name, entry.get(name), name) for name in _OF_BODIES if entry.get(name)]

    def _warn_of_role(self, entry: Entry) -> None:
        if entry.get("role"):
            reason = _("A post belongs to an organisation, and none is named; it was not taken.")
            self.run.warn(entry.row, "role", reason)

    def _new(self, entry: Entry, key: Key) -> dict[str, Any]:
        run, name, told = self.run, entry.name, self._told(entry)
        assert name is not None
        names = {"given_names": name.given, "family_names": name.family or None}
        unit = self._unit_key(entry)
        if unit is not None:
            post = {"id": new_key(), "person_id": key, "organisation_id": unit, "role": entry.get("role")}
            self.new_posts.append(post)
            run.keep(Post, post["id"], [Told("role", post["role"], "role")])
        else:
            self._warn_of_role(entry)
        run.keep(Person, key, told)
        run.line(entry.row, Outcome.NEW, name.whole, entity="people", key=key)
        return {"id": key, **names, **{one.field: one.value for one in told}}

    def _changed(self, entry: Entry, key: Key) -> None:
        run = self.run
        now, told = self.person_rows[key], self._told(entry)
        found = run.compare(entry.row, Person, key, now, told)
        run.wish(Person, key, now, found.wanted)
        run.keep(Person, key, told)
        changes = found.changes + self._post(entry, key) + self._acronym(entry)
        label = self.people.labels.get(key, "")
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        run.line(entry.row, outcome, label, entity="people", key=key, changes=tuple(changes))

    def _post(self, entry: Entry, key: Key) -> list[Change]:
        """The post in the row's organisation: its name may change; where there is none it is new."""
        run, unit, role = self.run, self._unit_key(entry), entry.get("role")
        if unit is None:
            self._warn_of_role(entry)
            return []
        held = self.posts.get(key, {}).get(unit)
        if held is None:
            post = {"id": new_key(), "person_id": key, "organisation_id": unit, "role": role}
            self.new_posts.append(post)
            run.keep(Post, post["id"], [Told("role", role, "role")])
            changes = [Change("posts", "organisation_id", None, entry.get("unit"), run.cell(entry.row, "unit"))]
            return [*changes, Change("posts", "role", None, role, run.cell(entry.row, "role"))] if role else changes
        told = [Told("role", role, "role")]
        found = run.compare(entry.row, Post, held[0], held[1], told)
        run.wish(Post, held[0], held[1], found.wanted)
        run.keep(Post, held[0], told)
        return found.changes

    def _acronym(self, entry: Entry) -> list[Change]:
        """An organisation without an acronym takes the one that the file tells, one known by it alone its name.

        An acronym that differs from ours is only pointed out.
        """
        run, short = self.run, entry.get("acronym")
        stored = self.unit_rows.get(entry.unit) if isinstance(entry.unit, Key) else None
        if stored is None or not short or not isinstance(entry.unit, Key):
            return []
        name = unit_words(entry.get("unit"))[0]
        if stored["name"] == stored["acronym"] and acronym_key(name) != acronym_key(short):
            stored["name"], old = name, stored["name"]
            run.wishes.append(Wish("organisations", entry.unit, "name", old, name))
            return [Change("organisations", "name", old, name, run.cell(entry.row, "unit"))]
        if stored["acronym"]:
            if acronym_key(stored["acronym"]) != acronym_key(short):
                reason = _("Here the acronym of “{name}” is {acronym}; it stays.")
                run.warn(entry.row, "acronym", reason.format(name=stored["name"], acronym=stored["acronym"]))
            return []
        stored["acronym"] = short
        run.wishes.append(Wish("organisations", entry.unit, "acronym", None, short))
        return [Change("organisations", "acronym", None, short, run.cell(entry.row, "acronym"))]

    def _write_body(self, entry: Entry) -> None:
        run, key, told = self.run, self._unit_key(entry), self._told_of_body(entry)
        assert key is not None
        changes = self._acronym(entry)
        if (now := self.unit_rows.get(key)) is not None:
            found = run.compare(entry.row, Organisation, key, now, told)
            run.wish(Organisation, key, now, found.wanted)
            changes = found.changes + changes
        run.keep(Organisation, key, told)
        outcome = Outcome.NEW if isinstance(entry.unit, str) else Outcome.CHANGED if changes else Outcome.SAME
        run.line(entry.row, outcome, entry.get("unit"), entity="organisations", key=key, changes=tuple(changes))


def bring(run: Bringing) -> None:
    """Judge every row of a directory and write what the accepted ones bring."""
    Directory(run).bring()

"""What the rows of a directory write: new people with their posts, organisations, and cell by cell what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.fields import Key
from db.merge import Wish
from db.queries import importing as reads
from db.records import Organisation, Person, Place, Post, new_key
from db.records.people import DocumentKind
from ecd_desktop.exchange.bringing import Bringing, Told
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.contacts import Document
from ecd_desktop.exchange.import_result import Change, Outcome
from ecd_desktop.exchange.linking import People, Token, Units
from ecd_desktop.exchange.making import make_units
from ecd_desktop.exchange.matching import PersonName, acronym_key, bare, key_of_person, unit_words
from ecd_desktop.exchange.merge_keys import NAMES, MergeKey
from ecd_desktop.exchange.places import Places
from ecd_desktop.exchange.strategies import Strategy
from ecd_desktop.language import _

PLAIN_OF_BODIES = ("phone", "email", "remarks")
OF_BODIES = (*PLAIN_OF_BODIES, "ruc", "place")
"""What a row tells of its organisation where it names no person."""

Posts = Mapping[Key, Mapping[Key, tuple[Key, Mapping[str, Any]]]]
"""Person → organisation → the open post there: its key and fields."""


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


class Writer:
    """Writes what the rows that are kept bring."""

    def __init__(
        self, run: Bringing, units: Units, unit_rows: dict[Key, dict[str, Any]], people: People,
        person_rows: Mapping[Key, Mapping[str, Any]], posts: Posts,
    ) -> None:  # fmt: skip
        self.run = run
        self.units = units
        self.unit_rows = unit_rows
        self.people = people
        self.person_rows = person_rows
        self.posts = posts
        self.new_posts: list[dict[str, Any]] = []
        names = ("name", "kind", "aliases", "ubigeo_inei", "ubigeo_reniec")
        rows = reads.stored(run.work.session, Place, names) if "place" in run.plan.fields else {}
        self.places = Places(run, rows)
        self._told_of_place = False

    def write(self, kept: Sequence[Entry]) -> None:
        """Make what the rows name and is not there, then write what they say."""
        self._use_units(kept)
        self._offer_alike(kept)
        self._write(kept)

    def _use_units(self, kept: Sequence[Entry]) -> None:
        run = self.run
        for entry in kept:
            if isinstance(entry.unit, str):  # the others are there
                short = entry.get("acronym") or unit_words(entry.get("unit"))[1]
                self.units.use(entry.unit, entry.get("unit"), partial(run.cell, entry.row, "unit"), short)
            if entry.name is None and (place := self._place(entry)) is not None:
                self.places.use(place, entry.get("place"), partial(run.cell, entry.row, "place"))
        for register in (self.units, self.places):
            for question in register.questions():
                run.ask(question)
        self.places.make()
        made = len(run.created)
        told: dict[Token, dict[str, Any]] = {}
        for entry in kept:
            if isinstance(entry.unit, str):
                of_body = self._told_of_body(entry) if entry.name is None else self._told_of_ruc(entry)
                told.setdefault(entry.unit, {}).update({one.field: one.value for one in of_body})
        make_units(run, self.units, told)
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

    def _place(self, entry: Entry) -> Token | None:
        return self.places.look(entry.row) if entry.get("place") else None

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

    def _told_of_name(self, entry: Entry, now: Mapping[str, Any]) -> list[Told]:
        """Another name than ours, where it was not the key; a shorter one, or another order, is the same."""
        name, column = entry.name, next((one for one in NAMES if entry.get(one)), None)
        if column is None or name is None:
            return []
        always = self.run.strategies.get(column) is Strategy.ALWAYS
        if not always and set(name.key) <= set(key_of_person(now["given_names"], now["family_names"])):
            return []
        return [
            Told("given_names", name.given, "given_names" if entry.get("given_names") else column),
            Told("family_names", name.family or None, "family_names" if entry.get("family_names") else column),
        ]

    def _told_of_body(self, entry: Entry) -> list[Told]:
        """What a row without a person tells of its organisation."""
        told = [Told(name, entry.get(name), name) for name in PLAIN_OF_BODIES if entry.get(name)]
        told += self._told_of_ruc(entry)
        if (place := self._place(entry)) is not None:
            key = self.places.newcomers[place].key if isinstance(place, str) else place
            told.append(Told("place_id", key, "place", entry.get("place")))
        stored = self.unit_rows.get(entry.unit) if isinstance(entry.unit, Key) else None
        if stored is None or not entry.get("unit"):
            return told
        name, always = unit_words(entry.get("unit"))[0], self.run.strategies.get("unit") is Strategy.ALWAYS
        if always or (self.run.plan.key in (MergeKey.RUC, MergeKey.ACRONYM) and bare(name) != bare(stored["name"])):
            told.append(Told("name", name, "unit"))
        if entry.get("acronym") and self.run.strategies.get("acronym") is Strategy.ALWAYS:
            told.append(Told("acronym", entry.get("acronym"), "acronym"))
        return told

    @staticmethod
    def _told_of_ruc(entry: Entry) -> list[Told]:
        return [Told("tax_number", entry.get("ruc"), "ruc")] if entry.get("ruc") else []

    def _ruc(self, entry: Entry) -> list[Change]:
        """Beside a person: an organisation without a RUC takes it; one that differs from ours is only pointed out."""
        run, number = self.run, entry.get("ruc")
        stored = self.unit_rows.get(entry.unit) if isinstance(entry.unit, Key) else None
        if stored is None or not number or not isinstance(entry.unit, Key) or stored["tax_number"] == number:
            return []
        if stored["tax_number"]:
            reason = _("Here the RUC of “{name}” is {number}; it stays.")
            run.warn(entry.row, "ruc", reason.format(name=stored["name"], number=stored["tax_number"]))
            return []
        stored["tax_number"] = number
        run.wishes.append(Wish("organisations", entry.unit, "tax_number", None, number))
        return [Change("organisations", "tax_number", None, number, run.cell(entry.row, "ruc"))]

    def _remember_place(self, entry: Entry, key: Key) -> None:
        """A person has no district of their own; it tells namesakes of this sender's next file apart."""
        if not entry.get("place"):
            return
        self.run.brings.setdefault("people", {}).setdefault(str(key), {})["place~"] = entry.get("place")
        if not self._told_of_place:
            self._told_of_place = True
            reason = _("The district beside a person tells namesakes apart; it is not written down in their record.")
            self.run.warn(entry.row, "place", reason)

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
        self._remember_place(entry, key)
        run.line(entry.row, Outcome.NEW, name.whole, entity="people", key=key, changes=tuple(self._ruc(entry)))
        return {"id": key, **names, **{one.field: one.value for one in told}}

    def _changed(self, entry: Entry, key: Key) -> None:
        run = self.run
        now = self.person_rows[key]
        told = [*self._told_of_name(entry, now), *self._told(entry)]
        found = run.compare(entry.row, Person, key, now, told)
        run.wish(Person, key, now, found.wanted)
        run.keep(Person, key, told, found)
        self._remember_place(entry, key)
        changes = found.changes + self._post(entry, key) + self._acronym(entry) + self._ruc(entry)
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
        if held is None and key in self.posts and run.strategies.get("unit") is Strategy.FILL:
            return []
        if held is None:
            post = {"id": new_key(), "person_id": key, "organisation_id": unit, "role": role}
            self.new_posts.append(post)
            run.keep(Post, post["id"], [Told("role", role, "role")])
            changes = [Change("posts", "organisation_id", None, entry.get("unit"), run.cell(entry.row, "unit"))]
            return [*changes, Change("posts", "role", None, role, run.cell(entry.row, "role"))] if role else changes
        told = [Told("role", role, "role")]
        found = run.compare(entry.row, Post, held[0], held[1], told)
        run.wish(Post, held[0], held[1], found.wanted)
        run.keep(Post, held[0], told, found)
        return found.changes

    def _acronym(self, entry: Entry) -> list[Change]:
        """An organisation without an acronym takes the one that the file tells, one known by it alone its name.

        An acronym that differs from ours is only pointed out.
        """
        run, short = self.run, entry.get("acronym")
        if entry.name is None and run.strategies.get("acronym") is Strategy.ALWAYS:
            return []  # told with the rest of the organisation
        stored = self.unit_rows.get(entry.unit) if isinstance(entry.unit, Key) else None
        if stored is None or not short or not isinstance(entry.unit, Key):
            return []
        name = unit_words(entry.get("unit") or stored["name"])[0]
        if stored["name"] == stored["acronym"] != name and acronym_key(name) != acronym_key(short):
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
        changes, found = self._acronym(entry), None
        if (now := self.unit_rows.get(key)) is not None:
            found = run.compare(entry.row, Organisation, key, now, told, {"place_id": self.places.labels})
            run.wish(Organisation, key, now, found.wanted)
            changes = found.changes + changes
        run.keep(Organisation, key, told, found)
        outcome = Outcome.NEW if isinstance(entry.unit, str) else Outcome.CHANGED if changes else Outcome.SAME
        words = entry.get("unit") or (now or {}).get("name", "")
        run.line(entry.row, outcome, words, entity="organisations", key=key, changes=tuple(changes))

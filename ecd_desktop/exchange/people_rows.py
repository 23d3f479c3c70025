"""Rows of a directory: organisations, people and their posts; a person written twice is offered as a duplicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from db.fields import Key
from db.queries import importing as reads
from db.records import Organisation, Person, Post
from ecd_desktop.exchange import by_key, key_fares, merge_keys
from ecd_desktop.exchange.bringing import Bringing
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.contacts import Document
from ecd_desktop.exchange.import_result import Option, Outcome, Question, Remark
from ecd_desktop.exchange.linking import People, Token, Units
from ecd_desktop.exchange.matching import PersonName, is_nobody, key_of_person, name_key
from ecd_desktop.exchange.merge_keys import Holders, MergeKey, Reading, family_first, person_of
from ecd_desktop.exchange.people_writing import OF_BODIES, Entry, Writer
from ecd_desktop.language import _


class Directory:
    """One run over a directory."""

    def __init__(self, run: Bringing) -> None:
        self.run = run
        session = run.work.session
        self.unit_rows = reads.stored(session, Organisation, key_fares.UNIT_FIELDS)
        self.units = Units(self.unit_rows, reads.units_in_time(session), run.answers)
        self.person_rows = reads.stored(session, Person)
        self.people = People(self.person_rows, run.answers)
        self.posts: dict[Key, dict[Key, tuple[Key, dict[str, Any]]]] = {}
        for key, post in reads.stored(session, Post).items():
            if post["ends_on"] is None:
                self.posts.setdefault(post["person_id"], {})[post["organisation_id"]] = (key, post)
        self.reading = key_fares.reading_of(session, run.plan)
        self.holders = self._holders(self.reading) if self.reading is not None else Holders(())
        column = run.plan.fields.get("name")
        self._family_first = family_first(column.heading) if column else False

    def bring(self) -> None:
        """Judge every row and write what the accepted ones bring."""
        entries = sorted(self._entries(), key=lambda entry: entry.order)
        if self.reading is None:
            kept = self._as_found(entries)
        elif key_fares.of_units(self.reading.choice):
            kept = self._bodies_by_key(entries, self.reading)
        else:
            kept = self._people_by_key(entries, self.reading)
        kept.sort(key=lambda entry: entry.order)
        Writer(self.run, self.units, self.unit_rows, self.people, self.person_rows, self.posts).write(kept)

    def _as_found(self, entries: Sequence[Entry]) -> list[Entry]:
        claimed = self._claim([entry for entry in entries if entry.name is not None])
        accepted: dict[tuple[str, ...], list[Entry]] = {}
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
        return self._with_bodies(entries, kept)

    def _with_bodies(self, entries: Sequence[Entry], kept: list[Entry]) -> list[Entry]:
        """The rows that are kept, and those of organisations that no row tells of already."""
        bodies: dict[Token, Entry] = {}
        for entry in kept:
            if entry.unit is not None:
                bodies.setdefault(entry.unit, entry)
        for entry in entries:
            if entry.name is None and entry.unit is not None:
                twin = bodies.get(entry.unit)
                if twin is not None and (twin.name is None or not any(entry.get(name) for name in OF_BODIES)):
                    self._duplicate(entry, twin)
                else:
                    bodies[entry.unit] = entry
                    kept.append(entry)
        return kept

    # -- by a key that was chosen ----------------------------------------------------------------------------------

    def _holders(self, reading: Reading) -> Holders:
        if key_fares.of_units(reading.choice):
            return merge_keys.of_organisations(reading, self.unit_rows, self.run.before)
        open_posts = (post for held in self.posts.values() for _key, post in held.values())
        districts = merge_keys.districts_of_people(open_posts, self.unit_rows, reading.districts, self.run.before)
        return merge_keys.of_people(reading, self.person_rows, districts)

    def _keyed(self, entry: Entry, reading: Reading, words: str) -> by_key.Keyed:
        run, row = self.run, entry.row
        value = reading.value(run.plan.kind, row.get)
        return by_key.Keyed(row, value, words, by_key.shown_in(run, reading.choice, row))

    def _people_by_key(self, entries: Sequence[Entry], reading: Reading) -> list[Entry]:
        run, named = self.run, {entry.row.number: entry for entry in entries if entry.name is not None}
        by_document = reading.choice.key is MergeKey.DNI

        def alike(row: Row) -> Iterator[Key]:
            name = named[row.number].name
            for key in self._named(name) if name is not None else ():
                other = by_document and row.get("document") is not None and self.person_rows[key]["document_number"]
                if not other:  # somebody else's document is somebody else
                    yield key

        anyhow = key_fares.says(run.plan, *merge_keys.NAMES)
        decided = by_key.decide(
            run, reading.choice,
            [self._keyed(entry, reading, entry.name.whole if entry.name else "") for entry in named.values()],
            by_key.Records(
                self.holders, self.person_rows, lambda key: self.people.labels.get(key, ""),
                lambda row, key: anyhow or key_fares.person_fits(
                    row, self.person_rows[key], family_comes_first=reading.family_comes_first
                ), alike, apart=not by_document,
            ),
        )  # fmt: skip
        kept = [entry for entry in named.values() if decided.goes_on(entry.row.number)]
        for entry in kept:
            entry.key = decided.claimed.get(entry.row.number)
        return self._with_bodies(entries, kept)

    def _bodies_by_key(self, entries: Sequence[Entry], reading: Reading) -> list[Entry]:
        run, rows = self.run, {entry.row.number: entry for entry in entries}
        units = {number: entry.unit for number, entry in rows.items()}

        def alike(row: Row) -> Iterator[Key]:
            if isinstance(unit := units[row.number], Key):
                yield unit

        anyhow = key_fares.says(run.plan, "unit")
        decided = by_key.decide(
            run, reading.choice, [self._keyed(entry, reading, entry.get("unit") or "") for entry in entries],
            by_key.Records(
                self.holders, self.unit_rows, lambda key: self.units.labels.get(key, ""),
                lambda row, key: anyhow or key_fares.unit_fits(row, self.unit_rows[key]), alike,
                apart=reading.choice.key is MergeKey.NAME,
            ),
        )  # fmt: skip
        kept = []
        for entry in entries:
            key = decided.claimed.get(entry.row.number)
            if not decided.goes_on(entry.row.number):
                continue
            if key is None and not entry.get("unit"):
                cell = reading.choice.fields[0]
                run.refuse(entry.row, "", [run.remark(entry.row, cell, _("The row names no organisation."))])
                continue
            kept.append(entry)
            # two blanks: a token of its own, which no question about alike names is asked of
            entry.unit = key if key is not None else f"+{' '.join(name_key(entry.get('unit')))}  {entry.row.number}"
        return kept

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
        told = next((name for name in merge_keys.NAMES if row.get(name)), None)
        if told is None:
            return self._name_of_known(row)
        if not (row.get("family_names") and row.get("given_names")) and is_nobody(row.get(told)):
            self.run.warn(row, told, _("This names nobody yet, so no person was made."))
            return None
        found, title = person_of(row.get, family_comes_first=self._family_first), row.get("title") or ""
        if found is not None and title and not found.title:
            if len(title) <= 20:
                return PersonName(found.given, found.family, title, found.key)
            reason = _("A title has at most {max} characters; this one was not taken.")
            self.run.warn(row, "title", reason.format(max=20))
        return found

    def _name_of_known(self, row: Row) -> PersonName | None:
        """Of a row that tells no name but the key of somebody who is known."""
        if self.reading is None or self.reading.choice.key is not MergeKey.DNI:
            return None
        having = self.holders.of(self.reading.value(self.run.plan.kind, row.get))
        if not having:
            return None
        given, family = (self.person_rows[having[0]][name] for name in ("given_names", "family_names"))
        return PersonName(given, family or "", "", key_of_person(given, family))

    def _problems(self, row: Row, name: PersonName | None) -> list[Remark]:
        run = self.run
        by_document = self.reading is not None and self.reading.choice.key is MergeKey.DNI
        if name is None and by_document and row.get("document") and not any(map(row.get, merge_keys.NAMES)):
            return [run.remark(row, "document", _("Nobody here has this document, and the row tells no name."))]
        if self.reading is not None and key_fares.of_units(self.reading.choice) and not row.get("unit"):
            if not self.holders.of(self.reading.value(run.plan.kind, row.get)):
                return [run.remark(row, self.reading.choice.fields[0], _("The row names no organisation."))]
        elif name is None and not row.get("unit"):
            return [run.remark(row, "name", _("The row names neither a person nor an organisation."))]
        problems = run.too_long(row, "organisations", {"name": ("unit", row.get("unit"))})
        problems += run.too_long(row, "organisations", {"acronym": ("acronym", row.get("acronym"))})
        problems += run.too_long(row, "organisations", {"tax_number": ("ruc", row.get("ruc"))})
        problems += run.too_long(row, "places", {"name": ("place", row.get("place"))})
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


def bring(run: Bringing) -> None:
    """Judge every row of a directory and write what the accepted ones bring."""
    Directory(run).bring()

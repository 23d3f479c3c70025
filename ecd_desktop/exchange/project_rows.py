"""Rows of a project portfolio: recognised by name and code, or by the key that was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.fields import Key
from ecd_desktop.exchange import by_key, key_fares, merge_keys
from ecd_desktop.exchange.bringing import Bringing
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.import_result import Option, Outcome, Remark
from ecd_desktop.exchange.linking import Token
from ecd_desktop.exchange.matching import alike, bare, name_key, person_name
from ecd_desktop.exchange.merge_keys import Holders, MergeKey, Reading
from ecd_desktop.exchange.project_writing import Entry, Writing
from ecd_desktop.language import _


class Portfolio(Writing):
    """One run over a portfolio."""

    def __init__(self, run: Bringing) -> None:
        super().__init__(run)
        self.reading = key_fares.reading_of(run.work.session, run.plan)
        self.holders = merge_keys.of_projects(
            self.reading, self.stored, run.before
        ) if self.reading is not None else Holders(())  # fmt: skip

    def bring(self) -> None:
        """Judge every row and write what the accepted ones bring."""
        entries = sorted(self._entries(), key=lambda entry: entry.order)
        kept = self._as_found(entries) if self.reading is None else self._by_key(entries, self.reading)
        kept.sort(key=lambda entry: entry.order)
        self.write(kept)

    def _as_found(self, entries: Sequence[Entry]) -> list[Entry]:
        self._claim(entries)
        kept: list[Entry] = []
        named: dict[tuple[str, ...], Entry] = {}
        coded: dict[str, Entry] = {}
        for entry in sorted(entries, key=lambda one: (one.key is None, one.order)):
            twin = named.get(name_key(entry.name))
            other = coded.get(entry.code) if entry.code else None
            if twin is None and other is not None and alike(name_key(entry.name), name_key(other.name)):
                twin = other
            if twin is not None:
                reason = _("The same project as in row {row}.").format(row=twin.row.number)
                self.run.line(entry.row, Outcome.DUPLICATE, entry.name, reason=reason, of=twin.row.number)
                continue
            named[name_key(entry.name)] = entry
            coded.setdefault(entry.code, entry)
            kept.append(entry)
        return kept

    def _by_key(self, entries: Sequence[Entry], reading: Reading) -> list[Entry]:
        """The rows that go on, each with its project, by the key that was chosen."""
        run, rows = self.run, {entry.row.number: entry for entry in entries}

        def also(row: Row) -> Iterator[Key]:
            entry = rows[row.number]
            yield from self._named(name_key(entry.name), entry.name)
            if entry.code in self.by_code:
                yield self.by_code[entry.code]

        anyhow = key_fares.says(run.plan, "name")
        decided = by_key.decide(
            run, reading.choice,
            [by_key.Keyed(entry.row, reading.value(run.plan.kind, entry.row.get), entry.name,
                          by_key.shown_in(run, reading.choice, entry.row)) for entry in entries],
            by_key.Records(
                self.holders, self.stored, lambda key: f"{self.stored[key]['code']} {self.stored[key]['name']}",
                lambda row, key: anyhow or key_fares.project_fits(row, self.stored[key]), also,
                apart=reading.choice.key is MergeKey.NAME,
            ),
        )  # fmt: skip
        kept = []
        for entry in entries:
            entry.key = decided.claimed.get(entry.row.number)
            if not decided.goes_on(entry.row.number):
                continue
            if entry.key is None and not entry.row.get("name"):
                run.refuse(entry.row, entry.code, [run.remark(entry.row, "name", _("The project has no name."))])
                continue
            kept.append(entry)
        return kept

    def _known_as(self, row: Row) -> Key | None:
        """The project that a row without a name is about."""
        if self.reading is None:
            return self.by_code.get((row.get("code") or "").upper())
        return next(iter(self.holders.of(self.reading.value(self.run.plan.kind, row.get))), None)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _entries(self) -> Iterator[Entry]:
        accepted = []
        for row in self.run.accepted():
            if problems := self._problems(row):
                self.run.refuse(row, str(row.get("name") or row.get("code") or ""), problems)
            else:
                accepted.append(row)
        self.places.decide(accepted)
        for row in sorted(accepted, key=lambda one: (str(sorted(one.values.items(), key=str)), one.number)):
            code = (row.get("code") or "").upper()
            known = self._known_as(row)
            name = row.get("name") or (self.stored[known]["name"] if known is not None else "")
            lead = person_name(row.get("lead")) if row.get("lead") else None
            order = (code == "", code, name_key(name), str(sorted(row.values.items(), key=str)), row.number)
            yield Entry(
                row, name, order,
                self.people.look(lead) if lead else None,
                self.units.look(row.get("unit"), row.get("starts_on") or self.run.cutoff) if row.get("unit") else None,
                self.places.look(row) if row.get("place") or row.get("ubigeo") else None,
                self._kind(row.get("type")) if row.get("type") else None,
            )  # fmt: skip

    def _kind(self, text: str) -> Token:
        words = name_key(text)
        found = self.kinds.exact(words, bare(text))
        return found[0] if found else self.kinds.newcomer(words)

    def _problems(self, row: Row) -> list[Remark]:
        run = self.run
        if not row.get("name") and self._known_as(row) is None:
            return [run.remark(row, "name", _("The project has no name."))]
        starts, ends = row.get("starts_on"), row.get("ends_on")
        if starts and ends and ends < starts:
            return [run.remark(row, "ends_on", _("The end comes before the beginning."))]
        told = {
            "code": ("code", row.get("code")), "name": ("name", row.get("name")), "aim": ("aim", row.get("aim")),
            "stage_as_given": ("stage", row.get("stage")), "remarks": ("remarks", row.get("remarks")),
        }  # fmt: skip
        problems = run.too_long(row, "projects", told)
        problems += run.too_long(row, "organisations", {"name": ("unit", row.get("unit"))})
        problems += run.too_long(row, "people", {"given_names": ("lead", row.get("lead"))})
        problems += run.too_long(row, "intervention_types", {"name": ("type", row.get("type"))})
        return problems + run.too_long(row, "places", {"name": ("place", row.get("place"))})

    # -- recognising ---------------------------------------------------------------------------------------------------

    def _claim(self, entries: Sequence[Entry]) -> None:
        """Each row's project: the same name, or the same code with a like name; a code alone is asked about."""
        pairs: list[tuple[int, int, str, Entry, Key]] = []
        asked: list[tuple[Entry, Key]] = []
        for place, entry in enumerate(entries):
            words = name_key(entry.name)
            coded = self.by_code.get(entry.code) if entry.code else None
            for key in self._named(words, entry.name):
                pairs.append((-20 - 5 * (key == coded), place, str(key), entry, key))
            if coded is not None:
                if not entry.row.get("name") or alike(words, name_key(self.stored[coded]["name"])):
                    pairs.append((-10, place, str(coded), entry, coded))
                else:
                    asked.append((entry, coded))
        taken: set[Key] = set()
        for _score, _place, _text, entry, key in sorted(pairs, key=lambda pair: pair[:3]):
            if entry.key is None and key not in taken:
                entry.key = key
                taken.add(key)
        for entry, key in asked:
            if entry.key is None and key not in taken and self._ask_code(entry, key):
                entry.key = key
                taken.add(key)

    def _named(self, words: tuple[str, ...], name: str) -> list[Key]:
        found = self.projects.exact(words, bare(name))
        if found:
            return found
        token = self.projects.newcomer(words)
        return [] if isinstance(token, str) else [token]

    def _ask_code(self, entry: Entry, key: Key) -> bool:
        text = _(
            "The code {code} is that of “{ours}” here and of “{theirs}” in the file. Is it the same project?"
        ).format(code=entry.code, ours=self.stored[key]["name"], theirs=entry.name)
        options = (Option("new", _("Two projects: a code of ours is given")), Option("same", _("The same project")))
        return self.run.ask(self._question(entry, "same", text, options, "new")) == "same"


def bring(run: Bringing) -> None:
    """Judge every row of a portfolio and write what the accepted ones bring."""
    Portfolio(run).bring()

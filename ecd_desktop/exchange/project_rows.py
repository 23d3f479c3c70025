"""Rows of a project portfolio: recognised by name and code, with place, stage, lead, dates, budget and progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.fields import Key
from db.queries import importing as reads
from db.records import InterventionType, Organisation, Person, Place, Project, Stage, new_key
from db.records.projects import ProjectState, StageSet
from ecd_desktop.exchange.bringing import STATED, Bringing, Compared, Told
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.import_result import Change, Option, Outcome, Question, Remark
from ecd_desktop.exchange.linking import Known, People, Projects, Register, Token, Units
from ecd_desktop.exchange.making import make_people, make_units
from ecd_desktop.exchange.matching import acronym_key, alike, bare, name_key, person_name, unit_words
from ecd_desktop.exchange.places import Places
from ecd_desktop.language import _

PLAIN = ("name", "starts_on", "ends_on", "budget", "progress", "aim", "remarks")
"""Fields that are told as they stand."""


@dataclass(slots=True)
class Entry:
    """One accepted row with its names looked up.  ``key``: the project it is about, once that is known."""

    row: Row
    name: str
    order: tuple[Any, ...]
    lead: Token | None
    unit: Token | None
    place: Token | None
    kind: Token | None
    key: Key | None = None

    @property
    def code(self) -> str:
        return (self.row.get("code") or "").upper()


class Portfolio:
    """One run over a portfolio."""

    def __init__(self, run: Bringing) -> None:
        self.run = run
        session = run.work.session
        self.stored = reads.stored(session, Project)
        self.projects = Projects(self.stored, run.answers)
        unit_rows = reads.stored(session, Organisation, ("name", "acronym", "aliases"))
        self.units = Units(unit_rows, reads.units_in_time(session), run.answers)
        self.people = People(reads.stored(session, Person, ("given_names", "family_names")), run.answers)
        place_names = ("name", "kind", "aliases", "ubigeo_inei", "ubigeo_reniec")
        self.places = Places(run, reads.stored(session, Place, place_names))
        self.kind_rows = reads.stored(session, InterventionType)
        self.kinds = Register("type", _known_kinds(self.kind_rows), run.answers)
        self.stages = reads.stored(session, Stage)
        self.by_code = {values["code"].upper(): key for key, values in self.stored.items()}

    def bring(self) -> None:
        """Judge every row and write what the accepted ones bring."""
        entries = sorted(self._entries(), key=lambda entry: entry.order)
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
        kept.sort(key=lambda entry: entry.order)
        self._use_names(kept)
        self._write_new([entry for entry in kept if entry.key is None])
        for entry in kept:
            if entry.key is not None and entry.key in self.stored:
                self._compare(entry, entry.key)
        self.run.finish()

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
            name = row.get("name") or self.stored[self.by_code[code]]["name"]
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
        if not row.get("name") and (row.get("code") or "").upper() not in self.by_code:
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

    def _question(self, entry: Entry, kind: str, text: str, options: tuple[Option, ...], default: str) -> Question:
        cell = f"{self.run.plan.sheet}!{self.run.cell(entry.row, 'code')}"
        return Question(f"{kind}:{entry.row.number}", kind, text, options, default, cell=cell)

    # -- writing -------------------------------------------------------------------------------------------------------

    def _use_names(self, kept: Sequence[Entry]) -> None:
        run = self.run
        for entry in kept:
            row = entry.row
            if entry.lead is not None:
                self.people.use(entry.lead, row.get("lead"), partial(run.cell, row, "lead"))
            if entry.unit is not None:
                short = unit_words(row.get("unit"))[1]
                self.units.use(entry.unit, row.get("unit"), partial(run.cell, row, "unit"), short)
            if entry.place is not None:
                self.places.use(entry.place, row.get("place") or row.get("ubigeo"), partial(run.cell, row, "place"))
            if entry.kind is not None:
                self.kinds.use(entry.kind, row.get("type"), partial(run.cell, row, "type"))
            if entry.key is None:
                self.projects.use(f"+{' '.join(name_key(entry.name))}", entry.name, partial(run.cell, row, "name"))
        for register in (self.projects, self.people, self.units, self.places, self.kinds):
            for question in register.questions():
                run.ask(question)
        make_people(run, self.people)
        make_units(run, self.units)
        self.places.make()
        made = [(one, _stage_set(one.name)) for one in self.kinds.newcomers.values()]
        rows = [{"id": one.key, "name": one.name, "stage_set": stages} for one, stages in made]
        run.make(InterventionType, rows, [one.name for one, _stages in made])

    def _told(self, entry: Entry, now: Mapping[str, Any] | None) -> list[Told]:
        get = entry.row.get
        told = [Told(name, get(name), name) for name in PLAIN if get(name) is not None]
        links: tuple[tuple[str, Token | None, Register, str], ...] = (
            ("lead_id", entry.lead, self.people, "lead"), ("unit_id", entry.unit, self.units, "unit"),
            ("place_id", entry.place, self.places, "place"), ("intervention_type_id", entry.kind, self.kinds, "type"),
        )  # fmt: skip
        for name, token, register, column in links:
            if token is not None:
                key = register.newcomers[token].key if isinstance(token, str) else token
                told.append(Told(name, key, column, get(column) or get("ubigeo") or ""))
        if get("state") is not None:
            told.append(Told("state", get("state"), "state"))
        if stage := get("stage"):
            place = self._stage(stage, self._stages_of(entry, now))
            if place is not None:
                told.append(Told("stage_id", place, "stage", stage))
            else:
                told.append(Told("stage_as_given", stage, "stage"))
        return told

    def _stages_of(self, entry: Entry, now: Mapping[str, Any] | None) -> StageSet:
        if isinstance(entry.kind, str):
            return _stage_set(self.kinds.newcomers[entry.kind].name)
        kind = entry.kind or (now or {}).get("intervention_type_id")
        found = self.kind_rows.get(kind) if kind is not None else None
        stages: StageSet = found["stage_set"] if found else StageSet.PUBLIC_SPACE
        return stages

    def _stage(self, text: str, stages: StageSet) -> Key | None:
        """The stage of that name in its set, by its whole name, else by a beginning that only one of them has."""
        words = bare(text)
        inside = {key: bare(row["name"]) for key, row in self.stages.items() if row["stage_set"] is stages}
        exact = [key for key, name in inside.items() if name == words]
        begun = [key for key, name in inside.items() if f"{name} ".startswith(f"{words} ")]
        longer = [key for key, name in inside.items() if f"{words} ".startswith(f"{name} ")]
        return next((found[0] for found in (exact, begun, longer) if len(found) == 1), None)

    def _state_fields(self, entry: Entry, state: ProjectState) -> dict[str, Any]:
        reason = " ".join((entry.row.get("remarks") or STATED).split())[:400]
        needed = state in (ProjectState.PAUSED, ProjectState.CANCELLED)
        return {"state": state, "state_reason": reason if needed else None}

    def _write_new(self, new: Sequence[Entry]) -> None:
        run = self.run
        given: dict[int, str] = {}
        for entry in new:
            if entry.code and entry.code not in self.by_code and entry.code not in given.values():
                given[entry.row.number] = entry.code
                run.claim(entry.code)
            elif entry.code:
                run.warn(
                    entry.row, "code", _("The code {code} is taken; another one was given.").format(code=entry.code)
                )
        waiting = [entry for entry in new if entry.row.number not in given]
        years = [(entry.row.get("starts_on") or run.cutoff).year for entry in waiting]
        for entry, code in zip(waiting, run.codes("PRY", years), strict=True):
            given[entry.row.number] = code
        rows = []
        for entry in new:
            told = self._told(entry, None)
            self._regularise(entry, told)
            key, code = new_key(), given[entry.row.number]
            values: dict[str, Any] = {one.field: one.value for one in told}
            if "state" in values:
                values |= self._state_fields(entry, values["state"])
            rows.append({**values, "id": key, "code": code})
            run.keep(Project, key, [*told, Told("code", entry.code or None, "code")])
            run.line(entry.row, Outcome.NEW, entry.name, entity="projects", key=key, code=code)
        run.make(Project, rows)

    def _regularise(self, entry: Entry, told: Sequence[Told]) -> None:
        for one in told:
            if one.field == "stage_as_given":
                reason = _("“{stage}” is no stage of this kind of project; it was kept as text, to be regularised.")
                self.run.warn(entry.row, "stage", reason.format(stage=one.value))

    def _compare(self, entry: Entry, key: Key) -> None:
        run, now = self.run, self.stored[key]
        told = self._told(entry, now)
        names = {
            "lead_id": self.people.labels, "unit_id": self.units.labels, "place_id": self.places.labels,
            "intervention_type_id": self.kinds.labels,
            "stage_id": {one: row["name"] for one, row in self.stages.items()},
        }  # fmt: skip
        found = run.compare(entry.row, Project, key, now, told, names)
        self._check_dates(entry, now, found)
        wanted = found.wanted
        if "state" in wanted:
            wanted |= self._state_fields(entry, wanted["state"])
        if "stage_id" in wanted:
            wanted["stage_as_given"] = None
        if "stage_as_given" in wanted:
            self._regularise(entry, told)
        self._code(entry, key, now, found)
        run.wish(Project, key, now, wanted)
        run.keep(Project, key, [*told, Told("code", entry.code or None, "code")])
        outcome = Outcome.CHANGED if found.changes else Outcome.SAME
        run.line(
            entry.row, outcome, now["name"], entity="projects", key=key, code=wanted.get("code", now["code"]),
            changes=tuple(found.changes),
        )  # fmt: skip

    def _check_dates(self, entry: Entry, now: Mapping[str, Any], found: Compared) -> None:
        """A file that tells only one of the dates may contradict the other one that is here: then it is not taken."""
        starts, ends = (found.wanted.get(name, now[name]) for name in ("starts_on", "ends_on"))
        if starts and ends and ends < starts:
            for name in ("starts_on", "ends_on"):
                if name in found.wanted:
                    del found.wanted[name]
                    found.changes = [change for change in found.changes if change.field != name]
                    self.run.warn(entry.row, name, _("The end would come before the beginning; it was not taken."))

    def _code(self, entry: Entry, key: Key, now: Mapping[str, Any], found: Compared) -> None:
        """Another code than ours is a question; ours stays unless somebody says otherwise."""
        run, code = self.run, entry.code
        if not code or acronym_key(code) == acronym_key(now["code"]):
            return
        if run.before.get(("projects", str(key), "code")) == code:
            return
        text = _("“{name}” has the code {ours} here and {theirs} in the file. Which one holds?").format(
            name=now["name"], ours=now["code"], theirs=code
        )
        options: tuple[Option, ...] = (Option("ours", now["code"]),)
        if code not in self.by_code:
            options += (Option("theirs", code),)
        applied = run.ask(self._question(entry, "code", text, options, "ours")) == "theirs"
        found.changes.append(Change("projects", "code", now["code"], code, run.cell(entry.row, "code"), applied))
        if applied:
            run.claim(code)
            self.by_code[code] = key
            found.wanted["code"] = code


def _stage_set(name: str) -> StageSet:
    """The stages that a kind of intervention goes through, where its name is all that is known."""
    words = set(bare(name).split())
    if words & {"norma", "convenio", "ordenanza", "acuerdo", "guia", "lineamiento", "norm", "agreement", "bylaw"}:
        return StageSet.NORM
    if words & {
        "campana",
        "servicio",
        "taller",
        "talleres",
        "capacitacion",
        "evento",
        "campaign",
        "service",
        "training",
    }:
        return StageSet.SERVICE
    return StageSet.PUBLIC_SPACE


def _known_kinds(rows: Mapping[Key, Mapping[str, Any]]) -> Iterator[Known]:
    for key, row in rows.items():
        aliases = [part.strip() for part in (row["aliases"] or "").split(";") if part.strip()]
        names = tuple(name_key(name) for name in (row["name"], *aliases))
        yield Known(key, row["name"], bare(row["name"]), names)


def bring(run: Bringing) -> None:
    """Judge every row of a portfolio and write what the accepted ones bring."""
    Portfolio(run).bring()

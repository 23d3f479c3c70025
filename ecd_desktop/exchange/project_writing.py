"""What the rows of a portfolio write: new projects, and cell by cell what has changed of those that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.fields import Key
from db.queries import gates
from db.queries import importing as reads
from db.records import InterventionType, Organisation, Person, Place, Project, Stage, StageMove, new_key
from db.records.projects import ProjectState, StageSet
from ecd_desktop.exchange.bringing import STATED, Bringing, Compared, Told
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.import_result import Change, Option, Outcome, Question
from ecd_desktop.exchange.linking import Known, People, Projects, Register, Token, Units
from ecd_desktop.exchange.making import make_people, make_units
from ecd_desktop.exchange.matching import acronym_key, bare, name_key, unit_words
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


class Writing:
    """What is known of projects and of what they name, and how it is written; recognising the rows comes before."""

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
        self.moved: list[tuple[Key, Key | None, Key]] = []  # projects, with the stages they leave and enter

    def write(self, kept: Sequence[Entry]) -> None:
        """Make what the rows name and is not there, then write what they say."""
        self._use_names(kept)
        self._write_new([entry for entry in kept if entry.key is None])
        for entry in kept:
            if entry.key is not None and entry.key in self.stored:
                self._compare(entry, entry.key)
        self.run.finish()
        self._write_moves()

    def _question(self, entry: Entry, kind: str, text: str, options: tuple[Option, ...], default: str) -> Question:
        cell = f"{self.run.plan.sheet}!{self.run.cell(entry.row, 'code')}"
        return Question(f"{kind}:{entry.row.number}", kind, text, options, default, cell=cell)

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
                told.append(Told(name, key, column if get(column) else "ubigeo", get(column) or get("ubigeo") or ""))
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
        stays = "type" not in entry.row.blank
        kind = entry.kind or ((now or {}).get("intervention_type_id") if stays else None)
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
            self.by_code[code.upper()] = key  # no other row may be given it
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
        if wanted.get("stage_id") is not None:
            self.moved.append((key, now["stage_id"], wanted["stage_id"]))
        if "stage_as_given" in wanted:
            self._regularise(entry, told)
        self._code(entry, key, now, found)
        run.wish(Project, key, now, wanted)
        run.keep(Project, key, [*told, Told("code", entry.code or None, "code")], found)
        outcome = Outcome.CHANGED if found.changes else Outcome.SAME
        run.line(
            entry.row, outcome, now["name"], entity="projects", key=key, code=wanted.get("code", now["code"]),
            changes=tuple(found.changes),
        )  # fmt: skip

    def _write_moves(self) -> None:
        """The sheet says where a project is: it is written down, with what is missing and to be regularised."""
        run = self.run
        rows: list[dict[str, Any]] = []
        for project, before, after in self.moved:
            missing = gates.missing(run.work.session, project, before, after)
            words = "; ".join(_(gate.label) for gate in missing)[:400]
            rows.append({
                "id": new_key(), "project_id": project, "before_id": before, "after_id": after, "on": run.cutoff,
                "reason": STATED, "missing": words or None, "by": run.work.who,
            })  # fmt: skip
        run.make(StageMove, rows)

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

"""Rows of a commitment matrix: which commitment each is about, what it brings, and what is made beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from db.fields import Key
from db.queries import importing as reads
from db.records import Meeting, MeetingProject, Organisation, Person, Project, pair_key
from ecd_desktop.exchange import by_key, key_fares, merge_keys
from ecd_desktop.exchange.action_item_writing import Item, Names, Writer, key_of
from ecd_desktop.exchange.bringing import Bringing
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.dates import Style, find_dates
from ecd_desktop.exchange.identity import (
    CLOSE,
    Recognised,
    Trait,
    Verdict,
    acta_key,
    claim,
    first_twin,
    natural,
    number_key,
    weigh,
)
from ecd_desktop.exchange.import_result import Option, Outcome, Question, Remark
from ecd_desktop.exchange.linking import Known, People, Projects, Register, Token, Units
from ecd_desktop.exchange.making import make_meetings, make_people, make_projects, make_units
from ecd_desktop.exchange.matching import bare, is_acronym, person_name, unit_words
from ecd_desktop.exchange.merge_keys import Holders, MergeKey, Reading
from ecd_desktop.exchange.workbook import folded
from ecd_desktop.language import _, format_date


class ActionItems:
    """One run over a commitment matrix."""

    def __init__(self, run: Bringing) -> None:
        self.run = run
        session = run.work.session
        unit_rows = reads.stored(session, Organisation, ("name", "acronym", "aliases"))
        self.units = Units(unit_rows, reads.units_in_time(session), run.answers)
        self.people = People(reads.stored(session, Person, ("given_names", "family_names")), run.answers)
        self.projects = Projects(reads.stored(session, Project, ("code", "name", "alias")), run.answers)
        self.meeting_rows = reads.stored(session, Meeting, ("code", "number", "subject", "held_on"))
        self.meetings = Register("meeting", _known_meetings(self.meeting_rows), run.answers)
        self.stored = reads.commitments(session)
        self.shared = reads.co_responsibles(session) if "co_responsible" in run.plan.fields else {}
        self.names = Names(self.meetings, self.projects, self.units, self.people)
        self.limits = [
            *run.limits("action_items", {name: name for name in ("description", "expected_evidence", "remarks")}),
            *run.limits("action_items", {"item_number": "number"}),
            *run.limits("meetings", {"number": "minutes"}),
            *run.limits("projects", {"name": "project"}),
            *run.limits("organisations", {"name": "unit"}),
            *run.limits("people", {"given_names": "person"}),
        ]
        self.reading = key_fares.reading_of(session, run.plan)
        self.holders = merge_keys.of_commitments(
            self.reading, self.stored, self.meeting_rows, run.before
        ) if self.reading is not None else Holders(())  # fmt: skip
        style = next((c.style for c in run.plan.columns if c.style in (Style.DMY, Style.MDY)), None)
        self.style = style or Style.DMY

    def bring(self) -> None:
        """Judge every row and write what the accepted ones bring."""
        items = self._items()
        items.sort(key=lambda item: item.order)
        new = self._as_found(items) if self.reading is None else self._by_key(items, self.reading)
        known = [item for item in items if item.key is not None]
        self._use_names(sorted((*known, *new), key=lambda item: item.order))
        writer = Writer(self.run, self.names, self.stored, self.shared)
        writer.write_new(new)
        for item in known:
            writer.compare(item)
        writer.finish()

    # -- recognising ---------------------------------------------------------------------------------------------------

    def _as_found(self, items: Sequence[Item]) -> list[Item]:
        """Give each known item its key, by decision 22; the new ones."""
        by_row = {item.row.number: item for item in items}
        order = [item.row.number for item in items]
        traits = {number: by_row[number].trait for number in order}
        records: Recognised[Any] = Recognised({key: self._trait(values) for key, values in self.stored.items()})
        claimed, doubtful = claim(traits, records, order, lambda row, key: self._agreeing(by_row[row], key))
        taken = set(claimed.values())
        for number, candidates in doubtful.items():
            answer = self._ask_same(by_row[number], [key for key in candidates if key not in taken])
            if answer is not None:
                claimed[number] = answer
                taken.add(answer)
        accepted: Recognised[int] = Recognised({number: traits[number] for number in order if number in claimed})
        holders = {record: number for number, record in claimed.items()}
        new: list[Item] = []
        for item in items:
            number = item.row.number
            if number in claimed:
                item.key = claimed[number]  # type: ignore[assignment]
                continue
            verdict, other = self._twin(item, accepted, records, holders)
            if verdict is Verdict.MAYBE and other is not None and self._ask_twin(item, other):
                verdict = Verdict.SURE
            if verdict is Verdict.SURE and other is not None:
                reason = _("The same commitment as in row {row}.").format(row=other)
                self.run.line(item.row, Outcome.DUPLICATE, item.row.get("description"), reason=reason, of=other)
                continue
            accepted.add(number, item.trait)
            new.append(item)
        return new

    def _by_key(self, items: Sequence[Item], reading: Reading) -> list[Item]:
        """The same, by the key that was chosen."""
        run, choice = self.run, reading.choice
        traits = {item.row.number: item.trait for item in items}
        records: Recognised[Key] = Recognised({key: self._trait(values) for key, values in self.stored.items()})

        def alike(row: Row) -> Iterator[Key]:
            trait = traits[row.number]
            if trait.text:
                yield from (key for key in records.by_index(trait) if weigh(trait, records.traits[key])[0])

        least = CLOSE if choice.key is MergeKey.NUMBER else key_fares.UNLIKE
        anyhow = key_fares.says(run.plan, "description")
        decided = by_key.decide(
            run, choice,
            [by_key.Keyed(item.row, reading.value(run.plan.kind, item.row.get), item.row.get("description") or "",
                          by_key.shown_in(run, choice, item.row)) for item in items],
            by_key.Records(
                self.holders, self.stored, lambda key: f"{self.stored[key]['code']}: {self.stored[key]['description']}",
                lambda row, key: anyhow or key_fares.commitment_fits(row, self.stored[key], least), alike,
            ),
        )  # fmt: skip
        new: list[Item] = []
        for item in items:
            item.key = decided.claimed.get(item.row.number)
            if item.row.number not in decided.new:
                continue
            if item.row.get("description"):
                new.append(item)
            else:
                run.refuse(item.row, "", [run.remark(item.row, choice.fields[0], _("The commitment has no text."))])
        return new

    def _is_known(self, row: Row) -> bool:
        """Whether the key alone says what a row is about."""
        return self.reading is not None and bool(
            self.holders.of(self.reading.value(self.run.plan.kind, row.values.get))
        )

    # -- reading -------------------------------------------------------------------------------------------------------

    def _items(self) -> list[Item]:
        found = []
        for row in self.run.accepted():
            problems = self._problems(row)
            if problems:
                self.run.refuse(row, str(row.get("description") or ""), problems)
                continue
            found.append(self._item(row))
        return found

    def _problems(self, row: Row) -> list[Remark]:
        run = self.run
        if not row.get("description") and not self._is_known(row):
            return [run.remark(row, "description", _("The commitment has no text."))]
        return [
            run.remark(row, column, _("This text is longer than {max} characters.").format(max=limit))
            for column, limit in self.limits
            if (text := row.values.get(column)) is not None and len(text) > limit
        ]

    def _item(self, row: Row) -> Item:
        get: Callable[[str], Any] = row.values.get
        agreed: date | None = get("agreed_on")
        on = agreed or self.run.cutoff
        acta = acta_key(get("minutes") or "") if get("minutes") else ""
        number = number_key(get("number") or "")
        unit = self.units.look(get("unit"), on) if get("unit") else None
        name = person_name(get("person")) if get("person") else None
        person = self.people.look(name) if name else None
        code = (get("code") or "").upper()
        trait = Trait(acta, number, bare(get("description") or ""), unit, person, code)
        order = (
            agreed or date.max, natural(acta), natural(number), trait.text, get("unit") or "", get("person") or "",
            str(get("due_on")), get("remarks") or "", row.number,
        )  # fmt: skip
        meeting: Token | None = None
        if acta:
            found = self.meetings.exact((acta,))
            meeting = found[0] if found else f"+{acta}"
        project = self.projects.look(get("project")) if get("project") else None
        return Item(
            row, trait, order, meeting, project, unit, person, self._original(row), shared=self._shared(row, on)
        )

    def _original(self, row: Row) -> date | None:
        """The first due date: of its own column, else of "antes dd/mm/yyyy" in the remarks (decision 23)."""
        told: date | None = row.get("due_original")
        if told is not None:
            return told
        remarks = row.get("remarks")
        if remarks and (match := _BEFORE.search(plain := folded(remarks))):
            days = find_dates(plain[match.start() :], self.style)
            if days and days[0] != row.get("due_on"):
                return days[0]
        return None

    def _shared(self, row: Row, on: date) -> list[tuple[str, Token]]:
        """(what the cell says, token) of the co-responsible units and people."""
        text = row.get("co_responsible")
        found: list[tuple[str, Token]] = []
        for part in re.split(r"\s*[;\n,/]\s*", text) if text else ():
            if not part:
                continue
            unit = self.units.look(part, on)
            name = person_name(part)
            person = self.people.look(name) if name and not is_acronym(part) else None
            if isinstance(unit, str) and person is not None and (not isinstance(person, str) or (name and name.title)):
                found.append((part, person))
            else:
                found.append((part, unit))
        return found

    def _trait(self, values: Mapping[str, Any]) -> Trait:
        meeting = self.meeting_rows.get(values["meeting_id"])
        acta = acta_key(meeting["number"] or meeting["code"]) if meeting else ""
        number = number_key(values["item_number"] or "")
        text, code = bare(values["description"]), values["code"]
        return Trait(acta, number, text, values["unit_id"], values["person_id"], code)

    def _agreeing(self, item: Item, key: Any) -> int:
        """How many cells of a row say what the commitment says, to tell equal matches apart."""
        now, get = self.stored[key], item.row.get
        return sum(get(name) is not None and get(name) == now[name] for name in ("due_on", "progress", "remarks"))

    # -- questions -----------------------------------------------------------------------------------------------------

    def _ask_same(self, item: Item, candidates: Sequence[Any]) -> Key | None:
        if not candidates:
            return None
        options = [Option("new", _("It is a new commitment"))]
        for key in candidates:
            values = self.stored[key]
            label = _("It is {code}: {text}").format(code=values["code"], text=_short(values["description"]))
            options.append(Option(str(key), label))
        text = _("“{text}” is like a commitment that is known. Is it the same?")
        text = text.format(text=_short(item.row.get("description")))
        answer = self.run.ask(self._question(item, "same", text, options))
        return next((key for key in candidates if str(key) == answer), None)

    def _ask_twin(self, item: Item, other: int) -> bool:
        text = _("“{text}” is like row {row}. Is it the same commitment?").format(
            text=_short(item.row.get("description")), row=other
        )
        options = [Option("new", _("Two commitments")), Option("duplicate", _("The same one, written twice"))]
        return self.run.ask(self._question(item, "duplicate", text, options)) == "duplicate"

    def _question(self, item: Item, kind: str, text: str, options: Sequence[Option]) -> Question:
        cell = f"{self.run.plan.sheet}!{self.run.cell(item.row, 'description')}"
        return Question(f"{kind}:{item.row.number}", kind, text, tuple(options), "new", cell=cell)

    def _twin(
        self, item: Item, accepted: Recognised[int], records: Recognised[Any], holders: Mapping[Any, int]
    ) -> tuple[Verdict, int | None]:
        """The row that this one repeats: an accepted one, or one whose stored commitment says just this."""
        for record in records.by_index(item.trait):
            known = records.traits[record]
            same = known.text == item.trait.text and known.acta == item.trait.acta
            if record in holders and same and (known.unit, known.person) == (item.trait.unit, item.trait.person):
                return Verdict.SURE, holders[record]
        return first_twin(item.trait, accepted)

    # -- writing -------------------------------------------------------------------------------------------------------

    def _use_names(self, items: Sequence[Item]) -> None:
        """Make what the accepted rows name and is not there: in the order of the rows' content."""
        run = self.run
        held: dict[Token, Counter[date]] = {}
        for item in items:
            row, told = item.row, item.row.values
            if item.meeting is not None and told.get("agreed_on"):
                held.setdefault(item.meeting, Counter())[told["agreed_on"]] += 1
            for name, token, register in (
                ("minutes", item.meeting, self.meetings), ("project", item.project, self.projects),
                ("unit", item.unit, self.units), ("person", item.person, self.people),
            ):  # fmt: skip
                if isinstance(token, str):  # the others are there
                    short = unit_words(told[name])[1] if name == "unit" else ""
                    register.use(token, told[name], partial(run.cell, row, name), short)
            for part, token in item.shared:
                place = self.people if self.names.is_person(token) else self.units
                place.use(token, part, partial(run.cell, row, "co_responsible"))
        for register in (self.units, self.people, self.projects):
            for question in register.questions():
                run.ask(question)
        make_units(run, self.units)
        make_people(run, self.people)
        years: dict[Token, int] = {}
        for item in items:
            if item.project is not None:
                years.setdefault(item.project, (item.row.get("agreed_on") or run.cutoff).year)
        make_projects(run, self.projects, years)
        self._make_meetings(items, held)

    def _make_meetings(self, items: Sequence[Item], held: Mapping[Token, Counter[date]]) -> None:
        days = {token: min(counted, key=lambda day: (-counted[day], day)) for token, counted in held.items()}
        make_meetings(self.run, self.meetings, days)
        session = self.run.work.session
        pairs = reads.meeting_pairs(session)
        made: list[dict[str, Key]] = []
        links: set[tuple[Key, Key]] = set()
        reasons: dict[date, str] = {}
        for item in items:
            if item.meeting is None:
                continue
            meeting = key_of(self.meetings, item.meeting)
            stored = self.meeting_rows.get(meeting)
            day = stored["held_on"] if stored else days.get(item.meeting)
            told = item.row.values.get("agreed_on")
            if told and day and told != day:
                if day not in reasons:
                    text = _("The minutes are dated {day}; this row gives another date.")
                    reasons[day] = text.format(day=format_date(day))
                self.run.warn(item.row, "agreed_on", reasons[day])
            if item.project is not None:
                project = key_of(self.projects, item.project)
                if (meeting, project) not in pairs and (meeting, project) not in links:
                    links.add((meeting, project))
                    made.append({"id": pair_key(meeting, project), "meeting_id": meeting, "project_id": project})
        self.run.make(MeetingProject, made)


_BEFORE = re.compile(r"\b(?:antes|anterior|originalmente|previously|formerly|was)\s*:?\s*(?=\d)")


def _known_meetings(rows: Mapping[Key, Mapping[str, Any]]) -> Iterator[Known]:
    for key, row in rows.items():
        names = [(acta_key(text),) for text in (row["number"], row["code"], row["subject"]) if text]
        yield Known(key, row["number"] or row["code"], "", tuple(names))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else f"{plain[:89]}…"


def bring(run: Bringing) -> None:
    """Judge every row of a commitment matrix and write what the accepted ones bring."""
    ActionItems(run).bring()

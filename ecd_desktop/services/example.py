"""The example portfolio (DATOS FICTICIOS): invented people and places around today, in one change that can be undone.

What it says stands in ``resources/reference/example.toml``; its days are working days counted from today, so that it
is always alive: something overdue, something due this week, something done and waiting for its verification.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Final

from db.exchange_log import FICTITIOUS
from db.fields import CHOICE, Key
from db.queries import lookups
from db.records import (
    ActionItem,
    AgendaItem,
    Attendance,
    Case,
    CaseParty,
    CoResponsible,
    Decision,
    Evidence,
    Lesson,
    Meeting,
    MeetingProject,
    MeetingSeries,
    Note,
    Organisation,
    Person,
    Place,
    Post,
    ProgressEntry,
    Project,
    Reschedule,
    Review,
    Risk,
    SeriesMember,
    fields_of,
    pair_key,
)
from db.records.action_items import State
from db.records.base import Record
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import peruvian_calendar, today
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import example_indicators, example_lessons, example_minutes, example_plan, records, reference
from ecd_desktop.services.example_documents import letters
from ecd_desktop.services.example_stakeholders import stakes

NOTICE: Final = "DATOS FICTICIOS"
ORIGIN: Final = f"example:1 {FICTITIOUS}"

Told = Mapping[str, Any]


def is_loaded(store: Store) -> bool:
    """Whether the example, or part of it, stands in this database now; undone, it does not."""
    told = _told()
    with store.reading() as session:
        return _present(session, told)


def load(store: Store) -> None:
    """Load the example portfolio as one change. Raises Expected where it, or part of it, is there already."""
    reference.load(store)
    told = _told()
    with store.change(N_("Load the example portfolio (fictitious data)"), kind="import", origin=ORIGIN) as work:
        if _present(work.session, told):
            raise Expected(
                _("The example portfolio, or part of it, is in this database already; nothing was changed."),
                _("Undo its loading first, or open another database."),
            )
        _Portfolio(work, told, today()).write()


def key_of(entity: str, code: str) -> Key:
    """The key of a record of the example: its noun and its code in ``example.toml``."""
    return reference.key_of(entity, f"example/{code}")


def _told() -> Told:
    return tomllib.loads((files("resources") / "reference" / "example.toml").read_text(encoding="utf-8"))


def _present(session: lookups.Session, told: Told) -> bool:
    nouns: tuple[tuple[type[Record], str], ...] = (
        (Organisation, "organisations"), (Person, "people"), (Place, "places"), (Project, "projects"),
        (MeetingSeries, "series"), (Meeting, "meetings"), (Case, "cases"), (ActionItem, "items"),
    )  # fmt: skip
    return any(
        lookups.records(
            session, noun, [key_of(noun.__tablename__, one.get("code") or one["text"]) for one in told[kind]]
        )
        for noun, kind in nouns
    )


class _Portfolio:
    """The example being written: what was told, the day it is counted from, and the rows so far."""

    def __init__(self, work: Work, told: Told, base: date) -> None:
        self.work = work
        self.told = told
        self.base = base
        self.calendar = peruvian_calendar(range(base.year - 2, base.year + 3))
        self.rows: dict[type[Record], list[dict[str, Any]]] = {}
        self.people: dict[str, Told] = {one["code"]: one for one in told["people"]}
        self.own = {
            "organisations": {one["code"] for one in told["organisations"]},
            "places": {one["code"] for one in told["places"]},
        }
        self.organisations: dict[str, str] = {one["code"]: one["name"] for one in told["organisations"]}
        self.meetings: dict[str, Told] = {one["code"]: one for one in told["meetings"]}

    def write(self) -> None:
        for place in self.told["places"]:
            self._place(place)
        for organisation in self.told["organisations"]:
            self._organisation(organisation)
        units = [unit for one in self.people.values() if (unit := self._unit(one["organisation"]))]
        known = lookups.records(self.work.session, Organisation, units)
        for person in self.people.values():
            self._person(person)
        for project in self._dated("projects", "start"):
            self._project(project)
        for one in self.told["indicators"]:
            example_indicators.add(self, one, NOTICE)
        for record, row in example_plan.rows(key_of, self._day, self._unit, self._name("mariela")):
            self._add(record, **row)
        for series in self.told["series"]:
            self._series(series)
        for meeting in self._dated("meetings", "day"):
            self._meeting(meeting, known)
        for case in self._dated("cases", "opened"):
            self._case(case)
        numbers: dict[str, int] = {}
        for item in sorted(self.told["items"], key=lambda one: self._agreed(one) or 0):
            if held := item.get("meeting"):
                numbers[held] = numbers.get(held, 0) + 1
            self._item(item, numbers.get(held or ""))
        for record, values in stakes(self):
            self._add(record, **values)
        letters(self.work, add=self._add, unit=self._unit, made=self._made, day=self._day)
        for record, rows in self.rows.items():
            self.work.add_many(record, rows)
        example_lessons.write(self.work, self._made, self._day, self._name)
        for code, meeting in self.meetings.items():
            if "issued" in meeting:
                example_minutes.issue(self.work, key_of("meetings", code), meeting["issued"], self._whom)

    # --- what each is made of ---------------------------------------------------------------------------------------

    def _place(self, one: Told) -> None:
        self._add(
            Place, id=key_of("places", one["code"]), name=one["name"], kind=one["kind"],
            district_id=reference.key_of("places", one["district"]), sector=one.get("sector"),
            dwellings=one["dwellings"], children_under_five=one["children"], figures_source=NOTICE, remarks=NOTICE,
        )  # fmt: skip

    def _organisation(self, one: Told) -> None:
        self._add(
            Organisation, id=key_of("organisations", one["code"]), name=one["name"], acronym=one.get("acronym"),
            kind=one["kind"], level=one.get("level"), parent_id=self._unit(one.get("parent")),
            place_id=self._where(one.get("place")), remarks=NOTICE,
        )  # fmt: skip

    def _person(self, one: Told) -> None:
        key = key_of("people", one["code"])
        self._add(
            Person, id=key, given_names=one["given"], family_names=one["family"], title=one.get("title"),
            phone=one.get("phone"), email=one.get("email"), remarks=NOTICE,
        )  # fmt: skip
        self._add(
            Post, person_id=key, organisation_id=self._unit(one["organisation"]), role=one["role"],
            starts_on=self._day(-260),
        )  # fmt: skip

    def _project(self, one: Told) -> None:
        key = key_of("projects", one["code"])
        self._add(
            Project, id=key, code=records.next_code(self.work, "projects", self._day(one["start"])), name=one["name"],
            intervention_type_id=reference.key_of("intervention_types", one["type"]), axis=one["axis"],
            stage_id=reference.key_of("stages", one["stage"]), state=one.get("state", "active"),
            state_reason=one.get("state_reason"), lead_id=self._whom(one.get("lead")),
            deputy_id=self._whom(one.get("deputy")), unit_id=self._unit(one["unit"]),
            place_id=self._where(one.get("place")), starts_on=self._day(one["start"]), ends_on=self._day(one["end"]),
            closed_on=self._day(one.get("closed")), budget=one.get("budget"), progress=one["progress"], aim=one["aim"],
            pilot_of_id=self._made("projects", one.get("pilot")), remarks=NOTICE, **one.get("more", {}),
        )  # fmt: skip
        for note in one.get("notes", ()):
            self._note(note, project_id=key)

    def _series(self, one: Told) -> None:
        key = key_of("meeting_series", one["code"])
        self._add(
            MeetingSeries, id=key, name=one["name"], kind=one["kind"], modality=one["modality"], rule=one.get("rule"),
            since=self._day(one.get("since")), until=self._day(one.get("until")), starts_at=one["starts"],
            ends_at=one["ends"], place_id=self._where(one.get("place")), venue=one["venue"],
            convened_by_id=self._unit(one["by"]), chair_id=self._whom("mariela"), secretary_id=self._whom("bruno"),
            project_id=self._made("projects", one.get("project")), agenda=one.get("agenda"),
            ended=one.get("ended", False), remarks=NOTICE,
        )  # fmt: skip
        for member in one["members"]:
            person = key_of("people", member["who"])
            self._add(SeriesMember, id=pair_key(key, person), series_id=key, person_id=person,
                      since=self._day(member.get("since")), until=self._day(member.get("until")))  # fmt: skip

    def _meeting(self, one: Told, known: Mapping[Key, Organisation]) -> None:
        key, day = key_of("meetings", one["code"]), self._day(one["day"])
        assert day is not None
        order = sorted(self.meetings, key=lambda code: self.meetings[code]["day"]).index(one["code"]) + 1
        self._add(
            Meeting, id=key, code=records.next_code(self.work, "meetings", day),
            number=f"ACTA N° {order:03d}-{day.year}-FICTICIA" if one["state"] != "convened" else None,
            subject=one["subject"], series_id=self._made("meeting_series", one.get("series")), kind=one["kind"],
            modality=one.get("modality", "in_person"), held_on=day,
            starts_at=one["starts"], ends_at=one.get("ends"), place_id=self._where(one.get("place")),
            venue=one["venue"], convened_by_id=self._unit("mesa"), chair_id=self._whom("mariela"),
            secretary_id=self._whom("bruno"), state=one["state"], confidentiality=one.get("confidentiality"),
            remarks=NOTICE, minutes_text=one.get("text"),
            **{f"counted_{who}": number for who, number in one.get("counted", {}).items()},
        )  # fmt: skip
        for project in one["projects"]:
            other = key_of("projects", project)
            self._add(MeetingProject, id=pair_key(key, other), meeting_id=key, project_id=other)
        for presence in ("present", "late", "represented", "excused", "absent", "invited"):
            for code in one.get(presence, ()):
                person = self.people[code]
                unit = self._unit(person["organisation"])
                name = self.organisations.get(person["organisation"]) or known[unit].name if unit else None
                self._add(
                    Attendance, meeting_id=key, person_id=self._whom(code), organisation_id=unit,
                    organisation_then=name, role_then=person["role"], presence=presence,
                    signed=presence in ("present", "late") and one["state"] == "signed",
                )  # fmt: skip
        self._agenda(key, day, one)
        for guest, organisation in one.get("guests", ()):
            self._add(
                Attendance, meeting_id=key, guest=guest, organisation_id=self._unit(organisation),
                organisation_then=self.organisations[organisation], presence="present",
            )  # fmt: skip

    def _agenda(self, meeting: Key, day: date, one: Told) -> None:
        """Its topics in their order with what was decided on each, and what was said of older commitments."""
        number = 0
        for position, topic in enumerate(one.get("agenda", ()), 1):
            key = key_of("agenda_items", topic["title"])
            self._add(
                AgendaItem, id=key, meeting_id=meeting, position=position, title=topic["title"],
                project_id=self._made("projects", topic.get("project")), kind=topic["kind"],
                minutes=topic.get("minutes"), presenter_id=self._whom(topic.get("by")), papers=topic.get("papers"),
                started_at=topic.get("from"), ended_at=topic.get("to"), conclusion=topic.get("said"),
                state=topic.get("state", "treated" if "said" in topic else "open"),
                continues_id=self._made("agenda_items", topic.get("continues")),
            )  # fmt: skip
            for decision in topic.get("decided", ()):
                number += 1
                self._add(
                    Decision, id=key_of("decisions", decision["text"]), meeting_id=meeting, agenda_item_id=key,
                    code=records.next_code(self.work, "decisions", day), number=str(number), text=decision["text"],
                    kind=decision.get("kind", "decision"), adopted=decision.get("adopted"), decided_on=day,
                    repealed_by_id=self._made("decisions", decision.get("repealed_by")),
                )  # fmt: skip
            for record, noted in ((Risk, topic.get("risks", ())), (Lesson, topic.get("lessons", ()))):
                for said in noted:
                    self._add(
                        record, id=key_of(record.__tablename__, said["text"]), meeting_id=meeting, agenda_item_id=key,
                        project_id=self._made("projects", said.get("project", topic.get("project"))), noted_on=day,
                        **{name: value for name, value in said.items() if name != "project"},
                    )  # fmt: skip
        for text, fate, answer in one.get("answers", ()):
            item = key_of("action_items", text)
            self._add(Review, id=pair_key(meeting, item), meeting_id=meeting, action_item_id=item, fate=fate,
                      answer=answer)  # fmt: skip

    def _case(self, one: Told) -> None:
        key, project = key_of("cases", one["code"]), key_of("projects", one["project"])
        self._add(
            Case, id=key, code=records.next_code(self.work, "cases", self._day(one["opened"])), title=one["title"],
            kind=one["kind"], opened_on=self._day(one["opened"]), project_id=project,
            place_id=self._where(one.get("place")), person_id=self._whom(one["person"]),
            unit_id=self._unit(one["unit"]), state=one["state"], waiting_for=one.get("waiting_for"),
            outcome=one.get("outcome"), outcome_text=one.get("outcome_text"), closed_on=self._day(one.get("closed")),
            next_step=one.get("next_step"), next_on=self._day(one.get("next_on")), remarks=NOTICE,
            internal_note=one.get("internal_note"),
        )  # fmt: skip
        for party in one["parties"]:
            unit, person = self._unit(party.get("organisation")), self._whom(party.get("person"))
            link = pair_key(key, *filter(None, (unit, person)))
            self._add(CaseParty, id=link, case_id=key, organisation_id=unit, person_id=person, role=party["role"])
        for note in one["notes"]:
            self._note(note, case_id=key, project_id=project)

    def _note(self, one: Told, **about: Key) -> None:
        self._add(
            Note, on=self._day(one["on"]), kind=one["kind"], person_id=self._whom(one.get("with")),
            author=self._name(one["by"]), body=one["body"], internal=one.get("internal", False), **about,
        )  # fmt: skip

    def _item(self, one: Told, number: int | None) -> None:
        key = key_of("action_items", one["text"])
        log, moves, state = one.get("log", []), one.get("moves", []), State(one["state"])
        settled = state in (State.DONE, State.VERIFIED)
        done = next((line for line in log if line.get("s") == "done"), log[-1] if log else None)
        agreed, due = self._day(self._agreed(one)), self._day(one.get("due"))
        origin = "meeting" if "meeting" in one else "case" if "case" in one else one["origin"]
        self._add(
            ActionItem, id=key, code=records.next_code(self.work, "action_items", agreed), description=one["text"],
            reach="internal_task" if one.get("internal") else "commitment", origin=origin,
            meeting_id=self._made("meetings", one.get("meeting")), item_number=str(number) if number else None,
            case_id=self._made("cases", one.get("case")), project_id=self._made("projects", one.get("project")),
            unit_id=self._unit(one["unit"]), person_id=self._whom(one.get("person")), agreed_on=agreed, due_on=due,
            due_original=self._day(moves[0]["from"]) if moves else due, priority=one.get("priority", "medium"),
            physical_works=one.get("works", False), progress=log[-1]["p"] if log else 0, state=state,
            state_reason=one.get("state_reason"),
            reported_on=self._day(done["on"]) if settled and done else None,
            verified_on=self._day(log[-1]["on"]) if state is State.VERIFIED else None,
            verified_by=self._name("mariela") if state is State.VERIFIED else None,
            transferred_to_id=self._unit(one.get("transferred_to")), blocked_since=self._day(one.get("blocked")),
            blocked_reason=one.get("blocked_reason"), unblocker_id=self._unit(one.get("unblocker")),
            expected_evidence=one.get("evidence_wanted"), remarks=one.get("remarks"),
            internal_note=one.get("internal_note"),
        )  # fmt: skip
        self._history(key, one, log, moves, state)
        for code in one.get("with_units", ()):
            unit = self._unit(code)
            assert unit is not None
            self._add(CoResponsible, id=pair_key(key, unit), action_item_id=key, organisation_id=unit)
        for code in one.get("with_people", ()):
            person = key_of("people", code)
            self._add(CoResponsible, id=pair_key(key, person), action_item_id=key, person_id=person)

    def _history(self, key: Key, one: Told, log: list[Told], moves: list[Told], state: State) -> None:
        reporter = self._name(one["person"]) if "person" in one else self._name("bruno")
        for place, line in enumerate(log):
            last = place == len(log) - 1
            self._add(
                ProgressEntry, action_item_id=key, on=self._day(line["on"]), progress=line["p"],
                state=state if last else line.get("s", "in_progress"), body=line["t"], channel="meeting",
                reported_by=self._name("mariela") if last and state is State.VERIFIED else reporter,
            )  # fmt: skip
        for place, move in enumerate(moves):
            after = moves[place + 1]["from"] if place + 1 < len(moves) else one["due"]
            self._add(
                Reschedule, action_item_id=key, on=self._day(move["on"]), due_before=self._day(move["from"]),
                due_after=self._day(after), reason=move["t"],
            )  # fmt: skip
        for shown in one.get("evidence", ()):
            self._add(Evidence, action_item_id=key, on=self._day(log[-1]["on"]), description=shown)

    # --- from what is told to values --------------------------------------------------------------------------------

    def _add(self, record: type[Record], **values: Any) -> None:
        fields = fields_of(record)
        for name, value in values.items():
            if name in fields and fields[name].kind is CHOICE and value is not None:
                values[name] = fields[name].load(value)
        self.rows.setdefault(record, []).append(values)

    def _day(self, offset: int | None) -> date | None:
        return None if offset is None else self.calendar.add_working(self.base, offset)

    def _agreed(self, one: Told) -> int | None:
        return self.meetings[one["meeting"]]["day"] if "meeting" in one else one.get("agreed")

    def _dated(self, kind: str, by: str) -> Iterable[Told]:
        return sorted(self.told[kind], key=lambda one: one[by])

    def _made(self, entity: str, code: str | None) -> Key | None:
        return key_of(entity, code) if code else None

    def _unit(self, code: str | None) -> Key | None:
        return self._own_or_reference("organisations", code)

    def _where(self, code: str | None) -> Key | None:
        return self._own_or_reference("places", code)

    def _own_or_reference(self, entity: str, code: str | None) -> Key | None:
        if code is None:
            return None
        return key_of(entity, code) if code in self.own[entity] else reference.key_of(entity, code)

    def _whom(self, code: str | None) -> Key | None:
        return self._made("people", code)

    def _name(self, code: str) -> str:
        return f"{self.people[code]['given']} {self.people[code]['family']}"

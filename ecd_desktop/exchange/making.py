"""Records that rows only name: the units, people, projects and meetings that an import makes beside its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.records import Meeting, Organisation, Person, Project
from db.records.meetings import MeetingKind, MeetingState
from db.records.organisations import OrganisationKind
from ecd_desktop.exchange.bringing import Bringing
from ecd_desktop.exchange.linking import People, Projects, Register, Token, Units, new_unit
from ecd_desktop.exchange.matching import bare, person_name

_KINDS: tuple[tuple[str, OrganisationKind], ...] = (
    ("subgerencia", OrganisationKind.SUBDEPARTMENT),
    ("gerencia", OrganisationKind.DEPARTMENT),
    ("oficina", OrganisationKind.OFFICE),
    ("municipalidad", OrganisationKind.DISTRICT),
    ("ministerio", OrganisationKind.MINISTRY),
    ("programa nacional", OrganisationKind.PROGRAMME),
    ("olla comun", OrganisationKind.COMMUNITY_POT),
    ("comedor", OrganisationKind.SOUP_KITCHEN),
    ("junta directiva", OrganisationKind.GRASSROOTS),
    ("comite", OrganisationKind.GRASSROOTS),
    ("asociacion", OrganisationKind.GRASSROOTS),
    ("universidad", OrganisationKind.UNIVERSITY),
    ("institucion educativa", OrganisationKind.SCHOOL),
    ("pronoei", OrganisationKind.SCHOOL),
    ("centro de salud", OrganisationKind.HEALTH),
    ("diris", OrganisationKind.HEALTH),
    ("hospital", OrganisationKind.HEALTH),
)


def kind_of_unit(name: str) -> OrganisationKind:
    """The kind that a name begins with says; other where it says none."""
    words = f"{bare(name)} "
    return next((kind for start, kind in _KINDS if words.startswith(f"{start} ")), OrganisationKind.OTHER)


def make_units(run: Bringing, units: Units, told: Mapping[Token, Mapping[str, Any]] | None = None) -> None:
    """The organisations that are not there yet; ``told``: what rows say of them besides their names."""
    rows = []
    for token, one in units.newcomers.items():
        values = new_unit(one)
        rows.append(
            {"id": one.key, **values, "kind": kind_of_unit(str(values["name"])), **(told or {}).get(token, {})}
        )
    run.make(Organisation, rows, [str(row["name"]) for row in rows])


def make_people(run: Bringing, people: People) -> None:
    """The people that are not there yet, with their title, if a row tells one."""
    rows = []
    names = []
    for token, one in people.newcomers.items():
        told = people.names.get(token)
        spelt = [name for text in sorted(one.spellings) if (name := person_name(text)) is not None]
        name = told or (spelt[0] if spelt else None)
        if name is None:
            continue
        title = name.title or next((other.title for other in spelt if other.title), "")
        rows.append(
            {
                "id": one.key,
                "given_names": name.given[:200],
                "family_names": name.family[:200] or None,
                "title": title or None,
            }
        )
        names.append(name.whole)
    run.make(Person, rows, names)


def make_projects(run: Bringing, projects: Projects, years: Mapping[Token, int]) -> None:
    """The projects that are not there yet, by name; the portfolio tells the rest of them."""
    waiting = list(projects.newcomers.items())
    codes = run.codes("PRY", [years.get(token, run.cutoff.year) for token, _one in waiting])
    rows = [
        {"id": one.key, "code": code, "name": one.name[:200]}
        for (_token, one), code in zip(waiting, codes, strict=True)
    ]
    run.make(Project, rows, [str(row["name"]) for row in rows])


def make_meetings(run: Bringing, meetings: Register, days: Mapping[Token, date]) -> None:
    """The meetings of actas that are not there yet: held on the day that most of their rows tell."""
    waiting = list(meetings.newcomers.items())
    held = [days.get(token) for token, _one in waiting]
    codes = run.codes("REU", [(day or run.cutoff).year for day in held])
    rows = [
        {
            "id": one.key,
            "code": code,
            "number": one.name,
            "held_on": day,
            "kind": MeetingKind.TECHNICAL,
            "state": MeetingState.HELD,
        }
        for (_token, one), code, day in zip(waiting, codes, held, strict=True)
    ]
    run.make(Meeting, rows, [one.name for _token, one in waiting])

"""What the workbook of each noun needs besides its columns: which rows leave, and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.fields import Key
from db.queries import action_items, indicators, lessons, projects, stakeholders
from db.queries.listing import Listing
from db.queries.traffic_light import Why
from db.records.action_items import LIVE, State
from db.records.lessons import LessonState
from db.records.projects import ProjectState
from ecd_desktop.exchange import sheets
from ecd_desktop.exchange.sheet_columns import Sheet
from ecd_desktop.language import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class Template:
    """One noun's workbook.

    ``live``: whether something is still to be done about a row; these come first.  ``draft``: what does not leave yet.
    ``late``: whether it was due before a day.  ``person``: whose telephone and e-mail the personal columns hold;
    ``named``: whether a row names somebody.  ``title`` names the ``{unit}``.  ``counted``: "12 commitments".
    ``told``: what the workbook is, with places for ``{unit}``, ``{date}``, ``{n}`` and ``{sheet}``.  ``letter``: the
    e-mail's first sentence, with places for ``{n}`` and ``{date}``.  ``more``: further paragraphs of the page that
    explains, as (heading, text).
    """

    sheet: Sheet
    listing: Listing[Any]
    live: Callable[[Any], bool]
    draft: Callable[[Any], bool]
    late: Callable[[Any, date], bool]
    person: Callable[[Any], Key | None]
    named: Callable[[Any], bool]
    title: str
    title_of_all: str
    counted: Callable[[int], str]
    told: Callable[[int], str]
    letter: Callable[[int], str]
    more: Callable[[], tuple[tuple[str, str], ...]]

    @property
    def entity(self) -> str:
        return self.sheet.entity


def _items_counted(n: int) -> str:
    return ngettext("{n} commitment", "{n} commitments", n).format(n=n)


def _items_told(n: int) -> str:
    return ngettext(
        "The commitments of {unit} as the team has them on {date}: {n} row on the sheet “{sheet}”.",
        "The commitments of {unit} as the team has them on {date}: {n} rows on the sheet “{sheet}”.",
        n,
    )


def _items_letter(n: int) -> str:
    return ngettext(
        "Attached is a workbook with {n} commitment of yours, as we have it on {date}.",
        "Attached is a workbook with {n} commitments of yours, as we have them on {date}.",
        n,
    )


def _items_more() -> tuple[tuple[str, str], ...]:
    deleted = _(
        "Deleting a row changes nothing here: it counts as not answered. To ask that a commitment be taken off,"
        " write “{yes}” in its last column."
    ).format(yes=_(sheets.YES))
    new = _(
        "The {n} empty rows at the end are for commitments you want to propose: write the commitment, its due date"
        " and its state."
    ).format(n=sheets.SPARE)
    then = _(
        "The team compares each cell with what it sent, and takes over what you changed. Reported as done means"
        " “to be verified” until somebody has seen the evidence."
    )
    return (_("Rows you delete"), deleted), (_("New commitments"), new), (_("What happens then"), then)


ACTION_ITEMS = Template(
    sheet=sheets.ACTION_ITEMS,
    listing=action_items.LISTING,
    live=lambda row: row.state in LIVE,
    draft=lambda row: row.state is State.DRAFT,
    late=lambda row, today: row.why is Why.OVERDUE,
    person=lambda row: row.person_key,
    named=lambda row: bool(row.person),
    title=N_("Commitments of {unit}"),
    title_of_all=N_("All commitments"),
    counted=_items_counted,
    told=_items_told,
    letter=_items_letter,
    more=_items_more,
)


def _projects_counted(n: int) -> str:
    return ngettext("{n} project", "{n} projects", n).format(n=n)


def _projects_told(n: int) -> str:
    return ngettext(
        "The projects that {unit} carries out, as the team has them on {date}: {n} row on the sheet “{sheet}”.",
        "The projects that {unit} carries out, as the team has them on {date}: {n} rows on the sheet “{sheet}”.",
        n,
    )


def _projects_letter(n: int) -> str:
    return ngettext(
        "Attached is a workbook with {n} project that you carry out, as we have it on {date}.",
        "Attached is a workbook with {n} projects that you carry out, as we have them on {date}.",
        n,
    )


def _projects_more() -> tuple[tuple[str, str], ...]:
    deleted = _("Deleting a row changes nothing here: it counts as not answered.")
    new = _("A project that is not listed is proposed to the team by letter; rows that you add are not taken.")
    then = _("The team compares each cell with what it sent, and takes over what you changed.")
    return (_("Rows you delete"), deleted), (_("New projects"), new), (_("What happens then"), then)


PROJECTS = Template(
    sheet=sheets.PROJECTS,
    listing=projects.LISTING,
    live=lambda row: row.state in (ProjectState.ACTIVE, ProjectState.PAUSED),
    draft=lambda row: False,
    late=lambda row, today: row.state is ProjectState.ACTIVE and row.ends_on is not None and row.ends_on < today,
    person=lambda row: row.lead_key,
    named=lambda row: bool(row.lead),
    title=N_("Projects of {unit}"),
    title_of_all=N_("All projects"),
    counted=_projects_counted,
    told=_projects_told,
    letter=_projects_letter,
    more=_projects_more,
)

def _indicators_counted(n: int) -> str:
    return ngettext("{n} indicator", "{n} indicators", n).format(n=n)


def _indicators_told(n: int) -> str:
    return ngettext(
        "The indicators that {unit} measures, as the team has them on {date}: {n} row on the sheet “{sheet}”.",
        "The indicators that {unit} measures, as the team has them on {date}: {n} rows on the sheet “{sheet}”.",
        n,
    )


def _indicators_letter(n: int) -> str:
    return ngettext(
        "Attached is a workbook with {n} indicator that you measure, as we have it on {date}.",
        "Attached is a workbook with {n} indicators that you measure, as we have them on {date}.",
        n,
    )


def _indicators_more() -> tuple[tuple[str, str], ...]:
    deleted = _("Deleting a row changes nothing here: it counts as not answered.")
    new = _("An indicator that is not listed is proposed to the team by letter; rows that you add are not taken.")
    then = _("Each new value with its day becomes a measurement, preliminary until the team has checked it.")
    return (_("Rows you delete"), deleted), (_("New indicators"), new), (_("What happens then"), then)


INDICATORS = Template(
    sheet=sheets.INDICATORS,
    listing=indicators.LISTING,
    live=lambda row: not row.over,
    draft=lambda row: False,
    late=lambda row, today: bool(row.unmeasured),
    person=lambda row: row.person_key,
    named=lambda row: bool(row.person),
    title=N_("Indicators of {unit}"),
    title_of_all=N_("All indicators"),
    counted=_indicators_counted,
    told=_indicators_told,
    letter=_indicators_letter,
    more=_indicators_more,
)


def _lessons_counted(n: int) -> str:
    return ngettext("{n} lesson", "{n} lessons", n).format(n=n)


def _lessons_told(n: int) -> str:
    return ngettext(
        "The bank of lessons as the team has it on {date}: {n} row on the sheet “{sheet}”.",
        "The bank of lessons as the team has it on {date}: {n} rows on the sheet “{sheet}”.",
        n,
    )


def _lessons_letter(n: int) -> str:
    return ngettext(
        "Attached is a workbook with {n} lesson, as we have it on {date}.",
        "Attached is a workbook with {n} lessons, as we have them on {date}.",
        n,
    )


def _lessons_more() -> tuple[tuple[str, str], ...]:
    deleted = _("Deleting a row changes nothing here: it counts as not answered.")
    then = _("The team compares each cell with what it sent, and takes over what you changed.")
    return (_("Rows you delete"), deleted), (_("What happens then"), then)


LESSONS = Template(
    sheet=sheets.LESSONS,
    listing=lessons.LISTING,
    live=lambda row: row.state is not LessonState.WITHDRAWN,
    draft=lambda row: False,
    late=lambda row, today: False,
    person=lambda row: None,
    named=lambda row: False,
    title=N_("Bank of lessons"),
    title_of_all=N_("Bank of lessons"),
    counted=_lessons_counted,
    told=_lessons_told,
    letter=_lessons_letter,
    more=_lessons_more,
)
"""The bank goes out whole: lessons belong to no department."""


def _stakeholders_counted(n: int) -> str:
    return ngettext("{n} stakeholder", "{n} stakeholders", n).format(n=n)


def _stakeholders_told(n: int) -> str:
    return ngettext(
        "Who takes part in which project, and as what, on {date}: {n} row on the sheet “{sheet}”.",
        "Who takes part in which project, and as what, on {date}: {n} rows on the sheet “{sheet}”.",
        n,
    )


def _stakeholders_letter(n: int) -> str:
    return ngettext(
        "Attached is a workbook with {n} stakeholder, as we have it on {date}.",
        "Attached is a workbook with {n} stakeholders, as we have them on {date}.",
        n,
    )


def _stakeholders_more() -> tuple[tuple[str, str], ...]:
    deleted = _("Deleting a row changes nothing here: it counts as not answered.")
    new = _("Whoever is missing from the list is proposed to the team by letter; rows that you add are not taken.")
    then = _("The team compares each cell with what it sent, and takes over what you changed.")
    return (_("Rows you delete"), deleted), (_("New stakeholders"), new), (_("What happens then"), then)


STAKEHOLDERS = Template(
    sheet=sheets.STAKEHOLDERS,
    listing=stakeholders.SHARED,
    live=lambda row: True,
    draft=lambda row: False,
    late=lambda row, today: False,
    person=lambda row: row.person_key,
    named=lambda row: row.person_key is not None,
    title=N_("List of stakeholders"),
    title_of_all=N_("List of stakeholders"),
    counted=_stakeholders_counted,
    told=_stakeholders_told,
    letter=_stakeholders_letter,
    more=_stakeholders_more,
)
"""Goes out whole, as the public list does: what anybody may read, for those who know better to correct."""

WHOLE: Mapping[str, Template] = {one.entity: one for one in (LESSONS, STAKEHOLDERS)}
"""What goes out whole, by noun."""

TEMPLATES: Mapping[str, Template] = {one.entity: one for one in (ACTION_ITEMS, PROJECTS, INDICATORS)}
"""What departments answer about, by noun; a further one is a sheet in ``sheets`` and its template here."""

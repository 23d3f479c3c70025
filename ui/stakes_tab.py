"""In what an organisation or a person has a stake, and how they stand to others, as a tab of their record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Ask, Order, Where
from db.queries.relations import RelationRow, relations_of
from db.queries.stakeholders import LISTING, StakeholderRow
from db.records import Stakeholder, fields_of
from db.records.stakeholders import RelationKind
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, format_date
from ecd_desktop.services import records, stakeholders
from ui.creating import creates
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

LINKS = {"people": ("person_key", "person_id"), "organisations": ("organisation_key", "organisation_id")}
FIELDS = fields_of(Stakeholder)
SAID = {
    RelationKind.ALLIANCE: (N_("Allied with {other}"), N_("Allied with {other}")),
    RelationKind.DEPENDENCE: (N_("Depends on {other}"), N_("{other} depends on it")),
    RelationKind.CONFLICT: (N_("In conflict with {other}"), N_("In conflict with {other}")),
    RelationKind.FUNDS: (N_("Funds {other}"), N_("Funded by {other}")),
    RelationKind.SUPERVISES: (N_("Supervises {other}"), N_("Supervised by {other}")),
}
"""A relation seen from the one that it was said of, and from the other."""
TIES = {
    RelationKind.ALLIANCE: Mark("green", icon="friends"), RelationKind.DEPENDENCE: Mark("blue", icon="link"),
    RelationKind.CONFLICT: Mark("amber", icon="bolt"), RelationKind.FUNDS: Mark("teal", icon="transfer"),
    RelationKind.SUPERVISES: Mark("violet", icon="eye"),
}  # fmt: skip


def stakes_tab(entity: str) -> TabSpec:
    """For ``people`` and ``organisations``: their stakes, then their relations."""
    names = ("project_id", "role")
    part = Part(
        "stakes", N_("In what it has a stake, and how it stands to others"), partial(_read, entity),
        N_("No stake in any project yet."), frozenset({"stakeholders", "assessments", "relations", "projects"}),
        adds=(Adding(N_("Stakeholder of a project"), N_("Add"), partial(_add, entity),
                     {name: FIELDS[name] for name in names}, rows=tuple((name,) for name in names),
                     creates={"project_id": creates("projects")}),),
    )  # fmt: skip
    return tab(N_("Stakes"), part)


def _read(entity: str, session: Any, key: Key, here: Here) -> Sequence[Line]:
    ask = Ask(where=(Where(LINKS[entity][0], "is", key),), order=(Order("until"), Order("project")),
              clock=clock(here.today, here.calendar))  # fmt: skip
    stakes = [stake_line(row) for row in LISTING.all(session, ask)]
    return [*stakes, *(relation_line(row) for row in relations_of(session, entity, key))]


def stake_line(row: StakeholderRow) -> Line:
    """The project, the role, and since when; Enter opens the stake with its judgements."""
    role = _(row.role.label) if row.role is not None else ""
    since = _("since {day}").format(day=format_date(row.since)) if row.since else ""
    until = _("until {day}").format(day=format_date(row.until)) if row.until else ""
    return Line(
        row.key, row.project or _("The work as a whole"),
        " · ".join(part for part in (row.project_code or "", role, since, until) if part), icon="briefcase",
        opens=("stakeholders", row.key), faint=row.until is not None, fixed=True,
    )  # fmt: skip


def relation_line(row: RelationRow) -> Line:
    """«Funds EMAPE», with its strength and its time; Enter opens the other."""
    strength = _("strength {n} of 3").format(n=row.strength) if row.strength else ""
    since = _("since {day}").format(day=format_date(row.since)) if row.since else ""
    until = _("until {day}").format(day=format_date(row.until)) if row.until else ""
    return Line(
        row.key, _(SAID[row.kind][0 if row.outgoing else 1]).format(other=row.other),
        " · ".join(part for part in (strength, since, until) if part), mark=TIES[row.kind],
        mark_words=_(row.kind.label), body=row.note or "", who=row.other, opens=(row.other_entity, row.other_key),
        faint=row.until is not None,
    )  # fmt: skip


def _add(entity: str, store: Any, key: Key, **answers: Any) -> Any:
    return stakeholders.save(store, records.new_draft("stakeholders", **{LINKS[entity][1]: key}, **answers))

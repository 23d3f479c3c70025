"""What can be done with stakeholders: assess, write a contact down, relate, choose a strategy, end, merge."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import CHOICE, DAY, N_, Field
from db.records import Assessment, Relation, fields_of
from db.records.stakeholders import Confidence, Position, RelationKind, Strategy
from ecd_desktop.exchange.templates import STAKEHOLDERS
from ecd_desktop.language import _
from ecd_desktop.services import stakeholders as verbs
from ui import whole_workbooks
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.record_commands import CHANGE, VERBS, merge_command, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.here import Here

PLACE = ENTITY = "stakeholders"
JUDGED = fields_of(Assessment)
JUDGING = ("on", "power", "interest", "position", "legitimacy", "urgency", "confidence", "reason")
JUDGING_ROWS = (("on", "position"), ("power", "interest"), ("legitimacy", "urgency"), ("confidence",), ("reason",))
TIE = fields_of(Relation)
RELATING = ("kind", "other_organisation_id", "other_person_id", "strength", "since", "note")


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New stakeholder"), delete=verbs.delete,
                         tip=N_("Say that an organisation or a person has a stake in a project, or in all our work")),
        _one("assess", N_("&Assess…"), _assess, keys=("Ctrl+T",), icon="adjustments-horizontal", needs=needs_one,
             in_bar=True, tip=N_("Judge power, interest and position on a day; earlier judgements stay")),
        _one("log", N_("Write a &contact down"), _log, keys=("Ctrl+I",), icon="phone", needs=needs_one, in_bar=True,
             tip=N_("One line: how, with whom, how long, what was said, and what will be done")),
        _one("relate", N_("&Relate to another…"), _relate, icon="link", needs=needs_one,
             tip=N_("An alliance, a dependence, a conflict, who funds or supervises whom")),
        _one("actor", N_("&Open the organisation or person"), _open_actor, icon="id", needs=needs_one,
             tip=N_("The record behind the stakeholder, with everything else about it")),
        _one("strategy", N_("Choose the &strategy…"), _choose, icon="flag", needs=needs_selection, section=CHANGE,
             tip=N_("How to go about them; empty: as power and interest suggest")),
        _one("end", N_("&Take part until…"), _end, icon="calendar-x", needs=needs_selection, section=CHANGE,
             tip=N_("The stake ends on a day; what was judged of it stays")),
        merge_command(PLACE, ENTITY, verbs.merge),
        _one("workbook", N_("Wor&kbook of the list…"), partial(whole_workbooks.save, STAKEHOLDERS),
             icon="file-spreadsheet",
             tip=N_("Names, roles and dates in a workbook that others may complete; no judgement leaves in it")),
    )  # fmt: skip


def _one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _row(here: Here) -> Any:
    return next(iter(rows(here)), None)


def _lead(here: Here) -> str:
    row = _row(here)
    return "" if row is None else " · ".join(part for part in (row.name, row.project or "") if part)


def _assess(here: Here) -> None:
    (key,), row = here.keys, _row(here)
    values: dict[str, Any] = {"on": here.today, "position": Position.NEUTRAL, "confidence": Confidence.MEDIUM}
    if row is not None and row.position is not None:  # one judges what has changed
        values |= {name: getattr(row, name) for name in JUDGING[1:-1]}
    ask(here, _("Assess"), _("Save the assessment"), {name: JUDGED[name] for name in JUDGING},
        lambda answers: lambda store: verbs.assess(store, key, **answers), lead=_lead(here), rows=JUDGING_ROWS,
        values=values)  # fmt: skip


def _log(here: Here) -> None:
    page: Any = here.page
    page.begin_contact()


def _relate(here: Here) -> None:
    row = _row(here)
    if row is None:
        return
    ask(here, _("Relate to another"), _("Save the relation"), {name: TIE[name] for name in RELATING},
        lambda answers: lambda store: relate(store, row, answers), lead=_lead(here),
        rows=tuple((name,) for name in RELATING), values={"kind": RelationKind.ALLIANCE, "since": here.today},
        creates={"other_organisation_id": creates("organisations"), "other_person_id": creates("people")})  # fmt: skip


def relate(store: Any, row: Any, answers: dict[str, Any]) -> Any:
    """Write down how the actor of a stake stands to another."""
    given = {name.removesuffix("_id"): value for name, value in answers.items()}
    return verbs.relate(store, organisation=row.organisation_key, person=row.person_key, **given)


def _open_actor(here: Here) -> None:
    row = _row(here)
    if row is not None:
        here.open(*(("people", row.person_key) if row.person_key else ("organisations", row.organisation_key)))


def _choose(here: Here) -> None:
    keys, row = here.keys, _row(here)
    fields = {"strategy": Field(CHOICE, N_("Strategy"), choices=Strategy)}
    ask(here, _("Choose the strategy"), _("Choose"), fields,
        lambda answers: lambda store: verbs.choose(store, keys, **answers), lead=_lead(here) if len(keys) == 1 else "",
        values={"strategy": row.chosen if row is not None else None})  # fmt: skip


def _end(here: Here) -> None:
    keys = here.keys
    ask(here, _("Take part until"), _("Save"), {"on": Field(DAY, N_("On"), required=True)},
        lambda answers: lambda store: verbs.end(store, keys, **answers), lead=_lead(here) if len(keys) == 1 else "",
        values={"on": here.today})  # fmt: skip

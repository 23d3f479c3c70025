"""The milestones of a project as a tab: what is planned, expected and reached, and each move with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import DAY, N_, TEXT, Field
from db.queries import milestones as queries
from db.queries.milestones import MilestoneRow
from db.records import Milestone, fields_of
from ecd_desktop.language import _, format_date
from ecd_desktop.lateness import slip_words
from ecd_desktop.services import milestones, records
from ui.creating import creates
from ui.milestone_marks import standing, told
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab
from ui.widgets.question import Question, ask

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here

TITLE = N_("Milestones")
FIELDS = fields_of(Milestone)
REASON = Field(TEXT, N_("Reason"), required=True, max=400)
PEOPLE = {"person_id": creates("people")}


def lines_of(rows: Sequence[MilestoneRow], today: date) -> list[Line]:
    """How far they are together, then each with its moves."""
    return [_summary(rows), *(_line(row, today) for row in rows)] if rows else []


def _summary(rows: Sequence[MilestoneRow]) -> Line:
    reached = sum(row.reached_on is not None for row in rows)
    said = _("{reached} of {n} reached").format(reached=reached, n=len(rows))
    weights = sum(row.weight or 0 for row in rows)
    hint = ""
    if weights:
        done = sum(row.weight or 0 for row in rows if row.reached_on is not None)
        hint = _("By weight: {percent} % of {whole} %. The physical progress is typed by itself.").format(
            percent=done, whole=weights
        )
    return Line(rows[0].project_key, said, hint, icon="list-check", strong=True, fixed=True, token="summary")


def _line(row: MilestoneRow, today: date) -> Line:
    mark, word = standing(row, today)
    weight = _("weight {percent} %").format(percent=row.weight) if row.weight is not None else ""
    small = " · ".join(part for part in (told(row, slip=False), weight, row.evidence or "") if part)
    return Line(
        row.key, row.name, small, mark=mark, mark_words=_(word), who=row.person or "",
        urgent=slip_words(row.slip) if row.slip is not None else "", tone=mark.tone,
        pill=_(word), pill_mark=mark, body="\n".join(_move(move, row) for move in row.moves),
    )  # fmt: skip


def _move(move: queries.MoveRow, row: MilestoneRow) -> str:
    """«05/05/2026: from 01/07/2026 to 15/07/2026 (+14 d). Falta el expediente»; the first move comes from the plan."""
    before = move.before or row.planned_on
    if before is None or move.after is None:
        to = format_date(move.after) if move.after else "—"
        return _("{day}: expected for {to}. {reason}").format(day=format_date(move.on), to=to, reason=move.reason)
    return _("{day}: from {before} to {after} ({slip}). {reason}").format(
        day=format_date(move.on), before=format_date(before), after=format_date(move.after),
        slip=slip_words((move.after - before).days), reason=move.reason,
    )  # fmt: skip


def ask_move(here: Here, row: MilestoneRow, to: date | None = None) -> Question:
    """Ask the new day and, once, the reason; ``to``: the day that was chosen already."""
    fields = {"to": Field(DAY, N_("Expected for"), required=True), "on": Field(DAY, N_("Noted on"), required=True),
              "reason": REASON}  # fmt: skip
    key = row.key
    lead = " · ".join(part for part in (row.name, told(row)) if part)
    asked = ask(here, _("Move the milestone"), _("Move it"), fields,
                lambda answers: lambda store: milestones.move(store, key, **answers),
                rows=(("to", "on"), ("reason",)), values={"to": to or row.forecast_on, "on": here.today},
                lead=lead)  # fmt: skip
    if to is not None:
        asked.answers.editors["reason"].inner.setFocus()
    return asked


def ask_reach(here: Here, row: MilestoneRow) -> None:
    """Ask on which day it was reached, and what shows it."""
    fields = {"on": Field(DAY, N_("Reached"), required=True), "evidence": FIELDS["evidence"]}
    key = row.key
    ask(here, _("The milestone was reached"), _("Mark as reached"), fields,
        lambda answers: lambda store: milestones.reach(store, key, **answers), rows=(("on",), ("evidence",)),
        values={"on": row.reached_on or here.today, "evidence": row.evidence}, lead=row.name)  # fmt: skip


def _with(asks: Any, here: Here, project: Key, keys: Sequence[Key]) -> None:
    """Read the selected milestone as it is now and ask."""

    def answer(rows: tuple[MilestoneRow, ...]) -> None:
        if (row := next((row for row in rows if row.key == keys[0]), None)) is not None:
            asks(here, row)

    here.read(lambda session: queries.of_project(session, project), answer, owner=here.page, slot="milestone")


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return milestones.save(store, records.new_draft("milestones", project_id=key, **answers))


ADDED = {name: FIELDS[name] for name in ("name", "starts_on", "planned_on", "weight", "person_id")}
EDITED = ADDED | {"evidence": FIELDS["evidence"]}
ROWS = (("name",), ("starts_on", "planned_on"), ("weight",), ("person_id",))

MILESTONES = tab(
    TITLE,
    Part(
        "milestones", TITLE,
        lambda session, key, here: lines_of(queries.of_project(session, key), here.today),
        N_("This project has no milestone yet."),
        frozenset({"milestones", "milestone_moves", "people"}),
        adds=(Adding(N_("Add a milestone"), N_("Add"), _add, ADDED, rows=ROWS,
                     creates=PEOPLE),),
        remove=milestones.delete, remove_text=N_("Delete"),
        letters=(
            Letter("R", N_("Move it, with the reason…"), run=partial(_with, ask_move)),
            Letter("C", N_("It was reached…"), run=partial(_with, ask_reach)),
            Letter("N", N_("It is not reached"), milestones.unreach),
        ),
        edit=Editing(N_("Edit the milestone"), "milestones", EDITED, milestones.save, rows=(*ROWS, ("evidence",)),
                     creates=PEOPLE),
        note=N_("Enter corrects. R moves the expected day and asks why, C marks as reached, N takes that back."),
    ),
)  # fmt: skip

"""Foreign workbooks into records: open, propose, preview (the real import, rolled back), apply, save what was refused.

``open_file`` reads behind the guard, ``propose`` says how it would be read, ``preview`` and ``apply`` bring it in: both
are the same run, and a preview is rolled back.  The wizard and the command line go this way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.exchange_log import FICTITIOUS, log_return
from db.queries import importing as reads
from db.queries import lookups
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import action_item_rows, key_fares, people_rows, project_rows
from ecd_desktop.exchange.bringing import Bringing, Stale
from ecd_desktop.exchange.columns import FIELDS, FieldChoice, Kind
from ecd_desktop.exchange.import_plan import Candidate, Cutoff, How, Mapped, Opened, Plan
from ecd_desktop.exchange.import_result import Change, Line, Made, Option, Outcome, Question, Remark, Result
from ecd_desktop.exchange.merge_keys import Fare, MergeKey
from ecd_desktop.exchange.proposing import look, open_file, propose, with_key
from ecd_desktop.exchange.refused import save_refused
from ecd_desktop.exchange.strategies import ALL, Strategy
from ecd_desktop.exchange.workbook import folded
from ecd_desktop.language import N_, _

if TYPE_CHECKING:
    from db.store import Store
    from db.work import Work

__all__ = [
    "Candidate", "Change", "Cutoff", "Fare", "FieldChoice", "How", "Kind", "Line", "Made", "Mapped", "MergeKey",
    "Opened", "Option", "Outcome", "Plan", "Question", "Remark", "Result", "Strategy", "apply", "choices", "look",
    "open_file", "preview", "propose", "propose_for", "save_refused",
]  # fmt: skip

_BRING: Mapping[Kind, Callable[[Bringing], None]] = {
    Kind.ACTION_ITEMS: action_item_rows.bring,
    Kind.PEOPLE: people_rows.bring,
    Kind.PROJECTS: project_rows.bring,
}


def choices(kind: Kind | str) -> tuple[FieldChoice, ...]:
    """The fields that a column of this kind of sheet may fill."""
    return FIELDS[Kind(kind)]


def propose_for(store: Store, opened: Opened, **given: Any) -> Plan:
    """``propose``, with columns, key and strategies as in this sender's last import, where none are given.

    Of a sender that is new the best key is used that proves each record and does well here; else rows are recognised
    as found.  The plan says how every key of the sheet does (``fares``).
    """
    asked, strategies = given.pop("key", None), given.pop("strategies", None)
    plan = propose(opened, strategies=strategies, **given)
    with store.reading() as session:
        layout = reads.layout(session, plan.sender)
        taken = {**({} if ALL in (strategies or ()) else layout.strategies), **(strategies or {})}
        if layout.columns or taken:
            plan = propose(opened, **{**given, "layout": layout.columns, "strategies": taken})
        found = key_fares.fares(session, plan) if plan.table.body else ()
    if asked is None and layout.key in (MergeKey.NONE, *(fare.key for fare in found)):
        asked = layout.key
    best = next((fare.key for fare in found if fare.good), MergeKey.NONE)
    return with_key(plan, best if asked is None else asked, found, given=asked is not None)


def preview(store: Store, plan: Plan, answers: Mapping[str, str] | None = None) -> Result:
    """The import as it would be, rolled back.  Raises Expected where the plan is not ready."""
    _check(plan)
    with store.preview() as work:
        position = reads.position(work.session)
        run = _run(work, plan, answers or {})
        result = run.result()
    plan.memory["preview"] = _Seen(store.identity, position, dict(answers or {}), run, result)
    return result


def apply(store: Store, plan: Plan, answers: Mapping[str, str] | None = None) -> Result:
    """The import, as one change that can be undone.  Raises Expected where the plan is not ready.

    After a preview with the same answers, and with nothing committed in between, what the preview wrote is written
    again; else the whole import is run.  Where nothing is new or changed, nothing is written at all.
    """
    _check(plan)
    seen: _Seen | None = plan.memory.pop("preview", None)
    try:
        return _applied(store, plan, dict(answers or {}), seen)
    except Stale:
        return _applied(store, plan, dict(answers or {}), None)


def _applied(store: Store, plan: Plan, answers: dict[str, str], seen: _Seen | None) -> Result:
    name = plan.opened.workbook.name
    with store.change(N_("Import {name}: {new} new, {changed} changed"), kind="import", name=name) as work:
        lookups.wait_for_import(work.session)  # two laptops with one file: the second finds what the first brought
        position = reads.position(work.session)
        if seen is not None and (seen.database, seen.position, seen.answers) == (store.identity, position, answers):
            for step in seen.run.script:
                step(work)
            run, found = seen.run, seen.result
        else:
            run = _run(work, plan, answers)
            found = run.result()
        result = replace(found, applied=True, tx_id=work.tx_id)
        work.label_args |= {"new": result.new, "changed": result.changed}
        work.origin = " ".join(filter(None, (name, plan.opened.workbook.digest, _fictitious(plan))))
        told = _told(plan, run)
        log_return(work.session, who=work.who, tx_id=work.tx_id, **told)
    if work.seq is None:
        result = replace(result, tx_id=None)  # there was nothing to write, so there is no transaction
    written = result.new or any(change.applied for line in result.lines for change in line.changes)
    if not written and (result.changed or plan.purpose):
        # conflicts that were all decided in favour of ours, or documents that were read: no record tells of them
        store.log_return(**told)
    return result


def _fictitious(plan: Plan) -> str:
    """The mark of invented data, where the workbook's own titles bear it: what is printed from it says so too."""
    titles = (cell for sheet in plan.opened.workbook.sheets for row in sheet.rows[:12] for cell in row.values)
    return FICTITIOUS if any(isinstance(cell, str) and FICTITIOUS in cell.upper() for cell in titles) else ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A preview: of which database at which position, with which answers, and what it wrote."""

    database: Any
    position: int
    answers: dict[str, str]
    run: Bringing
    result: Result


def _told(plan: Plan, run: Bringing) -> dict[str, Any]:
    """What the return log keeps of this file."""
    return {
        "digest": plan.opened.workbook.digest,
        "sender": plan.sender,
        "purpose": plan.purpose,
        "brought": {**run.brings, reads.LAYOUT: _layout(plan)},
    }


def _run(work: Work, plan: Plan, answers: Mapping[str, str]) -> Bringing:
    run = Bringing(work, plan, answers)
    _BRING[plan.kind](run)
    run.remember()
    return run


def _check(plan: Plan) -> None:
    if plan.questions:
        raise Expected(
            _("Nothing was imported, because a question is open: {question}").format(
                question=" ".join(question.text for question in plan.questions)
            ),
            _("Say which it is: dmy (day/month/year) or mdy (month/day/year)."),
        )
    if plan.missing:
        raise Expected(
            _("Nothing was imported, because no column is matched to: {fields}.").format(
                fields=", ".join(plan.missing)
            ),
            _("Choose the sheet, the header row or the column that holds it."),
        )


def _layout(plan: Plan) -> dict[str, dict[str, str]]:
    headed = [column for column in plan.columns if column.field and column.heading.strip()]
    return {
        reads.COLUMNS: {folded(column.heading): column.field for column in headed if column.field},
        reads.STRATEGIES: {
            name: plan.strategies.get(name, Strategy.NONBLANK).value for name in plan.fields
        },
        reads.KEY: {reads.KEY: plan.key.value if plan.key_given else ""},
    }

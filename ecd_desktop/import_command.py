"""What the command `import` takes, and what it says when it is done."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected, Usage
from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.exchange.importing import Mapped, Opened, Result

KEYS = ("code", "dni", "ruc", "acronym", "name", "number", "none")
STRATEGIES = ("nonblank", "always", "fill")


def declare(bring: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Tell a parser the arguments; ``day`` reads a date."""
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--as", dest="kind", choices=("action-items", "people", "projects"))
    bring.add_argument("--sheet", metavar="NAME")
    bring.add_argument("--dates", choices=("dmy", "mdy"), help=_("how dates written as text are to be read"))
    bring.add_argument("--cutoff", type=day, metavar="DATE", help=_("the day on which the file's facts are dated"))
    bring.add_argument(
        "--with-personal-data", metavar="PURPOSE", help=_("read identity numbers too; the purpose is logged")
    )
    bring.add_argument(
        "--done-before", type=day, metavar="DATE",
        help=_("first load: what was done with a due date before this day counts as verified"),
    )  # fmt: skip
    bring.add_argument("--because", metavar="REASON", help=_("why it counts as verified"))
    bring.add_argument(
        "--key", choices=KEYS, help=_("what known records are recognised by; none: by all that the row says")
    )
    bring.add_argument(
        "--strategy", action="append", default=[], metavar="COLUMN=HOW",
        help=_("how a column (its letter, heading or field, or all) changes known records: nonblank, always or fill"),
    )  # fmt: skip
    bring.add_argument("--apply", action="store_true", help=_("write what the preview says"))
    bring.add_argument("--json", action="store_true")


def check(args: argparse.Namespace) -> None:
    """Raise Usage for what does not go together, and for a purpose that says nothing."""
    if args.with_personal_data is not None and not args.with_personal_data.strip():
        raise Usage(_("Identity numbers are read only for a purpose, which is logged: say it in words."))
    if (args.done_before is None) != (not (args.because or "").strip()):
        raise Usage(_("--done-before and --because go together: what is taken as verified needs a reason."))
    if args.cutoff is not None and args.cutoff > today():
        raise Usage(_("The cut-off is still to come; a file tells what was so until a day that is over."))
    for told in args.strategy:
        column, _equals, how = told.rpartition("=")
        if not column.strip() or how not in STRATEGIES:
            raise Usage(
                _("--strategy {told} is not understood: it is COLUMN=HOW, and HOW is one of {ways}.").format(
                    told=told, ways=", ".join(STRATEGIES)
                )
            )


def read(args: argparse.Namespace) -> "Opened":
    """The workbook, read behind the guard.  Raises Expected."""
    from ecd_desktop.exchange import importing

    return importing.open_file(args.file)


def bring(store: "Store", opened: "Opened", args: argparse.Namespace) -> Iterator[str]:
    """Preview or apply the import, and say what it does, line by line."""
    from ecd_desktop.exchange import importing

    given = {
        "kind": args.kind, "sheet": args.sheet, "dates": args.dates, "cutoff": args.cutoff, "key": args.key,
        "with_personal_data": args.with_personal_data, "accept_done_before": args.done_before,
        "accept_reason": args.because or "",
    }  # fmt: skip
    plan = importing.propose_for(store, opened, **given)
    if args.strategy:
        strategies = dict(_strategy(told, plan.columns) for told in args.strategy)
        plan = importing.propose_for(store, opened, **given, strategies=strategies)
    result = importing.apply(store, plan) if args.apply else importing.preview(store, plan)
    if args.json:
        yield json.dumps(result.to_json(), ensure_ascii=False)
    else:
        yield from _told(result)


def _strategy(told: str, columns: Sequence["Mapped"]) -> tuple[str, str]:
    """(field or ``all``, how) of COLUMN=HOW.  Raises Expected where no column that is read is called so."""
    from ecd_desktop.exchange.strategies import ALL
    from ecd_desktop.exchange.workbook import folded

    column, _equals, how = told.rpartition("=")
    word = folded(column)
    if word == ALL:
        return ALL, how
    for one in columns:
        if one.field and word in (one.letter.lower(), one.field, folded(one.heading), folded(one.label)):
            return one.field, how
    there = ", ".join(f"{one.letter} ({one.label})" for one in columns if one.field)
    raise Expected(
        _("The table has no column {column}. Nothing was changed.").format(column=column.strip()),
        _("Choose one of its columns: {columns}.").format(columns=there),
    )


def _told(result: "Result") -> Iterator[str]:
    """What an import did or would do."""
    yield _(
        "{rows} rows: {new} new, {changed} changed, {same} the same, {duplicate} duplicate, {refused} refused. "
        "{skipped} lines were no rows."
    ).format(
        rows=result.rows, new=result.new, changed=result.changed, same=result.same, duplicate=result.duplicate,
        refused=result.refused, skipped=result.skipped,
    )  # fmt: skip
    if result.key != "none":
        yield _("Known records were recognised by: {key}.").format(key=result.key)
    for heading, remarks in ((_("Refused:"), result.problems), (_("To look at:"), result.warnings)):
        if remarks:
            yield heading
        for remark in remarks:
            yield f"    {remark.sheet.strip()}!{remark.cell}  {remark.value}  {remark.reason}"
    for question in result.questions:
        yield f"  ? {question.text}"
    if not result.applied:
        yield _("Nothing was written. Add --apply to write it.")

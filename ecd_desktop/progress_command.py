"""The commands `report progress`, `report week` and `report issued`, and issuing: their arguments, and what they do."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.calendar import LIMA
from ecd_desktop.errors import Usage
from ecd_desktop.files import written as writing
from ecd_desktop.language import _, ngettext
from ecd_desktop.progress_content import SECTIONS, Asked

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.issuing import Wanted
    from ecd_desktop.services.issued_reports import Issued
    from ecd_desktop.settings import Settings

ISSUED = "issued"
KINDS = ("progress", "week", ISSUED)
SHEETS = ("project", "lessons", "stakeholders")
"""What else may be issued."""


def declare(report: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Tell a parser the arguments; ``day`` reads a date."""
    report.add_argument("--from", dest="since", type=day, metavar="DATE", help=_("where a progress report begins"))
    report.add_argument("--project", metavar="CODE", help=_("a progress report of this project only"))
    report.add_argument("--unit", dest="of_unit", metavar="NAME", help=_("a progress report of this unit only"))
    said = _("the chapters of a progress report, in this order: {names}").format(names=",".join(SECTIONS))
    report.add_argument("--sections", metavar="NAMES", help=said)
    said = _("take over texts and chapters of the last report issued about the same")
    report.add_argument("--again", action="store_true", help=said)
    said = _("issue the report: it gets its code and is kept as it is")
    report.add_argument("--issue", action="store_true", help=said)


def check(args: argparse.Namespace) -> None:
    """Raise Usage for what cannot be meant together."""
    if args.what not in KINDS:
        if args.since or args.project or args.of_unit or args.sections or args.again:
            raise Usage(_("--from, --project, --unit, --sections and --again go with “report progress” and “week”."))
        if args.issue and args.what not in SHEETS:
            raise Usage(_("“report {what}” is not issued under a code.").format(what=args.what))
        return
    if args.what == ISSUED:
        if args.cutoff or args.known or args.issue or args.again or (args.out and not args.code):
            raise Usage(_("“report issued” lists what was issued; with a code it takes --out, nothing else."))
        return
    if args.code:
        raise Usage(_("“report {what}” takes no code.").format(what=args.what))
    if args.out is None and not args.issue:
        raise Usage(_("Say with --out which file to write."))
    if args.project and args.of_unit:
        raise Usage(_("A report is of a project or of a unit, not of both."))
    if args.what == "week" and (args.since or args.sections or args.again):
        raise Usage(_("The week begins on its Monday and has no chapters to choose."))
    if args.since and args.cutoff and args.since > args.cutoff:
        raise Usage(_("The period ends before it begins."))
    for name in _sections(args):
        if name not in SECTIONS:
            raise Usage(
                _("There is no chapter {name}.").format(name=name),
                _("The chapters are: {names}.").format(names=", ".join(SECTIONS)),
            )


def carry_out(store: Store, args: argparse.Namespace, settings: Settings) -> Iterator[str]:
    """Write, issue or list; yields what is said of it."""
    from ecd_desktop import issuing
    from ecd_desktop.services import issued_reports

    if args.what == ISSUED:
        yield from _issued(store, args)
        return
    known = datetime.combine(args.known, time.max, LIMA) if args.known else None
    asked = Asked(
        kind=args.what, project=args.project or "", unit=args.of_unit or "", since=args.since, cutoff=args.cutoff,
        sections=_sections(args), to=args.to or "", language=issuing.language_of(settings, args.language) or "",
    )  # fmt: skip
    if args.again and (found := issued_reports.carried(store, asked)) is not None:
        asked = found.asked
        yield issued_reports.said_of(found)
    if args.issue:
        made = issued_reports.issue(store, asked, settings=settings, known=known, language=args.language)
        yield from _said_issued(store, made, args.out)
        return
    material = issuing.collect(store, issuing.Wanted(args.what, known=known, asked=asked))
    written = issuing.write(args.out, material, settings, issued_by=store.who, language=args.language)
    yield from written.warnings
    said = ngettext("{n} page in {path}.", "{n} pages in {path}.", written.pages)
    yield said.format(n=written.pages, path=written.path)


def issue_sheet(store: Store, wanted: Wanted, args: argparse.Namespace, settings: Settings) -> Iterator[str]:
    """Issue one of ``SHEETS``; yields what is said of it."""
    from ecd_desktop.services import issued_sheets

    made = issued_sheets.issue(store, wanted, settings=settings, language=args.language)
    yield from _said_issued(store, made, args.out)


def _said_issued(store: Store, made: Issued, out: Path | None) -> Iterator[str]:
    yield from made.warnings
    said = ngettext("Issued as {code}, {n} page; hash {hash}.", "Issued as {code}, {n} pages; hash {hash}.",
                    made.pages)  # fmt: skip
    yield said.format(code=made.code, n=made.pages, hash=made.content)
    if out is not None:
        yield _saved(store, made.code, out)


def _sections(args: argparse.Namespace) -> tuple[str, ...]:
    if not args.sections:
        return tuple(SECTIONS)
    return tuple(dict.fromkeys(name.strip() for name in args.sections.split(",") if name.strip()))


def _issued(store: Store, args: argparse.Namespace) -> Iterator[str]:
    from ecd_desktop.services import issued_reports

    if not args.code:
        yield from (issued_reports.line(row) for row in issued_reports.listed(store))
        return
    row = issued_reports.called(store, args.code)
    yield issued_reports.line(row)
    if args.out is not None:
        yield _saved(store, row.code, args.out)
    again = issued_reports.rebuild(store, row.code)
    if again.same:
        yield _("Made again from the database as it was known then, it says the same: hash {hash}.").format(
            hash=again.made
        )
    else:
        yield _("Made again, it says something else: hash {made} instead of {issued}.").format(
            made=again.made, issued=again.issued
        )


def _saved(store: Store, code: str, path: Path) -> str:
    from ecd_desktop.services import issued_reports

    data = issued_reports.stored(store, code)
    with writing(path) as part:
        part.write_bytes(data)
    return _("{code} is in {path}.").format(code=code, path=path)

"""What the command `report` takes, and which of it goes together."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ecd_desktop import progress_command
from ecd_desktop.errors import Usage
from ecd_desktop.language import _

DOCUMENTS = (
    "commitments", "progress", "case", "minutes", "attendance", "agenda", "signatures", "extract", "briefing",
    "project", "lesson", "lessons", "stakeholders", "week", "issued",
)  # fmt: skip

OF_RECORD = ("case", "project", "lesson")
"""The documents of one record, by its code."""


def declare(report: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Tell a parser the arguments; ``day`` reads a date."""
    report.add_argument("what", choices=DOCUMENTS)
    said = _("the case, the project, the lesson, or the meeting; “latest” is the meeting held last")
    report.add_argument("code", nargs="?", metavar="CODE", help=said)
    report.add_argument("--out", type=Path, metavar="FILE", help=_("the file; only --list does without one"))
    report.add_argument("--list", action="store_true", help=_("list the meetings instead of writing a document"))
    said = _("which version of issued minutes; by default the last one")
    report.add_argument("--edition", type=int, metavar="N", help=said)
    report.add_argument("--blank", action="store_true", help=_("an attendance list without names"))
    said = _("which attendance list; by default as the kind of meeting")
    report.add_argument("--form", choices=("office", "neighbours"), help=said)
    report.add_argument("--public", action="store_true", help=_("the minutes or a list as anybody may read them"))
    report.add_argument("--to", metavar="NAME", help=_("who a briefing or a progress report is for"))
    report.add_argument("--message", metavar="TEXT", help=_("what a briefing asks of them"))
    report.add_argument("--all", action="store_true", help=_("of lessons, drafts and retired ones too"))
    report.add_argument("--cutoff", type=day, metavar="DATE", help=_("count facts dated up to this day"))
    report.add_argument("--known", type=day, metavar="DATE", help=_("as it was recorded at the end of this day"))
    report.add_argument("--group-by", choices=("unit", "project", "meeting", "none"))
    said = _("only this unit's commitments; of an extract, or a person's")
    report.add_argument("--for", dest="unit", metavar="NAME", help=said)
    progress_command.declare(report, day)
    report.add_argument("--language", choices=("es", "en"))


def check(args: argparse.Namespace) -> None:
    """Raise Usage where a document is asked for something that only another one has."""
    from ecd_desktop.issuing import OF_MEETING

    if args.list:
        if args.what != "minutes" or args.code:
            raise Usage(_("--list goes with “report minutes”, without a code."))
        return
    progress_command.check(args)
    if args.out is None and not args.issue and args.what not in progress_command.KINDS:
        raise Usage(_("Say with --out which file to write."))
    if args.what in OF_MEETING and not args.code:
        raise Usage(_("Say of which meeting: its code, its minutes number, or “latest”."))
    if args.what == "briefing" and not args.code:
        raise Usage(_("Say what it is about: the code of a meeting or of a project, or “latest”."))
    if args.what in OF_RECORD and not args.code:
        raise Usage(_("Say of which record: the code of the case, of the project or of the lesson."))
    if args.what not in (*OF_MEETING, *OF_RECORD, "briefing", progress_command.ISSUED) and args.code:
        raise Usage(_("“report {what}” takes no code.").format(what=args.what))
    if args.what == "extract" and not (args.unit or "").strip():
        raise Usage(_("Say with --for whose extract it is: a unit or a person."))
    if args.what != "commitments" and (args.group_by or (args.unit and args.what != "extract")):
        raise Usage(_("Only “report commitments” can be for one unit, or grouped."))
    if args.public and args.what not in ("minutes", "attendance", "stakeholders"):
        raise Usage(_("Only the minutes, the attendance list and the stakeholders have a public version."))
    if (args.message and args.what != "briefing") or (args.to and args.what not in ("briefing", "progress")):
        raise Usage(_("Only a briefing and a progress report are addressed to somebody."))
    if (args.what != "attendance" or args.public) and (args.blank or args.form):
        raise Usage(_("Only “report attendance” can be blank, or of a form."))
    if args.what != "minutes" and args.edition is not None:
        raise Usage(_("Only “report minutes” has versions."))
    if args.what != "lessons" and args.all:
        raise Usage(_("Only “report lessons” leaves something out unless --all is said."))
    if args.what in OF_MEETING and args.cutoff:
        raise Usage(_("The documents of a meeting tell of its day and take no cut-off."))

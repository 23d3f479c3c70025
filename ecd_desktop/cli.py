"""The same verbs without a window, for schedules and for whoever looks after the computers.

``run(argv)`` gives the exit code: 0 done, 1 the world said no (one sentence on stderr), 2 not understood.
``--json`` prints exactly one object on stdout.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ecd_desktop import (
    __version__,
    calendar_command,
    copy_command,
    export_command,
    identity,
    import_command,
    paths,
    progress_command,
    receive_command,
    report_arguments,
    send_command,
)
from ecd_desktop.calendar import LIMA, set_today
from ecd_desktop.errors import Expected, Usage
from ecd_desktop.language import N_, _, format_moment, ngettext, speech
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from db.store import Store

Shoot = Callable[[argparse.Namespace], int]
"""Renders the screens; handed in by ``__main__``, since only it may know the window."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every command gets: its arguments, the machine's settings and how to render screens."""

    args: argparse.Namespace
    settings: Settings
    shoot: Shoot

    @property
    def database(self) -> str | None:
        """What ``--database`` says. An empty one is a script's mistake, and must not end in another database."""
        if self.args.database is not None and not self.args.database.strip():
            raise Usage(_("--database is empty."), _("Give a file or an address, or leave it out."))
        return self.args.database or None

    @contextmanager
    def store(self, *, new: bool = False) -> Iterator["Store"]:
        """The database of ``--database``, or the one used last, open while the block lasts.

        ``new``: it is made where there is none; any other command would only find nothing in it.
        """
        from ecd_desktop.services import databases

        who = identity.person(as_person=self.args.as_person or "", chosen=self.settings.person_name)
        target = self.database or self.settings.last_database or str(paths.database())
        store = databases.open_database(target, who=who.name, machine=who.machine, must_exist=not new)
        try:
            yield store
        finally:
            store.close()


SAID_BY_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)
"""What the standard library says of arguments, here for the catalogue."""


BEFORE_A_VALUE = ("--database", "--as-person", "--today")


def file_given(arguments: list[str]) -> tuple[list[str], Path | None]:
    """The arguments without the file that the system hands over on a double click, and that file."""
    words = [
        place for place, word in enumerate(arguments)
        if not word.startswith("-") and (place == 0 or arguments[place - 1] not in BEFORE_A_VALUE)
    ]  # fmt: skip
    if len(words) != 1:  # none, or a command with what it works on
        return arguments, None
    path = Path(arguments[words[0]])
    if not path.suffix or not path.is_file():
        return arguments, None
    return [word for place, word in enumerate(arguments) if place != words[0]], path


class Parser(argparse.ArgumentParser):
    """Says what was not understood by raising, so that one place decides the exit code."""

    def error(self, message: str) -> NoReturn:
        raise Usage(message, _("“ecd-desktop --help” lists the commands."))


def parser() -> Parser:
    """Every command with its arguments; the help is made from it."""
    vars(argparse)["_"] = _  # the library looks its words up under this name of its module
    root = Parser(prog="ecd-desktop", description=_("Coordination of commitments, cases, meetings and projects."))
    said = _("show program's version number and exit")
    root.add_argument("--version", action="version", version=f"ECD Desktop {__version__}", help=said)
    root.add_argument("--database", metavar="FILE|URL", help=_("the database; by default the one used last"))
    root.add_argument("--as-person", metavar="NAME", help=_("who is doing this; by default the login"))
    root.add_argument("--today", type=_day, metavar="DATE", help=_("count as if this were today"))
    verbs = root.add_subparsers(dest="verb", metavar=_("COMMAND"), parser_class=Parser)

    example = verbs.add_parser("example", help=_("fill the database with an invented portfolio, to try the program"))
    example.set_defaults(run=_example)

    bring = verbs.add_parser("import", help=_("read a workbook; without --apply only say what would happen"))
    import_command.declare(bring, _day)
    bring.set_defaults(run=_import)

    export = verbs.add_parser("export", help=_("write a department's workbook"))
    export_command.declare(export)
    export.set_defaults(run=_export)

    send = verbs.add_parser("send", help=_("write the workbooks of departments, with an e-mail draft for each"))
    send_command.declare(send, _day)
    send.set_defaults(run=_send)

    receive = verbs.add_parser("receive", help=_("read workbooks that came back, and take over what they say"))
    receive_command.declare(receive)
    receive.set_defaults(run=_receive)

    report = verbs.add_parser("report", help=_("write a document as PDF"))
    report_arguments.declare(report, _day)
    report.set_defaults(run=_report)

    dates = verbs.add_parser("calendar", help=_("write the meetings as a calendar file"))
    calendar_command.declare(dates, _day)
    dates.set_defaults(run=_calendar)

    history = verbs.add_parser("history", help=_("tell everything that happened to a record"))
    history.add_argument("code", metavar="CODE")
    history.set_defaults(run=_history)

    verbs.add_parser("undo", help=_("take back the last thing you did")).set_defaults(run=_undo)
    verbs.add_parser("check", help=_("check the database against its journal")).set_defaults(run=_check)

    backup = verbs.add_parser("backup", help=_("make a verified copy"))
    backup.add_argument("--out", type=Path, metavar="FILE", help=_("by default the folder for backups"))
    backup.set_defaults(run=_backup)

    restore = verbs.add_parser("restore", help=_("put a copy in the database's place; the present file is kept"))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(run=_restore)
    copy_command.declare(verbs)

    shots = verbs.add_parser("screenshots", help=_("render every screen with the example data"))
    shots.add_argument("--out", type=Path, required=True, metavar="DIR")
    shots.add_argument("--theme", choices=("light", "dark"), default="light")
    shots.add_argument("--language", choices=("es", "en"))
    shots.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH")
    shots.set_defaults(run=lambda context: context.shoot(context.args))
    return root


def run(args: argparse.Namespace, settings: Settings, shoot: Shoot) -> int:
    """Carry out one parsed command. Raises Expected or Refused."""
    if args.today:
        set_today(args.today)
    code: int = args.run(Context(args, settings, shoot))
    return code


def _day(text: str) -> date:
    day = speech("es").parse_date(text)
    if day is None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(_("“{text}” is not a date.").format(text=text)) from None
    return day


def _size(text: str) -> tuple[int, int]:
    wide, _x, high = text.lower().partition("x")
    if not (wide.isdigit() and high.isdigit()):
        raise argparse.ArgumentTypeError(_("“{text}” is not a size such as 1366x768.").format(text=text))
    return int(wide), int(high)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _example(context: Context) -> int:
    from ecd_desktop.services import example

    with context.store(new=True) as store:
        example.load(store)
        say(_("The invented portfolio is in {database}.").format(database=store.path or store.url))
    return 0


def _import(context: Context) -> int:
    import_command.check(context.args)
    opened = import_command.read(context.args)
    with context.store(new=True) as store:
        for line in import_command.bring(store, opened, context.args):
            say(line)
    return 0


def _export(context: Context) -> int:
    export_command.check(context.args)
    with context.store() as store:
        say(export_command.write(store, context.args))
    return 0


def _receive(context: Context) -> int:
    receive_command.check(context.args)
    opened = receive_command.read(context.args.files)
    with context.store() as store:
        for line in receive_command.carry_out(store, context.args, context.settings, opened):
            say(line)
    return 0


def _report(context: Context) -> int:
    from ecd_desktop import issuing

    args = context.args
    report_arguments.check(args)
    if args.list:
        return _list_meetings(context)
    if args.what in progress_command.KINDS:
        with context.store() as store:
            for line in progress_command.carry_out(store, args, context.settings):
                say(line)
        return 0
    known = datetime.combine(args.known, time.max, LIMA) if args.known else None
    wanted = issuing.Wanted(
        args.what, code=args.code or "", cutoff=args.cutoff, known=known, group_by=args.group_by or "unit",
        unit=args.unit or "", blank=args.blank, neighbours=args.form == "neighbours" if args.form else None,
        edition=args.edition, public=args.public, whose=args.unit or "", to=args.to or "", message=args.message or "",
        everything=args.all,
    )  # fmt: skip
    if args.issue:
        with context.store() as store:
            for line in progress_command.issue_sheet(store, wanted, args, context.settings):
                say(line)
        return 0
    with context.store() as store:
        material = issuing.collect(store, wanted)
        issued_by = store.who
    written = issuing.write(args.out, material, context.settings, issued_by=issued_by, language=args.language)
    for warning in written.warnings:
        say(warning)
    if material.stored is not None and args.language:
        say(_("Issued minutes are given as they were issued: in their language, with everything on them."))
    pages = ngettext("{n} page in {path}.", "{n} pages in {path}.", written.pages)
    say(pages.format(n=written.pages, path=written.path))
    return 0


def _list_meetings(context: Context) -> int:
    from ecd_desktop import report_listing

    with context.store() as store:
        lines = report_listing.meetings(store)
    for line in lines:
        say(line)
    return 0


def _calendar(context: Context) -> int:
    calendar_command.check(context.args)
    with context.store() as store:
        for line in calendar_command.write(store, context.args):
            say(line)
    return 0


def _send(context: Context) -> int:
    send_command.check(context.args)
    with context.store() as store:
        return send_command.write(store, context.args, say)


def _history(context: Context) -> int:
    from db.queries import records
    from ecd_desktop.services import history

    code = context.args.code
    with context.store() as store:
        with store.reading() as session:
            found = records.by_code(session, code)
        if found is None:
            raise Expected(_("No record has the code {code}.").format(code=code))
        lines = history.story(store, *found)
    for line in lines:
        say(f"{format_moment(line.at)} · {line.who} · {line.label}")
        for change in line.changes:
            say(f"    {change.label}: {change.before or '—'} → {change.after or '—'}")
    return 0


def _undo(context: Context) -> int:
    from ecd_desktop.services import history

    with context.store() as store:
        told = history.undo(store)
    say(told.sentence)
    return 0 if told.done or not told.conflicts else 1


def _check(context: Context) -> int:
    with context.store() as store:
        found = store.verify()
        mended = 0 if found else store.rebuild()  # what is damaged is not written into
    for sentence in found:
        say(sentence)
    if mended:
        say(ngettext("{n} search entry was mended.", "{n} search entries were mended.", mended).format(n=mended))
    if found:
        raise Expected(
            _("The database and its journal disagree; nothing was changed."),
            _("Restore the last good copy, and send this list to whoever looks after the program."),
        )
    say(_("The database agrees with its journal."))
    return 0


def _backup(context: Context) -> int:
    from ecd_desktop.services import backups

    folder = Path(context.settings.backup_folder) if context.settings.backup_folder else paths.backups()
    with context.store() as store:
        path = backups.make(store, folder).path if context.args.out is None else context.args.out
        if context.args.out is not None:
            store.copy_to(path)
    say(_("A verified copy is in {path}.").format(path=path))
    return 0


def _restore(context: Context) -> int:
    from db.engines import file_of
    from ecd_desktop.services import backups, databases

    path = file_of(databases.address(context.database or context.settings.last_database))
    if path is None:
        raise Expected(
            _("A copy cannot be put in the place of a server's database; nothing was changed."),
            _("Open the copy as a file of its own, or ask the server's administrator."),
        )
    restored = backups.restore(context.args.file, path)
    say(_("{path} is now what the copy held.").format(path=restored.database))
    if restored.set_aside:
        say(_("What was there before is kept as {path}.").format(path=restored.set_aside))
    return 0

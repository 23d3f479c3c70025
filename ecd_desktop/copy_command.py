"""What the command `copy` takes: copies of the database that go along on a laptop, and what becomes of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop import receive_command
from ecd_desktop.language import _, format_moment, ngettext

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.cli import Context


def declare(verbs: argparse._SubParsersAction[Any]) -> None:
    """Tell a parser the command and what it takes."""
    copy = verbs.add_parser("copy", help=_("take a copy along on a laptop, and see which are out"))
    copy.set_defaults(run=run)
    does = copy.add_subparsers(dest="does", metavar=_("COMMAND"), required=True)
    take = does.add_parser("take", help=_("write a copy to be worked on elsewhere"))
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--for", dest="whom", required=True, metavar="WHOM", help=_("with whom it goes"))
    bring = does.add_parser("bring", help=_("see what was changed in a copy, and take it over"))
    receive_command.declare(bring)
    does.add_parser("list", help=_("which copies were taken along, and which are back"))


def run(context: Context) -> int:
    """Do what the arguments say, and tell it line by line; the exit code."""
    from ecd_desktop.cli import say
    from ecd_desktop.services import laptop_copies

    args = context.args
    if args.does == "bring":
        receive_command.check(args)
        read = [laptop_copies.read(path) for path in args.files]
        with context.store() as store:
            for line in receive_command.carry_out(store, args, context.settings, read):
                say(line)
        return 0
    with context.store() as store:
        for line in _told(store, args):
            say(line)
    return 0


def _told(store: Store, args: argparse.Namespace) -> Iterator[str]:
    from ecd_desktop.services import laptop_copies

    if args.does == "take":
        taken = laptop_copies.take(store, args.file, recipient=args.whom)
        rows = ngettext(
            "A verified copy with {n} row is in {path}, to go with {whom}.",
            "A verified copy with {n} rows is in {path}, to go with {whom}.", taken.rows,
        )  # fmt: skip
        yield rows.format(n=taken.rows, path=taken.path, whom=taken.recipient)
        yield _("It holds everything, also personal data and internal notes: give it to nobody outside the office.")
        return
    with store.reading() as session:
        copies = laptop_copies.listed(session)
    for one in copies:
        yield f"{format_moment(one.at)} · {one.recipient} · {laptop_copies.said(one)} · {one.name or ''}"
    if not copies:
        yield _("No copy was taken along.")

"""What the command `calendar` takes, and what it says when it is done."""

import argparse
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.errors import Usage
from ecd_desktop.language import _, in_language, ngettext

if TYPE_CHECKING:
    from db.store import Store


def declare(dates: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Tell a parser the arguments; ``day`` reads a date."""
    dates.add_argument("--out", type=Path, required=True, metavar="FILE")
    dates.add_argument("--from", dest="since", type=day, metavar="DATE", help=_("meetings from this day on"))
    dates.add_argument("--until", type=day, metavar="DATE", help=_("meetings up to this day"))
    said = _("name who is invited, with their e-mail; the purpose is logged")
    dates.add_argument("--with-personal-data", metavar="PURPOSE", help=said)
    dates.add_argument("--language", choices=("es", "en"))


def check(args: argparse.Namespace) -> None:
    """Raise Usage for a period without days, and for a purpose that says nothing."""
    if args.since and args.until and args.until < args.since:
        raise Usage(_("--until is before --from: no day lies between them."))
    if args.with_personal_data is not None and not args.with_personal_data.strip():
        raise Usage(_("E-mail addresses leave only for a purpose, which is logged: say it in words."))


def write(store: "Store", args: argparse.Namespace) -> Iterator[str]:
    """Write the file, and say how many meetings it holds and how many have no date."""
    from ecd_desktop import invitations

    with in_language(args.language):
        made = invitations.save_calendar(
            store, args.out, since=args.since, until=args.until, personal=args.with_personal_data
        )
    held = ngettext("{n} meeting in {path}.", "{n} meetings in {path}.", made.meetings)
    yield held.format(n=made.meetings, path=made.path)
    if made.left_out:
        left = ngettext(
            "{n} meeting without a date is not in it.", "{n} meetings without a date are not in it.", made.left_out
        )
        yield left.format(n=made.left_out)

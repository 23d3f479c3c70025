"""What the command `send` takes, and what it says when it is done."""

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop.calendar import clock, today
from ecd_desktop.errors import Usage
from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.store import Store
    from ecd_desktop.sending import Summary

NOUNS = {"action-items": "action_items", "projects": "projects", "indicators": "indicators"}
EVERYBODY = frozenset({"all", "todas", "todos"})


def declare(send: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Tell a parser the arguments; ``day`` reads a date."""
    said = _("acronyms of the departments, or “all” for those with something open")
    send.add_argument("--to", nargs="+", required=True, metavar="ACRONYM", help=said)
    said = _("folder; it is made where there is none")
    send.add_argument("--out", type=Path, required=True, metavar="DIR", help=said)
    send.add_argument("--what", choices=tuple(NOUNS), default="action-items")
    send.add_argument("--reply-by", type=day, metavar="DATE", help=_("wanted back by; by default five working days"))
    send.add_argument("--closed", action="store_true", help=_("also what is settled already"))
    said = _("add telephone and e-mail; the purpose is logged")
    send.add_argument("--with-personal-data", metavar="PURPOSE", help=said)
    send.add_argument("--language", choices=("es", "en"))
    send.add_argument("--json", action="store_true")


def check(args: argparse.Namespace) -> None:
    """Raise Usage for a purpose that says nothing, for nobody and for a day that is over."""
    if args.with_personal_data is not None and not args.with_personal_data.strip():
        raise Usage(_("Telephone and e-mail leave only for a purpose, which is logged: say it in words."))
    if not _named(args.to):
        raise Usage(_("--to names nobody: give acronyms, or “all”."))
    if args.reply_by and args.reply_by < today():
        raise Usage(_("--reply-by is over; a workbook is wanted back on a day to come."))


def _named(said: list[str]) -> list[str]:
    return [name.strip() for words in said for name in words.split(",") if name.strip()]


def write(store: "Store", args: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Write the files and tell what was done; the exit code."""
    from ecd_desktop import sending
    from ecd_desktop.exchange.templates import TEMPLATES
    from ecd_desktop.late_workbooks import late_lines
    from ecd_desktop.services import places

    with store.reading() as session:
        calendar = places.office_calendar(session)
    names = _named(args.to)
    everybody = len(names) == 1 and names[0].casefold() in EVERYBODY
    collected = sending.collect(
        store, None if everybody else names, clock=clock(today(), calendar), calendar=calendar,
        template=TEMPLATES[NOUNS[args.what]], personal=args.with_personal_data, reply_by=args.reply_by,
        closed=args.closed, language=args.language,
    )  # fmt: skip
    done = sending.write_all(store, collected, args.out)
    if args.json:
        say(json.dumps(to_json(done, collected.terms.reply_by), ensure_ascii=False))
    else:
        for line in _told(store, done, late_lines(store, on=today(), calendar=calendar)):
            say(line)
    if done.failed is not None:
        raise done.failed
    return 0


def _told(store: "Store", done: "Summary", late: list[str]) -> Iterator[str]:
    from ecd_desktop import sending

    yield from sending.told(done)
    yield from late


def to_json(done: "Summary", reply_by: date) -> dict[str, Any]:
    """One object: what was written, for whom no address is known, who has nothing open, what was not written."""
    return {
        "batch": str(done.batch), "folder": str(done.folder), "reply_by": reply_by.isoformat(),
        "workbooks": [
            {"unit": one.recipient, "file": one.workbook.name, "draft": one.draft.name, "rows": one.rows,
             "overdue": one.overdue, "addresses": one.addresses, "export": str(one.export_id)}
            for one in done.made
        ],
        "without_address": list(done.unreachable), "nothing_open": list(done.empty), "not_written": list(done.left),
    }  # fmt: skip

"""What the command `export` takes, and what it says when it is done."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.calendar import clock, today
from ecd_desktop.errors import Usage
from ecd_desktop.language import _
from ecd_desktop.send_command import NOUNS

if TYPE_CHECKING:
    from db.store import Store


BANK = "lessons"


def check(args: argparse.Namespace) -> None:
    """Raise Usage where a department is missing, or too much."""
    if (args.what == BANK) == bool(args.unit):
        raise Usage(_("Say with --for whose workbook it is; only the bank of lessons goes out whole, without --for."))


def declare(export: argparse.ArgumentParser) -> None:
    """Tell a parser the arguments."""
    export.add_argument("what", choices=(*NOUNS, BANK))
    said = _("the department; the bank of lessons goes out whole, without one")
    export.add_argument("--for", dest="unit", metavar="ACRONYM", help=said)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--language", choices=("es", "en"))
    said = _("add telephone and e-mail; the purpose is logged")
    export.add_argument("--with-personal-data", metavar="PURPOSE", help=said)


def write(store: "Store", args: argparse.Namespace) -> str:
    """Write the workbook of one department, and say how much it holds."""
    from ecd_desktop.exchange import export
    from ecd_desktop.exchange.templates import LESSONS, TEMPLATES
    from ecd_desktop.services import places

    with store.reading() as session:
        calendar = places.office_calendar(session)
    template = LESSONS if args.what == BANK else TEMPLATES[NOUNS[args.what]]
    made = export.export_action_items(
        store, unit=args.unit, path=args.out, clock=clock(today(), calendar), calendar=calendar,
        language=args.language, personal=args.with_personal_data, template=template,
    )  # fmt: skip
    return _("{counted} in {path}.").format(counted=template.counted(made.rows), path=made.path)

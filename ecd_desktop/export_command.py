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
    from ecd_desktop.exchange.templates import Template


WHOLE = {"lessons": "lessons", "stakeholders": "stakeholders"}
"""What belongs to no department, as it is typed: its noun."""


def check(args: argparse.Namespace) -> None:
    """Raise Usage where a department is missing, or too much, and for a purpose that says nothing or is of no use."""
    if (args.what in WHOLE) == bool(args.unit):
        raise Usage(
            _("Say with --for whose workbook it is; only lessons and stakeholders go out whole, without --for.")
        )
    if args.with_personal_data is None:
        return
    if not args.with_personal_data.strip():
        raise Usage(_("Telephone and e-mail leave only for a purpose, which is logged: say it in words."))
    if not any(column.personal for column in _template(args.what).sheet.columns):
        raise Usage(_("This workbook has no telephone and no e-mail: leave --with-personal-data out."))


def declare(export: argparse.ArgumentParser) -> None:
    """Tell a parser the arguments."""
    export.add_argument("what", choices=(*NOUNS, *WHOLE))
    said = _("the department; lessons and stakeholders go out whole, without one")
    export.add_argument("--for", dest="unit", metavar="ACRONYM", help=said)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--language", choices=("es", "en"))
    said = _("add telephone and e-mail; the purpose is logged")
    export.add_argument("--with-personal-data", metavar="PURPOSE", help=said)


def write(store: "Store", args: argparse.Namespace) -> str:
    """Write the workbook of one department, or of a whole list, and say how much it holds."""
    from ecd_desktop.exchange import export
    from ecd_desktop.services import places

    with store.reading() as session:
        calendar = places.office_calendar(session)
    template = _template(args.what)
    made = export.export_action_items(
        store, unit=args.unit, path=args.out, clock=clock(today(), calendar), calendar=calendar,
        language=args.language, personal=args.with_personal_data, template=template,
    )  # fmt: skip
    return _("{counted} in {path}.").format(counted=template.counted(made.rows), path=made.path)


def _template(what: str) -> "Template":
    from ecd_desktop.exchange import templates

    return templates.WHOLE[WHOLE[what]] if what in WHOLE else templates.TEMPLATES[NOUNS[what]]

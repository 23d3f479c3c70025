"""What the command `export` takes, and what it says when it is done."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.calendar import clock, today
from ecd_desktop.language import _
from ecd_desktop.send_command import NOUNS

if TYPE_CHECKING:
    from db.store import Store


def declare(export: argparse.ArgumentParser) -> None:
    """Tell a parser the arguments."""
    export.add_argument("what", choices=tuple(NOUNS))
    export.add_argument("--for", dest="unit", required=True, metavar="ACRONYM")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--language", choices=("es", "en"))
    said = _("add telephone and e-mail; the purpose is logged")
    export.add_argument("--with-personal-data", metavar="PURPOSE", help=said)


def write(store: "Store", args: argparse.Namespace) -> str:
    """Write the workbook of one department, and say how much it holds."""
    from ecd_desktop.exchange import export
    from ecd_desktop.exchange.templates import TEMPLATES
    from ecd_desktop.services import places

    with store.reading() as session:
        calendar = places.office_calendar(session)
    template = TEMPLATES[NOUNS[args.what]]
    made = export.export_action_items(
        store, unit=args.unit, path=args.out, clock=clock(today(), calendar), calendar=calendar,
        language=args.language, personal=args.with_personal_data, template=template,
    )  # fmt: skip
    return _("{counted} in {path}.").format(counted=template.counted(made.rows), path=made.path)

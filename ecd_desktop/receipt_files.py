"""The receipt for whoever sent a file back, as a PDF or as a workbook: collected beside the store, written anywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.calendar import LIMA
from ecd_desktop.errors import Expected
from ecd_desktop.issuing import head_of, language_of
from ecd_desktop.language import _, in_language
from ecd_desktop.paths import safe_file_name
from ecd_desktop.receipt import Receipt
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from db.fields import Key
    from db.store import Store

ENDINGS = (".pdf", ".xlsx")


def collect(store: Store, file: Key, settings: Settings, *, language: str | None = None) -> Receipt:
    """What the sender of a file is told, in the language of documents or another; on the store's thread."""
    from ecd_desktop.services import receipts

    with in_language(language_of(settings, language)):
        return receipts.receipt(store, file)


def suggested_name(told: Receipt, ending: str = ".pdf") -> str:
    """The file name to offer: ``Constancia_EMAPE_2026-06-10.pdf``."""
    day = (told.settled or told.came).astimezone(LIMA).date().isoformat()
    return safe_file_name("_".join(filter(None, (_("Receipt"), told.sender.replace(" ", "-"), day))) + ending)


def write(
    path: Path, told: Receipt, settings: Settings, *, issued_by: str, language: str | None = None
) -> Path:
    """Write it as the ending of ``path`` says, PDF where there is none; any thread may do it. Raises Expected."""
    path = path if path.suffix else path.with_suffix(".pdf")
    language = language_of(settings, language)
    if path.suffix.lower() == ".xlsx":
        from ecd_desktop.exchange import receipt as workbook

        workbook.write(path, told, language=language)
    elif path.suffix.lower() == ".pdf":
        from ecd_desktop.reports import receipt as document

        with in_language(language):
            head = head_of(settings, issued_by=issued_by, fictitious=told.fictitious)
            head = replace(head, confidentiality="")  # it goes to its sender, whatever documents say by default
        document.write(path, told, head=head, language=language)
    else:
        raise Expected(
            _("{name} was not written: a receipt is a PDF or a workbook.").format(name=path.name),
            _("Choose a name that ends in .pdf or .xlsx."),
        )
    return path

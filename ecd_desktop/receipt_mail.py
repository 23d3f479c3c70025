"""The receipt for whoever sent a file back, as an e-mail draft with the PDF attached; nothing is sent from here."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.exchange_log import FICTITIOUS
from db.queries import outgoing
from ecd_desktop import receipt_files
from ecd_desktop.calendar import LIMA
from ecd_desktop.files import written
from ecd_desktop.issuing import language_of
from ecd_desktop.language import _, format_date, in_language
from ecd_desktop.mail_file import Attachment, mail_file
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.receipt import Receipt

if TYPE_CHECKING:
    from db.fields import Key
    from db.store import Store
    from ecd_desktop.settings import Settings


@dataclass(frozen=True, slots=True)
class ReceiptMail:
    """What the draft is made from, frozen. ``to``: the addresses of the unit that sent the file, where known."""

    told: Receipt
    to: tuple[str, ...]
    sender: str


def collect(store: Store, file: Key, settings: Settings, *, language: str | None = None) -> ReceiptMail:
    """The receipt of a file, and where it goes; on the store's thread."""
    told = receipt_files.collect(store, file, settings, language=language)
    with store.reading() as session:
        unit = outgoing.unit_called(session, told.sender) if told.sender else None
        raw: Sequence[str] = outgoing.addresses_of(session, "action_items", [unit]).get(unit, ()) if unit else ()
    to = dict.fromkeys(one for field in raw for one in addresses(field))
    return ReceiptMail(told, tuple(to), store.who)


def write(path: Path, mail: ReceiptMail, settings: Settings, *, language: str | None = None) -> Path:
    """Write the draft, as a file that a mail program opens; any thread may do it. Raises Expected."""
    language = language_of(settings, language)
    path = path if path.suffix else path.with_suffix(".eml")
    with in_language(language), tempfile.TemporaryDirectory(prefix="ecd-desktop-receipt-") as folder:
        paper = Path(folder) / receipt_files.suggested_name(mail.told)
        receipt_files.write(paper, mail.told, settings, issued_by=mail.sender, language=language)
        attached = Attachment(paper.read_bytes(), "application/pdf", paper.name)
        whose = one_line(mail.told.sender or mail.told.name, 120)
        subject = _("Receipt for “{file}”").format(file=one_line(mail.told.name, 120))
        content = mail_file(subject=subject, name=whose, to=mail.to, text=text(mail), attached=[attached])
        with written(path) as part:
            part.write_bytes(content)
    return path


def text(mail: ReceiptMail) -> str:
    """What the e-mail says: that the file came, that it was gone through, and that the receipt is attached."""
    told = mail.told
    name = one_line(told.sender, 120)
    hello = _("Good day, team of {name}:").format(name=name) if name else _("Good day:")
    day = format_date(told.came.astimezone(LIMA).date())
    said = _("Your file “{file}” arrived on {date} and was gone through. The receipt is attached: it says what was "
             "taken over, what was not, and why.").format(file=one_line(told.name, 120), date=day)  # fmt: skip
    more = _("Some of it is still being looked at; you will be told what comes of it.") if told.open else ""
    thanks = "\n".join((_("Kind regards,"), one_line(mail.sender, 120)))
    parts = (hello, said, more, thanks, FICTITIOUS if told.fictitious else "")
    return cleaned("\n\n".join(part for part in parts if part)) + "\n"

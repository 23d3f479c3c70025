"""Telephones, e-mails and identity documents as they stand in foreign sheets: kept with a warning, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ecd_desktop.exchange.workbook import one_line
from ecd_desktop.language import _

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_SEPARATORS = re.compile(r"\s*[/;|\n]\s*|\s+[yY]\s+|\s{3,}")


@dataclass(frozen=True, slots=True)
class Contact:
    """What is stored, and what to say about it ("" where nothing)."""

    value: str
    warning: str = ""


@lru_cache(maxsize=8_192)
def read_phone(text: str) -> Contact:
    """``+51 987 654 321`` for a number of the Peruvian plan (or one with its country code); else as written.

    Several numbers in one cell are kept side by side; words between them keep the whole cell as written.
    """
    plain = one_line(text)
    parts = [part for part in _SEPARATORS.split(text.strip()) if any(mark.isalnum() for mark in part)]
    read = [_number(part) for part in (parts if len(parts) > 1 else [plain])]
    if all(read):
        return Contact(" / ".join(number for number in read if number))
    return Contact(plain, _("“{value}” is not a valid telephone number; it was kept as written.").format(value=plain))


def _number(text: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "PE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown.replace(" ext. ", " Anexo ")


@lru_cache(maxsize=8_192)
def read_email(text: str) -> Contact:
    """Lower case, without what surrounds it; one that cannot be an address is kept with a warning."""
    plain = one_line(text).removeprefix("mailto:").casefold()
    if _EMAIL.fullmatch(plain):
        return Contact(plain)
    return Contact(plain, _("“{value}” is not a valid e-mail address; it was kept as written.").format(value=plain))


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document: ``kind`` is dni or ce."""

    kind: str
    number: str
    warning: str = ""


@lru_cache(maxsize=8_192)
def read_document(text: str) -> Document:
    """DNI as eight digits, a lost zero put back with a warning; nine to twelve characters are a foreigner's card.

    A check character after a hyphen is tried (python-stdnum) and left out.  What fits nothing is kept with a warning.
    """
    plain = re.sub(r"[\s.]", "", one_line(text)).upper()
    plain = re.sub(r"^(?:DNI|CE|CUI)[:\-]?", "", plain)
    if re.fullmatch(r"\d{7}", plain):
        padded = plain.zfill(8)
        return Document("dni", padded, _("A DNI has eight digits: {value} was completed to {full}.").format(
            value=plain, full=padded))  # fmt: skip
    if re.fullmatch(r"\d{8}", plain):
        return Document("dni", plain)
    if re.fullmatch(r"\d{8}-[0-9A-K]", plain):
        from stdnum.pe import cui

        wrong = "" if cui.is_valid(plain) else _("The check character of the DNI {value} is wrong.").format(value=plain)
        return Document("dni", plain[:8], wrong)
    if re.fullmatch(r"[A-Z0-9]{9,12}", plain):
        return Document("ce", plain, _("{value} has no eight digits: taken as a foreigner's card.").format(value=plain))
    return Document("dni", plain[:20], _("{value} is no valid DNI; it was kept as written.").format(value=plain))


def wrong_document(kind: str, number: str) -> str:
    """What is remarkable about a document as it was typed, "" where nothing: it may be saved all the same."""
    bare = re.sub(r"[\s.\-]", "", number).upper()
    if not bare or kind not in ("dni", "ce", ""):
        return ""
    if kind == "ce":
        fits = bool(re.fullmatch(r"[A-Z0-9]{9,12}", bare))
        return "" if fits else _("A foreigner's card has nine to twelve letters and digits. It is saved as it stands.")
    if re.fullmatch(r"\d{8}[0-9A-K]", bare):
        return read_document(f"{bare[:8]}-{bare[8]}").warning
    return "" if re.fullmatch(r"\d{8}", bare) else _("A DNI has eight digits. It is saved as it stands.")


def wrong_ruc(number: str) -> str:
    """What is remarkable about a RUC as it was typed, "" where nothing: it may be saved all the same."""
    bare = re.sub(r"[\s.\-]", "", number)
    if not bare:
        return ""
    from stdnum.pe import ruc

    if not re.fullmatch(r"\d{11}", bare):
        return _("A RUC has eleven digits. It is saved as it stands.")
    return "" if ruc.is_valid(bare) else _("The check digit of this RUC is wrong. It is saved as it stands.")

"""Telephones, addresses and identity numbers in a form: written in one way, doubted in words, never refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecd_desktop.drafts import Draft

# The readers bring the workbook libraries with them, so they are imported when something is typed.


def _phone(text: str) -> str:
    from ecd_desktop.exchange.contacts import read_phone

    return read_phone(text).value


def _email(text: str) -> str:
    from ecd_desktop.exchange.contacts import read_email

    return read_email(text).value


NEAT: Mapping[str, Callable[[str], str]] = {"phone": _phone, "email": _email}
"""How what was typed is written: «987654321» as «+51 987 654 321»."""


def doubts(draft: Draft) -> dict[str, str]:
    """What is remarkable about the numbers and addresses that were changed, by field."""
    from ecd_desktop.exchange import contacts

    readers: dict[str, Callable[[str], str]] = {
        "phone": lambda text: contacts.read_phone(text).warning,
        "email": lambda text: contacts.read_email(text).warning,
        "tax_number": contacts.wrong_ruc,
        "document_number": lambda text: contacts.wrong_document(str(draft.value("document_kind") or ""), text),
    }
    told = {name: reader(str(draft.value(name))) for name, reader in readers.items()
            if name in draft.fields and draft.value(name)}  # fmt: skip
    return {name: words for name, words in told.items() if words}

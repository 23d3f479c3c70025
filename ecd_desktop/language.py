"""The words: the language in force and the translation of our own sentences.

Source strings are English, marked with ``_``; the Spanish catalogue is
``resources/locale/es/LC_MESSAGES/ecd_desktop.mo``.  A missing catalogue, or a missing sentence, falls
back to the English source.  ``qps`` is a pseudo-language made on the fly, forty per cent longer, for
pictures and tests that look for clipped text.
"""

from __future__ import annotations

import gettext as _gettext
import io
import locale
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources as _resources
from math import ceil

DOMAIN = "ecd_desktop"
SPANISH = "es"
ENGLISH = "en"
PSEUDO = "qps"
LANGUAGES: dict[str, str] = {SPANISH: "Español (Perú)", ENGLISH: "English"}
"""What a person may choose, each in its own name; the pseudo-language is not offered."""

_process: str | None = None
_here: ContextVar[str | None] = ContextVar("language", default=None)


def use(language: str | None) -> str:
    """Set the language of the whole process; None means the system's.  Answers the code in force."""
    global _process
    _process = system_language() if language is None else _known(language)
    return _process


@contextmanager
def in_language(language: str | None) -> Iterator[str]:
    """Speak another language inside the block, in this thread (or asynchronous task) alone; None changes nothing."""
    token = _here.set(current() if language is None else _known(language))
    try:
        yield current()
    finally:
        _here.reset(token)


def current() -> str:
    """The code in force here: the block's, else the process's, else the system's."""
    return _here.get() or _process or use(None)


def system_language() -> str:
    """Spanish for a Spanish system, English for an English one, Spanish where nothing is known.

    The users are in Lima: a system in Quechua, or one that says only "C", is theirs.
    """
    for name in _system_names():
        code = name.lower()
        if code.startswith(("es", "spanish")):
            return SPANISH
        if code.startswith("en"):
            return ENGLISH
    return SPANISH


def _(message: str) -> str:
    """The sentence in the language in force."""
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The sentence for n things; format it afterwards with ``n=n``."""
    return _catalogue(current()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The sentence for a word that is ambiguous without its context."""
    return _catalogue(current()).pgettext(context, message)


def N_(message: str) -> str:
    """Mark a sentence for the catalogue and leave it as it is; it is translated where it is shown."""
    return message


def _known(language: str) -> str:
    code = re.split(r"[-_.@]", language.strip().lower(), maxsplit=1)[0]
    if code not in (*LANGUAGES, PSEUDO):
        raise ValueError(f"unknown language: {language!r}")
    return code


def _system_names() -> Iterator[str]:
    if sys.platform == "win32":
        import ctypes

        identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        yield locale.windows_locale.get(identifier, "")
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from os.environ.get(variable, "").split(":")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == PSEUDO:
        return _Pseudo()
    path = _resources.files("resources") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        return _gettext.GNUTranslations(io.BytesIO(path.read_bytes()))
    except FileNotFoundError:
        return _gettext.NullTranslations()


class _Pseudo(_gettext.NullTranslations):
    """English with accents, in brackets, forty per cent longer; named places and access keys are kept."""

    _accented = str.maketrans("aeiounAEIOUN", "áéíóúñÁÉÍÓÚÑ")

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{[^{}]*\}|&.|<[^<>]*>)", message)
        text = "".join(part if n % 2 else part.translate(self._accented) for n, part in enumerate(parts))
        filling = "~" * max(ceil(0.4 * len(message)) - 2, 1)
        return f"[{text}{filling}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

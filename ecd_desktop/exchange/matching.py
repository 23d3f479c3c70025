"""Names as they are compared: without accents, titles, generic words and order of words; and how alike two are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ecd_desktop.exchange.workbook import folded, one_line

NameKey = tuple[str, ...]

_LITTLE = frozenset(
    ("de", "del", "la", "el", "los", "las", "y", "e", "o", "u", "a", "al", "en", "para", "the", "of", "and")
)
_GENERIC = frozenset(("gerencia", "municipalidad", "sa", "sac", "saa", "srl", "eirl"))
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "arq arqta arquitecto arquitecta ing ingeniero ingeniera dr dra doctor doctora lic licenciado licenciada abog"
        " abg abogado abogada prof profa profesor profesora econ economista mg mgtr mag magister msc ms bach bachiller"
        " tec tecnico tecnica sr sra srta senor senora senorita don dona psic psicologo psicologa obst enf cpc med soc"
        " antrop biol nut blgo blga mr mrs miss phd eng",
    )
)
_NOBODY = re.compile(
    r"\bpor (?:confirmar|definir|designar|asignar|determinar|nombrar|precisar)\b"
    r"|\bsin (?:asignar|designar|responsable)\b|\bto be (?:confirmed|defined|assigned|determined)\b"
    r"|^(?:tbc|tbd|n/?a|nn|n\.n\.|vacante|vacant|nadie|none|-+|\.+|x+)$"
    r"|\bno (?:definido|asignado|designado|precisa|indica)\b|^(?:pendiente|varios|various|todos|all|several)$"
)


_POINT = re.compile(r"(?<=[a-z]{2})\.(?=[a-z]{3})")
_WORD = re.compile(r"[a-z0-9]+")
_APART = bytes(n if _WORD.match(chr(n)) else 32 for n in range(256))


@lru_cache(maxsize=32_768)
def bare(text: str) -> str:
    """Folded words in order, one blank between them; abbreviations without their points (``RR.PP.`` is ``rrpp``)."""
    plain = folded(text)
    if "." in plain:
        plain = _POINT.sub(" ", plain)
    for mark in ".'’":
        plain = plain.replace(mark, "")
    if plain.isascii():  # the same, and bytes are translated in no time
        return " ".join(plain.encode().translate(_APART).decode().split())
    return " ".join(_WORD.findall(plain))


def tokens(text: str) -> tuple[str, ...]:
    """The words of ``bare``."""
    return tuple(bare(text).split())


@lru_cache(maxsize=32_768)
def name_key(text: str) -> NameKey:
    """The words that tell a unit, project or place from others, in order."""
    found = tokens(text)
    telling = tuple(word for word in found if word not in _LITTLE and word not in _GENERIC)
    return telling or tuple(word for word in found if word not in _LITTLE) or found


@lru_cache(maxsize=32_768)
def acronym_key(text: str) -> str:
    """An acronym as it is compared: ``DIRIS-LC`` and ``Diris LC`` are one."""
    return bare(text).replace(" ", "")


def is_acronym(text: str) -> bool:
    """One short word in capitals, as units are called: GDH, EMAPE, DIRIS-LC."""
    return bool(re.fullmatch(r"[A-ZÁÉÍÓÚÑ0-9][A-ZÁÉÍÓÚÑ0-9.\-/]{1,14}", text)) and any(mark.isalpha() for mark in text)


_ENCLOSED = re.compile(r"^(.*?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$", re.S)
_DASHED = re.compile(r"^(\S{2,15})\s+[-–—:]\s+(.+)$|^(.+?)\s+[-–—:]\s+(\S{2,15})$", re.S)


@lru_cache(maxsize=8_192)
def unit_words(text: str) -> tuple[str, str]:
    """(name, acronym) of a unit: ``Gerencia de Cultura (GC)``, ``GC - Gerencia de Cultura``, ``GC``."""
    plain = one_line(text)
    if match := _ENCLOSED.match(plain):
        if match[1] and is_acronym(match[2]):
            return match[1], match[2]
        return plain, ""
    if match := _DASHED.match(plain):
        short, long = (match[1], match[2]) if match[1] else (match[4], match[3])
        if is_acronym(short) and not is_acronym(long):
            return long, short
    return plain, plain if is_acronym(plain) else ""


def alike(one: Sequence[str], other: Sequence[str], *, share: float = 0.5) -> bool:
    """Whether two names may be one: one holds the other, or one word of them is spelt a little differently.

    ``share``: the part of the longer name that the shorter one must hold.
    """
    short, long = (set(one), set(other)) if len(one) <= len(other) else (set(other), set(one))
    left = short - long
    if len(left) > 1 or not short:
        return False
    if not left:
        return len(short) >= share * len(long)
    right = long - short
    shared = len(short) - 1
    if len(right) != 1 or (shared == 0 and min(len(next(iter(left))), len(next(iter(right)))) < 5):
        return False
    first, second = sorted((*left, *right), key=len)
    if not (first.isalpha() and second.isalpha()):
        return False  # numbers that differ tell two things apart
    if shared and len(first) == 1 and second.startswith(first):
        return True
    return len(first) >= 3 and fuzz.ratio(first, second, score_cutoff=80) > 0


# --- people -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart; ``key`` is the same whatever the order of names."""

    given: str
    family: str
    title: str
    key: NameKey

    @property
    def whole(self) -> str:
        return f"{self.family}, {self.given}" if self.family else self.given


def is_nobody(text: str) -> bool:
    """Words that stand where a name is not known yet: "por confirmar", "TBD", "vacante"."""
    return bool(_NOBODY.search(one_line(folded(text))))


@lru_cache(maxsize=32_768)
def person_name(text: str, *, family_first: bool = False) -> PersonName | None:
    """The name in ``text``, its title apart (decision 25); None where it names nobody.

    With a comma the family names come first; without one ``family_first`` (the column's heading) tells.  Two family
    names are usual: of three words two are theirs, of four the halves.
    """
    plain = one_line(text)
    if not plain or is_nobody(plain):
        return None
    title = ""
    if match := _ENCLOSED.match(plain):
        if _is_title(match[2]):
            title = match[2]
        plain = match[1] or match[2]
    plain = re.sub(r"(?<=\w\w)\.(?=\w{3})", ". ", plain)
    parts = [part.strip() for part in plain.split(",") if part.strip()]
    names = [part for part in parts if not _is_title(part)]
    title = title or " ".join(part for part in parts if _is_title(part))
    if not names:
        return None
    before, after = names[0], " ".join(names[1:])
    comma = bool(after)
    left, first_title = _without_titles(before)
    right, second_title = _without_titles(after)
    title = title or first_title or second_title
    if comma:
        family, given = left, right
        if not given:
            family, given = [], left
    else:
        family, given = _parted(left, family_first=family_first)
    if not given and not family:
        return None
    if not given:
        family, given = [], family
    key = tuple(sorted(word for part in (*family, *given) for word in tokens(part) if word not in _LITTLE))
    if not any(mark.isalpha() for word in key for mark in word):
        return None
    return PersonName(_cased(given), _cased(family), _short_title(title), key)


def key_of_person(given: str, family: str | None) -> NameKey:
    """The key under which a stored person is found."""
    return tuple(sorted(word for word in tokens(f"{given} {family or ''}") if word not in _LITTLE))


def _is_title(text: str) -> bool:
    words = tokens(text)
    return 0 < len(words) <= 2 and all(word in _TITLES for word in words)


def _without_titles(text: str) -> tuple[list[str], str]:
    words = text.split()
    title: list[str] = []
    while len(words) > 1 and _is_title(words[0]):
        title.append(words.pop(0))
    while len(words) > 2 and words[-1].endswith(".") and _is_title(words[-1]):
        title.append(words.pop())
    return words, " ".join(title)


def _parted(words: list[str], *, family_first: bool) -> tuple[list[str], list[str]]:
    """(family names, given names) of words without a comma; "de la Cruz" stays together."""
    names: list[str] = []
    glue = ""
    for word in words:
        if folded(word) in _LITTLE or folded(word) in ("san", "santa", "von", "van", "di", "da"):
            glue = f"{glue} {word}".strip()
        else:
            names.append(f"{glue} {word}".strip())
            glue = ""
    if glue:
        names.append(glue)
    count = len(names)
    if count < 2:
        return [], names
    families = 1 if count == 2 else 2
    return (names[:families], names[families:]) if family_first else (names[-families:], names[:-families])


def _cased(names: Iterable[str]) -> str:
    """Names written all in capitals or all in small letters as names are written; others as they are."""
    text = " ".join(names)
    if not (text.isupper() or text.islower()) or len(text) < 3:
        return text
    words = [word if folded(word) in _LITTLE else _capital(word) for word in text.lower().split()]
    return " ".join(words)


def _capital(word: str) -> str:
    return re.sub(r"(^|[-'’])(\w)", lambda match: match[1] + match[2].upper(), word)


def _short_title(title: str) -> str:
    plain = one_line(title)
    return (plain[:1].upper() + plain[1:])[:20] if plain else ""

"""Records that may be the one being typed: people and organisations with a like name, the same telephone or e-mail.

Also open commitments that say what is being promised once more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import fold
from db.records import ActionItem, Organisation, Person
from db.records.action_items import LIVE
from db.records.base import table_of

LIKE = 87
"""Per cent of likeness (rapidfuzz token_sort_ratio) from which two names may be one."""
LETTERS = 4  # of a name, before anything is said
WORD, MISSPELT = 3, 78
"""Letters of a word that is compared, and per cent of likeness (rapidfuzz ratio) from which it may be misspelt."""
SAME = 84
"""Per cent of likeness (rapidfuzz token_sort_ratio) from which two promises may be one."""
PROMISE = 12  # letters of a promise, before anything is said
GENERIC = frozenset((
    "gerencia", "subgerencia", "municipalidad", "oficina", "general", "direccion", "de", "del", "la", "el", "los",
    "las", "y", "e", "arq", "ing", "dr", "dra", "lic", "abog", "prof", "sr", "sra", "srta", "sac", "sa", "srl", "eirl",
))  # fmt: skip
"""Words that many names share, and titles: they make no two names alike."""


class Why(StrEnum):
    NAME = "name"
    ACRONYM = "acronym"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be the same, and what it shares; ``hint`` tells it from its namesakes."""

    key: Key
    name: str
    hint: str
    why: Why
    score: int


def people(
    session: Session, *, name: str = "", phone: str = "", email: str = "", document: str = "",
    besides: Key | None = None, limit: int = 3,
) -> list[Alike]:  # fmt: skip
    """People like somebody of that name, in any order of the words, or with one of these numbers or addresses.

    «Quispe Mamani, Rosa» is Rosa Quispe Mamani; accents, spaces and leading zeros of a document aside.
    """
    person = table_of(Person).c
    query = select(
        person.id, person.given_names, person.family_names, person.phone, person.email, person.document_number
    )
    wanted = _document(document)
    found = []
    for key, given, family, number, address, paper in session.execute(query):
        if key != besides:
            called = f"{given} {family}" if family else given
            if wanted and _document(paper or "") == wanted:
                found.append(Alike(key, called, address or number or "", Why.DOCUMENT, 101))
                continue
            shared = _shared(name, phone, email, {called}, "", number, address)
            if shared is not None:
                found.append(Alike(key, called, address or number or "", *shared))
    return _best(found, limit)


def called(session: Session, name: str, *, limit: int = 6) -> list[Key]:
    """People whose names hold every word of a name being typed, each as it may be misspelt; the most alike first.

    «Lourdes Sanches» may be Lourdes Sánchez Mori, in any order of the words.
    """
    said = [word for word in _telling(name) if len(word) >= WORD]
    if len("".join(said)) < LETTERS:
        return []
    person = table_of(Person).c
    found = []
    for key, given, family in session.execute(select(person.id, person.given_names, person.family_names)):
        words = _telling(f"{given} {family or ''}")
        scores = [max((fuzz.ratio(one, other) for other in words), default=0.0) for one in said]
        if min(scores) >= MISSPELT:
            found.append((-sum(scores) / len(scores), str(key), key))
    return [key for _score, _text, key in sorted(found)[:limit]]


def organisations(
    session: Session, *, name: str = "", acronym: str = "", phone: str = "", email: str = "",
    besides: Key | None = None, limit: int = 3,
) -> list[Alike]:  # fmt: skip
    """Organisations like one of that name or acronym, other names included."""
    unit = table_of(Organisation).c
    query = select(unit.id, unit.name, unit.acronym, unit.aliases, unit.phone, unit.email)
    found = []
    for key, called, short, others, number, address in session.execute(query):
        if key != besides:
            names = {called, *(part for part in (others or "").split(";") if part.strip())}
            shared = _shared(name, phone, email, names, acronym, number, address, short or "")
            if shared is not None:
                found.append(Alike(key, called, short or "", *shared))
    return _best(found, limit)


def organisation_called(session: Session, name: str) -> Key | None:
    """The organisation of that very name, acronym or other name, capitals and accents aside; not a succeeded one."""
    unit, wanted = table_of(Organisation).c, fold(" ".join(name.split()))
    query = select(unit.id, unit.name, unit.acronym, unit.aliases).where(unit.successor_id.is_(None))
    for row in session.execute(query.order_by(unit.sort_key)):
        names = (row.name, row.acronym or "", *(row.aliases or "").split(";"))
        if wanted and any(fold(" ".join(one.split())) == wanted for one in names):
            found: Key = row.id
            return found
    return None


def _shared(
    name: str, phone: str, email: str, names: Iterable[str], acronym: str, number: str | None, address: str | None,
    short: str = "",
) -> tuple[Why, int] | None:  # fmt: skip
    if email and address and email.strip().casefold() == address.strip().casefold():
        return Why.EMAIL, 100
    if _numbers(phone) & _numbers(number or ""):
        return Why.PHONE, 100
    if short and fold(short) in (fold(acronym), fold(name)):
        return Why.ACRONYM, 99
    score = max((_likeness(name, other) for other in names), default=0)
    return (Why.NAME, score) if score >= LIKE else None


def _likeness(one: str, other: str) -> int:
    """How like two names are, 0 to 100; the words that many share aside, and a name within a longer one counts."""
    a, b = _telling(one), _telling(other)
    if len("".join(a)) < LETTERS or not b:
        return 0
    whole = fuzz.token_sort_ratio(" ".join(a), " ".join(b))
    if len(a) > 1 and set(a) <= set(b):  # «Rosa Quispe» may be Rosa Quispe Mamani
        whole = max(whole, 92)
    return int(whole)


def _telling(name: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", fold(name))
    return [word for word in words if word not in GENERIC] or words


def _document(number: str) -> str:
    """A document's letters and figures; what is too short says nothing."""
    plain = re.sub(r"[^0-9a-z]", "", fold(number)).lstrip("0")
    return plain if len(plain) >= 6 else ""


def _numbers(text: str) -> set[str]:
    """The last nine digits of each telephone in a text."""
    digits = (re.sub(r"\D", "", part) for part in re.split(r"[/;,]", text))
    return {found[-9:] for found in digits if len(found) >= 7}


def _best(found: list[Alike], limit: int) -> list[Alike]:
    return sorted(found, key=lambda one: (-one.score, one.name))[:limit]


@dataclass(frozen=True, slots=True)
class Again:
    """An open commitment that says much the same."""

    key: Key
    code: str
    text: str


def promised(session: Session, texts: Iterable[str], *, besides: Key | None = None) -> dict[str, Again]:
    """By text, the open commitment most like it, where there is one; those of meeting ``besides`` aside."""
    wanted = {text: " ".join(_telling(text)) for text in texts if len(text.strip()) >= PROMISE}
    if not wanted:
        return {}
    item = table_of(ActionItem).c
    query = select(item.id, item.code, item.description).where(item.state.in_(LIVE))
    if besides is not None:
        query = query.where(or_(item.meeting_id.is_(None), item.meeting_id != besides))
    rows = session.execute(query.order_by(item.code)).all()
    plain = [" ".join(_telling(row[2])) for row in rows]
    found = {}
    for text, said in wanted.items():
        best = process.extractOne(said, plain, scorer=fuzz.token_sort_ratio, score_cutoff=SAME)
        if best is not None:
            found[text] = Again(*rows[best[2]])
    return found

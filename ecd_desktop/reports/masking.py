"""What is struck out of a meeting's papers before anybody may read them (domain.md §7, P3 and P16).

The rule: only people who act for a public body are named, since Law 29733 protects names and Law 27806 makes acts of
public function public. Everybody else stands as «vecina/o n» or «representante n», the same number throughout one
document, without a post; of several who could be meant, as «nombre». Identity documents, telephones, e-mails, lots
(Mz. … Lt. …), positions and links to chats and maps are struck out of every text, whoever's they are; whoever is
named after «señora», «niño» and the like too. A reserved meeting has no public version; groups of fewer than five
people are not counted (P17).

Names in running text are known from the register: somebody who is not in it is not found, so whoever hands a public
version out reads it first.  A name alone in small letters («rosa») may be a word and stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from db.ordering import fold
from db.queries.meeting_papers import Attendee, MeetingPaper
from db.queries.privacy import Named, Privacy
from ecd_desktop.language import _
from ecd_desktop.reports.typeface import printable

_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_SEP = r"[\s*_-]+"  # between parts of a name, bold or not
_COMMA = r"[\s*_]*,[\s*_]*"
_SMALL = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "san", "santa"})
_ACCENTS = {"a": "aáàâäã", "e": "eéèêë", "i": "iíìîï", "o": "oóòôöõ", "u": "uúùûü", "n": "nñ", "c": "cç"}

_APOSTROPHES = "'’‘´`ʼ"

_MAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://)?(?:www\.)?(?:wa\.me|api\.whatsapp|t\.me|maps\.|goo\.gl/maps|(?:www\.)?google\.\w+/maps)(?:\S*[^\s.,;:)])?"
_PLACE = r"-?\d{1,3}[.,]\d{4,}°?[\s;,/]+-?\d{1,3}[.,]\d{4,}°?"
_LOT = (
    r"(?:mz|mza|manzana)\b\.?\s*[\"“'«]?[\w-]{1,4}[\"”'»]?[\s,;.–-]*(?:lt|lte|lote)\b\.?\s*[\"“'«]?\d{1,4}[\w-]{0,2}"
    r"|(?:lt|lte|lote)\b\.?\s*\d{1,4}\w?[\s,;.–-]*(?:mz|mza|manzana)\b\.?\s*[\w-]{1,4}"
)
_PHONE = (
    r"(?:\+?\s?51[\s.-]?)?9\d{2}[\s.*-]?\d{3}[\s.*-]?\d{3}|(?:\+?\s?51[\s.-]?)?\(?0?1\)?[\s.-]\d{3}[\s.-]?\d{4}"
    r"|\+\d{1,3}(?:[\s.-]?\d{2,4}){2,4}"
)
_DOCUMENT = r"\d{8}(?:-\d)?|\d{2}[\s.]\d{3}[\s.]\d{3}|(?!20\d{9}(?!\d))\d{9,12}"  # a company's RUC stays
_LABELLED = (
    r"(?:d\.?\s?n\.?\s?i\.?|c\.\s?e\.?|ce|ptp|cpp|carn[eé](?:t)?(?:\s+de\s+extranjer[ií]a)?|pasaporte|passport|cel"
    r"|celular|m[oó]vil|tel[eé]fono|telf?|fono|whatsapp|wsp|phone|mobile)\b\.?[\s:°º#]*(?:n(?:ro|o)?[.°º]*\s*)?"
    r"[A-Z]{0,2}\d[\d\s.-]{4,}\d"
)
_TITLE = (
    r"(?i:se[ñn]or(?:a|ita)?|sra?|srta|do[ñn]a?|vecin[oa]|lideresa|dirigent[ea]|ni[ñn][oa]|menor|beb[eé]|gestante"
    r"|alumn[oa]|mrs?|ms|neighbou?r|child)\b\.?(?:\s+(?i:llamad[oa]|named))?[\s*_]+"
)
_TITLED = (
    _TITLE + r"(?!Alcald|Regidor|Gerent|Subgerent|Ministr|Director|President|Secretari|Coordinador|Jef)"
    r"(?:[A-ZÁÉÍÓÚÑÜ][^\W\d_]+|[A-ZÁÉÍÓÚÑ]\.)(?:[\s*_]+(?:(?:de|del|la|las|los|y)\s+)*(?:[A-ZÁÉÍÓÚÑÜ][^\W\d_]+"
    r"|[A-ZÁÉÍÓÚÑ]\.(?=\s))){0,4}"
)
_NEVER = r"(?!)"
_DATA = re.compile(f"(?i:{_MAIL}|{_LINK}|{_PLACE}|{_LOT}|{_PHONE}|{_DOCUMENT}|{_LABELLED})")
"""What no name of a place or a body may bring along."""


def masked(paper: MeetingPaper, known: Privacy) -> MeetingPaper:
    """The paper as anybody may read it; in the language in force.  Its hash is no more that of the original."""
    mask = Mask(paper, known)
    said = mask.strike
    return replace(
        paper,
        subject=said(paper.subject), venue=said(paper.venue), place=said(paper.place), chair=said(paper.chair),
        secretary=said(paper.secretary), projects=tuple(map(said, paper.projects)),
        convened_by=said(paper.convened_by), text=said(paper.text), next_venue=said(paper.next_venue),
        next_agenda=said(paper.next_agenda), attendees=tuple(map(mask.person, paper.attendees)),
        topics=tuple(
            replace(one, title=said(one.title), presenter=said(one.presenter), papers=said(one.papers),
                    conclusion=said(one.conclusion))
            for one in paper.topics
        ),
        earlier=tuple(
            replace(one, description=said(one.description), responsible=said(one.responsible), answer=said(one.answer),
                    report=said(one.report), reported_by=said(one.reported_by))
            for one in paper.earlier
        ),
        agreed=tuple(replace(one, text=said(one.text)) for one in paper.agreed),
        promised=tuple(
            replace(one, text=said(one.text), responsible=said(one.responsible), evidence=said(one.evidence))
            for one in paper.promised
        ),
    )  # fmt: skip


class Mask:
    """Strikes out what is personal in the texts of one paper, always the same way."""

    def __init__(self, paper: MeetingPaper, known: Privacy) -> None:
        hidden = [one for one in known.people if not one.public]
        self._labels: dict[Named, str] = {}
        place = {_plain(one.name): n for n, one in enumerate(paper.attendees)}
        last = len(place)
        for one in sorted(
            hidden,
            key=lambda one: (not one.present, min(place.get(_plain(way), last) for way in (_spelt(one) or {""}))),
        ):
            n = 1 + sum(other.speaks is one.speaks for other in self._labels)
            words = _("representative {n}") if one.speaks else _("neighbour {n}")
            self._labels[one] = words.format(n=n)
        self._by_name = {_plain(name): label for one, label in self._labels.items() for name in _spelt(one)}
        self._public = {_plain(name) for one in known.people if one.public for name in _spelt(one)}
        self._said: list[str | None] = []
        parts: list[tuple[bool, str]] = []

        def part(pattern: str, said: str | None, *, edges: bool = True) -> None:
            parts.append((edges, f"(?P<p{len(self._said)}>(?:{pattern}){_END if edges else ''})"))
            self._said.append(said)

        part(_MAIL, _("[e-mail]"))
        part(f"(?i:{_LINK})", _("[link]"), edges=False)
        names = {name for one in hidden for name in _spelt(one)}
        for own in sorted({data for one in known.people for data in _owned(one)}, key=len, reverse=True):
            part(f"(?i:{_loose(own)})", _("[personal]"))
        for name in _kept(known, paper, names):
            part(f"(?i:{_letters(name)})", None)
        for one, label in self._labels.items():
            for pattern in _whole(one):
                part(f"(?i:{pattern})", label)
        self._titled = f"p{len(self._said)}"
        part(_TITLED, _("[name]"))
        part(f"(?i:{_LOT})", _("[address]"))
        part(_PLACE, _("[position]"))
        part(f"(?i:{_LABELLED})", _("[personal]"))
        for numbers, words in ((_PHONE, _("[telephone]")), (_DOCUMENT, _("[document]"))):
            part(rf"(?<!\d)(?:{numbers})(?!\d)", words, edges=False)  # also where letters are stuck to them
        alone = Counter(fold(word) for one in known.people if one.present for word in _alone(one))
        for one, label in self._labels.items():
            for word in _alone(one) if one.present else ():
                part(_capital(word), label if alone[fold(word)] == 1 else _("[name]"))
        self._pattern = re.compile("|".join(_begun(edges, run) for edges, run in groupby(parts, lambda one: one[0])))
        kept = "|".join(f"(?i:{_letters(name)})" for name in self._officers(known)) or _NEVER
        self._officer = re.compile(rf"{_TITLE}(?:{kept}){_END}(?![\s*_]+[A-ZÁÉÍÓÚÑ][^\W\dA-Z_])")

    def strike(self, words: str) -> str:
        """The text, in characters that can be printed, without what is personal."""
        return self._pattern.sub(self._instead, printable(words)) if words else words

    def person(self, one: Attendee) -> Attendee:
        """Somebody who took part, or was expected to."""
        plain = _plain(one.name)
        stands = self._named(one.represented_by) if one.represented_by else ""
        bare = replace(
            one, document="", document_kind=None, organisation=self.strike(one.organisation), represented_by=stands
        )
        if plain in self._public and plain not in self._by_name:
            return replace(bare, role=self.strike(one.role))
        return replace(bare, name=self._by_name.get(plain, _("[name]")), role="")

    def _named(self, name: str) -> str:
        plain = _plain(name)
        return name if plain in self._public else self._by_name.get(plain, _("[name]"))

    def _instead(self, found: re.Match[str]) -> str:
        group = found.lastgroup or ""
        if group == self._titled:
            return self._behind_a_title(found[0])
        said = self._said[int(group[1:])]
        return found[0] if said is None else said

    def _behind_a_title(self, words: str) -> str:
        """«señora Rosa Quispe»: with her label where she is known, and as it stands where she holds an office."""
        if officer := self._officer.match(words):
            return officer[0] + self.strike(words[officer.end() :])
        title = re.match(_TITLE, words)
        at = title.end() if title else 0
        known = self._pattern.match(words, at)
        if known is None or known.lastgroup == self._titled or self._said[int((known.lastgroup or "p0")[1:])] is None:
            return words[:at] + _("[name]")
        return words[:at] + self._instead(known) + self.strike(words[known.end() :])

    def _officers(self, known: Privacy) -> Iterable[str]:
        """How people of public bodies are called behind «señora» and «señor», and not anybody else."""
        theirs = {fold(word) for one in known.people if not one.public for word in _alone(one)}
        for one in known.people:
            if one.public:
                yield from sorted(_spelt(one), key=len, reverse=True)
                yield from (word for word in _alone(one) if fold(word) not in theirs)


def _begun(edges: bool, parts: Iterable[tuple[bool, str]]) -> str:
    """Patterns as one; that a word begins there is looked at once for all, or every letter would be tried with each."""
    either = "|".join(pattern for _edges, pattern in parts)
    return f"{_EDGE}(?:{either})" if edges else either


# --- names ---------------------------------------------------------------------------------------------------------


def _plain(name: str) -> str:
    return " ".join(fold(name).replace(",", " ").split())


def _parts(one: Named) -> tuple[list[str], list[str]]:
    """Given and family names; of a guest who is written as people are («Rosa Quispe Mamani»), by their places."""
    given, family = one.given.replace(",", " ").split(), one.family.split()
    if family or "," in one.given:
        if not family:
            before, _comma, after = one.given.partition(",")
            given, family = after.split(), before.split()
        return given, family
    if 2 <= len(given) <= 5 and all(word[:1].isupper() or word in _SMALL for word in given):
        cut = 2 if len(given) >= 4 else 1
        return given[:cut], given[cut:]
    return given, []


def _spelt(one: Named) -> set[str]:
    """How papers write a name: as people say it, and with the family names first."""
    given, family = _parts(one)
    ways = {" ".join((*given, *family)), " ".join((*family, *given)), one.given if not one.family else ""}
    if family:
        ways |= {f"{given[0]} {' '.join(family)}", f"{given[0]} {family[0]}"} if given else {" ".join(family)}
    return {way for way in ways if way}


def _whole(one: Named) -> Iterable[str]:
    """Patterns for a name with at least two of its parts, longest first."""
    given, family = _parts(one)
    if not family:
        yield _letters(" ".join(given))
        return
    given, family = [_letters(word) for word in given], [_letters(word) for word in family]
    last = family[0] + "".join(f"(?:{_SEP}{word})?" for word in family[1:])
    if not given:
        yield last
        return
    first = "(?:" + "|".join(sorted(given, key=len, reverse=True)) + ")"
    firsts = f"{first}(?:{_SEP}{first})*"
    yield f"{firsts}{_SEP}{last}"
    yield f"{last}(?:{_COMMA}|{_SEP}){firsts}"
    yield f"{re.escape(one.given[:1])}\\.(?:\\s*[^\\W\\d_]\\.)*\\s*{last}"
    if len(family) > 1:
        yield f"{firsts}{_SEP}{family[1]}"
        yield f"{family[0]}{_SEP}{family[1]}"


def _alone(one: Named) -> list[str]:
    """Parts of a name that mean somebody by themselves, where that person takes part."""
    given, family = _parts(one)
    if not family and len(given) > 1:
        return []  # a guest who is called by what they are: «Directora de la cuna»
    return [word for word in (*given, *family) if len(word) > 2 and word.lower() not in _SMALL]


def _kept(known: Privacy, paper: MeetingPaper, hidden: set[str]) -> list[str]:
    """What is nobody's name or a public one, longest first; not what holds somebody else's name whole."""
    bodies = {one for held in paper.attendees for one in (held.organisation, held.acronym)}
    names = {*known.names, *bodies, paper.place, paper.convened_by, *paper.projects}
    names |= {way for one in known.people if one.public for way in _spelt(one)}
    private = [_plain(name) for name in hidden if " " in name]
    alone = {fold(word) for one in known.people if one.present and not one.public for word in _alone(one)}
    good = (
        name
        for name in names
        if len(name) > 1
        and not _DATA.search(name)
        and fold(name) not in alone
        and not any(one in _plain(name) for one in private)
    )
    return sorted(good, key=lambda name: (-len(name), name))


def _letters(words: str) -> str:
    """A pattern for words with or without their accents, however their spaces are set."""
    return _SEP.join("".join(map(_letter, word)) for word in unicodedata.normalize("NFC", words).split())


def _letter(char: str) -> str:
    if char in _APOSTROPHES:
        return f"[{_APOSTROPHES}]?"
    base = unicodedata.normalize("NFD", char)[0]
    same = _ACCENTS.get(base.lower(), "")
    if not same:
        return re.escape(char)
    return f"[{same.upper() if char.isupper() else same}{same if char.isupper() else same.upper()}]"


def _capital(word: str) -> str:
    """The word with a capital, its other letters as they may be."""
    first = _ACCENTS.get(unicodedata.normalize("NFD", word[0])[0].lower(), word[0])
    return f"[{re.escape(first.upper())}](?i:{_letters(word[1:])})"


def _owned(one: Named) -> Iterable[str]:
    """Numbers and addresses that belong to somebody, each by itself."""
    for data in one.data:
        yield from (part.strip() for part in re.split(r"[/,;]|\by\b", data) if len(part.strip()) >= 5)


def _loose(data: str) -> str:
    """A number or an address with or without its dots and spaces."""
    if "@" in data:
        return re.escape(data)
    return r"[\s.*_-]*".join(re.escape(char) for char in data if char.isalnum())

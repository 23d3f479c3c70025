"""What minutes say of old commitments: a line that begins with a code answers it, a code anywhere mentions it.

«COM-2026-012: cumplido», «COM-2026-012 → 30/11 falta la firma», «COM-2026-012: sigue, falta la firma»; other words
after the colon are what was answered, and it stays.  Nothing here reads a database, and no text makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from db.ordering import fold
from db.records.action_items import State
from db.records.meetings import Fate
from ecd_desktop.dates_in_text import days_said
from ecd_desktop.language import N_, _
from ecd_desktop.typed_dates import CountsWorkingDays

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.action_items import ActionItemRow
    from db.queries.carried import Carried


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CLOSED = _set(
    "cumplido cumplida hecho hecha listo lista cerrado cerrada terminado terminada concluido concluida "
    "done closed completed fulfilled finished"
)
STAYS = _set("sigue continua queda pendiente stays remains continues pending")
MOVED = _set("reprogramado reprogramada pasa movido movida postergado postergada moved postponed rescheduled")
"""The words that answer, as ``fold`` writes them; what follows is what was said."""

MOST_CODES = 400
"""Codes of another form than COM-2026-012 that are looked for, one by one."""
MOVABLE = (State.PENDING, State.IN_PROGRESS, State.OBSERVED)
_CODED = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,9}(?![\w-])")
_FORM = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,9}")
_SIGN = re.compile(r"\**[ \t]*(:|→|->|=>|⇒)?[ \t]*\**[ \t]*")
_ARROWS = ("→", "->", "=>", "⇒")
_FIRST = re.compile(r"[^\W\d_]+")
_EDGES = " \t,;:.–—-·"


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says of one old commitment; ``fate`` is None where it is only mentioned.

    ``due_on`` is the new date of a moved one, None where none was understood.
    """

    code: str
    line: int
    fate: Fate | None = None
    said: str = ""
    due_on: date | None = None


class Because(StrEnum):
    """Why an old commitment goes on as it does."""

    CHOSEN = "chosen"  # by a key, before closing
    RECORDED = "recorded"
    TEXT = "text"
    MENTIONED = "mentioned"
    SILENCE = "silence"  # nobody mentioned it: it stays


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of an old commitment, what was said, and the new date of a moved one."""

    fate: Fate
    said: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """One line of the carry-over: an old commitment, what becomes of it and why; ``lacks`` says what is missing."""

    row: ActionItemRow
    answer: Answer
    because: Because
    line: int = -1  # of the text, where it is mentioned
    lacks: str = ""

    @property
    def key(self) -> Key:
        return self.row.key

    @property
    def code(self) -> str:
        return self.row.code


def told(
    text: str, codes: Iterable[str], *, today: date, calendar: CountsWorkingDays | None = None
) -> dict[str, Told]:
    """What a text says of the old commitments with these codes, by code; of several answers the last one.

    ``today``: the day of the meeting, from which «viernes» counts.
    """
    upper = {code.upper(): code for code in codes}
    if not upper:
        return {}
    others = [code for code in upper if _FORM.fullmatch(code) is None][:MOST_CODES]
    found: dict[str, Told] = {}
    for number, line in enumerate(text.split("\n")):
        if "-" not in line and not others:
            continue
        loud = line.upper()
        if len(loud) != len(line):  # «ß» grows
            loud = "".join(one.upper() if len(one.upper()) == 1 else one for one in line)
        for at, code in sorted(_places(loud, upper, others)):
            known = found.get(upper[code])
            answered = _answered(line, at, at + len(code), upper[code], number, today, calendar)
            if answered.fate is not None or known is None:
                found[upper[code]] = answered
    return found


def settled(
    old: Sequence[Carried], said: Mapping[str, Told], chosen: Mapping[Key, Answer]
) -> list[Settled]:
    """What becomes of each old commitment when the minutes are closed, in the order of ``old``.

    A key given before closing goes before what is recorded, that before the text; a recorded «stays» without a word
    yields to an answer in the text.
    """
    found = []
    for one in old:
        row, line = one.item, said.get(one.item.code)
        bare = one.fate is Fate.STAYS and not one.answer
        if row.key in chosen:
            answer, because = chosen[row.key], Because.CHOSEN
        elif one.fate is not None and not (bare and line is not None and line.fate is not None):
            answer, because = Answer(one.fate, one.answer or "", one.due_after), Because.RECORDED
        elif line is not None and line.fate is not None:
            answer, because = Answer(line.fate, line.said, line.due_on), Because.TEXT
        else:
            answer, because = Answer(Fate.STAYS), Because.MENTIONED if line is not None else Because.SILENCE
        lacks = ""
        if answer.fate is Fate.MOVED and because is not Because.RECORDED:
            answer, lacks = _movable(answer, one.state_before or row.state, one.due_before or row.due_on)
        found.append(Settled(row, answer, because, line.line if line is not None else -1, lacks))
    return found


def read_move(
    typed: str, *, today: date, calendar: CountsWorkingDays | None = None
) -> tuple[date | None, str]:
    """The new date and the reason of «30/11 falta la firma», in any order; None where no date is understood."""
    for language in ("es", "en"):
        days = days_said(typed, today=today, language=language, calendar=calendar)
        if days:
            day = days[0]
            rest = f"{typed[: day.start].rstrip(_EDGES)} {typed[day.end :].lstrip(_EDGES)}"
            return day.day, " ".join(rest.split()).strip(_EDGES)
    return None, " ".join(typed.split()).strip(_EDGES)


def _places(loud: str, codes: Mapping[str, str], others: Sequence[str]) -> list[tuple[int, str]]:
    places = [(match.start(), match[0]) for match in _CODED.finditer(loud) if match[0] in codes]
    places = [(at, code) for at, code in places if not at or not loud[at - 1].isalnum()]
    for code in others:
        at = loud.find(code)
        ends = at + len(code)
        if at >= 0 and not loud[max(at - 1, 0) : at].isalnum() and not loud[ends : ends + 1].isalnum():
            places.append((at, code))
    return places


def _answered(
    line: str, at: int, end: int, code: str, number: int, today: date, calendar: CountsWorkingDays | None
) -> Told:
    """What a line says of the code that stands from ``at`` to ``end``."""
    if line[:at].strip(" \t-*•–"):
        return Told(code, number)
    found = _SIGN.match(line, end)
    sign = (found[1] or "") if found is not None else ""
    rest = line[found.end() if found is not None else end :].strip()
    moves = sign in _ARROWS or rest.startswith(_ARROWS)
    rest = rest.lstrip("→->=⇒").strip() if rest.startswith(_ARROWS) else rest
    if not rest:
        return Told(code, number)
    first = _FIRST.match(rest)
    word = fold(first[0]) if first is not None else ""
    tail = rest[first.end() :].strip().strip(_EDGES) if first is not None else rest
    if word in CLOSED:
        return Told(code, number, Fate.CLOSED, tail)
    if word in MOVED or moves:
        day, said = read_move(tail if word in MOVED else rest, today=today, calendar=calendar)
        return Told(code, number, Fate.MOVED, said, day)
    if word in STAYS:
        return Told(code, number, Fate.STAYS, tail)
    return Told(code, number, Fate.STAYS, rest) if sign else Told(code, number)


def _movable(answer: Answer, state: State, due_on: date | None) -> tuple[Answer, str]:
    """A moved date as far as it can move, and what stands in its way or is missing."""
    stays = Answer(Fate.STAYS, answer.said)
    if state not in MOVABLE:
        return stays, _("it waits for verification: its date does not move")
    if answer.due_on is None:
        return stays, _("no date yet")
    if answer.due_on == due_on:
        return stays, _("it is due that day already")
    return answer, "" if answer.said else _("no reason yet")


AGREED = N_("Agreed in the meeting.")
"""The reason of a moved date for which none was given."""

"""The timeline of the whole database: its steps by person, day, kind, noun, record and workbook, found by their words.

The words of a step are made where they are read, in the language in force; so they are looked through here, page by
page, and not in SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from db.ordering import fold
from db.store import Store
from db.story import Step, Which, authors, brought_in, nouns_touched
from ecd_desktop.language import N_, _
from ecd_desktop.services.history import Activity, label

AT_ONCE: Final = 1_000
"""Steps read at once while words are looked for."""
LOOKED_THROUGH: Final = 20_000
"""Steps looked through in one go; whoever wants older ones asks on."""

FROM_OUTSIDE: Final = ("import", "merge")
"""The kinds of steps that a workbook or a copy of the database brought."""

KINDS: Final = {
    "edit": N_("edited"), "import": N_("import"), "merge": N_("merged"), "undo": N_("undone"), "redo": N_("redone"),
    "migrate": N_("upgrade of the database"), "redact": N_("personal data erased"),
}  # fmt: skip
"""What a step is called by its kind."""

EXAMPLE: Final = "example:"
_DIGEST: Final = re.compile(r"\s+[0-9a-f]{64}\b.*$")


@dataclass(frozen=True, slots=True)
class Page:
    """Steps, newest first; ``before`` is where the next page begins, None where there is none."""

    steps: tuple[Activity, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that brought something in; ``origin`` is what tells its steps from those of others."""

    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """By what the timeline can be narrowed: everybody in it, its nouns, and its files (the latest first)."""

    people: tuple[str, ...]
    nouns: tuple[str, ...]
    workbooks: tuple[Workbook, ...]


def page(store: Store, *, limit: int, before: int | None = None, which: Which | None = None, text: str = "") -> Page:
    """The latest steps (those that ``which`` says) in whose words all of ``text`` is found, accents and case aside."""
    words = fold(text).split()
    found: list[Activity] = []
    looked = 0
    while len(found) < limit and looked < LOOKED_THROUGH:
        some = store.activity(limit=AT_ONCE if words else limit, before=before, which=which)
        for step in some:
            before, looked = step.seq, looked + 1
            told = _told(step)
            if not words or _has(told, step, words):
                found.append(told)
                if len(found) == limit:
                    break
        else:
            if len(some) < (AT_ONCE if words else limit):
                return Page(tuple(found), None)
    return Page(tuple(found), before)


def choices(store: Store) -> Choices:
    """By what the steps can be narrowed."""
    with store.reading() as session:
        files = dict.fromkeys(file for step in brought_in(session, FROM_OUTSIDE) for file in _files(step))
        return Choices(tuple(authors(session)), tuple(nouns_touched(session)), tuple(files))


def _files(step: Step) -> list[Workbook]:
    """The files that brought one step; what came back together was taken over together."""
    name, origin = file_name(step.origin), step.origin or ""
    if origin.startswith(EXAMPLE):
        return [Workbook(EXAMPLE, name)]
    names = name.split(", ") if step.kind == "merge" else [name]
    return [Workbook(one, one) for one in names if one]


def file_name(origin: str | None) -> str:
    """The name of the file that brought a step; "" where it came from none."""
    if not origin or origin.startswith("form:"):
        return ""
    if origin.startswith(EXAMPLE):
        return _("Example portfolio")
    return _DIGEST.sub("", origin)


def _told(step: Step) -> Activity:
    return Activity(step.seq, step.tx_id, step.at, step.who, step.kind, label(step.label, step.args),
                    file_name(step.origin) if step.kind in FROM_OUTSIDE else "")  # fmt: skip


def _has(told: Activity, step: Step, words: list[str]) -> bool:
    codes = step.args.get("codes") or ""
    said = fold(f"{told.label} {told.who} {_(KINDS.get(told.kind, ''))} {told.file} {codes}")
    return all(word in said for word in words)

"""The pages of the help as data: Markdown read from resources, their sections, anchors, links and words; no Qt.

A heading may carry the ids it explains, ``## Postponing {#due_on #action_items.reschedule}``: names of fields, of
settings, of commands.  ``[[action_items.reschedule]]`` stands for a command's own words and keys, so that the text
never says them otherwise than the menu does.  ``#*.duplicate`` is that command of every noun.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from db.ordering import fold
from ecd_desktop import paths
from ecd_desktop.language import ENGLISH
from ui.pages import RECORDS

ORDER = (
    "first_steps", "window", "cells", "board", "quick_add", "today", "action_items", "traffic_light", "cases",
    "documents", "projects", "indicators", "meetings", "meeting_series", "minutes", "topics", "decisions", "lessons",
    "stakeholders", "organisations", "people", "places", "reports", "exports", "reconciling", "importing", "search",
    "history", "changes", "comparing", "bin", "settings",
)  # fmt: skip
"""The pages, in the order of the contents."""

HEADING = re.compile(r"^(#{1,3}) (.*?)(?:\s*\{(#[^}]*)\})?\s*$")
COMMAND = re.compile(r"\[\[([a-z_]+(?:\.[a-z_]+)?)\]\]")
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]*)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the ids it explains, and the Markdown under it; ``level`` 1 is the page's own title."""

    level: int
    title: str
    ids: tuple[str, ...]
    body: str

    def has(self, words: tuple[str, ...], page: str) -> bool:
        """Whether every folded word stands in it or in its page's title, and at least one in itself."""
        held, above = fold(f"{self.title} {self.body}"), fold(page)
        inside = [word in held for word in words]
        return any(inside) and all(here or word in above for here, word in zip(inside, words, strict=True))


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page; its sections in order, the first of which is its title."""

    id: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title

    @property
    def ids(self) -> dict[str, int]:
        """Each id that a heading explains, with the number of its section."""
        return {id: number for number, section in enumerate(self.sections) for id in section.ids}

    @property
    def named(self) -> set[str]:
        """The commands that its text names."""
        return {found for section in self.sections for found in COMMAND.findall(f"{section.title}\n{section.body}")}

    @property
    def links(self) -> tuple[str, ...]:
        """Where its links lead."""
        return tuple(target for section in self.sections for target in LINK.findall(section.body))

    def section(self, id: str) -> int | None:
        """The number of the section that explains ``id``: by a heading's anchor, else where it is first named."""
        if (number := self.ids.get(id)) is not None:
            return number
        wanted = f"[[{id}]]"
        return next((n for n, one in enumerate(self.sections) if wanted in one.body or wanted in one.title), None)

    def markdown(self, words: Callable[[str], str]) -> str:
        """The page for a screen; ``words`` gives the Markdown for a command's id."""
        parts = [f"{'#' * one.level} {one.title}\n\n{one.body}" for one in self.sections]
        return COMMAND.sub(lambda found: words(found[1]), "\n\n".join(parts))


def read(language: str) -> tuple[HelpPage, ...]:
    """Every page in ``language``, English where a language has none."""
    folder = paths.resources() / "help" / language
    return _read(language if folder.is_dir() else ENGLISH)


def page(pages: tuple[HelpPage, ...], id: str) -> HelpPage | None:
    return next((one for one in pages if one.id == id), None)


def place_of(pages: tuple[HelpPage, ...], id: str, first: str = "") -> tuple[str, int] | None:
    """The page and the section that explain ``id``: a field's or a setting's name on the page called ``first``; a
    command's id there or on any other, a heading before a mention."""
    if "." not in id:
        own = page(pages, first)
        return (first, own.ids[id]) if own is not None and id in own.ids else None
    for one in sorted(pages, key=lambda one: (id not in one.ids, one.id != first)):
        if (number := one.section(id)) is not None:
            return one.id, number
    return None


def found(pages: tuple[HelpPage, ...], text: str) -> dict[str, list[int]]:
    """The sections that hold every word of ``text``, by page."""
    words = tuple(fold(text).split())
    hits = {one.id: [n for n, section in enumerate(one.sections) if section.has(words, one.title)] for one in pages}
    return {id: numbers for id, numbers in hits.items() if numbers}


def parsed(id: str, text: str) -> HelpPage:
    """A page from its Markdown."""
    sections: list[Section] = []
    body: list[str] = []
    head: tuple[int, str, tuple[str, ...]] | None = None

    def close() -> None:
        if head is not None:
            sections.append(Section(*head, "\n".join(body).strip()))
        body.clear()

    for line in text.splitlines():
        if (heading := HEADING.match(line)) is not None:
            close()
            ids = tuple(one for word in (heading[3] or "").split() for one in _meant(word.lstrip("#")))
            head = (len(heading[1]), heading[2], ids)
        else:
            body.append(line)
    close()
    return HelpPage(id, tuple(sections))


def _meant(id: str) -> list[str]:
    """The ids that one written behind a heading stands for."""
    return [f"{noun.id}{id[1:]}" for noun in RECORDS] if id.startswith("*.") else [id]


@cache
def _read(language: str) -> tuple[HelpPage, ...]:
    folder = paths.resources() / "help" / language
    return tuple(parsed(id, (folder / f"{id}.md").read_text(encoding="utf-8")) for id in ORDER)

"""How typed words fit a title, accents and case aside: how well, and which letters they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

BEGINS, WORDS, INSIDE, BESIDE = 4, 3, 2, 1
"""The title begins with the text; every word begins one of its words; stands in it; stands in what is said beside.

A word of one letter must begin a word."""


def typed_words(text: str) -> list[str]:
    """The folded words of a text."""
    from db.ordering import words  # the first frame does without the database layer

    return words(text)


def fit(words: Sequence[str], title: str, beside: str = "") -> int:
    """How well every word fits; 0 where one of them does not."""
    name, more = _folded(title)[0], _folded(beside)[0]
    if not all(word in name or word in more for word in words):
        return 0
    if name.startswith(" ".join(words)):
        return BEGINS
    if all(f" {word}" in f" {name}" for word in words):
        return WORDS
    if all(len(word) > 1 or f" {word}" in f" {name} {more}" for word in words):
        return INSIDE if all(word in name for word in words) else BESIDE
    return 0


def spans(words: Sequence[str], title: str) -> tuple[tuple[int, int], ...]:
    """The letters of ``title`` that the words are, as (start, end) in order: at a word's beginning where they can."""
    text, places = _folded(title)
    found: list[tuple[int, int]] = []
    for word in words:
        start = 0 if text.startswith(word) else text.find(f" {word}") + 1
        if not start and not text.startswith(word):
            start = text.find(word)
        if start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
    return _merged(found)


def every(words: Sequence[str], text: str) -> tuple[tuple[int, int], ...]:
    """All letters of ``text`` that the words are, as (start, end) in order; a word of one letter begins a word."""
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            if len(word) > 1 or start == 0 or folded[start - 1] == " ":
                found.append((places[start], places[start + len(word) - 1] + 1))
            start = folded.find(word, start + 1)
    return _merged(found)


def _merged(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """In order, those that meet as one."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


@lru_cache(maxsize=2_048)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded letters, and for each of them the place of the letter it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _plain(letter):
            letters.append(one)
            places.append(place)
    return "".join(letters), tuple(places)


@lru_cache(maxsize=1_024)
def _plain(letter: str) -> str:
    from db.ordering import fold

    return " " if letter.isspace() else fold(letter)

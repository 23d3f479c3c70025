"""Two papers about the past: a list compared with how it was (Comparación), and what changed since a point.

Both are given words that were made for the screen; what never leaves was taken out before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from ecd_desktop.calendar import today
from ecd_desktop.language import _
from ecd_desktop.reports.page import LANDSCAPE, PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.tables import Column, Kind, Row, Table, narrowest


@dataclass(frozen=True, slots=True)
class Compared:
    """A list beside itself as it was.  ``columns``: heading and share of the width; ``groups``: what became of the
    rows, with how many, and each row's cells."""

    title: str
    since: str
    columns: Sequence[tuple[str, float]]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun of what changed: its title over its figures, and in each group the sentences."""

    title: str
    words: str
    groups: Sequence[tuple[str, Sequence[str]]]


def write_comparison(path: Path | str, compared: Compared, *, head: Head, watch: Watch | None = None) -> Written:
    """Write a comparison, old and new in each cell. Raises ``errors.Expected`` where the file cannot be written."""
    title = _("Comparison")
    page = Page(head=head, title=title, paper=LANDSCAPE, cutoff=today())
    rows = [
        row for words, cells in compared.groups if cells
        for row in (Row((words,), Kind.GROUP), *(Row(tuple(line)) for line in cells))
    ]  # fmt: skip
    table = Table(_columns(compared.columns, page.width), rows, tallest=page.height, outline=1)
    story: list[Flowable] = [
        Spacer(1, 2), text(f"{title} – {compared.title}".upper(), "title"), text(compared.since, "subtitle"),
        Spacer(1, 6), table,
    ]  # fmt: skip
    return page.write(path, story, watch)


def write_changes(
    path: Path | str, title: str, nouns: Sequence[Noun], *, head: Head, watch: Watch | None = None
) -> Written:
    """Write what changed, noun by noun. Raises ``errors.Expected`` where the file cannot be written."""
    page = Page(head=head, title=title, paper=PORTRAIT, cutoff=today())
    story: list[Flowable] = [Spacer(1, 10), text(title, "name")]
    for noun in nouns:
        story += [*heading(noun.title, 26 * mm), text(noun.words, "small")]
        for words, sentences in noun.groups:
            story += [text(words, "label"), *(text(f"• {one}", "fact") for one in sentences), Spacer(1, 4)]
    if not nouns:
        story.append(text(_("Nothing changed since then."), "note"))
    return page.write(path, story, watch)


def _columns(columns: Sequence[tuple[str, float]], room: float) -> list[Column]:
    """Each as wide as its share, but wide enough for the words of its heading; the widest ones give."""
    whole = sum(share for _heading, share in columns) or 1.0
    least = [narrowest(words) for words, _share in columns]
    wide = [max(room * share / whole, low) for (_words, share), low in zip(columns, least, strict=True)]
    over = sum(wide) - room
    give = [have - low for have, low in zip(wide, least, strict=True)]
    if over > 0 and (able := sum(give)) > 0:
        wide = [have - over * min(one / able, 1.0) for have, one in zip(wide, give, strict=True)]
    return [Column(words, have) for (words, _share), have in zip(columns, wide, strict=True)]

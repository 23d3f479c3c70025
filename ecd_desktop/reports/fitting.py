"""Documents that may not be longer than so many pages: less and less is told until they fit, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reportlab.platypus import Flowable

from ecd_desktop.language import ngettext
from ecd_desktop.reports.page import Page, Watch, Written

T = TypeVar("T")


@dataclass(slots=True)
class Fill:
    """How much is told: rows of each list, letters of each text. ``cut``: something was left out."""

    rows: int
    letters: int
    cut: bool = False

    def shortened(self, words: str, most: int = 4_000) -> str:
        """The text in one paragraph, its end cut off at a word where it is too long; ``most``: of what stands once."""
        words, most = " ".join(words.split()), min(self.letters, most)
        if len(words) <= most:
            return words
        self.cut = True
        cut = words[: most - 1]
        return (cut.rpartition(" ")[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"

    def first(self, all_of_them: Sequence[T]) -> tuple[Sequence[T], str]:
        """Those that are told, and how many more there are, "" for none."""
        left = len(all_of_them) - self.rows
        self.cut = self.cut or left > 0
        more = ngettext("and {n} more", "and {n} more", left).format(n=left) if left > 0 else ""
        return all_of_them[: self.rows], more


FILLS = (
    (100, 1_500), (30, 700), (20, 500), (14, 400), (10, 300), (8, 260), (6, 220), (5, 180), (4, 150), (3, 120),
    (2, 100), (1, 80),
)  # fmt: skip
"""Rows and letters of each try: no page takes more than the first."""


def write_fitted(
    path: Path | str, pages: int, page: Callable[[], Page], story: Callable[[Page, Fill], list[Flowable]],
    watch: Watch | None = None,
) -> tuple[Written, bool]:  # fmt: skip
    """Write the document that tells most on so many pages; whether all of it is told.

    ``page`` and ``story`` are asked anew for each try: what was laid out cannot be laid out again.
    """
    enough = Watch(watch.heed if watch else None, pages + 1)
    for rows, letters in FILLS[:-1]:
        fill, paper = Fill(rows, letters), page()
        written = paper.write(path, story(paper, fill), enough)
        if written.pages <= pages:
            return written, not fill.cut
    paper = page()
    return paper.write(path, story(paper, Fill(*FILLS[-1])), watch), False


def cut_warning(pages: int) -> str:
    """What is said where not all of it is told."""
    return ngettext("Not everything fits on {n} page: the most urgent is told, and how much more there is.",
                    "Not everything fits on {n} pages: the most urgent is told, and how much more there is.",
                    pages).format(n=pages)  # fmt: skip

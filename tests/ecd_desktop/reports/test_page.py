"""A document that somebody waits for: its first pages early, and an end to the work when nobody does any more."""

from pathlib import Path

import pytest

from ecd_desktop.reports import commitments
from ecd_desktop.reports.page import Watch, Written
from tests.ecd_desktop.reports import invented, paper


class _NobodyWaits(Exception):
    pass


def written(path: Path, watch: Watch | None = None, rows: int = 120) -> Written:
    return commitments.write(
        path, invented.many(rows), head=invented.head(), cutoff=invented.CUTOFF, calendar=invented.calendar(),
        language="es", watch=watch,
    )  # fmt: skip


def test_the_first_pages_say_the_same_as_those_of_the_whole_but_for_their_number(tmp_path: Path) -> None:
    first, whole = written(tmp_path / "first.pdf", Watch(first=2)), written(tmp_path / "whole.pdf")
    assert (first.pages, first.whole, whole.whole) == (2, False, True)
    assert whole.pages > 4
    said = [paper.squeezed(page) for page in paper.pages(first.path)]
    assert len(said) == 2
    for number, (early, late) in enumerate(zip(said, paper.pages(whole.path), strict=False), 1):
        assert early.replace(f"Página{number}de…", "") == paper.squeezed(late).replace(
            f"Página{number}de{whole.pages}", ""
        )
        assert f"Página{number}de…" in early


def test_a_document_shorter_than_the_first_pages_asked_for_is_whole(tmp_path: Path) -> None:
    assert written(tmp_path / "t.pdf", Watch(first=50), rows=3).whole


def test_each_page_is_told_and_what_ends_the_work_leaves_what_was_there(tmp_path: Path) -> None:
    told: list[int] = []
    target = tmp_path / "t.pdf"
    pages = written(target, Watch(told.append)).pages
    assert told == list(range(1, pages + 1))
    before = target.read_bytes()

    def enough(page: int) -> None:
        if page == 3:
            raise _NobodyWaits

    with pytest.raises(_NobodyWaits):
        written(target, Watch(enough))
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]

"""Killed while minutes are being typed: the text is there, and the history has no entry of it."""

import os
import shutil
import uuid
from pathlib import Path

import pytest

from db.store import Store
from ecd_desktop.minutes_drafts import EVERY, MinutesDrafts
from tests.db.killing import killed, rounds
from tests.journeys import minutes_works

pytestmark = [
    pytest.mark.timeout(120 + 20 * int(os.environ.get("ECD_KILLS", "10"))),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9; its TerminateProcess is tried by hand"),
]


def test_what_was_typed_survives_a_kill_and_the_history_hears_nothing_of_it(
    example_template: Path, tmp_path: Path
) -> None:
    assert EVERY <= 2_000
    tried: list[int] = []
    for attempt in rounds(2, until=lambda: len(tried) >= 2):
        home = tmp_path / str(attempt.number)
        home.mkdir()
        database = home / "example.db"
        shutil.copyfile(example_template, database)
        store = Store.open(f"sqlite:///{database}", who="Prueba", machine="LAPTOP-1")
        before = store.seq
        store.close()
        child = killed(minutes_works.type_minutes, f"sqlite:///{database}", str(home), after=0.3 + attempt.delay(0.7))
        opened = next(line for line in child.done if line.startswith("opened ")).split(maxsplit=3)
        kept = child.last("kept")
        if kept > 0:
            tried.append(kept)
            typed = MinutesDrafts(Path(opened[3])).kept(uuid.UUID(opened[2]))
            assert typed is not None
            said = typed.text[int(opened[1]) :]
            assert len(typed.text) >= kept
            assert said == (minutes_works.SAID * (len(said) // len(minutes_works.SAID) + 1))[: len(said)]
        store = Store.open(f"sqlite:///{database}", who="Prueba", machine="LAPTOP-1")
        assert store.seq == before
        assert store.verify() == []
        store.close()
    assert len(tried) >= 2

"""What is typed into minutes waits in a file of its own until the record holds it."""

import uuid
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ecd_desktop.minutes_drafts import MinutesDrafts, Typed

KEY = uuid.UUID(int=7)


def test_what_was_kept_is_read_again_and_goes_when_it_is_dropped(tmp_path: Path) -> None:
    drafts = MinutesDrafts(tmp_path / "a" / "b")
    assert drafts.kept(KEY) is None
    drafts.keep(KEY, Typed("ACUERDO ñandú 🙂\n", "antes", "2026-11-23T15:00:00+00:00"))
    assert drafts.kept(KEY) == Typed("ACUERDO ñandú 🙂\n", "antes", "2026-11-23T15:00:00+00:00")
    assert drafts.kept(uuid.UUID(int=8)) is None
    drafts.drop(KEY)
    drafts.drop(KEY)
    assert drafts.kept(KEY) is None
    assert list(drafts.folder.iterdir()) == []


def test_a_file_that_cannot_be_read_is_put_aside(tmp_path: Path) -> None:
    drafts = MinutesDrafts(tmp_path)
    for broken in ("", "[1]", '{"text": 1}', "{"):
        (tmp_path / f"{KEY}.json").write_text(broken, encoding="utf-8")
        assert drafts.kept(KEY) is None
    assert [file.suffix for file in tmp_path.iterdir()] == [".unreadable"]


@given(text=st.text(max_size=200), base=st.text(max_size=50))
def test_any_text_comes_back_as_it_was(tmp_path_factory: object, text: str, base: str) -> None:
    drafts = MinutesDrafts(tmp_path_factory.mktemp("drafts"))  # type: ignore[attr-defined]
    drafts.keep(KEY, Typed(text, base))
    assert drafts.kept(KEY) == Typed(text, base)

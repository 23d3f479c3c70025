"""A file is wholly there or not there at all."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecd_desktop.errors import Expected
from ecd_desktop.files import ABANDONED, with_ending, written


def test_the_name_changes_only_when_the_block_has_ended(tmp_path: Path) -> None:
    target = tmp_path / "informe.pdf"
    target.write_text("antes")
    with written(target) as part:
        part.write_text("después")
        assert part.parent == tmp_path
        assert part.suffix == ".pdf"
        assert target.read_text() == "antes"
    assert target.read_text() == "después"
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_gets_its_ending_and_never_that_of_another_kind_of_file(tmp_path: Path) -> None:
    assert with_ending(tmp_path / "informe", ".pdf") == tmp_path / "informe.pdf"
    assert with_ending(tmp_path / "informe.PDF", ".pdf") == tmp_path / "informe.PDF"
    with pytest.raises(Expected, match="matriz"):
        with_ending(tmp_path / "matriz.xlsx", ".pdf")
    with pytest.raises(Expected, match="folder"):
        with_ending(tmp_path, ".pdf")


def _half_written(target: Path, trouble: Exception) -> None:
    with written(target) as part:
        part.write_text("a medias")
        raise trouble


def test_a_block_that_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "informe.pdf"
    target.write_text("antes")
    with pytest.raises(ZeroDivisionError):
        _half_written(target, ZeroDivisionError())
    assert target.read_text() == "antes"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_save_left_goes_with_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "informe [1].pdf"
    killed = f"import os\nfrom ecd_desktop.files import written\nwith written({str(target)!r}) as part:\n"
    killed += "    part.write_bytes(b'half')\n    os._exit(9)\n"
    assert subprocess.run([sys.executable, "-c", killed], check=False, env={**os.environ}).returncode == 9
    (left,) = tmp_path.iterdir()
    assert ".part" in left.name
    with written(target) as part:  # it might be a colleague's, who is writing it now
        part.write_text("uno")
    assert left.exists()
    long_ago = time.time() - ABANDONED - 1
    os.utime(left, (long_ago, long_ago))
    others = [tmp_path / ".informe.part.pdf", tmp_path / ".otro.0123abcd.part.pdf"]
    for other in others:
        other.write_text("de otro")
        os.utime(other, (long_ago, long_ago))
    with written(target) as part:
        part.write_text("dos")
    assert sorted(tmp_path.iterdir()) == sorted([target, *others])
    assert target.read_text() == "dos"


def test_a_part_that_this_program_writes_for_long_is_not_taken_away(tmp_path: Path) -> None:
    target = tmp_path / "copia.db"
    with written(target) as slow:
        slow.write_text("lenta")
        os.utime(slow, (0, 0))
        with written(target) as quick:
            quick.write_text("rápida")
        assert slow.exists()
    assert target.read_text() == "lenta"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_open_elsewhere_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise PermissionError(errno.EACCES, "in use", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    target = tmp_path / "matriz.xlsx"
    with pytest.raises(Expected) as caught, written(target) as part:
        part.write_text("x")
    assert "matriz.xlsx is open in another program" in caught.value.message
    assert "another name" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "matriz.xlsx"
    target.write_text("antes")
    genuine = Path.open

    def refuse(self: Path, *args: object, **more: object) -> object:
        if self == target:
            raise PermissionError(errno.EACCES, "in use", str(self))
        return genuine(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Expected, match="open in another program"), written(target):
        pytest.fail("the work was begun")


def test_a_missing_folder_and_a_folder_as_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="salidas was not found"), written(tmp_path / "salidas" / "m.pdf"):
        pass
    with pytest.raises(Expected, match="is a folder"), written(tmp_path):
        pass


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="no room left"):
        _half_written(tmp_path / "m.pdf", OSError(errno.ENOSPC, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_another_files_trouble_is_not_blamed_on_this_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), written(tmp_path / "m.pdf"):
        Path(tmp_path / "logo.png").read_bytes()


KILLED = """
import sys
from pathlib import Path
from ecd_desktop.files import ABANDONED, with_ending, written
target = Path(sys.argv[1])
print("ready", flush=True)
n = 0
while True:
    n += 1
    with written(target) as part, part.open("wb") as file:
        for _ in range(64):
            file.write(b"%06d" % (n % 10) * 1024)
"""


def test_a_program_killed_while_writing_leaves_the_old_file_or_the_new_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "m.bin"
    for round_ in range(6):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE,
                              cwd=Path(__file__).parents[2]) as child:  # fmt: skip
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(0.03 + 0.017 * round_)
            child.kill()
        if target.exists():
            data = target.read_bytes()
            assert len(data) == 64 * 1024 * 6
            assert data == data[:6] * (64 * 1024)
    assert target.exists()

"""Where things live, and names that every system takes."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecd_desktop import paths
from ecd_desktop.paths import safe_file_name


@pytest.fixture(autouse=True)
def _no_home_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)


def test_one_variable_puts_everything_under_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    places = (paths.data(), paths.config(), paths.documents(), paths.database(), paths.backups(), paths.logs(),
              paths.settings_file(), paths.window_file())  # fmt: skip
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert not any(tmp_path.iterdir()), "asking where makes nothing"
    assert paths.made(paths.backups()).is_dir()


def test_data_lives_in_the_persons_own_folders(own_home: Path) -> None:
    assert paths.data().is_relative_to(own_home)
    assert paths.config().is_relative_to(own_home)
    assert paths.database().parent == paths.data()


def test_resources_are_found_beside_the_source() -> None:
    assert (paths.resources() / "__init__.py").is_file()
    assert not paths.frozen()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acta 3/2026: «Niño»?.pdf", "Acta 3-2026- «Niño».pdf"),
        ("Matriz de compromisos – Huánuco.xlsx", "Matriz de compromisos – Huánuco.xlsx"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("LPT²", "_LPT²"),
        ("CONSEJO.pdf", "CONSEJO.pdf"),
        ("a\tb\nc\x00d.pdf", "a b cd.pdf"),
        ("acta. . .", "acta"),
        ("N.° 12", "N.° 12"),
        ("", "untitled"),
        ("...", "untitled"),
        ("???.pdf", "untitled.pdf"),
        ("..\\..\\etc/passwd", "-..-etc-passwd"),
        ("Nin\u0303o.pdf", "Niño.pdf"),
        ("x\u202efdp.exe", "xfdp.exe"),
    ],
)
def test_a_file_name_is_made_safe_and_keeps_its_accents(text: str, expected: str) -> None:
    assert safe_file_name(text) == expected


def test_a_long_name_is_cut_and_keeps_its_extension() -> None:
    name = safe_file_name("Ñ" * 300 + ".xlsx")
    assert len(name) == 120
    assert name.endswith("Ñ.xlsx")
    assert len(safe_file_name("😀" * 200 + ".pdf").encode()) <= 240


@given(st.text(max_size=300))
def test_any_text_becomes_a_name_that_windows_takes(text: str) -> None:
    name = safe_file_name(text)
    assert 1 <= len(name) <= 120
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" ")
    assert not name.endswith(".")
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
    assert safe_file_name(name) == name


@pytest.mark.skipif(sys.platform == "win32", reason="tries a name on this system's disk")
def test_names_of_two_byte_letters_can_be_written(tmp_path: Path) -> None:
    (tmp_path / safe_file_name("ñ" * 400 + ".pdf")).write_text("x")

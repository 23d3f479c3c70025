"""Pictures of the screens: painted without a display, named after what they show, nothing of the person's touched."""

import argparse
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from ecd_desktop import language, paths
from ui import screenshots


def taken(out: Path, **more: object) -> argparse.Namespace:
    return argparse.Namespace(**{"out": out, "theme": "light", "language": "es", "size": (1366, 768), **more})


def test_one_screen_alone_is_rendered_for_the_job_without_a_display(tmp_path: Path) -> None:
    assert screenshots.render(taken(tmp_path, only="action_items")) == 0
    (path,) = tmp_path.glob("*.png")
    assert path.name == "action_items-light-es-1366x768.png"
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1366, 768)
    colours = {image.pixelColor(x, y).name() for x in range(80, 900, 7) for y in range(120, 700, 9)}
    assert len(colours) > 30  # rows with text and marks, not an empty page


@pytest.mark.parametrize("only", ["welcome", "importing"])
def test_the_first_run_and_the_steps_of_the_import_are_rendered(tmp_path: Path, only: str) -> None:
    screenshots.render(taken(tmp_path, only=only, theme="dark", language="en", size=(1024, 600)))
    names = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(names) == {"welcome": 2, "importing": 9}[only]
    assert all(name.endswith("-dark-en-1024x600.png") for name in names)


def test_pictures_leave_language_settings_and_databases_of_the_person_alone(tmp_path: Path) -> None:
    screenshots.render(taken(tmp_path, only="settings"))
    assert language.current() == "en"
    assert not paths.settings_file().exists()
    assert not paths.database().exists()

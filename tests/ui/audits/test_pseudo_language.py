"""Every screen at every size in a language forty per cent longer: nothing cut without a tip, nothing over another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ecd_desktop import calendar, language
from tests.ui.audits.clipping import faults, painting
from tests.ui.audits.walking import Walk, open_dialogs, settle
from tests.ui.example import DAY, copied, wait_until_idle
from ui import application, style
from ui.pages import NOUNS
from ui.wiring import PLACES

pytestmark = [pytest.mark.row(68), pytest.mark.row(109)]

SIZES = ((1366, 768), (1536, 864), (1024, 600))
WIDE = ("today", "action_items", "minutes", "reports", "reconciling")
"""Seen at 1536 too, where the rail has words: what differs there is the shell, and it is the same for all."""
SPOKEN = language.PSEUDO
NOUN_IDS = [place.id for place in NOUNS]
WHOLE = {place.id for place in PLACES}


class Auditor:
    """Looks at a place at every size, at its parts at the smallest, and keeps what is wrong with them."""

    def __init__(self, walk: Walk, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
        self.walk = walk
        self.sizes = sizes
        self.looked = 0
        self.wrong: list[str] = []

    def __call__(self, what: str, shown: QWidget) -> None:
        for size in self.sizes if what in WHOLE else self.sizes[-1:]:
            self.walk.window.resize(*size)
            wait_until_idle(self.walk.window.tasks)
            settle(shown)
            if self.walk.window.size().toTuple() != size:
                self.wrong.append(f"{what}: the window is {self.walk.window.size().toTuple()}, not {size}")
            with painting() as painted:
                shown.grab()
            settle(shown)  # to be grabbed resizes what had waited, and a wrapped line then asks for more rows
            root: Any = self.walk.window.centralWidget() if shown is self.walk.window else shown
            self.wrong += [f"{what} at {size[0]}: {one}" for one in faults(root, painted)]
            self.looked += 1
            if isinstance(shown, QDialog):
                if shown.width() > 1024 or shown.height() > 600 - 32:
                    self.wrong.append(f"{what}: the dialog is {shown.width()}x{shown.height()}")
                break

    def all_well(self) -> bool:
        assert self.wrong == [], "\n".join(["", *dict.fromkeys(self.wrong)])
        return True


@pytest.fixture(scope="module")
def bare(qapp: QApplication, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """A database in which nothing is yet."""
    import shutil

    application.application(mode="light")
    application.forget()
    language.use(language.PSEUDO)
    folder = tmp_path_factory.mktemp("bare")
    shutil.copyfile(sqlite_template, folder / "bare.db")
    made = Walk(folder, folder / "bare.db")
    yield made
    made.close()
    language.use("en")


@pytest.fixture(autouse=True)
def light() -> None:
    """The look is put on once for all of them."""


@pytest.fixture(autouse=True)
def longer(own_home: Path) -> None:
    """After the home, which speaks English."""
    language.use(language.PSEUDO)
    calendar.set_today(DAY)


@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_nothing_on_a_screen_is_cut_or_stands_over_another(walk: Walk, place: str) -> None:
    look = Auditor(walk, SIZES if place in WIDE else SIZES[::2])
    walk.place(place, look)
    assert look.looked >= len(look.sizes)
    assert look.all_well()


@pytest.mark.parametrize("place", ["", *NOUN_IDS])
def test_every_dialog_fits_a_small_screen_and_nothing_in_it_is_cut(walk: Walk, place: str) -> None:
    look = Auditor(walk)
    asked = walk.dialogs(place, look)
    assert asked >= (1 if place in ("", "action_items", "cases", "projects") else 0)
    assert open_dialogs() == []
    assert look.all_well()


def test_nothing_in_the_palette_is_cut(walk: Walk) -> None:
    look = Auditor(walk)
    walk.palette(look)
    assert look.all_well()


@pytest.mark.parametrize("place", ["today", *NOUN_IDS, "history"])
def test_an_empty_place_teaches_without_anything_cut(bare: Walk, place: str) -> None:
    look = Auditor(bare)
    bare.go(place)
    look(f"empty {place}", bare.window)
    assert look.all_well()


@pytest.mark.row(108)
@pytest.mark.parametrize("percent", [150])
def test_nothing_is_cut_with_letters_of_another_size(
    qapp: QApplication, example_template: Path, tmp_path: Path, percent: int
) -> None:
    language.use("es")
    style.apply(qapp, "light", scale=percent / 100)
    copied(example_template, tmp_path)
    walk = Walk(tmp_path, tmp_path / "example.db")
    try:
        look = Auditor(walk, SIZES[:1])
        for place in ("today", "action_items", "people", "reports", "importing", "settings", "history"):
            walk.place(place, look)
        assert look.all_well()
    finally:
        walk.close()
        style.apply(qapp, "light", scale=1.0)


def test_the_welcome_and_its_refusals_fit(qapp: QApplication, tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    try:
        look = Auditor(walk)
        walk.program.welcome()
        walk.rest()
        look("welcome", walk.window)
        (tmp_path / "OneDrive").mkdir()
        (tmp_path / "OneDrive" / "equipo.db").touch()
        walk.program.open(str(tmp_path / "OneDrive" / "equipo.db"))
        walk.rest()
        look("a refused folder", walk.window)
        assert look.all_well()
    finally:
        walk.close()


def test_the_help_its_sheet_and_about_fit(walk: Walk) -> None:
    from ui.help.commands import helper

    look = Auditor(walk)
    walk.go("action_items")
    window = helper(walk.window).window
    window.resize(900, 560)
    window.open_at("action_items", "action_items.reschedule")
    walk.rest()
    look("help", window)
    window.field.setText("light")
    walk.rest()
    look("help, searched", window)
    window.close()
    assert look.all_well()


def test_messages_fit(walk: Walk) -> None:
    from ecd_desktop.errors import Expected
    from ui.messages import CrashDialog

    look = Auditor(walk)
    walk.go("action_items")
    walk.window.failed(Expected("What could not be done, in a sentence. " * 6, "What to do next, in another. " * 4))
    walk.window.notice("Something was done to a record with a long name. " * 4, button=("Open it", lambda: None))
    look("an error and a notice", walk.window)
    walk.window.errors.clear()
    crash = CrashDialog("report\n" * 80, walk.window)
    crash.open()
    look("crash", crash)
    crash.reject()
    assert look.all_well()

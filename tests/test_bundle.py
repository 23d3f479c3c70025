"""The recipe of the bundle, read without building one: what goes in, what stays out, and that names exist."""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "pyinstaller.spec"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def recipe() -> Any:
    """The recipe's names after it has run with builders that only write down what they are asked for."""
    from PyInstaller.building import api, build_main

    asked: dict[str, list[Any]] = {"programs": []}

    def analysis(scripts: list[str], **more: Any) -> SimpleNamespace:
        asked["analysis"] = [scripts, more]
        return SimpleNamespace(scripts=scripts, binaries=[], datas=[], pure=[])

    def program(*parts: Any, **more: Any) -> SimpleNamespace:
        asked["programs"].append(more)
        return SimpleNamespace(**more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build_main, "Analysis", analysis)
        patched.setattr(api, "EXE", program)
        patched.setattr(api, "PYZ", lambda pure: pure)
        patched.setattr(api, "COLLECT", lambda *parts, **more: more)
        patched.setattr(sys, "path", list(sys.path))
        names: dict[str, Any] = {"SPECPATH": str(ROOT), "__name__": "recipe"}
        exec(compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec"), names)
    return SimpleNamespace(**names, asked=asked)


def test_every_migration_and_resource_goes_in_at_its_place(recipe: Any) -> None:
    placed = {Path(folder, Path(source).name).as_posix() for source, folder in recipe.data()}
    missing = [
        path.relative_to(ROOT).as_posix()
        for top in ("migrations", "resources")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and (top == "migrations" or path.suffix != ".py")
    ]
    assert [name for name in missing if name not in placed] == []
    assert "migrations/env.py" in placed
    assert not any(name.endswith(".pyc") or "catalogue" in name for name in placed)


def test_what_is_imported_by_name_only_exists(recipe: Any) -> None:
    assert {"db.store", "ui.application", "migrations", "ecd_desktop.exchange.reader_child"} <= set(recipe.HIDDEN)
    foreign = [name for name in recipe.HIDDEN if name.partition(".")[0] not in recipe.OURS]
    assert [name for name in foreign if importlib.util.find_spec(name) is None] == []
    assert any(name.startswith("keyring.backends.") for name in foreign)


def test_our_own_modules_are_never_excluded(recipe: Any) -> None:
    shut_out = set(recipe.EXCLUDED)
    assert not [name for name in recipe.HIDDEN if name in shut_out or name.partition(".")[0] in shut_out]


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6", "PySide6/Qt/lib/libQt6QuickControls2.so.6", "PySide6/Qt6VirtualKeyboard.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/translations/qtbase_de.qm", "PySide6/Qt/translations/qt_es.qm",
        "PySide6/Qt/plugins/platforms/libqeglfs.so", "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "PySide6\\plugins\\sqldrivers\\qsqlite.dll",
    ],
)  # fmt: skip
def test_what_the_program_never_shows_stays_out(recipe: Any, place: str) -> None:
    assert not recipe.wanted((place, "source", "BINARY"))


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6", "PySide6/Qt6Svg.dll", "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so", "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "PySide6/Qt/translations/qtbase_es.qm", "PySide6\\translations\\qtbase_en.qm",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "resources/locale/es/LC_MESSAGES/ecd_desktop.po", "resources/samples/matriz_compromisos_2026.xlsx",
    ],
)  # fmt: skip
def test_what_the_program_needs_stays_in(recipe: Any, place: str) -> None:
    assert recipe.wanted((place, "source", "BINARY"))


def test_the_window_has_no_console_and_the_verbs_have_one(recipe: Any) -> None:
    assert {program["name"]: program["console"] for program in recipe.asked["programs"]} == {
        "ecd-desktop": False,
        "ecd": True,
    }
    assert recipe.asked["analysis"][0] == [str(ROOT / "ecd_desktop" / "__main__.py")]
    assert recipe.bundle["name"] == "ecd-desktop"


def test_a_frozen_program_is_its_own_reader_of_workbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop import __main__
    from ecd_desktop.exchange import reader_child, reading

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program, word, *limits = reading.command(reading.DEFAULT)
    assert (program, word) == (sys.executable, reading.READ_WORKBOOK)
    heard: list[list[str]] = []
    monkeypatch.setattr(reader_child, "main", lambda given: heard.append(list(given)) or 7)
    assert __main__.main([word, *limits]) == 7
    assert heard == [limits]


def test_a_windowed_program_that_has_no_streams_can_still_say_something(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop import __main__

    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert __main__.main(["no such command"]) == 2
    with sys.stdout, sys.stderr:
        assert sys.stdout.write("→ ñ") == 3

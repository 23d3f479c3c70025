"""The architecture as sentences: who may import whom, types, style, words, and what no file of the project may hold."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomlkit

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("ui", "ecd_desktop", "db")
SHIPPED = (*LAYERS, "migrations", "resources")
MOST_LINES = 400
# Packages of ui that are no nouns; every other package there is one noun's screens.
SHARED_IN_UI = {"widgets", "quick_add"}
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "stuff"}


def modules(*folders: str) -> list[Path]:
    """The Python files of some top-level folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    """A file as the tree shows it."""
    return path.relative_to(ROOT).as_posix()


def parsed(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """The syntax trees of some top-level folders."""
    for path in modules(*folders):
        yield named(path), tree(path)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """The files that a clone holds; without git, every file outside hidden folders."""
    try:
        listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=True).stdout
        found = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not any(part[0] == "." for part in path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def expect_silence(*command: str) -> None:
    """Run a checker; the test fails with its words where it finds something."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "160"}, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


# --- tools --------------------------------------------------------------------------------------------------------


def import_contracts() -> dict[str, Any]:
    """The contracts of pyproject.toml, and the one that grows with the nouns: no noun's screen imports another's."""
    contracts: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    nouns = sorted(path.parent.name for path in (ROOT / "ui").glob("*/__init__.py"))
    nouns = [noun for noun in nouns if noun not in SHARED_IN_UI]
    if len(nouns) > 1:
        contracts["contracts"].append(
            {
                "name": "One noun's screen never imports another's",
                "type": "independence",
                "modules": [f"ui.{noun}" for noun in nouns],
            }
        )
        contracts["contracts"].append(
            {
                "name": "Widgets know kinds, never nouns",
                "type": "forbidden",
                "source_modules": ["ui.widgets"],
                "forbidden_modules": [f"ui.{noun}" for noun in nouns],
            }
        )
    return contracts


def test_the_layers_hold_and_each_library_stays_in_its_home(tmp_path: Path) -> None:
    config = tmp_path / "contracts.toml"
    config.write_text(tomlkit.dumps({"tool": {"importlinter": import_contracts()}}), encoding="utf-8")
    program = "import importlinter.cli as cli; cli.lint_imports_command()"
    expect_silence("-c", program, "--config", str(config), "--no-cache", "--no-logo")


@pytest.mark.timeout(400)
def test_the_types_of_db_and_ecd_desktop_are_right() -> None:
    expect_silence("-m", "mypy")


def test_the_source_is_free_of_lint() -> None:
    expect_silence("-m", "ruff", "check", "--output-format=concise", "--no-cache")


# --- shape --------------------------------------------------------------------------------------------------------


def test_db_is_our_package_and_no_other() -> None:
    import db
    import ecd_desktop
    import ui

    for package in (db, ui, ecd_desktop):
        assert package.__file__ is not None
        assert Path(package.__file__).resolve().parent.parent == ROOT


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    # A migration spells out its own tables, however many they are.
    paths = [*modules(*LAYERS, "resources"), ROOT / "run.py"]
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
    assert lengths.get("ui/main_window.py", 0) <= 300


def test_every_module_opens_with_a_sentence_that_says_what_it_is_for() -> None:
    without = [name for name, tree in parsed(*SHIPPED, "tests") if not (ast.get_docstring(tree) or "").strip()]
    assert without == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [named(path) for path in modules(*SHIPPED) if VAGUE & set(path.stem.split("_"))] == []


def test_the_composition_root_is_imported_by_nobody() -> None:
    found = [
        name
        for name, tree in parsed(*LAYERS)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name == "ecd_desktop.__main__" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "ecd_desktop.__main__")
    ]
    assert found == []


def names_of(body: list[ast.stmt]) -> Iterator[str]:
    """The names that a module's own statements bind, whatever condition they stand under."""
    for one in body:
        if isinstance(one, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            yield one.name
            continue
        for node in ast.walk(one):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).split(".")[0]


def test_every_name_that_one_module_takes_from_another_is_there() -> None:
    """Also where it is only taken when a function runs."""
    trees = {name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): found
             for name, found in parsed(*SHIPPED, "tests")}  # fmt: skip
    bound = {module: {*names_of(found.body)} for module, found in trees.items()}
    taken = [
        (module, node.module, alias.name)
        for module, found in trees.items() for node in ast.walk(found)
        if isinstance(node, ast.ImportFrom) and node.module in trees for alias in node.names
    ]  # fmt: skip
    assert len(taken) > 2_000
    assert [one for one in taken if one[2] not in bound[one[1]] and f"{one[1]}.{one[2]}" not in trees] == []


def test_threads_start_in_one_module() -> None:
    starters = {"QThread", "QThreadPool", "QRunnable", "Thread", "ThreadPoolExecutor"}
    found = {
        name
        for name, tree in parsed("ui")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and starters & {alias.name for alias in node.names}
    }
    assert found <= {"ui/tasks.py"}


def test_nobody_processes_events_by_hand() -> None:
    found = [
        name
        for name, tree in parsed(*LAYERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "processEvents"
    ]
    assert found == []


# --- words --------------------------------------------------------------------------------------------------------


def test_sentences_are_marked_whole() -> None:
    """A sentence glued from pieces, or filled in before it is looked up, can never be found in a catalogue."""
    marks = {"_", "N_", "ngettext", "pgettext"}
    found = []
    for name, tree in parsed(*LAYERS):
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in marks and any(map(is_glued, node.args[:2])):
                found.append(f"{name}:{node.lineno}")
    assert found == []


def is_glued(node: ast.expr) -> bool:
    """Whether a text is put together or filled in right here."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def test_the_spanish_catalogue_is_complete() -> None:
    from resources.locale import catalogue

    assert "es" in catalogue.languages()
    if problems := list(catalogue.problems("es")):
        told = "`python3 run.py translate`, then fill resources/locale/es/LC_MESSAGES/ecd_desktop.po, then again:"
        pytest.fail("\n".join((told, *problems)), pytrace=False)


# --- what no file of the project holds ----------------------------------------------------------------------------


FOREIGN = {
    "the address of a package index": r"py[p]i\.org|python[h]osted|npm[j]s|deb\.deb[i]an|crates\.i[o]|index-ur[l]\s*=",
    "a path of the machine it was written on": r"/wor[k]/|shar[e]d/(design|data)|/roo[t]/|/op[t]/(wheels|pypi)",
    "work that is not done": r"\b(TOD[O]|FIXM[E]|XX[X])\b",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data[:4096]:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if re.search(FOREIGN[what], line):
                found.append(f"{named(path)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_pinned_versions_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 40
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ; [^/@]+)?", line)] == []


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-") for one in asked}
    pinned = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    assert names - pinned == set()
    assert any(one.startswith("PySide6-Essentials") and "<6.12" in one for one in asked)
    assert not names & {"pyside6", "pyside6-addons"}

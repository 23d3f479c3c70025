"""run.py: the set-up from nothing, its repair, its sentences, and where the arguments go."""

import ast
import importlib.util
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as a module, fresh for each test, speaking English."""
    specification = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setenv("LANGUAGE", "en")
    return module


def wheel(folder: Path, name: str, version: str = "1.0") -> None:
    """The smallest wheel there is: one module."""
    folder.mkdir(exist_ok=True)
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"version = {version!r}\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in (*files, f"{about}/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two tiny packages, and a pip that is configured to find them in a folder and nowhere else."""
    wheel(tmp_path / "wheels", "tinyone")
    wheel(tmp_path / "wheels", "tinytwo")
    root = tmp_path / "project"
    (root / "ecd_desktop").mkdir(parents=True)
    (root / "ecd_desktop" / "__init__.py").write_text('"""Stands in for the program."""\n')
    (root / "ecd_desktop" / "__main__.py").write_text('import sys\nprint("ran", sys.argv[1:])\n')
    (root / "pyproject.toml").write_text(
        '[project]\ndependencies = ["tinyone>=1"]\n[dependency-groups]\ndev = ["tinytwo"]\n[tool.other]\nthing = 1\n'
    )
    (root / "constraints.txt").write_text("# pinned\ntinyone==1.0\ntinytwo==1.0\n")
    shutil.copy(ROOT / "run.py", root)
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return root


def start(project: Path, *arguments: str, wait: bool = True) -> "subprocess.Popen[str]":
    """Start run.py of the project as a person would."""
    process = subprocess.Popen(
        [sys.executable, str(project / "run.py"), *arguments], cwd=project.parent, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    if wait:
        process.wait()
    return process


def ended(process: "subprocess.Popen[str]") -> SimpleNamespace:
    """What a start printed, and its exit code."""
    out, err = process.communicate(timeout=200)
    return SimpleNamespace(out=out, err=err, code=process.returncode)


# --- before anything ----------------------------------------------------------------------------------------------


def test_only_the_standard_library_is_used() -> None:
    tree = ast.parse(SOURCE)
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert names <= sys.stdlib_module_names


def test_an_older_python_reads_the_file_and_is_refused_in_a_sentence() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))
    program = f"import sys; sys.version_info = (3, 9, 1, 'final', 0); exec(compile({SOURCE!r}, 'run.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; this is Python 3.9" in done.stderr
    assert "Traceback" not in done.stderr


# --- the set-up ---------------------------------------------------------------------------------------------------


def test_from_nothing_it_sets_up_and_runs_and_sets_nothing_up_the_second_time(project: Path) -> None:
    first = ended(start(project, "example", "--json"))
    assert (first.code, first.out) == (0, "ran ['example', '--json']\n")
    assert "Set up in" in first.err

    installed = project / ".venv" / "set-up.json"
    stamped = installed.stat().st_mtime_ns
    second = ended(start(project, "--today", "2026-03-01", "x y"))
    assert installed.stat().st_mtime_ns == stamped  # whatever is set up is stamped anew
    assert (second.out, second.err) == ("ran ['--today', '2026-03-01', 'x y']\n", "")

    # The folder moves, and everything still works without another set-up.
    moved = project.rename(project.with_name("moved"))
    third = ended(start(moved))
    assert (third.code, third.out, third.err) == (0, "ran []\n", "")

    # A new pinned version is fetched, with nothing else lost.
    wheel(moved.parent / "wheels", "tinyone", "2.0")
    (moved / "constraints.txt").write_text("tinyone==2.0\ntinytwo==1.0\n")
    assert ended(start(moved)).code == 0
    python = moved / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    shown = subprocess.run([python, "-c", "import tinyone; print(tinyone.version)"], capture_output=True, text=True)
    assert shown.stdout == "2.0\n"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL to a process group")
def test_two_starts_at_once_and_one_killed_leave_a_program_that_runs(project: Path) -> None:
    killed = start(project, wait=False)
    while not (project / ".venv" / "unfinished").exists():
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert not (project / ".venv" / "set-up.json").exists()

    both = [start(project, name, wait=False) for name in ("one", "two")]
    results = [ended(process) for process in both]
    assert [result.code for result in results] == [0, 0], results
    assert [result.out for result in results] == ["ran ['one']\n", "ran ['two']\n"]
    assert sum("Another start" in result.err for result in results) == 1
    assert not (project / ".venv" / "unfinished").exists()


def test_without_a_connection_it_says_so_and_the_next_start_goes_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    links = os.environ["PIP_FIND_LINKS"]
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    offline = ended(start(project))
    assert offline.code == 1
    assert "there is no connection to the package index. Nothing is lost." in offline.err
    assert "Traceback" not in offline.err

    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", links)
    again = ended(start(project))
    assert (again.code, again.out) == (0, "ran []\n")
    assert "own Python environment" not in again.err  # what the first start had made was whole, and was used


# --- what decides, and what is said -------------------------------------------------------------------------------


def test_only_what_decides_the_environment_changes_its_fingerprint(run: ModuleType, project: Path) -> None:
    before = {level: run.fingerprint(level=level, root=project) for level in ("runtime", "dev")}
    text = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text(text.replace("thing = 1", "thing = 2"))
    assert run.fingerprint(level="runtime", root=project) == before["runtime"]
    (project / "pyproject.toml").write_text(text.replace('"tinytwo"', '"tinytwo>=1"'))
    assert run.fingerprint(level="runtime", root=project) == before["runtime"]
    assert run.fingerprint(level="dev", root=project) != before["dev"]
    (project / "constraints.txt").write_text("tinyone==1.0\n")
    assert run.fingerprint(level="runtime", root=project) != before["runtime"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages")
def test_missing_libraries_are_installed_where_that_may_be_done(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    present: set[str] = set()

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        present.update(packages)
        return True

    monkeypatch.setattr(run, "missing_libraries", lambda wanted: [n for n, p in wanted.items() if p not in present])
    monkeypatch.setattr(run, "install_with_apt", install)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    run.check_libraries()
    assert asked == [list(run.OFFSCREEN.values())]
    monkeypatch.setenv("DISPLAY", ":0")
    run.check_libraries()
    assert asked[1:] == [list(run.ON_SCREEN.values())]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages")
def test_missing_libraries_that_may_not_be_installed_are_named_with_the_exact_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "missing_libraries", lambda wanted: ["libEGL.so.1", "libGL.so.1"])
    monkeypatch.setattr(run, "root_prefix", lambda: None)
    run.check_libraries()
    said = capsys.readouterr().err
    assert "lacks shared libraries that windows and pictures need: libEGL.so.1, libGL.so.1." in said
    assert said.rstrip().endswith("sudo apt-get install --no-install-recommends libegl1 libgl1")


def test_a_python_without_venv_is_told_what_to_install(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(run, "root_prefix", lambda: None)
    with pytest.raises(run.SetUpError, match=r"cannot make virtual environments(.|\n)*python3\.\d+-venv"):
        run.check_venv_module()


def test_a_full_disk_is_told_before_anything_is_written(
    run: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "disk_usage", lambda path: SimpleNamespace(free=200 * 2**20))
    with pytest.raises(run.SetUpError, match=r"has 200 MB free and the set-up needs 700 MB\. Nothing was changed"):
        run.set_up(level="runtime", root=project)
    assert not (project / ".venv").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "no connection"),
        ("ProxyError('Cannot connect to proxy.')", "no connection"),
        ("ERROR: No matching distribution found for thing==1", "not to be had for this machine"),
        ("because these package versions have conflicting dependencies.", "not to be had for this machine"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "may not write in"),
        ("something else", "starting again repairs it"),
    ],
)
def test_each_failure_has_its_sentence_and_the_end_of_the_output(run: ModuleType, output: str, sentence: str) -> None:
    told = run.explain(f"first line\n{output}")
    assert sentence in told.splitlines()[0]
    assert output in told


def test_the_progress_of_pip_is_followed(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"  Downloading thing{n}-1.0-py3-none-any.whl (3 kB)\n" for n in range(12)]
    lines += ["  Downloading other-1.0-py3-none-any.whl.metadata (1 kB)\n", "Installing collected packages: a, b, c\n"]
    output, begun = run.follow(io.StringIO("".join(lines)))
    assert begun
    assert output.count("\n") == 14
    said = capsys.readouterr().err
    assert re.search(r"10  thing9-1\.0", said)
    assert "Installing 3 packages" in said


# --- where the arguments go ---------------------------------------------------------------------------------------


@pytest.fixture
def handed_on(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The level of the set-up and the command of the next start, none of it carried out."""
    seen: list[object] = []
    monkeypatch.setattr(run, "check_libraries", lambda: None)
    monkeypatch.setattr(run, "set_up", lambda *, level: seen.append(level))
    monkeypatch.setattr(run, "WINDOWS", False)
    monkeypatch.setattr(run.os, "chdir", lambda folder: seen.append("in the project"))
    monkeypatch.setattr(run.os, "execv", lambda path, command: seen.append(command[1:]))
    monkeypatch.setattr(run.subprocess, "Popen", lambda command: SimpleNamespace(wait=lambda: 0))
    return seen


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["runtime", ["-P", "-m", "ecd_desktop"]]),
        (["import", "a.xlsx", "--json"], ["runtime", ["-P", "-m", "ecd_desktop", "import", "a.xlsx", "--json"]]),
        (["test", "-k", "x"], ["dev", "in the project", ["-m", "pytest", "-k", "x"]]),
        (["bench", "import"], ["dev", "in the project", [str(ROOT / "tests" / "bench"), "import"]]),
        (["translate"], ["dev", "in the project", [str(ROOT / "resources" / "locale" / "catalogue.py")]]),
    ],
)
def test_each_verb_has_its_command(
    run: ModuleType, handed_on: list[object], arguments: list[str], expected: list[object]
) -> None:
    run.main(arguments)
    assert handed_on == expected

"""Start ECD Desktop from a fresh clone with nothing but Python: set up what is missing, then run.

    python3 run.py [arguments of the program]     the window, or one of the program's verbs
    python3 run.py test [arguments of pytest]     the whole suite
    python3 run.py bench [arguments]              the benchmarks
    python3 run.py translate [--prune]            bring resources/locale up to the source
    python3 run.py bundle                         one folder to hand out, with PyInstaller

On Windows: `py run.py …`. Only the standard library is used here, and everything it says goes to stderr, so that a
verb's own output stays clean. The set-up goes into `.venv` and is stamped; a later start only compares the stamp.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for whoever has an older one
    sys.exit(
        "ECD Desktop needs Python 3.11 or newer; this is Python {}.{}. Nothing was changed. "
        "Install a newer Python and start again.".format(*sys.version_info[:2])
    )

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
DEVELOPER_VERBS = ("test", "bench", "translate", "bundle")
FREE_MIB = {"runtime": 700, "dev": 1200}  # a full set-up takes 480 and 750 MiB; pip unpacks beside it
LOCK_PATIENCE = 30 * 60  # seconds to wait for another start that is setting up

# Shared library -> Debian package, as measured on a bare Debian 12: what Qt needs to draw without a screen …
OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0", "libX11.so.6": "libx11-6", "libxkbcommon.so.0": "libxkbcommon0",
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}  # fmt: skip
# … and what its window on a real or virtual screen needs besides.
ON_SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}  # fmt: skip
UNREACHABLE = re.compile(
    "(?i)NewConnectionError|NameResolutionError|Failed to establish|Temporary failure in name|ConnectTimeout|"
    "ReadTimeoutError|Read timed out|ProxyError|SSLError|Connection (refused|reset|broken)|Network is unreachable"
)


class SetUpError(Exception):
    """The set-up cannot go on; its text is the sentence for the person at the keyboard."""


def _(message: str) -> str:
    """`message` in the language of this machine, from the program's catalogue: Spanish unless the system is English."""
    import gettext

    names = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform == "win32":
        names.insert(0, "en" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x09 else "es")
    language = next((name[:2].lower() for name in names if name[:2].lower() in ("es", "en")), "es")
    words = gettext.translation("ecd_desktop", str(ROOT / "resources/locale"), [language], fallback=True)
    return words.gettext(message)


def say(sentence: str) -> None:
    """One line on stderr."""
    print(sentence, file=sys.stderr, flush=True)


def wanted(*, level: str, root: Path = ROOT) -> list[str]:
    """The requirements of `pyproject.toml`: the program's own ("runtime"), and the developers' besides ("dev")."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found = list(project["project"]["dependencies"])
    if level == "dev":
        found += project["dependency-groups"]["dev"]
    return found


def fingerprint(*, level: str, root: Path = ROOT) -> str:
    """A hash of all that decides what `.venv` holds: requirements, pinned versions, this Python, this machine."""
    digest = hashlib.sha256()
    for part in (*wanted(level=level, root=root), sys.version, platform.machine(), sys.platform):
        digest.update(part.encode() + b"\0")
    digest.update((root / "constraints.txt").read_bytes())
    return digest.hexdigest()


def venv_python(root: Path = ROOT) -> Path:
    """The interpreter of the project's own environment."""
    return root / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")


def is_ready(*, level: str, root: Path = ROOT) -> bool:
    """Whether an earlier start finished this very set-up. What serves developers serves the program too."""
    try:
        stamp = json.loads((root / ".venv" / "set-up.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return venv_python(root).exists() and stamp.get(level) == fingerprint(level=level, root=root)


def missing_libraries(libraries: dict[str, str]) -> list[str]:
    """Those of the named shared libraries that this system cannot load."""
    absent = []
    for name in libraries:
        try:
            ctypes.CDLL(name)
        except OSError:
            absent.append(name)
    return absent


def root_prefix() -> list[str] | None:
    """What to write before a command to run it as root without being asked anything; None where that may not be."""
    if WINDOWS:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_with_apt(packages: Sequence[str]) -> bool:
    """Install Debian packages where this may be done without asking. False where it may not, or failed."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    say(_("Installing from the system's packages: {names} …").format(names=" ".join(packages)))
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    # A stale or empty list of packages is refreshed; where that fails the install may still succeed.
    subprocess.run([*apt, "update"], capture_output=True, check=False)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        say("\n".join((done.stdout + done.stderr).strip().splitlines()[-5:]))
    return done.returncode == 0


def apt_line(packages: Sequence[str]) -> str:
    """The line that an administrator types."""
    return "\n    sudo apt-get install --no-install-recommends " + " ".join(packages)


def check_libraries() -> None:
    """Make sure Qt finds its shared libraries; where they cannot be installed, say so and go on without a window."""
    if not sys.platform.startswith("linux"):
        return
    needed = dict(OFFSCREEN)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        needed.update(ON_SCREEN)
    absent = missing_libraries(needed)
    if absent and install_with_apt([needed[name] for name in absent]):
        absent = missing_libraries(needed)
    if not absent:
        return
    sentence = _(
        "This system lacks shared libraries that windows and pictures need: {names}. "
        "What needs neither still works. An administrator installs them with:"
    )
    say(sentence.format(names=", ".join(absent)) + apt_line([needed[name] for name in absent]))


def check_venv_module() -> None:
    """Debian and Ubuntu ship Python without the part that makes virtual environments."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if install_with_apt([package]):
        importlib.invalidate_caches()
        return
    sentence = _(
        "This Python cannot make virtual environments, and the missing part could not be installed from here. "
        "Nothing was changed. An administrator installs it with the next line; then start again."
    )
    raise SetUpError(sentence + apt_line([package]))


def check_room(*, level: str, root: Path = ROOT) -> None:
    """Refuse to begin a set-up that the disk cannot hold."""
    free = shutil.disk_usage(root).free // 2**20
    if not (root / ".venv").exists() and free < FREE_MIB[level]:
        sentence = _(
            "The disk has {free} MB free and the set-up needs {needed} MB. Nothing was changed. "
            "Make room in {folder} and start again."
        )
        raise SetUpError(sentence.format(free=free, needed=FREE_MIB[level], folder=root))


@contextlib.contextmanager
def alone(root: Path = ROOT) -> Iterator[IO[str]]:
    """Hold the set-up's lock: a second start waits here until the first is done. The lock dies with its holders."""
    with (root / ".setup.lock").open("a+", encoding="utf-8") as handle:
        deadline, told = time.monotonic() + LOCK_PATIENCE, False
        while not try_lock(handle):
            if not told:
                say(_("Another start is setting up the program; waiting for it …"))
                told = True
            if time.monotonic() > deadline:
                raise SetUpError(_("Another start has been at the set-up for half an hour. End it and start again."))
            time.sleep(0.5)
        yield handle


def try_lock(handle: IO[str]) -> bool:
    """Whether the lock on an open file could be had at once."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def usable(root: Path = ROOT) -> bool:
    """Whether `.venv` is of this Python, works, and was not left half done."""
    if (root / ".venv" / "unfinished").exists() or not venv_python(root).exists():
        return False
    question = [str(venv_python(root)), "-c", "import sys, pip; print(sys.version)"]
    probe = subprocess.run(question, capture_output=True, text=True, check=False)
    return probe.returncode == 0 and probe.stdout.strip() == sys.version


def make_environment(root: Path = ROOT) -> None:
    """A new, empty `.venv`; the project itself is found through a path file, so the folder may be moved."""
    say(_("Making the program's own Python environment …"))
    folder = root / ".venv"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    (folder / "unfinished").touch()
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SetUpError(explain(made.stdout + made.stderr))


def link_project(root: Path = ROOT) -> None:
    """Let the environment import the packages of this folder."""
    library = "Lib" if WINDOWS else "lib/python{}.{}".format(*sys.version_info[:2])
    packages = root / ".venv" / library / "site-packages"
    (packages / "ecd_desktop.pth").write_text(os.path.relpath(root, packages) + "\n", encoding="utf-8")


def install(*, level: str, lock: IO[str], root: Path = ROOT) -> None:
    """Bring in the pinned packages with pip, which follows this machine's own configuration of it."""
    say(_("Fetching and installing the packages; the first time takes a minute or two …"))
    command = [str(venv_python(root)), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    command += ["--progress-bar", "off", "--constraint", str(root / "constraints.txt"), *wanted(level=level, root=root)]
    unfinished = root / ".venv" / "unfinished"
    unfinished.touch()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        errors="replace", env={**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"},
        # pip holds the lock too: when this process is killed, the next start waits for it and does not delete under it.
        pass_fds=() if WINDOWS else (lock.fileno(),),
    )  # fmt: skip
    assert process.stdout is not None
    output, half_done = follow(process.stdout)
    if process.wait() == 0:
        unfinished.unlink()
        return
    if not half_done:
        unfinished.unlink()  # nothing was installed yet: what is there is whole
    raise SetUpError(explain(output))


def follow(lines: IO[str]) -> tuple[str, bool]:
    """Show pip's progress; its whole output, and whether it had begun to change the environment."""
    kept, fetched, installing, live = [], 0, False, sys.stderr.isatty() and not WINDOWS
    for line in lines:
        kept.append(line)
        got = re.match(r"\s*(?:Downloading|Using cached|Processing) (?:\S*[/\\])?(\S+\.(?:whl|gz|zip))(?!\S)", line)
        if got:
            fetched += 1
            if live:
                print(f"\r\033[K  {fetched:3d}  {got[1][:70]}", end="", file=sys.stderr, flush=True)
            elif fetched % 10 == 0:
                say(f"  {fetched:3d}  {got[1]}")
        elif line.startswith("Installing collected packages:"):
            installing = True
            say(("\r\033[K" if live else "") + _("Installing {n} packages …").format(n=line.count(",") + 1))
    return "".join(kept), installing


def explain(output: str) -> str:
    """A sentence for what stopped venv or pip, with the end of what it said."""
    if "No space left" in output or "Errno 28" in output or "not enough space" in output:
        sentence = _("The disk is full: the set-up stopped. Make room and start again; it goes on by itself.")
    elif UNREACHABLE.search(output):
        sentence = _(
            "The packages could not be fetched: there is no connection to the package index. Nothing is lost. "
            "Connect this machine, or set your office's proxy or index in pip's configuration, and start again."
        )
    elif re.search("No matching distribution|Could not find a version|conflicting dependencies", output):
        sentence = _(
            "A package is not to be had for this machine ({machine}, Python {version}), or the package index that pip "
            "is configured for does not have it. The lines below name it. Python 3.11 to 3.14 on 64-bit Windows and "
            "Linux are known to work."
        ).format(machine=f"{platform.system()} {platform.machine()}", version=platform.python_version())
    elif "Permission denied" in output or "PermissionError" in output or "WinError 5" in output:
        sentence = _(
            "The set-up may not write in {folder}. Close other windows of the program, or copy the folder to a place "
            "of your own, and start again."
        ).format(folder=ROOT)
    else:
        sentence = _("The set-up stopped. The end of what it said stands below; starting again repairs it.")
    return sentence + "\n" + "\n".join("    " + line for line in output.strip().splitlines()[-6:])


def set_up(*, level: str, root: Path = ROOT) -> None:
    """Make `.venv` hold what is wanted. Does nothing when an earlier start did; repairs one that was interrupted."""
    if is_ready(level=level, root=root):
        return
    started = time.monotonic()
    say(_("Setting up ECD Desktop (only the first time, and after an update)."))
    check_room(level=level, root=root)
    check_venv_module()
    with alone(root) as lock:
        if is_ready(level=level, root=root):
            return
        stamp = root / ".venv" / "set-up.json"
        stamp.unlink(missing_ok=True)
        if not usable(root):
            make_environment(root)
        install(level=level, lock=lock, root=root)
        link_project(root)
        scratch = stamp.with_suffix(".new")
        levels = {name: fingerprint(level=name, root=root) for name in ("runtime", level)}
        scratch.write_text(json.dumps(levels), encoding="utf-8")
        scratch.replace(stamp)
    say(_("Set up in {seconds} seconds.").format(seconds=round(time.monotonic() - started)))


def command_for(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """The command of one verb, and whether it runs in the project's folder instead of where the person stands."""
    python, verb, rest = str(venv_python()), arguments[0] if arguments else "", list(arguments[1:])
    ours = {
        "test": ["-m", "pytest", *([] if rest else ["-n", str(3 * (os.cpu_count() or 2) // 2), "--dist", "worksteal"])],
        "bench": [str(ROOT / "tests" / "bench")],
        "translate": [str(ROOT / "resources" / "locale" / "catalogue.py")],
        "bundle": ["-m", "PyInstaller", "--noconfirm", "pyinstaller.spec"],
    }
    if verb in ours:
        return [python, *ours[verb], *rest], True
    # -P: a folder called `db` or `ui` where the person stands must not stand in for ours.
    return [python, "-P", "-m", "ecd_desktop", *arguments], False


def main(arguments: Sequence[str]) -> int:
    """Set up, then run; the exit code is the program's own."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    verb = arguments[0] if arguments else ""
    try:
        check_libraries()
        if verb == "bundle" and sys.platform.startswith("linux") and not shutil.which("objdump"):
            install_with_apt(["binutils"])
        set_up(level="dev" if verb in DEVELOPER_VERBS else "runtime")
    except (SetUpError, OSError) as stop:
        say(str(stop) if isinstance(stop, SetUpError) else explain(f"{type(stop).__name__}: {stop}"))
        return 1
    except KeyboardInterrupt:
        say("\n" + _("The set-up was interrupted; the next start repairs it."))
        return 130
    command, in_project = command_for(arguments)
    if in_project:
        os.chdir(ROOT)
    if not WINDOWS:
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl+C reaches the program too, and it answers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

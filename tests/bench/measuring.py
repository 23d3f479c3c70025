"""Measures: each variant in a fresh child process, floor and ours in turn; medians, spread and peak memory.

A child runs one function of a subject's module and answers with named timings of wall and processor time.  The machine
may be shared: floor and ours are run one after the other, in an order that changes, and compared within one run.
"""

import gc
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
START = "from tests.bench import measuring; measuring.answer()"
MEBIBYTE = 2**20

Timing = tuple[float, float]
"""Seconds by the clock on the wall, and of the processor (children included)."""

Answer = dict[str, Timing]


# --- inside the child -----------------------------------------------------------------------------------------------


def processor_seconds() -> float:
    """Processor time of this process and of the children it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Gives a list that holds wall and processor seconds when the block is over."""
    taken: list[float] = []
    gc.collect()
    cpu, wall = processor_seconds(), time.perf_counter()
    yield taken
    taken += [time.perf_counter() - wall, processor_seconds() - cpu]


def timed(work: Callable[[], object]) -> Timing:
    """What one call takes."""
    with stopwatch() as taken:
        work()
    return taken[0], taken[1]


def middle(timings: Sequence[Timing]) -> Timing:
    """The median of several timings."""
    return statistics.median(wall for wall, _ in timings), statistics.median(cpu for _, cpu in timings)


def peak_of_this_process() -> int:
    """The most memory that this process has held since it began, in bytes."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":  # getrusage would count what the parent held when it forked
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def answer() -> None:
    """The child: run the function named on the command line, print its timings as the last line."""
    target, arguments = sys.argv[1], json.loads(sys.argv[2])
    module, _, name = target.partition(":")
    timings = getattr(importlib.import_module(f"tests.bench.{module}"), name)(**arguments)
    print(json.dumps({"timings": timings, "peak": peak_of_this_process()}), flush=True)


# --- inside the parent ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Series:
    """What one variant took over the rounds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0  # bytes, children included

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest round."""
        return min(self.wall), max(self.wall)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is wanted: at most ``limit``, as a ratio to the floor, milliseconds, or milliseconds more than the floor."""

    limit: float
    unit: str  # "×", "ms" or "ms more"

    def __str__(self) -> str:
        return f"≤ {self.limit:g}{self.unit}" if self.unit == "×" else f"≤ {self.limit:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the final table."""

    subject: str
    what: str
    ours: Series
    floor: Series | None = None
    aim: Aim | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the floor, by the medians of the wall clock."""
        return self.ours.median / self.floor.median if self.floor else None

    @property
    def ratio_cpu(self) -> float | None:
        """The same by processor time; None where the floor took too little to be counted."""
        if self.floor is None or self.floor.median_cpu < 0.005:
            return None
        return self.ours.median_cpu / self.floor.median_cpu

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        if self.aim.unit == "ms":
            return self.ours.median * 1000 <= self.aim.limit
        if self.aim.unit == "ms more":
            return self.floor is not None and (self.ours.median - self.floor.median) * 1000 <= self.aim.limit
        return self.ratio is not None and self.ratio <= self.aim.limit


@dataclass(frozen=True, slots=True)
class Bench:
    """What a subject gets: a folder of its own, how many rounds, and how to run children."""

    folder: Path
    rounds: int
    say: Callable[[str], None]

    def child(self, target: str, *, watch: bool = False, **arguments: Any) -> tuple[Answer, int]:
        """Run ``module:function`` in a fresh process; its timings and its peak memory.

        ``watch`` adds up the whole tree of processes as it runs, which disturbs the timings.
        """
        command = [sys.executable, "-P", "-c", START, target, json.dumps(arguments)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment(self.folder)) as child:
            highest = watched(child) if watch else 0
            assert child.stdout is not None
            said = child.stdout.read()
        if child.returncode or not said:
            raise ChildFailed(f"{target} ended with {child.returncode}\n{said}")
        told = json.loads(said.strip().splitlines()[-1])
        return {name: (pair[0], pair[1]) for name, pair in told["timings"].items()}, max(told["peak"], highest)

    def compare(
        self, variants: Mapping[str, tuple[str, dict[str, Any]]], *, rounds: int | None = None, tree: bool = False
    ) -> dict[str, dict[str, Series]]:
        """Run the variants ``{name: (target, arguments)}`` in turn; ``{name: {timing: series}}``.

        ``tree``: one more round measures the memory of the whole tree of processes, untimed.
        """
        found: dict[str, dict[str, Series]] = {name: {} for name in variants}
        for n in range(rounds or self.rounds):
            for name in list(variants) if n % 2 == 0 else reversed(list(variants)):
                target, arguments = variants[name]
                timings, peak = self.child(target, **arguments)
                for timing, (wall, cpu) in timings.items():
                    series = found[name].setdefault(timing, Series())
                    series.wall.append(wall)
                    series.cpu.append(cpu)
                    series.peak = max(series.peak, peak)
            self.say(".")
        if tree:
            for name, (target, arguments) in variants.items():
                peak = self.child(target, watch=True, **arguments)[1]
                for series in found[name].values():
                    series.peak = max(series.peak, peak)
        return found


class ChildFailed(Exception):
    """A measured child crashed; its own words are on stderr."""


def environment(folder: Path) -> dict[str, str]:
    """A child's environment: no display, a home of its own, Spanish."""
    return {
        **os.environ, "PYTHONPATH": str(ROOT), "ECD_DESKTOP_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen",
        "LANGUAGE": "es", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0",
    }  # fmt: skip


def watched(child: "subprocess.Popen[str]") -> int:
    """The most memory that a process and its children hold together while it runs, in bytes."""
    highest, root = 0, psutil.Process(child.pid)
    while child.poll() is None:
        held = 0
        for process in (root, *_children(root)):
            try:
                held += process.memory_info().rss
            except psutil.Error:
                continue
        highest = max(highest, held)
        time.sleep(0.01)
    return highest


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []

"""The benchmarks, as ratios to a floor measured in the same run: ``python3 run.py bench [--quick] [subject …]``.

Every subject prints medians of the wall clock with the fastest and slowest round, the ratio to its floor by wall clock
and by processor time, and the peak memory of the measured process. The last column says whether the aim is met. The
exit code is 0 unless something crashes: a shared machine is slow now and then, and a ratio says more than a time.
"""

import argparse
import importlib
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path[:] = [str(Path(__file__).resolve().parents[2]), *(p for p in sys.path if Path(p) != Path(__file__).parent)]

from tests.bench.measuring import MEBIBYTE, Bench, ChildFailed, Line, Series  # noqa: E402 - the folder above must be found first

SUBJECTS = {
    "import": ("importing", 5),
    "save": ("saving", 5),
    "list": ("listing", 5),
    "search": ("searching", 5),
    "palette": ("answering", 3),
    "table": ("tables", 5),
    "responding": ("responding", 3),
    "typing": ("typing_minutes", 3),
    "start": ("starting", 15),
    "pdf": ("printing", 7),
    "workbook": ("exporting", 5),
    "receiving": ("receiving", 5),
    "reviewing": ("reviewing", 3),
}
"""{subject: (module, rounds)}"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"some of: {', '.join(SUBJECTS)}; default all")
    parser.add_argument("--quick", action="store_true", help="two rounds each: a look, not a measurement")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of each comparison instead of each one's own")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the made databases and workbooks in this folder")
    args = parser.parse_args(argv)
    if unknown := sorted(set(args.subjects) - SUBJECTS.keys()):
        parser.error(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    folder = args.keep or Path(tempfile.mkdtemp(prefix="ecd-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    crashed: list[str] = []
    started = time.monotonic()
    try:
        for subject in args.subjects or SUBJECTS:
            module, rounds = SUBJECTS[subject]
            say(f"{subject} ")
            bench = Bench(folder, args.rounds or (2 if args.quick else rounds), say)
            try:
                lines += importlib.import_module(f"tests.bench.{module}").measure(bench)
            except ChildFailed as crash:  # the other subjects are still worth knowing
                crashed.append(subject)
                say(str(crash))
            say("\n")
    finally:
        if args.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(lines))
    print(f"{about_this_machine()} · {time.monotonic() - started:.0f} s")
    if crashed:
        print(f"crashed: {', '.join(crashed)}")
    return 1 if crashed else 0


def say(words: str) -> None:
    """Progress, on stderr."""
    sys.stderr.write(words)
    sys.stderr.flush()


def about_this_machine() -> str:
    """What the figures were measured on."""
    load = f" · load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"{machine}, Python {platform.python_version()}{load}"


HEADS = ("subject", "what", "floor ms", "ours ms (fastest–slowest)", "ratio", "cpu", "MiB floor", "ours", "aim", "")


def table(lines: Sequence[Line]) -> str:
    """The final table as text."""
    rows = [HEADS, *(cells(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    numbers = {2, 4, 5, 6, 7}
    return "\n".join(
        "  ".join(c.rjust(w) if n in numbers else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )


def cells(line: Line) -> tuple[str, ...]:
    """One line of the table in words."""
    low, high = line.ours.spread
    met = {None: "", True: "met", False: "MISSED"}[line.met]
    return (
        line.subject, line.what, milliseconds(line.floor),
        f"{milliseconds(line.ours)} ({low * 1000:.4g}–{high * 1000:.4g})", times(line.ratio), times(line.ratio_cpu),
        mebibytes(line.floor), mebibytes(line.ours), str(line.aim or ""), met,
    )  # fmt: skip


def milliseconds(series: Series | None) -> str:
    return "" if series is None else f"{series.median * 1000:.4g}"


def mebibytes(series: Series | None) -> str:
    return "" if series is None or not series.peak else f"{series.peak / MEBIBYTE:.0f}"


def times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}×"


if __name__ == "__main__":
    sys.exit(main())

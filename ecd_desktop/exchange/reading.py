"""The guarded reader: a foreign workbook as plain frozen values, or a sentence; never a crash.

The file is parsed in a child process (``reader_child``) with limits on memory and time.  The child gets the
open file as its standard input, so what was hashed is what is parsed, and writes JSON lines.  The child has
ended before its answer is decoded: the two never hold a workbook at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import IO, Any

from ecd_desktop.calendar import LIMA
from ecd_desktop.exchange.preflight import DEFAULT, MEGABYTE, Limits
from ecd_desktop.exchange.refusals import refusal
from ecd_desktop.exchange.workbook import ErrorCell, FormulaCell, Merge, Row, Sheet, Workbook

__all__ = ["DEFAULT", "Limits", "Workbook", "read"]

READ_WORKBOOK = "--read-workbook"
"""First argument by which a frozen program (one executable) becomes the reader child."""

_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".tab", ".prn"})
_START = (
    "import sys; n = int(sys.argv[1]); sys.path[:0] = sys.argv[2:2 + n];"
    "from ecd_desktop.exchange.reader_child import main; sys.exit(main(sys.argv[2 + n:]))"
)


def read(path: Path, *, limits: Limits = DEFAULT) -> Workbook:
    """Read a workbook (.xlsx .xlsm .xls .xlsb .ods .csv .tsv, told by content, not by name).

    Raises Expected, with what to do next, for whatever cannot be read within the limits.  Writes nothing.
    """
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size == 0:
                raise refusal("empty", path.name)
            if before.st_size > limits.file_size:
                raise refusal("too_large", path.name, {"limit": limits.file_size // MEGABYTE})
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            answer = _ask_child(file, path.name, limits)
            after = os.fstat(file.fileno())
    except FileNotFoundError as missing:
        raise refusal("missing", path.name) from missing
    except IsADirectoryError as folder:
        raise refusal("folder", path.name) from folder
    except OSError as refused:
        # A sharing violation while Excel has the file open, or a file that this person may not read.
        raise refusal("folder" if path.is_dir() else "in_use", path.name) from refused
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise refusal("changed", path.name)
    workbook = _decoded(answer, path, digest, datetime.fromtimestamp(before.st_mtime, LIMA).date())
    if workbook.kind in ("csv", "tsv"):
        _check_text_table(workbook, path)
    return workbook


def command(limits: Limits) -> list[str]:
    """The child's command line: isolated from the environment and from site-packages but for calamine."""
    numbers = (
        limits.memory, limits.members, limits.unpacked, limits.ratio, limits.cells, limits.output, int(limits.seconds),
    )  # fmt: skip
    words = [str(number) for number in numbers]
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_WORKBOOK, *words]
    roots = _roots()
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, str(len(roots)), *roots, *words]


@cache
def _roots() -> tuple[str, ...]:
    """Where the child finds our package and calamine; found without importing calamine here."""
    ours = str(Path(__file__).resolve().parents[2])
    spec = importlib.util.find_spec("python_calamine")
    if spec is None or spec.origin is None:
        return (ours,)
    theirs = str(Path(spec.origin).resolve().parents[1])
    return (ours,) if theirs == ours else (ours, theirs)


def _ask_child(file: IO[bytes], name: str, limits: Limits) -> bytes:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        command(limits), stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
    ) as child:
        try:
            answer, _ = child.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired as late:
            child.kill()
            child.communicate()
            raise refusal("timeout", name, {"seconds": int(limits.seconds)}) from late
        except BaseException:
            child.kill()
            raise
    return answer


def _decoded(answer: bytes, path: Path, digest: str, day: date) -> Workbook:
    """The child's lines as a workbook; an answer without its last line is a child that died."""
    sheets: list[Sheet] = []
    rows: list[Row] = []
    merges: list[Merge] = []
    notes: dict[tuple[int, int], str] = {}
    about: dict[str, Any] = {}
    here: dict[str, Any] | None = None
    ended = False
    ranges: dict[tuple[int, int], range] = {}

    def close() -> None:
        if here is not None:
            name = here["sheet"] or path.stem
            sheets.append(Sheet(name, here["hidden"], tuple(rows), tuple(merges), dict(notes)))
            rows.clear()
            merges.clear()
            notes.clear()

    try:
        for line in io.BytesIO(answer):
            told = json.loads(line, object_hook=_typed)
            if isinstance(told, list):
                for number, first, *values in told:
                    if type(first) is int:
                        span = (first, len(values))
                        columns: range | tuple[int, ...] | None = ranges.get(span)
                        if columns is None:
                            columns = ranges[span] = range(first, first + len(values))
                    else:
                        columns = tuple(first)
                    rows.append(Row(number, columns, tuple(values)))
            elif "sheet" in told:
                close()
                here = told
            elif "merges" in told:
                merges.extend(Merge(*corners) for corners in told["merges"])
            elif "notes" in told:
                notes.update(((row, column), text) for row, column, text in told["notes"])
            elif "kind" in told:
                about = told
            elif "refused" in told:
                raise refusal(told["refused"], path.name, told["values"])
            elif "end" in told:
                ended = True
        close()
    except (ValueError, TypeError, KeyError) as cut:
        raise refusal("crashed", path.name) from cut
    if not ended or not about:
        raise refusal("crashed", path.name)
    if not sheets:
        raise refusal("no_sheets", path.name)
    saved = _day_saved(about["modified"] or "") or day
    names = tuple((name, meant) for name, meant in about.get("names", ()))
    return Workbook(path.name, digest, about["kind"], saved, tuple(sheets), about["properties"], names)


def _day_saved(told: str) -> date | None:
    """The day in Lima on which the document says it was saved: Excel tells it in UTC, where it is tomorrow at seven."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    return (moment.astimezone(LIMA) if moment.tzinfo else moment).date()


def _typed(told: dict[str, Any]) -> Any:
    if len(told) != 1:
        return told
    ((key, value),) = told.items()
    if key == "d":
        return date.fromisoformat(value)
    if key == "t":
        return datetime.fromisoformat(value)
    if key == "h":
        return time.fromisoformat(value)
    if key == "e":
        return ErrorCell(value)
    if key == "f":
        return FormulaCell()
    return told


def _check_text_table(workbook: Workbook, path: Path) -> None:
    """Text without delimiters is a table only where its name says so."""
    if not workbook.sheets[0].rows:
        raise refusal("empty", path.name)
    if not workbook.properties.get("delimiter") and path.suffix.lower() not in _TEXT_ENDINGS:
        raise refusal("not_workbook", path.name)

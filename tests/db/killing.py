"""``kill -9`` at random moments: let a child work on a database, kill it, look at what is left.

For any work, also of other tests: an importable function that takes ``done`` first and tells it, in words, each piece
of work that is finished::

    def import_twice(done: Done, url: str, workbook: str) -> None:
        …
        done("imported", 1)

    for attempt in rounds(8, until=lambda: tried["half way"] > 0):
        child = killed(import_twice, url, workbook, after=attempt.delay())
        …look at the database: everything in ``child.done`` is there, nothing is half done…

Children are forked from a server that has everything imported, so that a round takes tenths of a second and the kills
hit the work, not the imports; the delay is counted from the first ``done``. ``ECD_KILLS=1000`` in the environment makes
thousands of rounds of the few that CI runs; ``ECD_KILL_SEED`` repeats a run.
"""

import multiprocessing
import os
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
WARM = ["__main__", "tests.db.kill_warm"]


class Done(Protocol):
    """Acknowledges in words: from here on nothing of it may be lost."""

    def __call__(self, *words: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Round:
    """One kill; ``chance`` is seeded, so that a round can be run again."""

    number: int
    chance: random.Random = field(repr=False)

    def delay(self, most: float = 0.25) -> float:
        """Seconds; short ones are more frequent, since work has much of its risk at the beginning."""
        return float(self.chance.random() ** 1.5 * most)


@dataclass(frozen=True, slots=True)
class Killed:
    """What a child had acknowledged before it was killed, or before it ended by itself (``ended``)."""

    done: list[str]
    ended: bool

    def last(self, word: str) -> int:
        """The number in the last acknowledgement that begins with ``word``; -1 when there is none."""
        return max((int(line.split()[1]) for line in self.done if line.startswith(f"{word} ")), default=-1)


def rounds(few: int, *, until: Callable[[], bool] = lambda: True) -> Iterator[Round]:
    """``few`` kills in CI, and more (six times as many at most) until every moment that counts was met: chance decides
    which one a kill meets.  ``ECD_KILLS`` of them when that is set.
    """
    wanted = os.environ.get("ECD_KILLS")
    seed = int(os.environ.get("ECD_KILL_SEED", random.SystemRandom().randrange(10**6)))
    print(f"ECD_KILL_SEED={seed}")  # shown by pytest when the test fails
    for number in range(int(wanted) if wanted else 6 * few):
        if not wanted and number >= few and until():
            return
        yield Round(number, random.Random(f"{seed}/{number}"))


def killed(work: Callable[..., Any], *args: Any, after: float | None, patience: float = 60.0) -> Killed:
    """Kill a child ``after`` seconds from its first word (None: let it end). Its exceptions fail the test."""
    receiver, sender = _context().Pipe(duplex=False)
    process = _context().Process(target=_run, args=(sender, work, args), daemon=True)
    process.start()
    sender.close()
    heard: list[str] = []
    begun = threading.Event()

    def listen() -> None:
        try:
            while True:
                heard.append(receiver.recv_bytes().decode("utf-8"))
                begun.set()
        except (EOFError, OSError):
            begun.set()

    listener = threading.Thread(target=listen)
    listener.start()
    begun.wait(patience)
    if after is None:
        process.join(patience)
    else:
        time.sleep(after)
    ended = not process.is_alive()
    process.kill()  # SIGKILL: nothing of the child's own runs after it
    process.join()
    listener.join()
    receiver.close()
    process.close()
    failed = [line for line in heard if line.startswith("Traceback")]
    assert not failed, failed[0]
    assert heard, "the child did not begin its work"
    return Killed(heard, ended)


def _run(sender: Connection, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    def done(*words: object) -> None:
        sender.send_bytes(" ".join(map(str, words)).encode("utf-8"))

    try:
        work(done, *args)
    except BaseException:
        done(traceback.format_exc())


_started: list[BaseContext] = []


def _context() -> Any:
    if not _started:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(WARM)
            kept = os.environ.get("PYTHONPATH")
            os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *sys.path])
            try:
                context.Process(target=int, daemon=True).start()  # starts the server, which imports
            finally:
                os.environ.pop("PYTHONPATH")
                if kept is not None:
                    os.environ["PYTHONPATH"] = kept
        _started.append(context)
    return _started[0]

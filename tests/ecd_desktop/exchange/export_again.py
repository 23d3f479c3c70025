"""The child of the kill test: for each line it reads, a process of its own exports again and again until it is killed.

Arguments: database, target, "careful" or "careless" (straight to the name, as ``Workbook.save`` does).  It writes
"ready" with the number of each such process, and "dead" when that has gone.  Imports are paid for once.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.store import Store
from ecd_desktop.exchange import export
from tests.ecd_desktop.exchange.handed_out import exported


@contextmanager
def straight(path: Path) -> Iterator[Path]:
    """What a program does that never heard of temporary names."""
    yield path


def export_for_ever(database: str, target: str) -> None:
    store = Store.open(f"sqlite:///{database}", who="Prueba Ficticia")
    print("ready", os.getpid(), flush=True)
    while True:
        exported(store, Path(target))


def main(database: str, target: str, manner: str) -> None:
    if manner == "careless":
        export.written = straight  # type: ignore[assignment]
    for _line in sys.stdin:
        if (child := os.fork()) == 0:
            export_for_ever(database, target)
        os.waitpid(child, 0)
        print("dead", child, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

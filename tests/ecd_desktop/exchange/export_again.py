"""The child of the kill test: exports the same workbook again and again until it is killed.

Arguments: database, target, "careful" or "careless" (straight to the name, as ``Workbook.save`` does).
"""

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


def main(database: str, target: str, manner: str) -> None:
    if manner == "careless":
        export.written = straight  # type: ignore[assignment]
    store = Store.open(f"sqlite:///{database}", who="Prueba Ficticia")
    print("ready", flush=True)
    while True:
        exported(store, Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Names for new databases that no file has yet."""

from __future__ import annotations

from pathlib import Path

from ecd_desktop import paths


def free_name(stem: str, folder: Path | None = None) -> Path:
    """``ecd.db``, ``ecd-2.db`` …, in the person's own folder or another."""
    folder = folder or paths.data()
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.db"
    return path

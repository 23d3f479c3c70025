"""An export that fails half way leaves the file of last time as it was, and the log without it.

What a kill leaves behind is tried in ``tests/journeys/test_kill_export.py``.
"""

from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook

from db import exchange_log
from db.store import Store
from tests.ecd_desktop.exchange.handed_out import exported, office


def export_of(path: Path) -> UUID:
    """The export a file says it is."""
    return UUID(dict(load_workbook(path)["_meta"].iter_rows(values_only=True))["export"])


def test_a_file_of_last_time_stays_until_the_new_one_is_whole(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecd_desktop.exchange import export

    office(sqlite_store)
    target = tmp_path / "x.xlsx"
    first = exported(sqlite_store, target)
    monkeypatch.setattr(export, "write", lambda path, package: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(sqlite_store, target)
    assert export_of(target) == first.export_id
    with sqlite_store.reading() as session:
        assert len(exchange_log.sent(session)) == 1

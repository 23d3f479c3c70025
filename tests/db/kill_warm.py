"""What the server of ``killing`` imports before it forks children: all of the data layer, tried once."""

import tempfile

from db.records import ActionItem
from db.store import Store

with tempfile.TemporaryDirectory() as _folder:
    _store = Store.open(f"sqlite:///{_folder}/warm.db", who="Nadie")
    with _store.change("Warm") as _work:
        _work.add_many(ActionItem, [{"code": _work.code("COM", 2026), "description": "Se calienta"}])
    _store.undo()
    _store.close()

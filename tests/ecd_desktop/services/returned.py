"""Files that came back, made in memory: what ``services.reconciling`` is told of them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from db.exchange_log import COPY, WORKBOOK
from db.fields import Json, Key
from db.queries.reconciling import present
from db.records import new_key
from db.records.base import record_classes, table_of
from db.store import Store
from ecd_desktop.parcels import About, Brought, Cell, Missing, Parcel, Unread

_numbers = itertools.count(1)


@dataclass
class Workbook:
    """An export of commitments (or a laptop copy) that was logged, and the files that answer it."""

    store: Store
    sender: str = "EMAPE"
    kind: str = WORKBOOK
    id: Key = field(default_factory=new_key)
    handed: dict[tuple[str, Key], dict[str, Json]] = field(default_factory=dict)

    def send(self, *places: tuple[str, Key]) -> "Workbook":
        """Hand out the present values of these records."""
        with self.store.reading() as session:
            self.handed = present(session, places)
        values: dict[str, dict[str, dict[str, Json]]] = {}
        for (entity, key), told in self.handed.items():
            values.setdefault(entity, {})[str(key)] = told
        self.store.log_export(
            kind=self.kind, recipient=self.sender, name="out.xlsx", handed_out=values, spare=[], id=self.id
        )
        return self

    def row(
        self, key: Key, adds: Mapping[str, Json] | None = None, *, entity: str = "action_items", twice: int = 0,
        about: About = About.KNOWN, withdraw: bool = False, note: str = "", **fields: Json,
    ) -> Brought:  # fmt: skip
        """What a row tells: values by field, and texts that become further records."""
        base = self.handed.get((entity, key), {})
        line = 5 + 4 * twice
        cells = {
            name: Cell(value, base.get(name), f"Compromisos!D{line}", str(value)) for name, value in fields.items()
        }
        return Brought(
            entity, key, about, str(base.get("code") or ""), str(base.get("description") or ""), f"Compromisos!{line}",
            cells, {name: Cell(value, None, f"Compromisos!F{line}") for name, value in (adds or {}).items()},
            Cell("Sí", None, f"Compromisos!W{line}") if withdraw else None, note, twice,
        )  # fmt: skip

    def parcel(
        self, *rows: Brought, missing: tuple[Key, ...] = (), unread: tuple[Unread, ...] = (), day: str = "2026-06-08"
    ) -> Parcel:
        n = next(_numbers)
        left = tuple(Missing("action_items", key) for key in missing)
        return Parcel(
            self.kind, f"Compromisos_{self.sender}_{n}.xlsx", f"{n:064}", self.id, self.sender, day, len(rows), rows,
            unread, left,
        )  # fmt: skip


def copy_of(store: Store, whom: str = "Rafael") -> Workbook:
    """A laptop copy that was taken."""
    return Workbook(store, whom, COPY)




def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every noun as it lies in the database, sorted; versions, which only count writes, are left out."""
    with store.reading() as session:
        found = {}
        for record in record_classes():
            columns = [column for column in table_of(record).c if column.name != "version"]
            found[record.__tablename__] = sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
        return found

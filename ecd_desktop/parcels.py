"""What a file from outside brought, as the inbox keeps it: read once, compared with the present whenever it is seen.

A parcel says what the file tells, never what is to be done: ``services.reconciling`` settles it. Values are in
canonical journal form, so that a workbook, a laptop copy and an undo are settled by one rule (``db.merge``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.fields import Json, Key

FORMAT = 1


class About(StrEnum):
    """What a row is to us."""

    KNOWN = "known"  # a record that was handed out
    NEW = "new"  # in a spare row, or made on the laptop: ``key`` was minted with the export, or there
    DELETED = "deleted"  # deleted on the laptop; a workbook never says that


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that differs from what was handed out.

    ``value``: journal form. ``base``: what was handed out (None for new records). ``at``: where it stands, as
    "Compromisos!F12"; "" in a laptop copy. ``said``: the cell as the sheet shows it. ``note``: a comment at the cell.
    """

    value: Json
    base: Json = None
    at: str = ""
    said: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file tells about one record.

    ``code`` and ``words`` name it for a person. ``at``: "Compromisos!12", "" in a copy. ``fields``: field → what is
    told; the fields of a group come together where one of them differs (laptop copies), or alone (workbooks).
    ``adds``: "entity.field" of a further record that the cell becomes (``exchange.sheets.Column.adds``) → its cell.
    ``withdraw``: the cell that asks to take it off. ``note``: what the row says besides (remarks, what was done).
    ``twice``: the same key stood in several rows, and this is the n-th of them (1, 2 …); 0 where it stands once.
    ``who``, ``when`` (ISO moment): who changed it last on the laptop; of a workbook "" (its sender, its date).
    """

    entity: str
    key: Key
    about: About
    code: str = ""
    words: str = ""
    at: str = ""
    fields: Mapping[str, Cell] = field(default_factory=dict)
    adds: Mapping[str, Cell] = field(default_factory=dict)
    withdraw: Cell | None = None
    note: str = ""
    twice: int = 0
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell or a row that could not be taken: where, what stands there, why, and of which record and field.

    ``kind``: "unreadable" (no such state, no date …), "ours" (a column that is not theirs was written over),
    "doubt" (a row without identity), "held" (keys and rows do not fit: nothing of the sheet is taken).
    """

    kind: str
    at: str
    said: str
    reason: str
    entity: str = ""
    key: Key | None = None
    field: str = ""
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that was handed out and is not in the file: not answered, never a deletion."""

    entity: str
    key: Key
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file as it was read. ``kind``: ``exchange_log.WORKBOOK`` or ``COPY``; ``day``: when it was last saved (ISO).

    ``sender``: whom the export went to. ``rows``: how many rows were read; ``unsure``: sentences that the person
    should see before anything else (the log of the export is lost, columns were not found …). ``steps``: of a laptop
    copy, the transactions since it left: which of two states of it is the later one.
    """

    kind: str
    name: str
    digest: str
    export: Key | None = None
    sender: str = ""
    day: str = ""
    rows: int = 0
    records: tuple[Brought, ...] = ()
    unread: tuple[Unread, ...] = ()
    missing: tuple[Missing, ...] = ()
    unsure: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the inbox keeps it: empty parts are left out, keys are text."""
        told = {name: getattr(self, name) for name in ("name", "digest", "sender", "day", "rows")}
        lists = {
            "records": [_record(one) for one in self.records], "unread": [_flat(one) for one in self.unread],
            "missing": [_flat(one) for one in self.missing], "unsure": list(self.unsure), "steps": list(self.steps),
        }  # fmt: skip
        export = str(self.export) if self.export is not None else None
        return {"format": FORMAT, "kind": self.kind, **_filled({**told, "export": export, **lists})}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Parcel:
        return cls(
            kept["kind"], kept["name"], kept["digest"], _key(kept.get("export")), kept.get("sender", ""),
            kept.get("day", ""), kept.get("rows", 0), tuple(map(_brought, kept.get("records", ()))),
            tuple(Unread(**{**_SAID, **one, "key": _key(one.get("key"))}) for one in kept.get("unread", ())),
            tuple(Missing(**{**one, "key": Key(one["key"])}) for one in kept.get("missing", ())),
            tuple(kept.get("unsure", ())), tuple(kept.get("steps", ())),
        )  # fmt: skip


_SAID = {"at": "", "said": "", "reason": ""}
"""Of what could not be read, what may be empty."""


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """Without its empty parts."""
    return {name: part for name, part in told.items() if part not in (None, "", (), {}, [], 0)}


def _record(one: Brought) -> dict[str, Any]:
    told: dict[str, Any] = {"entity": one.entity, "key": str(one.key), "about": one.about.value}
    cells = {"fields": {name: _cell(cell) for name, cell in one.fields.items()},
             "adds": {name: _cell(cell) for name, cell in one.adds.items()}}  # fmt: skip
    said = {"code": one.code, "words": one.words, "at": one.at, "note": one.note, "twice": one.twice, "who": one.who,
            "when": one.when, "withdraw": _cell(one.withdraw) if one.withdraw is not None else None}  # fmt: skip
    return told | _filled(cells | said)


def _cell(cell: Cell) -> dict[str, Any]:
    """A cell always says its value, and a base of 0, "" or no."""
    told: dict[str, Any] = {"value": cell.value}
    if cell.base is not None:
        told["base"] = cell.base
    return told | _filled({"at": cell.at, "said": cell.said, "note": cell.note})


def _flat(one: Unread | Missing) -> dict[str, Any]:
    return {
        name: str(part) if isinstance(part, Key) else part
        for name in one.__dataclass_fields__ if (part := getattr(one, name)) not in (None, "")
    }  # fmt: skip


def _brought(kept: Mapping[str, Any]) -> Brought:
    cells = {part: {name: Cell(**cell) for name, cell in kept.get(part, {}).items()} for part in ("fields", "adds")}
    withdraw = kept.get("withdraw")
    told = {
        **kept, **cells, "key": Key(kept["key"]), "about": About(kept["about"]),
        "withdraw": Cell(**withdraw) if withdraw else None,
    }  # fmt: skip
    return Brought(**told)


def _key(text: str | None) -> Key | None:
    return Key(text) if text else None

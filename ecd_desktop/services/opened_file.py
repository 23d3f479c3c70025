"""A file under judgement: what it tells, what earlier returns of its export settled, and what this one settles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db import exchange_log
from db.fields import Json, Key
from db.inbox import Entry
from db.queries.reconciling import Place
from ecd_desktop.parcels import Cell, Parcel
from ecd_desktop.services.commitment_replies import Reply


@dataclass(slots=True)
class Opened:
    """``brought``: (entity, key, field) → what was settled of the same export before. ``same``: what needs nothing."""

    entry: Entry
    parcel: Parcel
    reply: Reply
    brought: Mapping[tuple[str, str, str], Json]
    same: int = 0
    settled: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)

    @property
    def id(self) -> Key:
        return self.entry.id

    @property
    def called(self) -> str:
        """Whose it is, for whoever reads the history."""
        return self.entry.sender or self.entry.name

    @property
    def by_verbs(self) -> bool:
        """Whether what it says of commitments goes the way of their verbs: a workbook, not a laptop copy."""
        return self.entry.kind == exchange_log.WORKBOOK

    def base(self, place: Place, name: str, cell: Cell) -> Json:
        """What a value is compared with: what was settled of the same export before, else what was handed out."""
        return self.brought.get((place[0], str(place[1]), name), cell.base) if self.brought else cell.base

    def before(self, place: Place, name: str) -> Json:
        """What was settled before, None where nothing was."""
        return self.brought.get((place[0], str(place[1]), name)) if self.brought else None

    def settle(self, place: Place, told: Mapping[str, Json]) -> None:
        """Keep what was told as settled."""
        self.settled.setdefault(place[0], {}).setdefault(str(place[1]), {}).update(told)

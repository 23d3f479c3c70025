"""Foreign workbooks into records: open, propose, preview (the real import rolled back), apply, save what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ecd_desktop.exchange.columns import FIELDS, FieldChoice, Kind
from ecd_desktop.exchange.import_plan import Opened, Plan
from ecd_desktop.exchange.import_result import Result

if TYPE_CHECKING:
    from db.store import Store


def choices(kind: Kind | str) -> tuple[FieldChoice, ...]:
    """The fields that a column of this kind of sheet may fill."""
    return FIELDS[Kind(kind)]


def open_file(path: Path) -> Opened:
    """Read a workbook behind the guard and see what it may hold.  Raises Expected; writes nothing."""
    raise NotImplementedError


def propose(
    opened: Opened,
    *,
    kind: Kind | str | None = None,
    sheet: str | None = None,
    header_row: int | Sequence[int] | None = None,
    overrides: Mapping[int | str, str | None] | None = None,
    dates: str | None = None,
    cutoff: date | None = None,
    with_personal_data: str | None = None,
    sender: str | None = None,
    layout: Mapping[str, str] | None = None,
    accept_done_before: date | None = None,
    accept_reason: str = "",
) -> Plan:
    """How the workbook would be read; whatever is given here is taken, the rest is found."""
    raise NotImplementedError


def preview(store: Store, plan: Plan, answers: Mapping[str, str] | None = None) -> Result:
    """The import as it would be, rolled back.  Raises Expected where the plan is not ready."""
    raise NotImplementedError


def apply(store: Store, plan: Plan, answers: Mapping[str, str] | None = None) -> Result:
    """The import, as one undoable change.  Raises Expected where the plan is not ready; then nothing is written."""
    raise NotImplementedError

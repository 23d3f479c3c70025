"""The commitments of something — a project, a case, a meeting, a unit — as a tab of its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import MEMO, N_, Field
from db.queries.action_items import LISTING
from db.queries.listing import Ask, Order, Where
from db.records import ActionItem, fields_of
from db.records.action_items import Origin, Reach
from ecd_desktop.calendar import clock
from ecd_desktop.language import _
from ecd_desktop.services import action_items, records
from ui.creating import creates
from ui.due_words import due_cell, light_mark
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Commitments")
FIELDS = fields_of(ActionItem)
URGENT = (Order("why"), Order("due_on"), Order("code"))


def commitments_tab(column: str, field: str, *, empty: str, **fixed: Any) -> TabSpec:
    """The commitments whose ``column`` (of the listing) is the record; new ones get ``field`` and what is ``fixed``."""
    fields: dict[str, Field] = {
        "description": replace(FIELDS["description"], kind=MEMO),
        **{name: FIELDS[name] for name in ("unit_id", "person_id", "due_on", "reach") if name != field},
    }
    pairs = [name for name in ("unit_id", "person_id") if name in fields]
    adding = Adding(
        N_("Add a commitment"), N_("Add"), partial(_add, field, fixed), fields,
        rows=(("description",), tuple(pairs), ("due_on", "reach")), values=lambda _here: {"reach": Reach.COMMITMENT},
        creates={"unit_id": creates("organisations"), "person_id": creates("people")},
    )  # fmt: skip
    part = Part(
        "commitments", TITLE, partial(_read, column), empty,
        watches=frozenset({"action_items", "organisations", "people", "reschedules", "holidays"}), adds=(adding,),
    )  # fmt: skip
    return tab(TITLE, part)


def _read(column: str, session: Any, key: Key, here: Here) -> Sequence[Line]:
    ask = Ask(where=(Where(column, "is", key),), order=URGENT, clock=clock(here.today, here.calendar))
    return [line_of(row, here) for row in LISTING.all(session, ask)]


def line_of(row: Any, here: Here) -> Line:
    """An ``ActionItemRow`` as a line: its light, what it is, when it is due, who answers for it."""
    due = due_cell(row, here)
    who = " – ".join(part for part in (row.unit, row.person) if part)
    internal = _(Reach.INTERNAL_TASK.label) if row.reach is Reach.INTERNAL_TASK else ""
    settled = row.why.value in ("verified", "cancelled", "transferred")
    when = due.second if due.second and not settled else due.text
    return Line(
        row.key, row.description, " · ".join(part for part in (row.code, who, internal) if part),
        urgent=f"{_(row.why.label)}, {when}" if due.tone == "red" and row.why.value == "blocked" else when,
        tone=due.tone if due.tone in ("red", "amber") else "", mark=light_mark(row), mark_words=_(row.why.label),
        who=row.person or row.unit or "", opens=("action_items", row.key), faint=settled,
    )  # fmt: skip


def _add(field: str, fixed: dict[str, Any], store: Any, key: Key, **answers: Any) -> Any:
    values = {**fixed, **answers, field: key}
    values.setdefault("origin", Origin.TEAM)
    return action_items.save(store, records.new_draft("action_items", **values))

"""The path of an indicator as a tab: its baseline, what it should be by when, its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from ecd_desktop import attainment
from ecd_desktop.language import _, format_date
from ecd_desktop.services import indicators
from ui.indicators.fields import STEP, STEP_ROWS
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

TITLE = N_("Targets")


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    seen = reads.snapshot(session, "indicators", key)
    if seen is None:
        return []
    of = seen.values
    lines = [_end(key, _("Baseline"), of["baseline"], of["baseline_on"], of, "baseline")]
    steps = reads.children(session, "indicator_targets", "indicator_id", key)
    for step in sorted(steps, key=lambda one: one.values["on"]):
        value = attainment.said(step.values["value"], of["unit"])
        lines.append(Line(step.key, value, format_date(step.values["on"]), icon="flag"))
    lines.append(_end(key, _("Target"), of["target"], of["target_on"], of, "target"))
    return lines


def _end(key: Key, name: str, value: Any, on: Any, of: Any, token: str) -> Line:
    """Baseline or target: typed in the form, shown here where the path begins and ends."""
    day = format_date(on) if on is not None else _("without a date")
    said = f"{name}: {attainment.said(value, of['unit'])}"
    return Line(key, said, day, icon="circle-dashed", strong=True, fixed=True, token=token)


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return indicators.set_target(store, key, **answers)


TARGETS = tab(
    TITLE,
    Part(
        "targets", N_("From the baseline to the target"), _read, N_("Nothing is planned yet."),
        frozenset({"indicators", "indicator_targets"}),
        adds=(Adding(N_("Target of a period"), N_("Add"), _add, STEP, rows=STEP_ROWS),),
        remove=indicators.delete_targets, remove_text=N_("Delete the target of the period"),
        note=N_("Between two points the path goes in a straight line. Baseline and target are changed in the form."),
        edit=Editing(N_("Edit the target of the period"), "indicator_targets", STEP, indicators.save_target,
                     rows=STEP_ROWS),
    ),
)  # fmt: skip

"""The indicators of a project as a tab of its record: what each should reach, where it stands, one more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.indicators import LISTING
from db.queries.listing import Ask, Where
from db.records import Indicator, fields_of
from ecd_desktop import attainment
from ecd_desktop.calendar import clock
from ecd_desktop.language import _
from ecd_desktop.services import indicators
from ui.creating import creates
from ui.indicator_words import latest_said, light_mark, plan_said, value_said
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

TITLE = N_("Indicators")
ASKED = ("name", "unit", "sense", "baseline", "baseline_on", "baseline_n", "target", "target_on", "unit_id")
FIELDS = {name: fields_of(Indicator)[name] for name in ASKED}
ROWS = (("name",), ("unit", "sense"), ("baseline", "baseline_on"), ("baseline_n",), ("target", "target_on"),
        ("unit_id",))  # fmt: skip


def indicators_tab() -> TabSpec:
    """Those whose project is the record; new ones get it."""
    part = Part(
        "indicators", N_("Indicators of the project"), _read,
        N_("Nothing is measured in this project yet. An indicator has a baseline, a target and measurements."),
        frozenset({"indicators", "indicator_targets", "measurements"}),
        adds=(Adding(N_("New indicator"), N_("Add"), _add, FIELDS, rows=ROWS, values=_begun,
                     creates={"unit_id": creates("organisations")}),),
        remove=indicators.delete, remove_text=N_("Delete the indicator"),
    )  # fmt: skip
    return tab(TITLE, part)


def line_of(row: Any) -> Line:
    """An ``IndicatorRow``: its plan, its latest value with n, the share of the change that was reached."""
    found = f"{value_said(row.latest, row)} ({latest_said(row)})" if row.latest is not None else ""
    mark = light_mark(row.standing.light)
    late = _("Not measured this period") if row.unmeasured else ""
    return Line(
        row.key, row.name, " · ".join(part for part in (plan_said(row), found, late) if part), mark=mark,
        mark_words=_(row.standing.label), strong=True, pill=attainment.percent(row.attainment), pill_mark=mark,
        opens=("indicators", row.key),
    )  # fmt: skip


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    ask = Ask(where=(Where("project_key", "is", key),), clock=clock(here.today, here.calendar))
    return [line_of(row) for row in LISTING.all(session, ask)]


def _begun(_here: Here) -> dict[str, Any]:
    return {"unit": Indicator().unit, "sense": Indicator().sense}


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return indicators.add(store, project=key, **answers)

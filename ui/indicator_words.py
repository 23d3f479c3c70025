"""How an indicator is said where several screens show it: its light, its latest value, its sample."""

from __future__ import annotations

from typing import Any

from db.queries.traffic_light import Light
from ecd_desktop import attainment
from ecd_desktop.language import _, format_date
from ui.widgets.marks import LIGHTS, Mark


def light_mark(light: Light) -> Mark:
    return LIGHTS.get(light.value, LIGHTS["none"])


def value_said(value: Any, row: Any) -> str:
    """A value with its unit; nothing where there is none."""
    return "" if value is None else attainment.said(value, row.unit)


def latest_said(row: Any) -> str:
    """«10/12/2021 · n = 58 · muestra < 100» of an ``IndicatorRow``."""
    if row.latest_on is None:
        return ""
    n = f"n = {row.latest_n}" if row.latest_n is not None else ""
    return " · ".join(part for part in (format_date(row.latest_on), n, attainment.flag(row.latest_n)) if part)


def plan_said(row: Any) -> str:
    """«LB 41 % → Meta 65 %»."""
    return _("baseline {baseline} → target {target}").format(
        baseline=attainment.said(row.baseline, row.unit), target=attainment.said(row.target, row.unit)
    )

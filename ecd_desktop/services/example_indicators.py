"""The indicators of the example: baselines, paths and measurements on days counted from today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from db.fields import Key
from db.records import Indicator, IndicatorTarget, Measurement
from db.records.base import Record
from db.work import Work
from ecd_desktop.services import records, reference


class Portfolio(Protocol):
    """What the example knows of days, people and units, and where its rows are put."""

    work: Work

    def _day(self, offset: int | None) -> date | None: ...
    def _unit(self, code: str | None) -> Key | None: ...
    def _whom(self, code: str | None) -> Key | None: ...
    def _add(self, record: type[Record], **values: Any) -> None: ...


def add(portfolio: Portfolio, one: Mapping[str, Any], notice: str) -> None:
    """One indicator of ``example.toml`` with its steps and what was measured."""
    key, base = key_of(one["code"]), portfolio._day(one["baseline_day"])
    portfolio._add(
        Indicator, id=key, code=records.next_code(portfolio.work, "indicators", base), name=one["name"],
        project_id=reference.key_of("projects", f"example/{one['project']}"), definition=one.get("definition"),
        formula=one.get("formula"), unit=one["unit"], unit_words=one.get("of"), sense=one["sense"],
        result=one.get("result"), baseline=_value(one.get("baseline")),
        baseline_on=base if "baseline" in one else None, baseline_n=one.get("baseline_n"),
        baseline_source=one.get("source"), target=_value(one.get("target")),
        target_on=portfolio._day(one.get("target_day")), lowest=_value(one.get("lowest")),
        highest=_value(one.get("highest")), frequency=one["frequency"], by_sex="parts" in one,
        source=one.get("source"), unit_id=portfolio._unit(one["by"]), person_id=portfolio._whom(one.get("who")),
        remarks=notice,
    )  # fmt: skip
    for day, value in one.get("steps", ()):
        portfolio._add(IndicatorTarget, indicator_id=key, on=portfolio._day(day), value=_value(value))
    for number, (day, value, n, quality) in enumerate(one.get("measured", ())):
        whole = reference.key_of("measurements", f"example/{one['code']}/{number}")
        portfolio._add(
            Measurement, id=whole, indicator_id=key, on=portfolio._day(day), value=_value(value), n=n or None,
            source=one.get("source"), quality=quality,
        )  # fmt: skip
    for number, sex, value, n in one.get("parts", ()):
        portfolio._add(
            Measurement, indicator_id=key, whole_id=reference.key_of("measurements", f"example/{one['code']}/{number}"),
            on=portfolio._day(one["measured"][number][0]), value=_value(value), n=n, sex=sex,
            source=one.get("source"), quality=one["measured"][number][3],
        )  # fmt: skip


def key_of(code: str) -> Key:
    """The key of an indicator of the example."""
    return reference.key_of("indicators", f"example/{code}")


def _value(number: float | int | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))

"""Indicators: what is measured, where it began, where it should be when, and what was found."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, decimal, flag, link, memo, number, text
from db.records.base import Record
from db.records.choices import AgeBand, EcdResult, Sex


class Unit(Choice):
    """The seven units of measure of CEPLAN."""

    AMOUNT = "amount", N_("Amount")
    NUMBER = "number", N_("Number")
    PERCENTAGE = "percentage", N_("Percentage")
    RATIO = "ratio", N_("Ratio")
    RATE = "rate", N_("Rate")
    INDEX = "index", N_("Index")
    RATE_OF_CHANGE = "rate_of_change", N_("Rate of change")


class Sense(Choice):
    """Which way is better (*sentido*)."""

    INCREASING = "increasing", N_("Increasing")
    DECREASING = "decreasing", N_("Decreasing")
    NEUTRAL = "neutral", N_("Neutral")


class Frequency(Choice):
    MONTHLY = "monthly", N_("Monthly")
    QUARTERLY = "quarterly", N_("Quarterly")
    HALF_YEARLY = "half_yearly", N_("Half-yearly")
    YEARLY = "yearly", N_("Yearly")
    ONCE = "once", N_("Once")


class Quality(Choice):
    PRELIMINARY = "preliminary", N_("Preliminary")
    VALIDATED = "validated", N_("Validated")
    CORRECTED = "corrected", N_("Corrected")


class Indicator(Record):
    """What is measured, with its baseline and its last target; the path between stands in ``IndicatorTarget``."""

    __tablename__ = "indicators"
    noun = N_("Indicator")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    name: Mapped[str] = text(N_("Indicator name"), required=True)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    definition: Mapped[str | None] = memo(N_("Definition"), max=4000)
    formula: Mapped[str | None] = memo(N_("Formula"), max=2000)
    unit: Mapped[Unit] = choice(N_("Unit of measure"), Unit, required=True, default=Unit.PERCENTAGE)
    unit_words: Mapped[str | None] = text(N_("Of what"), max=80)
    sense: Mapped[Sense] = choice(N_("Sense"), Sense, required=True, default=Sense.INCREASING)
    result: Mapped[EcdResult | None] = choice(N_("ECD result"), EcdResult)
    baseline: Mapped[Decimal | None] = decimal(N_("Baseline"), group="baseline")
    baseline_on: Mapped[date | None] = day(N_("Baseline of"), group="baseline")
    baseline_n: Mapped[int | None] = number(N_("Cases behind the baseline (n)"), group="baseline")
    baseline_source: Mapped[str | None] = text(N_("Source of the baseline"), max=400, group="baseline")
    target: Mapped[Decimal | None] = decimal(N_("Target"), group="target")
    target_on: Mapped[date | None] = day(N_("Target for"), group="target")
    lowest: Mapped[Decimal | None] = decimal(N_("Lowest value that can be"), group="range")
    highest: Mapped[Decimal | None] = decimal(N_("Highest value that can be"), group="range")
    frequency: Mapped[Frequency] = choice(N_("Frequency"), Frequency, required=True, default=Frequency.QUARTERLY)
    by_sex: Mapped[bool] = flag(N_("By sex"))
    by_age: Mapped[bool] = flag(N_("By age band"))
    by_district: Mapped[bool] = flag(N_("By district"))
    source: Mapped[str | None] = text(N_("Means of verification"), max=400)
    unit_id: Mapped[Key | None] = link(N_("Responsible unit"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Responsible for the figure"), "people")
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        return f"{self.code} {self.name} {self.definition or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.lowest is not None and self.highest is not None and self.highest < self.lowest:
            yield Problem("highest", N_("The highest value is below the lowest."))
        if self.baseline_on and self.target_on and self.target_on < self.baseline_on:
            yield Problem("target_on", N_("The target comes before the baseline."))
        for name in ("baseline", "target"):
            yield from self.outside(name, getattr(self, name))

    def outside(self, name: str, value: Decimal | None) -> Iterator[Problem]:
        """What is wrong with a value that this indicator cannot have."""
        if value is not None and (
            (self.lowest is not None and value < self.lowest) or (self.highest is not None and value > self.highest)
        ):
            yield Problem(name, N_("This indicator cannot have that value: see its lowest and highest."))


class IndicatorTarget(Record):
    """Where an indicator should be by a day: one step of its target path."""

    __tablename__ = "indicator_targets"
    noun = N_("Target of a period")

    indicator_id: Mapped[Key] = link(N_("Indicator"), "indicators", required=True)
    on: Mapped[date] = day(N_("By"), required=True)
    value: Mapped[Decimal] = decimal(N_("Expected value"), required=True)

    def named(self) -> str:
        return ""


class Measurement(Record):
    """A value that was found: of which day, from how many, how, how sure. A whole one, or a part of ``whole_id``."""

    __tablename__ = "measurements"
    noun = N_("Measurement")

    indicator_id: Mapped[Key] = link(N_("Indicator"), "indicators", required=True)
    whole_id: Mapped[Key | None] = link(N_("Part of"), "measurements")
    on: Mapped[date] = day(N_("Date"), required=True)
    period: Mapped[str | None] = text(N_("Period"), max=60)
    value: Mapped[Decimal] = decimal(N_("Value"), required=True)
    n: Mapped[int | None] = number(N_("Cases (n)"))
    sex: Mapped[Sex | None] = choice(N_("Sex"), Sex, group="part")
    age_band: Mapped[AgeBand | None] = choice(N_("Age band"), AgeBand, group="part")
    place_id: Mapped[Key | None] = link(N_("District"), "places", group="part")
    method: Mapped[str | None] = text(N_("Method"), max=400)
    source: Mapped[str | None] = text(N_("Source"), max=400)
    quality: Mapped[Quality] = choice(N_("Quality"), Quality, required=True, default=Quality.PRELIMINARY)
    remarks: Mapped[str | None] = memo(N_("Remarks"), max=2000)

    __table_args__ = (Index(None, "on"),)

    def named(self) -> str:
        return self.period or ""

    def rules(self) -> Iterator[Problem]:
        parted = any((self.sex, self.age_band, self.place_id))
        if self.whole_id is not None and not parted:
            yield Problem("sex", N_("Say which part it is: a sex, an age band or a district."))
        if self.whole_id is None and parted:
            yield Problem("whole_id", N_("Say which measurement this is a part of."))

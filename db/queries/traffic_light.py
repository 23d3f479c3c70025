"""The semáforo: one rule, said once in Python and once in SQL, both tried against the same table of cases.

First match wins (domain.md §1): draft, none · cancelled or transferred, closed · verified, green · done and waiting
for verification, amber (the clock stopped) · overdue, red · blocked for more than 5 working days, red · observed,
amber · without a date, unknown · due within 7 working days, amber · physical works behind their time, amber · not
started, grey · else green. The calendar stays outside: a ``Clock`` turns working days into dates to compare with.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, case, literal

from db.dialects import days_between
from db.fields import N_, Choice
from db.records.action_items import State

BEHIND_POINTS = 10
"""How many points of progress physical works may lag behind the time gone by."""


class Light(Choice):
    """Colour, always shown with its letter and its shape."""

    NONE = "none", N_("None")
    RED = "red", N_("Red")
    AMBER = "amber", N_("Amber")
    GREEN = "green", N_("Green")
    GREY = "grey", N_("Grey")
    UNKNOWN = "unknown", N_("Unknown")
    CLOSED = "closed", N_("Closed")

    @property
    def letter(self) -> str:
        return LETTERS[self]


LETTERS = {
    Light.NONE: "", Light.RED: "R", Light.AMBER: "A", Light.GREEN: "V", Light.GREY: "–", Light.UNKNOWN: "?",
    Light.CLOSED: "■",
}  # fmt: skip


class Why(Choice):
    """The reason for a light, in words; each reason has exactly one light. Lists sort by it in this order."""

    OVERDUE = "overdue", N_("Overdue")
    BLOCKED = "blocked", N_("Blocked")
    OBSERVED = "observed", N_("Observed")
    TO_VERIFY = "to_verify", N_("To be verified")
    SOON = "soon", N_("Due soon")
    BEHIND = "behind", N_("Behind schedule")
    NO_DATE = "no_date", N_("Without a date")
    ON_TIME = "on_time", N_("On time")
    NOT_STARTED = "not_started", N_("Not started")
    DRAFT = "draft", N_("Draft")
    VERIFIED = "verified", N_("Verified")
    TRANSFERRED = "transferred", N_("Transferred")
    CANCELLED = "cancelled", N_("Cancelled")

    @property
    def light(self) -> Light:
        return LIGHTS[self]


LIGHTS = {
    Why.DRAFT: Light.NONE, Why.CANCELLED: Light.CLOSED, Why.TRANSFERRED: Light.CLOSED, Why.VERIFIED: Light.GREEN,
    Why.TO_VERIFY: Light.AMBER, Why.OVERDUE: Light.RED, Why.BLOCKED: Light.RED, Why.OBSERVED: Light.AMBER,
    Why.NO_DATE: Light.UNKNOWN, Why.SOON: Light.AMBER, Why.BEHIND: Light.AMBER, Why.NOT_STARTED: Light.GREY,
    Why.ON_TIME: Light.GREEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """Working days as dates to compare with, so that the same rule runs in SQL. Built by ``ecd_desktop.calendar``."""

    today: date
    overdue_to: date  # due on or before this: overdue
    soon_to: date  # due on or before this: within 7 working days
    blocked_to: date  # blocked since this or before: for more than 5 working days


class Facts(Protocol):
    """What the rule looks at."""

    @property
    def state(self) -> State: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def agreed_on(self) -> date | None: ...
    @property
    def progress(self) -> int: ...
    @property
    def blocked_since(self) -> date | None: ...
    @property
    def physical_works(self) -> bool: ...


BY_STATE = {
    State.DRAFT: Why.DRAFT, State.CANCELLED: Why.CANCELLED, State.TRANSFERRED: Why.TRANSFERRED,
    State.VERIFIED: Why.VERIFIED, State.DONE: Why.TO_VERIFY,
}  # fmt: skip


def why_of(item: Facts, clock: Clock) -> Why:
    """The first reason that fits ``item`` on ``clock.today``."""
    if (settled := BY_STATE.get(item.state)) is not None:
        return settled
    if item.due_on is not None and item.due_on <= clock.overdue_to:
        return Why.OVERDUE
    if item.blocked_since is not None and item.blocked_since <= clock.blocked_to:
        return Why.BLOCKED
    if item.state is State.OBSERVED:
        return Why.OBSERVED
    if item.due_on is None:
        return Why.NO_DATE
    if item.due_on <= clock.soon_to:
        return Why.SOON
    if item.physical_works and _behind(item, clock.today):
        return Why.BEHIND
    if item.state is State.PENDING and item.progress == 0:
        return Why.NOT_STARTED
    return Why.ON_TIME


def _behind(item: Facts, today: date) -> bool:
    if item.agreed_on is None or item.due_on is None or item.due_on <= item.agreed_on:
        return False
    gone, whole = (today - item.agreed_on).days, (item.due_on - item.agreed_on).days
    return gone * 100 > (item.progress + BEHIND_POINTS) * whole


def light_of(item: Facts, clock: Clock) -> Light:
    """The light of ``item`` on ``clock.today``."""
    return why_of(item, clock).light


def why_sql(item: Any, clock: Clock) -> ColumnElement[str]:
    """The same rule over columns named as in ``Facts``; gives the value of a ``Why``."""
    gone = days_between(item.agreed_on, literal(clock.today))
    whole = days_between(item.agreed_on, item.due_on)
    return case(
        *((item.state == state, literal(why.value)) for state, why in BY_STATE.items()),
        (item.due_on <= clock.overdue_to, literal(Why.OVERDUE.value)),
        (item.blocked_since <= clock.blocked_to, literal(Why.BLOCKED.value)),
        (item.state == State.OBSERVED, literal(Why.OBSERVED.value)),
        (item.due_on.is_(None), literal(Why.NO_DATE.value)),
        (item.due_on <= clock.soon_to, literal(Why.SOON.value)),
        (
            and_(
                item.physical_works.is_(True),
                item.agreed_on.is_not(None),
                item.due_on > item.agreed_on,
                gone * 100 > (item.progress + BEHIND_POINTS) * whole,
            ),
            literal(Why.BEHIND.value),
        ),
        (and_(item.state == State.PENDING, item.progress == 0), literal(Why.NOT_STARTED.value)),
        else_=literal(Why.ON_TIME.value),
    )
